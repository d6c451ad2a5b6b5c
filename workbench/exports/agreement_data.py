"""Agreement as data: the JSON that other programs read, and flat records for spreadsheets."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from workbench.exports import agreement_shapes as shapes
from workbench.exports.document import Records

COEFFICIENTS = (
    *("alpha", "percent", "f1", "jaccard", "cohen", "scott", "fleiss"),
    *("conger", "brennan_prediger", "ac1", "u_alpha"),
)
"""The coefficients of a code, as JSON and CSV call them."""

INTERVAL = "delete-one-transcript jackknife, t, 95 %"


class Origin(NamedTuple):
    """Where the numbers come from, as far as a table does not say it itself.

    ``version`` is the program's; ``person`` and ``before`` are what the scope's rows are called ("": not asked for).
    """

    study: str = ""
    date: str = ""
    version: str = ""
    person: str = ""
    before: str = ""


def counted(table: shapes.Table) -> int:
    """How many transcripts the numbers rest on: coded by two or more, with text in this scope."""
    return len(set(table.double) - set(table.empty))


def data(table: shapes.Table, origin: Origin) -> dict[str, object]:
    """The keys up to ``pooled`` are what scripts may rely on; the rest may grow."""
    scope, names = table.scope, table.coder_rows
    paths = {row.code: row.path for row in table.rows}
    return {
        "unit": scope.unit,
        "layer": "all",
        "coders": list(table.coders),
        "transcripts": counted(table),
        "codes": [code_data(row, names) for row in table.rows],
        "pooled": _pooled(table.pooled, names),
        "reading": scope.reading,
        "scope": {
            "unit": scope.unit,
            "rule": scope.rule,
            "speech": scope.speech,
            "group": scope.group or None,
            "person": origin.person or None,
            "trim": scope.trim,
            "round": scope.round or None,
            "subtree": scope.subtree,
            "before": origin.before or None,
        },
        "double": list(table.double),
        "single": list(table.single),
        "waiting": {name: list(missing) for name, missing in table.waiting.items()},
        "hidden": list(table.hidden),
        "empty": list(table.empty),
        "elsewhere": table.elsewhere,
        "groups": [_group(group, names, paths) for group in table.groups],
        "interval": INTERVAL,
        "approach": table.approach,
        "study": origin.study,
        "log": table.log,
        "date": origin.date,
        "version": origin.version,
    }


def code_data(row: shapes.Row, names: Mapping[str, str]) -> dict[str, object]:
    """One code; coders by name."""
    agreement = row.agreement
    measures: dict[str, object] = {name: getattr(agreement.measures, name) for name in COEFFICIENTS}
    return {
        "code": row.path,
        "status": agreement.status,
        "alpha": measures.pop("alpha"),
        "ci": _interval(agreement.ci),
        **measures,
        "passages": {names.get(c, c): agreement.passages.get(c, 0) for c in agreement.coders},
        "below_667": agreement.below,
        "why": agreement.why or None,
        "verdict": row.verdict or None,
        "transcripts": len(agreement.transcripts),
        "used_in": agreement.used_in,
        "shares": {names.get(c, c): agreement.shares.get(c) for c in agreement.coders},
        "merged": {names.get(c, c): agreement.merged.get(c, 0) for c in agreement.coders},
        "few_passages": agreement.few_passages,
        "disagreement": agreement.disagreement,
        "reread": row.reread,
        "pairs": [
            {"coders": [names.get(pair.one, pair.one), names.get(pair.other, pair.other)]}
            | {name: getattr(pair, name) for name in ("transcripts", "both", "only_one", "only_other", "neither")}
            | {name: getattr(pair, name) for name in ("percent", "cohen", "f1", "jaccard", "alpha")}
            for pair in agreement.pairs
        ],
        "without": {names.get(c, c): alpha for c, alpha in agreement.without.items()},
    }


def _interval(interval: shapes.Interval | None) -> list[float] | None:
    return None if interval is None else [interval.low, interval.high]


def _pooled(pooled: shapes.Pooled, names: Mapping[str, str]) -> dict[str, object]:
    return {
        "alpha": pooled.alpha,
        "ci": _interval(pooled.ci),
        "below_667": pooled.below,
        "why": pooled.why or None,
        "codes": pooled.codes,
        "pairs": [
            {"coders": [names.get(one, one), names.get(other, other)], "alpha": alpha}
            for (one, other), alpha in pooled.pairs.items()
        ],
        "without": {names.get(c, c): alpha for c, alpha in pooled.without.items()},
    }


def sets_data(sets: shapes.Sets) -> dict[str, object]:
    """All codes at once, by two distances between sets."""
    return {"masi": sets.masi, "jaccard": sets.jaccard, "sets": sets.sets, "why": sets.why or None}


_NOMINAL = ("categories", "alpha", "percent", "cohen", "fleiss", "conger", "brennan_prediger", "ac1")


def _group(group: shapes.Group, names: Mapping[str, str], paths: Mapping[str, str]) -> dict[str, object]:
    whole = group.any_code
    return {
        "code": paths.get(group.code, group.code),
        "any_code": {"status": whole.status, "alpha": whole.measures.alpha, "ci": _interval(whole.ci)},
        "nominal": group.nominal and {name: getattr(group.nominal, name) for name in _NOMINAL},
        "cu_alpha": group.cu_alpha,
        "coverage": group.coverage,
        "why": group.why or None,
        "confusion": confusion_data(group.confusion, paths),
        "violations": [
            {"transcript": transcript, "coder": names.get(coder, coder), "start": start, "end": end}
            for transcript, coder, start, end in group.violations
        ],
    }


def confusion_data(
    confusion: Mapping[tuple[str, str], int], paths: Mapping[str, str]
) -> list[dict[str, str | int | None]]:
    """Which code instead of which, the most first."""
    named = [((paths.get(code, code), paths.get(other, other)), n) for (code, other), n in confusion.items()]
    twice = {pair for pair, n in named if pair[0] > pair[1] and (pair[::-1], n) in named}  # each is there both ways
    most_first = sorted((item for item in named if item[0] not in twice), key=lambda item: (-item[1], item[0]))
    return [{"code": code, "other": other, "characters": n} for (code, other), n in most_first]


def records(tables: Sequence[tuple[str, shapes.Table]], called: str = "") -> Records:
    """One record a code of each table; ``called`` names the first column, where there are several tables.

    The last columns say on every record what it is a number of.
    """
    names = [name for name, _ in tables] and list(dict.fromkeys(c for _, table in tables for c in table.coders))
    pairs = [(one, other) for i, one in enumerate(names) for other in names[i + 1 :]]
    header = (
        *([called] if called else []),
        *("code", "status", "verdict", "alpha", "ci_low", "ci_high", *COEFFICIENTS[1:], "below_667"),
        *("transcripts", "used_in", "few_passages", "disagreement", "reread"),
        *(f"{what}:{name}" for what in ("passages", "share", "alpha_without") for name in names),
        *(f"alpha:{one} + {other}" for one, other in pairs),
        *("pooled_alpha", "pooled_ci_low", "pooled_ci_high"),
        *("unit", "rule", "speech", "reading", "round", "layer", "coders", "all_transcripts", "log"),
    )
    rows = [
        ((name, *record) if called else record) for name, table in tables for record in _records(table, names, pairs)
    ]
    return Records(header, tuple(rows))


def _records(
    table: shapes.Table, names: Sequence[str], pairs: Sequence[tuple[str, str]]
) -> list[tuple[str | int | float | None, ...]]:
    scope, pooled = table.scope, table.pooled
    basis = (
        *(pooled.alpha, *_bounds(pooled.ci)),
        *(scope.unit, scope.rule, scope.speech, scope.reading, scope.round, "all"),
        *("; ".join(table.coders), counted(table), table.log),
    )
    found: list[tuple[str | int | float | None, ...]] = []
    for row in table.rows:
        agreement = row.agreement
        by_name = {name: coder for coder, name in table.coder_rows.items()}
        alphas = {frozenset((pair.one, pair.other)): pair.alpha for pair in agreement.pairs}
        found.append(
            (
                *(row.path, agreement.status, row.verdict or None),
                *(agreement.measures.alpha, *_bounds(agreement.ci)),
                *(getattr(agreement.measures, name) for name in COEFFICIENTS[1:]),
                agreement.below,
                *(len(agreement.transcripts), agreement.used_in, int(agreement.few_passages)),
                *(agreement.disagreement, row.reread),
                *(_of(agreement.passages, by_name, name) for name in names),
                *(_of(agreement.shares, by_name, name) for name in names),
                *(_of(agreement.without, by_name, name) for name in names),
                *(alphas.get(frozenset((by_name.get(one, ""), by_name.get(other, "")))) for one, other in pairs),
                *basis,
            )
        )
    return found


def _of(values: Mapping[str, float | None], by_name: Mapping[str, str], name: str) -> float | None:
    return values.get(by_name.get(name, ""))


def _bounds(interval: shapes.Interval | None) -> tuple[float | None, float | None]:
    return (None, None) if interval is None else (interval.low, interval.high)
