"""A dialog for longer texts: memos, reasons, definitions."""

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import TextArea

from workbench.tui.commands import bindings
from workbench.tui.widgets.dialog import Dialog


class TextEditor(Dialog[str | None]):
    """Write a text; the result is it, or None when it was left. Leaving what was changed takes a second escape."""

    BINDINGS = bindings("writing")
    places: ClassVar[tuple[str, ...]] = ("dialog", "writing")
    DEFAULT_CSS = """
    TextEditor > #dialog { height: 70%; }
    TextEditor TextArea { height: 1fr; border: none; padding: 0; background: $surface; margin: 1 0; }
    TextEditor TextArea:focus { border: none; }
    """

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self.text = text
        self._warned = False

    def body(self) -> Iterable[Widget]:
        """The text."""
        yield TextArea(self.text, id="text", soft_wrap=True, show_line_numbers=False, tab_behavior="focus")

    def on_mount(self) -> None:
        """Write on at the end."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        area.focus()

    def action_keep(self) -> None:
        """Give the text back."""
        self.dismiss(self.query_one(TextArea).text)

    def action_cancel(self) -> None:
        """Leave; what was changed is asked about once."""
        if self.query_one(TextArea).text != self.text and not self._warned:
            self._warned = True
            self.workbench.say("Not kept yet: ctrl+s keeps it, esc again throws it away.", "warning")
        else:
            self.dismiss(None)
