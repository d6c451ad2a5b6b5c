"""The synthesis: the matrix of themes, and behind every number the excerpts it counts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.widget import Widget
from textual.widgets import Input

from workbench.tui.app import FAILED
from workbench.tui.synthesis import counting, dialogs, overview, table, words
from workbench.tui.synthesis.commands import synthesis_bindings
from workbench.tui.synthesis.counting import Built
from workbench.tui.synthesis.heat import Tints
from workbench.tui.synthesis.keeping import Kept, keep, kept
from workbench.tui.widgets.columns import Fitted, head, table_row
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, Words, fill, joined, width_of

if TYPE_CHECKING:
    from workbench.synthesis import Matrix, Row

ORDERS = ("codebook", "column", "informants", "spread")
_Asked = tuple[str, str]
"""A matrix by its name, and the layer that study.toml does not say."""


class SynthesisScreen(Room):
    """The room of the matrices; one is shown, tab goes to the next."""

    place: ClassVar[str] = "synthesis"
    BINDINGS = [*synthesis_bindings()]
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
    SynthesisScreen.-short #warned { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.at = 0
        self.read_from = ""  # '': what study.toml says
        self.matrix: Matrix | None = None
        self.tints: Tints | None = None
        self._consensus: words.InConsensus | None = None
        self._coders: dict[str, str] = {}
        self._placed: dict[str, str] = {}
        self._worded: Mapping[str, str] = {}
        self._overview: list[overview.OverviewRow] = []
        self._cells: tuple[table.Cell, ...] = ()
        self._rows: list[Row] = []
        self._order = 0
        self._column = 0  # 0: the theme, all its evidence; then the cells
        self._first = 0  # the first cell on the screen
        self._width = 0
        self._fitted: tuple[int, Fitted] = (0, ())
        self._built: dict[_Asked, Built] = {}
        self._asked: _Asked | None = None  # what is being counted
        self._fresh = 0  # how often the study has changed
        self._back: Kept | None = None  # where one was, until the matrix is there
        self._list = Rows(id="matrix")

    def body(self) -> Iterable[Widget]:
        """The presets, the rule, the matrix, what is under the cursor, where the numbers come from."""
        yield Bar(self._presets, id="presets")
        yield Bar(self._rule, id="rule")
        yield Bar(self._head, id="head")
        yield Words(id="empty")
        yield self._list
        yield Bar(self._cell, id="cell", classes="foot")
        yield Bar(self._warned, id="warned", classes="foot")
        yield Bar(self._why, id="why", classes="foot")
        yield Bar(self._provenance, id="provenance", classes="foot")

    def here(self) -> Line:
        """The synthesis."""
        return [("Synthesis", "strong")]

    def on_mount(self) -> None:
        """Begin where one was, when one was here before."""
        back = self._back = kept(self.workbench)
        self.names = self.study.synthesis.names()
        self.at = self.names.index(back.name) if back.name in self.names else 0
        self.read_from, self._order, self.needle = back.layer, back.order, back.needle
        self._column, self._first = back.column, back.first
        if back.needle:
            box = self.query_one("#filter", Input)
            box.value = back.needle
            self.call_after_refresh(lambda: setattr(box, "display", True))
        self._dress()
        self.app.theme_changed_signal.subscribe(self, lambda theme: self._dress())
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        """The list has its place on the screen now."""
        back, self._back = self._back, None
        if back is not None and back.top and self.matrix is not None:
            self._list.scroll_to(y=back.top, animate=False, immediate=True)

    def _dress(self) -> None:
        self.tints = Tints(self.app)
        self._list.refresh()

    def on_unmount(self) -> None:
        """Remember where one was."""
        theme = self.row.theme if self.row else ""
        top = self._list.scroll_offset.y
        keep(
            self.workbench,
            Kept(self.name_shown, self.read_from, self._order, self.needle, theme, self._column, self._first, int(top)),
        )

    @property
    def name_shown(self) -> str:
        """The id of the matrix on the screen."""
        return self.names[self.at] if self.names else ""

    @property
    def changes(self) -> dict[str, Any]:
        """What is other than study.toml says."""
        return {"layer": self.read_from} if self.read_from else {}

    # --- reading

    def reload(self) -> None:
        """Build the matrix again; the cursor stays on its theme."""
        shown = self.name_shown
        self.names = self.study.synthesis.names()
        self.at = self.names.index(shown) if shown in self.names else min(self.at, max(len(self.names) - 1, 0))
        self._coders = {coder.id: coder.name for coder in self.study.coders()}
        self._built.clear()
        self._fresh += 1
        self._asked = None
        self._build()

    def _build(self) -> None:
        """Show the matrix that is wanted, counted now or by and by."""
        rule = self.workbench.do(self.study.synthesis.rule, self.name_shown)
        self._overview = []
        if rule is FAILED or rule.rows == "transcripts":
            found = FAILED if rule is FAILED else self.workbench.do(self.study.synthesis.overview)
            self._overview = [] if found is FAILED else overview.rows(found)
            self._take(None)
            return
        wanted = self.name_shown, self.read_from
        if wanted in self._built:
            self._take(self._built[wanted])
        elif self._asked is None:
            self._count(wanted)
            self._say_empty()
        self.redraw()

    def _count(self, wanted: _Asked) -> None:
        fresh, self._asked = self._fresh, wanted

        def counted(built: Built | None) -> None:
            if fresh != self._fresh or not self.is_attached:
                return
            self._asked = None
            now = self.name_shown, self.read_from
            if built is not None:
                self._built[wanted] = built
            if wanted == now:
                self._take(built)
            elif not self._overview:  # one has gone on meanwhile
                self._build()

        counting.build(self.workbench, wanted[0], {"layer": wanted[1]} if wanted[1] else {}, counted)

    @property
    def counting(self) -> bool:
        """Whether the numbers on the screen are not the last ones, or none are there yet."""
        return self._asked is not None and not self._overview

    def _take(self, built: Built | None) -> None:
        self.matrix = built.matrix if built else None
        self._consensus = built.consensus if built else None
        self._placed = dialogs.placed(self.workbench, self.name_shown) if built else {}
        self._worded = self.study.synthesis.wordings(self.name_shown) if built else {}
        self._cells = table.cells(self.matrix) if self.matrix else ()
        self._column = min(self._column, len(self._cells))
        self._first = min(self._first, max(len(self._cells) - 1, 0))
        self.filtered()

    def filtered(self) -> None:
        """Order and filter the rows, keeping the cursor on its theme."""
        here = self.row.theme if self.row else self._back.theme if self._back else ""
        found = list(self.matrix.rows) if self.matrix else []
        needle = self.needle.split()
        found = [row for row in found if all(word in self._searched(row) for word in needle)]
        self._rows = _ordered(found, ORDERS[self._order], [c for c, _ in self.matrix.columns] if self.matrix else [])
        self._fitted = (0, ())
        cursor = next((i for i, row in enumerate(self._rows) if row.theme == here), None)
        count = len(self._rows) or len(self._overview)
        self._list.show(count, self._draw, cursor=cursor)
        self._say_empty()
        self.redraw()

    def _searched(self, row: "Row") -> str:
        matrix = self.matrix
        column = table.column_label(matrix, row.column) if matrix else ""
        return f"{row.path} {column} {table.PLACED if row.placed is not None else ''}".casefold()

    def _say_empty(self) -> None:
        empty = self.query_one("#empty", Words)
        empty.display = not len(self._list)
        if self.counting:
            empty.say("Counting …")
        elif self.needle:
            empty.say("No theme matches. Escape takes the filter away.")
        else:
            empty.say("No themes yet: code something first.")

    def redraw(self) -> None:
        """Draw again what stands around the list."""
        for bar in self.query(Bar):
            bar.refresh()

    @property
    def row(self) -> "Row | None":
        """The theme under the cursor."""
        cursor = self._list.cursor
        return self._rows[cursor] if 0 <= cursor < len(self._rows) else None

    @property
    def cell(self) -> table.Cell | None:
        """The column under the cursor; None on the theme itself."""
        return self._cells[self._column - 1] if 0 < self._column <= len(self._cells) else None

    # --- drawing

    @property
    def _nested(self) -> bool:
        return not self._order and not self.needle

    def _columns(self, width: int) -> Fitted:
        if self._fitted[0] != width:
            if self.matrix:
                shown = self._cells[self._first :]
                self._fitted = (width, table.columns(self.matrix, shown, width, self._nested))
            else:
                self._fitted = (width, overview.columns(self._overview, width))
        return self._fitted[1]

    def _head(self, width: int) -> Line:
        line = head(self._columns(width))
        more = self.matrix is not None and len(self._cells) - self._first > len(self._visible())
        if self._first or more:  # there are columns to the left or right of those on the screen
            mark = ("‹" if self._first else " ") + ("›" if more else " ")
            line = [*fill(line, width - 3), (f" {mark}", "accent")]
        return line

    def _visible(self) -> list[str]:
        return [column.key for column, _ in self._fitted[1] if column.key.startswith("cell:")]

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        fitted = self._columns(width - 1)
        if self.matrix is None:
            return (table_row(fitted, overview.values(self._overview[index])),)
        widths = {column.key: size for column, size in fitted}
        cursor = (f"cell:{self.cell.id}" if self.cell else "theme") if here else ""
        tint = self.tints.of if self.tints else lambda share: None
        shown = self._cells[self._first :]
        return (
            table_row(fitted, table.values(self.matrix, self._rows[index], shown, widths, cursor, tint, self._nested)),
        )

    def _presets(self, width: int) -> Line:
        matrices = self.study.settings.matrices
        titles = [matrices[name].title or name for name in self.names]
        layer = f"layer: {words.layer(self.read_from)}" if self.read_from and self.matrix else ""
        order = joined((layer, f"by {ORDERS[self._order]}" if self._order else ""))
        told: list[Piece] = [("counting …  ", "warning")] if self.counting else []
        pieces = list(told)
        for i, title in enumerate(titles):
            number = f"{i + 1} " if i < 9 and len(titles) > 1 else ""
            pieces += [(number, "dim"), (title, "accent" if i == self.at else "dim"), ("   ", "")]
        if width_of(pieces) + len(order) > width and titles:
            pieces = list(told)  # the one that is shown by its title, the others by their numbers
            for i, title in enumerate(titles):
                pieces.append((f"{i + 1} {title}" if i == self.at else f"{i + 1}", "accent" if i == self.at else "dim"))
                pieces.append(("   ", ""))
        return fill([*fill(pieces, max(width - len(order), 0)), (order, "dim")], width)

    def _rule(self, width: int) -> Line:
        if self.matrix is None and not self._overview:
            return ()
        told = words.rule(self.matrix) if self.matrix else "counted from the front matter of the transcripts"
        return fill([(told, "dim")], width)

    def _cell(self, width: int) -> Line:
        if self.matrix is None or self.row is None:
            return ()
        name = self.row.path if width >= 110 else table.name(self.row)
        worded = self._worded.get(self.row.theme, "")
        called = f" “{worded}”" if worded else ""
        told = words.cell(self.row, self.cell, width < 110)
        return fill([(name, "strong"), (called, "accent"), ("  ", ""), (told, "")], width)

    def _warnings(self) -> str:
        if self.row is None:
            return ""
        warned = words.warnings(self.row, self.cell, dialogs.crowd(self.study))
        return f"! {joined(warned)}" if warned else ""

    def _warned(self, width: int) -> Line:
        return fill([(self._warnings(), "warning")], width)

    def _why(self, width: int) -> Line:
        if self.matrix is None or self.row is None:
            return ()
        warned = "" if self.query_one("#warned").display else self._warnings()  # where there is no line for it
        told: list[Piece] = [(f"{warned}   ", "warning")] if warned else []
        return fill([*told, (words.why(self.matrix, self.row, self._placed.get(self.row.theme, "")), "dim")], width)

    def _provenance(self, width: int) -> Line:
        return fill([(self.provenance, "dim")], width)

    @property
    def provenance(self) -> str:
        """Whose codings the numbers are; '' where there are none."""
        return words.provenance(self.matrix, self._coders, self._consensus) if self.matrix else ""

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self._tell()

    def _tell(self) -> None:
        for foot in ("#cell", "#warned", "#why"):
            self.query_one(foot, Bar).refresh()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_excerpts()

    def on_resize(self, event: events.Resize) -> None:
        """The cell under the cursor stays in sight, with as much as there is room for on its left."""
        before, self._width = self._width, event.size.width
        if before and before != self._width:
            self._first = 0
        self.call_after_refresh(lambda: self._to_column(self._column))

    # --- going about

    def action_excerpts(self) -> None:
        """Show the excerpts behind the cell."""
        if self.row is not None:
            self.open_evidence(self.row, self.cell)

    def open_evidence(self, row: "Row", at: table.Cell | None) -> None:
        """Show the excerpts behind a cell; None is the whole theme."""
        from workbench.tui.synthesis.evidence import EvidenceScreen

        title = f"{table.name(row)} · {at.label}" if at else row.path
        if self.read_from:
            title = f"{title} · {words.layer(self.read_from)}"
        where = f"{'group' if at.group else 'column'}:{at.id}" if at else ""
        self.app.push_screen(EvidenceScreen(title, self.name_shown, row.theme, where, self.changes))

    def action_left(self) -> None:
        """One column to the left."""
        self._to_column(self._column - 1)

    def action_right(self) -> None:
        """One column to the right."""
        self._to_column(self._column + 1)

    def _to_column(self, column: int) -> None:
        """Put the cursor on a column; those on the screen move where it is not among them."""
        if self.matrix is None:
            return
        self._column = max(0, min(column, len(self._cells)))
        first = min(self._first, max(self._column - 1, 0))
        width = max(self._list.scrollable_content_region.width - 1, 1)
        while True:
            shown = table.columns(self.matrix, self._cells[first:], width, self._nested)
            seen = sum(1 for one, _ in shown if one.key.startswith("cell:"))
            if self._column <= first + max(seen, 1):
                break
            first += 1
        if first != self._first:
            self._first, self._fitted = first, (0, ())
            self._list.refresh()
            self.query_one("#head", Bar).refresh()
        else:
            self._list.repaint_cursor()
        self._tell()

    def action_next(self) -> None:
        """The next matrix of the study."""
        self._show(self.at + 1)

    def action_previous(self) -> None:
        """The matrix before."""
        self._show(self.at - 1)

    def action_preset(self, number: int) -> None:
        """One of the matrices, by its number."""
        if number <= len(self.names):
            self._show(number - 1)

    def _show(self, at: int) -> None:
        at %= max(len(self.names), 1)
        if at != self.at:
            self.at = at
            self._other()

    def _other(self) -> None:
        """Another matrix is wanted: until it is counted none is shown, for numbers stand below its title."""
        if (self.name_shown, self.read_from) not in self._built and counting.elsewhere(self.workbench):
            self._back = Kept(theme=self.row.theme) if self.row else self._back
            self._overview = []
            self._take(None)
        self._build()
        self._say_empty()

    def action_layer(self) -> None:
        """Whose codings the matrix is made of."""
        if self.matrix is None:
            self._no_matrix()
        else:
            dialogs.ask_layer(self.workbench, self.matrix.rule.layer, self._take_layer)

    def _no_matrix(self) -> None:
        self.workbench.say("Still counting." if self.counting else "This table counts transcripts, not codings.")

    def _take_layer(self, layer: str) -> None:
        rule = self.study.synthesis.rule(self.name_shown)
        self.read_from = "" if layer == rule.layer else layer
        self._other()

    def action_sort(self) -> None:
        """The next order of rows."""
        self._order = (self._order + 1) % len(ORDERS)
        self.filtered()

    # --- what is made of it

    def action_few(self) -> None:
        """The themes with too little evidence."""
        from workbench.tui.synthesis.few import FewScreen

        if self.matrix is None:
            self._no_matrix()
        else:
            self.app.push_screen(FewScreen(self))

    def action_lists(self) -> None:
        """What does not show in the table."""
        if self.matrix is not None:
            told = words.lists(self.matrix, self._coders, self._placed, self.provenance)
            self.app.push_screen(LinesScreen("Behind the table", told))

    def action_place(self) -> None:
        """Place the theme by hand."""
        if self.matrix is not None and self.row is not None:
            dialogs.place(self.workbench, self.matrix, self.row, self.name_shown)

    def action_wording(self) -> None:
        """What the theme is called in a report."""
        if self.row is not None:
            dialogs.wording(self.workbench, self.row, self.name_shown)

    def action_theme(self) -> None:
        """Open the theme, to write of it."""
        if self.row is not None:
            dialogs.open_theme(self.workbench, self.row, self.name_shown, self.changes)

    def action_survey(self) -> None:
        """What the survey says."""
        dialogs.open_survey(self.workbench, self.read_from)

    def action_compare(self) -> None:
        """Compare with another layer, or another moment."""
        if self.matrix is None:
            self._no_matrix()
        else:
            dialogs.ask_compared(self.workbench, self.name_shown, self.matrix.rule.layer)

    def action_plots(self) -> None:
        """The matrix as a picture."""
        from workbench.tui.synthesis.plots import PlotsScreen

        if self.matrix is not None:
            theme = self.row.theme if self.row is not None else ""
            self.app.push_screen(PlotsScreen(self.matrix, theme))

    def action_export(self) -> None:
        """Write what is shown to a file."""
        if self.name_shown:
            layer = self.read_from if self.matrix is not None else ""
            dialogs.export(self.workbench, self.name_shown, layer, bare=bool(self._overview))


def _ordered(rows: "list[Row]", order: str, columns: Sequence[str]) -> "list[Row]":
    if order == "column":
        place = {column: i for i, column in enumerate(columns)}
        return sorted(
            rows,
            key=lambda row: (place.get(row.column or "", len(place) + (row.column is None)), -row.total.informants),
        )
    if order == "informants":
        return sorted(rows, key=lambda row: (-row.total.informants, -row.total.excerpts))
    if order == "spread":
        return sorted(rows, key=lambda row: (-row.total.interviews, -row.spread.effective, -row.total.excerpts))
    return rows
