"""Whole copies of a database file.

A copy is taken by SQLite's backup interface from one state of the file, whatever other processes write meanwhile. It
is sealed with the same key, read back through a connection of its own, and compared, before it gets its name; so what
bears the name of a backup is one.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from workbench.errors import BusyError, NewerError, NotFoundError, StudyError, WrongKeyError
from workbench.store import schema
from workbench.store.database import Database, explained, refuse_newer
from workbench.store.projection import rebuild
from workbench.store.verify import Verdict, verify

SIDES = ("-wal", "-shm", "-journal")
"""What SQLite may leave beside a database, by the end of its name."""

_WAIT_S = 5.0


class Copy(Database):
    """A database file that is only read, of this or an older version; nothing appears beside it.

    Raises NotFoundError, NewerError, WrongKeyError, or StudyError for what is no whole database of a study.
    """

    def __init__(self, path: Path, key: bytes | None = None) -> None:
        self.path, self.key = path, key
        if not path.is_file():
            raise NotFoundError(f"there is no file {path}", "`workbench backup list` shows the backups of the study.")
        try:
            with explained(path), self._unlocking():
                address = f"{path.resolve().as_uri()}?{_way_to_open(path)}"
                self.con: Any = dbapi2.connect(address, uri=True, timeout=_WAIT_S, isolation_level=None)
                try:
                    self._prepare()
                except BaseException:
                    self.con.close()
                    raise
        except (BusyError, NewerError, WrongKeyError):
            raise
        except StudyError as error:
            raise StudyError(
                f"{path} is no whole backup of a study",
                "It is damaged, or something else; if the study has a passphrase, it is sealed and needs that.",
            ) from error

    def _prepare(self) -> None:
        _unlock(self.con, self.key)
        self.file_version = int(self.con.execute("PRAGMA user_version").fetchone()[0])
        if self.con.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
            raise StudyError("not ours")
        refuse_newer(self.file_version)


def _way_to_open(path: Path) -> str:
    """A file that lies alone is complete in itself; it is opened so that it may also lie where nobody can write."""
    log, journal = path.with_name(path.name + "-wal"), path.with_name(path.name + "-journal")
    if journal.exists() and journal.stat().st_size:
        return "mode=rw"  # a write that was broken off is taken back, or what is read is neither the old nor the new
    return "mode=ro" if log.exists() else "mode=ro&immutable=1"


def contents(db: Database) -> tuple[Any, ...]:
    """What two files have in common that hold the same changes and texts. Quick, also for a large study."""
    with db.reading():
        return (
            *db.read("SELECT count(*), COALESCE(max(n), 0) FROM change"),
            *db.read("SELECT count(*), count(data) FROM blob"),
            *db.read("SELECT s.id, h.seq, h.hash FROM head h JOIN stream s ON s.no = h.stream ORDER BY s.id, h.hash"),
        )


def write(db: Database, target: Path, *, thorough: bool = True, compact: bool = False) -> None:
    """Write a whole copy of the file behind ``db`` to ``target``, durably; raises StudyError, and then there is none.

    ``thorough``: also compare every index with its table when reading it back. ``compact``: leave no byte in it of
    what was deleted or erased.
    """
    with _partial(target) as part, db.reading():
        expected = contents(db)
        copy(db, part, compact=compact)
        _read_back(part, db.key, expected, thorough)


def copy(db: Database, target: Path, *, compact: bool = False) -> None:
    """Copy what ``db`` reads now into the new file ``target``, not yet durably."""
    target.unlink(missing_ok=True)
    with explained(target), closing(dbapi2.connect(str(target), timeout=_WAIT_S, isolation_level=None)) as con:
        _unlock(con, db.key)
        db.con.backup(con)
        con.execute("PRAGMA journal_mode=MEMORY" if compact else "PRAGMA journal_mode=DELETE")
        if compact:
            con.execute("VACUUM")
            con.execute("PRAGMA journal_mode=DELETE")


def stage(source: Path, target: Path, key: bytes | None) -> Verdict:
    """Copy the backup ``source`` to ``target``, bring it into today's form, and check all of it.

    Raises StudyError where anything in it does not hold. That a text has not come yet is no fault of a backup.
    """
    try:
        with closing(Copy(source, key)) as kept:
            copy(kept, target)
        with closing(Database(target, key=key)) as db:
            if db.meta("stale"):
                with db.transaction():
                    rebuild(db)
            verdict = verify(db)
    except (BusyError, NewerError, NotFoundError, WrongKeyError):
        raise
    except StudyError as error:
        raise StudyError(
            f"{source.name} cannot be read to its end: {error.message}", "Take another backup; nothing was changed."
        ) from error
    faults = [fault for fault in verdict.faults if not fault.endswith("has not come yet")]
    if faults:
        raise StudyError(f"{source.name} is not whole: {faults[0]}", "Take another backup; nothing was changed.")
    return verdict


def remove(path: Path) -> None:
    """Remove a database file and what lies beside it."""
    for name in (path.name, *(path.name + side for side in SIDES)):
        path.with_name(name).unlink(missing_ok=True)


def settle(part: Path, target: Path) -> None:
    """Give the finished file ``part`` its name, in one step that a power cut does not undo."""
    handle = os.open(part, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    os.replace(part, target)
    if os.name == "posix":
        with suppress(OSError):  # not every file system can do it for a folder
            handle = os.open(target.parent, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


@contextmanager
def _partial(target: Path) -> Iterator[Path]:
    """A name beside ``target`` to write to; at the end the file there gets the target's name, or is gone."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield part
        settle(part, target)
    except OSError as error:
        raise StudyError(f"{target} cannot be written: {error.strerror}", "Check the folder and the disk.") from error
    finally:
        with suppress(OSError):
            remove(part)


def _read_back(part: Path, key: bytes | None, expected: tuple[Any, ...], thorough: bool) -> None:
    pragma = "integrity_check" if thorough else "quick_check"
    with closing(Copy(part, key)) as written:
        if written.read(f"PRAGMA {pragma}") != [("ok",)] or contents(written) != expected:
            raise StudyError("a copy of the database could not be read back as it was written", "Check the disk.")


def _unlock(con: Any, key: bytes | None) -> None:
    if key is not None:
        con.execute("PRAGMA cipher_log_level = NONE")
        con.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    if sys.platform == "darwin":
        con.execute("PRAGMA fullfsync=1")
