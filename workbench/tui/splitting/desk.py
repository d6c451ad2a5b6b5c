"""The passage that is to be sorted, in its text: bright, with what was said before and after it dim around it.

Its first line stands always on the same line of the screen, so the eye need not look for it when the next one comes.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.strip import Strip

from workbench.errors import WorkbenchError
from workbench.tui.coding.document import Document
from workbench.tui.coding.lineview import LineView
from workbench.tui.coding.rows import Rows
from workbench.tui.widgets.text import COMPONENTS, STYLE_SHEET, Line, Piece, paint

if TYPE_CHECKING:
    from workbench.study import Passage, Study

WIDEST = 100
"""Cells of text beyond which a line is hard to read back from."""
_LOW = 4
"""Lines with which none can be spared to say that there is more."""
_KEPT = 4
"""Texts kept cut for the width; the passages come text by text."""


class Desk(LineView, can_focus=False, inherit_bindings=False):
    """One passage; ``read`` fetches the text it stands in, for as much around it as there is room for."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(COMPONENTS)
    DEFAULT_CSS = "Desk { height: 1fr; width: 1fr; overflow-y: hidden; " + STYLE_SHEET + " }"

    def __init__(self, read: "Callable[[Passage], Document]", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._read = read
        self._passage: Passage | None = None
        self._texts: dict[object, Document] = {}
        self._rows: Rows | None = None
        self._span = (0, 0)
        self._scrolled = 0

    def show(self, passage: "Passage | None") -> None:
        """Show this one, from its beginning."""
        self._passage, self._scrolled = passage, 0
        self._lay()
        self.repaint_lines(0, self.size.height - 1)

    def _lay(self) -> None:
        one, width = self._passage, min(self.size.width - 4, WIDEST)
        if one is None or width < 10:
            self._rows = None
            return
        document = self._texts.pop(one.revision, None) or self._read(one)
        whole = document.text[one.start : one.end] == one.text
        if whole:
            self._texts[one.revision] = document  # the last is the one used last
            while len(self._texts) > _KEPT:
                del self._texts[next(iter(self._texts))]
            self._span = (one.start, one.end)
        else:
            document = Document(one.before + one.text + one.after, (), ())
            self._span = (len(one.before), len(one.before) + len(one.text))
        if self._rows is None or self._rows.document is not document or self._rows.width != width:
            self._rows = Rows(document, width)

    def forget(self) -> None:
        """The texts may be others than they were."""
        self._texts.clear()
        self._rows = None

    def on_resize(self, event: events.Resize) -> None:
        """Cut the text for the width."""
        self._lay()
        super().on_resize(event)

    @property
    def above(self) -> int:
        """Lines for what stands before the passage."""
        return max(1, min(self.size.height // 4, 8))

    def page(self, pages: int) -> None:
        """Read on, or back."""
        self._roll(max(self.size.height - 2, 1) * pages)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """A few lines on."""
        self._roll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """A few lines back."""
        self._roll(-3)

    def _roll(self, lines: int) -> None:
        if self._rows is not None:
            first = self._rows.row_of(self._span[0])
            self._scrolled = max(-first, min(self._scrolled + lines, len(self._rows) - 1 - first))
            self.repaint_lines(0, self.size.height - 1)

    # --- drawing

    def build(self, line: int) -> Strip:
        """A row of the text."""
        base = self._ground[0] if self._ground else self.rich_style
        return paint(self, self._line(line), self.size.width, base)

    def _line(self, y: int) -> Line:
        rows = self._rows
        if rows is None:
            return ()
        start, end = self._span
        row = rows.row_of(start) - self.above + self._scrolled + y
        if not 0 <= row < len(rows):
            return ()
        low, high = rows.words(row)
        inside = low < end and start < high
        if self.size.height > _LOW and y == self.size.height - 1 and rows.row_of(max(end - 1, start)) > row:
            return [(" ▌", "accent"), ("  … PgDn reads on", "dim")]
        label = rows.label(row)
        line: list[Piece] = [(" ▌ " if inside else "   ", "accent")]
        line.append((label + " " * (rows.indent - _cells(label)), "accent" if inside else "dim"))
        cuts = (low, min(max(start, low), high), max(min(end, high), low), high)
        border, draw = rows.document.graphemes.start_of, rows.document.graphemes.draw
        for a, b, look in zip(cuts, cuts[1:], ("dim", "", "dim"), strict=False):
            if a < b:
                line.append((draw(border(a), border(b)), look))
        return line


def reader(study: "Study") -> "Callable[[Passage], Document]":
    """Fetches the text a passage stands in; where that is not here, what is known of it."""

    def read(passage: "Passage") -> Document:
        try:
            found = study.transcripts.revision(passage.revision)
        except WorkbenchError:
            found = None
        if found is None:
            return Document(passage.before + passage.text + passage.after, (), ())
        return Document(found.text, found.turns, found.sentences)

    return read


def _cells(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)
