"""What the library adds when it has been painted: agreement by transcript, and what there is to look for.

It is counted when nobody is at the keys: by another process, or, where there is none, a transcript at a time.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.tui.live import Lull

if TYPE_CHECKING:
    from workbench.agreement.values import Interval
    from workbench.study import Study, TranscriptRow
    from workbench.tui.beside import Counted

    Beside = Callable[[Sequence[str], bool, int, Callable[[Counted | None], object]], bool]

MOST = 15_000
"""Codings above which nothing is counted unasked: the first look reads them all, and a key might wait for that."""

PAINTED = 0.15
"""Seconds until what was read is on the screen for certain; nothing is counted before."""
BREATH = 0.02
"""Seconds between two steps, in which keys are answered."""


class Afterwards:
    """Counts for one study; ``tell`` is called when there is more to show.

    ``touched`` and ``later`` are those of a ``Lull``; ``beside`` is the app's ``count_beside``. Nothing is counted as
    long as ``here`` says that something else is on the screen; then ``go_on`` does. Numbers stay until they are counted
    anew.
    """

    def __init__(
        self,
        study: "Study",
        tell: Callable[[], object],
        touched: Callable[[], float],
        later: Callable[[float, Callable[[], None]], object],
        beside: "Beside" = lambda transcripts, look_for, most, then: False,
        here: Callable[[], bool] = lambda: True,
    ) -> None:
        self._study = study
        self._tell = tell
        self._later = later
        self._beside = beside
        self._here = here
        self._wanted: frozenset[str] = frozenset()
        self._list_wanted = False
        self._counting = False
        self._lull = Lull(self._next, touched, later, apart=0.05, cheap=0.0)
        self._waiting: list[TranscriptRow] = []
        self._list_due = False
        self.agreement: dict[str, str] = {}
        """Transcript → ``.74`` or ``.74 [.61 .83]``."""
        self.look_for: dict[str, list[str]] = {}
        """Transcript → the codes (paths) that whoever looks has to look for there once more."""

    def ask(self, double: Sequence["TranscriptRow"], list_too: bool) -> None:
        """Count agreement on these, and (``list_too``) what there is to look for; what waits already comes first."""
        names = {transcript.name for transcript in double}
        self.agreement = {name: value for name, value in self.agreement.items() if name in names}
        waiting = [t for t in self._waiting if t.name in names]
        known = {t.name for t in waiting}
        new = sorted((t for t in double if t.name not in known), key=lambda t: t.name in self.agreement)
        self._waiting = [*waiting, *new]
        self._list_due = list_too
        self._wanted, self._list_wanted = frozenset(names), list_too
        if not list_too:
            self.look_for = {}
        self.go_on()

    def go_on(self) -> None:
        """Count what waits, in a moment."""
        if self._waiting or self._list_due:
            self._later(PAINTED, self._ask)

    def _ask(self) -> None:
        if (self._waiting or self._list_due) and not self._counting:
            self._lull.ask()

    def stop(self) -> None:
        """Count nothing more."""
        self._waiting, self._list_due = [], False
        self._wanted, self._list_wanted = frozenset(), False
        self._lull.done()

    def _next(self) -> None:
        """One step; the next in the next quiet moment."""
        if not self._here():
            return
        asked = self._waiting
        self._counting = self._beside(
            [t.id for t in asked], self._list_due, MOST, lambda counted: self._counted(asked, counted)
        )
        if self._counting:
            self._waiting, self._list_due = [], False
            return
        before = (dict(self.agreement), self.look_for)
        try:
            if self._list_due:
                self._list_due = False
                self.look_for = look_for(self._study)
            elif self._waiting:
                transcript = self._waiting.pop(0)
                told = agreement_on(self._study, transcript)
                self.agreement.pop(transcript.name, None)
                if told:
                    self.agreement[transcript.name] = told
        except WorkbenchError:
            pass  # a column is no place to complain; the rooms of agreement say what is wrong
        if (self.agreement, self.look_for) != before:
            self._tell()
        if self._waiting or self._list_due:
            self._later(BREATH, self._ask)

    def _counted(self, asked: Sequence["TranscriptRow"], counted: "Counted | None") -> None:
        """The other process has answered; None: it could not, and the columns do without."""
        from workbench.tui.agreement.words import with_interval

        self._counting = False
        before = (dict(self.agreement), self.look_for)
        for transcript in asked if counted is not None else ():
            self.agreement.pop(transcript.name, None)
            found = counted.agreement.get(transcript.id, ()) if counted is not None else ()
            if found and transcript.name in self._wanted:
                self.agreement[transcript.name] = with_interval(found[0], ends(found[1:]))
        if counted is not None and counted.look_for is not None and self._list_wanted:
            self.look_for = by_transcript((row[0], row[3]) for row in counted.look_for)
        if (self.agreement, self.look_for) != before:
            self._tell()
        self.go_on()


def look_for(study: "Study") -> dict[str, list[str]]:
    """Transcript → the codes (paths) that whoever is at work has to look for there once more."""
    return by_transcript((one.transcript, one.path) for one in study.agreement.reread(study.coder))


def by_transcript(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Transcript → paths, of pairs of both."""
    found: dict[str, list[str]] = {}
    for transcript, path in pairs:
        found.setdefault(transcript, []).append(path)
    return found


def agreement_on(study: "Study", transcript: "TranscriptRow") -> str:
    """Alpha over all codes in one transcript, with its interval where it has one; '' where there is none."""
    from workbench.study.agreement.asked import pooled
    from workbench.tui.agreement.words import with_interval

    found = pooled(study, [transcript.id])[transcript.id]
    return with_interval(found[0], ends(found[1:])) if found else ""


def ends(found: Sequence[float]) -> "Interval | None":
    """An interval of its two ends; None where there are none."""
    from workbench.agreement.values import Interval

    return Interval(*found) if found else None
