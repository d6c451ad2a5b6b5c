"""Agreement on where passages begin and end: Krippendorff's coefficients for a text that coders cut up themselves.

Two families. ``alpha_u`` (1995, 2004) squares the distances between borders; DKPro and INCEpTION show it. ``unitized``
(Krippendorff, Mathet, Bouvry & Widlöcher 2016, Quality & Quantity 50) counts the text shared, and replaces it for three
coders and more. Each transcript is a continuum of its own, with its own number of coders; one with fewer than two, or
without text, does not count. Lengths are integers, a float comes of the last division only.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, combinations, permutations
from statistics import fmean
from typing import NamedTuple

Segment = tuple[int, int, str]
"""A passage [start, end) and its code."""
_Part = tuple[int, int, str | None]

NOTHING = "no text that two coders have done"
UNUSED = "none of the codes is used"
TWO_CODES = "a coder gave one passage two of the codes"
NO_VARIATION = "no variation: all of the text has the same value"
APART = "no text that two coders both coded"
ONE_CODE = "only one code where coders meet"
FEW = "coders meet in too few places to tell what chance would do"


class Continuum(NamedTuple):
    """One transcript of ``length`` units; ``coders`` holds each eligible coder's segments, () for who has none.

    Segments may come in any order; what lies outside [0, length) is cut off. A coder's own overlapping segments of one
    code are one segment; those that only touch stay two.
    """

    length: int
    coders: tuple[tuple[Segment, ...], ...]


class Unitized(NamedTuple):
    """The 2016 family; None where undefined, ``why`` for ``u``, ``why_cu`` for ``cu``.

    ``u``: codes and gaps together. ``binary``: coded or not. ``cu``: which code, only where coders meet; never without
    ``coverage``, the share of the text (over pairs of coders) it speaks of. ``k``: per code, how far one can rely on
    the other coders' code where one coder gave this one. cu and k differ between implementations for three coders and
    more: the chance of meeting oneself is taken per pair of coders here (equation 10), elsewhere of the union.
    """

    u: float | None
    binary: float | None
    cu: float | None
    coverage: float | None
    k: Mapping[str, float | None]
    why: str
    why_cu: str


class AlphaU(NamedTuple):
    """alpha_U of 1995/2004: 1 - observed / expected; ``codes`` the same per code (in order of first use)."""

    value: float | None
    observed: float | None
    expected: float | None
    codes: Mapping[str, "AlphaU"]
    why: str


def merged(segments: Iterable[Segment], length: int) -> list[Segment]:
    """One coder's segments, cut to the text, sorted, overlapping ones of the same code joined."""
    last: dict[str, int] = {}
    found: list[Segment] = []
    for start, end, code in sorted((max(s, 0), min(e, length), c) for s, e, c in segments):
        if start >= end:
            continue
        at = last.get(code)
        if at is not None and start < found[at][1]:
            found[at] = (found[at][0], max(end, found[at][1]), code)
        else:
            last[code] = len(found)
            found.append((start, end, code))
    return found


def _parts(segments: Sequence[Segment], length: int) -> list[_Part] | None:
    """The whole text as segments and gaps (None for the code); None: two segments overlap."""
    found: list[_Part] = []
    at = 0
    for start, end, code in segments:
        if start < at:
            return None
        if start > at:
            found.append((at, start, None))
        found.append((start, end, code))
        at = end
    if at < length:
        found.append((at, length, None))
    return found


class _Sums:
    """What the 2016 family is made of, over all continua."""

    def __init__(self) -> None:
        self.total = 0
        self.length: defaultdict[str | None, int] = defaultdict(int)
        self.squares: defaultdict[str | None, int] = defaultdict(int)
        # Shared lengths and squares of what a segment shares with each other coder, per coders - 1: divided at the end.
        self.shared: defaultdict[tuple[str | None, str | None], defaultdict[int, int]]
        self.shared = defaultdict(lambda: defaultdict(int))
        self.met: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))

    def add(self, length: int, coders: Sequence[Sequence[_Part]]) -> None:
        """One continuum, cut into parts by each coder."""
        others = len(coders) - 1
        self.total += len(coders) * length
        for parts in coders:
            for start, end, code in parts:
                self.length[code] += end - start
                self.squares[code] += end - start if code is None else (end - start) ** 2
        for one, other in permutations(coders, 2):
            at = 0
            for start, end, code in one:
                both = 0
                while at < len(other) and other[at][0] < end:
                    common = min(end, other[at][1]) - max(start, other[at][0])
                    self.shared[code, other[at][2]][others] += common
                    both += common if other[at][2] is not None else 0
                    if other[at][1] > end:
                        break
                    at += 1
                if code is not None:
                    self.met[code][others] += both * both

    def both(self, one: str | None, other: str | None) -> Fraction:
        """Length that coders gave ``one`` and ``other``, each pair of coders weighing 1/(m-1)."""
        return _divided(self.shared[one, other])


