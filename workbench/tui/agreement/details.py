"""What dialogs tell of agreement: every coefficient of a code, and the code in each part of the study."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from workbench.agreement import verdict as verdicts
from workbench.agreement.values import CodeAgreement
from workbench.tui.agreement.words import (
    READINGS,
    Paragraph,
    first_facts,
    left_out,
    listed,
    number,
    overlaps,
    pair_values,
    percent,
    scope,
    shares,
    together,
    unit,
    wide,
    with_interval,
)
from workbench.tui.widgets.text import joined

if TYPE_CHECKING:
    from workbench.study.agreement import AgreementRow, AgreementTable, AllAtOnce

_COEFFICIENTS = (
    ("alpha", "Krippendorff’s α"),
    ("percent", "agreement in percent *"),
    ("f1", "F1, mean of the pairs"),
    ("jaccard", "Jaccard, mean of the pairs"),
    ("cohen", "Cohen’s κ, mean of the pairs"),
    ("scott", "Scott’s π"),
    ("fleiss", "Fleiss’ κ"),
    ("conger", "Conger’s κ"),
    ("brennan_prediger", "Brennan–Prediger, PABAK *"),
    ("ac1", "Gwet’s AC1 *"),
    ("u_alpha", "u-α"),
)


def numbers(
    table: "AgreementTable", row: "AgreementRow", transcripts: Mapping[str, str], sets: "AllAtOnce | None" = None
) -> list[Paragraph]:
    """Every coefficient of the code, its pairs, all codes at once, what is left out; ``transcripts``: row → name."""
    names, agreement = table.coder_rows, row.agreement
    told: list[Paragraph] = [(joined(first_facts(row, names, table.approach)), "strong")]
    told += [("", ""), *((text, "") for text in _coefficients(agreement)), (f"* {verdicts.SATURATED}", "dim")]
    told += [("", ""), (shares(agreement, names), "")]
    told += [(text, "") for text in overlaps(agreement, names, table.scope.unit)]
    told += [(text, "") for text in (pair_values(agreement, names), together(table, row)) if text]
    group = next((group for group in table.groups if group.code == row.code), None)
    told += [
        (f"  two of them: {transcripts.get(name, name)}, {names.get(coder, coder)}, {start}–{end}", "warning")
        for name, coder, start, end in (group.violations if group is not None else ())
    ]
    told += at_once(sets) if sets is not None else []
    where = f"{READINGS[table.scope.reading]}; counted in {unit(table.scope)}"
    told += [("", ""), (joined((where, scope(table.scope))), "dim")]
    told += [(text, "dim") for text in (*verdicts.remarks(agreement), wide(agreement)) if text]
    told += [(f"double-coded: {listed(table.double, 30)}", "dim")]
    return told + [(text, "dim") for text in left_out(table)]


def at_once(sets: "AllAtOnce") -> list[Paragraph]:
    """The value of all codes at once, with what it is worth."""
    said = sets.why or f"α {number(sets.masi)} (MASI), {number(sets.jaccard)} (Jaccard); {sets.sets} different sets"
    return [("", ""), (f"all codes at once, as sets: {said}", ""), (verdicts.SETS, "dim")]


def _coefficients(agreement: CodeAgreement) -> list[str]:
    found = agreement.measures._asdict()
    return [
        f"{title:<30} {percent(found[name], 2) if name == 'percent' else number(found[name], 3):>9}"
        for name, title in _COEFFICIENTS
    ]


def parts(found: "Sequence[tuple[str, AgreementTable]]", code: str) -> list[Paragraph]:
    """Agreement on a code, and on all, in each part of the study; where it is least, first."""
    rows = [(name, next((row for row in one.rows if row.code == code), None), one.pooled) for name, one in found]
    rows.sort(key=lambda one: 2.0 if one[1] is None or (a := one[1].agreement.measures.alpha) is None else a)
    longest = max((len(name) for name, _, _ in rows), default=4)
    told: list[Paragraph] = [(f"{'':<{longest}}   this code      F1   all codes", "dim")]
    for name, row, pooled in rows:
        found_here = row.agreement if row is not None else None
        alpha = with_interval(found_here.measures.alpha, found_here.ci) if found_here else "–"
        f1 = number(found_here.measures.f1) if found_here else "–"
        told.append((f"{name:<{longest}}   {alpha:<13}  {f1:<4} {with_interval(pooled.alpha, pooled.ci)}", ""))
    return told
