"""A report: everything a study has found, in one document that can be read without having seen the study.

The sections of the other exports are joined to parts of it; what stands in each is decided here, what the numbers are
is not. Links lead to sections of the report, and those that would lead nowhere are taken away.
"""

from collections.abc import Callable, Iterable, Iterator

from workbench.exports.anchors import Anchors, slug
from workbench.exports.document import UNKNOWN, Block, Document, Records, Section
from workbench.exports.of_crosstab import crosstab
from workbench.exports.of_survey import survey as survey_of
from workbench.exports.report import parts
from workbench.exports.report.checklists import checklists
from workbench.exports.report.joining import settled, shifted
from workbench.exports.report.method import method
from workbench.exports.report.opening import opening, reproducing
from workbench.exports.report.survey import survey
from workbench.exports.report.tables import sensitivity, table
from workbench.exports.report.themes import pages
from workbench.exports.report.values import (
    PARTS,
    PLOTS,
    Cited,
    Facts,
    Given,
    Round,
    Settled,
    Source,
    Tabled,
    Theme,
)
from workbench.exports.report.words import ReportWords

__all__ = [
    "PARTS",
    "PLOTS",
    "Cited",
    "Facts",
    "Given",
    "Round",
    "Settled",
    "Source",
    "Tabled",
    "Theme",
    "report",
    "without_place",
]

CHECKLISTS, REPRODUCE = "checklists", "reproduce"


def report(given: Given, language: str, command: str = "workbench export report") -> Document:
    """The report; ``command`` is what writes it again, up to the place in the log."""
    words = ReportWords(language)
    made = _Made(given, language, words)
    there = {part: made.part(part) for part in PARTS if part in given.parts and part != CHECKLISTS}
    if CHECKLISTS in given.parts:  # last, for they lead to the others
        places = {part: made.places[part] for part, sections in there.items() if sections}
        listed = checklists(given, places, made.places[CHECKLISTS], words)
        there = {part: listed if part == CHECKLISTS else there.get(part, ()) for part in PARTS}
    headings = [(words.heading(part), made.places[part]) for part, sections in there.items() if sections]
    sections = [opening(given, words, headings)._replace(anchor=made.top)]
    sections += [section for part in there.values() for section in part]
    if given.source.place:
        again = reproducing(given.source, command, words)
        sections.append(Section(words.heading(REPRODUCE), 2, again, slug(words.heading(REPRODUCE))))
    return Document(language, settled(sections), Records((), ()), _data(given, language))


def without_place(document: Document) -> Document:
    """A report without the place in the log at its end: letters and numbers that only look like somebody's."""
    heading = ReportWords(document.language).heading(REPRODUCE)
    return document._replace(sections=tuple(s for s in document.sections if s.level != 2 or s.title != heading))


