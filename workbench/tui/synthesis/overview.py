"""The data overview as a table: interviews and informants, per group and its sites, counted from the transcripts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from workbench.tui.widgets.columns import Column, Fitted, fit
from workbench.tui.widgets.text import Line

if TYPE_CHECKING:
    from workbench.synthesis import Overview, Share

_NUMBERS = ("interviews", "group", "single", "document", "informants")


class OverviewRow(NamedTuple):
    """One line: a group (depth 0), one of its sites (1), or the total; "" is no group."""

    share: "Share"
    depth: int
    label: str


def rows(overview: "Overview") -> list[OverviewRow]:
    """Groups, their sites below them, and the total."""
    result = []
    for part in overview.parts:
        result.append(OverviewRow(part.whole, 0, part.whole.label or "in no group"))
        result += [OverviewRow(share, 1, share.label or "no site given") for share in part.by_site]
    return [*result, OverviewRow(overview.total, 0, "Total")]


def columns(shown: Sequence[OverviewRow], width: int) -> Fitted:
    """The columns for a width."""
    longest = max((len(row.label) + 2 * row.depth for row in shown), default=10)
    numbers = [Column(name, name, len(name), priority=i, right=True) for i, name in enumerate(_NUMBERS)]
    return fit([Column("what", "group and site", 20, grow=1, most=max(longest, 20)), *numbers], width)


def values(row: OverviewRow) -> dict[str, Line]:
    """One line as cells."""
    look = "strong" if not row.depth else ""
    told: dict[str, Line] = {"what": [("  " * row.depth, ""), (row.label, look)]}
    for name in _NUMBERS:
        number = getattr(row.share, name)
        told[name] = [(f"{number:,}" if number else "–", look if number else "dim")]
    return told
