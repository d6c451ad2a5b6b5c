"""What is behind one theme's numbers: counts per group, breadth and depth, warnings, and the passages themselves."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from workbench.exports import shapes, survey_shapes
from workbench.exports.document import Block, Items, Line, Paragraph, Section, Table, Text, plain
from workbench.exports.in_words import column_in_words, column_labels
from workbench.exports.passages import MOST, Cited, Shown, passage_sections, quotation
from workbench.exports.words import Words


class Behind(NamedTuple):
    """What is shown of a theme beside its numbers.

    ``words`` is what it is called in the table ("": its own name), ``summary`` what the team says its evidence comes
    to, ``below`` the themes right below it: (name, anchor, excerpts), ``survey`` the indices that are linked to it.
    """

    words: str = ""
    summary: str = ""
    below: Sequence[tuple[str, str, int]] = ()
    quotes: Sequence[Shown] = ()
    excerpts: Sequence[Cited] = ()
    denials: Sequence[Cited] = ()
    survey: Sequence[survey_shapes.ThemeResult] = ()


def theme_sections(
    row: shapes.Row, matrix: shapes.Matrix, words: Words, anchor: str, new: Callable[[str], str], behind: Behind
) -> Iterable[Section]:
    """The section at ``anchor``, where the numbers of ``row`` lead, and one for every passage that is listed.

    ``new`` gives out the anchors of the passages.
    """
    blocks: list[Block] = [Paragraph(plain(_standing(row, matrix, words, behind.words)))]
    if behind.summary:
        blocks.append(Paragraph(plain(behind.summary)))
    blocks += _tables(row, matrix, words)
    if remarks := _remarks(row, matrix, words):
        blocks.append(Items(remarks))
    blocks += [_surveyed(index, words) for index in behind.survey]
    if behind.below:
        blocks.append(Paragraph(_below(behind.below, words)))
    if behind.quotes:
        blocks += [_strong(words("chosen")), *(quotation(one, words) for one in behind.quotes)]
    if len(behind.excerpts) > MOST:
        blocks.append(Paragraph(plain(words("first", n=MOST, all=words.number(len(behind.excerpts), "excerpt")))))
    yield Section(row.path, 3, tuple(blocks), anchor)
    yield from passage_sections(behind.excerpts[:MOST], new, words)
    yield from passage_sections(behind.denials[:MOST], new, words, denied=True)


def _surveyed(index: survey_shapes.ThemeResult, words: Words) -> Paragraph:
    """What the survey says of the theme: the mean of an index in each group that answered."""
    from workbench.exports.report.words import ReportWords  # the report reads this module

    told = ReportWords(words.language)
    groups = [told.index(index.labels.get(key, key), stat) for key, stat in index.groups.items() if stat.n]
    label = Text(told("t survey", label=index.label), strong=True)
    return Paragraph((label, Text(f" {'; '.join(groups or [told.index('', index.total).strip()])}.")))


def _strong(said: str) -> Paragraph:
    return Paragraph((Text(said, strong=True),))


def _standing(row: shapes.Row, matrix: shapes.Matrix, words: Words, called: str) -> str:
    said = words("stands", column=column_in_words(row.column, matrix, words))
    if row.placed is not None:
        by_rule = words("by hand", column=column_in_words(row.by_rule, matrix, words))
        said += f" {by_rule[0].upper()}{by_rule[1:]}. {row.placed}"
    return f"{said} {words('worded', words=called)}" if called else said


def _tables(row: shapes.Row, matrix: shapes.Matrix, words: Words) -> list[Block]:
    """Counts per group that is listened to, and per column where those are not the groups."""
    groups = {group: label for group, label in matrix.groups if not matrix.rule.groups or group in matrix.rule.groups}
    made = [_counts("group", groups, row.groups, row.silent, row, words, row.shares)]
    if matrix.rule.by != "group":
        labels = column_labels(matrix, words)
        if not matrix.shared_groups:
            del labels["shared"]  # it has voices of its own only where a group's count as shared
        made.append(_counts("column", labels, row.cells, row.silent_columns, row, words, row.column_shares))
    return list(made)


def _counts(
    kind: str,
    labels: Mapping[str, str],
    counts: Mapping[str, shapes.Count],
    silent: Mapping[str, str],
    row: shapes.Row,
    words: Words,
    shares: Mapping[str, shapes.Among],
) -> Table:
    rows: list[tuple[Line, ...]] = []
    for key, label in labels.items():
        count = counts[key]
        if not count.excerpts and key in silent:
            rows.append((plain(label), plain(words(silent[key])), plain("–"), plain("–")))
            continue
        among = shares[key].of if key in shares else 0
        of = f" / {among}" if among >= count.informants and among else ""  # fewer: not all of them are in done ones
        numbers = (f"{count.informants}{of}", str(count.interviews), str(count.excerpts))
        rows.append((plain(label), *map(plain, numbers)))
    if kind == "group":
        total = (words("in all"), *map(str, (row.total.informants, row.total.interviews, row.total.excerpts)))
        rows.append(tuple((Text(cell, strong=True),) for cell in total))
    header = (words(kind), words("informants"), words("interviews"), words("excerpts"))
    return Table(header, tuple(rows), frozenset((1, 2, 3)))


def _remarks(row: shapes.Row, matrix: shapes.Matrix, words: Words) -> tuple[Line, ...]:
    """The interviews, breadth and depth, and what a reader of the numbers should beware of."""
    said = []
    if row.interviews:
        said.append(f"{words('in')} {', '.join(row.interviews)}.")
    if row.spread.informants:
        said += _spread(row.spread, words)
    said += _carried(row, matrix, words)
    if row.denied:
        said.append(words("denied n", n=words.number(row.denied, "excerpt")) + ".")
    if row.ignored:
        said.append(words("ignored n", n=words.number(row.ignored, "excerpt")) + ".")
    return tuple(map(plain, said))


def _spread(spread: shapes.Spread, words: Words) -> list[str]:
    numbers = {
        name: getattr(spread, name)
        for name in ("informants", "of_informants", "interviews", "of_interviews", "excerpts", "top")
    }
    decimals = {name: words.decimal(getattr(spread, name)) for name in ("density", "effective")}
    breadth = words("spread", **numbers)
    return [breadth, words("depth", **numbers, **decimals)] if spread.informants > 1 else [breadth]


def _carried(row: shapes.Row, matrix: shapes.Matrix, words: Words) -> list[str]:
    """That one informant carries it: in all, else in which groups and columns."""
    if how := row.carried.get(""):
        return [words(f"carried {how}")]
    where: dict[str, list[str]] = {"only": [], "most": []}
    for key, label in matrix.groups:
        where.get(row.carried.get(key, ""), []).append(label)
    if matrix.rule.by != "group":
        for key, label in column_labels(matrix, words).items():
            where.get(row.column_carried.get(key, ""), []).append(label)
    return [words(f"carried {how} in", where=", ".join(labels)) for how, labels in where.items() if labels]


def _below(below: Sequence[tuple[str, str, int]], words: Words) -> Line:
    line: list[Text] = [Text(words("below"), emphasis=True)]
    for number, (name, anchor, excerpts) in enumerate(below):
        line += [Text("; " if number else " "), Text(name, to=anchor)]
        line.append(Text(f" ({words.number(excerpts, 'excerpt')})"))
    return (*line, Text("."))
