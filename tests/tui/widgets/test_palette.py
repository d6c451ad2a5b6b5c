"""The code palette: found by typing, made by typing, never left without an answer."""

from typing import Any

import pytest
from textual.widgets import Input

from workbench.tui.library.screen import LibraryScreen
from workbench.tui.widgets.palette import NEW, CodePalette


@pytest.fixture
def answers() -> list[str | None]:
    """What the palette gave back."""
    return []


async def opened(app: Any, pilot: Any, answers: list[str | None], query: str) -> CodePalette:
    """The palette with something typed."""
    app.pick_code("Tag the passage", answers.append)
    await pilot.pause()
    palette = app.screen
    assert isinstance(palette, CodePalette)
    palette.query_one(Input).value = query
    await pilot.pause()
    return palette


async def test_enter_gives_the_best_code_back_and_closes(open_app: Any, answers: list[str | None]) -> None:
    async with open_app() as (app, pilot):
        await opened(app, pilot, answers, "netv")
        await pilot.press("enter")
        await pilot.pause()
        assert answers == [app.study.codes.find("Relationer / Netværk").id]
        assert isinstance(app.screen, LibraryScreen)


async def test_without_a_query_the_code_used_last_comes_first(open_app: Any, answers: list[str | None]) -> None:
    async with open_app() as (app, pilot):
        await opened(app, pilot, answers, "")
        await pilot.press("enter")
        await pilot.pause()
        assert answers == [app.study.codes.find("Relationer / Tillid").id]


async def test_the_last_row_makes_the_code_below_the_one_named(
    open_app: Any, answers: list[str | None], seen: Any
) -> None:
    async with open_app() as (app, pilot):
        palette = await opened(app, pilot, answers, "Relationer / Nettværk")
        assert palette.shown[-1].value == NEW
        assert "+ new code “Relationer / Nettværk”  you may mean Netværk, 2" in seen(app)
        await pilot.press("up", "enter")
        await pilot.pause()
        made = app.study.codes.find("Relationer / Nettværk")
        assert answers == [made.id]
        assert made.parent == app.study.codes.find("Relationer").id


async def test_a_code_that_is_there_is_not_offered_anew(open_app: Any, answers: list[str | None]) -> None:
    async with open_app() as (app, pilot):
        palette = await opened(app, pilot, answers, "Relationer / Netværk")
        assert NEW not in [option.value for option in palette.shown]


async def test_taking_and_staying_gives_each_code_and_no_none_at_the_end(
    open_app: Any, answers: list[str | None]
) -> None:
    async with open_app() as (app, pilot):
        palette = await opened(app, pilot, answers, "netv")
        palette.action_take_on()
        await pilot.pause()
        assert app.screen is palette
        assert palette.query_one(Input).value == ""
        await pilot.press("escape")
        await pilot.pause()
        assert answers == [app.study.codes.find("Relationer / Netværk").id]


async def test_leaving_gives_none(open_app: Any, answers: list[str | None]) -> None:
    async with open_app() as (app, pilot):
        await opened(app, pilot, answers, "netv")
        await pilot.press("escape")
        await pilot.pause()
        assert answers == [None]


async def test_a_name_the_study_refuses_leaves_the_palette_open(open_app: Any, answers: list[str | None]) -> None:
    async with open_app() as (app, pilot):
        palette = await opened(app, pilot, answers, "Tillid\x00")
        await pilot.press("up", "enter")
        await pilot.pause()
        assert app.screen is palette
        assert answers == []
