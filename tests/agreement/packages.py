"""What others have written, to compare with.

They take seconds to import: here, once, and only when a test asks; every worker imports every file of tests.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple


class Packages(NamedTuple):
    """Modules, classes and functions of numpy, krippendorff, scikit-learn, statsmodels and NLTK."""

    numpy: Any
    alpha: Callable[..., float]
    cohen: Callable[..., float]
    aggregate: Callable[..., Any]
    fleiss: Callable[..., float]
    task: Callable[..., Any]
    masi: Callable[..., float]
    jaccard: Callable[..., float]


@cache
def packages() -> Packages:
    """All of them."""
    import krippendorff
    import numpy
    from nltk.metrics import jaccard_distance, masi_distance
    from nltk.metrics.agreement import AnnotationTask
    from sklearn.metrics import cohen_kappa_score
    from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

    return Packages(
        numpy,
        krippendorff.alpha,
        cohen_kappa_score,
        aggregate_raters,
        fleiss_kappa,
        AnnotationTask,
        masi_distance,
        jaccard_distance,
    )
