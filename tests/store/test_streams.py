"""Whose stream it is: a file that was copied, restored or moved never writes under a name that is not its own."""

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from workbench.store import Store, put
from workbench.store.streams import state_dir, written_here

Replica = Callable[..., Store]


def write(store: Store, name: str = "x") -> str:
    tx = store.write("add", [put("code", "C1", name=name)])
    assert tx is not None
    return tx.stream


def test_a_file_opened_again_goes_on_in_its_stream(replica: Replica) -> None:
    first = replica("ada")
    stream = write(first)
    first.close()
    assert write(replica("ada")) == stream


def test_another_coder_of_the_same_file_has_a_stream_of_his_own(replica: Replica, tmp_path: Path) -> None:
    stream = write(replica("ada"))
    bo = Store.open(tmp_path / "ada.db", "bo")
    assert write(bo) != stream
    bo.close()


def test_a_copied_file_has_a_stream_of_its_own(replica: Replica, tmp_path: Path) -> None:
    ada = replica("ada")
    stream = write(ada)
    ada.close()
    shutil.copy(tmp_path / "ada.db", tmp_path / "copy.db")
    copy = Store.open(tmp_path / "copy.db", "ada")
    assert write(copy) != stream
    copy.close()
    assert write(replica("ada")) == stream


def test_a_backup_put_back_in_place_has_a_stream_of_its_own(replica: Replica, tmp_path: Path) -> None:
    ada = replica("ada")
    stream = write(ada)
    ada.close()
    kept = (tmp_path / "ada.db").read_bytes()
    ada = replica("ada")
    write(ada, "after the backup")
    ada.close()
    (tmp_path / "ada.db").write_bytes(kept)
    assert write(replica("ada")) != stream


def test_a_file_that_another_took_the_place_of_has_a_stream_of_its_own(replica: Replica, tmp_path: Path) -> None:
    """By renaming, as careful backup programs do: the path is the same, and all that was remembered fits."""
    ada = replica("ada")
    stream = write(ada)
    ada.close()
    shutil.copy(tmp_path / "ada.db", tmp_path / "new.db")
    (tmp_path / "new.db").replace(tmp_path / "ada.db")
    assert write(replica("ada")) != stream


def test_a_file_that_was_moved_has_a_stream_of_its_own(replica: Replica, tmp_path: Path) -> None:
    ada = replica("ada")
    stream = write(ada)
    ada.close()
    (tmp_path / "ada.db").rename(tmp_path / "moved.db")
    moved = Store.open(tmp_path / "moved.db", "ada")
    assert write(moved) != stream
    moved.close()


def test_a_machine_that_remembers_nothing_mints_a_stream_and_loses_nothing(replica: Replica) -> None:
    ada = replica("ada")
    stream = write(ada)
    ada.close()
    shutil.rmtree(state_dir())
    again = replica("ada")
    assert write(again, "y") != stream
    assert again.read("SELECT name FROM code") == [("y",)]
    assert again.read("SELECT * FROM dispute") == []


@pytest.mark.parametrize("rubbish", ["", "{", "[]", '{"stream": 5}', '{"stream": "x", "seq": "many"}'])
def test_a_spoilt_memory_is_no_memory(replica: Replica, rubbish: str) -> None:
    ada = replica("ada")
    stream = write(ada)
    ada.close()
    for record in state_dir().rglob("*.json"):
        record.write_text(rubbish)
    assert write(replica("ada")) != stream


