"""The matrix in words: its rule, what one cell says, what other thresholds would change."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from workbench.tui.synthesis.table import Cell, column_label
from workbench.tui.widgets.text import joined

if TYPE_CHECKING:
    from workbench.study.agreement import Consensus
    from workbench.synthesis import Matrix, Row

Paragraph = tuple[str, str]

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
    now = matrix.rule
    needed = counted(now.min_informants, "informant")
    if now.min_interviews > 1:
        needed += f" in {counted(now.min_interviews, 'interview')}"
    groups = dict(matrix.groups)
    also = ", ".join(groups.get(group, group) for group in matrix.shared_groups)
    columns = len(matrix.columns) - 1
    many = "both columns voice" if columns == 2 else "two or more columns voice" if columns > 2 else "the column voices"
    sentence = f"shared when {many} it (≥ {needed} each)" if columns > 1 else f"voiced by ≥ {needed}"
    return f"{sentence}, or {also}" if also else sentence


def layer(name: str) -> str:
    """A layer, as a rule names it, in words."""
    return "all coders" if name == "all" else name


def provenance(matrix: "Matrix", names: Mapping[str, str], consensus: "Consensus | None" = None) -> str:
    """Whose codings of which interviews the numbers are; ``names`` of the coders by row."""
    if consensus is not None:
        left = consensus.unsettled + consensus.in_conflict
        return joined(
            (
                f"layer: consensus ({len(consensus.double)} double-coded, {len(consensus.single)} single)",
                f"{left:,} unsettled left out" if left else "nothing unsettled",
                f"{len(consensus.waiting)} waiting" if consensus.waiting else "",
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


def cell(matrix: "Matrix", row: "Row", at: Cell | None) -> str:
    """What the numbers under the cursor are; None is the whole row."""
    count = row.total if at is None else (row.groups if at.group else row.cells).get(at.id)
    of = "" if at is None or not at.of else f" of {at.of}"
    who = "all" if at is None else at.label
    if count is None or not count.excerpts:
        silent = "" if at is None else (row.silent if at.group else row.silent_columns).get(at.id, "")
        told = {"not_asked": "not asked", "not_voiced": "asked, not voiced"}.get(silent, "no excerpts")
        return f"{who}: {told}"
    informants = f"{count.informants}{of} informant{'' if count.informants == 1 and not of else 's'}"
    if at is not None and count.informants > at.of > 0:
        informants = f"{counted(count.informants, 'informant')} ({at.of} speak in interviews that are done)"
    return f"{who}: " + joined((informants, counted(count.interviews, "interview"), counted(count.excerpts, "excerpt")))


def why(matrix: "Matrix", row: "Row") -> str:
    """Why the theme stands where it stands."""
    told = [f"{column_label(matrix, row.column)}: {WHY.get(row.why, row.why)}"]
    if row.placed is not None:
        by_rule = column_label(matrix, row.by_rule)
        told = [f"{column_label(matrix, row.column)}: placed by hand ({row.placed}); by the rule {by_rule}"]
    if row.denied:
        told.append(f"{counted(row.denied, 'excerpt')} denied")
    if row.ignored:
        told.append(f"{counted(row.ignored, 'passage')} of the interviewer left out")
    return joined(told)


def lists(matrix: "Matrix", names: Mapping[str, str]) -> list[Paragraph]:
    """What does not show in the table: too little evidence, mixed, placed by hand, and what other settings change."""
    told: list[Paragraph] = [(f"{matrix.rule.title or matrix.rule.name}: {rule(matrix)}.", "dim")]
    few = [row for row in matrix.rows if row.column is None]
    _section(
        told, "Too little evidence", [f"{row.path}  ({_evidence(row)}; {WHY.get(row.why, row.why)})" for row in few]
    )
    mixed = [row.path for row in matrix.rows if row.column == "mixed"]
    _section(told, "Mixed: the columns come from different codes below", mixed)
    placed = [row for row in matrix.rows if row.placed is not None]
    _section(
        told, "Placed by hand", [f"{row.path}: {column_label(matrix, row.column)}, {row.placed}" for row in placed]
    )
    for one in matrix.sensitivity:
        changes = [f"{c.path}: {column_label(matrix, c.before)} → {column_label(matrix, c.after)}" for c in one.changes]
        _section(told, f"{_setting(one.setting, one.value)}: {counted(len(changes), 'theme')} would change", changes)
    if matrix.stray:
        _section(told, "Placed in columns this matrix does not have", [f"{s.column}: {s.reason}" for s in matrix.stray])
    told += [("", ""), (provenance(matrix, names) + ".", "dim")]
    return told


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
