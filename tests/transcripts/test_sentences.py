import subprocess
import sys
import time
from importlib.metadata import version

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from workbench.transcripts import SEGMENTER, sentences, turns


def drawn(text: str, language: str = "da") -> str:
    """``text`` with a bar at every inner border of its one turn."""
    (turn,) = turns(f"R1: {text}")
    inner = [start - turn.speech for start in sentences(f"R1: {text}", [turn], language) if start != turn.speech]
    return "|".join(text[a:z] for a, z in zip([0, *inner], [*inner, len(text)], strict=True))


@pytest.mark.parametrize(
    "marked",
    [
        # abbreviations
        "De kom kl. 9. |Alle sammen.",
        "Det koster 40 kr. |Og så er det inkl. moms.",
        "Det er for unge, ældre osv. |Vi tager imod alle.",
        "Vi lavede mad, haver m.m. |Det gik.",
        "Det er fx Anna, bl.a. Bo og f.eks. Carl, dvs. alle.",
        "Hun er cand.mag. Hansen til daglig, ikke ph.d. Madsen.",
        "Ring på tlf. 12 34 56 78 til afd. B hos hr. Holm.",
        "Der kom ca. 40. |Resten blev væk.",
        "Han er adm. direktør, og det koster 3 mio. 500 tusind.",
        "Vi mødes m.h.t. 4 ting.",
        "Der kom en mand. |40 kvinder var der i forvejen.",
        # numbers and ordinals
        "Det var d. 3. maj, nej den 4. juni.",
        "1. Vi mødes.",
        "Vi var 12. |Så blev vi 14.",
        "Det var i 2. kvartal på 3. sal.",
        # initials
        "Det sagde A. Berg og H.C. Andersen.",
        "Det ved I. |Så det siger jeg ikke.",
        # ellipses
        "Jeg … jeg ved det … ikke.",
        "Vi kan … |Nej.",
        "Altså ... |Måske.",
        "Der kom … 40 mand.",
        "Vi kom … (pause) men gik igen.",
        "Vi kom … |(pause) Men gik igen.",
        "Vi har … [navn på by] er god.",
        # small letters, marks in a row
        "Hvad? |Ja!! |Nej?!",
        "Hvad? siger jeg så.",
        "Nå! |– Ja, sagde han.",
        # brackets
        "Det er sådan. |(griner) og så gik vi.",
        "Han kom (det var sent. Meget sent.) og gik.",
        "Så gik vi. (griner)",
        "Så gik vi (griner). |Og kom igen.",
        "(pause) [hoster] Nej.",
        "Det siger [navn på leder]. |Hun ved det.",
        # quotations
        "Hun sagde: “Kom ind! Sæt dig ned.” og så gik hun.",
        "Hun sagde: »Kom ind! Sæt dig.«, og jeg kom.",
        "“Kom ind! |Sæt dig.” |Sådan sagde hun.",
        'Han sagde: "Kom. Nej, gå."',
        "Jeg sagde: „Nej. Det går ikke.“ – og så gik jeg.",
        # time stamps
        "Vi gik. |[00:12:31] og så kom han.",
        "Vi gik #00:12:31-4# hjem. |Nej.",
        "Så gik vi hjem. #00:12:31-4#",
        # lines
        "Første linje\n|Anden linje.\n\n|Tredje",
        "Så. |Ja\n|(pause)\nMere",
        "Første\n(pause)",
    ],
)
def test_a_reader_would_draw_the_same_borders_in_danish(marked: str) -> None:
    assert drawn(marked.replace("|", "")) == marked


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("de", "Am 3. Oktober kamen z.B. Anna und die 2. Frau. |Dann usw. |Ja."),
        ("en", "I said … I don't know, e.g. Bob and Mr. Smith. |No. |Yes … |Maybe."),
        ("nb", "Det var bl.a. Kari osv. |Så gikk vi."),
        ("no", "Det var bl.a. Kari osv. |Så gikk vi."),
        ("sv-SE", "Det var t.ex. Åsa m.m. |Sen gick vi hem."),
        ("xx", "Det var. |Så gik vi."),
        ("", "Det var. |Så gik vi."),
        ("../x", "Det var. |Så gik vi."),
        ("ja", "Det var. |Så gik vi."),
    ],
)
def test_every_language_has_its_own_lists_and_an_unknown_one_has_none(language: str, marked: str) -> None:
    assert drawn(marked.replace("|", ""), language) == marked