def _divided(sums: Mapping[int, int]) -> Fraction:
    return sum((Fraction(total, others) for others, total in sums.items()), start=Fraction(0))


def unitized(continua: Iterable[Continuum]) -> Unitized:
    """u-alpha, binary u-alpha, cu-alpha with its coverage, and (k)u-alpha of each code."""
    sums = _Sums()
    for length, coders in continua:
        if length > 0 and len(coders) > 1:
            parts = [_parts(merged(segments, length), length) for segments in coders]
            whole = [found for found in parts if found is not None]
            if len(whole) < len(parts):
                return Unitized(None, None, None, None, {}, TWO_CODES, TWO_CODES)
            sums.add(length, whole)
    codes = sorted(code for code in sums.length if code is not None)
    if not codes:
        why = UNUSED if sums.total else NOTHING
        return Unitized(None, None, None, 0.0 if sums.total else None, {}, why, why)
    u, binary = _u(sums)
    cu, why_cu, coverage, k = _cu(sums, codes)
    return Unitized(u, binary, cu, coverage, k, "" if u is not None else NO_VARIATION, why_cu)


def _u(sums: _Sums) -> tuple[float | None, float | None]:
    total, length, gap = sums.total, sums.length, sums.length[None]
    room = total * total - sum(sums.squares.values())
    observed = total - sum((sums.both(code, code) for code in length), start=Fraction(0))
    expected = total - Fraction(total * sum(n * n - sums.squares[code] for code, n in length.items()), room)
    binary = None
    if 0 < gap < total:
        binary = float(1 - (gap - sums.both(None, None)) * room / (total * gap * (total - gap)))
    return float(1 - observed / expected) if expected else None, binary


def _cu(sums: _Sums, codes: Sequence[str]) -> tuple[float | None, str, float, dict[str, float | None]]:
    """cu-alpha, why it is None, its coverage, and (k)u-alpha of each code."""
    own = {code: sum((sums.both(code, other) for other in codes), start=Fraction(0)) for code in codes}
    total = sum(own.values(), start=Fraction(0))
    met = {code: _divided(sums.met[code]) for code in codes}
    k: dict[str, float | None] = dict.fromkeys(codes)
    if not total:
        return None, APART, 0.0, k
    coverage = float(total / sums.total)
    # What is left of all pairs without those of a place with itself. Three coders of whom two meet once leave nothing,
    # four less than that: the formula would then give 1 and 2, whatever the codes are.
    room = total - sum(met.values()) / total
    if room <= 0:
        return None, FEW, coverage, k
    for code, n in own.items():
        if 0 < n < total and (chance := n * total - met[code]) > 0:
            k[code] = float(1 - chance * (n - sums.both(code, code)) / (n * n * (total - n)))
    apart = total * total - sum(n * n for n in own.values())
    if not apart:
        return None, ONE_CODE, coverage, k
    observed = total - sum(sums.both(code, code) for code in codes)
    return float(1 - observed * room / apart), "", coverage, k


def alpha_u(continua: Iterable[Continuum], *, inception: bool = False) -> AlphaU:
    """alpha_U per code and over all codes (Krippendorff 2004, p. 251-256): 1 - sum of Do / sum of De.

    Codes may overlap each other here. With several continua a pair of coders weighs 1/(m-1), as in alpha, and a unit
    never lies over the end of a transcript.

    ``inception``: what INCEpTION shows, the plain mean of each transcript's alpha_U (``observed`` and ``expected`` are
    None). A transcript without a passage is left out, a long one weighs what a short one does; of a coder's overlapping
    passages of one code only the first counts. Its earlier versions laid the transcripts end to end.
    """
    texts = [text for text in continua if text.length > 0 and len(text.coders) > 1]
    if not texts:
        return AlphaU(None, None, None, {}, NOTHING)
    if inception:
        return _mean(
            [alpha_u([text._replace(coders=tuple(_first(s, text.length) for s in text.coders))]) for text in texts]
        )
    units = [(text.length, [merged(segments, text.length) for segments in text.coders]) for text in texts]
    codes = dict.fromkeys(code for _, coders in units for segments in coders for _, _, code in segments)
    found = {code: _disagreement(units, code) for code in codes}
    if not found:
        return AlphaU(None, None, None, {}, UNUSED)
    each = {code: _alpha_u(observed, expected) for code, (observed, expected) in found.items()}
    observed = sum((o for o, _ in found.values()), start=Fraction(0)) / len(found)
    expected = sum((e for _, e in found.values()), start=Fraction(0)) / len(found)
    return _alpha_u(observed, expected)._replace(codes=each)


