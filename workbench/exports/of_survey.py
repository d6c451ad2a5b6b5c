"""A survey as a document: every index beside the theme it is linked to, and how each question was answered."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workbench.exports import shapes
from workbench.exports import survey_shapes as survey_of
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
from workbench.exports.in_words import column_in_words
from workbench.exports.survey_words import Words

CAUTION = 40
"""Fewer persons than this are marked."""
MARK = "!"

_RECORD = (
    *("survey", "index", "theme", "kind", "item", "question", "reversed", "group"),
    *("n", "missing", "mean", "sd", "caution"),
)
_BESIDE = ("column", "informants", "of_informants", "interviews", "excerpts", "layer", "log")


class _Beside(NamedTuple):
    """What the interviews say of a theme, in all or in one group."""

    column: str
    informants: int
    of: int | None
    interviews: int
    excerpts: int


def survey(
    result: survey_of.SurveyResult, matrix: shapes.Matrix | None, provenance: Provenance, language: str
) -> Document:
    """The document of a survey; ``matrix`` is where the themes' own numbers are read, None without them."""
    return _Survey(result, matrix, provenance, Words(language), language).document()


class _Survey:
    def __init__(
        self,
        result: survey_of.SurveyResult,
        matrix: shapes.Matrix | None,
        provenance: Provenance,
        words: Words,
        language: str,
    ) -> None:
        self._result = result
        self._matrix = matrix
        self._rows = {row.theme: row for row in matrix.rows} if matrix else {}
        self._provenance = provenance
        self._words = words
        self._language = language

    def document(self) -> Document:
        result, words = self._result, self._words
        head: list[Block] = [Paragraph(plain(self._people()))]
        sections = [Section(result.title, 1, (*head, *self._basis()), "survey")]
        if result.respondents:
            indices: tuple[Block, ...] = (self._indices(), Items(tuple(map(plain, self._rules()))))
            sections.append(Section(words("survey indices"), 2, indices, "survey-indices"))
            sections.append(
                Section(words("survey questions"), 2, (Paragraph(plain(words("survey answers rule"))),), "survey-items")
            )
            anchors = Anchors()
            sections += [
                Section(theme.label, 3, (self._answers(theme),), f"survey-{anchors.new(theme.id)}")
                for theme in result.themes
            ]
        if result.notes:
            notes = tuple(plain(words(f"note {n.kind}", subject=n.subject, n=n.n)) for n in result.notes)
            sections.append(Section(words("survey notes"), 2, (Items(notes),), "survey-notes"))
        return Document(self._language, tuple(sections), self._records(), self._data())

    # --- to be read

    def _people(self) -> str:
        """How many answered, and of which groups."""
        result, words = self._result, self._words
        if not result.respondents:
            return words("survey none")
        said = words("survey person" if result.respondents == 1 else "survey people", n=result.respondents)
        groups = ", ".join(
            f"{label} {result.sizes[group]}{self._mark(result.sizes[group])}" for group, label in result.groups
        )
        return f"{said}: {groups}" if groups else f"{said}."

    def _rules(self) -> list[str]:
        words, scale = self._words, self._result.scale
        low, high = (f"{step} ({label})" for step, label in (scale[0], scale[-1])) if scale else ("–", "–")
        said = [words("survey rule", low=low, high=high), words("survey caution", n=CAUTION)]
        return [*said, words("survey beside")] if self._matrix else said

    def _basis(self) -> tuple[Block, ...]:
        words, provenance = self._words, self._provenance
        layer = provenance.layer or (self._matrix.rule.layer if self._matrix else "")
        said = [
            provenance.study,
            f"{words('layer')}: {words.layer(layer)}" if layer and self._matrix else "",
            f"{words('coders')}: {words.listed(provenance.coders)}" if provenance.coders and self._matrix else "",
            f"{words('log')} {provenance.log}" if provenance.log else "",
            provenance.date,
        ]
        told = "; ".join(filter(None, said))
        return (Paragraph((Text(words("provenance"), emphasis=True), Text(f" {told}."))),) if told else ()

    def _indices(self) -> Table:
        words = self._words
        keys = ["survey index", "survey group", "survey n", "survey mean", "survey sd", "survey missing"]
        beside = ["survey theme", "survey voiced", "interviews"] if self._matrix else []
        rows = [self._index(*found) for theme in self._result.themes for found in self._by_group(theme)]
        header = tuple(map(words, (*keys, *beside)))
        numbers = frozenset((2, 3, 4, 5, *((8,) if beside else ())))
        return Table(header, tuple(rows), numbers, heads=2)

    def _by_group(
        self, theme: survey_of.ThemeResult
    ) -> Iterable[tuple[survey_of.ThemeResult, str, str, survey_of.IndexStat]]:
        yield theme, "", self._words("survey everybody"), theme.total
        for group, label in self._result.groups:
            yield theme, group, label, theme.groups[group]

    def _index(
        self, theme: survey_of.ThemeResult, group: str, label: str, stat: survey_of.IndexStat
    ) -> tuple[Line, ...]:
        words, beside = self._words, self._beside(theme, group)
        cells = [
            plain("" if group else theme.label),
            plain(label),
            plain(f"{stat.n}{self._mark(stat.n)}"),
            plain(words.decimal(stat.mean)),
            plain(words.decimal(stat.sd)),
            plain(str(stat.missing)),
        ]
        if self._matrix is None:
            return tuple(cells)
        if group:
            about = ""
        else:
            about = f"{theme.path} ({beside.column})" if beside else theme.path or words("survey not linked")
        voiced = interviews = "–"
        if beside:
            of = beside.of
            voiced = str(beside.informants) if of is None else words("survey of", n=beside.informants, all=of)
            interviews = str(beside.interviews)
        return (*cells, plain(about), plain(voiced), plain(interviews))

    def _mark(self, n: int) -> str:
        return MARK if n < CAUTION else ""

    def _answers(self, theme: survey_of.ThemeResult) -> Table:
        """One row for every question and group: how many of them said what."""
        words, scale = self._words, self._result.scale
        rows: list[tuple[Line, ...]] = []
        shades: dict[tuple[int, int], float] = {}
        for item in theme.distributions:
            question = item.question + (" ↔" if item.reverse else "")
            found = [(words("survey everybody"), item.total)]
            found += [(label, item.groups[group]) for group, label in self._result.groups]
            for i, (label, said) in enumerate(found):
                shades |= {(len(rows), 2 + k): share for k, share in enumerate(said.shares)}
                cells = [f"{words.percent(share)} ({n})" for n, share in zip(said.counts, said.shares, strict=True)]
                n = f"{said.n}{self._mark(said.n)}"
                rows.append(tuple(map(plain, ("" if i else question, label, *cells, n, str(said.missing)))))
        steps = (f"{step} {label}" if label != str(step) else label for step, label in scale)
        header = (words("survey question"), words("survey group"), *steps, words("survey n"), words("survey missing"))
        return Table(header, tuple(rows), frozenset(range(2, len(header))), heads=2, shades=shades)

    def _beside(self, theme: survey_of.ThemeResult, group: str) -> _Beside | None:
        """What the interviews say of the index's theme; None where it has none, or the matrix has not that group."""
        matrix, row = self._matrix, self._rows.get(theme.code)
        if matrix is None or row is None:
            return None
        column = column_in_words(row.column, matrix, self._words)
        if not group:
            spread = row.spread
            return _Beside(column, row.total.informants, spread.of_informants, row.total.interviews, row.total.excerpts)
        if group not in dict(matrix.groups):
            return None
        count = row.groups.get(group)
        of = matrix.denominators.get(group)
        if count is None:
            return _Beside(column, 0, of, 0, 0)
        return _Beside(column, count.informants, of, count.interviews, count.excerpts)

    # --- for programs

    def _records(self) -> Records:
        steps = tuple(f"answered_{step}" for step, _ in self._result.scale)
        return Records((*_RECORD, *steps, *_BESIDE), tuple(self._record_rows(len(steps))))

    def _record_rows(self, steps: int) -> Iterable[tuple[str | int | float | None, ...]]:
        result, none = self._result, (None,) * steps
        for theme in result.themes:
            for _, group, _, stat in self._by_group(theme):
                of = (result.name, theme.label, theme.path, "index", None, None, None, group or None)
                numbers = (stat.n, stat.missing, stat.mean, stat.sd, int(stat.caution))
                yield (*of, *numbers, *none, *self._beside_cells(theme, group))
            for item in theme.distributions:
                for group, said in (("", item.total), *item.groups.items()):
                    asked = (item.item, item.question, int(item.reverse), group or None)
                    numbers = (said.n, said.missing, None, None, int(said.caution))
                    last = (*(None,) * 5, None, self._provenance.log)
                    yield (result.name, theme.label, theme.path, "item", *asked, *numbers, *said.counts, *last)

    def _beside_cells(self, theme: survey_of.ThemeResult, group: str) -> Sequence[str | int | None]:
        found, matrix = self._beside(theme, group), self._matrix
        layer = (self._provenance.layer or matrix.rule.layer) if matrix else None
        return (*(found or (None,) * 5), layer, self._provenance.log)

    def _data(self) -> dict[str, object]:
        result, matrix = self._result, self._matrix
        return {
            "survey": result.name,
            "title": result.title,
            "respondents": result.respondents,
            "groups": [{"id": g, "label": label, "n": result.sizes[g]} for g, label in result.groups],
            "scale": [{"step": step, "label": label} for step, label in result.scale],
            "themes": [self._theme_data(theme) for theme in result.themes],
            "notes": [{"kind": note.kind, "subject": note.subject, "n": note.n} for note in result.notes],
            "caution_below": CAUTION,
            "matrix": matrix.rule.name if matrix else None,
            "layer": (self._provenance.layer or matrix.rule.layer) if matrix else None,
            "study": self._provenance.study,
            "log": self._provenance.log,
            "date": self._provenance.date,
        }

    def _theme_data(self, theme: survey_of.ThemeResult) -> dict[str, object]:
        return {
            "id": theme.id,
            "label": theme.label,
            "code": theme.path or None,
            "linked": bool(theme.code),
            "index": {
                "all": self._stat_data(theme, "", theme.total),
                "groups": {g: self._stat_data(theme, g, theme.groups[g]) for g, _ in self._result.groups},
            },
            "items": [
                {
                    "item": item.item,
                    "question": item.question,
                    "reversed": item.reverse,
                    "all": _said(item.total),
                    "groups": {group: _said(said) for group, said in item.groups.items()},
                }
                for item in theme.distributions
            ],
        }

    def _stat_data(self, theme: survey_of.ThemeResult, group: str, stat: survey_of.IndexStat) -> dict[str, object]:
        beside = self._beside(theme, group)
        return {
            "n": stat.n,
            "mean": stat.mean,
            "sd": stat.sd,
            "missing": stat.missing,
            "caution": stat.caution,
            "interviews": None
            if beside is None
            else {
                "column": beside.column,
                "informants": beside.informants,
                "of_informants": beside.of,
                "interviews": beside.interviews,
                "excerpts": beside.excerpts,
            },
        }


def _said(said: survey_of.Distribution) -> dict[str, object]:
    return {"n": said.n, "missing": said.missing, "counts": list(said.counts), "caution": said.caution}
