"""The tables of the synthesis as documents: the matrix with what is to be read beside its numbers, gathered."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from workbench import exports
from workbench.exports.words import Words
from workbench.study.base import Base, not_found
from workbench.synthesis import Comparison, Evidence, Matrix

if TYPE_CHECKING:
    from workbench.exports.document import Figure
    from workbench.study.codehistory.moments import Moment
    from workbench.study.quotes import Quotes
    from workbench.study.summaries import Summaries
    from workbench.study.surveys import Surveys, ThemeResult
    from workbench.study.synthesis import Quote, Synthesis

OVERVIEW = "transcripts"
"""What ``rows`` says of the table that is the data overview."""


class Tables:
    """Gathers what a table is written with. ``study.synthesis`` has one."""

    def __init__(self, base: Base, synthesis: "Synthesis") -> None:
        self._base = base
        self._synthesis = synthesis
        self._quotes: Quotes | None = None
        self._summaries: Summaries | None = None
        self._surveys: Surveys | None = None

    def ask_of(self, quotes: "Quotes", summaries: "Summaries", surveys: "Surveys") -> None:
        """Where quotations, summaries and surveys come from; they are made after this."""
        self._quotes, self._summaries, self._surveys = quotes, summaries, surveys

    def document(
        self,
        name: str = "",
        *,
        excerpts: bool = False,
        quotes: int = 0,
        counts: str | None = None,
        figure: bool = False,
        at: "Moment | None" = None,
        provenance: exports.Provenance | None = None,
        **changes: Any,
    ) -> exports.Document:
        """A matrix (or the data overview) as a document that every format writes.

        ``excerpts``: with the passages behind every number in an appendix. ``quotes``: so many a theme, chosen fairly.
        ``figure``: with a heat map under the table. ``counts``: how many is said in "numbers", in "words" or not at
        all ("none"); None as study.toml says. ``at``: as it stood then, without passages and quotes, which are those
        of now. ``provenance``: another footnote. ``changes`` replace parts of the rule.
        """
        if counts is not None:
            if counts not in exports.COUNTS:
                raise not_found("way to say how many", counts, exports.COUNTS)
            changes["counts"] = counts
        if at is not None:
            return self._then(at, name, figure, provenance, changes)
        synthesis, language = self._synthesis, self._base.settings.language
        rule = synthesis.changed(name, **changes)
        basis = provenance or synthesis.provenance(rule.layer)
        if rule.rows == OVERVIEW:
            return exports.overview(synthesis.overview(), basis, language, rule.title)
        matrix = synthesis.matrix(name, **changes)
        return exports.matrix(
            matrix,
            basis,
            language,
            self._listed(matrix, changes) if excerpts else None,
            self._denials(matrix) if excerpts else None,
            wordings=synthesis.wordings(rule.name),
            summaries=self._summarised(),
            quotes=self._chosen(matrix, quotes) if quotes > 0 else {},
            survey=self._surveyed(),
            figure=_heat(matrix, basis, language) if figure and matrix.rows else None,
        )

    def _then(
        self,
        at: "Moment",
        name: str,
        figure: bool,
        provenance: exports.Provenance | None,
        changes: Mapping[str, Any],
    ) -> exports.Document:
        """The same of the study as it stood; a table that study.toml did not have yet by the rule of now."""
        now, language = self._synthesis.rule(name), self._base.settings.language
        then = self._synthesis.as_of(at)
        rule = replace(then.rule(now.name) if now.name in then.names() else now, **changes)
        basis = provenance or then.provenance(rule.layer)
        if provenance is None and isinstance(at, str):
            basis = basis._replace(date=Words(language)("as it stood", moment=at))
        if rule.rows == OVERVIEW:
            return exports.overview(then.overview(), basis, language, rule.title)
        matrix = self._synthesis.matrix(now.name, at=at, **changes)
        return exports.matrix(
            matrix,
            basis,
            language,
            wordings=then.wordings(rule.name),
            figure=_heat(matrix, basis, language) if figure and matrix.rows else None,
        )

    def render(self, name: str = "", format: str = "md", **asked: Any) -> str | bytes:
        """``document`` in a format of ``exports.FORMATS``."""
        if format not in exports.FORMATS:
            raise not_found("format", format, exports.FORMATS)
        return exports.FORMATS[format].write(self.document(name, **asked))

    def compared(self, found: Comparison, name: str, before: str, after: str) -> exports.Document:
        """What ``synthesis.compare`` has found, as a document; ``before`` and ``after`` say what was compared."""
        rule, settings = self._synthesis.rule(name), self._base.settings
        basis = self._synthesis.provenance(rule.layer)
        return exports.compared(found, before, after, basis, settings.language, rule.title or rule.name)

    def _listed(self, matrix: Matrix, changes: Mapping[str, Any]) -> dict[str, list[exports.Cited]]:
        """Row of the table → its passages; of a theme with others below it in the table only what is not theirs."""
        home = _Home(self._synthesis, matrix)
        themes = {item.coding: item.theme for item in self._synthesis.voiced(matrix.rule.layer)}
        found: dict[str, list[Quote]] = defaultdict(list)
        for top in home.tops():
            for quote in self._synthesis.evidence(matrix.rule.name, top, **changes):
                rows = (home.of(themes[coding]) for coding in quote.codings if coding in themes)
                for row in dict.fromkeys(rows):
                    found[row].append(quote)
        return self._cited(found)

    def _denials(self, matrix: Matrix) -> dict[str, list[exports.Cited]]:
        """The same of counter-evidence: passages, whoever has marked them."""
        home = _Home(self._synthesis, matrix)
        passages: dict[tuple[str, str, int, int], list[Evidence]] = defaultdict(list)
        for item in matrix.denied:
            passages[home.of(item.theme), item.transcript, item.start, item.end].append(item)
        found: dict[str, list[Quote]] = defaultdict(list)
        quotes = self._synthesis.quotes(map(tuple, passages.values()))
        for (row, *_), quote in zip(passages, quotes, strict=True):
            found[row].append(quote)
        return self._cited(found)

    def _cited(self, found: Mapping[str, Sequence["Quote"]]) -> dict[str, list[exports.Cited]]:
        """Passages with whose words they are: as coarse as has to be so that nobody is told from everybody else."""
        from workbench.study.quotes.people import People
        from workbench.study.quotes.said import Texts

        people, texts = People(self._base), Texts(self._base, self._synthesis.transcripts)
        labels, risks = self._synthesis.groups(), self._risks(found)

        def cited(quote: "Quote") -> exports.Cited:
            known = people.attribution(quote.transcript, quote.speakers, asked=False) if quote.speakers else None
            return exports.Cited(
                quote.transcript,
                quote.start,
                quote.end,
                quote.turn,
                quote.speakers,
                quote.text,
                tuple(labels.get(group, group) for group in quote.groups),
                known.text if known else "",
                quote.coders,
                quote.starred,
                risks.get((quote.revision, quote.start, quote.end), ()),
                texts.said(quote.revision, quote.start, quote.end).shown,
            )

        return {row: [cited(quote) for quote in quotes] for row, quotes in found.items()}

    def _risks(self, found: Mapping[str, Sequence["Quote"]]) -> Mapping[tuple[str, int, int], tuple[str, ...]]:
        """Passage → why it could identify somebody."""
        if self._quotes is None:
            return {}
        passages = {(quote.revision, quote.start, quote.end): quote for quotes in found.values() for quote in quotes}
        told = self._quotes.of("", passages.values())
        return {one.span: _telling(one.risks) for one in told}

    def _chosen(self, matrix: Matrix, n: int) -> dict[str, list[exports.Shown]]:
        """Row → its quotations; a theme with others below it in the table has theirs."""
        if self._quotes is None:
            return {}
        above = {row.parent for row in matrix.rows}
        chosen = {
            row.theme: self._quotes.choose(row.theme, n, matrix=matrix.rule.name, layer=matrix.rule.layer)
            for row in matrix.rows
            if row.total.excerpts and row.theme not in above
        }
        return {
            theme: [exports.Shown(one.shown, one.attribution.text, one.source, _telling(one.risks)) for one in quotes]
            for theme, quotes in chosen.items()
        }

    def _summarised(self) -> Mapping[str, str]:
        """Theme → what the team says its evidence comes to."""
        if self._summaries is None:
            return {}
        return {one.theme: one.words for one in self._summaries.list(about="")}

    def _surveyed(self) -> Mapping[str, Sequence["ThemeResult"]]:
        """Theme → the indices of the surveys that are linked to it."""
        found: dict[str, list[ThemeResult]] = defaultdict(list)
        if self._surveys is not None:
            for name in self._surveys.names():
                for index in self._surveys.get(name).themes:
                    if index.code and index.total.n:
                        found[index.code].append(index)
        return found


def _telling(risks: Sequence[str]) -> tuple[str, ...]:
    """Those that tell of somebody: that a passage is long is none of them."""
    return tuple(risk for risk in risks if risk != "long")


def _heat(matrix: Matrix, basis: exports.Provenance, language: str) -> "Figure":
    from workbench.exports import plots

    return plots.heat(matrix, language, basis)


class _Home:
    """Where a theme's passages are listed: at its own row, or at that of the nearest theme above it that has one."""

    def __init__(self, synthesis: "Synthesis", matrix: Matrix) -> None:
        self._parents = {theme.id: theme.parent for theme in synthesis.themes()}
        self._shown = {row.theme for row in matrix.rows}

    def of(self, theme: str) -> str:
        """The row; '' for none."""
        at: str | None = theme
        while at is not None and at not in self._shown:
            at = self._parents.get(at)
        return at or ""

    def tops(self) -> list[str]:
        """The rows that lie below no other."""
        return [theme for theme in self._parents if theme in self._shown and not self.of(self._parents[theme] or "")]
