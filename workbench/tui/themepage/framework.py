"""The framework matrix on the screen: themes by groups, in each cell how its summary begins, or what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.widget import Widget

from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.passages.flow import harmless
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, Words, clip, fill, wrap

if TYPE_CHECKING:
    from workbench.study.summaries import Cell, Framework, FrameworkTheme

_LINES = 4
_GAP = 2


class FrameworkScreen(Room):
    """The themes of the matrix ``name`` by groups; ``theme`` (a row): where the cursor begins."""

    place: ClassVar[str] = "framework"
    BINDINGS = bindings("framework")
    DEFAULT_CSS = """
    FrameworkScreen #told { padding: 0 1; margin: 0 0 1 0; }
    FrameworkScreen #head { padding: 0 2 0 1; }
    FrameworkScreen #grid { padding: 0 0 0 1; }
    FrameworkScreen #empty { margin: 1 2; color: $wb-dim; }
    FrameworkScreen .foot { padding: 0 1; background: $surface; }
    """

    def __init__(self, name: str = "", changes: Mapping[str, Any] | None = None, theme: str = "") -> None:
        super().__init__()
        self._preset, self._changes, self._begin = name, dict(changes or {}), theme
        self.grid: Framework | None = None
        self._themes: list[FrameworkTheme] = []
        self._columns: list[tuple[str, str]] = []
        self._column = 0

    def body(self) -> Iterable[Widget]:
        """How much is written, the columns, the themes, the cell under the cursor."""
        yield Bar(self._told, id="told")
        yield Bar(self._head, id="head")
        yield Words(id="empty")
        yield Rows(id="grid")
        yield Bar(self._cell_told, id="cell-told", classes="foot")

    def here(self) -> Line:
        """The framework."""
        return [("Framework", "strong")]

    def reload(self) -> None:
        """Read it again; the cursor stays on its cell."""
        found = self.workbench.do(self.study.summaries.grid, self._preset, **self._changes)
        self.grid = None if found is FAILED else found
        self._columns = [("", "as a whole"), *(self.grid.columns if self.grid else ())]
        self.filtered()

    def filtered(self) -> None:
        """The themes that hold every word typed."""
        here = self.current.id if self.current else self._begin
        needle = self.needle.split()
        given = self.grid.themes if self.grid else ()
        self._themes = [theme for theme in given if all(word in self._searched(theme) for word in needle)]
        at = next((i for i, theme in enumerate(self._themes) if theme.id == here), None)
        self.query_one(Rows).show(len(self._themes), self._draw, self._height, cursor=at)
        empty = self.query_one("#empty", Words)
        empty.display = not self._themes
        empty.say(
            "No theme matches. Escape takes the filter away." if needle else "No themes yet: code something first."
        )
        for bar in self.query(Bar):
            bar.refresh()

    def _searched(self, theme: "FrameworkTheme") -> str:
        assert self.grid is not None
        words = (self.grid.cell(theme.id, column).words for column, _ in self._columns)
        return " ".join((theme.path, *words)).casefold()

    @property
    def current(self) -> "FrameworkTheme | None":
        """The theme under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._themes[cursor] if 0 <= cursor < len(self._themes) else None

    # --- drawing

    def _widths(self, width: int) -> tuple[int, int, int]:
        """Cells of the theme and of a column, and how many columns there is room for."""
        width = max(width, 40)  # there is no room for anything before the first layout
        name = max(14, min(30, width // 5))
        least = 22
        fitting = max(1, min(len(self._columns), (width - name) // (least + _GAP)))
        return name, (width - name) // fitting - _GAP, fitting

    def _shown(self, fitting: int) -> list[tuple[str, str]]:
        """The columns that are seen: those around the one the cursor is on."""
        first = max(0, min(self._column - fitting // 2, len(self._columns) - fitting))
        return self._columns[first : first + fitting]

    def _texts(self, index: int, width: int) -> list[list[str]]:
        assert self.grid is not None
        name, room, fitting = self._widths(width)
        theme = self._themes[index]
        indent = "  " * min(theme.depth, 3)
        lines = [[indent + clip(theme.path.rpartition(" / ")[2], name - len(indent))]]
        for column, _ in self._shown(fitting):
            cell = self.grid.cell(theme.id, column)
            late = f" [{cell.since} since]" if cell.since and cell.words else ""
            said = " ".join(cell.words.split()) + late if cell.words else _count(cell)
            lines.append(wrap(said, room, _LINES))
        return lines

    def _height(self, index: int, width: int) -> int:
        return max(len(lines) for lines in self._texts(index, width)) + 1

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        assert self.grid is not None
        name, room, fitting = self._widths(width)
        texts, theme = self._texts(index, width), self._themes[index]
        shown = self._shown(fitting)
        drawn: list[Line] = []
        for number in range(max(len(lines) for lines in texts)):
            pieces: list[Piece] = fill([(texts[0][number] if number < len(texts[0]) else "", "strong")], name)
            for (column, _), lines in zip(shown, texts[1:], strict=True):
                mine = here and column == self._columns[self._column][0]
                text = lines[number] if number < len(lines) else ""
                look = "cell" if mine and not number else "" if self.grid.cell(theme.id, column).words else "dim"
                mark = "▌ " if mine else "  "
                pieces += [(mark, "accent"), *fill([(text, look)], room)]
            drawn.append(pieces)
        return [*drawn, ()]

    def _told(self, width: int) -> Line:
        if self.grid is None:
            return ()
        written = sum(bool(cell.words) for cell in self.grid.cells.values())
        late = sum(bool(cell.since and cell.words) for cell in self.grid.cells.values())
        told: list[Piece] = [(f"{self.grid.title or self.grid.name}", "strong"), (f"   {written} written", "")]
        told.append((f" · {len(self.grid.missing())} with evidence and no words", "dim"))
        if late:
            told.append((f" · {late} whose evidence has changed since", "warning"))
        return fill(told, width)

    def _head(self, width: int) -> Line:
        name, room, fitting = self._widths(width - 1)
        pieces: list[Piece] = fill([("theme", "dim")], name)
        for _, label in self._shown(fitting):
            pieces += [("  ", ""), *fill([(harmless(label), "dim")], room)]
        return pieces

    def _cell_told(self, width: int) -> Line:
        if self.grid is None or self.current is None:
            return ()
        column, label = self._columns[self._column]
        cell = self.grid.cell(self.current.id, column)
        who = f" · {cell.summary.coder}" if cell.summary else ""
        told = f"{harmless(label)}: {_count(cell)}{who}"
        return fill([(harmless(self.current.path), "strong"), (f"   {told}", "dim")], width)

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self.query_one("#cell-told", Bar).refresh()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    # --- commands

    def action_open(self) -> None:
        """Open the theme at this cell."""
        from workbench.tui.themepage.screen import ThemeScreen

        if (theme := self.current) is not None:
            at = self._columns[self._column][0]
            self.app.push_screen(ThemeScreen(theme.id, self._preset, self._changes, at))

    def action_step(self, step: int) -> None:
        """One column to the side."""
        self._to(self._column + step)

    def _to(self, column: int) -> None:
        self._column = max(0, min(column, len(self._columns) - 1))
        self.filtered()

    def action_missing(self) -> None:
        """The next cell with evidence and no words; after the last, the first."""
        if self.grid is None or not self._themes:
            return
        missing = set(self.grid.missing())
        cells = [(i, n) for i, theme in enumerate(self._themes) for n, (column, _) in enumerate(self._columns)]
        cells = [(i, n) for i, n in cells if (self._themes[i].id, self._columns[n][0]) in missing]
        if not cells:
            self.workbench.say("Every cell with evidence has its summary.")
            return
        here = (self.query_one(Rows).cursor, self._column)
        row, column = next((cell for cell in cells if cell > here), cells[0])
        self.query_one(Rows).move(row)
        self._to(column)

    def action_export(self) -> None:
        """Write it to a file."""
        from workbench.exports import FORMATS

        def named(text: str | None) -> None:
            if text is None:
                return
            path = Path(text).expanduser()
            format_ = next((name for name, one in FORMATS.items() if one.suffix == path.suffix.lower()), "md")
            path = path if path.is_absolute() else self.study.folder / path
            summaries = self.study.summaries
            done = self.workbench.do(summaries.export, self._preset, format_, path, **self._changes)
            if done is not FAILED:
                self.workbench.say(f"Written: {done}")

        endings = ", ".join(one.suffix for one in FORMATS.values())
        self.workbench.ask_line(
            "Write the framework matrix to", "summaries.md", named, f"The ending says how: {endings}."
        )


def _count(cell: "Cell") -> str:
    if not cell.excerpts:
        return "–"
    informants = f"{cell.informants} informant{'' if cell.informants == 1 else 's'}"
    return f"{informants}, {cell.excerpts} excerpt{'' if cell.excerpts == 1 else 's'}"
