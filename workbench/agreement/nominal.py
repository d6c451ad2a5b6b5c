"""Coefficients for units that several coders put into categories: any number of coders and categories, ratings missing.

``values.Overlap`` has its own faster formulas (``coefficients``); these are the general ones, for groups of codes, for
other programs' tables and for the published examples. Counts are integers, sums are fractions; the last division gives
the float. None is "undefined": never nan, 0 or 1 in its place.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any, NamedTuple

from workbench.errors import InputError

Category = Hashable
Delta = Callable[[Any, Any], int | float | Fraction]
"""How far two categories are apart: not negative, 0 between equal ones, the same both ways; any scale."""


class Ratings(NamedTuple):
    """``units``: what the coders gave a unit, in their order (None: not rated) -> the weight of all such units.

    A unit of weight w counts as w units. None is no category: it never agrees, disagrees or expects anything.
    """

    coders: int
    units: Mapping[tuple[Category | None, ...], int]


class Disagreement(NamedTuple):
    """What alpha is made of: 1 - observed / expected, both per pair of ratings."""

    observed: Fraction
    expected: Fraction


class Cohen(NamedTuple):
    """Two coders: ``expected`` is their agreement by chance, ``most`` the kappa their own proportions allow at most."""

    kappa: float | None
    percent: float | None
    expected: float | None
    most: float | None


def ratings(columns: Sequence[Sequence[Category | None]], weights: Sequence[int] | None = None) -> Ratings:
    """One column per coder, all over the same units; ``weights`` of the units (none: 1 each)."""
    units: defaultdict[tuple[Category | None, ...], int] = defaultdict(int)
    rows = list(zip(*columns, strict=True))
    for row, weight in zip(rows, [1] * len(rows) if weights is None else weights, strict=True):
        units[row] += weight
    return Ratings(len(columns), dict(units))


def table(counts: Sequence[Sequence[int]]) -> Ratings:
    """Two coders as a square: ``counts[i][j]`` units got category i from the first and j from the other."""
    return Ratings(2, {(i, j): n for i, row in enumerate(counts) for j, n in enumerate(row) if n})


def subjects(counts: Sequence[Sequence[int]]) -> Ratings:
    """``counts[unit][category]`` coders; who they are is unknown, so Cohen, Light and Conger mean nothing here."""
    rows = [[category for category, n in enumerate(row) for _ in range(n)] for row in counts]
    most = max((len(row) for row in rows), default=0)
    return ratings(list(zip(*([*row, *[None] * (most - len(row))] for row in rows), strict=True)))


def only(given: Ratings, category: Category) -> Ratings:
    """The same units, rated "this category" or "another"; alpha and Fleiss' kappa of it are the category's own."""
    units: defaultdict[tuple[Category | None, ...], int] = defaultdict(int)
    for row, weight in given.units.items():
        units[tuple(None if value is None else value == category for value in row)] += weight
    return Ratings(given.coders, dict(units))


def categories(given: Ratings) -> tuple[Category, ...]:
    """What was given at all, in the order of its text."""
    return tuple(sorted({value for row in given.units for value in row if value is not None}, key=str))


def why(given: Ratings) -> str:
    """Why alpha is undefined, in a few plain words; '' where it is not."""
    found = disagreement(given)
    if found is None:
        return "no unit was rated by two coders"
    return "" if found.expected else "no variation: all ratings are the same"


def _tallies(given: Ratings) -> list[tuple[int, int, Counter[Category]]]:
    """(weight, ratings, ratings per category) of the units that were rated at all."""
    found = []
    for row, weight in given.units.items():
        tally = Counter(value for value in row if value is not None)
        if tally and weight:
            found.append((weight, tally.total(), tally))
    return found


def _percent(given: Ratings) -> Fraction | None:
    agreed: defaultdict[int, int] = defaultdict(int)
    weights = 0
    for weight, n, tally in _tallies(given):
        if n > 1:
            weights += weight
            agreed[n] += weight * sum(k * (k - 1) for k in tally.values())
    if not weights:
        return None
    return sum((Fraction(total, n * (n - 1)) for n, total in agreed.items()), start=Fraction(0)) / weights


def percent(given: Ratings) -> float | None:
    """Pairwise agreement, the mean over the units that two or more coders rated (0 to 1)."""
    return _float(_percent(given))


def nominal(one: Category, other: Category) -> int:
    """Delta of categories without order: the same or not."""
    return int(one != other)


def interval(one: Any, other: Any) -> Fraction:
    """Delta of numbers: their difference, squared (Krippendorff 2011)."""
    return (Fraction(one) - Fraction(other)) ** 2


def ratio(one: Any, other: Any) -> Fraction:
    """Delta of numbers from 0 upwards: difference ÷ sum, squared (Krippendorff 2011). InputError below 0."""
    a, b = Fraction(one), Fraction(other)
    if a < 0 or b < 0:
        raise InputError("a ratio scale has no numbers below 0", "compare these on an interval scale")
    return ((a - b) / (a + b)) ** 2 if a + b else Fraction(0)


def ordinal(given: Ratings) -> Delta:
    """Delta of ordered categories in ``given``: how many ratings lie between them, squared (Krippendorff 2011).

    Each category stands in the middle of its own ratings; only units with two ratings or more count.
    """
    counts = _counts([found for found in _tallies(given) if found[1] > 1])
    middle, below = {}, 0
    for value in sorted(counts):  # type: ignore[type-var]
        middle[value] = below + Fraction(counts[value], 2)
        below += counts[value]
    return lambda one, other: (middle[one] - middle[other]) ** 2


def _counts(tallies: Sequence[tuple[int, int, Counter[Category]]]) -> Counter[Category]:
    counts: Counter[Category] = Counter()
    for weight, _, tally in tallies:
        for value, n in tally.items():
            counts[value] += weight * n
    return counts


def disagreement(given: Ratings, delta: Delta = nominal) -> Disagreement | None:
    """Observed and expected disagreement of Krippendorff's alpha (2004, ch. 11); None: no unit has two ratings.

    Units with one rating are dropped; a unit with r ratings weighs 1/(r-1) a pair, so that each rating counts once.
    """
    tallies = [found for found in _tallies(given) if found[1] > 1]
    counts = _counts(tallies)
    total = counts.total()
    if not total:
        return None
    apart: defaultdict[int, int | Fraction] = defaultdict(int)
    for weight, n, tally in tallies:
        apart[n] += weight * _apart(tally, delta)
    observed = sum(Fraction(found, n - 1) for n, found in apart.items())
    return Disagreement(Fraction(observed) / total, Fraction(_apart(counts, delta)) / (total * (total - 1)))


def _apart(counts: Counter[Category], delta: Delta) -> int | Fraction:
    """Sum of delta over all ordered pairs of the ratings counted."""
    if delta is nominal:
        return counts.total() ** 2 - sum(n * n for n in counts.values())
    pairs = combinations(counts.items(), 2)
    return 2 * sum((n * m * Fraction(delta(a, b)) for (a, n), (b, m) in pairs), start=Fraction(0))


def alpha(given: Ratings, delta: Delta = nominal) -> float | None:
    """Krippendorff's alpha; ``why`` says why it is None. ``alpha(given, ordinal(given))`` for ordered categories."""
    found = disagreement(given, delta)
    return float(1 - found.observed / found.expected) if found is not None and found.expected else None


