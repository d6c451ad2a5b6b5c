"""The column of the library: what is left in each transcript, read from what the last look has left behind."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from types import SimpleNamespace
from typing import Any

import pytest

from workbench.study import Study
from workbench.study.anonymity.counts import Count
from workbench.tui.app import WorkbenchApp
from workbench.tui.findings import column
from workbench.tui.findings.column import said
from workbench.tui.findings.screen import FindingsScreen
from workbench.tui.library.rows import Shown, columns


def test_what_is_left_is_said_in_two_words() -> None:
    assert said(Count({}, 0)) == ""
    assert said(Count({}, 3)) == "3 weak"
    assert said(Count({"name": 1}, 3)) == "1 name"
    assert said(Count({"name": 2}, 0)) == "2 names"
    assert said(Count({"name": 2, "phone": 1}, 0)) == "3 found"


def test_the_column_comes_with_what_is_found_and_narrow_screens_do_without_it() -> None:
    row: Any = SimpleNamespace(name="K-01", site="Kommune A", informants=())
    shown = Shown(["ann", "bo"], findings={"K-01": "2 names"})
    keys = lambda width, about: [c.key for c, _ in columns(about, [row], width)]  # noqa: E731
    assert "findings" not in keys(197, Shown(["ann", "bo"]))
    assert keys(120, shown)[-1] == "findings"
    narrow = keys(77, shown)
    assert "findings" not in narrow
    assert {"coder:ann", "coder:bo"} <= set(narrow)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the first frame."""
    monkeypatch.setattr(column, "AFTER", 0.01)
    monkeypatch.setattr(column.Lull, "QUIET", 0.0)


async def test_the_library_tells_it_without_looking_through_anything(
    open_app: Any, seen: Callable[..., str], settle: Any, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*args: Any, **more: Any) -> Any:
        raise AssertionError("looked through in the process of the screens")

    monkeypatch.setattr("workbench.transcripts.identifiers.scan", never)
    async with open_app(size=(140, 30)) as (app, pilot):
        for _ in range(40):
            await pilot.pause(0.02)
            if "findings" in seen(app):
                break
        rows = [line.split() for line in seen(app).splitlines()]
        assert next(row for row in rows if row[:1] == ["K-01"])[-2:] == ["5", "found"]
        assert next(row for row in rows if row[:1] == ["K-02"])[-2:] == ["2", "found"]
        app.study.anonymity.keep(app.study.anonymity.findings(["K-02"])[0], everywhere=True)
        for _ in range(40):
            await pilot.pause(0.02)
            if "1 found" in seen(app):
                break
        assert "K-02" in app.screen.left.told


async def test_the_walk_is_looked_for_by_another_process_and_the_column_too(
    folder: Path, tmp_path: Path, seen: Callable[..., str]
) -> None:
    home = copytree(folder, tmp_path / "fresh")
    study = Study.open(home, "ann")
    study.corrections.correct("K-01", study.transcripts.document("K-01").text.replace("Mette Holgersen", "Gry Dam"))
    assert study.anonymity.remembered() is None
    study.close()
    app = WorkbenchApp(home, "ann")
    app.counts_beside = True
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        await pilot.pause()
        await pilot.pause()
        app.open_findings("K-01")
        for _ in range(600):
            await pilot.pause(0.05)
            if isinstance(app.screen, FindingsScreen) and app.screen._shown:
                break
        assert ("K-01", "Gry Dam") in {
            (one.leftover.transcript, one.leftover.finding.text) for one in app.screen._shown
        }
        assert "to decide" in seen(app)
