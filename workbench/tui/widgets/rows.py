"""A list with a cursor, drawn line by line: only what is visible is ever built, so 10,000 rows cost nothing."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import ClassVar

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from workbench.tui.commands import bindings
from workbench.tui.widgets.text import COMPONENTS, STYLE_SHEET, Line, paint

Draw = Callable[[int, int, bool], Sequence[Line]]
"""Draws item (its index, the width in cells, whether the cursor is on it) as its lines."""


class Bar(Widget):
    """One line that is drawn for the width it gets: a title, the head of a table, a foot."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(COMPONENTS)
    DEFAULT_CSS = "Bar { height: 1; width: 1fr; " + STYLE_SHEET + " }"

    def __init__(self, draw: Callable[[int], Line] | None = None, *, id: str | None = None, classes: str = "") -> None:
        super().__init__(id=id, classes=classes)
        self._draw = draw

    def show(self, draw: Callable[[int], Line]) -> None:
        """Draw this from now on."""
        self._draw = draw
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line, or an empty one."""
        width = self.size.width
        return paint(self, self._draw(width) if self._draw and y == 0 else (), width, self.rich_style)


class Rows(ScrollView, can_focus=True):
    """Items below each other, each of one or more lines, and a cursor on one of them."""

    BINDINGS = bindings("list")
    COMPONENT_CLASSES: ClassVar[set[str]] = set(COMPONENTS)
    DEFAULT_CSS = (
        "Rows { height: 1fr; width: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; "
        "scrollbar-color: $panel; scrollbar-background: $background; scrollbar-color-hover: $wb-dim; "
        + STYLE_SHEET
        + " }"
    )

    class Moved(Message):
        """The cursor came to another item, or the items changed below it."""

        def __init__(self, rows: "Rows", index: int) -> None:
            super().__init__()
            self.rows = rows
            self.index = index

        @property
        def control(self) -> "Rows":
            """The list it happened in."""
            return self.rows

    class Chosen(Moved):
        """The item was clicked while the cursor was on it: what Enter does is meant."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._count = 0
        self._draw: Draw = lambda index, width, here: ((),)
        self._height: Callable[[int, int], int] | None = None
        self._tops: list[int] = []
        self._told = -1
        self.cursor = 0

    def show(
        self, count: int, draw: Draw, height: Callable[[int, int], int] | None = None, cursor: int | None = None
    ) -> None:
        """Show ``count`` items; ``height`` gives the lines of an item at a width (none: one line each)."""
        self._count, self._draw, self._height = count, draw, height
        self.cursor = max(0, min(self.cursor if cursor is None else cursor, count - 1))
        self._told = self.cursor
        self._measure()
        self.refresh()
        if self.is_mounted:
            self._into_view()
        self.post_message(self.Moved(self, self.cursor))

    def __len__(self) -> int:
        return self._count

    def __bool__(self) -> bool:
        return True  # an empty list is still a widget

    def move(self, index: int) -> None:
        """Put the cursor on ``index``, or the nearest there is."""
        index = max(0, min(index, self._count - 1))
        if not self._count or index == self.cursor:
            return
        before, self.cursor = self.cursor, index
        for changed in (before, index):
            self._repaint(changed)
        self._into_view()
        self.post_message(self.Moved(self, index))

    def repaint_cursor(self) -> None:
        """Draw the cursor's item again (a cursor within the row moved)."""
        self._repaint(self.cursor)

    # --- geometry

    def _measure(self) -> None:
        width = self.scrollable_content_region.width
        if self._height is None:
            self._tops = []
            total = self._count
        else:
            self._tops = [0, *accumulate(self._height(index, width) for index in range(self._count))]
            total = self._tops[-1]
        self.virtual_size = Size(width, total)

    def _span(self, index: int) -> tuple[int, int]:
        return (self._tops[index], self._tops[index + 1]) if self._tops else (index, index + 1)

    def _at(self, y: int) -> tuple[int, int]:
        """The item on line ``y`` and which of its lines that is; item -1 below the last."""
        if not self._tops:
            return (y, 0) if y < self._count else (-1, 0)
        index = bisect_right(self._tops, y) - 1
        return (index, y - self._tops[index]) if index < self._count else (-1, 0)

    def _repaint(self, index: int) -> None:
        if 0 <= index < self._count:
            top, bottom = self._span(index)
            self.refresh(Region(0, top - self.scroll_offset.y, self.size.width, bottom - top))

    def _into_view(self) -> None:
        page = self.scrollable_content_region.height
        if not self._count or not page:  # before there is room for anything, nothing is out of sight
            return
        top, bottom = self._span(self.cursor)
        offset = self.scroll_offset.y
        if top < offset:
            self.scroll_to(y=top, animate=False, immediate=True)
        elif bottom > offset + page:
            self.scroll_to(y=min(top, bottom - page), animate=False, immediate=True)

    def on_resize(self, event: events.Resize) -> None:
        """Heights depend on the width; the cursor stays in sight."""
        self._measure()
        self._into_view()

    def render_line(self, y: int) -> Strip:
        """One line of the list."""
        width = self.scrollable_content_region.width
        index, part = self._at(y + self.scroll_offset.y)
        if not 0 <= index < self._count:
            return Strip.blank(self.size.width, self.rich_style)
        here = index == self.cursor
        lines = self._draw(index, width, here)
        # Of an item of several lines the first is marked; the rest is to be read.
        over = self.get_component_rich_style("wb--cursor", partial=True) if here and not part else None
        return paint(self, lines[part] if part < len(lines) else (), width, self.rich_style, over)

    # --- keys and mouse

    def action_down(self) -> None:
        """Next item."""
        self.move(self.cursor + 1)

    def action_up(self) -> None:
        """Previous item."""
        self.move(self.cursor - 1)

    def action_page_down(self) -> None:
        """The item one page below."""
        self._page(1)

    def action_page_up(self) -> None:
        """The item one page above."""
        self._page(-1)

    def _page(self, direction: int) -> None:
        page = max(self.scrollable_content_region.height - 1, 1) * direction
        if not self._count:
            return
        target = self._at(max(self._span(self.cursor)[0] + page, 0))[0]
        last = self._count - 1
        target = last if target < 0 else target
        self.move(target if target != self.cursor else self.cursor + direction)

    def action_first(self) -> None:
        """The first item."""
        self.move(0)

    def action_last(self) -> None:
        """The last item."""
        self.move(self._count - 1)

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there; on the cursor's item it chooses."""
        index, _ = self._at(event.y + self.scroll_offset.y)
        if 0 <= index < self._count:
            if index == self.cursor:
                self.post_message(self.Chosen(self, index))
            else:
                self.move(index)
