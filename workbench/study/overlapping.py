"""Codes that stand on the same passages: how many of its characters one code shares with another."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate, groupby
from typing import NamedTuple

from workbench.study.base import Base

Passage = tuple[str, int, int]
"""A revision (row), start and end."""

_Stretch = tuple[int, int, str]
"""Start, end, code: what one code covers without a gap."""


class Shared(NamedTuple):
    """What two codes share: ``stretches`` that both cover, ``share`` of the characters that either covers."""

    stretches: int
    share: float


class Covered:
    """Where each code stands, as far as whoever looks may see; read once."""

    def __init__(self, base: Base) -> None:
        self._stretches: dict[str, list[tuple[str, int, int]]] = {}
        self._texts: dict[str, _Text] = {}
        self._size: Counter[str] = Counter()
        self._longest: dict[str, int] = {}
        rows = base.store.read(f"SELECT revision, code, start, end FROM {base.codings()} WHERE code IS NOT NULL")
        rows.sort()
        for revision, of_text in groupby(rows, key=lambda row: row[0]):
            found: list[_Stretch] = []
            for code, of_code in groupby(of_text, key=lambda row: row[1]):
                found += [(start, end, code) for start, end in _joined([(s, e) for *_, s, e in of_code])]
            found.sort()
            for start, end, code in found:
                self._stretches.setdefault(code, []).append((revision, start, end))
                self._size[code] += end - start
                self._longest[code] = max(end - start, self._longest.get(code, 0))
            self._texts[revision] = _Text(found)

    def both(self, first: str, second: str) -> Shared:
        """What two codes share."""
        return self._shared(first, {second}).get(second, Shared(0, 0.0))

    def pairs(self, least: float, stretches: int) -> Iterator[tuple[str, str, Shared]]:
        """The pairs of codes that share ``least`` of their characters and so many stretches; one code at a time."""
        for code, mine in sorted(self._stretches.items()):
            met: Counter[str] = Counter()
            for revision, start, end in mine:
                met.update(self._texts[revision].about(start, end))
            # Most that meet a code meet it once, or cover too much or too little: few are left to look at.
            size, longest = self._size[code], self._longest[code]
            others = {
                other
                for other, n in met.items()
                if n >= stretches
                and code < other
                and min(size, self._size[other], n * min(longest, self._longest[other]))
                >= least * max(size, self._size[other])
            }
            for other, shared in self._shared(code, others).items() if others else ():
                if shared.stretches >= stretches and shared.share >= least:
                    yield code, other, shared

    def _shared(self, code: str, others: Collection[str]) -> dict[str, Shared]:
        """What a code shares with each of ``others`` that it meets."""
        characters: Counter[str] = Counter()
        stretches: Counter[str] = Counter()
        for revision, start, end in self._stretches.get(code, ()):
            for first, last, other in self._texts[revision].meeting(start, end):
                if other in others:
                    characters[other] += min(end, last) - max(start, first)
                    stretches[other] += 1
        whole = {other: self._size[code] + self._size[other] - n for other, n in characters.items()}
        return {other: Shared(stretches[other], n / whole[other]) for other, n in characters.items()}

    def places(self, first: str, second: str, most: int) -> list[Passage]:
        """The first places that both cover."""
        found: list[Passage] = []
        for revision, start, end in self._stretches.get(first, ()):
            for begin, last, other in self._texts[revision].meeting(start, end):
                if other == second and len(found) < most:
                    found.append((revision, max(start, begin), min(end, last)))
        return found


class _Text:
    """The stretches of one text by their starts, and how far those up to each of them reach."""

    def __init__(self, found: Sequence[_Stretch]) -> None:
        self._found = found
        self._starts = [start for start, *_ in found]
        self._reach = list(accumulate((end for _, end, _ in found), max))
        self._codes = [code for *_, code in found]

    def about(self, start: int, end: int) -> list[str]:
        """The codes of all stretches that share a character with [start, end), and of some beside it."""
        return self._codes[bisect_right(self._reach, start) : bisect_left(self._starts, end)]

    def meeting(self, start: int, end: int) -> Iterator[_Stretch]:
        """Those that share a character with [start, end), the last first."""
        at = bisect_left(self._starts, end) - 1
        while at >= 0 and self._reach[at] > start:
            if self._found[at][1] > start:
                yield self._found[at]
            at -= 1


def _joined(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges, sorted by start, joined where they meet or touch; empty ones are left out."""
    result: list[tuple[int, int]] = []
    for start, end in ranges:
        if start >= end:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result
