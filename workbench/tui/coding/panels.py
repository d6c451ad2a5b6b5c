"""The frame's own widgets: the foot, and the panels beside the text.

Panels follow every step of the cursor, so only lines that changed are painted.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from workbench.study import CodeRow
from workbench.tui.coding.lineview import LineView
from workbench.tui.coding.looks import CodeLook
from workbench.tui.coding.painter import UNKNOWN
from workbench.tui.widgets.room import Hints
from workbench.tui.widgets.text import COMPONENTS, STYLE_SHEET, Line, Piece, fill, paint

DIVIDER: Piece = ("│", "divider")
PANEL_COMPONENTS = {*COMPONENTS, "wb--divider"}
PANEL_STYLES = STYLE_SHEET + " & > .wb--divider { color: $panel; } &:nocolor > .wb--divider { text-style: dim; } "


class Desk(Horizontal):
    """Widgets side by side. ``BLANK``: of a container nothing is seen, and every frame would draw all its lines."""

    BLANK = True


class Shelf(Vertical):
    """Widgets on top of each other, with nothing of its own to draw."""

    BLANK = True


class Foot(Hints):
    """The hints, and now and then a word in their place."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self._word: Line = ()

    def say(self, word: Line) -> None:
        """Show ``word`` instead of the hints; (): the hints again."""
        if word != self._word:
            self._word = word
            self.refresh()

    def _hints(self, width: int) -> Line:
        hints = super()._hints(width)
        if not self._word:
            return hints
        self._spans = []
        return fill([(" ", ""), *self._word], width)


class SidePanel(LineView, can_focus=False):
    """Lines that replace each other; ``show`` paints those that differ from before."""

    COMPONENT_CLASSES: ClassVar[set[str]] = PANEL_COMPONENTS
    DEFAULT_CSS = "SidePanel { height: 1fr; width: 1fr; " + PANEL_STYLES + " }"

    def __init__(self, *, right: bool = True, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Sequence[Line] = ()
        self._right = right

    @property
    def room(self) -> int:
        """Cells a line may take: all but the divider, and the scroll bar where there is one."""
        return max(self.scrollable_content_region.width - 1, 0)

    def show(self, lines: Sequence[Line]) -> None:
        """Show ``lines`` from the top."""
        before, self._lines = self._lines, lines
        height = self.size.height
        # The virtual size only says whether there is more than fits: to change it lays the whole screen out again.
        total = len(lines) if len(lines) > height else height
        if total != self.virtual_size.height:
            self.virtual_size = Size(self.size.width, total)
        if self.scroll_offset.y:
            self.scroll_to(y=0, animate=False, immediate=True)
        for y in range(min(height, max(len(before), len(lines)))):
            if before[y : y + 1] != lines[y : y + 1]:
                self.repaint_lines(y, y)

    def build(self, line: int) -> Strip:
        """One of the lines, beside the divider."""
        words = self._lines[line] if line < len(self._lines) else ()
        divided: Line = [*fill(words, self.room), DIVIDER] if self._right else [DIVIDER, *words]
        return paint(self, divided, self.scrollable_content_region.width, self.rich_style)


class CodeTree(LineView, can_focus=False):
    """The codebook as a tree with counts. A click tells about a code, two tag the passage with it, one on ▾ folds."""

    COMPONENT_CLASSES: ClassVar[set[str]] = PANEL_COMPONENTS
    DEFAULT_CSS = "CodeTree { height: 1fr; width: 1fr; " + PANEL_STYLES + " }"

    class Chosen(Message):
        """Somebody clicked a code; ``apply`` where it was meant to be used."""

        def __init__(self, code: str, apply: bool) -> None:
            super().__init__()
            self.code = code
            self.apply = apply

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._codes: Mapping[str, CodeRow] = {}
        self._looks: Mapping[str, CodeLook] = {}
        self._parents: set[str] = set()
        self._folded: set[str] = set()
        self._rows: list[str] = []
        self._lines: dict[str, int] = {}
        self._here: frozenset[str] = frozenset()

    def show(self, codes: Mapping[str, CodeRow], looks: Mapping[str, CodeLook]) -> None:
        """Show the codebook: ``codes`` by id, depth first."""
        self._codes, self._looks = codes, looks
        self._parents = {code.parent for code in codes.values() if code.parent is not None}
        self._unfold()

    def mark(self, here: frozenset[str]) -> None:
        """Mark the codes that are at the cursor."""
        changed = here ^ self._here
        self._here = here
        self.repaint(changed)

    def repaint(self, codes: frozenset[str] | set[str]) -> None:
        """Paint the lines of ``codes`` again."""
        for code in codes:
            if (line := self._lines.get(code)) is not None:
                self.repaint_lines(line, line)

    def _unfold(self) -> None:
        hidden: set[str] = set()
        self._rows = []
        for code in self._codes.values():
            if code.parent in hidden or code.parent in self._folded:
                hidden.add(code.id)
            else:
                self._rows.append(code.id)
        self._lines = {code: line for line, code in enumerate(self._rows)}
        if self.virtual_size.height != len(self._rows):
            self.virtual_size = Size(self.size.width, len(self._rows))
        self.repaint_all()

    def build(self, line: int) -> Strip:
        """A code: fold mark, stripe, name, how many codings it and what is below it have."""
        width = self.scrollable_content_region.width
        if line >= len(self._rows):
            return paint(self, [*fill((), width - 1), DIVIDER], width, self.rich_style)
        code = self._codes[self._rows[line]]
        look = self._looks.get(code.id, UNKNOWN)
        fold = " " if code.id not in self._parents else "▸" if code.id in self._folded else "▾"
        count = f" {code.total:,} " if code.total else " "
        # Deep trees are indented by one cell a level, so that names keep their room.
        left: list[Piece] = [
            (" " * min(code.depth, 8) + fold, "dim"),
            (look.glyph, look.ink),
            (f"{look.label} ", "dim"),
            (code.name, "strong" if code.id in self._here else ""),
        ]
        words = [*fill(left, max(width - len(count) - 1, 1)), (count, "dim"), DIVIDER]
        return paint(self, words, width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """Fold, choose, or apply."""
        y = event.y + self.scroll_offset.y
        if not 0 <= y < len(self._rows):
            return
        code = self._codes[self._rows[y]]
        if code.id in self._parents and event.x <= min(code.depth, 8) and event.chain == 1:
            self._folded ^= {code.id}
            self._unfold()
        else:
            self.post_message(self.Chosen(code.id, apply=event.chain == 2))
