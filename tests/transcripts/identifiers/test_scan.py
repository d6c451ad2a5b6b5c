import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.transcripts import gazetteers, turns
from workbench.transcripts.engine import Engine, Entity
from workbench.transcripts.identifiers import (
    KINDS,
    STRONG,
    Finding,
    Own,
    caseless,
    harmless,
    names_in,
    occurrences,
    plain,
    scan,
    spaced,
)

PIECES = (
    "Mette", "Hans kone", "hos Holm", "[navn på by]", "[Odense]", "(griner)", "23 45 67 89", "120341-5126",
    "Nørregade 14", "8600 Silkeborg", "R1:", "\n", "\n\n", ". ", ", ", " ", "…", "a@b.dk", "Vejle sygehus",
    "den eneste smed i Ry", "🙂", "\u0301",
    "»", "«", "ÅÆØ", "İ", "ß", "x" * 40, "(((", "[[[", "@", "12", "-", "'s",
)  # fmt: skip


def test_importing_the_check_loads_neither_spacy_nor_a_dictionary() -> None:
    code = "import sys, workbench.transcripts.identifiers, workbench.transcripts.engine as e; e.find('da'); "
    code += "print([name for name in ('spacy', 'simplemma', 'numpy') if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=25), st.sampled_from(["da", "en", ""]))
def test_findings_are_ascending_apart_and_say_what_stands_there(pieces: list[str], language: str) -> None:
    check_findings(pieces, language)


@pytest.mark.nightly  # every language loads a dictionary
@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=25), st.sampled_from(["de", "sv", "nb", "fi"]))
def test_findings_are_so_in_every_language(pieces: list[str], language: str) -> None:
    check_findings(pieces, language)


def check_findings(pieces: list[str], language: str) -> None:
    text = " ".join(pieces)
    findings = scan(text, turns(text), language)
    assert all(f.text == text[f.start : f.end] != "" for f in findings)
    assert all(a.end <= b.start for a, b in pairwise(findings))
    assert all(
        f.kind in KINDS and 0 < f.score <= 1 and f.why and f.text not in f.why for f in findings if len(f.text) > 2
    )


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=300))
def test_no_text_makes_the_check_fail(text: str) -> None:
    scan(text, turns(text), "da")
    plain(text, "da")


@settings(deadline=None, max_examples=80)
@given(
    st.lists(
        st.sampled_from([*PIECES, "Det", "Jeg", "og så", "hos", "født 3. maj 1956", "ringede", "Hans"]), max_size=6
    )
)
def test_what_is_harmless_at_a_look_holds_nothing_the_rules_are_sure_of(pieces: list[str]) -> None:
    text = " ".join(pieces)
    if harmless(text, "da") and not caseless(text):
        assert [f for f in plain(text, "da") if f.score >= STRONG and f.kind not in ("date", "quasi")] == []


def test_small_words_with_capitals_are_harmless_and_names_numbers_and_the_projects_words_are_not() -> None:
    assert harmless("Det er noget, vi gør. Og så 140 på listen.", "da")
    for text in ("Det er Mette.", "Ring 23 45 67 89.", "Hun er født den 3. maj 1956.", "Skriv til a@b.dk.", "Bo kom."):
        assert not harmless(text, "da")
    assert not harmless("nede i huset  på bakken", "da", Own(places=("Huset på Bakken",)))


def test_a_placeholder_is_quiet_and_a_name_in_brackets_is_not() -> None:
    text = "R1: Så tog vi til [navn på Mette] og <by> og [by 2] og [Odense], (griner) og (Mette griner)."
    assert [f.text for f in scan(text, turns(text), "da")] == ["Odense", "Mette"]


def test_the_projects_own_lists_are_found_in_any_case_with_their_genitive_and_full_score() -> None:
    text = "R1: så sagde mulles mor det, nede i huset på Bakken."
    own = Own(names=("Mulle",), places=("Huset på Bakken",))
    assert [(f.kind, f.text, f.score) for f in scan(text, turns(text), "da", own=own)] == [
        ("name", "mulles", 1.0),
        ("place", "huset på Bakken", 1.0),
    ]


def test_a_finding_is_as_sure_as_the_surest_inside_it() -> None:
    text = "R1: Det var Vejle sygehus."
    (finding,) = scan(text, turns(text), "da", own=Own(places=("Vejle",)))
    assert (finding.text, finding.score) == ("Vejle sygehus", 1.0)


def test_what_somebody_has_cleared_is_left_out() -> None:
    text = "R1: Det var Mette og Lars."
    assert [
        f.text for f in scan(text, turns(text), "da", cleared=lambda kind, word: (kind, word) == ("name", "Mette"))
    ] == ["Lars"]


def test_a_name_that_is_sure_once_is_found_wherever_it_has_a_capital() -> None:
    text = "R1: Han hedder Guled.\n\nR2: Guleds mor kom. Guled kom ikke."
    assert [f.text for f in scan(text, turns(text), "da") if f.kind == "name"] == ["Guled", "Guleds", "Guled"]


def test_a_speakers_name_is_found_in_what_others_say() -> None:
    text = "Zwolinska: Ja.\n\nR2: Zwolinska har ret.\n\nZwolinska: Tak."
    assert [(f.kind, f.start) for f in scan(text, turns(text), "da")] == [("label", 0), ("name", 20), ("label", 40)]


