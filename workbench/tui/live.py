"""Work with others while one codes: the process that syncs beside the screens, what is said of it, and what can wait.

Nothing of sync happens in this process. A thread holds the pipes to ``workbench.worker`` and hands its reports on.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

from workbench.tui.widgets.text import Line, clip

AGAIN = (5.0, 300.0)
"""Seconds until a worker that ended by itself is started again, at first and at most."""
NEWS_SHOWN = 6.0
"""Seconds for which the title tells how much came in."""
FRESH = 10.0
"""Seconds within which the last look at the peer needs no time told."""
SENTENCE = 44
"""Cells that a trouble may take in the title; the whole of it is told when somebody asks."""


class Report(NamedTuple):
    """What the worker said last; its fields are told in ``workbench.worker``."""

    state: str = ""
    new: int = 0
    waiting: int = 0
    words: str = ""
    at: float = 0.0


def parsed(text: bytes) -> Report | None:
    """A line of the worker's; None for what is no report."""
    try:
        given = json.loads(text)
        return Report(
            str(given["state"]), int(given["new"]), int(given["waiting"]), str(given["words"]), float(given["at"])
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


class Live:
    """The worker of one study. ``tell`` hears every report, in a thread that is not the screens'."""

    def __init__(
        self, folder: Path, coder: str, tell: Callable[[Report], object], passphrase: str | None = None
    ) -> None:
        module = (sys.executable, "-m", "workbench.worker", "sync")
        self._command: Sequence[str] = (*module, "--study", str(folder.resolve()), "--coder", coder)
        self._passphrase = passphrase
        self._tell = tell
        self._over = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Begin; what goes wrong is a report."""
        threading.Thread(target=self._serve, name="sync", daemon=True).start()

    def now(self) -> None:
        """Look at the peer at once."""
        self._say({"do": "now"})

    def stop(self) -> None:
        """Let the worker go; it hands over what is left, if it can, and ends by itself."""
        self._over.set()
        with self._lock, suppress(OSError, ValueError):
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.close()

    def _say(self, what: dict[str, str | None]) -> None:
        with self._lock, suppress(OSError, ValueError):
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.write(json.dumps(what).encode() + b"\n")

    def _serve(self) -> None:
        pause = AGAIN[0]
        while not self._over.is_set():
            begin = time.monotonic()
            told = self._once()
            if self._over.is_set():
                return
            pause = AGAIN[0] if time.monotonic() - begin > AGAIN[1] else min(pause * 2, AGAIN[1])
            if not told or told.state != "trouble":
                self._tell(
                    Report("trouble", words="sync has stopped; it will be started again", at=told.at if told else 0)
                )
            self._over.wait(pause)

    def _once(self) -> Report | None:
        """One life of the worker; its last report."""
        last = None
        try:
            with self._lock:
                if self._over.is_set():
                    return None
                self._process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    bufsize=0,
                    start_new_session=True,  # what is typed at the terminal is not for it
                )
            self._say({"passphrase": self._passphrase})
            stdout: IO[bytes] | None = self._process.stdout
            assert stdout is not None
            with stdout:
                for text in iter(stdout.readline, b""):
                    if (report := parsed(text)) is not None:
                        last = report
                        self._tell(report)
            self._process.wait()
        except OSError as error:
            last = Report("trouble", words=f"sync cannot be started: {error.strerror}")
            self._tell(last)
        return last


class Standing:
    """What is shown of sync: the last report, and how long ago what was."""

    def __init__(self) -> None:
        self.report = Report()
        self._new = 0
        self._new_at = -NEWS_SHOWN

    def hear(self, report: Report) -> None:
        """A report came."""
        came = report.new - self.report.new if report.new >= self.report.new else report.new
        if came:
            recent = time.monotonic() - self._new_at < NEWS_SHOWN
            self._new = came + (self._new if recent else 0)
            self._new_at = time.monotonic()
        self.report = report

    def line(self, *, count: bool = True) -> Line:
        """A few quiet words for the title; () while nothing is known. Without ``count`` not how much came in."""
        report = self.report
        if report.state == "trouble":
            return [(clip(report.words, SENTENCE), "warning")]
        if report.state in ("working", "waiting") and report.words:
            return [(clip(report.words, SENTENCE), "dim")]
        if count and time.monotonic() - self._new_at < NEWS_SHOWN:
            return [(f"{self._new:,} new", "accent")]
        if not report.at:
            return [("syncing …", "dim")] if report.state else ()
        return [(since(time.time() - report.at), "dim")]


def since(seconds: float) -> str:
    """How long ago this replica looked at its peer."""
    if seconds < FRESH:
        return "synced"
    if seconds < 90:
        return f"synced {seconds:.0f} s ago"
    minutes = seconds / 60
    return f"synced {minutes:.0f} min ago" if minutes < 90 else f"synced {minutes / 60:.0f} h ago"


class Lull:
    """Work that can wait for a moment without keys, and that is not done again too soon after it has cost much.

    ``touched`` gives when the last key came; ``later`` calls a function after some seconds; two times lie ``apart``
    seconds apart at least; work that took less than ``cheap`` seconds last time waits for no key.
    """

    QUIET = 0.3
    SPARING = 15
    PATIENCE = 4.0

    def __init__(
        self,
        work: Callable[[], object],
        touched: Callable[[], float],
        later: Callable[[float, Callable[[], None]], object],
        apart: float = 0.2,
        cheap: float = 0.01,
    ) -> None:
        self._work = work
        self._touched = touched
        self._later = later
        self._apart = apart
        self._cheap = cheap
        self._due = False
        self._asked = 0.0
        self._not_before = 0.0
        self._cost = 1.0

    @property
    def due(self) -> bool:
        """Whether work waits to be done."""
        return self._due

    def ask(self) -> None:
        """The work is to be done: now where nobody is at the keys, else in a moment."""
        if not self._due:
            self._due, self._asked = True, time.monotonic()
            self._try()

    def done(self) -> None:
        """Somebody else has done it."""
        self._due = False

    def _try(self) -> None:
        if not self._due:
            return
        now = time.monotonic()
        quiet = 0.0 if self._cost < self._cheap else self._touched() + self.QUIET
        ready = max(self._not_before, min(quiet, self._asked + self.PATIENCE))
        if now < ready:
            self._later(max(ready - now, 0.02), self._try)
            return
        self._due = False
        self._work()
        self._cost = time.monotonic() - now
        self._not_before = now + self._cost + min(max(self._cost * self.SPARING, self._apart), 10.0)
