"""The codes one sorts into: their keys, names and counts, in a column beside the passage or in a strip above it.

What stands where depends on the number of codes alone, never on the counts: nothing moves when a passage is sorted.
"""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import events
from textual.message import Message
from textual.strip import Strip

from workbench.tui.coding.lineview import LineView
from workbench.tui.passages.flow import harmless
from workbench.tui.splitting.work import STAY, Work, named
from workbench.tui.widgets.text import COMPONENTS, STYLE_SHEET, Line, Piece, fill, paint, wrap

if TYPE_CHECKING:
    from workbench.study import Target

_CELL = 24
"""Cells of a code in the strip, at least; more of them stand beside each other where there is room."""


_NARROWEST = 14
"""Cells of a code in the strip where there are so many of them that they would leave no room for the passage."""


class Entry(NamedTuple):
    """One of the codes as it is drawn; ``name`` '' is the one that waits: how many are not sorted."""

    key: str
    target: str
    name: str
    new: bool
    definition: str


class Targets(LineView, can_focus=False, inherit_bindings=False):
    """The codes; a click sorts into one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(COMPONENTS)
    DEFAULT_CSS = "Targets { overflow-y: hidden; " + STYLE_SHEET + " }"

    class Chosen(Message):
        """A code was clicked; ``key`` is what to press for it."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, work: Work, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._work = work
        self._entries: list[Entry] = []
        self._drawn: list[Line] = []
        self.stays = ""
        """What the code means that is split."""
        self.strip = False
        """Whether it is the strip above, not the column."""
        self.gathered: Callable[[], Collection[str] | None] = lambda: None
        """Where the passage is to go, while several are gathered; else None."""
        self.latest: Collection[str] = ()
        """Where the one before went."""

    def fit(self, strip: bool) -> int:
        """Take the codes of the sheet; the lines a strip needs for them."""
        self.strip = strip
        names = named(self._work.targets)
        self._entries = [self._entry(one, names[one.key]) for one in self._work.targets]
        self._entries += [Entry(STAY, STAY, "stays", False, self.stays)]
        self.again()
        return -(-(len(self._entries) + 1) // self._columns())

    def _entry(self, target: "Target", name: str) -> Entry:
        name = f"{name} (gone)" if target.gone else name
        return Entry(self._work.key_of(target), target.key, harmless(name), target.new, target.definition)

    def _columns(self) -> int:
        width, height = self.app.size
        if self.strip:
            cells = range(_CELL, _NARROWEST - 1, -2)
            fits = (
                n for cell in cells if -(-(len(self._entries) + 1) // (n := (width - 2) // (cell + 2))) * 4 <= height
            )
            return max(next(fits, (width - 2) // (_NARROWEST + 2)), 1)
        return 1 if len(self._entries) + 3 <= max(self.size.height, 1) else 2

    # --- drawing

    def again(self) -> None:
        """Draw what has changed: another passage lies there, or one was sorted."""
        width, height = self.size
        if not width or not height:  # before the first frame there is no room for anything
            return
        lines = [self._strip_line(y, width) for y in range(height)] if self.strip else self._column(width)
        before, self._drawn = self._drawn, list(lines)
        for y in range(height):
            if before[y : y + 1] != self._drawn[y : y + 1]:
                self.repaint_lines(y, y)

    def on_resize(self, event: events.Resize) -> None:
        """Draw it for the width."""
        self.again()
        super().on_resize(event)

    def build(self, line: int) -> Strip:
        """A line of the strip or the column."""
        base = self._ground[0] if self._ground else self.rich_style
        return paint(self, self._drawn[line] if line < len(self._drawn) else (), self.size.width, base)

    def _strip_line(self, y: int, width: int) -> Line:
        columns = self._columns()
        cell = (width - 2) // columns
        line: list[Piece] = [(" ", "")]
        for place in range(y * columns, (y + 1) * columns):
            if place < len(self._entries):
                line += [*self._cell(self._entries[place], cell - 2), ("  ", "")]
            elif place == len(self._entries):
                line += self._waiting(cell - 2)
        return line

    def _column(self, width: int) -> Sequence[Line]:
        inner, count = width - 3, len(self._entries)
        head: Line = [(" sort into", "dim")]
        if self._columns() == 2:
            half = -(-count // 2)
            cell = (inner - 2) // 2
            lines = [
                [
                    (" ", ""), *self._cell(self._entries[i], cell), ("  ", ""),
                    *(self._cell(self._entries[i + half], cell) if i + half < count else ()),
                ]
                for i in range(half)
            ]  # fmt: skip
            return [head, *lines, [(" ", ""), *self._waiting(inner)]]
        below = self._below()
        told: list[Line] = [head, *([()] if below else [])]
        for entry in self._entries:
            told.append([(" ", ""), *self._cell(entry, inner)])
            if below:
                words = wrap(entry.definition.partition("\n")[0], max(inner - 5, 8), below)
                told += [[("     ", ""), (line, "dim")] for line in words] + [()] * (below + 1 - len(words))
        return [*told, [(" ", ""), *self._waiting(inner)]]

    def _below(self) -> int:
        """Lines for what a code means, below its name in the column."""
        return next((n for n in (2, 1) if (n + 2) * len(self._entries) + 4 <= self.size.height), 0)

    def _cell(self, entry: Entry, width: int) -> Line:
        work = self._work
        count = work.counts[entry.target]
        gathered = self.gathered()
        now = work.current
        goes = work.goes(now) if now is not None and gathered is None else gathered or ()
        here, latest = entry.target in goes, entry.target in self.latest
        key: Piece = (f"{entry.key or '–'} ", "accent" if entry.key else "dim")
        mark: Piece = ("● " if here else ("+ " if entry.new else "  "), "success" if here else "dim")
        room = len(f"{len(work.passages):,}")
        name = fill([(entry.name, "strong" if here else ("dim" if entry.target == STAY else ""))], width - room - 5)
        number: Piece = (
            f"{count:>{room},}" if count else f"{'·':>{room}}",
            "success" if latest else "dim" * (not count),
        )
        return [key, mark, *name, (" ", ""), number]

    def _waiting(self, width: int) -> Line:
        work = self._work
        room = len(f"{len(work.passages):,}")
        left: Piece = (f"{work.left:>{room},}", "warning" if work.left else "success")
        return [("    ", ""), *fill([("not sorted", "dim")], width - room - 5), (" ", ""), left]

    # --- the mouse

    def on_click(self, event: events.Click) -> None:
        """Sort into what was clicked."""
        place = self._place(event.x, event.y)
        if 0 <= place < len(self._entries):
            self.post_message(self.Chosen(self._entries[place].key))

    def _place(self, x: int, y: int) -> int:
        count, columns = len(self._entries), self._columns()
        if self.strip:
            return y * columns + min((x - 1) // max((self.size.width - 2) // columns, 1), columns - 1)
        if columns == 2:
            half = -(-count // 2)
            return y - 1 + (half if x > self.size.width // 2 else 0) if 1 <= y <= half else -1
        below = self._below()
        return (y - 2) // (below + 2) if below else y - 1
