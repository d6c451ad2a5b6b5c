"""The curve of codes: points for what was seen, a dashed line for the mean of all orders, a band for random ones."""

from collections.abc import Callable, Sequence

from workbench.exports.plots.charts import Curve, Step
from workbench.exports.plots.drawing import SMALL, Circle, Drawing, Line, Mark, Polyline, Rect, Text, cut, measure

_WIDTH, _HIGH = 720.0, 280.0
_TOP, _RIGHT, _LEFT = 34.0, 12.0, 44.0
_NAMES = 90.0  # the most that the interviews' names take
_TICKS = 5

Place = Callable[[float, float], tuple[float, float]]
"""From the interview's number, counted from 0, and codes, to a place on the sheet."""


def draw(chart: Curve) -> Drawing:
    """The chart drawn."""
    steps = chart.steps
    top = _round_up(max([1, *(max(one.seen, one.high or 0, one.mean) for one in steps)]))
    apart = (_WIDTH - _LEFT - _RIGHT) / max(len(steps), 1)
    bottom = _TOP + _HIGH

    def place(number: float, codes: float) -> tuple[float, float]:
        return _LEFT + (number + 0.5) * apart, bottom - codes / top * _HIGH

    marks = _axes(top, place)
    if steps and all(one.low is not None for one in steps):
        upper = [place(i, one.high or 0) for i, one in enumerate(steps)]
        lower = [place(i, one.low or 0) for i, one in enumerate(steps)]
        marks.append(Polyline((*upper, *reversed(lower)), "band", closed=True))
    marks.append(Polyline(tuple(place(i, one.mean) for i, one in enumerate(steps)), "soft", 1.5, dashed=True))
    seen = [place(i, one.seen) for i, one in enumerate(steps)]
    marks.append(Polyline(tuple(seen), "accent"))
    radius = min(max(apart / 4, 1.5), 3.5)
    # Hollow where an interview brought nothing new: a level stretch is seen at once.
    marks += [Circle(*at, radius, "accent", hollow=not one.new) for at, one in zip(seen, steps, strict=True)]
    marks += _legend(chart)
    return Drawing(_WIDTH, bottom + _names(steps, apart, bottom, marks), tuple(marks), chart)


def _round_up(codes: float) -> int:
    """The next number that ticks divide evenly."""
    return -(-round(codes) // _TICKS) * _TICKS


def _axes(top: int, place: Place) -> list[Mark]:
    marks: list[Mark] = []
    for tick in range(_TICKS + 1):
        value = top * tick // _TICKS
        y = place(0, value)[1]
        marks.append(Line(_LEFT, y, _WIDTH - _RIGHT, y, "line" if not tick else "faint"))
        marks.append(Text(_LEFT - 8, y + SMALL / 3, str(value), "soft", SMALL, "end"))
    return marks


def _names(steps: Sequence[Step], apart: float, bottom: float, marks: list[Mark]) -> float:
    """Write the interviews' names below, upright where they would meet, some of very many; how high that is."""
    names = [cut(one.name, _NAMES, SMALL) for one in steps]
    widest = max((measure(name, SMALL) for name in names), default=0.0)
    up = widest + 4 > apart
    every = max(round((SMALL + 3) / apart + 0.49), 1) if apart else 1
    for i in range(0, len(names), every if up else 1):
        x = _LEFT + (i + 0.5) * apart
        if up:
            marks.append(Text(x + SMALL / 3, bottom + 6, names[i], "soft", SMALL, "end", up=True))
        else:
            marks.append(Text(x, bottom + SMALL + 6, names[i], "soft", SMALL, "middle"))
    return widest + 12 if up else SMALL + 14


def _legend(chart: Curve) -> list[Mark]:
    x, y = _LEFT, 12.0
    marks: list[Mark] = []
    kinds = [(chart.seen, "seen"), (chart.mean, "mean")]
    if any(one.low is not None for one in chart.steps):
        kinds.append((chart.band, "band"))
    for words, kind in kinds:
        if kind == "band":
            marks.append(Rect(x, y - 5, 22, 10, "band"))
        else:
            marks.append(Line(x, y, x + 22, y, "accent" if kind == "seen" else "soft", 2, dashed=kind == "mean"))
        if kind == "seen":
            marks.append(Circle(x + 11, y, 3.5, "accent"))
        said = cut(words, _WIDTH / 2, SMALL)
        marks.append(Text(x + 28, y + SMALL / 3, said, "soft", SMALL))
        x += 28 + measure(said, SMALL) + 18
    return marks
