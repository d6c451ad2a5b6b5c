import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.transcripts import Voices, Voicing, turns, voices, word_count
from workbench.transcripts.voices import says_something

TEXT = """I: Hvad så?
R1: Vi mødtes i haven.
R2: Ja, ja.
?: Det var koldt.
R2: Der var kaffe. (griner)
Flere: Mm.
I: Nå."""


def at(passage: str, text: str = TEXT, interviewer: tuple[str, ...] = ("I",)) -> Voices:
    start = text.index(passage)
    return voices(text, turns(text), start, start + len(passage), interviewer)


@pytest.mark.parametrize(
    "listening",
    [
        "ja",
        "Ja.",
        "mm",
        "Mmmm",
        "nå",
        "Okay",
        "ja ja",
        "Ja, ja, ja …",
        "Jaaa!",
        "øh",
        "Nej.",
        "Ja, lige præcis.",
        "Ja, det er klart. Okay.",
        "ja det er rigtigt",
        "ok",
        "hm",
        "uh-huh",
        "I see.",
        "genau",
        "just det",
        "",
        "–",
        "…",
        "Haha",
    ],
)
def test_a_back_channel_says_nothing(listening: str) -> None:
    assert not says_something(listening)


@pytest.mark.parametrize(
    "speech",
    ["Vi", "ja, vi gik", "Nej, aldrig", "det er", "ja ja ja ja ja ja ja ja ja det gjorde vi", "Klart nok, men", "7"],
)
def test_one_word_of_ones_own_says_something(speech: str) -> None:
    assert says_something(speech)


def test_those_who_say_something_are_named_in_the_order_they_do() -> None:
    assert at(TEXT) == Voices(("R1", "R2"), True)
    assert at("Vi mødtes i haven.\nR2: Ja, ja.") == Voices(("R1",), False)


def test_the_interviewer_is_never_a_voice() -> None:
    assert at("Hvad så?") == Voices((), False)
    assert at("Hvad så?", interviewer=()) == Voices(("I",), False)


def test_speech_of_nobody_known_is_unattributed_unless_it_is_a_back_channel() -> None:
    assert at("Det var koldt") == Voices((), True)
    assert at("Flere: Mm.") == Voices((), False)
    assert at("Det regner", "Det regner.\n\nR1: Ja") == Voices((), True)


def test_laughter_time_stamps_and_remarks_are_no_words() -> None:
    text = "R1: (griner) Ja. [der bliver banket på] [00:01:02]\nR2: Hej"
    assert at(text, text) == Voices(("R2",), False)
    assert at("iner) Ja. [der bliver", text) == Voices((), False)


def test_only_what_lies_inside_the_passage_counts() -> None:
    text = "R1: Ja. Vi gik hjem. Nå."
    assert at("Ja.", text) == at("Nå.", text) == at("R1:", text) == Voices((), False)
    assert at("gik", text) == Voices(("R1",), False)


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 3), (-4, 0), (1000, 2000)])
def test_a_passage_of_nothing_has_no_voices(start: int, end: int) -> None:
    assert Voicing(TEXT, turns(TEXT), ["I"]).of(start, end) == Voices((), False)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["I", "R1", "R2", "R3", "?"]),
            st.sampled_from(["Ja.", "(hø) Mm", "Vi gik.", "Ja. Nej, du. Nå", "[x]", ""]),
        ),
        max_size=8,
    ),
    st.integers(0, 120),
    st.integers(0, 120),
)
def test_the_quick_way_hears_what_listening_to_every_turn_hears(
    written: list[tuple[str, str]], start: int, length: int
) -> None:
    text = "\n".join(f"{label}: {speech}" for label, speech in written)
    found, end = turns(text), start + length
    heard: list[str] = []
    for turn in found:
        words = list(text[turn.speech : turn.end].replace("(hø)", "    ").replace("[x]", "   "))
        inside = "".join(words[max(start - turn.speech, 0) : max(end - turn.speech, 0)])
        if turn.label != "I" and says_something(inside):
            heard.append(turn.label)
    expected = Voices(tuple(dict.fromkeys(one for one in heard if one != "?")), "?" in heard)
    assert Voicing(text, found, {"I"}).of(start, end) == expected
    assert voices(text, found, start, end, ["I"]) == expected


def test_words_are_counted_without_labels_stamps_and_remarks() -> None:
    text = "R1: [00:01:02] Det er f.eks. Annes ø-hus, ikke? (griner højt)\n\nForening A: 2 ord."
    assert word_count(text, turns(text)) == 8
