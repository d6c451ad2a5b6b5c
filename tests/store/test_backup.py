"""Whole copies of a file: read back when they are written, and found out where they are not whole."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from workbench.errors import NewerError, NotFoundError, StudyError, WrongKeyError
from workbench.store import Store, backup, blob_id, put
from workbench.store.database import Database

Replica = Callable[..., Store]
KEY, OTHER_KEY = b"k" * 32 + b"s" * 16, b"x" * 32 + b"s" * 16
KEYS = pytest.mark.parametrize("key", [None, KEY], ids=["plain", "sealed"])


def fill(store: Store, count: int = 5, name: str = "x") -> None:
    for i in range(count):
        text = f"{name} {i} " * 100
        store.write(
            "add",
            [
                put("code", f"{name}{i}", name=f"{name} {i}"),
                put("memo", f"M{name}{i}", text=[None, blob_id(b"s", text)]),
            ],
            texts=[(b"s", text)],
        )


def digest_of(path: Path, key: bytes | None = None) -> str:
    with closing(Store.open(path, "", key=key)) as store:
        assert store.verify().faults == ()
        return store.digest()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- copies


@KEYS
def test_a_backup_is_the_whole_file_in_one_piece(replica: Replica, tmp_path: Path, key: bytes | None) -> None:
    store = replica("ada", key=key)
    fill(store)
    store.note("peer", {"seen": "5"})
    (tmp_path / "kept").mkdir()
    store.backup(tmp_path / "kept" / "b.db")
    assert names(tmp_path / "kept") == ["b.db"]
    with closing(backup.Copy(tmp_path / "kept" / "b.db", key)) as copy:
        assert backup.contents(copy) == backup.contents(store.db)
    assert names(tmp_path / "kept") == ["b.db"]
    assert digest_of(tmp_path / "kept" / "b.db", key) == store.digest()
    with closing(Store.open(tmp_path / "kept" / "b.db", "", key=key)) as again:
        assert again.notes("peer") == {"seen": "5"}


def test_a_backup_of_a_sealed_file_is_sealed(replica: Replica, tmp_path: Path) -> None:
    store = replica("ada", key=KEY)
    fill(store)
    store.backup(tmp_path / "b.db")
    assert b"x 1 x 1" not in (tmp_path / "b.db").read_bytes()
    with pytest.raises(WrongKeyError):
        backup.Copy(tmp_path / "b.db", OTHER_KEY)
    with pytest.raises(StudyError, match="no whole backup"):
        backup.Copy(tmp_path / "b.db")


def test_a_backup_holds_one_state_while_others_write(tmp_path: Path) -> None:
    program = """
import sys
from workbench.store import Store, put
store = Store.open(sys.argv[1], "bo")
print("ready", flush=True)
for i in range(100_000):
    store.write("pair", [put("code", f"A{i}", name="a"), put("code", f"B{i}", name="b")])
