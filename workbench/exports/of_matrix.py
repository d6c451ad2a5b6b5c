"""A matrix as a document: the table, the note, what did not fit into the table, and what is behind every number."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from workbench.exports import shapes
from workbench.exports.anchors import Anchors
from workbench.exports.data import data, records
from workbench.exports.document import Block, Document, Excerpt, Items, Line, Paragraph, Provenance, Section, Text
from workbench.exports.in_words import basis_in_words, column_in_words, rule_in_words
from workbench.exports.theme_section import theme_section
from workbench.exports.theme_table import count_of, theme_table
from workbench.exports.words import Words

SEPARATOR = " / "


def matrix(
    matrix: shapes.Matrix,
    provenance: Provenance,
    language: str,
    excerpts: Mapping[str, Sequence[Excerpt]] | None = None,
    denials: Mapping[str, Sequence[Excerpt]] | None = None,
) -> Document:
    """The document of ``matrix``; ``language`` (a BCP 47 tag) is that of the words around the numbers.

    ``excerpts`` and ``denials``: theme id -> the passages to quote as evidence and counter-evidence (none: no quotes).
    Every row is in the table or in one of the lists, and every theme with anything coded has a section of its own,
    where the links lead.
    """
    words, names, anchors = Words(language), _names(matrix.rows), _anchors(matrix.rows)
    quoted, denied = excerpts or {}, denials or {}
    table = theme_table(matrix, names, anchors, words)
    notes = Paragraph(rule_in_words(matrix, words)), Paragraph(basis_in_words(matrix, provenance, words))
    title = matrix.rule.title or matrix.rule.name or words("matrix")
    behind = [
        theme_section(row, matrix, words, anchors[row.theme], quoted.get(row.theme, ()), denied.get(row.theme, ()))
        for row in matrix.rows
        if row.theme in anchors
    ]
    return Document(
        language=language,
        sections=(
            Section(title, 1, (table, *notes)),
            *_lists(matrix, names, anchors, words),
            *([Section(words("evidence"), 2, ())] if behind else []),
            *behind,
        ),
        records=records(matrix, provenance),
        data=data(matrix, provenance),
    )


def _names(rows: Sequence[shapes.Row]) -> dict[str, str]:
    """What a theme is called in the table: its own name, or its path where two would be called the same."""
    own = {row.theme: row.path.rsplit(SEPARATOR, 1)[-1] for row in rows}
    times = Counter(own.values())
    return {row.theme: own[row.theme] if times[own[row.theme]] == 1 else row.path for row in rows}


def _anchors(rows: Iterable[shapes.Row]) -> dict[str, str]:
    anchors = Anchors()
    with_section = (row for row in rows if row.total.excerpts or row.denied or row.ignored)
    return {row.theme: anchors.new(row.path.rsplit(SEPARATOR, 1)[-1]) for row in with_section}


def _lists(
    matrix: shapes.Matrix, names: Mapping[str, str], anchors: Mapping[str, str], words: Words
) -> Iterable[Section]:
    def linked(row: shapes.Row, said: str) -> Line:
        return Text(names[row.theme], strong=True, to=anchors.get(row.theme, "")), Text(f": {said}")

    def numbers(row: shapes.Row) -> str:
        count = count_of(row)
        return f"{words.number(count.informants, 'informant')}, {words.number(count.interviews, 'interview')}"

    def placed(row: shapes.Row) -> str:
        where = column_in_words(row.column, matrix, words)
        return f"{where} ({words('by hand', column=column_in_words(row.by_rule, matrix, words))}). {row.placed}"

    rows, known = matrix.rows, {row.theme: row for row in matrix.rows}
    stray = [(known[put.theme], put) for put in matrix.stray if put.theme in known]
    lists: dict[str, Iterable[Line]] = {
        "mixed list": (linked(row, numbers(row)) for row in rows if row.column == "mixed"),
        "few list": (linked(row, _too_little(row, words)) for row in rows if row.column is None),
        "hand list": (linked(row, placed(row)) for row in rows if row.placed is not None),
        "stray list": (linked(row, f"{put.column}. {put.reason}") for row, put in stray),
        "denied list": (linked(row, words.number(row.denied, "excerpt")) for row in rows if row.denied),
        "sensitivity list": (_sensitivity(one, matrix, names, words) for one in matrix.sensitivity),
    }
    for key, lines in lists.items():
        items: tuple[Line, ...] = tuple(lines)
        blocks: tuple[Block, ...] = (Items(items),)
        if items:
            yield Section(words(key), 2, blocks)


def _too_little(row: shapes.Row, words: Words) -> str:
    """Why a theme has no column, with the numbers there are."""
    said = words(f"why {row.why}") if row.by_rule is None and row.why not in ("denied", "interviewer") else ""
    counts = [words.number(row.total.excerpts, "excerpt")] if row.total.excerpts else []
    counts += [words("denied n", n=words.number(row.denied, "excerpt"))] if row.denied else []
    counts += [words("ignored n", n=words.number(row.ignored, "excerpt"))] if row.ignored else []
    return ", ".join(filter(None, (said, *counts))) or words("none")


def _sensitivity(one: shapes.Sensitivity, matrix: shapes.Matrix, names: Mapping[str, str], words: Words) -> Line:
    noun = {"min_informants": "informant", "min_interviews": "interview"}.get(one.setting, "")
    setting = words(one.setting, n=words.number(one.value, noun)) if noun else words(one.setting)
    changes = (
        f"{names[change.theme]} ({column_in_words(change.before, matrix, words)}"
        f" → {column_in_words(change.after, matrix, words)})"
        for change in one.changes
    )
    return Text(setting[0].upper() + setting[1:], strong=True), Text(f": {'; '.join(changes) or words('no change')}")
