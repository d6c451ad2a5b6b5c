"""New codes by interview as a plot."""

from workbench.exports import curve_shapes as shapes
from workbench.exports.document import UNKNOWN, Figure, Provenance, plain
from workbench.exports.plots.charts import Curve, Step
from workbench.exports.plots.draw import draw
from workbench.exports.plots.words import Words


def saturation(found: shapes.NewCodes, language: str, provenance: Provenance = UNKNOWN) -> Figure:
    """The curve: codes seen after each interview, the mean of all orders, and the band of random ones."""
    words, curve = Words(language), found.curve
    band = words("band orders", n=curve.permutations, seed=curve.seed) if curve.band else ""
    chart = Curve(
        words("interview"),
        words("seen codes"),
        words("new"),
        words("mean orders"),
        band,
        tuple(
            Step(
                *(one.name, one.cumulative, one.new, curve.expected[i]),
                *((curve.band[i].low, curve.band[i].high) if curve.band else (None, None)),
            )
            for i, one in enumerate(curve.steps)
        ),
    )
    parts = [
        f"{words('layer')}: {words.layer(provenance.layer or found.asked.layer)}",
        f"{words('coders')}: {words.listed(found.coders)}" if found.coders else "",
        words.number(len(curve.steps), "interview"),
        words.number(curve.informants, "informant"),
        words("of codes", n=curve.codes - len(curve.unused), all=curve.codes),
        words("under", code=found.asked.under) if found.asked.under else "",
        words("only group", group=found.groups.get(found.asked.group, found.asked.group)) if found.asked.group else "",
        words("with unfinished") if found.asked.unfinished else "",
        band,
        f"{words('log')} {provenance.log}" if provenance.log else "",
    ]
    basis = "; ".join(filter(None, parts))
    caption = f"{words('curve caption', order=words(f'order {curve.order}'))} {basis[:1].upper()}{basis[1:]}."
    said = "; ".join(words("step", name=one.name, new=one.new, seen=one.seen) for one in chart.steps)
    alternative = f"{said}. {words('cannot meaning')}" if said else words("no steps")
    return Figure(draw(chart), plain(caption), alternative)
