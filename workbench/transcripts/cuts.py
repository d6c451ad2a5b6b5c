"""Cuts: what a text is without the turns of some of its speakers, and where every passage of it then stands.

What is left is as it was, letter by letter; only whole turns go, each with the white space to its one side, so that the
layout between those who stay is the layout that was there. In which order several speakers are taken out makes no
difference. The cuts follow from the borders of the turns alone, so they are known where the text no longer is.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from workbench.transcripts.turns import Turn

Cuts = tuple[tuple[int, int], ...]
"""Ranges [start, end) of code points of the text before; ascending, apart from each other, none empty."""


class Remainder(NamedTuple):
    """A text without the turns that left, where it was cut, and the turns that stay in its own offsets."""

    text: str
    cuts: Cuts
    turns: tuple[Turn, ...]


def without(text: str, turns: Sequence[Turn], labels: Collection[str]) -> Remainder:
    """``text`` without the turns under ``labels``; an empty text where nobody else says anything."""
    cuts = spans(turns, len(text), labels)
    return Remainder(taken_out(text, cuts), cuts, kept(turns, cuts, labels))


def spans(turns: Sequence[Turn], characters: int, labels: Collection[str]) -> Cuts:
    """The cuts that take the turns under ``labels`` out of a text of so many characters."""
    ordered = sorted(turns)
    leaving = [turn.label in labels for turn in ordered]
    if not any(leaving):
        return ()
    if all(leaving):
        return ((0, characters),) if characters else ()
    last_staying = max(number for number, leaves in enumerate(leaving) if not leaves)
    found: list[tuple[int, int]] = []
    for number, turn in enumerate(ordered):
        if not leaving[number]:
            continue
        start, end = turn.start, turn.end
        if number + 1 < len(ordered):
            end = max(end, ordered[number + 1].start)
        if number > last_staying:  # at the end of the text the white space before goes, and the last newline stays
            start = min(start, ordered[number - 1].end)
        found.append((start, end))
    return _merged(found)


def _merged(ranges: Iterable[tuple[int, int]]) -> Cuts:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def taken_out(text: str, cuts: Cuts) -> str:
    """``text`` without the cuts."""
    edges = [0, *(edge for cut in cuts for edge in cut), len(text)]
    return "".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))


def kept(turns: Sequence[Turn], cuts: Cuts, labels: Collection[str]) -> tuple[Turn, ...]:
    """The turns that stay, in the offsets of what is left."""
    ruler = Ruler(cuts)
    staying = (turn for turn in sorted(turns) if turn.label not in labels)
    return tuple(Turn(ruler.at(t.start), ruler.at(t.speech), ruler.at(t.end), t.label) for t in staying)


def carry(cuts: Cuts, start: int, end: int) -> tuple[int, int] | None:
    """Where the passage [start, end) stands in what is left; None when nothing of it is."""
    return Ruler(cuts).carry(start, end)


class Ruler:
    """``carry`` for thousands of passages of one text."""

    def __init__(self, cuts: Cuts) -> None:
        self._cuts = cuts
        self._starts = [start for start, _ in cuts]
        self._gone = [0, *accumulate(end - start for start, end in cuts)]

    def at(self, position: int) -> int:
        """Where a position stands in what is left; one inside a cut, where that was closed."""
        before = bisect_right(self._starts, position)
        if not before:
            return position
        start, end = self._cuts[before - 1]
        return position - self._gone[before - 1] - (min(position, end) - start)

    def carry(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the passage [start, end) stands in what is left; None when nothing of it is."""
        first, last = self.at(start), self.at(end)
        return (first, last) if first < last else None

    def touches(self, start: int, end: int) -> bool:
        """Whether anything was cut out of the passage [start, end)."""
        return self.at(end) - self.at(start) != end - start

    def points(self, positions: Iterable[int]) -> tuple[int, ...]:
        """Positions that stay, such as sentence starts: those inside a cut are gone."""
        return tuple(self.at(p) for p in positions if not self.touches(p, p + 1))


def mentions(text: str, turns: Sequence[Turn], names: Collection[str]) -> tuple[Turn, ...]:
    """The turns in which one of ``names`` (labels, the id of a person) stands as a word of its own."""
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name)
    if not words:
        return ()
    pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    return tuple(turn for turn in turns if pattern.search(text, turn.start, turn.end))
