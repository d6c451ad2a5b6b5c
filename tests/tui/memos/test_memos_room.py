"""The memos room, and writing and linking memos from wherever one is."""

import time
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import TextArea

from workbench.study import Study
from workbench.tui.codebook.screen import CodebookScreen
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.library.screen import LibraryScreen
from workbench.tui.memos.links import LinksScreen
from workbench.tui.memos.screen import MemosScreen
from workbench.tui.memos.writing import MemoEditor
from workbench.tui.widgets.picker import Picker


def titles(screen: Any) -> list[str]:
    """The memos shown, from above."""
    assert isinstance(screen, MemosScreen)
    return [memo.title for memo in screen._shown]


@pytest.fixture
def noted(folder: Path) -> Path:
    """The study with a memo of each kind, one by bo, one that points to two passages."""
    study = Study.open(folder, "ann")
    k1 = study.transcripts.document("K-01")
    start = k1.text.index("Det er det hele.")
    spans = [(k1.revision, start, start + 16), (study.transcripts.document("F-01").revision, 0, 5)]
    code = study.codes.find("Tillid").id
    passage: Any = {"revision": k1.revision, "start": start, "end": start + 16}
    study.memos.add("transcript", k1.id, "Et roligt lokale.", kind="field")
    time.sleep(0.002)  # the log counts milliseconds, and nobody writes two memos in one
    study.memos.add("passage", k1.id, "Hun smiler.", **passage)
    time.sleep(0.002)
    study.memos.add("code", code, "Tillid er talt frem.", kind="analytic", links=spans)
    study.close()
    bo = Study.open(folder, "bo")
    bo.memos.add("study", "", "Vi koder kun informanter.\nOg ikke os selv.", kind="decision")
    bo.close()
    return folder


async def test_memos_are_listed_newest_first_and_read_beside_the_list(noted: Path, open_app: Any, seen: Any) -> None:
    for size in ((80, 24), (200, 50)):
        async with open_app(size=size) as (app, pilot):
            await pilot.press("f11")
            screen = app.screen
            assert titles(screen) == [
                "Vi koder kun informanter.",
                "Tillid er talt frem.",
                "Hun smiler.",
                "Et roligt lokale.",
            ]
            text = seen(app)
            assert "4 memos · newest first" in text
            assert "meeting decision" in text
            assert "Og ikke os selv." in text
            await pilot.press("j")
            assert "Relationer / Tillid" in seen(app)
            assert "“Det er det hele.” (K-01, R1, turn 2)" in seen(app)
            await pilot.press("o")
            assert titles(screen)[:2] == ["Hun smiler.", "Tillid er talt frem."]
            await pilot.press("o")
            assert titles(screen) == [
                "Vi koder kun informanter.",
                "Tillid er talt frem.",
                "Et roligt lokale.",
                "Hun smiler.",
            ]
            assert screen.current.title == "Tillid er talt frem."


