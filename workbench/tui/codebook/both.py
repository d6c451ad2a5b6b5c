"""The passages of two codes beside each other: do they say the same?"""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual import on
from textual.containers import Container, Vertical
from textual.widget import Widget

from workbench.tui.app import FAILED
from workbench.tui.codebook.merging import merge_into
from workbench.tui.commands import bindings
from workbench.tui.theme import code_style
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, fill, wrap

if TYPE_CHECKING:
    from workbench.study import CodeRow
    from workbench.study.passages import Passage

_LINES = 6
_SIDES = ("first", "second")


class BothScreen(Room):
    """Two lists; what both codes are on is marked in both."""

    place: ClassVar[str] = "both"
    BINDINGS = bindings("both")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-wide")]
    DEFAULT_CSS = """
    BothScreen #lists { height: 1fr; layout: horizontal; }
    BothScreen.-narrow #lists { layout: vertical; }
    BothScreen .side { width: 1fr; height: 1fr; padding: 0 1; }
    BothScreen .side > Bar { margin: 0 0 1 0; }
    BothScreen #side-first { border-right: solid $panel; }
    BothScreen Rows > .wb--cursor { background: $background; color: $foreground; }
    BothScreen Rows:focus > .wb--cursor { background: $wb-cursor; color: $wb-cursor-text; }
    BothScreen Rows:nocolor > .wb--cursor { text-style: none; }
    BothScreen Rows:focus:nocolor > .wb--cursor { text-style: reverse; }
    """

    def __init__(self, first: "CodeRow", second: "CodeRow") -> None:
        super().__init__()
        self._codes = (first, second)
        self._all: list[list[Passage]] = [[], []]
        self._shown: list[list[Passage]] = [[], []]
        self._shared: set[tuple[str, int, int]] = set()

    def body(self) -> Iterable[Widget]:
        """A list for each code."""
        with Container(id="lists"):
            for number, side in enumerate(_SIDES):
                with Vertical(id=f"side-{side}", classes="side"):
                    yield Bar(partial(self._head, number), id=f"head-{side}")
                    yield Rows(id=side)

    def here(self) -> Line:
        """Where we are."""
        return [("Codebook", ""), (" ▸ ", "dim"), ("two codes", "strong")]

    def reload(self) -> None:
        """Read the passages of both; leave where one of the codes has gone."""
        living = {code.id: code for code in self.study.codes.list(counts=False)}
        if any(code.id not in living for code in self._codes):
            self.workbench.go_back()
            return
        self._codes = (living[self._codes[0].id], living[self._codes[1].id])
        for number, code in enumerate(self._codes):
            found = self.workbench.do(self.study.passages.of, code.id)
            self._all[number] = [] if found is FAILED else found
        first, second = ({_span(passage) for passage in passages} for passages in self._all)
        self._shared = first & second
        self.filtered()

    def filtered(self) -> None:
        """Those that hold every word typed."""
        words = self.needle.split()
        for number, side in enumerate(_SIDES):
            kept = [p for p in self._all[number] if all(word in _searched(p) for word in words)]
            self._shown[number] = kept
            self.query_one(f"#{side}", Rows).show(
                len(kept),
                partial(self._draw, number),
                partial(self._height, number),
            )
            self.query_one(f"#head-{side}", Bar).refresh()

    # --- drawing

    def _head(self, number: int, width: int) -> Line:
        code, n = self._codes[number], len(self._shown[number])
        shared = f", {len(self._shared):,} with both" if self._shared else ""
        told = f"{n:,} passage{'' if n == 1 else 's'}{shared}"
        return fill([(f"{number + 1} ", "accent"), (code.name, "strong"), ("  ", ""), (told, "dim")], width)

    def _height(self, number: int, index: int, width: int) -> int:
        return len(self._draw(number, index, width, False))

    def _draw(self, number: int, index: int, width: int, here: bool) -> Sequence[Line]:
        passage = self._shown[number][index]
        both: list[Piece] = [("both  ", "warning")] if _span(passage) in self._shared else []
        coders = ", ".join(passage.coders)
        top: list[Piece] = [
            (f"{passage.transcript} ", "accent"),
            *both,
            (" ".join(passage.speakers), "strong"),
            ("  ", ""),
            (coders, "dim"),
        ]
        text = "\n".join(part for part in passage.text.split("\n") if part.strip())
        colour, glyph = code_style(self._codes[number].number, self.app.current_theme.dark, self._codes[number].colour)
        bar: Piece = (f"{glyph} ", Style(color=colour))
        return [fill(top, width), *([bar, (part, "")] for part in wrap(text, max(width - 2, 10), _LINES)), ()]

    # --- commands

    @property
    def _side(self) -> int:
        return 1 if self.query_one("#second", Rows).has_focus else 0

    @property
    def current(self) -> "Passage | None":
        """The passage under the cursor of the list that has the focus."""
        shown = self._shown[self._side]
        cursor = self.query_one(f"#{_SIDES[self._side]}", Rows).cursor
        return shown[cursor] if 0 <= cursor < len(shown) else None

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    def action_other(self) -> None:
        """Go to the other list."""
        self.query_one(f"#{_SIDES[1 - self._side]}", Rows).focus()

    def action_open(self) -> None:
        """Open the transcript at the passage."""
        if (passage := self.current) is not None:
            self.workbench.open_transcript(passage.transcript, passage.start, passage.end)

    def action_merge(self, into: int) -> None:
        """Merge one into the other."""
        gone, stays = self._codes[::-1] if into == 1 else self._codes
        merge_into(self.workbench, gone.id, stays.id)


def _span(passage: "Passage") -> tuple[str, int, int]:
    return passage.revision, passage.start, passage.end


def _searched(passage: "Passage") -> str:
    return " ".join((passage.transcript, passage.text, *passage.speakers, *passage.coders)).casefold()
