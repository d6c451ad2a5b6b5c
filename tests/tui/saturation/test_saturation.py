"""The room of new codes and of codes that stand together: what is seen, what opens, what is asked."""

import json
from pathlib import Path
from typing import Any

import pytest

from workbench.study import Study
from workbench.study.saturation.values import told as as_json
from workbench.tui.saturation import room as counting
from workbench.tui.saturation.screen import SaturationScreen
from workbench.tui.saturation.together import TogetherScreen
from workbench.tui.widgets.ask import LineScreen
from workbench.tui.widgets.excerpts import ExcerptsScreen
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.picker import Picker

SIZES = [(60, 15), (80, 24), (200, 60)]


@pytest.fixture
def paired(folder: Path, coded: Any) -> Path:
    """The small study, with two codes that overlap in K-01."""
    study = Study.open(folder, "ann")
    coded(study, "K-01", "vi kaffe på", "Relationer / Netværk")
    study.close()
    return folder


async def opened(app: Any, pilot: Any, *keys: str) -> Any:
    """The room, painted."""
    await pilot.press("f12", *keys)
    await pilot.pause()
    return app.screen


@pytest.mark.parametrize("size", SIZES)
async def test_new_codes_stand_by_interview_under_a_curve(open_app: Any, seen: Any, size: tuple[int, int]) -> None:
    async with open_app(size=size) as (app, pilot):
        screen = await opened(app, pilot)
        assert isinstance(screen, SaturationScreen)
        text = seen(app)
        assert "New codes by interview" in text
        assert "●" in text
        rows = [line.split() for line in text.split("\n")]
        assert any("F-01" in row and "1" in row for row in rows)
        assert "layer: all coders" in text
        assert "2 interviews, 2 done · 1 not done left out" in text
        assert "saturat" not in text.casefold()


