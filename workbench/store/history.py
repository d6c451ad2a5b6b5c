"""The log as the causality rules ask it, and what the tables keep so that they can be answered."""

import json
from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from workbench.log.causality import Branches, Dot
from workbench.store.database import Database


class _Heard:
    """What one stream recorded of another, ordered by the other's sequence."""

    def __init__(self, rows: list[tuple[int, bytes, int, bytes]]) -> None:
        self._rows = rows
        self._sequences = [other_seq for _, _, other_seq, _ in rows]
        self._told_first = list(accumulate((seq for seq, *_ in reversed(rows)), min))[::-1]

    def of(self, upto: int, atleast: int) -> Iterable[tuple[int, bytes, int, bytes]]:
        start = bisect_left(self._sequences, atleast)
        if start == len(self._rows) or self._told_first[start] > upto:
            return ()
        return (row for row in self._rows[start:] if row[0] <= upto)


class LogHistory:
    """Answers from the tables; lives for one transaction, while nothing is added."""

    def __init__(self, db: Database) -> None:
        self._con = db.con
        self._forks: dict[int, int] = dict(
            self._con.execute("SELECT no, forked FROM stream WHERE forked > 0").fetchall()
        )
        self._branches: dict[int, Branches] = {}
        self._heard: dict[tuple[int, int], _Heard] = {}

    def forked(self, stream: int) -> bool:
        """Whether the stream has two changes that follow the same one."""
        return stream in self._forks

    def heard(self, stream: int, upto: int, other: int, atleast: int) -> Iterable[tuple[int, bytes, int, bytes]]:
        """(seq, hash, other seq, other hash) of what the stream recorded of the other."""
        found = self._heard.get((stream, other))
        if found is None:
            query = "SELECT seq, hash, oseq, ohash FROM dep WHERE stream = ? AND ostream = ? ORDER BY oseq"
            found = self._heard[stream, other] = _Heard(self._con.execute(query, (stream, other)).fetchall())
        return found.of(upto, atleast)

    def on_branch(self, tip: Dot, dot: Dot) -> bool:
        """In a forked stream, whether ``dot`` is ``tip`` or before it; not so where ``tip`` has not come yet."""
        branches = self._branches.get(tip.stream)
        if branches is None:
            first = self._forks[tip.stream]
            query = "SELECT hash, prev, seq FROM change WHERE stream = ? AND seq >= ? ORDER BY seq, hash"
            branches = self._branches[tip.stream] = Branches(first, self._con.execute(query, (tip.stream, first)))
        here = branches.has(tip.hash) if tip.seq >= branches.first else self._stored(tip)
        return here and branches.joined(tip, dot)

    def _stored(self, dot: Dot) -> bool:
        query = "SELECT 1 FROM change WHERE stream = ? AND seq = ? AND hash = ?"
        return self._con.execute(query, dot).fetchone() is not None


def stream_number(db: Database, stream: str) -> int:
    """The short number of a stream in this file, given out on first sight."""
    row = db.con.execute("SELECT no FROM stream WHERE id = ?", (stream,)).fetchone()
    return int(row[0] if row else db.con.execute("INSERT INTO stream (id) VALUES (?)", (stream,)).lastrowid)


def record_heard(db: Database, stream: int, seq: int, digest: bytes, deps: str) -> None:
    """Keep which heads of other streams the change at (stream, seq, digest) says it has heard."""
    db.con.executemany(
        "INSERT OR IGNORE INTO dep VALUES (?, ?, ?, ?, ?, ?)",
        [
            (stream, stream_number(db, other), other_seq, seq, digest, bytes.fromhex(other_digest))
            for other, heads in json.loads(deps).items()
            for other_seq, other_digest in heads
        ],
    )


def relink(db: Database) -> None:
    """Make anew, from the changes alone, which streams are forked, where they end and what they had heard.

    And how far the order clock has come, and by which fold rules the newest change goes.
    """
    con = db.con
    con.execute("UPDATE clock SET hlc = (SELECT COALESCE(max(hlc), 0) FROM change)")
    con.execute("DELETE FROM meta WHERE key = 'fold'")
    con.execute("INSERT INTO meta SELECT 'fold', max(fmt) FROM change HAVING max(fmt) > 1")
    con.execute("DELETE FROM head")
    con.execute("DELETE FROM dep")
    con.execute(
        "UPDATE stream SET forked = COALESCE((SELECT min(seq) FROM (SELECT c.seq FROM change c "
        "WHERE c.stream = stream.no GROUP BY c.seq HAVING count(*) > 1)), 0)"
    )
    con.execute(
        "INSERT INTO head SELECT c.stream, c.seq, c.hash FROM change c WHERE NOT EXISTS "
        "(SELECT 1 FROM change d WHERE d.stream = c.stream AND d.seq = c.seq + 1 AND d.prev = c.hash)"
    )
    told = con.execute("SELECT stream, seq, hash, deps FROM change WHERE deps <> ''").fetchall()
    for stream, seq, digest, deps in told:
        record_heard(db, stream, seq, digest, deps)