def test_without_a_place_to_remember_one_can_still_work(
    replica: Replica, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_text("")
    monkeypatch.setenv("WORKBENCH_STATE", str(tmp_path / "a file" / "state"))
    ada = replica("ada")
    assert write(ada) == write(ada, "y")
    ada.close()
    assert replica("ada").read("SELECT name FROM code") == [("y",)]


def clone(files: dict[Path, bytes], state: Path) -> None:
    """Make this machine what it was: every file with its content, in place, and what it remembered."""
    for path, content in files.items():
        path.write_bytes(content)
    shutil.rmtree(state_dir(), ignore_errors=True)
    shutil.copytree(state, state_dir())


def test_a_cloned_machine_is_found_at_the_first_exchange_and_keeps_both_branches(
    replica: Replica, tmp_path: Path
) -> None:
    """Nothing in the file, its place or this machine's memory tells the clone; the fork of their common stream does."""
    ada = replica("ada")
    common = write(ada, "common")
    ada.close()
    (tmp_path / "image").mkdir()
    state = Path(shutil.copytree(state_dir(), tmp_path / "image" / "state"))
    image = {tmp_path / "ada.db": (tmp_path / "ada.db").read_bytes()}
    ada = replica("ada")
    assert write(ada, "on the first") == common
    first = list(ada.export())
    ada.close()
    clone(image, state)
    ada = replica("ada")
    assert write(ada, "on the second") == common
    assert ada.own() == {common}
    ada.ingest(first)
    assert ada.own() == frozenset()
    assert len({head.hash for head in ada.heads() if head.stream == common}) == 2
    names = {entry.body for entry in ada.history(row="C1")}
    assert names == {f'{{"name":"{name}"}}' for name in ("common", "on the first", "on the second")}
    fresh = write(ada, "after")
    assert fresh != common
    assert ada.own() == {fresh}
    assert ada.verify().faults == ()
    second = list(ada.export())
    ada.close()
    ada = replica("ada")
    assert write(ada, "and on") == fresh
    ada.close()
    elsewhere = replica("elsewhere")
    elsewhere.ingest(second)
    elsewhere.ingest(first)
    other = replica("other way round")
    other.ingest(first)
    other.ingest(second)
    assert elsewhere.digest() == other.digest()


def test_an_old_backup_after_a_crash_is_found_at_the_first_exchange(replica: Replica, tmp_path: Path) -> None:
    """Killed, the program could not note how far it had come; so the old file is not found out when it is opened."""
    ada = replica("ada")
    stream = write(ada, "before")
    ada.close()
    kept = (tmp_path / "ada.db").read_bytes()
    state = Path(shutil.copytree(state_dir(), tmp_path / "state"))
    ada = replica("ada")
    write(ada, "synced, then killed")
    colleague = list(ada.export())
    ada.close()
    clone({tmp_path / "ada.db": kept}, state)
    ada = replica("ada")
    assert write(ada, "on the old file") == stream
    ada.ingest(colleague)
    assert write(ada, "after") != stream
    assert {entry.body for entry in ada.history(row="C1")} >= {
        '{"name":"synced, then killed"}',
        '{"name":"on the old file"}',
    }
    assert ada.verify().faults == ()


def test_own_streams_are_those_one_goes_on_in(replica: Replica, tmp_path: Path) -> None:
    ada = replica("ada")
    assert ada.own() == frozenset()
    stream = write(ada)
    assert ada.own() == {stream}
    bo = Store.open(tmp_path / "ada.db", "bo")
    theirs = write(bo)
    assert ada.own() == bo.own() == {stream, theirs}
    bo.close()
    peer = replica("peer")
    peer.ingest(list(ada.export()))
    assert peer.own() == frozenset()
    assert write(peer) not in ada.own()
    ada.close()
    assert replica("ada").own() == {stream, theirs}
    shutil.copy(tmp_path / "ada.db", tmp_path / "copy.db")
    copy = Store.open(tmp_path / "copy.db", "ada")
    assert copy.own() == frozenset()
    copy.close()


def test_an_old_backup_put_back_has_no_streams_of_its_own(replica: Replica, tmp_path: Path) -> None:
    ada = replica("ada")
    write(ada)
    ada.close()
    kept = (tmp_path / "ada.db").read_bytes()
    ada = replica("ada")
    write(ada, "later")
    ada.close()
    (tmp_path / "ada.db").write_bytes(kept)
    ada = replica("ada")
    assert ada.own() == frozenset()
    fresh = write(ada, "again")
    assert ada.own() == {fresh}


def test_a_machine_knows_the_files_it_has_worked_in_wherever_they_are(
    replica: Replica, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = replica("ada")
    assert not written_here(ada.db)
    write(ada)
    ada.close()
    (tmp_path / "ada.db").rename(tmp_path / "moved.db")
    with closing(Store.open(tmp_path / "moved.db", "bo")) as moved:
        assert written_here(moved.db)
        monkeypatch.setenv("WORKBENCH_STATE", str(tmp_path / "another machine"))
        assert not written_here(moved.db)


def test_reading_mints_nothing(replica: Replica) -> None:
    ada = replica("ada")
    ada.verify()
    ada.inbox()
    ada.close()
    assert not state_dir().exists() or not os.listdir(state_dir())
    assert replica("ada").read("SELECT count(*) FROM stream") == [(0,)]