def test_where_a_machine_wrote_no_capitals_a_mark_is_enough() -> None:
    text = "R1: " + "så gik vi ned til åen. og så kom der nogen. " * 6
    assert len(sentences(text, turns(text), "da")) == 12
    assert len(sentences("R1: så gik vi. og så.", turns("R1: så gik vi. og så."), "da")) == 1


def test_every_turn_that_says_something_starts_a_sentence_and_its_label_is_in_none() -> None:
    text = "I: Hej. Nå?\n\nR1:\n\nR2: [00:01:02] Ja."
    assert sentences(text, turns(text), "da") == (3, 8, text.index("Ja."))


_PIECES = st.sampled_from(
    [
        "I: ",
        "R1: ",
        "\n",
        " ",
        "Hej",
        "hej",
        ".",
        "…",
        "...",
        "!",
        "(",
        ")",
        "[",
        "]",
        '"',
        "“",
        "”",
        "»",
        "«",
        "kl.",
        "12",
        "3.",
        "A.",
        "[00:01:02]",
        "–",
        "\u2028",
        "f.eks.",
        "Man.",
    ]
)


@given(st.lists(_PIECES, max_size=50).map("".join), st.sampled_from(["da", "de", "en", ""]))
def test_sentences_lie_inside_turns_ascend_and_start_at_a_visible_character(text: str, language: str) -> None:
    found = turns(text)
    starts = sentences(text, found, language)
    assert list(starts) == sorted(set(starts))
    assert {turn.speech for turn in found if turn.speech < turn.end} <= set(starts)
    assert all(any(turn.speech <= start < turn.end for turn in found) for start in starts)
    assert not any(text[start].isspace() for start in starts)
    assert all(start == 0 or text[start - 1].isspace() or any(t.speech == start for t in found) for start in starts)


@given(st.text(max_size=80))
def test_any_text_has_sentences_and_none_breaks_it(text: str) -> None:
    found = turns(text)
    assert len(sentences(text, found, "da")) >= sum(turn.speech < turn.end for turn in found)


@pytest.mark.parametrize(
    "unit", [".", ". ", "(", "[a", '"', "„", "” ", "«x", "A. ", "a.", "? (", "R1:", "-", "a. – ", "\u2028", "… "]
)
def test_time_grows_with_the_text_and_not_with_its_square(unit: str) -> None:
    text = "R1: " + unit * (200_000 // len(unit)) + "x"
    before = time.process_time()
    sentences(text, turns(text), "da")
    assert time.process_time() - before < 4


def test_borders_never_cut_a_token_of_spacys_blank_tokeniser() -> None:
    text = "R1: Hun kom d. 3. maj kl. 9. Alle (ca. 40 stk.) gik. “Ja!” Og så f.eks. Bo osv. Men … Nej."
    found = turns(text)
    tokens = {4 + token.idx for token in spacy.blank("da")(text[4:])}
    assert set(sentences(text, found, "da")) <= tokens


def test_the_segmenter_names_its_rules_and_the_spacy_that_is_installed() -> None:
    assert f"workbench 1, spacy {version('spacy')}" == SEGMENTER


def test_reading_a_transcript_loads_no_spacy_numpy_or_textual() -> None:
    script = (
        "import sys, workbench.transcripts as t\n"
        "assert 'yaml' not in sys.modules\n"
        "s = t.read(b'---\\nid: x\\n---\\nR1: Hej. Nej.', 'x.md')\n"
        "t.Voicing(s.text, t.turns(s.text), []).of(0, 9); t.SEGMENTER\n"
        "print([m for m in ('spacy', 'numpy', 'textual', 'sqlmodel') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
