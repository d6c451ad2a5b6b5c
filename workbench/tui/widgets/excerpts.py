"""Excerpts to read: what stands behind a code or a cell; from one to its place in the transcript, and back.

Only what is seen is ever drawn. How many lines each takes is known of all of them, which takes a few microseconds each,
so a list of 10,000 is there at once and its scroll bar is true.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widget import Widget

from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.passages.flow import Flow, cut, flow, harmless
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, Words, fill, joined

if TYPE_CHECKING:
    from workbench.study import Quote

Place = tuple[str, int, int]
"""Where an excerpt stands: revision, start, end."""

MARGIN = 3
WIDEST = 110
"""Cells of text beyond which a line is hard to read back from."""
_MOST_LINES = 8


class ExcerptRoom(Room):
    """A list of excerpts. ``fetch`` gives them, and is asked again whenever the study changed."""

    DEFAULT_CSS = """
    ExcerptRoom #told { margin: 0 0 1 0; padding: 0 1; }
    ExcerptRoom #empty { margin: 1 2; color: $wb-dim; }
    ExcerptRoom .foot { padding: 0 1; background: $surface; }
    """

    def __init__(self, title: str, note: str = "") -> None:
        super().__init__()
        self._heading = title
        self._note = note
        self.waiting = False
        """Whether another process reads them."""
        self._all: list[Quote] = []
        self._shown: list[Quote] = []
        self._flows: dict[Place, Flow] = {}
        self._flows_for = 0
        self._words: dict[Place, str] = {}
        self._known = False  # the change that comes next is shown already

    def body(self) -> Iterable[Widget]:
        """How many there are, and the excerpts."""
        yield Bar(self._told, id="told")
        yield Words(id="empty")
        yield Rows(id="excerpts")

    def here(self) -> Line:
        """What the excerpts are behind."""
        return [(harmless(self._heading), "strong")]

    # --- reading

    def fetch(self, then: "Callable[[list[Quote], bool], object]") -> None:
        """Read the excerpts and give ``then`` those that are there and whether more come: now, or one page a call."""
        raise NotImplementedError

    def reload(self) -> None:
        """Read them again; what is shown stays until they are there."""
        known, self._known = self._known, False
        if not known:
            self.fetch(self._take)

    def _take(self, found: "list[Quote]", more: bool = False) -> None:
        if not self.waiting:  # what is noted on them may be other than it was
            self._flows, self._words = {}, {}
        self.waiting, self._all = more, found
        self.filtered()

    def wanted(self, quotes: "list[Quote]") -> "list[Quote]":
        """Those of all excerpts that are to be shown, in their order, before words are looked for in them."""
        return quotes

    def filtered(self) -> None:
        """Those that hold every word typed; the cursor stays on its excerpt."""
        words, before, rows = self.needle.split(), self.current, self.query_one(Rows)
        self._shown = [q for q in self.wanted(self._all) if all(word in self._searched(q) for word in words)]
        at = rows.cursor
        if before is not None:
            here = place_of(before)
            at = next((i for i, quote in enumerate(self._shown) if place_of(quote) == here), at)
        rows.show(len(self._shown), self._draw, self._height, cursor=at)
        self.query_one("#told", Bar).refresh()
        empty = self.query_one("#empty", Words)
        empty.display = not self._shown
        empty.say(self.nothing())

    def nothing(self) -> str:
        """What is said where there is nothing."""
        if self.waiting:
            return "Reading …"
        return "No excerpt matches. Escape takes the filter away." if self._all else "Nothing stands behind this."

    @property
    def current(self) -> "Quote | None":
        """The excerpt under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._shown[cursor] if 0 <= cursor < len(self._shown) else None

    def _searched(self, quote: "Quote") -> str:
        found = self._words.get(place_of(quote))
        if found is None:
            parts = (quote.transcript, quote.text, *quote.speakers, *quote.groups, *quote.coders, *quote.memos)
            found = self._words[place_of(quote)] = " ".join(parts).casefold()
        return found

    # --- drawing

    def _told(self, width: int) -> Line:
        shown = self._shown
        of = f" of {len(self._all):,}" if len(shown) != len(self._all) else ""
        counts = (
            f"{len(shown):,}{of} excerpt{'' if len(shown) == 1 and not of else 's'}",
            _count(len({q.transcript for q in shown}), "transcript"),
            _count(len({(q.transcript, s) for q in shown for s in q.speakers}), "voice"),
        )
        reading: list[Piece] = [("reading …  ", "warning")] if self.waiting else []
        note = joined((self._note, self.told_order()))
        return fill([*reading, (joined(counts), ""), (f"   {note}" if note else "", "dim")], width)

    def told_order(self) -> str:
        """In which order they stand and which of them are shown, where that is not as always."""
        return ""

    def _flow(self, quote: "Quote", width: int) -> Flow:
        if self._flows_for != width:
            self._flows_for, self._flows = width, {}
        found = self._flows.get(place_of(quote))
        if found is None:
            found = self._flows[place_of(quote)] = flowing(quote, width)
        return found

    def _height(self, index: int, width: int) -> int:
        if width < MARGIN:  # there is no room for anything yet
            return 1
        quote = self._shown[index]
        return height(quote, self._flow(quote, width)) + len(self.below(quote, width))

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        quote = self._shown[index]
        return drawn(quote, self._flow(quote, width), width, here, self.marks(quote), self.below(quote, width))

    def marks(self, quote: "Quote") -> Line:
        """What else is said of an excerpt in its first line."""
        return ()

    def below(self, quote: "Quote", width: int) -> Sequence[str]:
        """What is said of an excerpt below its words; each is one line."""
        return ()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    # --- commands

    def action_open(self) -> None:
        """Open the transcript at the passage."""
        if (now := self.current) is not None:
            self.workbench.open_transcript(now.transcript, now.start, now.end)

    def action_copy(self) -> None:
        """Copy the quote with its reference to the terminal's clipboard."""
        if (now := self.current) is not None:
            reference = joined((now.transcript, " ".join(now.speakers), f"{now.start}–{now.end}"), ", ")
            self.copy(f"“{now.text.strip()}” ({reference})")

    def copy(self, text: str) -> None:
        """Send a text to the terminal's clipboard, and say so."""
        self.app.copy_to_clipboard(text)
        self.workbench.say("Sent to the clipboard of the terminal; some terminals do not take it.")

    def action_star(self) -> None:
        """A good example of its code, or no longer; the list stays as it is."""
        now = self.current
        codings = self.to_star(now) if now is not None else ()
        if now is not None and not codings:
            self.workbench.say("Nobody's own coding stands on exactly this passage; star it in the layer of a coder.")
        elif now is not None and self.quietly(lambda: self.study.passages.star(codings, not now.starred)):
            self.replace(now._replace(starred=not now.starred))

    def to_star(self, quote: "Quote") -> Sequence[str]:
        """The codings (rows) that get the star of an excerpt."""
        return quote.codings

    def quietly(self, do: Callable[[], object]) -> bool:
        """Do what changes nothing in the list but what is shown of it at once, so that it need not be read again.

        Whether it was done.
        """
        wrote: list[bool] = []
        heard = self.study.on_change
        heard.append(hear := lambda: wrote.append(True))
        try:
            done = self.workbench.do(do) is not FAILED
        finally:
            heard.remove(hear)
        self._known = bool(wrote)  # where nothing was written, no reading follows that is to be left out
        return done

    def replace(self, quote: "Quote") -> None:
        """Show an excerpt as it is now."""
        here = place_of(quote)
        for quotes in (self._all, self._shown):
            at = next((i for i, one in enumerate(quotes) if place_of(one) == here), -1)
            if at >= 0:
                quotes[at] = quote
        self.query_one(Rows).repaint_cursor()


