"""The texts a transcript has had, the way back to one, and one text made of two."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench.study import Study
from workbench.tui.corrections.revisions import RevisionsScreen
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.picker import Picker


@pytest.fixture
def folder(corrected_folder: Path, tmp_path: Path) -> Path:
    """A copy of the corrected study."""
    return shutil.copytree(corrected_folder, tmp_path / "study")


async def texts(app: Any, pilot: Any, settle: Any) -> RevisionsScreen:
    """The texts of K-01."""
    app.open_revisions("K-01")
    await settle(pilot)
    assert isinstance(app.screen, RevisionsScreen)
    return app.screen


async def test_each_text_says_who_when_why_and_what_it_changed(
    open_app: Any, seen: Callable[..., str], settle: Any
) -> None:
    async with open_app(size=(80, 24)) as (app, pilot):
        await texts(app, pilot, settle)
        text = seen(app)
        rows = [line.split() for line in text.splitlines() if "imported" in line or "corrected" in line]
        assert rows[0][:2] == ["●", "2"]
        assert "ann" in rows[0]
        assert rows[1][0] == "1"
        assert "‹Man skriver›" in text
        assert "‹Vi ringer›" in text
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, LinesScreen)
        assert "− " in seen(app)
        assert "+ " in seen(app)


async def test_going_back_is_asked_and_undone(open_app: Any, seen: Callable[..., str], settle: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await texts(app, pilot, settle)
        await pilot.press("b")
        await settle(pilot)
        assert "This is the text that is read." in seen(app)
        await pilot.press("j", "b")
        await settle(pilot)
        assert "Read text 1 again?" in seen(app)
        await pilot.press("y")
        await settle(pilot)
        assert "ringer" in app.study.transcripts.document("K-01").text
        assert [row.n for row in screen._all if row.current] == [1]
        await pilot.press("u")
        await settle(pilot)
        assert "skriver" in app.study.transcripts.document("K-01").text


@pytest.fixture
def two_texts(folder: Path, tmp_path: Path) -> Callable[[str, str], None]:
    """``two_texts(mine, theirs)``: ann and bo, apart, put those words in the place of "Hvad"."""

    def apart(mine: str, theirs: str) -> None:
        there = shutil.copytree(folder, tmp_path / "bo")
        ann, bo = Study.open(folder, "ann"), Study.open(there, "bo")
        text = ann.transcripts.document("K-01").text
        bo.log.ingest(list(ann.log.export()))
        ann.corrections.correct("K-01", text.replace(*mine.split("=")))
        bo.corrections.correct("K-01", text.replace(*theirs.split("=")))
        ann.log.ingest(list(bo.log.export()))
        ann.close()
        bo.close()

    return apart


async def test_two_corrected_texts_are_joined_by_one_key_and_a_choice(
    open_app: Any, seen: Callable[..., str], settle: Any, two_texts: Callable[[str, str], None]
) -> None:
    two_texts("Hvad=Hvad, sagde du,", "overstået=forbi")
    async with open_app() as (app, pilot):
        await texts(app, pilot, settle)
        assert "J makes one text of both" in seen(app)
        await pilot.press("J")
        await settle(pilot)
        assert isinstance(app.screen, Picker)
        await pilot.press("enter")
        await settle(pilot)
        joined = app.study.transcripts.document("K-01").text
        assert "Hvad, sagde du," in joined
        assert "forbi" in joined
        assert app.study.corrections.conflicts() == []


async def test_where_both_changed_the_same_words_one_says_whose_stand_there(
    open_app: Any, seen: Callable[..., str], settle: Any, two_texts: Callable[[str, str], None]
) -> None:
    two_texts("Hvad=Hvordan", "Hvad=Hvorfor")
    async with open_app() as (app, pilot):
        await pilot.press("f10")
        await settle(pilot)
        assert "two people corrected K-01" in seen(app)
        await pilot.press("J")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, Picker)
        assert "same words were changed" in seen(app)
        await pilot.press(*"theirs", "enter")
        await settle(pilot)
        assert "Hvorfor" in app.study.transcripts.document("K-01").text
        assert app.study.corrections.conflicts() == []
        assert "two people corrected" not in seen(app)
