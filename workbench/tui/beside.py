"""Numbers that take long, counted by another process: here they would keep keys waiting, a thread's work as much.

``workbench.worker`` opens the study in the same name, so it sees what whoever is at work may see, and no more.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple


class Counted(NamedTuple):
    """What came of a question.

    ``agreement``: transcript (row) → alpha, and the ends of its interval where it has one; () where there is none.
    ``look_for``: the fields of each ``Reread`` of whoever is at work; None where that was not asked.
    """

    agreement: dict[str, tuple[float, ...]]
    look_for: list[tuple[str, ...]] | None


class Beside:
    """A process of ``workbench.worker`` that answers; started when it is first needed, and again where it has ended."""

    def __init__(self, kind: str, folder: Path, coder: str, passphrase: str | None = None) -> None:
        module = (sys.executable, "-m", "workbench.worker", kind)
        self.command: Sequence[str] = (*module, "--study", str(folder.resolve()), "--coder", coder)
        self._passphrase = passphrase
        self.process: subprocess.Popen[bytes] | None = None
        self._over = False
        self._lock = threading.Lock()

    def running(self) -> subprocess.Popen[bytes] | None:
        """The process, started where there is none; None after it was let go."""
        with self._lock:
            if self._over:
                return None
            if self.process is None or self.process.poll() is not None:
                self.close()
                self.process = subprocess.Popen(
                    self.command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    bufsize=0,
                    start_new_session=True,  # what is typed at the terminal is not for it
                )
                self._write({"passphrase": self._passphrase})
            return self.process

    def say(self, what: Mapping[str, Any]) -> bool:
        """Say something to the process, if it is there."""
        with self._lock, suppress(OSError, ValueError):
            return self._write(what)
        return False

    def _write(self, what: Mapping[str, Any]) -> bool:
        if self.process is None or self.process.stdin is None:
            return False
        data = memoryview(json.dumps(what).encode() + b"\n")
        while data:  # a pipe without a buffer takes as much as it likes
            data = data[self.process.stdin.write(data) or 0 :]
        return True

    def let_go(self) -> None:
        """Say no more: the process ends by itself, after the step it is at."""
        with self._lock, suppress(OSError, ValueError):
            self._over = True
            if self.process is not None and self.process.stdin is not None:
                self.process.stdin.close()

    def kill(self) -> None:
        """End the process, whatever it is at."""
        with self._lock:
            self._over = True
            if self.process is not None and self.process.poll() is None:
                self.process.kill()
                self.process.wait()

    def close(self) -> None:
        """Close the pipes of a process that has ended, or is about to; nobody reads or writes any more."""
        for pipe in (self.process.stdin, self.process.stdout) if self.process is not None else ():
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        if self.process is not None:
            self.process.wait()


class Counter:
    """The process that counts."""

    def __init__(self, folder: Path, coder: str, passphrase: str | None = None) -> None:
        self._beside = Beside("agreement", folder, coder, passphrase)
        self._turn = threading.Lock()  # one question at a time

    def ask(self, transcripts: Sequence[str], look_for: bool, most: int) -> Counted | None:
        """Wait for the answer, in a thread that is not the screens'; None where there is none.

        ``transcripts`` are rows; in a study of more than ``most`` codings nothing is counted.
        """
        question = {"transcripts": list(transcripts), "look_for": look_for, "most": most}
        with self._turn, suppress(OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            process = self._beside.running()
            if process is None or process.stdout is None or not self._beside.say(question):
                return None
            told = json.loads(process.stdout.readline())
            again = [tuple(map(str, row)) for row in told["look_for"]] if look_for else None
            return Counted({str(t): tuple(map(float, found)) for t, found in told["agreement"].items()}, again)
        return None

    def stop(self) -> None:
        """End the process, whatever it is counting: it only reads."""
        self._beside.kill()
        with self._turn:  # whoever waited for the answer has got none
            self._beside.close()
