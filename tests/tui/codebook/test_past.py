"""The codebook's past on the screen: histories, versions, comparisons, and what was coded by old words."""

from pathlib import Path
from typing import Any

from textual.widgets import Input

from workbench.tui.codebook.changed import OutdatedScreen
from workbench.tui.codebook.differences import DifferencesScreen
from workbench.tui.codebook.history import HappenedScreen
from workbench.tui.codebook.versions import VersionsScreen
from workbench.tui.widgets.lines import LinesScreen

TILLID, NET = "Relationer / Tillid", "Relationer / Netværk"


def named(app: Any) -> list[tuple[str, str]]:
    """The versions that somebody has named, with their notes."""
    return [(v.name, v.note) for v in app.study.history.versions() if v.kind == "version"]


async def test_a_history_tells_when_who_what_and_why_and_a_step_is_taken_back(
    open_app: Any, at_code: Any, seen: Any
) -> None:
    async with open_app(size=(120, 30)) as (app, pilot):
        code = app.study.codes.find(TILLID).id
        app.study.codes.rename(code, "Fortrolighed", why="informanternes ord")
        app.study.codes.define(code, definition="At tro på hinanden.")
        await at_code(app, pilot, "Relationer / Fortrolighed")
        await pilot.press("H")
        assert isinstance(app.screen, HappenedScreen)
        text = seen(app)
        assert "Tillid → Fortrolighed" in text
        assert "“informanternes ord”" in text
        await pilot.press("enter")
        assert isinstance(app.screen, LinesScreen)
        assert "At tro på hinanden." in seen(app)
        await pilot.press("escape", "j", "t", "y")
        assert app.study.codes.get(code).name == "Tillid"
        assert app.study.codes.get(code).definition == "At tro på hinanden."
        before = len(app.screen._shown)
        await pilot.press("a")
        assert len(app.screen._shown) > before  # the whole codebook
        await pilot.press("slash", *"fortrolighed", "enter")
        assert app.screen._shown
        assert all("fortrolighed" in f"{s.what}{s.details}".casefold() for s in app.screen._shown)


async def test_the_codebook_is_read_as_it_was_after_a_step(open_app: Any, at_code: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        code = app.study.codes.find(TILLID).id
        app.study.codes.define(code, definition="Ny mening.")
        await at_code(app, pilot, TILLID)
        await pilot.press("H", "G", "v")
        assert isinstance(app.screen, LinesScreen)
        assert "Tillid" in seen(app)
        assert "Ny mening." not in seen(app)


async def test_a_version_is_named_and_compared_with_today_and_with_another(
    open_app: Any, at_code: Any, seen: Any, tmp_path: Path
) -> None:
    async with open_app(size=(120, 30)) as (app, pilot):
        await at_code(app, pilot, TILLID)
        await pilot.press("V")
        assert isinstance(app.screen, VersionsScreen)
        assert "round 1" in seen(app)  # the codebook that the round of coding goes by
        await pilot.press("n", *"runde et", "tab", *"inden mødet", "enter")
        assert named(app) == [("runde et", "inden mødet")]
        app.study.codes.rename(app.study.codes.find(TILLID).id, "Fortrolighed", why="deres ord")
        await pilot.press("n", *"runde to", "enter")
        app.study.codes.create("Humor")
        await pilot.press("g", "j", "enter")
        assert isinstance(app.screen, DifferencesScreen)
        assert "Relationer / Tillid → Relationer / Fortrolighed" in seen(app)
        assert "“deres ord”" in seen(app)
        assert "Humor" in seen(app)
        await pilot.press("e", "enter")
        app.screen.query_one(Input).value = str(tmp_path / "out.md")
        await pilot.press("enter")
        assert "Fortrolighed" in (tmp_path / "out.md").read_text(encoding="utf-8")
        await pilot.press("q")
        await pilot.press("m", "g", "enter")
        assert isinstance(app.screen, DifferencesScreen)
        assert (app.screen.since, app.screen.until) == ("runde et", "runde to")
        assert "Fortrolighed" in seen(app)
        assert "Humor" not in seen(app)


async def test_a_version_is_read_renamed_and_removed(open_app: Any, at_code: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        app.study.history.name_version("før", "en note")
        app.study.codes.create("Humor")
        await at_code(app, pilot)
        await pilot.press("V", "r")
        assert isinstance(app.screen, LinesScreen)
        assert "Netværk" in seen(app)
        assert "Humor" not in seen(app)
        await pilot.press("escape", "e")
        app.screen.query_one("#line", Input).value = "efter"
        await pilot.press("enter")
        assert named(app) == [("efter", "en note")]
        await pilot.press("D", "y")
        assert named(app) == []
        await pilot.press("D")  # a round names its own
        assert isinstance(app.screen, VersionsScreen)


async def test_what_was_coded_by_old_words_is_worked_through_one_key_each(
    open_app: Any, at_code: Any, seen: Any
) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        code = app.study.codes.find(NET).id
        app.study.codes.define(code, definition="At kende de rette og holde fast.")
        await at_code(app, pilot, NET)
        await pilot.press("o")
        assert isinstance(app.screen, OutdatedScreen)
        assert "2 passages of Relationer / Netværk" in seen(app)
        assert "Vi ringer til hinanden." in seen(app)
        assert "no definition" in seen(app)
        assert "holde fast" in seen(app)
        await pilot.press("y")
        assert len(app.screen._shown) == 1
        await pilot.press("u")
        assert len(app.screen._shown) == 2
        await pilot.press("x")
        assert app.study.codes.find(NET).count == 1
        await pilot.press("r", *"tillid", "enter")
        assert app.study.codes.find(TILLID).count == 2
        assert "Nothing to look at" in seen(app)
