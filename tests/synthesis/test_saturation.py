"""New codes by interview, against counting by hand and against all orders of small cases."""

import os
import subprocess
import sys
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tests.quick import examples
from workbench.errors import InputError
from workbench.synthesis import Evidence, Interview, Speaker, Theme
from workbench.synthesis.saturation import ORDERS, Curve, Run, band, curve, rarefied

THEMES = tuple(Theme(code, code.upper()) for code in "abcdef")
INTERVIEWS = (
    Interview("1", "K-01", date="2020-09-22"),
    Interview("2", "K-02", date="2020-09-20"),
    Interview("3", "F-01", date="2020-09-22"),
    Interview("4", "F-02"),
    Interview("5", "U-01", date="in the spring"),
)
SPEAKERS = (
    Speaker("1x", "P1", "1", "professional"),
    Speaker("1y", "P2", "1", "volunteer"),
    Speaker("2x", "P1", "2", "professional"),
    Speaker("3x", "P3", "3", "volunteer"),
    Speaker("4x", "", "4", "volunteer"),
)


def says(theme: str, interview: str, *speakers: str, at: int = 0, **more: object) -> Evidence:
    who = speakers or tuple(s.id for s in SPEAKERS if s.transcript == interview)[:1]
    more = more if who else {"unattributed": True, **more}
    return Evidence(f"{theme}{interview}{at}", theme, interview, at, at + 5, "ann", who, **more)


def counted(evidence, **more) -> Curve:
    more = {"sought": lambda interview, code: True, "permutations": 20} | more
    sought = more.pop("sought")
    return curve(THEMES, evidence, SPEAKERS, INTERVIEWS, sought, **more)


def test_a_code_is_new_where_it_is_first_evidenced():
    found = counted([says("a", "2"), says("a", "1"), says("b", "1"), says("c", "4"), says("c", "4", at=9)])
    told = [(s.name, s.codes, s.new, s.cumulative, s.first, s.excerpts) for s in found.steps]
    assert told == [
        ("K-02", 1, 1, 1, ("a",), 1),
        ("F-01", 0, 0, 1, (), 0),
        ("K-01", 2, 1, 2, ("b",), 1),
        ("F-02", 1, 1, 3, ("c",), 2),
        ("U-01", 0, 0, 3, (), 0),
    ]
    assert found.unused == ("d", "e", "f")
    assert (found.codes, found.excerpts, found.coders) == (6, 4, ("ann",))


def test_interviews_without_a_day_stand_last_and_those_of_one_day_by_name():
    found = counted([])
    assert [step.name for step in found.steps] == ["K-02", "F-01", "K-01", "F-02", "U-01"]
    assert (found.undated, found.same_day) == (2, 2)


def test_the_order_of_coding_and_group_by_group():
    found = counted([], order="coding", sequence={"4": 1, "1": 2, "2": 2})
    assert [step.name for step in found.steps] == ["F-02", "K-01", "K-02", "F-01", "U-01"]
    found = counted([], order="group", group_order=["volunteer", "professional"])
    assert [step.name for step in found.steps] == ["F-01", "K-01", "F-02", "K-02", "U-01"]
    assert found.steps[1].groups == ("volunteer", "professional")


def test_persons_are_new_once():
    found = counted([], groups=["professional"])
    assert [(step.name, step.informants, step.newcomers) for step in found.steps] == [("K-02", 1, 1), ("K-01", 1, 0)]
    assert counted([]).informants == 4


def test_only_the_voices_of_a_group_bring_codes():
    found = counted([says("a", "1", "1x"), says("b", "1", "1y"), says("c", "3")], groups=["volunteer"])
    assert [(step.name, step.first) for step in found.steps] == [("F-01", ("c",)), ("K-01", ("b",)), ("F-02", ())]


def test_the_interviewer_and_what_denies_a_theme_bring_none_but_an_unknown_voice_does():
    silent = Evidence("x", "a", "1", 0, 5, "ann", ())
    found = counted([silent, says("b", "1", facets={"stance": ("denies",)}), says("c", "5")])
    assert [step.new for step in found.steps] == [0, 0, 0, 0, 1]
    assert found.steps[4].informants == 0


def test_an_absence_that_nobody_looked_for_is_told_and_so_is_what_may_have_been_said_before():
    def sought(interview: str, code: str) -> bool:
        return not (interview in "23" and code in "ab")

    found = counted([says("a", "2"), says("b", "1"), says("c", "1")], sought=sought)
    assert [(step.created, step.unlooked) for step in found.steps] == [(1, ()), (2, ()), (0, ("b",)), (0, ()), (0, ())]


