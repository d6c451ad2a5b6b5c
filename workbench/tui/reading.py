"""Files and texts read by another process, so that keys never wait for it: the screens' end of ``reading``.

``workbench.worker.reading`` tells what can be asked and what is answered. A thread holds the pipes.
"""

import json
import queue
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from workbench.tui.beside import Beside

Told = dict[str, Any]
_ENDED: Told = {"end": "trouble", "words": "The process that reads has ended. Try again."}


class Reader:
    """The process; started with the first piece of work, and again where it has ended."""

    def __init__(self, folder: Path, coder: str, passphrase: str | None = None) -> None:
        self._beside = Beside("reading", folder, coder, passphrase)
        self._asked: queue.SimpleQueue[tuple[Mapping[str, Any], Callable[[Told], object]] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._over = False
        self._writing = False

    def ask(self, work: Mapping[str, Any], tell: Callable[[Told], object]) -> None:
        """Have ``work`` done, after what was asked before. ``tell`` hears every answer, in a thread."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name="reading", daemon=True)
            self._thread.start()
        self._asked.put((work, tell))

    def say(self, **what: Any) -> None:
        """Say something about the work under way: ``do="cancel"``, or ``do="answer", yes=True``."""
        self._beside.say(what)

    def stop(self) -> None:
        """Let the process go: at once, unless it is taking in a file, which it finishes."""
        self._over = True
        self._asked.put(None)
        if self._writing:
            self._beside.let_go()
        else:
            self._beside.kill()

    def _serve(self) -> None:
        while (given := self._asked.get()) is not None and not self._over:
            work, tell = given
            self._writing = work.get("do") == "import"
            if not self._done(work, tell) and not self._over:
                tell(dict(_ENDED))
            self._writing = False
        self._beside.close()

    def _done(self, work: Mapping[str, Any], tell: Callable[[Told], object]) -> bool:
        """Whether the work came to an end that was told."""
        with suppress(OSError, ValueError):
            process = self._beside.running()
            if process is None or process.stdout is None or not self._beside.say(work):
                return False
            for line in iter(process.stdout.readline, b""):
                told = _parsed(line)
                tell(told)
                if "end" in told:
                    return True
        return False


def _parsed(line: bytes) -> Told:
    with suppress(ValueError, RecursionError):
        told = json.loads(line)
        return told if isinstance(told, dict) else {}
    return {}
