"""Bars: one a group, its length the share of what is the whole."""

from workbench.exports.plots.charts import Bars
from workbench.exports.plots.drawing import FONT, SMALL, Drawing, Line, Mark, Rect, Text, cut, folded, measure

_WIDTH = 720.0
_ROW, _BAR, _HEAD, _FOOT = 34.0, 16.0, 24.0, 22.0
_NAMES = 90.0, 240.0
_LEAST = 160.0  # what the bars have, at least
_TICKS = 0.0, 0.25, 0.5, 0.75, 1.0


def draw(chart: Bars) -> Drawing:
    """The chart drawn."""
    names = min(max(max((measure(bar.name) for bar in chart.bars), default=0.0) + 12, _NAMES[0]), _NAMES[1])
    words = max((measure(bar.words, SMALL) for bar in chart.bars), default=0.0) + 12
    words = min(words, _WIDTH - names - _LEAST)
    length = _WIDTH - names - words
    bottom = _HEAD + max(len(chart.bars), 1) * _ROW
    marks: list[Mark] = []
    for tick in _TICKS:
        x = names + tick * length
        marks.append(Line(x, _HEAD, x, bottom, "line" if not tick else "faint"))
        marks.append(Text(x, bottom + SMALL + 5, f"{100 * tick:.0f} %", "soft", SMALL, "middle"))
    marks.append(Text(names, _HEAD - 8, cut(chart.unit, _WIDTH - names, SMALL), "soft", SMALL))
    for number, bar in enumerate(chart.bars):
        middle = _HEAD + number * _ROW + _ROW / 2
        lines = folded(bar.name, names - 12, 2, FONT)
        for below, line in enumerate(lines):
            y = middle + FONT / 3 + (below - (len(lines) - 1) / 2) * (FONT + 2)
            marks.append(Text(0, y, line))
        end = names + (bar.share or 0.0) * length
        if bar.share:
            marks.append(Rect(names, middle - _BAR / 2, end - names, _BAR, "accent"))
        marks.append(Text(end + 6, middle + SMALL / 3, cut(bar.words, _WIDTH - end - 6, SMALL), "ink", SMALL))
    return Drawing(_WIDTH, bottom + _FOOT, tuple(marks), chart)
