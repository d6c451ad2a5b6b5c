"""Undo: the inverse of a transaction, as another transaction.

It restores what was seen before the undone transaction, and touches only fields that still show what that wrote, so
nobody's later edit is taken back with it; what was left alone for that reason is reported. Redo is the undo of an undo.

An undo stands for what was before the transaction that it undid: where that is what a third transaction had written,
and the third is undone in its turn, the first undo stands for what was before both. So one goes back step by step. In
everything else it is a change like others: what it won against a colleague's delete or edit, it has won.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from workbench.log import forest
from workbench.log.causality import seen
from workbench.log.registers import Entry
from workbench.store.database import Database
from workbench.store.history import LogHistory
from workbench.store.journal import Op, delete, put
from workbench.store.projection import fold_row, history_of
from workbench.store.tree import planted

Name = tuple[str, int]
"""A transaction: stream and number."""
_LINKS = (forest.PARENT, forest.MERGED)


class Inverse(NamedTuple):
    """The operations that undo a transaction, and the (row, field) pairs that others have changed since."""

    ops: list[Op]
    skipped: list[tuple[str, str]]


class _Row(NamedTuple):
    """A row that the transaction touched.

    ``mine``: its changes of the transaction; ``undos``: the undos in force that the transaction had not seen, by what
    they undo; ``undone``: what those have taken back. An undo that it had seen is a change like others.
    ``awaited``: a code that others had been put under, or merged into, before the transaction.
    """

    row: str
    ent: str
    entries: list[Entry]
    names: dict[int, Name]
    mine: set[int]
    undone: dict[int, Name]
    undos: dict[int, Name]
    awaited: bool


class _Before(NamedTuple):
    """A row with and without the transaction.

    ``source``: which change's value each field shows, an undo's being that which it restored. ``fields`` and ``alive``
    are what would be seen without the transaction. ``moved``: the undos that would have restored something else;
    ``held``: the links that only such an undo shows, against what others wrote beside it.
    """

    source: dict[str, Any]
    fields: dict[str, Any]
    alive: bool
    moved: set[int]
    held: set[str]


def inverse(db: Database, stream: str, tx: int) -> Inverse:
    """What undoes the transaction ``tx`` of ``stream``; true as long as nobody else can write."""
    query = "SELECT c.n, c.row, c.ent FROM change c JOIN stream s ON s.no = c.stream WHERE s.id = ? AND c.tx = ?"
    touched = db.read(query + " ORDER BY c.seq DESC", (stream, tx))
    mine = {n for n, _, _ in touched}
    history = LogHistory(db)
    rows = [_row(db, history, row, ent, mine) for row, ent in dict.fromkeys((row, ent) for _, row, ent in touched)]
    pairs = [(row, _Without(history, row).before()) for row in rows if not row.undone.keys() >= row.mine]
    replanted: forest.Forest | None = None
    if any(row.ent == "code" for row, _ in pairs):
        gone = {n for row, before in pairs for n in _not_planted(row, before)}
        replanted = planted(db, without=mine | gone)
    result = Inverse([], [])
    for row, before in pairs:
        _invert_row(history, row, before, replanted, result)
    return result


def _row(db: Database, history: LogHistory, row: str, ent: str, mine: set[int]) -> _Row:
    entries = next(found for _, entity, found in history_of(db, [row]) if entity == ent)
    origins = db.read(
        "SELECT c.n, s.id, c.tx, c.undoes FROM change c JOIN stream s ON s.no = c.stream WHERE c.row = ?", (row,)
    )
    names = {n: (stream, tx) for n, stream, tx, _ in origins}
    undoes = {n: (stream, tx) for n, *_, what in origins if what for stream, tx in [json.loads(what)]}
    known = {names[e.n] for e in entries}
    own = [e for e in entries if e.n in mine]
    undone: dict[int, Name] = {}
    undos: dict[int, Name] = {}
    taken_back: set[Name] = set()
    for entry in reversed(entries):
        if names[entry.n] in taken_back:
            undone[entry.n] = names[entry.n]
        elif entry.n in mine or (of := undoes.get(entry.n)) is None or of not in known:
            continue
        elif not any(seen(history, e.dot, entry.dot) for e in own):
            undos[entry.n] = of
            taken_back.add(of)
    return _Row(row, ent, entries, names, {e.n for e in own}, undone, undos, ent == "code" and _awaited(db, row, mine))


def _awaited(db: Database, code: str, mine: set[int]) -> bool:
    query = (
        "SELECT min(c.hlc) FROM move m JOIN change c ON c.n = m.n WHERE m.target = ?1 "
        f"UNION ALL SELECT min(hlc) FROM change WHERE n IN ({','.join(map(str, mine))})"
    )
    (named,), (written,) = db.read(query, (code,))
    return named is not None and written is not None and named < written


class _Without:
    """What a row would be if the transaction had not been.

    The changes are gone through in order. An undo that had seen the transaction is asked twice what it restores, with
    the transaction and without: where that is the same it stays what it is, else it becomes what it would have been.
    """

    def __init__(self, history: LogHistory, row: _Row) -> None:
        self._history = history
        self._row = row
        self._linear = len({e.dot.stream for e in row.entries}) == 1 and not history.forked(row.entries[0].dot.stream)
        self._mine = [e for e in row.entries if e.n in row.mine]
        # Three readings of the row: of fields the sources, with and without the transaction; the values, without.
        self._with: list[Entry] = []
        self._without: list[Entry] = []
        self._values: list[Entry] = []
        self._moved: set[int] = set()

    def before(self) -> _Before:
        row = self._row
        written = {e.n: e.body for e in row.entries}
        for entry in row.entries:
            if entry.n in row.undone:
                continue
            if entry.n in row.undos and any(self._seen(entry, m) for m in self._mine):
                self._take_undo(entry, written)
            else:
                sources = entry._replace(body=dict.fromkeys(entry.body, entry.n) if entry.op == "put" else {})
                self._with.append(sources)
                if entry.n not in row.mine:
                    self._without.append(sources)
                    self._values.append(entry)
        source, _ = self._shown(self._with)
        fields, alive = self._shown(self._values)
        return _Before(source, fields, alive, self._moved, self._held())

    def _take_undo(self, entry: Entry, written: dict[int, dict[str, Any]]) -> None:
        (was, lived), (would, lives) = self._restored(entry, self._with), self._restored(entry, self._without)
        self._with.append(_asserting(entry, {f: was.get(f) for f in entry.body}, lived))
        self._without.append(_asserting(entry, {f: would.get(f) for f in entry.body}, lives))
        values = {
            f: value if was.get(f) == would.get(f) else written.get(would.get(f, 0), {}).get(f)
            for f, value in entry.body.items()
        }
        if any(was.get(f) != would.get(f) for f in entry.body):
            self._moved.add(entry.n)
        self._values.append(_asserting(entry, values, entry.op == "put" if lived == lives else lives))

    def _restored(self, undo: Entry, reading: Sequence[Entry]) -> tuple[dict[str, Any], bool]:
        name = self._row.names[undo.n]
        return self._shown([e for e in reading if self._row.names[e.n] != name and self._seen(undo, e)])

    def _shown(self, entries: Sequence[Entry]) -> tuple[dict[str, Any], bool]:
        """The fields in force, and whether the row lives."""
        fields: dict[str, Any] = {}
        for entry in entries:
            fields |= entry.body
        if self._linear:
            return fields, bool(entries) and entries[-1].op == "put"
        deletes = [e for e in entries if e.op == "del"]
        puts = (e for e in reversed(entries) if e.op == "put")
        return fields, any(not any(self._seen(d, p) for d in deletes) for p in puts)

    def _seen(self, later: Entry, earlier: Entry) -> bool:
        return seen(self._history, later.dot, earlier.dot)

    def _held(self) -> set[str]:
        plain, _ = self._shown([e for e in self._without if e.n not in self._moved])
        source, _ = self._shown(self._without)
        return {f for f in _LINKS if f in source and source[f] != plain.get(f)}


def _asserting(entry: Entry, body: dict[str, Any], alive: bool) -> Entry:
    return entry._replace(op="put" if alive else "del", body=body)


def _not_planted(row: _Row, before: _Before) -> Iterable[int]:
    """The changes without which the forest is as it was: undos that would have been others, and what is undone."""
    kept: dict[Name, set[str]] = {}
    for entry in row.entries:
        if entry.n in row.undos and entry.n not in before.moved:
            kept.setdefault(row.undos[entry.n], set()).update(entry.body)
    for entry in row.entries:
        # What an undo in force has overwritten stays: others' moves were taken or skipped because of it.
        if entry.n in row.undone and not kept.get(row.undone[entry.n], set()) >= entry.body.keys() & set(_LINKS):
            yield entry.n
    yield from before.moved


def _invert_row(
    history: LogHistory, row: _Row, before: _Before, replanted: forest.Forest | None, result: Inverse
) -> None:
    now = fold_row(history, row.entries)
    fields: dict[str, Any] = {}
    skipped: list[tuple[str, str]] = []
    for field in {f: None for e in row.entries if e.n in row.mine and e.op == "put" for f in e.body}:
        if before.source.get(field) not in row.mine:
            skipped.append((row.row, field))
        elif row.ent == "code" and replanted and field in _LINKS and field not in before.held:
            fields[field] = getattr(replanted, field).get(row.row)
        else:
            fields[field] = before.fields.get(field)
    ops = []
    others = any(e.n not in row.mine and e.n not in row.undone and e.n not in row.undos for e in row.entries)
    if others and (fields or (before.alive and not now.alive)):
        ops.append(put(row.ent, row.row, **fields))
    elif row.awaited and (links := {f: v for f, v in fields.items() if f in _LINKS}):
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
