"""Finding somebody's words in what others wrote."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.transcripts.quoted import OMITTED, RUN, Quoted

TURN = "Jeg har aldrig brugt nøglen, men hun ved, at jeg har den."
words = st.lists(st.sampled_from(["ja", "nøgle", "båd", "vi", "har", "den", "aldrig"]), max_size=25)


@pytest.mark.parametrize(
    "note",
    [
        "aldrig brugt nøglen men hun",
        "Hun siger: »ALDRIG brugt nøglen,\n  men hun …«",
        unicodedata.normalize("NFD", "aldrig brugt nøglen, men hun"),
        "al\u00addrig brugt nøg\u200blen, men hun",
    ],
)
def test_five_words_in_a_row_are_a_quotation_however_they_are_set(note: str) -> None:
    assert Quoted([TURN]).within(note)


@pytest.mark.parametrize(
    "note", ["", "aldrig brugt nøglen men", "nøglen aldrig brugt hun men", "aldrig brugt — nøglen, ja, men hun"]
)
def test_less_than_that_is_none(note: str) -> None:
    assert not Quoted([TURN]).within(note)


def test_a_run_over_two_turns_is_no_quotation() -> None:
    assert not Quoted(["en to tre", "fire fem seks"]).within("en to tre fire fem seks")


def test_what_is_taken_out_leaves_the_words_of_the_one_who_wrote() -> None:
    note = "Stærkt: “aldrig brugt nøglen, men hun ved”, og så: “at jeg har den”. Tillid?"
    assert Quoted([TURN]).without(note) == f"Stærkt: “{OMITTED}”, og så: “at jeg har den”. Tillid?"
    assert Quoted([TURN]).without("“aldrig brugt nøglen, men hun ved!”") == ""
    assert Quoted([TURN]).without("Uden citat.") == "Uden citat."


def test_a_quotation_around_another_goes_too() -> None:
    assert Quoted(["vi har den båd her", "ja det var så det"]).without("x vi har ja det var så det den båd her y") == (
        f"x {OMITTED} y"
    )


@given(words, words)
def test_nothing_that_was_taken_out_is_found_again(turn: list[str], note: list[str]) -> None:
    quoted = Quoted([" ".join(turn)])
    text = " ".join(note)
    assert not quoted.within(quoted.without(text))
    runs = {tuple(turn[i : i + RUN]) for i in range(len(turn) - RUN + 1)}
    assert quoted.within(text) == any(tuple(note[i : i + RUN]) in runs for i in range(len(note) - RUN + 1))
