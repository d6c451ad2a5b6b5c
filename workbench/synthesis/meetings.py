"""How passages of an interview meet: its codes as bits, its text cut where anything begins or ends.

What a passage meets is the bits of the pieces that it spans, so that the work grows with the codings, not with their
pairs.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from workbench.synthesis.spans import Spans, bits

SAME, OVERLAP, NEAR = MODES = ("same", "overlap", "near")

Passage = tuple[int, int]
Numbers = dict[int, int]
Coded = Mapping[Passage, set[int]]
"""Passage -> the numbers of the codes that it bears."""


class Within(NamedTuple):
    """When two passages meet: ``mode`` is one of ``MODES``, ``turns`` how many they may be apart where it is near."""

    mode: str = OVERLAP
    turns: int = 0


class Pair(NamedTuple):
    """Two codes (ids), in the order of the codebook.

    ``first_in``: passages of the first that meet the second; ``second_in`` the other way round. ``share``: both, of all
    passages of the two. ``together``: passages that bear both (same), stretches of text that both cover (overlap), or
    places, where passages that meet and are not farther apart than the turns are one (near). ``jaccard``: characters
    that both cover, of those that any does (overlap; else None). ``interviews`` in which they meet.
    """

    first: str
    second: str
    first_in: int
    second_in: int
    together: int
    share: float
    jaccard: float | None
    interviews: int


class Met:
    """What was met so far. A pair is one number, ``a * size + b`` of the numbers of its codes."""

    def __init__(self, within: Within, above: Sequence[tuple[int, ...]], only: Collection[int]) -> None:
        self.size = len(above)
        self.within, self.above, self.only = within, above, only
        self.passages: Numbers = defaultdict(int)  # by code
        self.cover: Numbers = defaultdict(int)  # by code, its characters
        self.there: Numbers = defaultdict(int)  # (a, b): passages of a that meet b
        # Of pairs, the smaller number first:
        self.interviews: Counter[int] = Counter()
        self.together: Numbers = defaultdict(int)
        self.both: Numbers = defaultdict(int)  # characters
        self.crossing: Numbers = defaultdict(int)  # the same, whoever coded them

    def add(self, layers: Sequence[Coded], turns: Sequence[int]) -> None:
        """One interview: a layer for each coder whose passages meet only their own, or one for all."""
        one = _Interview(self, layers, turns)
        one.count(self.passages)
        self.interviews.update(one.meet(self.there))
        if self.within.mode == OVERLAP:
            one.stretches(self)
        else:
            one.same(self.together) if self.within.mode == SAME else one.places(self.together)

    def pairs(self, ids: Sequence[str], least: int) -> tuple[Pair, ...]:
        """All of them, the largest share first, then the most together, then in the order of the codebook."""
        found = []
        for key, interviews in self.interviews.items():
            a, b = divmod(key, self.size)
            if self.together[key] < least:
                continue
            there, back = self.there[key], self.there[b * self.size + a]
            share = (there + back) / (self.passages[a] + self.passages[b])
            jaccard = None
            if self.within.mode == OVERLAP:
                jaccard = self.both[key] / (self.cover[a] + self.cover[b] - self.crossing[key])
            pair = Pair(ids[a], ids[b], there, back, self.together[key], share, jaccard, interviews)
            found.append((-share, -pair.together, key, pair))
        return tuple(pair for *_, pair in sorted(found))


class _Interview:
    """One interview, its codes as bits that are its own."""

    def __init__(self, met: Met, layers: Sequence[Coded], turns: Sequence[int]) -> None:
        above, size = met.above, met.size
        here = sorted({up for layer in layers for codes in layer.values() for code in codes for up in above[code]})
        bit = {code: 1 << i for i, code in enumerate(here)}
        ups = {code: _either(bit[up] for up in above[code]) for code in here}
        self._codes = here
        self._rows = [code * size for code in here]
        self._size = size
        self._other = _others(here, bit, above, met.only)
        self._layers = [{passage: _all(ups, codes) for passage, codes in layer.items()} for layer in layers]
        self._within = met.within
        self._place = placing(met.within, turns)
        self._spans: list[Spans] = []
        self._entries: dict[Passage, tuple[tuple[int, int], ...]] = {}
        near = met.within.turns
        for layer in self._layers:
            if met.within.mode == SAME:
                found = ((passage, mask, mask) for passage, mask in layer.items())
            else:
                placed = [(passage, self._place(passage), mask) for passage, mask in layer.items()]
                spans = Spans((place, mask) for _, place, mask in placed)
                self._spans.append(spans)
                found = ((passage, mask, spans.between(p[0] - near, p[1] + near)) for passage, p, mask in placed)
            for passage, mask, meets in found:
                self._entries[passage] = (*self._entries.get(passage, ()), (mask, meets))

    def count(self, passages: Numbers) -> None:
        """Add the distinct passages of each code."""
        for entries in self._entries.values():
            for i in bits(_either(mask for mask, _ in entries)):
                passages[self._codes[i]] += 1

    def meet(self, there: Numbers) -> list[int]:
        """Add the passages of a that meet b; returns the pairs."""
        found = Counter(chain.from_iterable(map(self._met, self._entries.values())))
        for key, times in found.items():
            there[key] += times
        # What meets is met, so that each pair is there both ways.
        return [key for key in found if key // self._size < key % self._size]

    def same(self, together: Numbers) -> None:
        """Add every pair, once for each passage that bears both."""
        for key, times in Counter(chain.from_iterable(map(self._met, self._entries.values()))).items():
            if key // self._size < key % self._size:
                together[key] += times

    def places(self, together: Numbers) -> None:
        """Add every pair, once for each place at which passages meet."""
        apart, last = self._within.turns, dict[int, int]()
        for (start, end), passage in sorted((self._place(passage), passage) for passage in self._entries):
            for key in self._pairs(self._entries[passage]):
                before = last.get(key)
                if before is None or start - before >= apart:
                    together[key] += 1
                    last[key] = end if before is None or end > before else before
                elif end > before:
                    last[key] = end

    def stretches(self, met: Met) -> None:
        """Add of each pair the stretches and the characters that both cover, of each code the characters.

        Stretches of several layers that touch are one.
        """
        together, both, crossing = met.together, met.both, met.crossing
        everybody = self._spans[0]
        if len(self._spans) == 1:
            for key, start, end in self._shared(everybody):
                together[key] += 1
                both[key] += end - start
                crossing[key] += end - start
        else:
            found: dict[int, list[Passage]] = defaultdict(list)
            for spans in self._spans:
                for key, start, end in self._shared(spans):
                    found[key].append((start, end))
            for key, stretches in found.items():
                for start, end in _joined(stretches):
                    together[key] += 1
                    both[key] += end - start
            everybody = Spans((passage, mask) for layer in self._layers for passage, mask in layer.items())
            for key, start, end in self._shared(everybody):
                crossing[key] += end - start
        for i, length in everybody.lengths().items():
            met.cover[self._codes[i]] += length

    def _shared(self, spans: Spans) -> Iterator[tuple[int, int, int]]:
        """(pair, start, end) of every stretch that two codes cover."""
        rows, codes, other = self._rows, self._codes, self._other
        for i, j, start, end in spans.shared():
            if other[i] >> j & 1:
                yield (rows[i] + codes[j] if i < j else rows[j] + codes[i]), start, end

    def _met(self, entries: tuple[tuple[int, int], ...]) -> Iterable[int]:
        """The (a, b) that a passage stands for: it bears a, and meets b."""
        rows, codes, other = self._rows, self._codes, self._other
        found = [rows[i] + codes[j] for mask, meets in entries for i in bits(mask) for j in bits(meets & other[i])]
        return found if len(entries) == 1 else set(found)

    def _pairs(self, entries: tuple[tuple[int, int], ...]) -> Iterable[int]:
        """The same as pairs."""
        rows, codes, other = self._rows, self._codes, self._other
        found = [
            rows[i] + codes[j] if i < j else rows[j] + codes[i]
            for mask, meets in entries
            for i in bits(mask)
            for j in bits(meets & other[i])
        ]
        return found if len(entries) == 1 and not entries[0][0] & (entries[0][0] - 1) else set(found)


def _joined(stretches: Iterable[Passage]) -> Iterator[Passage]:
    """The stretches, those that overlap or touch as one."""
    begun, reached = 0, -1
    for start, end in sorted(stretches):
        if start > reached:
            if reached >= 0:
                yield begun, reached
            begun = start
        reached = max(reached, end)
    if reached >= 0:
        yield begun, reached


def _others(
    here: Sequence[int], bit: Mapping[int, int], above: Sequence[tuple[int, ...]], only: Collection[int]
) -> list[int]:
    """With what each code can stand together: not itself, nor what it holds; and what was asked for."""
    held = dict.fromkeys(here, 0)
    for code in here:
        for up in above[code]:
            held[code] |= bit[up]
            held[up] |= bit[code]
    everything = _either(bit.values())
    asked = _either(bit[code] for code in here if code in only)

    def mask(code: int) -> int:
        if not only or (len(only) == 1 and code in only):
            return everything & ~held[code]
        return asked & ~held[code] if len(only) == 1 or code in only else 0

    return [mask(code) for code in here]


def placing(within: Within, turns: Sequence[int]) -> Callable[[Passage], Passage]:
    """Where a passage stands: its characters, or its turns, the end exclusive."""
    if within.mode != NEAR:
        return lambda passage: passage
    return lambda passage: (bisect_right(turns, passage[0]), bisect_left(turns, passage[1]) + 1)


def _all(masks: Mapping[int, int], codes: Iterable[int]) -> int:
    return _either(masks[code] for code in codes)


def _either(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found
