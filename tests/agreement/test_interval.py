"""Student's t and the jackknife. The numbers of t are scipy's, written down."""

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.agreement.interval import below, incomplete_beta, jackknife, t_cdf, t_quantile

PROBABILITIES = {
    (1, -30.0): 0.010606402405535426,
    (1, 12.0): 0.9735353239404101,
    (2, -1.5): 0.13619656244550055,
    (2.5, 2.0): 0.9213042521210171,
    (3, -30.0): 4.067640213581979e-05,
    (3, -0.1): 0.46332617440040297,
    (4, -1.5): 0.104,
    (7, 0.3): 0.6135549747989328,
    (9, 12.0): 0.9999996150056889,
    (19, -30.0): 9.048659208625223e-18,
    (19, 2.0): 0.9699989818069509,
    (39, -30.0): 7.415297623471681e-29,
    (39, -4.0): 0.0001369286897369501,
    (399, -1.5): 0.06720261655025783,
    (399, -30.0): 1.283580304560942e-104,
}
QUANTILES = {
    1: (12.706204736174694, -318.30883898555044),
    2: (4.302652729749462, -22.327124770119873),
    3: (3.1824463052837078, -10.214531852407385),
    4: (2.7764451051977934, -7.1731822197823085),
    7: (2.364624251592784, -4.785289628638334),
    9: (2.262157162798205, -4.296805662729919),
    19: (2.0930240544083087, -3.579400148954716),
    39: (2.022690920036761, -3.3127880826719003),
    99: (1.9842169515864174, -3.1746038497557527),
    399: (1.965927295920882, -3.110782961771875),
}


def test_the_distribution_of_t_is_scipys() -> None:
    for (df, x), expected in PROBABILITIES.items():
        assert t_cdf(x, df) == pytest.approx(expected, rel=1e-9, abs=0)


def test_the_quantiles_of_t_are_scipys() -> None:
    for df, (upper, lower) in QUANTILES.items():
        assert t_quantile(0.975, df) == pytest.approx(upper, rel=1e-11)
        assert t_quantile(0.001, df) == pytest.approx(lower, rel=1e-11)


def test_the_middle_and_the_ends_of_t() -> None:
    assert t_cdf(0, 5) == 0.5
    assert (t_cdf(-math.inf, 5), t_cdf(math.inf, 5)) == (0, 1)
    assert t_quantile(0.5, 5) == 0
    assert (incomplete_beta(2, 3, 0, 1), incomplete_beta(2, 3, 1, 0)) == (0, 1)
    for p in (0, 1, 1.5, -0.1):
        with pytest.raises(ValueError, match="between 0 and 1"):
            t_quantile(p, 5)


@given(st.floats(-20, 20), st.integers(1, 400))
def test_t_is_symmetric_and_known_in_closed_form_for_one_and_two(x: float, df: int) -> None:
    assert t_cdf(x, df) + t_cdf(-x, df) == pytest.approx(1, abs=1e-14)
    assert t_cdf(x, 1) == pytest.approx(0.5 + math.atan(x) / math.pi, abs=1e-14)
    assert t_cdf(x, 2) == pytest.approx(0.5 + x / (2 * math.sqrt(2 + x * x)), abs=1e-14)


@given(st.sampled_from((0.001, 0.05, 0.3, 0.7, 0.975, 0.9999)), st.integers(1, 60))
def test_a_quantile_is_the_distribution_turned_round(p: float, df: int) -> None:
    assert t_cdf(t_quantile(p, df), df) == pytest.approx(p, rel=1e-12)


def test_the_jackknife_of_a_mean_is_the_textbooks_standard_error() -> None:
    data = [2.0, 3.5, 1.0, 7.25, 4.0, 4.0]
    without = [statistics.fmean(data[:i] + data[i + 1 :]) for i in range(len(data))]
    interval, error = jackknife(without, statistics.fmean(data))
    assert error == pytest.approx(statistics.stdev(data) / math.sqrt(len(data)), rel=1e-12)
    assert interval.high - interval.low == pytest.approx(2 * 2.5705818356363146 * error, rel=1e-12)
    assert (interval.low + interval.high) / 2 == pytest.approx(statistics.fmean(data))


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=12), st.floats(-1, 1))
def test_the_jackknife_is_its_formula_and_is_not_clipped(values: list[float], full: float) -> None:
    count, mean = len(values), statistics.fmean(values)
    expected = math.sqrt((count - 1) / count * sum((value - mean) ** 2 for value in values))
    interval, error = jackknife(values, full)
    assert error == pytest.approx(expected, abs=1e-12)
    assert interval.high == pytest.approx(full + t_quantile(0.975, count - 1) * expected, abs=1e-9)
    assert interval.low <= full <= interval.high


@given(st.floats(-1, 1), st.integers(2, 50))
def test_values_that_are_all_the_same_give_an_interval_of_no_width(value: float, count: int) -> None:
    interval, error = jackknife([value] * count, value)
    assert error == 0
    assert interval == (value, value)


def test_how_likely_it_is_that_alpha_is_below_a_limit() -> None:
    assert below(0.667, 0.667, 0.1, 9) == 0.5
    assert below(0.667, 0.567, 0.1, 4) == pytest.approx(1 - 0.18695048315002766, rel=1e-9)
    assert below(0.667, 0.9, 0.1, 9) < 0.03 < 0.97 < below(0.667, 0.434, 0.1, 9)
    assert (below(0.667, 0.6, 0, 3), below(0.667, 0.667, 0, 3), below(0.667, 1, 0, 3)) == (1, 0, 0)
