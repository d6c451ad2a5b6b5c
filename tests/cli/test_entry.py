"""Exit statuses, and what is said with them."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Process, Run
from workbench import __version__
from workbench.study import Study
from workbench.study.transcripts import Transcripts

SECRET = "Jeg har nøglen i blomsterkrukken"


def fails_with(error: BaseException) -> Callable[..., None]:
    """A method that fails, with a transcript's words in its error and in its locals."""

    def list_(self: Transcripts) -> None:
        passage = SECRET
        assert passage
        raise error

    return list_


def test_without_a_command_the_screens_open(run: Run, study: Path, opened: list[tuple[Path, str | None]]) -> None:
    assert run("--coder", "bo").status == 0
    assert opened == [(Path(), "bo")]


def test_the_screens_ask_who_is_at_work_where_nobody_said(
    run: Run, folder: Path, opened: list[tuple[Path, str | None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WORKBENCH_CODER")
    run("--study", folder)
    assert opened == [(folder, None)]


@pytest.mark.parametrize("words", [(), ("transcripts",), ("codebook", "add", "A"), ("matrix", "--json"), ("verify",)])
def test_a_folder_without_a_study_is_told_how_to_begin_one(
    run: Run, tmp_path: Path, words: tuple[str, ...], opened: list[tuple[Path, str | None]]
) -> None:
    told = run("--study", tmp_path, *words)
    assert (told.status, told.out, opened) == (2, "", [])
    assert "there is no study in" in told.err
    assert "hint: `workbench init" in told.err
    assert not (tmp_path / ".workbench").exists()


def test_a_bug_is_reported_without_a_word_of_the_study(run: Run, study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Transcripts, "list", fails_with(ValueError(SECRET)))
    told = run("transcripts")
    assert (told.status, told.out) == (3, "")
    assert "this is a bug in workbench" in told.err
    assert f"workbench {__version__}, Python" in told.err
    assert "  ValueError\n" in told.err
    assert os.path.join("workbench", "cli", "commands", "transcripts.py") + ":" in told.err
    assert "nøglen" not in told.err
    assert "Traceback" not in told.err
    assert "\nhint: " in told.err


def test_the_cause_of_a_bug_is_named_too(run: Run, study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    error = RuntimeError(SECRET)
    error.__cause__ = KeyError(SECRET)
    monkeypatch.setattr(Transcripts, "list", fails_with(error))
    told = run("transcripts")
    assert told.err.index("  KeyError\n") < told.err.index("  RuntimeError\n")
    assert "nøglen" not in told.err


@pytest.mark.parametrize(("number", "status"), [(errno.ENOSPC, 2), (errno.EACCES, 2), (errno.EBADF, 3)])
def test_a_full_disk_is_not_a_bug_but_a_wrong_descriptor_is(
    run: Run, study: Path, monkeypatch: pytest.MonkeyPatch, number: int, status: int
) -> None:
    monkeypatch.setattr(Transcripts, "list", fails_with(OSError(number, os.strerror(number))))
    assert run("transcripts").status == status


def test_an_interrupt_is_130(run: Run, study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Transcripts, "list", fails_with(KeyboardInterrupt()))
    assert run("transcripts") == (130, "", "workbench: interrupted\n")


def test_the_study_is_closed_also_after_an_error(run: Run, study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = []
    close = Study.close
    monkeypatch.setattr(Study, "close", lambda self: (closed.append(self), close(self))[1])
    monkeypatch.setattr(Transcripts, "list", fails_with(ValueError()))
    run("transcripts")
    assert len(closed) == 1


def test_an_error_cannot_write_to_the_terminal_what_a_name_holds(run: Run, study: Path) -> None:
    told = run("transcripts", "text", "\x1b]0;gotcha\x07")
    assert told.status == 2
    assert "\x1b" not in told.err
    assert "␛]0;gotcha␇" in told.err


def test_the_statuses_are_those_of_the_process(workbench: Callable[..., Process]) -> None:
    assert workbench("--version") == (0, f"workbench {__version__}\n".encode(), "")
    refused = workbench("transcriptz")
    assert (refused.status, refused.out) == (2, b"")
    assert "workbench transcripts" in refused.err


@pytest.mark.parametrize("words", [("--help",), ("transcripts", "text", "H-01")])
def test_a_reader_that_went_away_is_no_error(folder: Path, words: tuple[str, ...]) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    with open(writes, "wb") as nobody:
        done = subprocess.run(
            [sys.executable, "-m", "workbench", *words],
            cwd=folder,
            stdout=nobody,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_a_full_disk_behind_stdout_is_said(folder: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "workbench", "--help"],
            cwd=folder,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert done.returncode == 2
    assert done.stderr.startswith(b"workbench: ")
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
