"""What a memo points to: the passages with their words and codes; from one to its place in the transcript, and back."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.widget import Widget

from workbench.study.memos import LinkRow
from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.memos.drawing import quote
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, Words, clip, fill, joined, wrap

_MOST_LINES = 8


class LinksScreen(Room):
    """The links of one memo (its row)."""

    place: ClassVar[str] = "links"
    BINDINGS = bindings("links")
    DEFAULT_CSS = """
    LinksScreen #told { margin: 0 0 1 0; padding: 0 1; }
    LinksScreen #empty { margin: 1 2; color: $wb-dim; }
    """

    def __init__(self, memo: str) -> None:
        super().__init__()
        self._memo = memo
        self._heading = ""
        self._links: list[LinkRow] = []

    def body(self) -> Iterable[Widget]:
        """How many there are, and the passages."""
        yield Bar(self._told, id="told")
        yield Words(id="empty")
        yield Rows(id="passages")

    def here(self) -> Line:
        """The room above, and this."""
        return [("Memos ▸ ", "dim"), ("Links", "strong")]

    def reload(self) -> None:
        """Read them again; the cursor stays where it was."""
        study = self.study
        memo = self.workbench.do(study.memos.get, self._memo)
        found = [] if memo is FAILED else self.workbench.do(study.memos.links, self._memo)
        self._links = [] if found is FAILED else list(found)
        self._heading = "" if memo is FAILED else memo.title
        self.query_one(Rows).show(len(self._links), self._draw, self._height)
        self.query_one("#told", Bar).refresh()
        empty = self.query_one("#empty", Words)
        empty.display = not self._links
        empty.say("The memo points to nothing. In a transcript, p lets it point to the passage under the cursor.")

    @property
    def current(self) -> LinkRow | None:
        """The link under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._links[cursor] if 0 <= cursor < len(self._links) else None

    def _told(self, width: int) -> Line:
        number = f"{len(self._links):,} passage{'' if len(self._links) == 1 else 's'}"
        return fill([(number, ""), ("   ", ""), (clip(self._heading, max(width - 20, 10)), "dim")], width)

    def _wrapped(self, link: LinkRow, width: int) -> list[str]:
        text = "\n".join(line for line in link.text.split("\n") if line.strip())
        return wrap(text or "[its words are not here]", max(width - 4, 20), _MOST_LINES)

    def _height(self, index: int, width: int) -> int:
        return len(self._wrapped(self._links[index], width)) + 2

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        link = self._links[index]
        turn = f"turn {link.turn}" if link.turn else ""
        top: list[Piece] = [(" ", ""), (link.transcript, "accent"), ("  ", ""), (" ".join(link.speakers), "strong")]
        top += [("  ", ""), (joined((turn, ", ".join(link.codes), link.coder)), "dim")]
        if link.lost:
            top.append(("  ✗ lost by a correction", "warning"))
        bar: Piece = ("▌  ", "accent") if here else ("   ", "")
        return [top, *([bar, (text, "")] for text in self._wrapped(link, width)), ()]

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Open the transcript at the passage."""
        link = self.current
        if link is not None:
            at = (None, None) if link.lost else (link.start, link.end)
            self.workbench.open_transcript(link.transcript, *at)

    def action_unlink(self) -> None:
        """Take the link away."""
        link = self.current
        if link is not None and self.workbench.do(self.study.memos.unlink, link.id) is not FAILED:
            self.workbench.say("The memo does not point there any more. u takes it back.")

    def action_copy(self) -> None:
        """Copy the quote with its reference to the terminal's clipboard."""
        if (link := self.current) is not None:
            self.app.copy_to_clipboard(quote(link))
            self.workbench.say("Sent to the clipboard of the terminal; some terminals do not take it.")
