"""The synthesis: the matrix of themes, and behind every number the excerpts it counts."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widget import Widget

from workbench.study.agreement.layered import CONSENSUS
from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.synthesis import dialogs, overview, table, words
from workbench.tui.widgets.columns import Fitted, head, table_row
from workbench.tui.widgets.excerpts import ExcerptsScreen
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, Words, fill, joined, width_of

if TYPE_CHECKING:
    from workbench.study import Quote
    from workbench.study.agreement import Consensus
    from workbench.synthesis import Matrix, Row

ORDERS = ("codebook", "column", "informants")


class SynthesisScreen(Room):
    """The room of the matrices; one is shown, tab goes to the next."""

    place: ClassVar[str] = "synthesis"
    BINDINGS = bindings("synthesis")
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    DEFAULT_CSS = """
    SynthesisScreen #presets { padding: 0 1; margin: 1 0 0 0; }
    SynthesisScreen #rule { padding: 0 1; margin: 0 0 1 0; }
    SynthesisScreen #head { padding: 0 2 0 1; }
    SynthesisScreen #matrix { padding: 0 0 0 1; }
    SynthesisScreen #empty { margin: 1 2; color: $wb-dim; }
    SynthesisScreen .foot { padding: 0 1; background: $surface; }
    SynthesisScreen.-short #presets { margin: 0; }
    SynthesisScreen.-short #rule { margin: 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.at = 0
        self.read_from = ""  # '': what study.toml says
        self._consensus: Consensus | None = None
        self._coders: dict[str, str] = {}
        self.matrix: Matrix | None = None
        self._overview: list[overview.OverviewRow] = []
        self._cells: tuple[table.Cell, ...] = ()
        self._rows: list[Row] = []
        self._order = 0
        self._column = 0  # 0: the theme, all its evidence; then the cells
        self._fitted: tuple[int, Fitted] = (0, ())

    def body(self) -> Iterable[Widget]:
        """The presets, the rule, the matrix, what is under the cursor, where the numbers come from."""
        yield Bar(self._presets, id="presets")
        yield Bar(self._rule, id="rule")
        yield Bar(lambda width: head(self._columns(width)), id="head")
        yield Words(id="empty")
        yield Rows(id="matrix")
        yield Bar(self._cell, id="cell", classes="foot")
        yield Bar(self._why, id="why", classes="foot")
        yield Bar(self._provenance, id="provenance", classes="foot")

    def here(self) -> Line:
        """The synthesis."""
        return [("Synthesis", "strong")]

    @property
    def name_shown(self) -> str:
        """The id of the matrix on the screen."""
        return self.names[self.at] if self.names else ""

    @property
    def changes(self) -> dict[str, str]:
        """What is other than study.toml says."""
        return {"layer": self.read_from} if self.read_from else {}

    # --- reading

    def reload(self) -> None:
        """Build the matrix again; the cursor stays on its theme."""
        self.names = self.study.synthesis.names()
        self._coders = {coder.id: coder.name for coder in self.study.coders()}
        self.at = min(self.at, max(len(self.names) - 1, 0))
        self.matrix, self._overview, self._consensus = None, [], None
        rule = self.workbench.do(self.study.synthesis.rule, self.name_shown)
        if rule is not FAILED and rule.rows == "transcripts":
            found = self.workbench.do(self.study.synthesis.overview)
            self._overview = [] if found is FAILED else overview.rows(found)
        elif rule is not FAILED:
            built = self.workbench.do(self.study.synthesis.matrix, self.name_shown, **self.changes)
            self.matrix = None if built is FAILED else built
            if self.matrix is not None and self.matrix.rule.layer == CONSENSUS:
                self._consensus = self.study.agreement.consensus()
        self._cells = table.cells(self.matrix) if self.matrix else ()
        self._column = min(self._column, len(self._cells))
        self.filtered()

    def filtered(self) -> None:
        """Order and filter the rows, keeping the cursor on its theme."""
        here = self.row.theme if self.row else ""
        found = list(self.matrix.rows) if self.matrix else []
        needle = self.needle.split()
        found = [row for row in found if all(word in row.path.casefold() for word in needle)]
        self._rows = _ordered(found, ORDERS[self._order], [c for c, _ in self.matrix.columns] if self.matrix else [])
        self._fitted = (0, ())
        cursor = next((i for i, row in enumerate(self._rows) if row.theme == here), None)
        count = len(self._rows) or len(self._overview)
        self.query_one(Rows).show(count, self._draw, cursor=cursor)
        empty = self.query_one("#empty", Words)
        empty.display = not count
        empty.say(
            "No theme matches. Escape takes the filter away." if needle else "No themes yet: code something first."
        )
        for bar in self.query(Bar):
            bar.refresh()

    @property
    def row(self) -> "Row | None":
        """The theme under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._rows[cursor] if 0 <= cursor < len(self._rows) else None

    @property
    def cell(self) -> table.Cell | None:
        """The column under the cursor; None on the theme itself."""
        return self._cells[self._column - 1] if 0 < self._column <= len(self._cells) else None

    # --- drawing

    def _columns(self, width: int) -> Fitted:
        if self._fitted[0] != width:
            if self.matrix:
                self._fitted = (width, table.columns(self.matrix, self._cells, width))
            else:
                self._fitted = (width, overview.columns(self._overview, width))
        return self._fitted[1]

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        fitted = self._columns(width - 1)
        if self.matrix is None:
            return (table_row(fitted, overview.values(self._overview[index])),)
        widths = {column.key: size for column, size in fitted}
        cursor = (f"cell:{self.cell.id}" if self.cell else "theme") if here else ""
        return (table_row(fitted, table.values(self.matrix, self._rows[index], self._cells, widths, cursor)),)

    def _presets(self, width: int) -> Line:
        matrices = self.study.settings.matrices
        titles = [matrices[name].title or name for name in self.names]
        layer = f"layer: {words.layer(self.read_from)}" if self.read_from and self.matrix else ""
        order = joined((layer, f"by {ORDERS[self._order]}" if self._order else ""))
        pieces: list[Piece] = []
        for i, title in enumerate(titles):
            pieces += [(title, "accent" if i == self.at else "dim"), ("   ", "")]
        if width_of(pieces) + len(order) > width and titles:
            pieces = [(titles[self.at], "accent"), (f"   {self.at + 1} of {len(titles)}   ", "dim")]
        return fill([*pieces, (order, "strong" if layer else "dim")], width)

    def _rule(self, width: int) -> Line:
        told = words.rule(self.matrix) if self.matrix else "counted from the front matter of the transcripts"
        return fill([(told, "dim")], width)

    def _cell(self, width: int) -> Line:
        if self.matrix is None or self.row is None:
            return ()
        name = self.row.path if width >= 110 else self.row.path.rpartition(" / ")[2]
        return fill([(name, "strong"), ("  ", ""), (words.cell(self.matrix, self.row, self.cell), "")], width)

    def _why(self, width: int) -> Line:
        return fill([(words.why(self.matrix, self.row), "dim")], width) if self.matrix and self.row else ()

    def _provenance(self, width: int) -> Line:
        if self.matrix is None:
            return ()
        return fill([(words.provenance(self.matrix, self._coders, self._consensus), "dim")], width)

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self._tell()

    def _tell(self) -> None:
        for foot in ("#cell", "#why"):
            self.query_one(foot, Bar).refresh()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_excerpts()

    # --- commands

    def action_excerpts(self) -> None:
        """Show the excerpts behind the cell."""
        row, at, name, changes = self.row, self.cell, self.name_shown, self.changes
        if row is None:
            return

        def read() -> "list[Quote]":
            return self.study.synthesis.evidence(name, row.theme, at.id if at else "", **changes)

        title = f"{row.path.rpartition(' / ')[2]} · {at.label}" if at else row.path
        if self.read_from:
            title = f"{title} · {words.layer(self.read_from)}"
        self.app.push_screen(ExcerptsScreen(title, read))

    def action_left(self) -> None:
        """One column to the left."""
        self._to_column(self._column - 1)

    def action_right(self) -> None:
        """One column to the right."""
        self._to_column(self._column + 1)

    def _to_column(self, column: int) -> None:
        visible = {key for key, _ in ((c.key, w) for c, w in self._fitted[1])}
        last = max((i + 1 for i, cell in enumerate(self._cells) if f"cell:{cell.id}" in visible), default=0)
        self._column = max(0, min(column, last))
        self.query_one(Rows).repaint_cursor()
        self._tell()

    def action_next(self) -> None:
        """The next matrix of the study."""
        self._show(self.at + 1)

    def action_previous(self) -> None:
        """The matrix before."""
        self._show(self.at - 1)

    def _show(self, at: int) -> None:
        self.at = at % max(len(self.names), 1)
        self.reload()

    def action_layer(self) -> None:
        """Whose codings the matrix is made of."""
        if self.matrix is None:
            self.workbench.say("This table counts transcripts, not codings.")
        else:
            dialogs.ask_layer(self.workbench, self.matrix.rule.layer, self._take_layer)

    def _take_layer(self, layer: str) -> None:
        rule = self.study.synthesis.rule(self.name_shown)
        self.read_from = "" if layer == rule.layer else layer
        self.reload()

    def action_sort(self) -> None:
        """The next order of rows."""
        self._order = (self._order + 1) % len(ORDERS)
        self.filtered()

    def action_lists(self) -> None:
        """What does not show in the table."""
        if self.matrix is not None:
            self.app.push_screen(LinesScreen("Behind the table", words.lists(self.matrix, self._coders)))

    def action_place(self) -> None:
        """Place the theme by hand."""
        if self.matrix is not None and self.row is not None:
            dialogs.place(self.workbench, self.matrix, self.row, self.name_shown)

    def action_export(self) -> None:
        """Write what is shown to a file."""
        if self.name_shown:
            dialogs.export(self.workbench, self.name_shown, self.read_from if self.matrix is not None else "")


def _ordered(rows: "list[Row]", order: str, columns: Sequence[str]) -> "list[Row]":
    if order == "column":
        place = {column: i for i, column in enumerate(columns)}
        return sorted(
            rows,
            key=lambda row: (place.get(row.column or "", len(place) + (row.column is None)), -row.total.informants),
        )
    if order == "informants":
        return sorted(rows, key=lambda row: (-row.total.informants, -row.total.excerpts))
    return rows
