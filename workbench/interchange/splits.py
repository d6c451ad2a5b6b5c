"""The passages of a code as CSV, to be sorted in a spreadsheet: ``transcript,start,end,speaker,coders,text,into``.

``start`` and ``end`` are code points of the stored text, the end exclusive; ``into`` is the path of the code that a
passage goes into. Only ``transcript``, ``start``, ``end`` and ``into`` are read again; other columns may be there.
Text that a spreadsheet would take for a formula carries an apostrophe in front.
"""

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple

from workbench import sanitise
from workbench.errors import InputError

COLUMNS = ("transcript", "start", "end", "speaker", "coders", "text", "into")
READ = ("transcript", "start", "end", "into")
MAX_ROWS = 1_000_000

_DELIMITERS = ",;\t"


class Row(NamedTuple):
    """One passage; ``line`` is where its row begins in the file, 0 for one that was not read."""

    transcript: str
    start: int
    end: int
    speaker: str = ""
    coders: str = ""
    text: str = ""
    into: str = ""
    line: int = 0


def render(rows: Iterable[Row]) -> str:
    """``rows`` as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([sanitise.csv_cell(cell) if isinstance(cell, str) else cell for cell in row[:-1]])
    return out.getvalue()


def parse(text: str, file: str) -> list[Row]:
    """The rows of ``text``, separated by comma, semicolon or tab. Raises ``InputError`` with ``file`` and line."""
    text = text.removeprefix("\ufeff")
    if (at := text.find("\x00")) >= 0:
        raise InputError("this is no CSV", "Save it as CSV in UTF-8.", file=file, line=text.count("\n", 0, at) + 1)
    csv.field_size_limit(max(csv.field_size_limit(), 5_000_000))
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=head.count), strict=True)
    found: list[Row] = []
    line = 1
    try:
        at_column = _columns(next(reader, []))
        done = reader.line_num
        for cells in reader:
            line, done = done + 1, reader.line_num
            if any(cells):
                found.append(_row(cells, at_column, line))
            if len(found) > MAX_ROWS:
                raise InputError(f"more than {MAX_ROWS:,} rows", "Split the code in parts.")
    except InputError as error:
        raise error.at(file, line) from None
    except csv.Error as error:
        hint = "Close the quotation marks, and double those inside a cell."
        raise InputError(f"this is no CSV: {error}", hint, file=file, line=reader.line_num) from None
    return found


def _columns(head: list[str]) -> dict[str, int]:
    at: dict[str, int] = {}
    for number, cell in enumerate(head):
        name = sanitise.name(sanitise.csv_value(cell)).lower()
        if name in READ and name in at:
            raise InputError(f"the column {name} occurs twice", "Take one of them out.")
        at.setdefault(name, number)
    if missing := [name for name in READ if name not in at]:
        raise InputError(f"the column {missing[0]} is missing", f"The first row must name: {', '.join(READ)}.")
    return at


def _row(cells: list[str], at: dict[str, int], line: int) -> Row:
    if max(at[name] for name in READ) >= len(cells):
        raise InputError(f"the row has {len(cells)} cells, which are too few", "Fill it up to the column “into”.")
    start, end = _position(cells[at["start"]]), _position(cells[at["end"]])
    transcript, into = (sanitise.name(sanitise.csv_value(cells[at[name]])) for name in ("transcript", "into"))
    if not transcript:
        raise InputError("transcript is empty", "Fill in the cell, or take the row out.")
    return Row(transcript, start, end, into=into, line=line)


def _position(cell: str) -> int:
    if not (cell := cell.strip()).isascii() or not cell.isdigit() or len(cell) > 12:
        raise InputError(f"“{sanitise.line(cell, 40)}” is no whole number", "Positions are counted from 0.")
    return int(cell)
