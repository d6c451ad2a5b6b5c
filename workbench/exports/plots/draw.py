"""Any chart drawn, and a long one cut into pictures that fit a page each."""

from collections.abc import Sequence
from itertools import pairwise

from workbench.exports.document import Figure
from workbench.exports.plots import draw_bars, draw_curve, draw_forest, draw_heat
from workbench.exports.plots.charts import Bars, Chart, Curve, Forest, Heat
from workbench.exports.plots.drawing import Drawing

ROWS = 32
"""Rows of a heat map or a forest that stand on a page and can be read."""


def draw(chart: Chart) -> Drawing:
    """The chart as marks on a sheet."""
    match chart:
        case Heat():
            return draw_heat.draw(chart)
        case Bars():
            return draw_bars.draw(chart)
        case Curve():
            return draw_curve.draw(chart)
        case Forest():
            return draw_forest.draw(chart)


def pages(figure: Figure, rows: int = ROWS) -> tuple[Figure, ...]:
    """The figure in as many as its rows ask for, each with its headings; the first says in words what all of them show.

    Heat maps are cut before a theme of the top where one is near.
    """
    chart = figure.drawing.chart
    if isinstance(chart, Heat):
        cuts = _cuts([not row.depth for row in chart.rows], rows)
        parts: list[Chart] = [chart._replace(rows=chart.rows[start:end]) for start, end in pairwise(cuts)]
    elif isinstance(chart, Forest):
        cuts = _cuts([True] * len(chart.rows), rows)
        low = min((one.value for one in chart.rows if one.value is not None), default=0.0)
        parts = [chart._replace(rows=chart.rows[start:end], least=low) for start, end in pairwise(cuts)]
    else:
        parts = []
    if len(parts) < 2:
        return (figure,)
    words = [figure.alternative, *(f"{number} / {len(parts)}" for number in range(2, len(parts) + 1))]
    return tuple(Figure(draw(part), figure.caption, said) for part, said in zip(parts, words, strict=True))


def _cuts(good: Sequence[bool], rows: int) -> list[int]:
    """Where each part begins, and the end: at most ``rows`` apart, at a ``good`` place where the last third has one."""
    cuts = [0]
    while len(good) - cuts[-1] > rows:
        end = cuts[-1] + rows
        near = [place for place in range(end, end - rows // 3, -1) if good[place]]
        cuts.append(near[0] if near else end)
    return [*cuts, len(good)]
