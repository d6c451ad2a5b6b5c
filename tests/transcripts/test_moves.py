"""Where passages of a text stand after exact edits, known letter by letter."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.transcripts.cuts import Ruler
from workbench.transcripts.moves import Carried, Hunk, Jump, Moves, edited, written
from workbench.transcripts.ways import Node, Ways

TEXT = "R1: Mette sagde det til Bo. Og så gik Mettes mor hjem. 😀 Slut."

words = st.text("ab æ😀", max_size=6)


@st.composite
def edits(draw: st.DrawFn, length: int = len(TEXT)) -> list[tuple[int, int, str]]:
    """Stretches that ascend and do not overlap, each with what replaces it."""
    marks = sorted(draw(st.lists(st.integers(0, length), max_size=8)))
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return [(start, end, draw(words)) for start, end in pairs]


def kept(changes: list[tuple[int, int, str]]) -> list[int]:
    """For each letter of the text where it stands afterwards, -1 where it is gone; counted one by one."""
    found, at, change = [], 0, list(changes)
    for position in range(len(TEXT)):
        while change and change[0][1] <= position and change[0][0] <= position:
            at += len(change.pop(0)[2])
        if change and change[0][0] <= position < change[0][1]:
            found.append(-1)
        else:
            found.append(at)
            at += 1
    return found


@settings(deadline=None)
@given(edits(), st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_every_letter_that_stays_is_where_the_passage_says(
    changes: list[tuple[int, int, str]], one: int, other: int
) -> None:
    start, end = sorted((one, other))
    after, moves = edited(TEXT, changes)
    where = kept(changes)
    assert all(after[new] == TEXT[old] for old, new in enumerate(where) if new >= 0)
    carried = moves.carry(start, end)
    if carried is None:
        assert all(new < 0 for new in where[start:end])
        return
    stay = [new for new in where[start:end] if new >= 0]
    assert 0 <= carried.start < carried.end <= len(after)
    assert all(carried.start <= new < carried.end for new in stay)
    if not carried.touched:
        assert after[carried.start : carried.end] == TEXT[start:end]
    if where[start:end] == stay and not carried.edge:  # neither end was touched: the passage ends with its own letters
        assert (carried.start, carried.end) == (stay[0], stay[-1] + 1)


@settings(deadline=None)
@given(edits(), st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_a_passage_comes_back_to_where_it_stood(changes: list[tuple[int, int, str]], one: int, other: int) -> None:
    start, end = sorted((one, other))
    _, moves = edited(TEXT, changes)
    carried = moves.carry(start, end)
    if carried and not carried.edge:
        assert moves.back().carry(carried.start, carried.end) == Carried(start, end, carried.touched)


@settings(deadline=None)
@given(edits())
def test_what_is_written_of_moves_is_read_again(changes: list[tuple[int, int, str]]) -> None:
    after, moves = edited(TEXT, changes)
    told = json.loads(json.dumps(moves.told()))
    assert Moves.read(told, len(TEXT), len(after)) == moves
    if moves.hunks:
        assert Moves.read(told, len(TEXT) + 1, len(after)) is None


@settings(deadline=None)
@given(edits(), st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_cuts_are_moves_too(changes: list[tuple[int, int, str]], one: int, other: int) -> None:
    start, end = sorted((one, other))
    cuts = tuple((a, b) for a, b, _ in changes if a < b)
    carried = Moves.by_cuts(cuts, len(TEXT)).carry(start, end)
    ruler = Ruler(tuple((h.a0, h.a1) for h in Moves.by_cuts(cuts, len(TEXT)).hunks))
    assert (carried and carried[:2]) == (ruler.carry(start, end) if start < end else None)


def test_a_replaced_name_takes_its_replacement_with_it() -> None:
    after, moves = edited(TEXT, [(4, 9, "[navn]"), (24, 26, "[navn]"), (38, 43, "[navn]")])
    assert after == "R1: [navn] sagde det til [navn]. Og så gik [navn]s mor hjem. 😀 Slut."
    name = moves.carry(4, 9)
    assert name == Carried(4, 10, True, True)
    assert moves.carry(6, 15) == Carried(4, 16, True, True)
    sentence = moves.carry(28, 54)
    assert sentence is not None
    assert after[sentence.start : sentence.end] == "Og så gik [navn]s mor hjem."[: sentence.end - sentence.start]
    assert not sentence.edge


def test_a_passage_beside_what_was_replaced_is_untouched() -> None:
    _, moves = edited("Så kom Mette forbi.", [(7, 12, "[navn]")])
    assert moves.carry(0, 7) == (0, 7, False, False)
    assert moves.carry(12, 19) == (13, 20, False, False)


def test_a_passage_over_two_stretches_that_went_elsewhere_goes_along_while_they_stay_near() -> None:
    hunks = [Hunk(0, 10, 0, 0), Hunk(20, 20, 10, 20)]
    moves = Moves(20, 20, hunks, [Jump(0, 4, 10, 14), Jump(5, 10, 15, 20)])
    assert moves.carry(0, 4) == Carried(10, 14, False, False)
    assert moves.carry(0, 10) == Carried(10, 20, True, False)
    assert moves.carry(4, 10) == Carried(15, 20, True, True)
    apart = Moves(20, 100, [Hunk(0, 10, 0, 0), Hunk(20, 20, 10, 100)], [Jump(0, 4, 10, 14), Jump(5, 10, 95, 100)])
    assert apart.carry(0, 10) is None


def test_of_few_words_that_were_replaced_each_has_a_place_and_what_is_long_has_an_edge() -> None:
    moves = Moves(14, 11, [Hunk(2, 10, 2, 7, (3, 5, 6, 9), (3, 4, 5, 6))])
    assert moves.carry(3, 5) == Carried(3, 4, True, True)
    assert Moves(40, 10, [Hunk(5, 35, 5, 5)]).carry(0, 20) == Carried(0, 5, True, True)
    assert Moves(12, 10, [Hunk(5, 7, 5, 5)]).carry(0, 6) == Carried(0, 5, True, False)  # white space, most likely
    assert len(Moves(6, 2, [Hunk(0, 3, 0, 1), Hunk(3, 6, 1, 2)]).hunks) == 1


@pytest.mark.parametrize(
    "told",
    [
        {"hunks": [[2, 3, 1, 2, [], []]], "jumps": []},  # not as much before it in both texts
        {"hunks": [], "jumps": [[0, 2, 0, 3]]},  # longer than it was
    ],
)
def test_moves_that_cannot_be_are_not_read(told: dict[str, object]) -> None:
    assert Moves.read(told, 5, 4 if told["hunks"] else 5) is None


def _node(row: str, characters: int, **ways: Moves) -> Node:
    return Node(row, characters, json.dumps(sorted(ways)), None, written(ways))


def test_what_was_touched_on_the_first_step_is_told_at_the_last() -> None:
    one, two = Moves(10, 11, [Hunk(3, 3, 3, 4)]), Moves(11, 12, [Hunk(11, 11, 11, 12)])
    ways = Ways([_node("A", 10), _node("B", 11, A=one), _node("C", 12, B=two)])
    assert ways.carry("A", "C", 0, 10) == Carried(0, 11, True, False)


def test_of_two_ways_everybody_takes_the_same_in_whatever_order_the_texts_came() -> None:
    left, right = Moves(10, 10, [Hunk(0, 5, 0, 5)]), Moves(10, 10, [Hunk(5, 10, 5, 10)])
    same, shorter = Moves(10, 10), Moves(10, 8, [Hunk(0, 2, 0, 0)])
    nodes = [_node("A", 10), _node("B", 10, A=left), _node("C", 10, A=right), _node("D", 10, B=same, C=same)]
    assert Ways(nodes).carry("A", "D", 0, 10) == Ways(nodes[::-1]).carry("A", "D", 0, 10)
    assert Ways(nodes).carry("A", "D", 6, 9) == Ways(nodes[::-1]).carry("A", "D", 6, 9) == Carried(6, 9)
    circle = [_node("A", 10, B=Moves(8, 10, [Hunk(8, 8, 8, 10)])), _node("B", 8, A=shorter)]
    assert Ways(circle).carry("A", "B", 4, 6) == Ways(circle[::-1]).carry("A", "B", 4, 6) == Carried(2, 4)


@pytest.mark.parametrize("cuts", ["[[0,3],[2,5]]", "[[0,3]]", "[[4,20]]"])
def test_cuts_that_do_not_fit_the_texts_lead_nowhere(cuts: str) -> None:
    ways = Ways([Node("A", 10), Node("B", 6 if "2,5" not in cuts else 4, '["A"]', cuts)])
    assert not ways.known("A", "B")


def test_what_is_put_in_at_a_border_belongs_to_neither_side() -> None:
    after, moves = edited("Ja. Nej.", [(4, 4, "Måske. ")])
    first, second = moves.carry(0, 3), moves.carry(4, 8)
    assert (first, second) == (Carried(0, 3), Carried(11, 15))
    assert after[11:15] == "Nej."


def test_a_border_inside_replaced_words_keeps_as_many_of_them() -> None:
    # "en to tre fire" became "en 2 3 fire": the hunk reaches from word to word
    moves = Moves(14, 11, [Hunk(2, 10, 2, 7, (3, 5, 6, 9), (3, 4, 5, 6))])
    assert moves.carry(6, 14) == Carried(5, 11, True, True)
    assert moves.carry(0, 5) == Carried(0, 4, True, True)
    assert moves.carry(3, 9) == Carried(3, 6, True, True)


def test_a_turn_that_went_elsewhere_takes_its_passages_along() -> None:
    # "aaaa bbbb cccc" became "cccc aaaa bbbb"
    moves = Moves(14, 14, [Hunk(0, 0, 0, 5, (), (0, 4)), Hunk(9, 14, 14, 14, (10, 14))], [Jump(10, 14, 0, 4)])
    assert moves.carry(10, 14) == Carried(0, 4)
    assert moves.carry(11, 13) == Carried(1, 3)
    assert moves.carry(0, 4) == Carried(5, 9)


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {},
        {"hunks": 3, "jumps": []},
        {"hunks": [[0, 1]], "jumps": []},
        {"hunks": [[0, 1, 0, "x", [], []]], "jumps": []},
        {"hunks": [[5, 3, 5, 3, [], []]], "jumps": []},
        {"hunks": [[0, 1, 0, 1, [9, 11], []]], "jumps": []},
        {"hunks": [[0, 1, 0, 1, [0], []]], "jumps": []},
        {"hunks": [[True, 1, 0, 1, [], []]], "jumps": []},
        {"hunks": [], "jumps": [[0, 2, 0, 99]]},
        {"hunks": [], "jumps": [[-1, 2, 0, 3]]},
    ],
)
def test_moves_that_cannot_be_meant_are_none(told: object) -> None:
    assert Moves.read(told, 10, 10) is None


def test_a_way_goes_over_other_texts_in_both_directions() -> None:
    first, by_ann = edited("Ja. Nej. Tja.", [(0, 2, "Jo")])
    second, by_bo = edited("Ja. Nej. Tja.", [(4, 7, "Aldrig")])
    nodes = [
        Node("base", 13),
        Node("ann", len(first), '["base"]', None, json.dumps({"base": by_ann.told()})),
        Node("bo", len(second), '["base"]', None, json.dumps({"base": by_bo.told()})),
        Node("cut", 13 - 4, '["base"]', "[[0, 4]]"),
        Node("odd", 13, '["base"]', "[[3, 1], 7]", '{"base": {"hunks": 1}}'),
        Node("far", 5),
    ]
    ways = Ways(nodes)
    assert ways.carry("ann", "bo", 9, 12) == Carried(12, 15)
    assert ways.carry("bo", "cut", 12, 15) == Carried(5, 8)
    assert ways.carry("cut", "ann", 0, 3) == Carried(4, 7)
    assert ways.carry("ann", "ann", 0, 3) == Carried(0, 3)
    assert ways.carry("ann", "cut", 0, 2) is None
    assert not ways.known("ann", "far")
    assert not ways.known("ann", "nowhere")
    assert not ways.known("ann", "odd")
