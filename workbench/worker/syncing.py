"""Keeping a study and its peer alike, for as long as somebody listens."""

import contextlib
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import BusyError, WorkbenchError
from workbench.worker.line import Gone, Line, opened

if TYPE_CHECKING:
    from workbench.study import Study
    from workbench.study.sync import Link
    from workbench.sync.exchange import Exchanged

OWN = 0.06
"""Seconds between looks at our own database."""
SERVER = 0.2
"""Seconds between looks at a server, each of which is a question it must answer."""
GATHERED = 0.4
"""Seconds between two rounds of handing over to a peer that is not live: what is tagged quickly travels together."""
AWAY = (1.0, 60.0)
"""Seconds until a peer that could not be reached is tried again, at first and at most."""
SLOW_SHARE = 10
"""A peer that takes long to be asked is asked so much more rarely that asking takes one part in so many of the time."""
BATCH = 40
BREATH = 0.02
"""Changes taken in at once, and seconds between: the file is held for about two milliseconds in so many twenty, so
that whoever tags a passage meanwhile waits for that long at most."""
HEARTBEAT = 2.0
"""Seconds after which a report is repeated although nothing happened: ``at`` goes on."""


class Syncing:
    """Keeps one study and its peer alike, for as long as somebody listens."""

    def __init__(self, study: "Study", line: Line, clock: Callable[[], float] = time.monotonic) -> None:
        self._study = study
        self._line = line
        self._clock = clock
        self._link: Link | None = None
        self._away = AWAY[0]
        self._new = 0
        self._at = 0.0
        self._waiting = 0
        self._look_at = 0.0
        self._looks: deque[float] = deque(maxlen=3)
        self._told: dict[str, Any] = {}
        self._told_at = 0.0

    def run(self) -> None:
        """Until the parent ends."""
        due = True
        try:
            while True:
                due = self._round() if due else self._quiet()
        except Gone:
            self._last()
        finally:
            self._let_go()

    def _last(self) -> None:
        """What was written in the last moment before the parent ended is handed over too, if that can be."""
        with contextlib.suppress(WorkbenchError, Gone):
            if self._link is not None and self._study.changed():
                self._link.exchange()

    def _round(self) -> bool:
        """Exchange once. Returns whether to go on at once."""
        begin = self._clock()
        try:
            if self._link is None:
                self._link = self._study.sync.link()
            self._study.changed()  # what was written until here is handed over now
            moved = self._hand_over(self._link.exchange(self._progress, BATCH, BREATH))
        except BusyError:
            return self._pause(OWN)
        except WorkbenchError as error:
            return self._lost(error)
        # What moved says nothing about how dear it is to look.
        took = 0.0 if moved else self._clock() - begin
        return self._pause(max(0.0 if self._link.live else GATHERED, self._sparing(took)))

    def _sparing(self, took: float) -> float:
        """For how long to leave a peer alone that took so long to be asked."""
        most = 1.0 if self._link is not None and self._link.live else AWAY[1]
        return min(took * SLOW_SHARE, most)

    def _hand_over(self, done: "Exchanged") -> bool:
        """Note and tell what an exchange brought. Returns whether anything moved."""
        self._away = AWAY[0]
        self._new += done.taken
        self._at = time.time()
        self._waiting = done.waiting
        moved = bool(done.taken or done.sent or done.texts_taken or done.texts_sent)
        if moved:
            self._study.sync.note(done)
        troubles = [*done.troubles, *done.refused]
        state = "trouble" if troubles else "waiting" if done.waiting else "up to date"
        self._tell(state, troubles[0] if troubles else self._awaited() if done.waiting else "")
        return moved

    def _awaited(self) -> str:
        names = self._study.sync.waits_for()
        return f"waiting for {names[0]}’s earlier work" if len(names) == 1 else "waiting for colleagues’ earlier work"

    def _lost(self, error: WorkbenchError) -> bool:
        """The peer cannot be reached: say so once, and try again after a while, longer each time."""
        self._let_go()
        # The title has little room, and where the peer is people know.
        what = " ".join(error.message.replace(self._study.sync.remembered(), "").split())
        self._tell("trouble", f"{what} – working offline")
        until = self._clock() + self._away
        self._away = min(self._away * 2, AWAY[1])
        while (left := until - self._clock()) > 0:
            if self._asked(min(left, 1.0)):
                break
        return True

    def _let_go(self) -> None:
        if self._link is not None:
            with contextlib.suppress(WorkbenchError, OSError):
                self._link.close()
        self._link = None

    def _quiet(self) -> bool:
        """Wait for either side to have something. Returns whether it has."""
        assert self._link is not None
        if self._asked(0) or self._study.changed():
            return True
        if self._link.live and self._clock() < self._look_at:
            return self._asked(OWN)
        begin = self._clock()
        self._look_at = begin + SERVER
        try:
            if self._link.wait(OWN):
                return True
        except WorkbenchError:
            self._let_go()  # the way is made anew, and that says what is the matter
            self._asked(GATHERED)
            return True
        took = self._clock() - begin
        if took < OWN / 2 and self._asked(OWN - took):  # a peer that answers at once must not keep us spinning
            return True
        self._at = time.time()
        if self._clock() - self._told_at > HEARTBEAT:
            self._tell(self._told.get("state", "up to date"), self._told.get("words", ""))
        self._looks.append(took)
        slow = min(self._looks)  # once is an accident
        return self._pause(self._sparing(slow)) if slow > 4 * OWN and len(self._looks) == 3 else False

    def _pause(self, seconds: float) -> bool:
        """Leave the peer alone for a while, unless we are asked or have written something. False."""
        until = self._clock() + seconds
        while (left := until - self._clock()) > 0:
            if self._asked(min(left, OWN)):
                return True
            if left < seconds - GATHERED and self._study.changed():
                return True
        return False

    def _asked(self, seconds: float) -> bool:
        said = self._line.hear(seconds)
        return said is not None and said.get("do") == "now"

    def _progress(self, what: str, done: int, total: int) -> None:
        self._line.hear(0)  # raises where the parent has gone: a long exchange ends with it, and goes on another day
        if self._clock() - self._told_at > 1.0 and total > 3 * BATCH:
            self._tell("working", f"{what} {done:,} of {total:,}")

    def _tell(self, state: str, words: str) -> None:
        self._told = {"state": state, "new": self._new, "waiting": self._waiting, "words": words, "at": self._at}
        self._told_at = self._clock()
        self._line.tell(**self._told)


def sync(folder: Path, coder: str, line: Line) -> int:
    """Sync the study in ``folder`` with its remembered peer; the exit status."""
    try:
        study = opened(folder, coder, line)
    except Gone:
        return 0
    except WorkbenchError as error:
        with contextlib.suppress(Gone):
            line.tell(state="trouble", new=0, waiting=0, words=error.message, at=0.0)
        return error.status
    try:
        Syncing(study, line).run()
    finally:
        study.close()
    return 0
