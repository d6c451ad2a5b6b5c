"""``workbench matrix``."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import H01, H02, Run


@pytest.fixture
def coded(run: Run, study: Path) -> Path:
    """A theme both groups voice, one that a club alone voices, and one that nobody does."""
    both, alone = "Fælles / At ringe", "At give slip"
    first, second = H01.index("Vi ringer"), H01.index("Jeg")
    run("code", "H-01", first, first + 25, both, "--new")
    run("code", "H-01", second, second + 30, both)
    third = H02.index("Man skal")
    run("code", "H-02", third, third + 40, alone, "--new")
    run("codebook", "add", "Tomt")
    run("progress", "done", "H-01", "H-02")
    return study


def columns(document: str) -> dict[str, str | None]:
    return {row["code"]: row["column"] for row in json.loads(document)["rows"]}


def test_the_json_is_what_scripts_rely_on(run: Run, coded: Path) -> None:
    matrix = run("matrix", "--json").json
    assert {"name", "layer", "coders", "transcripts", "columns", "rows"} <= matrix.keys()
    assert (matrix["name"], matrix["layer"], matrix["transcripts"]) == ("harbour", "all", 2)
    by_code = {row["code"]: row for row in matrix["rows"]}
    assert by_code["Fælles / At ringe"]["column"] == "shared"
    assert by_code["At give slip"]["column"] == "club"
    assert by_code["Tomt"]["column"] is None
    assert by_code["At give slip"]["groups"]["club"] == {"informants": 1, "interviews": 1, "excerpts": 1}


def test_the_format_is_markdown_in_a_pipe(run: Run, coded: Path) -> None:
    told = run("matrix")
    assert told.status == 0
    assert "| " in told.out
    assert "At give slip" in told.out
    assert told.out == run("matrix", "harbour", "--format", "md").out


def test_every_format_says_the_same(run: Run, coded: Path) -> None:
    assert run("matrix", "--format", "json").out == run("matrix", "--json").out
    table = run("matrix", "--format", "csv")
    assert table.status == 0
    assert "At give slip" in table.out


def test_a_terminal_is_shown_a_table(run: Run, coded: Path) -> None:
    lines = run("matrix", terminal=True).out.splitlines()
    assert lines[0].split()[:3] == ["theme", "municipal", "club"]
    (shared,) = [line for line in lines if line.startswith("  At ringe")]
    assert shared.split() == ["At", "ringe", "1/1", "1/2", "–", "2", "in", "1", "shared"]
    assert any("layer all (ann)" in line for line in lines)
    assert lines[-1].rstrip() == "municipal = Kommunen · club = Foreningen · school = Skolen · shared = Fælles"


def test_the_data_overview_is_a_table_too(run: Run, coded: Path) -> None:
    lines = run("matrix", "data", terminal=True).out.splitlines()
    assert lines[0].split()[:3] == ["group", "sites", "interviews"]
    (whole,) = [line for line in lines if line.startswith("in all")]
    assert whole.split()[2:] == ["2", "2", "1", "1", "0", "3"]
    assert run("matrix", "data").out.count("|") > 10


def test_a_file_is_written_in_the_format_of_its_name(run: Run, coded: Path, tmp_path: Path) -> None:
    for name, format_ in (("m.json", "json"), ("m.md", "md"), ("m.csv", "csv"), ("m", "md")):
        told = run("matrix", "-o", tmp_path / name, terminal=True)
        assert (told.status, told.out) == (0, "")
        assert name in told.err
        written = (tmp_path / name).read_text(encoding="utf-8")
        assert written.rstrip("\n") == run("matrix", "--format", format_).out.rstrip("\n")


def test_the_list_says_which_there_are(run: Run, coded: Path) -> None:
    assert run("matrix", "--list", "--json").json == [
        {"name": "harbour", "title": "Hvem kan hvad på havnen", "default": True},
        {"name": "data", "title": "Data", "default": False},
    ]
    assert [row[0] for row in run("matrix", "--list").rows] == ["harbour", "data"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("harbor",), "harbour"),
        (("--format", "pdf"), "There are md"),
        (("--json", "--format", "md"), "two formats"),
        (("-o", "table.pdf"), "Give --format"),
        (("-o", "no/such/table.md"), "Make the folder first"),
    ],
)
def test_a_wrong_wish_is_refused_with_a_hint(run: Run, coded: Path, words: tuple[str, ...], said: str) -> None:
    told = run("matrix", *words)
    assert (told.status, told.out) == (2, "")
    assert said in told.err
    assert "\nhint: " in told.err
