"""Passages that a correction has changed or lost: before and after, one key each."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench.study import Study
from workbench.tui.coding.placing import PlacingScreen
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.corrections.revisions import RevisionsScreen
from workbench.tui.corrections.screen import CorrectionsScreen
from workbench.tui.library.screen import LibraryScreen


@pytest.fixture
def folder(corrected_folder: Path, tmp_path: Path) -> Path:
    """A copy of the corrected study."""
    return shutil.copytree(corrected_folder, tmp_path / "study")


async def queue(app: Any, pilot: Any, settle: Any, status: str = "") -> CorrectionsScreen:
    """The queue, the cursor on a passage of that status."""
    await pilot.press("v")
    await settle(pilot)
    screen = app.screen
    assert isinstance(screen, CorrectionsScreen)
    if status:
        screen.query_one("#queue").move(next(i for i, f in enumerate(screen._shown) if f.status == status))
        await settle(pilot)
    return screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_before_and_after_are_on_the_screen_and_what_differs_is_bracketed(
    open_app: Any, seen: Callable[..., str], settle: Any, size: tuple[int, int]
) -> None:
    async with open_app(size=size) as (app, pilot):
        await queue(app, pilot, settle, "changed")
        text = seen(app)
        assert "2 to look at" in text
        assert "‹Man skriver›" in text
        assert "‹Vi ringer›" in text
        before = next(i for i, line in enumerate(text.splitlines()) if "‹Vi ringer›" in line)
        after = next(i for i, line in enumerate(text.splitlines()) if "‹Man skriver›" in line)
        assert (before == after) == (size[0] >= 120), "beside each other where there is room, else below"


async def test_a_lost_passage_says_so_and_what_can_be_done(
    open_app: Any, seen: Callable[..., str], settle: Any
) -> None:
    async with open_app(size=(80, 24)) as (app, pilot):
        await queue(app, pilot, settle, "lost")
        text = " ".join(seen(app).split())
        assert "Nothing of it is left in the text that is read now." in text
        assert "drikker vi kaffe" in text


async def test_enter_accepts_and_the_next_is_under_the_cursor_and_u_brings_it_back(open_app: Any, settle: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await queue(app, pilot, settle, "changed")
        row = screen.current.row
        await pilot.press("enter")
        await settle(pilot)
        assert [fate.status for fate in screen._shown] == ["lost"]
        assert screen.current.status == "lost"
        await pilot.press("enter")
        await settle(pilot)
        assert screen._shown == []
        assert len(app.study.codings.of(app.study.transcripts.document("K-01").revision)) == 1
        await pilot.press("u", "u")
        await settle(pilot)
        assert len(screen._shown) == 2
        assert row in {fate.row for fate in screen._shown}


async def test_a_lost_passage_is_placed_by_selecting_it(open_app: Any, settle: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await queue(app, pilot, settle, "lost")
        row = screen.current.row
        await pilot.press("p")
        await settle(pilot)
        await pilot.press("q")
        await settle(pilot)
        assert app.screen is screen
        assert len(screen._shown) == 2, "leaving changes nothing"
        await pilot.press("p")
        await settle(pilot)
        placing = app.screen
        assert isinstance(placing, PlacingScreen)
        text = placing.source.text
        start = text.index("er der en fest")
        placing.view.move(lambda cursor: cursor.select(start, start + len("er der en fest")))
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen is screen
        coding = app.study.codings.get(row)
        assert text[coding.start : coding.end] == "er der en fest"
        assert [fate.status for fate in screen._shown] == ["changed"]


async def test_d_removes_what_is_ones_own_and_asks_about_a_colleagues(
    open_app: Any, seen: Callable[..., str], settle: Any
) -> None:
    async with open_app("bo") as (app, pilot):
        screen = await queue(app, pilot, settle, "lost")
        await pilot.press("d")
        await settle(pilot)
        assert "This is a coding of ann." in seen(app)
        await pilot.press("n")
        await settle(pilot)
        assert len(screen._shown) == 2
    async with open_app("ann") as (app, pilot):
        screen = await queue(app, pilot, settle, "lost")
        await pilot.press("d")
        await settle(pilot)
        assert [fate.status for fate in screen._shown] == ["changed"]


async def test_o_opens_the_transcript_at_the_passage_and_capital_h_its_texts(open_app: Any, settle: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await queue(app, pilot, settle, "changed")
        await pilot.press("o")
        await settle(pilot)
        assert isinstance(app.screen, CodingScreen)
        start, end = app.screen.passage
        assert "skriver" in app.screen.source.text[start:end]
        await pilot.press("q")
        await settle(pilot)
        assert app.screen is screen
        await pilot.press("H")
        await settle(pilot)
        assert isinstance(app.screen, RevisionsScreen)


async def test_nothing_to_look_at_is_said(open_app: Any, seen: Callable[..., str], settle: Any, folder: Path) -> None:
    study = Study.open(folder, "ann")
    study.corrections.accept(*(fate.row for fate in study.corrections.queue()))
    study.close()
    async with open_app() as (app, pilot):
        await queue(app, pilot, settle)
        assert "Every passage stands where it should" in seen(app)
        await pilot.press("enter", "p", "d", "o")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, LibraryScreen)
