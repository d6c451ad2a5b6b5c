"""What the inbox holds: the kinds of items, and what each says."""

from typing import Any, NamedTuple

DISPUTE = "dispute"
SKIPPED = "skipped move"
REVIVED = "revived"
DANGLING = "dangling"
SAME_NAME = "same name"
SPLIT = "split"

ABSENT = "absent"
DELETED = "deleted"
MERGED_INTO_DELETED = "merged into a deleted code"


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
    dispute         ``row``'s ``field`` was written by several who did not know of each other: ``said``, in order
    revived         ``said``: the deletes of ``row`` that an edit outlived, and the edits that no delete had seen
    skipped move    ``row`` should go under (``parent``) or into (``merged``) ``target``, which would close a circle
    dangling        ``rows`` of ``ent`` (``row`` the first) name in ``field`` the ``target``; ``state`` says what is
                    wrong with it: absent, deleted, merged into a deleted code. Those that were there when somebody
                    deleted it knowingly are left out
    split           ``row`` was split, not knowing (``merged``) that it was merged as well, in the end into ``target``:
                    ``rows`` are what it was split into, ``state`` deleted where that is gone; (``split``) that
                    somebody else split it: ``rows`` are the codings that were sorted differently; or ``ent`` coding:
                    ``rows`` came to the code ``target``, which had been split into codes below it
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
