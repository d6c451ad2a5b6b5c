"""The inbox: every kind of item made by two people who really worked apart, told in words, settled, taken back."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from workbench.errors import InputError, NotFoundError, StudyError
from workbench.store import put
from workbench.study import Study
from workbench.study.inbox import InboxItem
from workbench.study.words import ERASED, NOT_COME

SETTINGS = """\
[study]
title = "Nabohjælp"
language = "da"

[groups.professional]
label = "Kommunen"
column = "professional"
[groups.volunteer]
label = "De frivillige"
column = "volunteer"
[groups.education]
label = "Skolerne"
column = "shared"

[facets.kind]
values = ["formel", "reel"]

[matrix.competences]
columns = ["professional", "volunteer"]
shared_label = "Fælles"
"""
A1 = """\
---
id: A-1
interviewer: [I]
informants:
  - {label: R1, person: P1, group: professional, role: leder}
---
I: Hvad kræver det?

R1: Man skal turde. Og man skal lytte, altså rigtigt lytte.

I: Ja, at lytte er vigtigt.
"""
B1 = """\
---
id: B-1
informants:
  - {label: R1, person: P2, group: volunteer}
---
R1: Tid. Og at man lytter.
"""


class Team:
    """Two people with a study each, who tell each other everything now and then."""

    def __init__(self, ann: Study, bo: Study) -> None:
        self.ann = ann
        self.bo = bo

    def meet(self) -> list[InboxItem]:
        """Exchange all lines; both have the same study and the same inbox then."""
        self.ann.log.ingest(list(self.bo.log.export()))
        self.bo.log.ingest(list(self.ann.log.export()))
        assert self.ann._base.store.digest() == self.bo._base.store.digest()
        here, there = ([_told(item) for item in study.inbox.items()] for study in (self.ann, self.bo))
        assert here == there
        for study in (self.ann, self.bo):
            assert study.inbox.count() == sum(bool(item.choices) for item in study.inbox.items())
        return self.ann.inbox.items()


def _told(item: InboxItem) -> Any:
    """All of an item that replicas share: everything but the numbers of arrival."""
    return item._replace(item=item.item._replace(said=tuple(said._replace(n=0) for said in item.item.said)))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the studies of ann and bo, made once; tests take a copy."""
    home = tmp_path_factory.mktemp("team")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_STATE", str(home / "state"))
        (home / "ann" / "codebook").mkdir(parents=True)
        (home / "ann" / "transcripts").mkdir()
        (home / "ann" / "codebook" / "study.toml").write_text(SETTINGS, encoding="utf-8")
        for name, text in (("a.md", A1), ("b.md", B1)):
            (home / "ann" / "transcripts" / name).write_text(text, encoding="utf-8")
        shutil.copytree(home / "ann", home / "bo")
        both = Team(Study.open(home / "ann", "ann"), Study.open(home / "bo", "bo"))
        ann = both.ann
        revision = ann.transcripts.document("A-1").revision
        for path in ("Relationer / Tillid", "Netværk", "Humor"):
            ann.codes.create(path)
        ann.codings.add(revision, 25, 44, code(ann, "Tillid"))
        ann.codings.add(revision, 60, 75, code(ann, "Netværk"))
        ann.memos.add("passage", ann.transcripts.get("A-1").id, "Et notat.", revision=revision, start=25, end=44)
        assert both.meet() == []
        ann.close()
        both.bo.close()
    return home


@pytest.fixture
def team(prepared: Path, tmp_path: Path, opened: Callable[..., Study]) -> Team:
    """Ann and bo, with one codebook, two codings and a memo; from here they work apart."""
    home = shutil.copytree(prepared, tmp_path / "team")
    both = Team(opened(home / "ann", "ann"), opened(home / "bo", "bo"))
    for study in (both.ann, both.bo):
        study._base.store.db.con.execute("PRAGMA synchronous=OFF")
    return both


def another(team: Team, opened: Callable[..., Study], name: str, coder: str) -> Study:
    """One more replica that has heard what ann has."""
    files = shutil.ignore_patterns(".workbench")
    study = opened(shutil.copytree(team.ann.folder, team.ann.folder.parent / name, ignore=files), coder)
    study.log.ingest(list(team.ann.log.export()))
    return study


def code(study: Study, name: str) -> str:
    """A code's row."""
    return str(study._base.store.read("SELECT id FROM code WHERE name = ? ORDER BY id", (name,))[0][0])


def coding(study: Study) -> str:
    """The row of the first coding, which is with Tillid."""
    return str(study._base.store.read("SELECT id FROM coding ORDER BY start LIMIT 1")[0][0])


def memo(study: Study) -> str:
    """The row of the one memo."""
    return study.memos.list()[0].id


def setting(study: Study, label: str) -> None:
    """Write a setting by hand, as one does in study.toml."""
    row = study._base.derive("setting", "matrix.competences.shared_label")
    study._base.write("edit study.toml", [put("setting", row, value=f'"{label}"')])


