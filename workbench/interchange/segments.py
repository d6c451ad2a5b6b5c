r"""Codings as CSV, one row each: ``transcript,coder,code,start,end,memo`` and a column for every facet.

``start`` and ``end`` are code points of the stored text, the end exclusive. Several values of a facet are joined by
``;`` (a ``;`` or ``\`` inside a value is written ``\;`` or ``\\``). A facet called like a column stands as
``facet:NAME``. Text that a spreadsheet would take for a formula carries an apostrophe in front. One wrong row refuses
the whole file.
"""

import csv
import difflib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from workbench import sanitise
from workbench.errors import InputError

COLUMNS = ("transcript", "coder", "code", "start", "end", "memo")
MAX_CHARACTERS = 200_000_000
MAX_ROWS = 2_000_000
MAX_CELL = 5_000_000
"""Characters in one cell."""

_REQUIRED = COLUMNS[:5]
_DELIMITERS = ",;\t"
_POSITION = re.compile(r"[0-9]{1,12}\Z")
_QUOTED = re.compile(r'[",\r\n]|^\s|\s$')
_SPLIT = re.compile(r"(?:\\.|[^;\\]|\\\Z)+", re.DOTALL)

Facets = Mapping[str, tuple[str, ...]]


class Segment(NamedTuple):
    """One coding as a row; ``code`` is a path, ``line`` where the row begins. Rows may share one ``facets``."""

    transcript: str
    coder: str
    code: str
    start: int
    end: int
    memo: str
    facets: Facets
    line: int = 0


def parse(text: str, file: str, facets: Facets, lengths: Mapping[str, int]) -> tuple[Segment, ...]:
    """The rows of ``text``, separated by comma, semicolon or tab, with or without a byte order mark.

    ``facets`` are the values each facet may have (none listed: any), ``lengths`` the characters of each transcript.
    InputError with ``file`` and line for an unknown column, transcript or facet value, an empty name, a passage that is
    empty or reaches beyond the text, and a row with too many or too few cells. Paths of codes are not looked up.
    """
    text = text.removeprefix("\ufeff")
    _refuse_unstorable(text, file)
    csv.field_size_limit(max(csv.field_size_limit(), MAX_CELL))
    header = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=header.count), strict=True)
    segments: list[Segment] = []
    line = 1
    try:
        row_reader = _Rows(next(rows, []), facets, lengths)
        done = rows.line_num
        for row in rows:
            line, done = done + 1, rows.line_num
            if any(row):
                segments.append(row_reader.segment(row, line))
                if len(segments) > MAX_ROWS:
                    raise InputError(f"more than {MAX_ROWS:,} rows", "Import the file in parts.")
    except InputError as error:
        raise error.at(file, line) from None
    except csv.Error as error:
        raise InputError(
            f"this is no CSV: {error}",
            "Close the quotation marks, and double those inside a cell.",
            file=file,
            line=rows.line_num,
        ) from None
    return tuple(segments)


def render(segments: Iterable[Segment], facets: Sequence[str]) -> str:
    """``segments`` as CSV (RFC 4180 but for line ends of LF); ``parse`` gives them back, line numbers aside.

    Names are written with white space folded; a facet that only a segment knows gets a column too.
    """
    segments = tuple(segments)
    found = {name for segment in segments for name in segment.facets if segment.facets[name]}
    names = [*dict.fromkeys(facets), *sorted(found.difference(facets))]
    lines = [",".join([*COLUMNS, *(_text(_column(name)) for name in names)])]
    for segment in segments:
        cells = (
            *(_text(sanitise.name(name)) for name in segment[:3]),
            str(segment.start),
            str(segment.end),
            _text(segment.memo),
            *(_text(_joined(segment.facets.get(name, ()))) for name in names),
        )
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


