"""Splits that met something: a merge or another split of the same code, or codings that came to it meanwhile.

A split says, in the row of the code (``split``), into which codes it was sorted. Whoever merged that code, or coded
with it, without knowing of that had something else in mind. Where one of them knew of the other there is no item: that
somebody takes something back is no work of theirs, and hides none.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from workbench.log.causality import Dot, seen
from workbench.log.forest import MERGED
from workbench.store.database import Database
from workbench.store.history import LogHistory
from workbench.store.items import DELETED, SPLIT, Item
from workbench.store.tree import planted

Key = tuple[str, str, str]
SPLIT_INTO = "split"


class Raw(NamedTuple):
    """An item without what was said: ``ns`` are the changes behind it, with the field of each that matters."""

    item: Item
    ns: tuple[tuple[int, str], ...]


class _Wrote(NamedTuple):
    n: int
    dot: Dot


class Splits:
    """Reads them again and again; of codings it looks only at those that are new, until a code changes."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._arrived: dict[str, set[str]] | None = None
        # Which merges are in force: what was written last may have been left out, for it would have closed a circle.
        self._merges: Mapping[str, str | None] | None = None
        self._dirty: set[str] = set()

    def touched(self, rows: Iterable[tuple[str, str]]) -> None:
        """Something new is said of these (entity, row)."""
        for ent, row in rows:
            if ent == "code":
                self._arrived = self._merges = None
            elif ent == "coding":
                self._dirty.add(row)

    def items(self, disputes: Mapping[Key, Collection[int]]) -> tuple[list[Raw], set[Key]]:
        """What met a split, in an order that replicas share; and the disputes that are told with it."""
        codes = self._db.read(
            "SELECT id, split, effective FROM code WHERE typeof(split) = 'text' AND alive = 1 ORDER BY id"
        )
        if not codes:
            self._arrived, self._dirty = {}, set()
            return [], set()
        history = LogHistory(self._db)
        if self._merges is None:
            self._merges = planted(self._db).merged
        links = self._merges
        merged = [
            raw
            for code, split, effective in codes
            if (into := links.get(code)) is not None and (raw := self._merged(history, code, split, effective, into))
        ]
        twice, told = self._twice(disputes)
        return [*merged, *twice, *self._came(history, [row[:2] for row in codes if row[0] not in links])], told

    # --- merged meanwhile

    def _merged(self, history: LogHistory, code: str, split: str, effective: str, into: str) -> Raw | None:
        splits = self._wrote(code, SPLIT_INTO, split)
        merges = self._wrote(code, MERGED, into)
        if not _apart(history, splits, merges):
            return None
        ((alive,),) = self._db.read("SELECT COALESCE(max(alive), 0) FROM code WHERE id = ?", (effective,))
        item = Item(
            SPLIT, "code", code, MERGED, target=effective, state="" if alive else DELETED, rows=tuple(_targets(split))
        )
        return Raw(item, (*((s.n, SPLIT_INTO) for s in splits), *((m.n, MERGED) for m in merges)))

    # --- split twice

    def _twice(self, disputes: Mapping[Key, Collection[int]]) -> tuple[list[Raw], set[Key]]:
        found, told = [], set()
        transactions: dict[int, Any] = {}
        several = {k: ns for k, ns in disputes.items() if k[0] == "code" and k[2] == SPLIT_INTO}
        if several:
            all_ = {n for key, of in disputes.items() if key in several or key[::2] == ("coding", "code") for n in of}
            query = "SELECT n, stream, tx FROM change WHERE n IN (SELECT value FROM json_each(?))"
            transactions = {n: (stream, tx) for n, stream, tx in self._db.read(query, (json.dumps(sorted(all_)),))}
        for key, ns in sorted(several.items()):
            told.add(key)
            bodies = self._db.read(
                "SELECT n FROM change WHERE n IN (SELECT value FROM json_each(?)) "
                "AND json_extract(body, '$.split') IS NOT NULL",
                (json.dumps(sorted(ns)),),
            )
            splits = {n for (n,) in bodies}
            if len(splits) < 2:
                continue  # one of them only takes an earlier one back
            those = {transactions[n] for n in splits}
            sorted_twice = {
                other
                for other, of in disputes.items()
                if other[0] == "coding" and other[2] == "code" and all(transactions[n] in those for n in of)
            }
            told |= sorted_twice
            rows = tuple(sorted(row for _, row, _ in sorted_twice))
            found.append(
                Raw(Item(SPLIT, "code", key[1], SPLIT_INTO, rows=rows), tuple((n, SPLIT_INTO) for n in splits))
            )
        return found, told

    # --- coded meanwhile

    def _came(self, history: LogHistory, codes: Collection[tuple[str, str]]) -> list[Raw]:
        """Codings that a code got without its split knowing of them, where its new codes stand below it."""
        above = [(code, split) for code, split in codes if self._is_parent(code, split)]
        known = {code: self._wrote(code, SPLIT_INTO, split) for code, split in above}
        if self._arrived is None or self._arrived.keys() != known.keys():
            self._arrived = {code: self._all(history, code, splits) for code, splits in known.items()}
        elif self._dirty:
            for code, splits in known.items():
                self._arrived[code] -= self._dirty
                self._arrived[code] |= self._all(history, code, splits, self._dirty)
        self._dirty = set()
        return [
            Raw(
                Item(SPLIT, "coding", min(rows), "code", target=code, rows=tuple(sorted(rows))),
                tuple((s.n, SPLIT_INTO) for s in known[code]),
            )
            for code, rows in sorted(self._arrived.items())
            if rows
        ]

    def _is_parent(self, code: str, split: str) -> bool:
        targets = json.dumps(_targets(split))
        query = (
            "SELECT 1 FROM code WHERE id IN (SELECT value FROM json_each(?1)) "
            "AND alive = 1 AND above = ?2 AND origin = ?2"
        )
        return bool(self._db.read(query, (targets, code)))

    def _all(
        self, history: LogHistory, code: str, splits: Collection[_Wrote], only: Collection[str] | None = None
    ) -> set[str]:
        """The codings that count for a code and of which its split knew nothing; of ``only``, where it is given."""
        found: set[str] = set()
        for (stored,) in self._db.read("SELECT id FROM code WHERE effective = ?", (code,)):
            merges, at = [], stored
            while at != code and (into := (self._merges or {}).get(at)) is not None:
                merges.append(self._wrote(at, MERGED, into))
                at = into
            if any(_apart(history, splits, merge) for merge in merges):
                found |= self._codings(stored, only)
            elif not any(_after(history, merge, splits) for merge in merges):
                found |= self._unknown(history, stored, splits, only)
        return found

    def _codings(self, code: str, only: Collection[str] | None) -> set[str]:
        chosen = "" if only is None else " AND +id IN (SELECT value FROM json_each(?2))"
        given = (code,) if only is None else (code, json.dumps(sorted(only)))
        return {row for (row,) in self._db.read(f"SELECT id FROM coding WHERE code = ?1 AND alive = 1{chosen}", given)}

    def _unknown(
        self, history: LogHistory, code: str, splits: Collection[_Wrote], only: Collection[str] | None
    ) -> set[str]:
        rows = self._codings(code, only)
        written: dict[str, list[Dot]] = {}
        chosen = "g.code = ?1 AND g.alive = 1" if only is None else "g.id IN (SELECT value FROM json_each(?2))"
        given = (code,) if only is None else (code, json.dumps(sorted(rows)))
        undone = self._undone(rows)
        for row, stream, tx, *dot in self._db.read(
            "SELECT c.row, s.id, c.tx, c.stream, c.seq, c.hash FROM coding g CROSS JOIN change c ON c.row = g.id "
            f"JOIN stream s ON s.no = c.stream WHERE {chosen} AND c.ent = 'coding' AND c.op = 'put' AND c.undoes = '' "
            "AND json_extract(c.body, '$.code') = ?1",
            given,
        ):
            if (stream, tx) not in undone:
                written.setdefault(row, []).append(Dot(*dot))
        return {
            row
            for row in rows & written.keys()
            if not any(
                seen(history, split.dot, dot) or seen(history, dot, split.dot)
                for split in splits
                for dot in written[row]
            )
        }

    def _undone(self, rows: Collection[str]) -> set[tuple[str, int]]:
        """The transactions in these rows that were taken back, and not done again."""
        undos = self._db.read(
            "SELECT c.undoes, s.id, c.tx FROM change c JOIN stream s ON s.no = c.stream WHERE c.undoes <> '' "
            "AND c.row IN (SELECT value FROM json_each(?)) ORDER BY c.hlc, s.id, c.seq, c.hash",
            (json.dumps(sorted(rows)),),
        )
        undone: set[tuple[str, int]] = set()
        for undoes, *name in reversed(undos):
            if tuple(name) not in undone:
                undone.add(tuple(json.loads(undoes)))
        return undone

    def _wrote(self, code: str, field: str, value: str) -> list[_Wrote]:
        """The changes that said this of a code, in the total order; without what was taken back, if any is left."""
        rows = self._db.read(
            "SELECT s.id, c.tx, c.n, c.stream, c.seq, c.hash FROM change c JOIN stream s ON s.no = c.stream "
            f"WHERE c.row = ? AND c.ent = 'code' AND c.op = 'put' AND c.undoes = '' "
            f"AND json_extract(c.body, '$.{field}') = ? ORDER BY c.hlc, s.id, c.seq, c.hash",
            (code, value),
        )
        undone = self._undone([code])
        left = [row for row in rows if row[:2] not in undone] or rows
        return [_Wrote(n, Dot(*dot)) for _, _, n, *dot in left]


def _apart(history: LogHistory, one: Collection[_Wrote], other: Collection[_Wrote]) -> bool:
    """Whether none of the one's changes knew of the other's, nor the other way round."""
    return bool(one and other) and not any(
        seen(history, a.dot, b.dot) or seen(history, b.dot, a.dot) for a in one for b in other
    )


def _after(history: LogHistory, later: Collection[_Wrote], earlier: Collection[_Wrote]) -> bool:
    return any(seen(history, a.dot, b.dot) for a in later for b in earlier)


def _targets(split: str) -> list[str]:
    """The codes a split names; what another program wrote may be anything."""
    try:
        given = json.loads(split)
    except (ValueError, RecursionError):
        return []
    return [row for row in given if isinstance(row, str)] if isinstance(given, list) else []