def define(study: Study, name: str, **fields: Any) -> None:
    study.codes.define(code(study, name), **fields)


def place(study: Study, column: str, reason: str) -> None:
    study.synthesis.place("", code(study, "Tillid"), column, reason)


def raw(study: Study, ent: str, row: str, **fields: Any) -> None:
    study._base.write("write", [put(ent, row, **fields)])


def informant(study: Study) -> str:
    return study.transcripts.get("A-1").informants[0].id


class Case(NamedTuple):
    """How ann and bo come apart on one field, and what the inbox says (bo writes last)."""

    ann: Callable[[Study], object]
    bo: Callable[[Study], object]
    sentence: str
    values: tuple[str | None, str | None]


DISPUTES = {
    "name": Case(
        lambda s: s.codes.rename(code(s, "Tillid"), "Tryghed"),
        lambda s: s.codes.rename(code(s, "Tillid"), "Tiltro"),
        "ann and bo gave the code Relationer / Tiltro different names; bo's “Tiltro”",
        ("Tryghed", "Tiltro"),
    ),
    "definition": Case(
        lambda s: define(s, "Tillid", definition="At turde."),
        lambda s: define(s, "Tillid", definition="At turde sige noget, også når det er svært at sige."),
        "ann and bo defined Relationer / Tillid differently; what bo wrote",
        ("At turde.", "At turde sige noget, også når det er svært at sige."),
    ),
    "include": Case(
        lambda s: define(s, "Tillid", include="a"),
        lambda s: define(s, "Tillid", include="b"),
        "ann and bo wrote differently what Relationer / Tillid includes; bo's “b”",
        ("a", "b"),
    ),
    "exclude": Case(
        lambda s: define(s, "Tillid", exclude="a"),
        lambda s: define(s, "Tillid", exclude="b"),
        "ann and bo wrote differently what Relationer / Tillid excludes; bo's “b”",
        ("a", "b"),
    ),
    "example": Case(
        lambda s: define(s, "Tillid", example="a"),
        lambda s: define(s, "Tillid", example="b"),
        "ann and bo gave Relationer / Tillid different examples; bo's “b”",
        ("a", "b"),
    ),
    "colour": Case(
        lambda s: define(s, "Tillid", colour="#111111"),
        lambda s: define(s, "Tillid", colour="#222222"),
        "ann and bo gave Relationer / Tillid different colours; bo's “#222222”",
        ("#111111", "#222222"),
    ),
    "facets of a code": Case(
        lambda s: define(s, "Tillid", facets={"kind": ["reel"]}),
        lambda s: define(s, "Tillid", facets={"kind": ["formel"]}),
        "ann and bo let codings with Relationer / Tillid start with different facets; bo's “kind = formel”",
        ("kind = reel", "kind = formel"),
    ),
    "parent": Case(
        lambda s: s.codes.move(code(s, "Tillid"), None),
        lambda s: s.codes.move(code(s, "Tillid"), code(s, "Netværk")),
        "ann and bo moved Netværk / Tillid to different places; bo's “Netværk”",
        ("the top", "Netværk"),
    ),
    "merged": Case(
        lambda s: s.codes.merge(code(s, "Tillid"), code(s, "Humor")),
        lambda s: s.codes.merge(code(s, "Tillid"), code(s, "Netværk")),
        "ann and bo do not agree what Tillid (merged) is merged into; bo's “Netværk”",
        ("Humor", "Netværk"),
    ),
    "borders": Case(
        lambda s: s.codings.borders(coding(s), 26, 44),
        lambda s: s.codings.borders(coding(s), 25, 41),
        "ann and bo set the borders of ann's coding of A-1, turn 2 with Relationer / Tillid differently; what bo chose",
        ("A-1, turn 2: “an skal turde. Og” (26–44)", "A-1, turn 2: “Man skal turde.” (25–41)"),
    ),
    "code of a coding": Case(
        lambda s: raw(s, "coding", coding(s), code=code(s, "Humor")),
        lambda s: raw(s, "coding", coding(s), code=code(s, "Netværk")),
        "ann and bo gave one passage different codes: ann's coding of A-1, turn 2 with Netværk; bo's “Netværk”",
        ("Humor", "Netværk"),
    ),
    "remark": Case(
        lambda s: s.codings.note(coding(s), "se her"),
        lambda s: s.codings.note(coding(s), "nej, her"),
        "ann and bo wrote different remarks on ann's coding of A-1, turn 2 with Relationer / Tillid; bo's “nej, her”",
        ("se her", "nej, her"),
    ),
    "facet": Case(
        lambda s: s.codings.set_facet(coding(s), "kind", ["reel"]),
        lambda s: s.codings.set_facet(coding(s), "kind", ["formel", "reel"]),
        "ann and bo set kind of ann's coding of A-1, turn 2 with Relationer / Tillid differently; bo's “formel, reel”",
        ("reel", "formel, reel"),
    ),
    "voices": Case(
        lambda s: s.codings.set_voices(coding(s), [informant(s)]),
        lambda s: s.codings.set_voices(coding(s), []),
        "ann and bo corrected differently who speaks in ann's coding of A-1, turn 2 with Relationer / Tillid; "
        "bo's “nobody”",
        ("R1", "nobody"),
    ),
    "memo": Case(
        lambda s: s.memos.edit(memo(s), "Langt. " * 300),
        lambda s: s.memos.edit(memo(s), "Kort."),
        "ann and bo wrote the memo on A-1, turn 2 differently; bo's “Kort.”",
        ("Langt. " * 300, "Kort."),
    ),
    "site": Case(
        lambda s: raw(s, "transcript", s.transcripts.get("A-1").id, site="Kommune Y"),
        lambda s: raw(s, "transcript", s.transcripts.get("A-1").id, site="Kommune Z"),
        "ann and bo wrote differently the site of A-1; bo's “Kommune Z”",
        ("Kommune Y", "Kommune Z"),
    ),
    "group": Case(
        lambda s: raw(s, "informant", informant(s), group="volunteer"),
        lambda s: raw(s, "informant", informant(s), group="education"),
        "ann and bo put R1 in A-1 in different groups; bo's “education”",
        ("volunteer", "education"),
    ),
    "attribute": Case(
        lambda s: raw(s, "attribute", s._base.derive("attribute", informant(s), "role"), value="chef"),
        lambda s: raw(s, "attribute", s._base.derive("attribute", informant(s), "role"), value="leder af noget"),
        "ann and bo describe role of R1 in A-1 differently; bo's “leder af noget”",
        ("chef", "leder af noget"),
    ),
    "setting": Case(
        lambda s: setting(s, "Begge"),
        lambda s: setting(s, "Alle"),
        "ann and bo gave the setting matrix.competences.shared_label different values; bo's “Alle”",
        ("Begge", "Alle"),
    ),
    "assignment": Case(
        lambda s: s.progress.done(["A-1"], "ann"),
        lambda s: s.progress.start(["A-1"], "ann"),
        "ann and bo say differently how far ann's work on A-1 in round 1 is; bo's “in progress”",
        ("done", "in progress"),
    ),
    "placement": Case(
        lambda s: place(s, "shared", "derfor"),
        lambda s: place(s, "volunteer", "fordi"),
        "ann and bo placed Relationer / Tillid in the matrix competences differently; bo's “volunteer: fordi”",
        ("shared: derfor", "volunteer: fordi"),
    ),
    "something newer": Case(
        lambda s: raw(s, "theory", "T1", claim="a"),
        lambda s: raw(s, "theory", "T1", claim="b"),
        "ann and bo wrote differently the claim of something of the kind theory; bo's “b”",
        ("a", "b"),
    ),
}


