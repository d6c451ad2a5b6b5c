"""Others' work while one codes: what appears, what stays as it is, and what is said of the peer."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from workbench.study import Study
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.live import FRESH, Lull, Report, Standing, parsed, since
from workbench.tui.widgets.palette import CodePalette


@contextmanager
def colleague(folder: Path) -> Iterator[Study]:
    """bo, at work in the same file from another process."""
    study = Study.open(folder, "bo")
    try:
        yield study
    finally:
        study.close()


async def until(pilot: Any, holds: Callable[[], object]) -> None:
    """Let the app go on until something holds."""
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        await pilot.pause(0.02)


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every time the coding screen reads everything again."""
    seen: list[str] = []
    load = CodingScreen.load

    def counted(self: CodingScreen) -> None:
        seen.append(self.transcript.name)
        load(self)

    monkeypatch.setattr(CodingScreen, "load", counted)
    return seen


async def opened(app: Any, pilot: Any, name: str = "K-01") -> CodingScreen:
    app.open_transcript(name)
    await pilot.pause()
    await pilot.pause()
    screen = app.screen
    assert isinstance(screen, CodingScreen)
    return screen


async def test_opening_a_transcript_reads_it_once(open_app: Any, loads: list[str]) -> None:
    async with open_app() as (app, pilot):
        await opened(app, pilot)
        assert loads == ["K-01"]


