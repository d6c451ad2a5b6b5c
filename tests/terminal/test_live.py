"""Two people at two terminals: what one codes the other sees, by way of a folder and by way of a server."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import pytest

from tests.sync.postgres import PASSWORD, new_base, postgres  # noqa: F401  (fixtures)
from tests.terminal.driver import Terminal
from workbench.study import Study, join

SOON = 60.0
"""Seconds in which a loaded machine must have shown it; alone it is a fraction of one, and that is what is printed."""
FIRST = "F-01"


def code(terminal: Terminal, name: str) -> float:
    """Tag the passage at the cursor; returns when."""
    terminal.press("c").wait_for("type a name")
    terminal.press(name).wait_for(name)
    terminal.settle()
    terminal.press("enter")
    return time.monotonic()


def wait_codings(terminal: Terminal, count: int) -> None:
    terminal.wait(lambda text: f"{count:,} codings" in text, f"{count} codings", SOON)


def codings(terminal: Terminal) -> int:
    return int(terminal.wait_match(r"([\d,]+) codings")[1].replace(",", ""))


@contextmanager
def two(ann: Path, bo: Path, **of_bo: str) -> Iterator[tuple[Terminal, Terminal]]:
    """Both at work in the first transcript, and in step with their peer."""
    with ExitStack() as stack:
        terminals = (
            stack.enter_context(Terminal(["--study", ann, "--coder", "ann"], 140, 30)),
            stack.enter_context(Terminal(["--study", bo, "--coder", "bo"], 140, 30, **of_bo)),
        )
        for terminal in terminals:
            terminal.wait_for(FIRST)
            terminal.settle()
            terminal.press("enter")
            terminal.wait_for("turn 1 of", "synced")
        yield terminals
        for terminal in terminals:
            assert terminal.leave() == 0


def both_see_each_others_work(ann: Terminal, bo: Terminal, told: Callable[[str], object]) -> None:
    """Each tags something; the other's screen counts it, and stays where it was."""
    count = codings(ann)
    bo.press("J", "J").wait_for("turn 3 of")
    for here, there, name in ((ann, bo, "Humor"), (bo, ann, "Balance")):
        here.press("j")
        where = there.wait_match(r"turn \d+ of")[0]
        begin = code(here, name)
        count += 1
        wait_codings(there, count)
        told(f"{name}: seen by the other {time.monotonic() - begin:.2f} s after Enter")
        wait_codings(here, count)
        assert where in there.text
    ann.press("x")
    ann.settle()
    ann.press("u")
    wait_codings(bo, count)


def test_what_one_codes_the_other_sees_by_way_of_a_folder(demo_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    study = Study.open(demo_folder, "ann")
    study.sync.run(str(tmp_path / "shared"))
    study.close()
    join(tmp_path / "bo", str(tmp_path / "shared"), coder="bo")
    with two(demo_folder, tmp_path / "bo") as (ann, bo):
        both_see_each_others_work(ann, bo, print)
        (tmp_path / "shared").rename(tmp_path / "away")
        ann.wait_for("working offline")
        (tmp_path / "away").rename(tmp_path / "shared")
        ann.press("\x1b[15~").wait_for("Syncing with")
        ann.wait_without("working offline")


def test_a_killed_terminal_leaves_no_worker_behind(demo_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    study = Study.open(demo_folder, "ann")
    study.sync.run(str(tmp_path / "shared"))
    study.close()
    with Terminal(["--study", demo_folder, "--coder", "ann"]) as terminal:
        terminal.wait_for("synced")
        workers = psutil.Process(terminal.child.pid).children()
        assert all("workbench.worker" in worker.cmdline() for worker in workers)
        assert [worker for worker in workers if "sync" in worker.cmdline()] != []
        terminal.kill()
        left = psutil.wait_procs(workers, timeout=SOON)[1]
        assert all(worker.status() == psutil.STATUS_ZOMBIE for worker in left)


@pytest.mark.nightly
@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
def test_what_one_codes_the_other_sees_by_way_of_a_server(
    demo_folder: Path, tmp_path: Path, server: Callable[[str], str]
) -> None:
    study = Study.open(demo_folder, "ann")
    study.hub.init(server(""))
    study.hub.add("bo", role="wbtest_ben")
    study.sync.run(server(""))
    study.close()
    join(tmp_path / "bo", server("wbtest_ben"), coder="bo")
    with two(demo_folder, tmp_path / "bo", PGPASSWORD=PASSWORD) as (ann, bo):
        both_see_each_others_work(ann, bo, print)


@pytest.fixture
def server(new_base: Callable[..., object]) -> Callable[[str], str]:  # noqa: F811
    """A server without a hub: its address for a login ('': the superuser)."""
    return new_base(empty=True).address  # type: ignore[attr-defined, no-any-return]
