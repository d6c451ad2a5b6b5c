"""What every room has: a line that says where we are, a foot that says what can be pressed, and a filter."""

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from workbench.errors import WorkbenchError
from workbench.tui.commands import Command, key_name, table
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, clip, fill, width_of

if TYPE_CHECKING:
    from workbench.study import Study
    from workbench.tui.app import WorkbenchApp


_TITLE = 20
"""Cells that the study's title keeps when everything else on its line is long."""


def title_line(left: Line, right: Line, width: int) -> Line:
    """Left and right on one line with a cell of margin; the right side goes first when there is no room."""
    inner = max(width - 2, 1)
    if width_of(left) + width_of(right) + 2 > inner:
        right = ()
    room = inner - width_of(right)
    return [(" ", ""), *fill(left, room), *right, (" ", "")]


def with_synced(right: Line, synced: Line, room: int) -> Line:
    """``right`` with how things stand with the peer after it, in ``room`` cells; what comes in it goes first."""
    left = room - width_of(right) - 3
    if not synced or left < 6:
        return right
    return [*right, (" · ", "dim"), *((clip(text, left), look) for text, look in synced)]


class Hints(Bar):
    """The foot of a screen: the commands that are shown there, as many as fit, each of them clickable."""

    DEFAULT_CSS = "Hints { dock: bottom; background: $surface; }"

    def __init__(self, place: str) -> None:
        super().__init__(self._hints, id="hints")
        self._commands: list[Command] = [c for c in table(place) if c.shown and c.keys]
        self._spans: list[tuple[int, int, str]] = []

    def _hints(self, width: int) -> Line:
        help_piece: list[Piece] = [("? ", "accent"), ("all keys", "dim")]
        room = width - 2 - width_of(help_piece)
        pieces: list[Piece] = [(" ", "")]
        self._spans = []
        for command in self._commands:
            key, label = key_name(command.keys[0]), command.label
            size = len(key) + len(label) + 3
            if width_of(pieces) + size > room:
                break
            start = width_of(pieces)
            pieces += [(f"{key} ", "accent"), (f"{label}  ", "dim")]
            self._spans.append((start, start + size - 2, command.does))
        start = width_of(pieces)
        self._spans.append((start, start + width_of(help_piece), "app.help"))
        return [*pieces, *help_piece]

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        for start, end, action in self._spans:
            if start <= event.x < end:
                await self.screen.run_action(action)


class Room(Screen[None]):
    """A screen one works in: ``place`` names its commands, ``reload`` reads the study again after any change."""

    place: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self.needle = ""

    @property
    def workbench(self) -> "WorkbenchApp":
        """The app, by its own type."""
        return cast("WorkbenchApp", self.app)

    @property
    def study(self) -> "Study":
        """The study everything is read from."""
        return self.workbench.study

    def compose(self) -> ComposeResult:
        """Title, body, filter, foot."""
        yield Bar(self._title, id="title")
        yield from self.body()
        yield Input(id="filter", placeholder="type to filter, enter keeps it, esc takes it away")
        yield Hints(self.place)

    def body(self) -> Iterable[Widget]:
        """The widgets between title and foot."""
        return ()

    def here(self) -> Line:
        """Where we are, after the title of the study."""
        return ()

    def told(self) -> Line:
        """What stands on the right of the title."""
        return [(self.study.coder_name, "strong")]

    def reload(self) -> None:
        """Read the study again and show it; the cursor stays where it was."""

    def filtered(self) -> None:
        """Show what matches ``needle``."""

    def on_mount(self) -> None:
        """Read and show."""
        self.query_one("#filter").display = False
        self.reload()
        self.query_one(Rows).focus()

    def _title(self, width: int) -> Line:
        here, told = self.here(), self.told()
        told = [*self._to_look_at(), *told]
        told = with_synced(told, self.workbench.synced(), width - width_of(here) - _TITLE)
        if not here:
            room = max(width - width_of(told) - 5, 8)
            return title_line([(clip(self.study.title, room), "strong")], told, width)
        room = max(width - width_of(here) - width_of(told) - 7, 8)  # the study's title gives way before the place does
        left: list[Piece] = [(clip(self.study.title, room), ""), (" ▸ ", "dim"), *here]
        return title_line(left, told, width)

    def _to_look_at(self) -> Line:
        """How much the inbox holds: quiet, and nothing where it is empty."""
        count = 0
        if self.place != "inbox":
            with suppress(WorkbenchError):  # a title is no place to complain
                count = self.study.inbox.count()
        if not count:
            return ()
        key = next(key_name(command.keys[0]) for command in table("app") if command.id == "app.inbox")
        return [(f"{key} ", "accent"), (f"{count:,} to look at", "warning"), (" · ", "dim")]

    # --- the filter

    def action_filter(self) -> None:
        """Type what to look for."""
        box = self.query_one("#filter", Input)
        box.display = True
        box.focus()

    def action_escape(self) -> None:
        """Take the filter away; without one, go back."""
        if self.needle or self.query_one("#filter").display:
            self._unfilter()
        else:
            self.workbench.go_back()

    def _unfilter(self) -> None:
        box = self.query_one("#filter", Input)
        box.value = ""
        box.display = False
        self.query_one(Rows).focus()

    @on(Input.Changed, "#filter")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        needle = event.value.casefold().strip()
        if needle != self.needle:
            self.needle = needle
            self.filtered()

    @on(Input.Submitted, "#filter")
    def _kept(self, event: Input.Submitted) -> None:
        event.stop()
        if not self.needle:
            event.input.display = False
        self.query_one(Rows).focus()
