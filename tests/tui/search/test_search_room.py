"""The search room: type, look through the hits, go to one, come back."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from workbench.study.search import TIERS, Hit
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.library.screen import LibraryScreen
from workbench.tui.search import drawing
from workbench.tui.search.screen import SearchScreen
from workbench.tui.widgets.picker import Picker
from workbench.tui.widgets.rows import Rows


async def searched(pilot: Any, app: Any, words: str, key: str = "f8") -> SearchScreen:
    """The room after somebody typed ``words`` and pressed enter."""
    await pilot.press(key)
    await pilot.pause()
    screen = app.screen
    assert isinstance(screen, SearchScreen)
    screen.query_one("#words", Input).value = words
    await pilot.press("enter")
    await pilot.pause()
    return screen


@pytest.mark.parametrize("key", ["f8", "ctrl+f"])
async def test_words_are_typed_and_their_hits_stand_under_the_transcripts_with_how_they_were_found(
    open_app: Any, seen: Callable[[Any], str], key: str
) -> None:
    async with open_app() as (app, pilot):
        screen = await searched(pilot, app, "DRIKKE", key)
        assert [(hit.transcript, hit.text, hit.tier) for hit in screen.hits] == [
            (name, "drikker", "lemma") for name in ("F-01", "K-01", "K-02")
        ]
        shown = seen(app)
        assert "3 hits · 3 transcripts · 3 form" in shown
        assert shown.index("F-01") < shown.index("K-01") < shown.index("K-02")
        assert "drikker vi kaffe" in shown
        assert screen.focused is screen.query_one(Rows), "the keys are the list's"


async def test_enter_opens_the_transcript_with_the_hit_selected_and_back_returns_to_it(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await searched(pilot, app, "hinanden")
        await pilot.press("j", "j")
        assert screen.current is not None
        await pilot.press("enter")
        await pilot.pause()
        coding = app.screen
        assert isinstance(coding, CodingScreen)
        assert coding.source.name == "K-02"
        text = coding.source.text
        selected = coding.view.cursor.passage
        assert text[selected.start : selected.end] == "hinanden"
        await pilot.press("q")
        await pilot.pause()
        assert app.screen is screen
        assert screen.current is not None
        assert screen.current.transcript == "K-02"
        await pilot.press("q")
        assert isinstance(app.screen, LibraryScreen)


async def test_filters_narrow_by_speaker_group_and_code_and_x_takes_them_away(
    open_app: Any, seen: Callable[[Any], str]
) -> None:
    async with open_app() as (app, pilot):
        screen = await searched(pilot, app, "så")
        assert {hit.speaker for hit in screen.hits} == {"I", "R1"}
        await pilot.press("i")
        assert {hit.speaker for hit in screen.hits} == {"R1"}
        assert "without interviewers" in seen(app)
        await pilot.press("p")
        assert isinstance(app.screen, Picker)
        app.screen.query_one("#query", Input).value = "volunteer"
        await pilot.press("enter")
        assert {hit.transcript for hit in screen.hits} == {"F-01"}
        await pilot.press("s")
        app.screen.query_one("#query", Input).value = "K-01:R1"
        await pilot.press("enter")
        assert screen.hits == [], "who is in no such group"
        assert "x takes the filters away" in seen(app)
        await pilot.press("x")
        assert len(screen.hits) == 6
        screen._narrow(code="Relationer / Tillid")
        assert screen.hits == [], "none of them stands in such a passage"
        screen.query_one("#words", Input).value = "kaffe"
        await pilot.press("slash", "enter")
        assert [hit.transcript for hit in screen.hits] == ["K-01"]


async def test_another_way_to_search_is_picked_and_what_is_no_expression_is_said(
    open_app: Any, seen: Callable[[Any], str]
) -> None:
    async with open_app() as (app, pilot):
        screen = await searched(pilot, app, "ring(er|te)")
        await pilot.press("m")
        app.screen.query_one("#query", Input).value = "regular"
        await pilot.press("enter")
        assert screen.mode == "regex"
        assert {hit.text for hit in screen.hits} == {"ringer"}
        screen.query_one("#words", Input).value = "ring("
        await pilot.press("slash", "enter")
        await pilot.pause()
        assert screen.hits == []
        assert any("cannot be used" in note.message for note in app._notifications)


async def test_a_coding_changes_nothing_in_the_list_and_a_new_text_does(open_app: Any, tmp_path: Path) -> None:
    async with open_app() as (app, pilot):
        screen = await searched(pilot, app, "kaffe")
        hits = screen.hits
        document = app.study.transcripts.document("K-02")
        app.study.codings.add(document.revision, 0, 5, app.study.codes.list()[0].id)
        await pilot.pause()
        assert screen.hits is hits
        (tmp_path / "N-01.md").write_text("I: Kaffe?\n\nR1: Ja tak, kaffe.\n", encoding="utf-8")
        app.study.transcripts.import_files([tmp_path / "N-01.md"])
        await pilot.pause()
        await pilot.pause()
        assert {hit.transcript for hit in screen.hits} == {"F-01", "K-01", "K-02", "N-01"}


async def test_what_needs_a_dictionary_is_looked_for_by_another_process_and_a_late_answer_is_none(
    open_app: Any,
) -> None:
    async with open_app() as (app, pilot):
        asked: list[dict[str, Any]] = []
        app.counts_beside = True
        app.read_beside = lambda purpose, work, then: asked.append({"purpose": purpose, "work": work, "then": then})
        screen = await searched(pilot, app, "ringer")
        assert [hit.tier for hit in screen.hits] == ["exact"] * 3, "the letters are there at once"
        assert asked[0]["work"]["words"] == "ringer"
        assert asked[0]["purpose"] == "search"
        screen.words = "hinanden"
        screen._search()
        asked[0]["then"]({"hits": [], "more": False, "end": "done"})
        assert len(screen.hits) == 3, "an answer to the question before"
        found = Hit("K-01", "x", 3, 9, "lemma", 100.0, "R1", 2, "", "hinanden", "")
        asked[1]["then"]({"hits": [list(found)], "more": True, "end": "done"})
        assert screen.hits == [found]
        assert not screen._waiting


async def test_the_process_that_reads_answers_a_search(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        app.counts_beside = True
        screen = await searched(pilot, app, "drikke")
        for _ in range(400):
            await pilot.pause(0.02)
            if not screen._waiting:
                break
        assert [hit.tier for hit in screen.hits] == ["lemma"] * 3
        process = app.readers["search"]._beside.process
        await pilot.press("q")
        assert "search" not in app.readers, "nobody needs the dictionary any more"
    process.wait(10)


def test_the_words_of_a_hit_stay_in_sight_and_what_is_hostile_is_made_harmless() -> None:
    hit = Hit("K", "r", 0, 4, "exact", 100.0, "R1\x1b[31m", 3, "før " * 30, "ord\x1b]0;x\x07", " efter" * 30)
    for width in (40, 60, 120):
        drawn = "".join(text for text, _ in drawing.one_line(hit, width, True))
        assert "ord" in drawn
        assert "\x1b" not in "".join(text for text, _ in drawing.around(hit, width))


def test_neither_the_room_nor_the_letters_load_a_dictionary(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "import workbench.tui.search.screen; from workbench.study import Study, init\n"
        "init(Path(sys.argv[1]), 'Tom'); study = Study.open(sys.argv[1], 'ann')\n"
        "study.search.find('ord', mode='folded'); study.close()\n"
        "print(*({'simplemma', 'spacy', 'numpy'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "s")], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == ""


def test_every_way_of_finding_has_a_plain_word_and_a_long_name_keeps_its_distance() -> None:
    assert set(drawing.SAID) == set(TIERS)
    hit = Hit("K-01", "x", 3, 9, "tail", 100.0, "Interviewer", 2, "der er så meget ", "hinanden", " i det")
    line = "".join(text for text, _ in drawing.one_line(hit, 60, False))
    assert "Interviewer"[:4] in line
    assert "……" not in line
    assert line.rstrip().endswith("compound")
