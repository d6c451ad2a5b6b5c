"""The walk through what may identify somebody: a list, the passage of the one under the cursor, one key a decision."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Container, Vertical
from textual.widget import Widget

from workbench.tui.agreement.sheet import Sheet
from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.findings.passage import Passage
from workbench.tui.findings.scanning import Scan
from workbench.tui.findings.stepping import Findings, Stepping
from workbench.tui.findings.words import AID, LIKELY, Found, columns, counted, kind, values, why
from workbench.tui.live import Lull
from workbench.tui.widgets.columns import Fitted, head, table_row
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, Words, clip, fill, width_of

if TYPE_CHECKING:
    from workbench.study.anonymity import Leftover

QUASI = "quasi"
_TRIES = 3
"""Looks after which, though nothing has changed, something is still not looked through: then it is left."""


class FindingsScreen(Stepping):
    """The findings of all transcripts; ``transcript`` (a name): of that one first."""

    place: ClassVar[str] = "findings"
    BINDINGS = bindings("findings")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (150, "-wide")]
    DEFAULT_CSS = """
    FindingsScreen #told { padding: 0 1; }
    FindingsScreen #both { height: 1fr; layout: vertical; }
    FindingsScreen #list { height: 2fr; width: 1fr; }
    FindingsScreen #head { padding: 0 2 0 1; }
    FindingsScreen #findings { padding: 0 0 0 1; }
    FindingsScreen #empty { margin: 1 2; color: $wb-dim; }
    FindingsScreen #beside { height: 3fr; width: 1fr; }
    FindingsScreen #why { height: 3; padding: 0 1; background: $surface; }
    FindingsScreen #aid { background: $surface; padding: 0 1; }
    FindingsScreen.-wide #both { layout: horizontal; }
    FindingsScreen.-wide #list, FindingsScreen.-wide #beside { height: 1fr; }
    """

    def __init__(self, transcript: str = "", only: bool = False) -> None:
        super().__init__()
        self.only = transcript if only else ""
        """The one transcript whose findings are shown, or ''."""
        self.weak = False
        self.quasi = False
        self._wanted = "" if only else transcript
        self._all: list[Found] = []
        self._shown: list[Found] = []
        self._scan: Scan | None = None
        self._again = False  # something has changed since the look that is under way began
        self._read = False
        self._tries = 0
        self._progress = "looking through the transcripts …"
        self._fitted: tuple[int, Fitted] = (0, ())

    def body(self) -> Iterable[Widget]:
        """How much there is, the list, the passage, and what a finding is worth."""
        yield Bar(self._told, id="told")
        with Container(id="both"):
            with Vertical(id="list"):
                yield Bar(lambda width: head(self._columns(width)), id="head")
                yield Words(id="empty")
                yield Findings(id="findings")
            with Vertical(id="beside"):
                yield Sheet(self._why, id="why")
                yield Passage(id="text")
        yield Bar(lambda width: fill([(AID, "warning")], width), id="aid")

    def here(self) -> Line:
        """The room, and of which transcript."""
        return [("Findings", "strong"), (f" · {self.only}" if self.only else "", "")]

    def on_mount(self) -> None:
        """What can wait, waits until no key comes."""
        app = self.workbench
        self._reading = Lull(self._read_quietly, lambda: app.touched, self.set_timer)

    def on_unmount(self) -> None:
        """Wait for nothing any more."""
        self._reading.done()
        if self._scan is not None:
            self._scan.stop()

    def show_transcript(self, transcript: str, only: bool) -> None:
        """Go to the findings of a transcript (''; stay), or show those ``only``."""
        if only:
            self.only = transcript
        elif self.only and transcript and transcript != self.only:
            self.only = ""
        self._wanted = transcript
        self.query_one("#title", Bar).refresh()
        self.filtered()

    # --- reading

    def reload(self) -> None:
        """Read what was found; what was not looked through yet is, by another process. The cursor stays."""
        self._again = True
        known, self.known = self.known, False
        self.note = self.note if known else ""
        if known:  # a decision made here is on the screen already, and the next key must not wait
            self._reading.ask()
        elif self._scan is None:
            self.read()
        else:
            self.text_again()
            self.filtered()
        self.query_one("#title", Bar).refresh()

    def _read_quietly(self) -> None:
        if self.is_mounted and self._scan is None:
            self.read()

    def _look(self) -> None:
        self._again = False
        self._scan = Scan(self.workbench, self._moved_on, self._looked)
        self._scan.begin()

    def _moved_on(self, done: int, of: int) -> None:
        if not self._read:
            self._progress = f"looking through the transcripts … {done * 100 // max(of, 1)} %"
            self.query_one("#told", Bar).refresh()

    def _looked(self, trouble: str) -> None:
        self._scan = None
        if trouble:
            self.workbench.say(trouble, "error")
            self.filtered()
        else:
            self.read()

    def read(self) -> None:
        """Read what was found; nothing is looked for here, for that takes long."""
        found = self.workbench.do(self.study.anonymity.remembered)
        if found is None and (self._again or self._tries < _TRIES):
            self._tries = 0 if self._again else self._tries + 1
            self._look()
            self.text_again()
            self.filtered()
            return
        self._again, self._progress = False, ""
        if found is None:
            self.workbench.say("Not everything could be looked through; F9 tries it again.", "warning")
        elif found is not FAILED:
            self._read = True
            self.found_again([Found(leftover, self.turn_of(leftover)) for leftover in found])
        self.query_one("#title", Bar).refresh()
        self.filtered()

    # --- showing

    def filtered(self) -> None:
        """Show what is wanted and holds every word typed; what was put off comes last."""
        rows = self.query_one(Findings)
        before, at = self.current, rows.cursor
        words = self.needle.split()
        shown = [one for one in self._all if self._is_wanted(one) and all(w in _searched(one) for w in words)]
        self._shown = sorted(shown, key=lambda one: self.key(one.leftover) in self.later)
        rows.show(len(self._shown), self._draw, cursor=self._place(before, at))
        self._fitted = (0, ())
        self._say_empty()
        for name in ("#told", "#head"):
            self.query_one(name, Bar).refresh()

    def _is_wanted(self, one: Found) -> bool:
        finding = one.leftover.finding
        if self.only and one.leftover.transcript != self.only:
            return False
        if (finding.kind == QUASI) != self.quasi:
            return False
        return self.quasi or self.weak or finding.score >= LIKELY

    def _place(self, before: Found | None, at: int) -> int:
        """Where the cursor goes: onto what came back, onto what it was on, or onto what took that place."""
        if self.going_on:
            self.going_on = False
            return at
        wanted = next((i for i, one in enumerate(self._shown) if one.leftover.transcript == self._wanted), None)
        if self._wanted and wanted is not None:
            self._wanted = ""
            return wanted
        for key in (self.came_back, self.key(before.leftover) if before else None):
            for i, one in enumerate(self._shown) if key is not None else ():
                if self.key(one.leftover) == key:
                    self.came_back = None
                    return i
        return at

    def _say_empty(self) -> None:
        empty, none = self.query_one("#empty", Words), not self._shown
        empty.display = none
        for name in ("#findings", "#head", "#why"):
            self.query_one(name).display = not none
        hidden = self._hidden()
        if self._progress or self._scan is not None:
            empty.say("Looking through the transcripts …")
        elif not self._read:
            empty.say("Not everything could be looked through, so nothing is told here; F9 tries it again.")
        elif self.needle:
            empty.say("No finding matches. Escape takes the filter away.")
        elif self.quasi:
            empty.say("Nothing was found that could point to one person. Q goes back.")
        elif hidden:
            empty.say(f"Nothing is left to decide but what is hidden: {hidden}.")
        else:
            empty.say("Nothing is left to decide. That is no proof: read the transcripts through yourself.")

    def _hidden(self) -> str:
        here = [one for one in self._all if not self.only or one.leftover.transcript == self.only]
        weak = sum(one.leftover.finding.score < LIKELY and one.leftover.finding.kind != QUASI for one in here)
        quasi = sum(one.leftover.finding.kind == QUASI for one in here)
        parts = [f"{weak:,} weak (w)"] if weak and not self.weak and not self.quasi else []
        parts += [f"{quasi:,} may point to one person (Q)"] if quasi and not self.quasi else []
        return ", ".join(parts)

    @property
    def current(self) -> Found | None:
        """The finding under the cursor."""
        cursor = self.query_one(Findings).cursor
        return self._shown[cursor] if 0 <= cursor < len(self._shown) else None

    def _told(self, width: int) -> Line:
        if self._progress:
            return [(self._progress, "accent")]
        if not self._read:
            return [("not looked through", "warning")]
        names = len({one.leftover.transcript for one in self._shown})
        what = "could point to one person" if self.quasi else "to decide"
        line: list[Piece] = [(f"{len(self._shown):,} {what}", "strong"), (f" in {counted(names, 'text')}", "dim")]
        if not self._shown:
            line = [(f"nothing {what}", "strong")]
        if hidden := self._hidden():
            line.append((f"   hidden: {hidden}", "dim"))
        if self.quasi:
            line.append(("   Q: back to the others", "dim"))
        room = width - width_of(line) - 3
        return fill(
            [*line, ("   ", ""), (clip(self.note, room), "success")] if self.note and room > 12 else line, width
        )

    def _columns(self, width: int) -> Fitted:
        if self._fitted[0] != width:
            self._fitted = (width, columns(self._shown, width))
        return self._fitted[1]

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        one = self._shown[index]
        fitted = self._columns(width - 1)
        return (table_row(fitted, values(one, self.key(one.leftover) in self.later)),)

    def _why(self, width: int) -> Sequence[Line]:
        one = self.current
        if one is None:
            return ()
        same = Counter(_folded(other.leftover) for other in self._all)[_folded(one.leftover)]
        return why(one, same, width)

    def _tell(self) -> None:
        """Bring the passage up to where the cursor is."""
        self.query_one(Sheet).again()
        now = self.current
        passage = self.query_one(Passage)
        passage.display = now is not None
        if now is not None:
            passage.show(self.study, now.leftover, self._around(now.leftover))

    def _around(self, leftover: "Leftover") -> Collection[tuple[int, int]]:
        return [
            (one.leftover.finding.start, one.leftover.finding.end)
            for one in self._shown
            if one.leftover.revision == leftover.revision and one.leftover.transcript == leftover.transcript
        ]

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self._tell()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    # --- what is shown

    def action_weak(self) -> None:
        """Show the weak ones too, or hide them."""
        self.weak = not self.weak
        self.filtered()

    def action_quasi(self) -> None:
        """Show what could point to one person, or the others."""
        self.quasi = not self.quasi
        self.filtered()

    def action_one(self) -> None:
        """Show one transcript, or all."""
        now = self.current
        self.only = "" if self.only or now is None else now.leftover.transcript
        self.query_one("#title", Bar).refresh()
        self.filtered()


def _folded(leftover: "Leftover") -> str:
    return leftover.finding.text.casefold()


def _searched(one: Found) -> str:
    finding = one.leftover.finding
    return " ".join((one.leftover.transcript, kind(one.leftover), finding.text, finding.why)).casefold()
