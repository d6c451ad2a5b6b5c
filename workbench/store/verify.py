"""Verify: the chain holds, the texts are what their names say, and the tables are what the log makes of itself."""

from collections.abc import Iterable
from hashlib import sha256
from itertools import groupby
from typing import Any, NamedTuple

from workbench.log.change import GENESIS, Change, canonical
from workbench.store import moment
from workbench.store.database import Database
from workbench.store.merge import COLUMNS, blob_id
from workbench.store.projection import digest_rows

_LINKS = (
    "SELECT 'head', s.id, h.seq, h.hash, NULL, NULL FROM head h JOIN stream s ON s.no = h.stream",
    "SELECT 'fork', id, forked, NULL, NULL, NULL FROM stream",
    "SELECT 'dep', s.id, d.seq, d.hash, o.id, d.ohash FROM dep d "
    "JOIN stream s ON s.no = d.stream JOIN stream o ON o.no = d.ostream",
)
"""What the tables keep of how the streams hang together, in words that a copy shares."""


class Verdict(NamedTuple):
    """How much was checked and what does not hold (nothing, if all is well)."""

    changes: int
    streams: int
    waiting: int
    digest: str
    faults: tuple[str, ...]


def digest(db: Database) -> str:
    """One number for the whole visible state: equal on replicas that have the same changes."""
    total = sha256()
    with db.reading():
        for row in digest_rows(db):
            total.update(repr(row).encode())
    return total.hexdigest()


def verify(db: Database) -> Verdict:
    """Check everything; reads only. Where the log itself is damaged, the tables are not compared with it."""
    with db.reading():
        faults = [f"SQLite: {line}" for (line,) in db.read("PRAGMA integrity_check") if line != "ok"]
        chain = _chain_faults(db)
        shown = digest(db)
        faults += chain + _text_faults(db)
        if not chain:
            faults += _table_faults(db, shown)
        ((changes, streams),) = db.read("SELECT count(*), count(DISTINCT stream) FROM change")
        ((waiting,),) = db.read("SELECT count(*) FROM pending")
        return Verdict(changes, streams, waiting, shown, tuple(faults))


def _chain_faults(db: Database) -> list[str]:
    faults: list[str] = []
    rows = db.read(f"SELECT s.id, {COLUMNS} FROM change c LEFT JOIN stream s ON s.no = c.stream ORDER BY s.id, c.seq")
    for stream, group in groupby(rows, key=lambda r: r[0]):
        faults += _stream_faults(stream, (Change(*row) for row in group))
    return faults


def _stream_faults(stream: str, changes: Iterable[Change]) -> Iterable[str]:
    before, known, last = {GENESIS}, set[bytes](), 0
    for change in changes:
        if change.seq > last:
            before, known, last = (known or before), set(), change.seq
        if not _sealed(change):
            yield f"change {change.seq} of {stream} was altered"
        if change.prev not in before:
            yield f"change {change.seq} of {stream} does not follow the one before"
        known.add(change.hash)


def _sealed(change: Change) -> bool:
    try:
        return sha256(canonical(change).encode()).digest() == change.hash
    except (ValueError, TypeError, AttributeError):  # a column that holds something of another kind
        return False


def _table_faults(db: Database, shown: str) -> list[str]:
    rebuilt = moment.view(db)
    try:
        if digest(rebuilt) == shown and _links(rebuilt) == _links(db):
            return []
        return ["the tables are not what the log says; `workbench rebuild` makes them anew"]
    finally:
        rebuilt.close()


def _links(db: Database) -> set[tuple[Any, ...]]:
    return {row for query in _LINKS for row in db.read(query)}


def _text_faults(db: Database) -> list[str]:
    faults = [
        f"text {name[:12]} was altered"
        for name, salt, data in db.read("SELECT id, salt, data FROM blob WHERE data IS NOT NULL")
        if blob_id(salt, data) != name
    ]
    missing = db.read(
        "SELECT t.name FROM revision r JOIN transcript t ON t.current = r.id "
        "LEFT JOIN blob b ON b.id = r.text WHERE b.data IS NULL"
    )
    return faults + [f"the text of {name} has not come yet" for (name,) in missing]