def test_the_last_runs_are_numbers():
    evidence = [says(code, interview) for code, interview in ("a2", "b3", "c1", "d4", "e5")]
    interviews = [*INTERVIEWS, Interview("6", "U-02"), Interview("7", "U-03")]
    found = curve(THEMES, evidence, SPEAKERS, interviews, lambda *_: True, permutations=0)
    assert found.runs == (Run(4, 2, 4, 0, 0.0), Run(4, 3, 4, 1, 0.25), Run(5, 2, 5, 0, 0.0))
    assert curve(THEMES, [], SPEAKERS, interviews, lambda *_: True).runs[0].share is None
    assert counted([]).runs == ()


@pytest.mark.parametrize("wrong", [{"order": "length"}, {"permutations": -1}, {"permutations": 10**9}, {"seed": -1}])
def test_what_cannot_be_asked_is_refused(wrong):
    with pytest.raises(InputError):
        counted([], **wrong)


def test_a_study_without_interviews_has_an_empty_curve():
    found = curve(THEMES, [], [], [], lambda *_: True)
    assert (found.steps, found.band, found.expected, found.codes) == ((), (), (), 6)


# --- against all orders, and against counting

cases = st.lists(st.sets(st.integers(0, 5)), min_size=1, max_size=6)


@given(cases)
@limits(max_examples=examples(60))
def test_the_mean_over_all_orders_is_exact(held):
    sums = [0] * len(held)
    orders = list(permutations(held))
    for order in orders:
        seen: set[int] = set()
        for k, codes in enumerate(order):
            seen |= codes
            sums[k] += len(seen)
    incidences = [n for code in range(6) if (n := sum(code in codes for codes in held))]
    assert rarefied(incidences, len(held)) == tuple(float(Fraction(total, len(orders))) for total in sums)


@given(cases, st.integers(0, 99))
@limits(max_examples=examples(40))
def test_the_band_holds_curves_that_an_order_can_give(held, seed):
    masks = [sum(1 << code for code in codes) for codes in held]
    possible = [set() for _ in held]
    for order in permutations(held):
        for k in range(len(held)):
            possible[k].add(len(set().union(*order[: k + 1])))
    found = band(masks, 200, seed)
    for k, (low, median, high) in enumerate(found):
        assert low <= median <= high
        assert {low, median, high} <= possible[k]
    assert set(found[-1]) == {len(set().union(*held))}


@given(st.lists(st.tuples(st.sampled_from("abcdefz"), st.sampled_from("12345"), st.booleans()), max_size=25))
@limits(max_examples=examples(80))
def test_the_curve_is_what_counting_gives(rows):
    evidence = [
        says(theme, interview, at=i, facets={"stance": ("denies",)} if denied else {})
        for i, (theme, interview, denied) in enumerate(rows)
    ]
    curves = {order: counted(evidence, order=order, sequence={"3": 1}) for order in ORDERS}
    for found in curves.values():
        seen: set[str] = set()
        for step in found.steps:
            here = {t for t, where, denied in rows if where == step.interview and not denied and t != "z"}
            assert set(step.first) == here - seen
            seen |= here
            assert (step.codes, step.new, step.cumulative) == (len(here), len(step.first), len(seen))
        assert set(found.unused) == set("abcdef") - seen
        assert found.expected[-1] == found.steps[-1].cumulative
    assert len({(found.band, found.expected) for found in curves.values()}) == 1


def test_a_seed_draws_the_same_orders_in_every_process():
    masks = [1 << i % 7 | 1 << (i * i) % 11 for i in range(12)]
    asked = f"from workbench.synthesis.saturation import band; print(band({masks}, 300, 7))"
    told = {
        subprocess.run(
            [sys.executable, "-c", asked],
            env=os.environ | {"PYTHONHASHSEED": hashes},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for hashes in ("1", "2")
    }
    assert told == {str(band(masks, 300, 7))}
    assert [tuple(one) for one in band([1, 2, 4, 3, 8], 100, 1)] == FROZEN
    assert band(masks, 300, 8) != band(masks, 300, 7)


FROZEN = [(1, 1, 2), (2, 2, 3), (2, 3, 4), (3, 4, 4), (4, 4, 4)]
"""What a seed gave on the day it was written: another Python has to give it too."""
