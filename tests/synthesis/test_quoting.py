"""A quotation held against its passage: shortened and explained, and nothing else."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quick import examples
from workbench.synthesis.quoting import LONGEST, edited, one_line

SAID = (
    "Ja … altså … vi har jo haven. Det er en [navn på by] kolonihave, (griner) som foreningen ejer.\n"
    "Og så sagde jeg: \"Jeg går ingen steder\"  – og det gjorde jeg ikke."
)  # fmt: skip


@pytest.mark.parametrize(
    "shown",
    [
        "",
        "  ",
        SAID,
        one_line(SAID),
        "Ja … (…) vi har jo haven. (…)",
        "(…) [V]i har jo haven. (…)",
        "[…] Det er en [navn på by] kolonihave[.]  (…)",
        "(...) en [navn på by] kolonihave [ved havnen], (griner) som foreningen [Haven] ejer. [...]",
        "(…) Og så sagde jeg: „Jeg går ingen steder“ - og det gjorde jeg ikke.",
        "[Om haven:] Ja … altså … vi har jo [den der] haven. (…)",
        "(…) (…) haven (…)",
        "(…)haven(…)",
        "[j]a (…)",
        "(…) det gjorde jeg [=SUM(A1)] ikke.",
    ],
)
def test_what_is_left_out_put_in_or_begun_with_another_letter_holds_where_it_is_marked(shown: str) -> None:
    assert edited(SAID, shown).holds


@pytest.mark.parametrize(
    ("shown", "what", "at"),
    [
        ("vi har jo haven. (…)", "“Ja … altså …” is left out", "vi"),
        ("Ja … altså … vi har haven. (…)", "“jo” is left out", "haven"),
        ("Ja (…) vi har jo huset (…)", "“huset” where the passage has “haven.", "huset"),
        ("(…) en kolonihave, (…)", "“[navn på by]” is left out", "kolonihave"),
        ("(…) en [navn [på] by] kolonihave (…)", "brackets inside brackets", "[navn"),
        ("(…) haven [[nu]] (…)", "brackets inside brackets", "[["),
        ("(…) haven [nu (…)", "a bracket stands without its other half", "[nu"),
        ("(…) haven nu] (…)", "a bracket stands without its other half", "]"),
        ("(…) haven [] (…)", "nothing between the brackets", "[]"),
        ("(…) kol (…)", "cut in two", "(…)"),
        ("(…) onihave, (…)", "cut in two", "onihave"),
        ("(…) haven. (…) altså (…)", "stands earlier in the passage", "altså"),
        ("Ja … (…) altså", "the passage goes on: “… vi har jo haven.", ""),
        ("ja (…)", "“ja” where the passage has “Ja …", "ja"),
        ("(…) ikke. Aldrig.", "the passage ends before “Aldrig.”", "Aldrig"),
        ("(…)", "no word of the passage is left", "(…)"),
        ("[hej]", "no word of the passage is left", "[hej]"),
        ("(…) det gjorde jeg.", "“jeg.” where the passage has “jeg ikke.”", "jeg."),
    ],
)
def test_what_differs_is_told_and_where(shown: str, what: str, at: str) -> None:
    told = edited(SAID, shown)
    assert (told.holds, what in told.what) == (False, True), told
    assert shown[told.at :].startswith(at) if at else told.at == len(shown)
    assert told.hint


def test_a_first_letter_that_is_changed_without_brackets_is_told_how_to_write_it() -> None:
    assert edited("Vi gav os.", "vi gav os.").hint == "Write [v] where you change the first letter."


def test_a_letter_inside_a_word_cannot_be_changed() -> None:
    assert not edited("Jeg så haven.", "Jeg så ha[V]en.").holds
    assert not edited("Han så den.", "(…) [A]n så den.").holds


def test_letters_that_look_the_same_are_the_same_and_what_nobody_sees_is_not_there() -> None:
    assert edited("Re\u0301ne spørgs\u00admål", "Réne spørgsmål").holds
    assert edited("på\u200b en måde", "på en må\u0301de").holds is False
    assert edited("a\u030ahus", "\u00e5hus").holds


def test_what_is_too_long_or_takes_too_long_is_refused_quickly() -> None:
    assert "longer than" in edited("a", "a" * (LONGEST + 1)).what
    begun = time.monotonic()
    edited("a " * 30_000, "(…) a " * 3_000 + "b")
    edited("a " * 3_000, "[a]a " * 600 + "b")
    edited("[" * 5_000, "[" * 5_000)
    assert time.monotonic() - begun < 20  # an hour, where every way is tried


WORDS = st.sampled_from(["vi", "Vi", "har", "ikke", "haven", "[navn på by]", "(griner)", "…", "og,", "jeg.", '"går"'])
PASSAGES = st.lists(WORDS, min_size=2, max_size=9)


@settings(max_examples=examples(150))
@given(PASSAGES, st.data())
def test_words_left_out_and_put_in_always_hold_where_a_word_is_left(said: list[str], data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(said), max_size=len(said)))
    if not any(keep and re.search(r"\w", word) for keep, word in zip(kept, said, strict=True)):
        kept = [True] * len(said)
    parts: list[str] = []
    for keep, word in zip(kept, said, strict=True):
        if keep:
            parts.append(word)
        elif not parts or parts[-1] not in ("(…)", "[...]"):
            parts.append(data.draw(st.sampled_from(["(…)", "[...]"])))
        if data.draw(st.integers(0, 4)) == 0:
            parts.append("[dvs. en anden]")
    shown = data.draw(st.sampled_from([" ", "  ", "\n"])).join(parts)
    if any(re.search(r"\w", word) for word in said):
        assert edited(" ".join(said), shown).holds, edited(" ".join(said), shown)


@settings(max_examples=examples(200))
@given(PASSAGES, st.lists(st.one_of(WORDS, st.sampled_from(["(…)", "[x]", "[V]i", "[o]g,"])), min_size=1, max_size=7))
def test_it_holds_exactly_where_a_slow_search_finds_the_pieces_in_order(said: list[str], shown: list[str]) -> None:
    passage, written = " ".join(said), " ".join(shown)
    if edited(passage, written).what.startswith("no word"):
        return
    assert edited(passage, written).holds == _slowly(passage, written), (passage, written)


def _slowly(passage: str, shown: str) -> bool:
    """The same by an expression that tries everything."""
    pattern = ""
    for piece in re.findall(r"\(…\)|\[navn på by\]|\[x\]|\[\w\]\w[\w,]*|\S+", shown):
        joint = r" ?" if pattern else ""
        if piece == "(…)":
            pattern += r"(?:(?<!\w)|(?!\w)).*(?:(?<!\w)|(?!\w))"
        elif piece in ("[x]", "[navn på by]"):
            pattern += f"(?:{joint}{re.escape(piece)})?"
        elif re.match(r"\[\w\]", piece):
            pattern += joint + rf"(?<!\w)[{piece[1].lower()}{piece[1].upper()}]{re.escape(piece[3:])}"
        else:
            pattern += joint + re.escape(piece)
    return re.fullmatch(pattern + " ?", passage) is not None
