"""What NVivo and MAXQDA print, against their manuals' examples and a count of every character."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.agreement.compatible import (
    EMPTY,
    FREQUENCY,
    NO_SEGMENTS,
    NO_VARIATION,
    NOT_SEGMENTS,
    OCCURRENCE,
    ONE_CODE,
    SEGMENTS,
    maxqda,
    nvivo,
)
from workbench.errors import InputError

LENGTH = 30
passages = st.lists(
    st.tuples(st.integers(0, LENGTH), st.integers(1, 12)).map(lambda p: (p[0], min(p[0] + p[1], LENGTH))), max_size=4
).map(lambda found: [(start, end) for start, end in found if start < end])
worlds = st.dictionaries(
    st.sampled_from("cde"), st.dictionaries(st.sampled_from("tu"), st.dictionaries(st.sampled_from("abx"), passages))
)


def characters(ranges):
    return {position for start, end in ranges for position in range(start, end)}


def row(by, size=1000, a="a", b="b"):
    (found,) = nvivo({"c": {"t": by}}, {"t": size}, a, b).rows
    return found


def test_the_manuals_example_is_85_per_cent_and_its_kappa_with_100_against_50():
    found = row({"a": [(0, 150)], "b": [(100, 200)]})
    assert (found.agreement, found.disagreement) == (85, 15)
    assert (found.a_and_b, found.not_a_and_not_b, found.a_and_not_b, found.b_and_not_a) == (5, 80, 10, 5)
    assert found.kappa == pytest.approx(0.3182, abs=5e-5)
    assert found.why == ""


def test_a_group_has_coded_what_any_member_coded():
    found = row({"a": [(0, 100)], "x": [(50, 150)], "b": [(100, 200)]}, a="ax")
    assert (found.both, found.only_a, found.only_b, found.neither) == (50, 100, 50, 800)


def test_complete_agreement_has_the_kappa_that_nvivo_writes():
    for everything in ([], [(0, 1000)]):
        found = row({"a": everything, "b": everything})
        assert (found.agreement, found.kappa, found.why) == (100, 1, NO_VARIATION)
    assert row({"a": [(0, 9)], "b": [(0, 9)]})[-2:] == (1, "")


def test_who_coded_nothing_agrees_by_chance_alone():
    assert row({"a": [(0, 100)]}).kappa == 0


def test_an_empty_file_has_no_percentages():
    found = row({"a": [(0, 1)]}, size=0)
    assert (found.agreement, found.kappa, found.why) == (None, None, EMPTY)
    means = nvivo({"c": {"t": {}}}, {"t": 0}, "a", "b").means
    assert [(mean.rows, mean.agreement, mean.why) for mean in means] == [(0, None, EMPTY)] * 3


def test_means_weigh_files_alike_or_by_their_size():
    by = {"a": [(0, 150)], "b": [(100, 200)]}
    found = nvivo({"c": {"t": by, "u": {}}}, {"t": 1000, "u": 3000}, "a", "b")
    means = {(mean.code, mean.transcript): mean for mean in found.means}
    assert list(means) == [("c", ""), ("", "t"), ("", "u"), ("", "")]
    of_code = means["c", ""]
    assert (of_code.rows, of_code.agreement, of_code.weighted_agreement) == (2, 92.5, 96.25)
    assert of_code.kappa == pytest.approx((0.3182 + 1) / 2, abs=5e-5)
    assert of_code.weighted_kappa == pytest.approx((0.3182 + 3) / 4, abs=5e-5)
    assert means["", "t"].agreement == 85


@pytest.mark.parametrize(("a", "b"), [("", "b"), ("a", ""), ("ab", "b")])
def test_two_sides_that_are_not_two_are_refused(a, b):
    with pytest.raises(InputError, match="sides"):
        nvivo({}, {}, a, b)


@given(worlds, st.sampled_from([("a", "b"), ("ax", "b"), ("b", "xa")]))
@settings(max_examples=60)
def test_every_row_is_what_the_characters_say(world, groups):
    found = nvivo(world, {"t": LENGTH, "u": LENGTH}, *groups)
    assert len(found.rows) == sum(map(len, world.values()))
    for each in found.rows:
        by = world[each.code][each.transcript]
        one, other = (set().union(*(characters(by.get(who, ())) for who in group)) for group in groups)
        counts = len(one & other), LENGTH - len(one | other), len(one - other), len(other - one)
        assert (each.both, each.neither, each.only_a, each.only_b) == counts
        chance = (len(one) * len(other) + (LENGTH - len(one)) * (LENGTH - len(other))) / LENGTH**2
        if chance < 1:
            assert each.kappa == pytest.approx((each.agreement / 100 - chance) / (1 - chance))
        assert each.agreement + each.disagreement == pytest.approx(100)


def of(world, level, code="", transcript="", threshold=90):
    (found,) = (
        each
        for each in maxqda(world, "a", "b", threshold)
        if (each.level, each.code, each.transcript) == (level, code, transcript)
    )
    return found


WORLD = {
    "c": {"t": {"a": [(0, 100), (200, 300)], "b": [(5, 100)]}, "u": {}},
    "d": {"t": {"a": [(0, 50)], "b": [(0, 40)]}, "u": {"a": [(0, 9)], "b": [(0, 9)]}},
    "e": {"t": {}, "u": {}},
}


def test_a_code_occurs_in_a_document_for_both_or_for_neither():
    assert of(WORLD, OCCURRENCE)[3:6] == (6, 0, 100)
    assert of({"c": {"t": {"a": [(0, 1)]}, "u": {}}}, OCCURRENCE)[3:6] == (1, 1, 50)
    assert of(WORLD, OCCURRENCE)[6:] == (None, NOT_SEGMENTS)


def test_a_code_is_used_equally_often_or_not():
    assert of(WORLD, FREQUENCY)[3:5] == (5, 1)
    assert of(WORLD, FREQUENCY, "c")[3:6] == (1, 1, 50)
    assert of({"c": {"t": {"a": [(0, 5), (0, 5)], "b": [(0, 5), (9, 12)]}}}, FREQUENCY)[3:5] == (1, 0)


def test_each_segment_of_either_is_looked_for_among_the_others():
    assert of(WORLD, SEGMENTS, "c")[3:5] == (2, 1)
    assert of(WORLD, SEGMENTS, "d", threshold=90)[3:5] == (2, 2)
    assert of(WORLD, SEGMENTS, "d", threshold=80)[3:5] == (4, 0)
    assert of(WORLD, SEGMENTS, transcript="u")[3:6] == (2, 0, 100)


def test_kappa_takes_chance_from_the_number_of_codes_used():
    found = of(WORLD, SEGMENTS)
    assert (found.agreements, found.disagreements) == (4, 3)
    assert found.kappa == pytest.approx((4 / 7 - 1 / 2) / (1 - 1 / 2))
    assert of(WORLD, SEGMENTS, transcript="t").kappa == pytest.approx((2 / 5 - 1 / 2) / (1 - 1 / 2))


def test_without_two_codes_or_any_segment_there_is_no_kappa():
    assert of(WORLD, SEGMENTS, "c")[6:] == (None, ONE_CODE)
    assert of(WORLD, SEGMENTS, "e")[3:] == (0, 0, None, None, NO_SEGMENTS)
    assert of({}, OCCURRENCE)[3:] == (0, 0, None, None, NO_SEGMENTS)


@pytest.mark.parametrize("threshold", [0, 101])
def test_a_threshold_that_is_no_percentage_is_refused(threshold):
    with pytest.raises(InputError, match="percentage"):
        maxqda({}, "a", "b", threshold)
    with pytest.raises(InputError, match="themselves"):
        maxqda({}, "a", "a")


@given(worlds, st.sampled_from([1, 30, 50, 75, 90, 100]))
@settings(max_examples=60)
def test_segments_are_found_where_their_characters_are(world, threshold):
    agreements = tested = 0
    for files in world.values():
        for by in files.values():
            sides = by.get("a", []), by.get("b", [])
            for ours, theirs in (sides, sides[::-1]):
                for segment in ours:
                    tested += 1
                    agreements += any(
                        len(characters([segment]) & characters([other])) * 100
                        >= len(characters([segment]) | characters([other])) * threshold
                        for other in theirs
                    )
    found = of(world, SEGMENTS, threshold=threshold)
    assert (found.agreements, found.agreements + found.disagreements) == (agreements, tested)
    codes = {code for code, files in world.items() for by in files.values() if by.get("a") or by.get("b")}
    if len(codes) > 1:
        assert found.kappa == pytest.approx((agreements / tested - 1 / len(codes)) / (1 - 1 / len(codes)))
