"""Keys in a transcript of a million characters with ten thousand codings, against a Textual app of one line."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bench.child import Pty
from bench.measure import Goal, middle, percentile
from tests import danish

CHARACTERS, CODINGS, CODES = 1_000_000, 10_000, 60
NAME, CODER = "M-01", "Måler"
FLOOR = [sys.executable, str(Path(__file__).with_name("floor.py"))]
SHIFT_DOWN, PAGE_DOWN = "\x1b[1;2B", "\x1b[6~"


class Keys(NamedTuple):
    """One kind of key: its goals for p50 and p95 in floors, how it is pressed once, in how many rounds of a batch."""

    what: str
    p50: float | None
    p95: float | None
    press: Callable[[Pty, int], float]
    rounds: int = 10


COUNTED = 0.25
"""Seconds of silence after a tag: counts are drawn 0.2 s after the last change, which is no part of any key."""


def _move(app: Pty, n: int) -> float:
    return app.press("j")


def _extend(app: Pty, n: int) -> float:
    if n % 10 == 0:
        app.press("j")  # lets go of what was selected
    return app.press(SHIFT_DOWN)


def _apply(app: Pty, n: int) -> float:
    app.press("j")
    taken = app.press("123"[n % 3])
    app.silence(COUNTED)
    return taken


def _page(app: Pty, n: int) -> float:
    return app.press(PAGE_DOWN)


def _palette(app: Pty, n: int) -> float:
    _apply(app, n)
    app.silence(0.1)
    pressed = app.send("c")
    app.until("Kode ")  # the frame of the dialog comes before what is in it
    taken = app.silence() - pressed
    app.press("\x1b", 0.1)
    return taken


KINDS = (
    Keys("move (j)", 2.0, 4.0, _move),
    Keys("extend (shift+↓)", 2.0, 4.0, _extend),
    Keys("apply a code (1–3), committed", 2.0, 4.0, _apply),
    Keys("page (PgDn)", None, None, _page),
    Keys("open the palette (c) after a coding", None, None, _palette, 2),
)
BATCH = 10
SETTLED = 0.4
"""Seconds of silence between kinds: what is drawn late on purpose (counts) may not fall into the next kind's keys."""
SOON = 0.02
"""Seconds of silence that end the floor's answer: it writes once a key."""


@contextmanager
def long_study(characters: int = CHARACTERS, number: int = CODINGS) -> Iterator[Path]:
    """A study with one long transcript in a folder of its own, and a state folder beside it."""
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as home:
        os.environ["WORKBENCH_STATE"] = str(Path(home) / "state")
        folder = Path(home) / "study"
        one = danish.interview(NAME, characters, seed=5)
        danish.study(folder, [one], danish.codings([one], number, CODES, 6, (CODER, "Bo")), CODER)
        yield folder


def command(folder: Path) -> list[str]:
    """The program on ``folder``."""
    return [sys.executable, "-m", "workbench", "--study", str(folder), "--coder", CODER]


def measure(quick: bool = False) -> list[Goal]:
    """All goals of keys and of opening; ``quick`` one run of fewer samples on a smaller text."""
    runs, samples = (1, 20) if quick else (3, 60)
    with long_study(*(200_000, 2_000) if quick else (CHARACTERS, CODINGS)) as folder:
        opened = [opening(folder, 3 if quick else 5) for _ in range(runs)]
        found = [_run(folder, samples) for _ in range(runs)]
    return [*_opening_goals(opened), *_key_goals(found)]


class Samples(NamedTuple):
    """One run: seconds by kind; the floor's own, taken before, between and after."""

    floor: list[float]
    before: list[float]
    after: list[float]
    kinds: dict[str, list[float]]


def _run(folder: Path, samples: int) -> Samples:
    with Pty(FLOOR) as floor, Pty(command(folder)) as app:
        floor.until("the floor is at key")
        app.until(NAME)
        app.silence(0.5)
        app.send("\r")
        app.until("turn 1 of")
        app.silence(0.5)
        for key in ("G", "g"):
            app.press(key, 0.2)
        _recents(app)
        for warm in range(10):
            floor.press("x", SOON)
            app.press("j" if warm % 2 else "J")
        before = [floor.press("x", SOON) for _ in range(samples)]
        between: list[float] = []
        kinds: dict[str, list[float]] = {kind.what: [] for kind in KINDS}
        for _ in range(0, samples, BATCH):
            for kind in KINDS:
                app.silence(SETTLED)
                for n in range(kind.rounds):  # in turn, so that both meet the same noise
                    between.append(floor.press("x", SOON))
                    kinds[kind.what].append(kind.press(app, n))
        after = [floor.press("x", SOON) for _ in range(samples)]
    return Samples(between, before, after, kinds)


def _recents(app: Pty) -> None:
    """Use three codes, so that the digits have something to apply; away from where is measured."""
    for name in ("Kode 1", "Kode 2", "Kode 3"):
        app.press("j")
        app.send("c")
        app.until("type a name")
        app.silence(0.3)
        app.send(name)
        app.silence(0.3)
        app.send("\r")
        app.silence(0.5)


def _key_goals(found: list[Samples]) -> list[Goal]:
    goals = []
    for kind in KINDS:
        for share, limit in ((0.5, kind.p50), (0.95, kind.p95)):
            pairs = [(percentile(run.kinds[kind.what], share), percentile(run.floor, share)) for run in found]
            ratios = tuple(ours / floor for ours, floor in pairs)
            ours, floor = pairs[middle(ratios)]
            seen = f"{ours * 1e3:.2f} ms ÷ {floor * 1e3:.2f} ms"
            goals.append(Goal(f"{kind.what} p{share * 100:.0f}", limit, ratios, seen))
    drift = tuple(percentile(run.after, 0.5) / percentile(run.before, 0.5) for run in found)
    goals.append(Goal("the floor itself, after ÷ before", None, drift, "how steady the machine was"))
    return goals


class Opening(NamedTuple):
    """One run of opening, in seconds, each a list of samples."""

    floor: list[float]
    whole: list[float]
    opened: list[float]


def opening(folder: Path, samples: int) -> Opening:
    """From the start of the program to the painted transcript, Enter pressed as soon as the library is there."""
    found = Opening([], [], [])
    for _ in range(samples):
        with Pty(FLOOR) as floor:
            floor.until("the floor is at key")
            found.floor.append(floor.silence(0.3) - floor.started)
        with Pty(command(folder)) as app:
            app.until(NAME)
            entered = app.send("\r")
            app.until("turn 1 of")
            painted = app.silence(0.4)
            found.whole.append(painted - app.started)
            found.opened.append(painted - entered)
        time.sleep(0.1)
    return found


def _opening_goals(found: list[Opening]) -> list[Goal]:
    goals = []
    for what, limit, samples in (
        ("start to the painted transcript", None, [run.whole for run in found]),
        ("Enter in the library to the painted transcript", 3.0, [run.opened for run in found]),
    ):
        pairs = [(percentile(ours, 0.5), percentile(run.floor, 0.5)) for ours, run in zip(samples, found, strict=True)]
        ratios = tuple(ours / floor for ours, floor in pairs)
        ours, floor_ = pairs[middle(ratios)]
        goals.append(Goal(what, limit, ratios, f"{ours * 1e3:.0f} ms ÷ {floor_ * 1e3:.0f} ms (a minimal Textual app)"))
    return goals
