"""What an export would let out: the words of a file of any format that we write, looked through once more."""

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

_TAG = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_BLOCK = re.compile(r"(?=<(?:/?(?:p|div|td|th|tr|li|h\d|br|title|table)|w:p|row|c|si)\b)", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>|#~])")
_LETTER = re.compile(r"[^\W\d_]|\d{4}")
_OURS = re.compile(
    r"\b(?:\d{4}-\d\d-\d\d[T ]\d\d:[\d:.]+(?:Z|[+-]\d\d:?\d\d)?|[0-9A-HJKMNP-TV-Z]{26}|[0-9a-f]{12,64})\b"
)
"""Times as this program writes them, and the names of rows and texts: they look like numbers of people."""
_MOST = 50_000_000  # bytes of one part of a package: what we write is far below
_NAMES = re.compile(r"[0-9A-Za-z_.:/#-]{1,120}\.(?:xml|rels|css|org|com)\b[^\s]*|urn:[\w:.-]+", re.IGNORECASE)


def words_of(content: str | bytes) -> str:
    """The words in a file that is going to be written: each passage of them once, a line or more each."""
    passages = _packed(content) if isinstance(content, bytes) else _plain(content)
    return "\n\n".join(
        dict.fromkeys(p for part in passages if (p := _OURS.sub(" ", part).strip()) and _LETTER.search(p))
    )


def _plain(text: str) -> Iterator[str]:
    head = text.lstrip()[:200].casefold()
    if head.startswith(("{", "[")):
        try:
            yield from _strings(json.loads(text))
            return
        except (ValueError, RecursionError):
            pass
    if head.startswith(("<!doctype", "<html", "<?xml", "<")):
        yield from _marked_up(text)
        return
    lines = text.splitlines()
    if lines and "," in lines[0] and not lines[0].startswith(("#", "|", "-")):
        try:
            rows = list(csv.reader(io.StringIO(text)))
        except csv.Error:
            rows = []
        if len(rows) > 1 and len(rows[0]) > 1 and all(len(row) == len(rows[0]) for row in rows):
            yield from (cell for row in rows for cell in row)
            return
    yield from (_ESCAPED.sub(r"\1", cell) for line in lines for cell in (line.split(" | ") if "|" in line else (line,)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _marked_up(text: str) -> Iterator[str]:
    for part in _BLOCK.split(text):
        yield html.unescape(_TAG.sub("", part))


def _packed(data: bytes) -> Iterable[str]:
    """The words in a DOCX, XLSX or another package of XML; in anything else, whatever can be read as text."""
    if not data.startswith(b"PK"):
        yield from _plain(data.decode("utf-8", "replace"))
        return
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for info in package.infolist():
            if info.filename.endswith((".xml", ".qde", ".txt", ".svg")) and info.file_size <= _MOST:
                text = package.read(info).decode("utf-8", "replace")
                yield from (_NAMES.sub(" ", part) for part in _marked_up(text))