def the_one(items: list[InboxItem]) -> InboxItem:
    (item,) = items
    return item


@pytest.mark.parametrize("name", DISPUTES)
def test_a_dispute_is_told_settled_and_taken_back_on_both_replicas(team: Team, name: str) -> None:
    case = DISPUTES[name]
    case.ann(team.ann)
    case.bo(team.bo)
    item = the_one(team.meet())
    assert item.kind == "dispute"
    when = item.sides[1].when
    assert item.sentence == f"{case.sentence} ({when.day} {when:%b %Y}) is shown."
    assert [(side.coder, side.value, side.shown, side.here) for side in item.sides] == [
        ("ann", case.values[0], False, True),
        ("bo", case.values[1], True, True),
    ]
    assert [c.key for c in item.choices][:2] == ["shown", "other"]
    for choice in ("shown", "other"):
        entries = len(team.ann.log.entries(1000))
        assert team.ann.inbox.settle(item.id, choice).sentence == item.sentence
        assert len(team.ann.log.entries(1000)) == entries + 1
        assert team.meet() == []
        team.ann.undo()
        again = the_one(team.meet())
        assert (again.id, again.sentence, again.sides) == (item.id, item.sentence, item.sides)
    team.ann.redo()
    assert team.meet() == []
    team.bo.log.rebuild()
    assert team.meet() == []


def test_what_is_settled_is_what_was_chosen(team: Team) -> None:
    for case in DISPUTES.values():
        if "merged" not in case.sentence and "names" not in case.sentence:
            case.ann(team.ann)
            case.bo(team.bo)
    while items := team.meet():
        team.bo.inbox.settle(items[0].id, "other")
    row = team.ann.codings.get(coding(team.ann))
    assert (row.start, row.end, row.code, row.memo) == (26, 44, code(team.ann, "Humor"), "se her")
    assert (dict(row.facets), row.voices) == ({"kind": ("reel",)}, (informant(team.ann),))
    tillid = team.ann.codes.get(code(team.ann, "Tillid"))
    assert (tillid.path, tillid.definition, tillid.include, tillid.example) == ("Tillid", "At turde.", "a", "a")
    assert team.ann.memos.list()[0].text == "Langt. " * 300
    assert team.ann.settings.matrices["competences"].shared_label == "Begge"
    assert {(s.coder, s.state) for s in team.ann.progress.table() if s.state} == {("ann", "done")}
    assert team.ann.transcripts.get("A-1").informants[0].group == "volunteer"


