"""The sweep against the same counted unit by unit."""

from itertools import pairwise, permutations

from hypothesis import given
from hypothesis import strategies as st

from tests.agreement.spans import CODERS, Coded, coded, ranges
from workbench.agreement.overlap import merged, narrowed, overlap


def test_overlapping_passages_are_joined_and_touching_ones_stay_two() -> None:
    assert merged([(5, 9), (0, 3), (2, 4), (4, 5), (7, 7), (6, 8)]) == [(0, 4), (4, 5), (5, 9)]


def test_two_coders_share_the_middle() -> None:
    found = overlap({"bo": [(3, 9)], "ann": [(0, 5), (4, 6), (20, 22)]}, ("ann", "bo"), 30)
    assert found.coders == ("ann", "bo")
    assert found.length == 30
    assert found.shared == ((8, 3), (3, 6))
    assert found.squares == (6 * 6 + 2 * 2, 6 * 6)
    assert found.passages == (2, 1)
    assert found.merged == (1, 0)


def test_what_lies_outside_the_text_or_belongs_to_somebody_else_does_not_count() -> None:
    found = overlap({"ann": [(-5, 2), (8, 99), (10, 12), (-3, 0)], "eva": [(0, 10)]}, ("ann", "bo"), 10)
    assert found.shared == ((4, 0), (0, 0))
    assert (found.passages, found.merged) == ((2, 0), (0, 0))


def test_nothing_coded_and_nothing_to_code_are_zeros() -> None:
    assert overlap({}, ("ann", "bo"), 7).shared == ((0, 0), (0, 0))
    empty = overlap({"ann": [(0, 4)]}, ("ann", "bo"), 0)
    assert (empty.length, empty.shared, empty.passages) == (0, ((0, 0), (0, 0)), (0, 0))


@given(coded(), st.sets(st.sampled_from(CODERS)))
def test_a_part_of_the_coders_is_a_part_of_the_matrix(text: Coded, some: set[str]) -> None:
    kept = [coder for coder in text.coders if coder in some]
    assert narrowed(text.overlap, some) == overlap(text.by, kept, text.length)


@given(coded())
def test_the_sweep_counts_what_counting_every_unit_gives(text: Coded) -> None:
    found, units = text.overlap, text.units()
    for i, one in enumerate(text.coders):
        for j, other in enumerate(text.coders):
            assert found.shared[i][j] == sum(unit[one] * unit[other] for unit in units)
            assert found.shared[i][j] == found.shared[j][i] <= min(found.shared[i][i], found.shared[j][j])
        kept = merged(text.by[one])
        assert found.squares[i] == sum((end - start) ** 2 for start, end in kept)
        assert found.passages[i] == len(kept)
        assert found.passages[i] + found.merged[i] == sum(start < end for start, end in text.by[one])
        assert found.shared[i][i] <= text.length


@given(ranges(40, 6))
def test_joined_passages_hold_the_same_units_and_do_not_overlap(given: list[tuple[int, int]]) -> None:
    kept = merged(given)
    assert {u for s, e in kept for u in range(s, e)} == {u for s, e in given for u in range(s, e)}
    assert all(one[1] <= other[0] for one, other in pairwise(kept))


@given(coded(CODERS[:3]), coded(CODERS[:3]))
def test_two_texts_one_behind_the_other_add_up(one: Coded, other: Coded) -> None:
    behind = {coder: one.by[coder] + [(s + one.length, e + one.length) for s, e in other.by[coder]] for coder in one.by}
    both = overlap(behind, one.coders, one.length + other.length)
    for name in ("squares", "passages", "merged"):
        added = map(sum, zip(getattr(one.overlap, name), getattr(other.overlap, name), strict=True))
        assert getattr(both, name) == tuple(added)
    for row, first, second in zip(both.shared, one.overlap.shared, other.overlap.shared, strict=True):
        assert row == tuple(map(sum, zip(first, second, strict=True)))


@given(coded(CODERS[:3]), st.sampled_from(list(permutations(range(3)))))
def test_coders_in_another_order_turn_rows_and_columns(text: Coded, order: tuple[int, ...]) -> None:
    turned = overlap(text.by, [text.coders[i] for i in order], text.length)
    assert turned.shared == tuple(tuple(text.overlap.shared[i][j] for j in order) for i in order)
    assert turned.squares == tuple(text.overlap.squares[i] for i in order)
