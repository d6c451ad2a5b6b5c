"""From changes to rows: the one ``apply`` that local and merged changes both take.

A merged change folds the whole history of its row. A local change has by definition seen everything in the file, so
it may patch the row as it stands; ``verify`` and the property tests hold the two ways to the same result.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from workbench.log import forest
from workbench.log.causality import Dot, seen
from workbench.log.change import Change, canonical_json
from workbench.log.registers import ALIVE, Entry, Folded, fold
from workbench.model import ENTITIES
from workbench.store.database import Database
from workbench.store.history import LogHistory
from workbench.store.schema import columns, projected_tables

_CHUNK = 500
_FOREST = (forest.PARENT, forest.MERGED)


class Applied(NamedTuple):
    """A stored change: its arrival number and the number of its stream, with the change."""

    n: int
    stream: int
    change: Change


def apply_local(db: Database, applied: Sequence[Applied]) -> None:
    """Apply changes made here, each of which has seen everything before it."""
    for item in applied:
        if not _patch(db, item):
            _fold_rows(db, [item.change.row])
    _after_codes(db, applied)


def apply_merged(db: Database, applied: Sequence[Applied]) -> None:
    """Apply changes from elsewhere, in any order among themselves."""
    _fold_rows(db, _place_new(db, applied))
    _after_codes(db, applied)


def rebuild(db: Database) -> None:
    """Make every projected row anew from the log alone; inside a transaction."""
    for table in projected_tables():
        db.con.execute(f'DELETE FROM "{table}"')
    rows = [row for (row,) in db.con.execute("SELECT DISTINCT row FROM change").fetchall()]
    _fold_rows(db, rows)
    for n, row, body in db.con.execute("SELECT n, row, body FROM change WHERE ent = 'code' AND op = 'put'").fetchall():
        _note_moves(db, n, row, json.loads(body))
    replant(db)
    db.con.execute("DELETE FROM meta WHERE key = 'stale'")


def _after_codes(db: Database, applied: Sequence[Applied]) -> None:
    codes = [i for i in applied if i.change.ent == "code"]
    grown = False
    for n, _, change in codes:
        body = json.loads(change.body)
        if change.op == "put":
            grown |= _note_moves(db, n, change.row, body)
    if codes and (grown or any(i.change.op == "del" for i in codes) or _unplanted(db)):
        replant(db)


def _unplanted(db: Database) -> bool:
    """Whether a code appeared or came back to life, so that others may now stand elsewhere."""
    return bool(
        db.con.execute(
            "SELECT 1 FROM code WHERE effective IS NULL UNION ALL SELECT 1 FROM meta WHERE key = 'revived' LIMIT 1"
        ).fetchone()
    )


def _note_moves(db: Database, n: int, code: str, body: dict[str, Any]) -> bool:
    rows = [(n, f, code, body[f]) for f in _FOREST if f in body and (body[f] is None or isinstance(body[f], str))]
    db.con.executemany("INSERT OR IGNORE INTO move VALUES (?, ?, ?, ?)", rows)
    return bool(rows)


def planted(db: Database, without: Iterable[int] = ()) -> forest.Forest:
    """The forest as the log has it, or as it would be without the changes of some arrival numbers."""
    left_out = set(without)
    rows = db.con.execute(
        "SELECT m.n, m.field, m.code, m.target, c.hlc, s.id, c.seq, c.hash "
        "FROM move m JOIN change c ON c.n = m.n JOIN stream s ON s.no = c.stream"
    ).fetchall()
    rows.sort(key=lambda r: (r[4:], r[1]))
    return forest.replay(forest.Move(*r[:4]) for r in rows if r[0] not in left_out)


def replant(db: Database) -> None:
    """Write where every code stands and what it counts as."""
    grown = planted(db)
    codes = {i: bool(alive) for i, alive in db.con.execute("SELECT id, alive FROM code").fetchall()}
    above = forest.above(grown, codes)
    db.con.executemany(
        "UPDATE code SET above = ?1, effective = ?2 WHERE id = ?3 AND (above IS NOT ?1 OR effective IS NOT ?2)",
        [(above[i], forest.effective(grown.merged, i), i) for i in codes],
    )
    db.con.execute("DELETE FROM skipped")
    db.con.executemany("INSERT INTO skipped VALUES (?, ?, ?, ?)", grown.skipped)
    db.con.execute("DELETE FROM meta WHERE key = 'revived'")


# --- folding whole rows ------------------------------------------------------------------------------------------


def _place_new(db: Database, applied: Sequence[Applied]) -> list[str]:
    """Insert rows that a single put brings into being; return the rows that need a fold."""
    touched: dict[str, list[Applied]] = {}
    for item in applied:
        touched.setdefault(item.change.row, []).append(item)
    known = _rows_with_history(db, touched, min(i.n for i in applied)) if applied else set()
    ready: dict[str, list[tuple[Any, ...]]] = {}
    rest: list[str] = []
    for row, items in touched.items():
        change = items[0].change
        if len(items) > 1 or row in known or change.op != "put" or change.ent not in ENTITIES:
            rest.append(row)
        else:
            ready.setdefault(change.ent, []).append(_values(change.ent, row, json.loads(change.body), True))
    for ent, values in ready.items():
        _upsert(db, ent, values)
    return rest


def _rows_with_history(db: Database, rows: Iterable[str], before: int) -> set[str]:
    known: set[str] = set()
    for chunk in _chunks(list(rows)):
        marks = ",".join("?" * len(chunk))
        known |= {
            r for (r,) in db.con.execute(f"SELECT row FROM change WHERE row IN ({marks}) AND n < ?", (*chunk, before))
        }
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
                placed.setdefault(ent, []).append(_values(ent, row, folded.fields, folded.alive))
            else:
                unknown.append((row, ent, int(folded.alive), canonical_json(folded.fields)))
            disputes += [(row, field, n) for field, ns in folded.disputes.items() for n in ns]
        for ent, values in placed.items():
            _upsert(db, ent, values)
        db.con.executemany("INSERT OR REPLACE INTO unknown VALUES (?, ?, ?, ?)", unknown)
        db.con.executemany("DELETE FROM dispute WHERE row = ?", [(row,) for row in chunk])
        db.con.executemany("INSERT INTO dispute VALUES (?, ?, ?)", disputes)
        if "code" in placed:
            db.set_meta("revived", "1")


def fold_row(history: LogHistory, entries: Sequence[Entry]) -> Folded:
    """Fold one row's changes, given in order."""
    streams = {e.dot.stream for e in entries}
    linear = len(streams) == 1 and not history.forked(next(iter(streams)))
    return fold(entries, lambda later, earlier: seen(history, later, earlier), linear)


