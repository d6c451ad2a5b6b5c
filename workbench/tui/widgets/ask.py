"""Small questions: yes or no, one line of text; and the message for a terminal that is too small."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input

from workbench.tui.commands import bindings
from workbench.tui.widgets.dialog import Dialog
from workbench.tui.widgets.text import Line, Words


class ConfirmScreen(Dialog[bool]):
    """A question; the result is True for yes, False or None for anything else."""

    BINDINGS = bindings("question")
    places: ClassVar[tuple[str, ...]] = ("dialog", "question")
    DEFAULT_CSS = "ConfirmScreen Words { margin: 1 0; }"

    def __init__(self, question: str, title: str = "Are you sure?") -> None:
        super().__init__(title)
        self.question = question

    def body(self) -> Iterable[Widget]:
        """The question."""
        yield Words(self.question)

    def action_yes(self) -> None:
        """Answer yes."""
        self.dismiss(True)

    def action_no(self) -> None:
        """Answer no."""
        self.dismiss(False)


class LineScreen(Dialog[str | None]):
    """One line of text; the result is it, stripped, or None when it was left or empty.

    ``selected``: what stands there is only proposed, and goes with the first letter typed.
    """

    DEFAULT_CSS = "LineScreen Words { margin: 1 0 0 0; color: $wb-dim; } LineScreen Input { margin: 1 0; }"

    def __init__(self, title: str, text: str = "", hint: str = "", *, selected: bool = False) -> None:
        super().__init__(title)
        self.text = text
        self.hint = hint
        self.selected = selected

    def body(self) -> Iterable[Widget]:
        """The hint and the line."""
        if self.hint:
            yield Words(self.hint)
        yield Input(self.text, id="line", select_on_focus=self.selected)

    def _hints(self, width: int) -> Line:
        return [("enter ", "accent"), ("take  ", "dim"), *super()._hints(width - 12)]

    @on(Input.Submitted, "#line")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip() or None)


class TooSmall(ModalScreen[None]):
    """Shown while the terminal has fewer cells than anything useful needs."""

    DEFAULT_CSS = "TooSmall { align: center middle; background: $background; } TooSmall Words { width: auto; }"

    def compose(self) -> ComposeResult:
        """The message, short enough for whatever is left."""
        yield Words("workbench needs\n60 × 15 cells")
