"""What corrections made of codings and memos: those whose passage was changed at an edge or lost, one key each."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.widget import Widget

from workbench import sanitise
from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.corrections.compare import Beside, Side, in_full, sides
from workbench.tui.corrections.joining import Joining
from workbench.tui.widgets.columns import Column, Fitted, fit, head, table_row
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, Words, clip, fill

if TYPE_CHECKING:
    from workbench.study.corrections import Fate

LOST = "lost"
_SAID = {"lost": "✗ lost", "changed": "≠ changed", "moved": "→ moved", "kept": "= kept"}


class CorrectionsScreen(Joining, Room):
    """The queue; ``transcript`` (a name) begins there."""

    place: ClassVar[str] = "corrections"
    BINDINGS = bindings("corrections")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]
    DEFAULT_CSS = """
    CorrectionsScreen #told { padding: 0 1; }
    CorrectionsScreen #two { padding: 0 1; display: none; }
    CorrectionsScreen #list { height: 2fr; }
    CorrectionsScreen #head { padding: 0 2 0 1; }
    CorrectionsScreen #queue { padding: 0 0 0 1; }
    CorrectionsScreen #empty { margin: 1 2; color: $wb-dim; }
    CorrectionsScreen Beside { height: 3fr; }
    """

    def __init__(self, transcript: str = "") -> None:
        super().__init__()
        self._wanted = transcript
        self._all: list[Fate] = []
        self._shown: list[Fate] = []
        self._texts: dict[str, str] = {}
        self._fitted: tuple[int, Fitted] = (0, ())

    def body(self) -> Iterable[Widget]:
        """How many there are, transcripts with two texts, the queue, before and after."""
        yield Bar(self._told, id="told")
        yield Bar(self._two, id="two")
        with Vertical(id="list"):
            yield Bar(lambda width: head(self._columns(width)), id="head")
            yield Words(id="empty")
            yield Rows(id="queue")
        yield Beside()

    def here(self) -> Line:
        """The room."""
        return [("Corrected texts", "strong")]

    # --- reading

    def reload(self) -> None:
        """Read the queue; the cursor stays on its passage, or on the one that took its place."""
        study = self.study
        found = self.workbench.do(study.corrections.queue)
        self._all = [] if found is FAILED else list(found)
        self._texts = {}
        self.read_disputed()
        self.query_one("#two").display = bool(self.disputed)
        for name in ("#title", "#two"):
            self.query_one(name, Bar).refresh()
        self.filtered()

    def filtered(self) -> None:
        """Show what holds every word typed."""
        rows, before, words = self.query_one(Rows), self.current, self.needle.split()
        self._shown = [fate for fate in self._all if all(word in self._searched(fate) for word in words)]
        at = next((i for i, fate in enumerate(self._shown) if before and fate.row == before.row), rows.cursor)
        if self._wanted:
            at = next((i for i, fate in enumerate(self._shown) if fate.transcript == self._wanted), at)
            self._wanted = "" if self._shown else self._wanted
        self._fitted = (0, ())
        rows.show(len(self._shown), self._draw, cursor=at)
        empty, none = self.query_one("#empty", Words), not self._shown
        empty.display = none
        for name in ("#queue", "#head"):
            self.query_one(name).display = not none
        self.query_one(Beside).display = not none
        if self._all:
            empty.say("Nothing matches. Escape takes the filter away.")
        else:
            empty.say("Every passage stands where it should. What a correction changes or loses is told here.")
        for name in ("#told", "#head"):
            self.query_one(name, Bar).refresh()

    @property
    def current(self) -> "Fate | None":
        """The passage under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._shown[cursor] if 0 <= cursor < len(self._shown) else None

    def _searched(self, fate: "Fate") -> str:
        return " ".join((fate.transcript, fate.code, fate.coder, fate.before, fate.after, fate.status)).casefold()

    # --- drawing

    def _told(self, width: int) -> Line:
        if not self._all:
            return ()
        lost = sum(fate.status == LOST for fate in self._all)
        line: list[Piece] = [(f"{len(self._all):,} to look at", "strong")]
        parts = [(len(self._all) - lost, "changed at an edge"), (lost, "lost")]
        told = ", ".join(f"{n:,} {what}" for n, what in parts if n)
        line.append((f"   {told}; nothing is taken away", "dim"))
        return fill(line, width)

    def _two(self, width: int) -> Line:
        names = ", ".join(self.disputed[:4])
        return fill([("J ", "accent"), (f"two people corrected {names}: make one text of both", "warning")], width)

    def _columns(self, width: int) -> Fitted:
        if self._fitted[0] == width:
            return self._fitted[1]
        names = max((len(fate.transcript) for fate in self._shown), default=10)
        found = fit(
            [
                Column("what", "what", 9),
                Column("name", "transcript", min(max(names, 10), 20)),
                Column("code", "code", 14, priority=3, grow=2, most=30),
                Column("coder", "coder", 8, priority=5, most=16, grow=1),
                Column("words", "passage", 20, grow=5),
            ],
            width,
        )
        self._fitted = (width, found)
        return found

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        fate = self._shown[index]
        code = fate.code.rpartition(" / ")[2] if fate.ent == "coding" else fate.ent
        row: dict[str, Line] = {
            "what": [(_SAID.get(fate.status, fate.status), "warning" if fate.status == LOST else "accent")],
            "name": [(fate.transcript, "strong")],
            "code": [(code, "")],
            "coder": [(fate.coder, "dim")],
            "words": [(clip(fate.before, 200), "")],
        }
        return (table_row(self._columns(width - 1), row),)

    def _tell(self) -> None:
        now = self.current
        self.query_one(Beside).show(self._sides(now) if now is not None else None)

    def _sides(self, fate: "Fate") -> tuple[Side, Side]:
        old, new = fate.old, fate.new
        before = self._placed(old[0], old[1], old[2], fate.before)
        note = "Nothing of it is left in the text that is read now. p places it, enter puts it aside."
        after = self._placed(new[0], new[1], new[2], fate.after) if new is not None else ("", 0, 0)
        return sides(("before", "now"), before, after, note if new is None else "")

    def _placed(self, revision: str, start: int, end: int, words: str) -> tuple[str, int, int]:
        """A passage in its text; alone, where that is not here any more."""
        if revision not in self._texts:
            found = self.workbench.do(self.study.corrections.text_of, revision)
            self._texts[revision] = found if isinstance(found, str) else ""
        text = self._texts[revision]
        return (text, start, end) if text[start:end] == words else (words, 0, len(words))

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self._tell()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    # --- commands

    def action_next(self) -> None:
        """Next."""
        self.query_one(Rows).action_down()

    def action_previous(self) -> None:
        """Previous."""
        self.query_one(Rows).action_up()

    def action_read(self) -> None:
        """Both in full."""
        fate = self.current
        if fate is not None:
            both = self._sides(fate)
            self.app.push_screen(LinesScreen(f"{clip(fate.transcript, 40)}: before and now", in_full(*both)))

    def action_accept(self) -> None:
        """It stands well where it stands; one that is lost is put aside."""
        fate = self.current
        if fate is not None and self.workbench.do(self.study.corrections.accept, fate.row) is not FAILED:
            done = "Put aside; it stays with the text it was made in." if fate.new is None else "Accepted."
            self.workbench.say(f"{done} u takes it back.")

    def action_place(self) -> None:
        """Select the passage by hand."""
        fate = self.current
        if fate is None:
            return
        from workbench.tui.coding.placing import PlacingScreen

        screen = self.workbench.do(PlacingScreen, fate.transcript, fate)
        if screen is not FAILED:
            self.app.push_screen(screen)

    def action_remove(self) -> None:
        """Remove the coding, memo or link."""
        fate = self.current
        if fate is None:
            return
        study = self.study
        verbs: dict[str, Callable[..., object]] = {
            "coding": study.codings.remove,
            "memo": study.memos.remove,
            "link": study.memos.unlink,
            "pick": study.quotes.unpick,
        }
        verb = verbs[fate.ent]

        def answered(yes: bool) -> None:
            if yes and self.workbench.do(verb, fate.row) is not FAILED:
                self.workbench.say("Removed. u takes it back.")

        if fate.coder == self.study.coder_name:
            answered(True)
        else:
            who = sanitise.line(fate.coder, 40) or "somebody else"
            self.workbench.confirm(f"This is a {fate.ent} of {who}. Remove it all the same?", answered)

    def action_open(self) -> None:
        """Open the transcript there."""
        fate = self.current
        if fate is None:
            return
        at = (fate.new[1], fate.new[2]) if fate.new is not None else (None, None)
        self.workbench.open_transcript(fate.transcript, *at)

    def action_revisions(self) -> None:
        """The texts of its transcript."""
        name = self.current.transcript if self.current else (self.disputed[0] if self.disputed else "")
        if name:
            self.workbench.open_revisions(name)
        else:
            self.workbench.say("No transcript is under the cursor; H in the library shows its texts.")