class _Made:
    """Makes the parts, and gives each its place."""

    def __init__(self, given: Given, language: str, words: ReportWords) -> None:
        self._given = given
        self._language = language
        self._words = words
        anchors = Anchors()
        self.top = anchors.new(words("untitled"))
        self.places = {part: anchors.new(words.heading(part)) for part in PARTS}
        self._guide = anchors.new(words("guide"))
        self._tables = [anchors.new(tabled.name) for tabled in given.tables]
        rows = given.tables[0].matrix.rows if given.tables else ()
        self._themes = {row.theme: anchors.new(row.path.rpartition(" / ")[2]) for row in rows}
        self._paths = {row.path: self._themes[row.theme] for row in rows}

    def part(self, part: str) -> tuple[Section, ...]:
        """The sections of a part; none where there is nothing to put into it."""
        make: dict[str, Callable[[], Iterator[Section]]] = {
            "overview": self._overview,
            "method": lambda: self._one("method", method(self._given, self._words)),
            "matrices": self._matrices,
            "themes": self._pages,
            "codebook": lambda: self._one("codebook", parts.codebook(self._given.codebook, self._words)),
            "agreement": self._agreement,
            "saturation": self._saturation,
            "survey": self._survey,
            "sensitivity": self._sensitivity,
        }
        return tuple(make[part]())

    def _one(self, part: str, blocks: Iterable[Block]) -> Iterator[Section]:
        if made := tuple(blocks):
            yield Section(self._words.heading(part), 2, made, self.places[part])

    def _several(self, part: str, sections: Iterable[Section]) -> Iterator[Section]:
        if made := tuple(sections):
            yield Section(self._words.heading(part), 2, (), self.places[part])
            yield from made

    def _overview(self) -> Iterator[Section]:
        if self._given.overview:
            yield from self._one("overview", parts.material(self._given.overview, self._language, self._words))
            if questions := parts.guide(self._given.facts.questions, self._words):
                yield Section(self._words("guide"), 3, questions, self._guide)

    def _matrices(self) -> Iterator[Section]:
        tables = self._given.tables
        made = (
            section
            for number, (tabled, anchor) in enumerate(zip(tables, self._tables, strict=True))
            for section in table(tabled, anchor, self._paths, self._words, tables[0] if number else None)
        )
        return self._several("matrices", made)

    def _pages(self) -> Iterator[Section]:
        if self._given.tables:
            themes = {theme.id: theme for theme in self._given.themes}
            yield from self._several(
                "themes", pages(self._given.tables[0], themes, self._themes, self._language, self._words)
            )

    def _agreement(self) -> Iterator[Section]:
        found = self._given.agreement
        if found and found.double:
            figure = self._given.figures.get("agreement")
            yield from self._one("agreement", parts.agreement(found, self._paths, self._words, figure))

    def _saturation(self) -> Iterator[Section]:
        found = self._given.curve
        if found and found.curve.steps:
            yield from self._one(
                "saturation", parts.saturation(found, self._words, self._given.figures.get("saturation"))
            )

    def _survey(self) -> Iterator[Section]:
        place, given = self.places["survey"], self._given
        made = [
            section
            for number, one in enumerate(given.surveys, 1)
            for section in survey(one, f"{place}-{number}", self._paths, self._language)
        ]
        if given.crosstabs:
            tables = crosstab(given.crosstabs, UNKNOWN, self._language)
            made += shifted(tables.sections, level=3, prefix=f"{place}-x", links={})
        return self._several("survey", made)

    def _sensitivity(self) -> Iterator[Section]:
        place = self.places["sensitivity"]
        named = zip(self._given.tables, self._tables, strict=True)
        made = (one for tabled, anchor in named for one in sensitivity(tabled, f"{place}-{anchor}", self._words))
        return self._several("sensitivity", made)


def _data(given: Given, language: str) -> dict[str, object]:
    """The report for other programs: what it was made from, and the data of its parts."""
    source = given.source
    paths = {row.theme: row.path for tabled in given.tables[:1] for row in tabled.matrix.rows}
    return {
        "study": source.title,
        "approach": source.approach,
        "layer": source.layer,
        "coders": list(source.coders),
        "log": source.log,
        "position": source.place,
        "date": source.day,
        "version": source.version,
        "blind": list(source.blind),
        "parts": [part for part in PARTS if part in given.parts],
        "matrices": [tabled.document.data for tabled in given.tables],
        "themes": [_theme_data(theme, paths.get(theme.id, "")) for theme in given.themes],
        "surveys": [survey_of(one, None, UNKNOWN, language).data for one in given.surveys],
    }


def _theme_data(theme: Theme, path: str) -> dict[str, object]:
    return {
        "code": path,
        "definition": theme.definition,
        "summaries": [{"about": about, "words": said} for about, said in theme.summaries],
        "quotes": [_cited(one) for one in theme.quotes],
        "counter_evidence": [_cited(one) for one in theme.denials],
    }


def _cited(one: Cited) -> dict[str, str]:
    return {"shown": one.shown, "attribution": one.attribution, "source": one.source}
