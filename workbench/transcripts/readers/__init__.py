"""Readers: one file format each, told by what the file holds and, where that says nothing, by how its name ends.

A reader takes the bytes of a whole file and parts them into front matter and body; offsets count code points from the
body's first character. A reader and the library behind it are loaded by the first file that needs them.
"""

import importlib
import re
from contextlib import suppress
from typing import NamedTuple, Protocol, cast

from workbench import sanitise
from workbench.errors import InputError
from workbench.transcripts.readers.parts import Parts, Stamp


class Format(NamedTuple):
    """A kind of file: ``name`` is also that of its module here, ``title`` what people call it."""

    name: str
    suffixes: tuple[str, ...]
    title: str


class Reader(Protocol):
    """How a format is read: InputError, with the line where there is one, for what is no transcript."""

    def __call__(self, data: bytes, *, encoding: str = "", repair: bool = False) -> Parts:
        """Part the bytes of a file; ``encoding`` is the character set somebody chose, ``repair`` mends mojibake."""


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("markdown", (".md", ".markdown"), "Markdown"),
        Format("plain", (".txt", ".text"), "plain text"),
        Format("docx", (".docx", ".docm"), "Word"),
        Format("odt", (".odt",), "OpenDocument"),
        Format("rtf", (".rtf",), "RTF"),
        Format("pdf", (".pdf",), "PDF"),
        Format("html", (".html", ".htm"), "HTML"),
        Format("vtt", (".vtt",), "subtitles (WebVTT)"),
        Format("srt", (".srt",), "subtitles (SubRip)"),
        Format("whisper", (".json",), "Whisper JSON"),
    )
}
"""Every format that can be read, by name."""

SUFFIXES = tuple(suffix for one in FORMATS.values() for suffix in one.suffixes)
"""How the names of files end that can be imported, in small letters."""

TIMED = frozenset({"vtt", "srt", "whisper"})
"""Formats that give every line its time; their text is written by the reader, one line a turn."""

_BY_SUFFIX = {suffix: one for one in FORMATS.values() for suffix in one.suffixes} | {"": FORMATS["plain"]}
_HEAD = 4_096  # bytes that are looked at to tell a format by


class _Foreign(NamedTuple):
    begins: re.Pattern[bytes]
    name: str
    hint: str = ""


# What a file of a kind nobody reads begins with, whatever its name says.
_FOREIGN = tuple(
    _Foreign(re.compile(pattern, re.DOTALL), name, hint)
    for pattern, name, hint in (
        (rb"\xd0\xcf\x11\xe0", "an old Word file", "Open it in Word and save it as .docx."),
        (rb"SQLite format 3\x00", "a database", ""),
        (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF.{4}(?:WAVE|AVI |WEBP)", "a picture or a recording", ""),
        (rb"ID3[\x02-\x04]|OggS\x00|fLaC\x00|.{4}ftyp", "a recording", ""),
        (rb"\x1f\x8b|7z\xbc\xaf|Rar!\x1a|BZh\d1AY|\xfd7zXZ", "an archive", "Unpack it and import what is in it."),
        (rb"\x7fELF|MZ.\x00", "a program", ""),
    )
)
# What the first bytes of a format are, byte order mark and NULs (UTF-16) left out.
_CONTENT = tuple(
    (re.compile(pattern, re.DOTALL | re.IGNORECASE), name)
    for pattern, name in (
        (rb"\{\\rtf", "rtf"),
        (rb".{0,1023}?%PDF-\d", "pdf"),
        (rb"WEBVTT(?:[ \t\r\n]|\Z)", "vtt"),
        (rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)\b", "html"),
        (rb"\s*(?:\d{1,7}\s*\n\s*)?\d{1,3}:\d\d:\d\d[,.]\d{1,3}\s*-->\s*\d{1,3}:\d\d", "srt"),
    )
)
_XML = re.compile(rb"\s{0,40}<\?xml", re.IGNORECASE)
_JSON = re.compile(rb'\s{0,40}(?:\{|\[\s{0,40}\{)\s{0,40}"')
_TRANSCRIBED = re.compile(rb'"(?:segments|transcription|chunks|speakers|text)"\s{0,9}:')
_HINT = "Transcripts are read from text, Markdown, Word, OpenDocument, RTF, PDF, HTML, VTT, SRT and Whisper's JSON."
_HINT_TEXT = f"{_HINT} Save it as one of them, best as plain text (UTF-8), and import that."


def told(data: bytes, filename: str) -> Format:
    """The format of a file: by its content, and where that tells nothing, by its name.

    InputError: a kind of file that nobody reads.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        _refuse_container(data)
    for foreign in _FOREIGN:
        if foreign.begins.match(data[:64]):
            raise InputError(f"this is {foreign.name}, not a transcript", foreign.hint or _HINT_TEXT)
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    head = head.replace(b"\x00", b"")
    for begins, name in _CONTENT:
        if begins.match(head):
            return FORMATS[name]
    if _XML.match(head):
        raise InputError("this is an XML file, not a transcript", _HINT_TEXT)
    kind = _suffix(filename).lower()
    if kind != ".json" and _JSON.match(head) and _TRANSCRIBED.search(data.replace(b"\x00", b"")):
        return FORMATS["whisper"]
    if kind not in _BY_SUFFIX:
        raise InputError(f"no reader for {sanitise.line(kind, 20)} files", _HINT_TEXT)
    return _BY_SUFFIX[kind]


def _refuse_container(data: bytes) -> None:
    """An old Office file, or a new one behind a password: both lie in the same kind of container."""
    from workbench.transcripts.readers import package

    if (found := package.kind(data)) is not None:
        raise InputError(found.why, found.hint)


def _packed(data: bytes) -> Format:
    """Which of the formats that are ZIP archives: the names of what is packed stand in it as they are."""
    from workbench.transcripts.readers import package

    if b"application/vnd.oasis.opendocument.text" in data[:200]:
        return FORMATS["odt"]
    if b"word/" in data:
        return FORMATS["docx"]
    if b"project.qde" in data:
        raise InputError("this is a project (REFI-QDA), not a transcript", "Export its texts there and import those.")
    found = None
    with suppress(InputError):
        found = package.kind(data)
    if found is not None and found.name:
        return FORMATS[found.name]
    if found is not None and found.hint == package.HINT_LOCKED:
        raise InputError(found.why, found.hint)
    kind = "a spreadsheet" if b"xl/workbook" in data else "slides" if b"ppt/" in data else "a ZIP archive"
    raise InputError(f"this is {kind}, not a transcript", "Unpack or save it as something that is read. " + _HINT)


def reader(one: Format) -> Reader:
    """What reads a format."""
    return cast(Reader, importlib.import_module(f"{__name__}.{one.name}").read)


def stem(filename: str) -> str:
    """The name of a file without its folders and its suffix."""
    last = re.split(r"[/\\]", filename)[-1]
    return last.removesuffix(_suffix(last))


def _suffix(filename: str) -> str:
    """A ".md" and the like; a number after a full stop ("interview 1.2") is no suffix."""
    found = re.search(r"(?<=[^/\\.])\.[^./\\\s]{1,12}\Z", filename)
    return found[0] if found and not found[0][1:].isdigit() else ""


__all__ = ["FORMATS", "SUFFIXES", "TIMED", "Format", "Parts", "Reader", "Stamp", "reader", "stem", "told"]
