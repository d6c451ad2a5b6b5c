"""The codebook: themes in a tree, made and mended while reading; no coding is ever rewritten by it."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Container, Vertical
from textual.widget import Widget

from workbench.tui.codebook import changes, tree
from workbench.tui.codebook.panel import Panel
from workbench.tui.codebook.passages import quotes
from workbench.tui.commands import bindings
from workbench.tui.widgets.columns import head, table_row
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Words

if TYPE_CHECKING:
    from workbench.study import CodeRow


class CodebookScreen(Room):
    """The room of the codes; ``code_id`` is where the cursor begins."""

    place: ClassVar[str] = "codebook"
    BINDINGS = bindings("codebook")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    DEFAULT_CSS = """
    CodebookScreen #sides { height: 1fr; layout: horizontal; }
    CodebookScreen #left { width: 3fr; height: 1fr; }
    CodebookScreen Panel { width: 2fr; height: 1fr; }
    CodebookScreen #head { padding: 0 2 0 1; }
    CodebookScreen #tree { padding: 0 0 0 1; }
    CodebookScreen #empty { margin: 1 2; color: $wb-dim; }
    CodebookScreen.-narrow #sides { layout: vertical; }
    CodebookScreen.-narrow #left { width: 1fr; height: 3fr; }
    CodebookScreen.-narrow Panel { width: 1fr; height: 2fr; padding: 0 2; }
    """

    def __init__(self, code_id: str = "") -> None:
        super().__init__()
        self.codes: list[CodeRow] = []
        self._shown: list[tree.Shown] = []
        self._folded: set[str] = set()
        self._wanted = code_id

    def body(self) -> Iterable[Widget]:
        """The tree, and what the code under the cursor means."""
        with Container(id="sides"):
            with Vertical(id="left"):
                yield Bar(lambda width: head(tree.fitted(width)), id="head")
                yield Words(id="empty")
                yield Rows(id="tree")
            yield Panel(id="panel")

    def here(self) -> Line:
        """The codebook, and how much is in it."""
        return [("Codebook", "strong")]

    def told(self) -> Line:
        """Who codes, and how many codes there are."""
        return [(f"{len(self.codes):,} codes · ", "dim"), (self.study.coder_name, "strong")]

    def reload(self) -> None:
        """Read the codes; the cursor stays on its code."""
        self.codes = self.study.codes.list()
        self._folded &= {code.id for code in self.codes}
        self.query_one("#title", Bar).refresh()
        self.filtered()

    def filtered(self) -> None:
        """Show what is not folded away, or what the filter finds."""
        wanted = self._wanted or (self.current.id if self.current else "")
        self._wanted = ""
        rows = self.query_one(Rows)
        self._shown = tree.visible(self.codes, self._folded, self.needle)
        at = next((i for i, shown in enumerate(self._shown) if shown.code.id == wanted), None)
        if self.needle and (at is None or not self._shown[at].found):  # what was looked for, not the way to it
            at = next((i for i, shown in enumerate(self._shown) if shown.found), 0)
        rows.show(len(self._shown), self._draw, cursor=at)
        empty = self.query_one("#empty", Words)
        empty.display = not self._shown
        empty.say("No code matches. Escape takes the filter away." if self.codes else "No codes yet. n makes one.")
        self._tell()

    def show_code(self, code_id: str) -> None:
        """Put the cursor on a code, unfolding the way to it."""
        if not code_id:
            return
        above = {code.id: code.parent for code in self.codes}
        at = above.get(code_id)
        while at is not None:
            self._folded.discard(at)
            at = above.get(at)
        self._wanted = code_id
        self.filtered()

    @property
    def current(self) -> "CodeRow | None":
        """The code under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._shown[cursor].code if 0 <= cursor < len(self._shown) else None

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        row = tree.values(self._shown[index], self.app.current_theme.dark)
        return (table_row(tree.fitted(width - 1), row),)

    def _tell(self) -> None:
        self.query_one(Panel).show(self.current)

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self._tell()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_excerpts()

    # --- looking

    def action_excerpts(self) -> None:
        """Show the passages coded with it and with what is below it."""
        from workbench.tui.widgets.excerpts import ExcerptsScreen

        if (code := self.current) is not None:
            codes = tree.subtree(self.codes, code.id)
            note = "with the codes below it" if len(codes) > 1 else ""
            self.app.push_screen(ExcerptsScreen(code.path, lambda: quotes(self.study, codes), note))

    def action_history(self) -> None:
        """Show what has been done to it."""
        if (code := self.current) is not None:
            changes.history(self.workbench, code)

    def action_fold(self) -> None:
        """Fold it; where there is nothing to fold, go to the code above."""
        if (code := self.current) is None or self.needle:
            return
        if any(row.parent == code.id for row in self.codes) and code.id not in self._folded:
            self._folded.add(code.id)
            self.filtered()
        elif code.parent is not None:
            self.show_code(code.parent)

    def action_unfold(self) -> None:
        """Unfold it."""
        if (code := self.current) is not None and code.id in self._folded:
            self._folded.discard(code.id)
            self.filtered()

    def action_fold_all(self) -> None:
        """Fold everything, or unfold everything when something is folded."""
        if self._folded:
            self._folded.clear()
        else:
            above = {row.id: row.parent for row in self.codes}
            top = self.current.id if self.current else ""
            while (parent := above.get(top)) is not None:
                top = parent
            self._folded = {parent for parent in above.values() if parent is not None}
            self._wanted = top
        self.filtered()

    # --- changing

    def action_new(self) -> None:
        """Make a code beside the one under the cursor."""
        changes.new(self, self.current.parent if self.current else None)

    def action_new_below(self) -> None:
        """Make a code below the one under the cursor."""
        changes.new(self, self.current.id if self.current else None)

    def action_rename(self) -> None:
        """Rename it."""
        if self.current is not None:
            changes.rename(self.workbench, self.current)

    def action_define(self) -> None:
        """Write what it means."""
        from workbench.tui.codebook.define import DefineScreen

        if self.current is not None:
            self.app.push_screen(DefineScreen(self.current))

    def action_move(self) -> None:
        """Put it below another code, or at the top."""
        if self.current is not None:
            changes.move(self, self.current)

    def action_merge(self) -> None:
        """Let its codings count as another code."""
        if self.current is not None:
            changes.merge(self, self.current)

    def action_unmerge(self) -> None:
        """Take a merge back."""
        changes.unmerge(self)

    def action_propose(self) -> None:
        """Show a draft to the team."""
        if self.current is not None:
            changes.propose(self, self.current)

    def action_exclusive(self) -> None:
        """Let the codes below it exclude each other, or no longer."""
        if self.current is not None:
            changes.exclusive(self, self.current)

    def action_delete(self) -> None:
        """Take it out of the codebook."""
        if self.current is not None:
            changes.delete(self, self.current)
