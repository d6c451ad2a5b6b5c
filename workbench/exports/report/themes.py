"""A page for each theme: what it means, who voices it, how broadly, in what words, and who says the opposite."""

from collections.abc import Iterable, Mapping

from workbench.exports import shapes
from workbench.exports.document import Block, Line, Paragraph, Section, Table, Text, plain
from workbench.exports.in_words import column_in_words
from workbench.exports.of_quotes import Quoted, blocks
from workbench.exports.report.values import Cited, Tabled, Theme
from workbench.exports.report.words import ReportWords

SEPARATOR = " / "
_FIRST = 3  # the level of a top-level theme's heading
_DEEPEST = 6


def pages(
    table: Tabled, themes: Mapping[str, Theme], anchors: Mapping[str, str], language: str, words: ReportWords
) -> list[Section]:
    """A section for every row of the matrix, in its order; ``anchors``: row -> where links to it lead."""
    parents = {row.parent for row in table.matrix.rows}
    return [
        Section(
            row.path.rpartition(SEPARATOR)[2],
            min(_FIRST + row.depth, _DEEPEST),
            tuple(
                _page(row, table.matrix, themes.get(row.theme, Theme(row.theme)), row.theme in parents, language, words)
            ),
            anchors[row.theme],
        )
        for row in table.matrix.rows
    ]


def _page(
    row: shapes.Row, matrix: shapes.Matrix, theme: Theme, above: bool, language: str, words: ReportWords
) -> Iterable[Block]:
    for line in filter(str.strip, theme.definition.split("\n")):
        yield Paragraph(plain(line.strip()))
    yield Paragraph(plain(_voiced(row, matrix, theme.called, words)))
    if row.total.excerpts:
        yield _counts(row, matrix, words)
    for about, said in theme.summaries:
        yield from _summary(about, said)
    yield from _survey(theme, words)
    yield from blocks(map(_quoted, theme.quotes), language)
    if not theme.quotes and above and row.total.excerpts:
        yield Paragraph(plain(words("t below")))
    yield from _denials(row, theme, above, language, words)


def _voiced(row: shapes.Row, matrix: shapes.Matrix, called: str, words: ReportWords) -> str:
    """Breadth, depth and column, and what to beware of, as sentences."""
    total, spread = row.total, row.spread
    if not total.excerpts:
        ignored = words("ignored n", n=words.number(row.ignored, "excerpt")) if row.ignored else ""
        return words("t nothing") + (f" {ignored[0].upper()}{ignored[1:]}." if ignored else "")
    said = words(
        "t voiced",
        informants=_of(total.informants, spread.of_informants, "informant", words),
        interviews=_of(total.interviews, spread.of_interviews, "interview", words),
        excerpts=words.number(total.excerpts, "excerpt"),
    )
    said += words("t stands", column=column_in_words(row.column, matrix, words))
    if row.placed is not None:
        by_rule = words("by hand", column=column_in_words(row.by_rule, matrix, words))
        said += f" {by_rule[0].upper()}{by_rule[1:]}. {row.placed}".rstrip(".") + "."
    said += f" {words('worded', words=called)}" if called else ""
    if spread.informants > 2:
        effective, density = words.mean(spread.effective), words.mean(spread.density)
        said += words("t spread", effective=effective, density=density)
    if total.informants == 1:
        said += words("t only")
    elif row.carried.get(""):
        said += words("t person", n=row.top)
    return said


def _of(n: int, of: int, noun: str, words: ReportWords) -> str:
    """“9 of 44 informants”; without “of” where those who speak are more than those who were counted."""
    if of < n:
        return words.number(n, noun)
    return words("t of", n=n, all=of, noun=words(noun if of == 1 else noun + "s"))


def _counts(row: shapes.Row, matrix: shapes.Matrix, words: ReportWords) -> Table:
    rows: list[tuple[Line, ...]] = []
    for group, label in matrix.groups:
        count, share = row.groups[group], row.shares.get(group)
        if not count.excerpts and group in row.silent:
            rows.append((plain(label), plain(words(row.silent[group])), plain("–"), plain("–")))
            continue
        of = f" / {share.of}" if share and share.of and share.of >= count.informants else ""
        rows.append(tuple(map(plain, (label, f"{count.informants}{of}", str(count.interviews), str(count.excerpts)))))
    header = (words("group"), words("informants"), words("interviews"), words("excerpts"))
    return Table(header, tuple(rows), frozenset((1, 2, 3)))


def _summary(about: str, said: str) -> Iterable[Block]:
    for number, line in enumerate(line.strip() for line in said.split("\n") if line.strip()):
        label = (Text(f"{about}:", strong=True), Text(" ")) if about and not number else ()
        yield Paragraph((*label, Text(line)))


def _survey(theme: Theme, words: ReportWords) -> Iterable[Block]:
    for label, lines in theme.survey:
        said = words("t survey", label=label)
        yield Paragraph((Text(said, strong=True), Text(f" {'; '.join(lines)}.")))


def _denials(row: shapes.Row, theme: Theme, above: bool, language: str, words: ReportWords) -> Iterable[Block]:
    if theme.denials:
        one = row.denied == len(theme.denials) == 1
        said = words("t denied one") if one else words("t denied", n=words.number(row.denied, "excerpt"))
        yield Paragraph((Text(said, strong=True),))
        yield from blocks(map(_quoted, theme.denials), language)
    elif row.denied:
        key = "t denied of" if above else "t denied none"
        yield Paragraph(plain(words(key, n=words.number(row.denied, "excerpt")).strip()))


def _quoted(cited: Cited) -> Quoted:
    return Quoted(cited.shown, cited.attribution, cited.source)
