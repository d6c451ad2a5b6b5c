"""The episodes of a code on the screen: what kind, who has what, and settling them one key each."""

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, TextArea

from workbench.study import Study
from workbench.tui.agreement.episodes import EpisodesScreen
from workbench.tui.agreement.lanes import LanesScreen
from workbench.tui.agreement.telling import kind, mark
from workbench.tui.widgets.editor import TextEditor
from workbench.tui.widgets.picker import Picker
from workbench.tui.widgets.rows import Rows


def to(screen: EpisodesScreen, name: str) -> None:
    """Put the cursor on the episode in a transcript."""
    screen.query_one(Rows).move([row.name for row in screen._shown].index(name))


def marks(screen: EpisodesScreen) -> dict[str, str]:
    """Transcript → what stands in the last column."""
    return {row.name: mark(row, screen.coders, screen.names)[0] for row in screen._shown}


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_each_episode_stands_with_its_kind_its_place_its_words_and_its_share(
    open_app: Any, episodes: Any, seen: Any, size: tuple[int, int]
) -> None:
    async with open_app(size=size) as (app, pilot):
        screen = await episodes(app, pilot)
        kinds = {row.name: kind(row, screen.coders, screen.codes) for row in screen._shown}
        assert kinds == {"K-01": "alike", "K-02": "boundary", "K-03": "bo: Tillid", "K-04": "missed by ann"}
        assert screen._shown[-1].name == "K-01"
        text = seen(app)
        assert "of its disagreement; alike, α would be" in text
        assert "0 of 3 settled · 1 alike" in text
        assert "settling is no reliability" in text
        found = next(line for line in text.splitlines() if "missed by ann" in line)
        assert "K-04" in found
        assert "“Vi ringer" in found
        assert "%" in found
        assert "1 ann" in text.splitlines()[-2]
        assert "2 bo" in text.splitlines()[-2]
        assert "discussed" in text.splitlines()[-2]
        to(screen, "K-02")
        await pilot.pause()
        below = [line.strip() for line in seen(app).splitlines()[-8:-2] if line.strip()]
        assert below[-2:] == ["1 ann  Vi ringer til hinanden.", "2 bo   Vi ringer"]
        to(screen, "K-03")
        await pilot.pause()
        assert "2 bo   – has Tillid there" in seen(app)


async def test_from_the_worst_code_to_its_worst_passage_are_two_keys(open_app: Any, room: Any) -> None:
    async with open_app() as (app, pilot):
        await room(app, pilot, "Relationer / Netværk")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert isinstance(app.screen, LanesScreen)
        assert app.screen.current.name == app.screen._all[0].name


async def test_one_key_settles_and_the_cursor_goes_to_the_next_that_is_not(
    open_app: Any, episodes: Any, seen: Any
) -> None:
    async with open_app(size=(120, 30)) as (app, pilot):
        screen = await episodes(app, pilot)
        to(screen, "K-02")
        await pilot.press("1")
        assert marks(screen)["K-02"] == "✓ as ann, discussed"
        assert screen.current.name not in ("K-01", "K-02")
        await pilot.press("plus", "0")
        await pilot.pause()
        assert set(marks(screen).values()) == {"", "✓ as ann, discussed", "✓ union, discussed", "✓ nobody, discussed"}
        assert "3 of 3 settled" in seen(app)
        await pilot.press("n")
        await pilot.pause()
        assert len(screen._shown) == 4


