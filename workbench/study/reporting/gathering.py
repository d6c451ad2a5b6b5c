"""Gathers what a report is made of from the rooms of a study, and holds every quotation against what was said."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from workbench import __version__
from workbench.errors import InputError
from workbench.exports.of_codebook import Entry
from workbench.exports.plots import forest, heat, saturation
from workbench.exports.report.values import PARTS, PLOTS, Cited, Given, Source, Tabled, Theme
from workbench.exports.report.words import ReportWords
from workbench.sanitise import line
from workbench.study.base import Base
from workbench.study.reporting.facts import facts
from workbench.study.reporting.standing import last_day, place_of
from workbench.study.reporting.values import ReportAsked
from workbench.study.saturation import CurveAsked
from workbench.study.words import NOTES, shown
from workbench.synthesis import Evidence, Matrix
from workbench.synthesis.quotes import fair

if TYPE_CHECKING:
    from workbench.study import Study
    from workbench.study.quotes import Picked

OVERVIEW = "transcripts"
UNSAID = "unsaid"
"""A risk of its own: what stands in quotation marks in a summary is not what was said."""
HELD = ("exact", "ambiguous")
_MARKS = set('"“”„«»‘’')
DENIALS = 2
"""Quotations of a theme that say the opposite: so many at most."""


class Gathering:
    """Reads one study once, for one report."""

    def __init__(self, study: "Study", base: Base, asked: ReportAsked, *, look: bool) -> None:
        """``look``: look through the texts for what may identify somebody, where nobody has yet."""
        self._study = study
        self._base = base
        self._asked = asked
        self._look = look
        self._parts = frozenset(PARTS) - asked.without
        surveys = [study.surveys.get(name) for name in study.surveys.names()]
        self._answered = [one for one in surveys if one.respondents]
        self.risks: Counter[str] = Counter()

    def given(self) -> Given:
        """Everything the report holds. Raises ``InputError`` for a quotation that is not what was said."""
        study, parts, figures = self._study, self._parts, {}
        tables = tuple(self._table(name, first=not number) for number, name in enumerate(self._names()))
        tables = tuple(table for table in tables if table.matrix.rows)
        layer = self._asked.layer or (tables[0].matrix.rule.layer if tables else "all")
        agreement = study.agreement.table()
        curve = study.saturation.curve(CurveAsked(layer=layer))
        if self._drawn and "agreement" in parts and agreement.double:
            figures["agreement"] = forest(agreement, self._language)
        if self._drawn and "saturation" in parts and curve.curve.steps:
            figures["saturation"] = saturation(curve, self._language)
        return Given(
            self._source(layer),
            facts(study, self._base),
            study.synthesis.overview(),
            tables,
            tuple(self._themes(tables[0], layer)) if tables and "themes" in parts else (),
            tuple(self._entries()) if "codebook" in parts else (),
            agreement,
            curve,
            tuple(self._answered) if "survey" in parts else (),
            tuple(study.surveys.tables().values()) if "survey" in parts else (),
            figures,
            parts,
        )

    @property
    def _language(self) -> str:
        return self._base.settings.language

    @property
    def _drawn(self) -> bool:
        return PLOTS not in self._asked.without

    def _source(self, layer: str) -> Source:
        base, basis = self._base, self._study.synthesis.provenance(layer)
        mark = base.mark()
        return Source(
            base.settings.title,
            base.settings.approach,
            basis.layer,
            basis.coders,
            mark,
            place_of(base) if mark else "",
            last_day(base),
            __version__,
            self._study.progress.blind(),
        )

    # --- the tables

    def _names(self) -> list[str]:
        """The matrices that are wanted; not the data overview, which is a part of its own."""
        synthesis = self._study.synthesis
        wanted = self._asked.matrices or tuple(synthesis.names())
        return [name for name in wanted if synthesis.rule(name).rows != OVERVIEW]

    def _table(self, name: str, *, first: bool) -> Tabled:
        synthesis = self._study.synthesis
        changes: dict[str, Any] = {"layer": self._asked.layer} if self._asked.layer else {}
        matrix = synthesis.matrix(name, **changes)
        # The first page says which study and which log: under each table stands only whose codings it counts.
        basis = synthesis.provenance(matrix.rule.layer)._replace(study="", log="", date="")
        document = synthesis.tables.document(name, provenance=basis, **changes)
        drawn = first and self._drawn and "matrices" in self._parts and any(row.total.excerpts for row in matrix.rows)
        return Tabled(name, matrix, document, heat(matrix, self._language) if drawn else None)

    def _entries(self) -> Iterable[Entry]:
        codes = self._study.codes.list(counts=False)
        paths = {code.id: code.path for code in codes}
        return (
            Entry(
                path=code.path,
                name=code.name,
                level=code.depth + 1,
                parent=paths.get(code.parent or "", ""),
                definition=code.definition,
                include=code.include,
                exclude=code.exclude,
                example=shown(code.example),
            )
            for code in codes
        )

    # --- the themes

    def _themes(self, table: Tabled, layer: str) -> Iterable[Theme]:
        codes = {code.id: code for code in self._study.codes.list(counts=False)}
        quotes, denials, summaries = self._quotes(table, layer), self._denials(table), self._summaries()
        called = self._study.synthesis.wordings(table.name)
        for row in table.matrix.rows:
            code = codes.get(row.theme)
            yield Theme(
                row.theme,
                code.definition if code else "",
                tuple(summaries.get(row.theme, ())),
                tuple(map(_cited, quotes.get(row.theme, ()))),
                tuple(map(_cited, denials.get(row.theme, ()))),
                tuple(self._surveyed(row.theme)),
                called.get(row.theme, ""),
            )

    def _quotes(self, table: Tabled, layer: str) -> Mapping[str, list["Picked"]]:
        """Theme -> its quotations: what is coded with the theme itself, so that nothing stands twice."""
        found: dict[str, list[Picked]] = defaultdict(list)
        if self._asked.quotes > 0:
            quotes = self._study.quotes
            for one in quotes.of_each(quotes.list(matrix=table.name, layer=layer, look=self._look), self._asked.quotes):
                found[one.theme].append(self._held(one))
        return found

    def _denials(self, table: Tabled) -> Mapping[str, list["Picked"]]:
        """Theme -> quotations that say the opposite, of different informants as far as there are any."""
        if self._asked.quotes <= 0:
            return {}
        matrix: Matrix = table.matrix  # type: ignore[assignment]
        passages: dict[tuple[str, str, int, int], list[Evidence]] = defaultdict(list)
        for item in matrix.denied:
            passages[item.theme, item.transcript, item.start, item.end].append(item)
        quotes = self._study.synthesis.quotes(map(tuple, passages.values()))
        shown = {one.span: one for one in self._study.quotes.of("", quotes)}
        said: dict[str, list[Picked]] = defaultdict(list)
        for (theme, *_), quote in zip(passages, quotes, strict=True):
            said[theme].append(shown[quote.revision, quote.start, quote.end])
        groups = tuple(self._base.settings.groups)
        return {
            theme: [self._held(one) for one in fair(given, DENIALS, groups=groups)] for theme, given in said.items()
        }

    def _held(self, one: "Picked") -> "Picked":
        """``one``, if it is what was said. Raises ``InputError`` naming the place."""
        found = self._study.quotes.compare(*one.span, one.shown)
        if one.drifted or not found.holds:
            why = f": {line(found.what, 200)}" if found.what else ""
            raise InputError(
                f"the quotation of {one.source} under {line(one.path, 80)} is not what was said{why}",
                "`workbench quotes check` lists all that do not hold; edit it, or unpick it. Nothing was written.",
            )
        self.risks.update(one.risks)
        return one

    def _summaries(self) -> Mapping[str, list[tuple[str, str]]]:
        """Theme -> (group, or "" for all of it; what its evidence comes to); not of persons, whom it names."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for one in self._study.summaries.list():
            if one.about in ("", "group") and one.words not in NOTES:
                found[one.theme].append((one.label if one.about else "", one.words))
        said = "\n\n".join(words for each in found.values() for _, words in each)
        if _MARKS & set(said):
            wrong = sum(one.status not in HELD for one in self._study.search.verify(said))
            self.risks.update({UNSAID: wrong} if wrong else {})
        return found

    # --- the survey

    def _surveyed(self, theme: str) -> Iterable[tuple[str, tuple[str, ...]]]:
        """The indices that are linked to the theme itself, with a line for each group that answered."""
        words = ReportWords(self._language)
        for index in (one for result in self._answered for one in result.themes if one.code == theme):
            groups = [(index.labels.get(group, group), stat) for group, stat in index.groups.items() if stat.n]
            yield index.label, tuple(words.index(label, stat) for label, stat in groups)


def _cited(one: "Picked") -> Cited:
    return Cited(one.shown, one.attribution.text, one.source, one.people)
