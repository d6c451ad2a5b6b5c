"""Codes that exclude each other, taken together."""

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.agreement import exclusive, nominal, unitizing
from workbench.agreement.exclusive import Ranges, group
from workbench.agreement.unitizing import Continuum, unitized
from workbench.agreement.values import Range

BELOW = ("formal", "real", "both")
CODERS = {"k1": ("ann", "bo"), "k2": ("ann", "bo"), "k3": ("ann",)}
LENGTHS = {"k1": 100, "k2": 50, "k3": 40}
RANGES: Ranges = {
    "k1": {
        "formal": {"ann": [(0, 10), (40, 60)], "bo": [(0, 12)]},
        "real": {"ann": [(20, 30)], "bo": [(25, 30), (40, 50)], "eva": [(0, 100)]},
    },
    "k2": {"formal": {"ann": [(0, 5)], "bo": [(10, 15)]}},
    "k3": {"formal": {"ann": [(0, 40)]}, "real": {"ann": [(0, 40)]}},
}


def test_the_parts_of_a_group_by_hand() -> None:
    found = group("bearing", BELOW, CODERS, LENGTHS, RANGES)
    assert found.code == "bearing"
    assert found.violations == ()
    assert found.confusion == {("formal", "formal"): 10, ("real", "real"): 5, ("formal", "real"): 10}
    # Of 150 characters, 25 were coded by both.
    assert found.coverage == pytest.approx(25 / 150)
    # Met: 10 + 5 + 10, each in both directions; squares of the meetings 100, 25, 100.
    squares = 2 * (100 + 25 + 100)
    formal, real = 2 * 10 + 10, 2 * 5 + 10
    chance = (50 * 50 - formal**2 - real**2) / (50 - squares / 50)
    assert found.cu_alpha == pytest.approx(1 - 20 / chance)
    assert found.why == ""
    assert found.any_code.transcripts == ("k1", "k2")
    assert found.any_code.passages == {"ann": 4, "bo": 4}
    assert found.any_code.pairs[0].both == 25


def test_passages_with_two_codes_of_one_coder_are_listed_and_left_as_they_are() -> None:
    twice = {
        "k1": {
            "formal": {"ann": [(0, 10)], "bo": [(0, 12)]},
            "real": {"ann": [(4, 8), (9, 20)], "bo": [(0, 5)]},
            "both": {"ann": [(6, 10), (18, 20)]},
        }
    }
    found = group("bearing", BELOW, {"k1": ("ann", "bo")}, {"k1": 100}, twice)
    assert found.violations == (("k1", "ann", 4, 10), ("k1", "ann", 18, 20), ("k1", "bo", 0, 5))
    assert (found.cu_alpha, found.coverage, found.why) == (None, None, unitizing.TWO_CODES)
    assert found.nominal is None
    # Where each gave one code: bo's 'formal' from 5 on, ann's 'real' from 10 on.
    assert found.confusion == {("formal", "real"): 2}
    assert found.any_code.pairs[0].both == 12


def test_with_none_of_them_as_a_category_every_place_is_rated() -> None:
    """Coders differ by transcript; who was not there has not rated. The oracle takes one character at a time."""
    coders = {"k1": ("ann", "bo"), "k2": ("ann", "bo", "eva")}
    found = group("bearing", BELOW, coders, LENGTHS, RANGES).nominal
    places: list[list[str | None]] = [[], [], []]
    for name, them in coders.items():
        for at in range(LENGTHS[name]):
            for column, coder in zip(places, ("ann", "bo", "eva"), strict=True):
                codes = [c for c, by in RANGES[name].items() for s, e in by.get(coder, ()) if s <= at < e]
                column.append(None if coder not in them else codes[0] if codes else "-")
    rated = nominal.ratings(places)
    assert found == (
        4,
        nominal.alpha(rated),
        nominal.percent(rated),
        nominal.light(rated),
        nominal.fleiss(rated),
        nominal.conger(rated),
        nominal.brennan_prediger(rated, 4),
        nominal.ac1(rated, 4),
    )
    assert None not in found


def test_a_group_nobody_used_and_one_only_one_coder_has_done_say_so() -> None:
    unused = group("bearing", BELOW, CODERS, LENGTHS, {})
    assert (unused.cu_alpha, unused.coverage, unused.why) == (None, 0.0, unitizing.UNUSED)
    assert unused.any_code.status == "not_used"
    alone = group("bearing", BELOW, {"k3": ("ann",)}, LENGTHS, RANGES)
    assert (alone.cu_alpha, alone.coverage, alone.why) == (None, None, unitizing.NOTHING)
    assert alone.violations == ()
    assert alone.nominal is None


PLACE = st.integers(0, 12)
SEGMENTS = st.lists(st.tuples(PLACE, PLACE, st.sampled_from("abc")), max_size=5).map(tuple)
TEXT = st.builds(Continuum, st.just(12), st.lists(SEGMENTS, min_size=2, max_size=3).map(tuple))


def _places(text: Continuum) -> list[list[set[str]]]:
    return [[{c for s, e, c in mine if s <= at < e} for at in range(text.length)] for mine in text.coders]


@given(TEXT)
def test_violations_and_confusion_are_those_of_every_single_place(text: Continuum) -> None:
    places = _places(text)
    double = {(coder, at) for coder, mine in enumerate(places) for at in range(12) if len(mine[at]) > 1}
    found = exclusive.violations(text)
    assert {(coder, at) for coder, start, end in found for at in range(start, end)} == double
    # Whole passages: none goes on where another ends.
    assert not any(a[0] == b[0] and a[2] == b[1] for a, b in permutations(found, 2))
    confused = exclusive.confusion(text)
    assert sum(confused.values()) == sum(
        len(one[at]) == len(other[at]) == 1 for one, other in combinations(places, 2) for at in range(12)
    )
    for (first, second), units in confused.items():
        assert first <= second
        pairs = [(one[at], other[at]) for one, other in combinations(places, 2) for at in range(12)]
        assert units == sum({first, second} == one | other and len(one) == len(other) == 1 for one, other in pairs)


@given(TEXT)
def test_a_group_is_the_coefficient_of_its_passages(text: Continuum) -> None:
    coders = tuple(f"c{i}" for i in range(len(text.coders)))
    ranges: dict[str, dict[str, list[Range]]] = {}
    for coder, mine in zip(coders, text.coders, strict=True):
        for start, end, code in mine:
            ranges.setdefault(code, {}).setdefault(coder, []).append((start, end))
    found = group("g", "abc", {"t": coders}, {"t": text.length}, {"t": ranges})
    expected = unitized([text])
    assert (found.cu_alpha, found.coverage, found.why) == (expected.cu, expected.coverage, expected.why_cu)
    assert bool(found.violations) == (expected.why == unitizing.TWO_CODES)
