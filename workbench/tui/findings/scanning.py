"""Looking for what may identify somebody, in the process that reads: here it would keep keys waiting.

What it has found lies in the study's cache afterwards. Without such a process (an app that is only a test of screens)
it is looked for here.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.tui.app import WorkbenchApp
    from workbench.tui.reading import Told

PURPOSE = "findings"
"""Names the process, among those that read."""


class Scan:
    """One look through everything. ``moved`` hears (done, of), ``over`` what went wrong, or '' when it is done.

    What was looked through before, and is as it was, costs next to nothing.
    """

    def __init__(self, app: "WorkbenchApp", moved: Callable[[int, int], object], over: Callable[[str], object]) -> None:
        self._app = app
        self._moved = moved
        self._over = over
        self.stopped = False

    def begin(self) -> None:
        """Begin; ``over`` is never called before this returns."""
        if self._app.counts_beside:
            self._app.read_beside(PURPOSE, {"do": "scan", "transcripts": []}, self._told)
        else:
            self._app.call_later(self._here)

    def stop(self) -> None:
        """Nobody wants to hear of it any more."""
        self.stopped = True

    def _told(self, told: "Told") -> None:
        if self.stopped:
            return
        if "end" in told:
            self._over(str(told.get("words", "")) if told["end"] == "trouble" else "")
        elif "done" in told:
            with suppress(TypeError, ValueError):
                self._moved(int(told["done"]), int(told.get("of", 0)))

    def _here(self) -> None:
        if not self.stopped:
            self._app.do(self._app.study.anonymity.findings)
            self._over("")
