"""Files the user names: read with an error that says which, written whole or not at all."""

import os
import sys
from contextlib import nullcontext
from pathlib import Path

from workbench.errors import InputError

STREAM = "-"
"""In place of a file's name: standard input, or standard output."""


MAX_BYTES, MAX_TEXT_BYTES = 1_000_000_000, 100_000_000
"""More is not read: neither a log's file nor, in the second place, a table, a codebook or settings are as large."""


def read_bytes(name: str, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a file, or of stdin for ``-``. Raises InputError, also for more than ``limit``."""
    try:
        with nullcontext(sys.stdin.buffer) if name == STREAM else Path(name).open("rb") as file:
            parts, size = [], 0
            while size <= limit and (part := file.read(1 << 20)):  # a device has no size, and perhaps no end
                parts.append(part)
                size += len(part)
    except (OSError, ValueError) as error:
        raise InputError(
            f"it cannot be read: {_reason(error)}", "Give the path of a file that is there.", file=name
        ) from None
    if size > limit:
        raise InputError(
            f"it is larger than {limit // 1_000_000:,} MB", "Is it the file that you mean?", file=shown(name)
        )
    return b"".join(parts)


def read_text(name: str) -> str:
    """The text of a UTF-8 file, without its byte order mark. Raises InputError naming the line."""
    data = read_bytes(name, MAX_TEXT_BYTES)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError("this is not UTF-8", "Save it as UTF-8.", file=shown(name), line=line) from None


def shown(name: str) -> str:
    """What a file is called in a message."""
    return "standard input" if name == STREAM else name


def write(name: str, content: str | bytes) -> Path:
    """Write a file: the old one stays until the new one is whole on the disk. Raises InputError or StudyError.

    A link is followed; a device or a pipe is written into, since it cannot be replaced.
    """
    from workbench.study.folder import write_file

    path = Path(os.path.realpath(name))
    try:
        if not path.parent.is_dir():
            raise InputError(
                f"there is no folder {path.parent}", "Make the folder first: here only files are made.", file=name
            )
        if path.is_dir():
            raise InputError("it is a folder", "Name the file in it.", file=name)
        if path.exists() and not path.is_file():
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        else:
            write_file(path, content)
    except (OSError, ValueError) as error:
        raise InputError(f"it cannot be written: {_reason(error)}", "Choose another place.", file=name) from None
    return path


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