@pytest.mark.parametrize("name", ["definition", "example", "remark", "memo"])
def test_a_third_text_may_be_written_from_both(team: Team, name: str) -> None:
    DISPUTES[name].ann(team.ann)
    DISPUTES[name].bo(team.bo)
    item = the_one(team.meet())
    assert [(c.key, c.needs) for c in item.choices] == [("shown", ""), ("other", ""), ("write", "text")]
    assert item.draft == f"{DISPUTES[name].values[1]}\n\n{DISPUTES[name].values[0]}"
    with pytest.raises(InputError, match="needs a text"):
        team.bo.inbox.settle(item.id, "write", " ")
    team.bo.inbox.settle(item.id, "write", "Det tredje.")
    assert team.meet() == []
    row = team.ann.codes.get(code(team.ann, "Tillid"))
    told = {
        "definition": row.definition,
        "example": row.example,
        "remark": team.ann.codings.get(coding(team.ann)).memo,
        "memo": team.ann.memos.list()[0].text,
    }
    assert told[name] == "Det tredje."
    team.bo.undo()
    assert the_one(team.meet()).sides == item.sides


def test_a_third_text_that_is_the_one_shown_settles_it_too(team: Team) -> None:
    DISPUTES["memo"].ann(team.ann)
    DISPUTES["memo"].bo(team.bo)
    item = the_one(team.meet())
    team.ann.inbox.settle(item.id, "write", "Kort.")
    assert team.meet() == []
    assert team.ann.memos.list()[0].text == "Kort."


def test_a_third_name_goes_through_the_rules_of_names(team: Team) -> None:
    DISPUTES["name"].ann(team.ann)
    DISPUTES["name"].bo(team.bo)
    item = the_one(team.meet())
    assert item.draft == "Tiltro"
    with pytest.raises(InputError, match="separates the levels"):
        team.ann.inbox.settle(item.id, "write", "A / B")
    team.ann.inbox.settle(item.id, "write", "Fortrolighed")
    assert team.meet() == []
    assert team.bo.codes.find("Relationer / Fortrolighed")


def test_the_same_text_written_twice_is_nothing_to_look_at(team: Team) -> None:
    for study in (team.ann, team.bo):
        study.memos.edit(memo(study), "Det samme.")
        study.codings.note(coding(study), "Det samme.")
    assert team.meet() == []


def test_three_sides_are_three_choices(team: Team, opened: Callable[..., Study]) -> None:
    cia = another(team, opened, "cia", "cia")
    for study in (cia, team.ann, team.bo):
        define(study, "Tillid", definition=f"af {study.coder_name}")
    team.ann.log.ingest(list(cia.log.export()))
    item = the_one(team.meet())
    assert item.sentence.startswith("cia, ann and bo defined Relationer / Tillid differently; bo's “af bo”")
    assert [(c.key, c.does.split(" (")[0]) for c in item.choices] == [
        ("shown", "keep what is shown: bo's “af bo”"),
        ("other", "take ann's “af ann”"),
        ("other-2", "take cia's “af cia”"),
        ("write", "write another text"),
    ]
    team.bo.inbox.settle(item.id, "other-2")
    assert team.meet() == []
    assert team.ann.codes.find("Tillid").definition == "af cia"


def test_one_person_on_two_machines_is_told_so(team: Team, opened: Callable[..., Study]) -> None:
    other = another(team, opened, "laptop", "ann")
    define(other, "Tillid", definition="a")
    define(team.ann, "Tillid", definition="b")
    team.ann.log.ingest(list(other.log.export()))
    assert the_one(team.ann.inbox.items()).sentence.startswith("ann, on two machines, defined Relationer / Tillid")


# --- revived


def revived(team: Team) -> InboxItem:
    define(team.ann, "Humor", definition="At le.")
    team.bo.codes.delete(code(team.bo, "Humor"))
    return the_one(team.meet())


@pytest.mark.parametrize("choice", ["shown", "delete"])
def test_what_was_deleted_while_another_worked_on_it_is_kept_or_deleted_after_all(team: Team, choice: str) -> None:
    item = revived(team)
    when = item.sides[1].when
    assert item.kind == "revived"
    assert item.sentence == (
        f"bo deleted Humor on {when.day} {when:%b %Y}, not knowing that ann was working on it; it has been kept."
    )
    assert [(s.coder, s.value, s.shown) for s in item.sides] == [
        ("ann", "wrote definition: At le.", True),
        ("bo", "deleted it", False),
    ]
    team.bo.inbox.settle(item.id, choice)
    assert team.meet() == []
    assert ("Humor" in [c.name for c in team.ann.codes.list()]) == (choice == "shown")
    team.bo.undo()
    assert the_one(team.meet()).sides == item.sides
    assert "Humor" in [c.name for c in team.ann.codes.list()]


