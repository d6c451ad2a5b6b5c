"""Tables as people make transcripts of them: who speaks in one column, what is said in another.

A row becomes a turn, "R1: Ja." on a line; a time stands before the label. Where no column names speakers, the cells of
a row stand on one line with tabs between them, or one below the other where a cell holds several paragraphs.
"""

import re
from collections import Counter
from typing import NamedTuple

from workbench.transcripts import languages
from workbench.transcripts.stamps import CLOCK, STAMP
from workbench.transcripts.turns import turns

Cell = list[str]  # its paragraphs
Row = list[Cell]
Table = list[Row]

_HEADED = """
taler talere navn hvem person deltager talare namn speaker speakers name who participant sprecher sprecherin wer
tid tidskode time timespan timestamp start
"""
_HEADINGS = frozenset(_HEADED.split())
_ROLE = re.compile(r"[A-ZÆØÅ]{1,3}\d{0,3}\.?")
_WHEN = re.compile(rf"(?:{STAMP}|{CLOCK})(?:\s*[-–]\s*(?:{STAMP}|{CLOCK}))?")
_BESIDE = re.compile(
    rf"(?P<before>{_WHEN.pattern})\s+(?P<after>\S.*)|(?P<label>\S.*?)\s+\(?(?P<when>{_WHEN.pattern})\)?"
)
_NUMBER = re.compile(r"\d{1,5}\.?")
_MOST_SPEAKERS = 100
_LONG_SPEECH = 25  # characters: what is said is longer than what fills a form


class Laid(NamedTuple):
    """A table as lines, and the speakers it names."""

    lines: list[str]
    labels: list[str]


class _Columns(NamedTuple):
    label: int
    said: tuple[int, ...]
    when: int | None


def laid_out(table: Table) -> Laid:
    """The lines of a table whose rows are lists of cells, a cell a list of paragraphs."""
    rows = [row for row in table if any(_flat(cell) for cell in row)]
    columns = _columns(rows)
    if columns is None:
        return Laid([line for row in rows for line in _joined(row)], [])
    lines, labels = [], []
    for row in rows:
        label, beside = _parted(_flat(row[columns.label])) if len(row) > columns.label else ("", "")
        if label.casefold() in _HEADINGS or len(row) <= max(columns.label, *columns.said, columns.when or 0):
            lines += _joined(row)
            continue
        said = [line for column in columns.said for line in _trimmed(row[column])]
        when = f"{_flat(row[columns.when]) if columns.when is not None else beside} "
        if label:
            lines += [f"{when.lstrip()}{label}: {said[0] if said else ''}".rstrip(" "), *said[1:]]
            labels.append(_name(label))
        else:
            lines += said
    return Laid(lines, [label for label in dict.fromkeys(labels) if label])


def _columns(rows: Table) -> _Columns | None:
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return None
    width = widths.most_common(1)[0][0]
    full = [row for row in rows if len(row) == width]
    cells = [[_flat(row[column]) for row in full] for column in range(width)]
    heading = any(column[0].rstrip(": ").casefold() in _HEADINGS for column in cells)
    cells = [[cell for cell in column[heading:] if cell] for column in cells]
    when = next((n for n, column in enumerate(cells) if column and all(map(_WHEN.fullmatch, column))), None)
    numbers = {n for n, column in enumerate(cells) if column and all(map(_NUMBER.fullmatch, column))}
    rest = [n for n, column in enumerate(cells) if n != when and n not in numbers and column]
    if len(rest) < 2:
        return None
    for label in (rest[0], rest[-1]):
        said = tuple(n for n in rest if n != label)
        if _speakers(cells[label], [cell for n in said for cell in cells[n]]):
            return _Columns(label, said, when)
    return None


def _speakers(labels: list[str], said: list[str]) -> bool:
    """Whether a column names who says what stands in the others: the same few names, or roles, or long speech."""
    distinct = {_parted(label)[0] for label in labels}
    if len(distinct) > _MOST_SPEAKERS or not all(map(_is_label, distinct)):
        return False
    if len(distinct) < len(labels):
        return len(distinct) * 2 <= len(labels) + 1 or _long(said)
    asks = languages.speech().interviewer
    return all(_ROLE.fullmatch(label) or label.casefold() in asks for label in distinct) or _long(said)


def _long(said: list[str]) -> bool:
    return sum(map(len, said)) >= _LONG_SPEECH * len(said)


def _parted(label: str) -> tuple[str, str]:
    """The label in a cell, and the time that stands in the same one, before it or after it."""
    found = _BESIDE.fullmatch(label)
    if found is None:
        return label.rstrip(": "), ""
    return (found["after"] or found["label"]).rstrip(": "), found["before"] or found["when"]


def _is_label(text: str) -> bool:
    return bool(_name(text))


def _name(label: str) -> str:
    """The label a line "label: …" would be read with, empty where it is none."""
    found = turns(f"{label}: x")
    return found[0].label if found else ""


def _flat(cell: Cell) -> str:
    return " ".join(" ".join(cell).split())


def _trimmed(cell: Cell) -> list[str]:
    """The paragraphs of a cell without blank ones before and after."""
    visible = [n for n, text in enumerate(cell) if text.strip()]
    return [text.strip(" \t") for text in cell[visible[0] : visible[-1] + 1]] if visible else []


def _joined(row: Row) -> list[str]:
    cells = [_trimmed(cell) for cell in row]
    if any(len(cell) > 1 for cell in cells):
        return [line for cell in cells for line in cell]
    return ["\t".join(cell[0] if cell else "" for cell in cells).rstrip("\t")]
