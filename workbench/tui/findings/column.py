"""The findings of each transcript, for a column of the library: read from what the last look has left behind.

Where texts are there that nobody has looked at, another process looks once, when nobody is at the keys.
"""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.tui.findings.scanning import PURPOSE, Scan
from workbench.tui.findings.words import KINDS
from workbench.tui.live import Lull

if TYPE_CHECKING:
    from workbench.study.anonymity.counts import Count
    from workbench.tui.app import WorkbenchApp

AFTER = 0.5
"""Seconds until the library is on the screen for certain, and what is counted for it has begun."""


class Left:
    """Tells what is left to decide in each transcript; ``tell`` is called when that has changed."""

    def __init__(self, app: "WorkbenchApp", tell: Callable[[], object], here: Callable[[], bool]) -> None:
        self._app = app
        self._tell = tell
        self._here = here
        self._lull = Lull(self._read, lambda: app.touched, app.set_timer, apart=2.0, cheap=0.0)
        self._texts: Collection[str] = ()
        self._looked_at: set[str] = set()
        self._scan: Scan | None = None
        self._over = False
        self.told: dict[str, str] = {}
        """Transcript (name) → ``2 names``, ``5 found``, or '' where nothing is left."""

    def ask(self, texts: Collection[str]) -> None:
        """Read it again in a moment; ``texts`` are the hashes of the texts there are."""
        self._texts = texts
        self._app.set_timer(AFTER, self._ask)

    def _ask(self) -> None:
        if not self._over:
            self._lull.ask()

    def stop(self) -> None:
        """Read nothing more."""
        self._over = True
        self._lull.done()
        if self._scan is not None:
            self._scan.stop()

    def _read(self) -> None:
        if self._over or not self._here():
            return
        try:
            counts = self._app.study.anonymity.counts()
        except WorkbenchError:
            return  # a column is no place to complain; the walk says what is wrong
        told = {name: said(count) for name, count in counts.items()}
        if told != self.told:
            self.told = told
            self._tell()
        self._look(len(counts))

    def _look(self, known: int) -> None:
        """Have texts looked through that were not: each of them once, whatever comes of it."""
        new = set(self._texts) - self._looked_at
        if known < len(self._texts) and new and self._scan is None and self._app.counts_beside:
            self._looked_at |= new
            self._scan = Scan(self._app, lambda done, of: None, self._found)
            self._scan.begin()

    def _found(self, trouble: str) -> None:
        self._scan = None
        if self._app.room is None or getattr(self._app.room, "place", "") != "findings":
            self._app.stop_reading(PURPOSE)  # what it has loaded is much, and nobody needs it any more
        self._ask()


def said(count: "Count") -> str:
    """What is left in one transcript: ``2 names``, ``5 found``, ``3 weak``, or ''."""
    number = sum(count.likely.values())
    if not number:
        return f"{count.weak} weak" if count.weak else ""
    kinds = {KINDS.get(kind, "") for kind in count.likely}
    short = kinds.pop() if len(kinds) == 1 else ""
    if short in ("name", "place", "date"):
        return f"{number} {short}{'' if number == 1 else 's'}"
    return f"{number} found"
