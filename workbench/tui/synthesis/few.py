"""The themes with too little evidence for any column: each with what there is, and why it is not enough."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widget import Widget

from workbench.tui.commands import bindings
from workbench.tui.synthesis import counting, dialogs, words
from workbench.tui.synthesis.counting import Built
from workbench.tui.widgets.columns import Column, fit, head, table_row
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Words, fill

if TYPE_CHECKING:
    from workbench.synthesis import Matrix, Row
    from workbench.tui.synthesis.screen import SynthesisScreen

_COLUMNS = (
    Column("theme", "theme", 22, grow=2, most=56),
    Column("informants", "informants", 10, right=True),
    Column("interviews", "interviews", 10, 3, right=True),
    Column("excerpts", "excerpts", 8, 2, right=True),
    Column("why", "why", 24, 1, grow=3, most=60),
)


class FewScreen(Room):
    """The list below a matrix that is on the screen of the synthesis."""

    place: ClassVar[str] = "few"
    BINDINGS = bindings("few")
    DEFAULT_CSS = """
    FewScreen #told { padding: 0 1; margin: 0 0 1 0; }
    FewScreen #head { padding: 0 2 0 1; }
    FewScreen #list { padding: 0 0 0 1; }
    FewScreen #empty { margin: 1 2; color: $wb-dim; }
    FewScreen .foot { padding: 0 1; background: $surface; }
    """

    def __init__(self, synthesis: "SynthesisScreen") -> None:
        super().__init__()
        self._synthesis = synthesis
        self._preset, self._changes = synthesis.name_shown, synthesis.changes
        self._matrix: Matrix | None = synthesis.matrix
        self._read = False
        self._all: list[Row] = []
        self._rows: list[Row] = []

    def body(self) -> Iterable[Widget]:
        """What would be enough, the themes, and why the one under the cursor is among them."""
        yield Bar(self._told, id="told")
        yield Bar(lambda width: head(fit(_COLUMNS, width)), id="head")
        yield Words(id="empty")
        yield Rows(id="list")
        yield Bar(self._why, id="why", classes="foot")

    def here(self) -> Line:
        """Where we are."""
        return [("Synthesis", ""), (" ▸ ", "dim"), ("too little evidence", "strong")]

    def reload(self) -> None:
        """Look again; the first time, the matrix that is on the screen says it."""
        if not self._read:
            self._read = True
            self._take(self._matrix)
        else:
            counting.build(self.workbench, self._preset, self._changes, self._counted)

    def _counted(self, built: Built | None) -> None:
        if self.is_attached and built is not None:
            self._take(built.matrix)

    def _take(self, matrix: "Matrix | None") -> None:
        self._matrix = matrix
        self._all = [row for row in matrix.rows if row.column is None] if matrix else []
        self.filtered()

    def filtered(self) -> None:
        """Those that hold every word typed."""
        here, needle = self.row.theme if self.row else "", self.needle.split()
        self._rows = [row for row in self._all if all(word in row.path.casefold() for word in needle)]
        cursor = next((i for i, row in enumerate(self._rows) if row.theme == here), None)
        self.query_one(Rows).show(len(self._rows), self._draw, cursor=cursor)
        empty = self.query_one("#empty", Words)
        empty.display = not self._rows
        empty.say("No theme matches. Escape takes the filter away." if self._all else "Every theme has a column.")
        self.query_one("#told", Bar).refresh()

    @property
    def row(self) -> "Row | None":
        """The theme under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._rows[cursor] if 0 <= cursor < len(self._rows) else None

    def _told(self, width: int) -> Line:
        if self._matrix is None:
            return ()
        of = f"{len(self._all)} of {words.counted(len(self._matrix.rows), 'theme')}"
        return fill([(of, ""), (f"   {words.enough(self._matrix)}", "dim")], width)

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        row = self._rows[index]
        values: dict[str, Line] = {"theme": [(row.path, "")], "why": [(words.WHY.get(row.why, row.why), "dim")]}
        for key in ("informants", "interviews", "excerpts"):
            number = getattr(row.total, key)
            values[key] = [(f"{number:,}" if number else "–", "" if number else "dim")]
        return (table_row(fit(_COLUMNS, width - 1), values),)

    def _why(self, width: int) -> Line:
        if self._matrix is None or self.row is None:
            return ()
        return fill([(self.row.path, "strong"), ("  ", ""), (words.why(self._matrix, self.row), "dim")], width)

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self.query_one("#why", Bar).refresh()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Show the excerpts there are."""
        if self.row is not None:
            self._synthesis.open_evidence(self.row, None)

    def action_place(self) -> None:
        """Place the theme by hand."""
        if self._matrix is not None and self.row is not None:
            dialogs.place(self.workbench, self._matrix, self.row, self._preset)
