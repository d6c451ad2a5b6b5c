"""A program in a pseudo-terminal, measured at its edge: from the write of a key to the last byte it causes.

A terminal's own drawing comes on top. POSIX only.
"""

import fcntl
import os
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from types import TracebackType

COLUMNS, LINES = 120, 40
QUIET = 0.06
"""Seconds of silence after which an answer to a key is taken to be complete."""
PATIENCE = 120.0
_LEFT_OUT = ("NO_COLOR", "TEXTUAL_THEME", "COLUMNS", "LINES")


class Pty:
    """A running program; a context manager. ``started`` is when it was started, ``heard`` when it last wrote."""

    def __init__(self, command: Sequence[str], **more: str) -> None:
        environment = {k: v for k, v in os.environ.items() if k not in _LEFT_OUT}
        environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"} | more
        self.fd, inside = os.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=inside, stdout=inside, stderr=inside, env=environment, start_new_session=True
        )
        os.close(inside)
        self.heard = self.started
        self.tail = b""

    def __enter__(self) -> "Pty":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.fd)

    def _read(self, patience: float) -> bytes:
        """What comes within ``patience`` seconds; b"" for nothing."""
        if not select.select([self.fd], [], [], patience)[0]:
            return b""
        try:
            data = os.read(self.fd, 1 << 20)
        except OSError:
            data = b""
        self.heard = time.perf_counter()
        if not data:
            raise RuntimeError(f"the program ended: {self.tail[-2000:].decode(errors='replace')}")
        self.tail = (self.tail + data)[-200_000:]
        return data

    def until(self, words: str) -> float:
        """Read until ``words`` are written in one piece; the time of that."""
        wanted, seen = words.encode(), b""
        while wanted not in seen:
            if time.perf_counter() - self.heard > PATIENCE:
                raise RuntimeError(f"{words!r} never came: {self.tail[-2000:].decode(errors='replace')}")
            seen = seen[-len(wanted) :] + self._read(1.0)
        return self.heard

    def silence(self, quiet: float = QUIET) -> float:
        """Read until nothing has come for ``quiet`` seconds; the time of the last byte."""
        while self._read(quiet):
            pass
        return self.heard

    def send(self, keys: str) -> float:
        """Write keys; the time of that."""
        now = time.perf_counter()
        os.write(self.fd, keys.encode())
        return now

    def press(self, key: str, quiet: float = QUIET) -> float:
        """Seconds from the write of ``key`` to the last byte it caused. RuntimeError where it causes none."""
        self.silence(0.005)
        pressed = self.send(key)
        while not self._read(1.0):
            if time.perf_counter() - pressed > PATIENCE:
                raise RuntimeError(f"the key {key!r} does nothing")
        return self.silence(quiet) - pressed