class ExcerptsScreen(ExcerptRoom):
    """Excerpts that ``read`` gives. ``mark`` says more of one in its first line."""

    place: ClassVar[str] = "excerpts"
    BINDINGS = bindings("excerpts")

    def __init__(
        self,
        title: str,
        read: "Callable[[], list[Quote]]",
        note: str = "",
        mark: "Callable[[Quote], str] | None" = None,
    ) -> None:
        super().__init__(title, note)
        self._read = read
        self._mark = mark

    def fetch(self, then: "Callable[[list[Quote], bool], object]") -> None:
        """Read them, here and now."""
        found = self.workbench.do(self._read)
        then([] if found is FAILED else found, False)

    def marks(self, quote: "Quote") -> Line:
        """What whoever opened the list has to say of it."""
        return [(self._mark(quote), "accent")] if self._mark is not None else ()


def place_of(quote: "Quote") -> Place:
    """Where an excerpt stands."""
    return quote.revision, quote.start, quote.end


def flowing(quote: "Quote", width: int) -> Flow:
    """The words of an excerpt in lines for a list of this width."""
    return flow("", quote.text, "", max(min(width - MARGIN - 1, WIDEST), 20))


def height(quote: "Quote", words: Flow) -> int:
    """Lines that an excerpt takes, with the empty one after it."""
    return min(len(words.lines), _MOST_LINES) + 2 + len(quote.memos)


def drawn(
    quote: "Quote", words: Flow, width: int, here: bool, marks: Line = (), below: Sequence[str] = ()
) -> Sequence[Line]:
    """Its lines: where it is and who speaks, its words, what is noted on it, and an empty line."""
    bar: Piece = ("▌  " if here else "   ", "accent")
    lines: list[Line] = [_head(quote, width, marks)]
    lines += [[bar, *line] for line in cut(words, _MOST_LINES)]
    wide = min(width, WIDEST + MARGIN)
    lines += [fill([bar, ("memo: ", "accent"), (harmless(memo), "dim")], wide) for memo in quote.memos]
    lines += [fill([bar, (harmless(text), "dim")], wide) for text in below]
    return [*lines, ()]


def _head(quote: "Quote", width: int, marks: Line) -> Line:
    told = joined((", ".join(dict.fromkeys(quote.groups)), ", ".join(quote.coders)))
    left: list[Piece] = [
        ("★" if quote.starred else " ", "warning"),
        (harmless(quote.transcript), "accent"),
        (f" · turn {quote.turn:,}" if quote.turn else "", "dim"),
        ("  ", ""),
        (harmless(" ".join(quote.speakers)), "strong"),
    ]
    if marks:
        left += [("  ", ""), *marks]
    return [*left, ("  ", ""), (harmless(told), "dim")]


def _count(number: int, unit: str) -> str:
    return f"{number:,} {unit}{'' if number == 1 else 's'}"
