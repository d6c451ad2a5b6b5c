"""Cross tables as a document: counts, per cent of the column, and the χ² test."""

from collections.abc import Sequence

from workbench.exports.anchors import Anchors
from workbench.exports.document import (
    Block,
    Document,
    Items,
    Line,
    Paragraph,
    Provenance,
    Records,
    Section,
    Table,
    Text,
    plain,
)
from workbench.exports.survey_shapes import Crosstab
from workbench.exports.survey_words import Words

_HEADER = ("table", "row", "column", "count", "row_total", "column_total", "n", "chi2", "df", "p", "v", "caution")


def crosstab(tables: Sequence[Crosstab], provenance: Provenance, language: str) -> Document:
    """The document of some tables; ``language`` (a BCP 47 tag) is that of the words around the numbers."""
    words, anchors = Words(language), Anchors()
    sections = []
    for number, table in enumerate(tables):
        blocks: list[Block] = [grid(table, words), Items(tuple(map(plain, in_words(table, words))))]
        if number == len(tables) - 1 and (basis := _basis(provenance, words)):
            blocks.append(Paragraph(basis))
        title = table.title or words("cross title")
        sections.append(Section(title, 1 if number == 0 else 2, tuple(blocks), anchors.new(f"table {title}")))
    return Document(
        language,
        tuple(sections),
        Records(_HEADER, tuple(row for table in tables for row in _records(table))),
        {
            "tables": [data(table) for table in tables],
            "study": provenance.study,
            "log": provenance.log,
            "date": provenance.date,
        },
    )


def grid(table: Crosstab, words: Words) -> Table:
    """Counts and per cent of the column, with the totals in the last row and column."""
    totals = table.column_totals
    rows: list[tuple[Line, ...]] = []
    for label, counts, total in zip(table.rows, table.counts, table.row_totals, strict=True):
        cells = [f"{n} ({words.percent(n / of if of else 0.0)})" for n, of in zip(counts, totals, strict=True)]
        rows.append((plain(label), *map(plain, cells), plain(str(total))))
    rows.append((plain(words("cross total")), *(plain(str(n)) for n in totals), plain(str(table.n))))
    shades = {
        (i, j + 1): n / of
        for i, counts in enumerate(table.counts)
        for j, (n, of) in enumerate(zip(counts, totals, strict=True))
        if of
    }
    header = ("", *table.columns, words("cross total"))
    return Table(header, tuple(rows), frozenset(range(1, len(header))), shades=shades)


def in_words(table: Crosstab, words: Words) -> list[str]:
    """The test and what to be careful with, a sentence each."""
    said = []
    if table.chi2 is None or table.p is None or table.least is None:
        said.append(words("cross none"))
    else:
        said.append(
            words(
                "cross test",
                df=table.df,
                n=table.n,
                chi2=words.decimal(table.chi2),
                p=words.probability(table.p),
                v=words.value(table.v),
            )
        )
        least = words.decimal(table.least, 1)
        few = words("cross few", share=words.share(table.few), least=least)
        said.append(few if table.caution else words("cross fine", least=least))
    if table.left_out:
        said.append(words("cross left", n=table.left_out))
    return [*said, words("cross percent")]


def data(table: Crosstab) -> dict[str, object]:
    """A table as JSON."""
    return {
        "title": table.title,
        "rows": list(table.rows),
        "columns": list(table.columns),
        "counts": [list(row) for row in table.counts],
        "n": table.n,
        "left_out": table.left_out,
        "chi2": table.chi2,
        "df": table.df,
        "p": table.p,
        "v": table.v,
        "expected_below_5": table.few if table.chi2 is not None else None,
        "least_expected": table.least,
        "caution": table.caution,
    }


def _records(table: Crosstab) -> list[tuple[str | int | float | None, ...]]:
    test = (table.n, table.chi2, table.df, table.p, table.v, int(table.caution))
    return [
        (table.title, row, column, n, total, of, *test)
        for row, counts, total in zip(table.rows, table.counts, table.row_totals, strict=True)
        for column, n, of in zip(table.columns, counts, table.column_totals, strict=True)
    ]


def _basis(provenance: Provenance, words: Words) -> Line:
    said = [provenance.study, f"{words('log')} {provenance.log}" if provenance.log else "", provenance.date]
    told = "; ".join(filter(None, said))
    return (Text(words("provenance"), emphasis=True), Text(f" {told}.")) if told else ()