def test_a_coding_that_was_removed_while_another_worked_on_it_can_be_removed_after_all(team: Team) -> None:
    team.ann.codings.note(coding(team.ann), "vigtig")
    team.bo.codings.remove(coding(team.bo))
    item = the_one(team.meet())
    assert "deleted ann's coding of A-1, turn 2 with Relationer / Tillid" in item.sentence
    team.ann.inbox.settle(item.id, "delete")
    assert team.meet() == []
    assert team.bo.codings.count() == 1


# --- moves that were left out


def circle(team: Team, verb: str = "move") -> InboxItem:
    getattr(team.ann.codes, verb)(code(team.ann, "Humor"), code(team.ann, "Netværk"))
    getattr(team.bo.codes, verb)(code(team.bo, "Netværk"), code(team.bo, "Humor"))
    return the_one(team.meet())


@pytest.mark.parametrize(
    ("choice", "paths"), [("shown", ["Netværk", "Netværk / Humor"]), ("swap", ["Humor", "Humor / Netværk"])]
)
def test_two_moves_that_make_a_circle_are_told_and_either_can_be_had(team: Team, choice: str, paths: list[str]) -> None:
    item = circle(team)
    day = f"{item.sides[0].when.day} {item.sides[0].when:%b %Y}"
    assert item.kind == "skipped move"
    assert item.sentence == (
        f"bo moved Netværk below Humor on {day}, while Humor was moved below Netværk: that would be a circle, so what "
        "bo did was left out."
    )
    assert [c.does for c in item.choices] == [
        "leave Netværk where it is",
        "put Humor where Netværk is, and Netværk below it",
    ]
    team.ann.inbox.settle(item.id, choice)
    assert team.meet() == []
    assert [c.path for c in team.bo.codes.list() if "Relationer" not in c.path] == paths
    team.ann.undo()
    assert the_one(team.meet()).sentence == item.sentence
    assert [c.path for c in team.bo.codes.list() if "Relationer" not in c.path] == ["Netværk", "Netværk / Humor"]


@pytest.mark.parametrize(("choice", "into"), [("shown", "Netværk"), ("swap", "Humor")])
def test_two_merges_into_each_other_are_told_and_either_can_be_had(team: Team, choice: str, into: str) -> None:
    item = circle(team, "merge")
    assert "bo merged Netværk into Humor on " in item.sentence
    assert item.choices[0].does == "leave it so: both count as Netværk"
    team.bo.inbox.settle(item.id, choice)
    assert team.meet() == []
    assert [c.name for c in team.ann.codes.list()] == ["Relationer", "Tillid", into]
    team.bo.undo()
    assert the_one(team.meet()).sentence == item.sentence


def test_a_disputed_place_of_which_one_makes_a_circle_is_one_item(team: Team) -> None:
    network, tillid = code(team.ann, "Netværk"), code(team.ann, "Tillid")
    team.ann.codes.move(tillid, network)
    team.ann.codes.move(network, code(team.ann, "Humor"))
    team.bo.codes.move(network, tillid)
    item = the_one(team.meet())
    assert [(s.coder, s.value, s.shown) for s in item.sides] == [
        ("ann", "Humor", True),
        ("bo", "Humor / Netværk / Tillid", False),
    ]
    team.ann.inbox.settle(item.id, "other")
    assert team.meet() == []
    assert [c.path for c in team.bo.codes.list()] == [
        "Relationer",
        "Humor",
        "Humor / Tillid",
        "Humor / Tillid / Netværk",
    ]


# --- what hangs in the air


def dangling(team: Team) -> InboxItem:
    revision = team.ann.transcripts.document("A-1").revision
    team.ann.codings.add(revision, 30, 40, code(team.ann, "Humor"))
    team.ann.codings.add(team.ann.transcripts.document("B-1").revision, 3, 9, code(team.ann, "Humor"))
    team.bo.codes.delete(code(team.bo, "Humor"))
    return the_one(team.meet())


def test_codings_of_a_code_that_was_deleted_without_knowing_of_them_are_told(team: Team) -> None:
    item = dangling(team)
    day = f"{item.sides[0].when.day} {item.sides[0].when:%b %Y}"
    assert (item.kind, item.about.transcript, item.about.turn) == ("dangling", *where(team.ann, item))
    assert item.sentence == (
        f"2 codings by ann in A-1 and B-1 use Humor, which bo deleted on {day} without knowing of them."
    )
    assert [c.key for c in item.choices] == ["shown", "restore", "recode", "remove"]


def where(study: Study, item: InboxItem) -> tuple[str, int]:
    """The transcript and turn of the first coding that is meant."""
    revision = study.codings.get(item.item.row).revision
    name = study.transcripts.revision(revision).name  # type: ignore[union-attr]
    return name, 2 if name == "A-1" else 1


