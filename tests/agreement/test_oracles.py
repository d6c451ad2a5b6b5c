"""The same numbers as scikit-learn, statsmodels, NLTK and krippendorff give, wherever those are defined."""

import math
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.agreement.packages import packages
from workbench.agreement import nominal, sets, unitizing
from workbench.agreement.nominal import Ratings
from workbench.agreement.unitizing import Continuum

Column = list[int | None]
EXACT = 1e-9
LEVELS: dict[str, Callable[[Ratings], nominal.Delta]] = {
    "nominal": lambda _: nominal.nominal,
    "ordinal": nominal.ordinal,
    "interval": lambda _: nominal.interval,
    "ratio": lambda _: nominal.ratio,
}


@st.composite
def columns(draw: st.DrawFn, missing: bool = False, most: int = 4) -> list[Column]:
    """Two to ``most`` coders' ratings of the same few units."""
    rating = st.integers(0, 3) | st.none() if missing else st.integers(0, 3)
    units = draw(st.integers(1, 9))
    return [draw(st.lists(rating, min_size=units, max_size=units)) for _ in range(draw(st.integers(2, most)))]


def _close(found: float | None, expected: float) -> bool:
    """The same to nine digits; None where the other is not a number."""
    if found is None or math.isnan(expected):
        return found is None and math.isnan(expected)
    return math.isclose(found, expected, rel_tol=0, abs_tol=EXACT)


@pytest.mark.parametrize("level", LEVELS)
@settings(max_examples=60)
@given(columns(missing=True))
def test_alpha_is_that_of_krippendorff(level: str, given_: list[Column]) -> None:
    found = nominal.ratings(given_)
    value = nominal.alpha(found, LEVELS[level](found))
    data = packages().numpy.array([[math.nan if v is None else v for v in column] for column in given_], dtype=float)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it divides by nothing for units without ratings
            expected = packages().alpha(data, level_of_measurement=level)
    except ValueError:  # one value only, or none
        assert value is None
    else:
        assert _close(value, expected)


@settings(max_examples=60)
@given(columns(most=2), st.data())
def test_cohen_s_kappa_is_that_of_scikit_learn_weights_and_all(given_: list[Column], data: st.DataObject) -> None:
    size = len(given_[0])
    weights = data.draw(st.lists(st.integers(1, 5), min_size=size, max_size=size))
    found = nominal.ratings(given_, weights)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where there is no variation it warns and says nan
        assert _close(nominal.cohen(found).kappa, packages().cohen(*given_, sample_weight=weights))


@settings(max_examples=60)
@given(columns())
def test_fleiss_s_and_randolph_s_kappa_are_those_of_statsmodels(given_: list[Column]) -> None:
    found, np = nominal.ratings(given_), packages().numpy
    counts = packages().aggregate(np.array(given_).T)[0]
    with np.errstate(all="ignore"):
        assert _close(nominal.fleiss(found), float(packages().fleiss(counts, method="fleiss")))
        assume(len(nominal.categories(found)) > 1)
        assert _close(nominal.brennan_prediger(found), float(packages().fleiss(counts, method="randolph")))
    assert nominal.fleiss(nominal.subjects(counts.tolist())) == nominal.fleiss(found)


def _task(given_: list[list[Any]], **more: Any) -> Any:
    return packages().task([(f"c{i}", f"u{u}", v) for i, c in enumerate(given_) for u, v in enumerate(c)], **more)


@settings(max_examples=60)
@given(columns())
def test_the_kappas_of_nltk(given_: list[Column]) -> None:
    found, task = nominal.ratings(given_), _task(given_)
    assert _close(nominal.percent(found), task.avg_Ao())
    assume(all(nominal.cohen(found, i, j).kappa is not None for i in range(len(given_)) for j in range(i)))
    assert _close(nominal.light(found), task.kappa())
    # What is called multi-kappa there is Davies & Fleiss's, which is Conger's.
    assert _close(nominal.conger(found), task.multi_kappa())
    if len(given_) == 2:
        assert _close(nominal.fleiss(found), task.pi())
        assert _close(nominal.brennan_prediger(found), task.S())


NAMES = "abc"


@settings(max_examples=60)
@given(st.lists(st.lists(st.sets(st.sampled_from(NAMES)), min_size=4, max_size=4), min_size=2, max_size=3))
def test_alpha_over_sets_is_that_of_nltk(given_: list[list[set[str]]]) -> None:
    segments = (
        tuple((at, at + 1, name) for at, names in enumerate(coder) for name in sorted(names)) for coder in given_
    )
    text = Continuum(4, tuple(segments))

    def quiet(distance: Callable[[frozenset[str], frozenset[str]], float]) -> Callable[..., float]:
        # Both divide by nothing between two empty sets.
        return lambda one, other: distance(one, other) if one | other else 0.0

    for name, theirs in (("masi", packages().masi), ("jaccard", packages().jaccard)):
        found = sets.alpha([text], name).value
        if found is not None:  # without variation it says 1
            task = _task([[frozenset(names) for names in coder] for coder in given_], distance=quiet(theirs))
            assert _close(found, task.alpha())


def test_others_on_two_empty_sets_divide_by_nothing() -> None:
    for theirs in (packages().masi, packages().jaccard):
        with pytest.raises(ZeroDivisionError):
            theirs(frozenset(), frozenset())


