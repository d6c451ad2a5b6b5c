"""``workbench code``: one coding."""

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import H01, Run


@pytest.fixture
def coded(run: Run, study: Path) -> Path:
    """The study with one code."""
    run("codebook", "add", "Relationer / Tillid")
    return study


def codings(run: Run) -> list[list[str]]:
    """The rows of the exported segments, by column, without the heading."""
    return list(csv.reader(run("segments", "export").out.splitlines()))[1:]


def test_a_coding_is_made_and_its_id_printed(run: Run, coded: Path) -> None:
    start = H01.index("Jeg")
    made = run("code", "H-01", start, start + 20, "Relationer / Tillid", "--memo", "selvom, faktisk")
    assert made.status == 0
    assert len(made.out) == 27
    assert made.err == ""
    text = run("segments", "export").out
    assert f'H-01,ann,Relationer / Tillid,{start},{start + 20},"selvom, faktisk",' in text


def test_the_same_coding_again_is_the_one_that_is_there(run: Run, coded: Path) -> None:
    first = run("code", "H-01", 10, 20, "Relationer / Tillid")
    assert run("code", "H-01", 10, 20, "Relationer / Tillid") == first
    assert len(codings(run)) == 1


def test_facets_are_given_one_by_one_or_together(run: Run, coded: Path) -> None:
    run("code", "H-01", 10, 20, "Relationer / Tillid", "--facet", "kind=reel", "--facet", "kind=formel")
    run("code", "H-01", 10, 30, "Relationer / Tillid", "--facet", "kind=reel")
    assert [row[-1] for row in codings(run)] == ["formel;reel", "reel"]


def test_an_unknown_code_names_those_near_it(run: Run, coded: Path) -> None:
    told = run("code", "H-01", 10, 20, "Relationer / Tilid")
    assert (told.status, told.out) == (2, "")
    assert "Relationer / Tillid" in told.err
    assert "With --new it is made." in told.err
    assert codings(run) == []


def test_new_makes_the_code_and_its_parents(run: Run, coded: Path) -> None:
    assert run("code", "H-01", 10, 20, "Mod / At springe", "--new").status == 0
    assert codings(run)[0][:3] == ["H-01", "ann", "Mod / At springe"]


@pytest.mark.parametrize(
    "words",
    [
        ("H-01", 20, 10, "Ny"),
        ("H-01", 10, 10, "Ny"),
        ("H-01", 10, 100_000, "Ny"),
        ("H-01", -5, 10, "Ny"),
        ("H-09", 1, 10, "Ny"),
        ("H-01", 1, 10, "Ny", "--facet", "kind=nej"),
        ("H-01", 1, 10, "Ny", "--facet", "nej=reel"),
        ("H-01", 1, 10, "Ny", "--facet", "kind"),
        ("H-01", 1, 10, "Ny", "--memo", "\udcff"),
    ],
)
def test_a_wrong_coding_makes_neither_a_coding_nor_its_code(
    run: Run, coded: Path, words: tuple[str | int, ...]
) -> None:
    told = run("code", *words, "--new")
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith("workbench: ")
    assert codings(run) == []
    assert "Ny" not in [c["code"] for c in run("codebook", "--json").json]


def test_wrong_offsets_say_how_long_the_text_is(run: Run, coded: Path) -> None:
    told = run("code", "H-01", 10, 100_000, "Relationer / Tillid")
    assert f"has {len(H01)} characters" in told.err
    assert "hint: Positions count characters from 0" in told.err


def test_a_coding_leaves_the_state_of_an_assignment_alone(run: Run, coded: Path) -> None:
    run("progress", "assign", "H-01", "--coder", "ann")
    run("code", "H-01", 10, 20, "Relationer / Tillid")
    (state,) = run("progress", "--json").json
    assert (state["state"], state["codings"]) == ("assigned", 1)
