"""A table as text: its rows, and CSV that a spreadsheet takes as it is."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from workbench import sanitise
from workbench.errors import InputError
from workbench.interchange.codebook_headings import Headings

MAX_ROWS = 100_000
MAX_CELL = 1_000_000
"""Characters in one cell."""
_QUOTED = re.compile(r'["\r\n]|^\s|\s$')
LOOKED_AT = 30  # rows before the headings: titles, dates, an empty line
_DELIMITERS = ",;\t"


class Row(NamedTuple):
    """A row of a table: where it begins, counted from 1, and its cells."""

    line: int
    cells: tuple[str, ...]


def looks_like_one(text: str) -> bool:
    """Whether the text has headings of a table near its beginning."""
    with_headings = (Headings(row.cells) for row in _few(_csv_rows(text)))
    return any(headings.fit() for headings in with_headings)


def csv_rows(text: str) -> tuple[Row, ...]:
    """The rows of a text separated by commas, semicolons or tabs. InputError with the line: it is no CSV."""
    return tuple(_csv_rows(text))


def render_csv(header: Sequence[str], rows: Iterable[Sequence[str | int | float | None]], delimiter: str = ",") -> str:
    """A table as CSV with a byte order mark, without which Excel reads it in a wrong character set.

    Every text stays exactly as it is, but that a formula carries an apostrophe in front.
    """
    lines = [delimiter.join(_written(value, delimiter) for value in row) for row in (header, *rows)]
    return "\ufeff" + "\n".join(lines) + "\n"


def _written(value: str | float | None, delimiter: str) -> str:
    """A cell; the library leaves a carriage return without quotation marks, and then it ends the row."""
    cell = "" if value is None else sanitise.csv_cell(value) if isinstance(value, str) else str(value)
    return '"' + cell.replace('"', '""') + '"' if delimiter in cell or _QUOTED.search(cell) else cell


def _csv_rows(text: str) -> Iterator[Row]:
    text = text.removeprefix("\ufeff")
    csv.field_size_limit(max(csv.field_size_limit(), MAX_CELL))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    done, more = 0, True
    while more:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise InputError(
                f"this is no CSV: {error}",
                "Close the quotation marks, and double those inside a cell.",
                line=reader.line_num,
            ) from None
        more = cells is not None
        if cells is not None:
            yield Row(done + 1, tuple(map(sanitise.csv_value, cells)))
        done = reader.line_num
        if done > MAX_ROWS * 10:
            raise InputError("it has too many lines for a codebook", "Is it the right file?", line=done)


def _delimiter(text: str) -> str:
    """What separates the cells: of the first lines, the one that makes headings of one."""
    for line in text.split("\n", LOOKED_AT)[:LOOKED_AT]:
        fits = [(len(h), d) for d in _DELIMITERS if (h := Headings(tuple(_cells(line, d)))).fit()]
        if fits:
            return max(fits, key=lambda fit: fit[0])[1]
    return ","


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _few(rows: Iterable[Row]) -> Iterator[Row]:
    try:
        for row in rows:
            if row.line > LOOKED_AT:
                return
            yield row
    except InputError:
        return
