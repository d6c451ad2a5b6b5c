"""Exchange: the log as lines, and lines from elsewhere taken in.

A change is applied only if the one it follows is applied; what comes too early waits. Names of files, orders and
repetitions mean nothing: the content decides, and every replica that has the same changes has the same study.
"""

import json
from collections.abc import Iterable
from hashlib import sha256
from itertools import groupby
from typing import NamedTuple

from workbench.log.change import Body, Change, MalformedError, canonical_json, encode, parse
from workbench.store.database import Database
from workbench.store.history import record_heard, stream_number
from workbench.store.journal import INSERT_CHANGE
from workbench.store.projection import Applied, apply_merged, rebuild

COLUMNS = "seq, tx, hlc, ts, actor, fmt, verb, ent, row, op, body, deps, undoes, more, prev, hash"
"""What the table holds of a change beside its numbers here: the change's own fields after its stream, in order."""

_BLOB = '{"blob":"'
Parsed = tuple[Change, Body]


class Report(NamedTuple):
    """What came of lines from elsewhere.

    Changes applied, known before and waiting for earlier ones; texts; and for each refused line why.
    """

    applied: int = 0
    known: int = 0
    waiting: int = 0
    blobs: int = 0
    refused: tuple[str, ...] = ()


def export(db: Database, stream: str | None = None, after: int = 0) -> Iterable[str]:
    """The lines of one stream above a sequence, or everything: the texts that lie out of line, then all streams."""
    if stream is None:
        for name, salt, data in db.con.execute("SELECT id, salt, data FROM blob WHERE data IS NOT NULL ORDER BY id"):
            yield canonical_json({"blob": name, "salt": salt.hex(), "data": data})
    for no, name in db.read("SELECT no, id FROM stream WHERE ?1 IS NULL OR id = ?1 ORDER BY id", (stream,)):
        rows = db.con.execute(
            f"SELECT {COLUMNS} FROM change WHERE stream = ? AND seq > ? ORDER BY seq, hash", (no, after)
        )
        yield from (encode(Change(name, *row)) for row in rows)


def blob_id(salt: bytes, text: str) -> str:
    """The name of a text that lies out of line."""
    return sha256(salt + text.encode()).hexdigest()


def ingest(db: Database, lines: Iterable[str | bytes], *, durable: bool = False) -> Report:
    """Take in lines in any order, with gaps, repetitions and forks. A line that is no change is refused by itself."""
    refused: list[str] = []
    blobs: list[tuple[str, bytes, str]] = []
    changes: list[Parsed] = []
    for line in lines:
        try:
            if line[:9] in (_BLOB, _BLOB.encode()):
                blobs.append(_blob(line))
            else:
                changes.append(parse(line))
        except MalformedError as error:
            refused.append(str(error))
    changes.sort(key=lambda c: (c[0].stream, c[0].seq, c[0].hash))
    with db.transaction(durable=durable) as con:
        merge = _Merge(db, refused)
        for stream, group in groupby(changes, key=lambda c: c[0].stream):
            merge.take(stream, list(group))
        con.executemany("INSERT INTO blob VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data", blobs)
        merge.finish()
    return Report(len(merge.applied), merge.known, merge.waiting, len(blobs), tuple(refused))


def _blob(line: str | bytes) -> tuple[str, bytes, str]:
    try:
        d = json.loads(line)
        name, salt, data = d["blob"], bytes.fromhex(d["salt"]), d["data"]
        if isinstance(data, str) and "\x00" not in data and blob_id(salt, data) == name:
            return name, salt, data
    except (KeyError, TypeError, ValueError, RecursionError):
        pass
    raise MalformedError("a text that is not what its name says")


