"""What both views have in common: whose codings are counted, and counting that keeps no key waiting."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from workbench.study.saturation.values import CurveAsked, PairsAsked
from workbench.tui.app import FAILED
from workbench.tui.saturation import dialogs
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.text import Line, Piece, fill, joined

MOST = 5_000
"""Codings that are counted here, in less time than a key takes; more are counted by another process."""

A = TypeVar("A", CurveAsked, PairsAsked)
R = TypeVar("R")


class CountedRoom(Room, Generic[A, R]):
    """A view of ``found``, which is counted anew whenever ``asked`` or the study changes."""

    work = ""
    """What the other process is to do: there is one for each view."""

    def __init__(self, asked: A, beside: tuple[CurveAsked, PairsAsked]) -> None:
        super().__init__()
        self.asked: A = asked
        self.beside = beside
        """What was asked last of either view."""
        self.found: R | None = None
        self.counting = False
        self._turn = 0
        self._before: A | None = None  # what was asked before something that cannot be

    # --- what a view says of itself

    def counted(self, asked: A) -> R:
        """Count, here and now."""
        raise NotImplementedError

    def heard(self, given: Any) -> R:
        """What the other process has counted."""
        raise NotImplementedError

    # --- counting

    def reload(self) -> None:
        """Count again; what was counted stays on the screen meanwhile."""
        app = self.workbench
        self._turn += 1
        if not app.counts_beside or not self.study.saturation.large(MOST):
            found = app.do(self.counted, self.asked)
            self._take(None if found is FAILED else found)
            return
        self._stop()  # what was asked before is not waited for
        turn, self.counting = self._turn, True

        def told(answer: dict[str, Any]) -> None:
            if turn != self._turn or not self.is_attached:
                return
            if answer.get("end") == "done" and "found" in answer:
                self._take(self.heard(answer["found"]))
            elif "end" in answer:
                app.say(str(answer.get("words", "")), "error")
                self._take(None)

        app.read_beside(self.work, {"do": self.work, "asked": list(self.asked)}, told)
        self._redraw()

    def _stop(self) -> None:
        if self.counting:
            self.workbench.stop_reading(self.work)
            self.counting = False

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        self._stop()

    def _take(self, found: R | None) -> None:
        self.counting = False
        if found is None and self._before is not None:  # what cannot be asked is not asked again and again
            self.asked, self._before = self._before, None
            if self.found is None:
                self.reload()
                return
        elif found is not None:
            self.found, self._before = found, None
        self.filtered()

    def ask(self, **changes: Any) -> None:
        """Ask something else."""
        self._before, self.asked = self.asked, self.asked._replace(**changes)
        self.reload()

    def _redraw(self) -> None:
        """Draw again what says that it is being counted."""

    # --- whose

    def told_asked(self, width: int, first: str, *more: str) -> Line:
        """What was asked, in one line; ``first`` is what the view says of itself."""
        asked, groups = self.asked, self.study.synthesis.groups()
        told: list[Piece] = [("counting …  ", "warning")] if self.counting else []
        layer = "all coders" if asked.layer == "all" else asked.layer
        group = f"only {groups.get(asked.group, asked.group)}" if asked.group else ""
        narrowed = joined((group, f"under {asked.under}" if asked.under else "", *more))
        told += [(first, "accent"), (f" · layer: {layer}", "")]
        return fill([*told, (f" · {narrowed}" if narrowed else "", "strong")], width)

    def action_layer(self) -> None:
        """Whose codings are counted."""
        from workbench.tui.synthesis.dialogs import ask_layer

        ask_layer(self.workbench, self.asked.layer, lambda layer: self.ask(layer=layer))

    def action_voices(self) -> None:
        """Whose voices count."""
        dialogs.ask_group(self.workbench, lambda group: self.ask(group=group))

    def action_under(self) -> None:
        """Which part of the codebook is counted."""
        dialogs.ask_under(self.workbench, lambda path: self.ask(under=path))

    def action_export(self) -> None:
        """Write what is shown to a file."""
        dialogs.export(self.workbench, self.asked)

    def switch(self, other: Callable[[], Room]) -> None:
        """The other view in place of this one."""
        self.app.switch_screen(other())
