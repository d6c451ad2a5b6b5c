"""Folding and searching: each hit tells how it was found, and where it stands to the letter."""

import marshal
import subprocess
import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.transcripts import matching, turns
from workbench.transcripts.expressions import matches
from workbench.transcripts.folding import GAP, fold, folded, places, spellings, spelt, whole
from workbench.transcripts.lemmas import Lexicon
from workbench.transcripts.search import TIERS, Found, Question, ready, said_alike

TEXT = """\
I: Hvad er relationskompetence for jer, og hvor kommer kompetencerne fra?

R1: Kompetence er et stort ord. Det er samskabelsen, og det er frivilliges medborgerskab.

R2: #00:01:12-3# Vi kalder det medborgerskaber. Kompetenceudvikling har vi på Ærø, i en  blå
bus … Måske også de relationelle kompetencer.

R1: De gamle mænd siger, at samskabelser er noget, kommunen finder på. Kompetance, skrev en.
"""


def lexicon(*texts: str, language: str = "da") -> Lexicon:
    """The words of some texts."""
    made = Lexicon(language)
    for text in texts:
        made.add(folded(text, turns(text)).text)
    return made


def found(words: str, text: str = TEXT, mode: str = "auto", **how: bool) -> list[tuple[str, str]]:
    """(tier, words of the text) of every hit, in order."""
    hits = Question(words, mode, lexicon(text)).of(ready(text, turns(text), **how))
    return [(hit.tier, text[hit.start : hit.end]) for hit in hits]


# --- tiers


def test_each_hit_tells_how_it_was_found_the_surest_first() -> None:
    assert found("kompetence") == [
        ("folded", "Kompetence"),
        ("lemma", "kompetencerne"),
        ("lemma", "kompetencer"),
        ("tail", "relationskompetence"),
        ("head", "Kompetenceudvikling"),
        ("fuzzy", "Kompetance"),
    ]


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("samskabelse", [("lemma", "samskabelsen"), ("lemma", "samskabelser")]),
        ("frivillig", [("lemma", "frivilliges")]),
        ("frivillige", [("lemma", "frivilliges")]),
        ("medborgerskab", [("exact", "medborgerskab"), ("lemma", "medborgerskaber")]),
        ("mand", [("lemma", "mænd")]),
        ("borger", [("infix", "medborgerskab"), ("infix", "medborgerskaber")]),
        ("skab", [("tail", "medborgerskab")]),
    ],
)
def test_danish_words_are_found_in_all_their_forms_and_in_compounds(words: str, hits: list[tuple[str, str]]) -> None:
    assert [hit for hit in found(words) if hit[0] != "fuzzy"] == hits


def test_a_phrase_is_found_in_other_forms_and_as_one_word_that_is_like_it() -> None:
    assert found("relationel kompetence") == [
        ("lemma", "relationelle kompetencer"),
        ("fuzzy", "relationskompetence"),
    ]
    assert found("gammel mand") == [("lemma", "gamle mænd")]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ærø", "Ærø"),
        ("aeroe", "Ærø"),
        ("ÆRØ", "Ærø"),
        ("blaa", "blå"),
        ("blå", "blå"),
        ("i en blå bus", "i en  blå\nbus"),
    ],
)
def test_letters_one_has_not_on_the_keyboard_are_found_at_their_place(typed: str, written: str) -> None:
    (hit,) = found(typed, mode="folded")
    assert hit[1] == written


def test_what_was_typed_without_danish_letters_is_found_by_whoever_has_them() -> None:
    text = "R1: Vi laerer at koere paa Aeroe, og Gruessen und Strasse.\n"
    for typed, written in (
        ("lærer", "laerer"),
        ("køre", "koere"),
        ("på", "paa"),
        ("Ærø", "Aeroe"),
        ("Straße", "Strasse"),
    ):
        assert found(typed, text, "folded") == [("folded", written)]
    assert found("grüssen", text, "folded") == [("folded", "Gruessen")]


