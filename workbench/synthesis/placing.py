"""The rule of the matrix: from counts to the column a theme stands in.

A column is *reached* when its cell has at least ``min_informants`` informants and at least ``min_interviews``
interviews, and an excerpt at all. The voices of all shared groups together make the cell "shared".

* A theme without children is shared when two or more columns, or "shared", are reached; it stands in the one column
  that is reached alone; it is ``None`` when none is.
* A parent is judged by the evidence of its whole subtree. Where that would make it shared, it is shared only if at
  least one contributor alone is shared: its own codings (those on the parent itself), or one child's subtree, where a
  child that is itself mixed is not shared. Otherwise its columns come from different contributors, and it is mixed.

Placements by hand change the column of their own theme only, never the judgement of its parent.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from workbench.synthesis.evidence import Sum, Tally
from workbench.synthesis.tree import depths
from workbench.synthesis.values import MIXED, SHARED, Theme


class Thresholds(NamedTuple):
    """When a column is reached, and whether the shared groups make a theme shared (else their voices count nowhere)."""

    min_informants: int
    min_interviews: int
    shared_groups: bool = True


def place(
    themes: Sequence[Theme], sums: Mapping[str, Sum], bits: Mapping[str, int], thresholds: Thresholds
) -> dict[str, str | None]:
    """Theme -> the column it stands in by the rule."""
    children: dict[str, list[str]] = defaultdict(list)
    for theme in themes:
        if theme.parent is not None:
            children[theme.parent].append(theme.id)
    found: dict[str, str | None] = {}
    for theme_id in sorted(sums, key=depths(themes).__getitem__, reverse=True):
        column = judge(sums[theme_id].subtree, bits, thresholds)
        if column == SHARED and children[theme_id]:
            parts = [judge(sums[theme_id].own, bits, thresholds), *(found[child] for child in children[theme_id])]
            column = SHARED if SHARED in parts else MIXED
        found[theme_id] = column
    return found


def judge(tally: Tally, bits: Mapping[str, int], thresholds: Thresholds) -> str | None:
    """Where this evidence stands, leaving aside which part of a subtree it comes from."""
    columns = reached(tally, bits, thresholds)
    if SHARED in columns or len(columns) > 1:
        return SHARED
    return columns[0] if columns else None


def reached(tally: Tally, bits: Mapping[str, int], thresholds: Thresholds) -> list[str]:
    """The columns (and "shared") whose cell reaches the thresholds."""
    counts = {column: tally.counts[bit] for column, bit in bits.items() if thresholds.shared_groups or column != SHARED}
    return [
        column
        for column, count in counts.items()
        if count.excerpts
        and count.informants >= thresholds.min_informants
        and count.interviews >= thresholds.min_interviews
    ]