def cohen(given: Ratings, one: int = 0, other: int = 1) -> Cohen:
    """Cohen's kappa (1960) of the coders at these places, over the units both rated."""
    return Cohen(*map(_float, _cohen(given, one, other)))


def _cohen(given: Ratings, one: int, other: int) -> tuple[Fraction | None, ...]:
    first: Counter[Category] = Counter()
    second: Counter[Category] = Counter()
    same = 0
    for row, weight in given.units.items():
        a, b = row[one], row[other]
        if a is not None and b is not None:
            first[a] += weight
            second[b] += weight
            same += weight * (a == b)
    if not (total := first.total()):
        return None, None, None, None
    observed = Fraction(same, total)
    expected = Fraction(sum(n * second[value] for value, n in first.items()), total * total)
    most = Fraction(sum(min(n, second[value]) for value, n in first.items()), total)
    return _corrected(observed, expected), observed, expected, _corrected(most, expected)


def light(given: Ratings) -> float | None:
    """Light's kappa (1971): the mean of Cohen's over the pairs of coders for whom it is defined."""
    pairs = (_cohen(given, i, j)[0] for i, j in combinations(range(given.coders), 2))
    found = [kappa for kappa in pairs if kappa is not None]
    return float(sum(found, start=Fraction(0)) / len(found)) if found else None


