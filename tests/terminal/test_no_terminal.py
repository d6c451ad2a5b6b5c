"""Where there is no terminal to draw on, the program says so and ends; it never waits for somebody who is not there."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal.driver import COMMAND, Terminal, environment

SOON = 60.0
"""Seconds for a start that draws nothing, on a loaded machine; one that hangs would never come back."""


@pytest.mark.parametrize("stdin", [subprocess.DEVNULL, subprocess.PIPE], ids=["no-stdin", "piped-stdin"])
def test_a_pipe_is_told_that_the_screens_need_a_terminal(demo_folder: Path, stdin: int) -> None:
    ended = subprocess.run(
        [*COMMAND, "--study", demo_folder], stdin=stdin, capture_output=True, env=environment(), timeout=SOON, text=True
    )
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "needs a terminal" in ended.stderr
    assert "workbench --help" in ended.stderr
    assert "\x1b" not in ended.stderr
    assert "Traceback" not in ended.stderr


def test_stdout_in_a_pipe_is_no_terminal_even_where_stdin_is_one(demo_folder: Path) -> None:
    piped = f'"{sys.executable}" -m workbench --study "{demo_folder}" | cat; echo "status ${{PIPESTATUS[0]}}"'
    with Terminal(["-c", piped], program=("bash",)) as terminal:
        terminal.wait_for("needs a terminal", "status 2")
        assert b"\x1b[?1049h" not in terminal.sent


@pytest.mark.parametrize("kind", ["dumb", "unknown", ""])
def test_a_terminal_that_only_prints_lines_is_told_so(demo_folder: Path, kind: str) -> None:
    with Terminal(["--study", demo_folder], TERM=kind) as terminal:
        assert terminal.until_end(SOON) == 2
        assert "can only print lines" in terminal.text
        assert b"\x1b" not in terminal.sent
