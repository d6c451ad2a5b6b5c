"""The frame of every dialog: a title, what it holds, a line of hints; escape leaves it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget

from workbench.tui.commands import Command, bindings, key_name, table
from workbench.tui.widgets.rows import Bar
from workbench.tui.widgets.text import Line, Piece, fill, width_of

if TYPE_CHECKING:
    from workbench.study import Study
    from workbench.tui.app import WorkbenchApp

Result = TypeVar("Result")


class Dialog(ModalScreen[Result]):
    """A dialog; ``places`` are the command tables whose keys work in it."""

    BINDINGS = bindings("dialog")
    places: ClassVar[tuple[str, ...]] = ("dialog",)
    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > #dialog {
        width: 76; max-width: 96%; height: auto; max-height: 90%; padding: 0 1;
        background: $surface; border: round $wb-dim;
    }
    Dialog #dialog-hints { margin: 0; }
    Dialog Input { border: none; height: 1; padding: 0 1; background: $panel; }
    Dialog Input:focus { border: none; }
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = title

    @property
    def workbench(self) -> "WorkbenchApp":
        """The app, by its own type."""
        return cast("WorkbenchApp", self.app)

    @property
    def study(self) -> "Study":
        """The study everything is read from."""
        return self.workbench.study

    def compose(self) -> ComposeResult:
        """The heading, what the dialog holds, the hints."""
        with Vertical(id="dialog"):
            yield Bar(lambda width: fill([(self.heading, "accent")], width), id="dialog-title")
            yield from self.body()
            yield Bar(self._hints, id="dialog-hints")

    def body(self) -> Iterable[Widget]:
        """The widgets of the dialog."""
        return ()

    def commands(self) -> list[Command]:
        """What stands in the hints."""
        return [command for place in (*self.places[1:], self.places[0]) for command in table(place) if command.shown]

    def action_cancel(self) -> None:
        """Leave without a result."""
        self.dismiss(None)

    def _hints(self, width: int) -> Line:
        pieces: list[Piece] = []
        for command in self.commands():
            key = key_name(command.keys[0])
            if width_of(pieces) + len(key) + len(command.label) + 3 <= width:
                pieces += [(f"{key} ", "accent"), (f"{command.label}  ", "dim")]
        return pieces
