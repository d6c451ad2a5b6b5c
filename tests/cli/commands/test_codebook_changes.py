"""The verbs of ``workbench codebook`` that let it grow: marks, reasons, previews, splitting, passages."""

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import TEXTS, Run

CODE = "At hjælpe / At låne ud"


@pytest.fixture
def tree(run: Run, study: Path) -> Path:
    """Four codes; ``At låne ud`` has two passages of H-01 by ann, one of them by bo too."""
    run("codebook", "add", CODE, "--definition", "Ting, nøgler og både.")
    run("codebook", "add", "At hjælpe / At ringe")
    run("codebook", "add", "Ansvar")
    for coder, words in (("ann", "Vi ringer til hinanden."), ("bo", "Vi ringer til hinanden."), ("ann", "jeg låner")):
        run("code", "H-01", *_span(words), CODE, "--coder", coder)
    return study


def _span(words: str) -> tuple[int, int]:
    start = TEXTS["H-01"].index(words)
    return start, start + len(words)


def code(run: Run, path: str = CODE) -> dict[str, object]:
    return next(c for c in run("codebook", "--json").json if c["code"] == path)


def counts(run: Run) -> dict[str, int]:
    return {c["code"]: c["codings"] for c in run("codebook", "--json").json}


def test_a_code_is_marked_and_the_list_says_so(run: Run, tree: Path) -> None:
    assert (code(run)["status"], code(run)["unproposed"], "draft" in code(run)) == (None, None, False)
    assert run("codebook", "mark", CODE, "settled", "--why", "enige den 3.").out == f"{CODE}\n"
    assert code(run)["status"] == "settled"
    assert "At låne ud (settled)" in run("codebook", terminal=True).out
    run("codebook", "mark", CODE, "none")
    assert code(run)["status"] is None
    assert run("codebook", "mark", CODE, "done").status == 2


def test_a_deleted_code_is_restored_by_its_name(run: Run, tree: Path) -> None:
    run("codebook", "delete", CODE, "--why", "bruges ikke")
    assert CODE not in counts(run)
    assert run("codebook", "restore", "At låne ud").out == f"{CODE} (codings with it: 3)\n"
    assert run("codebook", "restore", "At låne ud").status == 2


def test_every_changing_verb_takes_a_reason(run: Run, tree: Path) -> None:
    why = ("--why", "fordi")
    for verb in (
        ("add", "Ny"),
        ("rename", "Ny", "Nyere"),
        ("move", "Nyere", "Ansvar"),
        ("define", "Nyere", "--definition", "Noget."),
        ("mark", "Nyere", "draft"),
        ("exclusive", "Ansvar"),
        ("merge", "Nyere", "Ansvar"),
        ("unmerge", "Nyere"),
        ("delete", "Nyere"),
        ("restore", "Nyere"),
        ("propose", "Ansvar"),
    ):
        told = run("codebook", *verb, *why)
        assert told.status == 0, told.err
    assert run("codebook", "rename", "Ansvar", "Pligt", "--why", "x" * 3000).status == 2


def test_what_a_merge_would_do_is_told_and_nothing_is_done(run: Run, tree: Path) -> None:
    before = counts(run)
    told = run("codebook", "merge", CODE, "Ansvar", "--preview")
    assert told.out.splitlines()[1] == "codings that move: 3 in 1 transcripts (ann 2, bo 1)"
    found = run("codebook", "merge", CODE, "Ansvar", "--preview", "--json").json
    assert (found["own"], found["together"], found["by_coder"], found["done"]) == (3, 3, {"ann": 2, "bo": 1}, False)
    assert counts(run) == before


def test_facets_colour_and_an_example_are_defined(run: Run, tree: Path) -> None:
    run("codebook", "define", CODE, "--facet", "kind=reel,formel", "--colour", "teal")
    assert (code(run)["facets"], code(run)["colour"]) == ({"kind": ["formel", "reel"]}, "#008080")
    run("codebook", "define", CODE, "--facet", "kind=", "--example-from", "H-01", *_span("Vi ringer til hinanden."))
    assert (code(run)["facets"], code(run)["example"]) == ({}, '"Vi ringer til hinanden." (H-01)')
    for wrong in (
        ("--facet", "kind"),
        ("--facet", "kind=andet"),
        ("--colour", "blålig"),
        ("--example-from", "H-01", "a", "b"),
        ("--example-from", "H-01", "0", "99999"),
        ("--example", "x", "--example-from", "H-01", "0", "5"),
        ("--example-from", "\udcff", "0", "5"),
    ):
        told = run("codebook", "define", CODE, *wrong)
        assert (told.status, told.out) == (2, "")


