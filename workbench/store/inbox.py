"""The inbox: what merging could not decide alone, and what hangs in the air. Nothing of it blocks work.

Everything is derived from the log, so it is the same list on every replica, and an item goes when its cause goes. What
somebody did knowingly is no item: who deletes a code has seen the codings that go with it. Where a settlement was
undone, the log is read as if neither had been, so the item is there again.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from workbench.log.causality import seen
from workbench.log.forest import MERGED, PARENT, Forest
from workbench.log.registers import ALIVE, Entry, outliving
from workbench.model import ENTITIES
from workbench.store.database import Database
from workbench.store.history import LogHistory
from workbench.store.items import DANGLING, DISPUTE, REVIVED, SAME_NAME, SKIPPED, SPLIT, Item, Said
from workbench.store.loose import Loose
from workbench.store.projection import fold_row, history_of
from workbench.store.splits import Splits
from workbench.store.tree import planted

__all__ = ["DANGLING", "DISPUTE", "REVIVED", "SAME_NAME", "SKIPPED", "SPLIT", "Item", "Reader", "Said", "inbox"]

Key = tuple[str, str, str]
"""An entity, a row and a field."""


def inbox(db: Database) -> list[Item]:
    """All items, in an order that replicas share."""
    return Reader(db).items()


class Reader:
    """Reads the items again and again, and looks only at what has come since where the whole log would be to read."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._forks: list[tuple[Any, ...]] = []
        self._forget()

    def _forget(self) -> None:
        self._n = 0
        self._undone: set[tuple[str, str]] = set()  # (entity, row) that an undo has touched
        self._open: dict[tuple[str, str], dict[str, list[int]]] = {}  # what was in dispute before what it undid
        self._before: dict[tuple[str, str], list[Entry]] = {}  # of those that were revived then: the changes until then
        self._cancelled: dict[tuple[str, str], set[int]] = {}  # of a code and field: the undos, and what they undo
        self._loose = Loose(self._db)
        self._splits = Splits(self._db)
        self._forests: dict[bool, Forest] = {}
        self._says: dict[tuple[tuple[int, ...], str], tuple[Said, ...]] = {}  # changes never change

    def items(self) -> list[Item]:
        """All items, in an order that replicas share."""
        with self._db.reading():
            self._catch_up()
            disputed = self._disputed()
            disputes = self._reopened() | disputed
            splits, told = self._split(disputes)
            merged = {item.row for item in splits if item.field == MERGED}
            return [
                *(
                    self._item(key, ns, key in disputed)
                    for key, ns in sorted(disputes.items(), key=_in_order)
                    if key not in told
                ),
                *self._skipped({(row, field) for _, row, field in disputes}),
                *splits,
                *(i for i in self._loose.items() if not (i.ent == "code" and i.field == MERGED and i.row in merged)),
            ]

    def _split(self, disputes: dict[Key, list[int]]) -> tuple[list[Item], set[Key]]:
        """What met a split; and the disputes that are told with it."""
        raw, told = self._splits.items(disputes)
        items = []
        for item, ns in raw:
            fields = dict.fromkeys(field for _, field in ns)
            said = [s for field in fields for s in self._said((n for n, of in ns if of == field), field)]
            ((now,),) = self._db.read(
                "SELECT split FROM code WHERE id = ?", (item.row if item.ent == "code" else item.target,)
            )
            items.append(item._replace(said=tuple(s._replace(shown=s.value == now) for s in said)))
        return items, told

    def _catch_up(self) -> None:
        """Look at what has come since: which rows were touched, and which of all those that were undone are concerned.

        An undo in a row that one person alone has written can reopen nothing, but where codes stand.
        """
        self._forests.clear()
        forks = self._db.read("SELECT id, forked FROM stream WHERE forked > 0 ORDER BY id")
        if forks != self._forks:  # who had seen what has to be asked again
            self._forget()
            self._forks = forks
        rows = self._db.read("SELECT ent, row FROM change WHERE n > ?", (self._n,)) if self._n else []
        touched = set(rows)
        self._loose.touched({row for _, row in touched})
        self._splits.touched(touched)
        new = set(self._db.read("SELECT ent, row FROM change WHERE n > ? AND undoes <> ''", (self._n,)))
        self._undone |= new
        history = LogHistory(self._db)
        several = (
            "SELECT count(DISTINCT c.stream) > 1 OR max(s.forked) > 0 FROM change c "
            "JOIN stream s ON s.no = c.stream WHERE c.row = ?"
        )
        for ent, row in new | (self._undone & touched):
            if ent == "code" or self._db.read(several, (row,))[0][0]:
                self._reread(history, ent, row)
        ((self._n,),) = self._db.read("SELECT COALESCE(max(n), 0) FROM change")

    def _reread(self, history: LogHistory, ent: str, row: str) -> None:
        """Read a row as it was before what was undone last, and the undo: what was in dispute then is so again."""
        everything = next(found for _, entity, found in history_of(self._db, [row]) if entity == ent)
        origins = _origins(self._db, row)
        found: dict[str, list[int]] = {}
        for field in sorted({field for e in everything if e.op == "put" for field in e.body}):
            of_field = [e for e in everything if e.op == "put" and field in e.body]
            left = of_field
            for left in _unwound(history, of_field, origins):
                if ns := fold_row(history, left).disputes.get(field):
                    found[field] = list(ns)
                    break
            if ent == "code" and field in (PARENT, MERGED):
                self._cancelled[row, field] = {e.n for e in of_field} - {e.n for e in left}
        for left in _unwound(history, everything, origins):
            if ns := fold_row(history, left).disputes.get(ALIVE):
                found[ALIVE] = list(ns)
                self._before[ent, row] = left
                break
        self._open[ent, row] = found

    # --- what several people said

    def _disputed(self) -> dict[Key, list[int]]:
        """What the tables keep of disputes and revivals, of rows that live: what is deleted nobody needs to settle."""
        found: dict[Key, list[int]] = {}
        query = "SELECT c.ent, d.row, d.field, d.n FROM dispute d JOIN change c ON c.n = d.n"
        for ent, row, field, n in self._db.read(query):
            found.setdefault((ent, row, field), []).append(n)
        return {key: ns for key, ns in found.items() if _lives(self._db, key[0], key[1])}

    def _reopened(self) -> dict[Key, list[int]]:
        """Disputes that were settled, and the settlement undone."""
        return {
            (ent, row, field): ns
            for (ent, row), disputes in self._open.items()
            for field, ns in disputes.items()
            if _lives(self._db, ent, row)
        }

    def _item(self, key: Key, changes: list[int], as_written: bool) -> Item:
        ent, row, field = key
        if field == ALIVE:
            return self._revival(ent, row, changes, as_written)
        said = self._said(changes, field)
        if ent == "code" and field in (PARENT, MERGED):
            now = getattr(self._forest(), field).get(row)
            shown = next((s.n for s in reversed(said) if s.value == now), 0)
        else:
            shown = said[-1].n
        return Item(DISPUTE, ent, row, field, tuple(s._replace(shown=s.n == shown) for s in said))

    def _revival(self, ent: str, row: str, deletes: list[int], as_written: bool) -> Item:
        history = LogHistory(self._db)
        if as_written:
            entries = next(found for _, entity, found in history_of(self._db, [row]) if entity == ent)
        else:
            entries = self._before[ent, row]
        edits = outliving(entries, lambda later, earlier: seen(history, later, earlier))
        said = self._said([*deletes, *(edit.n for edit in edits)])
        return Item(REVIVED, ent, row, ALIVE, tuple(s._replace(shown=s.op == "put") for s in said))

    def _said(self, changes: Iterable[int], field: str = "") -> tuple[Said, ...]:
        """The changes of these arrival numbers in the total order; the value is of ``field``, or the whole body."""
        wanted = tuple(changes)
        if (wanted, field) not in self._says:
            self._says[wanted, field] = _read_said(self._db, wanted, field)
        return self._says[wanted, field]

    def _forest(self, as_undone: bool = False) -> Forest:
        if as_undone not in self._forests:
            left_out = set().union(*self._cancelled.values()) if as_undone else ()
            self._forests[as_undone] = planted(self._db, left_out)
        return self._forests[as_undone]

    def _skipped(self, disputed: Collection[tuple[str, str]]) -> list[Item]:
        """Moves that were left out; where the place is disputed as well, that says it already."""
        moves = set(self._db.read("SELECT code, field, target, n FROM skipped"))
        if any(self._cancelled.values()):
            moves |= {(m.code, m.field, m.target, m.n) for m in self._forest(as_undone=True).skipped}
        return [
            Item(SKIPPED, "code", code, field, self._said([n], field), target)
            for code, field, target, n in sorted(moves)
            if (code, field) not in disputed and _lives(self._db, "code", code)
        ]


