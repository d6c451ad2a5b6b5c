"""Every coefficient of one code, from whole numbers that add up over transcripts; one division each, the last step.

One code is one yes or no a unit: coded with it or not. Over transcripts with r coders and L units each, of which
coder i coded a_i and coders i and j both J_ij,

    N = Σ rL    n1 = Σ Σ a_i    n0 = N - n1    o11 = Σ Σ(i≠j) J_ij/(r-1)    o10 = n1 - o11

A unit that r coders judged weighs L units' worth whatever r is in percent, Scott, Fleiss, AC1 and Brennan-Prediger,
and r in alpha and u-alpha (each as its authors have it). Fractions are kept whole by a common multiple ("scale").

Definitions, with their sources:

alpha            1 - (N-1)·o10/(n1·n0): Krippendorff 2004, nominal; a unit's pairs count 1/(r-1)
percent          mean over units of the share of agreeing pairs: Fleiss 1971, for varying r Gwet 2014
cohen            Cohen 1960, over the text both have done; of several coders the mean over pairs: Light 1971
f1, jaccard      2J/(a+b) and J/(a+b-J), mean over pairs: Hripcsak & Rothschild 2005 (positive specific agreement)
scott            Scott 1955: two coders in every transcript, not always the same; with more there is Fleiss's only
fleiss           Fleiss 1971; chance from π, the mean over units of the share of coders who coded it (Gwet 2014)
conger           Conger 1980; chance from each coder's own share of the text that coder has done (Gwet 2014)
brennan_prediger Brennan & Prediger 1981: chance 1/2. With two answers it is PABAK, Bennett's S and Randolph's kappa
ac1              Gwet 2008; chance 2π(1-π), π as in Fleiss's
u_alpha          Krippendorff et al. 2016 with one value; transcripts are continua, no passage crosses their ends:
                 1 - o10·(N² - Σ len² - n0)/(N·n1·n0), len the length of a passage
"""

from collections.abc import Iterable, Sequence
from math import fsum, lcm

from workbench.agreement.sums import Sums, Total
from workbench.agreement.values import Measures, Overlap, Pair

NOTHING = Measures(*(None,) * len(Measures._fields))
"""Of a code nobody has used: not 1, not 0."""


def alpha(overlaps: Iterable[Overlap]) -> float | None:
    """Krippendorff's alpha of one code; None where nobody used it, or nothing is left uncoded by anybody."""
    return Sums(overlaps).total().alpha()


def disagreement(overlap: Overlap) -> int:
    """Units × pairs of coders who differ there, each pair once."""
    own = sum(overlap.shared[i][i] for i in range(len(overlap.coders)))
    return len(overlap.coders) * own - sum(map(sum, overlap.shared))


def pairs(overlaps: Iterable[Overlap]) -> tuple[Pair, ...]:
    """Each two coders who have a transcript in common, by their ids (``one`` < ``other``)."""
    return pairs_of(Sums(overlaps))


def measures(overlaps: Iterable[Overlap]) -> Measures:
    """All coefficients of one code over its transcripts; None where one is undefined.

    Of a code nobody used everything is None; where everything is coded by everybody, all that is corrected for chance
    (also AC1 and Brennan-Prediger, whose formulas would say 1).
    """
    sums = Sums(overlaps)
    return measures_of(sums, pairs_of(sums))


def pairs_of(sums: Sums) -> tuple[Pair, ...]:
    """``pairs`` of sums."""
    return tuple(_pair(one, other, *counts) for (one, other), counts in sorted(sums.pairs().items()))


def measures_of(sums: Sums, two: Sequence[Pair]) -> Measures:
    """``measures`` of sums, ``two`` being their pairs."""
    total = sums.total()
    if not total.ones:
        return NOTHING
    units, differing, present = sums.by_unit()
    scale = units * total.scale
    percent = (scale - differing) / scale
    means = {name: _mean([getattr(pair, name) for pair in two]) for name in ("f1", "jaccard", "cohen")}
    if not total.zeros:
        return NOTHING._replace(percent=percent, f1=means["f1"], jaccard=means["jaccard"])
    # 1 - observed / chance, as one fraction: chance of differing is 2π(1-π) with π = present / scale.
    chance = 2 * present * (scale - present)
    fleiss = (chance - differing * scale) / chance
    kept = scale * scale - chance
    return Measures(
        alpha=total.alpha(),
        percent=percent,
        **means,
        scott=fleiss if sums.widest() == 2 else None,
        fleiss=fleiss,
        conger=_conger(sums, differing, scale),
        brennan_prediger=(scale - 2 * differing) / scale,
        ac1=(kept - differing * scale) / kept,
        u_alpha=total.u_alpha(sums.squares()),
    )


def _mean(values: Iterable[float | None]) -> float | None:
    defined = [value for value in values if value is not None]
    return fsum(defined) / len(defined) if defined else None


def _pair(one: str, other: str, transcripts: int, length: int, first: int, second: int, both: int) -> Pair:
    """Two coders: ``first`` and ``second`` are what each has coded of ``length`` units, ``both`` what both have."""
    either = first + second - both
    only = first + second - 2 * both
    chance = first * (length - second) + second * (length - first)
    return Pair(
        one,
        other,
        transcripts,
        both,
        first - both,
        second - both,
        length - either,
        percent=(length - only) / length if either else None,
        cohen=2 * (both * length - first * second) / chance if chance else None,
        f1=2 * both / (first + second) if either else None,
        jaccard=both / either if either else None,
        alpha=Total(2 * length, first + second, only, 1).alpha(),
    )


def _conger(sums: Sums, differing: int, scale: int) -> float | None:
    """1 - observed / chance, chance being the mean over ordered pairs of coders of p(1-q) + (1-p)q.

    p and q are coded ÷ done of each coder. The mean equals Conger's Σ(mean² - s²/r) written out, and needs no roots.
    """
    done = sums.done()
    common = lcm(*(length for length, _ in done.values()))
    shares = [coded * (common // length) for length, coded in done.values()]
    count, all_of_it = len(shares), sum(shares)
    apart = (count - 1) * all_of_it * common - (all_of_it**2 - sum(share**2 for share in shares))
    chance = 2 * apart * scale
    seen = differing * count * (count - 1) * common**2
    return (chance - seen) / chance if chance else None