def history_of(db: Database, rows: Sequence[str]) -> list[tuple[str, str, list[Entry]]]:
    """(row, entity, entries in the total order) for each of at most a few hundred rows."""
    marks = ",".join("?" * len(rows))
    found = db.con.execute(
        "SELECT c.row, c.hlc, s.id, c.seq, c.hash, c.n, c.stream, c.ent, c.op, c.body "
        f"FROM change c JOIN stream s ON s.no = c.stream WHERE c.row IN ({marks})",
        tuple(rows),
    ).fetchall()
    found.sort(key=lambda r: r[:5])
    histories = []
    for row, group in groupby(found, key=lambda r: r[0]):
        changes = list(group)
        entries = [Entry(r[5], Dot(r[6], r[3], r[4]), r[8], json.loads(r[9])) for r in changes]
        histories.append((row, changes[0][7], entries))
    return histories


# --- one change on one row ---------------------------------------------------------------------------------------


def _patch(db: Database, item: Applied) -> bool:
    """Apply a local change to its row as it stands; False where only a fold can tell."""
    change = item.change
    if change.ent not in ENTITIES:
        return False
    body = json.loads(change.body)
    put = change.op == "put"
    known, folders, extra = _split(change.ent, body)
    row = db.con.execute(
        f'SELECT alive, x{_select_folders(change.ent)} FROM "{change.ent}" WHERE id = ?', (change.row,)
    ).fetchone()
    if extra or (row and row[1] is not None):
        return False
    if row is None:
        _upsert(db, change.ent, [_values(change.ent, change.row, body, put)])
    else:
        for i, column in enumerate(dict.fromkeys(ENTITIES[change.ent].folders.values())):
            if column in folders:
                known[column] = _folder(json.loads(row[2 + i] or "{}") | folders[column])
        known["alive"] = int(put)
        assignments = ", ".join(f'"{column}" = ?' for column in known)
        db.con.execute(f'UPDATE "{change.ent}" SET {assignments} WHERE id = ?', (*known.values(), change.row))
    if put and row and not row[0] and change.ent == "code":
        db.set_meta("revived", "1")
    settled = [ALIVE, *(body if put else ())]
    db.con.executemany("DELETE FROM dispute WHERE row = ? AND field = ?", [(change.row, f) for f in settled])
    return True


