"""Agreement written out: the table of a methods section, JSON for scripts, and nothing that grows of a name."""

import csv
import io
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from workbench.agreement import verdict
from workbench.agreement.overlap import overlap
from workbench.agreement.report import code_agreement, pooled
from workbench.agreement.values import EVERYTHING, Group, Nominal, Scope
from workbench.agreement.verdict import MATERIAL, SATURATED, WORDS
from workbench.exports import Origin, agreement, by_part, comparison, instead, plain_tables, render
from workbench.exports.agreement_words import DANISH, ENGLISH, AgreementWords
from workbench.study.agreement.values import AgreementRow, AgreementTable

ORIGIN = Origin("Frivillighed", "2026-11-23", "0.1.0")
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
CODERS = {"a": "ann", "b": "bo"}
# Where each coder has used each code in transcripts of 1000 characters.
USED = {
    "alike": {"a": [(0, 100)], "b": [(0, 100)]},
    "near": {"a": [(0, 100)], "b": [(5, 100)]},
    "alone": {"a": [(0, 100)], "b": []},
    "never": {"a": [], "b": []},
    "everywhere": {"a": [(0, 1000)], "b": [(0, 1000)]},
}


def made(
    names=None, coders=CODERS, transcripts=6, scope=EVERYTHING, approach="reliability", **more: object
) -> AgreementTable:
    """A table measured of hand-made codings; transcripts differ a little, so that there is an interval."""
    codes = {}
    for code, by in USED.items():
        found = {}
        for n in range(transcripts):
            shifted = {c: [(s + n * 3 * (c == "b" and code == "near"), e) for s, e in by[c]] for c in by}
            found[f"t{n}"] = overlap(shifted, ("a", "b"), 1000)
        codes[code] = found
    rows = []
    for code, found in codes.items():
        measured = code_agreement(found)
        path = (names or {}).get(code, code)
        rows.append(AgreementRow(code, path, 0, measured, verdict.verdict(measured, approach), 0))
    fields: dict[str, object] = {
        "scope": scope,
        "coders": tuple(sorted(coders.values())),
        "coder_rows": coders,
        "double": tuple(f"T-{n}" for n in range(transcripts)),
        "single": ("S-1",),
        "waiting": {},
        "hidden": (),
        "empty": (),
        "rows": tuple(rows),
        "pooled": pooled(list(codes.values())),
        "groups": (),
        "log": "1f3c",
        "approach": approach,
    }
    return AgreementTable(**{**fields, **more})  # type: ignore[arg-type]


def found(table: AgreementTable):
    return json.loads(render(agreement(table, ORIGIN, "en"), "json"))


def test_json_has_the_shape_that_scripts_rely_on() -> None:
    document = found(made())
    assert list(document)[:6] == ["unit", "layer", "coders", "transcripts", "codes", "pooled"]
    assert {key: document[key] for key in ("unit", "layer", "coders", "transcripts", "reading")} == {
        "unit": "characters",
        "layer": "all",
        "coders": ["ann", "bo"],
        "transcripts": 6,
        "reading": "done",
    }
    near = document["codes"][1]
    assert list(near)[:11] == [
        *("code", "status", "alpha", "ci", "percent", "f1", "jaccard", "cohen", "scott", "fleiss", "conger")
    ]
    assert {"ac1", "u_alpha", "below_667", "pairs", "without", "shares"} <= near.keys()
    assert near["status"] == "ok"
    assert near["ci"][0] < near["alpha"] < near["ci"][1]
    assert near["passages"] == {"ann": 6, "bo": 6}
    assert list(document["pooled"])[:2] == ["alpha", "ci"]


def test_what_is_undefined_is_null_and_its_status_says_why() -> None:
    codes = {code["code"]: code for code in found(made())["codes"]}
    assert {name: code["status"] for name, code in codes.items()} == {
        "alike": "ok",
        "near": "ok",
        "alone": "one_coder",
        "never": "not_used",
        "everywhere": "no_variation",
    }
    assert {codes["never"][key] for key in ("alpha", "ci", "percent", "f1", "cohen")} == {None}
    assert (codes["everywhere"]["alpha"], codes["everywhere"]["percent"]) == (None, 1)
    assert codes["alone"]["alpha"] < 0


