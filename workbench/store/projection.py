"""From changes to rows: the one ``apply`` that local and merged changes both take.

A merged change folds the whole history of its row. A local change has by definition seen everything in the file, so
it may patch the row as it stands; ``verify`` and the property tests hold the two ways to the same result.
A row is named by its identifier and its entity: what two entities call by one name are two rows.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from workbench.log.causality import Dot, seen
from workbench.log.change import Body, Change
from workbench.log.registers import ALIVE, Entry, Folded, fold
from workbench.model import ENTITIES
from workbench.store import places
from workbench.store import rows as tables
from workbench.store.database import Database
from workbench.store.history import LogHistory, relink
from workbench.store.schema import projected_tables
from workbench.store.tree import after_codes, note_moves, note_revived, replant

_CHUNK = 500


class Applied(NamedTuple):
    """A stored change: its arrival number and its stream's number here, the change, and its body as an object."""

    n: int
    stream: int
    change: Change
    body: Body


def apply_local(db: Database, applied: Sequence[Applied]) -> None:
    """Apply changes made here, each of which has seen everything before it."""
    for item in applied:
        if not _patch(db, item):
            _fold_rows(db, [item.change.row])
    _erase(db, applied)
    after_codes(db, [(i.n, i.change.row, i.change.op, i.body) for i in applied if i.change.ent == "code"])
    places.after_local(db, [(i.change, i.body) for i in applied])


def place_merged(db: Database, applied: Sequence[Applied]) -> None:
    """Apply changes from elsewhere, in any order among themselves; ``plant_merged`` once at the end."""
    _fold_rows(db, _place_new(db, applied))
    _erase(db, applied)


def _erase(db: Database, applied: Iterable[Applied]) -> None:
    _empty(db, (item.body for item in applied if item.change.ent == "erasure"))


def _empty(db: Database, erasures: Iterable[Body]) -> None:
    """Empty every text that an erasure has ever named, whatever became of the erasure's row since."""
    db.con.executemany(
        "INSERT INTO blob VALUES (?, NULL, NULL) ON CONFLICT (id) DO UPDATE SET salt = NULL, data = NULL",
        [(text,) for body in erasures if isinstance(text := body.get("text"), str)],
    )


PLANTED = ("code", *places.TEXTS)
"""The entities whose changes ``plant_merged`` wants to see."""


def plant_merged(db: Database, applied: Sequence[Applied]) -> None:
    """Let codes and passages find their places, after all of them were placed as rows."""
    after_codes(db, [(i.n, i.change.row, i.change.op, i.body) for i in applied if i.change.ent == "code"])
    places.after_merged(db, [(i.change, i.body) for i in applied])


def rebuild(db: Database) -> None:
    """Make everything anew that follows from the changes alone; inside a transaction."""
    relink(db)
    for table in projected_tables():
        db.con.execute(f'DELETE FROM "{table}"')
    _fold_rows(db, [row for (row,) in db.con.execute("SELECT DISTINCT row FROM change").fetchall()])
    for n, row, body in db.con.execute("SELECT n, row, body FROM change WHERE ent = 'code' AND op = 'put'").fetchall():
        note_moves(db, n, row, json.loads(body))
    _empty(
        db, (json.loads(body) for (body,) in db.con.execute("SELECT body FROM change WHERE ent = 'erasure'").fetchall())
    )
    replant(db)
    places.place_all(db)
    db.con.execute("DELETE FROM meta WHERE key = 'stale'")


# --- folding whole rows ------------------------------------------------------------------------------------------


def _place_new(db: Database, applied: Sequence[Applied]) -> list[str]:
    """Insert rows that a single put brings into being; return the rows that need a fold."""
    touched: dict[str, Applied | None] = {}
    for item in applied:
        row = item.change.row
        touched[row] = None if row in touched else item
    for row in _rows_with_history(db, list(touched), before=min(i.n for i in applied)):
        touched[row] = None
    ready: dict[str, list[tuple[Any, ...]]] = {}
    rest: list[str] = []
    for row, only in touched.items():
        if only is None or only.change.op != "put" or only.change.ent not in ENTITIES:
            rest.append(row)
        else:
            ent = only.change.ent
            ready.setdefault(ent, []).append(tables.values(ent, row, only.body, True))
    for ent, placed in ready.items():
        placed.sort(key=itemgetter(0))  # side by side in the table, they share its pages
        tables.upsert(db, ent, placed)
    return rest


def _rows_with_history(db: Database, rows: Sequence[str], before: int) -> list[str]:
    known: list[str] = []
    for chunk in _chunks(rows):
        marks = ",".join("?" * len(chunk))
        query = f"SELECT row FROM change WHERE row IN ({marks}) AND n < ?"
        known += [row for (row,) in db.con.execute(query, (*chunk, before)).fetchall()]
    return known


