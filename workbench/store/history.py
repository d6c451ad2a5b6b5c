"""The log as the causality rules ask it, and what the tables keep so that they can be answered."""

import json
from collections.abc import Iterable

from workbench.log.causality import Dot
from workbench.store.database import Database


class LogHistory:
    """Answers from the tables; lives for one transaction."""

    def __init__(self, db: Database) -> None:
        self._con = db.con
        self._forked = {no for (no,) in self._con.execute("SELECT no FROM stream WHERE forked = 1").fetchall()}

    def forked(self, stream: int) -> bool:
        """Whether the stream has two changes that follow the same one."""
        return stream in self._forked

    def heard(self, stream: int, upto: int, other: int, atleast: int) -> Iterable[tuple[int, bytes, int, bytes]]:
        """(seq, hash, other seq, other hash) of what the stream recorded of the other."""
        rows: list[tuple[int, bytes, int, bytes]] = self._con.execute(
            "SELECT seq, hash, oseq, ohash FROM dep WHERE stream = ? AND ostream = ? AND oseq >= ? AND seq <= ?",
            (stream, other, atleast, upto),
        ).fetchall()
        return rows

    def previous(self, dot: Dot) -> Dot | None:
        """The change before on the same branch."""
        row = self._con.execute(
            "SELECT prev FROM change WHERE stream = ? AND seq = ? AND hash = ?",
            (dot.stream, dot.seq, dot.hash),
        ).fetchone()
        return Dot(dot.stream, dot.seq - 1, row[0]) if row and dot.seq > 1 else None


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
    """Make anew, from the changes alone, which streams are forked, where they end and what they had heard."""
    con = db.con
    con.execute("DELETE FROM head")
    con.execute("DELETE FROM dep")
    con.execute(
        "UPDATE stream SET forked = (SELECT count(*) > count(DISTINCT c.prev) FROM change c WHERE c.stream = stream.no)"
    )
    con.execute(
        "INSERT INTO head SELECT c.stream, c.seq, c.hash FROM change c WHERE NOT EXISTS "
        "(SELECT 1 FROM change d WHERE d.stream = c.stream AND d.seq = c.seq + 1 AND d.prev = c.hash)"
    )
    told = con.execute("SELECT stream, seq, hash, deps FROM change WHERE deps <> ''").fetchall()
    for stream, seq, digest, deps in told:
        record_heard(db, stream, seq, digest, deps)