async def test_enter_names_the_new_codes_and_opens_their_excerpts(open_app: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await opened(app, pilot)
        names = [step.name for _, step in screen._rows]
        assert names == ["F-01", "K-01"]
        await pilot.press("j", "enter")
        assert isinstance(app.screen, Picker)
        assert "Relationer / Tillid" in seen(app)
        await pilot.press("enter")
        assert isinstance(app.screen, ExcerptsScreen)
        assert "drikker vi kaffe" in seen(app)
        assert "Tillid" in seen(app)
        await pilot.press("q", "k", "enter", "escape")
        assert app.screen is screen


async def test_an_interview_without_new_codes_says_so(open_app: Any, seen: Any, folder: Path, coded: Any) -> None:
    study = Study.open(folder, "ann")
    coded(study, "K-02", "Vi ringer til hinanden.", "Relationer / Netværk")
    study.progress.done(["K-02"])
    study.close()
    async with open_app() as (app, pilot):
        screen = await opened(app, pilot, "G", "enter")
        assert app.screen is screen
        assert any("No code is new in K-02" in str(n.message) for n in app._notifications)


async def test_what_is_asked_for_is_told_at_the_top(open_app: Any, seen: Any) -> None:
    async with open_app(size=(140, 40)) as (app, pilot):
        screen = await opened(app, pilot, "o")
        assert "by when coding was done" in seen(app)
        await pilot.press("f")
        assert len(screen._rows) == 3
        assert "also not done" in seen(app)
        await pilot.press("p", *"Frivillige", "enter")
        assert "only Frivillige" in seen(app)
        assert [step.name for _, step in screen._rows] == ["F-01"]
        await pilot.press("p", *"every", "enter", "c", *"Relationer", "enter")
        assert "under Relationer" in seen(app)
        await pilot.press("s")
        assert isinstance(app.screen, LineScreen)
        await pilot.press("4", "2", "enter")
        assert "seed 42" in seen(app)
        await pilot.press("v", *"consensus", "enter")
        assert "layer: consensus" in seen(app)
        await pilot.press("i")
        assert isinstance(app.screen, LinesScreen)
        assert "What the curve cannot say" in seen(app)


async def test_the_room_remembers_what_either_view_was_asked(open_app: Any, paired: Path, seen: Any) -> None:
    async with open_app() as (app, pilot):
        await opened(app, pilot, "o", "tab")
        assert isinstance(app.screen, TogetherScreen)
        await pilot.press("x", "tab")
        assert isinstance(app.screen, SaturationScreen)
        assert app.screen.asked.order == "coding"
        await pilot.press("tab")
        assert app.screen.asked.same_coder
        depth = len(app.screen_stack)
        await pilot.press("f2", "f12")
        assert len(app.screen_stack) == depth


@pytest.mark.parametrize("size", SIZES)
async def test_codes_that_stand_together_are_a_map(
    open_app: Any, paired: Path, seen: Any, size: tuple[int, int]
) -> None:
    async with open_app(size=size) as (app, pilot):
        screen = await opened(app, pilot, "tab")
        text = seen(app)
        assert "on passages that overlap" in text
        row = next(line.split() for line in text.split("\n") if "Netværk" in line)
        assert row[-2:] == ["█", "50"] or row[-3:-1] == ["█", "50"]
        await pilot.press("l")
        await pilot.pause()
        text = seen(app)
        assert "1 of 3 passages of Netværk meets Tillid; 1 of 1" in text
        assert "1 stretch of both · share 50 %" in text
        await pilot.press("enter")
        assert isinstance(app.screen, ExcerptsScreen)
        assert "2 excerpts" in seen(app)
        await pilot.press("q")
        assert app.screen is screen


async def test_how_codes_stand_together_can_be_chosen(open_app: Any, paired: Path, seen: Any) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        screen = await opened(app, pilot, "tab", "w", *"same passage", "enter")
        assert "No codes stand together in this way." in seen(app)
        await pilot.press("w", *"2 turns", "enter")
        assert (screen.asked.mode, screen.asked.turns) == ("near", 2)
        assert "at most 2 turns apart" in seen(app)
        await pilot.press("t", "n", "9", "enter")
        assert screen.asked.subtree
        assert screen.asked.least == 9
        assert "No codes stand together in this way." in seen(app)
        await pilot.press("n", "x", "enter")
        assert screen.asked.least == 9
        await pilot.press("n", "1", "enter", "i")
        assert "says nothing of why" in seen(app)


async def test_the_filter_narrows_either_view(open_app: Any, paired: Path, seen: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await opened(app, pilot, "slash", *"k-01", "enter")
        assert [step.name for _, step in screen._rows] == ["K-01"]
        await pilot.press("escape", "tab")
        await pilot.press("slash", *"tillid", "enter")
        assert [code.path for code in app.screen._rows] == ["Relationer / Tillid"]
        assert len(app.screen._columns) == 2


@pytest.mark.parametrize(("keys", "name"), [((), "new-codes"), (("tab",), "codes-together")])
async def test_what_is_shown_can_be_written(
    open_app: Any, paired: Path, tmp_path: Path, keys: tuple[str, ...], name: str
) -> None:
    async with open_app() as (app, pilot):
        await opened(app, pilot, *keys, "e", *"json", "enter", "enter")
        await pilot.pause()
        written = json.loads((paired / f"{name}.json").read_text(encoding="utf-8"))
        assert written["coders"] == ["ann"]


async def test_a_layer_that_is_gone_leaves_what_was_there(open_app: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await opened(app, pilot)
        screen.ask(layer="nobody")
        await pilot.pause()
        assert screen.asked.layer == "all"
        assert "●" in seen(app)


async def test_a_large_study_is_counted_beside_the_screens(
    open_app: Any, seen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST", 0)
    async with open_app() as (app, pilot):
        asked: list[Any] = []
        monkeypatch.setattr(app, "read_beside", lambda purpose, work, then: asked.append((work, then)))
        app.counts_beside = True
        screen = await opened(app, pilot)
        assert "counting …" in seen(app)
        screen.ask(order="coding")
        (first, early), (second, late) = asked
        assert (first["do"], first["asked"][0], second["asked"][0]) == ("new codes", "date", "coding")
        found = as_json(app.study.saturation.curve(screen.asked))
        early({"found": found, "end": "done"})
        assert screen.found is None  # something else has been asked since
        late({"found": json.loads(json.dumps(found)), "end": "done"})
        await pilot.pause()
        assert screen.found == app.study.saturation.curve(screen.asked)
        assert "counting" not in seen(app)
        screen.ask(order="group")
        asked[-1][1]({"end": "trouble", "words": "the disk is gone"})
        await pilot.pause()
        assert screen.asked.order == "coding"


async def test_a_study_without_work_says_what_to_do(open_app: Any, seen: Any, folder: Path) -> None:
    study = Study.open(folder, "ann")
    study.progress.start(["K-01", "F-01"])
    study.close()
    async with open_app() as (app, pilot):
        await opened(app, pilot)
        assert "No interview is done in this layer yet" in seen(app)


async def test_another_process_counts_what_this_one_would(
    open_app: Any, paired: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST", 0)
    async with open_app() as (app, pilot):
        app.counts_beside = True
        for keys in ((), ("tab",)):
            screen = await opened(app, pilot, *keys)
            for _ in range(1200):
                if not screen.counting:
                    break
                await pilot.pause(0.05)
            assert screen.found == screen.counted(screen.asked)
