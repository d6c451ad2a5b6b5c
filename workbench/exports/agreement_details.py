"""What stands behind agreement: every coefficient, the pairs of coders, alpha without each, exclusive codes."""

from collections.abc import Iterable

from workbench.exports import agreement_shapes as shapes
from workbench.exports.agreement_data import COEFFICIENTS
from workbench.exports.agreement_words import AgreementWords
from workbench.exports.document import Block, Line, Paragraph, Section, Table, plain

_CODE = "code"


def details(
    table: shapes.Table, words: AgreementWords, *, detailed: bool, sets: shapes.Sets | None = None
) -> tuple[Section, ...]:
    """The sections; those of exclusive codes always, since somebody has marked them, the others if ``detailed``."""
    found: list[tuple[str, tuple[Block, ...]]] = []
    if detailed:
        found.append(("coefficients", (coefficients(table, words), Paragraph(plain(words("saturated").strip())))))
        unit = words(f"unit {table.scope.unit}")
        found.append(("pairs", (pairs(table, words), Paragraph(plain(words("pair note", unit=unit))))))
        if table.pooled.without:
            found.append(("without", (without(table, words),)))
        if sets is not None:
            found.append(("sets", at_once(sets, words)))
    if table.groups:
        found.append(("exclusive", (groups(table, words), Paragraph(plain(words("cu note"))))))
    return tuple(Section(words(key), 2, blocks) for key, blocks in found)


def coefficients(table: shapes.Table, words: AgreementWords) -> Table:
    """Every coefficient of every code, and the share of the text each coder gave it."""
    named = COEFFICIENTS[2:]  # alpha and percent stand in the first table; alpha is repeated to compare with
    header = (
        *(words(_CODE), "α", *("F1" if name == "f1" else words(name) for name in named), words("below")),
        *(words("shares", coder=coder) for coder in table.coders),
    )
    by_name = {name: coder for coder, name in table.coder_rows.items()}
    rows = []
    for row in table.rows:
        agreement = row.agreement
        cells = (
            *(row.path, words.value(agreement.measures.alpha)),
            *(words.value(getattr(agreement.measures, name)) for name in named),
            words.value(agreement.below),
            *(words.share(agreement.shares.get(by_name.get(coder, ""))) for coder in table.coders),
        )
        rows.append(tuple(map(plain, cells)))
    return Table(header, tuple(rows), frozenset(range(1, len(header))))


def pairs(table: shapes.Table, words: AgreementWords) -> Table:
    """Two coders at a time: over all codes, then code by code."""
    keys = ("both", "only one", "only other", "neither", "percent")
    header = (words(_CODE), words("pair"), "α", "F1", "Jaccard", "κ", *map(words, keys), words("interviews counted"))
    names = table.coder_rows

    def called(one: str, other: str) -> str:
        return f"{names.get(one, one)} – {names.get(other, other)}"

    rows: list[tuple[str, ...]] = [
        (words("all codes"), called(one, other), words.value(alpha), *[""] * (len(header) - 3))
        for (one, other), alpha in table.pooled.pairs.items()
    ]
    for row in table.rows:
        for pair in row.agreement.pairs:
            values = (pair.alpha, pair.f1, pair.jaccard, pair.cohen)
            extents = (pair.both, pair.only_one, pair.only_other, pair.neither)
            rows.append(
                (
                    *(row.path, called(pair.one, pair.other), *map(words.value, values), *map(str, extents)),
                    *(words.share(pair.percent), str(pair.transcripts)),
                )
            )
    return Table(header, tuple(tuple(map(plain, cells)) for cells in rows), frozenset(range(2, len(header))))


def without(table: shapes.Table, words: AgreementWords) -> Table:
    """Alpha when one coder is left out."""
    coders = list(table.pooled.without)
    header = (
        words(_CODE),
        words("with all"),
        *(words("without one", coder=table.coder_rows.get(coder, coder)) for coder in coders),
    )
    rows = [(words("all codes"), table.pooled.alpha, table.pooled.without)]
    rows += [(row.path, row.agreement.measures.alpha, row.agreement.without) for row in table.rows]
    return Table(
        header,
        tuple(
            tuple(map(plain, (name, words.value(alpha), *(words.value(left.get(coder)) for coder in coders))))
            for name, alpha, left in rows
        ),
        frozenset(range(1, len(header))),
    )


def at_once(sets: shapes.Sets, words: AgreementWords) -> tuple[Block, ...]:
    """All codes at once: two values, and what they are worth."""
    header = (words("sets masi"), words("sets jaccard"), words("sets found"))
    cells = tuple(map(plain, (words.value(sets.masi), words.value(sets.jaccard), str(sets.sets))))
    return Table(header, (cells,), frozenset(range(3))), Paragraph(plain(words("sets note")))


def groups(table: shapes.Table, words: AgreementWords) -> Table:
    """Codes that exclude each other, taken together."""
    header = (words(_CODE), words("any code"), words("nominal"), words("cu"), words("coverage"), words("violated"))
    return Table(header, tuple(_groups(table, words)), frozenset(range(1, len(header))))


def _groups(table: shapes.Table, words: AgreementWords) -> Iterable[tuple[Line, ...]]:
    paths = {row.code: row.path for row in table.rows}
    for group in table.groups:
        cells = (
            words("below code", code=paths.get(group.code, group.code)),
            words.value(group.any_code.measures.alpha),
            words.value(group.nominal.alpha if group.nominal else None),
            words.value(group.cu_alpha),
            words.share(group.coverage),
            str(len(group.violations)),
        )
        yield tuple(map(plain, cells))
