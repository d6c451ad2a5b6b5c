"""The texts a transcript has had: who made which, when and why, what each changed, and the way back to one."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.widget import Widget

from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.corrections.compare import Beside, Run, Side, paragraphs, runs
from workbench.tui.corrections.joining import Joining
from workbench.tui.corrections.telling import counted
from workbench.tui.widgets.columns import Column, Fitted, fit, head, table_row
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, Words, clip

if TYPE_CHECKING:
    from workbench.study.corrections import RevisionRow

_WHY = {"": "imported", "correction": "corrected", "anonymised": "anonymised", "joined": "two texts joined"}
AROUND = 60
"""Characters shown around a stretch that was changed."""
NEAR = 40
"""Two changes as near as that are shown as one."""
MOST = 400


class RevisionsScreen(Joining, Room):
    """The texts of the transcript ``name``."""

    place: ClassVar[str] = "revisions"
    BINDINGS = bindings("revisions")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]
    DEFAULT_CSS = """
    RevisionsScreen #told { padding: 0 1; }
    RevisionsScreen #list { height: 1fr; }
    RevisionsScreen #head { padding: 0 2 0 1; }
    RevisionsScreen #revisions { padding: 0 0 0 1; }
    RevisionsScreen #empty { margin: 1 2; color: $wb-dim; }
    RevisionsScreen Beside { height: 2fr; }
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name_ = name
        self._all: list[RevisionRow] = []
        self._stretches: dict[tuple[str, str], list[tuple[str, Side, Side]]] = {}
        self._fitted: tuple[int, Fitted] = (0, ())

    def body(self) -> Iterable[Widget]:
        """The texts, and what the one under the cursor changed."""
        yield Bar(self._told, id="told")
        with Vertical(id="list"):
            yield Bar(lambda width: head(self._columns(width)), id="head")
            yield Words(id="empty")
            yield Rows(id="revisions")
        yield Beside()

    def here(self) -> Line:
        """Whose texts."""
        return [(self.name_, "strong"), (" · texts", "")]

    def join_of(self) -> str:
        """This transcript."""
        return self.name_

    def reload(self) -> None:
        """Read them; the newest is the first."""
        before = self.current
        found = self.workbench.do(self.study.corrections.revisions, self.name_)
        self._all = [] if found is FAILED else sorted(found, key=lambda row: -row.n)
        self.read_disputed()
        self._stretches.clear()
        self._fitted = (0, ())
        rows = self.query_one(Rows)
        at = next((i for i, row in enumerate(self._all) if before is not None and row.id == before.id), None)
        if at is None:
            at = next((i for i, row in enumerate(self._all) if row.current), 0)
        rows.show(len(self._all), self._draw, cursor=at)
        self.query_one("#empty", Words).display = not self._all
        self.query_one("#empty", Words).say("There is no text of it.")
        for name in ("#title", "#told", "#head"):
            self.query_one(name, Bar).refresh()
        self._tell()

    @property
    def current(self) -> "RevisionRow | None":
        """The text under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._all[cursor] if 0 <= cursor < len(self._all) else None

    # --- drawing

    def _told(self, width: int) -> Line:
        if self.name_ in self.disputed:
            return [("J ", "accent"), ("two people corrected it at once: J makes one text of both", "warning")]
        n = len(self._all)
        return [(f"{n:,} text{'' if n == 1 else 's'}", "strong"), ("   ● is the one that is read", "dim")]

    def _columns(self, width: int) -> Fitted:
        if self._fitted[0] != width:
            columns = [
                Column("n", "no.", 5),
                Column("when", "when", 16, priority=2),
                Column("who", "who", 8, grow=1, most=20),
                Column("why", "why", 16, grow=1, most=24),
                Column("characters", "characters", 10, right=True, priority=1),
                Column("note", "", 14, priority=3, grow=2),
            ]
            self._fitted = (width, fit(columns, width))
        return self._fitted[1]

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        row = self._all[index]
        note = "erased" if row.erased else "kept at home" if row.private else ""
        mark: Piece = ("● ", "success") if row.current else ("  ", "")
        cells: dict[str, Line] = {
            "n": [mark, (str(row.n), "strong")],
            "when": [(when(row.when), "dim")],
            "who": [(row.coder, "")],
            "why": [(_WHY.get(row.why, row.why), "")],
            "characters": [(f"{row.characters:,}", "dim")],
            "note": [(note, "warning")],
        }
        return (table_row(self._columns(width - 1), cells),)

    def _tell(self) -> None:
        found = self._changes()
        beside = self.query_one(Beside)
        if not found:
            row = self.current
            said = "the first text" if row is not None and self._before(row) is None else "no difference can be shown"
            beside.show((Side(said, ()), Side("", ())) if row is not None else None)
            return
        left = tuple(run for _, side, _ in found for run in _spaced(side))
        right = tuple(run for _, _, side in found for run in _spaced(side))
        beside.show((Side(found[0][1].heading, left), Side(found[0][2].heading, right)))

    def _before(self, row: "RevisionRow") -> "RevisionRow | None":
        """The text it was made from: the one before it."""
        return next((one for one in self._all if one.n < row.n), None)

    def _changes(self) -> list[tuple[str, Side, Side]]:
        """What the text under the cursor changed, stretch by stretch."""
        row = self.current
        parent = self._before(row) if row is not None else None
        if row is None or parent is None:
            return []
        key = (parent.id, row.id)
        if key not in self._stretches:
            texts = [self.workbench.do(self.study.corrections.text_of, one.id) for one in (parent, row)]
            before, after = (text if isinstance(text, str) else "" for text in texts)
            headings = (f"no. {parent.n}", f"no. {row.n}")
            self._stretches[key] = stretches(headings, before, after) if before and after else []
        return self._stretches[key]

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self._tell()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_read()

    # --- commands

    def action_read(self) -> None:
        """All that it changed."""
        row, found = self.current, self._changes()
        if row is None or not found:
            self.workbench.say("There is no difference to show.")
        else:
            self.app.push_screen(LinesScreen(f"{clip(self.name_, 40)}: what text {row.n} changed", paragraphs(found)))

    def action_back(self) -> None:
        """Go back to it."""
        row = self.current
        if row is None or row.current:
            self.workbench.say("This is the text that is read.")
            return
        text = self.workbench.do(self.study.corrections.text_of, row.id)
        if text is FAILED:
            return
        if text is None:
            self.workbench.say("That text is not here: it was erased, or has not come.", "warning")
            return
        found = self.workbench.do(self.study.corrections.preview, self.name_, text)
        if found is FAILED:
            return

        def answered(yes: bool) -> None:
            if yes and self.workbench.do(self.study.corrections.back, self.name_, row.id) is not FAILED:
                self.workbench.say(f"Text {row.n} is read again. u takes it back.")

        names = "\nNames that were replaced since come back with it." if self._brings_names(row) else ""
        self.workbench.confirm(f"Read text {row.n} again? Codings and memos: {counted(found)}.{names}", answered)

    def _brings_names(self, row: "RevisionRow") -> bool:
        return row.private or any(one.why == "anonymised" and one.n > row.n for one in self._all)

    def action_edit(self) -> None:
        """Correct the text that is read."""
        from workbench.tui.corrections.editing import edit

        edit(self.workbench, self.name_)

    def action_escape(self) -> None:
        """Go back."""
        self.workbench.go_back()


def when(moment: object) -> str:
    """A time as one reads it; '' for none."""
    from datetime import datetime

    if isinstance(moment, datetime):
        return f"{moment:%Y-%m-%d %H:%M}"
    return str(moment or "")[:16].replace("T", " ")


def stretches(headings: tuple[str, str], before: str, after: str) -> list[tuple[str, Side, Side]]:
    """What differs between two texts, with a little around it; near changes together."""
    from workbench.transcripts.reanchor import align

    found: list[tuple[str, Side, Side]] = []
    groups: list[list[int]] = []
    for hunk in align(before, after).hunks:
        if groups and hunk.a0 - groups[-1][1] <= NEAR:
            groups[-1][1], groups[-1][3] = hunk.a1, hunk.b1
        else:
            groups.append([hunk.a0, hunk.a1, hunk.b0, hunk.b1])
    for a0, a1, b0, b1 in groups[:MOST]:
        a0, b0 = _wider(before, a0, -1), _wider(after, b0, -1)
        a1, b1 = _wider(before, a1, 1), _wider(after, b1, 1)
        left, right = runs(before[a0:a1], after[b0:b1])
        found.append((f"at {a0:,}", Side(headings[0], left), Side(headings[1], right)))
    return found


def _wider(text: str, at: int, step: int) -> int:
    """``AROUND`` characters further, but not over the end of a line, nor through a word."""
    if step < 0:
        low = max(text.rfind("\n", 0, at) + 1, at - AROUND)
        cut = text.find(" ", low, at)
        return low if low == 0 or text[low - 1] == "\n" or cut < 0 else cut + 1
    end = text.find("\n", at)
    high = min(len(text) if end < 0 else end, at + AROUND)
    cut = text.rfind(" ", at, high)
    return high if high == len(text) or text[high] == "\n" or cut < 0 else cut


def _spaced(side: Side) -> tuple[Run, ...]:
    return (*side.runs, Run("\n\n", False))
