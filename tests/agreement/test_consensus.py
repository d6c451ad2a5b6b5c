"""The consensus layer: what stands of several coders' work, where it comes from, and what is left out."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.agreement.consensus import (
    ADJUDICATED,
    AGREED,
    DISCUSSED,
    DOUBLE,
    INTERSECTION,
    OWN,
    SETTLED,
    SINGLE,
    SOLE,
    UNION,
    WAITING,
    Coding,
    Settled,
    basis,
    merge,
    outcome,
    sole,
    standing,
)
from workbench.agreement.episodes import episodes
from workbench.errors import InputError

LENGTH = 100
CODERS = ("ana", "ben")


def coding(coder, start, end, code="c", row="", facets=None, voices=None):
    return Coding(row or f"{coder}-{code}-{start}-{end}", code, coder, start, end, facets or {}, voices)


def episode(by, coders=CODERS):
    (found,) = episodes("c", "t", "r", by, coders)
    return found


def settled(by, choice, ranges=(), coders=CODERS, how=DISCUSSED, disputed=False, revision="r"):
    """A settlement of the episode that ``by`` makes."""
    there = episode(by, coders)
    given = outcome(choice, there, ranges, length=LENGTH)
    return Settled("s", "c", revision, basis(there.ranges), given, choice, how, disputed)


def merging(codings, settlements=(), coders=CODERS, eligible=None):
    return merge("t", "r", codings, coders, settlements, eligible)


def spans(merged):
    return [(each.start, each.end) for each in merged.passages]


def characters(ranges):
    return {position for start, end in ranges for position in range(start, end)}


BOUNDARY = [coding("ana", 0, 10), coding("ben", 5, 20)]
HELD = {"ana": [(0, 10)], "ben": [(5, 20)]}


@pytest.mark.parametrize(
    ("done", "unfinished", "coding", "expected"),
    [
        ("ab", "", "ab", DOUBLE),
        ("ab", "c", "abc", DOUBLE),
        ("a", "", "a", SINGLE),
        ("a", "", "ab", SINGLE),
        ("a", "b", "a", WAITING),
        ("", "a", "a", WAITING),
        ("", "", "a", SINGLE),
        ("", "", "ab", WAITING),
        ("", "", "", WAITING),
        ("aa", "a", "a", SINGLE),
    ],
)
def test_a_transcript_is_double_single_or_waiting(done, unfinished, coding, expected):
    assert standing(done, unfinished, coding) == expected


def test_the_basis_names_one_state_of_the_codings_and_no_other():
    assert basis({"b": [(3, 5)], "a": []}) == '[["a",[]],["b",[[3,5]]]]'
    assert basis([("b", [(3, 5)]), ("a", ())]) == basis({"a": (), "b": [(4, 5), (3, 5)]})
    assert basis({"a": [(0, 2), (2, 5)]}) != basis({"a": [(0, 5)]})


@given(st.dictionaries(st.text(max_size=3), st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=3)))
@settings(max_examples=60)
def test_the_basis_is_plain_json_whatever_the_order(by):
    assert basis(by) == basis(dict(reversed(by.items()))) == basis(json.loads(basis(by)))
    assert basis(by).isascii()


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("ana", ((0, 10), (30, 40))), ("ben", ((5, 35),)), (UNION, ((0, 40),)), (INTERSECTION, ((5, 10), (30, 35)))],
)
def test_an_episode_is_settled_as_a_coder_has_it_or_as_any_or_as_all(choice, expected):
    there = episode({"ana": [(0, 10), (30, 40)], "ben": [(5, 35)]})
    assert outcome(choice, there, length=LENGTH) == expected


def test_where_two_passages_of_one_coder_touch_nobody_else_has_anything_more():
    by = {"ana": [(0, 5), (5, 10)], "ben": [(0, 10)], "cai": [(7, 10)]}
    assert outcome(INTERSECTION, episode(by, tuple(by)), length=LENGTH) == ((7, 10),)


def test_nothing_is_an_outcome_too():
    there = episode({"ana": [(0, 10)]})
    assert [outcome(choice, there, length=LENGTH) for choice in ("ben", INTERSECTION, OWN)] == [(), (), ()]
    assert outcome(UNION, there, length=LENGTH) == outcome("ana", there, length=LENGTH) == ((0, 10),)


def test_own_passages_are_put_in_order_and_merged():
    assert outcome(OWN, episode(HELD), [(7, 9), (2, 5), (4, 6)], length=LENGTH) == ((2, 6), (7, 9))


@pytest.mark.parametrize("wrong", [(5, 5), (6, 5), (-1, 5), (90, LENGTH + 1)])
def test_own_passages_lie_in_the_text_and_are_not_empty(wrong):
    with pytest.raises(InputError, match="no passage") as refused:
        outcome(OWN, episode(HELD), [(0, 3), wrong], length=LENGTH)
    assert str(LENGTH) in refused.value.hint


def test_own_passages_that_all_lie_elsewhere_are_a_slip():
    there = episode(HELD)
    with pytest.raises(InputError, match="differ"):
        outcome(OWN, there, [(there.end, there.end + 1)], length=LENGTH)


def test_an_unknown_choice_and_passages_without_need_are_refused():
    with pytest.raises(InputError, match="cai"):
        outcome("cai", episode(HELD), length=LENGTH)
    with pytest.raises(InputError, match="own"):
        outcome(UNION, episode(HELD), [(0, 3)], length=LENGTH)


def test_what_all_agree_on_stands_as_what_they_have_in_common():
    found = merging([coding("ana", 0, 20), coding("ben", 1, 20), coding("ana", 50, 60)])
    assert [(each.start, each.end, each.origin, each.coders) for each in found.passages] == [(1, 20, AGREED, CODERS)]
    assert found.passages[0].codings == ("ana-c-0-20", "ben-c-1-20")
    assert (found.agreed, len(found.unsettled)) == (1, 1)


def test_what_is_not_settled_is_left_out():
    found = merging(BOUNDARY)
    assert (found.passages, [each.kind for each in found.unsettled]) == ((), ["boundary"])


def test_a_settlement_stands_and_says_whose_it_is():
    (found,) = merging(BOUNDARY, [settled(HELD, "ana")]).passages
    assert (found.start, found.end, found.origin, found.coders) == (0, 10, SETTLED, ("ana",))
    (found,) = merging(BOUNDARY, [settled(HELD, UNION)]).passages
    assert (found.start, found.end, found.coders) == (0, 20, CODERS)


def test_episodes_that_touch_have_each_their_own_codings():
    codings = [coding(coder, *passage) for coder in CODERS for passage in ((0, 5), (5, 10))]
    assert [each.codings for each in merging(codings).passages] == [
        ("ana-c-0-5", "ben-c-0-5"),
        ("ana-c-5-10", "ben-c-5-10"),
    ]
    found = merging([*codings, coding("ana", 20, 30)], [settled({"ana": [(20, 30)]}, OWN, [(3, 25)])])
    assert found.passages[1].codings == ("ana-c-20-30",)


def test_how_it_was_settled_is_counted():
    found = merging(BOUNDARY, [settled(HELD, OWN, how=ADJUDICATED)])
    assert (found.passages, found.discussed, found.adjudicated, found.unsettled) == ((), 0, 1, ())
    assert merging(BOUNDARY, [settled(HELD, OWN)]).discussed == 1


def test_an_agreed_episode_can_be_settled_otherwise():
    alike = {"ana": [(0, 20)], "ben": [(0, 20)]}
    codings = [coding("ana", 0, 20), coding("ben", 0, 20)]
    assert spans(merging(codings, [settled(alike, OWN, [(3, 9)])])) == [(3, 9)]


def test_a_settlement_whose_passages_have_changed_is_stale():
    settlement = settled(HELD, UNION)
    found = merging([coding("ana", 0, 11), coding("ben", 5, 20)], [settlement])
    assert (found.passages, found.stale, len(found.unsettled)) == ((), (settlement,), 1)
    assert merging([], [settlement]).stale == (settlement,)


def test_a_settlement_of_another_revision_is_stale():
    settlement = settled(HELD, UNION, revision="before")
    assert merging(BOUNDARY, [settlement]).stale == (settlement,)


def test_a_disputed_settlement_is_in_conflict_until_it_is_settled_again():
    found = merging(BOUNDARY, [settled(HELD, UNION, disputed=True)])
    assert (found.passages, found.unsettled, found.stale, len(found.in_conflict)) == ((), (), (), 1)
    assert found.discussed == 0


def test_codes_and_revisions_do_not_take_each_others_settlements():
    other = [each._replace(code="d", row=each.row + "d") for each in BOUNDARY]
    found = merging([*BOUNDARY, *other], [settled(HELD, UNION)])
    assert [each.code for each in found.passages] == ["c"]
    assert [each.code for each in found.unsettled] == ["d"]


def test_who_has_not_done_the_transcript_does_not_count():
    found = merging([*BOUNDARY, coding("cai", 0, 20)], [settled(HELD, UNION)])
    assert found.passages[0].codings == ("ana-c-0-10", "ben-c-5-20")


def test_a_code_that_fewer_than_two_have_looked_for_is_left_out_and_said():
    codings = [coding("ana", 0, 10), coding("ben", 0, 10), coding("cai", 0, 10)]
    found = merging(codings, coders=("ana", "ben", "cai"), eligible={"c": ["ana"]})
    assert (found.passages, len(found.unlooked)) == ((), 3)
    found = merging(codings, coders=("ana", "ben", "cai"), eligible={"c": ["ana", "ben", "dea"]})
    assert found.passages[0].coders == CODERS
    assert [each.coder for each in found.unlooked] == ["cai"]


def test_facets_are_what_all_share_and_the_chosen_coders_own():
    codings = [
        coding("ana", 0, 10, facets={"kind": ("formal", "real"), "bearer": ("both",)}),
        coding("ben", 5, 20, facets={"kind": ("real", "other")}),
    ]
    assert merging(codings, [settled(HELD, UNION)]).passages[0].facets == {"kind": ("real",)}
    assert merging(codings, [settled(HELD, "ana")]).passages[0].facets == codings[0].facets


def test_a_passage_has_the_facets_of_those_codings_that_touch_it():
    codings = [
        coding("ana", 0, 10, facets={"kind": ("formal",)}),
        coding("ben", 5, 20, facets={"kind": ("real",)}),
    ]
    found = merging(codings, [settled(HELD, OWN, [(0, 4), (6, 8), (12, 20), (40, 50)])]).passages
    assert [(each.facets.get("kind"), each.coders) for each in found] == [
        (("formal",), ("ana",)),
        (None, CODERS),
        (("real",), ("ben",)),
        (None, ()),
    ]


def test_a_chosen_coders_overlapping_codings_say_together_what_they_say():
    codings = [
        coding("ana", 0, 10, facets={"kind": ("formal",)}),
        coding("ana", 8, 15, facets={"kind": ("real",)}),
        coding("ben", 5, 40),
    ]
    held = {"ana": [(0, 15)], "ben": [(5, 40)]}
    assert merging(codings, [settled(held, "ana")]).passages[0].facets == {"kind": ("formal", "real")}
    assert merging(codings, [settled(held, UNION)]).passages[0].facets == {}


@pytest.mark.parametrize(
    ("ana", "ben", "expected"),
    [
        (("R1", "R2"), ("R2", "R1"), ("R1", "R2")),
        (("R1",), ("R2",), None),
        (("R1",), None, None),
        ((), (), ()),
        (None, None, None),
    ],
)
def test_corrected_voices_stand_where_all_agree(ana, ben, expected):
    codings = [coding("ana", 0, 10, voices=ana), coding("ben", 0, 10, voices=ben)]
    assert merging(codings).passages[0].voices == expected


def test_a_sole_coders_codings_stand_as_they_are():
    first, second = coding("ana", 5, 9, voices=("R1",)), coding("ana", 0, 8, facets={"kind": ("real",)})
    found = sole([first, second])
    assert [(each.start, each.end, each.origin, each.codings) for each in found] == [
        (0, 8, SOLE, (second.row,)),
        (5, 9, SOLE, (first.row,)),
    ]
    assert (found[0].facets, found[1].voices) == ({"kind": ("real",)}, ("R1",))


passages = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda p: (p[0], p[0] + p[1])), max_size=4, unique=True
)
worlds = st.dictionaries(st.sampled_from("cd"), st.dictionaries(st.sampled_from(["ana", "ben", "cai"]), passages))


@given(worlds, st.sampled_from([CODERS, ("ana", "ben", "cai")]), st.data())
@settings(max_examples=60)
def test_every_episode_is_counted_once_and_what_stands_follows_from_the_rules(world, coders, data):
    codings = [
        coding(coder, *passage, code=code)
        for code, by in world.items()
        for coder, held in by.items()
        for passage in held
    ]
    there = [each for code, by in world.items() for each in episodes(code, "t", "r", by, coders)]
    settlements, expected = [], []
    for each in there:
        choice = data.draw(st.sampled_from([None, *coders, UNION, INTERSECTION, "disputed"]))
        if choice is None:
            held = [characters(ranges) for _, ranges in each.ranges]
            if each.kind == "agreed":
                expected.append((each.code, set.intersection(*held)))
            continue
        ranges = outcome(UNION if choice == "disputed" else choice, each, length=LENGTH)
        settlements.append(
            Settled("s", each.code, "r", basis(each.ranges), ranges, choice, DISCUSSED, choice == "disputed")
        )
        if choice != "disputed":
            expected.append((each.code, characters(ranges)))
    found = merging(data.draw(st.permutations(codings)), settlements, coders)
    assert found == merging(codings, settlements, coders)
    for code in world:
        stands = characters((each.start, each.end) for each in found.passages if each.code == code)
        assert stands == set().union(*(held for name, held in expected if name == code))
    assert found.agreed + found.discussed + len(found.unsettled) + len(found.in_conflict) == len(there)
    assert found.stale == found.unlooked == ()
    for each in found.passages:
        assert each.codings
        assert all(row.split("-")[0] in coders for row in each.codings)
