"""Plots: a matrix as a heat map, a theme group by group, new codes by interview, agreement code by code.

Each is a ``Figure`` of the neutral document, which every format writes in its own way; ``svg``, ``png`` and ``text``
write one alone.
"""

from workbench.exports.document import Figure
from workbench.exports.plots import as_png, as_svg, as_text
from workbench.exports.plots.drawing import Drawing
from workbench.exports.plots.of_agreement import forest
from workbench.exports.plots.of_curve import saturation
from workbench.exports.plots.of_matrix import heat, profile

__all__ = ["Drawing", "forest", "heat", "png", "profile", "saturation", "svg", "text"]

svg = as_svg.write
png = as_png.write


def text(figure: Figure, width: int = 72, *, ascii: bool = False) -> str:
    """The figure in lines of at most ``width`` columns, without its caption."""
    return "\n".join(as_text.lines(figure.drawing.chart, width, ascii=ascii))