async def test_a_colleagues_coding_elsewhere_reads_nothing_here_again_but_the_counts(
    open_app: Any, folder: Path, coded: Any, loads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app() as (app, pilot):
        screen = await opened(app, pilot)
        painted: list[Any] = []
        monkeypatch.setattr(screen.view, "repaint_all", lambda: painted.append("all"))
        monkeypatch.setattr(screen.view, "repaint", lambda *spans: painted.append(spans))
        code = screen.study.codes.find("Relationer / Tillid")
        before = screen.codes[code.id].count
        with colleague(folder) as bo:
            bo.codings.add(bo.transcripts.document("K-02").revision, 0, 5, code.id)
        await until(pilot, lambda: screen.codes[code.id].count == before + 1)
        assert loads == ["K-01"]
        assert painted == []


async def test_a_colleagues_coding_appears_while_cursor_selection_scroll_and_dialog_stay(
    open_app: Any, folder: Path, coded: Any, loads: list[str]
) -> None:
    async with open_app(size=(100, 16)) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press("j", "v", "j")
        passage, scroll = tuple(screen.passage), screen.view.scroll_offset
        await pilot.press("c", "t", "i")
        palette = app.screen
        assert isinstance(palette, CodePalette)
        count = len(screen.marks)
        with colleague(folder) as bo:
            coding = coded(bo, "K-01", "Det er det hele.", "Relationer / Tillid")
        await until(pilot, lambda: len(screen.marks) == count + 1)
        assert coding in screen.marks
        assert app.screen is palette
        assert (tuple(screen.passage), screen.view.scroll_offset) == (passage, scroll)
        assert screen.view.cursor.selected
        assert loads == ["K-01"]


async def test_what_a_colleague_removes_or_moves_goes_and_moves(open_app: Any, folder: Path, coded: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await opened(app, pilot)
        gone, moved = (coded(app.study, "K-01", words, "Relationer") for words in ("ringer", "kaffe"))
        await pilot.pause()
        screen.single_out(gone)
        with colleague(folder) as bo:
            bo.codings.remove(gone)
            bo.codings.borders(moved, 0, 9)
        await until(pilot, lambda: gone not in screen.marks)
        row = screen.marks.row(screen.marks.slot(moved))
        assert (row.start, row.end) == (0, 9)
        assert screen.singled == ""


async def test_ticking_facets_of_a_coding_that_a_colleague_removed_is_no_crash(
    open_app: Any, folder: Path, coded: Any
) -> None:
    async with open_app() as (app, pilot):
        screen = await opened(app, pilot)
        coding = coded(app.study, "K-01", "ringer", "Relationer")
        await pilot.pause()
        screen._tick_facets(screen.marks.row(screen.marks.slot(coding)))
        await pilot.pause()
        with colleague(folder) as bo:
            bo.codings.remove(coding)
        await until(pilot, lambda: coding not in screen.marks)
        await pilot.press("enter")
        assert app.is_running
        assert "no longer there" in " ".join(str(n.message) for n in app._notifications)


async def test_a_code_that_a_colleague_renames_or_merges_is_shown_so(open_app: Any, folder: Path) -> None:
    async with open_app() as (app, pilot):
        screen = await opened(app, pilot)
        net, trust = (app.study.codes.find(f"Relationer / {name}") for name in ("Netværk", "Tillid"))
        with colleague(folder) as bo:
            bo.codes.rename(net.id, "Forbindelser")
        await until(pilot, lambda: screen.codes[net.id].name == "Forbindelser")
        with colleague(folder) as bo:
            bo.codes.merge(trust.id, net.id)
        await until(pilot, lambda: trust.id not in screen.codes)
        assert {row.code for row in screen.marks.alive()} == {net.id}


async def test_own_work_after_others_is_still_shown_without_reading_all_again(
    open_app: Any, folder: Path, coded: Any, loads: list[str]
) -> None:
    async with open_app() as (app, pilot):
        screen = await opened(app, pilot)
        with colleague(folder) as bo:
            theirs = coded(bo, "K-01", "kaffe", "Relationer / Tillid")
        await until(pilot, lambda: theirs in screen.marks)
        count = len(screen.marks)
        await pilot.press("j", "1")
        assert len(screen.marks) == count + 1
        assert loads == ["K-01"]


async def test_a_memo_and_a_setting_of_a_colleague_arrive(open_app: Any, folder: Path) -> None:
    async with open_app() as (app, pilot):
        screen = await opened(app, pilot)
        with colleague(folder) as bo:
            document = bo.transcripts.document("K-01")
            bo.memos.add("passage", bo.transcripts.get("K-01").id, "Se her", revision=document.revision, start=0, end=5)
        await until(pilot, lambda: [memo.text for memo in screen.memos] == ["Se her"])
        with colleague(folder) as bo:
            bo.memos.link(screen.memos[0].id, document.revision, 6, 9)
        await until(pilot, lambda: [(one.start, one.end) for one in screen.linking] == [(6, 9)])
        with colleague(folder) as bo:
            text = bo.export_settings().replace('values = ["formel", "reel"]', 'values = ["formel", "reel", "uvis"]')
            bo.import_settings(text, "study.toml")
        await until(pilot, lambda: app.study.settings.facets["kind"] == ("formel", "reel", "uvis"))


async def test_words_that_come_after_the_remark_that_names_them_are_shown(
    open_app: Any, folder: Path, coded: Any
) -> None:
    from workbench.study.words import NOT_COME

    async with open_app() as (app, pilot):
        screen = await opened(app, pilot)
        with colleague(folder) as bo:
            coding = coded(bo, "K-01", "kaffe", "Relationer / Tillid")
            bo.codings.note(coding, "Spørg igen")
            store = bo._base.store
            ((text, salt, data),) = store.read("SELECT id, salt, data FROM blob WHERE data = 'Spørg igen'")
            with store.db.transaction() as con:
                con.execute("DELETE FROM blob WHERE id = ?", (text,))
            await until(pilot, lambda: coding in screen.marks)
            assert screen.marks.row(screen.marks.slot(coding)).memo == NOT_COME
            with store.db.transaction() as con:
                con.execute("INSERT INTO blob VALUES (?, ?, ?)", (text, salt, data))
        await until(pilot, lambda: screen.marks.row(screen.marks.slot(coding)).memo == "Spørg igen")


async def test_the_library_follows_in_a_quiet_moment_and_keeps_its_cursor(
    open_app: Any, folder: Path, coded: Any, seen: Any
) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("j")
        here = app.screen.current.name
        with colleague(folder) as bo:
            coded(bo, "K-02", "kaffe", "Ny kode")
        await until(pilot, lambda: "4 codings" in seen(app))
        assert app.screen.current.name == here


# --- the peer


class Fake:
    """A worker that only notes what it is told."""

    made: list["Fake"] = []

    def __init__(self, folder: Path, coder: str, tell: Any, passphrase: str | None = None) -> None:
        self.tell, self.told = tell, list[str]()
        Fake.made.append(self)

    def start(self) -> None:
        self.told.append("start")

    def now(self) -> None:
        self.told.append("now")

    def stop(self) -> None:
        self.told.append("stop")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> list[Fake]:
    """Workers that were started; no process is."""
    Fake.made = []
    monkeypatch.setattr("workbench.tui.synced.Live", Fake)
    monkeypatch.setattr("workbench.tui.synced.SOON", 0.01)
    return Fake.made


async def test_nothing_is_said_and_no_worker_started_where_there_is_no_peer(
    open_app: Any, fake: list[Fake], seen: Any
) -> None:
    async with open_app() as (app, pilot):
        await pilot.pause(0.1)
        assert fake == []
        assert "sync" not in seen(app).splitlines()[0]


async def test_the_worker_runs_where_a_peer_is_remembered_and_ends_with_the_screens(
    open_app: Any, folder: Path, fake: list[Fake], seen: Any, tmp_path: Path
) -> None:
    with colleague(folder) as study:
        study.sync.remember(str(tmp_path))
    async with open_app() as (app, pilot):
        await until(pilot, lambda: fake)
        assert fake[0].told == ["start"]
        fake[0].tell(Report("up to date", 0, 0, "", time.time()))
        await until(pilot, lambda: "ann · synced" in seen(app).splitlines()[0])
        fake[0].tell(Report("up to date", 3, 0, "", time.time()))
        await until(pilot, lambda: "3 new" in seen(app).splitlines()[0])
        fake[0].tell(Report("trouble", 3, 0, "the folder is not there – working offline", time.time()))
        await until(pilot, lambda: "working offline" in seen(app).splitlines()[0])
        await pilot.press("f5")
        assert fake[0].told == ["start", "now"]
        assert str(tmp_path) in " ".join(str(n.message) for n in app._notifications)
        await opened(app, pilot)
        assert "working offline" in seen(app).splitlines()[0]
    assert fake[0].told[-1] == "stop"


async def test_the_peer_is_named_and_forgotten_from_the_screens(
    open_app: Any, fake: list[Fake], tmp_path: Path
) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("f5", *"https://x", "enter")
        await pilot.pause()
        await pilot.press(*["backspace"] * 9, *str(tmp_path), "enter")
        await until(pilot, lambda: fake)
        assert app.study.sync.remembered() == str(tmp_path)
        app.action_forget_peer()
        await pilot.pause()
        await pilot.press("y")
        await until(pilot, lambda: not app.study.sync.remembered())
        assert fake[0].told == ["start", "stop"]
        assert app.synced() == ()


@pytest.mark.parametrize("width", [60, 80, 100, 140])
async def test_a_trouble_never_pushes_the_coder_out_of_the_title(
    open_app: Any, folder: Path, fake: list[Fake], seen: Any, tmp_path: Path, width: int
) -> None:
    with colleague(folder) as study:
        study.sync.remember(str(tmp_path))
    async with open_app(size=(width, 20)) as (app, pilot):
        await until(pilot, lambda: fake)
        fake[0].tell(Report("trouble", 0, 0, "the folder is not there – working offline", 0.0))
        await until(pilot, lambda: "the folder" in seen(app).splitlines()[0])
        assert "ann" in seen(app).splitlines()[0]
        await opened(app, pilot)
        assert "ann · 2 codings" in seen(app).splitlines()[0]


# --- words and lulls


@pytest.mark.parametrize("line", [b"", b"{}", b"[1]", b'{"state": "x"}', b"\xff", b'{"state":1,"new":"x"}'])
def test_what_is_no_report_is_none(line: bytes) -> None:
    assert parsed(line) is None


def test_a_report_is_read() -> None:
    line = b'{"state": "waiting", "new": 2, "waiting": 1, "words": "x", "at": 5.5, "later": true}'
    assert parsed(line) == Report("waiting", 2, 1, "x", 5.5)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "synced"), (FRESH + 2, "synced 12 s ago"), (300, "synced 5 min ago"), (3 * 3600, "synced 3 h ago")],
)
def test_how_long_ago(seconds: float, words: str) -> None:
    assert since(seconds) == words


