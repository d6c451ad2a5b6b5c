"""The matrix in words: its rule, what one cell says, what other thresholds would change."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from workbench.tui.synthesis.table import PLACED, Cell, column_label
from workbench.tui.widgets.text import joined

if TYPE_CHECKING:
    from workbench.study.agreement import Consensus
    from workbench.synthesis import Matrix, Row
    from workbench.synthesis.values import Note

Paragraph = tuple[str, str]


class InConsensus(NamedTuple):
    """What the layer of the consensus is made of: interviews coded by several, by one; episodes; interviews."""

    double: int
    single: int
    left_out: int
    waiting: int


def in_consensus(consensus: "Consensus") -> InConsensus:
    """The same of the whole layer."""
    left = consensus.unsettled + consensus.in_conflict
    return InConsensus(len(consensus.double), len(consensus.single), left, len(consensus.waiting))


WHY = {
    "columns": "two or more columns have enough evidence",
    "shared_group": "a group that counts as shared voices it",
    "one_column": "no other column has enough evidence",
    "parts": "its columns come from different codes below it",
    "few": "there is evidence, but no column has enough of it",
    "no_column": "there is evidence, but none of it in a column",
    "unattributed": "there is evidence, but nobody knows whose voice it is",
    "denied": "there is only counter-evidence",
    "interviewer": "there are only the interviewer's own words",
    "nothing": "nothing is coded",
}
"""Why a theme stands where it stands, for the reasons the synthesis knows."""


def rule(matrix: "Matrix") -> str:
    """When a theme counts as shared, in one sentence."""
    needed = _needed(matrix)
    groups = dict(matrix.groups)
    also = ", ".join(groups.get(group, group) for group in matrix.shared_groups)
    columns = len(matrix.columns) - 1
    many = "both columns voice" if columns == 2 else "two or more columns voice" if columns > 2 else "the column voices"
    sentence = f"shared when {many} it (≥ {needed} each)" if columns > 1 else f"voiced by ≥ {needed}"
    return f"{sentence}, or {also}" if also else sentence


def enough(matrix: "Matrix") -> str:
    """How much evidence a theme needs to stand in a column."""
    return f"a column needs ≥ {_needed(matrix)}"


def _needed(matrix: "Matrix") -> str:
    needed = counted(matrix.rule.min_informants, "informant")
    if matrix.rule.min_interviews > 1:
        needed += f" in {counted(matrix.rule.min_interviews, 'interview')}"
    return needed


def layer(name: str) -> str:
    """A layer, as a rule names it, in words."""
    return "all coders" if name == "all" else name


def provenance(matrix: "Matrix", names: Mapping[str, str], consensus: InConsensus | None = None) -> str:
    """Whose codings of which interviews the numbers are; ``names`` of the coders by row."""
    if consensus is not None:
        left = consensus.left_out
        return joined(
            (
                f"layer: consensus ({consensus.double} double-coded, {consensus.single} single)",
                f"{left:,} unsettled left out" if left else "nothing unsettled",
                f"{consensus.waiting} waiting" if consensus.waiting else "",
                counted(matrix.informants, "informant"),
            )
        )
    return joined(
        (
            f"layer: {layer(matrix.rule.layer)}",
            f"coders: {', '.join(sorted(names.get(coder, coder) for coder in matrix.coders)) or 'none'}",
            f"{counted(matrix.transcripts, 'interview')}, {matrix.done} done",
            counted(matrix.informants, "informant"),
        )
    )


def cell(row: "Row", at: Cell | None, short: bool = False) -> str:
    """What the numbers under the cursor are; None is the whole row. ``short``: columns by their ids."""
    count = row.total if at is None else at.counted(row)
    of = "" if at is None or not at.of else f" of {at.of}"
    who = "all" if at is None else at.id if short else at.label
    if count is None or not count.excerpts:
        silent = "" if at is None else at.silent(row)
        told = {"not_asked": "not asked", "not_voiced": "asked, not voiced"}.get(silent, "no excerpts")
        return f"{who}: {told}"
    informants = f"{count.informants}{of} informant{'' if count.informants == 1 and not of else 's'}"
    if at is not None and count.informants > at.of > 0:
        informants = f"{counted(count.informants, 'informant')} ({at.of} speak in interviews that are done)"
    told = joined((informants, counted(count.interviews, "interview"), counted(count.excerpts, "excerpt")))
    depth = ""
    if at is None and row.spread.informants > 1:
        depth = f" · as if {row.spread.effective:.0f} spoke alike, {row.spread.density:.1f} excerpts each"
    return f"{who}: {told}{depth}"


def warnings(row: "Row", at: Cell | None, least: int) -> list[str]:
    """What one should know before quoting the number under the cursor; ``least`` people make a crowd."""
    told = []
    count = row.total if at is None else at.counted(row)
    carried = row.carried.get("", "") if at is None else at.carried(row)
    if carried == "only":
        told.append("one informant carries this")
    elif carried == "most" and at is None:
        told.append(f"one informant speaks in {row.top} of {row.total.excerpts} excerpts")
    elif carried == "most":
        told.append("one informant speaks in more than half of these excerpts")
    proportion = at.proportion(row) if at is not None else None
    if at is not None and count is not None and count.informants and proportion and 0 < proportion.of < least:
        told.append(f"could identify: only {counted(proportion.of, 'informant')} in {at.label}")
    return told


def why(matrix: "Matrix", row: "Row", placed: str = "") -> str:
    """Why the theme stands where it stands; ``placed``: who put it there and when, where somebody did."""
    told = [f"{column_label(matrix, row.column)}: {WHY.get(row.why, row.why)}"]
    if row.placed is not None:
        by_rule = column_label(matrix, row.by_rule)
        told = [
            f"{PLACED} {column_label(matrix, row.column)}: placed by hand{placed} ({row.placed}); by the rule {by_rule}"
        ]
    if row.denied:
        told.append(f"{counted(row.denied, 'excerpt')} denied")
    if row.ignored:
        told.append(f"{counted(row.ignored, 'passage')} of the interviewer left out")
    return joined(told)


def lists(
    matrix: "Matrix", names: Mapping[str, str], placed: Mapping[str, str] | None = None, provenances: str = ""
) -> list[Paragraph]:
    """What does not show in the table: too little evidence, mixed, placed by hand, and what other settings change.

    ``placed`` says of a theme who put it where it stands, and when.
    """
    who = placed or {}
    told: list[Paragraph] = [(f"{matrix.rule.title or matrix.rule.name}: {rule(matrix)}.", "dim")]
    few = [row for row in matrix.rows if row.column is None]
    _section(
        told, "Too little evidence", [f"{row.path}  ({_evidence(row)}; {WHY.get(row.why, row.why)})" for row in few]
    )
    mixed = [row.path for row in matrix.rows if row.column == "mixed"]
    _section(told, "Mixed: the columns come from different codes below", mixed)
    by_hand = [row for row in matrix.rows if row.placed is not None]
    _section(
        told,
        f"Placed by hand {PLACED}",
        [f"{row.path}: {column_label(matrix, row.column)}{who.get(row.theme, '')}, {row.placed}" for row in by_hand],
    )
    for one in matrix.sensitivity:
        changes = [f"{c.path}: {column_label(matrix, c.before)} → {column_label(matrix, c.after)}" for c in one.changes]
        _section(told, f"{_setting(one.setting, one.value)}: {counted(len(changes), 'theme')} would change", changes)
    if matrix.stray:
        _section(told, "Placed in columns this matrix does not have", [f"{s.column}: {s.reason}" for s in matrix.stray])
    if matrix.notes:
        _section(told, "To be known of this table", notes(matrix))
    told += [("", ""), (f"{provenances or provenance(matrix, names)}.", "dim")]
    return told


def notes(matrix: "Matrix") -> list[str]:
    """What is odd about the matrix, in sentences; people in several groups, and themes without anything, together."""
    groups, paths = dict(matrix.groups), {row.theme: row.path for row in matrix.rows}
    told = [_note(matrix, note, groups) for note in matrix.notes if note.kind not in ("no_evidence", "two_groups")]
    several = sum(note.kind == "two_groups" for note in matrix.notes)
    if several:
        told.append(f"{counted(several, 'informant')} in several groups: counted in each of them, and once in all")
    bare = [paths.get(note.subject, note.subject) for note in matrix.notes if note.kind == "no_evidence"]
    if bare:
        told.append(f"{counted(len(bare), 'theme')} with nothing at all: {', '.join(bare)}")
    return told


def _note(matrix: "Matrix", note: "Note", groups: Mapping[str, str]) -> str:
    column = column_label(matrix, note.subject)
    return {
        "empty_group": f"nobody in the study belongs to {groups.get(note.subject, note.subject)}",
        "no_columns": f"there are no columns: nobody in the study has anything under “{note.subject}”",
        "empty_column": f"no theme has evidence in {column}; {counted(note.n, 'informant')} could have voiced one",
        "one_column": f"the rule puts all {note.n} themes that have a column into {column}",
        "no_text": f"the words of {note.subject} are not here: nobody knows whose {counted(note.n, 'coding')} are",
        "not_done": f"{note.subject} is not done, and {counted(note.n, 'theme')} with evidence from it",
    }.get(note.kind, f"{note.kind}: {note.subject}")


def _section(told: list[Paragraph], title: str, entries: list[str]) -> None:
    told += [("", ""), (title, "strong"), *((f"  {entry}", "") for entry in entries or ["none"])]


def _evidence(row: "Row") -> str:
    return joined((counted(row.total.excerpts, "excerpt"), counted(row.total.informants, "informant")), ", ")


def _setting(setting: str, value: int) -> str:
    return {
        "min_informants": f"With at least {counted(value, 'informant')}",
        "min_interviews": f"With at least {counted(value, 'interview')}",
        "no_shared_groups": "Without the groups that count as shared",
    }.get(setting, setting)


def counted(number: int, unit: str) -> str:
    """``1 informant``, ``1,204 informants``."""
    return f"{number:,} {unit}{'' if number == 1 else 's'}"
