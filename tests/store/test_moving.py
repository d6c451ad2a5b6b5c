"""A file that moves, and one whose content is put back: killed at any moment, none is lost, and none is there twice."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.store.test_backup import KEYS, Replica, digest_of, fill, names
from workbench.errors import BusyError, StudyError
from workbench.store import Store, backup, blob_id, moving, put

# --- held against others


@KEYS
def test_a_file_that_is_open_elsewhere_is_not_held(replica: Replica, tmp_path: Path, key: bytes | None) -> None:
    store = replica("ada", key=key)
    fill(store)
    with pytest.raises(BusyError, match="open in another window"), moving.held(tmp_path / "ada.db", key, 0.1):
        pass
    fill(store, name="y")
    store.close()
    with moving.held(tmp_path / "ada.db", key, 0.1) as db:
        assert names(tmp_path)[0] == "ada.db"
        assert not (tmp_path / "ada.db-wal").exists()
        ((count,),) = db.read("SELECT count(*) FROM change")
        assert count == 20
        with pytest.raises(BusyError):
            Store.open(tmp_path / "ada.db", "bo", wait=0.1, key=key)
    assert digest_of(tmp_path / "ada.db", key)


# --- moved


@KEYS
def test_a_file_that_moves_is_whole_and_goes_on_under_another_name(
    replica: Replica, tmp_path: Path, key: bytes | None
) -> None:
    store = replica("ada", key=key)
    fill(store)
    store.note("peer", {"seen": "5"})
    stream = store.own()
    digest = store.digest()
    store.close()
    (tmp_path / "new").mkdir()
    new = tmp_path / "new" / "study.db"
    assert moving.bring(tmp_path / "ada.db", new, key, tmp_path / "kept" / "k.db") == moving.Brought(moved=True)
    assert names(tmp_path) == ["new"]
    assert digest_of(new, key) == digest
    with closing(Store.open(new, "ada", key=key)) as moved:
        assert moved.notes("peer") == {"seen": "5"}
        assert moved.own() == frozenset()
        tx = moved.write("add", [put("code", "C", name="new")])
        assert tx is not None
        assert tx.stream not in stream


def test_a_file_that_is_open_elsewhere_is_not_moved(replica: Replica, tmp_path: Path) -> None:
    store = replica("ada")
    fill(store)
    with pytest.raises(BusyError):
        moving.bring(tmp_path / "ada.db", tmp_path / "new.db", None, tmp_path / "k.db", wait=0.1)
    assert not (tmp_path / "new.db").exists()
    fill(store, name="y")


@KEYS
def test_where_both_are_there_the_one_is_taken_into_the_other(
    replica: Replica, tmp_path: Path, key: bytes | None
) -> None:
    ada = replica("ada", key=key)
    fill(ada)
    ada.close()
    shutil.copy(tmp_path / "ada.db", tmp_path / "old.db")
    old, new = replica("old", key=key), replica("ada", key=key)
    fill(old, 3, "old")
    fill(new, 2, "new")
    old.close()
    new.close()
    brought = moving.bring(tmp_path / "old.db", tmp_path / "ada.db", key, tmp_path / "kept" / "k.db")
    assert brought == moving.Brought(changes=6, kept=tmp_path / "kept" / "k.db")
    assert not (tmp_path / "old.db").exists()
    with closing(Store.open(tmp_path / "ada.db", "", key=key)) as store:
        assert store.read("SELECT count(*) FROM code WHERE alive") == [(10,)]
        assert store.verify().faults == ()
    with closing(backup.Copy(tmp_path / "kept" / "k.db", key)) as kept:
        assert kept.read("SELECT count(*) FROM change") == [(16,)]


def test_an_old_file_without_news_is_removed_without_a_word(replica: Replica, tmp_path: Path) -> None:
    ada = replica("ada")
    fill(ada)
    ada.close()
    shutil.copy(tmp_path / "ada.db", tmp_path / "old.db")
    brought = moving.bring(tmp_path / "old.db", tmp_path / "ada.db", None, tmp_path / "kept" / "k.db")
    assert brought == moving.Brought()
    assert names(tmp_path) == ["ada.db"]


def test_an_old_file_with_what_was_erased_is_taken_in_and_not_kept(replica: Replica, tmp_path: Path) -> None:
    ada, secret = replica("ada"), "withdrawn " * 300
    text = blob_id(b"s", secret)
    ada.write("memo", [put("memo", "M", text=[None, text])], texts=[(b"s", secret)])
    ada.close()
    shutil.copy(tmp_path / "ada.db", tmp_path / "old.db")
    ada = replica("ada")
    ada.write("erase", [put("erasure", "E", text=text)])
    ada.close()
    with closing(replica("old")) as old:
        fill(old)
    brought = moving.bring(tmp_path / "old.db", tmp_path / "ada.db", None, tmp_path / "kept" / "k.db")
    assert brought == moving.Brought(changes=10)
    assert not (tmp_path / "kept").exists()
    with closing(replica("ada")) as store:
        assert store.text(text) is None


def test_a_file_of_another_machine_is_copied_and_left_where_it_is(
    replica: Replica, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = replica("ada")
    fill(ada)
    token = ada.db.meta("replica")
    ada.close()
    before = (tmp_path / "ada.db").read_bytes()
    monkeypatch.setenv("WORKBENCH_STATE", str(tmp_path / "another machine"))
    new = tmp_path / "new.db"
    assert moving.bring(tmp_path / "ada.db", new, None, tmp_path / "k.db") == moving.Brought(moved=True, stays=True)
    assert (tmp_path / "ada.db").read_bytes() == before
    with closing(Store.open(new, "bo")) as bo:
        assert bo.db.meta("replica") != token
        assert bo.read("SELECT count(*) FROM code") == [(5,)]
    assert moving.bring(tmp_path / "ada.db", new, None, tmp_path / "k.db") == moving.Brought(stays=True)


def test_databases_of_two_studies_never_meet(replica: Replica, tmp_path: Path) -> None:
    for name in ("ada", "old"):
        store = replica(name)
        fill(store, 1, name)
        store.keep("study", f"the study of {name}")
        store.close()
    with pytest.raises(StudyError, match="two studies"):
        moving.bring(tmp_path / "old.db", tmp_path / "ada.db", None, tmp_path / "k.db")
    assert (tmp_path / "old.db").exists()


def test_an_old_file_that_nobody_can_read_is_put_aside(replica: Replica, tmp_path: Path) -> None:
    fill(replica("ada"))
    (tmp_path / "old.db").write_bytes(b"half a download" * 1000)
    brought = moving.bring(tmp_path / "old.db", tmp_path / "ada.db", None, tmp_path / "k.db")
    assert brought.kept == tmp_path / "old-unreadable.db"
    assert brought.kept.read_bytes().startswith(b"half a download")
    (tmp_path / "old.db").write_bytes(b"half a download" * 1000)
    with pytest.raises(StudyError):  # where it is all there is, it is not hidden away
        moving.bring(tmp_path / "old.db", tmp_path / "nothing.db", None, tmp_path / "k.db")
    assert (tmp_path / "old.db").exists()


# --- put back


@KEYS
def test_what_is_put_back_is_a_new_replica_and_the_present_is_kept(
    replica: Replica, tmp_path: Path, key: bytes | None
) -> None:
    ada = replica("ada", key=key)
    fill(ada)
    then = ada.digest()
    ada.backup(tmp_path / "b.db")
    fill(ada, 3, "later")
    now, token, stream = ada.digest(), ada.db.meta("replica"), ada.own()
    ada.close()
    backup.stage(tmp_path / "b.db", tmp_path / "staged.db", key)
    moving.renew(tmp_path / "staged.db", key)
    assert moving.put_back(tmp_path / "staged.db", tmp_path / "ada.db", key, tmp_path / "kept" / "k.db") == 0
    assert digest_of(tmp_path / "ada.db", key) == then
    assert digest_of(tmp_path / "kept" / "k.db", key) == now
    ada = replica("ada", key=key)
    assert ada.db.meta("replica") != token
    assert ada.own() == frozenset()
    fill(ada, 1, "again")
    assert not ada.own() & stream


def test_what_was_erased_since_a_backup_stays_erased(replica: Replica, tmp_path: Path) -> None:
    ada, secret = replica("ada"), "withdrawn words " * 300
    text = blob_id(b"s", secret)
    ada.write("memo", [put("memo", "M", text=[None, text])], texts=[(b"s", secret)])
    ada.backup(tmp_path / "b.db")
    ada.write("erase", [put("erasure", "E", text=text)])
    ada.close()
    backup.stage(tmp_path / "b.db", tmp_path / "staged.db", None)
    assert moving.put_back(tmp_path / "staged.db", tmp_path / "ada.db", None, tmp_path / "k.db") == 1
    assert replica("ada").text(text) is None


def test_in_the_place_of_a_damaged_file_a_backup_goes_and_the_damage_is_kept(replica: Replica, tmp_path: Path) -> None:
    ada = replica("ada")
    fill(ada, 50)
    then = ada.digest()
    ada.backup(tmp_path / "b.db")
    ada.close()
    (tmp_path / "kept").mkdir()
    for number, damage in enumerate((b"not a database at all" * 500, None)):
        file = tmp_path / "ada.db"
        content = file.read_bytes()
        file.write_bytes(damage or content[:8192] + b"\x13" * 20000 + content[28192:])
        backup.stage(tmp_path / "b.db", tmp_path / "staged.db", None)
        moving.put_back(tmp_path / "staged.db", file, None, tmp_path / "kept" / f"k{number}.db")
        assert digest_of(file) == then
    assert names(tmp_path / "kept") == ["k0-damaged.db", "k1-damaged.db"]


def test_nothing_is_put_back_while_the_file_is_open_elsewhere(replica: Replica, tmp_path: Path) -> None:
    ada = replica("ada")
    fill(ada)
    ada.backup(tmp_path / "b.db")
    fill(ada, 1, "later")
    backup.stage(tmp_path / "b.db", tmp_path / "staged.db", None)
    with pytest.raises(BusyError):
        moving.put_back(tmp_path / "staged.db", tmp_path / "ada.db", None, tmp_path / "k.db", wait=0.1)
    assert not (tmp_path / "k.db").exists()
    assert ada.read("SELECT count(*) FROM change") == [(12,)]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts a file system")
def test_on_a_full_disk_nothing_is_put_back_and_nothing_moves(replica: Replica, tmp_path: Path) -> None:
    ada = replica("ada")
    fill(ada, 100)
    ada.backup(tmp_path / "b.db")
    fill(ada, 100, "later")
    now = ada.digest()
    ada.close()
    small = tmp_path / "small"
    small.mkdir()
    size = (tmp_path / "ada.db").stat().st_size * 13 // 10
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", small], capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        live = small / "study.db"
        moving.bring(tmp_path / "ada.db", live, None, tmp_path / "k.db")
        with pytest.raises(StudyError, match="full"):
            moving.bring(live, small / "there.db", None, tmp_path / "k.db")
        backup.stage(tmp_path / "b.db", tmp_path / "staged.db", None)
        with pytest.raises(StudyError, match="full"):
            moving.put_back(tmp_path / "staged.db", live, None, small / "k.db")
        assert names(small) == ["study.db"]
        with (small / "ballast").open("wb") as ballast:  # the backup goes elsewhere, the journal finds no room
            ballast.write(b"x" * (size - live.stat().st_size - 3 * 4096))
        with pytest.raises(StudyError, match="full"):
            moving.put_back(tmp_path / "staged.db", live, None, tmp_path / "k.db")
        (small / "ballast").unlink()
        assert digest_of(live) == now
    finally:
        subprocess.run(["umount", small], check=True)


# --- killed

KILLED = """
import json, os, random, signal, sys, time
from contextlib import closing
from pathlib import Path
from workbench.identity import new_id
from workbench.store import Store, backup, moving, put

