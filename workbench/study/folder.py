"""The folder of a study: where its files lie, and how they are written so that none is ever half there."""

import os
import tempfile
from pathlib import Path

from workbench.errors import InputError, StudyError

SETTINGS = Path("codebook") / "study.toml"
CODEBOOK = Path("codebook") / "codebook.md"
TRANSCRIPTS = Path("transcripts")
PRIVATE = Path(".workbench")
DATABASE = PRIVATE / "study.db"


def write_file(path: Path, content: str | bytes) -> None:
    """Write ``content`` beside ``path`` and put it in its place in one step, so no reader sees half of it."""
    data = content.encode() if isinstance(content, str) else content
    part = ""
    try:
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        os.replace(part, path)
    except OSError as error:
        if part:
            Path(part).unlink(missing_ok=True)
        raise StudyError(f"{path} cannot be written: {error.strerror}", "Check the folder and the disk.") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def make_folder(path: Path) -> None:
    """Make ``path`` and what is above it."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StudyError(f"the folder {path} cannot be made: {error.strerror}", "Check its permissions.") from error


def read_text(path: Path, limit: int = 5_000_000) -> str:
    """A small UTF-8 text file, without a byte order mark, its line ends as newlines."""
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)  # a device or a pipe has no size, and perhaps no end
        if len(data) > limit:
            raise InputError(f"the file is larger than {limit:,} bytes", file=str(path))
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InputError("this is not UTF-8", "Save it as UTF-8.", file=str(path), line=line) from None
    except OSError as error:
        raise InputError(f"it cannot be read: {error.strerror}", file=str(path)) from None


def private_folder(folder: Path) -> Path:
    """The folder the program keeps for itself, which tells git to look away."""
    private = folder / PRIVATE
    make_folder(private)
    ignore = private / ".gitignore"
    if not ignore.exists():
        write_file(ignore, "*\n")
    return private
