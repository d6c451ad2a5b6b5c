"""How soon the program answers: ``--help`` and the first frame of the screens, against Python doing nothing."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.child import Pty
from bench.measure import Goal, middle, percentile, seconds

BARE = [sys.executable, "-c", "pass"]
OPENING = "opening …"
"""What the first frame shows, before the study is opened."""


def program() -> list[str]:
    """The installed console script; without one, the package as a module."""
    script = shutil.which("workbench", path=str(Path(sys.executable).parent))
    return [script] if script else [sys.executable, "-m", "workbench"]


def measure(quick: bool = False) -> list[Goal]:
    """Bare Python, ``--help`` and a first frame in turn; ratios of medians, one a run."""
    from workbench.study import Study, init

    runs, samples = (1, 5) if quick else (3, 15)
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as home:
        os.environ["WORKBENCH_STATE"] = str(Path(home) / "state")
        folder = Path(home) / "study"
        init(folder, "Måling")
        Study.open(folder, "Måler").close()
        _help(), _frame(folder)  # the disk's cache is warm for all of them
        found = [_run(folder, samples) for _ in range(runs)]
    return [_goal(found, 1, "workbench --help", 8.0), _goal(found, 2, "first frame of the screens", 30.0)]


Run = tuple[list[float], list[float], list[float]]


def _run(folder: Path, samples: int) -> Run:
    bare: list[float] = []
    help_: list[float] = []
    frame: list[float] = []
    for _ in range(samples):
        bare.append(seconds(lambda: subprocess.run(BARE, check=True)))
        help_.append(_help())
        frame.append(_frame(folder))
    return bare, help_, frame


def _help() -> float:
    return seconds(lambda: subprocess.run([*program(), "--help"], check=True, stdout=subprocess.DEVNULL))


def _frame(folder: Path) -> float:
    with Pty([*program(), "--study", str(folder), "--coder", "Måler"]) as app:
        taken = app.until(OPENING) - app.started
        time.sleep(0.02)
    return taken


def _goal(found: list[Run], which: int, what: str, limit: float) -> Goal:
    pairs = [(percentile(run[which], 0.5), percentile(run[0], 0.5)) for run in found]
    ratios = tuple(ours / bare for ours, bare in pairs)
    ours, bare = pairs[middle(ratios)]
    return Goal(what, limit, ratios, f"{ours * 1e3:.0f} ms ÷ {bare * 1e3:.1f} ms (python -c pass)")
