"""What is behind one theme's numbers: counts per group, the interviews, and the passages themselves."""

from collections.abc import Iterable, Mapping, Sequence

from workbench.exports import shapes
from workbench.exports.document import Block, Excerpt, Items, Line, Paragraph, Section, Table, Text, plain
from workbench.exports.in_words import column_in_words, column_labels
from workbench.exports.words import Words


def theme_section(
    row: shapes.Row,
    matrix: shapes.Matrix,
    words: Words,
    anchor: str,
    excerpts: Sequence[Excerpt],
    denials: Sequence[Excerpt],
) -> Section:
    """The section that the numbers of ``row`` link to."""
    blocks: list[Block] = [Paragraph(plain(_standing(row, matrix, words)))]
    labels = dict(matrix.groups)
    blocks.append(_counts("group", labels, row.groups, row.silent, row, words, matrix.denominators))
    if matrix.rule.by != "group":
        blocks.append(_counts("column", column_labels(matrix, words), row.cells, row.silent_columns, row, words, {}))
    remarks = _remarks(row, words)
    if remarks:
        blocks.append(Items(remarks))
    if excerpts:
        blocks.append(_quotes(excerpts, words))
    if denials:
        blocks += [Paragraph((Text(words("denials"), strong=True),)), _quotes(denials, words)]
    return Section(row.path, 3, tuple(blocks), anchor)


def _standing(row: shapes.Row, matrix: shapes.Matrix, words: Words) -> str:
    said = words("stands", column=column_in_words(row.column, matrix, words))
    if row.placed is not None:
        by_rule = words("by hand", column=column_in_words(row.by_rule, matrix, words))
        said += f" {by_rule[0].upper()}{by_rule[1:]}. {row.placed}"
    return said


def _counts(
    kind: str,
    labels: Mapping[str, str],
    counts: Mapping[str, shapes.Count],
    silent: Mapping[str, str],
    row: shapes.Row,
    words: Words,
    denominators: Mapping[str, int],
) -> Table:
    rows: list[tuple[Line, ...]] = []
    for key, label in labels.items():
        count = counts[key]
        if not count.excerpts and key in silent:
            rows.append((plain(label), plain(words(silent[key])), plain("–"), plain("–")))
            continue
        among = denominators.get(key, 0)  # fewer than have spoken where an interview with evidence is not done yet
        of = f" / {among}" if among >= count.informants and among else ""
        numbers = (f"{count.informants}{of}", str(count.interviews), str(count.excerpts))
        rows.append((plain(label), *map(plain, numbers)))
    if kind == "group":
        total = (words("in all"), *map(str, (row.total.informants, row.total.interviews, row.total.excerpts)))
        rows.append(tuple((Text(cell, strong=True),) for cell in total))
    header = (words(kind), words("informants"), words("interviews"), words("excerpts"))
    return Table(header, tuple(rows), frozenset((1, 2, 3)))


def _remarks(row: shapes.Row, words: Words) -> tuple[Line, ...]:
    """The interviews, and what a reader of the numbers should beware of."""
    said = []
    if row.interviews:
        said.append(f"{words('in')} {', '.join(row.interviews)}.")
    if row.total.excerpts > 2 and row.top * 2 > row.total.excerpts:
        said.append(words("one person", n=row.top, all=row.total.excerpts))
    if row.denied:
        said.append(words("denied n", n=words.number(row.denied, "excerpt")) + ".")
    if row.ignored:
        said.append(words("ignored n", n=words.number(row.ignored, "excerpt")) + ".")
    return tuple(map(plain, said))


def _quotes(excerpts: Iterable[Excerpt], words: Words) -> Table:
    rows = (
        tuple(map(plain, (e.transcript, str(e.turn) if e.turn else "", ", ".join(e.speakers) or "–", e.text)))
        for e in excerpts
    )
    header = (words("interview"), words("turn"), words("who"), words("excerpt"))
    return Table(header, tuple(rows), frozenset((1,)))
