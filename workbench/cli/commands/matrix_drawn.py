"""Matrices as tables on a terminal: in ids, which are short; what they stand for is said below."""

from typing import TYPE_CHECKING

from workbench.cli.call import Call

if TYPE_CHECKING:
    from workbench.study import Study
    from workbench.synthesis import Comparison, Count, Matrix, Overview, Proportion, Row


def matrix(call: Call, study: "Study", matrix: "Matrix") -> None:
    """Themes, how many of those who could voice each in every group or column, and where it stands."""
    by_group = matrix.rule.by == "group"
    columns = matrix.groups if by_group else tuple(c for c in matrix.columns if c[0] != "shared")
    rows = []
    for row in matrix.rows:
        cells, shares = (row.groups, row.shares) if by_group else (row.cells, row.column_shares)
        counts = [_cell(cells.get(id_), shares.get(id_)) for id_, _ in columns]
        name = "  " * row.depth + row.path.rpartition(" / ")[2]
        rows.append((name, *counts, _excerpts(row), _stands(row)))
    headings = ("theme", *(id_ for id_, _ in columns), "excerpts", "stands in")
    names = dict(study.coders())
    coders = ", ".join(sorted(names.get(coder, coder) for coder in matrix.coders)) or "nobody"
    labels = dict(columns) | dict(matrix.columns)
    caption = (
        f"{matrix.rule.title or matrix.rule.name} · informants who voice it, of those in the {matrix.done} interviews "
        f"that are done · excerpts in interviews · a theme with its subtree · layer {matrix.rule.layer} ({coders}) · "
        f"{matrix.transcripts} transcripts\n" + " · ".join(f"{id_} = {label}" for id_, label in labels.items())
    )
    call.console.table(headings, rows, caption=caption)


def _cell(count: "Count | None", share: "Proportion | None") -> str:
    if count is None or not count.excerpts:
        return "–"
    return f"{count.informants}/{share.of}" if share is not None else str(count.informants)


def _excerpts(row: "Row") -> str:
    return f"{row.total.excerpts} in {row.total.interviews}" if row.total.excerpts else "–"


def _stands(row: "Row") -> str:
    if row.column is None:
        return "too little evidence" if row.total.excerpts or row.ignored or row.denied else ""
    by_group = row.column in ("shared", "mixed")
    alone = row.carried.get("") if by_group else row.column_carried.get(row.column)
    remarks = ["by hand"] if row.placed is not None else []
    remarks += [{"only": "one informant", "most": "mostly one informant"}[alone]] if alone else []
    return row.column + (f" ({', '.join(remarks)})" if remarks else "")


def overview(call: Call, overview: "Overview") -> None:
    """Interviews and informants by group."""
    shares = [*(part.whole for part in overview.parts), overview.total._replace(label="in all")]
    call.console.table(
        ("group", "sites", "interviews", "group", "single", "documents", "informants"),
        [(s.label or s.id or "–", s.sites, s.interviews, s.group, s.single, s.document, s.informants) for s in shares],
        caption="interviews by kind, informants as distinct persons; one with two groups counts in both, once in all",
    )


def few(call: Call, matrix: "Matrix") -> None:
    """The themes that stand in no column, and why."""
    from workbench.synthesis import WHY, too_little

    rows = too_little(matrix)
    rule = matrix.rule
    reach = f"informants a column takes {rule.min_informants}, interviews {rule.min_interviews}"
    call.show(
        [
            {
                "code": row.path,
                "why": row.why,
                "informants": row.total.informants,
                "interviews": row.total.interviews,
                "excerpts": row.total.excerpts,
                "counter_evidence": row.denied,
                "interviewer_only": row.ignored,
                "placed_by_hand": row.placed,
            }
            for row in rows
        ],
        ("theme", "why", "informants", "excerpts"),
        [(row.path, row.placed or WHY[row.why], row.total.informants, row.total.excerpts) for row in rows],
        f"{len(rows)} of {len(matrix.rows)} themes · {reach} · layer {rule.layer}",
    )


def compared(call: Call, comparison: "Comparison", before: str, after: str) -> None:
    """What stands elsewhere, is new, or is gone; then those with other numbers."""
    rows = [
        (
            row.path,
            row.state,
            "" if row.state == "new" else row.before or "too little",
            "" if row.state == "gone" else row.after or "too little",
            f"{row.was.informants} → {row.now.informants}",
            f"{row.was.excerpts} → {row.now.excerpts}",
        )
        for state in ("moved", "new", "gone", "counts")
        for row in comparison.of(state)
    ]
    same = len(comparison.rows) - len(rows)
    moved = len(comparison.of("moved"))
    call.console.table(
        ("theme", "change", before, after, "informants", "excerpts"),
        rows,
        caption=f"{moved} of {len(comparison.rows)} themes change column · {same} are as they were",
    )
