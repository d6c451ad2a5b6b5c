"""Quotes in words: to whom one is attributed, what that was coarsened from, and what could give somebody away."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from workbench.tui.widgets.text import Line, Piece

if TYPE_CHECKING:
    from workbench.study.quotes import Picked

RISKS = {
    "unique": "too few are described so: could identify",
    "place": "names a place with one informant",
    "words": "its words may identify somebody",
    "long": "long for a quote",
}
"""What could give somebody away, or is no good quote, in words."""


def risky(risks: Iterable[str]) -> list[str]:
    """Risks in words."""
    return [RISKS.get(risk, risk) for risk in risks]


def attributed(quote: "Picked") -> Line:
    """Who is said to have said it and where; what could give somebody away; what was not said of them, and why."""
    whose = quote.attribution
    told: list[Piece] = [(whose.text or "nobody known", "strong"), (f" ({quote.source})", "dim")]
    told += [(f"   ! {risk}", "warning") for risk in risky(quote.risks)]
    if whose.coarsened:
        finest = whose.coarsened[0]
        told.append((f"   not “{finest.text}”, which only {_people(finest.shared_by)}", "dim"))
    elif whose.shared_by:
        told.append((f"   so described: {whose.shared_by}", "dim"))
    return told


def _people(number: int) -> str:
    return "one informant is" if number == 1 else f"{number} informants are"
