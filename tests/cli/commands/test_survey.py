"""``workbench survey``."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

SURVEY = """
[survey.hus]
group = "hvem"
scale = {1 = "Nej", 2 = "Ja"}
tables = ["hvor"]
groups = {ansat = "municipal"}
themes.ro = {label = "Ro", code = "Om natten", items = ["q1"]}
[table.x]
rows = ["a", "b"]
columns = ["c", "d"]
counts = [[1, 2], [3, 4]]
"""
ROWS = "hvem,hvor,q1,mail\nansat,by,1,a@b.dk\nansat,land,2,c@d.dk\nnabo,by,2,\n"


@pytest.fixture
def asked(study: Path) -> Path:
    """The study with a survey, and a file of answers that nobody has taken in."""
    with (study / "codebook" / "study.toml").open("a", encoding="utf-8") as file:
        file.write(SURVEY)
    (study / "svar.csv").write_text(ROWS, encoding="utf-8")
    return study


def test_answers_are_taken_in_shown_crossed_and_taken_out_again(run: Run, asked: Path, tmp_path: Path) -> None:
    assert run("survey", "--json").json["respondents"] == 0
    told = run("survey", "import", "hus", asked / "svar.csv")
    assert "3 answers taken in" in told.out
    assert "1 column that study.toml does not name was left out" in told.err
    assert "nothing changed" in run("survey", "import", "hus", asked / "svar.csv").out
    found = run("survey", "hus", "--json").json
    assert found["themes"][0]["index"]["all"]["mean"] == pytest.approx(5 / 3)
    assert run("survey", "--json", "hus").json == run("survey", "show", "hus", "--json").json == found
    text = run("survey").out
    assert "| Ro |" in text
    assert "2!" in text
    table = run("survey", "crosstab", "hus", "hvor", "--json").json["tables"][0]
    assert (table["rows"], table["counts"]) == (["by", "land"], [[1, 1], [1, 0]])
    assert run("survey", "crosstab", "hus", "hvor", "--by", "q1", "--json").json["tables"][0]["columns"] == [
        "Nej",
        "Ja",
    ]
    assert run("survey", "table", "--json").json["tables"][0]["n"] == 10
    listed = run("survey", "list", "--json").json
    assert (listed["surveys"][0]["respondents"], listed["tables"][0]["name"]) == (3, "x")
    page = tmp_path / "s.html"
    assert run("survey", "-o", page).status == 0
    assert "<table" in page.read_text(encoding="utf-8")
    assert run("survey", "remove", "hus").status == 0
    assert run("survey", "--json").json["respondents"] == 0


def test_a_terminal_shows_indices_bars_of_numbers_and_notes(run: Run, asked: Path) -> None:
    run("survey", "import", "hus", asked / "svar.csv")
    told = run("survey", terminal=True)
    assert told.status == 0
    for words in ("Ro", "everybody", "1.67", "2 !", "nabo", "other people than those who answered"):
        assert words in told.out, words
    assert "no theme is called Om natten" in told.err
    assert "under 5 expected" in run("survey", "crosstab", "hus", "hvor", terminal=True).out


def test_a_wrong_file_is_refused_with_its_line_and_an_unknown_name_with_what_there_is(run: Run, asked: Path) -> None:
    (asked / "forkert.csv").write_text(ROWS.replace("land,2", "land,7"), encoding="utf-8")
    told = run("survey", "import", "hus", asked / "forkert.csv")
    assert told.status == 2
    assert "forkert.csv:3:" in told.err
    assert "a@b.dk" not in told.err
    assert run("survey", "import", "hus").status == 2
    assert "hus" in run("survey", "huz").err
    assert run("survey", "crosstab", "hus", "mail").status == 2
    assert run("survey", "remove", "hus").status == 2
    assert json.loads(run("survey", "--json").out)["respondents"] == 0
