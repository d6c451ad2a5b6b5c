"""RTF (.rtf): what f4, Express Scribe's typists, old Word, TextEdit and LibreOffice write.

striprtf turns codes into letters; what it gets wrong is taken out or written differently for it first (`rtfcodes`):
deleted and hidden text, Mac code pages, font tables, text boxes, tables, notes, links, binary data.
"""

import re

from workbench.errors import InputError
from workbench.transcripts.decode import refuse_length, refuse_size
from workbench.transcripts.readers import tables
from workbench.transcripts.readers.document import Hidden, Line, numbers_lost, parts
from workbench.transcripts.readers.parts import Parts
from workbench.transcripts.readers.rtfcodes import BEGIN, CELL, ITEM, ROW, Codes

_MARKS = re.compile(f"([{BEGIN}{CELL}{ROW}])")
_HINT = "Open it in the program it was written with, save it again as .docx or .txt and import that."


def read(data: bytes, *, encoding: str = "", repair: bool = False) -> Parts:
    """The transcript in an RTF file. InputError: it is none, or the text is too long.

    ``encoding``: the code page for letters whose font names none, where the file's own is wrong.
    """
    refuse_size(data)
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        raise InputError("this is no RTF file: it is damaged, or its name says what it is not", _HINT)
    codes = Codes(data, encoding)
    text = _plain(codes.body, codes)
    refuse_length(len(text))
    hidden = Hidden()
    for what, pieces in codes.hidden:
        hidden.add(_plain(pieces, codes), what)
    lines, labels = _lines(text)
    return parts(
        lines,
        labels=labels,
        warnings=[*codes.warnings, *_lost(text), *hidden.said(), *numbers_lost(codes.numbered, words=False)],
        hidden=hidden.texts,
        encoding=codes.encoding,
    )


def _plain(pieces: list[str], codes: Codes) -> str:
    """The text that codes stand for, halves of letters beyond the first plane put together."""
    if not pieces:
        return ""
    from striprtf.striprtf import rtf_to_text

    try:
        whole = "".join((codes.head, *pieces, "}"))
        text = str(rtf_to_text(whole, encoding=codes.encoding, errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, OverflowError, TypeError):
        raise InputError("the file is damaged", _HINT) from None
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _lines(text: str) -> tuple[list[Line], list[str]]:
    """Paragraphs and rows in the order of the file; rows that follow each other are one table."""
    lines: list[Line] = []
    labels: list[str] = []
    table: tables.Table = []
    row: tables.Row | None = None
    pieces = _MARKS.split(text)
    for said, mark in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        if row is None and said.strip("\n"):
            _lay(table, lines, labels)
            table = []
        if row is None and said:
            lines += map(_line, said.removesuffix("\n").split("\n"))
        elif row is not None and (said.strip() or mark == CELL):
            row.append([_line(one).text for one in said.split("\n")])
        if mark == BEGIN:
            row = []
        elif mark == ROW and row is not None:
            table.append(row)
            row = None
    _lay([*table, row] if row else table, lines, labels)
    return lines, labels


def _lay(table: tables.Table, lines: list[Line], labels: list[str]) -> None:
    laid = tables.laid_out(table)
    lines += map(Line, laid.lines)
    labels += laid.labels


def _line(text: str) -> Line:
    item = text.startswith(ITEM)
    return Line(text.replace(ITEM, "").strip("\f").replace("\f", "\n"), item)


def _lost(text: str) -> list[str]:
    lost = text.count("\ufffd")
    return [f"{lost} characters could not be read (they are stored as “\ufffd”)"] if lost else []
