"""A dialog that shows text to read: a history, lists, a preview."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from workbench.tui.widgets.dialog import Dialog
from workbench.tui.widgets.rows import Rows
from workbench.tui.widgets.text import Line, wrap


class LinesScreen(Dialog[None]):
    """Paragraphs, each (text, look), wrapped to the width; a list with a cursor, so every key of lists scrolls it."""

    DEFAULT_CSS = """
    LinesScreen > #dialog { width: 100; height: 80%; }
    LinesScreen Rows { margin: 1 0; background: $surface; }
    """

    def __init__(self, title: str, paragraphs: Sequence[tuple[str, str]]) -> None:
        super().__init__(title)
        self._paragraphs = list(paragraphs)

    def body(self) -> Iterable[Widget]:
        """The text."""
        yield Rows(id="lines")

    def on_mount(self) -> None:
        """Show it from the top."""
        rows = self.query_one(Rows)
        rows.show(len(self._paragraphs), self._draw, lambda index, width: len(self._wrapped(index, width)))
        rows.focus()

    def _wrapped(self, index: int, width: int) -> list[str]:
        return wrap(self._paragraphs[index][0], max(width - 2, 10))

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        look = self._paragraphs[index][1]
        bar = ("▌", "accent") if here else (" ", "")
        return [[bar, (text, look)] for text in self._wrapped(index, width)]