@settings(max_examples=60)
@given(st.frozensets(st.integers(0, 5), min_size=1), st.frozensets(st.integers(0, 5)))
def test_distances_between_sets_are_those_of_nltk(one: frozenset[int], other: frozenset[int]) -> None:
    assert _close(float(sets.masi(one, other)), packages().masi(one, other))
    assert _close(float(sets.jaccard(one, other)), packages().jaccard(one, other))


@settings(max_examples=60)
@given(columns(missing=True), st.integers(1, 4))
def test_a_unit_of_weight_w_is_w_units_and_a_rating_alone_is_none(given_: list[Column], weight: int) -> None:
    once = nominal.ratings(given_, [weight] * len(given_[0]))
    often = nominal.ratings([column * weight for column in given_])
    alone = nominal.ratings([[*column, 7 if i == 0 else None] for i, column in enumerate(given_)])
    assert once == often
    for level in LEVELS.values():
        assert nominal.alpha(once, level(once)) == nominal.alpha(often, level(often))
    assert nominal.alpha(alone) == nominal.alpha(nominal.ratings(given_))
    assert nominal.percent(alone) == nominal.percent(nominal.ratings(given_))


@settings(max_examples=60)
@given(columns(most=2))
def test_of_two_coders_conger_s_is_cohen_s_and_alpha_not_below_scott_s(given_: list[Column]) -> None:
    found = nominal.ratings(given_)
    alpha, scott = nominal.alpha(found), nominal.fleiss(found)
    assert nominal.conger(found) == nominal.cohen(found).kappa == nominal.light(found)
    assert (alpha is None) == (scott is None)
    assert alpha is None or scott is None or alpha >= scott


def test_no_variation_is_undefined_with_a_reason_where_others_raise_or_say_1_or_nan() -> None:
    same: list[list[Any]] = [[1, 1, 1], [1, 1, 1]]
    found = nominal.ratings(same)
    assert nominal.why(found) == "no variation: all ratings are the same"
    assert nominal.percent(found) == 1
    chance = (nominal.alpha, nominal.fleiss, nominal.conger, nominal.light, nominal.brennan_prediger, nominal.ac1)
    assert [coefficient(found) for coefficient in chance] == [None] * len(chance)
    assert nominal.cohen(found) == (None, 1.0, 1.0, None)
    assert nominal.ac1_se(found) is None
    with pytest.raises(ValueError, match="one value"):
        packages().alpha(same, level_of_measurement="nominal")
    assert _task(same).alpha() == 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert math.isnan(packages().cohen(*same))


def test_ratings_that_nobody_else_gave_leave_everything_undefined() -> None:
    found = nominal.ratings([[1, None], [None, 2]])
    assert nominal.why(found) == "no unit was rated by two coders"
    undefined = (nominal.alpha, nominal.percent, nominal.fleiss, nominal.conger, nominal.light, nominal.ac1)
    assert [coefficient(found) for coefficient in undefined] == [None] * len(undefined)
    assert nominal.cohen(found) == (None, None, None, None)
    assert nominal.fleiss_expected(nominal.ratings([[], []])) is None
    assert nominal.disagreement(nominal.ratings([[None], [None]])) is None


def test_a_blank_is_no_category() -> None:
    with_blank = nominal.ratings([["x", "x", "y"], ["x", "x", None], [None, "x", "y"]])
    as_category = nominal.ratings([["x", "x", "y"], ["x", "x", "-"], ["-", "x", "y"]])
    assert nominal.alpha(with_blank) == 1
    assert nominal.alpha(as_category) == pytest.approx(1 / 3)


def test_the_size_of_the_scheme_is_not_that_of_the_sample() -> None:
    found = nominal.ratings([["a", "a", "b", "a"], ["a", "b", "b", "a"]])
    assert nominal.brennan_prediger(found) == pytest.approx(2 * 0.75 - 1)  # PABAK
    assert nominal.brennan_prediger(found, 4) == pytest.approx((0.75 - 0.25) / 0.75)
    assert nominal.ac1(found, 4) > nominal.ac1(found)  # type: ignore[operator]


def test_uncoded_text_lifts_percent_and_ac1_but_hardly_alpha() -> None:
    """Why alpha stands first for codes that are rare: the same 18 places, in a longer and longer text."""
    percents, gains = [], []
    alphas = []
    for blank in (100, 10_000, 1_000_000):
        found = nominal.Ratings(2, {(1, 1): 10, (1, 0): 4, (0, 1): 4, (0, 0): blank})
        percents.append(nominal.percent(found))
        gains.append(nominal.ac1(found))
        alphas.append(nominal.alpha(found))
    f1 = 2 * 10 / (14 + 14)
    assert percents == sorted(percents)  # type: ignore[type-var]
    assert gains[-1] > 0.9999  # type: ignore[operator]
    assert alphas[-1] == pytest.approx(f1, abs=1e-4)


def test_cu_alpha_of_three_coders_takes_itself_out_per_pair_and_not_per_union() -> None:
    """The difference between two public implementations of one paper."""
    units = (((2, 5, "1"), (9, 11, "1"), (12, 20, "2")), ((2, 5, "1"), (7, 15, "2")), ((2, 5, "1"), (10, 15, "2")))
    found = unitizing.unitized([Continuum(20, units)])
    assert found.cu == pytest.approx(0.7789, abs=5e-5)
    assert found.cu != pytest.approx(0.7873, abs=5e-3)
    assert unitizing.unitized([Continuum(20, units[:2])]).cu is not None
