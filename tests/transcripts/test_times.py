"""When turns are spoken, by the stamps that typists and their programs set into the text; the text stays as it is."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.transcripts import Time, read
from workbench.transcripts.readers import Stamp
from workbench.transcripts.times import LONGEST, of_stamps, of_text
from workbench.transcripts.turns import Turn, paragraphs, turns


def timed(text: str) -> list[tuple[str, Time | None]]:
    """Labels and times."""
    found = turns(text)
    return list(zip((turn.label for turn in found), of_text(text, found) or [None] * len(found), strict=True))


def test_f4_sets_the_end_of_a_turn_where_the_next_begins() -> None:
    text = "I: Hvad siger du? #00:00:03-4#\n\nR1: At det er godt. Ja. #00:12:31-4#\n\nI: Nå.\n"
    assert timed(text) == [("I", Time(0, 3_400)), ("R1", Time(3_400, 751_400)), ("I", Time(751_400, None))]


def test_a_turn_in_f4_whose_neighbour_has_no_stamp_begins_at_the_last_time_named() -> None:
    text = "I: Et. #00:00:03-0#\nR1: To.\nI: Tre. #00:00:09-0#\n"
    assert timed(text) == [("I", Time(0, 3_000)), ("R1", Time(3_000, None)), ("I", Time(3_000, 9_000))]


@pytest.mark.parametrize(
    "line",
    [
        "[00:12:31] R1: Ja.",
        "R1: [12:31] Ja.",
        "(00:12:31) R1: Ja.",
        "00:12:31 R1: Ja.",
        "R1 [00:12:31]: Ja.",
        "R1 00:12:31: Ja.",
        "<00:12:31> R1: Ja.",
        "#00:12:31-0# R1: Ja.",
        "#00:12:31# R1: Ja.",
        "[00:12:31.000] R1: Ja.",
        "[00:12:31]\nR1: Ja.",
    ],
)
def test_a_stamp_before_the_words_says_when_they_begin(line: str) -> None:
    assert timed(f"I: Nå?\n{line}\n")[-1] == ("R1", Time(751_000, None))


def test_a_range_is_from_when_to_when() -> None:
    assert timed("[00:03:00 - 00:03:04] R1: Jo.\n") == [("R1", Time(180_000, 184_000))]


def test_a_stamp_in_the_middle_of_what_is_said_is_none_of_the_turn() -> None:
    assert timed("R1: Det var [00:07:00] godt.\nI: Ja.\n") == [("R1", None), ("I", None)]


def test_a_time_of_day_that_is_spoken_is_no_stamp() -> None:
    assert timed("R1: Vi mødtes 10:30 og gik 11:00.\nI: Ja, kl. 10:30.\n") == [("R1", None), ("I", None)]


def test_an_end_before_its_beginning_is_no_end() -> None:
    assert timed("[00:09:00] R1: Ja. #00:01:00-0#\n") == [("R1", Time(540_000, None))]


WORD = """\
Lydfil

interview.m4a

Afskrift

00:00:01 Taler 1
Hej og velkommen. Spørgsmålet: er I klar?

00:00:05 Taler 2
Tak. Det er godt.
Ja.

