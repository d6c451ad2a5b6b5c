"""Passages with sets of codes, each set the bits of a number: what is on a piece of text, and what between two places.

The text is cut at every place where a passage begins or ends. What lies between two cuts is a union of neighbouring
pieces, which is asked of tables of unions of 1, 2, 4, … pieces, so that a passage over the whole text costs no more
than a short one.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator

_FEW = 8
"""So many pieces are as quickly looked at one by one."""


def bits(mask: int) -> Iterator[int]:
    """The places of the bits that are set, from the lowest."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


class Spans:
    """Passages ((start, end), mask), the end exclusive; a place may be anything that is counted.

    ``edges``: where something begins or ends, ascending.
    """

    def __init__(self, passages: Iterable[tuple[tuple[int, int], int]]) -> None:
        begins: dict[int, list[int]] = defaultdict(list)
        ends: dict[int, list[int]] = defaultdict(list)
        for (start, end), mask in passages:
            begins[start].append(mask)
            ends[end].append(mask)
        self.edges = sorted({*begins, *ends})
        self._masks: list[int] = []
        on: dict[int, int] = defaultdict(int)  # how many passages hold a bit here
        now = 0
        for edge in self.edges:
            for mask in ends.get(edge, ()):
                for bit in bits(mask):
                    on[bit] -= 1
                    if not on[bit]:
                        now ^= 1 << bit
            for mask in begins.get(edge, ()):
                for bit in bits(mask):
                    on[bit] += 1
                now |= mask
            self._masks.append(now)
        self._tables: list[list[int]] = [self._masks]

    def shared(self) -> Iterator[tuple[int, int, int, int]]:
        """(bit, other bit, start, end) of every stretch in which both are on, as they end."""
        since: dict[int, int] = {}
        before = 0
        for edge, now in zip(self.edges, self._masks, strict=True):
            for bit in bits(before & ~now):
                begun = since.pop(bit)
                for other, start in since.items():
                    yield bit, other, max(begun, start), edge
            for bit in bits(now & ~before):
                since[bit] = edge
            before = now

    def lengths(self) -> dict[int, int]:
        """Bit -> how much of the text it is on."""
        found: dict[int, int] = defaultdict(int)
        since: dict[int, int] = {}
        before = 0
        for edge, now in zip(self.edges, self._masks, strict=True):
            for bit in bits(before & ~now):
                found[bit] += edge - since.pop(bit)
            for bit in bits(now & ~before):
                since[bit] = edge
            before = now
        return found

    def between(self, start: int, end: int) -> int:
        """What is anywhere in [start, end)."""
        first, last = max(bisect_right(self.edges, start) - 1, 0), bisect_left(self.edges, end)
        if last - first <= _FEW:
            found = 0
            for mask in self._masks[first:last]:
                found |= mask
            return found
        level = (last - first).bit_length() - 1
        table = self._table(level)
        return table[first] | table[last - (1 << level)]

    def _table(self, level: int) -> list[int]:
        """By piece: the union of it and those after it, 2 ** level together."""
        while len(self._tables) <= level:
            below, step = self._tables[-1], 1 << (len(self._tables) - 1)
            self._tables.append([one | other for one, other in zip(below, below[step:], strict=False)])
        return self._tables[level]
