"""A theme's page: evidence and summary side by side, kept wherever one goes; and the framework matrix."""

from typing import Any

from textual.widgets import TextArea

from workbench.tui.themepage.framework import FrameworkScreen
from workbench.tui.themepage.screen import ThemeScreen


async def page(app: Any, pilot: Any, path: str = "Relationer") -> ThemeScreen:
    """The page of a theme."""
    theme = next(code.id for code in app.study.codes.list() if code.path == path)
    app.push_screen(ThemeScreen(theme, "competences"))
    await pilot.pause()
    await pilot.pause()
    shown: ThemeScreen = app.screen
    return shown


async def test_what_is_typed_is_kept_wherever_one_goes(open_app: Any, seen: Any) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        shown = await page(app, pilot)
        theme, summaries = shown.theme, app.study.summaries
        headings = [item.heading.label for item in shown._items if item.quote is None]
        assert headings == ["the theme as a whole", "Fagprofessionelle", "Frivillige"]
        assert "nothing written yet" in seen(app)

        await pilot.press("tab", *"Om q?")  # no letter is a command here
        assert app.screen is shown
        assert "not kept yet" in seen(app)
        await pilot.press("ctrl+s")
        assert summaries.get(theme).words == "Om q?"
        await pilot.press("x", "escape")  # leaving the words
        assert summaries.get(theme).words == "Om q?x"
        await pilot.press("l")  # to the first group
        assert shown.pane.cell == (theme, "group", "professional")
        await pilot.press("enter", "K", "tab")
        assert summaries.get(theme, "group", "professional").words == "K"
        await pilot.press("tab", "o", "f4")  # into another room
        await pilot.pause()
        assert summaries.get(theme, "group", "professional").words == "Ko"
        assert [one.words for one in summaries.list()] == ["Om q?x", "Ko"]


async def test_what_a_colleague_writes_meanwhile_is_not_lost_and_quitting_keeps_the_words(open_app: Any) -> None:
    from workbench.study import Study

    async with open_app(size=(80, 24)) as (app, pilot):
        shown = await page(app, pilot)
        await pilot.press("tab", *"mit")
        app.study.summaries.write(shown.theme, "deres")
        await pilot.pause()
        assert shown.query_one(TextArea).text == "mit"
        await pilot.press("ctrl+s")
        assert app.study.summaries.get(shown.theme).words == "mit\n\nderes"
        await pilot.press("!", "ctrl+q")
        theme = shown.theme
    study = Study.open(app.folder, "ann")
    try:
        found = study.summaries.get(theme)
        assert found is not None
        assert found.words == "mit!\n\nderes"
    finally:
        study.close()


async def test_an_excerpt_opens_in_its_transcript_and_one_comes_back_to_it(open_app: Any, seen: Any) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        shown = await page(app, pilot)
        await pilot.press("l", "j")
        before = shown.item
        assert before is not None
        assert before.quote is not None
        assert shown.pane.cell == (shown.theme, "group", before.heading.target)
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen is not shown
        await pilot.press("q")
        await pilot.pause()
        assert app.screen is shown
        assert shown.item == before
        await pilot.press("b")
        assert "PK-01" in seen(app)
        path = shown.row.path if shown.row else ""
        await pilot.press("right_square_bracket")
        await pilot.pause()
        assert shown.row is not None
        assert shown.row.path != path
        await pilot.press("left_square_bracket")
        await pilot.pause()
        assert shown.row.path == path


async def test_the_framework_goes_from_one_missing_cell_to_the_next_and_opens_it(open_app: Any, seen: Any) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        first = await page(app, pilot)
        app.study.summaries.write(first.theme, "Kommunens.", "group", "professional")
        await pilot.press("F")
        await pilot.pause()
        grid = app.screen
        assert isinstance(grid, FrameworkScreen)
        assert "Kommunens." in seen(app)
        await pilot.press("n", "enter")
        await pilot.pause()
        await pilot.pause()
        shown = app.screen
        assert isinstance(shown, ThemeScreen)
        assert shown.pane.cell == (first.theme, "group", "volunteer")
