"""Quotes: passages chosen to stand in a report, how they are to be read, and who is said to have said it.

    row = study.quotes.pick(code.id, text.revision, 120, 260)
    study.quotes.edit(row, "Det er ikke altid, at det går (…), og så må man [lederen] selv rykke sig.")
    for quote in study.quotes.choose(code.id, 3):
        print(quote.shown, quote.attribution.text, quote.source)

A pick is a passage and a theme; its words are those of the transcript, so it follows corrections as a coding does.
What somebody has edited is held against the passage whenever it is read, and has drifted where it is no longer that.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import InputError, NotFoundError
from workbench.sanitise import line
from workbench.store import Op, delete, put
from workbench.study.base import Base, check_span, storable
from workbench.study.codes import CodeRow, Codes
from workbench.study.folder import write_file
from workbench.study.quotes import rows
from workbench.study.quotes.faults import faults
from workbench.study.quotes.look import Looking
from workbench.study.quotes.said import Said, Texts
from workbench.study.quotes.telling import Telling
from workbench.study.quotes.values import DRIFTED, GONE, LOST, MISSING, Fault, Picked, Span
from workbench.study.synthesis import Quote, Synthesis
from workbench.study.transcripts import Transcripts
from workbench.synthesis.quotes import fair
from workbench.synthesis.quoting import LONGEST, Edit, one_line

if TYPE_CHECKING:
    from workbench.study.anonymity import Anonymity

__all__ = ["DRIFTED", "GONE", "LOST", "MISSING", "Fault", "Picked", "Quotes", "Span"]

# ``Quotes.list`` hides the word inside the class.
Found = list[Picked]
Faults = list[Fault]


class Quotes:
    """``study.quotes``."""

    def __init__(
        self, base: Base, codes: Codes, transcripts: Transcripts, synthesis: Synthesis, anonymity: "Anonymity"
    ) -> None:
        self._base = base
        self._codes = codes
        self._synthesis = synthesis
        self._looking = Looking(base, transcripts, anonymity)

    # --- reading

    def list(
        self,
        theme: str = "",
        *,
        matrix: str = "",
        where: str = "",
        picked: bool = False,
        layer: str = "all",
        look: bool = False,
    ) -> Found:
        """The excerpts of a theme (a row) and those below it, or of all, as quotations: by theme, picked ones first.

        ``matrix``, ``where`` and ``layer`` are as for ``synthesis.evidence``; without ``where`` picked passages are
        there that are no evidence, too. ``picked``: only what somebody has picked. ``look``: look through the texts
        for what may identify somebody, where nobody has yet; without it what was found before is told.
        """
        themes = self._below(theme)
        roots = [theme] if theme else [code.id for code in themes.values() if code.parent is None]
        telling = self._telling(themes, roots, look=look)
        known = [row for row in rows.picks(self._base) if row.code in themes]
        if picked and not where:
            return telling.told([], known)
        found = [(root, q) for root in roots for q in self._synthesis.evidence(matrix, root, where, layer=layer)]
        if where:
            spans = {span_of(quote) for _, quote in found}
            known = [row for row in known if row.span in spans]
        return [one for one in telling.told(found, known) if one.picked or not picked]

    def of(self, theme: str, excerpts: Iterable[Quote], *, look: bool = False) -> Found:
        """Excerpts of a theme as quotations, in the order given; one picked for two codes below it is there twice."""
        given = [(theme, quote) for quote in excerpts]
        spans = {span_of(quote): number for number, (_, quote) in enumerate(given)}
        themes = self._below(theme)
        known = [row for row in rows.picks(self._base) if row.code in themes and row.span in spans]
        telling = self._telling(themes, [theme], look=look)
        return sorted(telling.told(given, known), key=lambda one: spans[one.span])

    def choose(
        self, theme: str, n: int, *, matrix: str = "", where: str = "", layer: str = "all", look: bool = False
    ) -> Found:
        """``n`` quotations of a theme: what is picked, in its order; then what is starred, then the rest, fairly."""
        return self.fairly(self.list(theme, matrix=matrix, where=where, layer=layer, look=look), n)

    def fairly(self, found: Iterable[Picked], n: int) -> Found:
        """``n`` of some quotations of one theme, as ``choose`` chooses; a passage is there once."""
        found = [*{one.span: one for one in sorted(found, key=lambda one: one.picked)}.values()]
        chosen = [one for one in found if one.picked][: max(n, 0)]
        groups = tuple(self._base.settings.groups)
        for starred in (True, False):
            rest = [one for one in found if not one.picked and one.starred is starred]
            chosen += fair(rest, max(n - len(chosen), 0), groups=groups, shown=chosen)
        return chosen

    def get(self, pick: str) -> Picked:
        """One pick by its row. Raises ``NotFoundError`` where it is gone, or kept from whoever is at work."""
        row = self._get(pick)
        return self._telling(self._below(""), (), look=False).told([], [row])[0]

    def find(self, name: str) -> Picked:
        """The pick whose row is ``name``, or ends with it (four signs at least). Raises ``NotFoundError``."""
        ending = name.strip().upper()
        found = [row for row in rows.picks(self._base) if row.id.upper().endswith(ending)] if len(ending) >= 4 else []
        if len(found) != 1:
            raise NotFoundError(
                f"there is no single quotation called {line(name, 40)}",
                "`workbench quotes --picked` lists them, each with the end of its id.",
            )
        return self.get(found[0].id)

    def said(self, revision: str, start: int, end: int) -> Said:
        """What is said in a passage, and how it is read on one line."""
        check_span(self._base, revision, start, end)
        return self._looking.now().texts.said(revision, start, end)

    def compare(self, revision: str, start: int, end: int, shown: str) -> Edit:
        """Whether ``shown`` is what is said in a passage, but for what is marked in it; for who is editing it."""
        return self._looking.now().texts.edited(revision, start, end, shown)

    def check(self) -> Faults:
        """The picks that do not hold: by theme and transcript."""
        return faults(self._base, self._paths(), self._looking.now().texts)

    # --- writing

    def pick(self, theme: str, revision: str, start: int, end: int, shown: str = "") -> str:
        """Choose [start, end) of a text to be quoted for a theme (a row); returns the row of the pick.

        ``shown``: how it is to be read, as for ``edit``. What is picked already stays where it stands among the others.
        """
        code = self._codes.get(theme, counts=False).id
        check_span(self._base, revision, start, end)
        texts = self._looking.now().texts
        words = self._checked(texts, (revision, start, end), shown)
        there = [row for row in rows.picks(self._base) if row.code == code and row.span == (revision, start, end)]
        if there:
            if shown and words != there[0].words:
                self._base.write("edit quote", [put("pick", there[0].id, shown=words or None)])
            return there[0].id
        blind = self._base.store.read(
            "SELECT 1 FROM revision WHERE id = ? AND transcript IN (SELECT value FROM json_each(?))",
            (revision, json.dumps(sorted(self._base.blind.transcripts()))),
        )
        # Who codes blind must not meet a colleague's pick, neither see it nor take it over.
        own = (self._base.coder,) if blind else ()
        row = self._base.derive("pick", code, revision, str(start), str(end), *own)
        last = self._base.store.read("SELECT COALESCE(max(sort), 0) FROM pick WHERE code = ? AND alive = 1", (code,))
        fields: dict[str, Any] = {"shown": words or None, "sort": last[0][0] + 1, "coder": self._base.coder}
        self._base.write("pick quote", [put("pick", row, code=code, span=[revision, start, end], **fields)])
        return row

    def unpick(self, pick: str | Span, theme: str = "") -> int:
        """Take a pick back: by its row, or all of a passage (of a ``theme`` and those below it); returns how many."""
        if isinstance(pick, str):
            row = self._get(pick)
            gone = rows.on_passage(self._base, row.span, [row.code])
        else:
            gone = rows.on_passage(self._base, pick, self._below(theme).keys() if theme else ())
        self._base.write("unpick quote", [delete("pick", row) for row in gone])
        return len(gone)

    def edit(self, pick: str, shown: str) -> None:
        """Say how a pick is to be read: shortened with (…), explained with [words]; '' as it was said.

        Raises ``InputError`` for what is not in the passage: the message says what, the hint what would mend it.
        """
        row = self._get(pick)
        words = self._checked(self._looking.now().texts, row.span, shown)
        if words != row.shown:
            self._base.write("edit quote", [put("pick", row.id, shown=words or None)])

    def move(self, pick: str, before: str = "") -> None:
        """Let a pick stand before another one of the same theme, or ('') last."""
        row = self._get(pick)
        others = [one for one in rows.picks(self._base) if one.code == row.code and one.id != row.id]
        at = next((n for n, one in enumerate(others) if one.id == before), len(others))
        if before and at == len(others):
            raise NotFoundError("that is no quotation of the same theme", "Those of one theme have an order.")
        ordered = [*others[:at], row, *others[at:]]
        ops: list[Op] = [put("pick", one.id, sort=n) for n, one in enumerate(ordered, 1) if one.sort != n]
        self._base.write("order quotes", ops)

    def _checked(self, texts: Texts, span: Span, shown: str) -> str:
        """``shown`` as it is kept: on one line, '' for a passage as it stands. Raises ``InputError``."""
        words = one_line(storable(shown, "the quotation"))
        if len(words) > LONGEST:
            raise InputError(f"a quotation may have {LONGEST:,} characters", "Choose a shorter passage.")
        if not words or words == texts.said(*span).shown:
            return ""
        if texts.document(span[0]) is None:
            raise NotFoundError("the text of that passage is not here", "Sync with your colleagues, and try again.")
        found = texts.edited(*span, words)
        if not found.holds:
            raise InputError(f"this is not what was said: {line(found.what, 200)}", found.hint)
        return words

    def _get(self, pick: str) -> rows.Row:
        found = rows.picks(self._base, " AND p.id = ?", (pick,))
        if not found:
            raise NotFoundError("that quotation is no longer there", "It was unpicked, here or by a colleague.")
        return found[0]

    # --- exporting

    def render(self, quotes: Sequence[Picked], format: str = "md", *, layer: str = "all") -> str | bytes:
        """Quotations by theme, in the order given, in a format of ``exports.FORMATS``; ``layer``: what they are of."""
        from workbench.study.quotes.exporting import render

        return render(self._base, self._synthesis.provenance(layer), _by(quotes, lambda one: one.path), format)

    def export(self, quotes: Sequence[Picked], path: Path, format: str = "md", *, layer: str = "all") -> Path:
        """Write ``render`` to ``path`` in one step; returns it."""
        write_file(path, self.render(quotes, format, layer=layer))
        return path

    def of_each(self, quotes: Iterable[Picked], n: int) -> Found:
        """``n`` quotations of each theme among ``quotes``, as ``choose`` chooses."""
        return [one for of in _by(quotes, lambda one: one.theme).values() for one in self.fairly(of, n)]

    # --- what goes in

    def _telling(self, themes: Mapping[str, CodeRow], roots: Collection[str], *, look: bool) -> Telling:
        now = self._looking.now()
        return Telling(self._base, now, themes, roots, now.identifying(look=look))

    def _below(self, theme: str) -> dict[str, CodeRow]:
        """A theme and those below it, or all, in the codebook's order. Raises ``NotFoundError``."""
        codes = self._codes.list(counts=False)
        if not theme:
            return {code.id: code for code in codes}
        self._codes.get(theme, counts=False)
        wanted = {theme}
        for code in codes:  # depth first: whatever is below something comes after it
            if code.parent in wanted:
                wanted.add(code.id)
        return {code.id: code for code in codes if code.id in wanted}

    def _paths(self) -> Mapping[str, str]:
        return {code.id: code.path for code in self._codes.list(counts=False)}


def span_of(quote: Quote) -> Span:
    """Where an excerpt stands."""
    return quote.revision, quote.start, quote.end


def _by(quotes: Iterable[Picked], key: Callable[[Picked], str]) -> dict[str, Found]:
    """Quotations of one theme together, themes in the order in which they come first."""
    each: dict[str, Found] = {}
    for one in quotes:
        each.setdefault(key(one), []).append(one)
    return each
