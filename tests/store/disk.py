"""A disk that loses its power, fills up or fails at any single write, with the store's own SQL running on it.

sqlcipher3 lets nobody stand between SQLite and the file system. So the store runs on apsw here, which is SQLite too,
through a file system written in Python: it knows what has been synced, and therefore what a power cut may undo.
"""

import contextlib
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import apsw
import pytest
from sqlcipher3 import dbapi2

SECTOR = 512
CHECKPOINT_PAGES = 15
_names = count()


class _Medium:
    """One file: what is safe, and what was written since the last sync, in order."""

    def __init__(self, safe: bytes) -> None:
        self.safe = bytearray(safe)
        self.loose: list[tuple[int, bytes | None]] = []  # (offset, data), or (size, None): cut to that size

    def sync(self) -> None:
        for offset, data in self.loose:
            _play(self.safe, offset, data)
        self.loose.clear()

    def after_cut(self, chance: random.Random) -> bytes:
        """What may be found after a cut: any of the loose writes reached the disk, whole or only some sectors."""
        found, share = bytearray(self.safe), chance.random()
        for offset, data in self.loose:
            if chance.random() >= share:
                continue
            if data is None or chance.random() < 0.7:
                _play(found, offset, data)
                continue
            borders = [offset, *range((offset // SECTOR + 1) * SECTOR, offset + len(data), SECTOR), offset + len(data)]
            for start, end in pairwise(borders):
                if chance.random() < 0.5:
                    _play(found, start, data[start - offset : end - offset])
        return bytes(found)


def _play(content: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del content[offset:]
        return
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(data)] = data


class Disk(apsw.VFS):
    """The file system. ``calls`` counts writes, syncs and truncations; ``before`` is called first and may raise."""

    def __init__(self) -> None:
        self.name = f"disk{next(_names)}"
        self.media: dict[str, _Medium] = {}
        self.calls = 0
        self.before: Callable[[int, str], None] | None = None
        super().__init__(self.name, "")

    def xOpen(self, name: Any, flags: list[int]) -> "_File":  # noqa: N802
        path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        if path not in self.media:
            self.media[path] = _Medium(Path(path).read_bytes() if Path(path).exists() else b"")
        return _File(self, path, name, flags)

    def call(self, kind: str) -> None:
        self.calls += 1
        if self.before:
            self.before(self.calls, kind)

    def excepthook(self, *_: Any) -> None:
        """An error that SQLite lives with (in what it can do without) is not reported beside."""

    def after_cut(self, chance: random.Random) -> dict[str, bytes]:
        """The files by name as a cut at this moment may leave them."""
        return {Path(path).name: medium.after_cut(chance) for path, medium in self.media.items()}

    def fail_from(self, number: int, error: Exception, *, once: bool = False) -> None:
        """Raise ``error`` at the ``number``-th call from now on, and at all later ones unless only ``once``."""
        first = self.calls + number

        def before(call: int, kind: str) -> None:
            if call == first or (call > first and not once):
                raise error

        self.before = before

    def mend(self) -> None:
        """From now on nothing fails any more."""
        self.before = None


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, path: str, name: Any, flags: list[int]) -> None:
        self._disk, self._medium = disk, disk.media[path]
        super().__init__("", name, flags)

    def excepthook(self, *_: Any) -> None:
        """As of the disk."""

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._disk.call("write")
        self._medium.loose.append((offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._disk.call("truncate")
        self._medium.loose.append((size, None))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._disk.call("sync")
        self._medium.sync()
        super().xSync(flags)


@contextmanager
def _as_the_driver_says() -> Iterator[None]:
    try:
        yield
    except apsw.ConstraintError as error:
        raise dbapi2.IntegrityError(str(error)) from error
    except apsw.Error as error:
        raise dbapi2.OperationalError(str(error)) from error


class _Cursor:
    def __init__(self, con: apsw.Connection) -> None:
        self._cursor, self._con = con.cursor(), con
        self.rowcount = -1

    def run(self, sql: str, parameters: Iterable[Any]) -> "_Cursor":
        with _as_the_driver_says():
            self._cursor.execute(sql, tuple(parameters))
        return self

    def fetchone(self) -> Any:
        return next(self, None)

    def fetchall(self) -> list[Any]:
        return list(self)

    def __iter__(self) -> "_Cursor":
        return self

    def __next__(self) -> Any:
        with _as_the_driver_says():
            return next(self._cursor)

    @property
    def lastrowid(self) -> int:
        return self._con.last_insert_rowid()

    @property
    def description(self) -> Any:
        try:
            return self._cursor.get_description()
        except apsw.ExecutionCompleteError:
            return ()


class _Connection:
    """apsw, as far as the store uses the driver it has. ``synchronous`` overrides what the store asks for."""

    def __init__(self, path: str, disk: Disk, synchronous: str) -> None:
        with _as_the_driver_says():
            self._con = apsw.Connection(path, vfs=disk.name)
        self._synchronous = synchronous
        # As SQLite does by itself, but so that an error in it stays in it: it is no error of the commit.
        self._con.wal_autocheckpoint(0)
        self._con.set_wal_hook(self._checkpoint)

    def _checkpoint(self, con: apsw.Connection, name: str, pages: int) -> int:
        if pages >= CHECKPOINT_PAGES:
            with contextlib.suppress(apsw.Error):
                con.wal_checkpoint(name)
        return apsw.SQLITE_OK

    def execute(self, sql: str, parameters: Iterable[Any] = ()) -> _Cursor:
        if self._synchronous and sql.startswith("PRAGMA synchronous="):
            sql = f"PRAGMA synchronous={self._synchronous}"
        return _Cursor(self._con).run(sql, parameters)

    def executemany(self, sql: str, rows: Iterable[Iterable[Any]]) -> "_Cursor":
        before, cursor = self._con.total_changes(), _Cursor(self._con)
        with _as_the_driver_says():
            self._con.executemany(sql, [tuple(row) for row in rows])
        cursor.rowcount = self._con.total_changes() - before
        return cursor

    def create_function(self, name: str, arity: int, function: Callable[..., Any], **_: Any) -> None:
        self._con.create_scalar_function(name, function, arity)

    @property
    def in_transaction(self) -> bool:
        return bool(self._con.in_transaction)

    def close(self) -> None:
        with contextlib.suppress(apsw.Error):  # what cannot be tidied up at the end is no error to SQLite
            self._con.close()


class Driver:
    """Stands in for the module ``dbapi2``: files lie on ``disk``, what has no file is left to the driver itself."""

    def __init__(self, disk: Disk, synchronous: str = "") -> None:
        self._disk, self._synchronous = disk, synchronous

    def connect(self, path: str, **more: Any) -> Any:
        if path == ":memory:":
            return dbapi2.connect(path, **more)
        return _Connection(path, self._disk, self._synchronous)

    def __getattr__(self, name: str) -> Any:
        return getattr(dbapi2, name)


@contextmanager
def on_disk(synchronous: str = "") -> Iterator[Disk]:
    """Stores that are opened meanwhile lie on this disk."""
    disk = Disk()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workbench.store.database.dbapi2", Driver(disk, synchronous))
        yield disk
    disk.mend()
