"""The survey on the screen: bars that are read without colour, indices beside their themes, what opens."""

from pathlib import Path
from typing import Any

import pytest

from workbench.study import Study
from workbench.synthesis.survey import Distribution, IndexStat
from workbench.tui.survey import drawing
from workbench.tui.survey.screen import SurveyScreen
from workbench.tui.widgets.excerpts import ExcerptsScreen
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.picker import Picker

SURVEY = """
[survey.hus]
title = "Hvad [b]naboerne[/b] svarede"
group = "hvem"
scale = {1 = "Nej", 2 = "Ja"}
tables = ["hvor"]
groups = {ansat = "professional"}
questions = {q1 = "Vi ringer til hinanden."}
themes.ro = {label = "Tillid", code = "Relationer / Tillid", items = ["q1", "q2"], reverse = ["q2"]}
themes.x = {label = "Uden tema", items = ["q2"]}
"""
ROWS = "hvem,hvor,q1,q2\nansat,by,1,2\nansat,land,2,1\nnabo,by,2,1\n"


@pytest.fixture
def surveyed(coded_folder: Path, folder: Path, coded: Any) -> Path:
    """The small study with a survey whose answers are in, and a coding of its theme."""
    with (folder / "codebook" / "study.toml").open("a", encoding="utf-8") as file:
        file.write(SURVEY)
    (folder / "svar.csv").write_text(ROWS, encoding="utf-8")
    study = Study.open(folder, "ann")
    study.surveys.import_file("hus", folder / "svar.csv")
    study.close()
    return folder


def test_a_bar_shows_every_step_by_a_sign_of_its_own_and_as_long_as_its_share() -> None:
    assert drawing.bar(Distribution(4, 0, (1, 1, 2)), 8) == "··▒▒████"
    assert drawing.bar(Distribution(0, 3, (0, 0, 0)), 4) == "    "
    for steps in range(1, 11):
        assert len(set(drawing.shades(steps))) == steps
    for width in range(40):
        assert len(drawing.bar(Distribution(7, 0, (1, 0, 3, 2, 1)), width)) == width


def test_an_index_is_a_point_between_its_deviations_on_the_whole_scale() -> None:
    assert drawing.spread(IndexStat(9, 3.0, 1.0, 0), 1, 5, 9) == "··──●──··"
    assert drawing.spread(IndexStat(1, 1.0, None, 0), 1, 5, 5) == "●····"
    assert drawing.spread(IndexStat(0, None, None, 4), 1, 5, 5) == "·····"
    assert drawing.spread(IndexStat(9, 5.0, 3.0, 0), 1, 5, 5) == "·───●"


async def test_the_survey_opens_from_the_synthesis_and_everything_in_it_opens(
    surveyed: Path, open_app: Any, seen: Any
) -> None:
    async with open_app(size=(110, 34)) as (app, pilot):
        await pilot.press("f4")
        await pilot.pause()
        await pilot.press("v")
        await pilot.pause()
        assert isinstance(app.screen, SurveyScreen)
        screen = app.screen
        text = seen(app)
        assert "Hvad [b]naboerne[/b] svarede" in text
        assert "· Nej  █ Ja" in text
        assert "Tillid  → Relationer / Tillid" in text
        assert "↔ turned round" in text
        assert "1.67" in text
        assert "2 !" in text
        assert "interview" in text.split("everybody")[1].split("\n")[0]
        await pilot.press("o")
        assert isinstance(app.screen, ExcerptsScreen)
        await pilot.press("escape")
        assert app.screen is screen
        await pilot.press("x", "enter", "enter")
        assert isinstance(app.screen, LinesScreen)
        assert "Pearson's χ²" in seen(app) or "Nothing to test" in seen(app)
        await pilot.press("escape", "i")
        assert "other people than those who answered" in " ".join(seen(app).split())
        await pilot.press("escape", "slash", *"uden", "enter")
        assert [(one.theme.id, one.item is None) for one in screen._rows] == [("x", True), ("x", False)]
        await pilot.press("enter", "escape", "e")
        assert app.screen is not screen
        assert isinstance(app.screen, Picker)


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (200, 50)])
async def test_it_is_readable_at_every_size(surveyed: Path, open_app: Any, seen: Any, size: tuple[int, int]) -> None:
    async with open_app(size=size) as (app, pilot):
        app.push_screen(SurveyScreen())
        await pilot.pause()
        text = seen(app)
        assert "everybody" in text
        assert "1.67" in text
        assert all(len(line) == size[0] for line in text.split("\n"))
