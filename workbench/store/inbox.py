"""The inbox: what merging could not decide alone, and what hangs in the air. Nothing of it blocks work.

Everything is derived from the log, so it is the same list on every replica, and an item goes when its cause goes.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from workbench.log.causality import seen
from workbench.log.registers import ALIVE, Entry, outliving
from workbench.model import ENTITIES
from workbench.store.database import Database
from workbench.store.history import LogHistory
from workbench.store.projection import history_of

DISPUTE = "dispute"
SKIPPED = "skipped move"
REVIVED = "revived"
DANGLING = "dangling"
SAME_NAME = "same name"

ABSENT = "absent"
DELETED = "deleted"
MERGED_INTO_DELETED = "merged into a deleted code"

REFERENCES = (
    ("assignment", "transcript", "transcript"),
    ("coding", "revision", "revision"),
    ("informant", "transcript", "transcript"),
)
"""(entity, field, entity it names)."""

CODE_REFERENCES = (("coding", "code"), ("placement", "code"))
"""(entity, field) of what names a code, and counts where that was merged into."""


class Said(NamedTuple):
    """One of the changes behind an item: who wrote what; ``ts`` is the claimed wall time in ms.

    ``shown``: whether it is what the tables show now. ``value`` is None for a delete, and for a field emptied.
    """

    n: int
    actor: str
    ts: int
    op: str
    value: Any
    shown: bool


class Item(NamedTuple):
    """Something to look at.

    kind            the rest
    dispute         ``row``'s ``field`` was written by several who did not know of each other: ``said``, the shown last
    revived         ``said``: the deletes of ``row`` that an edit outlived, and the edits that no delete had seen
    skipped move    ``row`` should go under (``parent``) or into (``merged``) ``target``, which would close a circle
    dangling        ``rows`` of ``ent`` (``row`` the first) name in ``field`` the ``target``; ``state`` says what is
                    wrong with it: absent, deleted, merged into a deleted code
    same name       ``rows`` are living codes of one name in one place; ``row`` the first, ``target`` the parent or ''
    """

    kind: str
    ent: str
    row: str
    field: str
    said: tuple[Said, ...] = ()
    target: str = ""
    state: str = ""
    rows: tuple[str, ...] = ()


def inbox(db: Database) -> list[Item]:
    """All items, in an order that replicas share."""
    with db.reading():
        return [*_disputes(db), *_skipped(db), *_dangling(db), *_same_names(db)]


# --- what several people said ------------------------------------------------------------------------------------


def _disputes(db: Database) -> list[Item]:
    """Disputes and revivals of rows that live; what was deleted since nobody needs to settle."""
    disputed: dict[tuple[str, str, str], list[int]] = {}
    for ent, row, field, n in db.read(
        "SELECT c.ent, d.row, d.field, d.n FROM dispute d JOIN change c ON c.n = d.n ORDER BY d.field = ?, 1, 2, 3",
        (ALIVE,),
    ):
        disputed.setdefault((ent, row, field), []).append(n)
    return [
        _revival(db, ent, row, changes) if field == ALIVE else _dispute(db, ent, row, field, changes)
        for (ent, row, field), changes in disputed.items()
        if _lives(db, ent, row)
    ]


def _lives(db: Database, ent: str, row: str) -> bool:
    table, rest = (ent, "") if ent in ENTITIES else ("unknown", " AND ent = ?2")
    return bool(db.read(f'SELECT 1 FROM "{table}" WHERE id = ?1 AND alive = 1{rest}', (row, ent)[: 2 if rest else 1]))


def _dispute(db: Database, ent: str, row: str, field: str, changes: list[int]) -> Item:
    skipped = {n for (n,) in db.read("SELECT n FROM skipped WHERE code = ? AND field = ?", (row, field))}
    *others, last = _said(db, changes, field)
    shown = last._replace(shown=last.n not in skipped)
    return Item(DISPUTE, ent, row, field, (*others, shown))


def _revival(db: Database, ent: str, row: str, deletes: list[int]) -> Item:
    history = LogHistory(db)
    entries: list[Entry] = next(found for _, entity, found in history_of(db, [row]) if entity == ent)
    edits = outliving(entries, lambda later, earlier: seen(history, later, earlier))
    said = _said(db, [*deletes, *(edit.n for edit in edits)])
    return Item(REVIVED, ent, row, ALIVE, tuple(s._replace(shown=s.op == "put") for s in said))


def _skipped(db: Database) -> list[Item]:
    moves = db.read("SELECT s.code, s.field, s.target, s.n FROM skipped s JOIN code c ON c.id = s.code AND c.alive = 1")
    return [
        Item(SKIPPED, "code", code, field, _said(db, [n], field), target) for code, field, target, n in sorted(moves)
    ]


def _said(db: Database, changes: Iterable[int], field: str = "") -> tuple[Said, ...]:
    """The changes of these arrival numbers in the total order; the value is of ``field``, or the whole body."""
    wanted = tuple(changes)
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


# --- what hangs in the air ---------------------------------------------------------------------------------------


def _dangling(db: Database) -> list[Item]:
    items: list[Item] = []
    for ent, field, named in REFERENCES:
        alive: dict[str, int] = dict(_pairs(db, named, "alive"))
        items += _pointing(db, ent, field, {t: t for t in _used(db, ent, field)}, alive)
    codes, effective = dict(_pairs(db, "code", "alive")), dict(_pairs(db, "code", "effective"))
    for ent, field in CODE_REFERENCES:
        ends = {code: effective.get(code, code) for code in _used(db, ent, field)}
        items += _pointing(db, ent, field, ends, codes)
    for code, end, parent in db.read("SELECT id, effective, parent FROM code WHERE alive = 1 ORDER BY id"):
        if end != code and not codes.get(end):
            state = DELETED if end in codes else ABSENT
            items.append(Item(DANGLING, "code", code, "merged", target=end, state=state, rows=(code,)))
        elif end == code and parent is not None and parent not in codes:
            items.append(Item(DANGLING, "code", code, "parent", target=parent, state=ABSENT, rows=(code,)))
    return items


def _pairs(db: Database, ent: str, column: str) -> list[tuple[Any, ...]]:
    return db.read(f'SELECT id, "{column}" FROM "{ent}"')


def _used(db: Database, ent: str, field: str) -> list[str]:
    rows = db.read(f'SELECT DISTINCT "{field}" FROM "{ent}" WHERE "{field}" IS NOT NULL ORDER BY 1')
    return [target for (target,) in rows]


def _pointing(db: Database, ent: str, field: str, ends: Mapping[str, str], alive: Mapping[str, int]) -> Iterable[Item]:
    """The living rows whose ``field``, a key of ``ends``, leads to what is not there; one item for each end."""
    broken: dict[tuple[str, str], list[str]] = {}
    for named, end in ends.items():
        if not alive.get(end):
            state = ABSENT if end not in alive else DELETED if end == named else MERGED_INTO_DELETED
            rows = db.read(f'SELECT id FROM "{ent}" WHERE "{field}" = ? AND alive = 1', (named,))
            broken.setdefault((end, state), []).extend(row for (row,) in rows)
    for (target, state), found in sorted(broken.items()):
        if found:
            rows_in_order = tuple(sorted(found))
            yield Item(DANGLING, ent, rows_in_order[0], field, target=target, state=state, rows=rows_in_order)


def _same_names(db: Database) -> list[Item]:
    places: dict[tuple[str, str], list[str]] = {}
    for above, name, code in db.read(
        "SELECT COALESCE(above, ''), name, id FROM code "
        "WHERE alive = 1 AND effective = id AND name IS NOT NULL ORDER BY 1, 2, 3"
    ):
        places.setdefault((above, name), []).append(code)
    return [
        Item(SAME_NAME, "code", codes[0], "name", target=above, rows=tuple(codes))
        for (above, _), codes in places.items()
        if len(codes) > 1
    ]
