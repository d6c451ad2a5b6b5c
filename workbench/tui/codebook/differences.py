"""Two states of the codebook compared: what has become of each code, with who did it, when and why."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widget import Widget

from workbench.tui.app import FAILED
from workbench.tui.codebook.writing import write_comparison
from workbench.tui.commands import bindings
from workbench.tui.corrections.compare import Side, runs, told
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Words, fill, joined, wrap

if TYPE_CHECKING:
    from workbench.study.codehistory import Changed, CodebookDiff

KINDS = (
    ("added", "New codes", "new"),
    ("removed", "Deleted", "deleted"),
    ("split", "Split", "split"),
    ("merged", "Merged", "merged"),
    ("unmerged", "Merges taken back", "merges taken back"),
    ("renamed", "Renamed", "renamed"),
    ("moved", "Moved", "moved"),
    ("redefined", "Redefined", "redefined"),
    ("status", "Status", "of another status"),
    ("reordered", "Standing elsewhere among their neighbours", "standing elsewhere"),
)
"""The lists of a ``CodebookDiff``, what each is called, and how it is counted, in the order in which they are shown."""
_TODAY = "now"
_LINES = 12


class DifferencesScreen(Room):
    """What turned the codebook of one moment (a version's name) into that of another, or of today."""

    place: ClassVar[str] = "differences"
    BINDINGS = bindings("differences")
    DEFAULT_CSS = """
    DifferencesScreen #told { padding: 0 1; margin: 0 0 1 0; }
    DifferencesScreen #empty { margin: 1 2; color: $wb-dim; }
    """

    def __init__(self, since: str, until: str = _TODAY) -> None:
        super().__init__()
        self.since = since
        self.until = until
        self._diff: CodebookDiff | None = None
        self._all: list[tuple[str, Changed]] = []
        self._shown: list[tuple[str, Changed]] = []

    def body(self) -> Iterable[Widget]:
        """How much has changed, and what."""
        yield Bar(self._told, id="told")
        yield Words(id="empty")
        yield Rows(id="changes")

    def here(self) -> Line:
        """What is compared."""
        until = "today" if self.until == _TODAY else self.until
        return [("Codebook", ""), (" ▸ ", "dim"), (f"{self.since} → {until}", "strong")]

    def reload(self) -> None:
        """Compare again."""
        found = self.workbench.do(self.study.history.diff, self.since, self.until)
        self._diff = None if found is FAILED else found
        self._all = [(title, one) for name, title, _ in KINDS for one in getattr(self._diff, name, ())]
        self.filtered()

    def filtered(self) -> None:
        """Those that hold every word typed."""
        words = self.needle.split()
        self._shown = [row for row in self._all if all(word in _searched(*row) for word in words)]
        self.query_one(Rows).show(len(self._shown), self._draw, self._height)
        self.query_one("#told", Bar).refresh()
        empty = self.query_one("#empty", Words)
        empty.display = not self._shown
        empty.say("Nothing matches. Escape takes the filter away." if self._all else "The codebook is the same.")

    @property
    def current(self) -> "Changed | None":
        """The change under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._shown[cursor][1] if 0 <= cursor < len(self._shown) else None

    # --- drawing

    def _told(self, width: int) -> Line:
        if self._diff is None:
            return ()
        counts = [(len(getattr(self._diff, name)), called) for name, _, called in KINDS]
        text = joined(f"{count:,} {called}" for count, called in counts if count)
        same = f"{self._diff.unchanged:,} unchanged"
        return fill([(text, ""), ("   " if text else "", ""), (same, "dim")], width)

    def _height(self, index: int, width: int) -> int:
        return len(self._draw(index, width, False))

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        title, one = self._shown[index]
        first = not index or self._shown[index - 1][0] != title
        bar = ("▌ ", "accent") if here else ("  ", "")
        lines: list[Line] = [*([()] if first and index else []), *([[(f" {title}", "accent")]] if first else [])]
        room = max(width - 4, 20)
        for text, look in changed_lines(one):
            lines += [[bar, (part, look)] for part in wrap(text, room, _LINES)]
        return lines

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    # --- commands

    def action_open(self) -> None:
        """Go to the code."""
        one = self.current
        if one is None:
            return
        if all(code.id != one.code for code in self.study.codes.list(counts=False)):
            self.workbench.say("That code is not in the codebook today.")
        else:
            self.workbench.open_codebook(one.code)

    def action_export(self) -> None:
        """Write the comparison to a file."""
        if self._diff is not None:
            write_comparison(self.workbench, self.since, self.until)


def changed_lines(one: "Changed") -> list[tuple[str, str]]:
    """One change as lines, each with its look."""
    path = one.path_after or one.path_before
    lines: list[tuple[str, str]] = []
    if one.into:
        passages = f"  ({one.passages:,} passage{'' if one.passages == 1 else 's'})" if one.passages else ""
        lines.append((f"{one.path_before or path} → {'; '.join(one.into)}{passages}", "strong"))
    elif one.path_before and one.path_after and one.path_before != one.path_after:
        lines.append((f"{one.path_before} → {one.path_after}", "strong"))
    else:
        lines.append((joined((path, one.field)), "strong"))
        if one.before or one.after:
            before, after = runs(one.before, one.after)
            lines += [(f"− {told(Side('', before))}", "dim")] if one.before else []
            lines += [(f"+ {told(Side('', after))}", "")] if one.after else []
    when = f"{one.when:%Y-%m-%d %H:%M}" if one.when is not None else ""
    by = joined((one.who, when, f"“{one.why}”" if one.why else ""))
    return [*lines, (by, "dim")] if by else lines


def _searched(title: str, one: "Changed") -> str:
    parts = (title, one.path_before, one.path_after, one.field, one.before, one.after, one.who, one.why, *one.into)
    return " ".join(parts).casefold()
