"""Searching: exact offsets, whatever the spelling."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.tui.coding.search import Finder, Hits

ODD = "Ståle drak STÅLE kaffe\nmed ståle og ßtrasse İstanbul ﬁn"


def found(text: str, words: str) -> list[str]:
    hits = Finder(text).find(words)
    return [text[slice(*hits[i])] for i in range(len(hits))]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_capitals_and_the_way_of_composing_do_not_matter(form: str) -> None:
    text = unicodedata.normalize(form, ODD)
    assert [unicodedata.normalize("NFC", hit) for hit in found(text, "ståle")] == ["Ståle", "STÅLE", "ståle"]


def test_a_letter_that_folds_into_two_is_found_whole() -> None:
    assert found(ODD, "sst") == ["ßt"]
    assert found("aßb", "s") == ["ß"]
    assert found(ODD, "fi") == ["ﬁ"]


def test_white_space_between_words_may_be_any() -> None:
    assert found("den  lange\nvej", "den lange vej") == ["den  lange\nvej"]


def test_no_words_find_nothing() -> None:
    assert len(Finder("tekst").find("  ")) == 0


def test_signs_are_taken_for_what_they_are() -> None:
    assert found("a.b (ab) a+b", "(ab)") == ["(ab)"]
    assert found("a.b axb", "a.b") == ["a.b"]


@given(st.text("aAåÅå ß\n.", max_size=60), st.text("aAåÅ ß", min_size=1, max_size=4))
def test_hits_ascend_never_overlap_and_hold_something(text: str, words: str) -> None:
    hits = Finder(text).find(words)
    spans = [hits[i] for i in range(len(hits))]
    assert all(span.start < span.end for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))


def test_the_next_hit_goes_round_at_the_ends() -> None:
    hits = Finder("ja nej ja nej ja").find("ja")
    assert [hits.next(0, 1), hits.next(7, 1), hits.next(14, 1)] == [1, 2, 0]
    assert [hits.next(14, -1), hits.next(0, -1)] == [1, 2]
    assert Hits().within(0, 10) == []
    assert hits.within(1, 8) == [(0, 2), (7, 9)]
