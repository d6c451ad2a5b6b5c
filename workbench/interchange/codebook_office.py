"""The tables in a Word or an Excel file, as rows of text, read through an archive that guards itself.

Only letters come out: no formula is worked out (what Excel worked out last is read), no link followed, no macro looked
at. What a table shows is what is read: words that are struck out in a tracked change are not, those that are new are.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Protocol

from workbench import sanitise
from workbench.errors import InputError
from workbench.interchange.codebook_headings import MAX_COLUMNS
from workbench.interchange.codebook_rows import MAX_CELL, MAX_ROWS, Row

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT_SHEET = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NAMESPACES: Mapping[str, str] = {
    _WORD: "w",
    _STRICT_WORD: "w",
    _SHEET: "s",
    _STRICT_SHEET: "s",
    _RELATIONS: "r",
    _COMPATIBLE: "mc",
}
"""The namespaces that mean something here, and what the handlers call them."""

MAX_LETTERS = 50_000_000
"""Characters in all cells of a file."""

_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")
_WHOLE = re.compile(r"(-?\d+)\.0+\Z")
_SHEETS = 50


class Handler(Protocol):
    """What is told of XML as it is read; names are ``prefix:local``."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def data(self, text: str) -> None: ...


class Archive(Protocol):
    """A package of XML that refuses by itself what is damaged, hostile or too large."""

    def __contains__(self, name: str) -> bool: ...
    def walk(self, name: str, handler: Handler, namespaces: Mapping[str, str]) -> None: ...


def docx_rows(archive: Archive) -> Iterator[list[Row]]:
    """The tables of a Word file, each a list of rows; rows are counted through all of them."""
    reader = _Words()
    archive.walk("word/document.xml", reader, NAMESPACES)
    yield from reader.tables


def xlsx_rows(archive: Archive) -> Iterator[list[Row]]:
    """The sheets of a workbook, in its order, each a list of rows as Excel counts them."""
    texts, sheets, targets = _Texts(), _Sheets(), _Targets()
    archive.walk("xl/workbook.xml", sheets, NAMESPACES)
    if "xl/_rels/workbook.xml.rels" in archive:
        archive.walk("xl/_rels/workbook.xml.rels", targets, NAMESPACES)
    if "xl/sharedStrings.xml" in archive:
        archive.walk("xl/sharedStrings.xml", texts, NAMESPACES)
    for relation in sheets.relations[:_SHEETS]:
        target = targets.found.get(relation, "")
        name = target.lstrip("/") if target.startswith(("/", "xl/")) else f"xl/{target}"
        if name in archive:
            reader = _Cells(texts.found)
            archive.walk(name, reader, NAMESPACES)
            yield reader.rows


class _Counted:
    """Refuses more letters than any codebook has."""

    def __init__(self) -> None:
        self._left = MAX_LETTERS

    def count(self, text: str) -> None:
        self._left -= len(text)
        if self._left < 0:
            raise InputError("it holds more text than any codebook", "Is it the right file?")


def _text(pieces: list[str]) -> str:
    text = "".join(pieces)
    if len(text) > MAX_CELL:
        raise InputError(f"a cell has more than {MAX_CELL:,} characters", "Is it the right file?")
    return sanitise.office_value(text)


