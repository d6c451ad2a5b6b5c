"""Codes that stand together, against a look at every two passages."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tests.quick import examples
from workbench.errors import InputError, NotFoundError
from workbench.synthesis import Evidence, Interview, Speaker, Theme
from workbench.synthesis.cooccurrence import NEAR, OVERLAP, SAME, Pair, Within, cooccurrence, meeting
from workbench.synthesis.spans import Spans

THEMES = (Theme("r", "R"), Theme("t", "R / T", "r"), Theme("n", "R / N", "r"), Theme("h", "H"), Theme("u", "U"))
INTERVIEWS = (Interview("k1", "K-01"), Interview("k2", "K-02", done=False))
SPEAKERS = (Speaker("a", "P1", "k1", "professional"), Speaker("b", "P2", "k2", "volunteer"))
TURNS = {"k1": (0, 10, 20, 30, 40), "k2": (4, 9)}
VOICE = {"k1": ("a",), "k2": ("b",)}


def says(theme: str, start: int, end: int, coder: str = "ann", transcript: str = "k1", **more: object) -> Evidence:
    return Evidence(
        f"{theme}{start}{end}{coder}{transcript}", theme, transcript, start, end, coder, VOICE[transcript], **more
    )


OVER = Within()


def met(evidence: list[Evidence], within: Within = OVER, **more: object) -> dict[str, Pair]:
    found = cooccurrence(THEMES, evidence, SPEAKERS, INTERVIEWS, within, turns=TURNS, **more)
    return {f"{pair.first}{pair.second}": pair for pair in found.pairs}


def test_the_very_same_passage_bears_both():
    both = [says("t", 0, 10), says("n", 0, 10), says("h", 0, 9)]
    assert met(both, Within(SAME)) == {"tn": Pair("t", "n", 1, 1, 1, 1.0, None, 1)}


def test_a_long_passage_that_meets_two_short_ones_is_counted_from_both_sides():
    pair = met([says("t", 0, 100), says("n", 5, 10), says("n", 90, 110)])["tn"]
    assert (pair.first_in, pair.second_in, pair.together) == (1, 2, 2)
    assert pair.share == 1.0
    assert pair.jaccard == pytest.approx(15 / 110)


def test_passages_that_only_touch_share_no_character():
    assert not met([says("t", 0, 10), says("n", 10, 20)])


def test_a_passage_that_two_coders_tagged_is_one():
    pair = met([says("t", 0, 10), says("t", 0, 10, "bo"), says("n", 0, 5), says("n", 3, 9, "bo")])["tn"]
    assert (pair.first_in, pair.second_in, pair.together) == (1, 2, 1)


def test_what_two_coders_said_is_no_pair_where_one_must_have_said_both():
    apart = [says("t", 0, 10), says("n", 0, 10, "bo")]
    assert met(apart)
    assert not met(apart, same_coder=True)
    assert met([*apart, says("n", 4, 12)], same_coder=True)["tn"].jaccard == pytest.approx(6 / 12)


def test_turns_apart_are_counted_from_the_nearest_end():
    evidence = [says("t", 12, 25), says("n", 41, 44)]  # turns 2 and 3, and turn 5
    assert not met(evidence, Within(NEAR, 1))
    assert met(evidence, Within(NEAR, 2))["tn"].together == 1
    assert not met([says("t", 0, 5), says("n", 10, 12)], Within(NEAR))
    assert met([says("t", 0, 5), says("n", 7, 12)], Within(NEAR))["tn"].share == 1.0


def test_a_code_with_those_below_it_is_in_no_pair_with_them():
    evidence = [says("t", 0, 10), says("n", 5, 10), says("h", 8, 20)]
    assert set(met(evidence, subtree=True)) == {"tn", "th", "nh", "rh"}
    assert met(evidence, subtree=True)["rh"].first_in == 2
    assert "rh" not in met(evidence)


def test_what_is_no_evidence_meets_nothing():
    silent = Evidence("x", "n", "k1", 0, 10, "ann", ())
    denied = says("n", 0, 10, facets={"stance": ("denies",)})
    unknown = Evidence("y", "n", "k1", 0, 10, "ann", (), unattributed=True)
    assert not met([says("t", 0, 10), silent, denied])
    assert met([says("t", 0, 10), unknown])


def test_only_the_voices_of_a_group():
    evidence = [says("t", 0, 10), says("n", 0, 10), says("t", 0, 3, transcript="k2"), says("h", 0, 3, transcript="k2")]
    assert set(met(evidence, groups=("volunteer",))) == {"th"}


def test_one_code_asks_for_its_pairs_and_several_for_those_among_them():
    evidence = [says(theme, 0, 10) for theme in "tnhu"]
    assert set(met(evidence, only=["h"])) == {"th", "nh", "hu"}
    assert set(met(evidence, only=["t", "h", "u"])) == {"th", "tu", "hu"}
    with pytest.raises(NotFoundError):
        met(evidence, only=["gone"])


def test_pairs_that_are_seldom_together_are_left_out():
    evidence = [says("t", 0, 10), says("n", 0, 10), says("t", 20, 30), says("n", 22, 28), says("h", 20, 21)]
    assert set(met(evidence, least=2)) == {"tn"}


@pytest.mark.parametrize(("within", "least"), [(Within("beside"), 1), (Within(NEAR, -1), 1), (Within(), 0)])
def test_what_cannot_be_asked_is_refused(within, least):
    with pytest.raises(InputError):
        met([], within, least=least)


# --- against a look at every two passages

codings = st.builds(
    lambda theme, start, length, coder, transcript: says(theme, start, start + length, coder, transcript),
    st.sampled_from("rtnhu"),
    st.integers(0, 44),
    st.integers(1, 20),
    st.sampled_from(["ann", "bo"]),
    st.sampled_from(["k1", "k2"]),
)


def by_hand(evidence: list[Evidence], within: Within, same_coder: bool, subtree: bool) -> dict[tuple[str, str], tuple]:
    parents = {theme.id: theme.parent for theme in THEMES}
    bears: dict[str, set] = {theme.id: set() for theme in THEMES}  # code -> (interview, passage, coder)
    for row in evidence:
        code = row.theme
        while code is not None:
            bears[code].add((row.transcript, row.start, row.end, row.coder))
            code = parents[code] if subtree else None

    def turns(one) -> tuple[int, int]:
        begun = [sum(start <= place for start in TURNS[one[0]]) for place in (one[1], one[2] - 1)]
        return begun[0], begun[1]

    def meets(one, other) -> bool:
        if one[0] != other[0] or (same_coder and one[3] != other[3]):
            return False
        if within.mode == SAME:
            return one[1:3] == other[1:3]
        if within.mode == OVERLAP:
            return one[1] < other[2] and other[1] < one[2]
        (a, b), (c, d) = turns(one), turns(other)
        return max(c - b, a - d, 0) <= within.turns

    def together(first: str, second: str, there: set, back: set) -> int:
        if within.mode == SAME:
            return len({one[:3] for one in there})
        if within.mode == NEAR:
            places = sorted({(one[0], *turns(one)) for one in there | back})
            number, last = 0, ("", 0)
            for interview, start, end in places:
                number += last[0] != interview or start - last[1] > within.turns
                last = interview, max(end, last[1]) if last[0] == interview else end
            return number
        shared = characters(first, second)
        return sum((interview, place - 1) not in shared for interview, place in shared)

    def cover(code: str, coder: str = "") -> set:
        return {(i, at) for i, start, end, who in bears[code] if coder in ("", who) for at in range(start, end)}

    def characters(first: str, second: str) -> set:
        if not same_coder:
            return cover(first) & cover(second)
        return set().union(*(cover(first, who) & cover(second, who) for who in ("ann", "bo")))

    found = {}
    for first, second in combinations(bears, 2):
        if subtree and "r" in (first, second) and {first, second} & {"t", "n"}:
            continue
        there = {one for one in bears[first] if any(meets(one, other) for other in bears[second])}
        back = {one for one in bears[second] if any(meets(one, other) for other in bears[first])}
        if there:
            sides = len({one[:3] for one in there}), len({one[:3] for one in back})
            of = sum(len({one[:3] for one in bears[code]}) for code in (first, second))
            union = len(cover(first) | cover(second))
            jaccard = len(characters(first, second)) / union if within.mode == OVERLAP else None
            interviews = len({one[0] for one in there})
            number = together(first, second, there, back)
            found[first, second] = (*sides, number, sum(sides) / of, jaccard, interviews)
    return found


@given(
    st.lists(codings, max_size=14),
    st.sampled_from([Within(SAME), Within(OVERLAP), Within(NEAR), Within(NEAR, 1), Within(NEAR, 2)]),
    st.booleans(),
    st.booleans(),
)
@limits(max_examples=examples(250))
def test_the_sweep_finds_what_a_look_at_every_two_passages_finds(evidence, within, same_coder, subtree):
    found = cooccurrence(
        THEMES, evidence, SPEAKERS, INTERVIEWS, within, turns=TURNS, same_coder=same_coder, subtree=subtree
    )
    assert {pair[:2]: tuple(pair[2:]) for pair in found.pairs} == by_hand(evidence, within, same_coder, subtree)
    shuffled = cooccurrence(
        THEMES, evidence[::-1], SPEAKERS, INTERVIEWS, within, turns=TURNS, same_coder=same_coder, subtree=subtree
    )
    assert shuffled == found
    for pair in found.pairs:
        first, second = ([row for row in evidence if _counts(row, code, subtree)] for code in pair[:2])
        behind = meeting(within, first, second, TURNS, same_coder=same_coder)
        assert len({(a.transcript, a.start, a.end) for a, _ in behind}) == pair.first_in
        assert len({(b.transcript, b.start, b.end) for _, b in behind}) == pair.second_in


def _counts(row: Evidence, code: str, subtree: bool) -> bool:
    return row.theme == code or (subtree and code == "r" and row.theme in "tn")


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60), st.integers(1, 15)), max_size=40),
    st.integers(0, 70),
    st.integers(1, 70),
)
@limits(max_examples=examples(150))
def test_what_lies_between_two_places_is_the_union_of_what_reaches_in(passages, start, length):
    spans = Spans(((begin, begin + size), mask) for begin, size, mask in passages)
    expected = 0
    for begin, size, mask in passages:
        if begin < start + length and start < begin + size:
            expected |= mask
    assert spans.between(start, start + length) == expected
    on = [
        sum(1 << i for i in range(4) if any(b <= at < b + s and m >> i & 1 for b, s, m in passages))
        for at in range(130)
    ]
    assert spans.lengths() == {i: n for i in range(4) if (n := sum(mask >> i & 1 for mask in on))}
    together = Counter()
    for one, other, begin, end in spans.shared():
        assert all(on[at] >> one & 1 and on[at] >> other & 1 for at in range(begin, end))
        together[min(one, other), max(one, other)] += end - begin
    assert all(n == sum(mask >> i & mask >> j & 1 for mask in on) for (i, j), n in together.items())
    assert set(together) == {(i, j) for i, j in combinations(range(4), 2) if any(m >> i & m >> j & 1 for m in on)}
