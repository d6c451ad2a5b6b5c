"""Passages measured in words, sentences, turns, lines; and only where it counts. The oracle is plain characters."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.agreement.overlap import merged
from workbench.agreement.units import Ruler
from workbench.agreement.values import RULES, UNITS
from workbench.transcripts import sentences, speech, turns, units, word_count
from workbench.transcripts.stamps import STAMP

TEXT = (
    "I: Hvad gør du? Fortæl.\n\nR1: [00:01:02] Jeg lytter. (griner) Så ringer jeg.\nDet er e-mail nr. 2.  \n\nR2: Ja.\n"
)
TURNS = turns(TEXT)
STARTS = sentences(TEXT, TURNS, "da")

PIECES = ["I:", "R1: ", "R2: ", "?: ", "ja", "Det er godt. ", "e-mail", "d'ér", "Hvad? ", "_x_", "3.4", "a-", "…"]
STAMPS = ["[00:01:02]", "(12:30)", "<1:02:03>", "#00:00:10-5#", "(griner)", "[navn]", "(å\n)", " ", "  ", "\n", "\n\n"]

texts = st.lists(st.sampled_from([*PIECES, *STAMPS]), max_size=14).map("".join)


def passages(limit: int = 60, size: int = 5) -> st.SearchStrategy[list[tuple[int, int]]]:
    border = st.integers(-2, limit)
    return st.lists(st.tuples(border, border), max_size=size)


def ruler(text: str = TEXT, unit: str = "characters", rule: str = "any", **more: object) -> Ruler:
    """A ruler of a text with its own turns and sentences."""
    spoken = turns(text)
    counted = None if unit == "characters" else units(text, unit, spoken, sentences(text, spoken, "da"))
    return Ruler(text, counted, half=rule == "half", **more)  # type: ignore[arg-type]


def at(text: str) -> tuple[int, int]:
    start = TEXT.index(text)
    return start, start + len(text)


def standing(measure: Ruler, text: str = TEXT) -> list[str]:
    """The text of each unit."""
    found = [measure.text(unit, unit + 1) for unit in range(measure.length)]
    return [text[start:end] for start, end in found]


def test_the_words_are_those_that_are_said():
    expected = ["Hvad", "gør", "du", "Fortæl", "Jeg", "lytter", "Så", "ringer", "jeg"]
    assert standing(ruler(unit="words")) == [*expected, "Det", "er", "e-mail", "nr", "2", "Ja"]


@given(texts)
@settings(max_examples=60)
def test_there_are_as_many_words_as_transcripts_count(text: str):
    assert ruler(text, "words").length == word_count(text, turns(text))


@given(texts)
@settings(max_examples=60)
def test_what_is_said_has_no_labels_and_no_time_stamps_but_its_remarks(text: str):
    said = {
        turn.speech + offset
        for turn in turns(text)
        for offset, letter in enumerate(re.sub(STAMP, lambda m: "\0" * len(m[0]), text[turn.speech : turn.end]))
        if letter != "\0"
    }
    found = speech(text, turns(text))
    assert [p for start, end in found for p in range(start, end)] == sorted(said)
    assert all(start < end for start, end in found)


def test_a_sentence_ends_with_its_turn_and_without_white_space():
    found = standing(ruler(unit="sentences"))
    assert found[:2] == ["Hvad gør du?", "Fortæl."]
    assert found[-2:] == ["Det er e-mail nr. 2.", "Ja."]
    assert all(each == each.strip() and "R2" not in each for each in found)
    assert len(found) == len(STARTS)


def test_a_turn_is_what_is_said_in_it():
    assert standing(ruler(unit="turns"))[::2] == ["Hvad gør du? Fortæl.", "Ja."]


def test_a_paragraph_is_a_line_that_is_not_blank():
    assert [line[:6] for line in standing(ruler(unit="paragraphs"))] == ["I: Hva", "R1: [0", "Det er", "R2: Ja"]


def test_a_document_is_the_whole_text_and_an_empty_one_is_none():
    assert standing(ruler(unit="documents")) == [TEXT]
    assert [ruler("", unit).length for unit in UNITS] == [0] * len(UNITS)


def test_a_word_touched_counts_by_any_and_half_of_it_by_half():
    start, _ = at("ringer")
    for length, anyhow, half in ((1, [(7, 8)], []), (2, [(7, 8)], []), (3, [(7, 8)], [(7, 8)])):
        passage = [(start, start + length)]
        assert ruler(unit="words").ranges(passage) == anyhow
        assert ruler(unit="words", rule="half").ranges(passage) == half


def test_two_passages_fill_half_a_unit_together_and_what_they_share_counts_once():
    start, _ = at("ringer")
    half = ruler(unit="words", rule="half")
    assert half.ranges([(start, start + 2), (start + 4, start + 5)]) == [(7, 8)]
    assert half.ranges([(start, start + 2), (start, start + 2)]) == []


def test_a_passage_in_no_unit_counts_for_nothing():
    label, stamp, remark = at("R2: "), at("[00:01:02]"), at("(griner)")
    assert ruler(unit="words").ranges([label, stamp, remark]) == []
    assert ruler(unit="sentences").ranges([label]) == ruler(unit="turns").ranges([label]) == []


def test_only_the_informants_speech_can_be_allowed():
    allowed = speech(TEXT, TURNS, without={"I"})
    assert TEXT[slice(*allowed[-1])] == "Ja."
    assert not any(text in TEXT[start:end] for start, end in allowed for text in ("R1", "R2", "Hvad", "00:01"))
    measure = ruler(allowed=allowed)
    assert measure.length == sum(end - start for start, end in allowed)
    assert measure.ranges([at("Hvad gør du?")]) == []


def test_one_groups_turns_can_be_allowed():
    assert [TEXT[start:end] for start, end in speech(TEXT, TURNS, only={"R2"})] == ["Ja."]
    assert speech(TEXT, TURNS, only=()) == []


def test_a_passage_across_what_is_not_allowed_stays_one():
    measure = Ruler("aaaXXXbbb", allowed=[(0, 3), (6, 9)])
    assert measure.length == 6
    assert measure.ranges([(1, 8)]) == [(1, 5)]
    assert measure.clipped([(1, 8)]) == [(1, 3), (6, 8)]
    assert measure.text(1, 5) == (1, 8)


def test_allowed_ranges_that_touch_are_one():
    assert Ruler("abcdef", allowed=[(3, 6), (0, 3)]).clipped([(1, 5)]) == [(1, 5)]


def test_a_unit_has_its_allowed_characters_alone():
    text = "I: aaaaaaaa bb"
    measure = ruler(text, "turns", "half", allowed=[(10, 14)])
    assert measure.length == 1
    assert measure.ranges([(12, 14)]) == [(0, 1)]
    assert ruler(text, "turns", allowed=[]).length == 0


def test_white_space_at_the_ends_of_a_passage_can_be_left_out():
    text = "  ab  cd\n"
    assert Ruler(text, trim=True).ranges([(0, 6), (4, 9), (4, 6), (-3, 99)]) == [(2, 4), (2, 8), (6, 8)]
    assert Ruler(text).ranges([(0, 6)]) == [(0, 6)]
    assert Ruler(text, trim=True).clipped([(0, 6)]) == [(2, 4)]


@given(texts, passages(), passages(size=3), st.sampled_from(UNITS), st.sampled_from(RULES), st.booleans())
@settings(max_examples=150)
def test_units_are_coded_as_their_characters_say(text, coded, allowed, unit, rule, clip):
    """Each unit, character by character: coded by any, or by half, of those that are allowed."""
    measure = ruler(text, unit, rule, allowed=allowed if clip else None)
    whole = ruler(text, unit)
    inside = {p for a, b in allowed for p in range(max(a, 0), b)} if clip else set(range(len(text)))
    characters = {p for a, b in coded for p in range(max(a, 0), b)}
    expected, count = set(), 0
    for number in range(whole.length):
        own = set(range(*whole.text(number, number + 1))) & inside
        if own:
            hit = len(own & characters)
            if hit * 2 >= len(own) if rule == "half" else hit:
                expected.add(count)
            count += 1
    found = measure.ranges(coded)
    assert measure.length == count
    assert {u for a, b in found for u in range(a, b)} == expected
    assert all(0 <= a < b <= count for a, b in found)
    assert found == sorted(found)
    assert rule == "any" or unit == "characters" or merged(found) == found


@given(texts, passages(), passages(size=3), st.booleans())
@settings(max_examples=60)
def test_clipping_leaves_the_characters_that_are_coded_and_allowed(text, coded, allowed, trim):
    measure = Ruler(text, allowed=allowed, trim=trim)
    clipped = measure.clipped(coded)
    inside = {p for a, b in allowed for p in range(max(a, 0), min(b, len(text)))}
    characters = set()
    for a, b in coded:
        kept = [p for p in range(max(a, 0), min(b, len(text))) if not (trim and text[p].isspace())]
        characters |= set(range(kept[0], kept[-1] + 1)) if kept else set()
    assert {p for a, b in clipped for p in range(a, b)} == characters & inside
    assert sum(b - a for a, b in merged(clipped)) == sum(b - a for a, b in merged(measure.ranges(coded)))
