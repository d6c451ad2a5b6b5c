"""The cursor: what a command is about, whichever way one got there."""

from workbench.transcripts import sentences, turns
from workbench.tui.coding.cursor import Cursor
from workbench.tui.coding.document import Document, Span, Unit

TEXT = "I: Hvad gør I?\n\nR1: Vi ringer. Så kommer de. Altid.\n\nR2: Ja, altid."


def cursor() -> Cursor:
    found = turns(TEXT)
    return Cursor(Document(TEXT, found, sentences(TEXT, found, "da")))


def words(at: Cursor) -> str:
    return TEXT[slice(*at.passage)]


def test_the_sentence_one_stands_on_is_the_passage() -> None:
    at = cursor()
    assert (words(at), at.selected) == ("Hvad gør I?", False)
    at.step(Unit.SENTENCE, 2)
    assert words(at) == "Så kommer de."


def test_v_keeps_extending_until_it_is_let_go() -> None:
    at = cursor()
    at.step(Unit.SENTENCE, 1)
    at.toggle()
    at.step(Unit.SENTENCE, 1)
    at.step(Unit.SENTENCE, 1)
    assert words(at) == "Vi ringer. Så kommer de. Altid."
    at.toggle()
    assert (words(at), at.selected) == ("Altid.", False)


def test_shift_extends_once_and_the_next_plain_step_lets_go() -> None:
    at = cursor()
    at.step(Unit.SENTENCE, 1)
    at.step(Unit.SENTENCE, 1, extend=True)
    assert words(at) == "Vi ringer. Så kommer de."
    at.step(Unit.SENTENCE, 1)
    assert words(at) == "Altid."


def test_extending_backwards_keeps_the_sentence_it_began_on() -> None:
    at = cursor()
    at.step(Unit.SENTENCE, 3)
    at.toggle()
    at.step(Unit.SENTENCE, -1)
    assert words(at) == "Så kommer de. Altid."
    at.other_end()
    at.step(Unit.SENTENCE, 1)
    assert words(at).startswith("Så kommer de. Altid.\n\nR2: Ja")


def test_after_a_command_the_passage_stays_for_one_more_and_goes_with_a_step() -> None:
    at = cursor()
    at.toggle()
    at.step(Unit.SENTENCE, 1)
    both = words(at)
    at.settle()
    assert words(at) == both
    at.step(Unit.SENTENCE, 1)
    assert words(at) == "Så kommer de."


def test_growing_and_shrinking_go_through_the_units() -> None:
    at = cursor()
    at.place(TEXT.index("kommer"), Unit.CHARACTER)
    seen = [words(at)]
    for _ in range(3):
        at.grow()
        seen.append(words(at))
    assert seen == ["k", "kommer", "Så kommer de.", "Vi ringer. Så kommer de. Altid."]
    at.shrink()
    assert at.unit is Unit.SENTENCE


def test_growing_a_selection_takes_whole_units_at_both_ends() -> None:
    at = cursor()
    at.select(TEXT.index("inger"), TEXT.index("ommer"))
    at.grow()
    assert words(at) == "ringer. Så kommer"
    at.grow()
    assert words(at) == "Vi ringer. Så kommer de."


def test_a_turn_leads_to_its_first_sentence_and_as_a_unit_to_all_of_it() -> None:
    at = cursor()
    at.turn(1)
    assert words(at) == "Vi ringer."
    at.grow()
    assert words(at) == "Vi ringer. Så kommer de. Altid."
    at.turn(1)
    assert words(at) == "Ja, altid."


def test_borders_taken_into_the_hand_move_by_words_at_either_end() -> None:
    at = cursor()
    start, end = TEXT.index("Vi"), TEXT.index(" Altid")
    at.select(start, end)
    assert at.passage == Span(start, end)
    at.step(Unit.WORD, -1)
    assert words(at) == "Vi ringer. Så kommer de"
    at.step(Unit.WORD, -1)
    assert words(at) == "Vi ringer. Så kommer"
    at.other_end()
    at.step(Unit.WORD, 1)
    assert words(at) == "ringer. Så kommer"


def test_a_drag_takes_whole_words_and_in_between_what_it_touches() -> None:
    at = cursor()
    at.drag(TEXT.index("inger"), TEXT.index(". Så"), Unit.WORD)
    assert words(at) == "ringer."
    at.drag(TEXT.index("de."), TEXT.index("ringer"), Unit.WORD)
    assert words(at) == "ringer. Så kommer de"
    at.drag(TEXT.index("inger"), TEXT.index("nger"), Unit.CHARACTER)
    assert words(at) == "in"
