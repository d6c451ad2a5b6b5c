"""A matrix as data: the JSON that other programs read, and flat records for spreadsheets."""

from collections.abc import Mapping, Sequence

from workbench.exports import shapes, survey_shapes
from workbench.exports.document import Provenance, Records
from workbench.exports.passages import Cited, Shown, passage_data

_COUNTS = ("informants", "interviews", "excerpts")
_DIGITS = 4
"""Decimals of what is no whole number: the same in every format that other programs read."""

Passages = Mapping[str, Sequence[Cited]]
"""Theme -> passages."""


def data(
    matrix: shapes.Matrix,
    provenance: Provenance,
    wordings: Mapping[str, str],
    summaries: Mapping[str, str],
    quotes: Mapping[str, Sequence[Shown]] | None = None,
    excerpts: Passages | None = None,
    denials: Passages | None = None,
    survey: Mapping[str, Sequence[survey_shapes.ThemeResult]] | None = None,
) -> dict[str, object]:
    """The keys up to ``rows`` are what scripts may rely on; the rest may grow.

    A row has its quotations and passages only where some were given.
    """
    rule = matrix.rule
    return {
        "name": rule.name,
        "layer": rule.layer,
        "coders": list(provenance.coders or matrix.coders),
        "transcripts": matrix.transcripts,
        "columns": [{"id": column, "label": label} for column, label in matrix.columns],
        "rows": [
            {
                **_row(row),
                "wording": wordings.get(row.theme),
                "summary": summaries.get(row.theme),
                "survey": [_index(one) for one in (survey or {}).get(row.theme, ())],
                **_quotes(row.theme, quotes),
                **_passages(row.theme, excerpts, denials),
            }
            for row in matrix.rows
        ],
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
            "counts": rule.counts,
        },
        "denominators": dict(matrix.denominators),
        "column_denominators": dict(matrix.column_denominators),
        "informants": matrix.informants,
        "done": matrix.done,
        "sensitivity": [_sensitivity(one) for one in matrix.sensitivity],
        "stray_placements": [{"theme": p.theme, "column": p.column, "reason": p.reason} for p in matrix.stray],
        "notes": [{"kind": note.kind, "subject": note.subject, "n": note.n} for note in matrix.notes],
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
        "shares": _shares(row.shares),
        "column_shares": _shares(row.column_shares),
        "carried": dict(row.carried),
        "column_carried": dict(row.column_carried),
        "spread": _spread(row.spread),
    }


def _shares(shares: Mapping[str, shapes.Among]) -> dict[str, object]:
    return {key: {"informants": share.informants, "of": share.of} for key, share in shares.items()}


def _spread(spread: shapes.Spread) -> dict[str, object]:
    return {
        "informants": spread.informants,
        "of_informants": spread.of_informants,
        "interviews": spread.interviews,
        "of_interviews": spread.of_interviews,
        "excerpts": spread.excerpts,
        "density": round(spread.density, _DIGITS),
        "effective": round(spread.effective, _DIGITS),
        "most_quoted_person": spread.top,
    }


def _quotes(theme: str, quotes: Mapping[str, Sequence[Shown]] | None) -> dict[str, object]:
    chosen = [
        {"text": q.words, "attribution": q.who or None, "source": q.source} for q in (quotes or {}).get(theme, ())
    ]
    return {"quotes": chosen} if quotes else {}


def _passages(theme: str, excerpts: Passages | None, denials: Passages | None) -> dict[str, object]:
    given = {"evidence": excerpts, "denials": denials}
    return {
        name: [passage_data(one) for one in listed.get(theme, ())]
        for name, listed in given.items()
        if listed is not None
    }


def _index(one: survey_shapes.ThemeResult) -> dict[str, object]:
    """An index of a survey, with its mean and standard deviation in each group and among all (``""``)."""
    parts = {"": one.total, **one.groups}
    return {
        "index": one.id,
        "groups": {
            key: {"n": stat.n, "mean": _rounded(stat.mean), "sd": _rounded(stat.sd), "caution": stat.caution}
            for key, stat in parts.items()
        },
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


def _count(count: shapes.Count) -> dict[str, int]:
    return dict(zip(_COUNTS, _three(count), strict=True))


def _three(count: shapes.Count) -> tuple[int, int, int]:
    return count.informants, count.interviews, count.excerpts


def _sensitivity(one: shapes.Sensitivity) -> dict[str, object]:
    changes = [{"code": change.path, "before": change.before, "after": change.after} for change in one.changes]
    return {"setting": one.setting, "value": one.value, "changes": changes}


def records(matrix: shapes.Matrix, provenance: Provenance, wordings: Mapping[str, str]) -> Records:
    """One record a theme; the last columns say on every one which matrix, layer, coders and log it is of."""
    groups, columns = [group for group, _ in matrix.groups], [column for column, _ in matrix.columns]
    header = (
        *("code", "depth", "column", "column_by_rule", "why", "placed_by_hand"),
        *_COUNTS,
        *("counter_evidence", "interviewer_only", "most_quoted_person"),
        *(f"group:{group}:{unit}" for group in groups for unit in _COUNTS),
        *(f"column:{column}:{unit}" for column in columns for unit in _COUNTS),
        *(f"group:{group}:of" for group in groups),
        *(f"column:{column}:of" for column in columns),
        *("of_informants", "of_interviews", "density", "effective", "carried", "wording"),
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
            *(row.shares[group].of if group in row.shares else None for group in groups),
            *(row.column_shares[column].of if column in row.column_shares else None for column in columns),
            *(row.spread.of_informants, row.spread.of_interviews),
            *(round(row.spread.density, _DIGITS), round(row.spread.effective, _DIGITS)),
            *(row.carried.get("") or None, wordings.get(row.theme)),
            *basis,
        )
        for row in matrix.rows
    )
    return Records(header, tuple(rows))
