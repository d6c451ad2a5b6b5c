"""The study as it stood: another database in memory, made from part of the log by the same rules."""

import json
from collections.abc import Mapping
from datetime import datetime

from workbench.store.database import MEMORY, Database
from workbench.store.projection import rebuild

Position = Mapping[str, tuple[int, str]]
"""A place in the log that every replica understands: stream → (sequence, hash of that change, as hex)."""

Moment = int | datetime | Position
"""An arrival number of this replica, a time by the clocks of those who wrote, or a position."""

_TABLES = ("stream", "change", "blob")


def position(db: Database) -> dict[str, tuple[int, str]]:
    """Where the log stands now. Of a forked stream the longest branch counts."""
    rows = db.read(
        "SELECT s.id, h.seq, h.hash FROM head h JOIN stream s ON s.no = h.stream ORDER BY s.id, h.seq, h.hash"
    )
    return {stream: (seq, digest.hex()) for stream, seq, digest in rows}


def view(db: Database, moment: Moment | None = None) -> Database:
    """A read-only copy of the study at ``moment`` (None: now), rebuilt from the log alone."""
    copy = Database(MEMORY)
    with db.reading(), copy.transaction() as con:
        chosen = _chosen(db, moment)
        for table in _TABLES:
            rows = db.read(f"SELECT * FROM {table}")
            if table == "change" and chosen is not None:
                rows = [r for r in rows if r[0] in chosen]
            if rows:
                con.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)
        rebuild(copy)
    copy.con.execute("PRAGMA query_only=1")
    return copy


def _chosen(db: Database, moment: Moment | None) -> set[int] | None:
    if moment is None:
        return None
    if isinstance(moment, int):
        return {n for (n,) in db.read("SELECT n FROM change WHERE n <= ?", (moment,))}
    if isinstance(moment, datetime):
        return _until(db, int(moment.timestamp() * 1000))
    return _behind(db, moment)


def _until(db: Database, ms: int) -> set[int]:
    """Each branch as far as its clock had come: nothing is taken without what it follows."""
    kept: set[int] = set()
    hashes: set[bytes] = set()
    for n, ts, seq, prev, digest in db.read("SELECT n, ts, seq, prev, hash FROM change ORDER BY stream, seq"):
        if ts <= ms and (seq == 1 or prev in hashes):
            kept.add(n)
            hashes.add(digest)
    return kept


def _behind(db: Database, heads: Position) -> set[int]:
    kept: set[int] = set()
    for stream, (seq, digest) in heads.items():
        at = bytes.fromhex(digest)
        rows = db.read(
            "SELECT c.n, c.prev, c.hash FROM change c JOIN stream s ON s.no = c.stream "
            "WHERE s.id = ? AND c.seq <= ? ORDER BY c.seq DESC",
            (stream, seq),
        )
        for n, prev, change in rows:
            if change == at:
                kept.add(n)
                at = prev
    return kept


def read_position(text: str) -> dict[str, tuple[int, str]]:
    """A position from its JSON."""
    return {stream: (seq, digest) for stream, (seq, digest) in json.loads(text or "{}").items()}
