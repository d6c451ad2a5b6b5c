"""What turns one codebook into another, told apart as people see it: two lists of codes in, the differences out.

Codes are recognised by what they are, never by what they are called: a code of another name is renamed, one below
another code is moved. A code whose path is another only because a code above it changed has not changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from workbench.codebook.edits import renumbered
from workbench.codebook.heading import Heading

ADDED, REMOVED, MERGED, UNMERGED = "added", "removed", "merged", "unmerged"
RENAMED, MOVED, REDEFINED, STATUS, REORDERED = "renamed", "moved", "redefined", "status", "reordered"

FIELDS = ("definition", "include", "exclude", "example", "facets", "colour", "exclusive")
"""What can be redefined."""

_ROOM = 1 << 32
# So far apart that one always fits between two, and nobody has to move for another's sake.


class Entry(NamedTuple):
    """A code as it is compared, in the order of the codebook: ``parent`` is the id of another entry, "" at the top."""

    id: str
    name: str
    parent: str = ""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    facets: Mapping[str, tuple[str, ...]] = {}
    colour: str = ""
    exclusive: bool = False
    status: str = ""


class Difference(NamedTuple):
    """One thing that is otherwise with one code (an id).

    ``before`` and ``after`` are values of the ``field``: of a name, of ``parent`` (an id), of a redefined field, of
    ``status``; for what was merged or unmerged the id of the other code. ``entry`` is an added code as it is.
    ``beside``: of a code that is new in its place, the sibling it stands behind ("": it is the first).
    """

    kind: str
    id: str
    field: str = ""
    before: object = ""
    after: object = ""
    beside: str = ""
    entry: Entry | None = None


class Comparison(NamedTuple):
    """All differences, by code in the order of the codebooks, and how many codes are the same in both."""

    differences: tuple[Difference, ...]
    unchanged: int


def of_headings(headings: Iterable[Heading]) -> tuple[Entry, ...]:
    """A codebook's text, parsed, as entries; short ids are what codes are."""
    return tuple(
        Entry(
            id=heading.short,
            name=heading.name,
            parent=heading.parent,
            definition=heading.definition,
            include=heading.include,
            exclude=heading.exclude,
            example=heading.example,
            facets=heading.facets,
            colour=heading.colour,
            exclusive=heading.exclusive,
            status=heading.status,
        )
        for heading in headings
    )


def compare(
    before: Sequence[Entry],
    after: Sequence[Entry],
    merged: Mapping[str, str] | None = None,
    unmerged: Mapping[str, str] | None = None,
) -> Comparison:
    """What turns ``before`` into ``after``, both depth first.

    ``merged``: of codes that are gone, into which one; ``unmerged``: of codes that are new, out of which one they came.
    """
    into, out_of = merged or {}, unmerged or {}
    old, new = {entry.id: entry for entry in before}, {entry.id: entry for entry in after}
    beside, rearranged = _places(before, after)
    found: list[Difference] = []
    changed: set[str] = set()
    for entry in after:
        was = old.get(entry.id)
        if was is None:
            kind = UNMERGED if entry.id in out_of else ADDED
            found.append(Difference(kind, entry.id, "", out_of.get(entry.id, ""), "", beside.get(entry.id, ""), entry))
            continue
        told = [*_told_apart(was, entry, beside.get(entry.id, ""), entry.id in rearranged)]
        if told:
            changed.add(entry.id)
        found += told
    for entry in before:
        if entry.id not in new:
            kind = MERGED if entry.id in into else REMOVED
            found.append(Difference(kind, entry.id, "", "", into.get(entry.id, "")))
    same = sum(entry.id in old and entry.id not in changed for entry in after)
    return Comparison(tuple(found), same)


def _told_apart(was: Entry, now: Entry, beside: str, rearranged: bool) -> Iterable[Difference]:
    if was.name != now.name:
        yield Difference(RENAMED, now.id, "name", was.name, now.name)
    if was.parent != now.parent:
        yield Difference(MOVED, now.id, "parent", was.parent, now.parent, beside)
    elif rearranged:
        yield Difference(REORDERED, now.id, "sort", "", "", beside)
    for field in FIELDS:
        if getattr(was, field) != getattr(now, field):
            yield Difference(REDEFINED, now.id, field, getattr(was, field), getattr(now, field))
    if was.status != now.status:
        yield Difference(STATUS, now.id, "status", was.status, now.status)


def _places(before: Sequence[Entry], after: Sequence[Entry]) -> tuple[dict[str, str], set[str]]:
    """Behind which sibling each code of ``after`` stands; and the fewest that must have gone past others."""
    was, now = _siblings(before), _siblings(after)
    beside: dict[str, str] = {}
    rearranged: set[str] = set()
    for parent, group in now.items():
        beside |= dict(zip(group, ["", *group], strict=False))
        here, there = set(group), set(was.get(parent, ()))
        old = [code for code in was.get(parent, ()) if code in here]
        rooms = {code: place * _ROOM for place, code in enumerate(old)}
        rearranged |= renumbered(old, [code for code in group if code in there], rooms).keys()
    return beside, rearranged


def _siblings(entries: Sequence[Entry]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry in entries:
        found.setdefault(entry.parent, []).append(entry.id)
    return found
