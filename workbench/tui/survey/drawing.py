"""A survey drawn in letters: answers as bars of steps, an index as a point with its spread. Readable without colour."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.tui.widgets.text import Line, Piece, clip, fill

if TYPE_CHECKING:
    from workbench.synthesis import Matrix, Row
    from workbench.synthesis.survey import Distribution, IndexStat, ThemeResult

RAMP = "·░▒▓█"
"""The steps of a scale from low to high, where it has no more than these."""
MARK = "!"
_WIDE, _MIDDLE = 112, 96
"""Cells from which there is room for long names, and for what the interviews say in full."""


def shades(steps: int) -> str:
    """A sign for every step of a scale, no two alike up to ten steps."""
    if steps <= 1:
        return RAMP[-1] * steps
    if steps <= len(RAMP):
        return "".join(RAMP[round(i * (len(RAMP) - 1) / (steps - 1))] for i in range(steps))
    return "".join(str((i + 1) % 10) for i in range(steps))


def bar(said: "Distribution", width: int) -> str:
    """The answers as a bar of ``width`` cells, each step as long as its share; blank where nobody answered."""
    if not said.n or width < 1:
        return " " * max(width, 0)
    signs, ends, total = shades(len(said.counts)), [], 0
    for count in said.counts:
        total += count
        ends.append(round(total * width / said.n))
    starts = [0, *ends[:-1]]
    return "".join(sign * (end - start) for sign, start, end in zip(signs, starts, ends, strict=True))


def spread(stat: "IndexStat", low: int, high: int, width: int) -> str:
    """An index on its scale, in ``width`` cells: ● is the mean, ─ one standard deviation to either side."""
    if stat.mean is None or width < 3 or high <= low:
        return "·" * max(width, 0)

    def at(value: float) -> int:
        return round((min(max(value, low), high) - low) / (high - low) * (width - 1))

    cells = ["·"] * width
    sd = stat.sd or 0.0
    for i in range(at(stat.mean - sd), at(stat.mean + sd) + 1):
        cells[i] = "─"
    cells[at(stat.mean)] = "●"
    return "".join(cells)


def number(n: int, caution: bool) -> Line:
    """How many, marked where they are few."""
    return [(f"{n}", "dim"), (f" {MARK}" if caution else "  ", "warning")]


def index_line(label: str, stat: "IndexStat", scale: Sequence[tuple[int, str]], beside: str, width: int) -> Line:
    """One group of an index: n, the point on the scale, M and SD, and what the interviews say."""
    name, drawn = _widths(width)
    low, high = (scale[0][0], scale[-1][0]) if scale else (0, 0)
    mean = "–" if stat.mean is None else f"{stat.mean:.2f}"
    sd = "–" if stat.sd is None else f"{stat.sd:.2f}"
    pieces: list[Piece] = [
        ("  ", ""),
        *fill([(label, "")], name),
        *fill(number(stat.n, stat.caution), 7, right=True),
        ("  ", ""),
        (spread(stat, low, high, drawn), "accent"),
        *fill([(mean, "strong")], 7, right=True),
        *fill([(f"± {sd}", "dim")], 8, right=True),
        ("  ", ""),
        (beside, "dim"),
    ]
    return fill(pieces, width)


def answer_line(label: str, said: "Distribution", width: int) -> Line:
    """One group's answers to a question: n, the bar, and per cent of every step where there is room."""
    name, drawn = _widths(width)
    shares = "".join(f"{100 * share:4.0f}" for share in said.shares) if said.n and len(said.counts) <= 10 else ""
    pieces: list[Piece] = [
        ("  ", ""),
        *fill([(label, "dim")], name),
        *fill(number(said.n, said.caution), 7, right=True),
        ("  ", ""),
        (bar(said, drawn), "accent"),
        (f" {shares} %" if shares else "", "dim"),
    ]
    return fill(pieces, width)


def legend(scale: Sequence[tuple[int, str]], width: int) -> Line:
    """What the signs of the bars mean."""
    signs = shades(len(scale))
    pieces: list[Piece] = []
    for sign, (_, label) in zip(signs, scale, strict=True):
        pieces += [(f"{sign} ", "accent"), (f"{clip(label, 24)}  ", "dim")]
    return fill(pieces, width)


def heard(theme: "ThemeResult", group: str, row: "Row | None", matrix: "Matrix | None", width: int) -> str:
    """What the interviews say of an index's theme: informants of those who could, and interviews; '' where nothing."""
    if row is None or matrix is None:
        return ""
    if not group:
        return _said(row.total.informants, row.spread.of_informants, row.total.interviews, width)
    if group not in dict(matrix.groups):
        return ""
    count = row.groups.get(group)
    of = matrix.denominators.get(group, 0)
    return _said(count.informants if count else 0, of, count.interviews if count else 0, width)


def _said(informants: int, of: int, interviews: int, width: int) -> str:
    if width < _MIDDLE:
        return f"{informants} of {of} · {interviews}"
    return f"{informants} of {of} · {interviews} {'interview' if interviews == 1 else 'interviews'}"


def _widths(width: int) -> tuple[int, int]:
    """Cells of a group's name, and of what is drawn."""
    return (38, 22) if width >= _WIDE else (24, 18) if width >= _MIDDLE else (18, 16)
