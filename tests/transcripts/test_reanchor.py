"""Re-anchoring: a corrected text is held against the one before it, and every passage finds its place."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corrected import corrected
from workbench.transcripts.moves import Moves, edited
from workbench.transcripts.reanchor import align, similarity

WORDS = (
    "ja",
    "nej",
    "vi",
    "hjælper",
    "naboen",
    "øh",
    "🙂",
    "kommunen",
    ",",
    ".",
    "…",
    "[navn]",
    "R1:",
    "I:",
    "\n",
    "\n\n",
)
PIECES = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
BEFORE = """\
I: Hvordan begyndte det?

R1: Vi var tre naboer, der mødtes i køkkenet en aften om ugen. Så kom kommunen forbi.

R2: Ja.

R1: Mette fra Aarhus lånte os nøglen til klubhuset, og så var der pludselig plads til alle.

R2: Ja.

I: Og hvad gjorde I så med de unge, der ikke ville være med?
"""


def _found(before: str, after: str, words: str) -> str | None:
    start = before.index(words)
    carried = align(before, after).carry(start, start + len(words))
    return after[carried.start : carried.end] if carried else None


def _holds(moves: Moves, before: str, after: str) -> None:
    """What ``Moves`` promises: equal between the hunks, equal where something jumped, and readable again."""
    a = b = 0
    for hunk in moves.hunks:
        assert before[a : hunk.a0] == after[b : hunk.b0]
        a, b = hunk.a1, hunk.b1
    assert before[a:] == after[b:]
    for jump in moves.jumps:
        assert before[jump.a0 : jump.a1] == after[jump.b0 : jump.b1]
    assert Moves.read(moves.told(), len(before), len(after)) == moves


@given(PIECES, PIECES)
@settings(max_examples=120)
def test_any_two_texts_hang_together_by_what_they_share(before: str, after: str) -> None:
    moves = align(before, after)
    _holds(moves, before, after)
    assert 0 <= similarity(moves) <= 1
    assert align(before, after) == moves


@given(PIECES, st.data())
@settings(max_examples=100)
def test_a_text_and_itself_are_the_same(text: str, data: st.DataObject) -> None:
    moves = align(text, text)
    assert not moves.hunks
    assert not moves.jumps
    assert similarity(moves) == 1
    if text:
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        assert moves.carry(start, end) == (start, end, False, False)


@pytest.mark.parametrize(
    ("wrong", "right", "passage", "stands"),
    [
        ("naboer", "naboær", "Vi var tre naboer, der mødtes", "Vi var tre naboær, der mødtes"),
        ("Mette", "[navn]", "Mette fra Aarhus", "[navn] fra Aarhus"),
        ("Aarhus", "[navn på by]", "Mette fra Aarhus", "Mette fra [navn på by]"),
        ("pludselig ", "", "der pludselig plads", "der plads"),
        ("pludselig ", "", "så var der pludselig", "så var der"),
        ("var tre", "var øh tre", "Vi var", "Vi var"),
        ("var tre", "var øh tre", "tre naboer", "tre naboer"),
        ("R2: Ja.\n\nI:", "R2: Ja.\n\nR1: Nej.\n\nI:", "og så var der pludselig plads til alle.", None),
        ("forbi.", "forbi. Det var godt.", "Så kom kommunen forbi.", None),
        ("I: Hvordan begyndte det?\n\n", "", "Vi var tre naboer", None),
    ],
)
def test_a_passage_stands_where_a_person_would_put_it(wrong: str, right: str, passage: str, stands: str | None) -> None:
    assert wrong in BEFORE
    assert _found(BEFORE, BEFORE.replace(wrong, right, 1), passage) == (stands or passage)


def test_what_is_gone_is_lost_and_not_put_somewhere_else() -> None:
    turn = "R1: Mette fra Aarhus lånte os nøglen til klubhuset, og så var der pludselig plads til alle.\n\n"
    assert _found(BEFORE, BEFORE.replace(turn, ""), "og så var der pludselig plads til alle.") is None
    instead = "R1: Jeg kan ikke huske, hvordan det gik til, men det er også, ja, meget længe siden nu.\n\n"
    assert _found(BEFORE, BEFORE.replace(turn, instead), "lånte os nøglen til klubhuset, og så") is None


def test_a_turn_that_was_moved_is_found_where_it_went() -> None:
    turn = "R1: Mette fra Aarhus lånte os nøglen til klubhuset, og så var der pludselig plads til alle.\n\n"
    moved = turn + BEFORE.replace(turn, "")
    assert _found(BEFORE, moved, "lånte os nøglen") == "lånte os nøglen"
    corrected_too = turn.replace("Mette fra Aarhus", "[navn]") + BEFORE.replace(turn, "")
    assert _found(BEFORE, corrected_too, "nøglen til klubhuset, og så") == "nøglen til klubhuset, og så"
    moves = align(BEFORE, moved)
    assert moves.jumps
    _holds(moves, BEFORE, moved)
    assert similarity(moves) > 0.95


def test_a_moved_turn_is_found_though_hardly_two_words_in_a_row_stayed() -> None:
    turn = "R1: Naboerne hjælper hinanden hverdagen igennem, kommunen kigger undrende derefter.\n\n"
    wrong = "R1: Naboerne hjælpr hinanden hverdagen igenem, kommunen kiger undrende deræfter.\n\n"
    before, after = wrong + BEFORE, BEFORE + turn
    moves = align(before, after)
    _holds(moves, before, after)
    start = before.index("hinanden")
    carried = moves.carry(start, start + len("hinanden hverdagen"))
    assert carried is not None
    assert after[carried.start : carried.end] == "hinanden hverdagen"


def test_two_other_interviews_have_little_in_common() -> None:
    one, other = (corrected(6_000, 0, 1, seed).before for seed in (1, 2))
    moves = align(one, other)
    _holds(moves, one, other)
    assert similarity(moves) < 0.3


@pytest.mark.parametrize(
    ("before", "after"), [("", ""), ("", "R1: Ja."), ("R1: Ja.", ""), ("🙂", "🙂🙂"), ("  \n ", "\n")]
)
def test_almost_nothing_is_no_special_case(before: str, after: str) -> None:
    _holds(align(before, after), before, after)


@pytest.mark.parametrize(("corrections", "least"), [(50, 0.98), (300, 0.95)])
def test_nearly_every_passage_of_a_corrected_interview_stands_exactly_where_it_should(
    corrections: int, least: float
) -> None:
    right = []
    for seed in range(3):
        case = corrected(15_000, corrections, 300, seed)
        moves = align(case.before, case.after)
        _holds(moves, case.before, case.after)
        found = [moves.carry(*passage) for passage in case.passages]
        right.append(case.exact([(one.start, one.end) if one else None for one in found]))
    assert sum(right) / len(right) >= least


def test_a_passage_at_a_wrong_edge_says_so() -> None:
    case = corrected(15_000, 50, 300, 7)
    moves = align(case.before, case.after)
    for (start, end), stands in zip(case.passages, case.truth, strict=True):
        carried = moves.carry(start, end)
        if carried and not carried.touched and stands:
            assert case.before[start:end] == case.after[carried.start : carried.end]


def test_very_repetitive_talk_takes_no_more_memory_than_other() -> None:
    before = "R1: Ja. Mmh.\n" * 12_000
    middle = len(before) // 2
    after = f"I: Nå.\n{before[:middle]}I: Hov!\n{before[middle:]}R2: Slut.\n"
    moves = align(before, after)  # so many equal words cannot be told apart, and are not held against each other
    _holds(moves, before, after)


@pytest.mark.nightly
def test_a_million_characters_are_aligned() -> None:
    case = corrected(1_000_000, 2_000, 2_000, 1)
    moves = align(case.before, case.after)
    _holds(moves, case.before, case.after)
    found = [moves.carry(*passage) for passage in case.passages]
    assert case.exact([(one.start, one.end) if one else None for one in found]) >= 0.98


def test_exact_edits_and_what_is_found_again_agree() -> None:
    dice = random.Random(3)
    text = corrected(6_000, 0, 1, 5).before
    edits = []
    for at in range(100, len(text) - 100, 400):
        start = text.index(" ", at + dice.randrange(50)) + 1
        edits.append((start, text.index(" ", start), "[navn]"))
    after, exact = edited(text, edits)
    found = align(text, after)
    for start in range(0, len(text) - 60, 37):
        begin = text.index(" ", start) + 1
        end = text.index(" ", begin + 20)
        assert (one := exact.carry(begin, end)) is not None
        assert (other := found.carry(begin, end)) is not None
        assert (one.start, one.end) == (other.start, other.end)
