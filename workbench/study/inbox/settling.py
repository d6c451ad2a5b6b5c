"""What settles an item of the inbox: the operations behind each choice, decided when nobody else can write."""

import json
from collections.abc import Mapping
from hashlib import sha256

from workbench.errors import InputError
from workbench.log.forest import MERGED, PARENT, reaches
from workbench.store import Item, Op, delete, put
from workbench.store.inbox import DANGLING, DISPUTE, REVIVED, SAME_NAME, SKIPPED, SPLIT
from workbench.store.tree import planted
from workbench.study.base import Base
from workbench.study.inbox import items, splits
from workbench.study.inbox.settled import moved_with, settled_by

_MOST_ROWS = 1000
"""A ruling names so many rows; of more it keeps only a digest, and is undone by any change among them."""


def operations(base: Base, item: Item, choice: str, code: str = "") -> list[Op]:
    """What ``choice`` writes; ``code`` is the code that it needs, where it does."""
    if item.kind == DISPUTE:
        return _take(base, item, choice)
    if item.kind == SKIPPED:
        return _link(base, item.row, item.field, item.target if choice == items.SWAP else _in_force(base, item))
    if item.kind == REVIVED:
        return [delete(item.ent, item.row) if choice == items.DELETE else put(item.ent, item.row)]
    if choice == items.SHOWN and may_be_left(item):
        return [_ruling(base, item)]
    if item.kind == SPLIT:
        ops = splits.operations(base, item, choice, code)
        # The merge stays what it is: that somebody has looked at it has to be said as well.
        return [*ops, _ruling(base, item._replace(state=""))] if choice in (items.MERGE, items.RESTORE) else ops
    if item.kind == SAME_NAME:
        return _merge(item, choice)
    return _mend(base, item, choice, code)


def _take(base: Base, item: Item, choice: str) -> list[Op]:
    shown = next((said.value for said in item.said if said.shown), None)
    if choice == items.SHOWN:
        value = shown if any(said.shown for said in item.said) else _in_force(base, item)
    else:
        number = int(choice.partition("-")[2] or 1)
        value = item.said[items.others(item)[number - 1]].value
    if item.ent == "code" and item.field in (PARENT, MERGED):
        return _link(base, item.row, item.field, value)
    by = settled_by(base.store, item, value) if item.ent == "settlement" else {}
    if item.ent == "summary":
        by = {"coder": next((said.actor for said in item.said if said.value == value), base.coder)}
    if (item.ent, item.field) == ("memo", "target"):
        by = moved_with(base.store, item, value)
    return [Op("put", item.ent, item.row, {item.field: value, **by})]


def _in_force(base: Base, item: Item) -> str | None:
    """Where a code stands, or what it is merged into, by the replay of all moves."""
    links: Mapping[str, str | None] = getattr(planted(base.store.db), item.field)
    return links.get(item.row)


def _link(base: Base, code: str, field: str, target: str | None) -> list[Op]:
    """Put a code below another (or into it); where that one is below it, it first takes the code's place."""
    links: Mapping[str, str | None] = getattr(planted(base.store.db), field)
    ops = [Op("put", "code", code, {field: target})]
    if target is not None and target != code and reaches(links, target, code):
        ops.insert(0, Op("put", "code", target, {field: links.get(code)}))
    return ops


def _merge(item: Item, choice: str) -> list[Op]:
    first, *later = item.rows
    if choice == items.MERGE_BACK:
        return [put("code", first, merged=later[0])]
    return [put("code", code, merged=first) for code in later]


def _mend(base: Base, item: Item, choice: str, code: str) -> list[Op]:
    if choice == items.RESTORE:
        named = "code" if item.field in ("code", MERGED) else "memo" if item.field == "memo" else "transcript"
        return [put(named, item.target)]
    if choice == items.RECODE:
        return [put("coding", row, code=code) for row in item.rows]
    if choice == items.REMOVE:
        return [delete(item.ent, row) for row in item.rows]
    if choice == items.UNMERGE:
        return [put("code", item.row, merged=None)]
    if choice == items.TOP:
        return [put("code", item.row, parent=None)]
    raise InputError(f"there is nothing called {choice} to be done about it")


# --- leaving things as they are


def may_be_left(item: Item) -> bool:
    """Whether leaving it as it is has to be recorded beside it, because no write of the row itself says so."""
    return item.kind in (DANGLING, SAME_NAME) or (item.kind == SPLIT and item.field != splits.SPLIT_INTO)


def _ruling(base: Base, item: Item) -> Op:
    name = items.anchor(item)
    return put("ruling", base.derive("ruling", name), item=name, cause=_cause(item), coder=base.coder)


def _cause(item: Item) -> str:
    rows = list(item.rows)
    if len(rows) > _MOST_ROWS:
        rows = ["#" + sha256("\n".join(rows).encode()).hexdigest()]
    return json.dumps([item.state, *rows])


def is_left(item: Item, rulings: Mapping[str, str]) -> bool:
    """Whether somebody has left the item as it is, and it is about nothing that was not there then."""
    given = rulings.get(items.anchor(item))
    if given is None:
        return False
    try:
        then, now = json.loads(given), json.loads(_cause(item))
        return bool(then[0] == now[0]) and set(now[1:]) <= set(then[1:])
    except (ValueError, TypeError, LookupError, RecursionError):
        return False  # what no program of ours wrote
