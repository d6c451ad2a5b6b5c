"""What one has to look for once more: codes that came, or came to mean something else, after a transcript was done."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widget import Widget

from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.widgets.columns import Column, Fitted, fit, head, table_row
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Words, joined, wrap

if TYPE_CHECKING:
    from workbench.study import CodeRow
    from workbench.study.agreement import Reread

_MEANING = 4
"""Lines of a definition below the list."""


class LookForScreen(Room):
    """The list of codes to look for, by transcript; ``transcript`` is where the cursor begins."""

    place: ClassVar[str] = "looking"
    BINDINGS = bindings("looking")
    DEFAULT_CSS = """
    LookForScreen #told { margin: 1 0; padding: 0 1; }
    LookForScreen #head { padding: 0 2 0 1; }
    LookForScreen #table { padding: 0 0 0 1; }
    LookForScreen #empty { margin: 1 2; color: $wb-dim; }
    LookForScreen #meaning { padding: 0 2; background: $surface; height: auto; max-height: 5; }
    """

    def __init__(self, transcript: str = "") -> None:
        super().__init__()
        self._wanted = transcript
        self._all: list[Reread] = []
        self._shown: list[Reread] = []
        self._codes: dict[str, CodeRow] = {}

    def body(self) -> Iterable[Widget]:
        """Why there is something to look for, the list, what the code under the cursor means."""
        yield Bar(self._told, id="told")
        yield Bar(lambda width: head(self._columns(width)), id="head")
        yield Words(id="empty")
        yield Rows(id="table")
        yield Words(id="meaning")

    def here(self) -> Line:
        """What the list is."""
        return [("Look for", "strong")]

    def reload(self) -> None:
        """Read the list again; the cursor stays where it was, or goes to what came after it."""
        found = self.workbench.do(self.study.agreement.reread, self.study.coder)
        self._all = [] if found is FAILED else found
        self._codes = {code.id: code for code in self.study.codes.list()}
        self.query_one("#title", Bar).refresh()
        self.filtered()

    def filtered(self) -> None:
        """Show what holds every word typed."""
        rows, words = self.query_one(Rows), self.needle.split()
        self._shown = [one for one in self._all if all(word in _searched(one) for word in words)]
        cursor = next((i for i, one in enumerate(self._shown) if one.transcript == self._wanted), rows.cursor)
        self._wanted = ""
        rows.show(len(self._shown), self._draw, cursor=cursor)
        for bar in ("#told", "#head"):
            self.query_one(bar, Bar).refresh()
        empty = self.query_one("#empty", Words)
        empty.display = not self._shown
        empty.say(
            "Nothing matches. Escape takes the filter away."
            if self._all
            else "There is nothing to look for again in what you have done."
        )

    @property
    def current(self) -> "Reread | None":
        """What the cursor is on."""
        cursor = self.query_one(Rows).cursor
        return self._shown[cursor] if 0 <= cursor < len(self._shown) else None

    def _told(self, width: int) -> Line:
        transcripts = len({one.transcript for one in self._all})
        if not self._all:
            return ()
        some = f"{len(self._all):,} to look for in {transcripts:,} transcript{'' if transcripts == 1 else 's'}"
        return [(some, "strong"), (" · only then does it count for the code", "dim")]

    def _columns(self, width: int) -> Fitted:
        longest = max((len(one.path) for one in self._all), default=10)
        return fit(
            [
                Column("transcript", "transcript", min(max([10, *(len(one.transcript) for one in self._all)]), 24)),
                Column("code", "code", 16, grow=1, most=max(longest, 16)),
                Column("why", "why", 10, priority=1, grow=1, most=40),
            ],
            width,
        )

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        one = self._shown[index]
        again = index > 0 and self._shown[index - 1].transcript == one.transcript
        row: dict[str, Line] = {
            "transcript": [(one.transcript, "dim" if again else "strong")],
            "code": [(one.path, "")],
            "why": [(one.why, "dim")],
        }
        return (table_row(self._columns(width - 1), row),)

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        now = self.current
        code = self._codes.get(now.code) if now else None
        meaning = self.query_one("#meaning", Words)
        meaning.display = code is not None
        if code is not None:
            told = joined((code.name, code.definition or "not defined yet"), ": ")
            meaning.say("\n".join(wrap(told, max(self.size.width - 4, 20), _MEANING)))

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Open the transcript."""
        if self.current is not None:
            self.workbench.open_transcript(self.current.transcript)

    def action_sought(self) -> None:
        """Say that one has looked for the code there."""
        if (now := self.current) is not None:
            sought(self, [now])

    def action_sought_all(self) -> None:
        """Say so of every code of the transcript."""
        if (now := self.current) is None:
            return
        there = [one for one in self._all if one.transcript == now.transcript]
        if len(there) == 1:
            sought(self, there)
            return
        question = f"Have you looked {now.transcript} through for all {len(there)} codes? " + joined(
            (one.path for one in there), ", "
        )
        self.workbench.confirm(question, lambda yes: sought(self, there) if yes else None)


def sought(screen: "Room", found: "Sequence[Reread]") -> None:
    """Record that codes have been looked for in one transcript, and say so."""
    app = screen.workbench
    transcript = found[0].transcript
    done = [one for one in found if app.do(app.study.progress.sought, [transcript], one.code) is not FAILED]
    if done:
        app.say(f"Looked for in {transcript}: {joined((one.path for one in done), ', ')}. u takes it back.")


def _searched(one: "Reread") -> str:
    return f"{one.transcript} {one.path} {one.why}".casefold()
