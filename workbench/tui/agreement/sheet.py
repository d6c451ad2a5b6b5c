"""A few lines below a list: made for the width they get, cut where there is no more room."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.strip import Strip
from textual.widget import Widget

from workbench.tui.widgets.text import COMPONENTS, STYLE_SHEET, Line, paint, wrap


class Sheet(Widget):
    """Lines that ``draw`` gives for a width; ``show`` puts others in their place."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(COMPONENTS)
    DEFAULT_CSS = "Sheet { height: 6; width: 1fr; " + STYLE_SHEET + " }"

    def __init__(self, draw: Callable[[int], Sequence[Line]], *, id: str | None = None, classes: str = "") -> None:
        super().__init__(id=id, classes=classes)
        self._draw = draw
        self._lines: tuple[int, Sequence[Line]] = (-1, ())

    def again(self) -> None:
        """Make the lines anew."""
        self._lines = (-1, ())
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        width = self.size.width
        if self._lines[0] != width:
            self._lines = (width, self._draw(width))
        lines = self._lines[1]
        return paint(self, lines[y] if y < len(lines) else (), width, self.rich_style)


def paragraphs(told: Sequence[tuple[str, str]], width: int) -> list[Line]:
    """Paragraphs, each (text, look), as lines of at most ``width`` cells, further lines of one indented."""
    lines: list[Line] = []
    for text, look in told:
        first, *rest = [text] if cell_len(text) <= width else wrap(text, max(width - 2, 10))
        lines += [[(first, look)], *([("  ", ""), (part, look)] for part in rest)]
    return lines
