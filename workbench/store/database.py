"""One database file: how it is opened, and the one kind of transaction that writes to it.

sqlcipher3 is the only driver: it brings a SQLite in which several processes may write and checkpoint at once. While a
process holds the file, nothing in it opens that file in any other way: closing such a handle drops its locks.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from workbench.errors import BusyError, NewerError, StudyError, WrongKeyError
from workbench.identity import new_id
from workbench.store import schema

MEMORY = ":memory:"
WAIT_S = 10.0
"""How long to wait for another process before giving up."""

_OURS = "PRAGMA application_id"
_CACHE_KIB = 32_000  # at most; a study of 100,000 codings is read and merged without writing pages twice


class Database:
    """A connection with our pragmas, guards and schema. Not shared between threads."""

    def __init__(self, path: Path | str, wait: float = WAIT_S, key: bytes | None = None) -> None:
        self.path = path
        self.key = key
        self._wait = wait
        with explained(path), self._unlocking():
            self.con: Any = dbapi2.connect(str(path), timeout=wait, isolation_level=None, cached_statements=256)
            self.con.create_function("app_applying", 0, lambda: 1)
            try:
                self._prepare()
            except BaseException:
                self.con.close()
                raise

    @contextmanager
    def _unlocking(self) -> Iterator[None]:
        """The first page read with a wrong key looks like no database at all."""
        try:
            yield
        except dbapi2.DatabaseError as error:
            if self.key is None or "not a database" not in str(error):
                raise
            raise WrongKeyError(
                "this passphrase does not open the study", "Nothing was changed; try the passphrase again."
            ) from None

    def _prepare(self) -> None:
        con = self.con
        if self.key is not None:
            con.execute("PRAGMA cipher_log_level = NONE")  # it would write to the terminal by itself
            con.execute(f"PRAGMA key = \"x'{self.key.hex()}'\"")
        version = con.execute("PRAGMA user_version").fetchone()[0]
        tables = con.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and con.execute(_OURS).fetchone()[0] != schema.APPLICATION_ID:
            raise StudyError(f"{self.path} is a database, but not a workbench one", "Name another folder.")
        refuse_newer(version)
        con.execute("PRAGMA temp_store=MEMORY")
        con.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
        if sys.platform == "darwin":
            con.execute("PRAGMA fullfsync=1")
        if self.path != MEMORY:
            self._journal()
        con.execute("PRAGMA synchronous=FULL")
        self._durable = True
        if version != schema.FILE_VERSION:
            with self.transaction(check=False):
                self._create()

    def _journal(self) -> None:
        """Keep a write-ahead log. SQLite does not wait by itself where two processes begin one at the same time."""
        until = time.monotonic() + self._wait
        while True:
            try:
                self.con.execute("PRAGMA journal_mode=WAL")
                return
            except dbapi2.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(0.01)

    def _create(self) -> None:
        """Make what is missing; another process may have been quicker. Old projections go, to be rebuilt."""
        version = self.con.execute("PRAGMA user_version").fetchone()[0]
        if version == schema.FILE_VERSION:
            return
        if version == 0:
            self._script(schema.LOG_TABLES)
        for number, added in schema.SINCE.items():
            if version // 1000 < number:
                self._script(added)
        if version == 0:
            self.con.execute("INSERT INTO meta VALUES ('replica', ?)", (new_id(),))
            self.con.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
        self._drop_projections()
        self._script(schema.projection_ddl())
        self.con.execute("INSERT OR REPLACE INTO meta VALUES ('stale', '1')")
        self.con.execute(f"PRAGMA user_version={schema.FILE_VERSION}")

    def _drop_projections(self) -> None:
        """Drop every table and view that is a function of the log, however an older program had shaped it."""
        rows = self.con.execute(
            "SELECT type, name, tbl_name FROM sqlite_master WHERE type IN ('view', 'table')"
        ).fetchall()
        for kind, name, _ in rows:
            if name not in schema.KEPT and not name.startswith("sqlite_"):
                self.con.execute(f'DROP {kind} "{name}"')

    def _script(self, sql: str) -> None:
        """Run statements inside the open transaction (``executescript`` would commit it)."""
        statement = ""
        for piece in sql.split(";"):
            statement += piece + ";"
            if statement.strip(" \n;") and _complete(statement):
                self.con.execute(statement)
                statement = ""

    @contextmanager
    def transaction(self, *, durable: bool = True, check: bool = True) -> Iterator[Any]:
        """A write transaction that holds the file from its first statement; rolled back whole on any error.

        ``durable``: fsync at commit. False only for what can be fetched again. ``check``: refuse where another
        process has meanwhile rebuilt the tables by another schema.
        """
        with explained(self.path):
            if durable != self._durable:
                self.con.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
                self._durable = durable
            self.con.execute("BEGIN IMMEDIATE")
            try:
                if check and self.con.execute("PRAGMA user_version").fetchone()[0] != schema.FILE_VERSION:
                    raise NewerError("another version of workbench has taken this study over", "Start workbench again.")
                yield self.con
                self.con.execute("COMMIT")
            except BaseException:
                # On a full disk SQLite has rolled back by itself; a second ROLLBACK would hide the real error.
                if self.con.in_transaction:
                    self.con.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several reads of one state, whatever other processes write meanwhile."""
        if self.con.in_transaction:
            yield
            return
        with explained(self.path):
            self.con.execute("BEGIN")
            try:
                yield
            finally:
                if self.con.in_transaction:
                    self.con.execute("ROLLBACK")

    def read(self, sql: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query, as tuples."""
        with explained(self.path):
            rows: list[tuple[Any, ...]] = self.con.execute(sql, parameters).fetchall()
            return rows

    def version(self) -> int:
        """A number that changes when another connection has written."""
        return int(self.read("PRAGMA data_version")[0][0])

    def state(self) -> tuple[int, int] | None:
        """What is the same only while nobody, here or elsewhere, has written to the file; None in a transaction."""
        # What a transaction of ours reads may be rolled back, and is counted as a change all the same.
        return None if self.con.in_transaction else (self.version(), self.con.total_changes)

    def meta(self, key: str) -> str:
        """What this file keeps for itself under ``key``, or ''."""
        rows = self.read("SELECT value FROM meta WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else ""

    def set_meta(self, key: str, value: str) -> None:
        """Keep ``value`` under ``key``; inside a transaction. It is this file's own and never travels."""
        self.con.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def scrub(self) -> bool:
        """Write the file anew and empty the write-ahead log; False where another process stood in the way."""
        if self.path == MEMORY:
            return True
        try:
            with explained(self.path):
                self.con.execute("VACUUM")
                busy, *_ = self.con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except BusyError:
            return False
        return not busy

    def close(self) -> None:
        """Let go of the file."""
        self.con.close()


def refuse_newer(version: int) -> None:
    """Raise where a file's number says that a newer program made it."""
    if version > schema.FILE_VERSION:
        raise NewerError(
            f"this study's database has file version {version}; this workbench knows {schema.FILE_VERSION}",
            "Install the newer workbench; nothing was changed.",
        )


def _complete(statement: str) -> bool:
    """Whether the statement ends here: a trigger's body holds semicolons of its own."""
    words = statement.upper()
    return "CREATE TRIGGER" not in words or words.rstrip().endswith("END;")


_DAMAGE = ("malformed", "could not decode", "unsupported file format", "unique constraint failed")


@contextmanager
def explained(path: Path | str) -> Iterator[None]:
    """Turn the driver's errors, and text that nobody wrote so, into ones a person can act on."""
    try:
        yield
    except (dbapi2.Error, json.JSONDecodeError, UnicodeDecodeError) as error:
        text = str(error) if isinstance(error, dbapi2.Error) else "malformed"
        explanation = _explanation(text, path)
        if explanation is None:
            raise
        raise explanation from error


def _explanation(text: str, path: Path | str) -> StudyError | None:
    low = text.lower()
    if "locked" in low or "busy" in low:
        return BusyError(
            "the study's database is locked by another program", "Close it there, or try again in a moment."
        )
    if "readonly" in low or "read-only" in low or "unable to open" in low:
        return StudyError(f"the study's database cannot be written: {path}", "Check the folder's permissions.")
    if "full" in low:
        return StudyError("the disk is full; nothing was changed", "Free some space and do it again.")
    if "not a database" in low or "encrypted" in low:
        return StudyError(f"{path} is not a workbench database", "Restore it from a backup, or move it away.")
    if any(word in low for word in _DAMAGE):
        return StudyError(
            f"the database file is damaged: {path}", "Restore it from a backup, or merge it from a colleague."
        )
    if "disk i/o" in low:
        return StudyError("the disk could not be read or written; nothing was changed", "Check the disk.")
    return None
