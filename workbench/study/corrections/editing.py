"""A transcript's text in the editor of whoever is at work: for that while only, in a folder nobody else can open.

The file is gone when what was written there has become the transcript's text, and where nothing was written; so is
what the editor has put beside it. Where it could not become its text it is kept: nobody's work is thrown away.
"""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from workbench.errors import InputError, StudyError
from workbench.sanitise import line
from workbench.transcripts.decode import MAX_BYTES

Run = Callable[[Sequence[str]], int]
"""Runs a command until it ends; its exit status. OSError where it cannot be started."""
Tell = Callable[[str], object]

_KNOWN = ("sensible-editor", "nano", "vim", "vi", "notepad")


@contextmanager
def in_editor(text: str, name: str, tell: Tell, run: Run = subprocess.call) -> Iterator[str | None]:
    """What becomes of ``text`` in $VISUAL or $EDITOR; None where it stays as it is. ``name`` is the transcript's.

    Whatever is raised before the ``with`` ends, what was written is kept, and ``tell`` is told where it lies. Raises
    ``InputError`` without an editor and for what is no text, ``StudyError`` where the editor fails.
    """
    command = _editor()
    file = _file(text.encode(), name)
    try:
        try:
            status = run([*command, str(file)])
        except OSError as error:
            raise InputError(
                f"the editor {line(command[0], 60)} cannot be started: {error.strerror}",
                "Say which to use: VISUAL or EDITOR names it.",
            ) from None
        if status != 0:
            raise StudyError(f"the editor ended with status {status}", "Nothing was changed.")
        yield _changed(text, file)
    except BaseException:
        if left(file, text.encode()):
            tell(where(file))
        raise
    shutil.rmtree(file.parent, ignore_errors=True)


def left(file: Path, begun: bytes) -> bool:
    """Whether something was written that is not what one ``begun`` with: then the file stays; else all goes.

    What the editor has put beside it goes in any case.
    """
    with suppress(OSError):
        large = file.stat().st_size > MAX_BYTES
        written = b"" if large else file.read_bytes()
        if large or (written.strip() and _alike(written) != _alike(begun)):
            for other in file.parent.iterdir():
                if other != file:
                    with suppress(OSError):
                        other.unlink()
            os.chmod(file, 0o600)  # an editor that makes the file anew may have let others read it
            return True
    shutil.rmtree(file.parent, ignore_errors=True)
    return False


def where(file: Path) -> str:
    """Where the words lie that were not taken, for people."""
    return f"what you wrote is kept in {line(str(file), 400)}, for you alone: delete it when you need it no more"


def kept(text: str, name: str) -> str:
    """Keep what somebody wrote of a transcript in a file of their own; where it lies, for people. StudyError."""
    return where(_file(text.encode("utf-8", "surrogatepass"), name))


def _file(data: bytes, name: str) -> Path:
    """A file in a folder that nobody else may look into."""
    try:
        file = Path(tempfile.mkdtemp(prefix="workbench-", dir=memory())) / f"{_harmless(name)}.txt"
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(data)
    except OSError as error:
        raise StudyError(f"no file can be made for the editor: {error.strerror}", "Check the disk.") from None
    return file


def _alike(data: bytes) -> bytes:
    return data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").rstrip(b"\n")


def _editor() -> list[str]:
    for variable in ("VISUAL", "EDITOR"):
        if given := os.environ.get(variable, "").strip():
            try:
                command = shlex.split(given, posix=os.name != "nt")
            except ValueError:
                raise InputError(f"{variable} is no command", "A quotation mark in it is never closed.") from None
            if command:
                return command
    for known in _KNOWN:
        if found := shutil.which(known):
            return [found]
    raise InputError("no editor is known", "Say which to use: VISUAL or EDITOR names it.")


def memory() -> str | None:
    """A folder that no disk keeps, where this machine has one."""
    for given in (os.environ.get("XDG_RUNTIME_DIR", ""), "/dev/shm" if sys.platform == "linux" else ""):
        if given and os.path.isdir(given) and os.access(given, os.W_OK | os.X_OK):
            return given
    return None


def _harmless(name: str) -> str:
    kept = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name)
    return kept.strip("-")[:60] or "transcript"


def _changed(text: str, file: Path) -> str | None:
    if not file.is_file():
        return None
    if file.stat().st_size > MAX_BYTES:
        raise InputError(f"the text is larger than {MAX_BYTES // 1_000_000} MB", "Nothing was changed.")
    try:
        new = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise InputError("what the editor wrote is not UTF-8", "Let it save as UTF-8; nothing was changed.") from None
    if not text.endswith("\n"):
        new = new.removesuffix("\n")  # editors end the last line, too
    return None if new == text else new
