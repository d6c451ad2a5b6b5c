"""Which code instead, against a count of every character."""

from collections import Counter
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.agreement.confusion import confusion

LENGTH = 30
passages = st.lists(
    st.tuples(st.integers(0, LENGTH), st.integers(0, 12)).map(lambda p: (p[0], min(p[0] + p[1], LENGTH))), max_size=3
)
tables = st.fixed_dictionaries({code: st.fixed_dictionaries(dict.fromkeys("xyz", passages)) for code in "abc"})


def has(by_code, coder, code, position):
    return any(start <= position < end for start, end in by_code[code].get(coder, ()))


def test_one_code_taken_for_another_is_counted_in_characters_from_both_sides():
    found = confusion({"a": {"x": [(0, 10)]}, "b": {"y": [(5, 20)]}}, "xy")
    assert found == {("a", "b"): 5, ("b", "a"): 5}


def test_it_does_not_matter_which_of_the_two_had_which_code():
    found = confusion({"a": {"x": [(0, 5)], "y": [(5, 9)]}, "b": {"y": [(0, 5)], "x": [(5, 9)]}}, "xy")
    assert found == {("a", "b"): 9, ("b", "a"): 9}


def test_who_gave_both_codes_confused_nothing():
    for one, other in ("xy", "yx"):
        assert confusion({"a": {one: [(0, 9)]}, "b": {one: [(0, 9)], other: [(0, 9)]}}, "xy") == {}


def test_three_coders_are_three_pairs():
    found = confusion({"a": {"x": [(0, 4)], "y": [(0, 4)]}, "b": {"z": [(0, 4)]}}, "xyz")
    assert found["a", "b"] == 8


def test_who_does_not_count_is_passed_over():
    by_code = {"a": {"x": [(0, 4)]}, "b": {"y": [(0, 4)]}}
    assert confusion(by_code, "xz") == confusion(by_code, {"a": "xy", "b": "y"}) == confusion({}, "xy") == {}
    assert confusion(by_code, {"a": "xy", "b": "xy"})["a", "b"] == 4


@given(tables, st.dictionaries(st.sampled_from("abc"), st.sets(st.sampled_from("xyz"))), st.booleans())
@settings(max_examples=80)
def test_the_table_is_what_the_characters_say(by_code, eligible, everybody):
    who = {code: set("xyz") if everybody else eligible.get(code, set()) for code in by_code}
    expected: Counter[tuple[str, str]] = Counter()
    for one, other in permutations(by_code, 2):
        for mine, theirs in permutations(who[one] & who[other], 2):
            expected[one, other] += sum(
                has(by_code, mine, one, p)
                and not has(by_code, mine, other, p)
                and has(by_code, theirs, other, p)
                and not has(by_code, theirs, one, p)
                for p in range(LENGTH)
            )
    found = confusion(by_code, "xyz" if everybody else {code: sorted(coders) for code, coders in who.items()})
    assert found == +expected
    assert all(found[other, one] == value for (one, other), value in found.items())