@pytest.mark.parametrize(
    ("choice", "text", "count", "codes"),
    [
        ("restore", "", 4, ["Netværk", "Humor"]),
        ("recode", "netværk", 4, ["Netværk"]),
        ("remove", "", 2, ["Netværk"]),
    ],
)
def test_they_get_their_code_back_or_another_or_go(
    team: Team, choice: str, text: str, count: int, codes: list[str]
) -> None:
    item = dangling(team)
    team.bo.inbox.settle(item.id, choice, text)
    assert team.meet() == []
    assert [c.name for c in team.ann.codes.list()][2:] == codes
    assert team.ann.codings.count() == count
    team.bo.undo()
    assert the_one(team.meet()).sentence == item.sentence


def test_left_as_they_are_they_are_on_nobodys_list_until_more_come(team: Team) -> None:
    item = dangling(team)
    team.ann.inbox.settle(item.id, "shown")
    assert team.meet() == []
    humor = code(team.ann, "Humor")
    team.ann.codings.remove(item.item.rows[0])
    assert team.meet() == []  # fewer of them is no news
    raw(team.bo, "coding", "0" * 26, span=[team.bo.transcripts.document("A-1").revision, 1, 4], code=humor, coder="x")
    again = the_one(team.meet())
    assert (again.id, again.sentence[:10]) == (item.id, "2 codings ")
    team.bo.undo()
    assert team.meet() == []
    team.ann.undo()  # the removal
    team.ann.undo()  # the leaving
    assert the_one(team.meet()).sentence == item.sentence


def test_who_deletes_a_code_knowing_its_codings_is_not_asked_about_them(team: Team) -> None:
    team.ann.codes.merge(code(team.ann, "Humor"), code(team.ann, "Netværk"))
    team.ann.codes.delete(code(team.ann, "Netværk"))
    assert team.meet() == []


def test_a_code_merged_into_one_that_was_deleted_without_knowing_is_told(team: Team) -> None:
    team.ann.codes.merge(code(team.ann, "Netværk"), code(team.ann, "Humor"))
    team.bo.codes.delete(code(team.bo, "Humor"))
    item = the_one(team.meet())
    assert item.sentence.startswith("ann merged Netværk into Humor, which bo deleted on ")
    assert [c.key for c in item.choices] == ["shown", "restore", "unmerge"]
    team.ann.inbox.settle(item.id, "unmerge")
    assert team.meet() == []
    assert team.bo.codings.count() == 2
    team.ann.undo()
    assert the_one(team.meet()).id == item.id
    team.ann.inbox.settle(item.id, "restore")
    assert team.meet() == []
    assert team.bo.codes.find("Humor").count == 1


def test_what_names_what_nobody_has_is_told_and_can_go(team: Team) -> None:
    ann = team.ann
    raw(ann, "coding", "G1", span=[ann.transcripts.document("A-1").revision, 1, 4], code="GONE", coder=ann.coder)
    raw(ann, "coding", "G2", span=["NOWHERE", 1, 4], code=code(ann, "Tillid"), coder=ann.coder)
    raw(ann, "assignment", "A1", transcript="T9", coder=ann.coder, round="R")
    raw(ann, "informant", "I1", transcript="T9", label="R1")
    raw(ann, "placement", "P1", matrix="m", code="GONE", coder=ann.coder)
    raw(ann, "code", "C1", name="Løs", parent="GONE")
    raw(ann, "code", "C2", name="Væk", merged="GONE")
    items = team.meet()
    assert [item.sentence for item in items] == [
        "ann was given a transcript that is not here, and may still be on its way.",
        "A coding by ann is in a text that is not here, and may still be on its way.",
        "R1 speaks in a transcript that is not here, and may still be on its way.",
        "A coding by ann in A-1 uses a code that is not here, and may still be on its way.",
        "ann's placing in a matrix names a code that is not here, and may still be on its way.",
        "Løs stands below a code that is not here, and may still be on its way; it is shown at the top.",
        "Væk was merged into a code that is not here, and may still be on its way.",
    ]
    for item in items:
        team.bo.inbox.settle(item.id, item.choices[-1].key)
    assert team.meet() == []
    assert {"Løs", "Væk"} <= {c.path for c in ann.codes.list()}


# --- one name twice


def twins(team: Team) -> InboxItem:
    team.ann.codes.create("Mod")
    team.bo.codes.create("Mod")
    return the_one(team.meet())


@pytest.mark.parametrize(
    ("choice", "text", "paths"),
    [
        ("shown", "", ["Mod", "Mod ~2"]),
        ("merge", "", ["Mod"]),
        ("merge-back", "", ["Mod"]),
        ("rename", "Dristighed", ["Mod", "Dristighed"]),
    ],
)
def test_two_codes_of_one_path_are_told_and_settled(team: Team, choice: str, text: str, paths: list[str]) -> None:
    item = twins(team)
    first, second = sorted(
        (("ann", code_of(team.ann, "ann")), ("bo", code_of(team.ann, "bo"))), key=lambda made: made[1]
    )
    assert item.kind == "same name"
    assert item.sentence == f"Two codes are called Mod: one by {first[0]} and one by {second[0]}."
    assert [s.value for s in item.sides] == ["Mod (0 codings)", "Mod ~2 (0 codings)"]
    team.ann.inbox.settle(item.id, choice, text)
    assert team.meet() == []
    old = {"Relationer", "Relationer / Tillid", "Netværk", "Humor"}
    assert {c.path for c in team.bo.codes.list()} - old == set(paths)
    team.ann.undo()
    assert the_one(team.meet()).sentence == item.sentence


