"""COREQ and SRQR: what of a reporting checklist the project's own data answers; the rest is the authors'.

A. Tong, P. Sainsbury & J. Craig, Consolidated criteria for reporting qualitative research (COREQ), International
Journal for Quality in Health Care 19(6), 2007. B. C. O'Brien et al., Standards for Reporting Qualitative Research,
Academic Medicine 89(9), 2014. The items are named in our own words, by their numbers there.
"""

from collections.abc import Callable, Mapping

from workbench.exports.document import Block, Line, Paragraph, Section, Table, Text, plain
from workbench.exports.report.method import REFLEXIVE, kinds_in_words, last_new, modes_of
from workbench.exports.report.values import Given
from workbench.exports.report.words import ReportWords

FIELD = "field"
_Answers = Mapping[int, Line]


def checklists(given: Given, places: Mapping[str, str], anchor: str, words: ReportWords) -> tuple[Section, ...]:
    """Both lists, at ``anchor``; ``places``: part of the report that is there -> its anchor, for links."""
    told = _Told(given, places, words)
    intro: tuple[Block, ...] = (Paragraph(plain(words("c intro"))),)
    return (
        Section(words.heading("checklists"), 2, intro, anchor),
        Section(words("c coreq"), 3, (_table("coreq", 32, told.coreq(), words),), f"{anchor}-coreq"),
        Section(words("c srqr"), 3, (_table("srqr", 21, told.srqr(), words),), f"{anchor}-srqr"),
    )


def _table(name: str, items: int, answers: _Answers, words: ReportWords) -> Table:
    author: Line = (Text(words("c author"), emphasis=True),)
    rows = tuple(
        (plain(str(number)), plain(words(f"{name} {number}")), answers.get(number) or author)
        for number in range(1, items + 1)
    )
    return Table((words("c number"), words("c item"), words("c from")), rows, frozenset({0}), heads=2)


