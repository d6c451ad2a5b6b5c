"""How far a value may be off: delete one transcript at a time (jackknife), and Student's t.

Units of an interval are transcripts, never characters: characters of one passage are not independent, and intervals
that treat them so hold the truth in one case of ten. Sources: Efron & Tibshirani 1993, chapter 11 (jackknife);
Hughes 2022 (arXiv 2210.13265) and Gwet 2015 on why coincidences must not be resampled; DLMF 8.17 (incomplete beta).
"""

import math
from collections.abc import Sequence
from functools import lru_cache

from workbench.agreement.values import Interval

CONFIDENCE = 0.95
"""Of every interval."""

FEWEST = 4
"""Transcripts an interval needs; with fewer it says nothing."""


def jackknife(values: Sequence[float], full: float) -> tuple[Interval, float]:
    """The 95 % interval around ``full`` and its standard error, from the value without each transcript.

    SE = sqrt((D-1)/D · Σ(value - mean)²), D = ``len(values)`` >= 2, mean of the ``values``; full ± t(.975, D-1)·SE,
    not clipped. Where all values are the same, SE is exactly 0 and the interval is [full, full].
    """
    count = len(values)
    # Distances from one of them: equal values give exact zeros, which a rounded mean would not.
    away = [value - values[0] for value in values]
    mean = math.fsum(away) / count
    error = math.sqrt((count - 1) / count * math.fsum((distance - mean) ** 2 for distance in away))
    if error == 0:
        return Interval(full, full), 0.0
    reach = t_quantile((1 + CONFIDENCE) / 2, count - 1) * error
    return Interval(full - reach, full + reach), error


def below(limit: float, full: float, error: float, df: float) -> float:
    """The probability that the true value is below ``limit``: T((limit - full)/SE) with ``df`` degrees of freedom."""
    if error == 0:
        return 1.0 if full < limit else 0.0
    return t_cdf((limit - full) / error, df)


def t_cdf(x: float, df: float) -> float:
    """Student's t: the probability of a value up to ``x``; ``df`` > 0 (DLMF 8.17, Abramowitz & Stegun 26.7.1)."""
    if x == 0:
        return 0.5
    if math.isinf(x):
        return 1.0 if x > 0 else 0.0
    square = x * x
    tail = 0.5 * incomplete_beta(df / 2, 0.5, df / (df + square), square / (df + square))
    return tail if x < 0 else 1 - tail


@lru_cache(maxsize=1024)
def t_quantile(p: float, df: float) -> float:
    """Student's t: the value that is not exceeded with probability ``p``, 0 < ``p`` < 1; ``df`` > 0."""
    if not 0 < p < 1:
        raise ValueError("a quantile is for a probability between 0 and 1")
    if p == 0.5:
        return 0.0
    if p > 0.5:
        return -t_quantile(1 - p, df)
    low, high = -1.0, 0.0
    while t_cdf(low, df) > p:
        low, high = low * 2, low
    # In the lower tail the probabilities are exact to their last digit, so halving gets the value exact as well.
    while low < (middle := (low + high) / 2) < high:
        if t_cdf(middle, df) < p:
            low = middle
        else:
            high = middle
    return high


def incomplete_beta(a: float, b: float, x: float, y: float) -> float:
    """The regularised incomplete beta function I_x(a, b); ``y`` is 1 - x, given beside it to keep its digits.

    The continued fraction of DLMF 8.17.22, from the side where it converges quickly.
    """
    if x <= 0:
        return 0.0
    if y <= 0:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, y, x)
    front = math.exp(a * math.log(x) + b * math.log(y) - (math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)))
    return front / (a * _fraction(a, b, x))


def _fraction(a: float, b: float, x: float) -> float:
    """1 + d1/(1 + d2/(1 + …)), evaluated from the front after Lentz (no term of it is ever 0 here)."""
    value, upper, lower = 1.0, 1.0, 0.0
    for step in range(1, 10_000):
        half = step // 2
        if step % 2:
            part = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        else:
            part = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        lower = 1 / (1 + part * lower)
        upper = 1 + part / upper
        change = upper * lower
        value *= change
        if abs(change - 1) < 1e-16:
            break
    return value
