"""Another text for a transcript, from a file or an editor, and what it does to what is coded there."""

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import FRONTS, H01, H02, Outcome
from workbench.study import Study
from workbench.study.corrections import Corrections, editing

Run = Callable[..., Outcome]
NEW = H02.replace("slip på planen", "slip på sin plan").replace("Hvad kræver", "Hvad mon kræver")


@pytest.fixture
def coded(run: Run, study: Path) -> Path:
    """The study with two passages of H-02 coded."""
    for words in ("give slip på planen", "hvem der har ansvaret"):
        start = H02.index(words)
        assert run("code", "H-02", start, start + len(words), "Ansvar", "--new").status == 0
    return study


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Makes VISUAL a program of a few lines that is given the file's name as its last word; it notes what it saw."""

    def made(program: str) -> Path:
        script, seen = tmp_path / "editor.py", tmp_path / "seen"
        script.write_text(
            "import os, pathlib, sys\n"
            "file = pathlib.Path(sys.argv[-1])\n"
            "text = file.read_bytes().decode()\n"
            f"pathlib.Path({str(seen)!r}).write_text(f'{{file}}\\n{{os.stat(file).st_mode}}\\n{{os.stat(file.parent).st_mode}}')\n"
            + program,
            encoding="utf-8",
        )
        monkeypatch.setenv("VISUAL", f'"{sys.executable}" "{script}"')
        return seen

    return made


SAVES = "file.write_bytes(text.replace('slip på planen', 'slip på sin plan').encode())\n"


def test_a_file_gives_a_transcript_another_text(run: Run, coded: Path) -> None:
    (coded / "ny.txt").write_text(NEW, encoding="utf-8")
    tried = run("transcripts", "correct", "H-02", "ny.txt", "--dry-run", "--json").json
    assert (tried["written"], tried["counts"]) == (False, {"kept": 1, "moved": 0, "changed": 1, "lost": 0})
    assert run("transcripts", "text", "H-02").out == H02
    done = run("transcripts", "correct", "H-02", "ny.txt")
    assert done.status == 0
    assert "1 as they are, 1 with changed words" in done.out
    assert run("transcripts", "text", "H-02").out == NEW
    assert (coded / "transcripts" / "H-02.md").read_text(encoding="utf-8") == FRONTS["H-02"] + NEW
    rows = run("transcripts", "review", "H-02", "--json").json
    assert [(row["status"], row["before"]["text"], row["after"]["text"]) for row in rows] == [
        ("changed", "give slip på planen", "give slip på sin plan")
    ]
    assert run("transcripts", "review", "--accept", rows[0]["row"]).status == 0
    assert run("transcripts", "review", "--json").json == []
    assert "nothing was changed" in run("transcripts", "correct", "H-02", "-", stdin=NEW.encode()).err
    assert run("log", "undo").status == run("log", "undo").status == 0
    assert run("transcripts", "text", "H-02").out == H02


def test_the_text_of_another_interview_is_refused_and_nothing_changes(run: Run, coded: Path) -> None:
    named = run("transcripts", "correct", "H-02", "transcripts/H-01.md")
    assert (named.status, "this is H-01" in named.err) == (2, True)
    other = run("transcripts", "correct", "H-02", "-", stdin=H01.encode())
    assert (other.status, "another interview" in other.err) == (2, True)
    assert run("transcripts", "correct", "H-9", "-", stdin=H01.encode()).status == 2
    assert run("transcripts", "text", "H-02").out == H02
    assert run("transcripts", "correct", "H-02", "-", "--yes", stdin=H01.encode()).status == 0
    assert len(run("transcripts", "review", "--json").json) == 2


def test_earlier_texts_are_listed_and_read_again(run: Run, coded: Path) -> None:
    run("transcripts", "correct", "H-02", "-", stdin=NEW.encode())
    rows = run("transcripts", "revisions", "H-02", "--json").json
    assert [(row["n"], row["why"], row["current"], row["coder"]) for row in rows] == [
        (1, "import", False, "ann"),
        (2, "correction", True, "ann"),
    ]
    assert run("transcripts", "back", "H-02", 3).status == 2
    assert run("transcripts", "back", "H-02", 1).status == 0
    assert run("transcripts", "text", "H-02").out == H02
    assert [row[-1] for row in run("transcripts", "revisions", "H-02").rows] == ["read now", ""]


def test_the_text_is_corrected_in_an_editor(run: Run, coded: Path, editor: Callable[[str], Path]) -> None:
    seen = editor(SAVES)
    done = run("transcripts", "edit", "H-02")
    assert (done.status, run("transcripts", "text", "H-02").out) == (
        0,
        H02.replace("slip på planen", "slip på sin plan"),
    )
    assert "1 to look at" in done.err
    file, mode, folder = seen.read_text(encoding="utf-8").split("\n")
    assert not Path(file).is_relative_to(coded.resolve())
    assert not Path(file).parent.exists()
    if os.name == "posix":
        assert stat.S_IMODE(int(mode)) == 0o600
        assert stat.S_IMODE(int(folder)) == 0o700