def test_names_from_other_transcripts_are_looked_for_but_common_words_are_not_made_names() -> None:
    text = "R1: Kragelund kom. Hans kone også."
    assert [f.text for f in scan(text, turns(text), "da", known={"Kragelund", "Hans"})] == ["Kragelund"]


def test_names_are_handed_on_word_by_word_without_their_genitive() -> None:
    text = "Det var Anne-Grethe Holms bror, og Mette K., og hos Odense Kommune."
    assert {"Anne-Grethe", "Mette"} <= names_in(plain(text, "da"))
    assert not {"K", "Odense", "Kommune"} & names_in(plain(text, "da"))


def test_a_transcript_without_capitals_is_told_and_read_in_its_own_way() -> None:
    talk = "r1: ja altså det var kirsten der ringede en dag og spurgte om jeg ville med ned "
    talk += "i klubben om aftenen fordi de manglede folk "
    talk += "og så bor vi jo ude i tingbjerg og hans kone hun sagde også ja dag for dag og så videre"
    assert caseless(talk)
    assert [(f.kind, f.text) for f in scan(talk, turns(talk), "da")] == [("name", "kirsten"), ("place", "tingbjerg")]
    assert not caseless(talk.title())
    assert not caseless("ja")


def test_without_spacy_what_the_rules_over_characters_find_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spaced, "_made", lambda code, small: __import__("no_such_package"))
    text = "R1: Mette har 23 45 67 89 og bor på Nørregade 14, og cpr er 120341-5126."
    assert [f.kind for f in scan(text, turns(text), "da")] == ["name", "phone", "address", "cpr"]


def test_without_a_dictionary_a_word_that_opens_a_sentence_is_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "simplemma", None)
    from workbench.transcripts.identifiers import words

    words._dictionary.cache_clear()
    words.ordinary.cache_clear()
    try:
        assert plain("Zwolinska kom. Mette kom.", "da")[0].text == "Mette"
    finally:
        monkeypatch.undo()
        words._dictionary.cache_clear()
        words.ordinary.cache_clear()


class Known(Engine):
    """An engine that knows where the word "lærken" stands."""

    def entities(self, texts):  # type: ignore[no-untyped-def]
        return [[Entity(t.find("lærken"), t.find("lærken") + 6, "ORG", True)] if "lærken" in t else [] for t in texts]


def test_an_installed_model_adds_to_the_rules_and_replaces_none() -> None:
    text = "I: Ja.\n\nR1: Det var Mette nede på lærken."
    kinds = [(f.kind, f.text) for f in scan(text, turns(text), "da", engine=Known("m", "1", "x", "da"))]
    assert kinds == [("name", "Mette"), ("ner", "lærken")] or kinds == [("name", "Mette")]


def test_a_word_is_found_whole_with_its_genitive_in_its_own_case() -> None:
    text = "Mette og Mettes og Mette's, Mettesen, Anne-Mette, mette."
    assert occurrences(text, "Mette") == [(0, 5, ""), (9, 15, "s"), (19, 26, "'s"), (43, 48, "")]
    assert occurrences("Nede i  huset.", "i huset") == [(5, 13, "")]
    assert occurrences("Hvad?", " ") == []


@settings(deadline=None)
@given(st.text(max_size=40), st.text(min_size=1, max_size=6))
def test_occurrences_never_fail_and_hold_the_word(text: str, word: str) -> None:
    for start, end, suffix in occurrences(text, word):
        assert " ".join(word.split()) in " ".join(text[start:end].split())
        assert text[start:end].endswith(suffix)


def test_strong_means_six_tenths_and_findings_are_plain_values() -> None:
    assert STRONG == 0.6
    assert Finding("name", 0, 1, "A", 0.5, "why")._asdict()["kind"] == "name"


def test_every_language_has_its_lists_and_denmark_all_its_municipalities() -> None:
    danish = gazetteers.of("da")
    for code in ("da", "nb", "sv", "de", "en"):
        lists = gazetteers.of(code)
        assert len(lists.first) > 400
        assert len(lists.last) > 150
        assert len(lists.places) > 100
        assert lists.person_verbs_strong <= lists.person_verbs
    text = (gazetteers._FOLDER / "da.toml").read_text("utf-8")
    municipalities = text.split('municipalities = """')[1].split('"""')[0].split("|")
    assert len(municipalities) == 98
    assert {name.strip() for name in municipalities} <= danish.places
    assert gazetteers.of("no") == gazetteers.of("nb-NO")
    assert (gazetteers._FOLDER / "faker" / "LICENSE").read_text("utf-8").startswith("Copyright")


def test_a_small_word_after_a_house_number_is_no_letter_of_the_house() -> None:
    text = "R1: Vi bor på Søndergade 3 i Odder, før på Vestergade 22 b i Ry."
    found = [one.text for one in plain(text, "da", Own()) if one.kind == "address"]
    assert found == ["Søndergade 3", "Vestergade 22 b"]


def test_the_works_that_the_program_cites_are_nobodys_interview_and_only_as_it_cites_them() -> None:
    cited = "After Candace Clark (University of Chicago Press); Guest, Namey & Chen 2020."
    assert [f.text for f in plain(cited, "en") if f.score >= STRONG] == []
    assert {f.text for f in plain("Mr Clark lives in Chicago with Chen.", "en") if f.score >= STRONG} == {
        "Clark",
        "Chicago",
        "Chen",
    }
