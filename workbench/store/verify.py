"""Verify: the chain holds, the texts are what their names say, and the tables are what the log makes of itself."""

from collections.abc import Iterable
from contextlib import closing
from functools import cache
from hashlib import sha256
from itertools import groupby
from typing import Any, NamedTuple

from workbench.log.change import GENESIS, Change, canonical
from workbench.model import ENTITIES
from workbench.store import moment
from workbench.store.database import MEMORY, Database
from workbench.store.merge import COLUMNS, blob_id
from workbench.store.projection import digest_rows

_LINKS = (
    "SELECT 'head', s.id, h.seq, h.hash, NULL, NULL FROM head h LEFT JOIN stream s ON s.no = h.stream",
    "SELECT 'fork', id, forked, NULL, NULL, NULL FROM stream",
    "SELECT 'dep', s.id, d.seq, d.hash, o.id, d.ohash FROM dep d "
    "LEFT JOIN stream s ON s.no = d.stream LEFT JOIN stream o ON o.no = d.ostream",
    "SELECT 'text', id, data IS NULL, NULL, NULL, NULL FROM blob",
    "SELECT 'clock', hlc, NULL, NULL, NULL, NULL FROM clock",
    "SELECT 'fold', value, NULL, NULL, NULL, NULL FROM meta WHERE key = 'fold'",
)
"""What the tables keep of how the log hangs together, in words that a copy shares."""

_UNREADABLE = "what stands in the table {} is not what anybody wrote"


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
        faults = broken(db) + _missing_texts(db)
        ((changes, streams),) = db.read("SELECT count(*), count(DISTINCT stream) FROM change")
        ((waiting,),) = db.read("SELECT count(*) FROM pending")
        return Verdict(changes, streams, waiting, digest(db), tuple(faults))


def broken(db: Database) -> list[str]:
    """What is damaged, in one sentence each; it reads everything, so it takes as long as a rebuild."""
    with db.reading():
        faults = [f"SQLite: {line}" for (line,) in db.read("PRAGMA integrity_check") if line != "ok"]
        if kinds := _kind_faults(db):
            return faults + kinds
        chain = _chain_faults(db)
        return faults + chain + _text_faults(db) + (_table_faults(db) if not chain else [])


def _kind_faults(db: Database) -> list[str]:
    """Tables in which a value is of a kind that nothing in this program puts there."""
    return [_UNREADABLE.format(table) for table, query in _kinds_queries() if db.read(query)]


@cache
def _kinds_queries() -> tuple[tuple[str, str], ...]:
    """Of every table of this program's schema, what finds a row of the wrong kinds."""
    with closing(Database(MEMORY)) as fresh:
        rows = fresh.read("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return tuple((name, _kinds_query(fresh, name)) for (name,) in rows)


def _kinds_query(fresh: Database, table: str) -> str:
    """What finds a row of the wrong kinds; a column of a projection may hold a word where a number is meant."""
    wrong = []
    for _, column, kind, required, _, key in fresh.read(f'PRAGMA table_info("{table}")'):
        allowed = {"INTEGER": ["integer"], "BLOB": ["blob"]}.get(kind, ["text"])
        if table in ENTITIES and column not in ("id", "alive"):
            allowed = ["integer", "text"]
        if not required and not key:
            allowed.append("null")
        wrong.append(f"""typeof("{column}") NOT IN ({", ".join(f"'{kind}'" for kind in allowed)})""")
    return f'SELECT 1 FROM "{table}" WHERE {" OR ".join(wrong)} LIMIT 1'


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
    except (ValueError, TypeError, AttributeError, RecursionError):  # a column that holds something of another kind
        return False


def _table_faults(db: Database) -> list[str]:
    rebuilt = moment.view(db)
    try:
        if digest(rebuilt) == digest(db) and _links(rebuilt) == _links(db):
            return []
        return ["the tables are not what the log says; `workbench rebuild` makes them anew"]
    finally:
        rebuilt.close()


def _links(db: Database) -> set[tuple[Any, ...]]:
    return {row for query in _LINKS for row in db.read(query)}


def _text_faults(db: Database) -> list[str]:
    return [
        f"text {name[:12]} was altered"
        for name, salt, data in db.read("SELECT id, salt, data FROM blob WHERE data IS NOT NULL")
        if salt is None or blob_id(salt, data) != name
    ]


def _missing_texts(db: Database) -> list[str]:
    missing = db.read(
        "SELECT t.name FROM revision r JOIN transcript t ON t.current = r.id "
        "LEFT JOIN blob b ON b.id = r.text WHERE b.id IS NULL AND r.private IS NOT 1"
    )
    return [f"the text of {name} has not come yet" for (name,) in missing]
