"""Episodes that several have settled not knowing of each other: what each decided, in words, and whose it is."""

import json
from typing import Any

from workbench.store import Item, Store
from workbench.study.base import parsed_list
from workbench.study.inbox.names import Names

NO_CODING = "no coding there"
_MOST = 3


def outcome(store: Store, names: Names, row: str, value: Any) -> str:
    """The passages somebody settled on, in words: ``turn 14: “what is said there” (120–180)``."""
    rows = store.read("SELECT revision FROM settlement WHERE id = ?", (row,))
    revision = str(rows[0][0] or "") if rows else ""
    found = parsed_list(value if isinstance(value, str) else None, _is_range)
    told = [names.passage(revision, start, end) for start, end in found[:_MOST]]
    if len(found) > _MOST:
        told.append(f"{len(found) - _MOST} more passages")
    return "; ".join(told) or NO_CODING


def _is_range(given: Any) -> bool:
    return isinstance(given, list) and len(given) == 2 and type(given[0]) is type(given[1]) is int


def settled_by(store: Store, item: Item, value: Any) -> dict[str, Any]:
    """Who had settled on ``value`` of the item, how and why: it goes with what they decided."""
    numbers = [said.n for said in item.said if said.value == value]
    for (body,) in store.read(
        "SELECT body FROM change WHERE n IN (SELECT value FROM json_each(?)) ORDER BY n DESC", (json.dumps(numbers),)
    ):
        by = json.loads(body).get("by")
        if isinstance(by, list):
            return {"by": by}
    return {}


def moved_with(store: Store, item: Item, value: Any) -> dict[str, Any]:
    """What was written with ``value`` of the item, a memo's target: what kind of thing it is about, and which passage.

    They belong together: a memo that is about a code after all does not keep the other side's passage.
    """
    numbers = [said.n for said in item.said if said.value == value]
    for (body,) in store.read(
        "SELECT body FROM change WHERE n IN (SELECT value FROM json_each(?)) ORDER BY n DESC", (json.dumps(numbers),)
    ):
        fields = json.loads(body)
        if isinstance(fields.get("about"), str):
            return {"about": fields["about"], "span": fields.get("span")}
    return {}
