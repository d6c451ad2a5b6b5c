"""Excerpts as quotations: what is picked among them, who says it, and what could give somebody away."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence

from workbench.study.base import Base
from workbench.study.codes import CodeRow
from workbench.study.quotes.look import Identifying, Look
from workbench.study.quotes.rows import Row
from workbench.study.quotes.said import Said
from workbench.study.quotes.values import Picked, Span
from workbench.study.synthesis import Quote
from workbench.synthesis.quotes import risks


class Telling:
    """Tells them; lives for one look. ``themes``: the codes in question by row, in the codebook's order.

    ``roots``: those under which excerpts are looked for.
    """

    def __init__(
        self,
        base: Base,
        look: Look,
        themes: Mapping[str, CodeRow],
        roots: Collection[str],
        identifying: Identifying,
    ) -> None:
        self.themes = themes
        self._base = base
        self._texts = look.texts
        self._people = look.people
        self._place = {theme: number for number, theme in enumerate(themes)}
        self._root = _roots(themes, roots)
        self._identifying = identifying

    def told(self, excerpts: Sequence[tuple[str, Quote]], picks: Sequence[Row]) -> list[Picked]:
        """Excerpts (each with its root) and picks as quotations: by theme, what is picked first, in its order.

        A pick of a passage that is an excerpt below the same root is that excerpt; the others stand for themselves.
        Each passage and theme is there once.
        """
        coded = self._coded([quote for _, quote in excerpts])
        waiting: dict[tuple[str, Span], list[Row]] = {}
        for row in picks:
            waiting.setdefault((self._root.get(row.code, ""), row.span), []).append(row)
        taken: set[str] = set()
        found: dict[tuple[str, Span], _Told] = {}
        for root, quote in excerpts:
            span = (quote.revision, quote.start, quote.end)
            for row in waiting.get((root, span), ()):
                taken.add(row.id)
                found[row.code, span] = self._told(row.code, quote, row)
            if (root, span) not in waiting:
                themes = {coded[coding] for coding in quote.codings if coding in coded}
                theme = min(themes, key=lambda theme: self._place[theme], default=root)
                found.setdefault((theme, span), self._told(theme, quote, None))
        left = [row for row in picks if row.id not in taken]
        stars = self._stars({row.revision for row in left})
        for row in left:
            quote = self._quote(row, starred=(row.span, row.code) in stars)
            found[row.code, row.span] = self._told(row.code, quote, row)
        return [one for _, one in sorted(found.values(), key=lambda told: told[0])]

    def _told(self, theme: str, quote: Quote, row: Row | None) -> "_Told":
        return self._key(theme, row, quote), self._one(theme, quote, row)

    def _key(self, theme: str, row: Row | None, quote: Quote) -> "_Key":
        place = self._place.get(theme, len(self._place))
        return place, row is None, row.sort if row else 0, quote.transcript, quote.start, quote.end

    def _one(self, theme: str, quote: Quote, row: Row | None) -> Picked:
        said = self._texts.said(quote.revision, quote.start, quote.end)
        shown = row.words if row and row.words else said.shown
        labels = quote.speakers or said.labels
        asked = not quote.speakers and self._texts.only_asked(quote.revision, said.labels)
        attributed = self._people.attribution(quote.transcript, quote.speakers, asked=asked)
        return Picked(
            row.id if row else "",
            theme,
            self.themes[theme].path if theme in self.themes else "",
            quote,
            shown,
            attributed,
            ", ".join([quote.transcript, *labels]),
            quote.starred,
            row is not None,
            row is not None and self._drifted(row),
            risks(
                shown,
                attributed,
                self._people.voices(quote.transcript, quote.speakers),
                self._people.population,
                least=self._base.settings.quotes.min_same,
                most_words=self._base.settings.quotes.most_words,
                identifying=self._identifies(quote, shown, row),
            ),
        )

    def _drifted(self, row: Row) -> bool:
        """Whether a pick no longer holds; one whose words are not here shows the passage, which does."""
        return row.lost or (bool(row.words) and not self._texts.edited(*row.span, row.words).holds)

    def _identifies(self, quote: Quote, shown: str, row: Row | None) -> bool:
        if row is not None and row.id in self._identifying:
            return True
        return any(
            start < quote.end and quote.start < end and words in shown
            for start, end, words in self._identifying.get(quote.revision, ())
        )

    def _quote(self, row: Row, *, starred: bool) -> Quote:
        """The excerpt that a pick stands for by itself."""
        said: Said = self._texts.said(*row.span)
        document = self._texts.document(row.revision)
        labels = self._texts.voices(*row.span).labels
        informants = self._informants(row.transcript, labels)
        return Quote(
            codings=(),
            transcript=row.transcript,
            revision=row.revision,
            start=row.start,
            end=row.end,
            text=document.text[row.start : row.end] if document else "",
            speakers=tuple(label for label, _, _ in informants),
            groups=tuple(dict.fromkeys(group for _, _, group in informants if group)),
            coders=(),
            memos=(),
            turn=said.turn,
            starred=starred,
            people=tuple(dict.fromkeys(person for _, person, _ in informants)),
        )

    def _informants(self, transcript: str, labels: Iterable[str]) -> list[tuple[str, str, str]]:
        """(label, person, group) of those who speak under ``labels``."""
        known = {
            label: (label, person, group)
            for label, person, group in self._base.store.read(
                "SELECT i.label, COALESCE(i.person, i.id), COALESCE(i.\"group\", '') FROM informant i "
                "JOIN transcript t ON t.id = i.transcript WHERE i.alive = 1 AND t.alive = 1 AND t.name = ?",
                (transcript,),
            )
        }
        return [known[label] for label in labels if label in known]

    def _coded(self, excerpts: Sequence[Quote]) -> dict[str, str]:
        """Coding → the theme among those in question that it counts for; of several codings the first counts."""
        codings = json.dumps([coding for quote in excerpts for coding in quote.codings])
        rows = self._base.store.read(
            "SELECT g.id, COALESCE(k.effective, g.code) FROM json_each(?) j CROSS JOIN coding g ON g.id = j.value "
            "LEFT JOIN code k ON k.id = g.code",
            (codings,),
        )
        return {coding: code for coding, code in rows if code in self.themes}

    def _stars(self, revisions: Collection[str]) -> set[tuple[Span, str]]:
        """The passages of some texts that somebody has starred, each with the code for which it was."""
        rows = self._base.store.read(
            "SELECT g.revision, g.start, g.end, COALESCE(k.effective, g.code) FROM json_each(?) j "
            "CROSS JOIN coding g ON g.revision = j.value LEFT JOIN code k ON k.id = g.code "
            f"WHERE g.alive = 1 AND g.star = 1{self._base.blind.sql()}",
            (json.dumps(sorted(revisions)),),
        )
        return {((revision, start, end), code) for revision, start, end, code in rows}


_Key = tuple[int, bool, int, str, int, int]
_Told = tuple[_Key, Picked]
"""A quotation, and where it stands among the others."""


def _roots(themes: Mapping[str, CodeRow], roots: Collection[str]) -> dict[str, str]:
    """Theme → the root it stands below, or is ("": all themes); whatever is above others comes before them."""
    if "" in roots:
        return dict.fromkeys(themes, "")
    found: dict[str, str] = {}
    for theme, code in themes.items():
        found[theme] = theme if theme in roots else found.get(code.parent or "", theme)
    return found
