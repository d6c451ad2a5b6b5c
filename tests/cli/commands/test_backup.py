"""``workbench backup`` and ``workbench restore``."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Process, Run
from workbench.study import Study


@pytest.fixture
def backed_up(run: Run, study: Path) -> Path:
    """The study with a backup of when it had one code, and one more since."""
    run("codebook", "add", "Mod")
    run("backup")
    run("codebook", "add", "Ansvar")
    return study


def codes(run: Run) -> list[str]:
    return sorted(code["code"] for code in run("codebook", "--json").json)


def the_backup(study: Path) -> Path:
    (path,) = (study / ".workbench" / "backups").iterdir()
    return path


def test_a_backup_is_made_listed_and_checked(run: Run, study: Path) -> None:
    assert run("backup", "list").err == "there is no backup yet; `workbench backup` makes one\n"
    assert run("backup", "list", "--json").json == []
    said = run("backup")
    assert said.status == 0
    path = the_backup(study)
    assert said.out == f"backup made: {path.relative_to(study)}\n"
    (listed,) = run("backup", "list", "--json").json
    assert listed["path"] == str(path.relative_to(study))
    assert (listed["whole"], listed["reason"], listed["bytes"]) == (True, "by-hand", path.stat().st_size)
    assert listed["changes"] > 5
    ((_, changes, _, reason, name),) = run("backup", "list").rows
    assert (int(changes), reason, name) == (listed["changes"], "by hand", path.name)
    for word in (path, path.name, path.name[:20]):
        checked = run("backup", "check", word)
        assert checked.status == 0
        assert f"is whole; changes: {changes}" in checked.out


@pytest.mark.parametrize("share", [0.0, 0.4, 0.9])
def test_a_backup_that_is_not_whole_is_status_one(run: Run, backed_up: Path, share: float) -> None:
    path = the_backup(backed_up)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    checked = run("backup", "check", path)
    assert checked.status in (1, 2) if share == 0.0 else checked.status == 1
    assert path.name in checked.err


def test_a_backup_that_is_not_there_is_the_users_to_mend(run: Run, backed_up: Path) -> None:
    for words in (("backup", "check", "none.db"), ("restore", "none.db"), ("restore", "1999")):
        done = run(*words)
        assert done.status == 2
        assert "backup list" in done.err


@pytest.mark.parametrize("name", ["", "s", "study"])
def test_a_backup_is_not_guessed_from_next_to_nothing(run: Run, backed_up: Path, name: str) -> None:
    told = run("restore", name)
    assert (told.status, told.out) == (2, "")
    assert "hint: " in told.err


def test_restore_goes_back_says_what_comes_and_can_be_taken_back(run: Run, backed_up: Path) -> None:
    done = run("restore")
    assert done.status == 0
    assert "what was there is kept" in done.out
    assert "next sync brings back what colleagues have" in done.out
    assert "what you did yourself and had synced" in done.out
    assert codes(run) == ["Mod"]
    (before,) = (b for b in run("backup", "list", "--json").json if b["reason"] == "before-restore")
    assert run("restore", before["path"]).status == 0
    assert codes(run) == ["Ansvar", "Mod"]
    assert run("verify").status == 0


def test_restore_as_makes_a_new_folder_and_leaves_the_study(run: Run, backed_up: Path, tmp_path: Path) -> None:
    done = run("restore", "--as", tmp_path / "there")
    assert done.status == 0
    assert str(tmp_path / "there") in done.out
    assert codes(run) == ["Ansvar", "Mod"]
    assert [c["code"] for c in run("--study", tmp_path / "there", "codebook", "--json").json] == ["Mod"]
    assert run("restore", "--as", tmp_path / "there").status == 2


def test_a_backup_alone_suffices_for_a_new_folder(
    run: Run, backed_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(the_backup(backed_up), tmp_path / "alone.db")
    monkeypatch.chdir(tmp_path)
    shutil.rmtree(backed_up)
    assert run("restore", "alone.db").status == 2
    assert run("restore", "--as", "again").status == 2
    assert run("restore", "alone.db", "--as", "again").status == 0
    assert [c["code"] for c in run("--study", "again", "codebook", "--json").json] == ["Mod"]
    assert len(run("--study", "again", "transcripts", "--json").json) == 2


def test_a_study_whose_database_is_damaged_lists_its_backups_and_goes_back_to_one(run: Run, backed_up: Path) -> None:
    database = backed_up / ".workbench" / "study.db"
    database.write_bytes(b"x" * 4096 + database.read_bytes()[4096:])
    assert run("codebook").status == 2
    (listed,) = run("backup", "list", "--json").json
    assert listed["whole"]
    assert run("restore").status == 0
    assert codes(run) == ["Mod"]


def test_nothing_is_restored_while_the_study_is_open(run: Run, backed_up: Path) -> None:
    study = Study.open(backed_up, "bo")
    try:
        done = run("restore")
    finally:
        study.close()
    assert done.status == 2
    assert "open in another window" in done.err
    assert codes(run) == ["Ansvar", "Mod"]


def test_an_encrypted_study_is_restored_with_its_passphrase_alone(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_PASSPHRASE", "correct horse battery")
    assert run("init", tmp_path / "sealed", "--encrypt").status == 0
    monkeypatch.chdir(tmp_path / "sealed")
    run("codebook", "add", "Mod")
    run("backup")
    run("codebook", "add", "Ansvar")
    path = the_backup(tmp_path / "sealed")
    assert run("backup", "check", path).status == 0
    assert [b["whole"] for b in run("backup", "list", "--json").json] == [True]
    monkeypatch.setenv("WORKBENCH_PASSPHRASE", "another horse battery")
    assert run("restore", path).status == 2
    assert run("backup", "check", path).status == 2
    monkeypatch.delenv("WORKBENCH_PASSPHRASE")
    assert run("restore", path, "--as", tmp_path / "new").status == 2
    monkeypatch.setenv("WORKBENCH_PASSPHRASE", "correct horse battery")
    assert run("restore").status == 0
    assert codes(run) == ["Mod"]


def check_killed(workbench: Callable[..., Process], folder: Path, rounds: int) -> set[tuple[str, ...]]:
    """Kill ``restore`` a little later each time, from its first moment to its end."""
    start = time.monotonic()
    assert workbench("restore").status == 0
    lasts = time.monotonic() - start
    assert workbench("codebook", "add", "Ansvar").status == 0
    seen = set()
    for number in range(rounds):
        child = subprocess.Popen(
            [sys.executable, "-m", "workbench", "restore"],
            cwd=folder,
            env=os.environ | {"WORKBENCH_CODER": "ann"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(lasts * (0.5 + 0.5 * (number + 1) / rounds))
        child.send_signal(signal.SIGKILL)
        child.wait()
        listed = workbench("codebook")
        assert listed.status == 0, listed.err
        found = tuple(sorted(line.split("\t")[0] for line in listed.out.decode().splitlines()))
        assert workbench("verify").status == 0
        assert found in (("Mod",), ("Ansvar", "Mod"))
        seen.add(found)
        if found == ("Mod",):
            assert workbench("codebook", "add", "Ansvar").status == 0
    return seen


@pytest.mark.nightly
@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_a_restore_that_is_killed_a_hundred_times_leaves_the_old_or_the_new(
    workbench: Callable[..., Process], backed_up: Path
) -> None:
    assert len(check_killed(workbench, backed_up, 100)) == 2
