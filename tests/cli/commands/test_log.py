"""``workbench log``, ``verify`` and ``rebuild``."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from workbench.store import Store, Verdict


@pytest.fixture
def worked(run: Run, study: Path) -> Path:
    """The study with two codes and a coding."""
    run("codebook", "add", "Mod")
    run("codebook", "add", "Ansvar")
    run("code", "H-01", 3, 20, "Mod")
    return study


def codes(run: Run, study: Path) -> list[str]:
    return [code["code"] for code in run("--study", study, "codebook", "--json").json]


def test_the_list_is_newest_first_and_limited(run: Run, worked: Path) -> None:
    entries = run("log", "--json", "--limit", 2).json
    assert [(e["coder"], e["verb"]) for e in entries] == [("ann", "code"), ("ann", "new code")]
    assert entries[0]["what"] == "Mod in H-01"
    everything = run("log", "--json", "--limit", 0).json
    assert len(everything) > 4
    assert [e["n"] for e in everything] == sorted((e["n"] for e in everything), reverse=True)


def test_the_list_in_a_pipe_begins_with_the_number_that_undo_takes(run: Run, worked: Path) -> None:
    rows = run("log").rows
    number = next(row[0] for row in rows if row[3] == "new code" and row[4] == "Mod")
    assert run("log", "undo", number).out == "taken back: new code Mod\n"
    assert codes(run, worked) == ["Ansvar"]


def test_undo_takes_back_ones_own_last_work_and_redo_makes_it_again(run: Run, worked: Path) -> None:
    run("codebook", "add", "Bos", "--coder", "bo")
    assert run("log", "undo").out == "taken back: code Mod in H-01\n"
    assert run("segments", "export").out.count("\n") == 1
    assert run("log", "redo").out == "made again: code Mod in H-01\n"
    assert run("segments", "export").out.count("\n") == 2
    assert "Bos" in codes(run, worked)


@pytest.mark.parametrize("words", [("undo", "999999"), ("undo", "--coder", "new"), ("redo",)])
def test_nothing_to_take_back_is_said(run: Run, worked: Path, words: tuple[str, ...]) -> None:
    told = run("log", *words)
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith("workbench: ")


def test_a_log_carried_elsewhere_is_the_same_study(run: Run, worked: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(worked, copy, ignore=shutil.ignore_patterns(".workbench"))
    file = tmp_path / "log.jsonl"
    run("log", "export", file)
    took = run("--study", copy, "log", "import", file)
    assert took.status == 0
    assert run("--study", copy, "codebook", "--json").json == run("codebook", "--json").json
    assert run("--study", copy, "segments", "export").out == run("segments", "export").out
    again = run("--study", copy, "log", "import", file)
    assert again.out.startswith("changes taken in: 0, ")


def test_the_log_goes_through_a_pipe(run: Run, worked: Path) -> None:
    lines = run("log", "export").out
    assert lines.endswith("}\n")
    assert run("log", "import", "-", stdin=lines.encode()).out.startswith("changes taken in: 0, ")


def test_a_refused_line_makes_the_status_1_and_the_others_are_taken_in(run: Run, worked: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(worked, copy, ignore=shutil.ignore_patterns(".workbench"))
    lines = run("log", "export").out + '{"h":"00"}\n'
    took = run("--study", copy, "log", "import", "-", stdin=lines.encode())
    assert took.status == 1
    assert not took.out.startswith("changes taken in: 0")
    assert "lines refused: 1" in took.err
    assert codes(run, copy) == codes(run, worked)


def test_a_file_that_is_no_log_is_refused(run: Run, worked: Path) -> None:
    told = run("log", "import", "transcripts/H-01.md")
    assert (told.status, told.out) == (2, "")
    assert "no change is in transcripts/H-01.md" in told.err
    assert run("log", "import", "nothing.jsonl").status == 2


def test_a_whole_study_is_verified(run: Run, worked: Path) -> None:
    told = run("verify")
    assert told.status == 0
    assert told.out.endswith("all of it holds\n")
    verdict = run("verify", "--json").json
    assert verdict["faults"] == []
    assert verdict["changes"] > 4


def test_what_does_not_hold_makes_the_status_1(run: Run, worked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "verify", lambda self: Verdict(7, 1, 0, "d" * 64, ("text abc was altered",)))
    told = run("verify")
    assert told.status == 1
    assert "text abc was altered\n" in told.out
    assert "hint: " in told.err
    assert run("verify", "--json").json["faults"] == ["text abc was altered"]


def test_rebuilding_changes_nothing_that_is_seen(run: Run, worked: Path) -> None:
    before = run("verify", "--json").json
    assert run("rebuild").status == 0
    assert run("verify", "--json").json == before
