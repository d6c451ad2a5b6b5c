"""The database of a study: append and apply in one transaction, read in SQL, verify against the log."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sqlmodel import Session

from workbench.errors import InputError, StudyError
from workbench.log.causality import Dot
from workbench.sanitise import unstorable
from workbench.store import inbox, journal, merge, moment, streams, undo
from workbench.store import verify as verification
from workbench.store.damage import tells, told
from workbench.store.database import WAIT_S, Database
from workbench.store.inbox import Item, Said
from workbench.store.journal import Clock, Op, Ops, Tx, delete, put
from workbench.store.merge import Report, blob_id
from workbench.store.moment import Moment, Position
from workbench.store.past import Past, Then, rows_then, trail
from workbench.store.peers import AskedByPeers, Head, Texts
from workbench.store.projection import rebuild
from workbench.store.session import Sessions
from workbench.store.undo import Step, UndoList
from workbench.store.verify import Verdict

__all__ = [
    "Dot",
    "Entry",
    "Head",
    "Item",
    "Moment",
    "Op",
    "Ops",
    "Past",
    "Position",
    "Report",
    "Said",
    "Step",
    "Store",
    "Texts",
    "Then",
    "Tx",
    "Verdict",
    "blob_id",
    "delete",
    "put",
]


class Entry(NamedTuple):
    """A change as the audit trail shows it; ``ts`` is the claimed wall time in ms."""

    n: int
    stream: str
    tx: int
    ts: int
    actor: str
    verb: str
    ent: str
    row: str
    op: str
    body: str


class Store(AskedByPeers):
    """One replica: every way in and out of its database file.

    ``actor`` is the coder who runs this program; what is written goes to that coder's stream of this file.
    """

    def __init__(self, db: Database, actor: str, clock: Clock = time.time) -> None:
        super().__init__(db)
        self.actor = actor
        self.on_change: list[Callable[[], None]] = []
        self._clock = clock
        self._stream = ""
        self._version = db.version()
        self._sessions = Sessions(db)
        self._undo: dict[str, UndoList] = {}

    @classmethod
    def open(
        cls,
        path: Path | str,
        actor: str,
        clock: Clock = time.time,
        wait: float = WAIT_S,
        key: bytes | None = None,
    ) -> "Store":
        """Open or create the database at ``path`` (``:memory:`` for one without a file).

        ``wait``: for how many seconds another process may hold the file before BusyError. ``key``: 32 bytes and 16 of
        salt, for a file that is encrypted; WrongKeyError where it is not the one.
        """
        db = Database(path, wait, key)
        if db.meta("stale"):
            with told(db), db.transaction():
                rebuild(db)
        return cls(db, actor, clock)

    # --- writing

    @tells
    def write(self, verb: str, ops: Ops, *, texts: Iterable[tuple[bytes, str]] = ()) -> Tx | None:
        """Record ``ops`` as one transaction called ``verb``; ``texts`` are (salt, text) that lie out of line.

        ``ops`` may be a function that reads and decides: it is called when no other process can write any more, and
        perhaps twice. Nothing is recorded where there are none. Raises InputError for what cannot be stored.
        """
        blobs = []
        for salt, text in texts:
            if why := unstorable(text):
                raise InputError(f"a text cannot be stored: {why}", "Take out what cannot be kept.")
            blobs.append((blob_id(salt, text), salt, text))
        return self._write(verb, ops, None, blobs)

    def _write(
        self,
        verb: str,
        ops: Ops,
        undoes: tuple[str, int] | None,
        blobs: list[tuple[str, bytes, str]],
    ) -> Tx | None:
        if not ops:
            return None

        def attempt() -> Tx | None:
            return journal.write(
                self.db, self._own(), self.actor, verb, ops, undoes=undoes, blobs=blobs, clock=self._clock
            )

        try:
            tx = attempt()
        except journal.ForkedStreamError:
            self._stream = ""
            tx = attempt()
        if tx:
            self._changed()
        return tx

    def _own(self) -> str:
        if not self._stream:
            self._stream = streams.own_stream(self.db, self.actor)
        return self._stream

    @tells
    def undo(self, stream: str, tx: int, verb: str = "undo") -> list[tuple[str, str]]:
        """Undo a transaction; returns the (row, field) pairs that were changed since and therefore left alone."""
        skipped: list[tuple[str, str]] = []

        def ops() -> list[Op]:
            found = undo.inverse(self.db, stream, tx)
            if not found.ops:
                raise StudyError("nothing of that is left to undo", "Somebody has changed it since.")
            skipped[:] = found.skipped
            return found.ops

        self._write(verb, ops, (stream, tx), [])
        return skipped

    @tells
    def undo_list(self, actor: str | None = None) -> UndoList:
        """What a coder can undo and redo now."""
        who = actor or self.actor
        steps = self._undo.setdefault(who, UndoList(self.db, who))
        steps.refresh()
        return steps

    @tells
    def ingest(self, lines: Iterable[str | bytes], *, durable: bool = True) -> Report:
        """Take in lines from elsewhere: any order, repeated, with gaps."""
        report = merge.ingest(self.db, lines, durable=durable)
        if report.applied:
            self._undo.clear()
            self._changed()
        return report

    def export(self, stream: str | None = None, after: int = 0) -> Iterable[str]:
        """The log as lines: one stream above a sequence, or everything."""
        with told(self.db):
            yield from merge.export(self.db, stream, after)

    # --- the file itself

    @tells
    def backup(self, target: Path) -> None:
        """Write a whole copy of the file to ``target``, sealed with the same key, and read it back."""
        from workbench.store import backup

        backup.write(self.db, target)

    @tells
    def scrub(self) -> bool:
        """Leave no byte of what was erased in the file or beside it; False where another process stood in the way."""
        return self.db.scrub()

    @tells
    def rebuild(self) -> None:
        """Make every table anew from the log."""
        with self.db.transaction():
            rebuild(self.db)
        self._changed()

    @tells
    def keep(self, key: str, value: str) -> None:
        """Remember something of this file's own, which never travels."""
        with self.db.transaction():
            self.db.set_meta(key, value)

    def _changed(self) -> None:
        for listener in self.on_change:
            listener()

    # --- reading

    @tells
    def read(self, sql: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query, as tuples."""
        return self.db.read(sql, parameters)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A SQLModel session to read with; it refuses to write, for the log is the only way in."""
        with self._sessions.open() as session:
            yield session

    @tells
    def text(self, blob: str) -> str | None:
        """A text that lies out of line; None where it has not come yet or was erased."""
        rows = self.read("SELECT data FROM blob WHERE id = ?", (blob,))
        return rows[0][0] if rows else None

    @tells
    def history(self, *, row: str = "", actor: str = "", since: int = 0, limit: int = 1_000_000) -> list[Entry]:
        """Changes, newest first: of a row, by an actor, since an arrival number."""
        rows = self.read(
            "SELECT c.n, s.id, c.tx, c.ts, c.actor, c.verb, c.ent, c.row, c.op, c.body "
            "FROM change c JOIN stream s ON s.no = c.stream "
            "WHERE (?1 = '' OR c.row = ?1) AND (?2 = '' OR c.actor = ?2) AND c.n > ?3 ORDER BY c.n DESC LIMIT ?4",
            (row, actor, since, limit),
        )
        return [Entry(*r) for r in rows]

    @tells
    def at(self, when: Moment) -> "Store":
        """The study as it stood; to be read only, and closed."""
        return Store(moment.view(self.db, when), self.actor)

    @tells
    def position(self) -> Position:
        """Where the log stands, in words that every replica understands."""
        return moment.position(self.db)

    @tells
    def past(self, position: Position | str) -> Past:
        """What lies behind a place in the log, which may be given as the JSON of ``moment.write_position``."""
        return Past(self.db, position)

    @tells
    def trail(self, ent: str, after: int = 0) -> dict[str, tuple[Dot, ...]]:
        """Of each row of an entity its last changes, to be held against a ``Past``; of those above ``after``."""
        return trail(self.db, ent, after)

    @tells
    def rows_then(self, past: Past, ent: str, rows: Collection[str]) -> dict[str, Then]:
        """Rows as they were at a place in the log; what nobody had written yet is left out."""
        with self.db.reading():
            return rows_then(self.db, past, ent, rows)

    @tells
    def changed(self) -> bool:
        """Whether another process has written since the last call."""
        version = self.db.version()
        changed, self._version = version != self._version, version
        return changed

    @tells
    def inbox(self) -> list[Item]:
        """What people should look at: disputes, skipped moves, revived rows, dangling references, names used twice."""
        return inbox.inbox(self.db)

    @tells
    def verify(self) -> Verdict:
        """Check the chain, the texts and the tables."""
        return verification.verify(self.db)

    @tells
    def digest(self) -> str:
        """One number for the whole visible state."""
        return verification.digest(self.db)

    @tells
    def close(self) -> None:
        """Note how far our stream has come, and let go of the file."""
        if self._stream:
            rows = self.read(
                "SELECT max(h.seq) FROM head h JOIN stream s ON s.no = h.stream WHERE s.id = ?",
                (self._stream,),
            )
            streams.remember(self.db, self.actor, self._stream, rows[0][0] or 0)
        self._sessions.close()
        self.db.close()
