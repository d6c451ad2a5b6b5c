"""``workbench quotes verify``: status 0 where everything was said, 1 where it was not."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

TRUE = """\
# Havnen

Foreningen siger: “Jeg har nøglen, og jeg låner den gerne ud.” (H-01, R2)

> Vi ringer til hinanden. (…) også om natten.
> — H-01
"""
FALSE = (
    TRUE
    + '\nEn anden: "Man skal kunne give slip på alt og vide, hvem der har ansvaret" (H-02)\n'
    + '\n"Det har ingen sagt her."\n'
)


def test_a_report_that_quotes_what_was_said_holds(study: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text(TRUE, encoding="utf-8")
    done = run("quotes", "verify", tmp_path / "report.md")
    assert (done.status, done.err) == (0, "")
    assert [row[:2] for row in done.rows] == [["3", "exact"], ["5", "exact"]]
    assert done.rows[0][3] == "H-01 R2 turn 3"


def test_what_was_not_said_is_told_with_the_difference_and_the_status_is_one(
    study: Path, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "report.md").write_text(FALSE, encoding="utf-8-sig")
    done = run("quotes", "verify", tmp_path / "report.md", "--json")
    assert done.status == 1
    assert "2 of 4 quotations are not what was said" in done.err
    assert "Lines 8, 10." in done.err
    assert "natten" not in done.err
    differs, missing = done.json[2:]
    assert (differs["status"], differs["source"]) == ("differs", "H-02")
    assert "“alt” where the text has “planen”" in differs["difference"]
    assert differs["hits"][0]["transcript"] == "H-02"
    assert (missing["status"], missing["hits"]) == ("missing", [])


def test_the_table_for_a_person_counts(study: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text(FALSE, encoding="utf-8")
    assert (
        "4 quotations · 2 exact · 1 differs · 1 missing"
        in run("quotes", "verify", tmp_path / "report.md", terminal=True).out
    )


@pytest.mark.parametrize(
    ("content", "error"), [(None, "No such file"), (b"\xff\xfe\x00", "UTF-8"), ("folder", "directory")]
)
def test_a_file_that_cannot_be_read_is_said(
    study: Path, run: Run, tmp_path: Path, content: bytes | str | None, error: str
) -> None:
    file = tmp_path / "report.md"
    if isinstance(content, bytes):
        file.write_bytes(content)
    elif content:
        file.mkdir()
    done = run("quotes", "verify", file)
    assert (done.status, done.out) == (2, "")
    assert error in done.err


@pytest.fixture
def coded(study: Path, run: Run) -> Path:
    """A theme with two passages."""
    text = run("transcripts", "text", "H-01").out
    for words in ("Vi ringer til hinanden.", "jeg låner den gerne ud."):
        start = text.index(words)
        run("code", "H-01", start, start + len(words), "Hjælp", *(["--new"] if words[0] == "V" else []))
    return study


def test_a_passage_is_listed_picked_shortened_and_let_go_again(coded: Path, run: Run) -> None:
    one, *_ = run("quotes", "--json").json
    assert (one["picked"], one["id"]) == (False, None)
    where = (one["transcript"], str(one["start"]), str(one["end"]), one["theme"])
    pick = run("quotes", "pick", *where).out.strip()
    first, last = one["quote"].split()[0], one["quote"].split()[-1]
    assert run("quotes", "edit", pick, f"{first} (…) {last}").status == 0
    (picked,) = run("quotes", "--picked", "--json").json
    assert (picked["id"], picked["quote"], picked["picked"]) == (pick, f"{first} (…) {last}", True)
    refused = run("quotes", "edit", pick, "=SUM(A1) noget andet")
    assert refused.status == 2
    assert "hint" in refused.err
    assert run("quotes", "check").status == 0
    assert f"{first} (…) {last}" in run("quotes", "--picked", "--format", "md").out
    assert run("quotes", "unpick", pick).status == 0
    assert run("quotes", "--picked", "--json").json == []


def test_so_many_of_each_theme_are_chosen_and_starred_ones_come_first(coded: Path, run: Run) -> None:
    every = run("quotes", "--json").json
    theme = every[-1]["theme"]
    assert run("quotes", "star", every[-1]["codings"][0]).status == 0
    (chosen,) = run("quotes", theme, "--n", "1", "--json").json
    assert chosen["starred"]
    assert chosen["codings"] == every[-1]["codings"]


@pytest.mark.parametrize("words", ["quotes Ingen", "quotes --where nowhere", "quotes --n -1", "quotes pick H-01 9 2 x"])
def test_what_is_not_there_is_refused_with_a_hint(coded: Path, run: Run, words: str) -> None:
    done = run(*words.split())
    assert (done.status, done.out) == (2, "")
    assert "hint" in done.err