def _alpha_u(observed: Fraction, expected: Fraction) -> AlphaU:
    value = float(1 - observed / expected) if expected else None
    return AlphaU(value, float(observed), float(expected), {}, "" if expected else NO_VARIATION)


def _mean(each: Sequence[AlphaU]) -> AlphaU:
    """The mean of those that are defined; without any, the first reason why they are not."""
    values = [one.value for one in each if one.value is not None]
    by_code: defaultdict[str, list[AlphaU]] = defaultdict(list)
    for one in each:
        for code, own in one.codes.items():
            by_code[code].append(own)
    codes = {code: _mean(own) for code, own in by_code.items()}
    if not values:
        return AlphaU(None, None, None, codes, next((one.why for one in each if one.codes), each[0].why))
    return AlphaU(fmean(values), None, None, codes, "")


def _first(segments: Iterable[Segment], length: int) -> tuple[Segment, ...]:
    """Of a coder's overlapping segments of one code the earliest, then longest; one left out still hides later ones."""
    reach: dict[str, int] = {}
    found = []
    for start, end, code in sorted(segments, key=lambda s: (s[0], -s[1], s[2])):
        start, end = max(start, 0), min(end, length)
        if start < end:
            if start >= reach.get(code, 0):
                found.append((start, end, code))
            reach[code] = max(end, reach.get(code, 0))
    return tuple(found)


def _disagreement(units: Sequence[tuple[int, list[list[Segment]]]], code: str) -> tuple[Fraction, Fraction]:
    """Observed and expected disagreement of one code (Krippendorff 2004, p. 252-254), per length squared."""
    length = sum(n for n, _ in units)
    places = sum(n * len(coders) for n, coders in units)
    apart: defaultdict[int, int] = defaultdict(int)
    lengths: list[int] = []
    gaps: list[int] = []
    for n, coders in units:
        cut = [_parts([s for s in segments if s[2] == code], n) or [] for segments in coders]
        for parts in cut:
            lengths += [end - start for start, end, value in parts if value is not None]
            gaps += [end - start for start, end, value in parts if value is None]
        apart[len(coders) - 1] += 2 * sum(_apart(one, other) for one, other in combinations(cut, 2))
    observed = _divided(apart) / (places * length)
    room = places * (places - 1) - sum(n * (n - 1) for n in lengths)
    return observed, Fraction(2 * _possible(lengths, gaps), 3 * length * room) if room else Fraction(0)


def _possible(lengths: Sequence[int], gaps: Sequence[int]) -> int:
    """Three times the squared differences of every unit to all places it, and the others, could have."""
    gaps = sorted(gaps)
    longer = [0, *accumulate(reversed(gaps))]  # longer[i]: the i longest gaps together
    found = 0
    for n in lengths:
        fitting = len(gaps) - bisect_left(gaps, n)
        found += (len(lengths) - 1) * (2 * n**3 - 3 * n * n + n) + 3 * n * n * (longer[fitting] - fitting * (n - 1))
    return found


def _apart(one: Sequence[_Part], other: Sequence[_Part]) -> int:
    """Squared differences between two coders: of the borders of units that meet; of a unit inside the other's gap."""
    i = j = found = 0
    while i < len(one) and j < len(other):
        (start, end, value), (begin, stop, opposite) = one[i], other[j]
        if value is not None and opposite is not None:
            found += (start - begin) ** 2 + (end - stop) ** 2
        elif value is not None and begin <= start and end <= stop:
            found += (end - start) ** 2
        elif opposite is not None and start <= begin and stop <= end:
            found += (stop - begin) ** 2
        i, j = i + (end <= stop), j + (stop <= end)
    return found
