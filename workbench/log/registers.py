"""What the changes of one row mean: each field a register, and whether the row lives.

A field shows the write that comes last in the order; where several writes did not know of each other and differ, all
are reported, so that the one not shown is not lost. A delete removes only what its author had seen: a row lives
if some put on it was seen by no delete.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from workbench.log.causality import Dot

ALIVE = "alive"
"""The name under which a delete that somebody's edit outlived is reported."""


class Entry(NamedTuple):
    """A change, as far as its row is concerned; ``n`` is whatever the caller knows it by."""

    n: int
    dot: Dot
    op: str
    body: dict[str, Any]


class Folded(NamedTuple):
    """The fields in force, whether the row lives, and per disputed field the changes that did not know each other."""

    fields: dict[str, Any]
    alive: bool
    disputes: dict[str, tuple[int, ...]]


Seen = Callable[[Dot, Dot], bool]


def fold(entries: Sequence[Entry], seen: Seen, linear: bool = False) -> Folded:
    """Fold the changes of one row, given in the total order.

    ``linear``: they are of one unforked stream, so nothing is concurrent.
    """
    puts = [e for e in entries if e.op == "put"]
    deletes = [e for e in entries if e.op == "del"]
    fields: dict[str, Any] = {}
    for entry in puts:
        fields |= entry.body
    if linear:
        return Folded(fields, bool(entries) and entries[-1].op == "put", {})
    disputes = _disputes(puts, seen)
    # The latest first: they are the likeliest to have outlived a delete, and to have seen it.
    latest_first = puts[::-1]
    alive = any(_outlives(put, deletes, seen) for put in latest_first)
    if alive:
        unheeded = tuple(d.n for d in deletes if not any(seen(p.dot, d.dot) for p in latest_first))
        if unheeded:
            disputes[ALIVE] = unheeded
    return Folded(fields, alive, disputes)


def _outlives(put: Entry, deletes: Sequence[Entry], seen: Seen) -> bool:
    return not any(seen(delete.dot, put.dot) for delete in deletes)


def outliving(entries: Sequence[Entry], seen: Seen) -> list[Entry]:
    """The puts that no delete had seen: what keeps the row alive."""
    deletes = [e for e in entries if e.op == "del"]
    return [e for e in entries if e.op == "put" and _outlives(e, deletes, seen)]


def _disputes(puts: Sequence[Entry], seen: Seen) -> dict[str, tuple[int, ...]]:
    heads: dict[str, list[Entry]] = {}
    for put in puts:
        for field in put.body:
            before = heads.get(field, [])
            heads[field] = [e for e in before if not seen(put.dot, e.dot)] + [put]
    return {
        field: tuple(e.n for e in entries)
        for field, entries in heads.items()
        if len(entries) > 1 and any(e.body[field] != entries[0].body[field] for e in entries)
    }
