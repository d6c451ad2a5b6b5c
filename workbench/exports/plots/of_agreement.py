"""Agreement as a forest plot: a coefficient with its interval for each code, the worst first."""

from workbench.exports import agreement_shapes as shapes
from workbench.exports.document import UNKNOWN, Figure, Provenance, plain
from workbench.exports.plots.charts import Estimate, Forest
from workbench.exports.plots.draw import draw
from workbench.exports.plots.words import Words

MARKS = 0.667, 0.800
"""Krippendorff's: below the first nothing can be concluded, from the second on the data are reliable."""

_REFLEXIVE = "reflexive"
_SEPARATOR = " / "


def forest(found: shapes.Table, language: str, provenance: Provenance = UNKNOWN) -> Figure:
    """α of each code that has one, from the lowest up, then of all codes pooled; no thresholds in reflexive work."""
    words = Words(language)
    measured = [row for row in found.rows if row.agreement.measures.alpha is not None]
    measured.sort(key=lambda row: (row.agreement.measures.alpha or 0.0, row.path))
    names = _names([row.path for row in measured])
    rows = [
        _estimate(name, row.agreement.measures.alpha, row.agreement.ci, words)
        for name, row in zip(names, measured, strict=True)
    ]
    if found.pooled.alpha is not None:
        pooled = _estimate(words("forest pooled"), found.pooled.alpha, found.pooled.ci, words)
        rows.append(pooled._replace(whole=True))
    thresholds = found.approach != _REFLEXIVE
    marks = tuple((mark, f"{mark:.3f}".replace(".", ",") if words.danish else f"{mark:.3f}"[1:]) for mark in MARKS)
    chart = Forest(words("code"), "α [95 %]", tuple(rows), marks if thresholds else (), "," if words.danish else ".")
    unmeasured = [
        row.path for row in found.rows if row.agreement.measures.alpha is None and row.agreement.status != "not_used"
    ]
    scope = found.scope
    parts = [
        words("forest caption"),
        words(f"unit {scope.unit}"),
        f"{words('coders')}: {words.listed(list(found.coders))}" if found.coders else "",
        words.number(len(found.double), "interview"),
        f"{words('log')} {provenance.log or found.log}" if provenance.log or found.log else "",
    ]
    notes = [words("marks rule" if thresholds else "reflexive forest")]
    notes += [words("unmeasured", codes=", ".join(unmeasured)) + "."] if unmeasured else []
    caption = f"{'; '.join(filter(None, parts))}. {' '.join(notes)}"
    said = "; ".join(f"{one.name}: α {one.words}" for one in rows)
    return Figure(draw(chart), plain(caption), f"{said}." if said else words("forest none"))


def _names(paths: list[str]) -> list[str]:
    """The last part of each path, all of it where two would be called alike."""
    last = [path.rpartition(_SEPARATOR)[2] for path in paths]
    return [path if last.count(name) > 1 else name for path, name in zip(paths, last, strict=True)]


def _estimate(name: str, alpha: float | None, ci: shapes.Interval | None, words: Words) -> Estimate:
    interval = words.interval(ci.low, ci.high) if ci else words("no interval")
    return Estimate(name, alpha, ci.low if ci else None, ci.high if ci else None, f"{words.value(alpha)} {interval}")
