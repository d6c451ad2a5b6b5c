"""What a hand edit of the codebook file intends: the difference between two readings of it, never the present state."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from workbench import identity
from workbench.codebook.heading import TEXT_FIELDS, Heading
from workbench.codebook.tree import SORT_STEP

Value = str | int | bool | Mapping[str, tuple[str, ...]]

_FIELDS = ("name", *TEXT_FIELDS, "facets", "colour", "exclusive", "status")


class Edit(NamedTuple):
    """One edit of the code with this short id.

    ``add``: ``name``, ``parent`` (short id, "" at the top), ``sort`` and every field that is not empty; ``move``:
    ``parent`` and ``sort``; ``set``: only the fields that were changed, and ``sort`` where the order needs it ("" and
    {} empty a field); ``delete``: nothing. ``line`` is where the heading stands after the edit (0 when deleted).
    """

    kind: Literal["add", "set", "move", "delete"]
    short: str
    fields: Mapping[str, Value]
    line: int = 0


def differences(
    before: Sequence[Heading], after: Sequence[Heading], sorts: Mapping[str, int] | None = None
) -> tuple[Edit, ...]:
    """What turns ``before`` (the last projection, parsed) into ``after`` (the file as edited, parsed).

    The edits can be done one after the other: parents are added before their children, no move closes a ring, deletions
    come last and from below. A heading that lost its ``{#id}`` is the code that has its parent and name (or its path).
    ``sorts`` are the sort numbers of ``before`` by short id, as stored; without them, SORT_STEP apart.
    """
    after = _recognised(before, after)
    old = {heading.short: heading for heading in before}
    orders = _sorts(before, after, _default_sorts(before) if sorts is None else sorts)
    edits: list[Edit] = []
    for heading in after:
        edits += _edits(old.get(heading.short), heading, orders.get(heading.short))
    kept = {heading.short for heading in after}
    edits += [Edit("delete", heading.short, {}) for heading in reversed(before) if heading.short not in kept]
    return tuple(edits)


def _edits(old: Heading | None, new: Heading, sort: int | None) -> Iterable[Edit]:
    order: dict[str, Value] = {} if sort is None else {"sort": sort}
    if old is None:
        filled = {name: getattr(new, name) for name in _FIELDS if getattr(new, name)}
        yield Edit("add", new.short, {"name": new.name, "parent": new.parent, **filled, **order}, new.line)
        return
    if old.parent != new.parent:
        yield Edit("move", new.short, {"parent": new.parent, **order}, new.line)
        order = {}
    changed = {name: getattr(new, name) for name in _FIELDS if getattr(new, name) != getattr(old, name)}
    if changed or order:
        yield Edit("set", new.short, {**changed, **order}, new.line)


def _recognised(before: Sequence[Heading], after: Sequence[Heading]) -> list[Heading]:
    """``after`` with the short ids of ``before`` wherever an ``{#id}`` was lost."""
    if all(heading.given for heading in after):
        return list(after)
    old_paths = _paths(before)
    by_place = {(heading.parent, heading.name): heading.short for heading in reversed(before)}
    by_path = {path: short for short, path in reversed(old_paths.items())}
    new_paths = _paths(after)
    free = set(old_paths) - {heading.short for heading in after if heading.given}
    found: dict[str, str] = {}
    for heading in after:
        if not heading.given:
            place = (found.get(heading.parent, heading.parent), heading.name)
            for short in (by_place.get(place), by_path.get(new_paths[heading.short])):
                if short in free:
                    free.discard(short)
                    found[heading.short] = short
                    break
    taken = {heading.short for heading in after if heading.given} | set(found.values())
    for heading in after:
        if not heading.given and heading.short not in found:
            short, number = heading.short, 1
            while short in taken or (short in old_paths and short not in free):
                number += 1
                short = identity.derived_short(*new_paths[heading.short], str(number))
            taken.add(short)
            found[heading.short] = short
    return [
        replace(
            heading, short=found.get(heading.short, heading.short), parent=found.get(heading.parent, heading.parent)
        )
        for heading in after
    ]


def _paths(headings: Sequence[Heading]) -> dict[str, tuple[str, ...]]:
    paths: dict[str, tuple[str, ...]] = {}
    for heading in headings:
        paths[heading.short] = (*paths.get(heading.parent, ()), heading.name)
    return paths


def _siblings(headings: Sequence[Heading]) -> dict[str, list[str]]:
    siblings: dict[str, list[str]] = {}
    for heading in headings:
        siblings.setdefault(heading.parent, []).append(heading.short)
    return siblings


def _default_sorts(before: Sequence[Heading]) -> dict[str, int]:
    return {short: SORT_STEP * number for group in _siblings(before).values() for number, short in enumerate(group, 1)}


def _sorts(before: Sequence[Heading], after: Sequence[Heading], sorts: Mapping[str, int]) -> dict[str, int]:
    """The sort numbers that must be written, for as few codes as can be, so that siblings stand as in ``after``."""
    was = _siblings(before)
    written: dict[str, int] = {}
    for parent, group in _siblings(after).items():
        written |= renumbered(was.get(parent, ()), group, sorts)
    return written


def renumbered(was: Sequence[str], now: Sequence[str], sorts: Mapping[str, int]) -> dict[str, int]:
    """The sort numbers to be written, as few as can be, so that what stood as ``was`` stands as ``now``.

    ``sorts`` are the numbers as stored; what has none, or is new in ``now``, is given one where anything is.
    """
    place = {item: number for number, item in enumerate(was)}
    kept = set(now)
    if list(now) == [item for item in was if item in kept]:
        return {}
    known = [(item, (sorts[item], place[item])) for item in now if item in place and item in sorts]
    return _between(now, {item: sorts[item] for item in _longest_rising(known)})


def _longest_rising(items: Sequence[tuple[str, tuple[int, int]]]) -> set[str]:
    """The longest subsequence whose keys rise: the codes that can keep their sort number."""
    tails: list[tuple[int, int]] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, key) in enumerate(items):
        at = bisect_right(tails, key)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [key]
        ends[at : at + 1] = [index]
    result: set[str] = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        result.add(items[index][0])
        index = before[index]
    return result


def _between(group: Sequence[str], staying: Mapping[str, int]) -> dict[str, int]:
    """Numbers for the others, between those that stay; one that leaves its neighbours no room is numbered anew."""
    written: dict[str, int] = {}
    low: int | None = None
    waiting: list[str] = []
    for short in group:
        high = staying.get(short)
        if high is None or (waiting and low is not None and high - low <= len(waiting)):
            waiting.append(short)
            continue
        written |= _spread(waiting, low, high)
        waiting = []
        low = high
    return written | _spread(waiting, low, None)


def _spread(shorts: Sequence[str], low: int | None, high: int | None) -> dict[str, int]:
    count = len(shorts)
    if high is None:
        return {short: (low or 0) + SORT_STEP * number for number, short in enumerate(shorts, 1)}
    if low is None:
        return {short: high - SORT_STEP * (count - number) for number, short in enumerate(shorts)}
    return {short: low + (high - low) * number // (count + 1) for number, short in enumerate(shorts, 1)}
