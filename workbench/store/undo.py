"""Undo: the inverse of a transaction, as another transaction.

It touches only fields that still show what the undone transaction wrote, so nobody's later edit is taken back with it;
what was left alone for that reason is reported. Redo is the undo of an undo. On each row an undo and what it undoes
cancel each other: the one before them can be undone next, as if neither had been.
"""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from workbench.log import forest
from workbench.log.registers import Entry
from workbench.store.database import Database
from workbench.store.history import LogHistory
from workbench.store.journal import Op, delete, put
from workbench.store.projection import fold_row, history_of
from workbench.store.tree import planted


class Inverse(NamedTuple):
    """The operations that undo a transaction, and the (row, field) pairs that others have changed since."""

    ops: list[Op]
    skipped: list[tuple[str, str]]


class _Row(NamedTuple):
    """A row that the transaction touched; ``standing`` are its changes without those that cancel each other.

    ``awaited``: a code that others had been put under, or merged into, before the transaction.
    """

    row: str
    ent: str
    entries: list[Entry]
    standing: list[Entry]
    awaited: bool


def inverse(db: Database, stream: str, tx: int) -> Inverse:
    """What undoes the transaction ``tx`` of ``stream``; true as long as nobody else can write."""
    query = "SELECT c.n, c.row, c.ent FROM change c JOIN stream s ON s.no = c.stream WHERE s.id = ? AND c.tx = ?"
    touched = db.read(query + " ORDER BY c.seq DESC", (stream, tx))
    mine = {n for n, _, _ in touched}
    rows = [_row(db, row, ent, mine) for row, ent in dict.fromkeys((row, ent) for _, row, ent in touched)]
    history = LogHistory(db)
    replanted: forest.Forest | None = None
    if any(ent == "code" for _, _, ent in touched):
        gone = {e.n for row in rows for e in row.entries} - {e.n for row in rows for e in row.standing}
        replanted = planted(db, without=mine | gone)
    result = Inverse([], [])
    for row in rows:
        _invert_row(history, row, mine, replanted, result)
    return result


def _row(db: Database, row: str, ent: str, mine: set[int]) -> _Row:
    entries = next(found for _, entity, found in history_of(db, [row]) if entity == ent)
    origins = db.read(
        "SELECT c.n, s.id, c.tx, c.undoes FROM change c JOIN stream s ON s.no = c.stream WHERE c.row = ?", (row,)
    )
    cancelled = _cancelled(entries, {n: ((stream, tx), undoes) for n, stream, tx, undoes in origins}, mine)
    standing = [e for e in entries if e.n not in cancelled]
    return _Row(row, ent, entries, standing, ent == "code" and _awaited(db, row, mine))


def _awaited(db: Database, code: str, mine: set[int]) -> bool:
    query = (
        "SELECT min(c.hlc) FROM move m JOIN change c ON c.n = m.n WHERE m.target = ?1 "
        f"UNION ALL SELECT min(hlc) FROM change WHERE n IN ({','.join(map(str, mine))})"
    )
    (named,), (written,) = db.read(query, (code,))
    return named is not None and written is not None and named < written


def _cancelled(entries: Sequence[Entry], origins: dict[int, tuple[tuple[str, int], str]], mine: set[int]) -> set[int]:
    """The undos in force, but for the one to be undone itself, and what they undo."""
    cancelled: set[int] = set()
    undone: set[tuple[str, int]] = set()
    for entry in reversed(entries):
        name, undoes = origins[entry.n]
        if name in undone:
            cancelled.add(entry.n)
        elif undoes and entry.n not in mine:
            cancelled.add(entry.n)
            stream, tx = json.loads(undoes)
            undone.add((stream, tx))
    return cancelled


def _invert_row(
    history: LogHistory, row: _Row, mine: set[int], replanted: forest.Forest | None, result: Inverse
) -> None:
    rest = [e for e in row.standing if e.n not in mine]
    if len(rest) == len(row.standing):
        return  # undone already
    before, now = fold_row(history, rest), fold_row(history, row.entries)
    fields: dict[str, Any] = {}
    skipped: list[tuple[str, str]] = []
    for field in {f: None for e in row.entries if e.n in mine and e.op == "put" for f in e.body}:
        last = next(e for e in reversed(row.standing) if e.op == "put" and field in e.body)
        if last.n not in mine:
            skipped.append((row.row, field))
        elif row.ent == "code" and replanted and field in (forest.PARENT, forest.MERGED):
            fields[field] = getattr(replanted, field).get(row.row)
        else:
            fields[field] = before.fields.get(field)
    ops = []
    if rest and (fields or (before.alive and not now.alive)):
        ops.append(put(row.ent, row.row, **fields))
    elif row.awaited and (links := {f: v for f, v in fields.items() if f in (forest.PARENT, forest.MERGED)}):
        # Who was put here before there was anything shall stand where that led to then: not where the code led to.
        ops.append(put(row.ent, row.row, **links))
    if not before.alive and (now.alive or ops):
        ops.append(delete(row.ent, row.row))
    if not ops and not skipped:
        # It changed nothing, as a second delete; that it is undone is noted all the same, or it would hide the first.
        ops.append(put(row.ent, row.row) if now.alive else delete(row.ent, row.row))
    result.ops.extend(ops)
    result.skipped.extend(skipped)


class Step(NamedTuple):
    """A transaction as the undo list shows it."""

    stream: str
    tx: int
    verb: str
    changes: int
    ts: int


class UndoList:
    """What a coder can undo and redo, read from the log: so it survives a restart, and has no end."""

    def __init__(self, db: Database, actor: str) -> None:
        self._db = db
        self._actor = actor
        self._n = 0
        self.done: list[Step] = []
        self.undone: list[Step] = []

    def refresh(self) -> None:
        """Read what has come since the last look."""
        rows = self._db.read(
            "SELECT s.id, c.tx, c.verb, count(*), min(c.ts), c.undoes, max(c.n) "
            "FROM change c JOIN stream s ON s.no = c.stream "
            "WHERE c.n > ? AND c.actor = ? GROUP BY c.stream, c.tx, c.undoes ORDER BY max(c.n)",
            (self._n, self._actor),
        )
        for stream, tx, verb, count, ts, undoes, n in rows:
            self._n = max(self._n, n)
            self._take(Step(stream, tx, verb, count, ts), tuple(json.loads(undoes)) if undoes else None)

    def _take(self, step: Step, undoes: tuple[str, int] | None) -> None:
        if undoes is None:
            self.done.append(step)
            self.undone.clear()
        elif _drop(self.done, undoes):
            self.undone.append(step)
        elif _drop(self.undone, undoes):
            self.done.append(step)


def _drop(steps: list[Step], name: tuple[str, int]) -> bool:
    for i in range(len(steps) - 1, -1, -1):
        if (steps[i].stream, steps[i].tx) == name:
            del steps[i]
            return True
    return False
