"""The matrix as cells: which columns it has on the screen, and how a theme is drawn."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.style import Style

from workbench.tui.widgets.columns import GAP, Column, Fitted, fit
from workbench.tui.widgets.text import Line, Piece, clip, fill, width_of

if TYPE_CHECKING:
    from workbench.synthesis.values import Count, Matrix, Proportion, Row

SHARED, MIXED = "shared", "mixed"
PLACED = "†"
"""Stands beside a column in which somebody put the theme."""
_SPREAD = 5
_WIDE = 150
"""Cells from which on the spread is told in words."""
_BAR = 4
_SILENT = {"not_asked": "not asked", "not_voiced": "asked, –"}

Tint = Callable[[float], Style | None]
"""The tint behind a share."""


class Cell(NamedTuple):
    """A column of numbers: a group of the study or a column of the matrix; ``of`` is its denominator (0: none)."""

    id: str
    label: str
    group: bool
    of: int

    def counted(self, row: "Row") -> "Count | None":
        """What a theme has there."""
        return (row.groups if self.group else row.cells).get(self.id)

    def silent(self, row: "Row") -> str:
        """Whether it was asked, where there is nothing; '' where nobody knows."""
        return (row.silent if self.group else row.silent_columns).get(self.id, "")

    def proportion(self, row: "Row") -> "Proportion | None":
        """How many there voice it, of those who could."""
        return (row.shares if self.group else row.column_shares).get(self.id)

    def share(self, row: "Row") -> float:
        """The same as a share, 0 to 1."""
        found = self.proportion(row)
        return found.share if found is not None else 0.0

    def carried(self, row: "Row") -> str:
        """Whether one person carries what is there: "only", "most" or ''."""
        return (row.carried if self.group else row.column_carried).get(self.id, "")


def cells(matrix: "Matrix") -> tuple[Cell, ...]:
    """What the numbers are counted by: groups where the columns come from groups, else the columns themselves."""
    rule = matrix.rule
    if rule.by == "group":
        heard = [(g, label) for g, label in matrix.groups if not rule.groups or g in rule.groups]
        return tuple(Cell(g, label, True, matrix.denominators.get(g, 0)) for g, label in heard)
    shared = bool(matrix.shared_groups)
    of = matrix.column_denominators
    return tuple(Cell(c, label, False, of.get(c, 0)) for c, label in matrix.columns if c != SHARED or shared)


def column_label(matrix: "Matrix", column: str | None) -> str:
    """What a column is called: its label in the study, "mixed", or what is missing."""
    if column is None:
        return "too little evidence"
    return dict(matrix.columns).get(column, column)


def columns(matrix: "Matrix", shown: Sequence[Cell], width: int, nested: bool = True) -> Fitted:
    """The columns for a width: spread goes first, then the numbers from the right; the theme and its column stay.

    ``nested``: themes stand below the one they belong to; else the name is followed by whose it is.
    """
    longest = max((len(column_label(matrix, column)) for column, _ in matrix.columns), default=8)
    deepest = max((len(row.path) if not nested else 2 * row.depth + len(name(row)) for row in matrix.rows), default=12)
    labels = max((cell_len(cell.label) for cell in shown), default=0)
    spread = _SPREAD + (26 if width >= _WIDE else 9)
    beside = max(min(deepest, 40), 14) + longest + spread + 10
    labelled = width >= beside + len(shown) * (max(labels, 13) + GAP)  # labels for all of them, or ids for all
    room = max(labels, 13) if labelled else 13 if width >= 110 else 10
    numbers = [
        Column(f"cell:{cell.id}", cell.label if labelled else cell.id, room, min(5 + i, 9), 1, most=max(room, 18))
        for i, cell in enumerate(shown)
    ]
    return fit(
        [
            Column("theme", "theme", min(max(deepest, 14), 22), grow=3, most=max(deepest, 14)),
            *numbers,
            Column("column", "column", 12 if width < longest + 100 else longest + 2),
            Column("spread", "spread", spread, priority=20),
            Column("note", "", 22, priority=30, grow=1, most=40),
        ],
        width,
    )


def values(
    matrix: "Matrix",
    row: "Row",
    shown: Sequence[Cell],
    widths: Mapping[str, int],
    cursor: str,
    tint: Tint = lambda share: None,
    nested: bool = True,
) -> dict[str, Line]:
    """One theme; ``cursor`` is the key of the column the cursor is on, "" when it is on another row."""
    cut: dict[str, Line] = {
        "theme": _theme(row, nested),
        "column": _column(matrix, row, widths.get("column", 0)),
        "spread": spread(matrix, row, widths.get("spread", 0)),
        "note": note(row),
    }
    for cell in shown:
        key = f"cell:{cell.id}"
        if key in widths:
            line = number(cell.counted(row), cell.of, cell.silent(row), widths[key], cell.carried(row))
            cut[key] = _tinted(line, tint(cell.share(row)), widths[key])
    if cursor in cut:
        text, size = "".join(piece for piece, _ in cut[cursor]), widths.get(cursor, 0)
        indent = " " * min(len(text) - len(text.lstrip(" ")), size)  # clipping would take it away
        cut[cursor] = [((indent + clip(text.lstrip(" "), size - len(indent))).ljust(size), "cell")]
    return cut


def name(row: "Row") -> str:
    """The theme without those above it."""
    return row.path.rpartition(" / ")[2]


def _theme(row: "Row", nested: bool) -> Line:
    look = "dim" if row.column is None else "strong" if not row.depth else ""
    if nested:
        return [("  " * row.depth, ""), (name(row), look)]
    above = row.path.rpartition(" / ")[0]
    return [(name(row), look), *([(" ", ""), (f"· {above}", "dim")] if above else [])]


def number(count: "Count | None", of: int, silent: str, width: int, carried: str = "") -> Line:
    """How many voice the theme, of how many, and the same as a bar; or why there is nothing."""
    if count is None or not count.excerpts:
        return [(_SILENT.get(silent, "–"), "dim")]
    if not count.informants:
        return [(f"0  ({count.excerpts} unattributed)"[: max(width, 1)], "dim")]
    # The denominator counts interviews that are done; until all are, more people may voice a theme than it holds.
    of = of if count.informants <= of else 0
    text = f"{count.informants:>2}/{of}" if of else f"{count.informants:>2}"
    mark: list[Piece] = [(" !", "warning")] if carried == "most" and width > len(text) + 2 else []
    if not of or width < len(text) + 2 + width_of(mark):
        return [(text, ""), *mark]
    most = min(_BAR, width - len(text) - 1 - width_of(mark))
    bar = max(1, round(count.informants / of * most))
    return [(f"{text} ", ""), ("■" * min(bar, most), "accent"), *mark]


def _tinted(line: Line, tint: Style | None, width: int) -> Line:
    """The number on its tint; on it bars are as bright as the text, for the accent would drown."""
    return line if tint is None else [(text, tint) for text, _ in fill(line, width)]


def _column(matrix: "Matrix", row: "Row", width: int) -> Line:
    mark: list[Piece] = [(f" {PLACED}", "warning")] if row.placed is not None else []
    if row.column is None:
        return [("too little", "dim"), *mark]
    if row.column == MIXED:
        return [("mixed", "dim"), *mark]
    fits = max(len(label) for _, label in matrix.columns) <= width - 2  # labels for all of them, or ids for all
    label = column_label(matrix, row.column) if fits else row.column
    return [(clip(label, width - width_of(mark)), "accent" if row.column == SHARED else ""), *mark]


def spread(matrix: "Matrix", row: "Row", width: int) -> Line:
    """In how many interviews, of those that are done, or of all while none is."""
    heard, of = row.spread.interviews, row.spread.of_interviews
    if not of:
        heard, of = len(row.interviews), matrix.transcripts
    if not of or not heard:
        return [("○" * _SPREAD, "dim")]
    full = max(1, round(heard / of * _SPREAD))
    told = f" {heard} of {of} interview{'' if of == 1 else 's'}"
    told = told if len(told) + _SPREAD <= width else f" {heard} of {of}"
    return [("●" * full, ""), ("○" * (_SPREAD - full), "dim"), (told, "dim")]


def note(row: "Row") -> Line:
    """What one should know before trusting the row."""
    carried = row.carried.get("", "")
    if carried == "most":
        return [(f"! {row.top} of {row.total.excerpts}: one person", "warning")]
    if carried == "only" or (row.total.excerpts and row.total.informants == 1):
        return [("! one person only", "warning")]
    if row.denied:
        return [(f"{row.denied} denied", "dim")]
    return []
