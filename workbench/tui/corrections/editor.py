"""A text in the person's own editor: the terminal is lent to it, and the text lies in a file that nobody else may read.

The file lies in memory where the machine has such a place, else in the folder for temporary files; it is gone when the
editor has ended, with whatever the editor has left beside it, unless what was written there cannot be taken.
"""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from workbench.errors import InputError, WorkbenchError
from workbench.study.corrections.editing import left, where

if TYPE_CHECKING:
    from workbench.tui.app import WorkbenchApp

MOST = 64 * 1024 * 1024


def command() -> list[str]:
    """The editor and its arguments. Raises ``InputError`` where there is none, or where it cannot be read."""
    said = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        words = shlex.split(said, posix=os.name == "posix")
    except ValueError:
        words = []
    if not words and not said.strip():
        words = next(([name] for name in ("nano", "vi", "notepad") if shutil.which(name)), [])
    if not words or shutil.which(words[0]) is None:
        raise InputError(
            f"the editor {words[0]} is not here" if words else "no editor is known",
            "Set VISUAL or EDITOR to one, as in: export EDITOR=nano",
        )
    return words


def edited(app: "WorkbenchApp", text: str, name: str) -> str | None:
    """``text`` after the person has been at it in the editor; None where nothing was changed.

    Raises ``WorkbenchError`` where there is no editor, where it failed, or where it left no text.
    """
    words = command()
    folder = Path(tempfile.mkdtemp(prefix="workbench-", dir=memory()))  # for its owner alone
    file = folder / f"{_harmless(name)}.txt"
    try:
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(text.encode("utf-8", "surrogatepass"))
        status = _run(app, [*words, str(file)])
        if status:
            raise WorkbenchError(f"the editor ended with status {status}", "Nothing was changed.")
        now = _read(file, text)
    except BaseException as error:
        if left(file, text.encode("utf-8", "surrogatepass")) and isinstance(error, WorkbenchError):
            error.hint = f"{error.hint} {where(file)[0].upper()}{where(file)[1:]}.".strip()
        raise
    shutil.rmtree(folder, ignore_errors=True)
    return now


def _run(app: "WorkbenchApp", words: list[str]) -> int:
    try:
        with app.suspend():
            return subprocess.call(words)
    except SuspendNotSupported:
        raise WorkbenchError(
            "an editor cannot be opened from here", "Use the command: workbench transcripts edit"
        ) from None
    except OSError as error:
        raise InputError(f"the editor cannot be started: {error.strerror}", "Set VISUAL or EDITOR.") from None


def _read(file: Path, text: str) -> str | None:
    try:
        if file.stat().st_size > MOST:
            raise InputError("what the editor left is too large to be a transcript", "Nothing was changed.")
        now = file.read_bytes().decode("utf-8-sig", "strict").replace("\r\n", "\n").replace("\r", "\n")
    except OSError:
        raise InputError("the editor left no text", "Nothing was changed.") from None
    except UnicodeDecodeError:
        raise InputError("what the editor left is not UTF-8", "Tell the editor to write UTF-8.") from None
    if now == text + "\n" and not text.endswith("\n"):
        now = text  # most editors end the last line, which nobody wrote
    elif now.endswith("\n") and not text.endswith("\n"):
        now = now[:-1]
    if not now.strip():
        raise InputError("the text is empty", "Nothing was changed.")
    return None if now == text else now


def memory() -> str | None:
    """A folder that no disk keeps, where this machine has one."""
    for place in (os.environ.get("XDG_RUNTIME_DIR", ""), "/dev/shm" if sys.platform == "linux" else ""):
        with suppress(OSError):
            if place and Path(place).is_dir() and os.access(place, os.W_OK | os.X_OK):
                return place
    return None


def _harmless(name: str) -> str:
    kept = "".join(c if c.isalnum() or c in "-_" else "_" for c in name)[:40]
    return kept.strip("_") or "transcript"
