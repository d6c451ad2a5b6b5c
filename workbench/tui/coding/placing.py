"""A passage placed by hand: the transcript, in which what one selects becomes the passage of a coding or memo."""

from typing import TYPE_CHECKING

from workbench import sanitise
from workbench.tui.app import FAILED
from workbench.tui.coding.screen import CodingScreen

if TYPE_CHECKING:
    from workbench.study.corrections import Fate


class PlacingScreen(CodingScreen):
    """The coding screen for placing ``fate``: Enter places it at what is selected; back leaves it as it was."""

    def __init__(self, name: str, fate: "Fate") -> None:
        start, end = (fate.new[1], fate.new[2]) if fate.new is not None else (None, None)
        super().__init__(name, start, end)
        self._fate = fate
        if fate.new is None:
            self._goal_near(fate.old[1])

    def _goal_near(self, start: int) -> None:
        """Of what is lost, at least begin about where it stood."""
        from workbench.tui.coding.document import Span

        at = min(start, max(len(self.source.text) - 1, 0))
        self._goal = Span(at, at)

    def told(self) -> str:
        """What this is for, and how it ends."""
        what = sanitise.line(self._fate.before, 12)
        return f"enter places “{what}”"

    def on_mount(self) -> None:
        """Say what to do."""
        what = sanitise.line(self._fate.before, 100)
        self.workbench.say(f"Select where this stands now, then press enter:\n“{what}”\nq leaves it as it was.")

    def action_enter(self) -> None:
        """Place it here."""
        start, end = self.passage
        if self.workbench.do(self.study.corrections.place, self._fate.row, start, end) is not FAILED:
            self.workbench.go_back()
            self.workbench.say("Placed. u takes it back.")
