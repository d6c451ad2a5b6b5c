"""A chart as lines of text, for a terminal of any width and for Markdown: what it says is written out beside it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from workbench import sanitise
from workbench.exports.plots.charts import Bars, Chart, Curve, Estimate, Forest, Heat
from workbench.exports.plots.draw_forest import NEAR, scale, tick

LEAST = 30
"""Columns below which nothing is drawn well; it is drawn as for so many."""

_NAMES = 12, 34
_BAR = 8  # cells of the bar in a cell of the heat map
_LONGEST = 40


class _Signs(NamedTuple):
    """What bars and intervals are made of: the parts of a cell from an eighth up, a full one, and the rest."""

    parts: str
    full: str
    fresh: str
    low: str
    high: str
    line: str
    point: str
    bare: str
    mark: str
    below: str
    cross: str
    cut: str


_BLOCKS = _Signs("▏▎▍▌▋▊▉", "█", "▒", "├", "┤", "─", "■", "□", "┊", "◂", "┼", "…")
_ASCII = _Signs("", "#", "+", "|", "|", "-", "O", "o", ":", "<", "+", "~")


def lines(chart: Chart, width: int = 72, *, ascii: bool = False) -> list[str]:
    """The chart in ``width`` columns (at least ``LEAST``). ``ascii``: bars of letters that every terminal has.

    Names keep their own letters, each cut to its room; nothing in them reaches the terminal as an escape.
    """
    signs = _ASCII if ascii else _BLOCKS
    width = max(width, LEAST)
    match chart:
        case Heat():
            found = _heat(chart, width, signs)
        case Bars():
            found = _bars(chart, width, signs)
        case Curve():
            found = _curve(chart, width, signs)
        case Forest():
            found = _forest(chart, width, signs)
    return [_cut(line, width, signs).rstrip() for line in found]


def _long(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def _fit(text: str, width: int, signs: _Signs, *, right: bool = False) -> str:
    """``text`` in exactly ``width`` cells."""
    flat = _cut(sanitise.line(text), width, signs)
    room = " " * (width - _long(flat))
    return room + flat if right else flat + room


def _cut(line: str, width: int, signs: _Signs) -> str:
    from rich.cells import set_cell_size

    if _long(line) <= width:
        return line
    return set_cell_size(line, width - 1).rstrip() + signs.cut if width else ""


def _bar(share: float, width: int, signs: _Signs) -> str:
    """A bar of ``share`` of ``width`` cells, never nothing for something."""
    parts = len(signs.parts) + 1
    eighths = round(max(0.0, min(share, 1.0)) * width * parts)
    eighths = max(eighths, 1) if share > 0 else 0
    full, rest = divmod(eighths, parts)
    return (signs.full * full + (signs.parts[rest - 1] if rest else "")).ljust(width)


def _names(names: Sequence[str], width: int) -> int:
    """Columns for names: what they need, within reason, and never more than two fifths of the line."""
    longest = max((_long(sanitise.line(name)) for name in names), default=0)
    return min(max(longest, _NAMES[0]), _NAMES[1], width * 2 // 5)


def _length(room: int, least: int) -> int:
    """How long bars are: what is left beside the words, and none at all where that is little. The words say it too."""
    return min(room, _LONGEST) if room >= least else 0


def _heat(chart: Heat, width: int, signs: _Signs) -> list[str]:
    rows = [("  " * row.depth + sanitise.line(row.name), row) for row in chart.rows]
    names = min(max([_NAMES[0], *(_long(name) for name, _ in rows)]), _NAMES[1], width * 2 // 5)
    words = max((_long(cell.words) for row in chart.rows for cell in row.cells), default=1)
    each = (width - names) // max(len(chart.columns), 1) - 2
    if each < words:  # as many columns as fit, and the others below them
        fitting = max((width - names) // (words + 2), 1)
        return _cut_in_two(chart, fitting, width, signs)
    bar = min(max(each - words - 1, 0), _BAR)
    bar = bar if bar >= 3 else 0
    headings = max((_long(sanitise.line(name)) for name in chart.columns), default=0)
    room = min(each, max(words + bar + bool(bar), min(headings, _NAMES[1])))
    found = [_fit(chart.corner, names, signs) + "".join("  " + _fit(name, room, signs) for name in chart.columns)]
    for name, row in rows:
        line = _shortened(name, names, signs)
        for cell in row.cells:
            written = _fit(cell.words, words, signs, right=True)
            drawn = f"{_bar(cell.share or 0.0, bar, signs)} {written}" if bar else written
            line += "  " + drawn.ljust(room)
        found.append(line)
    cut = [name for name in chart.columns if _long(sanitise.line(name)) > room]
    return [*found, *(f"{_fit(name, room, signs).rstrip()} = {sanitise.line(name)}" for name in cut)]


def _cut_in_two(chart: Heat, fitting: int, width: int, signs: _Signs) -> list[str]:
    first = chart._replace(
        columns=chart.columns[:fitting], rows=tuple(r._replace(cells=r.cells[:fitting]) for r in chart.rows)
    )
    rest = chart._replace(
        columns=chart.columns[fitting:], rows=tuple(r._replace(cells=r.cells[fitting:]) for r in chart.rows)
    )
    return [*_heat(first, width, signs), *(["", *_heat(rest, width, signs)] if rest.columns else [])]


def _shortened(name: str, width: int, signs: _Signs) -> str:
    """A name that keeps its indent."""
    bare = name.lstrip(" ")
    indent = " " * min(len(name) - len(bare), width // 3)
    return indent + _fit(bare, width - len(indent), signs)


def _bars(chart: Bars, width: int, signs: _Signs) -> list[str]:
    names = _names([bar.name for bar in chart.bars], width)
    words = max((_long(bar.words) for bar in chart.bars), default=0)
    length = _length(width - names - words - 4, _BAR)
    room = max(width - names - length - 4, 0)
    found = [_fit(chart.unit, width, signs)]
    for bar in chart.bars:
        drawn = _bar(bar.share or 0.0, length, signs)
        line = f"{_fit(bar.name, names, signs)}  {drawn}  "
        found.append(line + (_fit(bar.words, room, signs)))
    return found


def _curve(chart: Curve, width: int, signs: _Signs) -> list[str]:
    """A bar for each interview: what was known before it, and what it brought."""
    names = _names([one.name for one in chart.steps], width)
    top = max([1, *(one.seen for one in chart.steps)])
    banded = bool(chart.band)
    words = [f"{one.seen} (+{one.new})" + (f"  {one.low}–{one.high}" if banded else "") for one in chart.steps]
    longest = max(map(len, words), default=0)
    length = _length(width - names - longest - 4, _BAR)
    found = []
    for one, said in zip(chart.steps, words, strict=True):
        whole = max(round(one.seen / top * length), 1) if one.seen and length else 0
        fresh = min(max(round(one.new / top * length), 1), whole) if one.new else 0
        bar = (signs.full * (whole - fresh) + signs.fresh * fresh).ljust(length)
        found.append(f"{_fit(one.name, names, signs)}  {bar}  {said}")
    key = f"{signs.full} {sanitise.line(chart.seen)}  {signs.fresh} {sanitise.line(chart.new)}"
    return [*found, key, *([f"n–m  {sanitise.line(chart.band)}"] if banded and chart.steps else [])]


def _forest(chart: Forest, width: int, signs: _Signs) -> list[str]:
    names = _names([row.name for row in chart.rows], width)
    words = max((_long(row.words) for row in chart.rows), default=0)
    length = _length(width - names - words - 4, 2 * _BAR)
    low = scale(chart)

    def at(value: float) -> int:
        return round((max(low, min(value, 1.0)) - low) / (1 - low) * max(length - 1, 0))

    room = max(width - names - length - 4, 0)
    head = tick(chart, low) + "1".rjust(length - len(tick(chart, low))) if length else ""
    found = [f"{_fit(chart.corner, names, signs)}  {head}  {_fit(chart.unit, room, signs)}"]
    for row in chart.rows:
        line = _interval(row, chart, length, at, signs) if length else ""
        found.append(f"{_fit(row.name, names, signs)}  {line}  {_fit(row.words, room, signs)}")
    if chart.marks and length:
        found.append(f"{signs.mark} {' · '.join(written for _, written in chart.marks)}")
    return found


def _interval(row: Estimate, chart: Forest, length: int, at: Callable[[float], int], signs: _Signs) -> str:
    cells = [" "] * length
    for mark, _ in chart.marks:
        cells[at(mark)] = signs.mark
    if row.low is not None and row.high is not None:
        for x in range(at(row.low), at(row.high) + 1):
            cells[x] = signs.cross if cells[x] == signs.mark else signs.line
        cells[at(row.high)] = signs.high
        cells[at(row.low)] = signs.below if row.low < scale(chart) - NEAR else signs.low
    if row.value is not None:
        cells[at(row.value)] = signs.bare if row.low is None else signs.point
    return "".join(cells)
