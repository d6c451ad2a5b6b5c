"""The life of a study in the app: opened after the first frame, in somebody's name, followed wherever it changes."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, ParamSpec, TypeVar
from weakref import WeakSet

from textual import events
from textual.await_complete import AwaitComplete
from textual.screen import Screen

from workbench import sanitise
from workbench.errors import WorkbenchError
from workbench.tui import garbage
from workbench.tui.beside import Counted, Counter
from workbench.tui.keys import OrderedKeys
from workbench.tui.live import Lull
from workbench.tui.reading import Reader, Told

if TYPE_CHECKING:
    from workbench.study import Study
    from workbench.study.news import Newsroom

P = ParamSpec("P")
R = TypeVar("R")


class Failure(Enum):
    """The one value ``app.do`` gives when the study refused; the person has already been told."""

    FAILED = "failed"


FAILED: Final = Failure.FAILED
LOOK = 0.12
"""Seconds between two looks whether another process has written; a look takes a few microseconds."""
BREATH = 0.02
"""Seconds between two slices of what arrived, in which keys are answered."""


class StudyApp(OrderedKeys):
    """An app on one study: who codes, what changed, and the one place where an error becomes a message."""

    study: "Study"

    def __init__(self, study_folder: Path, coder: str | None = None, passphrase: str | None = None) -> None:
        super().__init__()
        self.folder = study_folder
        self.coder = coder
        self.passphrase = passphrase
        """What opens an encrypted study; None for one that is not."""
        self.failure: WorkbenchError | None = None
        self.opened = False
        self.heard = 0
        """How often another process was noticed to have written."""
        self.counts_beside = False
        """Whether what takes long to count is counted by another process."""
        self.counter: Counter | None = None
        self.imported_from: list[Path] = []
        """The folders from which somebody chose files, the last one first."""
        self.readers: dict[str, Reader] = {}
        """What reads files and texts in processes of their own, by what for."""
        self.touched = 0.0
        """When the last key came, or the mouse moved, as ``time.monotonic`` tells it."""
        self._newsroom: Newsroom
        self._stale: WeakSet[Screen[Any]] = WeakSet()
        self._due = False
        self._reloading = Lull(self._reload_due, lambda: self.touched, self.set_timer)
        self._tidying = Lull(garbage.tidy, lambda: self.touched, self.set_timer, apart=2.0, cheap=0.0)

    async def on_event(self, event: events.Event) -> None:
        """Note when somebody is at the keys: what can wait, waits."""
        if isinstance(event, events.InputEvent):
            self.touched = time.monotonic()
        await super().on_event(event)

    def do(self, fn: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | Literal[Failure.FAILED]:
        """``fn(*args, **kwargs)``, or ``FAILED`` after telling the person what went wrong and what helps."""
        try:
            return fn(*args, **kwargs)
        except WorkbenchError as error:
            self.say(f"{error.message}\n{error.hint}".strip(), "error")
            return FAILED

    def say(self, text: str, severity: Literal["information", "warning", "error"] = "information") -> None:
        """A short message that goes away by itself; ``text`` is never markup."""
        self.notify(sanitise.display(text), severity=severity, markup=False, timeout=8 if severity == "error" else 4)

    def _open(self) -> None:
        from workbench.study import remembered_coder

        try:
            coder = self.coder if self.coder is not None else remembered_coder(self.folder)
            if coder:
                self._be(coder)
            else:
                self._ask_coder(must=True)
        except WorkbenchError as error:
            self.failure = error
            self.exit(return_code=error.status)

    def _ask_coder(self, must: bool = False) -> None:
        from workbench.study import known_coders
        from workbench.tui.widgets.who import WhoScreen

        self.push_screen(WhoScreen(known_coders(self.folder, self.passphrase), must=must), self._named)

    def _named(self, name: str | None) -> None:
        """Somebody was named: remembered on this machine, so nobody is asked again."""
        from workbench.study import coder_name, remember_coder

        if name is None or (self.opened and name == self.study.coder_name):
            return
        if self.do(coder_name, name) is FAILED:
            self._ask_coder(must=not self.opened)
            return
        if self.opened:
            self.do(self._be, name)
        else:
            self._first_open(name)
        if self.opened and self.study.coder_name:
            self.do(remember_coder, self.folder, self.study.coder_name)

    def _first_open(self, name: str) -> None:
        try:
            self._be(name)
        except WorkbenchError as error:
            self.failure = error
            self.exit(return_code=error.status)

    def _be(self, name: str) -> None:
        """Open the study in that name, and begin in its library."""
        from workbench.study import Study
        from workbench.tui.library.screen import LibraryScreen

        opened = Study.open(self.folder, name, passphrase=self.passphrase)
        if self.opened:
            self.study.close()
        else:
            self.set_interval(LOOK, self._poll)
        self.study, self.opened = opened, True
        self.stop_counting()
        self.stop_reading()
        if self.counts_beside:
            self.counter = Counter(self.folder, name, self.passphrase)
        self._newsroom = opened.sync.newsroom()
        opened.on_change.append(self.changed)
        self._pop_until(lambda screen: screen is self.screen_stack[0])
        self.push_screen(LibraryScreen())
        self.call_after_refresh(garbage.settle)
        for warning in opened.warnings:
            self.say(warning, "warning")

    # --- what others write

    def _poll(self) -> None:
        if self.opened and self.is_running and self.study.changed():
            self._hear()

    def _hear(self) -> None:
        """Read what arrived, a slice at a time: the room on top follows it, or reads again in a quiet moment."""
        news = self.do(self._newsroom.read) if self.opened and self.is_running else FAILED
        if news is FAILED:
            return
        if news.more:
            self.set_timer(BREATH, self._hear)
        if not news:
            return
        self.heard += 1
        if "setting" in news.kinds:
            self.do(self.study.sync.reread_settings)
        room = self.room
        follow = getattr(room, "follow", None)
        self._stale.update(s for s in self.screen_stack if hasattr(s, "reload") and (s is not room or not follow))
        if follow is not None:
            self.do(follow, news)
        elif room is not None:
            self._reloading.ask()

    def beside(self, work: Callable[[], R], then: Callable[[R], object]) -> None:
        """``then`` with what ``work`` gives, which is done in a thread and is to let go of Python meanwhile.

        What the study refuses there is no matter: it will be asked for again.
        """

        async def wait() -> None:
            with suppress(WorkbenchError):
                result = await asyncio.to_thread(work)
                if self.is_running:  # the app may have ended meanwhile, and with it whoever wanted to know
                    then(result)

        self.run_worker(wait(), group="beside", exclusive=False, exit_on_error=True)

    def count_beside(
        self, transcripts: Sequence[str], look_for: bool, most: int, then: Callable[[Counted | None], object]
    ) -> bool:
        """Have another process count, as ``Counter.ask`` tells, and give it to ``then``; False where there is none."""
        counter = self.counter
        if counter is not None:
            self.beside(lambda: counter.ask(transcripts, look_for, most), then)
        return counter is not None

    def stop_counting(self) -> None:
        """Let go of the process that counts."""
        if self.counter is not None:
            self.counter.stop()
        self.counter = None

    def read_beside(self, purpose: str, work: Mapping[str, Any], then: Callable[[Told], object]) -> Reader:
        """Have another process do ``work``, as ``workbench.worker.reading`` tells; ``then`` hears each of its answers.

        There is one process for each ``purpose``, which does one thing after the other: what takes long for one
        screen keeps no other waiting.
        """
        loop = asyncio.get_running_loop()

        def tell(told: Told) -> None:  # in the thread that listens to the process
            with suppress(RuntimeError):  # the screens have ended meanwhile
                loop.call_soon_threadsafe(self.call_later, then, told)

        if purpose not in self.readers:
            self.readers[purpose] = Reader(self.folder, self.study.coder_name, self.passphrase)
        self.readers[purpose].ask(work, tell)
        return self.readers[purpose]

    def stop_reading(self, purpose: str = "") -> None:
        """Let go of the process that reads for ``purpose``, or of all of them."""
        for name in [purpose] if purpose else list(self.readers):
            if (reader := self.readers.pop(name, None)) is not None:
                reader.stop()

    @property
    def room(self) -> Screen[Any] | None:
        """The room in which the person is, below whatever dialog is open."""
        return next((screen for screen in reversed(self.screen_stack) if hasattr(screen, "reload")), None)

    def changed(self) -> None:
        """The study is not what the screens show: the top room reads again now, the others when they come up."""
        self._stale.update(screen for screen in self.screen_stack if hasattr(screen, "reload"))
        if not self._due:  # a verb of many changes is one repaint
            self._due = True
            self.call_next(self._reload_due)

    def _reload_due(self) -> None:
        self._due = False
        room = self.room
        # While the app ends, a room without its widgets is on the screen still.
        if self.opened and self.is_running and room is not None and room in self._stale:
            self._stale.discard(room)
            room.reload()  # type: ignore[attr-defined]

    def pop_screen(self) -> AwaitComplete:
        """Leave the top screen; the one below reads again if the study changed meanwhile."""
        if hasattr(self.screen, "reload"):
            self._tidying.ask()  # a room that is left is much garbage, and a coding or two is none
        waiting = super().pop_screen()
        if self._stale:
            self.call_next(self._reload_due)
        return waiting

    def _pop_until(self, found: Callable[[Screen[Any]], bool]) -> None:
        while len(self.screen_stack) > 1 and not found(self.screen):
            self.pop_screen()
