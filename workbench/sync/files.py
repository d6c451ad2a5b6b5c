"""Files in a place that others write to: read without trusting them, written so that nobody sees half of one."""

import contextlib
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

from workbench.errors import StudyError

PART = ".part"
"""How a file ends that is not yet whole. It begins with a dot, so nobody reads it."""

OURS = re.compile(r"\..+\.[0-9a-f]{8}\.part")
"""What a file is called that one of us began to write. Others, browsers too, call theirs something like it."""

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_MAKE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_TRIES = 3


def entries(folder: str) -> Iterator[os.DirEntry[str]]:
    """What lies in a folder, links left out: they lead where others want us to go. Raises OSError."""
    with os.scandir(folder) as found:
        for entry in found:
            with contextlib.suppress(OSError):
                if not (entry.is_symlink() or getattr(entry, "is_junction", bool)()):
                    yield entry


def read(path: Path | str, limit: int) -> bytes:
    """The first ``limit`` bytes of a regular file. Raises OSError, also for links, pipes and devices."""
    with os.fdopen(os.open(path, _READ), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(f"{path} is no file")
        return file.read(limit)


def write(path: Path, data: bytes) -> None:
    """Put a file in its place in one step, with the folders above it, and wait for the disk. Raises OSError."""
    make_folders(path.parent)
    for attempt in range(_TRIES):
        part = path.with_name(f".{path.name[:120]}.{token_hex(4)}{PART}")
        try:
            with os.fdopen(os.open(part, _MAKE, 0o666), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, path)
            break
        except FileNotFoundError:
            # Somebody tidied the part away, or moved the folder, between two of these lines.
            make_folders(path.parent)
            if attempt == _TRIES - 1:
                raise
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink()
            raise
    settle(path.parent)


def make_folders(folder: Path) -> None:
    """Make a folder and what is missing above it, durably. Raises OSError where a file or a link is in the way."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise NotADirectoryError(20, "a file or a link stands where a folder should be", str(folder))
    if not folder.exists():
        make_folders(folder.parent)
        folder.mkdir(exist_ok=True)
        settle(folder.parent)


def settle(folder: Path) -> None:
    """Wait until the disk knows which files the folder holds, where the system can say so."""
    if os.name != "nt":
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


@contextlib.contextmanager
def explained(folder: Path, what: str) -> Iterator[None]:
    """Turn what the system says into words: ``what`` cannot be done in ``folder``."""
    try:
        yield
    except OSError as error:
        raise StudyError(
            f"{folder} {what}: {error.strerror or error}",
            "Check the folder, its permissions and the disk. Nothing is lost; it can be tried again later.",
        ) from error