def test_letters_in_two_code_points_soft_hyphens_and_emoji_move_no_offset() -> None:
    text = "R1: 🛶🛶 Vi sta\u030ar pa\u030a be\u00adsøg hos e\u0301n 👩‍👩‍👧 af naboerne ...  og går.\n"
    assert found("står", text, "folded") == [("folded", "sta\u030ar")]
    assert found("besøg hos en", text, "folded") == [("folded", "be\u00adsøg hos e\u0301n")]
    assert found("naboerne … og", text, "folded") == [("folded", "naboerne ...  og")]
    assert found("står", unicodedata.normalize("NFC", text), "folded") == [("exact", "står")]


def test_exact_is_the_very_letters_as_whole_words() -> None:
    assert found("kompetence", mode="exact") == []
    assert found("Kompetence", mode="exact") == [("exact", "Kompetence")]
    assert found("kompetencer", mode="exact") == [("exact", "kompetencer")]


def test_no_hit_crosses_a_turn_unless_that_is_asked_for() -> None:
    assert found("frivilliges medborgerskab vi kalder", mode="folded") == []
    assert found("medborgerskab. vi kalder", mode="folded", across=True) == [
        ("folded", "medborgerskab.\n\nR2: #00:01:12-3# Vi kalder")
    ]


def test_labels_and_time_stamps_are_searched_only_where_that_is_asked_for() -> None:
    assert found("r2", mode="folded") == []
    assert found("r2", mode="folded", labels=True) == [("folded", "R2")]
    assert found("00", mode="folded") == []
    assert found("00", mode="folded", labels=True) == [("exact", "00")]


def test_a_time_stamp_within_what_is_said_does_not_part_the_words() -> None:
    text = "R1: Vi gik [00:01:02] hjem.\n"
    assert found("gik hjem", text, "folded") == [("folded", "gik [00:01:02] hjem")]


@pytest.mark.parametrize("words", ["", "  ", "…", "\u200b", "!?"])
def test_where_there_is_no_word_there_is_nothing_to_look_for(words: str) -> None:
    with pytest.raises(InputError, match="no word"):
        Question(words, "auto", lexicon())


def test_a_word_of_another_language_is_looked_up_in_its_dictionary_and_of_an_unknown_one_as_it_stands() -> None:
    text = "R1: The children were volunteering.\n"
    for language, hits in (("en", ["children"]), ("xx", [])):
        question = Question("child", "lemma", lexicon(text, language=language))
        spans = question.of(ready(text, turns(text)))
        assert [text[h.start : h.end] for h in spans if h.tier == "lemma"] == hits


def test_an_accent_on_a_letter_of_our_own_leaves_the_letter() -> None:
    assert fold("Ǻ A\u030a\u0301 ǿ ǽ é") == "å å ø æ e"


# --- laws

letters = st.text(st.sampled_from("abeæøåÆØÅäöüßÉé \n\t.…“”\"'-–\u0301\u030a\u00ad\u200bİ🛶[](:0123)a"), max_size=60)


@given(letters)
def test_every_folded_character_stands_for_a_stretch_of_the_text_and_they_follow_each_other(text: str) -> None:
    made = folded(text)
    assert made.text.endswith(GAP)
    last = 0
    for at, character in enumerate(made.text[:-1]):
        start, end = made.span(at, at + 1)
        assert last <= start < end <= len(text)
        assert not text[last:start].strip("\u00ad\u200b"), "only what nobody sees is passed over"
        assert fold(text[start:end]) in (character, character.strip())
        last = end
    assert made.span(0, len(made.text) - 1)[1] == len(text)


@given(letters, st.integers(0, 60), st.integers(1, 12))
def test_every_place_of_the_text_has_its_place_in_the_folded_one(text: str, at: int, size: int) -> None:
    made = folded(text)
    for start in range(len(made.text) - 1):
        assert made.folded(made.origin(start)) <= start
    part, cut = fold(text[at : at + size]), text[at : at + 1] + text[at + size : at + size + 1]
    if part:
        assert part in made.text or any(map(unicodedata.combining, cut)) or "." in text


