"""The matrix as cells: which columns it has on the screen, and how a theme is drawn."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from workbench.tui.widgets.columns import GAP, Column, Fitted, fit
from workbench.tui.widgets.text import Line, Piece

if TYPE_CHECKING:
    from workbench.synthesis import Count, Matrix, Row

SHARED, MIXED = "shared", "mixed"
_SPREAD = 6
_BAR = 4
_SILENT = {"not_asked": "not asked", "not_voiced": "asked, –"}


class Cell(NamedTuple):
    """A column of numbers: a group of the study or a column of the matrix; ``of`` is its denominator (0: none)."""

    id: str
    label: str
    group: bool
    of: int


def cells(matrix: "Matrix") -> tuple[Cell, ...]:
    """What the numbers are counted by: groups where the columns come from groups, else the columns themselves."""
    rule = matrix.rule
    if rule.by == "group":
        heard = [(g, label) for g, label in matrix.groups if not rule.groups or g in rule.groups]
        return tuple(Cell(g, label, True, matrix.denominators.get(g, 0)) for g, label in heard)
    shared = bool(matrix.shared_groups)
    return tuple(Cell(c, label, False, 0) for c, label in matrix.columns if c != SHARED or shared)


def column_label(matrix: "Matrix", column: str | None) -> str:
    """What a column is called: its label in the study, "mixed", or what is missing."""
    if column is None:
        return "too little evidence"
    return dict(matrix.columns).get(column, column)


def columns(matrix: "Matrix", shown: Sequence[Cell], width: int) -> Fitted:
    """The columns for a width: spread goes first, then the numbers from the right; the theme and its column stay."""
    longest = max((len(column_label(matrix, column)) for column, _ in matrix.columns), default=8)
    deepest = max((2 * row.depth + len(_name(row)) for row in matrix.rows), default=12)
    labels = max((cell_len(cell.label) for cell in shown), default=0)
    beside = max(deepest, 14) + longest + _SPREAD + 17
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
            Column("spread", "spread", _SPREAD + 9, priority=20),
            Column("note", "", 22, priority=30, grow=1, most=40),
        ],
        width,
    )


def values(
    matrix: "Matrix", row: "Row", shown: Sequence[Cell], widths: Mapping[str, int], cursor: str
) -> dict[str, Line]:
    """One theme; ``cursor`` is the key of the column the cursor is on, "" when it is on another row."""
    enough = row.column is not None
    cut: dict[str, Line] = {
        "theme": [("  " * row.depth, ""), (_name(row), ("strong" if not row.depth else "") if enough else "dim")],
        "column": _column(matrix, row, widths.get("column", 0)),
        "spread": _spread(row, matrix.transcripts),
        "note": note(row),
    }
    for cell in shown:
        count = (row.groups if cell.group else row.cells).get(cell.id)
        silent = (row.silent if cell.group else row.silent_columns).get(cell.id, "")
        cut[f"cell:{cell.id}"] = _number(count, cell.of, silent, widths.get(f"cell:{cell.id}", 0))
    if cursor in cut:
        text = "".join(piece for piece, _ in cut[cursor])
        cut[cursor] = [(text.ljust(widths.get(cursor, 0)), "cell")]
    return cut


def _name(row: "Row") -> str:
    return row.path.rpartition(" / ")[2]


def _number(count: "Count | None", of: int, silent: str, width: int) -> Line:
    if count is None or not count.excerpts:
        return [(_SILENT.get(silent, "–"), "dim")]
    if not count.informants:
        return [(f"0  ({count.excerpts} unattributed)"[: max(width, 1)], "dim")]
    # The denominator counts interviews that are done; until all are, more people may voice a theme than it holds.
    of = of if count.informants <= of else 0
    text = f"{count.informants:>2}/{of}" if of else f"{count.informants:>2}"
    if not of or width < len(text) + 2:
        return [(text, "")]
    most = min(_BAR, width - len(text) - 1)
    bar = max(1, round(count.informants / of * most))
    return [(f"{text} ", ""), ("■" * min(bar, most), "accent")]


def _column(matrix: "Matrix", row: "Row", width: int) -> Line:
    mark: list[Piece] = [("✎ ", "warning")] if row.placed is not None else []
    if row.column is None:
        return [*mark, ("too little", "dim")]
    if row.column == MIXED:
        return [*mark, ("mixed", "dim")]
    fits = max(len(label) for _, label in matrix.columns) <= width - 2  # labels for all of them, or ids for all
    label = column_label(matrix, row.column) if fits else row.column
    return [*mark, (label, "accent" if row.column == SHARED else "")]


def _spread(row: "Row", of: int) -> Line:
    if not of or not row.interviews:
        return [("○" * _SPREAD, "dim")]
    full = max(1, round(len(row.interviews) / of * _SPREAD))
    return [("●" * full, ""), ("○" * (_SPREAD - full), "dim"), (f" {len(row.interviews)} of {of}", "dim")]


def note(row: "Row") -> Line:
    """What one should know before trusting the row."""
    if row.total.excerpts >= 3 and row.total.informants > 1 and row.top_share > 0.5:
        return [(f"! {row.top} of {row.total.excerpts}: one person", "warning")]
    if row.total.excerpts and row.total.informants == 1:
        return [("! one person only", "warning")]
    if row.denied:
        return [(f"{row.denied} denied", "dim")]
    return []
