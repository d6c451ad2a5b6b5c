"""Originals written anew: without those who left, and otherwise as they were typed."""

import pytest

from workbench.transcripts import read
from workbench.transcripts.originals import CannotRewriteError, with_text, without_speakers

BODY = "I: Hvad?\n\nR1: Det ene.\n\nR2: Det andet.\n\nR1: Og mere.\n"
LINES = """\
---
id: K-03   # the third
informants:   # who came
  - {label: R1, person: P07, group: professional}   # left early
  # a note between them
  - label: R2
    person: P08
    role: leder

interviewer: [I]
---
"""


def test_an_informant_goes_from_a_list_in_lines_and_all_else_stays() -> None:
    assert (
        without_speakers((LINES + BODY).encode(), "k.md", {"R1"})
        == """\
---
id: K-03   # the third
informants:   # who came
  - label: R2
    person: P08
    role: leder

interviewer: [I]
---
I: Hvad?

R2: Det andet.
"""
    )


def test_an_informant_of_several_lines_goes_whole() -> None:
    text = without_speakers((LINES + BODY).encode(), "k.md", {"R2"})
    assert "P08" not in text
    assert "leder" not in text
    assert "left early" in text
    assert [i.label for i in read(text.encode(), "k.md").front.informants] == ["R1"]


@pytest.mark.parametrize(
    ("informants", "left"),
    [
        ("[{label: R1, group: a}, {label: R2}]", "[{label: R2}]"),
        ("[R1, R2]", "[R2]"),
        ("\n- R1\n- R2", "\n- R2"),
        ("\n-\n  label: R1\n-\n  label: R2", "\n-\n  label: R2"),
    ],
)
def test_however_the_list_is_written(informants: str, left: str) -> None:
    data = f"---\nid: K-03\ninterviewer: I\ninformants: {informants}\n---\n{BODY}".encode()
    assert f"\ninformants: {left}\n---\n" in without_speakers(data, "k.md", {"R1"})


def test_when_all_informants_leave_the_interviewer_stays() -> None:
    text = without_speakers((LINES + BODY).encode(), "k.md", {"R1", "R2"})
    found = read(text.encode(), "k.md")
    assert (found.text, found.front.informants, found.front.interviewer) == ("I: Hvad?\n", (), ("I",))


def test_a_file_without_front_matter_is_only_its_text() -> None:
    assert without_speakers(BODY.encode("cp1252"), "k.txt", {"R1"}) == "I: Hvad?\n\nR2: Det andet.\n"


def test_nothing_is_left_of_a_file_that_nobody_else_speaks_in() -> None:
    assert without_speakers(b"---\nid: K-03\n---\nR1: Hej.\n", "k.md", {"R1"}) == ""


def test_another_text_takes_the_place_of_the_one_a_file_held_and_no_other() -> None:
    typed = "\ufeff---\r\nid: K-01  # som aftalt\r\n---\r\nR1: Ja.\r\n"
    data = typed.encode()
    assert with_text(data, "k.md", "R1: Ja.\n", "R1: Nej.\n") == "---\nid: K-01  # som aftalt\n---\nR1: Nej.\n"
    assert with_text(data, "k.md", "R1: Ja", "R1: Nej.\n") is None
    assert with_text("R1: På.".encode("cp1252"), "k.txt", "R1: På.", "R1: Nå.") == "R1: Nå."
    with pytest.raises(CannotRewriteError):
        with_text(b"WEBVTT\n\n00:01.000 --> 00:02.000\nJa.\n", "k.vtt", "Ja.", "Nej.")