def table(run: Run, tmp_path: Path, *into: str) -> Path:
    """The table of the code's passages, its column ``into`` filled."""
    file = tmp_path / "split.csv"
    assert run("codebook", "split", CODE, "--list", file).status == 0
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened))
    assert rows[0] == ["transcript", "start", "end", "speaker", "coders", "text", "into"]
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([rows[0], *([*row[:-1], to] for row, to in zip(rows[1:], into, strict=True))])
    return file


def test_a_code_is_split_by_a_table_and_one_undo_brings_it_back(run: Run, tree: Path, tmp_path: Path) -> None:
    before = counts(run)
    file = table(run, tmp_path, "Ringe rundt", "Ansvar")
    told = run("codebook", "split", CODE, file, "--preview")
    assert told.rows == [[f"{CODE} / Ringe rundt", "1", "2"], ["Ansvar", "1", "1"]]
    assert counts(run) == before
    done = run("codebook", "split", CODE, file, "--rest", "delete", "--why", "to ting", "--json").json
    assert (done["done"], [one["code"] for one in done["into"]]) == (True, ["At hjælpe / Ringe rundt", "Ansvar"])
    assert counts(run) == {"At hjælpe": 0, "At hjælpe / At ringe": 0, "At hjælpe / Ringe rundt": 2, "Ansvar": 1}
    assert run("log", "undo").status == 0
    assert counts(run) == before


def test_one_wrong_row_refuses_the_whole_table(run: Run, tree: Path, tmp_path: Path) -> None:
    before = counts(run)
    file = table(run, tmp_path, "Ringe rundt", "A /  / B")
    told = run("codebook", "split", CODE, file)
    assert (told.status, told.out, counts(run)) == (2, "", before)
    assert f"{file}:3:" in told.err
    assert run("codebook", "split", CODE).status == 2
    assert run("codebook", "split", CODE, file, "--rest", "burn").status == 2


def test_passages_are_listed_with_who_coded_them(run: Run, tree: Path) -> None:
    first, second = run("codebook", "passages", CODE, "--json").json
    assert (first["transcript"], first["text"], first["coders"]) == ("H-01", "Vi ringer til hinanden.", ["ann", "bo"])
    assert (first["codes"], first["speakers"], first["starred"], first["turn"]) == ([CODE], ["R1"], False, 2)
    assert second["speakers"] == ["R2"]
    start, end = _span("jeg låner")
    assert run("codebook", "passages", CODE).rows[1] == ["H-01", "3", "R2", f"{start}–{end}", "ann", "jeg låner"]
    for chosen in (("--by", "bo"), ("--group", "municipal"), ("--attribute", "role=havnefoged")):
        assert [p["start"] for p in run("codebook", "passages", CODE, *chosen, "--json").json] == [first["start"]]
    assert run("codebook", "passages", "At hjælpe", "--json").json == []
    assert len(run("codebook", "passages", "At hjælpe", "--subtree", "--json").json) == 2
    assert run("codebook", "passages", CODE, "--attribute", "role").status == 2


def test_what_is_chosen_is_starred_widened_recoded_and_removed(run: Run, tree: Path) -> None:
    at = ("--transcript", "H-01", "--at", *_span("jeg låner"))
    assert run("codebook", "passages", CODE, *at, "--star").out == "codings changed: 1\n"
    assert len(run("codebook", "passages", CODE, "--starred", "--json").json) == 1
    assert run("codebook", "passages", CODE, "--starred", "--widen", "turn").out == "passages changed: 1\n"
    (wide,) = run("codebook", "passages", CODE, "--starred", "--json").json
    assert wide["text"].endswith("gerne ud.")
    told = run("codebook", "passages", CODE, "--starred", "--recode", "Ansvar", "--why", "det er et ansvar")
    assert told.out == "codings recoded: 1 → Ansvar\n"
    assert run("codebook", "passages", CODE, "--by", "ann", "--remove").out == "codings removed: 1\n"
    assert run("codebook", "passages", CODE, "--json").json[0]["coders"] == ["bo"], "what bo coded so stays"
    assert counts(run) == {"At hjælpe": 0, CODE: 1, "At hjælpe / At ringe": 0, "Ansvar": 1}
    assert run("codebook", "passages", CODE, "--remove").out == "codings removed: 1\n"
    assert run("codebook", "passages", CODE, "--remove").status == 2
    assert run("codebook", "passages", CODE, "--at", 0, 5).status == 2


def test_what_stands_around_a_passage_is_looked_through_for_names_too(run: Run, study: Path) -> None:
    (study / "H-09.md").write_text("---\nid: H-09\n---\nR1: Mette Sørensen. Det er godt her.\n", encoding="utf-8")
    run("import", study / "H-09.md")
    run("code", "H-09", 20, 30, "Godt", "--new")
    assert "may identify" not in run("codebook", "passages", "Godt").err
    assert "may identify somebody: name 1" in run("codebook", "passages", "Godt", "--json").err
    assert run("codebook", "passages", "Godt", "--json", "--strict").status == 2
