"""A day's work, key by key: the sample study opened, read, coded, taken back, looked at from above, written out."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.terminal.driver import Terminal
from workbench.study import CodingRow, Study

SIZES = pytest.mark.parametrize(
    ("columns", "lines"), [(80, 24), pytest.param(200, 60, marks=pytest.mark.nightly)], ids=["80x24", "200x60"]
)
KLARA = "Klara Østergård"
FIRST = "F-01"
"""The transcript on which the cursor stands when the library opens."""


@contextmanager
def opened(folder: Path) -> Iterator[Study]:
    """The study as this coder, closed again."""
    study = Study.open(folder, KLARA)
    try:
        yield study
    finally:
        study.close()


def mine(study: Study, transcript: str = FIRST) -> list[CodingRow]:
    """This coder's codings of a transcript, in the order of the text."""
    revision = study.transcripts.document(transcript).revision
    return [row for row in study.codings.of(revision) if row.coder == study.coder]


def codings_shown(terminal: Terminal) -> int:
    """The number of codings that the title of the coding screen tells."""
    return int(terminal.wait_match(r"([\d,]+) codings?\b")[1].replace(",", ""))


def wait_count(terminal: Terminal, count: int) -> None:
    """Wait until the title tells ``count`` codings."""
    terminal.wait_match(rf"\b{count:,} codings?\b")


@SIZES
def test_the_first_start_asks_who_is_coding_and_the_second_does_not(
    demo_folder: Path, columns: int, lines: int
) -> None:
    with Terminal(["--study", demo_folder], columns, lines) as terminal:
        asked = terminal.wait_for("Who is coding?", "ann", "bo")
        assert FIRST not in asked
        terminal.press(KLARA).wait_for(KLARA, "is new here")
        terminal.press("enter").wait_for("23 interviews", "44 informants", FIRST)
        terminal.wait_without("Who is coding?")
        assert KLARA in terminal.lines[0]
        assert terminal.leave() == 0
        assert b"\x1b[?1049l" in terminal.sent, "the terminal was not given back"
    with Terminal(["--study", demo_folder], columns, lines) as terminal:
        terminal.wait_for("23 interviews", FIRST)
        assert KLARA in terminal.lines[0]
        assert "Who is coding?" not in terminal.text
        assert terminal.leave() == 0
    with opened(demo_folder) as study:
        assert not mine(study)


@SIZES
def test_passages_are_tagged_taken_back_and_made_again(demo_folder: Path, columns: int, lines: int) -> None:
    with Terminal(["--study", demo_folder, "--coder", KLARA], columns, lines) as terminal:
        terminal.wait_for(FIRST)
        terminal.press("enter").wait_for("turn 1 of 45", "c code")
        before = codings_shown(terminal)

        terminal.press("J").wait_for("turn 2 of 45")
        terminal.press("v", "j", "j").wait_for("extending: 3 sentences")
        terminal.press("c").wait_for("Code “", "type a name")
        terminal.press("tillid").wait_match(r"\n.*Relationer / Tillid")
        terminal.press("enter")
        wait_count(terminal, before + 1)
        terminal.wait_for("selected: 3 sentences")

        terminal.press("J").wait_for("turn 3 of 45")
        terminal.press("c").wait_for("type a name")
        terminal.press("Gaver / Æbler fra haven").wait_for("+ new code “Gaver / Æbler fra haven”")
        terminal.press("enter")
        wait_count(terminal, before + 2)

        terminal.press("m").wait_for("Memo on “")
        terminal.press("Gælder det også for dem?", "ctrl+s")
        terminal.wait_without("Memo on “")

        terminal.press("u").wait_for("Taken back: write memo")
        terminal.press("u")
        wait_count(terminal, before + 1)
        terminal.press("U")
        wait_count(terminal, before + 2)
        terminal.press("U").wait_for("Made again: write memo")
        assert terminal.leave() == 0

    with opened(demo_folder) as study:
        document = study.transcripts.document(FIRST)
        passage, third = mine(study)
        names = {code.id: code.path for code in study.codes.list()}
        memos = [memo for memo in study.memos.list(revision=document.revision) if memo.coder == KLARA]
        assert study.log.verify().faults == ()
    assert names[passage.code] == "Relationer / Tillid"
    inside = [start for start in document.sentences if passage.start <= start < passage.end]
    assert inside[0] == passage.start == document.turns[1].speech
    assert len(inside) == 3
    assert names[third.code] == "Gaver / Æbler fra haven"
    assert third.start == document.turns[2].speech
    (memo,) = memos
    assert (memo.text, memo.start, memo.end) == ("Gælder det også for dem?", third.start, third.end)