class _Told:
    """What the project says of an item, with a link to where the report says more; '' is left to the authors."""

    def __init__(self, given: Given, places: Mapping[str, str], words: ReportWords) -> None:
        self._given = given
        self._places = places
        self._words = words

    def coreq(self) -> _Answers:
        """Number of the item -> what the project says."""
        return self._answered(
            {
                9: (self._approach, "method"),
                12: (self._size, "overview"),
                14: (self._sites, "overview"),
                16: (self._sample, "overview"),
                17: (self._guide, "overview"),
                18: (self._repeated, ""),
                20: (self._notes, ""),
                22: (self._saturated, "saturation"),
                24: (self._coders, "agreement"),
                25: (self._tree, "codebook"),
                26: (self._derived, "method"),
                27: (self._software, "method"),
                29: (self._quotes, "themes"),
                30: (self._consistent, "themes"),
                31: (self._major, "matrices"),
                32: (self._minor, "matrices"),
            }
        )

    def srqr(self) -> _Answers:
        """The same for SRQR."""
        return self._answered(
            {
                5: (self._approach, "method"),
                11: (self._guide, "overview"),
                12: (self._size, "overview"),
                13: (self._processing, "method"),
                14: (self._tree, "codebook"),
                15: (self._trust, "agreement"),
                16: (self._synthesis, "matrices"),
                17: (self._links, "themes"),
            }
        )

    def _answered(self, items: Mapping[int, tuple[Callable[[], str], str]]) -> _Answers:
        answers = {}
        for number, (answer, part) in items.items():
            if said := answer():
                answers[number] = plain(said) + self._see(part)
        return answers

    def _see(self, part: str) -> Line:
        if part not in self._places:
            return ()
        return Text(" ("), Text(self._words.heading(part), to=self._places[part]), Text(")")

    # --- the sample

    def _approach(self) -> str:
        table, approach = self._given.agreement, self._given.source.approach
        measured = table is not None and bool(table.double)
        return self._words(
            "c alone reliability" if approach == "reliability" and not measured else f"c approach {approach}"
        )

    def _size(self) -> str:
        overview, words = self._given.overview, self._words
        if overview is None:
            return ""
        total = overview.total
        informants, interviews = (
            words.number(total.informants, "informant"),
            words.number(total.interviews, "interview"),
        )
        return words("c size", informants=informants, interviews=f"{interviews} ({kinds_in_words(total, words)})")

    def _sites(self) -> str:
        overview, words = self._given.overview, self._words
        if overview is None or not overview.total.sites:
            return ""
        modes = words.amounts(modes_of(overview))
        return words("c sites" if modes else "c sites only", n=overview.total.sites, modes=modes)

    def _sample(self) -> str:
        overview = self._given.overview
        parts = [part.whole for part in overview.parts if part.whole.id] if overview else []
        return ", ".join(f"{share.label or share.id} {share.informants}" for share in parts)

    def _guide(self) -> str:
        questions = self._given.facts.questions
        return self._words("c guide", n=len(questions)) if questions else ""

    def _repeated(self) -> str:
        again = self._given.facts.again
        key = {0: "c repeat none", 1: "c repeat one"}.get(again, "c repeat")
        return self._words(key, n=again) if self._given.overview else ""

    def _notes(self) -> str:
        notes = self._given.facts.memos.get(FIELD, 0)
        return self._words("c notes", n=self._words.number(notes, "memo")) if notes else ""

    # --- the analysis

    def _saturated(self) -> str:
        found = self._given.curve
        if found is None or self._given.source.approach == REFLEXIVE or not (last := last_new(found.curve)):
            return ""
        n = len(found.curve.steps)
        return self._words("c saturation not" if last == n else "c saturation", n=last, all=n)

    def _coders(self) -> str:
        coders, table, words = self._given.source.coders, self._given.agreement, self._words
        if not coders:
            return ""
        said = words.coder_count(len(coders)).lower()
        if table is None or not table.double:
            return said
        return words("c coders", coders=said, double=words.number(len(table.double), "interview"))

    def _tree(self) -> str:
        facts, words = self._given.facts, self._words
        top = words("m top", n=facts.top) if 0 < facts.top < facts.codes else ""
        return words("c tree", codes=words.number(facts.codes, "code"), top=top) if facts.codes else ""

    def _derived(self) -> str:
        facts, words = self._given.facts, self._words
        n = len(facts.rounds) + len(facts.versions)
        return words("c derived", rounds=words("c rounds one" if n == 1 else "c rounds", n=n) if n else "")

    def _software(self) -> str:
        return self._words("c software", version=self._given.source.version)

    def _processing(self) -> str:
        source, facts, words = self._given.source, self._given.facts, self._words
        if not self._given.overview or not source.log:
            return ""
        replaced = words("c replaced", n=facts.replaced) if facts.replaced else ""
        interviews = words.number(self._given.overview.total.interviews, "interview")
        return words("c processing", interviews=interviews, replaced=replaced, log=source.log)

    def _trust(self) -> str:
        table, facts, words = self._given.agreement, self._given.facts, self._words
        if table is None or not table.double:
            return ""
        alpha = table.pooled.alpha if self._given.source.approach != REFLEXIVE else None
        said = words(
            "c trust",
            double=words.number(len(table.double), "interview"),
            alpha=words("c trust alpha", alpha=words.value(alpha)) if alpha is not None else "",
        )
        return said + (words("c trust memos", n=words.number(sum(facts.memos.values()), "memo")) if facts.memos else "")

    # --- the findings

    def _shown(self) -> int:
        return sum(len(theme.quotes) for theme in self._given.themes)

    def _quotes(self) -> str:
        people = {person for theme in self._given.themes for cited in theme.quotes for person in cited.people}
        n = self._shown()
        return (
            self._words(
                "c quotes", n=self._words.number(n, "quote"), people=self._words.number(len(people), "informant")
            )
            if n
            else ""
        )

    def _consistent(self) -> str:
        return self._words("c consistent") if self._shown() and self._given.tables else ""

    def _themes(self) -> int:
        return len({row.theme for table in self._given.tables for row in table.matrix.rows if row.column is not None})

    def _major(self) -> str:
        n = self._themes()
        return self._words("c major", n=self._words.number(n, "theme")) if n else ""

    def _minor(self) -> str:
        rows = [row for table in self._given.tables for row in table.matrix.rows]
        apart = any(row.denied or row.column in (None, "mixed") for row in rows)
        return self._words("c minor") if apart else ""

    def _synthesis(self) -> str:
        tables, words = len(self._given.tables), self._words
        if not tables:
            return ""
        return words("c synthesis", n=words.number(self._themes(), "theme"), tables=words.number(tables, "table"))

    def _links(self) -> str:
        return self._words("c links", n=self._words.number(self._shown(), "quote")) if self._shown() else ""
