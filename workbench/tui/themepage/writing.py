"""The summary that one writes beside the evidence. What is typed is kept on leaving it, wherever one goes to."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import TextArea

from workbench.tui.app import FAILED, WorkbenchApp
from workbench.tui.widgets.rows import Bar
from workbench.tui.widgets.text import Line, Piece, Words, clip, fill, joined

if TYPE_CHECKING:
    from workbench.study import SummaryRow

Key = tuple[str, str, str]
"""A cell: theme, about, target."""


class Pane(Vertical):
    """One summary: whose it is, the words, who wrote them last; below it what else is known of the theme."""

    DEFAULT_CSS = """
    Pane { padding: 0 1; }
    Pane TextArea { height: 1fr; min-height: 4; border: none; padding: 0; background: $surface; }
    Pane TextArea:focus { border: none; }
    Pane #more { height: auto; max-height: 45%; margin: 1 0 0 0; color: $wb-dim; }
    """

    def __init__(self, app: WorkbenchApp, said: Callable[[], object]) -> None:
        super().__init__(id="pane")
        self._workbench = app
        self._said = said  # tells the list that what a cell says is other than it was
        self.cell: Key | None = None
        self._label = ""
        self._row: SummaryRow | None = None
        self._base = ""
        self._drafts: dict[Key, str] = {}
        """What could not be kept, by cell: it stands there again when one comes back."""

    def compose(self) -> ComposeResult:
        """Title, words, foot, more."""
        yield Bar(self._title, id="cell")
        yield TextArea("", id="summary", soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
        yield Bar(self._foot, id="whose")
        yield Words(id="more")

    @property
    def area(self) -> TextArea:
        """Where one writes."""
        return self.query_one(TextArea)

    @property
    def unsaved(self) -> bool:
        """Whether there are words that are not kept."""
        return self.cell is not None and self.area.text.strip() != self._base

    def drafted(self, cell: Key) -> bool:
        """Whether a cell has words that are not kept."""
        return cell in self._drafts or (cell == self.cell and self.unsaved)

    def show(self, cell: Key, label: str, row: "SummaryRow | None") -> None:
        """Write of this cell from now on; what was written of another is kept first."""
        if cell == self.cell:
            self._refresh(row)
            return
        self.keep()
        self.cell, self._label = cell, label
        self._take(row)
        self.area.text = self._drafts.pop(cell, self._base)
        self.area.move_cursor(self.area.document.end)
        self._repaint()

    def _refresh(self, row: "SummaryRow | None") -> None:
        """The study has changed: its words are shown, unless one is writing others."""
        if not self.unsaved:
            self._take(row)
            if self.area.text.strip() != self._base:
                self._replace(self._base)
        elif self._row is not None and row is not None and row.words == self._base:
            self._row = row
        self._repaint()

    def _take(self, row: "SummaryRow | None") -> None:
        self._row, self._base = row, row.words if row is not None else ""

    def keep(self) -> bool:
        """Keep what is written. Whether nothing is left to keep."""
        if self.cell is None or not self.unsaved:
            return True
        theme, about, target = self.cell
        summaries, text = self._workbench.study.summaries, self.area.text.strip()
        now = self._workbench.do(summaries.get, theme, about, target)
        if now is not FAILED and now is not None and now.words not in (self._base, text):
            # Somebody has written there while one did, and it has come here: neither is lost.
            text = f"{text}\n\n{now.words}" if text else now.words
            self._workbench.say(f"{now.coder} wrote here meanwhile: their words stand below yours.", "warning")
            self._replace(text)
        written = self._workbench.do(summaries.write, theme, text, about, target)
        if written is FAILED:
            self._drafts[self.cell] = self.area.text
            return False
        self._drafts.pop(self.cell, None)
        self._take(written)
        self._repaint()
        self._said()
        return True

    def _replace(self, text: str) -> None:
        """Let the words be these; the cursor stays where it is."""
        area = self.area
        at = area.cursor_location
        area.text = text
        area.move_cursor(at)

    def more(self, text: str) -> None:
        """What is known of the theme beside its excerpts."""
        self.query_one("#more", Words).say(text)
        self.query_one("#more", Words).display = bool(text)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Say whether it is kept."""
        event.stop()
        self._repaint()

    def _repaint(self) -> None:
        for bar in self.query(Bar):
            bar.refresh()

    def _title(self, width: int) -> Line:
        here = self.area.has_focus
        pieces: list[Piece] = [("✎ " if here else "  ", "accent"), (clip(self._label, max(width - 4, 8)), "strong")]
        return fill(pieces, width)

    def _foot(self, width: int) -> Line:
        if self.unsaved:
            return fill([("not kept yet", "warning"), ("  ctrl+s or leaving keeps it", "dim")], width)
        row = self._row
        if row is None:
            return fill([("nothing written yet: tab, and write", "dim")], width)
        day = row.edited.date().isoformat() if row.edited else ""
        times = f"written {row.history} times" if row.history > 1 else ""
        told: list[Piece] = [(joined((row.coder, day, times)), "dim")]
        if row.since:
            told.append((f"  {row.since} excerpts came or went since", "warning"))
        if row.of:
            told.append((f"  with what was written of {', '.join(row.of)}", "dim"))
        return fill(told, width)
