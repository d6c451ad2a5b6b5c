"""Shortening a quote, or making it clear: while one writes it is held against what was said."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widget import Widget
from textual.widgets import TextArea

from workbench.synthesis.quoting import Edit, edited, one_line
from workbench.tui.commands import bindings
from workbench.tui.widgets.dialog import Dialog
from workbench.tui.widgets.rows import Bar
from workbench.tui.widgets.text import Line, Words, fill, joined, wrap

if TYPE_CHECKING:
    from workbench.study.quotes.said import Said

HOW = "(…) or […] for what is left out, [words] for your own, [j]eg for another first letter"
_SAID = 6


class ShortenScreen(Dialog[str | None]):
    """Write what is quoted of what was ``said``; the result is it ('': the passage as it stands), None when left."""

    BINDINGS = bindings("writing")
    places: ClassVar[tuple[str, ...]] = ("dialog", "writing")
    DEFAULT_CSS = """
    ShortenScreen > #dialog { width: 100; height: 80%; }
    ShortenScreen #said { height: auto; max-height: 6; color: $wb-dim; margin: 1 0 0 0; }
    ShortenScreen TextArea { height: 1fr; border: none; padding: 0; background: $panel; margin: 1 0; }
    ShortenScreen TextArea:focus { border: none; }
    """

    def __init__(self, said: "Said", shown: str) -> None:
        super().__init__("Shorten the quote, or make it clear")
        self._said = said
        self._before = shown or said.shown
        self._warned = False
        self.found = Edit(True)

    def body(self) -> Iterable[Widget]:
        """What was said, what is quoted of it, and whether that holds."""
        yield Words(id="said")
        yield Bar(lambda width: fill([(HOW, "dim")], width), id="how")
        yield TextArea(self._before, id="text", soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
        yield Bar(self._what, id="what")
        yield Bar(self._hint, id="hint")

    def on_mount(self) -> None:
        """Write on at the end."""
        self._say()
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        area.focus()
        self._look()

    def on_resize(self) -> None:
        """What was said, for the width there is."""
        self._say()

    def _say(self) -> None:
        width = self.query_one("#said", Words).size.width or 90
        self.query_one("#said", Words).say("\n".join(wrap(self._said.shown, width, _SAID)))

    @on(TextArea.Changed)
    def _look(self) -> None:
        """Say at once what is not in the passage."""
        text = self.query_one(TextArea).text
        self.found = Edit(True) if one_line(text) == self._said.shown else edited(self._said.words, text)
        for bar in ("#what", "#hint"):
            self.query_one(bar, Bar).refresh()

    def _what(self, width: int) -> Line:
        if self.found.holds:
            return fill([("✓ ", "success"), ("everything stands in the passage", "dim")], width)
        return fill([("✗ ", "warning"), (self.found.what, "warning")], width)

    def _hint(self, width: int) -> Line:
        return fill([(self.found.hint, "dim")], width)

    @property
    def written(self) -> str:
        """What is quoted; '' where it is the passage as it stands."""
        text = one_line(self.query_one(TextArea).text)
        return "" if text == self._said.shown else text

    def action_keep(self) -> None:
        """Give it back, if it holds."""
        if self.found.holds:
            self.dismiss(self.written)
        else:
            self._look()
            self.workbench.say(joined((self.found.what, self.found.hint), ". "), "warning")

    def action_cancel(self) -> None:
        """Leave; what was changed is asked about once."""
        if self.query_one(TextArea).text != self._before and not self._warned:
            self._warned = True
            self.workbench.say("Not kept yet: ctrl+s keeps it, esc again throws it away.", "warning")
        else:
            self.dismiss(None)
