"""The matrix on the consensus: what is settled in the rooms of agreement is what the synthesis counts."""

import json
import shutil
from pathlib import Path
from typing import Any

from textual.widgets import Input

from workbench.study import Study
from workbench.tui.agreement.lanes import LanesScreen
from workbench.tui.agreement.telling import unsettled

from .conftest import painted


async def pick(app: Any, pilot: Any, key: str, *typed: str) -> None:
    await pilot.press(key)
    await painted(pilot)
    await pilot.press(*"".join(typed), "enter")
    await painted(pilot)


def count(screen: Any, path: str) -> tuple[int, int]:
    """Interviews and excerpts of a theme."""
    total = next(row.total for row in screen.matrix.rows if row.path == path)
    return total.interviews, total.excerpts


async def test_the_matrix_is_shown_on_the_consensus_and_follows_what_is_settled(
    open_app: Any, seen: Any, tmp_path: Path
) -> None:
    path = "Relationer / Netværk"
    async with open_app(size=(140, 40)) as (app, pilot):
        app.open_synthesis()
        await painted(pilot)
        screen = app.screen
        assert "layer: all coders" in seen(app)
        everybody = count(screen, path)
        await pick(app, pilot, "L", "consensus")
        assert "layer: consensus (4 double-coded, 1 single)" in seen(app)
        agreed = count(screen, path)
        assert agreed[1] < everybody[1]
        left = [row for row in app.study.agreement.episodes(app.study.codes.find(path).id).rows if row.name == "K-02"]
        app.study.agreement.settle(left[0].item, "union")
        await painted(pilot)
        assert count(screen, path) == (agreed[0] + 1, agreed[1] + 1)

        await pilot.press("e")
        await painted(pilot)
        await pilot.press("enter")
        await painted(pilot)
        await pilot.press(*"json", "enter")
        await painted(pilot)
        assert Path(app.screen.query_one(Input).value).name.endswith("-consensus.json")
        app.screen.query_one(Input).value = str(tmp_path / "table.json")
        await pilot.press("enter")
        await painted(pilot)
        assert json.loads((tmp_path / "table.json").read_text(encoding="utf-8"))["layer"] == "consensus"


async def test_the_excerpts_behind_a_cell_are_those_of_the_layer_that_is_shown(open_app: Any, seen: Any) -> None:
    async with open_app(size=(140, 40)) as (app, pilot):
        app.open_synthesis()
        await painted(pilot)
        screen = app.screen
        await pick(app, pilot, "L", "bo")
        assert "layer: bo · coders: bo" in seen(app)
        screen.query_one("#matrix").move([row.path for row in screen._rows].index("Relationer / Netværk"))
        await pilot.press("enter")
        await painted(pilot)
        assert {quote.coders for quote in app.screen._shown} == {("bo",)}
        await pilot.press("q")
        await painted(pilot)
        await pick(app, pilot, "L", "all")
        assert screen.changes == {}


async def test_from_the_inbox_to_an_episode_in_conflict_which_settling_again_resolves(
    open_app: Any, seen: Any, folder: Path, tmp_path: Path
) -> None:
    there = shutil.copytree(folder, tmp_path / "bo")
    ann, bo = Study.open(folder, "ann"), Study.open(there, "bo")
    code = ann.codes.find("Netværk").id
    item = next(row.item for row in ann.agreement.episodes(code).rows if row.name == "K-02")
    ann.agreement.settle(item, "union")
    bo.agreement.settle(item, "intersection")
    ann.log.ingest(list(bo.log.export()))
    ann.close()
    bo.close()
    async with open_app(size=(100, 30)) as (app, pilot):
        app.open_inbox()
        await painted(pilot)
        inbox = app.screen
        assert "settled Relationer / Netværk in K-02" in inbox.current.sentence
        await pilot.press("enter")
        await painted(pilot)
        screen = app.screen
        assert isinstance(screen, LanesScreen)
        assert screen.current.item == item
        assert "! in conflict:" in seen(app)
        await pilot.press("1")
        await painted(pilot)
        settled = next(row for row in screen.found.rows if row.item == item)
        assert not unsettled(settled)
        await pilot.press("q")
        await painted(pilot)
        assert app.screen is inbox
        assert inbox.current is None
