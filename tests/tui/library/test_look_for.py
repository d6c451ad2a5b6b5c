"""What comes after the first frame, agreement and what to look for; and the list of that."""

from pathlib import Path
from typing import Any

import pytest

from workbench.study import Study
from workbench.tui.library.agreeing import Afterwards
from workbench.tui.library.look_for import LookForScreen
from workbench.tui.live import Lull


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is at the keys, and what was dear is done again at once."""
    monkeypatch.setattr(Lull, "QUIET", 0.0)
    monkeypatch.setattr(Lull, "SPARING", 0)


async def counted(app: Any, pilot: Any, done: Any) -> None:
    for _ in range(200):
        await pilot.pause(0.02)
        if done(app.screen):
            return
    raise AssertionError("it was never counted")


async def test_a_code_that_came_after_done_is_to_be_looked_for(open_app: Any, seen: Any) -> None:
    async with open_app(size=(100, 24)) as (app, pilot):
        code = app.study.codes.create("Humor", definition="At le sammen.")
        await counted(app, pilot, lambda screen: screen.afterwards.look_for)
        assert app.screen.afterwards.look_for == {"F-01": ["Humor"], "K-01": ["Humor"]}
        await pilot.pause()
        row = next(line for line in seen(app).split("\n") if line.startswith(" F-01"))
        assert row.split()[-2:] == ["1", "code"]
        assert "r: look for Humor" in seen(app)
        app.screen.query_one("#table").move(1)
        await pilot.press("r")
        assert isinstance(app.screen, LookForScreen)
        assert "2 to look for in 2 transcripts" in seen(app)
        assert "Humor: At le sammen." in seen(app)
        assert app.screen.current.transcript == "K-01", "where the cursor was in the library"
        await pilot.press("t")
        await pilot.pause()
        assert [one.transcript for one in app.screen._shown] == ["F-01"]
        await pilot.press("u")
        await pilot.pause()
        assert [(one.transcript, one.code) for one in app.screen._shown] == [("F-01", code.id), ("K-01", code.id)]


async def test_all_codes_of_a_transcript_are_ticked_after_asking_and_the_last_says_that_nothing_is_left(
    open_app: Any, seen: Any
) -> None:
    async with open_app(size=(60, 15)) as (app, pilot):
        app.study.codes.create("Humor")
        app.study.codes.create("Kaffe")
        await pilot.press("r", "T", "y")
        await pilot.pause()
        assert {one.transcript for one in app.screen._shown} == {"K-01"}
        await pilot.press("T", "y")
        await pilot.pause()
        assert "There is nothing to look for" in seen(app)
        await pilot.press("t", "T", "enter")
        assert isinstance(app.screen, LookForScreen)


async def test_agreement_comes_after_the_first_frame_where_two_are_done(
    folder: Path, open_app: Any, coded: Any, seen: Any
) -> None:
    study = Study.open(folder, "bo")
    coded(study, "K-01", "Vi ringer til hinanden.", "Relationer / Netværk")
    study.progress.done(["K-01"])
    study.close()
    async with open_app(size=(120, 24)) as (app, pilot):
        await counted(app, pilot, lambda screen: screen.afterwards.agreement)
        assert list(app.screen.afterwards.agreement) == ["K-01"]
        await pilot.pause()
        told = app.screen.afterwards.agreement["K-01"]
        rows = {row[0]: row for line in seen(app).split("\n")[6:9] if (row := line.split())}
        assert rows["K-01"][-1] == told
        assert rows["F-01"][-1] == "–"
        app.study.progress.start(["K-01"])
        await pilot.pause()
        await counted(app, pilot, lambda screen: not screen.afterwards.agreement)


async def test_nothing_is_counted_before_the_screen_is_painted_nor_after_it_is_left(open_app: Any) -> None:
    async with open_app() as (app, _pilot):
        later: list[Any] = []
        afterwards = Afterwards(app.study, lambda: None, lambda: 0.0, lambda seconds, work: later.append(work))
        app.study.codes.create("Humor")
        afterwards.ask([], True)
        assert afterwards.look_for == {}
        later.pop()()
        assert set(afterwards.look_for) == {"F-01", "K-01"}
        assert later == []
        afterwards.ask([], True)
        afterwards.stop()
        afterwards.look_for = {}
        later.pop()()
        assert afterwards.look_for == {}
