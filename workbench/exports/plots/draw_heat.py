"""The heat map: the larger the share, the darker a cell and the longer the bar in it; the number stands there too."""

from workbench.exports.plots.charts import Cell, Heat
from workbench.exports.plots.colours import step
from workbench.exports.plots.drawing import FONT, SMALL, Drawing, Line, Mark, Rect, Text, cut, folded, measure

_WIDTH = 720.0
_ROW, _INDENT, _GAP = 28.0, 12.0, 2.0
_NAMES = 110.0, 290.0  # the least and the most that names take
_CELL = 52.0, 170.0
_HEAD = 3  # lines of a heading, at most
_BAR, _INSET = 2.5, 4.0


def draw(chart: Heat) -> Drawing:
    """The chart drawn; wider than a page where it has many columns, as high as it has rows."""
    names = max((measure(row.name) + row.depth * _INDENT for row in chart.rows), default=0.0) + 10
    names = min(max(names, _NAMES[0]), _NAMES[1])
    cell = min(max((_WIDTH - names) / max(len(chart.columns), 1), _CELL[0]), _CELL[1])
    headings = [folded(column, cell - 8, _HEAD, SMALL) for column in chart.columns]
    head = max(map(len, headings), default=1) * (SMALL + 4) + 10
    width = names + cell * len(chart.columns) + 1
    marks: list[Mark] = [Text(0, head - 8, cut(chart.corner, names - 10, SMALL), "soft", SMALL)]
    for number, heading in enumerate(headings):
        x = names + number * cell + cell / 2
        for up, line in enumerate(reversed(heading)):
            marks.append(Text(x, head - 8 - up * (SMALL + 4), line, "soft", SMALL, "middle"))
    for number, row in enumerate(chart.rows):
        y = head + number * _ROW
        if not row.depth and number:
            marks.append(Line(0, y - _GAP / 2, width, y - _GAP / 2, "faint"))
        indent = min(row.depth * _INDENT, names / 3)
        name = cut(row.name, names - 10 - indent)
        marks.append(Text(indent, y + _ROW / 2 + FONT / 3, name, strong=not row.depth))
        for column, one in enumerate(row.cells):
            marks += _cell(one, names + column * cell, y, cell)
    return Drawing(width, head + max(len(chart.rows), 1) * _ROW, tuple(marks), chart)


def _cell(cell: Cell, x: float, y: float, width: float) -> list[Mark]:
    middle, base = x + width / 2, y + _ROW / 2 + FONT / 3 - 2
    if not cell.share:
        return [Text(middle, base, cut(cell.words, width - 4), "soft", anchor="middle")]
    shade = step(cell.share)
    room = width - _GAP
    return [
        Rect(x + _GAP / 2, y + _GAP / 2, room, _ROW - _GAP, f"shade{shade}"),
        Rect(x + _INSET, y + _ROW - _INSET - _BAR, (width - 2 * _INSET) * min(cell.share, 1.0), _BAR, f"on{shade}"),
        Text(middle, base, cut(cell.words, room - 4), f"on{shade}", anchor="middle"),
    ]