Origins = dict[int, tuple[tuple[str, int], tuple[str, int] | None]]
"""By arrival number: the transaction a change is of, and the transaction that this undoes."""


def _origins(db: Database, row: str) -> Origins:
    query = "SELECT c.n, s.id, c.tx, c.undoes FROM change c JOIN stream s ON s.no = c.stream WHERE c.row = ?"
    return {n: ((s, tx), tuple(json.loads(undoes)) if undoes else None) for n, s, tx, undoes in db.read(query, (row,))}


def _unwound(history: LogHistory, entries: Sequence[Entry], origins: Origins) -> Iterator[list[Entry]]:
    """The changes without the latest undo and what it undoes; then without the one before; until somebody went on."""
    left = list(entries)
    while undo := next((e for e in reversed(left) if origins[e.n][1]), None):
        if any(seen(history, e.dot, undo.dot) for e in left[left.index(undo) :]):
            return
        pair = origins[undo.n]
        left = [e for e in left if origins[e.n][0] not in pair]
        yield left


def _in_order(disputed: tuple[Key, list[int]]) -> tuple[bool, Key]:
    return disputed[0][2] == ALIVE, disputed[0]


def _lives(db: Database, ent: str, row: str) -> bool:
    table, rest = (ent, "") if ent in ENTITIES else ("unknown", " AND ent = ?2")
    return bool(db.read(f'SELECT 1 FROM "{table}" WHERE id = ?1 AND alive = 1{rest}', (row, ent)[: 2 if rest else 1]))


def _read_said(db: Database, wanted: tuple[int, ...], field: str) -> tuple[Said, ...]:
    rows = db.read(
        "SELECT c.n, c.actor, c.ts, c.op, c.body FROM change c JOIN stream s ON s.no = c.stream "
        f"WHERE c.n IN ({','.join('?' * len(wanted))}) ORDER BY c.hlc, s.id, c.seq, c.hash",
        wanted,
    )
    return tuple(Said(n, actor, ts, op, _value(op, body, field), False) for n, actor, ts, op, body in rows)


def _value(op: str, body: str, field: str) -> Any:
    if op == "del":
        return None
    fields = json.loads(body)
    return fields.get(field) if field else fields
