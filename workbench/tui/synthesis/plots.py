"""The matrix, or one theme, as a picture that a terminal can show; and the same picture written to a file."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.synthesis.dialogs import ask_file, look_through, stem_of
from workbench.tui.synthesis.table import name
from workbench.tui.widgets.picker import Picker, option
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, fill, wrap

if TYPE_CHECKING:
    from workbench.exports.document import Figure
    from workbench.synthesis import Matrix, Row

WIDEST = 120
"""Columns beyond which a picture is no clearer."""
_FORMATS = {
    ".svg": ("svg", "a picture that stays sharp at every size"),
    ".png": ("png", "a picture for a program that takes no SVG"),
    ".html": ("html", "a page with the picture, and the same in words"),
    ".txt": ("text", "as it stands here"),
}


class PlotsScreen(Room):
    """The pictures of a matrix that is on the screen of the synthesis; ``theme`` is the row one came from."""

    place: ClassVar[str] = "plots"
    BINDINGS = bindings("plots")
    DEFAULT_CSS = """
    PlotsScreen #told { padding: 0 1; margin: 0 0 1 0; }
    PlotsScreen #picture { padding: 0 0 0 1; }
    """

    def __init__(self, matrix: "Matrix", theme: str = "") -> None:
        super().__init__()
        self._matrix = matrix
        self._at = next((i for i, row in enumerate(matrix.rows) if row.theme == theme), 0)
        self.whole = True
        """Whether the matrix is shown, not one theme."""
        self.figure: Figure | None = None
        self._lines: tuple[int, list[str]] = (-1, [])

    def body(self) -> Iterable[Widget]:
        """What it is, and the picture."""
        yield Bar(self._told, id="told")
        yield Rows(id="picture")

    def here(self) -> Line:
        """Where we are."""
        return [("Synthesis", ""), (" ▸ ", "dim"), ("pictures", "strong")]

    @property
    def row(self) -> "Row | None":
        """The theme of the one picture."""
        return self._matrix.rows[self._at] if self._matrix.rows else None

    @property
    def subject(self) -> str:
        """What the picture is of."""
        title = self._matrix.rule.title or self._matrix.rule.name
        return title if self.whole or self.row is None else self.row.path

    # --- drawing

    def reload(self) -> None:
        """Draw the picture: of the matrix as it was when one came."""
        found = self.workbench.do(self._made, "en")
        self.figure = None if found is FAILED else found
        self._lines = (-1, [])
        self._show()

    def _made(self, language: str) -> "Figure | None":
        """The picture, with words of a language."""
        from workbench.exports import plots

        if self.row is None:
            return None
        origin = self.study.synthesis.provenance(self._matrix.rule.layer)
        if self.whole:
            return plots.heat(self._matrix, language, origin)
        return plots.profile(self._matrix, self.row.theme, language, origin)

    def _show(self) -> None:
        rows = self.query_one(Rows)
        width = max(rows.scrollable_content_region.width - 2, 40)
        if self._lines[0] != width:
            self._lines = (width, self._drawn(min(width, WIDEST)))
        rows.show(len(self._lines[1]), self._draw, cursor=min(rows.cursor, max(len(self._lines[1]) - 1, 0)))
        self.query_one("#told", Bar).refresh()

    def _drawn(self, width: int) -> list[str]:
        from workbench.exports import plots

        if self.figure is None:
            return []
        caption = "".join(run.text for run in self.figure.caption)
        return [*plots.text(self.figure, width).split("\n"), "", *wrap(caption, width)]

    def on_resize(self) -> None:
        """For the width there is."""
        self.call_after_refresh(self._show)

    def _told(self, width: int) -> Line:
        other = "one theme" if self.whole else "the whole matrix"
        return fill([(self.subject, "accent"), (f"   tab shows {other}", "dim")], width)

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        return ([(" ", ""), (self._lines[1][index], "")],)

    # --- commands

    def action_other(self) -> None:
        """The matrix, or the theme."""
        self.whole = not self.whole
        self.reload()

    def action_step(self, by: int) -> None:
        """Another theme."""
        if self._matrix.rows:
            if not self.whole:
                self._at = (self._at + by) % len(self._matrix.rows)
            self.whole = False
            self.reload()

    def action_export(self) -> None:
        """Write the picture to a file, in a format that one picks."""
        row = self.row
        if self.figure is None or row is None:
            return
        stem = stem_of(self._matrix.rule.name if self.whole else name(row))

        def picked(suffix: str | None) -> None:
            if suffix is not None:
                write = partial(self._write, suffix)
                ask_file(self.workbench, f"Write the picture as {_FORMATS[suffix][0]}", f"{stem}{suffix}", write)

        options = [option(suffix, kind, note) for suffix, (kind, note) in _FORMATS.items()]
        self.app.push_screen(Picker("Write the picture", options), picked)

    def _write(self, suffix: str, path: Path) -> None:
        from workbench.study.folder import write_file

        written = self.workbench.do(lambda: write_file(path, self._content(suffix)))
        if written is not FAILED:
            self.workbench.say(f"Written: {path}")
            if suffix != ".png":  # letters that are points cannot be looked through; the other formats hold the same
                look_through(self.workbench, path)

    def _content(self, suffix: str) -> str | bytes:
        from workbench.exports import Document, plots, render
        from workbench.exports.document import Records, Section

        language = self.study.settings.language
        figure = self._made(language)
        if figure is None or suffix == ".txt":
            return "\n".join(self._lines[1]) + "\n"
        if suffix == ".svg":
            return plots.svg(figure, language)
        if suffix == ".png":
            return plots.png(figure)
        section = Section(self.subject, 1, (figure,))
        return render(Document(language, (section,), Records((), ()), {}), "html")

    def action_escape(self) -> None:
        """Go back."""
        self.workbench.go_back()
