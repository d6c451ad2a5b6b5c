"""The screen of the synthesis over 200,000 codings: from its key to its first paint, to its numbers, to a cell's words.

The floor is the first paint of a Textual app of one line. The matrix is built by another process, so the screen is to
be painted, and to take keys, within a second of that; how long the numbers take is told, and that of the matrix itself
is what ``bench matrix`` measures. Then the fullest cell, thousands of excerpts: from enter to the first of them.
"""

import os
import tempfile
from pathlib import Path
from time import sleep
from typing import NamedTuple

from bench.child import Pty
from bench.matrix import CHARACTERS, CODERS, CODES, CODINGS, INTERVIEWS
from bench.measure import Goal, middle, percentile
from bench.terminal import FLOOR, command
from tests import danish

F4 = "\x1bOS"
SECOND = 1.0


class Opened(NamedTuple):
    """Seconds: the floor; from F4 to the painted screen, to the numbers; a key meanwhile; enter to the excerpts."""

    floor: list[float]
    painted: list[float]
    numbers: list[float]
    key: list[float]
    excerpts: list[float]


def measure(quick: bool = False) -> list[Goal]:
    """All goals; ``quick`` one run with a tenth of the codings."""
    runs, samples, number = (1, 2, 20_000) if quick else (3, 4, CODINGS)
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as home:
        os.environ["WORKBENCH_STATE"] = str(Path(home) / "state")
        folder = Path(home) / "study"
        interviews = [danish.interview(f"M-{n:02}", CHARACTERS, n) for n in range(1, INTERVIEWS + 1)]
        danish.study(folder, interviews, danish.codings(interviews, number, CODES, 6, CODERS), CODERS[0])
        found = [_run(folder, samples) for _ in range(runs)]
    size = f"{number:,} codings"
    return [
        _within(found, f"F4 to the painted synthesis, {size}"),
        _goal([(run.numbers, run.floor) for run in found], f"F4 to its numbers (another process counts), {size}"),
        _goal([(run.excerpts, run.floor) for run in found], f"enter to the excerpts of the fullest theme, {size}"),
    ]


def _run(folder: Path, samples: int) -> Opened:
    found = Opened([], [], [], [], [])
    for _ in range(samples):
        with Pty(FLOOR) as floor:
            floor.until("the floor is at key")
            found.floor.append(floor.silence(0.3) - floor.started)
        with Pty(command(folder)) as app:
            app.until("M-01")
            app.silence(1.5)
            pressed = app.send(F4)
            found.painted.append(app.until("Counting") - pressed)
            found.numbers.append(app.until("interviews, ") - pressed)
            app.silence(1.0)
            app.press("o", 0.2)
            app.press("o", 0.2)  # by informants: the fullest theme comes first
            app.press("g", 0.2)
            pressed = app.send("\r")
            app.until(" excerpts")
            found.excerpts.append(app.until(" turn ") - pressed)
        sleep(0.1)
    return found


def _within(found: list[Opened], what: str) -> Goal:
    """Within a second of the floor: as a ratio to the floor and that second."""
    pairs = [(percentile(run.painted, 0.5), percentile(run.floor, 0.5)) for run in found]
    ratios = tuple(ours / (floor + SECOND) for ours, floor in pairs)
    ours, floor = pairs[middle(ratios)]
    return Goal(what, 1.0, ratios, f"{ours * 1e3:.0f} ms ÷ {(floor + SECOND) * 1e3:.0f} ms (a minimal app, and 1 s)")


def _goal(found: list[tuple[list[float], list[float]]], what: str) -> Goal:
    pairs = [(percentile(ours, 0.5), percentile(floor, 0.5)) for ours, floor in found]
    ratios = tuple(ours / floor for ours, floor in pairs)
    ours, floor = pairs[middle(ratios)]
    return Goal(what, None, ratios, f"{ours * 1e3:.0f} ms ÷ {floor * 1e3:.0f} ms (a minimal Textual app)")