@given(letters, letters)
@settings(max_examples=60)
def test_what_is_found_folds_to_what_was_looked_for(before: str, words: str) -> None:
    text = f"R1: {before} {words} ja\n".replace("\n\n", "\n")
    try:
        question = Question(words, "folded", Lexicon("xx"))
    except InputError:
        return
    for hit in question.of(ready(text, turns(text))):
        assert said_alike(text[hit.start : hit.end], words)
        if hit.tier == "exact":
            assert text[hit.start : hit.end] == " ".join(words.split())


@given(st.text(st.sampled_from("abcæøåüßeoas"), max_size=14))
def test_all_spellings_of_a_word_are_one(word: str) -> None:
    assert spellings(word)[0] == word
    assert all(spelt(way) == spelt(word) for way in spellings(word))


WORDS = ("kompetence", "relationskompetence", "kompetencer", "lytte", "lytter", "at", "og")


@given(st.lists(st.sampled_from(WORDS), max_size=30))
@settings(max_examples=40)
def test_hits_are_apart_and_every_one_is_whole_words(words: list[str]) -> None:
    text = "R1: " + " ".join(words) + ".\n"
    made = ready(text, turns(text))
    hits = Question("kompetence", "auto", lexicon(text)).of(made)
    spans = sorted((hit.start, hit.end) for hit in hits)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert len(spans) == sum("kompetence" in word for word in words)
    assert [TIERS.index(hit.tier) for hit in hits] == sorted(TIERS.index(hit.tier) for hit in hits)
    assert all(whole(text, hit.start, hit.end) for hit in hits)


def test_places_are_ascending() -> None:
    assert list(places("aa", "aaaa")) == [0, 1, 2]


def test_a_found_place_is_a_value() -> None:
    assert Found(1, 2, "exact") == (1, 2, "exact", 100.0)


# --- regular expressions


def test_an_expression_finds_inside_its_stretches_only_and_never_over_an_edge() -> None:
    assert matches(r"\w+e\b", [("to lange gade", [(0, 8), (9, 13)]), ("ude", [(0, 3)])]) == [
        [(3, 8), (9, 13)],
        [(0, 3)],
    ]
    assert matches(r"lange.gade", [("to lange gade", [(0, 8), (9, 13)])]) == [[]]
    assert matches(r"^g", [("to lange gade", [(9, 13)])]) == [[(9, 10)]]


@pytest.mark.parametrize("expression", ["a(", "[", "a{2,1}", "(?P<x>a)(?P<x>b)", "*"])
def test_what_is_no_expression_is_refused_with_the_reason(expression: str) -> None:
    with pytest.raises(InputError, match="cannot be used"):
        matches(expression, [("aaa", [(0, 3)])])


@pytest.mark.parametrize("expression", ["a*", r"\b", "(?=a)", "|b"])
def test_an_expression_that_takes_nothing_is_refused(expression: str) -> None:
    with pytest.raises(InputError, match="nothing at all"):
        matches(expression, [("aaa", [(0, 3)])])


def test_an_expression_that_would_take_for_ever_is_ended() -> None:
    with pytest.raises(InputError, match="still searching"):
        matches("(a+)+b", [("a" * 60, [(0, 60)])], seconds=0.5)


def test_the_process_that_matches_ends_itself_where_nobody_is_left_to_end_it() -> None:
    given = marshal.dumps((0.2, "(a+)+b", [("a" * 60, [(0, 60)])], 10))
    command = [sys.executable, "-I", "-S", "-B", matching.__file__]
    done = subprocess.run(command, input=given, capture_output=True, timeout=20, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


def test_hits_are_bounded() -> None:
    assert matches("a", [("aaaa", [(0, 4)]), ("a", [(0, 1)])], most=2) == [[(0, 1), (1, 2)], []]
