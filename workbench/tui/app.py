"""The app: holds the rooms together, and is what every screen calls to go somewhere or to ask something."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TypeVar

from rich.segment import Segments
from rich.text import Text
from textual import events
from textual.app import ComposeResult

from workbench.tui import theme
from workbench.tui.commands import bindings
from workbench.tui.guard import EscapeFilter, report, status_of
from workbench.tui.study_app import FAILED
from workbench.tui.synced import SyncedApp
from workbench.tui.widgets.text import Words

__all__ = ["FAILED", "WorkbenchApp"]

R = TypeVar("R")
SMALLEST = (60, 15)


def _told(callback: Callable[[R], object]) -> Callable[[R], None]:
    """The callback as Textual wants it: its result, were it awaitable, would be waited for."""

    def call(result: R) -> None:
        callback(result)

    return call


class WorkbenchApp(SyncedApp):
    """The terminal interface on one study.

    ``coder`` is who codes; None: who coded here last, or the app asks. The study is opened after the first frame.
    """

    TITLE = "workbench"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS = bindings("app")

    def __init__(self, study_folder: Path, coder: str | None = None, passphrase: str | None = None) -> None:
        super().__init__(study_folder, coder, passphrase)
        self._filters.append(EscapeFilter())
        self.animation_level = "none"

    # --- the first frame

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

    # --- what screens call

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

        if (room := self._come_up(CodebookScreen)) is None:
            self.push_screen(CodebookScreen(code_id))
        else:
            room.show_code(code_id)

    def open_synthesis(self) -> None:
        """Go to the synthesis."""
        from workbench.tui.synthesis.screen import SynthesisScreen

        if self._come_up(SynthesisScreen) is None:
            self.push_screen(SynthesisScreen())

    def open_agreement(self) -> None:
        """Go to the agreement."""
        from workbench.tui.agreement.screen import AgreementScreen

        if self._come_up(AgreementScreen) is None:
            self.push_screen(AgreementScreen())

    def open_inbox(self) -> None:
        """Go to the inbox."""
        from workbench.tui.inbox.screen import InboxScreen

        if self._come_up(InboxScreen) is None:
            self.push_screen(InboxScreen())

    def open_search(self) -> None:
        """Go to the search; what was found last time is still there while one is in it."""
        from workbench.tui.search.screen import SearchScreen

        if self._come_up(SearchScreen) is None:
            self.push_screen(SearchScreen())

    def open_findings(self, transcript: str = "", only: bool = False) -> None:
        """Go to the walk through what may identify somebody, beginning in a transcript, or in that one ``only``."""
        from workbench.tui.findings.screen import FindingsScreen

        if (room := self._come_up(FindingsScreen)) is None:
            self.push_screen(FindingsScreen(transcript, only))
        else:
            room.show_transcript(transcript, only)

    def open_corrections(self, transcript: str = "") -> None:
        """Go to the passages that corrections have changed or lost, beginning in a transcript."""
        from workbench.tui.corrections.screen import CorrectionsScreen

        if self._come_up(CorrectionsScreen) is None:
            self.push_screen(CorrectionsScreen(transcript))

    def open_memos(self, memo: str = "") -> None:
        """Go to the memos, at one (its row) when it is given."""
        from workbench.tui.memos.screen import MemosScreen

        if (room := self._come_up(MemosScreen)) is None:
            self.push_screen(MemosScreen(memo))
        else:
            room.show_memo(memo)

    def open_saturation(self) -> None:
        """Go to the new codes by interview and the codes that stand together, at the view that is open."""
        from workbench.tui.saturation.room import CountedRoom
        from workbench.tui.saturation.screen import SaturationScreen

        if self._come_up(CountedRoom) is None:
            self.push_screen(SaturationScreen())

    def open_revisions(self, transcript: str) -> None:
        """Show the texts that a transcript has had; back returns to where the person was."""
        from workbench.tui.corrections.revisions import RevisionsScreen

        self.push_screen(RevisionsScreen(transcript))

    def edit_transcript(self, transcript: str) -> None:
        """Let the person correct a transcript in the editor of their choice."""
        from workbench.tui.corrections.editing import edit

        edit(self, transcript)

    def pick_code(self, title: str, callback: Callable[[str | None], object], nearby: Collection[str] = ()) -> None:
        """Let the person pick or create a code; ``callback`` gets its id, None when nothing was picked."""
        from workbench.tui.widgets.palette import CodePalette

        self.push_screen(CodePalette(title, callback, nearby))

    def ask_text(self, title: str, text: str, callback: Callable[[str | None], object]) -> None:
        """Let the person write a longer text; ``callback`` gets it when it is kept, None when not."""
        from workbench.tui.widgets.editor import TextEditor

        self.push_screen(TextEditor(title, text), _told(callback))

    def ask_line(
        self,
        title: str,
        text: str,
        callback: Callable[[str | None], object],
        hint: str = "",
        *,
        selected: bool = False,
    ) -> None:
        """Let the person write one line; ``callback`` gets it stripped, None when it was left."""
        from workbench.tui.widgets.ask import LineScreen

        self.push_screen(LineScreen(title, text, hint, selected=selected), _told(callback))

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

    def action_agreement(self) -> None:
        """Go to the agreement."""
        self.open_agreement()

    def action_inbox(self) -> None:
        """Go to the inbox."""
        self.open_inbox()

    def action_search(self) -> None:
        """Go to the search."""
        self.open_search()

    def action_findings(self) -> None:
        """Go to the findings; from a transcript, to those in it."""
        self.open_findings(self._transcript_here())

    def action_corrections(self) -> None:
        """Go to the passages in corrected texts."""
        self.open_corrections(self._transcript_here())

    def action_memos(self) -> None:
        """Go to the memos; from a passage with one, to that."""
        here = getattr(self.room, "memo_here", None)
        self.open_memos(here() if here is not None else "")

    def action_saturation(self) -> None:
        """Go to the new codes by interview and the codes that stand together."""
        self.open_saturation()

    def _transcript_here(self) -> str:
        """The transcript one is reading, or ''."""
        source = getattr(self.room, "source", None)
        return str(getattr(source, "name", ""))

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

    def _come_up(self, kind: type[R]) -> R | None:
        """The room of that kind, with what lay over it gone; None where one is in none."""
        room = next((screen for screen in self.screen_stack if isinstance(screen, kind)), None)
        if room is not None:
            self._pop_until(lambda screen: screen is room)
        return room

    def on_resize(self, event: events.Resize) -> None:
        """Say so when the terminal is too small to show anything useful."""
        from workbench.tui.widgets.ask import TooSmall

        small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        if small and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall())
        elif not small and isinstance(self.screen, TooSmall):
            self.pop_screen()

    async def action_quit(self) -> None:
        """Leave; every change is stored when it is made, so nothing is asked. What is being written is kept first."""
        if all(screen.leaving() for screen in self.screen_stack if hasattr(screen, "leaving")):
            self.exit()

    def on_unmount(self) -> None:
        """Let go of the worker and the database."""
        self.end_sync()
        self.stop_counting()
        self.stop_reading()
        if self.opened:
            self.opened = False  # a timer that is already on its way finds nothing to do
            self.study.close()

    def _handle_exception(self, error: Exception) -> None:
        super()._handle_exception(error)
        self._return_code = status_of(error)

    def _fatal_error(self) -> None:
        error = self._exception
        if error is not None and not self._exit_renderables:
            self._exit_renderables.append(Segments(self.console.render(Text(report(error)), self.console.options)))
        self._close_messages_no_wait()
