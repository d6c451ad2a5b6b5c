"""The matrix: themes by columns, behind it counts that can be opened, beside it what would change it."""

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence

from workbench.errors import InputError, NotFoundError
from workbench.synthesis.columns import Voices, column_ids, shared_groups
from workbench.synthesis.evidence import Sum, depths, in_order, subtree, sums
from workbench.synthesis.placing import Thresholds, place, reached
from workbench.synthesis.sensitivity import sensitivity
from workbench.synthesis.values import (
    MIXED,
    SHARED,
    Count,
    Evidence,
    Interview,
    Matrix,
    Placement,
    Row,
    Rule,
    Speaker,
    Theme,
)

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


def build(
    rule: Rule,
    themes: Sequence[Theme],
    evidence: Iterable[Evidence],
    speakers: Iterable[Speaker],
    interviews: Iterable[Interview],
    placements: Iterable[Placement] = (),
    groups: Mapping[str, str] | None = None,
    asked: Mapping[str, Collection[str]] | None = None,
) -> Matrix:
    """The matrix of ``rule``; see ``placing`` for the rule, ``columns`` for who counts where.

    ``themes`` in the order of the rows (depth first). ``groups``: id -> label of every group of the study, in order.
    ``asked``: theme -> the groups that a question about it was put to (``guide.asked``); a theme no question names is
    left out. Evidence of a theme or transcript that is not given is left aside. Raises InputError for a rule that
    cannot be, NotFoundError for ``rows`` that name no theme.
    """
    evidence = evidence if isinstance(evidence, Sequence) else list(evidence)
    speakers, interviews = list(speakers), list(interviews)
    groups = dict(groups or {})
    for speaker in speakers:
        if speaker.group:
            groups.setdefault(speaker.group, speaker.group)
    columns = column_ids(rule, groups, evidence, speakers, (interview.site for interview in interviews))
    _check(rule, columns)
    shown = _shown(rule, themes)
    voices = Voices(rule, columns, tuple(groups), speakers, interviews)
    counted, denied, coders = sums(themes, evidence, voices)
    thresholds = Thresholds(rule.min_informants, rule.min_interviews)
    if rule.seen_from:
        shown = [theme for theme in shown if rule.seen_from in _reached(counted[theme.id], voices, thresholds)]

    def placed(other: Thresholds) -> Mapping[str, str | None]:
        return place(themes, counted, voices.column_bits, other)

    put, stray = _placed(placements, themes, voices)
    rows = _Rows(voices, counted, placed(thresholds), thresholds, put, asked or {}, depths(themes)).of(shown)
    shared = tuple(g for g in shared_groups(rule) if not (rule.by == "group" and g in columns) and voices.listens_to(g))
    below = subtree(themes, *(theme.id for theme in shown))
    present = voices.persons(done=False)
    return Matrix(
        rule=rule,
        columns=_labels(rule, columns, groups),
        groups=tuple(groups.items()),
        rows=rows,
        denominators=_denominators(groups, speakers, interviews),
        informants=len(set().union(*(persons for group, persons in present.items() if voices.listens_to(group)))),
        transcripts=len(voices.interviews),
        done=sum(interview.done for interview in voices.interviews.values()),
        coders=tuple(sorted(coders)),
        shared_groups=shared,
        sensitivity=sensitivity(rule, rows, shared, placed),
        denied=in_order((row for row in denied if row.theme in below), voices),
        stray=stray,
    )


