"""Every passage of a code, across the transcripts: to read, to narrow, and to mend many of them at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widget import Widget

from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.passages import changes, narrowing
from workbench.tui.passages.changes import counted
from workbench.tui.passages.drawing import drawn, flowing, height
from workbench.tui.passages.flow import Flow, harmless
from workbench.tui.passages.narrowing import Narrowed
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, Words, fill, joined

if TYPE_CHECKING:
    from workbench.study import CodeRow, Passage

Span = tuple[str, int, int]


class PassageList(Rows, inherit_bindings=False):
    """The list; its keys are those of the room, for space marks there."""


class PassagesScreen(Room):
    """The passages of the code ``code_id`` (a row)."""

    place: ClassVar[str] = "passages"
    BINDINGS = bindings("passages")
    DEFAULT_CSS = """
    PassagesScreen #told { margin: 0 0 1 0; padding: 0 1; }
    PassagesScreen #empty { margin: 1 2; color: $wb-dim; }
    """

    def __init__(self, code_id: str) -> None:
        super().__init__()
        self.code_id = code_id
        self.narrowed = Narrowed()
        self.code: CodeRow | None = None
        self.marked: set[Span] = set()
        self._all: list[Passage] = []
        self._shown: list[Passage] = []
        self._went: Mapping[Span, Span] = {}
        self._groups: dict[str, str] = {}
        self._flows: dict[Span, Flow] = {}
        self._flows_for = 0
        self._words: dict[Span, str] = {}

    def body(self) -> Iterable[Widget]:
        """How many there are and of whom, and the passages."""
        yield Bar(self._told, id="told")
        yield Words(id="empty")
        yield PassageList(id="passages")

    def here(self) -> Line:
        """The code."""
        return [("Passages of ", ""), (harmless(self.code.path) if self.code else "a code that is gone", "strong")]

    @property
    def name_of_code(self) -> str:
        """The code's name, fit for a message."""
        return harmless(self.code.name) if self.code else ""

    # --- reading

    def reload(self) -> None:
        """Read the passages again; the cursor stays on its passage."""
        self.code = next((code for code in self.study.codes.list() if code.id == self.code_id), None)
        self._groups = {group.id: group.label for group in self.study.settings.groups.values()}
        found = None
        if self.code is not None:
            found = self.workbench.do(self.study.passages.of, self.code_id, **self.narrowed.asked())
        self._all = [] if found is None or found is FAILED else list(found)
        self._flows, self._words = {}, {}
        self.query_one("#title", Bar).refresh()
        self.filtered()

    def went(self, moved: Mapping[Span, Span]) -> None:
        """Passages have other borders: marks and cursor follow when they are read again, which is about to happen."""
        self._went = moved
        self.marked = {moved.get(span, span) for span in self.marked}

    def filtered(self) -> None:
        """Show those that hold every word typed."""
        rows, before = self.query_one(PassageList), self.current
        words = self.needle.split()
        self._shown = [one for one in self._all if all(word in self._searched(one) for word in words)]
        self.marked &= {span(one) for one in self._shown}
        at = rows.cursor
        if before is not None:
            wanted = self._went.get(span(before), span(before))
            at = next((i for i, one in enumerate(self._shown) if span(one) == wanted), at)
        self._went = {}
        rows.show(len(self._shown), self._draw, self._height, cursor=at)
        self.query_one("#told", Bar).refresh()
        self._say_empty()

    def _searched(self, one: "Passage") -> str:
        found = self._words.get(span(one))
        if found is None:
            parts = (one.transcript, one.text, *one.speakers, *one.groups, *one.coders, *one.memos, *one.codes)
            found = self._words[span(one)] = " ".join(parts).casefold()
        return found

    def _say_empty(self) -> None:
        empty = self.query_one("#empty", Words)
        empty.display = not self._shown
        if self.code is None:
            empty.say("This code is not in the codebook any more: it was deleted or merged. q goes back.")
        elif self._all or self.narrowed != Narrowed():
            empty.say("No passage matches. Escape shows all again.")
        else:
            empty.say("Nothing is coded with this code itself. b shows the passages of the codes below it.")

    @property
    def current(self) -> "Passage | None":
        """The passage under the cursor."""
        cursor = self.query_one(PassageList).cursor
        return self._shown[cursor] if 0 <= cursor < len(self._shown) else None

    @property
    def meant(self) -> "list[Passage]":
        """The marked passages, or the one under the cursor."""
        if self.marked:
            return [one for one in self._shown if span(one) in self.marked]
        return [self.current] if self.current is not None else []

    # --- drawing

    def _told(self, width: int) -> Line:
        shown = self._shown
        narrowed = self.narrowed.told(self._groups)
        of = f" of {len(self._all):,}" if len(shown) != len(self._all) else ""
        counts = (
            f"{len(shown):,}{of} passage{'' if len(shown) == 1 and not of else 's'}",
            counted(len({one.transcript for one in shown}), "transcript"),
            counted(len({(one.transcript, who) for one in shown for who in one.speakers}), "voice"),
        )
        line: list[Piece] = [(joined(counts), "")]
        if self.marked:
            line.append((f"   {len(self.marked):,} marked", "accent"))
        if narrowed:
            line += [("   only ", "dim"), (harmless(narrowed), "accent")]
        return fill(line, width)

    def _flow(self, one: "Passage", width: int) -> Flow:
        if self._flows_for != width:
            self._flows_for, self._flows = width, {}
        found = self._flows.get(span(one))
        if found is None:
            found = self._flows[span(one)] = flowing(one, width)
        return found

    def _height(self, index: int, width: int) -> int:
        one = self._shown[index]
        return height(one, self._flow(one, width))

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        one = self._shown[index]
        path = self.code.path if self.code and not self.narrowed.subtree else ""
        return drawn(one, self._flow(one, width), width, here, span(one) in self.marked, path, self._groups)

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    # --- looking

    def action_open(self) -> None:
        """Open the transcript at the passage."""
        if (now := self.current) is not None:
            if now.lost:
                self.workbench.open_transcript(now.transcript)
                self.workbench.say("A correction has left this passage without a place; F10 places it.", "warning")
            else:
                self.workbench.open_transcript(now.transcript, now.start, now.end)

    def action_copy(self) -> None:
        """Copy the quote with its reference."""
        if (now := self.current) is not None:
            reference = joined((now.transcript, " ".join(now.speakers), f"{now.start}–{now.end}"), ", ")
            self.app.copy_to_clipboard(f"“{now.text.strip()}” ({reference})")
            self.workbench.say("Sent to the clipboard of the terminal; some terminals do not take it.")

    def action_narrow(self) -> None:
        """Choose whose passages to show."""
        filters = self.workbench.do(self.study.passages.filters)
        if filters is not FAILED:
            narrowing.ask(self.workbench, filters, self.narrowed, self._narrow)

    def action_below(self) -> None:
        """With the codes below it, or without."""
        self._narrow(self.narrowed.flipped(narrowing.BELOW))

    def action_starred(self) -> None:
        """The starred ones, or all."""
        self._narrow(self.narrowed.flipped(narrowing.STARRED))

    def _narrow(self, wanted: Narrowed) -> None:
        if wanted != self.narrowed:
            self.narrowed = wanted
            self.reload()

    def action_escape(self) -> None:
        """Let go of the marks, then the words, then what was narrowed; then go back."""
        if self.marked:
            self._mark(set())
        elif self.needle or self.query_one("#filter").display:
            self._unfilter()
        elif self.narrowed != Narrowed():
            self._narrow(Narrowed())
        else:
            self.workbench.go_back()

    def action_down(self) -> None:
        """Next."""
        self.query_one(PassageList).action_down()

    def action_up(self) -> None:
        """Previous."""
        self.query_one(PassageList).action_up()

    def action_page_down(self) -> None:
        """A page down."""
        self.query_one(PassageList).action_page_down()

    def action_page_up(self) -> None:
        """A page up."""
        self.query_one(PassageList).action_page_up()

    def action_first(self) -> None:
        """The first."""
        self.query_one(PassageList).action_first()

    def action_last(self) -> None:
        """The last."""
        self.query_one(PassageList).action_last()

    # --- marking

    def action_mark(self) -> None:
        """Mark it, or let it go, and go on to the next."""
        if (now := self.current) is not None:
            self._mark(self.marked ^ {span(now)})
            self.action_down()

    def action_mark_all(self) -> None:
        """Mark all that are shown; where all are, none."""
        everything = {span(one) for one in self._shown}
        self._mark(set() if self.marked == everything else everything)

    def _mark(self, marked: set[Span]) -> None:
        self.marked = marked
        self.query_one("#told", Bar).refresh()
        self.query_one(PassageList).refresh()

    # --- changing

    def _with_those_meant(self, do: "Callable[[PassagesScreen, list[Passage]], object]") -> None:
        if meant := self.meant:
            do(self, meant)

    def action_recode(self) -> None:
        """Another code."""
        self._with_those_meant(changes.recode)

    def action_remove(self) -> None:
        """No code."""
        self._with_those_meant(changes.remove)

    def action_star(self) -> None:
        """A good example, or no longer."""
        self._with_those_meant(changes.star)

    def action_example(self) -> None:
        """The example of the code."""
        if (now := self.current) is not None:
            changes.example(self, now)

    def action_wider(self) -> None:
        """A sentence more."""
        self._with_those_meant(lambda room, meant: changes.widen(room, meant, "sentence", narrower=False))

    def action_narrower(self) -> None:
        """A sentence less."""
        self._with_those_meant(lambda room, meant: changes.widen(room, meant, "sentence", narrower=True))

    def action_wider_turn(self) -> None:
        """Whole turns."""
        self._with_those_meant(lambda room, meant: changes.widen(room, meant, "turn", narrower=False))

    def action_narrower_turn(self) -> None:
        """A turn less."""
        self._with_those_meant(lambda room, meant: changes.widen(room, meant, "turn", narrower=True))

    def action_split(self) -> None:
        """Sort them into other codes."""
        from workbench.tui.splitting.screen import SplittingScreen

        if self.code is not None:
            self.app.push_screen(SplittingScreen(self.code_id))


def span(passage: "Passage") -> Span:
    """Where it stands."""
    return passage.revision, passage.start, passage.end
