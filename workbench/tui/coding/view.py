"""The text on the screen: only rows that can be seen are built, only rows that changed are painted."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.geometry import Size
from textual.strip import Strip
from textual.timer import Timer

from workbench.tui.coding.cursor import Cursor
from workbench.tui.coding.document import Document, Span, Unit
from workbench.tui.coding.lineview import LineView
from workbench.tui.coding.looks import CodeLook, Looks
from workbench.tui.coding.marks import Marks
from workbench.tui.coding.painter import MARGIN, Scene, draw, lanes_for
from workbench.tui.coding.rows import Rows
from workbench.tui.coding.search import Hits

AROUND = 2
"""Rows kept between the cursor and the edge."""
AHEAD = 3
"""One in so many rows is shown beyond a cursor that leaves the screen, so the text stands still at most steps."""
EDGE_SECONDS = 0.05
WIDEST = 110
"""Cells of text beyond which a line is hard to read back from."""


class TranscriptView(LineView, can_focus=True, inherit_bindings=False):
    """A transcript with its codings, a cursor and a selection.

    ``moved`` is called when either changed: by a call, not a message, so that what it paints comes in the same frame.
    """

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    TranscriptView {
        width: 1fr; height: 1fr; overflow-y: scroll; background: $background; color: $foreground;
        scrollbar-size-vertical: 1; scrollbar-color: $panel; scrollbar-background: $background;
        scrollbar-color-hover: $wb-dim;
    }
    """

    def __init__(self, document: Document, marks: Marks, quiet: Collection[str] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.document = document
        self.marks = marks
        self.cursor = Cursor(document)
        self.looks = Looks({})
        self.codes: Mapping[str, CodeLook] = {}
        self.shown: Collection[str] | None = None
        self.singled = -1
        self.hits = Hits()
        self.memos: Sequence[Span] = ()
        self.moved: Callable[[], object] = lambda: None
        self._quiet = frozenset(quiet)
        self.rows = Rows(document, WIDEST)
        self._scene: Scene | None = None
        self._pressed: int | None = None
        self._dragged = False
        self._pointer = (0, 0, False)
        self._edge: Timer | None = None

    # --- layout

    def on_resize(self, event: events.Resize) -> None:
        """Cut the text anew for the width; what stood at the top stays there."""
        width = self.scrollable_content_region.width
        room = min(width - MARGIN - lanes_for(width) - 1, WIDEST)  # one cell of air on the right
        if width <= 0:
            return
        if room != self.rows.width or self.virtual_size.height != len(self.rows):
            top = self.rows.span(min(self.scroll_offset.y, len(self.rows) - 1)).start
            seen = self._visible(self.cursor.focus.start)
            self.rows = Rows(self.document, room)
            self.virtual_size = Size(width, len(self.rows))
            self.repaint_all()
            self.scroll_to(y=self.rows.row_of(top), animate=False, immediate=True)
            if seen:
                self.into_view()
        else:
            self.virtual_size = Size(width, len(self.rows))
            self.repaint_all()

    def _visible(self, offset: int) -> bool:
        return self.scroll_offset.y <= self.rows.row_of(offset) < self.scroll_offset.y + max(self.size.height, 1)

    @property
    def text_left(self) -> int:
        """The cell of a row at which the text, with its label column, begins."""
        return MARGIN + lanes_for(self.scrollable_content_region.width)

    # --- painting

    def build(self, line: int) -> Strip:
        """A row of the text, or an empty line below its end."""
        if line < len(self.rows):
            return draw(self._current(), line)
        return Strip.blank(self.scrollable_content_region.width, self.looks.base)

    def _current(self) -> Scene:
        if self._scene is None:
            self._scene = Scene(
                self.document, self.rows, self.marks, self.cursor, self.looks, self.codes, self.shown, self.singled,
                self.hits, self.memos, self._quiet, self.scrollable_content_region.width,
            )  # fmt: skip
        return self._scene

    def repaint_all(self) -> None:
        """Paint everything again: colours, width or many codings changed."""
        self._scene = None
        super().repaint_all()

    def repaint(self, *spans: Span) -> None:
        """Paint the rows again that show a character of ``spans``."""
        for start, end in spans:
            self.repaint_lines(self.rows.row_of(start), self.rows.row_of(max(start, end - 1)))

    def single(self, slot: int) -> None:
        """Single out the coding at ``slot`` (-1: none): it alone lends the ground its hue."""
        if slot == self.singled:
            return
        spans = [self.marks.span(s) for s in (self.singled, slot) if s >= 0]
        self.singled, self._scene = slot, None
        self.repaint(*spans)

    def show_hits(self, hits: Hits) -> None:
        """Mark what a search found."""
        self.hits = hits
        self.repaint_all()

    def show_memos(self, memos: Sequence[Span]) -> None:
        """Where memos are; the caller paints what that changed."""
        self.memos, self._scene = memos, None

    def show_text(self, document: Document, marks: Marks, quiet: Collection[str] = ()) -> None:
        """Show another text, from its beginning; what was found, singled out or noted in the one before is let go."""
        self.document, self.marks, self._quiet = document, marks, frozenset(quiet)
        self.cursor = Cursor(document)
        self.singled, self.hits, self.memos = -1, Hits(), ()
        self.rows = Rows(document, self.rows.width)
        self.virtual_size = Size(self.scrollable_content_region.width, len(self.rows))
        self.scroll_to(y=0, animate=False, immediate=True)
        self.repaint_all()

    # --- moving

    def move(self, change: Callable[[Cursor], object], scroll: bool = True) -> None:
        """Let ``change`` move the cursor, then paint what that changed and bring it into sight."""
        cursor = self.cursor
        before, chosen, passage = cursor.focus, cursor.selected, cursor.passage
        change(cursor)
        if cursor.selected or chosen:
            self.repaint(*_difference(passage, cursor.passage, chosen != cursor.selected))
        self.repaint(before, cursor.focus)
        if scroll:
            self.into_view()
        self.moved()

    def into_view(self) -> None:
        """Scroll as little as shows the cursor; a focus longer than the screen shows its beginning."""
        height = self.scrollable_content_region.height
        focus, top = self.cursor.focus, self.scroll_offset.y
        first = self.rows.row_of(focus.start)
        last = max(first, self.rows.row_of(max(focus.start, focus.end - 1)))
        if not height:
            return
        ahead = max(AROUND, height // AHEAD)
        if first < top:
            self.scroll_to(y=max(0, first - ahead), animate=False, immediate=True)
        elif last >= top + height:
            self.scroll_to(y=min(max(0, first - AROUND), last - height + 1 + ahead), animate=False, immediate=True)

    def show_passage(self, start: int) -> None:
        """Put the row of ``start`` into the upper third."""
        row = self.rows.row_of(start)
        self.scroll_to(y=max(0, row - self.size.height // 3), animate=False, immediate=True)

    def page(self, share: float) -> None:
        """Scroll by a share of the height; the cursor keeps its place on the screen."""
        height = max(self.scrollable_content_region.height, 2)
        step = round((height - 1) * share)
        row = self.rows.row_of(self.cursor.focus.start)
        top = max(0, min(self.scroll_offset.y + step, max(0, len(self.rows) - height)))
        if top == self.scroll_offset.y:
            goal = 0 if step < 0 else len(self.document.text)
        else:
            inside = min(max(row - self.scroll_offset.y, AROUND), height - 1 - AROUND)
            goal = self.rows.words(min(top + inside, len(self.rows) - 1)).start
        self.scroll_to(y=top, animate=False, immediate=True)
        unit = self.cursor.unit if self.cursor.unit is not Unit.TURN else Unit.SENTENCE
        self.move(lambda cursor: cursor.place(goal, unit))

    async def on_key(self, event: events.Key) -> None:
        """Do what the screen binds to a key at once, instead of handing it up through every widget on the way."""
        for binding in self.screen._bindings.key_to_bindings.get(event.key, ()):
            if await self.app.run_action(binding.action, self.screen):
                event.stop()
                event.prevent_default()
                return

    # --- the mouse. Textual's own selection paints the whole screen at every move; this one the rows that change.

    def _offset_at(self, x: int, y: int) -> int:
        row = max(0, min(y + self.scroll_offset.y, len(self.rows) - 1))
        return self.rows.offset_at(row, x - self.text_left)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to click or to drag."""
        if event.button == 1:
            self._pressed, self._dragged = self._offset_at(event.x, event.y), False
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select from where the button went down: whole words, exact characters with Alt."""
        if self._pressed is None:
            return
        self._pointer = (event.x, event.y, event.meta)
        self._drag()
        outside = not 0 <= event.y < self.size.height
        if outside and self._edge is None:
            self._edge = self.set_interval(EDGE_SECONDS, self._scroll_at_edge)
        elif not outside:
            self._stop_edge()

    def _drag(self) -> None:
        x, y, exact = self._pointer
        pressed, at = self._pressed, self._offset_at(x, max(0, min(y, self.size.height - 1)))
        if pressed is None or (at == pressed and not self._dragged):
            return
        self._dragged = True
        self.move(lambda cursor: cursor.drag(pressed, at, Unit.CHARACTER if exact else Unit.WORD), scroll=False)

    def _scroll_at_edge(self) -> None:
        step = self._pointer[1] if self._pointer[1] < 0 else self._pointer[1] - self.size.height + 1
        self.scroll_to(y=self.scroll_offset.y + step, animate=False, immediate=True)
        self._drag()

    def _stop_edge(self) -> None:
        if self._edge is not None:
            self._edge.stop()
            self._edge = None

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The drag is over."""
        self._stop_edge()
        if self._pressed is not None:
            self._pressed = None
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Once: stand there. Twice: take the word. Three times: take the sentence."""
        if self._dragged:
            self._dragged = False
            return
        at = self._offset_at(event.x, event.y)
        if event.chain == 1:
            self.move(lambda cursor: cursor.place(at, Unit.CHARACTER if event.meta else Unit.SENTENCE))
        else:
            self.move(lambda cursor: cursor.drag(at, at, Unit.WORD if event.chain == 2 else Unit.SENTENCE))


def _difference(before: Span, after: Span, everything: bool) -> list[Span]:
    """What is in one passage and not in the other; all of both where the selection began or ended."""
    if everything or not before.overlaps(*after):
        return [before, after]
    edges = [(before.start, after.start), (before.end, after.end)]
    return [Span(min(edge), max(edge)) for edge in edges if edge[0] != edge[1]]