def code_of(study: Study, coder: str) -> str:
    """The code Mod that somebody made."""
    actor = study._base.coder_id(coder)
    query = "SELECT c.row FROM change c WHERE c.verb = 'new code' AND c.actor = ? ORDER BY c.n DESC LIMIT 1"
    return str(study._base.store.read(query, (actor,))[0][0])


def test_a_code_that_two_have_made_alike_is_the_first_one_s_on_every_replica(team: Team) -> None:
    for study in (team.bo, team.ann):  # as two do who open the same codebook file
        raw(study, "code", "0" * 26, short="mod", name="Mod")
    raw(team.ann, "code", "1" * 26, short="mod2", name="Mod")
    assert the_one(team.meet()).sentence == "Two codes are called Mod: one by bo and one by ann."


def test_three_of_one_name_are_merged_into_the_first(team: Team) -> None:
    for row in ("C1", "C2", "C3"):
        raw(team.ann, "code", row, name="Mod")
    item = the_one(team.meet())
    assert item.sentence == "Three codes are called Mod: all by ann."
    assert [c.key for c in item.choices] == ["shown", "merge", "rename"]
    team.ann.inbox.settle(item.id, "merge")
    assert team.meet() == []
    assert len(team.ann.log.entries(1000, "C2")) == 2


# --- on their way


def test_texts_and_changes_that_are_still_on_their_way_are_told_and_come_by_themselves(
    team: Team, tmp_path: Path, opened: Callable[..., Study]
) -> None:
    (tmp_path / "cia" / "codebook").mkdir(parents=True)
    shutil.copy(team.ann.folder / "codebook" / "study.toml", tmp_path / "cia" / "codebook")
    cia = opened(tmp_path / "cia", "cia")
    lines = list(team.ann.log.export())
    texts = [line for line in lines if line.startswith('{"blob"')]
    changes = [line for line in lines if not line.startswith('{"blob"')]
    cia.log.ingest(changes[:-1:2])
    assert any("wait for an earlier one" in item.sentence for item in cia.inbox.items())
    cia.log.ingest(changes)
    assert [item.sentence for item in cia.inbox.items()] == [
        "The text of A-1 has not come yet.",
        "The text of B-1 has not come yet.",
        "The words of a memo or an example have not come yet.",
    ]
    assert cia.inbox.count() == 0
    with pytest.raises(InputError, match="no way to settle"):
        cia.inbox.settle(cia.inbox.items()[0].id, "shown")
    cia.log.ingest(texts)
    assert cia.inbox.items() == []


def test_a_side_whose_text_has_not_come_cannot_be_taken_yet(team: Team) -> None:
    DISPUTES["memo"].ann(team.ann)
    DISPUTES["memo"].bo(team.bo)
    team.bo.log.ingest([line for line in team.ann.log.export() if not line.startswith('{"blob"')])
    item = next(i for i in team.bo.inbox.items() if i.choices)
    assert [(s.coder, s.value, s.here) for s in item.sides] == [
        ("ann", NOT_COME, False),
        ("bo", "Kort.", True),
    ]
    assert [c.key for c in item.choices] == ["shown", "write"]
    assert item.draft == "Kort."
    assert team.meet()[0].sides[0].value == "Langt. " * 300
    assert [c.key for c in team.bo.inbox.get(item.id).choices] == ["shown", "other", "write"]


def test_a_side_whose_text_was_erased_is_told_and_cannot_be_taken(team: Team) -> None:
    DISPUTES["memo"].ann(team.ann)
    DISPUTES["memo"].bo(team.bo)
    item = the_one(team.meet())
    raw(team.ann, "erasure", "E1", text=item.item.said[0].value[1])
    after = the_one(team.meet())
    assert (after.sides[0].value, after.sides[0].here) == (ERASED, False)
    assert [c.key for c in after.choices] == ["shown", "write"]


# --- all of them


