"""The interval of an alpha from its leave-one-transcript-out values, or in words why there is none."""

from collections.abc import Sequence

from workbench.agreement.interval import FEWEST, below, jackknife
from workbench.agreement.values import Interval
from workbench.agreement.verdict import TENTATIVE_FROM

FEW = f"no interval: fewer than {FEWEST} transcripts"
ONE_TRANSCRIPT = "no interval: all variation lies in one transcript"
"""Why there is a value and no interval."""


def spread(full: float | None, left_out: Sequence[float | None]) -> tuple[Interval | None, float | None, str]:
    """(interval, probability that alpha is below .667, why there is none), ``left_out`` one value a transcript."""
    if full is None:
        return None, None, ""
    if len(left_out) < FEWEST:
        return None, None, FEW
    values = [value for value in left_out if value is not None]
    if len(values) < len(left_out):
        return None, None, ONE_TRANSCRIPT
    interval, error = jackknife(values, full)
    return interval, below(TENTATIVE_FROM, full, error, len(values) - 1), ""
