"""The curve of new codes drawn with letters: a line of text for each row, for a terminal of any width."""

from typing import NamedTuple

from workbench.synthesis.saturation import Curve

SEEN, MEAN, BAND = "●", "─", "░"
_WIDEST = 6
"""Cells that an interview gets at most."""

Piece = tuple[str, str]
"""A run of text, and what it is: "seen", "mean", "band", "axis" or ""."""
Row = list[Piece]


class _Plot(NamedTuple):
    """Where things stand: ``at`` says which interview each cell is of, -1 between two."""

    width: int
    height: int
    top: int
    at: list[int]


def picture(curve: Curve, width: int, height: int) -> list[Row]:
    """The curve in ``height`` rows (at least 4) of at most ``width`` cells, the axis below in the last; [] for none.

    Of more interviews than there are cells some are left out, never the last.
    """
    if not curve.steps or height < 4 or width < 12:
        return []
    top = max(curve.steps[-1].cumulative, *(one.high for one in curve.band), 1)
    margin = len(f"{top:,}") + 2
    plot = _Plot(width - margin, height - 1, top, _cells(len(curve.steps), width - margin))
    rows = [_row(curve, plot, y) for y in range(plot.height)]
    labels = {0: f"{top:,}", plot.height - 1: "0"}
    if plot.height >= 7 and top > 1:
        labels[_y(plot, top // 2)] = f"{top // 2:,}"
    axis = [(f"{labels.get(y, ''):>{margin - 2}} {'┤' if y in labels else '│'}", "axis") for y in range(plot.height)]
    return [[(first, kind), *rest] for (first, kind), rest in zip(axis, rows, strict=True)] + [_numbers(plot, margin)]


def _cells(interviews: int, width: int) -> list[int]:
    """For each cell the interview that stands there, or -1."""
    if interviews > width:
        return [cell * (interviews - 1) // (width - 1) for cell in range(width)]
    each = min(max((width - 1) // max(interviews - 1, 1), 1), _WIDEST)
    cells = [cell // each if cell % each == 0 else -1 for cell in range((interviews - 1) * each + 1)]
    return cells[:width]


def _y(plot: _Plot, value: float) -> int:
    return round((plot.top - value) / plot.top * (plot.height - 1))


def _row(curve: Curve, plot: _Plot, y: int) -> Row:
    row: Row = []
    last = 0
    for at in plot.at:
        last = at if at >= 0 else last
        kind = ""
        if curve.band and _y(plot, curve.band[last].high) <= y <= _y(plot, curve.band[last].low):
            kind = "band"
        if _y(plot, curve.expected[last]) == y:
            kind = "mean"
        if at >= 0 and _y(plot, curve.steps[at].cumulative) == y:
            kind = "seen"
        sign = {"seen": SEEN, "mean": MEAN, "band": BAND}.get(kind, " ")
        if row and row[-1][1] == kind:
            row[-1] = row[-1][0] + sign, kind
        else:
            row.append((sign, kind))
    return row


def _numbers(plot: _Plot, margin: int) -> Row:
    """The axis below: which interview stands where, by number, as far as there is room."""
    line = ""
    for cell, at in enumerate(plot.at):
        number = str(at + 1)
        fits = len(line) + bool(line) <= cell <= plot.width - len(number)
        if at >= 0 and fits and (at == 0 or (at + 1) % 5 == 0):
            line = line.ljust(cell) + number
    return [(" " * margin + line, "axis")]
