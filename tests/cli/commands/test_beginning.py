"""``workbench init`` and ``workbench demo``."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_a_study_is_begun_with_a_title(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "ny"
    told = run("init", folder, "--title", 'Havnen i "krise"', "--language", "da")
    assert told.status == 0
    assert "Havnen i" in (folder / "codebook" / "study.toml").read_text(encoding="utf-8")
    assert run("--study", folder, "transcripts", "--json").json == []


def test_a_study_is_begun_among_files_that_are_there(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert run("init", tmp_path).status == 0
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("words", [("--language", "dansk"), ()])
def test_what_cannot_be_begun_changes_nothing(run: Run, folder: Path, words: tuple[str, ...]) -> None:
    before = (folder / "codebook" / "study.toml").read_bytes()
    told = run("init", folder, *words)
    assert (told.status, told.out) == (2, "")
    assert "hint: " in told.err or "language" in told.err
    assert (folder / "codebook" / "study.toml").read_bytes() == before


def test_the_demo_is_written_once_and_opened_as_often_as_one_likes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[tuple[Path, str | None]]
) -> None:
    monkeypatch.chdir(tmp_path)
    written = run("demo")
    assert written.status == 0
    assert "workbench --study workbench-demo" in written.out
    assert opened == []
    coders = {coder["name"]: coder for coder in run("--study", "workbench-demo", "coders", "--json").json}
    assert {"ann", "bo"} <= coders.keys()
    assert coders["ann"]["codings"] > coders["bo"]["codings"] > 0
    run("--study", "workbench-demo", "codebook", "add", "Min egen")
    assert run("demo", terminal=True).status == 0
    assert opened == [(Path("workbench-demo"), "ann")]
    assert run("demo", "--no-open", terminal=True).status == 0
    assert len(opened) == 1
    codes = run("--study", "workbench-demo", "codebook", "--json").json
    assert "Min egen" in [code["code"] for code in codes]


def test_the_demo_does_not_go_into_a_folder_that_holds_something(run: Run, folder: Path) -> None:
    told = run("demo", folder)
    assert (told.status, told.out) == (2, "")
    assert "hint: " in told.err
