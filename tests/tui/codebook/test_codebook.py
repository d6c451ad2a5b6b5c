"""The codebook room: the tree, and every change through one verb of the study, with what follows said before."""

from typing import Any

import pytest
from textual.widgets import Input, TextArea

from workbench.errors import InputError
from workbench.tui.codebook import tree
from workbench.tui.codebook.asking import WhyScreen
from workbench.tui.codebook.define import DefineScreen, read_facets, write_facets
from workbench.tui.codebook.history import HappenedScreen
from workbench.tui.widgets.ask import ConfirmScreen


async def room(app: Any, pilot: Any, path: str = "") -> Any:
    """The codebook with the cursor on a code."""
    app.open_codebook(app.study.codes.find(path).id if path else "")
    await pilot.pause()
    await pilot.pause()
    return app.screen


def paths(app: Any) -> list[str]:
    """The codebook, in order."""
    return [code.path for code in app.study.codes.list()]


async def test_it_opens_at_the_code_asked_for_and_tells_what_it_means(open_app: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        app.study.codes.define(app.study.codes.find("Relationer / Tillid").id, definition="At tro på hinanden.")
        screen = await room(app, pilot, "Relationer / Tillid")
        assert screen.current.path == "Relationer / Tillid"
        assert "At tro på hinanden." in seen(app)


async def test_folding_hides_what_is_below_and_a_filter_finds_it_all_the_same(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await room(app, pilot)
        visible = lambda: [shown.code.name for shown in screen._shown]  # noqa: E731
        assert visible() == ["Relationer", "Netværk", "Tillid"]
        await pilot.press("h")
        assert visible() == ["Relationer"]
        await pilot.press("slash", *"tilli", "enter")
        await pilot.pause()
        assert visible() == ["Relationer", "Tillid"]
        assert screen.current.name == "Tillid"
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("l")
        assert visible() == ["Relationer", "Netværk", "Tillid"]


async def test_a_new_code_is_made_beside_or_below_and_the_cursor_goes_there(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await room(app, pilot, "Relationer / Tillid")
        await pilot.press("n", *"Humor", "enter")
        await pilot.pause()
        await pilot.pause()
        assert screen.current.path == "Relationer / Humor"
        await pilot.press("N", *"Ironi", "enter")
        await pilot.pause()
        await pilot.pause()
        assert screen.current.path == "Relationer / Humor / Ironi"


async def test_a_new_code_that_resembles_another_is_asked_about(open_app: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        await room(app, pilot, "Relationer / Tillid")
        await pilot.press("n", *"Netvaerk", "enter")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, ConfirmScreen)
        assert "Netværk (2 codings)" in seen(app)
        await pilot.press("n")
        await pilot.pause()
        assert "Relationer / Netvaerk" not in paths(app)


async def test_renaming_keeps_the_codings_and_can_be_given_a_reason(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await room(app, pilot, "Relationer / Netværk")
        await pilot.press("r")
        app.screen.query_one("#line", Input).value = "Netværksledelse"
        await pilot.press("tab", *"bredere", "enter")
        code = app.study.codes.find("Relationer / Netværksledelse")
        assert code.count == 2
        assert app.study.history.code(code.id)[0].why == "bredere"


async def test_the_form_records_all_fields_at_once_and_keeps_open_what_is_refused(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await room(app, pilot, "Relationer / Tillid")
        await pilot.press("e")
        await pilot.pause()
        form = app.screen
        assert isinstance(form, DefineScreen)
        form.query_one("#definition", TextArea).text = "At tro på hinanden."
        form.query_one("#exclude", TextArea).text = "Blind tro."
        form.query_one("#facets", Input).value = "kind = noget"
        await pilot.press("ctrl+s")
        assert app.screen is form
        form.query_one("#facets", Input).value = "kind = reel"
        await pilot.press("ctrl+s")
        await pilot.pause()
        code = app.study.codes.find("Relationer / Tillid")
        assert (code.definition, code.exclude, dict(code.facets)) == (
            "At tro på hinanden.",
            "Blind tro.",
            {"kind": ("reel",)},
        )


def test_facets_are_read_back_as_they_are_written() -> None:
    facets = {"kind": ("formel", "reel"), "stance": ("denies",)}
    assert read_facets(write_facets(facets)) == {name: list(values) for name, values in facets.items()}
    assert read_facets(" ; ") == {}
    with pytest.raises(InputError, match="noget"):
        read_facets("kind = reel; noget")


async def test_moving_offers_no_place_below_itself(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        app.study.codes.create("Andet")
        await room(app, pilot, "Relationer")
        await pilot.press("m")
        await pilot.pause()
        assert [option.value for option in app.screen.shown] == [app.study.codes.find("Andet").id]
        await pilot.press("enter")
        assert isinstance(app.screen, WhyScreen)
        await pilot.press("y")
        assert paths(app) == [
            "Andet",
            "Andet / Relationer",
            "Andet / Relationer / Netværk",
            "Andet / Relationer / Tillid",
        ]


async def test_merging_says_what_follows_and_is_taken_back_exactly(open_app: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        await room(app, pilot, "Relationer / Netværk")
        before = paths(app)
        await pilot.press("M", *"tilli", "enter")
        await pilot.pause()
        await pilot.pause()
        text = " ".join(seen(app).split())
        assert "2 codings in 2 transcripts: 2 by ann" in text
        assert "Together 3 codings; none of them twice." in text
        assert "Relationer / Tillid Fagprofessionelle → Fælles" in text
        await pilot.press("w", *"samme", "enter")
        assert app.study.codes.find("Relationer / Tillid").count == 3
        assert app.study.history.code(app.study.codes.find("Relationer / Tillid").id)[0].why == "samme"
        await pilot.press("w", "enter", "y")
        assert paths(app) == before
        assert app.study.codes.find("Relationer / Netværk").count == 2


async def test_deleting_asks_and_undo_brings_it_back(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await room(app, pilot, "Relationer / Tillid")
        await pilot.press("D", "y")
        await pilot.pause()
        assert "Relationer / Tillid" not in paths(app)
        await pilot.press("u")
        await pilot.pause()
        assert "Relationer / Tillid" in paths(app)


async def test_the_history_tells_who_did_what(open_app: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        code = app.study.codes.find("Relationer / Tillid")
        app.study.codes.rename(code.id, "Fortrolighed")
        await room(app, pilot, "Relationer / Fortrolighed")
        await pilot.press("H")
        await pilot.pause()
        assert isinstance(app.screen, HappenedScreen)
        assert "Tillid → Fortrolighed" in seen(app)


async def test_enter_shows_the_passages_of_the_code_and_back_returns(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        codebook = await room(app, pilot, "Relationer / Netværk")
        await pilot.press("enter")
        assert app.place == "passages"
        await pilot.press("q", "S")
        assert app.place == "splitting"
        await pilot.press("q")
        assert app.screen is codebook
        assert codebook.current.path == "Relationer / Netværk"


def test_the_subtree_of_a_code_is_it_and_all_below() -> None:
    class Code:
        def __init__(self, id: str, parent: str | None) -> None:
            self.id, self.parent = id, parent

    codes: Any = [Code("a", None), Code("b", "a"), Code("c", "b"), Code("d", None)]
    assert tree.subtree(codes, "a") == {"a", "b", "c"}
    assert tree.subtree(codes, "d") == {"d"}
