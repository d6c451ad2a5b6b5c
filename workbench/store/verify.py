"""Verify: the chain holds, the texts are what their names say, and the tables are what the log makes of itself."""

from hashlib import sha256
from itertools import groupby
from typing import NamedTuple

from workbench.log.change import GENESIS, canonical
from workbench.store import moment
from workbench.store.database import Database
from workbench.store.merge import COLUMNS, blob_id, stored_change
from workbench.store.projection import digest_rows


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
    for row in digest_rows(db):
        total.update(repr(row).encode())
    return total.hexdigest()


def verify(db: Database) -> Verdict:
    """Check everything; reads only."""
    faults = [f"SQLite: {line}" for (line,) in db.read("PRAGMA integrity_check") if line != "ok"]
    faults += _chain_faults(db) + _text_faults(db)
    shown = digest(db)
    rebuilt = moment.view(db)
    if digest(rebuilt) != shown:
        faults.append("the tables are not what the log says; `workbench rebuild` makes them anew")
    rebuilt.close()
    ((changes, streams),) = db.read("SELECT count(*), count(DISTINCT stream) FROM change")
    ((waiting,),) = db.read("SELECT count(*) FROM pending")
    return Verdict(changes, streams, waiting, shown, tuple(faults))


def _chain_faults(db: Database) -> list[str]:
    faults = []
    rows = db.read(f"SELECT s.id, {COLUMNS} FROM change c JOIN stream s ON s.no = c.stream ORDER BY s.id, c.seq")
    for stream, group in groupby(rows, key=lambda r: r[0]):
        before, known = {GENESIS}, set()
        last = 0
        for row in group:
            change = stored_change(stream, row[1:])
            if change.seq > last:
                before, known, last = (known or before), set(), change.seq
            if sha256(canonical(change).encode()).digest() != change.hash:
                faults.append(f"change {change.seq} of {stream} was altered")
            if change.prev not in before:
                faults.append(f"change {change.seq} of {stream} does not follow the one before")
            known.add(change.hash)
    return faults


def _text_faults(db: Database) -> list[str]:
    faults = [
        f"text {name[:12]} was altered"
        for name, salt, data in db.read("SELECT id, salt, data FROM blob WHERE data IS NOT NULL")
        if blob_id(salt, data) != name
    ]
    missing = db.read(
        "SELECT t.name FROM revision r JOIN transcript t ON t.current = r.id LEFT JOIN blob b ON b.id = r.text WHERE b.data IS NULL"
    )
    return faults + [f"the text of {name} has not come yet" for (name,) in missing]
