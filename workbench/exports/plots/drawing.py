"""A drawing: marks on a sheet, in points of a screen (96 to the inch), the origin at its upper left corner."""

import unicodedata
from typing import NamedTuple

from workbench import sanitise
from workbench.exports.plots.charts import Chart

FONT = 13.0
"""The size of what is written, unless a mark says otherwise."""

SMALL = 11.0


class Rect(NamedTuple):
    """A filled rectangle; ``fill`` is one of ``colours.ROLES``, as everywhere here."""

    x: float
    y: float
    width: float
    height: float
    fill: str


class Line(NamedTuple):
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str = "line"
    width: float = 1.0
    dashed: bool = False


class Circle(NamedTuple):
    """A point; a hollow one has the sheet's colour inside."""

    x: float
    y: float
    radius: float
    fill: str
    hollow: bool = False


class Text(NamedTuple):
    """A line of text: ``y`` is its base line, ``anchor`` where ``x`` is: start, middle, end. ``up``: it climbs."""

    x: float
    y: float
    text: str
    fill: str = "ink"
    size: float = FONT
    anchor: str = "start"
    strong: bool = False
    up: bool = False


class Polyline(NamedTuple):
    """Lines that join points; ``closed``: a filled shape without a line around it."""

    points: tuple[tuple[float, float], ...]
    stroke: str
    width: float = 2.0
    closed: bool = False
    dashed: bool = False


Mark = Rect | Line | Circle | Text | Polyline


class Drawing(NamedTuple):
    """A sheet, what is drawn on it in that order, and what it was drawn from."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    chart: Chart


_NARROW, _WIDE, _MEDIUM = frozenset("iljtfrI.,:;'|!()[]/ -"), frozenset("mwMW@%–—…"), frozenset("1234567890sczkvxyaeo")


def measure(text: str, size: float = FONT) -> float:
    """About how wide a text is: rather too wide than too narrow, since every reader has another font."""
    return size * sum(map(_wide, text))


def _wide(letter: str) -> float:
    if letter in _NARROW:
        return 0.38
    if letter in _MEDIUM:
        return 0.62
    if letter in _WIDE or unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    return 0.72 if letter.isupper() else 0.65


def cut(text: str, room: float, size: float = FONT) -> str:
    """``text`` on one harmless line, shortened with an ellipsis where it is wider than ``room``."""
    flat = sanitise.line(text)
    if measure(flat, size) <= room:
        return flat
    while flat and measure(flat, size) + size > room:
        flat = flat[:-1]
    return flat.rstrip() + "…"


def folded(text: str, room: float, lines: int, size: float = FONT) -> list[str]:
    """``text`` on at most so many lines, broken between words, the last one shortened where it must be."""
    found: list[str] = [""]
    for word in sanitise.line(text).split():
        longer = f"{found[-1]} {word}".strip()
        if measure(longer, size) <= room or not found[-1] or len(found) == lines:
            found[-1] = longer
        else:
            found.append(word)
    return [cut(line, room, size) for line in found]
