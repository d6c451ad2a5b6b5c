"""``workbench import``."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

TEXT = "R1: Vi tog den lange vej hjem.\n"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder of three transcripts, one below another folder, and of something else."""
    files = tmp_path / "elsewhere"
    (files / "deep").mkdir(parents=True)
    (files / "A.txt").write_text(TEXT, encoding="utf-8")
    (files / "B.md").write_text(TEXT, encoding="utf-8")
    (files / "deep" / "C.txt").write_text(TEXT, encoding="utf-8")
    (files / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return files


def test_a_folder_is_walked_and_what_is_no_transcript_left_alone(run: Run, study: Path, elsewhere: Path) -> None:
    took = run("import", elsewhere)
    assert took.status == 0
    assert sorted(row[:2] for row in took.rows) == [["new", "A"], ["new", "B"], ["new", "C"]]
    assert took.err.splitlines()[-1] == "3 new"


def test_the_same_file_again_changes_nothing(run: Run, study: Path, elsewhere: Path) -> None:
    run("import", elsewhere)
    before = run("verify", "--json").json["changes"]
    again = run("import", elsewhere / "A.txt", "--json")
    assert [(i["id"], i["state"]) for i in again.json] == [("A", "same")]
    assert run("verify", "--json").json["changes"] == before


def test_without_a_path_it_is_the_studys_own_folder(run: Run, study: Path) -> None:
    run("transcripts")
    (study / "transcripts" / "H-03.txt").write_text(TEXT, encoding="utf-8")
    took = run("import", "--json").json
    assert {(i["id"], i["state"]) for i in took} == {("H-01", "same"), ("H-02", "same"), ("H-03", "new")}


def test_nothing_to_import_is_said(run: Run, study: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    told = run("import", tmp_path / "empty")
    assert (told.status, told.out) == (2, "")
    assert "there is no transcript in" in told.err
    assert "hint: " in told.err


def test_a_path_that_is_not_there_takes_nothing_in(run: Run, study: Path, elsewhere: Path) -> None:
    told = run("import", elsewhere / "A.txt", elsewhere / "nothing.txt")
    assert told.status == 2
    assert "nothing.txt" in told.err
    assert [t["id"] for t in run("transcripts", "--json").json] == ["H-01", "H-02"]


def test_one_bad_file_takes_nothing_in_and_is_named(run: Run, study: Path, elsewhere: Path) -> None:
    told = run("import", elsewhere / "A.txt", elsewhere / "picture.png")
    assert told.status == 2
    assert "picture.png" in told.err
    assert [t["id"] for t in run("transcripts", "--json").json] == ["H-01", "H-02"]


def test_strict_refuses_what_is_warned_about_else(run: Run, study: Path, elsewhere: Path) -> None:
    doubtful = elsewhere / "A.txt"
    doubtful.write_bytes("R1: Vi sejlede på fjorden, også om vinteren, og så blev det køligt.\n".encode("latin-1"))
    strict = run("import", "--strict", doubtful)
    assert (strict.status, strict.out) == (2, "")
    assert "A.txt" in strict.err
    assert len(run("transcripts", "--json").json) == 2
    took = run("import", doubtful)
    assert took.status == 0
    assert "warning: " in took.err
    assert len(run("transcripts", "--json").json) == 3


def test_strict_takes_in_what_is_clear(run: Run, study: Path, elsewhere: Path) -> None:
    assert run("import", "--strict", elsewhere / "B.md").rows[0][:2] == ["new", "B"]


def test_as_coder_is_said_to_change_nothing_where_there_are_no_codings(run: Run, study: Path, elsewhere: Path) -> None:
    assert "--as-coder changed nothing" in run("import", elsewhere, "--as-coder", "bo").err
    assert "bo" not in [coder["name"] for coder in run("coders", "--json").json]


def test_at_a_terminal_a_bar_is_drawn_on_stderr(
    run: Run, study: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    took = run("import", elsewhere, terminal=True)
    assert "importing" in took.err
    assert "importing" not in took.out


def test_a_private_text_is_no_file_of_the_study(run: Run, study: Path, elsewhere: Path) -> None:
    took = run("import", elsewhere / "A.txt", "--private")
    assert took.rows[0][:2] == ["new", "A"]
    assert not (study / "transcripts" / "A.txt").exists()
    assert run("transcripts", "text", "A").out == TEXT
    assert "den lange vej" not in run("log", "export").out
    assert "may have travelled" in run("import", elsewhere / "A.txt", "--private").err
    inside = study / "transcripts" / "raw.md"
    inside.write_text("R1: Jeg hedder Karen.\n", encoding="utf-8")
    assert "move it elsewhere" in run("import", inside, "--private").err
