"""A person at a terminal: presses keys, looks at the screen, waits until something is there.

The program runs in a real pseudo-terminal and pyte is the terminal: what it does not paint, nobody sees. Nothing here
sleeps for a fixed time; everything waits for output, with a deadline.
"""

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import pexpect
import pyte

PATIENCE = 60.0
"""Seconds until a screen that does not come is a failure; generous, since a loaded machine is no bug."""
SETTLED = 0.08
"""Seconds without output after which the program is taken to be waiting for a key."""
COMMAND = (sys.executable, "-m", "workbench")
KEYS = {
    "enter": "\r", "esc": "\x1b", "tab": "\t", "backspace": "\x7f", "delete": "\x1b[3~",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "shift+down": "\x1b[1;2B", "shift+up": "\x1b[1;2A",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f7": "\x1b[18~",
    "f11": "\x1b[23~", "f12": "\x1b[24~",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}  # fmt: skip
_LEFT_OUT = ("NO_COLOR", "TEXTUAL_THEME", "COLUMNS", "LINES", "WORKBENCH_CODER")


class NotShownError(Exception):
    """What was waited for never came onto the screen."""


class StillRunningError(Exception):
    """The program did not end."""


class Screen(pyte.Screen):
    """pyte's screen; control sequences with a private mark that it would take for another sequence are passed over."""

    def set_margins(self, *args: Any, **kwargs: Any) -> None:
        """Scrolling margins; ``private`` ones (``CSI ? … r``) are none."""
        if not kwargs.pop("private", False):
            super().set_margins(*args)

    def select_graphic_rendition(self, *attrs: int, **kwargs: Any) -> None:
        """Colours; ``CSI > … m`` speaks of the keyboard."""
        if not kwargs.pop("private", False):
            super().select_graphic_rendition(*attrs)


def environment(**more: str) -> dict[str, str]:
    """What a child sees: this test's own state folder, a terminal with all colours, English for everything else."""
    kept = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
    assert kept.get("WORKBENCH_STATE"), "a test may not touch what this machine remembers"
    return kept | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONUTF8": "1"} | more


class Terminal:
    """A program in a terminal of ``columns`` × ``lines``; a context manager that ends the program when it is left.

    ``sent`` is every byte that came from the program.
    """

    def __init__(
        self,
        arguments: Sequence[str | Path],
        columns: int = 80,
        lines: int = 24,
        program: Sequence[str] = COMMAND,
        **more: str,
    ) -> None:
        first, *rest = [*program, *map(str, arguments)]
        self.child = pexpect.spawn(first, rest, env=environment(**more), dimensions=(lines, columns))
        self.child.delaybeforesend = None
        self.child.ptyproc.delayafterclose = self.child.ptyproc.delayafterterminate = 0.02
        self.screen = Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.sent = b""
        self._seen: str | None = None

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self.child.close(force=True)
                return
            except pexpect.ExceptionPexpect:  # killed, but a loaded machine takes its time over it
                if time.monotonic() > deadline:
                    raise

    # --- looking

    @property
    def lines(self) -> list[str]:
        """The lines of the screen, without what is blank on the right."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """The screen as one text."""
        if self._seen is None:  # pyte takes its time to put a large screen together
            self._seen = "\n".join(self.lines)
        return self._seen

    def line_of(self, words: str) -> str:
        """The first line that holds ``words``."""
        return next((line for line in self.lines if words in line), "")

    def wait(self, until: Callable[[str], Any], what: str, patience: float = PATIENCE) -> Any:
        """Read until ``until`` the screen's text gives something true, and return that."""
        deadline = time.monotonic() + patience
        while not (found := until(self.text)):
            if not self.look(0.05) or time.monotonic() > deadline:
                self.look(0.0)
                if found := until(self.text):
                    return found
                raise NotShownError(f"the screen never showed {what}; it showed:\n{self.text}")
        return found

    def wait_for(self, *words: str, patience: float = PATIENCE) -> str:
        """Read until the screen shows all ``words``; the screen's text."""
        self.wait(lambda text: all(word in text for word in words), " and ".join(map(repr, words)), patience)
        return self.text

    def wait_without(self, *words: str) -> str:
        """Read until the screen shows none of ``words``; the screen's text."""
        self.wait(lambda text: not any(word in text for word in words), f"anything without {words}")
        return self.text

    def wait_match(self, pattern: str) -> re.Match[str]:
        """Read until the screen matches ``pattern``."""
        found: re.Match[str] = self.wait(lambda text: re.search(pattern, text), f"/{pattern}/")
        return found

    def settle(self) -> str:
        """Read until the program has nothing more to say for a moment; the screen's text."""
        before = -1
        while before != len(self.sent):
            before = len(self.sent)
            self.look(SETTLED)
        return self.text

    def look(self, patience: float) -> bool:
        """Take what comes within ``patience`` seconds; False once the program has ended."""
        try:
            data = self.child.read_nonblocking(1 << 16, timeout=patience)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.sent += data
        self._stream.feed(data)
        self._seen = None
        return True

    # --- doing

    def press(self, *keys: str) -> "Terminal":
        """Press keys: a name of ``KEYS``, or what is typed as it is."""
        self.child.send("".join(KEYS.get(key, key) for key in keys))
        return self

    def until_end(self, patience: float = PATIENCE) -> int:
        """Read until the program has ended; its exit status (minus the signal that killed it)."""
        deadline = time.monotonic() + patience
        while self.look(0.1):
            if time.monotonic() > deadline:
                raise StillRunningError(f"the program did not end:\n{self.text}")
        while self.child.isalive():  # it has let go of the terminal, and ends; closing it now would kill it
            if time.monotonic() > deadline:
                raise StillRunningError("the program did not end")
            time.sleep(0.005)
        self.child.close()
        return -self.child.signalstatus if self.child.signalstatus else int(self.child.exitstatus)

    def leave(self) -> int:
        """Press ctrl+q; the exit status."""
        return self.press("ctrl+q").until_end()

    def kill(self) -> None:
        """``kill -9``; what the program had written before still comes onto the screen."""
        os.kill(self.child.pid, signal.SIGKILL)
        deadline = time.monotonic() + PATIENCE
        while self.look(0.1) and time.monotonic() < deadline:
            pass