def _shares(given: Ratings) -> dict[Category, Fraction]:
    """The mean share of each category in the ratings of a unit; every unit with a rating counts."""
    sums: defaultdict[tuple[Category, int], int] = defaultdict(int)
    weights = 0
    for weight, n, tally in _tallies(given):
        weights += weight
        for value, k in tally.items():
            sums[value, n] += weight * k
    shares: defaultdict[Category, Fraction] = defaultdict(Fraction)
    for (value, n), total in sums.items():
        shares[value] += Fraction(total, n * weights)
    return dict(shares)


def fleiss_expected(given: Ratings) -> float | None:
    """Agreement by chance in Fleiss' kappa: the squared shares of the categories, summed."""
    return float(_squared(given)) if _shares(given) else None


def _squared(given: Ratings) -> Fraction:
    return sum((share * share for share in _shares(given).values()), start=Fraction(0))


def fleiss(given: Ratings) -> float | None:
    """Fleiss' kappa (1971), of two coders Scott's pi (1955); with missing ratings as Gwet (2014) extends it."""
    return _float(_corrected(_percent(given), _squared(given)))


def conger(given: Ratings) -> float | None:
    """Conger's kappa (1980): chance from every coder's own shares, the mean over pairs of coders; of two it is Cohen's.

    Also Davies & Fleiss (1982). A coder's shares are of what that coder rated; who rated nothing does not count.
    """
    own: list[Counter[Category]] = [Counter() for _ in range(given.coders)]
    for row, weight in given.units.items():
        for tally, value in zip(own, row, strict=True):
            if value is not None:
                tally[value] += weight
    shares = [{value: Fraction(n, t.total()) for value, n in t.items()} for t in own if t.total()]
    r = len(shares)
    if r < 2:
        return None
    expected = Fraction(0)
    for value in categories(given):
        column = [share.get(value, Fraction(0)) for share in shares]
        expected += sum(column, start=Fraction(0)) ** 2 - sum(p * p for p in column)
    return _float(_corrected(_percent(given), expected / (r * (r - 1))))


def brennan_prediger(given: Ratings, q: int | None = None) -> float | None:
    """Chance is 1/q (Brennan & Prediger 1981; Bennett's S, Randolph's kappa; PABAK for q = 2).

    ``q`` is how many categories the scheme has; without it those that were used, which makes the value too low where
    one was never used.
    """
    q = len(categories(given)) if q is None else q
    return _float(_corrected(_percent(given), Fraction(1, q))) if q > 1 else None


def ac1(given: Ratings, q: int | None = None) -> float | None:
    """Gwet's AC1 (2008): chance is the sum of p(1-p) ÷ (q-1) over the q categories of the scheme (none: those used)."""
    q = len(categories(given)) if q is None else q
    return _float(_corrected(_percent(given), _gwet(_shares(given), q))) if q > 1 else None


def _gwet(shares: Mapping[Category, Fraction], q: int) -> Fraction:
    return sum((p * (1 - p) for p in shares.values()), start=Fraction(0)) / (q - 1)


def ac1_se(given: Ratings, q: int | None = None, *, two_way: bool = False) -> float | None:
    """Standard error of AC1 over units (Gwet 2014, linearised); ``two_way``: divided by n² instead of n(n-1).

    Only for units that are independent of each other: never for characters of a text.
    """
    q = len(categories(given)) if q is None else q
    tallies, shares, observed = _tallies(given), _shares(given), _percent(given)
    n = sum(weight for weight, _, _ in tallies)
    rated = sum(weight for weight, r, _ in tallies if r > 1)
    if q < 2 or n < 2 or observed is None:
        return None
    expected = _gwet(shares, q)
    value = (observed - expected) / (1 - expected)
    squares = Fraction(0)
    for weight, r, tally in tallies:
        own = Fraction(0)
        if r > 1:
            agreed = Fraction(sum(k * (k - 1) for k in tally.values()), r * (r - 1))
            own = Fraction(n, rated) * (agreed - expected) / (1 - expected)
        chance = sum((k * (1 - shares[c]) for c, k in tally.items()), start=Fraction(0)) / (r * (q - 1))
        squares += weight * (own - 2 * (1 - value) * (chance - expected) / (1 - expected) - value) ** 2
    return math.sqrt(squares / (n * n if two_way else n * (n - 1)))


def _corrected(observed: Fraction | None, expected: Fraction) -> Fraction | None:
    return None if observed is None or expected == 1 else (observed - expected) / (1 - expected)


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
