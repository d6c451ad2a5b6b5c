"""``workbench sync``, as a person and as a script meet it."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from workbench.cli.commands.sync import in_words
from workbench.study import join
from workbench.sync.exchange import Exchanged


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A folder that a team shares."""
    folder = tmp_path / "delt"
    folder.mkdir()
    return folder


@pytest.fixture
def copy(run: Any, study: Path, shared: Path, tmp_path: Path) -> Path:
    """A colleague's copy; both have synced."""
    assert run("sync", shared).status == 0
    join(tmp_path / "kopi", str(shared), coder="bo")
    return tmp_path / "kopi"


def test_an_exchange_is_told_in_one_line(run: Any, study: Path, shared: Path) -> None:
    done = run("sync", shared)
    assert done.status == 0
    assert len(done.out.splitlines()) == 1
    assert done.out.startswith("sent ")
    assert "nothing waits" in done.out
    assert run("sync").out == "nothing new on either side, nothing waits\n"


def test_a_script_gets_one_document(run: Any, copy: Path, shared: Path) -> None:
    run("--study", copy, "--coder", "bo", "code", "H-01", 4, 12, "Båden", "--new")
    run("--study", copy, "sync")
    document = run("sync", "--json").json
    assert document.pop("taken") >= 2
    assert document == {
        "peer": str(shared), "sent": 0, "texts_sent": 0, "texts_taken": 0, "waiting": 0, "refused": [],
        "troubles": [], "state": "up to date",
    }  # fmt: skip


def test_once_and_forget_leave_no_peer_behind(run: Any, study: Path, shared: Path) -> None:
    assert run("sync", shared, "--once").status == 0
    assert run("sync").status == 2
    run("sync", shared)
    assert str(shared) in run("sync", "--forget").out
    assert run("sync").status == 2
    assert run("sync", "--forget").out == "this study was synced with nobody\n"


def test_a_folder_is_made_where_its_parent_is_and_that_is_said(run: Any, study: Path, tmp_path: Path) -> None:
    done = run("sync", tmp_path / "ny")
    assert done.status == 0
    assert "was made" in done.err
    assert (tmp_path / "ny").is_dir()
    done = run("sync", tmp_path / "a" / "b")
    assert done.status == 2
    assert "not there" in done.err


def test_what_goes_wrong_at_the_peer_is_a_note_and_does_not_stop_anything(run: Any, copy: Path, shared: Path) -> None:
    bundle = next(shared.rglob("*.jsonl*"))
    bundle.with_name("conflict of " + bundle.name).write_bytes(b"torn")
    done = run("sync")
    assert done.status == 0
    assert "nothing waits" in done.out


def test_refused_changes_are_told_and_make_the_status_one(
    run: Any, study: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.study.sync import Link

    spoilt = Exchanged(0, 3, 0, 0, 0, ("a change that is no change",), ())
    monkeypatch.setattr(Link, "exchange", lambda self, progress=None, batch=0: spoilt)
    done = run("sync", shared)
    assert done.status == 1
    assert "refused: a change that is no change" in done.err


def test_a_password_is_never_shown_nor_kept(run: Any, study: Path) -> None:
    done = run("sync", "postgresql://anna:hemmelig@127.0.0.1:1/team")
    assert done.status == 2
    assert "~/.pgpass" in done.err
    assert "hemmelig" not in done.err + done.out


@pytest.mark.parametrize("words", [("--forget", "x"), ("--watch", "--json"), ("--watch", "--once")])
def test_options_that_contradict_each_other_are_refused(run: Any, study: Path, words: tuple[str, ...]) -> None:
    assert run("sync", *words).status == 2


@pytest.mark.parametrize(
    ("done", "words"),
    [
        (Exchanged(12, 40, 0, 0, 0, (), ()), "sent 12 changes, took in 40, nothing waits"),
        (Exchanged(1, 0, 1, 2, 0, (), ()), "sent 1 change, took in 0, sent 1 text, took in 2 texts, nothing waits"),
        (Exchanged(0, 0, 0, 0, 3, (), ()), "nothing new on either side, 3 wait for earlier work of a colleague"),
    ],
)
def test_an_exchange_in_words(done: Exchanged, words: str) -> None:
    assert in_words(done) == words


@pytest.mark.skipif(sys.platform == "win32", reason="an interrupt is a signal there no more")
def test_watching_takes_in_what_comes_until_it_is_interrupted(run: Any, copy: Path, study: Path) -> None:
    command = [sys.executable, "-m", "workbench", "--study", str(study), "--coder", "ann", "sync", "--watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ)) as watching:
        assert watching.stdout is not None
        limit = threading.Timer(60, watching.kill)  # nothing here may wait for ever
        limit.start()
        assert b"nothing new" in watching.stdout.readline()
        run("--study", copy, "--coder", "bo", "code", "H-01", 4, 12, "Båden", "--new")
        run("--study", copy, "sync")
        assert b"took in" in watching.stdout.readline()
        watching.send_signal(signal.SIGINT)
        assert watching.wait(60) == 130
        limit.cancel()
    rows = json.loads(run("codebook", "--json").out)
    assert any("Båden" in json.dumps(row, ensure_ascii=False) for row in rows)


# --- joining


def test_init_from_a_peer_makes_a_folder_with_the_study(run: Any, study: Path, shared: Path, tmp_path: Path) -> None:
    run("sync", shared)
    done = run("init", tmp_path / "ny", "--from", shared, "--coder", "bo")
    assert done.status == 0
    assert str(shared) in done.out
    ours, theirs = (run("--study", folder, "transcripts", "--json").json for folder in (study, tmp_path / "ny"))
    assert ours == theirs
    assert run("--study", tmp_path / "ny", "sync").out == "nothing new on either side, nothing waits\n"


def test_init_from_nobody_leaves_nothing_behind(run: Any, shared: Path, tmp_path: Path) -> None:
    done = run("init", tmp_path / "ny", "--from", shared)
    assert done.status == 2
    assert "nobody has synced there yet" in done.err
    assert not (tmp_path / "ny").exists()


def test_init_from_a_peer_takes_no_title_of_its_own(run: Any, shared: Path, tmp_path: Path) -> None:
    assert run("init", tmp_path / "ny", "--from", shared, "--title", "Mit").status == 2
