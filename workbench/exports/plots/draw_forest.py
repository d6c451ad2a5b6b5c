"""The forest plot: a value with its interval for each code, on one scale that ends at 1."""

import math
from collections.abc import Callable

from workbench.exports.plots.charts import Estimate, Forest
from workbench.exports.plots.drawing import FONT, SMALL, Circle, Drawing, Line, Mark, Polyline, Text, cut, measure

_WIDTH = 720.0
_ROW, _HEAD, _FOOT = 24.0, 26.0, 24.0
_NAMES = 110.0, 260.0
_WHISKER = 4.0
_LOWEST = -1.0
NEAR = 0.02
"""So little below the scale is drawn as its end."""


def draw(chart: Forest) -> Drawing:
    """The chart drawn. What lies below the scale ends in an arrow's head at its left."""
    names = min(max(max((measure(one.name) for one in chart.rows), default=0.0) + 12, _NAMES[0]), _NAMES[1])
    words = max((measure(one.words, SMALL) for one in chart.rows), default=0.0) + 16
    left, right = names + 8, _WIDTH - min(words, _WIDTH / 3)
    low = scale(chart)
    bottom = _HEAD + max(len(chart.rows), 1) * _ROW

    def at(value: float) -> float:
        return left + (max(low, min(value, 1.0)) - low) / (1 - low) * (right - left)

    marks: list[Mark] = []
    for fifth in range(round(low * 5), 6):
        x = at(fifth / 5)
        marks.append(Line(x, _HEAD, x, bottom, "line" if not fifth else "faint"))
        marks.append(Text(x, bottom + SMALL + 5, tick(chart, fifth / 5), "soft", SMALL, "middle"))
    for number, (value, written) in enumerate(chart.marks):
        anchor = "end" if not number and len(chart.marks) > 1 else "start"
        marks.append(Line(at(value), _HEAD - 4, at(value), bottom, "ink", 1, dashed=True))
        marks.append(Text(at(value), _HEAD - 8, written, "soft", SMALL, anchor))
    for number, one in enumerate(chart.rows):
        y = _HEAD + number * _ROW + _ROW / 2
        if one.whole and number:
            marks.append(Line(0, y - _ROW / 2, _WIDTH, y - _ROW / 2, "line"))
        marks.append(Text(0, y + FONT / 3, cut(one.name, names - 4), strong=one.whole))
        marks += _estimate(one, at, low, y)
        marks.append(Text(right + 14, y + SMALL / 3, cut(one.words, _WIDTH - right - 14, SMALL), "ink", SMALL))
    return Drawing(_WIDTH, bottom + _FOOT, tuple(marks), chart)


def scale(chart: Forest) -> float:
    """Where the scale begins: 0, or as far below as a value lies, in steps of a fifth; never below -1."""
    values = [chart.least, *(one.value for one in chart.rows if one.value is not None)]
    lowest = min([0.0, *(value for value in values if value < -NEAR)])
    return math.floor(max(_LOWEST, lowest) * 5) / 5


def tick(chart: Forest, value: float) -> str:
    """A value of the scale as it is written: −0.2, 0, 1."""
    return f"{value:.1f}".removesuffix(".0").replace("-", "−").replace(".", chart.point)


def _estimate(one: Estimate, at: Callable[[float], float], low: float, y: float) -> list[Mark]:
    marks: list[Mark] = []
    if one.low is not None and one.high is not None:
        start, end = at(one.low), at(one.high)
        marks.append(Line(start, y, end, y, "accent", 2))
        marks.append(Line(end, y - _WHISKER, end, y + _WHISKER, "accent", 2))
        if one.low < low - NEAR:
            head = ((start + 6, y - _WHISKER), (start, y), (start + 6, y + _WHISKER))
            marks.append(Polyline(head, "accent", closed=True))
        else:
            marks.append(Line(start, y - _WHISKER, start, y + _WHISKER, "accent", 2))
    if one.value is not None:
        marks.append(Circle(at(one.value), y, 5.5 if one.whole else 4.5, "accent", hollow=one.low is None))
    return marks
