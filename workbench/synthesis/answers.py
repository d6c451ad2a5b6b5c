"""A survey's answers as a file that somebody made, and as the study keeps them.

Kept are only the columns that study.toml names, so that an address, a time or a comment never comes into the study; and
in the order of what they say, so that nothing tells who answered first. What is kept is one line a respondent, its
cells apart by tabs, below a line with the names of the columns.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from workbench.errors import InputError
from workbench.sanitise import line as harmless
from workbench.sanitise import name as folded_name
from workbench.sanitise import unstorable
from workbench.synthesis.survey import Answers, Form, Reading

MAX_ROWS = 200_000
MAX_COLUMNS = 5_000
MAX_WORDS = 60
"""Different words in a column that is to tell groups: with more it is a comment, a name or an address."""
MAX_CELL = 100
"""Characters in a cell that is kept."""

_DELIMITERS = ",;\t"
_FIELD = 1_000_000


class Taken(NamedTuple):
    """Answers read from a file, and how many of its columns were left out."""

    answers: Answers
    left_out: int


def read(text: str, form: Form, groups: Mapping[str, str], file: str) -> Taken:
    """The answers in a CSV, its cells apart by comma, semicolon or tab. ``groups`` of the study: id → label.

    InputError with ``file`` and line: no CSV, a column that is missing or there twice, a row of another length, an
    answer that is not on the scale, a column of groups that is none. Nothing is then read at all.
    """
    text = text.removeprefix("\ufeff")
    if why := unstorable(text):
        raise InputError(why, "Save the file once more as CSV.", file=file)
    csv.field_size_limit(max(csv.field_size_limit(), _FIELD))
    delimiter = form.delimiter or _delimiter(text, form.columns)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        header = [folded_name(cell) for cell in next(rows, [])]
        at = _places(header, form)
        reading, found = _Rows(form, groups, header, at), list[tuple[str, ...]]()
        while True:
            line = rows.line_num + 1
            row = next(rows, None)
            if row is None:
                break
            if any(cell.strip() for cell in row):
                found.append(reading.row(row))
                if len(found) > MAX_ROWS:
                    raise InputError(f"more than {MAX_ROWS:,} rows", "A survey this large has to be summed up before.")
    except InputError as error:
        raise error.at(file, line) from None
    except csv.Error as error:
        hint = "Close the quotation marks, and double those inside a cell."
        raise InputError(f"this is no CSV: {error}", hint, file=file, line=max(rows.line_num, 1)) from None
    if not found:
        raise InputError("nobody answered: there is no row below the header", file=file, line=1)
    return Taken(Answers(form.columns, tuple(sorted(found))), len(header) - len(at))


def kept(answers: Answers) -> str:
    """The answers as the study keeps them; ``opened`` is the inverse."""
    return "".join("\t".join(row) + "\n" for row in (answers.columns, *answers.rows))


def opened(text: str) -> Answers:
    """The answers that are kept in ``text``; a line that somebody broke by hand is filled up, or cut."""
    header, *rows = [tuple(row.split("\t")) for row in text.split("\n") if row] or [()]
    width = len(header)
    return Answers(header, tuple((*row[:width], *[""] * (width - len(row))) for row in rows))


def words_in(answers: Answers, columns: Collection[str]) -> list[str]:
    """The different words that stand in some columns, sorted."""
    at = [i for i, column in enumerate(answers.columns) if column in columns]
    return sorted({row[i] for row in answers.rows for i in at} - {""})


def reworded(text: str, do: Callable[[str], str]) -> str:
    """Kept answers (``text``), every cell as ``do`` gives it; columns keep their names, which stand in study.toml."""
    known: dict[str, str] = {}

    def new(cell: str) -> str:
        if cell not in known:
            known[cell] = " ".join(do(cell).split())
        return known[cell]

    header, *rows = text.split("\n")
    return "\n".join([header, *("\t".join(map(new, row.split("\t"))) for row in rows)])


def _delimiter(text: str, wanted: Sequence[str]) -> str:
    """What a header is written with: that by which the most of the columns are found, then the one there is most of."""
    header = text.partition("\n")[0][:_FIELD]

    def known(delimiter: str) -> tuple[int, int]:
        names = {folded_name(cell) for cell in next(_cells(header, delimiter), [])}
        return sum(name in names for name in wanted), header.count(delimiter)

    return max(_DELIMITERS, key=known)


def _cells(header: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader([header], delimiter=delimiter)
    except csv.Error:
        return


def _places(header: Sequence[str], form: Form) -> dict[str, int]:
    """Column → its place. InputError for one that is missing, or stands there twice."""
    if len(header) > MAX_COLUMNS:
        raise InputError(f"more than {MAX_COLUMNS:,} columns")
    wanted = {column: folded_name(column) for column in form.columns}
    times = Counter(header)
    for column, name in wanted.items():
        if times[name] > 1:
            raise InputError(f"two columns are called {harmless(column, 40)}", "Give one of them another name.")
    if absent := [column for column, name in wanted.items() if not times[name]]:
        named = ", ".join(harmless(column, 40) for column in absent[:5]) + ("…" if len(absent) > 5 else "")
        there = ", ".join(harmless(name, 40) for name in header[:8] if name) + ("…" if len(header) > 8 else "")
        raise InputError(f"study.toml asks for columns that are not there: {named}", f"The file has {there}.")
    return {column: header.index(name) for column, name in wanted.items()}


class _Rows:
    """Reads rows, each cell as it will be kept."""

    def __init__(self, form: Form, groups: Mapping[str, str], header: Sequence[str], at: Mapping[str, int]) -> None:
        self._form = form
        self._reading = Reading(form, groups)
        self._width = len(header)
        self._at = at
        self._items = frozenset(form.items)
        self._words: dict[str, set[str]] = {column: set() for column in at if column not in self._items}

    def row(self, row: Sequence[str]) -> tuple[str, ...]:
        """The cells that are kept. InputError for one that cannot be."""
        cells = [*row]
        while len(cells) > self._width and not cells[-1].strip():
            cells.pop()  # a spreadsheet that once had more columns
        if len(cells) != self._width:
            raise InputError(
                f"the row has {len(cells)} cells, the header {self._width}",
                "A cell with a delimiter or a line break in it stands in quotation marks.",
            )
        return tuple(self._kept(column, folded_name(cells[place])) for column, place in self._at.items())

    def _kept(self, column: str, cell: str) -> str:
        if column in self._items:
            try:
                step = self._reading.answer(cell)
            except ValueError:
                raise self._off_scale(column, cell) from None
            return cell if step is not None else ""
        words = self._words[column]
        words.add(cell)
        if len(cell) > MAX_CELL or len(words) > MAX_WORDS:
            raise InputError(
                f"the column {harmless(column, 40)} is to tell groups, but holds comments, names or numbers",
                f"At most {MAX_WORDS} different words of {MAX_CELL} characters: name another column in study.toml.",
            )
        return cell

    def _off_scale(self, column: str, cell: str) -> InputError:
        steps = ", ".join(f"{step} {harmless(label, 30)}" for step, label in self._form.scale)
        return InputError(
            f"{harmless(cell, 20)!r} in the column {harmless(column, 40)} is not on the scale",
            f'It has {steps}; what else means no answer stands in study.toml: missing = ["…"].',
        )
