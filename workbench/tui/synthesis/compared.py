"""Two matrices beside each other, another layer's or another moment's: which themes stand elsewhere, and why."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.widget import Widget

from workbench.exports import render
from workbench.study.folder import write_file
from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.synthesis import counting, words
from workbench.tui.synthesis.dialogs import ask_format, look_through, stem_of
from workbench.tui.synthesis.evidence import EvidenceScreen
from workbench.tui.widgets.columns import Column, Fitted, fit, head, table_row
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, Words, fill, joined

if TYPE_CHECKING:
    from workbench.synthesis.values import Compared, Comparison, Count

STATES = {
    "moved": ("moved", "accent"),
    "new": ("new", "success"),
    "gone": ("gone", "warning"),
    "counts": ("other counts", ""),
    "same": ("the same", "dim"),
}
"""What became of a theme, in the order in which they are counted: in words, and how they look."""


class Standing(NamedTuple):
    """One of the two: whose codings, and as of when ('' is now): a version's name, a day, a time."""

    layer: str
    at: str = ""

    def told(self) -> str:
        """In words."""
        return joined((words.layer(self.layer), f"as of {self.at}" if self.at else ""), ", ")


class ComparedScreen(Room):
    """What turns the matrix ``name`` of ``before`` into that of ``after``."""

    place: ClassVar[str] = "compared"
    BINDINGS = bindings("compared")
    DEFAULT_CSS = """
    ComparedScreen #sides { padding: 0 1; }
    ComparedScreen #told { padding: 0 1; margin: 0 0 1 0; }
    ComparedScreen #head { padding: 0 2 0 1; }
    ComparedScreen #list { padding: 0 0 0 1; }
    ComparedScreen #empty { margin: 1 2; color: $wb-dim; }
    ComparedScreen .foot { padding: 0 1; background: $surface; }
    """

    def __init__(self, name: str, before: Standing, after: Standing) -> None:
        super().__init__()
        self._preset = name
        self.before, self.after = before, after
        self.waiting = False
        self._turn = 0
        self._everything = False
        self._found: Comparison | None = None
        self._rows: list[Compared] = []
        self._columns: dict[str, str] = {}

    def body(self) -> Iterable[Widget]:
        """What is compared, how much differs, the themes, the one under the cursor."""
        yield Bar(self._sides, id="sides")
        yield Bar(self._told, id="told")
        yield Bar(lambda width: head(self._fitted(width)), id="head")
        yield Words(id="empty")
        yield Rows(id="list")
        yield Bar(self._one, id="one", classes="foot")

    def here(self) -> Line:
        """Where we are."""
        return [("Synthesis", ""), (" ▸ ", "dim"), ("compared", "strong")]

    # --- reading

    def reload(self) -> None:
        """Compare them again."""
        self._turn += 1
        turn = self._turn

        def take(found: "Comparison | None") -> None:
            if turn == self._turn and self.is_attached:
                self.waiting = False
                self._take(found)

        self.waiting = True
        counting.compare(self.workbench, self._preset, self.before, self.after, take)
        if self.waiting:
            self.filtered()

    def _take(self, found: "Comparison | None") -> None:
        self._found = found
        self._columns = dict(found.columns) if found else {}
        self.filtered()

    def filtered(self) -> None:
        """Those that differ, or all, and hold every word typed."""
        here, needle = self.current.theme if self.current else "", self.needle.split()
        found = self._found.rows if self._found else ()
        order = list(STATES)
        wanted = [row for row in found if self._everything or row.state != "same"]
        if not self._everything:
            wanted.sort(key=lambda row: order.index(row.state))
        self._rows = [row for row in wanted if all(word in self._searched(row) for word in needle)]
        cursor = next((i for i, row in enumerate(self._rows) if row.theme == here), None)
        self.query_one(Rows).show(len(self._rows), self._draw, cursor=cursor)
        empty = self.query_one("#empty", Words)
        empty.display = not self._rows
        alike = "Every theme stands in the same column, with the same numbers. a shows all."
        empty.say("Counting …" if self.waiting else "No theme matches." if needle else alike)
        for bar in self.query(Bar):
            bar.refresh()

    def _searched(self, row: "Compared") -> str:
        return f"{row.path} {self._column(row.before)} {self._column(row.after)} {row.state}".casefold()

    @property
    def current(self) -> "Compared | None":
        """The theme under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._rows[cursor] if 0 <= cursor < len(self._rows) else None

    # --- drawing

    def _column(self, column: str | None) -> str:
        return "too little evidence" if column is None else self._columns.get(column, column)

    def _sides(self, width: int) -> Line:
        waiting: list[Piece] = [("counting …  ", "warning")] if self.waiting else []
        before, after = self.before.told(), self.after.told()
        return fill([*waiting, (before, "strong"), ("  →  ", "accent"), (after, "strong")], width)

    def _told(self, width: int) -> Line:
        if self._found is None:
            return ()
        counts = [(len(self._found.of(state)), told) for state, (told, _) in STATES.items()]
        rule = self.study.synthesis.rule(self._preset)
        told = joined(f"{n} {told}" for n, told in counts if n)
        return fill([(rule.title or rule.name, "accent"), (f"   {told}", "dim")], width)

    def _fitted(self, width: int) -> Fitted:
        longest = max((len(row.path) for row in self._rows), default=14)
        labels = max((len(self._column(c)) for row in self._rows for c in (row.before, row.after)), default=10)
        return fit(
            (
                Column("theme", "theme", min(max(longest, 14), 20), grow=2, most=max(longest, 14)),
                Column("state", "", 12),
                Column("before", "before", 12, grow=1, most=max(labels, 12)),
                Column("after", "after", 12, grow=1, most=max(labels, 12)),
                Column("informants", "informants", 10, 1, right=True),
                Column("excerpts", "excerpts", 13, 2, right=True),
            ),
            width,
        )

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        row = self._rows[index]
        told, look = STATES.get(row.state, (row.state, ""))
        moved = row.state == "moved"
        values: dict[str, Line] = {
            "theme": _named(row.path, "strong" if moved else ""),
            "state": [(told, look)],
            "before": [("–" if row.state == "new" else self._column(row.before), "dim")],
            "after": [("–" if row.state == "gone" else self._column(row.after), "accent" if moved else "dim")],
            "informants": _change(row.was.informants, row.now.informants),
            "excerpts": _change(row.was.excerpts, row.now.excerpts),
        }
        return (table_row(self._fitted(width - 1), values),)

    def _one(self, width: int) -> Line:
        if (row := self.current) is None:
            return ()
        told = f"{_evidence(row.was)} → {_evidence(row.now)}"
        return fill([(row.path, "strong"), ("  ", ""), (told, "dim")], width)

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self.query_one("#one", Bar).refresh()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    # --- commands

    def action_open(self) -> None:
        """Show the excerpts of the theme as they are now."""
        row = self.current
        side = self.after if not self.after.at else self.before
        if row is None:
            return
        if side.at or row.theme not in {theme.id for theme in self.study.synthesis.themes()}:
            self.workbench.say("There is nothing to open: the theme, or the moment, is over.")
            return
        title = f"{row.path} · {words.layer(side.layer)}"
        self.app.push_screen(EvidenceScreen(title, self._preset, row.theme, "", {"layer": side.layer}))

    def action_export(self) -> None:
        """Write the comparison to a file."""
        found = self._found
        if found is None:
            return
        before, after = self.before.told(), self.after.told()

        def write(format: str, path: Path) -> None:
            tables = self.study.synthesis.tables

            def written() -> None:
                write_file(path, render(tables.compared(found, self._preset, before, after), format))

            if self.workbench.do(written) is not FAILED:
                self.workbench.say(f"Written: {path}")
                look_through(self.workbench, path)

        stem = stem_of(f"{self._preset}-{before}-{after}")
        ask_format(self.workbench, "Export the comparison", stem, write)

    def action_all(self) -> None:
        """Also what is the same, or only what differs."""
        self._everything = not self._everything
        self.filtered()

    def action_swap(self) -> None:
        """The other way round."""
        self.before, self.after = self.after, self.before
        self._take(None)
        self.reload()


def _named(path: str, look: str) -> Line:
    """A theme, and after it whose it is."""
    above, _, name = path.rpartition(" / ")
    return [(name, look), *([(" ", ""), (f"· {above}", "dim")] if above else [])]


def _change(was: int, now: int) -> Line:
    if was == now:
        return [(f"{now:,}", "dim")]
    return [(f"{was:,} ", "dim"), ("→", "accent"), (f" {now:,}", "")]


def _evidence(count: "Count") -> str:
    return joined(
        (
            words.counted(count.informants, "informant"),
            words.counted(count.interviews, "interview"),
            words.counted(count.excerpts, "excerpt"),
        ),
        ", ",
    )
