"""A matrix as data: the JSON that other programs read, and flat records for spreadsheets."""

from workbench.exports import shapes
from workbench.exports.document import Provenance, Records

_COUNTS = ("informants", "interviews", "excerpts")


def data(matrix: shapes.Matrix, provenance: Provenance) -> dict[str, object]:
    """The keys up to ``rows`` are what scripts may rely on; the rest may grow."""
    rule = matrix.rule
    return {
        "name": rule.name,
        "layer": rule.layer,
        "coders": list(provenance.coders or matrix.coders),
        "transcripts": matrix.transcripts,
        "columns": [{"id": column, "label": label} for column, label in matrix.columns],
        "rows": [_row(row) for row in matrix.rows],
        "title": rule.title,
        "groups": [{"id": group, "label": label} for group, label in matrix.groups],
        "rule": {
            "by": rule.by,
            "min_informants": rule.min_informants,
            "min_interviews": rule.min_interviews,
            "rows": rule.rows,
            "groups": list(rule.groups),
            "shared_groups": list(matrix.shared_groups),
            "seen_from": rule.seen_from,
        },
        "denominators": dict(matrix.denominators),
        "informants": matrix.informants,
        "done": matrix.done,
        "sensitivity": [_sensitivity(one) for one in matrix.sensitivity],
        "stray_placements": [{"theme": p.theme, "column": p.column, "reason": p.reason} for p in matrix.stray],
        "study": provenance.study,
        "log": provenance.log,
        "date": provenance.date,
    }


def _row(row: shapes.Row) -> dict[str, object]:
    return {
        "code": row.path,
        "column": row.column,
        "groups": {group: _count(count) for group, count in row.groups.items()},
        "placed_by_hand": row.placed,
        "column_by_rule": row.by_rule,
        "why": row.why,
        "columns": {column: _count(count) for column, count in row.cells.items()},
        "in_columns": _count(row.columns),
        "total": _count(row.total),
        "counter_evidence": row.denied,
        "interviewer_only": row.ignored,
        "most_quoted_person": row.top,
        "interviews": list(row.interviews),
        "silent": dict(row.silent),
    }


def _count(count: shapes.Count) -> dict[str, int]:
    return dict(zip(_COUNTS, _three(count), strict=True))


def _three(count: shapes.Count) -> tuple[int, int, int]:
    return count.informants, count.interviews, count.excerpts


def _sensitivity(one: shapes.Sensitivity) -> dict[str, object]:
    changes = [{"code": change.path, "before": change.before, "after": change.after} for change in one.changes]
    return {"setting": one.setting, "value": one.value, "changes": changes}


def records(matrix: shapes.Matrix, provenance: Provenance) -> Records:
    """One record a theme; the last columns say on every one which matrix, layer, coders and log it is of."""
    groups, columns = [group for group, _ in matrix.groups], [column for column, _ in matrix.columns]
    header = (
        *("code", "depth", "column", "column_by_rule", "why", "placed_by_hand"),
        *_COUNTS,
        *("counter_evidence", "interviewer_only", "most_quoted_person"),
        *(f"group:{group}:{unit}" for group in groups for unit in _COUNTS),
        *(f"column:{column}:{unit}" for column in columns for unit in _COUNTS),
        *("matrix", "layer", "coders", "transcripts", "log"),
    )
    basis = (
        matrix.rule.name,
        matrix.rule.layer,
        "; ".join(provenance.coders or matrix.coders),
        matrix.transcripts,
        provenance.log,
    )
    rows = (
        (
            *(row.path, row.depth, row.column, row.by_rule, row.why, row.placed),
            *_three(row.total),
            *(row.denied, row.ignored, row.top),
            *(number for group in groups for number in _three(row.groups[group])),
            *(number for column in columns for number in _three(row.cells[column])),
            *basis,
        )
        for row in matrix.rows
    )
    return Records(header, tuple(rows))
