"""A dialog of lines that Enter changes, with a line to type in above and what follows from it all below."""

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Input

from workbench import sanitise
from workbench.tui.widgets.picker import Option, Picker
from workbench.tui.widgets.rows import Rows
from workbench.tui.widgets.text import Line, Words, fill

_SHARE = 0.9
_FRAME = 6
"""Of a dialog's lines what is neither list nor note: borders, title, the line to type in, hints."""


class Form(Picker):
    """``options`` are the lines, ``taken`` changes something and calls ``again``, ``note`` says what follows."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]
    DEFAULT_CSS = """
    Form #note { height: auto; max-height: 5; margin: 0 0 1 0; color: $wb-dim; }
    Form.-low Rows, Form.-low Input, Form.-low #note { margin: 0; }
    """

    def __init__(self, title: str, text: str = "", placeholder: str = "") -> None:
        super().__init__(title, placeholder=placeholder)
        self._text = text

    def body(self) -> Iterable[Widget]:
        """The line one types in, the lines that are changed, the note."""
        yield Input(self._text, placeholder=self._placeholder, id="query", select_on_focus=bool(self._text))
        rows = Rows(id="options")
        rows.can_focus = False
        yield rows
        yield Words(id="note")

    @property
    def typed(self) -> str:
        """What stands in the line one types in."""
        return self.query_one(Input).value

    def note(self) -> str:
        """What follows from how it all is; '' for nothing."""
        return ""

    def narrow(self, query: str) -> None:
        """Show how it is now."""
        super().narrow(self.typed)
        note = self.note()
        words = self.query_one("#note", Words)
        words.display = bool(note)
        words.say(note)
        self._give_room()

    def again(self) -> None:
        """Something was changed: show it, the cursor on its line still."""
        cursor = self.query_one(Rows).cursor
        self.narrow(self.typed)
        self.query_one(Rows).move(cursor)

    def _give_room(self) -> None:
        height = self.app.size.height
        room = int(height * _SHARE) - _FRAME - (2 if self.note() else 0) - (4 if height >= 20 else 0)
        self.query_one(Rows).styles.height = max(min(len(self.shown), room), 2)


def setting(value: str, mark: str, words: str, note: str = "", look: str = "dim") -> Option:
    """A line: a mark of one cell and its look, how something is, and what Enter makes of it."""

    def draw(width: int) -> Line:
        return fill([(f"{mark} ", look), (f"{sanitise.line(words, 60)}  ", ""), (sanitise.line(note), "dim")], width)

    return Option(value, draw, words)


def tick(value: str, on: bool, words: str, note: str = "") -> Option:
    """A line that is on or off."""
    return setting(value, "●" if on else "○", words, note, "accent" if on else "dim")