async def test_keys_faster_than_the_screen_settle_one_episode_each(open_app: Any, episodes: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await episodes(app, pilot)
        screen.action_union()
        screen.action_union()
        screen.action_union()
        await pilot.pause()
        await pilot.pause()
        assert sum("union" in told for told in marks(screen).values()) == 3


async def test_undo_or_a_key_of_its_own_take_a_settlement_back(open_app: Any, episodes: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await episodes(app, pilot)
        to(screen, "K-02")
        await pilot.press("minus")
        assert marks(screen)["K-02"] == "✓ what all have, discussed"
        await pilot.press("u")
        await pilot.pause()
        await pilot.pause()
        assert marks(screen)["K-02"] == ""
        to(screen, "K-02")
        await pilot.press("1")
        to(screen, "K-02")
        await pilot.press("7", "x")
        await pilot.pause()
        assert marks(screen)["K-02"] == ""


async def test_how_and_why_are_kept_for_the_next_and_can_be_changed_afterwards(open_app: Any, episodes: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await episodes(app, pilot)
        to(screen, "K-02")
        await pilot.press("h", "r")
        await pilot.pause()
        assert isinstance(app.screen, Picker)
        await pilot.press(*"bound", "enter")
        await pilot.pause()
        await pilot.press("1", "plus")
        await pilot.pause()
        assert marks(screen)["K-02"] == "✓ as ann, adjudicated, boundary rule"
        assert sum(told == "✓ union, adjudicated, boundary rule" for told in marks(screen).values()) == 1
        to(screen, "K-02")
        await pilot.press("h")
        await pilot.pause()
        assert marks(screen)["K-02"] == "✓ as ann, discussed, boundary rule"
        assert screen.current.name == "K-02"
        await pilot.press("r", *"in other", "enter")
        await pilot.pause()
        app.screen.query_one(Input).value = "støj på båndet"
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert marks(screen)["K-02"] == "✓ as ann, discussed, støj på båndet"


async def test_a_memo_lies_on_the_passage_and_is_gone_on_with(open_app: Any, episodes: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await episodes(app, pilot)
        to(screen, "K-02")
        for words in ("Hvor langt går et citat?", "Til punktum."):
            await pilot.press("m")
            await pilot.pause()
            assert isinstance(app.screen, TextEditor)
            app.screen.query_one(TextArea).text = words
            await pilot.press("ctrl+s")
            await pilot.pause()
        (memo,) = app.study.memos.list()
        assert memo.text == "Til punktum."
        assert (memo.start, memo.end) == (screen.current.episode.start, screen.current.episode.end)


async def test_two_who_settle_differently_are_in_conflict_until_somebody_settles_anew(
    open_app: Any, episodes: Any, folder: Path, tmp_path: Path
) -> None:
    import shutil

    there = shutil.copytree(folder, tmp_path / "there")
    ann, bo = Study.open(folder, "ann"), Study.open(there, "bo")
    code = ann.codes.find("Netværk").id
    for study, choice in ((ann, "union"), (bo, "intersection")):
        row = next(row for row in study.agreement.episodes(code).rows if row.name == "K-02")
        study.agreement.settle(row.item, choice)
    ann.log.ingest(list(bo.log.export()))
    ann.close()
    bo.close()
    async with open_app(size=(120, 30)) as (app, pilot):
        screen = await episodes(app, pilot)
        assert marks(screen)["K-02"] in ("! in conflict: ann, bo", "! in conflict: bo, ann")
        to(screen, "K-02")
        await pilot.press("plus")
        await pilot.pause()
        assert marks(screen)["K-02"] == "✓ union, discussed"


async def test_what_a_coder_changes_makes_it_stale(open_app: Any, episodes: Any, coded: Any) -> None:
    async with open_app(size=(120, 30)) as (app, pilot):
        screen = await episodes(app, pilot)
        screen.scope = screen.scope._replace(reading="current")
        to(screen, "K-02")
        await pilot.press("plus")
        coded(app.study, "K-02", "Vi ringer til hinanden. Det", "Relationer / Netværk")
        await pilot.pause()
        await pilot.pause()
        assert marks(screen)["K-02"].startswith("stale: union")


async def test_the_filter_finds_a_kind_a_transcript_and_words(open_app: Any, episodes: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await episodes(app, pilot)
        await pilot.press("slash", *"missed", "enter")
        await pilot.pause()
        assert [row.name for row in screen._shown] == ["K-04"]
        await pilot.press("slash", *"zzz", "enter")
        await pilot.pause()
        assert "No episode matches" in seen(app)
        await pilot.press("1", "plus", "enter", "h", "m", "n")
        await pilot.pause()
        assert not any(marks(screen).values())


async def test_a_code_that_nobody_used_says_so(open_app: Any, episodes: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await episodes(app, pilot, "Mod")
        assert screen._shown == []
        assert "No passage in the transcripts that count is coded with it." in seen(app)


async def test_the_smallest_terminal_still_shows_episodes(open_app: Any, episodes: Any, seen: Any) -> None:
    async with open_app(size=(60, 15)) as (app, pilot):
        screen = await episodes(app, pilot)
        assert screen.query_one(Rows).size.height >= 4
        assert "missed by ann" in seen(app)
        assert "1 ann" in seen(app)


async def test_undo_goes_back_to_the_episode_whose_settling_it_takes_back(open_app: Any, episodes: Any) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        screen = await episodes(app, pilot)
        first = screen.current.item
        await pilot.press("1")
        await pilot.pause()
        await pilot.pause()
        assert screen.current.item != first
        await pilot.press("u")
        await pilot.pause()
        await pilot.pause()
        assert (screen.current.item, screen.current.settled) == (first, None)
        await pilot.press("2")
        await pilot.pause()
        await pilot.pause()
        assert screen.current.item != first
        assert [row.settled.choice for row in screen.found.rows if row.item == first] == [list(screen.coders)[1]]
