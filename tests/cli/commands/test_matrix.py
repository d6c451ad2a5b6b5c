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
        told = run("matrix", "-o", tmp_path / name, "--no-excerpts", terminal=True)
        assert (told.status, told.out) == (0, "")
        assert name in told.err
        written = (tmp_path / name).read_text(encoding="utf-8")
        assert written.rstrip("\n") == run("matrix", "--format", format_).out.rstrip("\n")


def test_a_file_to_be_read_has_the_excerpts_and_a_pipe_only_where_they_are_asked_for(
    run: Run, coded: Path, tmp_path: Path
) -> None:
    said = "Man skal kunne give slip på planen"
    told = run("matrix", "-o", tmp_path / "m.md")
    assert "--no-excerpts leaves them out" in told.err
    written = (tmp_path / "m.md").read_text(encoding="utf-8")
    assert '#### <a id="h-02-' in written
    assert said in written
    assert said not in run("matrix").out
    assert said in run("matrix", "--excerpts").out
    assert said in run("matrix", "--quotes", 1).out
    assert "evidence" not in run("matrix", "--json").json["rows"][0]
    run("matrix", "-o", tmp_path / "m.json", "--excerpts")
    rows = json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))["rows"]
    listed = {row["code"]: [one["text"][:8] for one in row["evidence"]] for row in rows}
    assert listed == {
        "Fælles": [],  # a theme with others below it has what is not listed there
        "Fælles / At ringe": ["Vi ringe", "Jeg\u202fhar "],
        "At give slip": ["Man skal"],
        "Tomt": [],
    }


def test_how_many_is_said_as_one_asks(run: Run, coded: Path) -> None:
    assert "At give slip‡ [1, 1](#at-give-slip)" in run("matrix").out
    assert "At give slip‡ [én](#at-give-slip)" in run("matrix", "--counts", "words").out
    assert "[At give slip](#at-give-slip)‡" in run("matrix", "harbour", "--counts", "none").out


def test_a_theme_is_placed_by_hand_worded_and_let_go_again(run: Run, coded: Path) -> None:
    assert run("matrix", "place", "At give slip", "shared").status == 2  # not without a reason
    told = run("matrix", "place", "At give slip", "fælles", "--why", "læst igen")
    assert told.out == "At give slip stands in shared, by hand\n"
    assert run("matrix", "place", "At give slip", "harbor", "--why", "x").status == 2
    assert columns(run("matrix", "--json").out)["At give slip"] == "shared"
    assert "sat i hånden; efter reglen: Foreningen). læst igen" in run("matrix").out
    assert run("matrix", "unplace", "At give slip").out == "At give slip stands in club, by the rule\n"
    assert run("matrix", "wording", "At give slip", "At slippe").out == "At give slip is called At slippe\n"
    assert "At slippe‡ [1, 1](#at-give-slip)" in run("matrix").out
    assert run("matrix", "wording", "At give slip", "").out == "At give slip is called At give slip\n"


def test_themes_with_too_little_evidence_are_listed_with_why(run: Run, coded: Path) -> None:
    assert run("matrix", "few").rows == [["Tomt", "nothing is coded", "0", "0"]]
    (row,) = run("matrix", "few", "harbour", "--json").json
    assert (row["code"], row["why"], row["placed_by_hand"]) == ("Tomt", "nothing", None)


def test_a_matrix_is_held_beside_another_layer_and_beside_what_it_was(run: Run, coded: Path) -> None:
    run("codebook", "version", "before")
    start = H01.index("Jeg")
    run("code", "H-01", start, start + 10, "Tomt", "--coder", "bo")
    found = run("matrix", "--compare", "before", "--json").json
    states = {row["code"]: (row["state"], row["before"], row["after"]) for row in found["rows"]}
    assert states["Tomt"] == ("moved", None, "club")
    assert states["At give slip"] == ("same", "club", "club")
    assert columns(run("matrix", "--at", "before", "--json").out)["Tomt"] is None
    of_bo = run("matrix", "--compare", "bo", terminal=True).out.splitlines()
    assert of_bo[0].split() == ["theme", "change", "bo", "all", "informants", "excerpts"]
    assert any(line.split()[:4] == ["At", "give", "slip", "moved"] for line in of_bo)
    assert (
        "| Tomt | skifter kolonne | for lidt belæg | Foreningen | 0 → 1 | 0 → 1 |"
        in run("matrix", "harbour", "--compare", "before").out
    )


def test_the_list_says_which_there_are(run: Run, coded: Path) -> None:
    listed = run("matrix", "--list", "--json").json
    assert [{key: one[key] for key in ("name", "title", "default")} for one in listed] == [
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
        (("--counts", "many"), "You may mean none, words, numbers"),
        (("--at", "1999-01-01", "--excerpts"), "Leave out --excerpts"),
        (("--compare", "bo", "--under", "Tomt"), "Leave out --under"),
        (("--quotes", "-1"), "0 is none"),
        (("few", "data"), "ask for the overview"),
    ],
)
def test_a_wrong_wish_is_refused_with_a_hint(run: Run, coded: Path, words: tuple[str, ...], said: str) -> None:
    told = run("matrix", *words)
    assert (told.status, told.out) == (2, "")
    assert said in told.err
    assert "\nhint: " in told.err