01:00:05 Taler 1
Nå: sådan.
"""


def test_words_own_transcript_has_its_speakers_on_lines_of_their_own() -> None:
    found = read(WORD.encode(), "a.txt")
    spoken = [
        (turn.label, found.text[turn.speech : turn.end], time)
        for turn, time in zip(found.turns, found.times, strict=True)
    ]
    assert spoken[3:] == [
        ("Taler 1", "Hej og velkommen. Spørgsmålet: er I klar?", Time(1_000, None)),
        ("Taler 2", "Tak. Det er godt.\nJa.", Time(5_000, None)),
        ("Taler 1", "Nå: sådan.", Time(3_605_000, None)),
    ]
    assert found.text == WORD
    assert {turn.label for turn in found.turns[:3]} == {""}


def test_a_clock_after_the_name_on_a_line_of_its_own_is_read_too() -> None:
    text = "Mette Hansen   0:03\nHej.\n\nBo Lund   0:05\nDav.\n\nMette Hansen   1:00:07\nNå.\n"
    assert timed(text) == [
        ("Mette Hansen", Time(3_000, None)),
        ("Bo Lund", Time(5_000, None)),
        ("Mette Hansen", Time(3_607_000, None)),
    ]


def test_a_programme_is_no_conversation() -> None:
    text = "10:30 Velkomst\nVi samles.\n11:00 Frokost\nI kantinen.\n12:00 Oplæg\nI salen.\n"
    assert {label for label, _ in timed(text)} == {""}


def test_the_times_beside_a_text_go_to_the_turns_in_which_they_stand() -> None:
    found = (Turn(0, 3, 9, "A"), Turn(11, 14, 30, "B"), Turn(32, 35, 40, "A"))
    stamps = [
        Stamp(0, 100, 200),
        Stamp(11, 300, None),
        Stamp(20, 400, 900),
        Stamp(25, 500, 600),
        Stamp(32, LONGEST + 1, None),
    ]
    assert of_stamps(found, stamps) == (Time(100, 200), Time(300, 900), None)
    assert of_stamps(found, [Stamp(32, -1, 5)]) == ()


@given(st.text("A:b \n[]#0123:-.", max_size=80))
def test_whatever_stands_there_every_time_is_one_and_ends_after_it_begins(text: str) -> None:
    for found in (turns(text), paragraphs(text)):
        times = of_text(text, found)
        assert len(times) in (0, len(found))
        assert all(time.start >= 0 and (time.end is None or time.end >= time.start) for time in times if time)


# --- labels that are known


def test_a_known_label_counts_wherever_it_stands_at_the_head_of_a_line() -> None:
    known = ("mette (hun/hende)", "iPhone (2)", "Rum 3: Odense", "Rum 3", "x" * 90)
    text = (
        "mette (hun/hende): Hej: du\n[00:01] iPhone (2): Dav\nRum 3: Odense: Ja\nRum 3: Nej\n"
        f"{'x' * 90} [00:02]: Nå\n  iPhone (2) : Jo. Rum 3: er lukket\niPhone (2):uden mellemrum\n"
    )
    found = turns(text, known)
    assert [(turn.label, text[turn.speech : turn.end]) for turn in found] == [
        ("mette (hun/hende)", "Hej: du"),
        ("iPhone (2)", "Dav"),
        ("Rum 3: Odense", "Ja"),
        ("Rum 3", "Nej"),
        ("x" * 90, "Nå"),
        ("iPhone (2)", "Jo. Rum 3: er lukket\niPhone (2):uden mellemrum"),
    ]


def test_known_labels_take_nothing_from_those_that_look_like_one() -> None:
    text = "R1: Hej.\nanna b: Dav.\n?: Mm.\nFlere: Ja.\n"
    assert [turn.label for turn in turns(text)] == ["R1", "?", "Flere"]
    assert [turn.label for turn in turns(text, {"anna b"})] == ["R1", "anna b", "?", "Flere"]


@given(st.lists(st.tuples(st.sampled_from(["A", "b c", "Å (1)", "?", "d: e"]), st.sampled_from(["ja", "x: y", "Nå."]))))
def test_lines_written_with_known_labels_are_read_back(lines: list[tuple[str, str]]) -> None:
    text = "".join(f"{label}: {said}\n" for label, said in lines)
    found = turns(text, {"A", "b c", "Å (1)", "?", "d: e"})
    assert [(turn.label, text[turn.speech : turn.end]) for turn in found] == lines


def test_f4_in_rtf_and_words_own_transcript_in_docx_have_their_times_too() -> None:
    from docx import Document

    rtf = rb"{\rtf1\ansi\ansicpg1252 I: Hvad s\'e5? #00:00:03-4#\par\par R1: Jo tak. #00:00:05-0#\par}"
    found = read(rtf, "a.rtf")
    assert [(turn.label, time) for turn, time in zip(found.turns, found.times, strict=True)] == [
        ("I", Time(0, 3_400)),
        ("R1", Time(3_400, 5_000)),
    ]
    document = Document()
    for line in WORD.split("\n"):
        document.add_paragraph(line)
    document.save(file := io.BytesIO())
    found = read(file.getvalue(), "a.docx")
    assert [turn.label for turn in found.turns if turn.label] == ["Taler 1", "Taler 2", "Taler 1"]
    assert [time.start for time in found.times if time] == [1_000, 5_000, 3_605_000]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "00:00:03\nI: Hvad?\n\n00:00:12\nR1: Det.\n",
            [("", (3_000, None)), ("I", (3_000, 12_000)), ("R1", (12_000, None))],
        ),
        ("00:00:03 - 00:00:12\nHvad?\n\n00:00:12 - 00:00:15\nDet.\n", [("", (3_000, 12_000)), ("", (12_000, 15_000))]),
        (
            "0:0:3.40 --> 0:0:7.2\nMette Holm\nHvad?\n0:0:12.0 --> 0:0:14.0\nBo\nDet.\n0:1:0.0 --> 0:1:2.0\nBo\nJa.\n",
            [("Mette Holm", (3_400, 7_200)), ("Bo", (12_000, 14_000)), ("Bo", (60_000, 62_000))],
        ),
        (
            "[00:00:03.50] - Taler 1\nHvad?\n\n[00:00:12.05] - Taler 2\nDet.\n\n[00:01:00.00] - Taler 1\nNå.\n",
            [("Taler 1", (3_500, None)), ("Taler 2", (12_050, None)), ("Taler 1", (60_000, None))],
        ),
    ],
    ids=["above the label", "ranges and nobody", "Teams", "a dash before the label"],
)
def test_a_clock_on_a_line_of_its_own_says_when_what_follows_begins(
    text: str, expected: list[tuple[str, tuple[int, int | None]]]
) -> None:
    found = turns(text)
    assert [(turn.label, when) for turn, when in zip(found, of_text(text, found), strict=True)] == expected
