"""Keys that come all at once do what they would do one by one."""

from typing import Any

from textual import events

from workbench.tui.app import WorkbenchApp
from workbench.tui.codebook.screen import CodebookScreen
from workbench.tui.library.screen import LibraryScreen
from workbench.tui.widgets.excerpts import ExcerptsScreen
from workbench.tui.widgets.rows import Rows


def burst(app: WorkbenchApp, *keys: str) -> None:
    """Keys as a slow line delivers them: in one packet."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


async def until(pilot: Any, kind: type) -> None:
    """Wait until a screen of that kind is on top and painted."""
    for _ in range(50):
        await pilot.pause(0.02)
        if isinstance(pilot.app.screen, kind):
            break
    await pilot.pause(0.1)


async def test_a_burst_goes_where_each_key_was_meant_to_go(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        burst(app, "C", "slash", *"tillid", "enter", "enter")
        await until(pilot, ExcerptsScreen)
        assert app.screen.here()[0][0] == "Relationer / Tillid"


async def test_keys_after_an_enter_go_to_the_screen_below_the_dialog(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        burst(app, "colon", *"codebook", "enter", "j", "j")
        await until(pilot, CodebookScreen)
        assert app.screen.query_one(Rows).cursor == 2
        burst(app, "q", "j")
        await until(pilot, LibraryScreen)
        assert app.screen.query_one(Rows).cursor == 1


async def test_many_keys_are_none_lost(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        burst(app, *("j" * 40), *("k" * 39), "slash", *("ab" * 50))
        for _ in range(100):
            await pilot.pause(0.02)
            if len(app.screen.needle) == 100:
                break
        assert app.screen.needle == "ab" * 50
