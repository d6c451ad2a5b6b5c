"""The excerpts behind a number: starred, picked as quotes, shortened, and how each would be attributed in a report."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.widget import Widget

from workbench.study.agreement.layered import CONSENSUS
from workbench.synthesis.quotes import fair
from workbench.synthesis.quoting import one_line
from workbench.synthesis.tree import subtree
from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.synthesis import counting
from workbench.tui.synthesis.telling import attributed
from workbench.tui.widgets.excerpts import ExcerptRoom, Place, place_of
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, fill, joined

if TYPE_CHECKING:
    from workbench.study import Quote
    from workbench.study.quotes import Picked

MOST_FAIR = 200
"""Excerpts that are put in a fair order; who reads on reads by place."""


class EvidenceScreen(ExcerptRoom):
    """The excerpts of ``theme`` (a row) in the matrix ``name``: of the group or column ``where``, or all of them."""

    place: ClassVar[str] = "evidence"
    BINDINGS = bindings("evidence")

    def __init__(
        self, title: str, name: str, theme: str, where: str = "", changes: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(title)
        self._preset, self._theme, self._where = name, theme, where
        self._changes = dict(changes or {})
        self._turn = 0
        self._fairly = False
        self._only = False
        self._picks: dict[Place, Picked] = {}
        self._looked: dict[Place, Picked | None] = {}

    def body(self) -> Iterable[Widget]:
        """The excerpts, and below them how the one under the cursor would be attributed."""
        yield from super().body()
        yield Bar(self._whose, id="whose", classes="foot")

    # --- reading

    def fetch(self, then: "Callable[[list[Quote], bool], object]") -> None:
        """Read the cell, here or beside."""
        self._turn += 1
        turn, first, again = self._turn, True, bool(self._all)

        def take(found: "list[Quote]", more: bool) -> None:
            nonlocal first
            # Whoever reads already keeps what is there, and the place in it, until all of it has come.
            if turn == self._turn and self.is_attached and not (again and more):
                self.waiting = self.waiting and not first  # the first page of another reading
                first = False
                then(found, more)

        def picked(found: "list[Picked]") -> None:
            if turn == self._turn and self.is_attached:
                self._looked, self._picks = {}, {one.span: one for one in found}
                if not first:
                    self.filtered()

        read = partial(counting.read, self.workbench, self._preset, self._theme, self._where, self._changes, take)
        pick = partial(counting.picks, self.workbench, self._theme, picked)
        # Beside, the words come first; here, what is picked does, for it says how many lines there are.
        for step in (read, pick) if counting.elsewhere(self.workbench) else (pick, read):
            step()
        if first:
            self.waiting = True
            self.filtered()

    def wanted(self, quotes: "list[Quote]") -> "list[Quote]":
        """In a fair order or by place; those that are picked or starred, or all."""
        if self._only:
            quotes = [quote for quote in quotes if quote.starred or place_of(quote) in self._picks]
        if not self._fairly:
            return list(quotes)
        first = fair(quotes, MOST_FAIR, groups=tuple(self.study.synthesis.groups()), picked=self._is_picked)
        there = {place_of(quote) for quote in first}
        return [*first, *(quote for quote in quotes if place_of(quote) not in there)]

    def _is_picked(self, quote: "Quote") -> bool:
        return place_of(quote) in self._picks

    def nothing(self) -> str:
        """What is said where there is nothing."""
        if self._only and not self.needle:
            return "None is picked or starred. f shows all again."
        return super().nothing()

    # --- drawing

    def told_order(self) -> str:
        """What is other than always."""
        return joined(("fairly: each group and informant in turn" if self._fairly else "", "only chosen" * self._only))

    def marks(self, quote: "Quote") -> Line:
        """Whether it is picked."""
        pick = self._picks.get(place_of(quote))
        if pick is None:
            return ()
        return [("❝ picked", "accent"), (" it does not hold any more" if pick.drifted else "", "warning")]

    def below(self, quote: "Quote", width: int) -> Sequence[str]:
        """How it is quoted, where that is not as it stands in the text."""
        pick = self._picks.get(place_of(quote))
        return (f"quoted: {pick.shown}",) if pick is not None and pick.shown != one_line(quote.text) else ()

    def _look(self, quote: "Quote") -> "Picked | None":
        """The excerpt as a quote, attributed and looked through; None as long as nobody knows."""
        where, turn = place_of(quote), self._turn
        if where not in self._looked:
            self._looked[where] = None

            def looked(found: "Picked | None") -> None:
                if turn == self._turn and self.is_attached:
                    self._looked[where] = found
                    self.query_one("#whose", Bar).refresh()

            counting.look(self.workbench, self._theme, quote, looked)
        return self._looked[where]

    def _whose(self, width: int) -> Line:
        looked = self._look(self.current) if self.current is not None else None
        return fill([("— ", "dim"), *attributed(looked)], width) if looked is not None else ()

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self.query_one("#whose", Bar).refresh()

    # --- commands

    def to_star(self, quote: "Quote") -> Sequence[str]:
        """Its codings; of the consensus, which is nobody's, those of coders on the same passage and below the theme."""
        layer = self._changes.get("layer") or self.study.synthesis.rule(self._preset).layer
        if layer != CONSENSUS:
            return quote.codings
        below = subtree(self.study.synthesis.themes(), self._theme)
        there = self.study.codings.of(quote.revision)
        return [one.id for one in there if (one.start, one.end) == (quote.start, quote.end) and one.code in below]

    def action_order(self) -> None:
        """The other order; the cursor begins at the top, for that is where it differs."""
        self._fairly = not self._fairly
        self.filtered()
        self.query_one(Rows).move(0)

    def action_chosen(self) -> None:
        """Only those that are picked or starred, or all."""
        self._only = not self._only
        self.filtered()

    def action_pick(self) -> None:
        """Pick it as a quote, or no longer."""
        now = self.current
        if now is None:
            return
        pick = self._picks.get(place_of(now))
        if pick is not None:
            if self.quietly(lambda: self.study.quotes.unpick(pick.id)):
                self._now(now, None)
        else:
            self._pick(now, "")

    def _pick(self, quote: "Quote", shown: str) -> None:
        """Pick an excerpt for the code that it is coded with, which may lie below the theme one looks at."""
        looked, quotes, row = self._look(quote), self.study.quotes, ""
        theme = looked.theme if looked is not None else self._theme

        def pick() -> None:
            nonlocal row
            row = quotes.pick(theme, quote.revision, quote.start, quote.end, shown)

        if not self.quietly(pick):
            return
        if looked is None:  # nobody has looked at it yet
            counting.picks(self.workbench, self._theme, self._take_picks)
        else:
            self._now(quote, looked._replace(id=row, picked=True, shown=shown or looked.shown))

    def _take_picks(self, found: "list[Picked]") -> None:
        if self.is_attached:
            self._picks = {one.span: one for one in found}
            self.filtered()

    def _now(self, quote: "Quote", pick: "Picked | None") -> None:
        """What became of an excerpt, so that nothing need be read again."""
        self._picks.pop(place_of(quote), None)
        if pick is not None:
            self._picks[place_of(quote)] = pick
        self._looked.pop(place_of(quote), None)
        self.filtered()
        self.query_one("#whose", Bar).refresh()

    def action_shorten(self) -> None:
        """Shorten it or make it clear, which picks it."""
        from workbench.tui.synthesis.shorten import ShortenScreen

        now, quotes = self.current, self.study.quotes
        said = self.workbench.do(quotes.said, *place_of(now)) if now is not None else FAILED
        if now is None or said is FAILED:
            return
        pick = self._picks.get(place_of(now))

        def written(shown: str | None) -> None:
            if shown is None:
                return
            if pick is None:
                self._pick(now, shown)
            elif self.quietly(lambda: quotes.edit(pick.id, shown)):
                self._now(now, pick._replace(shown=shown or said.shown, drifted=False))

        self.app.push_screen(ShortenScreen(said, pick.shown if pick is not None else said.shown), written)

    def action_copy(self) -> None:
        """Copy the quote as it would stand in a report."""
        now = self.current
        looked = self._look(now) if now is not None else None
        if looked is None:
            super().action_copy()
        else:
            self.copy(f"“{looked.shown}” — {joined((looked.attribution.text, f'({looked.source})'), ' ')}")
