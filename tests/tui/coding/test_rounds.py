"""The coding screen in a round: begun with the first coding, blind, at the end, done, and what to look for again."""

from pathlib import Path
from typing import Any

import pytest

from workbench.study import Study
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.live import Lull
from workbench.tui.widgets.ask import ConfirmScreen
from workbench.tui.widgets.picker import Picker

OpenedText = Any
END = "at the end: d = done with K-02, or go on"


@pytest.fixture
def given(folder: Path) -> Any:
    """``given("ann", "bo")`` gives them K-02."""

    def assign(*coders: str) -> None:
        study = Study.open(folder, "ann")
        study.progress.assign(["K-02"], list(coders))
        study.close()

    return assign


def state(screen: CodingScreen, coder: str = "ann", name: str = "K-02") -> str:
    states = [s for s in screen.study.progress.table() if (s.transcript, s.coder) == (name, coder)]
    return states[0].state if states else ""


def tag(screen: CodingScreen, name: str) -> None:
    screen._picked(screen.study.codes.find(name).id)


async def test_the_first_coding_is_the_beginning_and_one_undo_takes_both_back(
    given: Any, open_text: OpenedText
) -> None:
    given("ann")
    async with open_text("K-02") as (screen, pilot):
        assert state(screen) == "assigned"
        tag(screen, "Tillid")
        await pilot.pause()
        assert state(screen) == screen.state == "in progress"
        await pilot.press("u")
        assert len(screen.marks) == 0
        assert state(screen) == screen.state == "assigned"
        assert [n.message for n in pilot.app._notifications] == ["Taken back: code Tillid in K-02"]
        await pilot.press("U")
        assert len(screen.marks) == 1
        assert state(screen) == screen.state == "in progress"
        screen.action_step("sentence", 1)
        tag(screen, "Netværk")
        await pilot.pause()
        await pilot.press("u")
        assert state(screen) == "in progress", "only the first coding is the beginning"


async def test_what_was_not_given_stays_so_and_what_is_done_stays_done(open_text: OpenedText) -> None:
    async with open_text("K-02") as (screen, pilot):
        tag(screen, "Tillid")
        await pilot.pause()
        assert state(screen) == ""
    async with open_text("K-01") as (screen, pilot):
        tag(screen, "Tillid")
        await pilot.pause()
        assert state(screen, name="K-01") == "done"


async def test_at_the_end_of_what_was_given_the_foot_says_once_how_one_is_done(
    given: Any, open_text: OpenedText, seen: Any
) -> None:
    given("ann")
    async with open_text("K-02", size=(80, 24)) as (screen, pilot):
        assert END not in seen(pilot.app)
        await pilot.press("G")
        assert END in seen(pilot.app)
        await pilot.press("k", "k")
        assert END not in seen(pilot.app)
        assert "c code" in seen(pilot.app)
        await pilot.press("G")
        assert END not in seen(pilot.app), "once a visit"
        await pilot.press("d")
        assert isinstance(pilot.app.screen, ConfirmScreen)
        await pilot.press("n")
        assert state(screen) == "assigned"
        await pilot.press("d", "y")
        assert state(screen) == screen.state == "done"
        await pilot.press("d", "y")
        assert state(screen) == "in progress", "and one may go on with it"


async def test_the_end_is_said_neither_to_whom_it_was_not_given_nor_to_who_is_done(
    open_text: OpenedText, seen: Any
) -> None:
    async with open_text("K-01") as (_screen, pilot):
        await pilot.press("G")
        assert "at the end" not in seen(pilot.app)
    async with open_text("K-02") as (_screen, pilot):
        await pilot.press("G")
        assert "at the end" not in seen(pilot.app)


async def test_being_done_takes_the_word_about_the_end_away(given: Any, open_text: OpenedText, seen: Any) -> None:
    given("ann")
    async with open_text("K-02", size=(80, 24)) as (_screen, pilot):
        await pilot.press("G", "d", "y")
        assert "at the end" not in seen(pilot.app)


async def test_the_title_says_with_whom_one_codes_blind_and_until_when(
    folder: Path, given: Any, open_text: OpenedText, coded: Any, seen: Any
) -> None:
    given("ann", "bo")
    study = Study.open(folder, "bo")
    coded(study, "K-02", "Vi ringer", "Relationer / Netværk")
    study.progress.done(["K-02"])
    study.close()
    for size in ((80, 24), (200, 60)):
        async with open_text("K-02", size=size) as (screen, pilot):
            title = seen(pilot.app).split("\n")[0]
            assert "K-02 · blind with bo until both are done" in title
            assert "ann · 0 codings" in title
            assert len(screen.marks) == 0
    async with open_text("K-02", size=(60, 15)) as (screen, pilot):
        title = seen(pilot.app).split("\n")[0]
        assert "blind with bo" in title
        assert "ann · 0 codings" in title
        await pilot.press("d")
        assert "bo is done: from then on you see" in pilot.app.screen.question
        await pilot.press("y")
        await pilot.pause()
        assert len(screen.marks) == 1, "now one sees what the other did"
        assert "blind" not in seen(pilot.app).split("\n")[0]


async def test_when_a_colleague_is_done_elsewhere_what_was_hidden_comes(
    folder: Path, given: Any, open_text: OpenedText, coded: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Lull, "QUIET", 0.0)
    given("ann", "bo")
    async with open_text("K-02") as (screen, pilot):
        screen.study.progress.done(["K-02"])
        other = Study.open(folder, "bo")
        coded(other, "K-02", "Vi ringer", "Relationer / Netværk")
        for _ in range(100):
            await pilot.pause(0.02)
            if pilot.app.heard:
                break
        assert len(screen.marks) == 0
        other.progress.done(["K-02"])
        other.close()
        for _ in range(200):
            await pilot.pause(0.02)
            if len(screen.marks) == 1:
                break
        assert len(screen.marks) == 1


async def test_codes_to_look_for_stand_in_title_and_panel_and_are_ticked_there(
    open_text: OpenedText, seen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Lull, "QUIET", 0.0)
    async with open_text("K-01") as (screen, pilot):
        screen.study.codes.create("Humor")
        for _ in range(200):
            await pilot.pause(0.02)
            if screen.look_for:
                break
        await pilot.pause()
        assert "K-01 · 1 code to look for" in seen(pilot.app).split("\n")[0]
        assert "Look for  L = looked for" in seen(pilot.app)
        await pilot.press("L")
        assert isinstance(pilot.app.screen, Picker)
        await pilot.press("enter")
        await pilot.pause()
        assert screen.study.agreement.reread(screen.study.coder)[0].transcript == "F-01"
        assert "look for" not in seen(pilot.app).split("\n")[0]
        await pilot.press("L")
        assert pilot.app.screen is screen
