"""The codebook as visible lines: what is folded away, what the filter leaves, and how a code is drawn."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.style import Style

from workbench.tui.theme import code_style
from workbench.tui.widgets.columns import Column, Fitted, fit
from workbench.tui.widgets.text import Line, Piece

if TYPE_CHECKING:
    from workbench.study import CodeRow

COLUMNS = (
    Column("code", "code", 24, grow=1, most=48),
    Column("count", "codings", 7, right=True),
    Column("total", "with below", 10, priority=10, right=True),
)


class Shown(NamedTuple):
    """A visible code: whether there is anything below it, folded or not, and whether it matches the filter itself."""

    code: "CodeRow"
    parent: bool
    folded: bool
    found: bool


def visible(codes: Sequence["CodeRow"], folded: Collection[str], needle: str) -> list[Shown]:
    """The codes to show, depth first. A filter unfolds everything and keeps the way down to what it finds."""
    parents = {code.parent for code in codes}
    words = needle.split()
    found = {code.id for code in codes if words and all(word in _searched(code) for word in words)}
    above = {code.id: code.parent for code in codes}
    kept = set(found)
    for match in found:
        at = above.get(match)
        while at is not None and at not in kept:
            kept.add(at)
            at = above.get(at)
    hidden: set[str | None] = set()
    result = []
    for code in codes:
        if words:
            if code.id in kept:
                result.append(Shown(code, code.id in parents, False, code.id in found))
            continue
        if code.parent in hidden:
            hidden.add(code.id)
            continue
        if code.id in folded:
            hidden.add(code.id)
        result.append(Shown(code, code.id in parents, code.id in folded, True))
    return result


def _searched(code: "CodeRow") -> str:
    return f"{code.name} {code.definition} {code.include}".casefold()


def fitted(width: int) -> Fitted:
    """The columns for a width."""
    return fit(COLUMNS, width)


def values(shown: Shown, dark: bool, counted: bool = True, begun: bool = False) -> dict[str, Line]:
    """One code as cells; without ``counted`` its codings have not been counted yet; ``begun``: it is being split."""
    code = shown.code
    colour, glyph = code_style(code.number, dark, code.colour)
    mark = ("▸ " if shown.folded else "▾ ") if shown.parent else "  "
    look = "" if shown.found else "dim"
    name: list[Piece] = [
        ("  " * code.depth + mark, "dim"),
        (f"{glyph} ", Style(color=colour)),
        (code.name, "strong" if shown.parent and shown.found else look),
        *marks(code, begun),
    ]
    below = code.total != code.count
    number = f"{code.count:,}" if code.count else "–" if counted else "…"
    return {
        "code": name,
        "count": [(number, "" if code.count else "dim")],
        "total": [(f"{code.total:,}" if below else "", "dim")],
    }


def marks(code: "CodeRow", begun: bool = False) -> list[Piece]:
    """What is not as always: a status, a split that waits, not seen by the team yet, codes that exclude each other."""
    told: list[Piece] = [("  ✓", "success")] if code.status == "settled" else []
    if code.status == "draft":
        told.append(("  draft", "accent"))
    if begun:
        told.append(("  split begun", "accent"))
    if code.exclusive:
        told.append(("  ≠ one of these", "dim"))
    return [*told, ("  unproposed", "warning")] if code.draft else told


def subtree(codes: Sequence["CodeRow"], code: str) -> set[str]:
    """A code and everything below it."""
    below = {code}
    for row in codes:  # depth first: a parent always comes before what is below it
        if row.parent in below:
            below.add(row.id)
    return below