class _Merge:
    """One ingest, inside its transaction."""

    def __init__(self, db: Database, refused: list[str]) -> None:
        self._db = db
        self._refused = refused
        self._anew = False
        self.applied: list[Applied] = []
        self.known = 0
        self.waiting = 0
        self._n = db.con.execute("SELECT COALESCE(max(n), 0) FROM change").fetchone()[0]

    def take(self, stream: str, changes: list[Parsed]) -> None:
        """Append of one stream's changes (in order of sequence) what hangs together; keep the rest waiting."""
        con = self._db.con
        waiting = con.execute("SELECT line FROM pending WHERE stream = ?", (stream,)).fetchall()
        if waiting:
            changes = [*changes, *(parse(line) for (line,) in waiting)]
            changes.sort(key=lambda c: (c[0].seq, c[0].hash))
        no = stream_number(self._db, stream)
        heads: dict[bytes, int] = dict(con.execute("SELECT hash, seq FROM head WHERE stream = ?", (no,)).fetchall())
        fresh, early = self._chain(no, changes, heads)
        if waiting or early:
            con.execute("DELETE FROM pending WHERE stream = ?", (stream,))
            con.executemany(
                "INSERT INTO pending VALUES (?, ?, ?, ?)", [(c.hash, stream, c.seq, encode(c)) for c in early]
            )
            self.waiting += len(early)
        if fresh:
            self._append(no, fresh)
            con.execute("DELETE FROM head WHERE stream = ?", (no,))
            con.executemany("INSERT INTO head VALUES (?, ?, ?)", [(no, q, h) for h, q in heads.items()])

    def _chain(self, no: int, changes: list[Parsed], heads: dict[bytes, int]) -> tuple[list[Parsed], list[Change]]:
        """Changes that hang on what is here, and those that come too early; ``heads`` moves along."""
        fresh: dict[bytes, Parsed] = {}
        early: dict[bytes, Change] = {}
        for parsed in changes:
            change = parsed[0]
            if change.hash in fresh or change.hash in early:
                continue
            if change.hash in heads or (change.prev not in heads and self._stored(no, change.seq, change.hash)):
                self.known += 1
                continue
            before = fresh[change.prev][0] if change.prev in fresh else None
            actor = before.actor if before else self._actor(no, change)
            if actor is None:
                early[change.hash] = change
            elif actor != change.actor or (before and before.seq + 1 != change.seq):
                self._refused.append("a change that cannot follow the one it names")
            else:
                if heads and heads.pop(change.prev, None) is None:
                    self._fork(no)
                heads[change.hash] = change.seq
                fresh[change.hash] = parsed
        return list(fresh.values()), list(early.values())

    def _fork(self, no: int) -> None:
        if not self._db.con.execute("SELECT forked FROM stream WHERE no = ?", (no,)).fetchone()[0]:
            self._db.con.execute("UPDATE stream SET forked = 1 WHERE no = ?", (no,))
            self._anew = True

    def _stored(self, no: int, seq: int, digest: bytes) -> bool:
        query = "SELECT 1 FROM change WHERE stream = ? AND seq = ? AND hash = ?"
        return self._db.con.execute(query, (no, seq, digest)).fetchone() is not None

    def _actor(self, no: int, change: Change) -> str | None:
        """Whose the stream is by the change that this one follows; None where that has not come yet."""
        if change.seq == 1:
            return change.actor
        query = "SELECT actor FROM change WHERE stream = ? AND seq = ? AND hash = ?"
        row = self._db.con.execute(query, (no, change.seq - 1, change.prev)).fetchone()
        return str(row[0]) if row else None

    def _append(self, no: int, changes: list[Parsed]) -> None:
        first = self._n + 1
        self._n += len(changes)
        added = [Applied(n, no, change, body) for n, (change, body) in enumerate(changes, first)]
        self._db.con.executemany(INSERT_CHANGE, [(n, no, *change[1:]) for n, _, change, _ in added])
        self._anew = self._anew or self._named_before(no, added)
        self.applied += added
        for _, _, change, _ in added:
            if change.deps:
                record_heard(self._db, no, change.seq, change.hash, change.deps)

    def _named_before(self, no: int, added: list[Applied]) -> bool:
        """Whether somebody had named one of these changes of a forked stream as heard before it came.

        On which branch it stood could not be told then, so who had seen what has to be asked again.
        """
        (forked,) = self._db.con.execute("SELECT forked FROM stream WHERE no = ?", (no,)).fetchone()
        if not forked:
            return False
        query = "SELECT ohash FROM dep WHERE stream IN (SELECT no FROM stream) AND ostream = ? AND oseq >= ?"
        named = self._db.con.execute(query, (no, added[0].change.seq)).fetchall()
        return not {item.change.hash for item in added}.isdisjoint(digest for (digest,) in named)

    def finish(self) -> None:
        """Apply all that was taken; where it changes what had seen what, all is made anew."""
        if not self.applied:
            return
        highest = max(i.change.hlc for i in self.applied)
        self._db.con.execute("UPDATE clock SET hlc = max(hlc, ?)", (highest,))
        fold = max(i.change.fmt for i in self.applied)
        if fold > int(self._db.meta("fold") or 1):
            self._db.set_meta("fold", str(fold))
        if self._anew:
            rebuild(self._db)
        else:
            apply_merged(self._db, self.applied)