def test_what_comes_in_quick_succession_is_told_as_one_number() -> None:
    standing = Standing()
    for new in (0, 2, 5):
        standing.hear(Report("up to date", new, 0, "", time.time()))
    assert standing.line() == [("5 new", "accent")]
    standing.hear(Report("up to date", 1, 0, "", time.time()))  # another worker began to count again
    assert standing.line() == [("6 new", "accent")]


class Clockwork:
    """Time and timers by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.touched, self.cost, self.done = 100.0, 0.0, 0.0, 0
        self.timers: list[tuple[float, Any]] = []
        monkeypatch.setattr("workbench.tui.live.time.monotonic", lambda: self.now)
        self.lull = Lull(self.work, lambda: self.touched, lambda s, do: self.timers.append((self.now + s, do)))

    def work(self) -> None:
        self.now += self.cost
        self.done += 1

    def run(self, seconds: float) -> None:
        end = self.now + seconds
        while self.timers and min(self.timers)[0] <= end:
            first = min(self.timers, key=lambda timer: timer[0])
            self.timers.remove(first)
            self.now = max(self.now, first[0])
            first[1]()
        self.now = max(self.now, end)


def test_work_is_done_at_once_where_nobody_is_at_the_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clockwork(monkeypatch)
    clock.lull.ask()
    assert clock.done == 1


def test_dear_work_waits_for_the_keys_to_rest_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clockwork(monkeypatch)
    clock.touched = clock.now
    clock.lull.ask()
    for _ in range(30):
        clock.run(0.1)
        clock.touched = clock.now
    assert clock.done == 0
    clock.run(Lull.QUIET + 0.05)
    assert clock.done == 1
    clock.cost, clock.now = 0.1, clock.now + 100
    clock.lull.ask()
    clock.touched = clock.now
    clock.lull.ask()
    for _ in range(60):
        clock.run(0.1)
        clock.touched = clock.now
    assert clock.done == 3


def test_dear_work_is_not_done_again_too_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clockwork(monkeypatch)
    clock.cost = 0.2
    for _ in range(100):
        clock.lull.ask()
        clock.run(0.1)
    assert clock.done <= 5
