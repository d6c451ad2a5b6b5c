"""What the plots show, as values: each is drawn as a picture, written as text, and listed as a table from the same."""

from collections.abc import Sequence
from typing import NamedTuple

Value = str | int | float | None


class Cell(NamedTuple):
    """``share``, 0 to 1 (``None``: there is none to speak of), and what is written: “7/16”."""

    share: float | None
    words: str


class HeatRow(NamedTuple):
    """A theme, ``depth`` levels below the top, with a cell for each column."""

    name: str
    depth: int
    cells: tuple[Cell, ...]


class Heat(NamedTuple):
    """Themes by columns, the darker the larger the share. ``corner``: what the rows are."""

    corner: str
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]


class Bar(NamedTuple):
    """``share``, 0 to 1 of the whole length; ``words`` stand after it."""

    name: str
    share: float | None
    words: str


class Bars(NamedTuple):
    """A bar for each group. ``unit``: what the whole length is."""

    corner: str
    unit: str
    bars: tuple[Bar, ...]


class Step(NamedTuple):
    """After this interview so many codes were ``seen``, ``new`` of them for the first time.

    ``mean`` is that of all orders; 95 % of random ones lie from ``low`` to ``high`` (``None``: no orders were drawn).
    """

    name: str
    seen: int
    new: int
    mean: float
    low: int | None = None
    high: int | None = None


class Curve(NamedTuple):
    """Codes seen by interview. ``seen``, ``mean`` and ``band`` name the lines; ``corner`` and ``new`` are headings."""

    corner: str
    seen: str
    new: str
    mean: str
    band: str
    steps: tuple[Step, ...]


class Estimate(NamedTuple):
    """A value with its interval, not clipped (``None``: undefined); ``words`` say both."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    words: str
    whole: bool = False


class Forest(NamedTuple):
    """Estimates on one scale that ends at 1. ``marks``: the values to compare with, and how they are written.

    ``point`` stands before the decimals. ``least``: the scale begins no higher than that value asks for.
    """

    corner: str
    unit: str
    rows: tuple[Estimate, ...]
    marks: tuple[tuple[float, str], ...] = ()
    point: str = "."
    least: float = 0.0


Chart = Heat | Bars | Curve | Forest


def table(chart: Chart) -> tuple[tuple[str, ...], tuple[tuple[Value, ...], ...]]:
    """The numbers behind the picture: a header, and rows as long as it."""
    match chart:
        case Heat(corner, columns, rows):
            return (corner, *columns), tuple((row.name, *(cell.words for cell in row.cells)) for row in rows)
        case Bars(corner, unit, bars):
            return (corner, unit), tuple((bar.name, bar.words) for bar in bars)
        case Curve():
            return _steps(chart)
        case Forest(corner, unit, estimates):
            return (corner, unit), tuple((one.name, one.words) for one in estimates)


def _steps(curve: Curve) -> tuple[tuple[str, ...], tuple[tuple[Value, ...], ...]]:
    header: Sequence[str] = (curve.corner, curve.new, curve.seen, curve.mean)
    rows: list[tuple[Value, ...]] = [(one.name, one.new, one.seen, round(one.mean, 1)) for one in curve.steps]
    if any(one.low is not None for one in curve.steps):
        header = (*header, curve.band)
        rows = [(*row, f"{one.low}–{one.high}") for row, one in zip(rows, curve.steps, strict=True)]
    return tuple(header), tuple(rows)