def test_the_interval_is_not_clipped_in_json_and_ends_at_one_in_words() -> None:
    table = made(transcripts=4)
    rows = [row._replace(agreement=row.agreement._replace(ci=verdict.Interval(0.5, 1.2))) for row in table.rows[1:2]]
    table = table._replace(rows=tuple(rows))
    assert found(table)["codes"][0]["ci"] == [0.5, 1.2]
    assert r"\[.50, 1.00\]" in render(agreement(table, ORIGIN, "en"), "md")


def test_a_methods_section_says_what_the_numbers_rest_on() -> None:
    written = str(render(agreement(made(), ORIGIN, "en"), "md"))
    head = written.split("\n\n")[1].splitlines()
    assert head[0] == r"| code | α \[95 % CI\] | F1 | percent | passages, ann | passages, bo | interviews | verdict |"
    (alike,) = [line for line in head if line.startswith("| alike ")]
    assert r"1.00 \[1.00, 1.00\]" in alike
    assert "not evidence of no error" in alike
    (alone,) = [line for line in head if line.startswith("| alone ")]
    assert "only ann used it (6 passages)" in alone
    for said in (
        "character by character, over the whole text",
        "6 interviews coded independently by ann and bo; only these are counted.",
        "1 interview coded to the end by one alone, left out.",
        "as they stood when each coder marked the interview done",
        "delete-one-interview jackknife",
        "not with other coders",
        "With few interviews it is wide by nature",
        "Where one coder alone used a code",
        "Percent, AC1 and PABAK come near 1",
        "log 1f3c; 2026-11-23; workbench 0.1.0.",
    ):
        assert said in written
    assert "Fleiss" not in written
    assert "Fleiss" in str(render(agreement(made(), ORIGIN, "en", detailed=True), "md"))


def test_danish_is_written_with_commas_and_danish_words() -> None:
    written = str(render(agreement(made(), ORIGIN, "da-DK"), "md"))
    assert "# Kodernes enighed" in written
    assert r"1,00 \[1,00; 1,00\]" in written
    assert "kun ann har brugt den (6 uddrag)" in written


def test_codings_as_they_stand_now_are_called_no_measure_of_reliability() -> None:
    table = made(scope=Scope(reading="current", unit="sentences", rule="half", subtree=True, trim=True))
    written = str(render(agreement(table, ORIGIN, "en"), "md"))
    assert "this is no measure of reliability" in written
    assert "sentence by sentence; a unit is coded when at least half of it is" in written
    assert "with everything below it" in written
    assert found(table)["reading"] == "current"


def test_reflexive_work_has_no_verdicts_and_codebook_work_soft_ones() -> None:
    reflexive = str(render(agreement(made(approach="reflexive"), ORIGIN, "en"), "md"))
    assert "material to think with" in reflexive
    assert "reliab" not in reflexive
    assert "verdict" not in reflexive
    assert "you read it much alike" in str(render(agreement(made(approach="codebook"), ORIGIN, "en"), "md"))


def test_verdicts_are_called_what_the_neighbour_calls_them() -> None:
    for name in ("reliable", "tentative", "unreliable", "undecided"):
        assert ENGLISH[name] == verdict.words(name, "reliability")
        assert ENGLISH[f"soft {name}"] == verdict.words(name, "codebook")
    assert DANISH.keys() == ENGLISH.keys()


def test_without_anything_double_coded_it_says_what_would_make_it_so() -> None:
    table = made(transcripts=0, waiting={"K-02": ("bo",)})
    assert (found(table)["transcripts"], found(table)["pooled"]["alpha"]) == (0, None)
    written = str(render(agreement(table, ORIGIN, "en"), "md"))
    assert "K-02 waits for bo." in written
    assert "by one alone: S-1" in written
    assert "|" not in written


@pytest.mark.parametrize(
    ("value", "english", "danish"),
    [
        (0.741, ".74", "0,74"),
        (-0.061, "−.06", "−0,06"),
        (-0.001, ".00", "0,00"),
        (1.0, "1.00", "1,00"),
        (None, "–", "–"),
    ],
)
def test_a_coefficient_is_written_as_the_language_does(value: float | None, english: str, danish: str) -> None:
    assert (AgreementWords("en").value(value), AgreementWords("da").value(value)) == (english, danish)


def test_percent_is_never_rounded_to_all_or_nothing() -> None:
    words = AgreementWords("en")
    assert [words.share(x) for x in (1, 0.99999, 0.985, 0.0001, 0)] == ["100 %", "> 99.9 %", "98.5 %", "< 0.1 %", "0 %"]


