"""Whose stream it is: a file that was copied, restored or moved never writes under a name that is not its own."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.store import Store, put
from workbench.store.streams import state_dir

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


def test_reading_mints_nothing(replica: Replica) -> None:
    ada = replica("ada")
    ada.verify()
    ada.inbox()
    ada.close()
    assert not state_dir().exists() or not os.listdir(state_dir())
    assert replica("ada").read("SELECT count(*) FROM stream") == [(0,)]