"""
    with closing(Store.open(tmp_path / "s.db", "ada")) as store:
        fill(store, 50)
        writer = subprocess.Popen([sys.executable, "-c", program, tmp_path / "s.db"], stdout=subprocess.PIPE)
        try:
            assert writer.stdout is not None
            writer.stdout.readline()
            for number in range(5):
                store.backup(tmp_path / f"b{number}.db")
        finally:
            writer.kill()
            writer.communicate()
    counts = []
    for number in range(5):
        with closing(Store.open(tmp_path / f"b{number}.db", "")) as kept:
            assert kept.verify().faults == ()
            counts.append(kept.read("SELECT count(*) FROM change")[0][0])
    assert all(count % 2 == 0 for count in counts)
    assert counts == sorted(counts)
    assert counts[-1] > 100


def test_a_compact_backup_has_no_byte_of_what_was_erased(replica: Replica, tmp_path: Path) -> None:
    store = replica("ada")
    secret = "a name that was withdrawn " * 2000
    store.write("memo", [put("memo", "M1", text=[None, blob_id(b"s", secret)])], texts=[(b"s", secret)])
    store.write("erase", [put("erasure", "E1", text=blob_id(b"s", secret))])
    backup.write(store.db, tmp_path / "b.db", compact=True)
    assert b"a name that was withdrawn" not in (tmp_path / "b.db").read_bytes()
    assert digest_of(tmp_path / "b.db") == store.digest()


def test_a_disk_that_does_not_keep_what_is_written_gives_no_backup(
    replica: Replica, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = replica("ada")
    fill(store, 50)
    honest = backup.copy

    def spoil(db: Database, target: Path, *, compact: bool = False) -> None:
        honest(db, target, compact=compact)
        with target.open("r+b") as file:
            file.seek(target.stat().st_size // 2)
            file.write(b"\xff" * 4096)

    monkeypatch.setattr(backup, "copy", spoil)
    before = names(tmp_path)
    with pytest.raises(StudyError):
        store.backup(tmp_path / "b.db")
    assert names(tmp_path) == before


def test_a_backup_that_lacks_a_change_is_none(
    replica: Replica, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, older = replica("ada"), replica("older")
    fill(store)
    fill(older, 2)
    honest = backup.copy
    monkeypatch.setattr(backup, "copy", lambda db, target, compact=False: honest(older.db, target))
    with pytest.raises(StudyError, match="read back"):
        store.backup(tmp_path / "b.db")
    assert not (tmp_path / "b.db").exists()


def test_where_nothing_can_be_written_the_reason_is_told(replica: Replica, tmp_path: Path) -> None:
    store = replica("ada")
    fill(store)
    for target in (tmp_path / "no folder" / "b.db", tmp_path / "ada.db" / "b.db"):
        with pytest.raises(StudyError):
            store.backup(target)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts a file system")
def test_a_full_disk_leaves_no_backup_and_no_rest_of_one(replica: Replica, tmp_path: Path) -> None:
    store = replica("ada")
    fill(store, 300)
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", small], capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        with pytest.raises(StudyError, match="full"):
            store.backup(small / "b.db")
        assert names(small) == []
    finally:
        subprocess.run(["umount", small], check=True)
    assert store.verify().faults == ()


# --- what is no backup


def test_what_is_no_backup_is_refused_with_its_reason(replica: Replica, tmp_path: Path) -> None:
    store = replica("ada")
    fill(store)
    store.backup(tmp_path / "good.db")
    good = (tmp_path / "good.db").read_bytes()
    bad = tmp_path / "bad.db"
    for content in (b"", b"rubbish", good[:100], b"PK\x03\x04" + good):
        bad.write_bytes(content)
        with pytest.raises(StudyError, match="no whole backup"):
            backup.Copy(bad)
    with pytest.raises(NotFoundError):
        backup.Copy(tmp_path / "none.db")
    with closing(Store.open(bad_newer := tmp_path / "newer.db", "")) as newer:
        newer.db.con.execute("PRAGMA user_version=999999")
    with pytest.raises(NewerError):
        backup.Copy(bad_newer)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_torn_or_altered_backup_is_found_out_when_it_is_read_to_its_end(
    replica: Replica, tmp_path: Path, share: float
) -> None:
    store = replica("ada")
    fill(store, 60)
    store.backup(tmp_path / "good.db")
    good = (tmp_path / "good.db").read_bytes()
    place = int(len(good) * share)
    (tmp_path / "torn.db").write_bytes(good[:place])
    (tmp_path / "altered.db").write_bytes(good[:place] + b"\x07" * 9000 + good[place + 9000 :])
    for name in ("torn.db", "altered.db"):
        with pytest.raises(StudyError):
            backup.stage(tmp_path / name, tmp_path / "staged.db", None)
    assert backup.stage(tmp_path / "good.db", tmp_path / "staged.db", None).changes == 120


def test_a_change_that_was_altered_in_a_backup_is_found_out(replica: Replica, tmp_path: Path) -> None:
    store = replica("ada")
    fill(store)
    store.backup(tmp_path / "b.db")
    with closing(Database(tmp_path / "b.db")) as db:
        db.con.execute("DROP TRIGGER change_grows_u")
        db.con.execute("""UPDATE change SET body = '{"name":"forged"}' WHERE n = 1""")
    with pytest.raises(StudyError, match="is not whole"):
        backup.stage(tmp_path / "b.db", tmp_path / "staged.db", None)


def test_a_file_whose_last_changes_stand_beside_it_is_read_with_them(replica: Replica, tmp_path: Path) -> None:
    """As somebody copies it by hand, of a program that was killed: the database and its write-ahead log."""
    store = replica("ada")
    fill(store)
    (tmp_path / "hand").mkdir()
    for side in ("", "-wal"):
        shutil.copy(tmp_path / f"ada.db{side}", tmp_path / "hand" / f"copy.db{side}")
    verdict = backup.stage(tmp_path / "hand" / "copy.db", tmp_path / "staged.db", None)
    assert verdict.changes == 10