class _Rows:
    """What every row of one matrix needs."""

    def __init__(
        self,
        voices: Voices,
        counted: Mapping[str, Sum],
        by_rule: Mapping[str, str | None],
        thresholds: Thresholds,
        put: Mapping[str, Placement],
        asked: Mapping[str, Collection[str]],
        depth: Mapping[str, int],
    ) -> None:
        self.voices, self.counted, self.by_rule, self.thresholds = voices, counted, by_rule, thresholds
        self.put, self.asked, self.depth = put, asked, depth
        self.names = {interview.id: interview.name for interview in voices.interviews.values()}
        self.groups_in = {column: voices.groups_in(column) for column in voices.column_bits}

    def of(self, themes: Iterable[Theme]) -> tuple[Row, ...]:
        """The rows of ``themes``."""
        return tuple(map(self._row, themes))

    def _row(self, theme: Theme) -> Row:
        voices, tally = self.voices, self.counted[theme.id].subtree
        cells = {column: tally.counts[bit] for column, bit in voices.column_bits.items()}
        groups = {group: tally.counts[bit] for group, bit in voices.group_bits.items()}
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
            top=tally.top,
            interviews=tuple(sorted(self.names[transcript] for transcript in tally.transcripts)),
            silent=self._silent(theme.id, groups, {group: {group} for group in groups}),
            silent_columns=self._silent(theme.id, cells, self.groups_in),
        )

    def _why(self, theme: str) -> str:
        tally, by_rule = self.counted[theme].subtree, self.by_rule[theme]
        cells = [tally.counts[bit] for bit in self.voices.column_bits.values()]
        total = tally.counts[self.voices.total_bit]
        columns = [column for column in _reached(self.counted[theme], self.voices, self.thresholds) if column != SHARED]
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


def _reached(of: Sum, voices: Voices, thresholds: Thresholds) -> list[str]:
    return reached(of.subtree, voices.column_bits, thresholds)


def _shown(rule: Rule, themes: Sequence[Theme]) -> list[Theme]:
    """The themes that ``rule.rows`` names, in the order given."""
    if rule.rows == "codes":
        return list(themes)
    if rule.rows == "transcripts":
        raise InputError(f"matrix “{rule.name}” is the data overview", "it has no themes; ask for the overview instead")
    if rule.rows.startswith("depth:"):
        levels = rule.rows[6:].strip()
        if not levels.isdecimal() or int(levels) < 1:
            raise InputError(
                f"rows = “{rule.rows}” is no depth", "write depth:1 for the top level, depth:2 for two levels"
            )
        depth = depths(themes)
        return [theme for theme in themes if depth[theme.id] < int(levels)]
    path = " ".join(rule.rows.split())
    root = next((theme for theme in themes if theme.path == path), None)
    if root is None:
        near = difflib.get_close_matches(path, [theme.path for theme in themes], 3, 0.5)
        also = f"; near: {', '.join(near)}" if near else ""
        raise NotFoundError(
            f"rows = “{path}” names no code", f"write codes, depth:N, transcripts or a code's path{also}"
        )
    below = subtree(themes, root.id)
    return [theme for theme in themes if theme.id in below]


def _check(rule: Rule, columns: Sequence[str]) -> None:
    if rule.min_informants < 0 or rule.min_interviews < 0:
        raise InputError(
            f"matrix “{rule.name}”: a threshold cannot be negative", "1 is the smallest that asks for evidence"
        )
    if rule.seen_from and rule.seen_from not in (SHARED, *columns):
        raise InputError(
            f"matrix “{rule.name}” cannot be seen from “{rule.seen_from}”", f"it has the columns {', '.join(columns)}"
        )


def _placed(
    placements: Iterable[Placement], themes: Sequence[Theme], voices: Voices
) -> tuple[dict[str, Placement], tuple[Placement, ...]]:
    """By theme what was put by hand (the last word counts), and what was put where there is no column."""
    last = {placement.theme: placement for placement in placements}
    own = {theme.id: last[theme.id] for theme in themes if theme.id in last}
    known = {*voices.column_bits, MIXED, ""}
    put = {theme: placement for theme, placement in own.items() if placement.column in known}
    return put, tuple(placement for placement in own.values() if placement.column not in known)


def _labels(rule: Rule, columns: Sequence[str], groups: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """(id, label) of the columns, "shared" first; a column without a label takes that of the group it is for."""
    of_group = {rule.group_columns.get(group, group): label for group, label in reversed(groups.items())}
    named = {**of_group, **groups} if rule.by == "group" else {}
    labels = [(column, rule.labels.get(column) or named.get(column) or column) for column in columns]
    return (SHARED, rule.shared_label or rule.labels.get(SHARED) or SHARED), *labels


def _denominators(
    groups: Iterable[str], speakers: Sequence[Speaker], interviews: Sequence[Interview]
) -> dict[str, int]:
    """Group -> how many distinct persons speak in interviews that are done."""
    voices = Voices(Rule(), (), (), speakers, interviews)
    done = voices.persons(done=True)
    return {group: len(done.get(group, ())) for group in groups}
