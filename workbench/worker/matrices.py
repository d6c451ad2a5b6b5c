"""Matrices, and what is behind their cells, counted beside the screens.

``{"do": "matrix", "name": …, "changes": {…}}`` builds a matrix: ``{"found": …, "consensus": …}``, a ``Matrix`` without
its counter-evidence (the screens only count that), and where the layer is the consensus what that was made of.

``{"do": "evidence", "name": …, "theme": row, "where": …, "changes": {…}}`` reads a cell, in pages: ``{"page": […]}``,
quotes, the first of them soon, and ``{"end": …}`` after the last.

``{"do": "quote", "theme": row, "quote": […]}`` looks at an excerpt as a quotation: ``{"found": […]}``, a ``Picked``.

``{"do": "picks", "theme": row}`` tells what of it is picked: ``{"found": […]}``, each a ``Picked``.

``{"do": "compare", "name": …, "before": [layer, moment], "after": […]}`` holds two against each other, the moment ''
for now: ``{"found": …}``, a ``Comparison``.

All of it is told as ``workbench.study.asjson`` does.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.study import Study

SOON, PAGE = 200, 1_000
"""Excerpts that are told first, and so many at once after them."""


def matrix(study: "Study", asked: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers."""
    from workbench.study.agreement.layered import CONSENSUS
    from workbench.study.asjson import told

    found = study.synthesis.matrix(str(asked["name"]), **asked["changes"])
    consensus = study.agreement.consensus() if found.rule.layer == CONSENSUS else None
    parts = None
    if consensus is not None:
        parts = [consensus.unsettled + consensus.in_conflict, *map(len, (consensus.double, consensus.single))]
        parts.append(len(consensus.waiting))
    return {"found": told(found._replace(denied=())), "consensus": parts}


def evidence(study: "Study", asked: Mapping[str, Any], tell: Callable[..., object]) -> dict[str, Any]:
    """The excerpts: a screenful at once, for whoever waits, and then all the others."""
    changes = asked["changes"]
    read = partial(study.synthesis.evidence, asked["name"], asked["theme"], str(asked["where"]), **changes)
    first = read(limit=SOON)
    tell(page=first)  # JSON has tuples as they are
    rest = read(offset=SOON) if len(first) == SOON else []
    for start in range(0, len(rest), PAGE):
        tell(page=rest[start : start + PAGE])
    return {}


def quote(study: "Study", asked: Mapping[str, Any]) -> dict[str, Any]:
    """Who is said to have said it, and what could give them away."""
    from workbench.study import Quote
    from workbench.study.asjson import heard, told

    found = study.quotes.of(str(asked["theme"]), [heard(Quote, asked["quote"])])
    return {"found": told(found[0]) if found else None}


def picks(study: "Study", asked: Mapping[str, Any]) -> dict[str, Any]:
    """What is picked of a theme and those below it."""
    from workbench.study.asjson import told

    return {"found": told(study.quotes.list(str(asked["theme"]), picked=True))}


def compare(study: "Study", asked: Mapping[str, Any]) -> dict[str, Any]:
    """What differs."""
    from workbench.study.asjson import told
    from workbench.study.synthesis import Side

    before, after = (Side(layer, at or None) for layer, at in (asked["before"], asked["after"]))
    return {"found": told(study.synthesis.compare(str(asked["name"]), before, after))}
