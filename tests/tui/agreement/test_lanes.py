"""An episode in its text: a lane for each coder, the same keys, a passage of one's own."""

from typing import Any

import pytest

from workbench.tui.agreement.lanes import LanesScreen
from workbench.tui.agreement.laneview import ALIKE, DIFFERS, NOBODY, Lane
from workbench.tui.agreement.telling import mark
from workbench.tui.coding.screen import CodingScreen


def row_with(screen: LanesScreen, words: str) -> str:
    """The row of the text that begins with ``words`` somewhere."""
    lines = ["".join(s.text for s in screen.view.build(y)) for y in range(len(screen.view.rows))]
    return next(line for line in lines if words in line)


def margin(screen: LanesScreen, words: str) -> list[str]:
    """What stands in the lanes beside that row, the settled one last."""
    line = row_with(screen, words)
    return [line[place] for place in screen.view.places()]


def underlined(screen: LanesScreen, words: str) -> str:
    """The underlined words of that row."""
    row = next(y for y in range(len(screen.view.rows)) if words in "".join(s.text for s in screen.view.build(y)))
    return "".join(s.text for s in screen.view.build(row) if s.style is not None and s.style.underline)


def test_what_touches_in_a_lane_is_one_and_is_found_on_its_row() -> None:
    lane = Lane([(10, 20), (0, 5), (20, 25), (40, 50)])
    assert lane.within(0, 100) == [(0, 5), (10, 25), (40, 50)]
    assert lane.within(12, 15) == [(12, 15)]
    assert lane.within(25, 40) == []


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_each_coder_has_a_lane_and_where_they_differ_is_seen_without_colour(
    open_app: Any, lanes: Any, seen: Any, size: tuple[int, int]
) -> None:
    async with open_app(size=size) as (app, pilot):
        screen = await lanes(app, pilot, "K-02")
        lines = seen(app).splitlines()
        assert "Netværk ▸ K-02" in lines[0]
        assert lines[1].startswith("a b ✓")
        assert margin(screen, "Vi ringer til") == [DIFFERS, DIFFERS, " "]
        assert underlined(screen, "Vi ringer til").strip() == "til hinanden."
        assert "boundary" in lines[-3]
        assert "1 ann" in lines[-2]


async def test_what_is_alike_has_another_bar_and_no_line_below(open_app: Any, lanes: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await lanes(app, pilot, "K-01")
        assert margin(screen, "Vi ringer til") == [ALIKE, ALIKE, " "]
        assert underlined(screen, "Vi ringer til") == ""


async def test_the_same_keys_settle_and_the_next_may_be_in_another_transcript(open_app: Any, lanes: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await lanes(app, pilot, "K-02")
        await pilot.press("plus")
        assert screen.current.name != "K-02"
        await pilot.press("0")
        await pilot.pause()
        await pilot.press("1")
        await pilot.pause()
        told = {row.name: mark(row, screen.coders, screen.names)[0] for row in screen._all}
        assert sorted(filter(None, told.values())) == [
            "✓ as ann, discussed",
            "✓ nobody, discussed",
            "✓ union, discussed",
        ]
        for _ in range(len(screen._all)):
            await pilot.press("n")
            if screen.current.name == "K-02":
                assert margin(screen, "Vi ringer til")[-1] == ALIKE
            elif told[screen.current.name].startswith("✓ nobody"):
                assert margin(screen, screen.current.text[:9])[-1] == NOBODY


async def test_back_in_the_list_the_cursor_is_where_one_went(open_app: Any, episodes: Any) -> None:
    async with open_app() as (app, pilot):
        before = await episodes(app, pilot)
        await pilot.press("enter")
        await pilot.press("n")
        await pilot.press("plus")
        there = app.screen.current.name
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is before
        assert before.current.name == there
        assert sum(row.settled is not None for row in before._shown) == 1


async def test_a_passage_of_ones_own_is_selected_and_taken(open_app: Any, lanes: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await lanes(app, pilot, "K-02")
        item = screen.item
        await pilot.press("o")
        await pilot.pause()
        assert "enter takes it" in seen(app)
        start, end = screen.view.cursor.passage
        assert (start, end) == (screen.current.episode.start, screen.current.episode.end)
        await pilot.press("b", "enter")
        await pilot.pause()
        row = next(row for row in screen._all if row.item == item)
        assert row.settled.choice == "own"
        ((start, end),) = row.settled.ranges
        assert screen.current.name != "K-02"
        assert app.study.transcripts.document("K-02").text[start:end].startswith("Vi ringer til")
        assert end < row.episode.end


async def test_own_from_the_list_begins_selecting_and_escape_leaves_that_before_the_room(
    open_app: Any, episodes: Any
) -> None:
    async with open_app() as (app, pilot):
        await episodes(app, pilot)
        await pilot.press("o")
        await pilot.pause()
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, LanesScreen)
        assert screen.view.selecting
        await pilot.press("escape")
        assert app.screen is screen
        assert not screen.view.selecting
        assert screen.current.settled is None
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is not screen


async def test_enter_opens_the_transcript_for_coding_at_the_passage(open_app: Any, lanes: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await lanes(app, pilot, "K-02")
        extent = (screen.current.episode.start, screen.current.episode.end)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)
        assert tuple(app.screen.passage) == extent
        await pilot.press("q")
        await pilot.pause()
        assert app.screen is screen


async def test_scrolling_and_light_change_nothing_of_the_work(open_app: Any, lanes: Any) -> None:
    async with open_app(size=(60, 15)) as (app, pilot):
        screen = await lanes(app, pilot, "K-02")
        await pilot.press("j", "k", "space", "pageup", "g", "G", "full_stop", "w", "N", "P", "p")
        app.action_light()
        await pilot.pause()
        assert app.screen is screen
        assert all(row.settled is None for row in screen._all)
