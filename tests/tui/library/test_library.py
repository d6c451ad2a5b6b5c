"""The library: what it tells of every transcript at every width, and its commands."""

from pathlib import Path
from typing import Any

from textual.widgets import Input

from workbench.study import State
from workbench.tui.library.rows import Work, columns, work_line, work_of
from workbench.tui.widgets.ask import ConfirmScreen, LineScreen


async def test_it_tells_the_totals_and_how_far_each_coder_is(open_app: Any, seen: Any) -> None:
    async with open_app(size=(120, 30)) as (app, _pilot):
        text = seen(app)
        assert "3 interviews  ·  3 informants  ·  3 codes  ·  3 codings" in text
        row = next(line for line in text.split("\n") if line.startswith(" K-01"))
        assert row.split() == ["K-01", "Kommune", "A", "single", "1", "professional", "22", "●", "2", "done"]


async def test_at_80_columns_every_coder_of_two_still_fits_and_at_200_everything(open_app: Any) -> None:
    async with open_app() as (app, _pilot):
        transcripts = app.study.transcripts.list()
    narrow = [column.key for column, _ in columns(["ann", "bo"], transcripts, 77)]
    assert [k for k in narrow if k.startswith("coder:")] == ["coder:ann", "coder:bo"]
    assert "name" in narrow
    wide = [column.key for column, _ in columns(["ann", "bo"], transcripts, 197)]
    assert wide == ["name", "site", "date", "kind", "informants", "words", "coder:ann", "coder:bo"]
    many = [column.key for column, _ in columns([f"coder {i}" for i in range(9)], transcripts, 77)]
    assert "coder:coder 0" in many


def test_of_several_rounds_the_furthest_state_counts_and_codings_are_not_added() -> None:
    states = [
        State("K-01", "ann", "1", "done", 12),
        State("K-01", "ann", "2", "assigned", 12),
        State("K-02", "bo", "", "", 3),
    ]
    table = work_of(states)
    assert table == {("K-01", "ann"): Work("done", 12), ("K-02", "bo"): Work("", 3)}
    assert [piece for piece, _ in work_line(table["K-01", "ann"], 2)] == ["● ", "12 ", "done"]
    assert [piece for piece, _ in work_line(None, 2)] == ["·"]


async def test_done_asks_first_and_can_be_taken_up_again(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        states = lambda: {s.transcript: s.state for s in app.study.progress.table() if s.coder == "ann"}  # noqa: E731
        app.screen.query_one("#table").move(2)
        assert app.screen.current.name == "K-02"
        await pilot.press("d")
        assert isinstance(app.screen, ConfirmScreen)
        await pilot.press("n")
        await pilot.pause()
        assert "K-02" not in states()
        await pilot.press("d", "y")
        await pilot.pause()
        assert states()["K-02"] == "done"
        await pilot.press("d", "y")
        await pilot.pause()
        assert states()["K-02"] == "in progress"
        assert app.screen.current.name == "K-02"


async def test_a_transcript_is_assigned_to_somebody_new(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("a", *"bo", "enter")
        await pilot.pause()
        assert [(s.transcript, s.state) for s in app.study.progress.table() if s.coder == "bo"] == [
            ("F-01", "assigned")
        ]


async def test_the_filter_keeps_what_matches_and_escape_takes_it_away(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("slash", *"kommune b", "enter")
        await pilot.pause()
        assert [t.name for t in app.screen._shown] == ["K-02"]
        await pilot.press("escape")
        await pilot.pause()
        assert len(app.screen._shown) == 3


async def test_import_takes_a_file_and_says_what_is_wrong_with_one(open_app: Any, tmp_path: Path, seen: Any) -> None:
    (tmp_path / "ny.md").write_text("---\nid: N-01\n---\nR1: Hej med jer, skal vi begynde?\n", encoding="utf-8")
    async with open_app(size=(160, 30)) as (app, pilot):
        await pilot.press("i")
        await pilot.pause()
        app.screen.query_one(Input).value = str(tmp_path / "findes-ikke.md")
        await pilot.press("enter")
        await pilot.pause()
        assert "findes-ikke.md" in seen(app)
        assert isinstance(app.screen, LineScreen)
        app.screen.query_one(Input).value = str(tmp_path / "ny.md")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert "N-01" in [t.name for t in app.study.transcripts.list()]
        assert "Imported: 1 new." in seen(app)


async def test_enter_opens_the_transcript(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        opened: list[Any] = []
        app.open_transcript = lambda *where: opened.append(where)
        await pilot.press("j", "enter")
        assert opened == [("K-01",)]