def test_all_may_be_left_to_the_clock_but_not_what_is_precious(team: Team) -> None:
    for name in ("definition", "memo", "setting", "placement"):
        DISPUTES[name].ann(team.ann)
        DISPUTES[name].bo(team.bo)
    define(team.ann, "Humor", include="a")
    define(team.bo, "Humor", include="b")
    team.bo.codes.delete(code(team.bo, "Humor"))
    assert len(team.meet()) == 6
    entries = len(team.ann.log.entries(1000))
    settled, left = team.ann.inbox.settle_all()
    assert len(settled) == 3
    # What Humor includes is left as well: to settle that is to keep it.
    assert sorted((i.kind, i.item.field) for i in left) == [
        ("dispute", "include"),
        ("dispute", "text"),
        ("revived", "alive"),
    ]
    assert len(team.ann.log.entries(1000)) == entries + 1
    assert len(team.meet()) == 3
    settled, left = team.bo.inbox.settle_all(force=True)
    assert (len(settled), left) == (3, [])
    assert team.meet() == []
    assert team.ann.inbox.settle_all() == ([], [])
    team.bo.undo()
    assert len(team.meet()) == 3


# --- what is refused, and what cannot happen


def test_what_is_not_there_or_no_choice_is_refused(team: Team) -> None:
    with pytest.raises(NotFoundError, match="nothing called zzzzzz"):
        team.ann.inbox.settle("zzzzzz", "shown")
    DISPUTES["include"].ann(team.ann)
    DISPUTES["include"].bo(team.bo)
    item = the_one(team.meet())
    with pytest.raises(InputError, match="later is no way to settle this"):
        team.ann.inbox.settle(item.id, "later")
    assert team.ann.inbox.settle(item.id.upper(), "shown").id == item.id


def test_nobody_settles_what_has_changed_since_it_was_looked_at(team: Team) -> None:
    DISPUTES["include"].ann(team.ann)
    DISPUTES["include"].bo(team.bo)
    seen = the_one(team.meet())
    define(team.bo, "Tillid", include="c")
    define(team.ann, "Tillid", include="d")
    team.meet()
    with pytest.raises(StudyError, match="no longer what you looked at"):
        team.ann.inbox.settle(seen.id, "shown", seen=seen)
    now = the_one(team.meet())
    team.ann.inbox.settle(now.id, "other", seen=now)
    assert team.meet() == []


def test_two_who_settle_one_thing_differently_have_one_item_again(team: Team) -> None:
    DISPUTES["include"].ann(team.ann)
    DISPUTES["include"].bo(team.bo)
    item = the_one(team.meet())
    team.ann.inbox.settle(item.id, "other")
    team.bo.inbox.settle(item.id, "shown")
    again = the_one(team.meet())
    assert (again.id, [s.value for s in again.sides]) == (item.id, ["a", "b"])


def test_two_who_leave_one_thing_as_it_is_agree(team: Team) -> None:
    item = dangling(team)
    team.ann.inbox.settle(item.id, "shown")
    team.bo.inbox.settle(item.id, "shown")
    assert team.meet() == []


def test_hostile_names_and_values_stay_text(team: Team) -> None:
    evil = "\x1b]0;x\x07[red]\u202eevil[/]"
    team.ann.codes.rename(code(team.ann, "Tillid"), evil)
    team.bo.codes.rename(code(team.bo, "Tillid"), "\x1b[31mbad\u2028")
    raw(team.ann, "theory", "T1", **{'x"\x1b[2J{it}{0}': "a", "n": evil})
    raw(team.bo, "theory", "T1", **{'x"\x1b[2J{it}{0}': "b", "n": "plain"})
    items = team.meet()
    assert len(items) == 3
    for item in items:
        assert "\x1b" not in item.sentence
        assert "\u202e" not in item.sentence
        assert all("\x1b" not in choice.does for choice in item.choices)
        team.ann.inbox.settle(item.id, "other")
    assert team.meet() == []


def test_what_a_broken_program_writes_makes_no_inbox_unreadable(team: Team) -> None:
    ann, bo = team.ann, team.bo
    for study, n in ((ann, 1), (bo, 2)):
        raw(study, "coding", coding(study), span=n, code=n, memo={"text": n}, voices=n, **{"facet.kind": n})
        raw(study, "code", code(study, "Humor"), facets=n, sort=n, name=None if n == 1 else 5, definition={"a": [n]})
        raw(study, "memo", memo(study), text=n, span=[n])
        raw(study, "assignment", "A9", progress=n, transcript=n)
        raw(study, "placement", "P9", place=[n, n], code=n)
        raw(study, "transcript", "T9", current=n, name=n)
        raw(study, "ruling", "R9", item=n, cause=n)
    items = team.meet()
    assert len(items) > 8
    for item in items:
        if item.id in [i.id for i in ann.inbox.items()]:
            ann.inbox.settle(item.id, "shown")
    assert all(item.choices == () for item in team.meet())


def test_a_ruling_that_makes_no_sense_hides_nothing(team: Team) -> None:
    item = dangling(team)
    for cause in ("", "{", "3", "[]", '["deleted"]', '{"a": 1}'):
        raw(team.ann, "ruling", "R1", item=f"dangling coding {code(team.ann, 'Humor')} code", cause=cause)
        assert team.ann.inbox.count() == 1
    assert the_one(team.meet()).id == item.id


def test_the_sample_has_an_empty_inbox(sample_study: Study) -> None:
    assert (sample_study.inbox.count(), sample_study.inbox.items()) == (0, [])
