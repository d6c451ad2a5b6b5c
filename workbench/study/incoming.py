"""Incoming: the files that are meant by an import, what became of each, and what somebody has to decide about one."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from workbench.errors import InputError
from workbench.transcripts import MAX_BYTES
from workbench.transcripts.readers import SUFFIXES


class Imported(NamedTuple):
    """What became of a file.

    ``state``: ``new``, ``updated`` (only what is said about the interview), ``corrected`` (its text is now the file's),
    ``same`` or ``refused``; ``why`` says why it was refused. ``name`` is '' where the file could not be read.
    """

    name: str
    file: Path
    state: str
    warnings: tuple[str, ...]
    why: str = ""


class Question(NamedTuple):
    """Something to decide before a file is taken in; ``kind``: ``correction`` or ``identifiers``.

    ``told`` says it in a sentence, without a word of the text; ``counts`` by status, or by kind of finding.
    """

    kind: str
    name: str
    file: Path
    told: str
    counts: Mapping[str, int]

    def __str__(self) -> str:
        return self.told


def files_of(paths: Sequence[Path]) -> Iterator[Path]:
    """The files meant, each once: those that are named, and those in the folders that are, hidden ones left out.

    What nobody may look at is among them, a folder too: reading it says why it was not taken.
    """
    seen = set()
    for path in paths:
        for file in _below(path) if os.path.isdir(path) else (path,):
            if file not in seen:
                seen.add(file)
                yield file


def _below(folder: Path) -> Iterator[Path]:
    shut: list[Path] = []
    found = [
        Path(inside, name)
        for inside, _, names in os.walk(folder, onerror=lambda error: shut.append(Path(str(error.filename))))
        for name in names
        if Path(name).suffix.lower() in SUFFIXES and _is_file(Path(inside, name))
    ]
    for path in sorted([*found, *shut]):
        # Word keeps the name of who has a file open in "~$name.docx", macOS what it likes in "._name"
        if not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts):
            yield path


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except PermissionError:  # of a folder whose names can be listed and no more
        return True


def bytes_of(file: Path) -> bytes:
    """What is in a file. InputError: it cannot be read, or is too large."""
    try:
        with file.open("rb") as opened:  # what a device or a pipe says of its size means nothing
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"it cannot be read: {error.strerror}", file=str(file)) from None
    if len(data) > MAX_BYTES:
        raise InputError(f"the file is larger than {MAX_BYTES // 1_000_000} MB", file=str(file))
    return data
