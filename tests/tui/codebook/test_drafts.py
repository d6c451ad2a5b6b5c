"""Codes made while coding blind and not proposed yet, and codes that exclude each other."""

from pathlib import Path
from typing import Any

from workbench.study import Study
from workbench.tui.codebook.asking import WhyScreen


async def test_a_code_made_while_coding_blind_is_unproposed_until_it_is_proposed(
    folder: Path, open_app: Any, seen: Any
) -> None:
    study = Study.open(folder, "ann")
    study.progress.assign(["K-02"], ["ann", "bo"])
    study.codes.create("Humor", definition="At le sammen.")
    study.close()
    async with open_app() as (app, pilot):
        await pilot.press("C", "slash", *"humor", "enter")
        assert "Humor  unproposed" in seen(app)
        assert "Unproposed: nobody else sees it" in seen(app)
        await pilot.press("p")
        assert isinstance(app.screen, WhyScreen)
        await pilot.press("n")
        assert app.study.codes.find("Humor").draft == "ann"
        await pilot.press("p", "y")
        assert app.study.codes.find("Humor").draft == ""
        assert "unproposed" not in seen(app)
        await pilot.press("p")
        assert isinstance(app.screen, type(app.room))
        assert "is not unproposed" in seen(app)


async def test_codes_that_exclude_each_other_are_marked_above_them(open_app: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("C", "x")
        assert app.study.codes.find("Relationer").exclusive
        assert "Relationer  ≠ one of these" in seen(app)
        await pilot.press("x")
        assert not app.study.codes.find("Relationer").exclusive
        await pilot.press("j", "x")
        assert "Two codes or more must stand below" in seen(app)
        assert not app.study.codes.find("Relationer / Netværk").exclusive
