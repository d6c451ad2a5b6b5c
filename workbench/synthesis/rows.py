"""The rows of a matrix: a theme's counts, where it stands and why, and what is silent."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from workbench.synthesis.columns import Voices
from workbench.synthesis.evidence import Sum
from workbench.synthesis.placing import Thresholds, reached
from workbench.synthesis.spread import carried, proportions, spread
from workbench.synthesis.values import MIXED, SHARED, Count, Placement, Row, Theme

WHY: Mapping[str, str] = {
    "columns": "two or more columns reach the thresholds",
    "shared_group": "a shared group reaches them (alone, or with at most one column)",
    "one_column": "exactly one column reaches them",
    "parts": "its columns come from different parts of its subtree",
    "few": "there is evidence, but no column reaches the thresholds",
    "no_column": "there is evidence, but none of it in a column",
    "unattributed": "there is evidence, but nobody knows whose voice it is",
    "denied": "there is only counter-evidence",
    "interviewer": "there are only the interviewer's own words",
    "nothing": "nothing is coded",
}
"""What ``Row.why`` may say of ``Row.by_rule``."""


class Given(NamedTuple):
    """What is known when rows are made: who counts where, every theme's sums and its column by the rule, and what was
    put by hand or asked."""

    voices: Voices
    counted: Mapping[str, Sum]
    by_rule: Mapping[str, str | None]
    thresholds: Thresholds
    put: Mapping[str, Placement]
    asked: Mapping[str, Collection[str]]
    depth: Mapping[str, int]


class Rows:
    """What every row of one matrix needs; the denominators are of groups and of columns."""

    def __init__(self, given: Given, of_groups: Mapping[str, int], of_columns: Mapping[str, int]) -> None:
        self.voices, self.counted, self.by_rule, self.thresholds, self.put, self.asked, self.depth = given
        self.of_groups, self.of_columns = of_groups, of_columns
        self.names = {interview.id: interview.name for interview in self.voices.interviews.values()}
        self.groups_in = {column: self.voices.groups_in(column) for column in self.voices.column_bits}

    def of(self, themes: Iterable[Theme]) -> tuple[Row, ...]:
        """The rows of ``themes``."""
        return tuple(map(self._row, themes))

    def _row(self, theme: Theme) -> Row:
        voices, tally = self.voices, self.counted[theme.id].subtree
        cells = {column: tally.counts[bit] for column, bit in voices.column_bits.items()}
        groups = {group: tally.counts[bit] for group, bit in voices.group_bits.items()}
        shares = proportions(voices.group_bits, tally, self.of_groups)
        column_shares = proportions(voices.column_bits, tally, self.of_columns)
        by_column = carried(voices.column_bits, tally)
        by_rule, by_hand = self.by_rule[theme.id], self.put.get(theme.id)
        return Row(
            theme=theme.id,
            path=theme.path,
            parent=theme.parent,
            depth=self.depth[theme.id],
            column=(by_hand.column or None) if by_hand else by_rule,
            cells=cells,
            groups=groups,
            columns=tally.counts[voices.column_bit],
            total=tally.counts[voices.total_bit],
            placed=by_hand.reason if by_hand else None,
            by_rule=by_rule,
            why=self._why(theme.id),
            denied=tally.denied,
            ignored=tally.ignored,
            top=tally.tops[voices.total_bit],
            interviews=tuple(sorted(self.names[transcript] for transcript in tally.transcripts)),
            silent=self._silent(theme.id, groups, {group: {group} for group in groups}),
            silent_columns=self._silent(theme.id, cells, self.groups_in),
            spread=spread(tally, voices),
            shares=column_shares | shares,
            column_shares=column_shares,
            carried=_both(by_column, carried({"": voices.total_bit, **voices.group_bits}, tally), groups),
            column_carried=by_column,
        )

    def _why(self, theme: str) -> str:
        tally, by_rule = self.counted[theme].subtree, self.by_rule[theme]
        cells = [tally.counts[bit] for bit in self.voices.column_bits.values()]
        total = tally.counts[self.voices.total_bit]
        columns = [
            column for column in reached_by(self.counted[theme], self.voices, self.thresholds) if column != SHARED
        ]
        if by_rule is not None:
            if by_rule == MIXED:
                return "parts"
            return "one_column" if by_rule != SHARED else "columns" if len(columns) > 1 else "shared_group"
        if total.excerpts:
            if not total.informants:
                return "unattributed"
            return "few" if any(cell.excerpts for cell in cells) else "no_column"
        return "denied" if tally.denied else "interviewer" if tally.ignored else "nothing"

    def _silent(self, theme: str, counts: Mapping[str, Count], groups: Mapping[str, Collection[str]]) -> dict[str, str]:
        put_to = self.asked.get(theme)
        if put_to is None:
            return {}
        empty = (key for key, count in counts.items() if not count.excerpts and groups[key])
        return {key: "not_voiced" if any(g in put_to for g in groups[key]) else "not_asked" for key in empty}


def reached_by(of: Sum, voices: Voices, thresholds: Thresholds) -> list[str]:
    """The columns (and "shared") that a theme with its subtree reaches."""
    return reached(of.subtree, voices.column_bits, thresholds)


def _both(columns: Mapping[str, str], groups: Mapping[str, str], known: Collection[str]) -> dict[str, str]:
    """What is said of columns and of groups in one; of an id that is a group's too, what is said of the group."""
    return {key: how for key, how in columns.items() if key not in known} | dict(groups)