async def test_kinds_filters_and_search_narrow_the_list(noted: Path, open_app: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("f11", "f", *"field", "enter")
        assert titles(app.screen) == ["Et roligt lokale."]
        assert "only field note" in seen(app)
        await pilot.press("escape", "slash", *"k-01", "enter")
        assert titles(app.screen) == ["Hun smiler.", "Et roligt lokale."]
        await pilot.press("escape", "s", *"tilliden", "enter")
        assert titles(app.screen) == ["Tillid er talt frem."]
        assert "found for “tilliden”" in seen(app)
        await pilot.press("escape")
        assert len(titles(app.screen)) == 4
        await pilot.press("slash", *"xyz", "enter")
        assert "Nothing matches." in seen(app)
        await pilot.press("e", "K", "m", "D", "l", "y", "r", "enter")
        assert isinstance(app.screen, MemosScreen)


async def test_enter_goes_to_what_a_memo_is_about_and_back_returns(noted: Path, open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("f11", "enter")  # on the study: there is nowhere to go, it is read in full
        await pilot.press("escape", "j", "enter")
        assert isinstance(app.screen, CodebookScreen)
        assert app.screen.current is not None
        assert app.screen.current.name == "Tillid"
        await pilot.press("q", "j", "enter")
        assert isinstance(app.screen, CodingScreen)
        start, end = app.screen.passage
        assert app.screen.source.text[start:end] == "Det er det hele."
        await pilot.press("f11")
        assert isinstance(app.screen, MemosScreen)
        assert app.screen.current.title == "Hun smiler."
        await pilot.press("j", "enter")
        assert isinstance(app.screen, CodingScreen)


async def test_what_a_memo_points_to_is_gone_to_taken_away_and_brought_back(
    noted: Path, open_app: Any, seen: Any
) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("f11", "j", "l")
        assert isinstance(app.screen, LinksScreen)
        assert "2 passages" in seen(app)
        assert "turn 2 · ann" in seen(app)
        await pilot.press("j", "enter")
        assert isinstance(app.screen, CodingScreen)
        assert app.screen.source.name == "K-01"
        await pilot.press("q", "d")
        assert [link.transcript for link in app.screen._links] == ["F-01"]
        await pilot.press("u")
        assert len(app.screen._links) == 2
        await pilot.press("y", "escape")
        assert isinstance(app.screen, MemosScreen)


async def test_a_memo_gets_its_kind_by_one_key_while_it_is_written(noted: Path, open_app: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("f11")
        room: Any = app.screen
        await pilot.press("n")
        assert isinstance(app.screen, MemoEditor)
        assert "F4 analytic" in seen(app)
        await pilot.press(*"Uro", "f6", "ctrl+s")
        (memo,) = [m for m in app.study.memos.list() if m.title == "Uro"]
        assert (memo.kind, memo.about) == ("reflexive", "study")
        assert room.current.id == memo.id
        await pilot.press("e", "tab", "ctrl+s")
        assert app.study.memos.get(memo.id).kind == "decision"
        await pilot.press("e", "tab", "shift+tab", "shift+tab", *" nu", "ctrl+s")
        assert (app.study.memos.get(memo.id).kind, app.study.memos.get(memo.id).text) == ("reflexive", "Uro nu")
        await pilot.press("u")
        assert (app.study.memos.get(memo.id).kind, app.study.memos.get(memo.id).text) == ("decision", "Uro")
        await pilot.press("e", "ctrl+n")
        assert isinstance(app.screen, MemoEditor)
        assert app.screen.text == ""
        await pilot.press("ctrl+n", *"Mere", "ctrl+s")
        assert len(app.study.memos.list(about=["study"])) == 3


async def test_kind_subject_and_removal_have_keys_and_a_colleagues_memo_is_asked_about(
    noted: Path, open_app: Any, seen: Any
) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("f11", "K")
        assert "This is a memo of bo. Change it all the same?" in seen(app)
        await pilot.press("n")
        await pilot.press("j", "K", *"reflexive", "enter")
        (memo,) = app.study.memos.list(about=["code"])
        assert memo.kind == "reflexive"
        await pilot.press("m", *"K-02", "enter")
        moved = app.study.memos.get(memo.id)
        assert (moved.about, moved.target) == ("transcript", app.study.transcripts.get("K-02").id)
        await pilot.press("D", "y")
        assert len(titles(app.screen)) == 3
        await pilot.press("u")
        assert len(titles(app.screen)) == 4


async def test_what_is_shown_is_written_to_a_file(noted: Path, open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("f11", "f", *"analytic", "enter", "x", *"md", "enter", "enter")
        for _ in range(20):
            await pilot.pause()
        text = (noted / "memos.md").read_text(encoding="utf-8")
        assert "Tillid er talt frem." in text
        assert "Hun smiler." not in text
        await pilot.press("x", *"md", "enter", "enter")
        assert "is there already" in app.screen.question


async def test_in_a_transcript_a_passage_is_linked_to_a_memo_and_no_longer(
    noted: Path, open_app: Any, seen: Any
) -> None:
    async with open_app(size=(140, 40)) as (app, pilot):
        app.open_transcript("K-01")
        await pilot.press("J", "p")
        assert isinstance(app.screen, Picker)
        assert app.screen.shown[0].words.startswith("Tillid er talt frem. analytic memo")
        await pilot.press("enter")
        screen: Any = app.screen
        (memo,) = app.study.memos.list(about=["code"])
        assert len(memo.links) == 3
        assert "» analytic memo · ann" in seen(app)
        assert screen.passage in screen.noted()
        await pilot.press("p")
        assert app.screen.shown[0].words.startswith("✓ Tillid")
        await pilot.press("enter")
        assert len(app.study.memos.get(memo.id).links) == 2
        assert "» analytic memo" not in seen(app)
        await pilot.press("p", *"new", "enter", *"Nyt", "ctrl+s")
        (new,) = [m for m in app.study.memos.list(kinds=["analytic"]) if m.title == "Nyt"]
        assert [(link.start, link.end) for link in new.links] == [tuple(screen.passage)]
        assert "Nyt" in seen(app)
        await pilot.press("u")
        assert app.study.memos.linking(screen.source.revision)[0].memo.id == memo.id
        assert "Nyt" not in seen(app).split("Taken back")[0]


async def test_a_transcript_gets_a_field_note_from_the_library_and_a_second_memo_beside_it(
    folder: Path, open_app: Any
) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("n", *"Varmt", "ctrl+s")
        assert isinstance(app.screen, LibraryScreen)
        (memo,) = app.study.memos.list()
        assert (memo.kind, memo.about, memo.text) == ("field", "transcript", "Varmt")
        await pilot.press("n")
        assert app.screen.query_one(TextArea).text == "Varmt"
        await pilot.press("ctrl+n", "f6", *"Jeg tvivler", "ctrl+s")
        assert sorted(memo.kind for memo in app.study.memos.list()) == ["field", "reflexive"]
        await pilot.press("n")
        assert isinstance(app.screen, Picker)
        assert len(app.screen.shown) == 3
        await pilot.press("down", "enter", "ctrl+a", "delete", "ctrl+s")
        assert len(app.study.memos.list()) <= 2
        await pilot.press("N")
        assert isinstance(app.screen, MemosScreen)


async def test_a_lost_link_waits_among_the_corrected_passages_and_can_be_taken_away(
    noted: Path, open_app: Any, seen: Any
) -> None:
    study = Study.open(noted, "ann")
    study.corrections.correct("K-01", study.transcripts.document("K-01").text.replace(" Det er det hele.", ""))
    study.close()
    async with open_app() as (app, pilot):
        await pilot.press("f10")
        assert [fate.ent for fate in app.screen._shown] == ["memo", "link"]
        await pilot.press("j", "d")
        assert [fate.ent for fate in app.screen._shown] == ["memo"]
        await pilot.press("f11", "end")
        assert "✗" in seen(app)


async def test_hostile_words_in_memos_are_shown_as_what_they_are(folder: Path, open_app: Any, seen: Any) -> None:
    study = Study.open(folder, "ann")
    study.memos.add("study", "", "[/red] \x1b]0;x\x07 [@click=app.quit]x", kind="[bold]")
    study.close()
    async with open_app() as (app, pilot):
        await pilot.press("f11")
        assert "[/red] ␛]0;x␇ [@click=app.quit]x" in seen(app)
        assert "[bold]" in seen(app)
        for keys in (("r", "escape"), ("f", "escape"), ("l", "escape"), ("e", "escape"), ("K", "escape")):
            await pilot.press(*keys)
        assert isinstance(app.screen, MemosScreen)
