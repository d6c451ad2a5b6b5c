"""The inbox: a list of sentences, what each side wrote, and one key a way to settle it."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Container, Vertical
from textual.widget import Widget

from workbench.tui.agreement.opening import open_episode
from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.inbox.sides import Choices, Sides, paragraphs
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Words, clip, wrap

if TYPE_CHECKING:
    from workbench.study.inbox import Choice, InboxItem

_MOST_LINES = 4


class InboxScreen(Room):
    """The room of what merging could not decide alone. Nothing here has to be done."""

    place: ClassVar[str] = "inbox"
    BINDINGS = bindings("inbox")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    DEFAULT_CSS = """
    InboxScreen #sides { height: 1fr; layout: horizontal; }
    InboxScreen #list { width: 2fr; height: 1fr; }
    InboxScreen #beside { width: 3fr; height: 1fr; background: $surface; }
    InboxScreen #items { margin: 1 0 0 0; }
    InboxScreen #empty { margin: 1 2; color: $wb-dim; }
    InboxScreen.-narrow #sides { layout: vertical; }
    InboxScreen.-narrow #list { width: 1fr; height: 2fr; }
    InboxScreen.-narrow #beside { width: 1fr; height: 3fr; }
    InboxScreen.-narrow #items { margin: 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._all: list[InboxItem] = []
        self._shown: list[InboxItem] = []

    def body(self) -> Iterable[Widget]:
        """The sentences, and what is behind the one under the cursor."""
        with Container(id="sides"):
            with Vertical(id="list"):
                yield Words(id="empty")
                yield Rows(id="items")
            with Vertical(id="beside"):
                yield Sides(id="said")
                yield Choices(id="choices")

    def here(self) -> Line:
        """The inbox."""
        return [("Inbox", "strong")]

    def told(self) -> Line:
        """Who is at work, and how much there is to look at."""
        count = sum(bool(item.choices) for item in self._all)
        return [(f"{count:,} to look at · " if count else "", "dim"), (self.study.coder_name, "strong")]

    def reload(self) -> None:
        """Read the items; the cursor stays on its item, or on the one that took its place."""
        found = self.workbench.do(self.study.inbox.items)
        self._all = [] if found is FAILED else found
        self.query_one("#title", Bar).refresh()
        self.filtered()

    def filtered(self) -> None:
        """Show the items that hold every word typed."""
        before = self.current.id if self.current else ""
        words = self.needle.split()
        self._shown = [item for item in self._all if all(word in _searched(item) for word in words)]
        at = next((i for i, item in enumerate(self._shown) if item.id == before), None)
        self.query_one(Rows).show(len(self._shown), self._draw, self._height, cursor=at)
        empty = self.query_one("#empty", Words)
        empty.display = not self._shown
        self.query_one(Rows).display = bool(self._shown)
        if self._all:
            empty.say("Nothing matches. Escape takes the filter away.")
        else:
            empty.say("Nothing to look at. Where colleagues change the same thing at the same time, it is told here.")
        self._tell()

    @property
    def current(self) -> "InboxItem | None":
        """The item under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._shown[cursor] if 0 <= cursor < len(self._shown) else None

    def _wrapped(self, index: int, width: int) -> list[str]:
        return wrap(self._shown[index].sentence, max(width - 3, 10), _MOST_LINES)

    def _height(self, index: int, width: int) -> int:
        return len(self._wrapped(index, width))

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        look = "" if self._shown[index].choices else "dim"
        first, *rest = self._wrapped(index, width)
        mark = ("• ", "accent") if self._shown[index].choices else ("… ", "dim")
        bar = ("▌ ", "accent") if here else ("  ", "")
        return [[(" ", ""), mark, (first, look)], *([(" ", ""), bar, (text, look)] for text in rest)]

    def _tell(self) -> None:
        self.query_one(Sides).show(self.current)
        self.query_one(Choices).show(self.current)

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self._tell()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    # --- commands

    def action_read(self) -> None:
        """Read all sides in full."""
        if (item := self.current) is not None:
            self.app.push_screen(LinesScreen(clip(item.sentence, 90), paragraphs(item)))

    def action_choose(self, number: int) -> None:
        """Settle the item by the choice of this number; ask first for what it needs."""
        item = self.current
        if item is None:
            return
        if not 1 <= number <= len(item.choices):
            self.workbench.say(f"There is no choice {number} here.")
            return
        choice = item.choices[number - 1]
        title = f"{choice.does[:1].upper()}{choice.does[1:]}"

        def given(text: str | None) -> None:
            if text is not None:
                self._settle(item, choice, text)

        if choice.needs == "text":
            self.workbench.ask_text(title, item.draft, given)
        elif choice.needs == "name":
            self.workbench.ask_line(title, item.draft, given)
        elif choice.needs == "code":
            self.workbench.pick_code(title, lambda code: given(self._path(code)))
        else:
            self._settle(item, choice, "")

    def _path(self, code: str | None) -> str | None:
        return next((row.path for row in self.study.codes.list() if row.id == code), None)

    def _settle(self, item: "InboxItem", choice: "Choice", text: str) -> None:
        if self.workbench.do(self.study.inbox.settle, item.id, choice.key, text, seen=item) is not FAILED:
            self.workbench.say(f"Settled: {choice.does}.\nu takes it back.")
        else:
            self.reload()

    def action_open(self) -> None:
        """Go to what it is about."""
        if (item := self.current) is None:
            return
        about = item.about
        episode = about.what == "settlement" and (about.code, about.transcript, about.start, about.end)
        if about.what == "placement":
            self.workbench.open_synthesis()
        elif about.what == "summary" and any(code.id == about.code for code in self.study.codes.list(counts=False)):
            from workbench.tui.themepage.screen import ThemeScreen

            self.app.push_screen(ThemeScreen(about.code))
        elif episode and open_episode(self.workbench, *episode):
            return
        elif about.transcript and about.transcript in self.study.transcripts.names():
            start, end = (about.start, about.end) if about.start < about.end else (None, None)
            self.workbench.open_transcript(about.transcript, start, end)
        elif any(code.id == about.code for code in self.study.codes.list()):
            self.workbench.open_codebook(about.code)
        else:
            self.workbench.say("What it is about is in no room: all there is to know stands here.")


def _searched(item: "InboxItem") -> str:
    told = (f"{side.coder} {side.value or ''}" for side in item.sides)
    return " ".join((item.sentence, item.kind, *told)).casefold()
