"""The coding screen: what one does to the study there. Every verb is one call of the study and repaints what it changed."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from workbench import sanitise
from workbench.study import CodingRow
from workbench.tui.app import FAILED
from workbench.tui.coding.asking import InVivo, Ticks, coding_options
from workbench.tui.coding.document import Span
from workbench.tui.coding.frame import RECENT
from workbench.tui.coding.reading import Reading
from workbench.tui.widgets.picker import Picker, option

P = ParamSpec("P")
R = TypeVar("R")

NEARBY = 3000
"""Characters around the passage whose codes the palette offers first."""
NAME_LENGTH = 40


class CodingScreen(Reading):
    """Read a transcript, tag passages, write memos."""

    def __init__(self, name: str, start: int | None = None, end: int | None = None) -> None:
        super().__init__(name, start, end)
        self._last = ""
        self._editing = ""
        self._wrote = False
        self._known = False

    # --- staying in step with the study

    def on_mount(self) -> None:
        """Hear of every write of this process, to tell it from those of others."""
        super().on_mount()
        self._heard = self.study.on_change
        self._heard.append(self._hear)

    def on_unmount(self) -> None:
        """Stop hearing."""
        if self._hear in self._heard:
            self._heard.remove(self._hear)

    def _hear(self) -> None:
        self._wrote = True

    def reload(self) -> None:
        """Read the study again, unless the only change was one made here and already shown."""
        if self._known:
            self._known = False
            return
        self.load()
        self._editing = self._editing if self._editing in self.marks else ""

    def _do(self, fn: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> "R | Any":
        """``app.do`` for changes whose effect this screen shows by itself."""
        self._wrote = False
        result = self.workbench.do(fn, *args, **kwargs)
        if result is not FAILED and self._wrote:
            self._known = True
        return result

    def _reread(self, coding: str) -> None:
        """Show one coding as it is now, whether it is new, changed or gone."""
        span = self.marks.remove(coding)
        self.view.repaint(span)

    # --- tagging

    def action_code(self) -> None:
        """Tag the passage with a code from the palette."""
        start, end = self.passage
        near = self.marks.overlapping(max(0, start - NEARBY), end + NEARBY)
        what = sanitise.line(self.source.text[start:end], 50)
        self.workbench.pick_code(f"Code “{what}”", self._picked, [self.marks.row(slot).code for slot in near])

    def _picked(self, code: str | None) -> None:
        if code is not None:
            self._apply(code)

    def chosen(self, code: str) -> None:
        """Tag the passage with a code that was clicked twice."""
        self._apply(code)

    def action_recent(self, number: int = 1) -> None:
        """Tag the passage with a recent code."""
        if number <= len(self.recent):
            self._apply(self.recent[number - 1])
        else:
            self.workbench.say(f"There is no recent code {number} yet; c picks one.")

    def action_repeat(self) -> None:
        """Tag the passage with the code used last."""
        if self._last or self.recent:
            self._apply(self._last or self.recent[0])
        else:
            self.workbench.say("No code has been used yet; c picks one.")

    def action_enter(self) -> None:
        """Keep the borders that are edited; else tag the passage."""
        if self._editing:
            self._keep_borders()
        else:
            self.action_code()

    def _apply(self, code: str) -> None:
        start, end = self.passage
        coding = self._do(self.study.codings.add, self.source.revision, start, end, code)
        if coding is FAILED:
            return
        if code not in self.codes:
            self.read_codes()  # made a moment ago, in the palette
        self._last = code
        if coding in self.marks:
            self.workbench.say(f"That passage is tagged with {self.codes[code].name} already.")
            return
        row = self.study.codings.get(coding)
        self.view.repaint(self.marks.add(row))
        self._count(row.code, 1)
        self.recent = [row.code, *(c for c in self.recent if c != row.code)][:RECENT]
        self.show_recent()
        self.view.cursor.settle()
        self.told_again()

    def _count(self, code: str, change: int) -> None:
        """Keep the counts of a code and of those above it true without reading the codebook again."""
        at: str | None = code
        touched = set()
        while at is not None and (row := self.codes.get(at)) is not None:
            own = change if at == code else 0
            self.codes[at] = row._replace(count=row.count + own, total=row.total + change)
            touched.add(at)
            at = row.parent
        self.tree.repaint(touched)