class _Words(_Counted):
    """The tables of a Word document. Tables in cells are left out: they belong to no heading."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[Row]] = []
        self._depth = 0  # of tables
        self._skipped = 0
        self._written = False  # inside letters
        self._cells: list[str] = []
        self._cell: list[str] = []
        self._paragraphs = self._span = self._line = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._skipped or name in ("w:del", "w:moveFrom", "mc:Fallback", "w:txbxContent"):
            self._skipped += 1
        elif name == "w:tbl":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
        elif self._depth == 1:
            self._inside(name, attributes)

    def _inside(self, name: str, attributes: Mapping[str, str]) -> None:
        match name:
            case "w:tr":
                self._cells = []
                self._line += 1
            case "w:tc":
                self._cell, self._paragraphs, self._span = [], 0, 1
            case "w:p":
                self._paragraphs += 1
                if self._paragraphs > 1:
                    self._cell.append("\n")
            case "w:gridSpan":
                self._span = _small(_value(attributes, "val"))
            case "w:t":
                self._written = True
            case "w:tab":
                self._cell.append("\t")
            case "w:br" | "w:cr":
                self._cell.append("\n")
            case "w:noBreakHyphen":
                self._cell.append("-")

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif name == "w:tbl":
            self._depth -= 1
        elif name == "w:t":
            self._written = False
        elif self._depth == 1 and name == "w:tc":
            self._cells += [_text(self._cell), *([""] * (self._span - 1))][: MAX_COLUMNS - len(self._cells)]
        elif self._depth == 1 and name == "w:tr":
            if self._line > MAX_ROWS:
                raise InputError("it has too many rows for a codebook", "Is it the right file?", line=self._line)
            self.tables[-1].append(Row(self._line, tuple(self._cells)))

    def data(self, text: str) -> None:
        if self._written and not self._skipped and self._depth == 1:
            self.count(text)
            self._cell.append(text)


class _Sheets:
    """Which sheets a workbook has, in its order."""

    def __init__(self) -> None:
        self.relations: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "s:sheet":
            self.relations.append(_value(attributes, "id"))

    def end(self, name: str) -> None:
        """Nothing ends here."""

    def data(self, text: str) -> None:
        """No letters matter here."""


class _Targets(_Sheets):
    """Which file each of them is."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "r:Relationship":
            self.found[_value(attributes, "Id")] = _value(attributes, "Target").replace("\\", "/")


class _Texts(_Counted):
    """The strings that cells share. How a word is pronounced (``rPh``) is none of it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._written = False
        self._spoken = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "s:si":
            self._pieces = []
        elif name == "s:rPh":
            self._spoken = True
        elif name == "s:t":
            self._written = not self._spoken

    def end(self, name: str) -> None:
        if name == "s:si":
            self.found.append(_text(self._pieces))
        elif name == "s:rPh":
            self._spoken = False
        elif name == "s:t":
            self._written = False

    def data(self, text: str) -> None:
        if self._written:
            self.count(text)
            self._pieces.append(text)


class _Cells(_Counted):
    """The rows of one sheet."""

    def __init__(self, shared: list[str]) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self._shared = shared
        self._line = 0
        self._cells: dict[int, str] = {}
        self._column, self._next, self._type = 0, 0, ""
        self._pieces: list[str] = []
        self._written = self._spoken = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        match name:
            case "s:row":
                given = _value(attributes, "r")
                self._line = int(given) if given.isdecimal() and len(given) < 8 else self._line + 1
                self._cells, self._next = {}, 0
            case "s:c":
                place = _PLACE.match(_value(attributes, "r"))
                self._column = _column(place[1]) if place else self._next
                self._next, self._type, self._pieces = self._column + 1, _value(attributes, "t"), []
            case "s:rPh":
                self._spoken = True
            case "s:v" | "s:t":
                self._written = not self._spoken

    def end(self, name: str) -> None:
        match name:
            case "s:v" | "s:t":
                self._written = False
            case "s:rPh":
                self._spoken = False
            case "s:c" if self._column < MAX_COLUMNS and self._pieces:
                self._cells[self._column] = self._value()
            case "s:row" if self._cells:
                if len(self.rows) == MAX_ROWS:
                    raise InputError("it has too many rows for a codebook", "Is it the right file?", line=self._line)
                width = max(self._cells) + 1
                self.rows.append(Row(self._line, tuple(self._cells.get(n, "") for n in range(width))))

    def data(self, text: str) -> None:
        if self._written:
            self.count(text)
            self._pieces.append(text)

    def _value(self) -> str:
        match self._type:
            case "s":
                number = "".join(self._pieces).strip()
                known = number.isdecimal() and len(number) < 9 and int(number) < len(self._shared)
                return self._shared[int(number)] if known else ""
            case "b":
                return "yes" if "".join(self._pieces).strip() == "1" else "no"
            case "e":
                return ""
            case "str" | "inlineStr":
                return _text(self._pieces)
        written = "".join(self._pieces).strip()
        whole = _WHOLE.match(written)
        return whole[1] if whole else written


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _small(text: str) -> int:
    return min(max(int(text), 1), MAX_COLUMNS) if text.isdecimal() and len(text) < 5 else 1


def _value(attributes: Mapping[str, str], name: str) -> str:
    """The attribute of that local name, whatever its namespace."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.endswith(" " + name)), "")
