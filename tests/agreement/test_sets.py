"""Sets of codes: their distances, and alpha over them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.agreement import nominal, sets, unitizing
from workbench.agreement.unitizing import Continuum, Segment

CODES = st.frozensets(st.sampled_from("abcd"))


@st.composite
def texts(draw: st.DrawFn, codes: str = "abc") -> Continuum:
    """A short text whose coders' passages may overlap as they like."""
    length = draw(st.integers(1, 12))
    place = st.integers(-1, length + 1)
    segment = st.tuples(place, place, st.sampled_from(codes))
    own = st.lists(segment, max_size=5).map(tuple)
    return Continuum(length, tuple(draw(own) for _ in range(draw(st.integers(1, 3)))))


def _columns(continua: list[Continuum]) -> list[list[frozenset[str] | None]]:
    """One column per coder; None in the transcripts that coder has not done."""
    most = max((len(text.coders) for text in continua), default=0)
    columns: list[list[frozenset[str] | None]] = [[] for _ in range(most)]
    for text in continua:
        for coder, column in enumerate(columns):
            there = coder < len(text.coders)
            given: tuple[Segment, ...] = text.coders[coder] if there else ()
            at = (frozenset(c for s, e, c in given if s <= place < e) for place in range(text.length))
            column += [found if there else None for found in at]
    return columns


@given(CODES, CODES)
def test_distances_are_0_between_equal_sets_1_between_disjoint_ones_and_the_same_both_ways(
    one: frozenset[str], other: frozenset[str]
) -> None:
    for distance in (sets.jaccard, sets.masi):
        assert distance(one, other) == distance(other, one)
        assert (distance(one, other) == 0) == (one == other)
        assert (distance(one, other) == 1) == (one.isdisjoint(other) and one != other)
    assert sets.masi(one, other) >= sets.jaccard(one, other)


def test_two_empty_sets_are_the_same_where_others_divide_by_nothing() -> None:
    assert sets.jaccard((), ()) == sets.masi((), ()) == 0
    assert sets.jaccard((), "a") == sets.masi((), "a") == 1


def test_masi_is_not_the_one_of_dkpro() -> None:
    assert sets.masi("a", "ab") == Fraction(2, 3)  # there 1/6
    assert sets.masi("ab", "bc") == Fraction(8, 9)  # there 4/9


@given(st.lists(texts(), max_size=3), st.sampled_from(["masi", "jaccard"]))
def test_alpha_over_sets_is_alpha_with_that_distance_place_by_place(continua: list[Continuum], name: str) -> None:
    found = sets.alpha(continua, name)
    ratings = nominal.ratings(_columns(continua))
    expected = nominal.alpha(ratings, {"masi": sets.masi, "jaccard": sets.jaccard}[name])
    assert found.value == (None if expected is None else pytest.approx(expected))
    assert (found.value is None) == bool(found.why)
    if (parts := nominal.disagreement(ratings, sets.jaccard)) is not None and name == "jaccard":
        assert found[1:3] == (pytest.approx(float(parts.observed)), pytest.approx(float(parts.expected)))


@given(st.lists(texts(codes="a"), max_size=3))
def test_of_one_code_it_is_that_code_s_alpha(continua: list[Continuum]) -> None:
    binary = nominal.alpha(nominal.ratings(_columns(continua)))
    assert sets.alpha(continua).value == (None if binary is None else pytest.approx(binary))


@given(texts())
def test_pieces_lie_end_to_end_over_the_whole_text(text: Continuum) -> None:
    found = list(sets.pieces(text, sets.numbered([text])))
    assert [start for start, _, _ in found] == [0, *(end for _, end, _ in found[:-1])]
    assert found[-1][1] == text.length


@pytest.mark.parametrize(
    ("continua", "why"),
    [
        ([], unitizing.NOTHING),
        ([Continuum(5, (((0, 5, "a"),),)), Continuum(0, ((), ()))], unitizing.NOTHING),
        ([Continuum(5, ((), ()))], unitizing.UNUSED),
        ([Continuum(5, (((0, 5, "a"),), ((0, 5, "a"),)))], unitizing.NO_VARIATION),
    ],
)
def test_what_is_undefined_says_why(continua: list[Continuum], why: str) -> None:
    found = sets.alpha(continua)
    assert (found.value, found.why) == (None, why)
