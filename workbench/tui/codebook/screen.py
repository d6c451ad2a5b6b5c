"""The codebook: themes in a tree, made and mended while reading; no coding is ever rewritten by it."""

import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Container, Vertical
from textual.widget import Widget

from workbench.tui.codebook import tree
from workbench.tui.codebook.doing import Doing
from workbench.tui.codebook.merging import PURPOSE
from workbench.tui.codebook.panel import Panel
from workbench.tui.codebook.resting import Resting
from workbench.tui.commands import bindings
from workbench.tui.widgets.columns import head, table_row
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Words

if TYPE_CHECKING:
    from workbench.study import CodeRow

TWINKLING, FEW = 0.03, 10
"""Seconds for which codings are counted before the codes are shown, and of how many codes at once."""
QUIET = 0.2
"""Seconds without a key after which codings are counted on."""
BREATH = 0.02
"""Seconds between two slices of counting, in which keys are answered."""


class CodebookScreen(Doing):
    """The room of the codes; ``code_id`` is where the cursor begins."""

    place: ClassVar[str] = "codebook"
    BINDINGS = bindings("codebook")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    DEFAULT_CSS = """
    CodebookScreen #sides { height: 1fr; layout: horizontal; }
    CodebookScreen #left { width: 3fr; height: 1fr; }
    CodebookScreen Panel { width: 2fr; height: 1fr; }
    CodebookScreen #head { padding: 0 2 0 1; }
    CodebookScreen #tree { padding: 0 0 0 1; }
    CodebookScreen #empty { margin: 1 2; color: $wb-dim; }
    CodebookScreen.-narrow #sides { layout: vertical; }
    CodebookScreen.-narrow #left { width: 1fr; height: 3fr; }
    CodebookScreen.-narrow Panel { width: 1fr; height: 2fr; padding: 0 2; }
    """

    def __init__(self, code_id: str = "") -> None:
        super().__init__()
        self.codes: list[CodeRow] = []
        self._shown: list[tree.Shown] = []
        self._folded: set[str] = set()
        self._wanted = code_id
        self._counting = False
        self._begun: set[str] = set()

    def body(self) -> Iterable[Widget]:
        """The tree, and what the code under the cursor means."""
        with Container(id="sides"):
            with Vertical(id="left"):
                yield Bar(lambda width: head(tree.fitted(width)), id="head")
                yield Words(id="empty")
                yield Rows(id="tree")
            yield Panel(id="panel")

    def here(self) -> Line:
        """The codebook, and how much is in it."""
        return [("Codebook", "strong")]

    def told(self) -> Line:
        """Who codes, and how many codes there are."""
        return [(f"{len(self.codes):,} codes · ", "dim"), (self.study.coder_name, "strong")]

    def on_mount(self) -> None:
        """What is dear to find out is told when the cursor rests."""
        self._resting = Resting(self, self.query_one(Panel))

    def on_screen_resume(self) -> None:
        """Somebody may have begun to split a code, which is no change of the codebook."""
        begun = set(self.study.splitting.begun())
        if begun != self._begun:
            self._begun = begun
            self.query_one(Rows).refresh()

    def on_unmount(self) -> None:
        """Let go of the process that finds out what takes long."""
        self.workbench.stop_reading(PURPOSE)

    def reload(self) -> None:
        """Read the codes; the cursor stays on its code."""
        self._take_codes()
        self._begun = set(self.study.splitting.begun())
        self._folded &= {code.id for code in self.codes}
        self._resting.forget()
        self.query_one("#title", Bar).refresh()
        self.filtered()

    def _take_codes(self) -> None:
        """The codes as they are now; where counting would take long, it is done between two keys, and shown then."""
        self._resting.counted = self._counted_soon()
        self.codes = self.study.codes.list(counts=self._resting.counted)
        if not self._resting.counted and not self._counting:
            self._counting = True
            self.call_after_refresh(self._count_on)

    def _counted_soon(self) -> bool:
        """Whether codings are counted, or are in the twinkling of an eye: then nobody sees a code without a number."""
        until = time.monotonic() + TWINKLING
        while not self.study.codes.counted:
            if not self.study.codes.count_on(FEW) and time.monotonic() > until:
                return False
        return True

    def _count_on(self) -> None:
        if not self.is_attached or not self.workbench.opened:
            return
        if time.monotonic() - self.workbench.touched < QUIET:
            self.set_timer(QUIET, self._count_on)
        elif not self.study.codes.count_on():
            self.set_timer(BREATH, self._count_on)
        else:
            self._counting = False
            self.reload()

    def filtered(self) -> None:
        """Show what is not folded away, or what the filter finds."""
        wanted = self._wanted or (self.current.id if self.current else "")
        self._wanted = ""
        rows = self.query_one(Rows)
        self._shown = tree.visible(self.codes, self._folded, self.needle)
        at = next((i for i, shown in enumerate(self._shown) if shown.code.id == wanted), None)
        if self.needle and (at is None or not self._shown[at].found):  # what was looked for, not the way to it
            at = next((i for i, shown in enumerate(self._shown) if shown.found), 0)
        rows.show(len(self._shown), self._draw, cursor=at)
        empty = self.query_one("#empty", Words)
        empty.display = not self._shown
        nothing = "No codes yet. n makes one, b begins with a codebook that comes with the program, I takes a file in."
        empty.say("No code matches. Escape takes the filter away." if self.codes else nothing)
        self._tell()

    def show_code(self, code_id: str) -> None:
        """Put the cursor on a code, unfolding the way to it."""
        if not code_id:
            return
        if all(code.id != code_id for code in self.codes):
            self._take_codes()  # it has just come
        above = {code.id: code.parent for code in self.codes}
        at = above.get(code_id)
        while at is not None:
            self._folded.discard(at)
            at = above.get(at)
        self._wanted = code_id
        self.filtered()

    def go_to(self, code_id: str) -> None:
        """Read the codes again, and put the cursor on one that has just come or moved."""
        self._take_codes()
        self.show_code(code_id)

    @property
    def current(self) -> "CodeRow | None":
        """The code under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._shown[cursor].code if 0 <= cursor < len(self._shown) else None

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        begun = self._shown[index].code.id in self._begun
        row = tree.values(self._shown[index], self.app.current_theme.dark, self._resting.counted, begun)
        return (table_row(tree.fitted(width - 1), row),)

    def _tell(self) -> None:
        self._resting.on(self.current, self.codes)

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self._tell()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_excerpts()

    # --- folding

    def action_fold(self) -> None:
        """Fold it; where there is nothing to fold, go to the code above."""
        if (code := self.current) is None or self.needle:
            return
        if any(row.parent == code.id for row in self.codes) and code.id not in self._folded:
            self._folded.add(code.id)
            self.filtered()
        elif code.parent is not None:
            self.show_code(code.parent)

    def action_unfold(self) -> None:
        """Unfold it."""
        if (code := self.current) is not None and code.id in self._folded:
            self._folded.discard(code.id)
            self.filtered()

    def action_fold_all(self) -> None:
        """Fold everything, or unfold everything when something is folded."""
        if self._folded:
            self._folded.clear()
        else:
            above = {row.id: row.parent for row in self.codes}
            top = self.current.id if self.current else ""
            while (parent := above.get(top)) is not None:
                top = parent
            self._folded = {parent for parent in above.values() if parent is not None}
            self._wanted = top
        self.filtered()
