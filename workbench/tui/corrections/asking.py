"""What a correction does, shown before it is written: keep it, go on editing, or leave it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from workbench.tui.commands import bindings
from workbench.tui.corrections.compare import Side, runs, told
from workbench.tui.widgets.dialog import Dialog
from workbench.tui.widgets.rows import Rows
from workbench.tui.widgets.text import Line, Words, clip, wrap

if TYPE_CHECKING:
    from workbench.study.corrections import Correction, Fate

MOST = 500
"""Passages that are shown one by one."""


class KeepScreen(Dialog[str | None]):
    """A question, and below it the passages that were changed or lost; the result is ``keep``, ``edit`` or None."""

    BINDINGS = bindings("keeping")
    places: ClassVar[tuple[str, ...]] = ("dialog", "keeping")
    DEFAULT_CSS = """
    KeepScreen > #dialog { width: 100; }
    KeepScreen Words { margin: 1 0; }
    KeepScreen Rows { height: auto; max-height: 14; margin: 0 0 1 0; background: $surface; }
    """

    def __init__(self, question: str, correction: "Correction") -> None:
        super().__init__("Before it is written")
        self.question = question
        worst = sorted(correction.fates, key=lambda fate: (fate.status != "lost", not fate.edge))
        self._fates = [fate for fate in worst if fate.status in ("lost", "changed")][:MOST]

    def body(self) -> Iterable[Widget]:
        """The question, and what was changed or lost."""
        yield Words(self.question)
        if self._fates:
            yield Rows(id="fates")

    def on_mount(self) -> None:
        """Show them."""
        for rows in self.query(Rows):
            rows.styles.height = min(sum(self._height(i, 90) for i in range(len(self._fates))), 14)
            rows.show(len(self._fates), self._draw, self._height)
            rows.focus()

    def _lines(self, fate: "Fate", width: int) -> list[Line]:
        code = fate.code.rpartition(" / ")[2] if fate.ent == "coding" else fate.ent
        edge = ", at an edge" if fate.edge and fate.status != "lost" else ""
        first: Line = [(f"{fate.status}{edge}", "warning"), (f"  {code} · {clip(fate.coder, 20)}", "dim")]
        left, right = runs(fate.before[:400], fate.after[:400])
        lines: list[Line] = [first]
        lines += [[("  − ", "dim"), (text, "dim")] for text in wrap(told(Side("", left)), width - 4, 2)]
        if fate.status != "lost":
            lines += [[("  + ", "dim"), (text, "")] for text in wrap(told(Side("", right)), width - 4, 2)]
        return lines

    def _height(self, index: int, width: int) -> int:
        return len(self._lines(self._fates[index], max(width, 20)))

    def _draw(self, index: int, width: int, here: bool) -> list[Line]:
        return self._lines(self._fates[index], max(width, 20))

    def action_keep(self) -> None:
        """Write it."""
        self.dismiss("keep")

    def action_edit(self) -> None:
        """Go on in the editor."""
        self.dismiss("edit")
