"""The text model: units, rows, cells. What holds for every text is searched for by Hypothesis."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from workbench.transcripts import Turn, sentences, turns
from workbench.tui.coding.document import Document, Span, Unit
from workbench.tui.coding.rows import Rows

FAMILY = "👨‍👩‍👧"
LINE = st.lists(
    st.one_of(
        st.sampled_from(["a", "æ", "Å", " ", " ", " ", ".", "?", ":", "-", "R", "1", "\t", "\xad", "中", "ー"]),
        st.sampled_from(["😀", "❤️", FAMILY, "1️⃣", "👍🏽", "🇩🇰", "å", "ẹ́", "\u200d", "\u200b", "\ufe0f", "\u0301"]),
        st.characters(codec="utf-8", exclude_characters="\n\r"),
    ),
    max_size=60,
).map("".join)
TEXTS = st.lists(st.tuples(st.sampled_from(["I: ", "R1: ", "Anne Marie: ", ""]), LINE), max_size=6).map(
    lambda lines: "\n\n".join(label + line for label, line in lines)
)
WIDTHS = st.integers(12, 50)


def document(text: str) -> Document:
    found = turns(text)
    return Document(text, found, sentences(text, found, "da"))


def interview(*said: str) -> Document:
    return document("\n\n".join(said))


@given(TEXTS, WIDTHS)
@example("", 12)
@example("R1:\n\nI: " + FAMILY * 20, 12)
def test_rows_tile_the_text(text: str, width: int) -> None:
    rows = Rows(document(text), width)
    spans = [rows.span(row) for row in range(len(rows))]
    assert spans[0].start == 0
    assert spans[-1].end == len(text)
    assert all(before.end == after.start for before, after in pairwise(spans))


@given(TEXTS, WIDTHS)
@example("R1: a\u0301bc " + "e\u0301" * 40, 14)
@example("中" * 60, 13)
def test_no_row_is_wider_than_what_it_was_given(text: str, width: int) -> None:
    rows = Rows(document(text), width)
    room = max(width - rows.indent, 12)
    for row in range(len(rows)):
        start, end = rows.words(row)
        drawn = rows.document.graphemes.draw(start, end)
        assert "\n" not in drawn
        assert cell_len(drawn.rstrip()) <= room
        assert cell_len(rows.label(row)) <= max(rows.indent - 1, 0)


@given(TEXTS, WIDTHS)
def test_every_grapheme_is_found_again_at_its_row_and_cell(text: str, width: int) -> None:
    rows = Rows(document(text), width)
    graphemes = rows.document.graphemes
    for row in range(len(rows)):
        start, end = rows.words(row)
        offset = graphemes.start_of(start)
        while offset < end:
            assert rows.place(offset) == (row, rows.indent + cell_len(graphemes.draw(start, offset)))
            assert rows.offset_at(*rows.place(offset)) == offset
            offset = graphemes.after(offset)


@given(TEXTS, WIDTHS)
def test_what_is_drawn_is_measured_the_same_by_everybody_and_holds_no_control(text: str, width: int) -> None:
    graphemes = document(text).graphemes
    drawn = graphemes.draw(0, len(text)).replace("\n", " ")
    assert cell_len(drawn) == graphemes.cell(len(text))
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in drawn)
    assert not set(drawn) & {"\u200d", "\ufe0f", "\u20e3", "\u202e"}


@given(TEXTS, st.sampled_from(Unit), st.integers(0, 400))
def test_a_unit_holds_something_and_steps_forward_and_back_stay_inside_the_text(text: str, unit: Unit, at: int) -> None:
    model = document(text)
    here = model.containing(unit, at)
    forward, back = model.step(unit, here.start, 1), model.step(unit, here.start, -1)
    for span in (here, forward, back):
        assert 0 <= span.start <= span.end <= len(text)
        assert span.start < span.end or not text
    assert forward.start >= here.start or forward == here
    assert back.start <= here.start


@given(TEXTS)
def test_walking_by_characters_meets_every_border_of_what_is_said_once(text: str) -> None:
    model = document(text)
    met = []
    here = model.containing(Unit.CHARACTER, model.turns[0].speech)
    for _ in range(len(text) + 1):
        met.append(here)
        following = model.step(Unit.CHARACTER, here.start, 1)
        if following == here:
            break
        here = following
    said = [turn for turn in model.turns if turn.speech < turn.end]
    if said:
        assert [span for span in met if span.start == span.end] == []
        assert all(before.end <= after.start for before, after in pairwise(met))
        assert met[-1].end == said[-1].end


def test_a_long_label_is_cut_and_a_short_one_stands_in_its_column() -> None:
    rows = Rows(interview("I: Hvad?", "Anne Marie Sørensen: Ja. " + "ord " * 30), 40)
    labels = [rows.label(row) for row in range(len(rows)) if rows.label(row)]
    assert labels == ["I", "Anne Marie…"]
    assert rows.indent == 13


def test_between_two_turns_stands_an_empty_row() -> None:
    model = interview("I: Hvad?", "R1: Kaffe.")
    rows = Rows(model, 40)
    assert [model.text[slice(*rows.words(row))] for row in range(len(rows))] == ["Hvad?", "", "Kaffe."]
    assert rows.turn_of(1) == 0


def test_a_text_without_labels_has_no_label_column() -> None:
    assert Rows(document("Et brev.\n\nDet er kort."), 40).indent == 0


def test_words_leave_labels_and_punctuation_out() -> None:
    model = interview("I: Hvad så?", "R1: Nej, e-mailen … kom.")
    words = [model.containing(Unit.WORD, 0)]
    while (following := model.step(Unit.WORD, words[-1].start, 1)) != words[-1]:
        words.append(following)
    assert [model.text[slice(*word)] for word in words] == ["Hvad", "så", "Nej", "e-mailen", "kom"]
    back = [model.step(Unit.WORD, word.start, -1) for word in words[1:]]
    assert back == words[:-1]


def test_a_letter_with_a_mark_is_one_character_and_part_of_its_word() -> None:
    text = "R1: " + unicodedata.normalize("NFD", "Én å i åen")
    model = document(text)
    first = model.containing(Unit.CHARACTER, 4)
    assert text[slice(*first)] == "E\u0301"
    assert model.text[slice(*model.containing(Unit.WORD, len(text) - 2))] == "a\u030aen"


def test_a_family_is_one_character_drawn_by_its_first() -> None:
    model = interview(f"R1: {FAMILY} ja")
    span = model.containing(Unit.CHARACTER, 6)
    assert model.text[slice(*span)] == FAMILY
    assert model.graphemes.draw(*span) == "👨"


def test_a_joiner_between_letters_hides_neither() -> None:
    model = interview("R1: a\u200db")
    assert model.graphemes.draw(4, 7) == "a·b"


def test_a_control_character_is_drawn_as_a_picture_also_under_a_mark() -> None:
    model = Document("\x1b\u0301]0;x\x07", [Turn(0, 0, 7, "")], [0])
    assert "\x1b" not in model.graphemes.draw(0, 7)


def test_a_sentence_ends_before_the_space_and_the_turn() -> None:
    model = interview("I: Hvad? ", "R1: Kaffe.  Og te.")
    spans = [model.containing(Unit.SENTENCE, model.text.index(word)) for word in ("Hvad", "Kaffe", "Og")]
    assert [model.text[slice(*span)] for span in spans] == ["Hvad?", "Kaffe.", "Og te."]
    assert model.containing(Unit.SENTENCE, model.text.index("R1")) == spans[1]


def test_text_that_no_turn_covers_can_still_be_reached() -> None:
    model = Document("Titel\n\nR1: Ja.\n\nSlut", [Turn(7, 11, 14, "R1")], [11])
    assert [model.text[turn.start : turn.end] for turn in model.turns] == ["Titel", "R1: Ja.", "Slut"]
    assert model.containing(Unit.TURN, 0) == Span(0, 5)


def test_snapping_covers_whole_units_and_nothing_less() -> None:
    model = interview("R1: Vi ringer. Så kommer de.")
    start = model.text.index("inge")
    assert model.text[slice(*model.snap(Unit.WORD, start, start + 1))] == "ringer"
    assert model.text[slice(*model.snap(Unit.SENTENCE, start, start + 12))] == "Vi ringer. Så kommer de."


@pytest.mark.parametrize("text", ["", "\n", "R1:", "R1: \n\nI:"])
def test_a_text_in_which_nothing_is_said_does_not_break_anything(text: str) -> None:
    model = document(text)
    for unit in Unit:
        span = model.step(unit, 0, 1)
        assert 0 <= span.start <= span.end <= len(text)
    assert len(Rows(model, 20)) >= 1
