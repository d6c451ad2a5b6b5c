"""Readers: one file format each, told by what the file holds and, where that says nothing, by how its name ends.

A reader takes the decoded text of a whole file and parts it into front matter and body; offsets count from the body's
first character.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from workbench import sanitise
from workbench.errors import InputError
from workbench.transcripts.readers import markdown, plain
from workbench.transcripts.readers.parts import Parts

READERS: dict[str, Callable[[str], Parts]] = {
    "": plain.read,
    ".txt": plain.read,
    ".text": plain.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
}


class _Foreign(NamedTuple):
    begins: re.Pattern[bytes]
    name: str


# What a file of another kind begins with, whatever its name says. Only the first bytes are looked at.
_FOREIGN = tuple(
    _Foreign(re.compile(pattern, re.DOTALL), name)
    for pattern, name in (
        (rb"PK\x03\x04", "a ZIP archive (a Word or OpenDocument file is one)"),
        (rb"\xd0\xcf\x11\xe0", "an old Word file"),
        (rb"%PDF-", "a PDF file"),
        (rb"\{\\rtf", "an RTF file"),
        (rb"SQLite format 3\x00", "a database"),
        (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF.{4}(?:WAVE|AVI |WEBP)", "a picture or a recording"),
        (rb"ID3[\x02-\x04]|OggS\x00|fLaC\x00|.{4}ftyp", "a recording"),
        (rb"\x1f\x8b|7z\xbc\xaf|Rar!\x1a|BZh\d1AY|\xfd7zXZ", "an archive"),
        (rb"\x7fELF|MZ.\x00", "a program"),
        (rb"(?:\xef\xbb\xbf)?WEBVTT\b", "a subtitle file (WebVTT)"),
        (rb"(?:\xef\xbb\xbf)?\s{0,40}<(?i:!doctype|html|\?xml)", "an HTML or XML file"),
    )
)
_HINT = "Transcripts are read from .txt and .md files: save it as plain text (UTF-8) and import that."


def refuse_foreign(data: bytes) -> None:
    """InputError when the bytes begin as a file of another kind does."""
    for foreign in _FOREIGN:
        if foreign.begins.match(data[:64]):
            raise InputError(f"this is {foreign.name}, not a text file", _HINT)


def reader_for(filename: str) -> Callable[[str], Parts]:
    """The reader for a file of that name. InputError: none reads such files."""
    kind = _suffix(filename)
    reader = READERS.get(kind.lower())
    if reader is None:
        raise InputError(f"no reader for {sanitise.line(kind, 20)} files", _HINT)
    return reader


def stem(filename: str) -> str:
    """The name of a file without its folders and its suffix."""
    last = re.split(r"[/\\]", filename)[-1]
    return last.removesuffix(_suffix(last))


def _suffix(filename: str) -> str:
    """A ".md" and the like; a number after a full stop ("interview 1.2") is no suffix."""
    found = re.search(r"(?<=[^/\\.])\.[^./\\\s]{1,12}\Z", filename)
    return found[0] if found and not found[0][1:].isdigit() else ""


__all__ = ["READERS", "Parts", "reader_for", "refuse_foreign", "stem"]
