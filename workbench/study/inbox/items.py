"""The items of the inbox as people see them: one sentence, the sides, and the choices with what each does."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from workbench.identity import derived_short
from workbench.sanitise import line
from workbench.store import Item
from workbench.store.items import DANGLING, MERGED_INTO_DELETED, SPLIT
from workbench.study.inbox.names import About, day, quoted
from workbench.study.words import NOTES

WAITING = "waiting"
SHOWN, OTHER, WRITE = "shown", "other", "write"
DELETE, SWAP = "delete", "swap"
RESTORE, REMOVE, RECODE, UNMERGE, TOP = "restore", "remove", "recode", "unmerge", "top"
MERGE, MERGE_BACK, RENAME = "merge", "merge-back", "rename"
JOIN, JOIN_MINE, JOIN_THEIRS = "join", "join-mine", "join-theirs"

NOUNS = {
    ("code", "parent"): "place",
    ("code", "split"): "split",
    ("code", "merged"): "merge",
    ("code", "facets"): "starting facets",
    ("code", "include"): "what it includes",
    ("code", "exclude"): "what it excludes",
    ("coding", "span"): "borders",
    ("coding", "memo"): "remark",
    ("memo", "span"): "passage",
    ("memo", "target"): "subject",
    ("link", "span"): "passage",
    ("pick", "span"): "passage",
    ("pick", "shown"): "words to be read",
    ("transcript", "current"): "text",
    ("transcript", "name"): "id",
    ("setting", "value"): "setting",
    ("attribute", "value"): "attribute",
    ("assignment", "progress"): "state of work",
    ("placement", "place"): "column",
    ("wording", "words"): "wording",
    ("summary", "words"): "summary",
    ("survey", "rows"): "answers",
    ("settlement", "ranges"): "outcome",
}


class Side(NamedTuple):
    """What somebody wrote. ``value`` is None where that is nothing; ``here``: whether its text is here to be taken."""

    coder: str
    when: datetime
    value: str | None
    shown: bool
    here: bool = True


class Choice(NamedTuple):
    """A way to settle an item: ``key`` names it to scripts, ``does`` says what it does.

    ``needs`` is ``text``, ``name`` or ``code`` (a path) where it takes one.
    """

    key: str
    does: str
    needs: str = ""


class InboxItem(NamedTuple):
    """Something to look at; ``id`` is the same on every replica and in every run, as long as it is about the same.

    ``about`` says where to go; ``draft`` is what a third text begins with. ``item`` is what the store says of it.
    """

    id: str
    kind: str
    sentence: str
    about: About
    sides: tuple[Side, ...]
    choices: tuple[Choice, ...]
    draft: str
    item: Item


def anchor(item: Item) -> str:
    """What an item is about, so that it is the same item tomorrow: its kind, entity, field and row (or target)."""
    what = item.target if item.kind in (DANGLING, SPLIT) and item.ent != "code" else item.row
    how = ("merged",) if item.state == MERGED_INTO_DELETED else ()
    return " ".join((item.kind, item.ent, what, item.field, *how))


def short(item: Item) -> str:
    """The id by which an item is named."""
    return derived_short("inbox", anchor(item))


def noun(item: Item) -> str:
    """What an item is about in a word or two, fit to be recorded."""
    word = item.field.removeprefix("facet.") if item.ent == "coding" else item.field
    return NOUNS.get((item.ent, item.field)) or re.sub(r"[^\w .-]", "", word)[:40] or "field"


def others(item: Item) -> list[int]:
    """Which sides of a dispute differ from what is shown, and from each other: the latest first."""
    shown = [said.value for said in item.said if said.shown]
    found: list[int] = []
    for n in range(len(item.said) - 1, -1, -1):
        value = item.said[n].value
        if value not in shown:
            shown.append(value)
            found.append(n)
    return found


def by(side: Side) -> str:
    """``bo's “Tillid” (3 Nov 2026)``: what somebody wrote, in a sentence."""
    when = f"({day(side.when)})"
    if side.value is None:
        return f"{side.coder}'s empty one {when}"
    if "“" in side.value:  # a passage
        return f"what {side.coder} chose {when}"
    if side.value in NOTES or len(line(side.value)) > 40:
        return f"what {side.coder} wrote {when}"
    return f"{side.coder}'s {quoted(side.value)} {when}"


def which(sides: Sequence[Side]) -> str:
    """Which of the sides is shown."""
    shown = next((side for side in sides if side.shown), None)
    return f"{by(shown)} is shown" if shown else "none of it is shown"


class Told(NamedTuple):
    """An item in names, before it has its id."""

    sentence: str
    sides: Sequence[Side]
    choices: Sequence[Choice]
    draft: str = ""