what, folder, rounds, sealed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "1"
chance = random.Random(5)
key = b"k" * 32 + b"s" * 16 if sealed else None
here, there = folder / "here.db", folder / "there.db"

def state(path):
    with closing(Store.open(path, "", key=key)) as store:
        faults = list(store.verify().faults)
        return store.digest(), faults

def write(path, number):
    with closing(Store.open(path, "ada", key=key)) as store:
        store.write("add", [put("code", new_id(), name=f"{number} {i}", definition="x" * 400) for i in range(40)])

def move():
    moving.bring(here, there, key, folder / "kept" / f"{new_id()}.db")

def restore():
    part = folder / f".part-{os.getpid()}.db"
    backup.stage(folder / "backup.db", part, key)
    moving.renew(part, key)
    os.write(tell, b"go")
    moving.put_back(part, here, key, folder / "kept" / f"{new_id()}.db")

result = {"done": 0, "undone": 0, "bad": [], "faults": []}
write(here, 0)
if what == "restore":
    with closing(Store.open(here, "ada", key=key)) as store:
        store.backup(folder / "backup.db")
    then = state(here)[0]
lasted = 0.05
for number in range(rounds):
    path = here if here.exists() else there
    write(path, number)
    if what == "move" and path == there:
        here, there = there, here
    now = state(here)[0]
    hear, tell = os.pipe()
    start = time.monotonic()
    if not (child := os.fork()):
        move() if what == "move" else restore()
        os._exit(0)
    if what == "restore":
        os.read(hear, 2)
        start = time.monotonic()
    time.sleep(chance.random() * lasted * 1.2)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if status == 0:
        lasted = max(0.01, 0.7 * lasted + 0.3 * (time.monotonic() - start) / 1.2)
    else:
        lasted *= 1.1
    os.close(hear), os.close(tell)
    if what == "restore":
        after, faults = state(here)
        result["done"] += after == then
        result["undone"] += after == now
        result["bad"] += [number] * (after not in (now, then))
    else:
        ends = [path for path in (here, there) if path.exists()]
        finished = ends == [there]
        if here.exists() and not finished:
            move()
        after, faults = state(there)
        result["done"] += finished
        result["undone"] += len(ends) == 2 or ends == [here]
        result["bad"] += [number] * (after != now or here.exists())
    result["faults"] += faults
print(json.dumps(result))
"""


def run_killed(what: str, folder: Path, rounds: int, key: bytes | None) -> Any:
    run = subprocess.run(
        [sys.executable, "-c", KILLED, what, folder, str(rounds), "1" if key else "0"],
        capture_output=True,
        text=True,
        timeout=1200,
    )
    assert run.returncode == 0, run.stderr
    result = json.loads(run.stdout)
    assert (result["bad"], result["faults"]) == ([], [])
    assert result["done"] + result["undone"] >= rounds
    return result


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="the launcher forks")


@needs_fork
@KEYS
@pytest.mark.parametrize("what", ["move", "restore"])
def test_killed_at_any_moment_the_old_or_the_new_is_there_whole(tmp_path: Path, what: str, key: bytes | None) -> None:
    run_killed(what, tmp_path, 5, key)


@needs_fork
@pytest.mark.nightly
@KEYS
@pytest.mark.parametrize("what", ["move", "restore"])
def test_killed_five_hundred_times_the_old_or_the_new_is_there_whole(
    tmp_path: Path, what: str, key: bytes | None
) -> None:
    result = run_killed(what, tmp_path, 500, key)
    assert min(result["done"], result["undone"]) > 20
