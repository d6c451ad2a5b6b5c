"""Matrices, cells and comparisons: counted here where that takes no time, else by another process."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from workbench.tui.app import FAILED, WorkbenchApp

if TYPE_CHECKING:
    from workbench.study import Quote
    from workbench.study.quotes import Picked
    from workbench.synthesis import Matrix
    from workbench.synthesis.values import Comparison
    from workbench.tui.synthesis.compared import Standing
    from workbench.tui.synthesis.words import InConsensus

R = TypeVar("R")

MOST = 5_000
"""Codings that are counted here, in less time than a key takes."""
BESIDE = "synthesis"
"""What the other process is for: one for all matrices, for what it has once read it knows."""


class Built:
    """A matrix, and what its layer was made of where that is the consensus."""

    def __init__(self, matrix: "Matrix", consensus: "InConsensus | None" = None) -> None:
        self.matrix = matrix
        self.consensus = consensus


def elsewhere(app: WorkbenchApp) -> bool:
    """Whether another process counts."""
    return app.counts_beside and app.study.saturation.large(MOST)


def build(app: WorkbenchApp, name: str, changes: Mapping[str, Any], then: "Callable[[Built | None], object]") -> None:
    """A matrix; ``then`` gets it, now or later, or None where it could not be built (that was said)."""
    if elsewhere(app):
        _ask(app, {"do": "matrix", "name": name, "changes": dict(changes)}, _built, then)
        return
    found = app.do(app.study.synthesis.matrix, name, **changes)
    if found is FAILED:
        then(None)
        return
    from workbench.study.agreement.layered import CONSENSUS
    from workbench.tui.synthesis.words import in_consensus

    consensus = in_consensus(app.study.agreement.consensus()) if found.rule.layer == CONSENSUS else None
    then(Built(found, consensus))


def _built(told: Mapping[str, Any]) -> Built:
    from workbench.study.asjson import heard
    from workbench.synthesis import Matrix
    from workbench.tui.synthesis.words import InConsensus

    parts = told["consensus"]
    return Built(heard(Matrix, told["found"]), None if parts is None else InConsensus(*parts))


def read(
    app: WorkbenchApp,
    name: str,
    theme: str,
    where: str,
    changes: Mapping[str, Any],
    then: "Callable[[list[Quote], bool], object]",
) -> None:
    """The excerpts of a cell; ``then`` gets those that are there, and whether more are to come: once, or in pages."""
    if not elsewhere(app):
        found = app.do(app.study.synthesis.evidence, name, theme, where, **changes)
        then([] if found is FAILED else found, False)
        return
    from workbench.study import Quote
    from workbench.study.asjson import heard

    quotes: list[Quote] = []

    def told(answer: Mapping[str, Any]) -> None:
        quotes.extend(heard(list[Quote], answer.get("page", ())))
        if answer.get("end", "done") != "done":
            app.say(str(answer.get("words", "")), "error")
        then(list(quotes), "end" not in answer)

    work = {"do": "evidence", "name": name, "theme": theme, "where": where, "changes": dict(changes)}
    app.read_beside(BESIDE, work, told)


def look(app: WorkbenchApp, theme: str, quote: "Quote", then: "Callable[[Picked | None], object]") -> None:
    """An excerpt as a quotation, attributed and looked through; ``then`` gets it, now or later."""
    if elsewhere(app):
        _ask(app, {"do": "quote", "theme": theme, "quote": list(quote)}, _picked, then)
        return
    found = app.do(app.study.quotes.of, theme, [quote])
    then(found[0] if found is not FAILED and found else None)


def picks(app: WorkbenchApp, theme: str, then: "Callable[[list[Picked]], object]") -> None:
    """What is picked of a theme and those below it; ``then`` gets it, now or later."""
    if elsewhere(app):
        _ask(app, {"do": "picks", "theme": theme}, _all_picked, lambda found: then(found or []))
        return
    found = app.do(app.study.quotes.list, theme, picked=True)
    then([] if found is FAILED else found)


def _all_picked(told: Mapping[str, Any]) -> "list[Picked]":
    from workbench.study.asjson import heard
    from workbench.study.quotes import Picked

    return heard(list[Picked], told["found"])


def _picked(told: Mapping[str, Any]) -> "Picked | None":
    from workbench.study.asjson import heard
    from workbench.study.quotes import Picked

    return None if told["found"] is None else heard(Picked, told["found"])


def compare(
    app: WorkbenchApp, name: str, before: "Standing", after: "Standing", then: "Callable[[Comparison | None], object]"
) -> None:
    """What turns one matrix into another; ``then`` gets it, now or later, or None where that was refused (and said)."""
    if elsewhere(app):
        _ask(app, {"do": "compare", "name": name, "before": [*before], "after": [*after]}, _comparison, then)
        return
    from workbench.study.synthesis import Side

    sides = (Side(layer, at or None) for layer, at in (before, after))
    found = app.do(app.study.synthesis.compare, name, *sides)
    then(None if found is FAILED else found)


def _comparison(told: Mapping[str, Any]) -> "Comparison":
    from workbench.study.asjson import heard
    from workbench.synthesis.values import Comparison

    return heard(Comparison, told["found"])


def _ask(
    app: WorkbenchApp,
    work: Mapping[str, Any],
    made: Callable[[Mapping[str, Any]], R],
    then: Callable[[R | None], object],
) -> None:
    def told(answer: Mapping[str, Any]) -> None:
        if answer.get("end") == "done":
            then(made(answer))
        elif "end" in answer:
            app.say(str(answer.get("words", "")), "error")
            then(None)

    app.read_beside(BESIDE, work, told)
