"""The inbox of who codes blind: items without what is hidden; and what nobody may settle while others do."""

import json
from collections.abc import Iterable

from workbench.store import Item, Op
from workbench.store.inbox import REVIVED, SAME_NAME, SPLIT
from workbench.study.blind import Blind
from workbench.study.coderows import CodeRow, check_shared


def left(item: Item, blind: Blind) -> Item | None:
    """An item without the rows that are kept from whoever is at work; None where nothing of it is left."""
    if item.kind == SPLIT and (blind.hides("code", item.row) or blind.hides("code", item.target)):
        return None
    if item.rows:
        ent = "coding" if (item.kind, item.field) == (SPLIT, "split") else item.ent
        rows = tuple(row for row in item.rows if not blind.hides(ent, row))
        if len(rows) < (2 if item.kind == SAME_NAME else 1):
            return None
        if item.kind == SPLIT and item.ent == "code":
            return item._replace(rows=rows)
        return item._replace(row=rows[0], rows=rows) if rows != item.rows else item
    if blind.hides(item.ent, item.row) or (item.ent == "code" and item.target in blind.drafts()):
        return None
    if (item.ent, item.field) == ("code", "example") and item.row in blind.examples():
        return None
    return _without_examples(item, blind) if (item.kind, item.ent) == (REVIVED, "code") else item


def _without_examples(item: Item, blind: Blind) -> Item:
    """A code that was kept, its sides without the examples that are hidden."""
    said = (s._replace(value=json.loads(blind.body(s.n, json.dumps(s.value)))) for s in item.said)
    return item._replace(said=tuple(said))


def check_drafts(codes: Iterable[CodeRow], ops: Iterable[Op]) -> None:
    """Raise InputError where ``ops`` put a code that all see into or below one that some do not."""
    known = {code.id: code for code in codes}
    for op in ops:
        for into in (op.body.get("merged"), op.body.get("parent")):
            if op.ent == "code" and op.row in known and into in known:
                check_shared(known[op.row], known[into])
