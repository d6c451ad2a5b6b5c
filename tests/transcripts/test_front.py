import time
from itertools import pairwise

import pytest

from workbench.errors import InputError
from workbench.transcripts import Front, FrontInformant, Source, read

BODY = "I: Hej.\nR1: Goddag.\n"


def source(front: str, body: str = BODY, **options: object) -> Source:
    return read(f"---\n{front}\n---\n{body}".encode(), "K-03.md", **options)  # type: ignore[arg-type]


def refusal(front: str, body: str = BODY, **options: object) -> InputError:
    with pytest.raises(InputError) as refused:
        source(front, body, **options)
    assert refused.value.file == "K-03.md"
    assert str(refused.value).startswith(f"K-03.md:{refused.value.line}: ")
    return refused.value


def test_everything_the_design_names_is_read() -> None:
    found = source(
        """id: K-03
site: Kommune B
date: 2020-10-14
kind: group                 # group | single | document
mode: online
interviewer: [I]
informants:
  - {label: R1, person: P07, group: professional, role: socialpædagog, area: socialpsykiatri}
round: 2"""
    )
    assert found.front == Front(
        id="K-03",
        site="Kommune B",
        date="2020-10-14",
        kind="group",
        mode="online",
        interviewer=("I",),
        informants=(
            FrontInformant("R1", "P07", "professional", {"role": "socialpædagog", "area": "socialpsykiatri"}, 9),
        ),
        more={"round": "2"},
        line=2,
    )
    assert found.text == BODY
    assert found.warnings == ()


@pytest.mark.parametrize(
    "written", ["01", "1e3", "no", "0x10", "2020-10-14", "~", "12:30", "1_000", "on", "null", ".inf"]
)
def test_no_value_is_taken_for_anything_but_what_was_written(written: str) -> None:
    found = source(f"id: {written}\nage: {written}\ninterviewer: I\ninformants: [{{label: R1, born: {written}}}]")
    assert (found.front.id, found.front.more["age"], found.front.informants[0].attributes["born"]) == (written,) * 3


def test_only_the_id_is_required_and_then_those_who_speak_are_informants_of_no_group() -> None:
    assert [(one.label, one.group) for one in source("id: x\ninterviewer: I").front.informants] == [("R1", "")]


def test_an_informant_may_be_a_bare_label_and_an_attribute_a_list() -> None:
    found = source("id: x\ninterviewer: I\ninformants:\n- R1\n- {label: R2, area: [a, b]}", BODY + "R2: Ja da.")
    assert [(one.label, dict(one.attributes)) for one in found.front.informants] == [
        ("R1", {}),
        ("R2", {"area": "a, b"}),
    ]


def test_unknown_keys_are_kept_readable() -> None:
    found = source("id: x\ninterviewer: I\ninformants: [R1]\ntags: [a, b]\nroom: {floor: 2, no: 14}\nempty:")
    assert found.front.more == {"tags": "a, b", "room": "floor: 2, no: 14", "empty": ""}


def test_values_are_normalised_but_the_text_is_not() -> None:
    found = source("id: A\u030a\nsite:  Kommune\n  B\ninterviewer: I\ninformants: [R1]", "I: A\u030a\nR1: Nå\n")
    assert (found.front.id, found.front.site) == ("Å", "Kommune B")
    assert found.text.startswith("I: A\u030a")