def _select_folders(ent: str) -> str:
    return "".join(f', "{column}"' for column in dict.fromkeys(ENTITIES[ent].folders.values()))


def _split(ent: str, fields: dict[str, Any]) -> tuple[dict[str, Any], dict[str, dict[str, Any]], dict[str, Any]]:
    """A change's fields as column values, folder columns' registers, and what this program does not know."""
    model = ENTITIES[ent]
    known: dict[str, Any] = {}
    folders: dict[str, dict[str, Any]] = {}
    extra: dict[str, Any] = {}
    plain = _plain_columns(ent)
    for field, value in fields.items():
        parts = model.composites.get(field)
        prefix = next((p for p in model.folders if field.startswith(p)), None)
        if parts is not None and isinstance(value, list) and len(value) == len(parts):
            known |= {column: _cell(v) for column, v in zip(parts, value, strict=True)}
        elif field in plain:
            known[field] = _cell(value)
        elif prefix is not None:
            folders.setdefault(model.folders[prefix], {})[field.removeprefix(prefix)] = value
        else:
            extra[field] = value
    return known, folders, extra


_PLAIN: dict[str, frozenset[str]] = {}


def _plain_columns(ent: str) -> frozenset[str]:
    """The columns that a field of the same name fills: neither parts of composites, nor folders, nor derived."""
    if ent not in _PLAIN:
        model = ENTITIES[ent]
        parts = {c for group in model.composites.values() for c in group}
        derived = {"id", "alive", "x", "above", "effective"}
        _PLAIN[ent] = frozenset(columns(ent)) - parts - derived - set(model.folders.values())
    return _PLAIN[ent]


def _values(ent: str, row: str, fields: dict[str, Any], alive: bool) -> tuple[Any, ...]:
    """A whole row in the order of its columns."""
    known, folders, extra = _split(ent, fields)
    known |= {column: _folder(registers) for column, registers in folders.items()}
    known |= {"id": row, "alive": int(alive), "x": canonical_json(extra) if extra else None}
    return tuple(known.get(column) for column in columns(ent))


def _cell(value: Any) -> Any:
    return canonical_json(value) if isinstance(value, list | dict) else int(value) if isinstance(value, bool) else value


def _folder(registers: dict[str, Any]) -> str | None:
    filled = {k: v for k, v in registers.items() if v not in (None, [])}
    return canonical_json(filled) if filled else None


def _upsert(db: Database, ent: str, values: list[tuple[Any, ...]]) -> None:
    names = columns(ent)
    quoted = ", ".join(f'"{c}"' for c in names)
    # Where a code stands is written by ``replant``; a fold of its own fields must not wipe it.
    updated = ", ".join(f'"{c}" = excluded."{c}"' for c in names[1:] if c not in ("above", "effective"))
    db.con.executemany(
        f'INSERT INTO "{ent}" ({quoted}) VALUES ({",".join("?" * len(names))}) ON CONFLICT (id) DO UPDATE SET {updated}',
        values,
    )


def _chunks(rows: Sequence[str]) -> Iterable[Sequence[str]]:
    return (rows[i : i + _CHUNK] for i in range(0, len(rows), _CHUNK))


def digest_rows(db: Database) -> Iterable[tuple[Any, ...]]:
    """Every projected row in an order and spelling that two replicas share: arrival numbers become hashes."""
    for table in projected_tables():
        if table in ("dispute", "skipped", "move"):
            key = "d.row, d.field" if table == "dispute" else "d.code, d.field, d.target"
            yield from db.con.execute(
                f"SELECT '{table}', {key}, c.hash FROM {table} d JOIN change c ON c.n = d.n ORDER BY 2, 3, 4, c.hash"
            )
        else:
            yield from db.con.execute(f"SELECT '{table}', * FROM \"{table}\" ORDER BY id")
