"""A survey in a report: its indices and answers in tables narrow enough for a standing page."""

from collections.abc import Iterable, Mapping

from workbench.exports import survey_shapes as shapes
from workbench.exports.document import Items, Line, Paragraph, Section, Table, Text, plain
from workbench.exports.of_survey import CAUTION, MARK
from workbench.exports.survey_words import Words

LEVEL = 3
_BETWEEN = "/"  # without spaces, so that no line ends in the middle of it


def survey(result: shapes.SurveyResult, anchor: str, themes: Mapping[str, str], language: str) -> tuple[Section, ...]:
    """Who answered, every index by group, every question by group; ``themes``: path -> the theme's page."""
    words = Words(language)
    low, high = (f"{step} ({label})" for step, label in (result.scale[0], result.scale[-1]))
    rules = [words("survey rule", low=low, high=high), words("survey caution", n=CAUTION)]
    notes = [words(f"note {note.kind}", subject=note.subject, n=note.n) for note in result.notes]
    return (
        Section(
            result.title,
            LEVEL,
            (
                Paragraph(plain(_people(result, words))),
                _indices(result, themes, words),
                Items(tuple(map(plain, (*rules, *notes)))),
            ),
            anchor,
        ),
        Section(
            words("survey questions"),
            LEVEL + 1,
            (_answers(result, words), Paragraph(plain(words("survey answers rule")))),
            f"{anchor}-{1}",
        ),
    )


def _people(result: shapes.SurveyResult, words: Words) -> str:
    said = words("survey person" if result.respondents == 1 else "survey people", n=result.respondents)
    groups = ", ".join(f"{label} {_number(result.sizes[group])}" for group, label in result.groups)
    return f"{said}: {groups}." if groups else f"{said}."


def _number(n: int) -> str:
    return f"{n} {MARK}" if n < CAUTION else str(n)


def _indices(result: shapes.SurveyResult, themes: Mapping[str, str], words: Words) -> Table:
    rows: list[tuple[Line, ...]] = []
    for index in result.themes:
        groups = [(words("survey everybody"), index.total)]
        groups += [(label, index.groups[group]) for group, label in result.groups]
        for number, (label, stat) in enumerate(groups):
            name: Line = () if number else (Text(index.label, to=themes.get(index.path, "")),)
            value = words.decimal(stat.mean) + (f"±{words.decimal(stat.sd)}" if stat.sd is not None else "")
            rows.append((name, plain(label), plain(value), plain(_number(stat.n))))
    header = (words("survey index"), words("survey group"), f"{words('survey mean')}±{words('survey sd')}")
    return Table((*header, words("survey n")), tuple(rows), frozenset({2, 3}), heads=2)


def _answers(result: shapes.SurveyResult, words: Words) -> Table:
    rows = tuple(row for index in result.themes for item in index.distributions for row in _item(item, result, words))
    (low, first), (high, last) = result.scale[0], result.scale[-1]
    answers = f"{low} {first} – {high} {last}, %"
    return Table((words("survey question"), words("survey group"), answers, words("survey n")), rows, frozenset({3}))


def _item(item: shapes.ItemResult, result: shapes.SurveyResult, words: Words) -> Iterable[tuple[Line, ...]]:
    groups = [(words("survey everybody"), item.total)]
    groups += [(label, item.groups[group]) for group, label in result.groups]
    for number, (label, said) in enumerate(groups):
        question = "" if number else item.question + (" ↔" if item.reverse else "")
        shares = _BETWEEN.join(f"{100 * share:.0f}" for share in said.shares) if said.n else "–"
        yield plain(question) if question else (), plain(label), plain(shares), plain(_number(said.n))
