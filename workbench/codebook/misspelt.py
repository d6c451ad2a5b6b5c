"""Which names may hold something like a query: told by its letters and its pairs of neighbours, for many at once.

What is like it has most of its letters, and of its pairs of neighbours those that no wrong letter has parted.
"""

import math
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from workbench.codebook.fits import SHORTEST_TYPO, TYPO
from workbench.codebook.lines import Lines, within

WORD = 64
"""Letters up to which rapidfuzz looks at every place of a name, as is supposed here."""

_MOST_PAIRS = 4  # are counted
_ROUNDED = 1e-6


def like(names: Lines, query: str) -> int:
    """The names with enough of the letters and pairs of neighbours of a query of three letters or more.

    That is all in which there may be something as like the query as ``TYPO`` asks for, and some more.
    """
    length = len(query)
    letters = [names.letter(letter) for letter in query]
    pairs = [names.phrase(a + b) for a, b in pairwise(query)]
    if length == SHORTEST_TYPO:  # two letters of three, at an end
        pairs.append(names.phrase(query[0] + query[-1]))

    def with_enough(least: Least, region: int) -> int:
        found = names.ends
        if least.pairs:
            found = names.at_least(least.pairs, (names.holding(places & region) for places in pairs))
        lacking = (names.ends ^ names.holding(places & region) for places in letters)
        return found & ~names.at_least(length - least.letters + 1, lacking)

    anywhere, at_end = _least(length)
    near = with_enough(at_end, within(names.starts, length - 2))
    near |= with_enough(at_end, within(names.ends >> (length - 1), length - 2))
    if anywhere.letters < length:
        near |= with_enough(anywhere, names.inside)
    # A name that is not longer than the query is looked for in the query.
    for own in range(max(length - 2, 1), length + 1):
        of_length = names.holding(names.starts & (names.ends >> own))
        if of_length and own >= SHORTEST_TYPO:
            two = _least(own)
            pairs_left = 0 if own == SHORTEST_TYPO else min(least.pairs for least in two)
            of_length &= with_enough(Least(min(least.letters for least in two), pairs_left), names.inside)
        near |= of_length
    return near


class Least(NamedTuple):
    """How many letters of a query, and how many of its pairs of neighbours, must be in what is like it."""

    letters: int
    pairs: int


@lru_cache(maxsize=256)
def _least(length: int) -> tuple[Least, Least]:
    """What a query of ``length`` has in common at least with what is like it enough: ``TYPO`` says how many letters.

    First with what is as long as the query, anywhere in a name; then with what is shorter, which partial_ratio sees at
    the ends of a name only. A letter that only the query has takes two pairs of neighbours away, a letter more one.
    """
    left = {}
    for window in range(length, 0, -1):
        common = math.ceil(TYPO / 200 * (length + window) - _ROUNDED)
        if common <= window:
            pairs = length - 1 - 2 * (length - common) - (window - common)
            left[window] = Least(common, max(min(pairs, _MOST_PAIRS), 0))
    anywhere = left.pop(length)
    shorter = left.values() or (anywhere,)
    return anywhere, Least(min(one.letters for one in shorter), min(one.pairs for one in shorter))