class _Rows:
    """Turns rows into segments; what occurs in row after row is checked once."""

    def __init__(self, header: Sequence[str], facets: Facets, lengths: Mapping[str, int]) -> None:
        self._facets = facets
        self._lengths = lengths
        self._width = len(header)
        at = _columns(header, facets)
        self._text_columns = [at[name] for name in COLUMNS[:3]]
        self._start, self._end, self._memo = at["start"], at["end"], at.get("memo", -1)
        self._facet_columns = [(name, at[_column(name)]) for name in facets if _column(name) in at]
        self._known: dict[tuple[str, ...], tuple[str, str, str, int]] = {}
        self._known_facets: dict[tuple[str, ...], Facets] = {}

    def segment(self, row: Sequence[str], line: int) -> Segment:
        if len(row) != self._width:
            raise InputError(
                f"the row has {len(row)} cells, the header {self._width}",
                "A cell that holds the separator needs quotation marks.",
            )
        written = tuple([row[at] for at in self._text_columns])
        names = self._known.get(written)
        if names is None:
            names = self._known[written] = self._names(written)
        transcript, coder, code, length = names
        start, end = _position(row[self._start], "start"), _position(row[self._end], "end")
        if start >= end:
            raise InputError(f"the passage {start}–{end} is empty", "The end is exclusive: it must be after the start.")
        if end > length:
            raise InputError(
                f"the passage {start}–{end} reaches beyond the text of {transcript}, which has {length:,} characters",
                "Was it coded on another version of the transcript?",
            )
        cells = tuple([row[at] for _, at in self._facet_columns])
        facets = self._known_facets.get(cells)
        if facets is None:
            facets = self._known_facets[cells] = self._values(cells)
        memo = sanitise.csv_value(row[self._memo]) if self._memo >= 0 else ""
        return Segment(transcript, coder, code, start, end, memo, facets, line)

    def _names(self, written: Sequence[str]) -> tuple[str, str, str, int]:
        transcript, coder, code = (sanitise.name(sanitise.csv_value(cell)) for cell in written)
        for column, name in zip(COLUMNS, (transcript, coder, code), strict=False):
            if not name:
                raise InputError(f"{column} is empty", "Fill in the cell, or take the row out.")
        parts = [part.strip() for part in f" {code} ".split(" / ")]
        if not all(parts) or any(" / " in f" {part} " for part in parts):
            raise InputError(
                f'the code "{sanitise.line(code, 80)}" has an empty name in its path', "Write it like: Parent / Child"
            )
        if transcript not in self._lengths:
            raise InputError(
                f'no transcript is called "{sanitise.line(transcript, 60)}"', _offer(transcript, self._lengths)
            )
        return transcript, coder, code, self._lengths[transcript]

    def _values(self, cells: Sequence[str]) -> Facets:
        facets: dict[str, tuple[str, ...]] = {}
        for (name, _), cell in zip(self._facet_columns, cells, strict=True):
            if not (values := _split(sanitise.csv_value(cell))):
                continue
            allowed = self._facets[name]
            for value in values:
                if allowed and value not in allowed:
                    raise InputError(
                        f'"{sanitise.line(value, 60)}" is no value of the facet {name}',
                        f"It may be: {', '.join(allowed)}.",
                    )
            facets[name] = values
        return facets


def _columns(header: Sequence[str], facets: Facets) -> dict[str, int]:
    """Where each column stands, by its name."""
    known = {*COLUMNS, *map(_column, facets)}
    at: dict[str, int] = {}
    for number, cell in enumerate(header):
        name = sanitise.name(sanitise.csv_value(cell))
        name = name.lower() if name.lower() in COLUMNS else name
        if name not in known:
            raise InputError(
                f'no column is called "{sanitise.line(name, 60)}"',
                f"The columns are {', '.join(COLUMNS)} and the facets of the study: {', '.join(facets) or 'none'}.",
            )
        if name in at:
            raise InputError(f"the column {name} occurs twice", "Take one of them out.")
        at[name] = number
    if missing := [name for name in _REQUIRED if name not in at]:
        raise InputError(
            f"the column {missing[0]} is missing", f"The first row must name the columns: {', '.join(COLUMNS)}."
        )
    return at


def _position(cell: str, column: str) -> int:
    if not _POSITION.match(cell := cell.strip()):
        raise InputError(
            f'{column} is "{sanitise.line(cell, 40)}", not a whole number',
            "Positions are counted from 0, in characters.",
        )
    return int(cell)


def _offer(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, known := sorted(known), 3)
    names = near or known[:10]
    return f"{'Near it' if near else 'There are'}: {', '.join(names)}." if names else "Import the transcripts first."


def _column(facet: str) -> str:
    return f"facet:{facet}" if facet.lower() in COLUMNS or facet.startswith("facet:") else facet


def _joined(values: Iterable[str]) -> str:
    return ";".join(value.replace("\\", "\\\\").replace(";", "\\;") for value in values)


def _split(cell: str) -> tuple[str, ...]:
    parts = (re.sub(r"\\([;\\])", r"\1", part.strip()) for part in _SPLIT.findall(cell))
    return tuple(dict.fromkeys(part for part in parts if part))


def _text(value: str) -> str:
    cell = sanitise.csv_cell(value)
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell


def _refuse_unstorable(text: str, file: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise InputError(f"{len(text):,} characters are too many", "Import the file in parts.", file=file)
    try:
        text.encode()
        at = text.find("\x00")
    except UnicodeEncodeError as error:
        at = error.start
    if at >= 0:
        why = sanitise.unstorable(text[at])
        raise InputError(
            f"the text cannot be stored: {why}",
            "Save the file as CSV in UTF-8.",
            file=file,
            line=text.count("\n", 0, at) + 1,
        )