def test_csv_has_a_record_a_code_with_numbers_as_numbers() -> None:
    rows = list(csv.DictReader(io.StringIO(str(render(agreement(made(), ORIGIN, "en"), "csv")))))
    assert [row["code"] for row in rows] == list(USED)
    assert float(rows[2]["alpha"]) < 0
    assert rows[3]["alpha"] == ""
    assert (rows[0]["passages:ann"], rows[0]["unit"], rows[0]["log"]) == ("6", "characters", "1f3c")


HOSTILE = st.one_of(
    st.sampled_from(
        ["a | b", "<script>x", "[x](http://y)", "=1+1", "@x", "-2", "\x1b[31m", "**", "\\|", "x\u202ey", "{0}"]
    ),
    st.text(max_size=8),
)


@settings(max_examples=25)
@given(st.lists(HOSTILE, min_size=5, max_size=5), st.lists(HOSTILE, min_size=2, max_size=2, unique=True), HOSTILE)
def test_whatever_things_are_called_nothing_grows_of_it(names: list[str], coders: list[str], title: str) -> None:
    rated = Nominal(3, 0.5, 0.9, 0.5, 0.5, 0.5, 0.8, None)
    table = made(dict(zip(USED, names, strict=True)), dict(zip("ab", coders, strict=True)))
    table = table._replace(
        waiting={title: (title,)},
        single=(title,),
        groups=(Group("alike", table.rows[0].agreement, rated, 0.5, 0.1, "", {}, ()),),
    )
    origin = Origin(title, "", "", title, title)
    documents = (
        agreement(table, origin, "da", detailed=True),
        by_part("pair", [(title, table)], table, origin, "en"),
        comparison(table, table, title, title, origin, "da"),
        instead({("alike", "near"): 3, ("near", "alike"): 3}, table, origin, "en"),
        plain_tables(title, [("rows", "", ("a", "b"), [(title, 1.5), (names[0], None)])], (title,), "en"),
    )
    for document in documents:
        written = str(render(document, "md"))
        tokens = [t for token in READER.parse(written) for t in (token, *(token.children or ()))]
        kinds = [token.type for token in tokens]
        tables = [block for section in document.sections for block in section.blocks if hasattr(block, "rows")]
        assert kinds.count("tr_open") == sum(1 + len(each.rows) for each in tables)
        assert not {"image", "html_block", "html_inline", "link_open", "code_inline", "fence", "s_open"} & set(kinds)
        assert not {"\x1b", "\u202e"} & set(written)
        json.loads(render(document, "json"))
        for row in csv.reader(io.StringIO(str(render(document, "csv")))):
            assert not [c for c in row if c[:1] in ("=", "@", "+", "\t") or re.match(r"-(?!\d+(\.\d+)?(e-?\d+)?$)", c)]


def test_before_and_after_are_set_beside_each_other() -> None:
    before, after = made(), made()
    after = after._replace(rows=after.rows[1:])
    document = json.loads(render(comparison(before, after, "near redefined", "2026-11-01", ORIGIN, "en"), "json"))
    assert [code["code"] for code in document["codes"]] == ["near", "alone", "never", "everywhere", "alike"]
    assert (document["codes"][-1]["after"], document["what"]) == (None, "near redefined")
    written = str(render(comparison(before, after, "near redefined", "2026-11-01", ORIGIN, "en"), "md"))
    assert "near redefined · 2026-11-01" in written


def test_which_code_instead_is_said_once_a_pair() -> None:
    document = instead({("near", "alike"): 7, ("alike", "near"): 7, ("alone", "near"): 9}, made(), ORIGIN, "en")
    assert json.loads(render(document, "json"))["confusion"] == [
        {"code": "alone", "other": "near", "characters": 9},
        {"code": "alike", "other": "near", "characters": 7},
    ]


def test_what_is_written_in_english_is_what_the_screens_say() -> None:
    for approach, prefix in (("reliability", ""), ("codebook", "soft ")):
        said = {constant: words for constant, words in WORDS[approach].items() if constant}
        assert said == {constant: ENGLISH[prefix + constant] for constant in said}
    assert ENGLISH["material"] == MATERIAL
    assert ENGLISH["saturated"].strip() == SATURATED
