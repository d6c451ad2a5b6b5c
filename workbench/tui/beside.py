"""Numbers that take long, counted by another process: here they would keep keys waiting, a thread's work as much.

``workbench.worker`` opens the study in the same name, so it sees what whoever is at work may see, and no more.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple


class Counted(NamedTuple):
    """What came of a question.

    ``agreement``: transcript (row) → alpha, and the ends of its interval where it has one; () where there is none.
    ``look_for``: the fields of each ``Reread`` of whoever is at work; None where that was not asked.
    """

    agreement: dict[str, tuple[float, ...]]
    look_for: list[tuple[str, ...]] | None


class Counter:
    """The process; started with the first question, and again where it has ended."""

    def __init__(self, folder: Path, coder: str, passphrase: str | None = None) -> None:
        module = (sys.executable, "-m", "workbench.worker", "agreement")
        self._command: Sequence[str] = (*module, "--study", str(folder.resolve()), "--coder", coder)
        self._passphrase = passphrase
        self._process: subprocess.Popen[bytes] | None = None
        self._over = False
        self._turn = threading.Lock()  # one question at a time
        self._lock = threading.Lock()

    def ask(self, transcripts: Sequence[str], look_for: bool, most: int) -> Counted | None:
        """Wait for the answer, in a thread that is not the screens'; None where there is none.

        ``transcripts`` are rows; in a study of more than ``most`` codings nothing is counted.
        """
        question = {"transcripts": list(transcripts), "look_for": look_for, "most": most}
        with self._turn, suppress(OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            process = self._running()
            if process is None or process.stdin is None or process.stdout is None:
                return None
            process.stdin.write(json.dumps(question).encode() + b"\n")
            told = json.loads(process.stdout.readline())
            again = [tuple(map(str, row)) for row in told["look_for"]] if look_for else None
            return Counted({str(t): tuple(map(float, found)) for t, found in told["agreement"].items()}, again)
        return None

    def _running(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._over:
                return None
            if self._process is None or self._process.poll() is not None:
                _close(self._process)
                self._process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    bufsize=0,
                    start_new_session=True,  # what is typed at the terminal is not for it
                )
                assert self._process.stdin is not None
                self._process.stdin.write(json.dumps({"passphrase": self._passphrase}).encode() + b"\n")
            return self._process

    def stop(self) -> None:
        """End the process, whatever it is counting: it only reads."""
        with self._lock:
            self._over = True
            if self._process is not None and self._process.poll() is None:
                self._process.kill()
                self._process.wait()
        with self._turn:  # whoever waited for the answer has got none
            _close(self._process)


def _close(process: "subprocess.Popen[bytes] | None") -> None:
    for pipe in (process.stdin, process.stdout) if process is not None else ():
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
