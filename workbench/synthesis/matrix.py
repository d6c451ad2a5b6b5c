"""The matrix: themes by columns, behind it counts that can be opened, beside it what would change it."""

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence

from workbench.errors import InputError, NotFoundError
from workbench.synthesis.columns import Voices, column_ids, shared_groups
from workbench.synthesis.dimensions import GROUP, dimensions, resolved
from workbench.synthesis.evidence import in_order, sums
from workbench.synthesis.placing import Thresholds, place
from workbench.synthesis.remarks import notes
from workbench.synthesis.rows import Given, Rows, reached_by
from workbench.synthesis.sensitivity import sensitivity
from workbench.synthesis.tree import depths, subtree
from workbench.synthesis.values import (
    MIXED,
    SHARED,
    Evidence,
    Interview,
    Matrix,
    Placement,
    Rule,
    Speaker,
    Theme,
)


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
    rule = resolved(rule, themes)
    columns = column_ids(rule, groups, themes, evidence, speakers, interviews)
    _check(rule, columns)
    shown = _shown(rule, themes)
    voices = Voices(rule, columns, tuple(groups), speakers, interviews, themes, evidence)
    counted, denied, coders = sums(themes, evidence, voices)
    thresholds = Thresholds(rule.min_informants, rule.min_interviews)
    if rule.seen_from:
        shown = [theme for theme in shown if rule.seen_from in reached_by(counted[theme.id], voices, thresholds)]

    def placed(other: Thresholds) -> Mapping[str, str | None]:
        return place(themes, counted, voices.column_bits, other)

    put, stray = _placed(placements, themes, voices)
    denominators = _denominators(groups, speakers, interviews)
    of_columns = {column: voices.those(bit) for column, bit in voices.column_bits.items()}
    given = Given(voices, counted, placed(thresholds), thresholds, put, asked or {}, depths(themes))
    rows = Rows(given, denominators, of_columns).of(shown)
    shared = _sharing(rule, columns, voices)
    below = subtree(themes, *(theme.id for theme in shown))
    present = voices.persons(done=False)
    return Matrix(
        rule=rule,
        columns=_labels(rule, columns, groups),
        groups=tuple(groups.items()),
        rows=rows,
        denominators=denominators,
        informants=len(set().union(*(persons for group, persons in present.items() if voices.listens_to(group)))),
        transcripts=len(voices.interviews),
        done=sum(interview.done for interview in voices.interviews.values()),
        coders=tuple(sorted(coders)),
        shared_groups=shared,
        sensitivity=sensitivity(rule, rows, shared, placed),
        denied=in_order((row for row in denied if row.theme in below), voices),
        stray=stray,
        column_denominators=of_columns,
        notes=notes(
            rows,
            speakers,
            voices.interviews.values(),
            groups,
            {column: of_columns[column] for column in columns},
            listened=[group for group in groups if voices.listens_to(group)],
            shared=bool(shared),
            by=rule.by,
        ),
    )


def _sharing(rule: Rule, columns: Sequence[str], voices: Voices) -> tuple[str, ...]:
    """The groups whose voice alone is shared in this matrix: not those that are a column of their own."""
    own = set(columns) if any(one.kind == GROUP for one in dimensions(rule.by)) else set()
    return tuple(group for group in shared_groups(rule) if group not in own and voices.listens_to(group))


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
    named = {**of_group, **groups} if any(one.kind == GROUP for one in dimensions(rule.by)) else {}
    labels = [(column, rule.labels.get(column) or named.get(column) or column) for column in columns]
    return (SHARED, rule.shared_label or rule.labels.get(SHARED) or SHARED), *labels


def _denominators(
    groups: Iterable[str], speakers: Sequence[Speaker], interviews: Sequence[Interview]
) -> dict[str, int]:
    """Group -> how many distinct persons speak in interviews that are done."""
    voices = Voices(Rule(), (), (), speakers, interviews)
    done = voices.persons(done=True)
    return {group: len(done.get(group, ())) for group in groups}
