"""Passages that grow and shrink by whole sentences and turns."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quick import examples
from workbench.transcripts import sentences, turns
from workbench.transcripts.wider import UNITS, Units

TEXT = "I: Hvad kræver det?\n\nR1: Man skal turde. Og man skal lytte. Altså rigtigt lytte.\n\nR2: Ja. Og vente.\n"
TURNS = turns(TEXT)
STARTS = sentences(TEXT, TURNS, "da")


def said(span: tuple[int, int]) -> str:
    return TEXT[span[0] : span[1]]


def place(words: str) -> tuple[int, int]:
    return (at := TEXT.index(words)), at + len(words)


def units(unit: str) -> Units:
    return Units(TEXT, TURNS, STARTS, unit)


def test_half_a_sentence_becomes_a_whole_one_then_two_then_the_turn() -> None:
    told, at = [], place("skal turde")
    for _ in range(4):
        at = units("sentence").wider(*at)
        told.append(said(at))
    assert told == [
        "Man skal turde.",
        "Man skal turde. Og man skal lytte.",
        "Man skal turde. Og man skal lytte. Altså rigtigt lytte.",
        "Man skal turde. Og man skal lytte. Altså rigtigt lytte.\n\nR2: Ja.",
    ]


def test_the_last_sentence_of_a_turn_grows_backwards() -> None:
    assert said(units("sentence").wider(*place("Altså rigtigt lytte."))) == "Og man skal lytte. Altså rigtigt lytte."


def test_turns_are_what_is_said_in_them() -> None:
    at = units("turn").wider(*place("man skal"))
    assert said(at) == "Man skal turde. Og man skal lytte. Altså rigtigt lytte."
    assert said(units("turn").wider(*at)).endswith("R2: Ja. Og vente.")
    assert said(units("turn").narrower(*units("turn").wider(*at))) == said(at)


def test_narrower_drops_half_sentences_first_and_keeps_the_last_whole_one() -> None:
    at = place("an skal turde. Og man skal lytte. Al")
    assert said(at := units("sentence").narrower(*at)) == "Og man skal lytte."
    assert units("sentence").narrower(*at) == at
    assert units("sentence").narrower(*place("skal turde")) == place("skal turde")


@settings(max_examples=examples(100))
@given(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT)), st.sampled_from(UNITS))
def test_what_is_wider_holds_what_was_and_comes_to_an_end(start: int, length: int, unit: str) -> None:
    end = min(start + length, len(TEXT))
    at, seen = (start, end), 0
    while (grown := units(unit).wider(*at)) != at:
        assert grown[0] <= at[0]
        assert at[1] <= grown[1]
        at, seen = grown, seen + 1
        assert seen < 20
    shrunk = units(unit).narrower(start, end)
    assert start <= shrunk[0] < shrunk[1] <= end


def test_a_text_without_turns_or_sentences_has_none() -> None:
    assert Units("", (), (), "sentence").wider(0, 0) == (0, 0)
    assert Units("Ja.", (), (), "turn").narrower(0, 3) == (0, 3)
