"""The list of all passages with where each goes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench import sanitise
from workbench.tui.passages.flow import harmless
from workbench.tui.splitting.work import STAY, Work, named
from workbench.tui.widgets.columns import Column, Fitted, fit, head, table_row
from workbench.tui.widgets.rows import Rows
from workbench.tui.widgets.text import Line

if TYPE_CHECKING:
    from workbench.study import Passage


_MOST = 240
"""Characters of a passage that find room on one line."""


class Everything(Rows, inherit_bindings=False):
    """The list; its keys are those of the room."""

    def focus(self, scroll_visible: bool = True) -> "Everything":
        """Take the keys; hidden, it leaves them to the room."""
        if self.display:
            super().focus(scroll_visible)
        else:
            self.screen.set_focus(None)
        return self


class Table:
    """How the lines of the list are drawn."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._fitted: tuple[int, Fitted] = (0, ())
        self.names: dict[str, str] = {}
        """What the codes are called, by the study's keys."""
        self._told: dict[str, str] = {}

    def again(self) -> None:
        """The codes or the passages are others now."""
        self._fitted = (0, ())
        self.names = {STAY: "stays", **named(self._work.targets)}
        keys = {one.key: self._work.key_of(one) for one in self._work.targets} | {STAY: STAY}
        self._told = {key: harmless(f"{pressed} {self.names[key]}".strip()) for key, pressed in keys.items()}

    def head(self, width: int) -> Line:
        """The titles."""
        return head(self._columns(width))

    def draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        """A passage."""
        one = self._work.passages[self._work.shown[index]]
        goes = self.where(one)
        row: dict[str, Line] = {
            "goes": [(goes or "–", "success" if goes else "dim")],
            "name": [(harmless(one.transcript), "accent")],
            "turn": [(f"{one.turn:,}" if one.turn else "", "dim")],
            "coder": [(", ".join(one.coders), "dim")],
            "words": [(sanitise.line(one.text[:_MOST]), "")],
        }
        return (table_row(self._columns(width - 1), row),)

    def where(self, passage: "Passage") -> str:
        """Where a passage goes, in words; '' where it is not sorted."""
        return ", ".join(self._told[key] for key in self._work.goes(passage) if key in self._told)

    def _columns(self, width: int) -> Fitted:
        if self._fitted[0] == width:
            return self._fitted[1]
        passages = self._work.passages
        names = max((len(one.transcript) for one in passages), default=10)
        found = fit(
            [
                Column("goes", "goes to", 16, grow=2, most=32),
                Column("name", "transcript", min(max(names, 10), 20)),
                Column("turn", "turn", 5, priority=6, right=True),
                Column("coder", "coded by", 8, priority=5, most=20, grow=1),
                Column("words", "passage", 20, grow=6),
            ],
            width,
        )
        self._fitted = (width, found)
        return found
