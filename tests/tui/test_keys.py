"""Keys that come all at once do what they would do one by one."""

import time
from collections.abc import Callable
from typing import Any

from textual import events

from workbench.tui.app import WorkbenchApp
from workbench.tui.codebook.screen import CodebookScreen
from workbench.tui.library.screen import LibraryScreen
from workbench.tui.passages.screen import PassagesScreen
from workbench.tui.widgets.rows import Rows


def burst(app: WorkbenchApp, *keys: str) -> None:
    """Keys as a slow line delivers them: in one packet."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


async def until(pilot: Any, holds: Callable[[Any], object]) -> None:
    """Wait until something holds of the screen on top, and then until everything is done that was to be done."""
    deadline = time.monotonic() + 60
    while not holds(pilot.app.screen):
        assert time.monotonic() < deadline, "it never came"
        await pilot.pause(0.02)
    while pilot.app._under_way or pilot.app._keys:
        assert time.monotonic() < deadline, "it never ends"
        await pilot.pause(0.02)
    await pilot.pause(0.1)


def on(kind: type, row: int) -> Callable[[Any], bool]:
    """Whether a screen is of that kind, the cursor on that row."""
    return lambda screen: isinstance(screen, kind) and [rows.cursor for rows in screen.query(Rows)] == [row]


async def test_a_burst_goes_where_each_key_was_meant_to_go(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        burst(app, "C", "slash", *"tillid", "enter", "enter")
        await until(pilot, lambda screen: isinstance(screen, PassagesScreen) and screen.code)
        assert app.screen.code.path == "Relationer / Tillid"


async def test_keys_after_an_enter_go_to_the_screen_below_the_dialog(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        burst(app, "colon", *"codebook", "enter", "j", "j")
        await until(pilot, on(CodebookScreen, 2))
        assert app.screen.query_one(Rows).cursor == 2
        burst(app, "q", "j")
        await until(pilot, on(LibraryScreen, 1))
        assert app.screen.query_one(Rows).cursor == 1


async def test_many_keys_are_none_lost(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        burst(app, *("j" * 40), *("k" * 39), "slash", *("ab" * 50))
        await until(pilot, lambda screen: len(screen.needle) >= 100)
        assert app.screen.needle == "ab" * 50
