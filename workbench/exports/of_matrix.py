"""A matrix as a document: the table, the note, what did not fit into the table, and what is behind every number."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from workbench.exports import shapes, survey_shapes
from workbench.exports.anchors import Anchors
from workbench.exports.data import data, records
from workbench.exports.document import Block, Document, Figure, Items, Line, Paragraph, Provenance, Section, Text
from workbench.exports.in_words import basis_in_words, column_in_words, rule_in_words
from workbench.exports.passages import Cited, Shown, passage_records
from workbench.exports.spoken import COUNTS, NUMBERS, how_many
from workbench.exports.table_notes import notes
from workbench.exports.theme_section import Behind, theme_sections
from workbench.exports.theme_table import carried, columns_shown, theme_table
from workbench.exports.words import Words

SEPARATOR = " / "
EXCERPTS = "excerpts"
"""The sheet of a workbook that has the passages, one a row."""


def matrix(
    matrix: shapes.Matrix,
    provenance: Provenance,
    language: str,
    excerpts: Mapping[str, Sequence[Cited]] | None = None,
    denials: Mapping[str, Sequence[Cited]] | None = None,
    *,
    wordings: Mapping[str, str] | None = None,
    summaries: Mapping[str, str] | None = None,
    quotes: Mapping[str, Sequence[Shown]] | None = None,
    survey: Mapping[str, Sequence[survey_shapes.ThemeResult]] | None = None,
    figure: Figure | None = None,
) -> Document:
    """The document of ``matrix``; ``language`` (a BCP 47 tag) is that of the words around the numbers.

    ``excerpts`` and ``denials``: theme id -> the passages to list as evidence and counter-evidence (none: no passages);
    of a theme with others below it only what is not listed there. ``wordings``: theme id -> what it is called in the
    table; ``summaries``: what its evidence comes to; ``quotes``: those chosen to be shown; ``survey``: the indices
    that are linked to it. ``figure`` stands under the
    table. Every row is in the table or in one of the lists, and every theme with anything coded has a section of its
    own, where the links lead.
    """
    words, anchors = Words(language), Anchors()
    names, places = _names(matrix.rows, wordings or {}), _anchors(matrix.rows, anchors)
    counts = matrix.rule.counts if matrix.rule.counts in COUNTS else NUMBERS
    behind = _behind(matrix, places, excerpts or {}, denials or {}, wordings or {}, summaries or {}, quotes or {})
    behind = {theme: one._replace(survey=(survey or {}).get(theme, ())) for theme, one in behind.items()}
    sections = [
        section
        for row in matrix.rows
        if row.theme in places
        for section in theme_sections(row, matrix, words, places[row.theme], anchors.new, behind[row.theme])
    ]
    paths = {row.theme: row.path for row in matrix.rows}
    listed = excerpts is not None or denials is not None
    return Document(
        language=language,
        sections=(
            _table(matrix, provenance, names, places, words, counts, figure),
            *_lists(matrix, names, places, words, counts),
            *([Section(words("evidence"), 2, ())] if sections else []),
            *sections,
        ),
        records=records(matrix, provenance, wordings or {}),
        data=data(matrix, provenance, wordings or {}, summaries or {}, quotes, excerpts, denials, survey or {}),
        sheets={EXCERPTS: passage_records(paths, excerpts or {}, denials or {})} if listed else {},
    )


def _table(
    matrix: shapes.Matrix,
    provenance: Provenance,
    names: Mapping[str, str],
    anchors: Mapping[str, str],
    words: Words,
    counts: str,
    figure: Figure | None,
) -> Section:
    """The table, the rule and the basis under it."""
    shown = columns_shown(matrix)
    marked = any(carried(row) for row in matrix.rows if row.column in shown)
    return Section(
        matrix.rule.title or matrix.rule.name or words("matrix"),
        1,
        (
            theme_table(matrix, names, anchors, words, counts),
            Paragraph(rule_in_words(matrix, words, counts, carried=marked)),
            Paragraph(basis_in_words(matrix, provenance, words)),
            *([figure] if figure else []),
        ),
    )


def _names(rows: Sequence[shapes.Row], wordings: Mapping[str, str]) -> dict[str, str]:
    """What a theme is called in the table: as it was worded, by its name, or by its path where two share a name."""
    own = {row.theme: wordings.get(row.theme) or row.path.rsplit(SEPARATOR, 1)[-1] for row in rows}
    times = Counter(own.values())
    return {
        row.theme: own[row.theme] if times[own[row.theme]] == 1 or row.theme in wordings else row.path for row in rows
    }


def _anchors(rows: Iterable[shapes.Row], anchors: Anchors) -> dict[str, str]:
    with_section = (row for row in rows if row.total.excerpts or row.denied or row.ignored)
    return {row.theme: anchors.new(row.path.rsplit(SEPARATOR, 1)[-1]) for row in with_section}


def _behind(
    matrix: shapes.Matrix,
    anchors: Mapping[str, str],
    excerpts: Mapping[str, Sequence[Cited]],
    denials: Mapping[str, Sequence[Cited]],
    wordings: Mapping[str, str],
    summaries: Mapping[str, str],
    quotes: Mapping[str, Sequence[Shown]],
) -> dict[str, Behind]:
    """Theme -> what is shown of it beside its numbers."""
    below: dict[str | None, list[tuple[str, str, int]]] = defaultdict(list)
    for row in matrix.rows:
        if row.theme in anchors:
            name = row.path.rsplit(SEPARATOR, 1)[-1]
            below[row.parent].append((name, anchors[row.theme], row.total.excerpts))
    return {
        theme: Behind(
            wordings.get(theme, ""),
            summaries.get(theme, ""),
            below[theme],
            quotes.get(theme, ()),
            excerpts.get(theme, ()),
            denials.get(theme, ()),
        )
        for theme in anchors
    }


def _lists(
    matrix: shapes.Matrix, names: Mapping[str, str], anchors: Mapping[str, str], words: Words, counts: str
) -> Iterable[Section]:
    def linked(row: shapes.Row, said: str) -> Line:
        name = Text(names[row.theme], strong=True, to=anchors.get(row.theme, ""))
        return (name, Text(f": {said}")) if said else (name,)

    def excerpts(n: int) -> str:
        return words.number(n, "excerpt") if counts == NUMBERS else ""

    def placed(row: shapes.Row) -> str:
        where = column_in_words(row.column, matrix, words)
        return f"{where} ({words('by hand', column=column_in_words(row.by_rule, matrix, words))}). {row.placed}"

    rows, known = matrix.rows, {row.theme: row for row in matrix.rows}
    stray = [(known[put.theme], put) for put in matrix.stray if put.theme in known]
    lists: dict[str, Iterable[Line]] = {
        "mixed list": (linked(row, how_many(row, words, counts, spelt=True)) for row in rows if row.column == "mixed"),
        "few list": (linked(row, _too_little(row, words, counts)) for row in rows if row.column is None),
        "hand list": (linked(row, placed(row)) for row in rows if row.placed is not None),
        "stray list": (linked(row, f"{put.column}. {put.reason}") for row, put in stray),
        "denied list": (linked(row, excerpts(row.denied)) for row in rows if row.denied),
        "notes list": notes(matrix, words),
        "sensitivity list": (_sensitivity(one, matrix, names, words) for one in matrix.sensitivity),
    }
    for key, lines in lists.items():
        items: tuple[Line, ...] = tuple(lines)
        blocks: tuple[Block, ...] = (Items(items),)
        if items:
            yield Section(words(key), 2, blocks)


def _too_little(row: shapes.Row, words: Words, counts: str) -> str:
    """Why a theme has no column, with the numbers there are."""
    said = words(f"why {row.why}") if row.by_rule is None and row.why not in ("denied", "interviewer") else ""
    if counts != NUMBERS:
        return said or words(f"why {row.why}" if row.by_rule is None else "none")
    numbers = [words.number(row.total.excerpts, "excerpt")] if row.total.excerpts else []
    numbers += [words("denied n", n=words.number(row.denied, "excerpt"))] if row.denied else []
    numbers += [words("ignored n", n=words.number(row.ignored, "excerpt"))] if row.ignored else []
    return ", ".join(filter(None, (said, *numbers))) or words("none")


def _sensitivity(one: shapes.Sensitivity, matrix: shapes.Matrix, names: Mapping[str, str], words: Words) -> Line:
    noun = {"min_informants": "informant", "min_interviews": "interview"}.get(one.setting, "")
    setting = words(one.setting, n=words.number(one.value, noun)) if noun else words(one.setting)
    changes = (
        f"{names[change.theme]} ({column_in_words(change.before, matrix, words)}"
        f" → {column_in_words(change.after, matrix, words)})"
        for change in one.changes
    )
    return Text(setting[0].upper() + setting[1:], strong=True), Text(f": {'; '.join(changes) or words('no change')}")
