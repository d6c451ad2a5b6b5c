"""Status, colour, memo and reasons; what was deleted comes back from a list."""

from typing import Any

from textual.widgets import Input, TextArea

from workbench.tui.codebook.asking import ColourScreen, NameScreen, WhyScreen
from workbench.tui.widgets.editor import TextEditor
from workbench.tui.widgets.picker import Picker

TILLID, NET = "Relationer / Tillid", "Relationer / Netværk"


async def rested(app: Any, pilot: Any) -> None:
    """Wait until the cursor has rested on its code."""
    while not app.screen._resting.rested:
        await pilot.pause(0.02)


async def test_one_key_makes_a_code_a_draft_then_settled_then_neither(open_app: Any, at_code: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        await at_code(app, pilot, TILLID)
        await pilot.press("d")
        assert app.study.codes.find(TILLID).status == "draft"
        assert "Tillid  draft" in seen(app)
        assert "a draft: still being found" in seen(app)
        await pilot.press("d")
        assert app.study.codes.find(TILLID).status == "settled"
        assert "Tillid  ✓" in seen(app)
        await pilot.press("d")
        assert app.study.codes.find(TILLID).status == ""
        await pilot.press("u")
        assert app.study.codes.find(TILLID).status == "settled"


async def test_a_colour_is_shown_as_it_is_typed_and_kept_as_a_number(open_app: Any, at_code: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await at_code(app, pilot, TILLID)
        await pilot.press("c", *"tea")
        assert isinstance(app.screen, ColourScreen)
        assert "no such colour" in seen(app)
        await pilot.press("enter")
        assert isinstance(app.screen, ColourScreen)  # what is no colour is not taken
        await pilot.press("l")
        assert "#008080" in seen(app)
        await pilot.press("enter")
        assert app.study.codes.find(TILLID).colour == "#008080"
        row = next(strip for strip in app.screen._compositor.render_strips() if "┃ Tillid" in strip.text)
        assert next(s.style.color.name for s in row if "┃" in s.text) == "#008080"
        await pilot.press("c", "ctrl+a", "delete")
        app.screen.query_one(Input).value = ""
        await pilot.press("enter")
        assert app.screen is screen
        assert app.study.codes.find(TILLID).colour == ""


async def test_yes_needs_no_reason_and_a_reason_is_a_line_away(open_app: Any, at_code: Any) -> None:
    async with open_app() as (app, pilot):
        await at_code(app, pilot, TILLID)
        row = app.study.codes.find(TILLID).id
        await pilot.press("D")
        assert isinstance(app.screen, WhyScreen)
        await pilot.press("n")
        assert app.study.codes.find(TILLID).id == row
        await pilot.press("D", "tab", *"ny nok", "tab", "tab", "enter")
        assert [name for _, name in app.study.codes.deleted()] == ["Tillid"]
        assert app.study.history.code(row)[0].why == "ny nok"


async def test_a_deleted_code_is_listed_with_who_deleted_it_and_why_and_comes_back(
    open_app: Any, at_code: Any, seen: Any
) -> None:
    async with open_app() as (app, pilot):
        code = app.study.codes.find(TILLID).id
        app.study.codes.delete(code, why="for tynd")
        screen = await at_code(app, pilot)
        await pilot.press("R")
        assert isinstance(app.screen, Picker)
        assert "Tillid" in seen(app)
        assert "ann · for tynd" in seen(app)
        await pilot.press("enter", "y")
        assert app.study.codes.find(TILLID).count == 1
        assert screen.current.id == code


async def test_the_memo_on_a_code_is_written_gone_on_with_and_taken_away(open_app: Any, at_code: Any) -> None:
    async with open_app() as (app, pilot):
        await at_code(app, pilot, TILLID)
        code = app.study.codes.find(TILLID).id
        texts = lambda: [memo.text for memo in app.study.memos.list(target=code)]  # noqa: E731
        for written, kept in (("Skal deles?", ["Skal deles?"]), ("Deles.", ["Deles."]), ("", [])):
            await pilot.press("a")
            assert isinstance(app.screen, TextEditor)
            app.screen.query_one(TextArea).text = written
            await pilot.press("ctrl+s")
            assert texts() == kept


async def test_the_panel_tells_the_origin_the_examples_and_the_last_change(
    open_app: Any, at_code: Any, seen: Any
) -> None:
    async with open_app(size=(200, 40)) as (app, pilot):
        code = app.study.codes.find(TILLID)
        app.study.codes.define(code.id, definition="At tro på hinanden.", why="fra mødet")
        (passage,) = app.study.passages.of(code.id)
        app.study.passages.star(passage.codings)
        await at_code(app, pilot, TILLID)
        await rested(app, pilot)
        assert "★ 1 good example" in seen(app)
        assert "fra mødet" in seen(app)
        assert "· ann · defined" in seen(app)
        net, splitting = app.study.codes.find(NET).id, app.study.splitting
        key = splitting.add_target(net, "Telefonen")
        splitting.sort(net, app.study.passages.of(net)[0], key)
        await pilot.press("S", "q")
        assert "Netværk  split begun" in seen(app)
        made = splitting.apply(net).targets[0]
        app.open_codebook(made)
        await pilot.pause()
        await pilot.pause()
        assert "split from Relationer / Netværk" in seen(app)
        assert "split begun" not in seen(app)


async def test_while_a_name_is_typed_it_is_said_which_code_it_may_mean(open_app: Any, at_code: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        await at_code(app, pilot, TILLID)
        await pilot.press("n", *"Netvaerk")
        assert isinstance(app.screen, NameScreen)
        for _ in range(40):
            await pilot.pause(0.05)
            if "you may mean" in seen(app):
                break
        assert "you may mean Netværk (2 codings)" in seen(app)
        await pilot.press("escape")
        assert len(app.study.codes.list()) == 3
