"""Excerpts to read: what stands behind a code or a cell; from one to its place in the transcript, and back."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widget import Widget

from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, Words, fill, joined, wrap

if TYPE_CHECKING:
    from workbench.study import Quote

_MOST_LINES = 8


class ExcerptsScreen(Room):
    """A list of excerpts. ``read`` gives them, and is asked again whenever the study changed."""

    place: ClassVar[str] = "excerpts"
    BINDINGS = bindings("excerpts")
    DEFAULT_CSS = """
    ExcerptsScreen #told { margin: 0 0 1 0; padding: 0 1; }
    ExcerptsScreen #empty { margin: 1 2; color: $wb-dim; }
    """

    def __init__(
        self,
        title: str,
        read: "Callable[[], list[Quote]]",
        note: str = "",
        mark: "Callable[[Quote], str] | None" = None,
    ) -> None:
        super().__init__()
        self._mark = mark  # what else is said of an excerpt
        self._heading = title
        self._note = note
        self._read = read
        self._all: list[Quote] = []
        self._shown: list[Quote] = []

    def body(self) -> Iterable[Widget]:
        """How many there are, and the excerpts."""
        yield Bar(self._told, id="told")
        yield Words(id="empty")
        yield Rows(id="excerpts")

    def here(self) -> Line:
        """What the excerpts are behind."""
        return [(self._heading, "strong")]

    def reload(self) -> None:
        """Read them again."""
        found = self.workbench.do(self._read)
        self._all = [] if found is FAILED else found
        self.filtered()

    def filtered(self) -> None:
        """Those that hold every word typed."""
        words = self.needle.split()
        self._shown = [q for q in self._all if all(word in _searched(q) for word in words)]
        self.query_one(Rows).show(len(self._shown), self._draw, self._height)
        self.query_one("#told", Bar).refresh()
        empty = self.query_one("#empty", Words)
        empty.display = not self._shown
        empty.say("No excerpt matches. Escape takes the filter away." if self._all else "Nothing stands behind this.")

    @property
    def current(self) -> "Quote | None":
        """The excerpt under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._shown[cursor] if 0 <= cursor < len(self._shown) else None

    def _told(self, width: int) -> Line:
        interviews = len({q.transcript for q in self._shown})
        people = len({(q.transcript, s) for q in self._shown for s in q.speakers})
        counts = (_count(len(self._shown), "excerpt"), _count(interviews, "transcript"), _count(people, "voice"))
        return fill([(joined(counts), ""), (f"   {self._note}" if self._note else "", "dim")], width)

    def _wrapped(self, quote: "Quote", width: int) -> list[str]:
        text = "\n".join(line for line in quote.text.split("\n") if line.strip())
        return wrap(text, max(width - 4, 20), _MOST_LINES)

    def _height(self, index: int, width: int) -> int:
        quote = self._shown[index]
        return len(self._wrapped(quote, width)) + 2 + len(quote.memos)

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        quote = self._shown[index]
        told = joined((", ".join(dict.fromkeys(quote.groups)), ", ".join(quote.coders)))
        top: list[Piece] = [(" ", ""), (quote.transcript, "accent"), ("  ", ""), (" ".join(quote.speakers), "strong")]
        if self._mark is not None:
            top += [("  ", ""), (self._mark(quote), "accent")]
        lines: list[Line] = [[*top, ("  ", ""), (told, "dim")]]
        bar: Piece = ("▌  ", "accent") if here else ("   ", "")
        lines += [[bar, (text, "")] for text in self._wrapped(quote, width)]
        lines += [fill([bar, ("memo: ", "accent"), (memo, "dim")], width) for memo in quote.memos]
        return [*lines, ()]

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Open the transcript at the passage."""
        if (now := self.current) is not None:
            self.workbench.open_transcript(now.transcript, now.start, now.end)

    def action_copy(self) -> None:
        """Copy the quote with its reference to the terminal's clipboard."""
        if (now := self.current) is not None:
            reference = joined((now.transcript, " ".join(now.speakers), f"{now.start}–{now.end}"), ", ")
            self.app.copy_to_clipboard(f"“{now.text.strip()}” ({reference})")
            self.workbench.say("Sent to the clipboard of the terminal; some terminals do not take it.")


def _count(number: int, unit: str) -> str:
    return f"{number:,} {unit}{'' if number == 1 else 's'}"


def _searched(quote: "Quote") -> str:
    parts = (quote.transcript, quote.text, *quote.speakers, *quote.groups, *quote.coders, *quote.memos)
    return " ".join(parts).casefold()
