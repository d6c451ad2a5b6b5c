"""Moves: where every place of one text stands in another that was made from it. Positions only, never a word.

A text that was corrected keeps most of what it was. ``Hunk`` says which stretch was replaced by which, ``Jump`` which
stretch stands elsewhere now; between hunks both texts are equal, letter by letter. The moves of a correction are found
once, by whoever makes it, and stored with the new text: so every replica carries a passage to the same place, also
where the old text is no longer there, or never came.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

_FEW = 4  # tokens: of a stretch this short that was replaced, a part still has a place in what replaced it
_SPACE = 20  # characters: without known tokens, a longer stretch is one of words all the same
_STRETCHED = 2  # times as long: what lies further apart than that after a jump is no longer one passage


class Hunk(NamedTuple):
    """``before[a0:a1]`` was replaced by ``after[b0:b1]``; either may be empty.

    ``a`` and ``b`` are the edges of the tokens in them (start, end, start, end, …), where they are known: a passage
    that begins or ends inside the stretch keeps as many tokens of it as it had.
    """

    a0: int
    a1: int
    b0: int
    b1: int
    a: tuple[int, ...] = ()
    b: tuple[int, ...] = ()


class Jump(NamedTuple):
    """``before[a0:a1]`` stands at ``after[b0:b1]`` now, out of the order of the rest; the two are equal."""

    a0: int
    a1: int
    b0: int
    b1: int


class Carried(NamedTuple):
    """Where a passage stands now.

    ``touched``: something in it was changed; ``edge``: it began or ended in a stretch that was replaced, so that its
    borders want to be looked at.
    """

    start: int
    end: int
    touched: bool = False
    edge: bool = False


class Moves:
    """The way from a text of ``before`` characters to one of ``after``; hunks ascend in both and do not overlap."""

    def __init__(self, before: int, after: int, hunks: Iterable[Hunk] = (), jumps: Iterable[Jump] = ()) -> None:
        self.before = before
        self.after = after
        self.hunks = tuple(_joined(hunks))
        self.jumps = tuple(sorted(jumps))
        self._ends = [hunk.a1 for hunk in self.hunks]
        self._starts = [hunk.a0 for hunk in self.hunks]
        self._jump_ends = [jump.a1 for jump in self.jumps]
        self._jump_starts = [jump.a0 for jump in self.jumps]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Moves) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash(self._parts())

    def _parts(self) -> tuple[Any, ...]:
        return self.before, self.after, self.hunks, self.jumps

    def carry(self, start: int, end: int) -> Carried | None:
        """Where the passage [start, end) stands; None where nothing of it is left, or it is no passage."""
        if not 0 <= start < end <= self.before:
            return None
        first = bisect_right(self._ends, start)  # the first hunk that reaches beyond the start
        last = bisect_left(self._starts, end) - 1  # the last one that begins before the end
        touched = first <= last
        if touched and self.hunks[first].a0 <= start and end <= self.hunks[first].a1:
            return self._jumped(start, end) or _inside(self.hunks[first], start, end)
        new_start, cut_start = self._start(first, start)
        new_end, cut_end = self._end(last, end)
        if new_start >= new_end:
            return self._jumped(start, end)
        return Carried(new_start, new_end, touched, cut_start or cut_end)

    def at(self, position: int) -> int:
        """Where a place stands; one in a stretch that was replaced, at or after the place it had in it."""
        position = min(max(position, 0), self.before)
        if position == self.before:
            return self.after
        return min(self._start(bisect_right(self._ends, position), position)[0], self.after)

    def back(self) -> "Moves":
        """The way from the later text to the earlier one."""
        hunks = (Hunk(h.b0, h.b1, h.a0, h.a1, h.b, h.a) for h in self.hunks)
        return Moves(self.after, self.before, hunks, (Jump(j.b0, j.b1, j.a0, j.a1) for j in self.jumps))

    def _start(self, number: int, start: int) -> tuple[int, bool]:
        """Where a passage that begins at ``start`` begins now, and whether what it began with was replaced.

        ``number``: of the first hunk that reaches beyond the start.
        """
        if number < len(self.hunks) and self.hunks[number].a0 <= start:
            return _start_in(self.hunks[number], start)
        shift = self.hunks[number - 1].b1 - self.hunks[number - 1].a1 if number else 0
        return start + shift, False

    def _end(self, number: int, end: int) -> tuple[int, bool]:
        """The same for its end; ``number``: of the last hunk that begins before it."""
        if number < 0:
            return end, False
        hunk = self.hunks[number]
        return _end_in(hunk, end) if end <= hunk.a1 else (end + hunk.b1 - hunk.a1, False)

    def _jumped(self, start: int, end: int) -> Carried | None:
        """Where a passage stands that went elsewhere with what is around it."""
        first = bisect_right(self._jump_ends, start)
        last = bisect_left(self._jump_starts, end) - 1
        if not 0 <= first <= last < len(self.jumps):
            return None
        head, tail = self.jumps[first], self.jumps[last]
        inside = head.a0 <= start and end <= tail.a1
        new_start = head.b0 + max(start - head.a0, 0)
        new_end = tail.b1 - max(tail.a1 - end, 0)
        if not new_start < new_end or new_end - new_start > _STRETCHED * (end - start):
            return None
        return Carried(new_start, new_end, first != last or not inside, not inside)

    # --- written down

    def told(self) -> dict[str, Any]:
        """As JSON takes it; ``Moves.read`` reads it."""
        hunks = [[*hunk[:4], list(hunk.a), list(hunk.b)] for hunk in self.hunks]
        return {"hunks": hunks, "jumps": [list(jump) for jump in self.jumps]}

    @classmethod
    def read(cls, told: Any, before: int, after: int) -> "Moves | None":
        """What ``told`` says; None where it cannot be meant for texts of that many characters: it may be hostile."""
        try:
            hunks = [Hunk(h[0], h[1], h[2], h[3], tuple(h[4]), tuple(h[5])) for h in told["hunks"]]
            jumps = [Jump(j[0], j[1], j[2], j[3]) for j in told["jumps"]]
        except (TypeError, KeyError, IndexError, ValueError):
            return None
        numbers = [n for h in hunks for n in (*h[:4], *h.a, *h.b)] + [n for j in jumps for n in j]
        if any(type(n) is not int for n in (before, after, *numbers)) or before < 0 or after < 0:
            return None
        if not _fits(hunks, before, after) or not all(_in_place(jump, before, after) for jump in jumps):
            return None
        return cls(before, after, hunks, jumps)

    @classmethod
    def by_cuts(cls, cuts: Iterable[tuple[int, int]], before: int) -> "Moves":
        """The moves of a text out of which some stretches, ascending and apart, were taken."""
        hunks, gone = [], 0
        for start, end in cuts:
            hunks.append(Hunk(start, end, start - gone, start - gone, (start, end)))
            gone += end - start
        return cls(before, before - gone, hunks)


def edited(before: str, edits: Sequence[tuple[int, int, str]]) -> tuple[str, Moves]:
    """``before`` with some stretches [start, end) replaced by words, and its moves.

    The edits ascend and do not overlap; ValueError where they do, or lie outside the text.
    """
    parts: list[str] = []
    hunks: list[Hunk] = []
    at = length = 0
    for start, end, words in edits:
        if not at <= start <= end <= len(before):
            raise ValueError("edits overlap, or lie outside the text")
        parts += (before[at:start], words)
        length += start - at
        tokens = (start, end) if start < end else ()
        hunks.append(
            Hunk(start, end, length, length + len(words), tokens, (length, length + len(words))[: 2 * bool(words)])
        )
        length += len(words)
        at = end
    after = "".join((*parts, before[at:]))
    return after, Moves(len(before), len(after), hunks)


def _joined(hunks: Iterable[Hunk]) -> list[Hunk]:
    """Hunks that touch are one: a passage that ends between them has lost neither."""
    found: list[Hunk] = []
    for hunk in hunks:
        if found and found[-1].a1 == hunk.a0 and found[-1].b1 == hunk.b0:
            one = found.pop()
            hunk = Hunk(one.a0, hunk.a1, one.b0, hunk.b1, one.a + hunk.a, one.b + hunk.b)
        if hunk.a0 < hunk.a1 or hunk.b0 < hunk.b1:
            found.append(hunk)
    return found


def _inside(hunk: Hunk, start: int, end: int) -> Carried | None:
    """Where a passage stands that lies wholly in a stretch that was replaced."""
    if not hunk.a:
        return Carried(hunk.b0, hunk.b1, True, True) if (start, end) == hunk[:2] and hunk.b0 < hunk.b1 else None
    whole = _before(hunk.a, start) == 0 and _after(hunk.a, end) == 0
    if not whole and len(hunk.a) > 2 * _FEW:
        return None
    new_start, new_end = _start_in(hunk, start)[0], _end_in(hunk, end)[0]
    return Carried(new_start, new_end, True, True) if new_start < new_end else None


def _start_in(hunk: Hunk, start: int) -> tuple[int, bool]:
    tokens = len(hunk.b) // 2
    if not hunk.a:
        return hunk.b1, hunk.a1 - hunk.a0 > _SPACE
    kept = len(hunk.a) // 2 - _before(hunk.a, start)
    if not kept or not tokens:
        return hunk.b1, kept > 0
    first = 0 if _before(hunk.a, start) == 0 else max(tokens - kept, 0)
    return hunk.b[2 * first], True


def _end_in(hunk: Hunk, end: int) -> tuple[int, bool]:
    tokens = len(hunk.b) // 2
    if not hunk.a:
        return hunk.b0, hunk.a1 - hunk.a0 > _SPACE
    kept = len(hunk.a) // 2 - _after(hunk.a, end)
    if not kept or not tokens:
        return hunk.b0, kept > 0
    last = tokens if _after(hunk.a, end) == 0 else min(kept, tokens)
    return hunk.b[2 * last - 1], True


def _before(edges: Sequence[int], position: int) -> int:
    """How many tokens end at or before a position."""
    return sum(1 for end in edges[1::2] if end <= position)


def _after(edges: Sequence[int], position: int) -> int:
    """How many tokens start at or after a position."""
    return sum(1 for start in edges[::2] if start >= position)


def _fits(hunks: Sequence[Hunk], before: int, after: int) -> bool:
    """Whether the hunks ascend, lie in texts of these lengths, and leave as much between them in both."""
    a = b = 0
    for hunk in hunks:
        if not (a <= hunk.a0 <= hunk.a1 <= before and b <= hunk.b0 <= hunk.b1 <= after):
            return False
        if hunk.a0 - a != hunk.b0 - b or not _edges(hunk.a, hunk.a0, hunk.a1) or not _edges(hunk.b, hunk.b0, hunk.b1):
            return False
        a, b = hunk.a1, hunk.b1
    return before - a == after - b


def _edges(edges: Sequence[int], low: int, high: int) -> bool:
    inside = not edges or (low <= edges[0] and edges[-1] <= high)
    return len(edges) % 2 == 0 and inside and all(a <= b for a, b in pairwise(edges))


def _in_place(jump: Jump, before: int, after: int) -> bool:
    same = jump.a1 - jump.a0 == jump.b1 - jump.b0
    return same and 0 <= jump.a0 < jump.a1 <= before and 0 <= jump.b0 < jump.b1 <= after


def written(moves: "dict[str, Moves]") -> str:
    """What a revision's ``moves`` holds: its parents, each with the moves that lead from it."""
    return json.dumps({parent: way.told() for parent, way in moves.items()}, separators=(",", ":"))