def _fold_rows(db: Database, rows: Sequence[str]) -> None:
    history = LogHistory(db)
    for chunk in _chunks(rows):
        placed: dict[str, list[tuple[Any, ...]]] = {}
        unknown: list[tuple[Any, ...]] = []
        disputes: list[tuple[str, str, int]] = []
        for row, ent, entries in history_of(db, chunk):
            folded = fold_row(history, entries)
            if ent in ENTITIES:
                placed.setdefault(ent, []).append(tables.values(ent, row, folded.fields, folded.alive))
            else:
                unknown.append((row, ent, int(folded.alive), tables.folder(folded.fields)))
            disputes += [(row, field, n) for field, ns in folded.disputes.items() for n in ns]
        for ent, ready in placed.items():
            tables.upsert(db, ent, ready)
        db.con.executemany("INSERT OR REPLACE INTO unknown VALUES (?, ?, ?, ?)", unknown)
        db.con.executemany("DELETE FROM dispute WHERE row = ?", [(row,) for row in chunk])
        db.con.executemany("INSERT INTO dispute VALUES (?, ?, ?)", disputes)
        if "code" in placed:
            note_revived(db)


def fold_row(history: LogHistory, entries: Sequence[Entry]) -> Folded:
    """Fold one row's changes, given in order."""
    streams = {e.dot.stream for e in entries}
    linear = len(streams) == 1 and not history.forked(next(iter(streams)))
    return fold(entries, lambda later, earlier: seen(history, later, earlier), linear)


def history_of(db: Database, rows: Sequence[str]) -> list[tuple[str, str, list[Entry]]]:
    """(row, entity, entries in the total order) for each row of at most a few hundred identifiers."""
    marks = ",".join("?" * len(rows))
    found = db.con.execute(
        "SELECT c.row, c.ent, c.hlc, s.id, c.seq, c.hash, c.n, c.stream, c.op, c.body "
        f"FROM change c JOIN stream s ON s.no = c.stream WHERE c.row IN ({marks})",
        tuple(rows),
    ).fetchall()
    found.sort(key=lambda r: r[:6])
    return [
        (row, ent, [_entry(*change[4:]) for change in changes])
        for (row, ent), changes in groupby(found, key=lambda r: r[:2])
    ]


def _entry(seq: int, digest: bytes, n: int, stream: int, op: str, body: str) -> Entry:
    return Entry(n, Dot(stream, seq, digest), op, json.loads(body))


def _chunks(rows: Sequence[str]) -> Iterable[Sequence[str]]:
    return (rows[i : i + _CHUNK] for i in range(0, len(rows), _CHUNK))


# --- one change on one row ---------------------------------------------------------------------------------------


def _patch(db: Database, item: Applied) -> bool:
    """Apply a local change to its row as it stands; False where only a fold can tell."""
    change, ent = item.change, item.change.ent
    if ent not in ENTITIES:
        return False
    put, folded = change.op == "put", tables.shape(ent).folded
    known, folders, extra = tables.cells(ent, item.body)
    kept = ", ".join(("alive", "x", *(f'"{column}"' for column in folded)))
    stood = db.con.execute(f'SELECT {kept} FROM "{ent}" WHERE id = ?', (change.row,)).fetchone()
    if extra or (stood and stood[1] is not None):
        return False
    if stood is None:
        tables.upsert(db, ent, [tables.values(ent, change.row, item.body, put)])
    else:
        for column, text in zip(folded, stood[2:], strict=True):
            if column in folders:
                known[column] = tables.folder(json.loads(text or "{}") | folders[column])
        known["alive"] = int(put)
        assignments = ", ".join(f'"{column}" = ?' for column in known)
        db.con.execute(f'UPDATE "{ent}" SET {assignments} WHERE id = ?', (*known.values(), change.row))
        _settle(db, change, [ALIVE, *(item.body if put else ())])
        if put and not stood[0] and ent == "code":
            note_revived(db)
    return True


def _settle(db: Database, change: Change, fields: Sequence[str]) -> None:
    """What was disputed of ``fields`` is settled by a change that has seen all sides."""
    db.con.executemany(
        "DELETE FROM dispute WHERE row = ? AND field = ? AND (SELECT c.ent FROM change c WHERE c.n = dispute.n) = ?",
        [(change.row, field, change.ent) for field in fields],
    )


def digest_rows(db: Database) -> Iterable[tuple[Any, ...]]:
    """Every projected row in an order and spelling that two replicas share.

    Arrival numbers become hashes. Of a row only what is not empty is named, by its column: so a table that a later
    program gives more columns has the same digest as long as nobody fills them.
    """
    for table in projected_tables():
        if table in ("dispute", "skipped", "move"):
            key = "d.row, d.field" if table == "dispute" else "d.code, d.field, d.target"
            yield from db.con.execute(
                f"SELECT '{table}', {key}, c.hash FROM {table} d LEFT JOIN change c ON c.n = d.n "
                "ORDER BY 2, 3, 4, c.hash"
            )
        else:
            found = db.con.execute(f'SELECT * FROM "{table}" ORDER BY id')
            names = [name for name, *_ in found.description]
            for row in found:
                yield (table, *sorted((name, cell) for name, cell in zip(names, row, strict=True) if cell is not None))