@pytest.mark.parametrize(
    ("front", "line", "reason", "hint"),
    [
        ("id: a\nid: b", 3, "stands here twice (first in line 2)", "Keep one"),
        ("id: a\nsite: b\nsite: c", 4, "twice", "Keep one"),
        ("id: a\ninformants:\n  - {label: R1}\n  - {label: R1}", 5, "have the label “R1” (the first in line 4)", "own"),
        ("id: a\ninformants:\n  - {label: R1, role: x, role: y}", 4, "“role” stands here twice", "Keep one"),
        ("id: a\ninterviewer: [I, I]", 3, "twice", "Keep one"),
        ("id: a\ninterviewer: R1\ninformants:\n  - {label: R1}", 5, "the interviewer and an informant", "Keep one"),
        ("id: a\ninformants:\n  - {group: x}", 4, "without a label", "label: R1"),
        ("id: a\ninformants:\n  - {label: Flere}", 4, "nobody in particular", "leave this one out"),
        ("id: a\ninformants:\n  - {label: 'a:b'}", 4, "holds a colon", "Leave"),
        ("id: a\ninformants: R1", 3, "is a list", "- {label"),
        ("id: a\ninformants:\n  - [R1]", 4, "an informant is written", ""),
        ("id: a\nkind: gruppe", 3, "no kind of interview", "group, single, document"),
        ("id: [a]", 2, "takes one value", ""),
        ("site: b", 2, "has no id", "id: K-01"),
        ("ID: b", 2, "has no id", "instead of `ID`"),
        ("id:\nsite: b", 2, "has no id", "id: K-01"),
        ("", 1, "is empty", "id:"),
        ("- a\n- b", 2, "lines of `key: value`", "id:"),
        ("id: a\n\tsite: b", 3, "cannot be read", "spaces, not tabs"),
        ("id: a\nsite: b: c", 3, "cannot be read", "quotation marks"),
        (
            "id: a\ninformants:\n  - {label: R1, group: x\n  - {label: R2}\nmode: x",
            4,
            "cannot be read",
            "bracket is not closed",
        ),
        ('id: a\nsite: "b\nmode: x', 3, "cannot be read", "quotation mark is not closed"),
        ("id: a\nsite b", 3, "cannot be read", "key: value"),
        ("id: a\n# a note\n\nmode: x\nsite: &s b", 6, "anchors", "quotation marks"),
        ("id: a\nsite: *s", 3, "anchors", "quotation marks"),
        ("id: a\nsite: !!python/name:os.system b", 3, "tags", "quotation marks"),
        ('id: a\nsite: "\\0"', 3, "NUL", ""),
        ('id: a\nsite: "\\ud800"', 3, "surrogate", ""),
        ('id: a\nsite: "\\UFFFFFFFF"', 3, "means nothing", ""),
        ('id: "a\\eb"', 2, "control characters", ""),
        ("id: \u200b", 2, "no invisible characters", ""),
        ("id: a\nsite: \x07", 3, "U+0007", "Delete"),
        ("id: a\n? [b]\n: c", 3, "a key must be a word", "key: value"),
        ("id: a\nsite: " + "b" * 1001, 3, "longer than 1,000", ""),
        ("id: " + "b" * 201, 2, "between 1 and 200", ""),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_line_and_a_way_out(
    front: str, line: int, reason: str, hint: str
) -> None:
    refused = refusal(front)
    assert refused.line == line
    assert reason in refused.reason
    assert hint in refused.hint


def test_a_separator_nobody_sees_does_not_move_the_line_of_an_error() -> None:
    assert refusal("id: a\u2028b\u2029\nkind: x").line == 3


def test_an_unknown_group_is_refused_with_the_known_ones() -> None:
    front = "id: a\ninformants:\n  - label: R1\n    group: pro"
    refused = refusal(front, groups={"professional", "volunteer"})
    assert (refused.line, refused.reason) == (5, "“pro” is no group of this study")
    assert "professional, volunteer" in refused.hint
    assert source(front).front.informants[0].group == "pro"
    assert source("id: a\ninformants: [{label: R1}]", groups=set()).front.informants[0].group == ""


@pytest.mark.parametrize(
    "front",
    [
        "a: &a [x,x,x,x]\n" + "".join(f"{b}: &{b} [*{a},*{a},*{a},*{a}]\n" for a, b in pairwise("abcdefghijklmnop")),
        "[" * 50_000,
        "{" * 50_000,
        "- " * 25_000,
        "a: [" * 12_000,
        "? " * 25_000,
        '"' * 50_001,
        "id: |\n" + " " * 50_000,
    ],
    ids=["laughs", "lists", "mappings", "items", "both", "keys", "quotes", "spaces"],
)
def test_a_front_matter_that_would_grow_or_sink_is_refused_at_once(front: str) -> None:
    before = time.process_time()
    refusal(front)
    assert time.process_time() - before < 2


def test_a_front_matter_of_many_pages_is_refused() -> None:
    assert "too long" in refusal("id: a\n" + "# nothing\n" * 7_000).reason


@pytest.mark.parametrize(
    ("front", "body", "warning"),
    [
        ("date: 14/10", BODY, "the date “14/10” is kept as written"),
        ("informant: R1", BODY, "was “informants” meant?"),
        ("kind: single\ninformants: [R1, R2]", BODY + "R2: Ja.", "there are 2 informants"),
        ("informants: [{label: R1, person: P}, {label: R2, person: P}]", BODY + "R2: Ja.", "more than one label"),
        ("informants: [R1, R3]", BODY, "“R3” named in the front matter, but never speaking"),
        ("informants: [R1]", BODY + "R2: Ja.", "“R2” spoken under in the text, but missing"),
    ],
)
def test_what_looks_odd_is_said_and_read_all_the_same(front: str, body: str, warning: str) -> None:
    (found,) = source(f"id: a\ninterviewer: I\n{front}", body).warnings
    assert warning in found


def test_a_speaker_missing_from_the_front_matter_becomes_an_informant_of_no_group() -> None:
    found = source("id: a\ninterviewer: I\ninformants: [{label: R1, group: g}]", BODY + "R2: Ja.\nFlere: Nej.\n?: Jo.")
    assert [(one.label, one.group) for one in found.front.informants] == [("R1", "g"), ("R2", "")]


def test_who_asks_is_taken_from_the_text_when_only_the_informants_are_named() -> None:
    found = source("id: a\ninformants: [R1]")
    assert found.front.interviewer == ("I",)
    assert [one.label for one in found.front.informants] == ["R1"]
    assert "“I” taken as the interviewer" in found.warnings[0]
