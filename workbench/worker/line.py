"""The two pipes between a worker and the screens it works for: lines of JSON, and how the end of either is noticed."""

import contextlib
import json
import os
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.study import Study

GRACE = 10.0
"""Seconds that this process may outlive its parent, to finish what it is in the middle of."""


class Gone(Exception):  # noqa: N818  no error: the parent has ended
    """Nobody is there any more whom this could serve."""


class Line:
    """The two pipes to the parent. Reading is a thread's work, so that nothing else waits for it.

    ``last``: what is done when the parent has ended and this process, stuck with some dead drive, has not.
    """

    def __init__(self, given: IO[bytes], told: IO[str], last: Callable[[], object] = lambda: None) -> None:
        self._given = given
        self._told = told
        self._last = last
        self._words: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            for line in self._given:
                self._words.put(line)
        self._words.put(None)
        time.sleep(GRACE)
        self._last()

    def hear(self, seconds: float | None) -> dict[str, Any] | None:
        """What the parent says within ``seconds`` (None: however long it takes). Raises ``Gone`` once it has ended."""
        try:
            line = self._words.get(timeout=seconds) if seconds != 0 else self._words.get_nowait()
        except queue.Empty:
            return None
        if line is None:
            raise Gone
        with contextlib.suppress(ValueError):
            said = json.loads(line)
            return said if isinstance(said, dict) else {}
        return {}

    def tell(self, **report: Any) -> None:
        """Report. Raises ``Gone`` where nobody reads."""
        try:
            self._told.write(json.dumps(report, ensure_ascii=True) + "\n")
            self._told.flush()
        except (OSError, ValueError):
            raise Gone from None


def opened(folder: Path, coder: str, line: Line) -> "Study":
    """The study in ``folder``, in the name of ``coder``, with the passphrase that the parent says first."""
    from workbench.study import Study

    hello = line.hear(None) or {}
    passphrase = hello.get("passphrase") or os.environ.get("WORKBENCH_PASSPHRASE")
    return Study.open(folder, coder, passphrase=passphrase) if passphrase else Study.open(folder, coder)
