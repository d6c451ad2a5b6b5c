"""Questions, lines and longer texts: what they give back, and that nothing written is lost by one key."""

from typing import Any

from textual.widgets import Input, TextArea

from workbench.tui.library.screen import LibraryScreen
from workbench.tui.widgets.editor import TextEditor


async def test_a_question_is_answered_by_one_key(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        for key, answer in (("y", True), ("enter", True), ("n", False), ("escape", False)):
            answers: list[bool] = []
            app.confirm("Delete it?", answers.append)
            await pilot.pause()
            await pilot.press(key)
            await pilot.pause()
            assert answers == [answer], key


async def test_a_line_is_given_back_stripped_and_an_empty_one_as_none(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        for typed, answer in (("  Tillid ", "Tillid"), ("   ", None)):
            answers: list[str | None] = []
            app.ask_line("Rename", "", answers.append, "A hint.")
            await pilot.pause()
            app.screen.query_one(Input).value = typed
            await pilot.press("enter")
            await pilot.pause()
            assert answers == [answer]


async def test_a_text_is_kept_by_ctrl_s_and_thrown_away_only_by_a_second_escape(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        answers: list[str | None] = []
        app.ask_text("Memo", "Hun tøver", answers.append)
        await pilot.pause()
        await pilot.press("!", "escape")
        assert isinstance(app.screen, TextEditor)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert answers == ["Hun tøver!"]
        app.ask_text("Memo", "Hun tøver", answers.append)
        await pilot.pause()
        app.screen.query_one(TextArea).text = "noget andet"
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert isinstance(app.screen, LibraryScreen)
        assert answers == ["Hun tøver!", None]


async def test_a_text_that_was_not_changed_is_left_by_one_escape(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        app.ask_text("Memo", "Hun tøver", lambda text: None)
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, LibraryScreen)
