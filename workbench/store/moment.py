"""The study as it stood: another database in memory, made from part of the log by the same rules."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from workbench.errors import StudyError
from workbench.log.change import MAX_CLOCK, canonical_json
from workbench.store.database import MEMORY, Database
from workbench.store.projection import rebuild

End = tuple[int, str]
"""A change in its stream: (sequence, hash as hex)."""

Position = Mapping[str, tuple[End, ...]]
"""A place in the log that every replica understands: stream → where each branch of it ends, by sequence and hash."""

Moment = int | datetime | Position
"""An arrival number of this replica, a time by the clocks of those who wrote, or a position."""

_TABLES = ("stream", "change", "blob")


def position(db: Database) -> dict[str, tuple[End, ...]]:
    """Where the log stands now: one end of each stream, or all ends of a stream that is forked."""
    ends: dict[str, tuple[End, ...]] = {}
    for stream, seq, digest in db.read(
        "SELECT s.id, h.seq, h.hash FROM head h JOIN stream s ON s.no = h.stream ORDER BY s.id, h.seq, h.hash"
    ):
        ends[stream] = (*ends.get(stream, ()), (seq, digest.hex()))
    return ends


def write_position(position: Position) -> str:
    """A position as JSON: ``{stream: [sequence, hash]}``, and a list of such pairs where a stream has several ends."""
    return canonical_json(
        {stream: list(ends[0]) if len(ends) == 1 else [list(end) for end in ends] for stream, ends in position.items()}
    )


def read_position(text: str | None) -> dict[str, tuple[End, ...]]:
    """A position from its JSON; '' is the place before everything. Raises StudyError for what is none."""
    try:
        return {stream: _ends(written) for stream, written in json.loads(text or "{}").items()}
    except (ValueError, TypeError, AttributeError, LookupError) as error:
        raise StudyError("a place in the log cannot be read", "Mark the transcript done again.") from error


def _ends(written: Any) -> tuple[End, ...]:
    if written and not isinstance(written[0], list):
        written = [written]
    ends = tuple((seq, digest) for seq, digest in written)
    if not all(type(seq) is int and 0 <= seq <= MAX_CLOCK and bytes.fromhex(digest) for seq, digest in ends):
        raise ValueError("no ends")
    return ends


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


def _behind(db: Database, position: Position) -> set[int]:
    kept: set[int] = set()
    for stream, ends in position.items():
        rows = db.read(
            "SELECT c.n, c.prev, c.hash FROM change c JOIN stream s ON s.no = c.stream "
            "WHERE s.id = ? AND c.seq <= ? ORDER BY c.seq DESC",
            (stream, max((seq for seq, _ in ends), default=0)),
        )
        wanted = {bytes.fromhex(digest) for _, digest in ends}
        for n, prev, change in rows:
            if change in wanted:
                kept.add(n)
                wanted.add(prev)
    return kept
