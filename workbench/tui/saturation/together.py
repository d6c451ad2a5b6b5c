"""Codes that stand together: a map of all pairs by their share, and the passages behind each."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from textual import on
from textual.widget import Widget

from workbench.study.saturation.values import CurveAsked, PairsAsked, Together, heard_pairs
from workbench.tui.commands import bindings
from workbench.tui.saturation import dialogs, words
from workbench.tui.saturation.room import CountedRoom
from workbench.tui.saturation.screen import SaturationScreen, marked
from workbench.tui.synthesis.words import counted
from workbench.tui.widgets.excerpts import ExcerptsScreen
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, Words, fill

if TYPE_CHECKING:
    from workbench.study import Quote
    from workbench.synthesis.cooccurrence import Code, Pair

CELL = 6
"""Cells of a column: a sign for the share, and the number."""
_LEGEND = "% ░<10 ▒<25 ▓<50 █50+"
_STEPS = ((0.5, "█"), (0.25, "▓"), (0.1, "▒"), (0.0, "░"))


class TogetherScreen(CountedRoom[PairsAsked, Together]):
    """The room's second view."""

    place: ClassVar[str] = "together"
    BINDINGS = bindings("together")
    work = "together"
    DEFAULT_CSS = """
    TogetherScreen #asked { padding: 0 1; }
    TogetherScreen #head { padding: 0 2 0 1; }
    TogetherScreen #codes { padding: 0 0 0 1; }
    TogetherScreen #empty { margin: 1 2; color: $wb-dim; }
    TogetherScreen .foot { padding: 0 1; background: $surface; }
    """

    def __init__(self, asked: PairsAsked = PairsAsked(), other: CurveAsked = CurveAsked()) -> None:  # noqa: B008
        super().__init__(asked, (other, asked))
        self._pairs: dict[tuple[str, str], Pair] = {}
        self._numbers: dict[str, int] = {}
        self._rows: list[Code] = []
        self._columns: list[Code] = []
        self._column = 0
        self._first = 0  # the column that stands first

    def body(self) -> Iterable[Widget]:
        """What was asked, the map, the pair under the cursor, where the numbers come from."""
        yield Bar(self._asked, id="asked")
        yield Bar(self._head, id="head")
        yield Words(id="empty")
        yield Rows(id="codes")
        yield Bar(self._sides, id="sides", classes="foot")
        yield Bar(self._pair, id="pair", classes="foot")
        yield Bar(self._basis, id="basis", classes="foot")

    def here(self) -> Line:
        """Codes that stand together."""
        return [("Codes that stand together", "strong")]

    def counted(self, asked: PairsAsked) -> Together:
        """The pairs."""
        return self.study.saturation.cooccurrence(asked)

    def heard(self, given: Any) -> Together:
        """The pairs as the other process tells them."""
        return heard_pairs(given)

    def filtered(self) -> None:
        """Show the codes that match as rows, the cursor where it was; every code stays a column."""
        here, there = self.code, self.other
        codes = list(self.found.pairs.codes) if self.found else []
        self._pairs = {pair[:2]: pair for pair in self.found.pairs.pairs} if self.found else {}
        self._numbers = {code.id: i for i, code in enumerate(codes, 1)}
        needle = self.needle.split()
        self._rows = [code for code in codes if all(word in code.path.casefold() for word in needle)]
        self._columns = codes
        self._column = next((i for i, code in enumerate(codes) if there and code.id == there.id), 0)
        cursor = next((i for i, code in enumerate(self._rows) if here and code.id == here.id), None)
        self.query_one(Rows).show(len(self._rows), self._draw, cursor=cursor)
        empty = self.query_one("#empty", Words)
        empty.display = not self._rows
        if needle and codes:
            empty.say("No code matches. Escape takes the filter away.")
        elif not self.counting:
            empty.say("No codes stand together in this way.")
        self._into_view()
        self._redraw()

    def _redraw(self) -> None:
        for bar in self.query(Bar):
            bar.refresh()

    @property
    def code(self) -> "Code | None":
        """The code of the row under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._rows[cursor] if 0 <= cursor < len(self._rows) else None

    @property
    def other(self) -> "Code | None":
        """The code of the column under the cursor."""
        return self._columns[self._column] if 0 <= self._column < len(self._columns) else None

    def pair_of(self, one: "Code", other: "Code") -> "Pair | None":
        """What two codes have together."""
        return self._pairs.get((one.id, other.id)) or self._pairs.get((other.id, one.id))

    # --- drawing

    def _names(self, width: int) -> int:
        """Cells for the names of the rows."""
        longest = max((cell_len(words.name(code.path)) for code in self._columns), default=10)
        number = len(str(len(self._columns))) + 1
        return min(longest + number, max(width // 3, 16)) + 1

    def _fit(self, width: int) -> int:
        """How many columns have room."""
        return max((width - self._names(width)) // CELL, 1)

    def _into_view(self) -> None:
        room = self._fit(self.query_one("#head").size.width or self.size.width)
        self._first = max(min(self._first, self._column, max(len(self._columns) - room, 0)), self._column - room + 1)

    def _shown(self, width: int) -> "list[Code]":
        return self._columns[self._first : self._first + self._fit(width)]

    def _asked(self, width: int) -> Line:
        asked = self.asked
        more = (
            "one coder has both" if asked.same_coder else "",
            "codes with those below" if asked.subtree else "",
            f"together {asked.least} times or more" if asked.least > 1 else "",
        )
        return self.told_asked(width, words.within(asked.mode, asked.turns), *more)

    def _head(self, width: int) -> Line:
        if not self._rows:
            return ()
        more = "‹ " if self._first else ""
        last = self._first + self._fit(width) >= len(self._columns)
        names = self._names(width)
        pieces: list[Piece] = fill([(_LEGEND if names > cell_len(_LEGEND) else "share, %", "dim")], names)
        for code in self._shown(width):
            here = self.other is not None and code.id == self.other.id
            pieces += fill([(f"{more}{self._numbers[code.id]}", "strong" if here else "dim")], CELL - 1, right=True)
            pieces.append((" ", ""))
            more = ""
        return fill([*pieces, ("" if last else "›", "dim")], width)

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        code = self._rows[index]
        number = len(str(len(self._columns)))
        name: list[Piece] = [(f"{self._numbers[code.id]:>{number}} ", "dim"), (words.name(code.path), "")]
        pieces: list[Piece] = [*fill(name, self._names(width - 1) - 1), (" ", "")]
        for other in self._shown(width - 1):
            text, look = self._cell(code, other)
            cursor = here and self.other is not None and other.id == self.other.id
            pieces += [(f"{text:>{CELL - 1}}", "cell" if cursor else look), (" ", "")]
        return (pieces,)

    def _cell(self, code: "Code", other: "Code") -> tuple[str, str]:
        if code.id == other.id:
            return "╲  ", "dim"
        pair = self.pair_of(code, other)
        if pair is None:
            return "·", "dim"
        sign = next(sign for least, sign in _STEPS if pair.share >= least)
        return f"{sign}{words.per_cent(pair.share):>3}", "accent" if pair.share >= 0.1 else ""

    def _sides(self, width: int) -> Line:
        return fill([(self._told()[0], "")], width)

    def _pair(self, width: int) -> Line:
        return fill([(self._told()[1], "")], width)

    def _told(self) -> tuple[str, str]:
        """The cell under the cursor, in two lines."""
        code, other = self.code, self.other
        if self.found is None or code is None or other is None:
            return "", ""
        if code.id == other.id:
            return f"{code.path}: {counted(code.passages, 'passage')}", ""
        pair = self.pair_of(code, other)
        if pair is None:
            called = words.names((code, other))
            return f"{called[code.id]} and {called[other.id]} do not stand together", ""
        return words.pair(self.found, pair, code, other)

    def _basis(self, width: int) -> Line:
        told = words.pairs_basis(self.found) if self.found else ""
        return fill([(told, "dim")], width)

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        for foot in ("#sides", "#pair"):
            self.query_one(foot, Bar).refresh()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    def on_resize(self) -> None:
        """Other columns may have room."""
        self._into_view()

    # --- commands

    def action_left(self) -> None:
        """One column to the left."""
        self._to(self._column - 1)

    def action_right(self) -> None:
        """One column to the right."""
        self._to(self._column + 1)

    def _to(self, column: int) -> None:
        before = self._first
        self._column = max(0, min(column, len(self._columns) - 1))
        self._into_view()
        rows = self.query_one(Rows)
        rows.repaint_cursor() if before == self._first else rows.refresh()
        self._redraw()

    def action_open(self) -> None:
        """The passages of both codes that meet."""
        code, other, asked = self.code, self.other, self.asked
        if code is None or other is None or (pair := self.pair_of(code, other)) is None:
            return
        behind, bears = self.study.saturation.behind_pair, dict[str, str]()

        def read() -> "list[Quote]":
            found = behind(pair.first, pair.second, asked)
            bears.update(found.codes)
            return found.quotes

        title = f"{words.name(code.path)} × {words.name(other.path)}"
        note = words.within(asked.mode, asked.turns)
        self.app.push_screen(ExcerptsScreen(title, read, note, mark=lambda quote: marked(quote, bears)))

    def action_within(self) -> None:
        """When codes stand together."""
        dialogs.ask_within(self.workbench, lambda mode, turns: self.ask(mode=mode, turns=turns))

    def action_same_coder(self) -> None:
        """Only where one coder has both, or whoever coded."""
        self.ask(same_coder=not self.asked.same_coder)

    def action_subtree(self) -> None:
        """Codes with those below them, or each alone."""
        self.ask(subtree=not self.asked.subtree)

    def action_least(self) -> None:
        """Only pairs that are together so often."""
        hint = "Passages, stretches or places, as it is counted; 1 shows every pair."
        dialogs.ask_number(
            self.workbench, "Together at least so often", self.asked.least, hint, lambda n: self.ask(least=max(n, 1))
        )

    def action_about(self) -> None:
        """How the pairs are counted."""
        if self.found is not None:
            self.app.push_screen(LinesScreen("Codes that stand together", words.about_pairs(self.found)))

    def action_other(self) -> None:
        """New codes by interview."""
        self.switch(lambda: SaturationScreen(self.beside[0], self.asked))
