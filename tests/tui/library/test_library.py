"""The library: what it tells of every transcript at every width, and its commands."""

from typing import Any

from workbench.study import State
from workbench.tui.library.rows import OTHERS, Shown, columns
from workbench.tui.library.work import Work, hidden_line, summary, summary_line, work_line, work_of
from workbench.tui.widgets.ask import ConfirmScreen


def text_of(line: Any) -> str:
    return "".join(piece for piece, _ in line)


async def test_it_tells_the_totals_and_how_far_each_coder_is(open_app: Any, seen: Any) -> None:
    async with open_app(size=(120, 30)) as (app, _pilot):
        text = seen(app)
        assert "3 interviews  ·  3 informants  ·  3 codes  ·  3 codings" in text
        assert " ann 2 of 2 done " in text
        row = next(line for line in text.split("\n") if line.startswith(" K-01"))
        assert row.split() == ["K-01", "Kommune", "A", "single", "1", "professional", "22", "●●●●●●●●", "done"]
        other = next(line for line in text.split("\n") if line.startswith(" K-02"))
        assert other.split()[-1] == "–"


async def test_at_80_columns_every_coder_of_two_still_fits_and_at_200_everything(open_app: Any) -> None:
    async with open_app() as (app, _pilot):
        transcripts = app.study.transcripts.list()
    keys = lambda coders, width: [c.key for c, _ in columns(Shown(coders), transcripts, width)]  # noqa: E731
    narrow = keys(["ann", "bo"], 77)
    assert [k for k in narrow if k.startswith("coder:")] == ["coder:ann", "coder:bo"]
    assert {"name", "agreement"} <= set(narrow)
    wide = keys(["ann", "bo"], 197)
    assert wide == ["name", "site", "date", "kind", "informants", "words", "coder:ann", "coder:bo", "agreement"]
    assert "agreement" not in keys(["ann"], 197), "with one coder there is none"


async def test_more_coders_than_there_is_room_for_give_way_to_a_number_oneself_last(open_app: Any) -> None:
    async with open_app() as (app, _pilot):
        transcripts = app.study.transcripts.list()
    coders = [f"coder {i}" for i in range(9)]
    for width in (57, 77, 117, 197):
        fitted = columns(Shown(coders), transcripts, width)
        people = [c for c, _ in fitted if c.key.startswith("coder:")]
        assert [c.key for c in people] == [f"coder:{name}" for name in coders[: len(people)]]
        assert sum(size for _, size in fitted) + 2 * (len(fitted) - 1) <= width
        rest = [c.title for c, _ in fitted if c.key == OTHERS]
        assert rest == ([f"+{9 - len(people)}"] if len(people) < 9 else [])
    assert len([c for c, _ in columns(Shown(coders[:4]), transcripts, 77) if c.key.startswith("coder:")]) == 4
    assert text_of(hidden_line([Work("done", 1), Work("assigned", 0), None])) == "1/2 done"
    assert text_of(hidden_line([None])) == "–"


def test_of_several_rounds_the_newest_that_was_given_is_told() -> None:
    states = [
        State("K-01", "ann", "1", "done", 12, 0.9),
        State("K-01", "ann", "2", "assigned", 0, 0.9),
        State("K-02", "bo", "", "", 3, 0.5),
    ]
    table = work_of(states, ["1", "2"])
    assert table == {("K-01", "ann"): Work("assigned", 0, 0.9, "2"), ("K-02", "bo"): Work("", 3, 0.5)}
    assert work_of(states, ["2", "1"])["K-01", "ann"].state == "done"
    assert text_of(work_line(table["K-01", "ann"], 20, 3)) == "○ assigned r2"


def test_work_is_told_as_long_as_there_is_room() -> None:
    told = lambda work, width: text_of(work_line(work, width))  # noqa: E731
    assert told(Work("done", 3, 1.0), 14) == "●●●●●●●● done"
    assert told(Work("in progress", 3, 0.48), 14) == "●●●●···· 48 %"
    assert told(Work("assigned", 0), 14) == "○ assigned"
    assert told(Work("in progress", 0, None), 14) == "◐ at work"
    assert told(Work("", 3, 0.48), 14) == "●●●●···· 48 %"
    assert told(None, 14) == "–"
    for work in (Work("done", 3, 1.0), Work("in progress", 3, 1.0), Work("assigned", 0), Work("in progress", 0, None)):
        for width in range(7, 24):
            assert len(told(work, width)) <= width


def test_who_is_how_far_is_told_in_one_line_oneself_first() -> None:
    table = {
        ("K-01", "ann"): Work("done", 3),
        ("K-02", "ann"): Work("in progress", 1),
        ("K-03", "ann"): Work("assigned", 0),
        ("K-01", "bo"): Work("", 3),
    }
    told = summary(table, ["K-01", "K-02", "K-03"], ["ann", "bo", "cid"])
    assert told == [("ann", "1 of 3 done, 1 in progress"), ("bo", "1 in progress")]
    assert text_of(summary_line(told, 80)).strip() == "ann 1 of 3 done, 1 in progress  ·  bo 1 in progress"
    assert text_of(summary_line(told, 42)).strip() == "ann 1 of 3 done, 1 in progress  ·  +1"


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
        assert [t.name for t in app.screen.shown] == ["K-02"]
        await pilot.press("escape")
        await pilot.pause()
        assert len(app.screen.shown) == 3


async def test_enter_opens_the_transcript(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        opened: list[Any] = []
        app.open_transcript = lambda *where: opened.append(where)
        await pilot.press("j", "enter")
        assert opened == [("K-01",)]