@pytest.mark.parametrize(
    ("program", "status", "said"),
    [
        ("", 0, "nothing was changed"),
        ("file.unlink()\n", 0, "nothing was changed"),
        ("sys.exit(3)\n", 2, "status 3"),
        ("file.write_bytes(b' ')\n", 2, "there is no text"),
        ("(file.parent / 'swap').write_text(text)\n", 0, "nothing was changed"),
    ],
)
def test_where_the_editor_fails_or_changes_nothing_nothing_happens(
    run: Run, coded: Path, editor: Callable[[str], Path], program: str, status: int, said: str
) -> None:
    seen = editor(program)
    done = run("transcripts", "edit", "H-02")
    assert (done.status, said in done.err) == (status, True)
    assert run("transcripts", "text", "H-02").out == H02
    assert not Path(seen.read_text(encoding="utf-8").split("\n")[0]).parent.exists()


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (SAVES + "(file.parent / 'swap').write_text(text)\nsys.exit(3)\n", "status 3"),
        ("file.write_bytes(b'R1: \\xff')\n", "not UTF-8"),
        ("file.write_bytes(b'R1: Noget helt andet.')\n", "another interview"),
        ("file.unlink(); file.write_text('R1: \\0'); os.chmod(file, 0o644)\n", "cannot be stored"),
    ],
)
def test_what_was_written_and_cannot_be_taken_is_kept_for_its_writer_alone(
    run: Run, coded: Path, editor: Callable[[str], Path], program: str, said: str
) -> None:
    seen = editor(program)
    done = run("transcripts", "edit", "H-02")
    assert (done.status, said in done.err) == (2, True)
    assert run("transcripts", "text", "H-02").out == H02
    file = Path(seen.read_text(encoding="utf-8").split("\n")[0])
    assert f"kept in {file}" in done.err
    assert list(file.parent.iterdir()) == [file]
    assert file.read_bytes() not in (b"", H02.encode())
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    shutil.rmtree(file.parent)


def test_where_a_colleague_changed_the_same_words_meanwhile_nothing_written_is_lost(
    run: Run, coded: Path, editor: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, onto = editor(SAVES), Corrections.onto

    def meanwhile(self: Corrections, transcript: str, revision: str, text: str) -> str:
        self.correct("H-02", H02.replace("slip på planen", "slip på enhver plan"))
        return onto(self, transcript, revision, text)

    monkeypatch.setattr(Corrections, "onto", meanwhile)
    done = run("transcripts", "edit", "H-02")
    assert (done.status, "in the same words" in done.err) == (2, True)
    file = Path(seen.read_text(encoding="utf-8").split("\n")[0])
    assert f"kept in {file}" in done.err
    assert file.read_text(encoding="utf-8") == H02.replace("slip på planen", "slip på sin plan")
    shutil.rmtree(file.parent)


def test_an_editor_that_is_not_there_is_named(run: Run, coded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor-anywhere")
    done = run("transcripts", "edit", "H-02")
    assert (done.status, "no-such-editor-anywhere" in done.err) == (2, True)
    monkeypatch.setenv("VISUAL", "'open")
    assert run("transcripts", "edit", "H-02").status == 2


def test_what_somebody_corrected_while_the_editor_was_open_is_kept_too(
    run: Run, coded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bo = Study.open(coded, "bo")

    @contextmanager
    def edit(text: str, name: str, tell: object) -> Iterator[str]:
        bo.corrections.correct("H-02", text.replace("Hvad", "Hvad mon"))
        yield text.replace("slip på planen", "slip på sin plan")

    monkeypatch.setattr(editing, "in_editor", edit)
    try:
        assert run("transcripts", "edit", "H-02").status == 0
    finally:
        bo.close()
    assert run("transcripts", "text", "H-02").out == NEW


def test_a_terminal_is_asked_before_something_is_lost(run: Run, coded: Path) -> None:
    (coded / "ny.txt").write_text(H02.replace(", hvem der har ansvaret", ""), encoding="utf-8")
    asked = run("transcripts", "correct", "H-02", "ny.txt", terminal=True, stdin=b"nej\n")
    assert (asked.status, "hvem der har ansvaret" in asked.err) == (2, True)
    assert run("transcripts", "text", "H-02").out == H02
    assert run("transcripts", "correct", "H-02", "ny.txt", terminal=True, stdin=b"yes\n").status == 0
    assert [row[2] for row in run("transcripts", "review").rows] == ["lost"]
    assert run("transcripts", "review", "--accept-all").status == 0
    assert run("transcripts", "review", "--json").json == []


def test_there_is_nothing_to_join_where_nobody_disputes(run: Run, coded: Path) -> None:
    done = run("transcripts", "join", "H-02")
    assert (done.status, "nobody disputes" in done.err) == (2, True)


def test_in_an_encrypted_study_no_word_is_left_outside(
    run: Run, tmp_path: Path, editor: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_PASSPHRASE", "en meget lang sætning")
    home, given = tmp_path / "sealed", tmp_path / "H-02.md"
    given.write_text(FRONTS["H-02"] + H02, encoding="utf-8")
    assert run("init", home, "--encrypt").status == 0
    monkeypatch.chdir(home)
    assert run("settings").status == 0
    given.write_text(H02, encoding="utf-8")
    assert run("import", given).status == 0
    given.unlink()
    seen = editor(SAVES)
    assert run("transcripts", "edit", "H-02").status == 0
    assert "sin plan" in run("transcripts", "text", "H-02").out
    assert not Path(seen.read_text(encoding="utf-8").split("\n")[0]).parent.exists()
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name not in ("editor.py", "seen"):
            assert b"hvem der har ansvaret" not in path.read_bytes()