def test_keys_typed_ahead_reach_the_screens_they_are_meant_for(demo_folder: Path) -> None:
    with Terminal(["--study", demo_folder, "--coder", KLARA]) as terminal:
        terminal.wait_for(FIRST)
        # somebody who knows the program does not wait for it
        terminal.press("enter", "J", "c", "tillid", "enter", "j", "c", "netværk", "enter", "j", "2", "j", "1")
        terminal.wait_match(r"\b69 codings\b")
        assert terminal.leave() == 0
    with opened(demo_folder) as study:
        document = study.transcripts.document(FIRST)
        names = {code.id: code.name for code in study.codes.list()}
        tagged = [(row.start, names[row.code]) for row in mine(study)]
    starts = [start for start in document.sentences if start >= document.turns[1].start]
    assert tagged == list(zip(starts[:4], ("Tillid", "Netværk", "Tillid", "Tillid"), strict=True))


@SIZES
def test_from_the_matrix_to_an_excerpt_to_its_place_and_to_a_file(
    demo_folder: Path, tmp_path: Path, columns: int, lines: int
) -> None:
    with opened(demo_folder) as study:
        name = study.synthesis.names()[0]
        theme = study.codes.find("Relationer / Tillid")
        quotes = study.synthesis.evidence(name, theme.id)
    first, last = quotes[0], quotes[-1]
    file = tmp_path / "tabel.md"

    with Terminal(["--study", demo_folder, "--coder", KLARA], columns, lines) as terminal:
        terminal.wait_for(FIRST)
        terminal.press("f4").wait_for("Synthesis", "Relationer")
        terminal.press("/", "tillid", "enter").wait_without("Netværk", "Facilitering")
        terminal.press("enter").wait_for(f"{len(quotes)} excerpts", first.transcript)
        terminal.wait(lambda text: _begins(first.text) in _flat(text), "the first excerpt")
        terminal.press("G").wait(lambda text: _begins(last.text) in _flat(text), "the last excerpt")

        place = terminal.press("enter").wait_for("selected:", f"{last.transcript} ·")
        assert _begins(last.text) in _flat(place)
        terminal.press("q").wait_for(f"{len(quotes)} excerpts")
        terminal.press("q").wait_for("Synthesis", "e export" if columns > 80 else "w write")

        terminal.press("e").wait_for("What to write")
        terminal.press("enter").wait_for("Export the table")
        terminal.press("md", "enter").wait_for(f"Write {name} as md", "The file to write.")
        terminal.press("ctrl+u", str(file), "enter").wait_for("Written:")
        assert terminal.leave() == 0

    written = file.read_text(encoding="utf-8")
    assert "Tillid" in written
    with opened(demo_folder) as study:
        assert written == study.synthesis.render(name, "md")
        assert study.log.verify().faults == ()


def _flat(text: str) -> str:
    """What is on a screen without margins, frames and line breaks."""
    return re.sub(r"[\W_]+", " ", text)


def _begins(text: str) -> str:
    """The first words of an excerpt, few enough to stand on one line."""
    return " ".join(_flat(text).split()[:4])
