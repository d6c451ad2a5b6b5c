"""The agreement: every code with how far its coders agree, and from each value to the places behind it."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on
from textual.widget import Widget

from workbench.agreement import shown
from workbench.agreement.values import EVERYTHING
from workbench.tui.agreement import details, dialogs, table, words
from workbench.tui.agreement.sheet import Sheet, paragraphs
from workbench.tui.agreement.telling import Manner
from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.widgets.columns import Fitted, head, table_row
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, Words, fill, width_of

if TYPE_CHECKING:
    from workbench.agreement.values import Scope
    from workbench.study.agreement import AgreementRow, AgreementTable, AllAtOnce, Comparison


class AgreementScreen(Room):
    """The room of agreement; ``scope`` says what is measured."""

    place: ClassVar[str] = "agreement"
    BINDINGS = bindings("agreement")
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-short"), (34, "-tall")]
    DEFAULT_CSS = """
    AgreementScreen #scope { padding: 0 1; margin: 1 0 0 0; }
    AgreementScreen #head { padding: 0 2 0 1; }
    AgreementScreen #codes { padding: 0 0 0 1; }
    AgreementScreen #empty { margin: 1 2; color: $wb-dim; }
    AgreementScreen #below { height: 6; padding: 0 1; background: $surface; }
    AgreementScreen #pooled { padding: 0 1; background: $surface; }
    AgreementScreen.-short #scope { margin: 0; }
    AgreementScreen.-low #scope { margin: 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.scope: Scope = EVERYTHING
        self.manner = Manner()
        self.table: AgreementTable | None = None
        self.comparison: Comparison | None = None
        self._compared: str | None = None  # the round compared with; '': the last change; None: nothing
        self._paired = False
        self._sets: tuple[AgreementTable | None, AllAtOnce | None] = (None, None)
        self._before: dict[str, AgreementRow] = {}
        self._rows: list[AgreementRow] = []
        self._names: dict[str, str] = {}
        self._keys: list[tuple[str, str]] = []
        self._total = 0
        self._order = 0
        self._fitted: tuple[int, Fitted] = (0, ())

    def body(self) -> Iterable[Widget]:
        """Whose codings of what, the codes, the one under the cursor, all together."""
        yield Bar(self._scope, id="scope")
        yield Bar(self._head, id="head")
        yield Words(id="empty")
        yield Rows(id="codes")
        yield Sheet(self._below, id="below")
        yield Bar(self._pooled, id="pooled")

    def here(self) -> Line:
        """The agreement."""
        return [("Agreement", "strong")]

    # --- reading

    def reload(self) -> None:
        """Measure again; the cursor stays on its code."""
        agreement = self.study.agreement
        self.comparison, self._before = None, {}
        if self._compared is not None:
            found = self.workbench.do(agreement.compare, self.scope, self._compared)
            if found is FAILED:
                self._compared = None
            else:
                self.comparison = found
                self._before = {row.code: row for row in found.before.rows}
        if self.comparison is not None:
            self.table = self.comparison.after
        else:
            measured = self.workbench.do(agreement.table, self.scope)
            self.table = None if measured is FAILED else measured
        if self.table is not None:
            names = sorted(self.table.coder_rows.items(), key=lambda one: (one[1].casefold(), one[0]))
            self.table = self.table._replace(coder_rows=dict(names))
        rows = self.table.rows if self.table else ()
        self._names = shown.names(rows)
        self._keys = table.pairs_of(rows, self.table.coder_rows if self.table else {})
        self._total = sum(row.agreement.disagreement for row in rows)
        self.query_one("#title", Bar).refresh()
        self.filtered()

    def filtered(self) -> None:
        """Order and filter the codes, keeping the cursor on its code."""
        here = self.row.code if self.row else ""
        found = shown.ordered(self.table.rows, shown.ORDERS[self._order]) if self.table else []
        needle = self.needle.split()
        nothing = self.table is None or not self.table.double
        self._rows = [row for row in found if not nothing and all(word in row.path.casefold() for word in needle)]
        self._fitted = (0, ())
        cursor = next((i for i, row in enumerate(self._rows) if row.code == here), None)
        self.query_one(Rows).show(len(self._rows), self._draw, cursor=cursor)
        empty = self.query_one("#empty", Words)
        empty.display = not self._rows
        self.query_one("#head").display = self.query_one("#below").display = bool(self._rows)
        if nothing or not needle:
            empty.say(words.nothing(self.table) if nothing else "There are no codes yet: code something first.")
        else:
            empty.say("No code matches. Escape takes the filter away.")
        self._make_room()
        self._tell()
        for bar in self.query(Bar):
            bar.refresh()

    @property
    def row(self) -> "AgreementRow | None":
        """The code under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._rows[cursor] if 0 <= cursor < len(self._rows) else None

    # --- drawing

    def _columns(self, width: int) -> Fitted:
        if self._fitted[0] != width and self.table is not None:
            if self._paired:
                fitted = table.pair_columns(self.table, self.table.rows, width)
            elif self.comparison is not None:
                fitted = table.compared_columns(self.table.rows, width)
            else:
                fitted = table.columns(self.table, self.table.rows, width)
            self._fitted = (width, fitted)
        return self._fitted[1]

    def _head(self, width: int) -> Line:
        fitted = self._columns(width)
        plain = self._paired or self.comparison is not None or self.table is None
        return head(fitted) if plain or self.table is None else table.heads(self.table, fitted)

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        fitted = self._columns(width - 1)
        row, sizes = self._rows[index], {column.key: size for column, size in fitted}
        if self.table is None:
            return ((),)
        name = self._names.get(row.code, row.path)
        if self._paired:
            cells = table.paired(self.table, row, name, self._keys)
        elif self.comparison is not None:
            cells = table.compared(self._before.get(row.code), row, name, self.table, sizes.get("verdict", 0))
        else:
            indent = shown.ORDERS[self._order] == "codebook" and not self.needle
            cells = table.values(self.table, row, name, self._total, sizes, indent)
        return (table_row(fitted, cells),)

    def _scope(self, width: int) -> Line:
        if self.table is None:
            return ()
        told: list[Piece] = []
        if self.scope.reading != "done":
            told = [(f"{words.READINGS[self.scope.reading]} (t)  ", "warning")]
        if self.comparison is not None:
            when = self.comparison.when
            since = f", {when.day} {when:%b %Y}" if when is not None else ""
            told = [(f"before and after {self.comparison.what}{since}  ", "accent"), *told]
        elif self._order:
            told = [(f"by {shown.ORDERS[self._order]}  ", "accent"), *told]
        return fill([*told, (words.head(self.table, width - width_of(told)), "dim")], width)

    def _below(self, width: int) -> Sequence[Line]:
        row = self.row
        if row is None or self.table is None:
            return ()
        height = self.query_one("#below").size.height
        lines = self._lines_of(row, width)
        if len(lines) > height > 1:
            lines = [*lines[: height - 1], fill([*lines[height - 1], ("  … i", "accent")], width)]
        return lines

    def _lines_of(self, row: "AgreementRow", width: int) -> list[Line]:
        told = words.below(self.table, row) if self.table is not None else []
        name = row.path if width >= 110 else self._names.get(row.code, row.path)
        first: list[Piece] = [(f"{name}  ", "strong")]
        while told and len(first) < 5 and width_of(first) + 3 + cell_len(told[0][0]) <= width:
            first += [(" · " if len(first) > 1 else "", "dim"), told.pop(0)]
        return [fill(first, width), *paragraphs(told, width)]

    def _make_room(self) -> None:
        """As many lines below as the code with most to say needs, so that nothing moves with the cursor."""
        width, height = self.size.width - 2, self.size.height
        most = 2 if height < 20 else 6 if height < 34 else 11
        lines = (len(self._lines_of(row, width)) for row in self._rows)
        self.query_one("#below").styles.height = min(most, max(lines, default=1))

    def _pooled(self, width: int) -> Line:
        if self.table is None or not self._rows:
            return ()
        return fill([(words.pooled(self.table, width), "")], width)

    def on_resize(self) -> None:
        """What is told below needs other lines."""
        self._make_room()

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self._tell()

    def _tell(self) -> None:
        self.query_one(Sheet).again()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    # --- commands

    def action_open(self) -> None:
        """Show the episodes of the code under the cursor."""
        if self.row is not None:
            self._episodes(self.row.code)

    def _episodes(self, code: str) -> None:
        from workbench.tui.agreement.episodes import EpisodesScreen

        self.app.push_screen(EpisodesScreen(code, self.scope, self.manner))

    def action_compare(self) -> None:
        """Show it beside how it was, or alone again."""
        if self._compared is not None:
            self._compared = None
            self.reload()
        else:
            dialogs.ask_comparison(self.workbench, self._compare)

    def _compare(self, round_: str) -> None:
        self._compared, self._paired = round_, False
        self.reload()

    def action_unit(self) -> None:
        """Count in another unit."""
        dialogs.ask_unit(self.workbench, self.scope, self._measure)

    def action_scope(self) -> None:
        """Measure something else."""
        dialogs.ask_scope(self.workbench, self.scope, self._measure)

    def _measure(self, scope: "Scope") -> None:
        before, self.scope = self.scope, scope
        self.reload()
        if self.table is None:  # what the study cannot measure is not asked for again and again
            self.scope = before
            self.reload()

    def action_reading(self) -> None:
        """Codings as at done, or as they stand now."""
        self._measure(self.scope._replace(reading="done" if self.scope.reading == "current" else "current"))

    def action_confusion(self) -> None:
        """Which code others used instead."""
        if self.table is not None and self._rows:
            dialogs.confusion(self.workbench, self.table, self.row.code if self.row else "", self._episodes)

    def action_pairs(self) -> None:
        """Pair by pair, or all together again."""
        if self._rows:
            self._paired = not self._paired
            if self._paired and self._compared is not None:
                self._compared = None
                self.reload()
            self.filtered()

    def action_numbers(self) -> None:
        """Every coefficient of the code under the cursor."""
        if self.table is not None and self.row is not None:
            transcripts = {row: name for name, row in self.study.transcripts.names().items()}
            if self._sets[0] is not self.table:
                sets = self.workbench.do(self.study.agreement.all_at_once, self.scope)
                self._sets = self.table, None if sets is FAILED else sets
            told = details.numbers(self.table, self.row, transcripts, self._sets[1])
            self.app.push_screen(LinesScreen(self.row.path, told))

    def action_parts(self) -> None:
        """Agreement on the code by transcript, speaker or pair."""
        if self.row is not None:
            dialogs.parts(self.workbench, self.scope, self.row.code, self.row.path)

    def action_order(self) -> None:
        """The next order of rows."""
        self._order = (self._order + 1) % len(shown.ORDERS)
        self.filtered()

    def action_reread(self) -> None:
        """What to look through again."""
        dialogs.reread(self.workbench)

    def action_codebook(self) -> None:
        """The definition of the code under the cursor."""
        if self.row is not None:
            self.workbench.open_codebook(self.row.code)

    def action_escape(self) -> None:
        """Take one thing away at a time: the filter, the pairs, the comparison; then go back."""
        if self.needle or self.query_one("#filter").display or not (self._paired or self._compared is not None):
            super().action_escape()
        elif self._paired:
            self.action_pairs()
        else:
            self.action_compare()
