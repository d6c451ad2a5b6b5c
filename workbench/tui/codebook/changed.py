"""Coded before the definition of the code changed: one passage after the other with what its code meant and means."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from workbench.tui.app import FAILED
from workbench.tui.codebook.asking import ask_why
from workbench.tui.commands import bindings
from workbench.tui.corrections.compare import Beside, Side, in_full, runs
from workbench.tui.widgets.columns import Column, Fitted, fit, head, table_row
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.palette import CodePalette
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Words, fill, plain

if TYPE_CHECKING:
    from workbench.study.codehistory import Old

COLUMNS = (
    Column("where", "where", 12, grow=1, most=18),
    Column("code", "code", 16, grow=1, most=32),
    Column("coder", "coder", 8, priority=1, most=14),
    Column("text", "passage", 20, grow=4),
)

AROUND = 60
"""Characters shown before a passage."""


class OutdatedScreen(Room):
    """The work list; of the code where one is given, until all are asked for."""

    place: ClassVar[str] = "outdated"
    BINDINGS = bindings("outdated")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-wide")]
    DEFAULT_CSS = """
    OutdatedScreen #told { padding: 0 1; margin: 0 0 1 0; }
    OutdatedScreen #head { padding: 0 2 0 1; }
    OutdatedScreen #list { padding: 0 0 0 1; height: 2fr; }
    OutdatedScreen #empty { margin: 1 2; color: $wb-dim; height: auto; }
    OutdatedScreen #passage { height: 1fr; min-height: 4; padding: 0 2; scrollbar-size-vertical: 1; }
    OutdatedScreen #passage Static { height: auto; }
    OutdatedScreen Beside { height: 2fr; }
    """

    def __init__(self, code: str = "") -> None:
        super().__init__()
        self._code = code
        self._everything = not code
        self._all: list[Old] = []
        self._shown: list[Old] = []

    def body(self) -> Iterable[Widget]:
        """The list, the passage, and both definitions."""
        yield Bar(self._told, id="told")
        yield Bar(lambda width: head(_fitted(width)), id="head")
        yield Words(id="empty")
        yield Rows(id="list")
        with VerticalScroll(id="passage", can_focus=False):
            yield Static(id="text")
        yield Beside()

    def here(self) -> Line:
        """Where we are."""
        return [("Codebook", ""), (" ▸ ", "dim"), ("what changed", "strong")]

    def reload(self) -> None:
        """Read the list again; where nothing of the code is left, that of all codes."""
        found = self.workbench.do(self.study.history.changed, "" if self._everything else self._code)
        self._all = [] if found is FAILED else list(found)
        if not self._all and not self._everything:
            self._everything = True
            self.reload()
            return
        self.filtered()

    def filtered(self) -> None:
        """Those that hold every word typed; what is done with makes room for the next."""
        words = self.needle.split()
        self._shown = [old for old in self._all if all(word in _searched(old) for word in words)]
        self.query_one(Rows).show(len(self._shown), self._draw)
        for bar in ("#told", "#head"):
            self.query_one(bar, Bar).refresh()
        empty = self.query_one("#empty", Words)
        empty.display = not self._shown
        self.query_one("#head").display = bool(self._shown)
        nothing = "Nothing to look at: whatever is coded was coded, or looked at, with the definition as it is now."
        empty.say("Nothing matches. Escape takes the filter away." if self._all else nothing)
        self._tell()

    @property
    def current(self) -> "Old | None":
        """What is under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._shown[cursor] if 0 <= cursor < len(self._shown) else None

    # --- drawing

    def _told(self, width: int) -> Line:
        n = len(self._shown)
        if not n:
            return ()
        of = "" if self._everything else f" of {self._shown[0].path}"
        told = "coded before the definition changed, not looked at since"
        return fill([(f"{n:,} passage{'' if n == 1 else 's'}{of}", "strong"), ("  ", ""), (told, "dim")], width)

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        old = self._shown[index]
        turn = f", turn {old.passage.turn}" if old.passage.turn else ""
        cells: dict[str, Line] = {
            "where": [(old.passage.transcript, "accent"), (turn, "dim")],
            "code": [(old.path.rpartition(" / ")[2], "strong")],
            "coder": [(old.coder, "dim")],
            "text": [(" ".join(old.passage.text.split()), "")],
        }
        return (table_row(_fitted(width - 1), cells),)

    def _tell(self) -> None:
        old = self.current
        text = Content("")
        if old is not None:
            passage = old.passage
            text = Content.assemble(
                plain(f"{passage.transcript} {' '.join(passage.speakers)}  ").stylize("$accent"),
                plain(_near(passage.before)).stylize("$wb-dim"),
                plain(passage.text).stylize("bold"),
                plain(f"{passage.after}").stylize("$wb-dim"),
            )
        self.query_one("#text", Static).update(text)
        self.query_one("#passage", VerticalScroll).scroll_home(animate=False)
        self.query_one(Beside).show(_sides(old) if old is not None else None)

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self._tell()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    # --- commands

    def action_keep(self) -> None:
        """It fits the new definition too."""
        if (old := self.current) is not None:
            self.workbench.do(self.study.history.confirm, [old.coding])

    def action_recode(self) -> None:
        """Give it another code."""
        old = self.current
        if old is None:
            return
        recode = self.study.passages.recode

        def picked(into: str | None) -> None:
            if into:
                self.workbench.do(recode, [old.coding], into)

        title = f"Instead of {old.path.rpartition(' / ')[2]}"
        self.app.push_screen(CodePalette(title, picked, without=(old.code,)))

    def action_remove(self) -> None:
        """Take the coding away; that of a colleague only after a question."""
        old = self.current
        if old is None:
            return
        remove = self.study.passages.remove
        if old.coder == self.study.coder_name:
            self.workbench.do(remove, [old.coding])
        else:
            question = f"Take {old.path} off this passage? It is a coding of {old.coder}. u brings it back."
            ask_why(self.workbench, question, lambda why: self.workbench.do(remove, [old.coding], why))

    def action_open(self) -> None:
        """Open the transcript at the passage."""
        if (old := self.current) is not None:
            self.workbench.open_transcript(old.passage.transcript, old.passage.start, old.passage.end)

    def action_all(self) -> None:
        """All codes, or the one."""
        if self._code:
            self._everything = not self._everything
            self.reload()

    def action_read(self) -> None:
        """Both definitions in full."""
        if (old := self.current) is not None:
            self.app.push_screen(LinesScreen(old.path, in_full(*_sides(old))))


def _sides(old: "Old") -> tuple[Side, Side]:
    """What the code meant when the passage was coded, and what it means now."""
    before, now = runs(old.before or "no definition", old.now or "no definition")
    fields = ", ".join(old.fields)
    return Side(f"when {old.coder} coded", before), Side(f"since {old.since:%Y-%m-%d %H:%M}  {fields}", now)


def _near(before: str) -> str:
    """The last words before a passage: a little, so that the passage itself is in sight."""
    if len(before) <= AROUND:
        return before
    return f"… {before[-AROUND:].partition(' ')[2]}"


def _searched(old: "Old") -> str:
    return f"{old.passage.transcript} {old.path} {old.coder} {old.passage.text}".casefold()


def _fitted(width: int) -> Fitted:
    return fit(COLUMNS, width)
