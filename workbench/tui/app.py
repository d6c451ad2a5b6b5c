"""The app: opens the study, holds the rooms together, and is the one place where an error becomes a message."""

from collections.abc import Callable, Collection
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, ParamSpec, TypeVar
from weakref import WeakSet

from rich.segment import Segments
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.screen import Screen

from workbench import sanitise
from workbench.errors import WorkbenchError
from workbench.tui import theme
from workbench.tui.commands import bindings
from workbench.tui.guard import EscapeFilter, report, status_of
from workbench.tui.keys import OrderedKeys
from workbench.tui.widgets.text import Words

if TYPE_CHECKING:
    from workbench.study import Study

P = ParamSpec("P")
R = TypeVar("R")


class Failure(Enum):
    """The one value ``app.do`` gives when the study refused; the person has already been told."""

    FAILED = "failed"


FAILED: Final = Failure.FAILED
SMALLEST = (60, 15)


def _told(callback: Callable[[R], object]) -> Callable[[R], None]:
    """The callback as Textual wants it: its result, were it awaitable, would be waited for."""

    def call(result: R) -> None:
        callback(result)

    return call


class WorkbenchApp(OrderedKeys):
    """The terminal interface on one study.

    ``coder`` is who codes; None: who coded here last, or the app asks. The study is opened after the first frame.
    """

    TITLE = "workbench"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS = bindings("app")
    study: "Study"

    def __init__(self, study_folder: Path, coder: str | None = None) -> None:
        super().__init__()
        self.folder = study_folder
        self.coder = coder
        self.failure: WorkbenchError | None = None
        self.opened = False
        self._stale: WeakSet[Screen[Any]] = WeakSet()
        self._due = False
        self._filters.append(EscapeFilter())
        self.animation_level = "none"

    # --- the study

    def compose(self) -> ComposeResult:
        """The first frame: nothing but where we are."""
        yield Words(self.folder.resolve().name, id="opening-title")
        yield Words("opening …", id="opening")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, for the themes of Textual that do not know them (NO_COLOR)."""
        return {"wb-cursor": "ansi_default", "wb-cursor-text": "ansi_default", "wb-dim": "ansi_default"}

    def on_mount(self) -> None:
        """Paint first, open then."""
        for one in theme.themes():
            self.register_theme(one)
        if not self.no_color:
            self.theme = theme.DARK
        self.call_after_refresh(self._open)

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

        self.push_screen(WhoScreen(known_coders(self.folder), must=must), self._named)

    def _named(self, name: str | None) -> None:
        """Somebody was named: remembered on this machine, so nobody is asked again."""
        from workbench.study import remember_coder

        if name is None or (self.opened and name == self.study.coder_name):
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

        opened = Study.open(self.folder, name)
        if self.opened:
            self.study.close()
        else:
            self.set_interval(1.0, self._poll)
        self.study, self.opened = opened, True
        opened.on_change.append(self.changed)
        self._pop_until(lambda screen: screen is self.screen_stack[0])
        self.push_screen(LibraryScreen())
        for warning in opened.warnings:
            self.say(warning, "warning")

    def _poll(self) -> None:
        if self.study.changed():
            self.changed()

    def changed(self) -> None:
        """The study is not what the screens show: the top room reads again now, the others when they come up."""
        self._stale.update(screen for screen in self.screen_stack if hasattr(screen, "reload"))
        if not self._due:  # a verb of many changes is one repaint
            self._due = True
            self.call_next(self._reload_due)

    def _reload_due(self) -> None:
        self._due = False
        for screen in reversed(self.screen_stack):
            if hasattr(screen, "reload"):
                if screen in self._stale:
                    self._stale.discard(screen)
                    screen.reload()
                return

    def pop_screen(self) -> AwaitComplete:
        """Leave the top screen; the one below reads again if the study changed meanwhile."""
        waiting = super().pop_screen()
        if self._stale:
            self.call_next(self._reload_due)
        return waiting

    # --- what screens call

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

    def show_library(self) -> None:
        """Back to the library, whatever is open."""
        from workbench.tui.library.screen import LibraryScreen

        self._pop_until(lambda screen: isinstance(screen, LibraryScreen))

    def open_transcript(self, name: str, start: int | None = None, end: int | None = None) -> None:
        """Open a transcript for coding, at a passage when one is given; back returns to where the person was."""
        from workbench.tui.coding.screen import CodingScreen

        screen = self.do(CodingScreen, name, start, end)
        if screen is not FAILED:
            self.push_screen(screen)

    def open_codebook(self, code_id: str = "") -> None:
        """Go to the codebook, at a code when one is given."""
        from workbench.tui.codebook.screen import CodebookScreen

        room = self._below(CodebookScreen)
        if room is None:
            self.push_screen(CodebookScreen(code_id))
        else:
            self._pop_until(lambda screen: screen is room)
            room.show_code(code_id)

    def open_synthesis(self) -> None:
        """Go to the synthesis."""
        from workbench.tui.synthesis.screen import SynthesisScreen

        room = self._below(SynthesisScreen)
        if room is None:
            self.push_screen(SynthesisScreen())
        else:
            self._pop_until(lambda screen: screen is room)

    def pick_code(self, title: str, callback: Callable[[str | None], object], nearby: Collection[str] = ()) -> None:
        """Let the person pick or create a code; ``callback`` gets its id, None when nothing was picked."""
        from workbench.tui.widgets.palette import CodePalette

        self.push_screen(CodePalette(title, callback, nearby))

    def ask_text(self, title: str, text: str, callback: Callable[[str | None], object]) -> None:
        """Let the person write a longer text; ``callback`` gets it when it is kept, None when not."""
        from workbench.tui.widgets.editor import TextEditor

        self.push_screen(TextEditor(title, text), _told(callback))

    def ask_line(self, title: str, text: str, callback: Callable[[str | None], object], hint: str = "") -> None:
        """Let the person write one line; ``callback`` gets it stripped, None when it was left."""
        from workbench.tui.widgets.ask import LineScreen

        self.push_screen(LineScreen(title, text, hint), _told(callback))

    def confirm(self, question: str, callback: Callable[[bool], object]) -> None:
        """A question answered by yes or no; ``callback`` gets the answer."""
        from workbench.tui.widgets.ask import ConfirmScreen

        self.push_screen(ConfirmScreen(question), _told(lambda yes: callback(bool(yes))))

    # --- commands of the app

    def action_help(self) -> None:
        """Show the keys that work on this screen."""
        from workbench.tui.widgets.help import HelpScreen

        self.push_screen(HelpScreen(self.place))

    def action_commands(self) -> None:
        """List the commands by name."""
        from workbench.tui.widgets.command_list import CommandList

        self.push_screen(CommandList(self.place, self.screen))

    def action_undo(self) -> None:
        """Take back this coder's last change."""
        done = self.do(self.study.undo)
        if done is not FAILED:
            self.say(f"Taken back: {done}" if done else "There is nothing to take back.")

    def action_redo(self) -> None:
        """Make the change again that was taken back last."""
        done = self.do(self.study.redo)
        if done is not FAILED:
            self.say(f"Made again: {done}" if done else "There is nothing to make again.")

    async def action_back(self) -> None:
        """Leave this room; in the library there is nothing behind."""
        self.go_back()

    def go_back(self) -> None:
        """Leave this room for the one below it."""
        if len(self.screen_stack) > 2:
            self.pop_screen()
        else:
            self.say("ctrl+q leaves; everything is stored already.")

    def action_library(self) -> None:
        """Go to the library."""
        self.show_library()

    def action_codebook(self) -> None:
        """Go to the codebook."""
        self.open_codebook()

    def action_synthesis(self) -> None:
        """Go to the synthesis."""
        self.open_synthesis()

    def action_coder(self) -> None:
        """Change who is coding."""
        self._ask_coder()

    def action_light(self) -> None:
        """Change between dark and light."""
        if self.no_color:
            self.say("NO_COLOR is set: there are no colours to change.")
        else:
            self.theme = theme.LIGHT if self.theme == theme.DARK else theme.DARK

    # --- the frame

    @property
    def place(self) -> str:
        """Where the person is, as the command tables call it: ``library``, ``coding``, ``codebook``, …"""
        return next((place for s in reversed(self.screen_stack) if (place := getattr(s, "place", ""))), "app")

    def _below(self, kind: type[R]) -> R | None:
        return next((screen for screen in self.screen_stack if isinstance(screen, kind)), None)

    def _pop_until(self, found: Callable[[Screen[Any]], bool]) -> None:
        while len(self.screen_stack) > 1 and not found(self.screen):
            self.pop_screen()

    def on_resize(self, event: events.Resize) -> None:
        """Say so when the terminal is too small to show anything useful."""
        from workbench.tui.widgets.ask import TooSmall

        small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        if small and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall())
        elif not small and isinstance(self.screen, TooSmall):
            self.pop_screen()

    async def action_quit(self) -> None:
        """Leave; every change is stored when it is made, so nothing is asked."""
        self.exit()

    def on_unmount(self) -> None:
        """Let go of the database."""
        if self.opened:
            self.study.close()

    def _handle_exception(self, error: Exception) -> None:
        super()._handle_exception(error)
        self._return_code = status_of(error)

    def _fatal_error(self) -> None:
        error = self._exception
        if error is not None and not self._exit_renderables:
            self._exit_renderables.append(Segments(self.console.render(Text(report(error)), self.console.options)))
        self._close_messages_no_wait()
