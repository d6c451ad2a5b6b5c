"""The synthesis room: the matrix as cells and words, what is behind a cell, and its commands."""

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from workbench.tui.synthesis import table, words
from workbench.tui.widgets.ask import ConfirmScreen
from workbench.tui.widgets.excerpts import ExcerptsScreen
from workbench.tui.widgets.lines import LinesScreen


async def room(app: Any, pilot: Any) -> Any:
    """The synthesis, painted."""
    app.open_synthesis()
    await pilot.pause()
    await pilot.pause()
    return app.screen


def at(screen: Any, path: str) -> None:
    """Put the cursor on a theme."""
    screen.query_one("#matrix").move([row.path for row in screen._rows].index(path))


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_themes_stand_with_their_counts_and_their_column(open_app: Any, seen: Any, size: tuple[int, int]) -> None:
    async with open_app(size=size) as (app, pilot):
        await room(app, pilot)
        rows = [line.split() for line in seen(app).split("\n")]
        shared = next(row for row in rows if row[:1] == ["Netværk"])
        assert shared[1:3] == ["1/1", "■■■■"]
        assert "shared" in shared or "Fælles" in shared
        alone = next(row for row in rows if row[:1] == ["Tillid"])
        assert "–" in alone
        assert "layer: all coders · coders: ann" in seen(app)


async def test_the_foot_says_the_rule_and_what_is_under_the_cursor(open_app: Any, seen: Any) -> None:
    async with open_app(size=(140, 40)) as (app, pilot):
        screen = await room(app, pilot)
        assert "shared when both columns voice it (≥ 1 informant each)" in seen(app)
        at(screen, "Relationer / Tillid")
        await pilot.press("l")
        await pilot.pause()
        text = seen(app)
        assert "Fagprofessionelle: 1 of 1 informants · 1 interview · 1 excerpt" in text
        assert "Fagprofessionelle: no other column has enough evidence" in text


async def test_enter_opens_the_excerpts_of_the_cell_and_back_is_the_same_cell(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await room(app, pilot)
        at(screen, "Relationer / Netværk")
        await pilot.press("l", "l")
        assert screen.cell.id == "volunteer"
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ExcerptsScreen)
        assert [(q.transcript, q.speakers, q.groups) for q in app.screen._shown] == [("F-01", ("R1",), ("volunteer",))]
        await pilot.press("q")
        await pilot.pause()
        assert app.screen is screen
        assert (screen.row.path, screen.cell.id) == ("Relationer / Netværk", "volunteer")


async def test_a_theme_is_placed_by_hand_with_a_reason_and_put_back(open_app: Any, seen: Any) -> None:
    async with open_app(size=(140, 40)) as (app, pilot):
        screen = await room(app, pilot)
        at(screen, "Relationer / Tillid")
        await pilot.press("p")
        await pilot.pause()
        await pilot.press(*"frivil", "enter")
        await pilot.pause()
        await pilot.pause()
        app.screen.query_one(Input).value = "Sagt uden for båndet"
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert (screen.row.column, screen.row.placed) == ("volunteer", "Sagt uden for båndet")
        assert "placed by hand (Sagt uden for båndet); by the rule Fagprofessionelle" in seen(app)
        await pilot.press("p")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert (screen.row.column, screen.row.placed) == ("professional", None)


async def test_tab_goes_through_the_matrices_and_the_overview_is_counted_from_the_transcripts(
    open_app: Any, seen: Any
) -> None:
    async with open_app() as (app, pilot):
        screen = await room(app, pilot)
        await pilot.press("tab")
        await pilot.pause()
        assert screen.name_shown == "overview"
        rows = [line.split() for line in seen(app).split("\n")]
        assert ["Total", "3", "1", "2", "–", "3"] in [row[:6] for row in rows]
        await pilot.press("enter", "p", "s", "l")
        assert app.screen is screen
        await pilot.press("shift+tab")
        await pilot.pause()
        assert screen.name_shown == "competences"


async def test_the_lists_tell_what_the_table_does_not(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        app.study.codes.create("Humor")
        screen = await room(app, pilot)
        told = [text for text, _ in words.lists(screen.matrix, {})]
        assert "  Humor  (0 excerpts, 0 informants; nothing is coded)" in told
        assert any(text.startswith("With at least 2 informants: ") for text in told)
        await pilot.press("s")
        await pilot.pause()
        assert isinstance(app.screen, LinesScreen)


async def test_export_writes_the_file_and_asks_before_writing_over_one(open_app: Any, tmp_path: Path) -> None:
    target = tmp_path / "tabel.csv"
    async with open_app() as (app, pilot):
        screen = await room(app, pilot)
        for overwrite in (False, True):
            await pilot.press("e", *"csv", "enter")
            await pilot.pause()
            await pilot.pause()
            assert app.screen.query_one(Input).value == str(app.folder / "competences.csv")
            app.screen.query_one(Input).value = str(target)
            await pilot.press("enter")
            await pilot.pause()
            await pilot.pause()
            if overwrite:
                assert isinstance(app.screen, ConfirmScreen)
                await pilot.press("y")
                await pilot.pause()
            assert app.screen is screen
            assert "Netværk" in target.read_text(encoding="utf-8")
            target.write_text("andet", encoding="utf-8") if not overwrite else None


async def test_the_order_of_rows_changes_and_the_cursor_stays_on_its_theme(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await room(app, pilot)
        at(screen, "Relationer / Tillid")
        await pilot.press("o")
        assert screen.row.path == "Relationer / Tillid"
        assert [row.column for row in screen._rows][-1] == "professional"
        await pilot.press("o")
        assert [row.total.informants for row in screen._rows] == sorted(
            (row.total.informants for row in screen._rows), reverse=True
        )


def test_every_reason_of_the_synthesis_has_words_here() -> None:
    from workbench.synthesis import WHY

    assert set(words.WHY) == set(WHY)


def test_a_denominator_smaller_than_its_numerator_is_not_shown() -> None:
    from workbench.synthesis import Count

    number = table._number
    assert number(Count(16, 9, 60), 10, "", 12) == [("16", "")]
    assert number(Count(8, 5, 20), 16, "", 12) == [(" 8/16 ", ""), ("■■", "accent")]
    assert number(Count(0, 1, 2), 16, "", 20) == [("0  (2 unattributed)", "dim")]
    assert number(None, 16, "not_asked", 12) == [("not asked", "dim")]
