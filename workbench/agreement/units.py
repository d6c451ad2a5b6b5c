"""From passages in a stored text to the units in which coders are compared, and to the part of it that counts.

Where words, sentences and turns stand is said by ``transcripts.units``; here passages are measured in them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from workbench.agreement.overlap import merged
from workbench.agreement.values import Range


class Ruler:
    """A stored text, measured in units; built once, then quick for thousands of passages.

    ``units``: where they stand in the text, ascending and apart from each other; None is each code point. White space
    around a unit, and whatever lies in none (a label between two sentences), counts for nothing. A unit counts as coded
    when any of its characters is, or, with ``half``, when at least half of them are.

    ``allowed``: the only ranges of the text that count (None: all of it). What is not allowed is taken out and the rest
    moved together: a position stands as many characters from the start as are allowed before it. So a passage across
    a gap stays one passage, only shorter; a unit has its allowed characters alone, and none at all is no unit.

    ``trim``: white space at the ends of a passage does not count.
    """

    length: int
    """How many units there are; 0 where nothing is allowed."""

    def __init__(
        self,
        text: str,
        units: Iterable[Range] | None = None,
        *,
        half: bool = False,
        allowed: Iterable[Range] | None = None,
        trim: bool = False,
    ) -> None:
        self._text = text if trim else ""
        self._trim = trim
        self._whole = allowed is None
        self._allowed = [(0, len(text))] if allowed is None else _apart(allowed, len(text))
        self._from = [start for start, _ in self._allowed]
        self._to = [end for _, end in self._allowed]
        self._before = [0, *accumulate(end - start for start, end in self._allowed)]
        self._half = half
        self._characters = units is None
        self._starts: list[int] = []
        self._ends: list[int] = []
        self.length = self._before[-1]
        if units is not None:
            for first, last in units:
                start, end = self._squeezed(first), self._squeezed(last)
                if start < end:
                    self._starts.append(start)
                    self._ends.append(end)
            self.length = len(self._starts)

    def ranges(self, ranges: Iterable[Range]) -> list[Range]:
        """One coder's passages of one code, in units: ascending ranges in [0, ``length``), none empty.

        Passages that overlap are left so, and two that touch one unit share it, for the counting to merge; with
        ``half`` they are merged first, as it takes them together to fill a unit, and a shared unit goes to the first.
        """
        given = self._trimmed(ranges)
        if not self._whole:
            given = ((self._squeezed(start), self._squeezed(end)) for start, end in given)
        else:
            limit = self._before[-1]
            given = ((max(start, 0), min(end, limit)) for start, end in given)
        inside = sorted((start, end) for start, end in given if start < end)
        if self._characters:
            return inside
        return self._filled(merged(inside)) if self._half else self._touched(inside)

    def clipped(self, ranges: Iterable[Range]) -> list[Range]:
        """The passages still in code points of the text: trimmed, and cut down to what is allowed; none empty."""
        found: list[Range] = []
        for start, end in self._trimmed(ranges):
            at = bisect_right(self._to, start)
            while at < len(self._allowed) and self._from[at] < end:
                found.append((max(start, self._from[at]), min(end, self._to[at])))
                at += 1
        return sorted((start, end) for start, end in found if start < end)

    def text(self, start: int, end: int) -> Range:
        """Where the units [start, end) stand in the text: from the first character of the first to the last's end.

        ``start`` < ``end``, both within [0, ``length``].
        """
        if not self._characters:
            start, end = self._starts[start], self._ends[end - 1]
        return self._stretched(start), self._stretched(end - 1) + 1

    def _trimmed(self, ranges: Iterable[Range]) -> Iterator[Range]:
        if not self._trim:
            yield from ranges
            return
        text = self._text
        for start, end in ranges:
            start, end = max(start, 0), min(end, len(text))
            while start < end and text[start].isspace():
                start += 1
            while start < end and text[end - 1].isspace():
                end -= 1
            yield start, end

    def _squeezed(self, position: int) -> int:
        """How many allowed characters lie before ``position``."""
        at = bisect_right(self._from, position) - 1
        return self._before[at] + min(position, self._to[at]) - self._from[at] if at >= 0 else 0

    def _stretched(self, number: int) -> int:
        """Where the allowed character of that number stands in the text."""
        at = bisect_right(self._before, number) - 1
        return self._from[at] + number - self._before[at]

    def _touched(self, passages: Iterable[Range]) -> list[Range]:
        found = []
        for start, end in passages:
            first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
            if first < last:
                found.append((first, last))
        return found

    def _filled(self, passages: Sequence[Range]) -> list[Range]:
        """The units at least half of which lie in ``passages`` (apart from each other); only one at an end can fail."""
        covered: dict[int, int] = {}
        touched: list[Range] = []
        for start, end in passages:
            first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
            if first < last:
                touched.append((first, last))
                for unit in {first, last - 1}:
                    inside = min(end, self._ends[unit]) - max(start, self._starts[unit])
                    covered[unit] = covered.get(unit, 0) + inside
        short = {unit for unit, inside in covered.items() if inside * 2 < self._ends[unit] - self._starts[unit]}
        found: list[Range] = []
        taken = 0
        for first, last in touched:
            start, end = max(first + (first in short), taken), last - (last - 1 in short)
            if start < end:
                found.append((start, end))
                taken = end
        return found


def _apart(ranges: Iterable[Range], length: int) -> list[Range]:
    """The ranges within a text, those that overlap or touch joined."""
    found: list[Range] = []
    for start, end in sorted((max(start, 0), min(end, length)) for start, end in ranges):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
