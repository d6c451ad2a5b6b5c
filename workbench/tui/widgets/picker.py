"""Choose one of many by typing: the frame of the code palette, the command list and every pick list."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.widget import Widget
from textual.widgets import Input

from workbench.tui.commands import bindings
from workbench.tui.widgets.dialog import Dialog
from workbench.tui.widgets.rows import Rows
from workbench.tui.widgets.text import Line, Piece, fill

_MOST = 16
_SHARE = 0.9
_FRAME = 8
"""Lines of the dialog that are not options: border, heading, what is typed, space around, hints."""


class Option(NamedTuple):
    """One line to choose: ``value`` is the result, ``draw`` the line for a width, ``words`` what typing must match."""

    value: str
    draw: Callable[[int], Line]
    words: str = ""


def option(value: str, text: str, note: str = "") -> Option:
    """An option of a name and a dim note after it."""

    def draw(width: int) -> Line:
        name = fill([(text, "")], min(max(24, len(text) + 2), width))
        return [*name, *fill([(note, "dim")], max(width - sum(len(t) for t, _ in name), 0))] if note else name

    return Option(value, draw, f"{text} {note}")


class Picker(Dialog[str | None]):
    """Type to narrow, Enter takes; the result is the option's value, None when left."""

    BINDINGS = bindings("choice")
    places: ClassVar[tuple[str, ...]] = ("dialog", "choice")
    DEFAULT_CSS = """
    Picker Rows { height: auto; max-height: 16; min-height: 1; margin: 1 0; background: $surface; }
    Picker Input { margin: 1 0 0 0; }
    """

    def __init__(self, title: str, options: Sequence[Option] = (), placeholder: str = "") -> None:
        super().__init__(title)
        self._all = list(options)
        self._placeholder = placeholder
        self.shown: list[Option] = []

    def body(self) -> Iterable[Widget]:
        """The line one types in and the options below."""
        yield Input(placeholder=self._placeholder or "type to find", id="query")
        rows = Rows(id="options")
        rows.can_focus = False
        yield rows

    def on_mount(self) -> None:
        """Show everything first."""
        self.narrow("")

    def options(self, query: str) -> list[Option]:
        """What is offered for ``query``, best first: the options that hold all its words, in the order given."""
        words = query.casefold().split()
        return [o for o in self._all if all(word in o.words.casefold() for word in words)]

    def narrow(self, query: str) -> None:
        """Offer what fits ``query``, the cursor on the best."""
        self.shown = self.options(query)
        rows = self.query_one(Rows)
        self._give_room()
        rows.show(len(self.shown), self._draw, cursor=0)

    def on_resize(self, event: events.Resize) -> None:
        """The options give way, so that the hints stay to be seen."""
        self._give_room()

    def _give_room(self) -> None:
        room = min(int(self.app.size.height * _SHARE) - _FRAME, _MOST)
        self.query_one(Rows).styles.height = max(min(len(self.shown), room), 1)

    def taken(self, choice: Option) -> None:
        """Somebody took ``choice``."""
        self.dismiss(choice.value)

    @property
    def current(self) -> Option | None:
        """The option under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self.shown[cursor] if 0 <= cursor < len(self.shown) else None

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        pieces: list[Piece] = [(" ", ""), *self.shown[index].draw(width - 2)]
        return (pieces,)

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.narrow(event.value)

    @on(Input.Submitted, "#query")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_take()

    @on(Rows.Chosen)
    def _clicked(self, event: Rows.Chosen) -> None:
        event.stop()
        self.action_take()

    def on_click(self, event: events.Click) -> None:
        """A click beside the dialog leaves it."""
        if event.widget is self:
            self.action_cancel()

    def action_take(self) -> None:
        """Take the option under the cursor."""
        if (choice := self.current) is not None:
            self.taken(choice)

    def action_down(self) -> None:
        """Next option; from the last to the first."""
        rows = self.query_one(Rows)
        rows.move(0 if rows.cursor == len(rows) - 1 else rows.cursor + 1)

    def action_up(self) -> None:
        """Previous option; from the first to the last."""
        rows = self.query_one(Rows)
        rows.move(len(rows) - 1 if rows.cursor == 0 else rows.cursor - 1)

    def action_page_down(self) -> None:
        """One page down."""
        self.query_one(Rows).action_page_down()

    def action_page_up(self) -> None:
        """One page up."""
        self.query_one(Rows).action_page_up()
