"""Agreement on all codes of a text at once: what a coder gave a place is a set of codes, and sets differ by degrees.

The value moves a lot with the distance (Passonneau 2006 found -.44 to .81 on the same data), so it stands beside the
codes' own values and never in their place.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from workbench.agreement.unitizing import NO_VARIATION, NOTHING, UNUSED, Continuum, merged

Piece = tuple[int, int, tuple[int, ...]]
"""[start, end) and each coder's codes there, as bits."""


class SetAlpha(NamedTuple):
    """Alpha over sets of codes; None with ``why`` where undefined. ``sets`` counts the different sets, also none."""

    value: float | None
    observed: float | None
    expected: float | None
    sets: int
    why: str


def jaccard(one: Collection[Hashable], other: Collection[Hashable]) -> Fraction:
    """Distance of two sets: 1 - common / all; two empty sets are the same (0)."""
    return _between(one, other, _jaccard)


def masi(one: Collection[Hashable], other: Collection[Hashable]) -> Fraction:
    """Distance of two sets (Passonneau 2006): 1 - common / all × M; two empty sets are the same (0).

    M is 1 for equal sets, 2/3 where one holds the other, 1/3 where each has something of its own, 0 for nothing common.
    """
    return _between(one, other, _masi)


_Distance = Callable[[int, int, int], Fraction]  # of the two sizes and how many are common


def _between(one: Collection[Hashable], other: Collection[Hashable], distance: _Distance) -> Fraction:
    first, second = frozenset(one), frozenset(other)
    return distance(len(first), len(second), len(first & second))


def _jaccard(one: int, other: int, both: int) -> Fraction:
    either = one + other - both
    return 1 - Fraction(both, either) if either else Fraction(0)


def _masi(one: int, other: int, both: int) -> Fraction:
    either = one + other - both
    if both == either:
        return Fraction(0)
    return 1 - Fraction(both, either) * Fraction(2 if both == min(one, other) else 1, 3)


DISTANCES: Mapping[str, _Distance] = {"masi": _masi, "jaccard": _jaccard}


def pieces(text: Continuum, codes: Mapping[str, int]) -> Iterator[Piece]:
    """The text from border to border; ``codes`` gives each code its bit. All of the text, also where nobody coded."""
    changes: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for coder, segments in enumerate(text.coders):
        for start, end, code in merged(segments, text.length):
            changes[start].append((coder, 1 << codes[code]))
            changes[end].append((coder, -1 << codes[code]))
    now, at = [0] * len(text.coders), 0
    for place in sorted(changes):
        if place > at:
            yield at, place, tuple(now)
            at = place
        for coder, bit in changes[place]:
            now[coder] += bit
    if at < text.length:
        yield at, text.length, tuple(now)


def numbered(texts: Iterable[Continuum]) -> dict[str, int]:
    """A number for every code in these texts, in the order of their names."""
    return {c: n for n, c in enumerate(sorted({s[2] for text in texts for mine in text.coders for s in mine}))}


def alpha(texts: Iterable[Continuum], distance: str = "masi") -> SetAlpha:
    """Krippendorff's alpha with a distance between sets: ``masi`` or ``jaccard``; places weigh by their length.

    A place without a code has the empty set, which is a value as any other. A text with fewer than two coders does not
    count; with r coders a pair weighs 1/(r-1).
    """
    return alphas(texts, (distance,))[distance]


def alphas(texts: Iterable[Continuum], distances: Collection[str] = tuple(DISTANCES)) -> dict[str, SetAlpha]:
    """The same with each of several distances."""
    texts = [text for text in texts if text.length > 0 and len(text.coders) > 1]
    codes = numbered(texts)
    if not texts:
        return dict.fromkeys(distances, SetAlpha(None, None, None, 0, NOTHING))
    units: Counter[tuple[int, ...]] = Counter()
    for text in texts:
        for start, end, given in pieces(text, codes):
            units[given] += end - start
    alike: defaultdict[int, _Alike] = defaultdict(_Alike)
    counts: Counter[int] = Counter()
    for given, weight in units.items():
        for mask in given:
            counts[mask] += weight
        for one, other in combinations(given, 2):
            alike[len(given) - 1].add(one, other, weight)
    total, chance = counts.total(), _expected(counts)
    found = {}
    for name in distances:
        of = DISTANCES[name]
        observed = sum((pairs.apart(of) / others for others, pairs in alike.items()), start=Fraction(0)) / total
        expected = chance.apart(of) / (total * (total - 1))
        why = "" if expected else NO_VARIATION if any(counts) else UNUSED
        value = float(1 - observed / expected) if expected else None
        found[name] = SetAlpha(value, float(observed), float(expected), len(counts), why)
    return found


class _Alike:
    """Pairs of sets, by what their distance depends on: the two sizes and how many are common."""

    def __init__(self) -> None:
        self.pairs: defaultdict[tuple[int, int, int], int] = defaultdict(int)

    def add(self, one: int, other: int, weight: int) -> None:
        if one != other:
            self.pairs[one.bit_count(), other.bit_count(), (one & other).bit_count()] += weight

    def apart(self, distance: _Distance) -> Fraction:
        """The distances of all pairs, each counted both ways."""
        return 2 * sum((weight * distance(*sizes) for sizes, weight in self.pairs.items()), start=Fraction(0))


def _expected(counts: Mapping[int, int]) -> _Alike:
    """Every set against every other. Most have nothing in common: those are counted, not looked at one by one."""
    found = _Alike()
    total = sum(counts.values())
    disjoint = total * total - sum(n * n for n in counts.values())
    for (one, n), (other, m) in combinations(counts.items(), 2):
        if one & other:
            found.add(one, other, n * m)
            disjoint -= 2 * n * m
    found.pairs[1, 1, 0] += disjoint // 2
    return found
