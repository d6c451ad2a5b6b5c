"""The lead's tools: who codes what, a reliability sample, blindness lifted."""

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from workbench.study import Study
from workbench.tui.library.assigning import AssignScreen, scopes
from workbench.tui.library.drawing import DrawScreen, wanted
from workbench.tui.library.finishing import listed
from workbench.tui.widgets.ask import ConfirmScreen, LineScreen


def given(app: Any, coder: str) -> dict[str, str]:
    return {s.transcript: s.state for s in app.study.progress.table() if s.coder == coder and s.state}


def assigned(folder: Path, *coders: str, to: str = "K-02") -> None:
    study = Study.open(folder, "ann")
    study.progress.assign([to], list(coders))
    study.close()


async def test_enter_gives_a_transcript_and_takes_it_back(open_app: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        app.screen.query_one("#table").move(2)
        await pilot.press("a", *"bo", "enter")
        assert given(app, "bo") == {"K-02": "assigned"}
        assert isinstance(app.screen, AssignScreen), "one may go on"
        assert "● bo  assigned" in seen(app)
        assert [option.value for option in app.screen.shown][:2] == ["coder ann", "coder bo"]
        app.screen.query_one("#options").move(1)
        await pilot.press("enter")
        assert given(app, "bo") == {}
        await pilot.press("escape")
        assert "bo" not in next(line for line in seen(app).split("\n") if line.startswith(" K-02"))


async def test_what_somebody_has_begun_is_taken_back_only_after_asking(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("a", "enter")
        assert isinstance(app.screen, ConfirmScreen)
        await pilot.press("n")
        assert given(app, "ann")["F-01"] == "done"
        await pilot.press("enter", "y")
        assert "F-01" not in given(app, "ann")
        assert app.study.codings.count() == 3


async def test_what_is_marked_is_given_together_in_the_round_that_is_named(open_app: Any, seen: Any) -> None:
    async with open_app(size=(160, 30)) as (app, pilot):
        await pilot.press("m", "j", "m", "a")
        assert "Who codes 2 marked?" in seen(app)
        await pilot.press("down", "enter")
        assert isinstance(app.screen, LineScreen)
        app.screen.query_one(Input).value = "second"
        await pilot.press("enter", *"bo", "enter", "escape")
        states = [(s.transcript, s.round) for s in app.study.progress.table() if s.coder == "bo"]
        assert states == [("F-01", "second"), ("K-02", "second")]
        assert "▪ F-01" in seen(app)
        assert "○ assigned second" in seen(app), "there are two rounds now"
        await pilot.press("M")
        assert app.screen.marked == set()


def test_what_may_be_meant_is_what_is_marked_or_here_and_all_that_is_shown() -> None:
    assert [s.said for s in scopes("K-01", [], ["K-01", "K-02"], False)] == ["K-01", "all 2"]
    assert [s.said for s in scopes("K-01", ["K-02"], ["K-01", "K-03"], True)] == ["1 marked", "K-01", "all 2 shown"]
    assert scopes("", [], [], False) == []


async def test_a_sample_is_seen_before_anybody_is_given_anything(open_app: Any, seen: Any) -> None:
    async with open_app(size=(80, 24)) as (app, pilot):
        await pilot.press("R")
        assert isinstance(app.screen, DrawScreen)
        drawn = app.study.progress.sample(share=0.2, seed="1").transcripts
        assert f"1 of 3: {drawn[0]}" in seen(app)
        app.screen.query_one(Input).value = "2"
        await pilot.pause()
        app.screen._named("Bo")
        await pilot.pause()
        assert "give 2 transcripts to ann and Bo" in seen(app)
        drawn = app.study.progress.sample(2, seed="1").transcripts
        assert f"2 of 3: {', '.join(drawn)}" in seen(app)
        before = app.study.progress.table()
        await pilot.press("enter")
        assert isinstance(app.screen, ConfirmScreen)
        assert app.study.progress.table() == before
        await pilot.press("y")
        assert sorted(given(app, "Bo")) == sorted(drawn)
        assert app.screen.place == "library"
        await pilot.press("u")
        assert app.study.progress.table() == before, "all of it is one step"


async def test_a_sample_that_cannot_be_drawn_says_why_and_gives_nothing(open_app: Any, seen: Any) -> None:
    async with open_app(size=(80, 24)) as (app, pilot):
        await pilot.press("R")
        for typed, why in (
            ("9", "cannot be drawn"),
            ("x", "Type how many"),
            ("", "Type how many"),
            ("0 %", "Type how many"),
        ):
            app.screen.query_one(Input).value = typed
            await pilot.pause()
            assert why in seen(app), typed
            await pilot.press("enter")
            assert isinstance(app.screen, DrawScreen)
        assert given(app, "bo") == {}


def test_a_sample_is_a_number_or_a_share() -> None:
    assert wanted("6") == (6, 0)
    assert wanted(" 20 %") == (0, 0.2)
    assert wanted("0,25") == (0, 0.25)
    for nonsense in ("", "six", "%", "2 of 3", "0"):
        with pytest.raises(ValueError, match=r".*"):
            wanted(nonsense)


async def test_blindness_is_shown_and_lifted_with_a_reason(folder: Path, open_app: Any, seen: Any) -> None:
    assigned(folder, "ann", "bo")
    async with open_app(size=(120, 24)) as (app, pilot):
        app.screen.query_one("#table").move(2)
        await pilot.pause()
        assert "K-02  blind with bo until both are done" in seen(app)
        row = next(line for line in seen(app).split("\n") if line.startswith(" K-02"))
        assert row.split()[-1] == "blind"
        await pilot.press("b", "escape")
        assert app.study.progress.blind() == ("K-02",)
        await pilot.press("b", *"bo is ill", "enter")
        assert app.study.progress.blind() == ()
        assert "blind with" not in seen(app)
        await pilot.press("b")
        assert "nobody codes there blind" in seen(app)


async def test_who_is_blind_sees_that_others_work_but_not_how_far_they_are(
    folder: Path, open_app: Any, coded: Any, seen: Any
) -> None:
    assigned(folder, "ann", "bo")
    study = Study.open(folder, "bo")
    coded(study, "K-02", "Vi ringer", "Relationer / Netværk")
    study.progress.start(["K-02"])
    study.close()
    async with open_app(size=(120, 24)) as (app, _pilot):
        row = next(line for line in seen(app).split("\n") if line.startswith(" K-02"))
        assert "○ assigned" in row
        assert "◐ at work" in row
        assert "%" not in row


def test_names_are_listed_as_people_would() -> None:
    assert listed(["bo"]) == "bo"
    assert listed(["bo", "cid"]) == "bo and cid"
    assert listed(["bo", "cid", "dora", "eva"]) == "bo, cid and 2 others"
