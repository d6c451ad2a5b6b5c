"""Episodes: which passages belong together, what kind of place it is, and what it costs. The oracle is characters."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.agreement.episodes import Others, episodes
from workbench.agreement.overlap import merged, overlap
from workbench.agreement.values import AGREED, BOUNDARY, MISSED, OTHER_CODE, SPLIT

LENGTH = 40
CODERS = ("ana", "ben", "cai")

passages = st.lists(
    st.tuples(st.integers(0, LENGTH), st.integers(1, 15)).map(lambda p: (p[0], min(p[0] + p[1], LENGTH))), max_size=4
)
codings = st.dictionaries(st.sampled_from(CODERS), passages)
eligible = st.sampled_from([CODERS, CODERS[:2], ("cai", "ben"), CODERS[:1], ("ana", "cai", "dea", "ben")])


def of(by, coders=("ana", "ben"), others=None):
    return episodes("c", "t", "r", by, coders, others)


def kinds(by, coders=("ana", "ben"), others=None):
    return [episode.kind for episode in of(by, coders, others)]


def characters(ranges):
    return {position for start, end in ranges for position in range(start, end)}


def test_an_episode_says_where_it_is_and_what_everybody_has_there():
    found = of({"ana": [(0, 10), (8, 20), (30, 35)], "ben": [(5, 20)], "cai": [(0, 40)]})
    said = [(each.start, each.end, each.kind, each.cost) for each in found]
    assert said == [(0, 20, BOUNDARY, 5), (30, 35, MISSED, 5)]
    assert found[0].ranges == (("ana", ((0, 20),)), ("ben", ((5, 20),)))
    assert found[1].ranges == (("ana", ((30, 35),)), ("ben", ()))
    assert found[0][:3] == ("c", "t", "r")
    assert (found[0].instead, found[0].share, found[0].alike) == ((), 0, None)


def test_passages_that_only_touch_are_two_episodes():
    assert kinds({"ana": [(0, 5)], "ben": [(5, 9)]}) == [MISSED, MISSED]
    assert kinds({"ana": [(0, 6)], "ben": [(5, 9)]}) == [BOUNDARY]


@pytest.mark.parametrize(("end", "kind"), [(90, AGREED), (89, BOUNDARY), (100, AGREED)])
def test_nine_tenths_in_common_is_agreed(end, kind):
    assert kinds({"ana": [(0, 100)], "ben": [(0, end)]}) == [kind]


def test_three_agree_only_where_all_three_have_nine_tenths_in_common():
    assert kinds({"ana": [(0, 100)], "ben": [(5, 100)], "cai": [(0, 95)]}, CODERS) == [AGREED]
    assert kinds({"ana": [(0, 100)], "ben": [(6, 100)], "cai": [(0, 95)]}, CODERS) == [BOUNDARY]


def test_one_passage_against_two_is_a_split_unless_it_is_agreed():
    assert kinds({"ana": [(0, 100)], "ben": [(0, 40), (60, 100)]}) == [SPLIT]
    assert kinds({"ana": [(0, 100)], "ben": [(0, 48), (52, 100)]}) == [AGREED]


def test_who_is_missing_comes_before_how_the_others_cut_it():
    assert kinds({"ana": [(0, 100)], "ben": [(0, 40), (60, 100)]}, CODERS) == [MISSED]


def test_another_code_on_the_same_text_is_said():
    found = of({"ana": [(0, 10)]}, others={"d": {"ben": [(0, 12)]}, "c": {"ana": [(0, 10)]}})
    assert (found[0].kind, found[0].instead) == (OTHER_CODE, (("ben", "d"),))


@pytest.mark.parametrize(("end", "kind"), [(20, OTHER_CODE), (21, MISSED)])
def test_the_other_code_shares_at_least_half_of_the_text(end, kind):
    assert kinds({"ana": [(0, 10)]}, others={"d": {"ben": [(0, end)]}}) == [kind]


def test_a_code_that_both_gave_the_passage_is_not_instead():
    both = {"ana": [(0, 10)], "ben": [(0, 10)]}
    assert kinds({"ana": [(0, 10)]}, others={"d": both}) == [MISSED]
    assert kinds({"ana": [(0, 10)]}, others={"d": {**both, "ana": [(0, 5)]}}) == [OTHER_CODE]


def test_the_best_fitting_code_is_named_and_the_first_among_equals():
    others = {"d": {"ben": [(0, 8)]}, "e": {"ben": [(0, 9)]}, "f": {"ben": [(1, 10)]}}
    assert of({"ana": [(0, 10)]}, others=others)[0].instead == (("ben", "e"),)


def test_of_two_who_are_without_it_one_can_have_another_code():
    found = of({"ben": [(0, 10)]}, CODERS, {"d": {"cai": [(0, 10)]}})
    assert (found[0].kind, found[0].instead, found[0].cost) == (OTHER_CODE, (("cai", "d"),), 20)


def test_the_same_text_is_that_of_any_coder_who_has_the_code():
    by = {"ana": [(0, 100)], "ben": [(0, 40)]}
    assert of(by, CODERS, {"d": {"cai": [(0, 40)]}})[0].instead == (("cai", "d"),)


def test_what_lies_between_a_coders_passages_does_not_spoil_the_fit():
    by = {"ana": [(0, 10), (20, 30)], "ben": [(0, 30)]}
    others = {"d": {"cai": [(0, 10), (12, 18), (20, 30)]}, "e": {"cai": [(0, 27)]}}
    assert of(by, CODERS, others)[0].instead == (("cai", "d"),)


def test_the_code_itself_is_never_instead():
    assert kinds({"ana": [(0, 10)]}, others={"c": {"ben": [(0, 10)]}}) == [MISSED]


def test_one_coder_makes_no_episodes():
    assert of({"ana": [(0, 5)]}, ("ana",)) == of({"ana": [(0, 5)]}, ("ana", "ana")) == of({}, CODERS) == []


@given(codings, eligible)
@settings(max_examples=80)
def test_the_costs_are_the_disagreement_of_the_code(by, coders):
    found = of(by, coders)
    held = [characters(by.get(coder, ())) for coder in coders]
    assert sum(each.cost for each in found) == sum(len(a ^ b) for a, b in combinations(held, 2))
    shared = overlap(by, coders, LENGTH).shared
    disagreement = sum(shared[i][i] + shared[j][j] - 2 * shared[i][j] for i, j in combinations(range(len(coders)), 2))
    assert sum(each.cost for each in found) == disagreement


@given(codings, eligible)
@settings(max_examples=80)
def test_episodes_are_the_connected_pieces_of_what_anybody_has(by, coders):
    found = of(by, coders)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for coder in coders if len(coders) > 1 else ():
        there = [passage for each in found for passage in dict(each.ranges)[coder]]
        assert there == merged(by.get(coder, ()))
    for each in found:
        everything = [passage for _, ranges in each.ranges for passage in ranges]
        assert characters(everything) == set(range(each.start, each.end))
        for cut in range(each.start + 1, each.end):
            assert any(start < cut < end for start, end in everything)


@given(codings, eligible, st.dictionaries(st.sampled_from("cde"), codings))
@settings(max_examples=120)
def test_kinds_are_what_the_characters_say(by, coders, others):
    others = {**others, "c": by}
    for each in of(by, coders, others):
        text = {coder: characters(ranges) for coder, ranges in each.ranges}
        having = [coder for coder in text if text[coder]]
        everybody, anybody = set.intersection(*text.values()), set.union(*text.values())
        instead = {}
        for coder in text.keys() - having:
            fits = [
                (-fit, code)
                for code in others
                if code != "c"
                for one in having
                if (fit := _fit(text[one], others[code].get(coder, ()), others[code].get(one, ()))) >= 0.5
            ]
            if fits:
                instead[coder] = min(fits)[1]
        assert dict(each.instead) == instead
        if len(having) < len(text):
            assert each.kind == (OTHER_CODE if instead else MISSED)
        elif len(everybody) / len(anybody) >= 0.9:
            assert each.kind == AGREED
        else:
            assert each.kind == (SPLIT if any(len(ranges) > 1 for _, ranges in each.ranges) else BOUNDARY)
        assert each.cost == sum(len(a ^ b) for a, b in combinations(text.values(), 2))


def _fit(text, other, both):
    on_it = [passage for passage in merged(other) if characters([passage]) & text]
    return len(characters(on_it) & text - characters(both)) / len(characters(on_it) | text)


@given(codings, st.permutations(CODERS), st.dictionaries(st.sampled_from("cde"), codings))
@settings(max_examples=60)
def test_the_order_of_coders_changes_nothing_but_the_order_of_their_ranges(by, coders, others):
    def plain(found):
        return [each._replace(ranges=tuple(sorted(each.ranges)), instead=tuple(sorted(each.instead))) for each in found]

    assert plain(of(by, coders, Others(others))) == plain(of(by, CODERS, others))


long_passages = st.lists(
    st.tuples(st.integers(0, 3000), st.integers(1, 2000)).map(lambda p: (p[0], sum(p))), max_size=6
)


@given(st.dictionaries(st.sampled_from("cde"), st.dictionaries(st.sampled_from(CODERS), long_passages)), long_passages)
@settings(max_examples=60)
def test_what_lies_on_a_text_is_found_wherever_it_begins(by_code, asked):
    others = Others(by_code)
    for start, end in asked:
        for coder in CODERS:
            expected = {
                code: [(a, b) for a, b in merged(by.get(coder, ())) if a < end and start < b]
                for code, by in by_code.items()
            }
            assert others.on(coder, start, end) == {code: held for code, held in expected.items() if held}
