"""Before a split is made: what goes where, what becomes of the rest of the code, and why."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static

from workbench.tui.codebook.asking import WHY, Paragraphs, content
from workbench.tui.commands import bindings
from workbench.tui.passages.changes import counted
from workbench.tui.passages.flow import harmless
from workbench.tui.widgets.dialog import Dialog
from workbench.tui.widgets.rows import Rows
from workbench.tui.widgets.text import Line, Piece, width_of, wrap

if TYPE_CHECKING:
    from workbench.study import CodeRow, SplitPreview

RESTS = ("parent", "keep", "delete")
_TITLES = {"parent": "the new codes below it", "keep": "beside the others", "delete": "it goes"}


class Decided(NamedTuple):
    """What becomes of the code, one of ``RESTS``, and why it is split."""

    rest: str
    why: str


class ApplyScreen(Dialog[Decided | None]):
    """What the split will do; the result is what becomes of the rest, and the reason."""

    BINDINGS = bindings("applying")
    AUTO_FOCUS = "#rests"
    places: ClassVar[tuple[str, ...]] = ("dialog", "applying")
    DEFAULT_CSS = """
    ApplyScreen > #dialog { width: 90; }
    ApplyScreen #told { height: auto; max-height: 40vh; margin: 1 0 0 0; scrollbar-size-vertical: 1;
        background: $surface; }
    ApplyScreen #told Static { height: auto; }
    ApplyScreen #rests { margin: 1 0; background: $surface; }
    ApplyScreen #why { margin: 0 0 1 0; }
    """

    def __init__(self, code: "CodeRow", preview: "SplitPreview", new: bool) -> None:
        super().__init__(f"Split {harmless(code.name)}")
        self._code = code
        self._preview = preview
        self._possible = [rest for rest in RESTS if preview.rest.get(rest)]
        self._begin = "parent" if new and "parent" in self._possible else "keep"

    def body(self) -> Iterable[Widget]:
        """What goes where, the choice, the line for the reason."""
        with VerticalScroll(id="told", can_focus=False):
            yield Static(content(told(self._preview)))
        yield Rows(id="rests")
        yield Input(placeholder=WHY, id="why")

    def on_mount(self) -> None:
        """Begin with what is meant most often."""
        rows = self.query_one(Rows)
        cursor = self._possible.index(self._begin) if self._begin in self._possible else 0
        rows.show(len(self._possible), self._draw, self._height, cursor)
        width = min(self.app.size.width, 90) - 6
        rows.styles.height = sum(self._height(i, width) for i in range(len(self._possible)))

    def _wrapped(self, index: int, width: int) -> list[str]:
        rest = self._possible[index]
        return wrap(harmless(self._preview.rest[rest]), max(width - 4, 20))

    def _height(self, index: int, width: int) -> int:
        return len(self._wrapped(index, width))

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        first, *others = self._wrapped(index, width)
        mark = ("● " if here else "○ ", "accent" if here else "dim")
        return [[(" ", ""), mark, (first, "")], *([("   ", ""), (line, "")] for line in others)]

    def _hints(self, width: int) -> Line:
        which: list[Piece] = [("↑↓ ", "accent"), ("which  ", "dim")] if len(self._possible) > 1 else []
        return [*which, *super()._hints(width - width_of(which))]

    def action_yes(self) -> None:
        """Split."""
        rest = self._possible[self.query_one(Rows).cursor] if self._possible else "keep"
        self.dismiss(Decided(rest, self.query_one("#why", Input).value.strip()))

    def action_why(self) -> None:
        """Write the reason; again: back to the choice."""
        line = self.query_one("#why", Input)
        (self.query_one(Rows) if line.has_focus else line).focus()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_yes()

    @on(Input.Submitted, "#why")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_yes()


def told(preview: "SplitPreview") -> Paragraphs:
    """What a split will do, line by line."""
    counts = (preview.stays, preview.unsorted, *(passages for _, passages, _ in preview.to))
    room = max(len(f"{count:,}") for count in counts)
    lines = [
        (f"{passages:>{room},}  {harmless(path)}   ({counted(codings, 'coding')})", "")
        for path, passages, codings in preview.to
    ]
    if preview.stays:
        lines.append(
            (f"{preview.stays:>{room},}  {'stays what it is' if preview.stays == 1 else 'stay what they are'}", "dim")
        )
    if preview.unsorted:
        still = "is not sorted yet, and stays what it is"
        if preview.unsorted > 1:
            still = "are not sorted yet, and stay what they are"
        lines.append((f"{preview.unsorted:>{room},}  {still}", "warning"))
    return lines


def in_full(preview: "SplitPreview") -> Paragraphs:
    """The same with what may become of the code."""
    rests = [(f"{_TITLES[rest]}: {words}", "") for rest in RESTS if (words := preview.rest.get(rest))]
    if not preview.to:
        return [("Nothing is sorted into another code yet.", "dim")]
    return [("Passages", "accent"), *told(preview), ("", ""), ("What may become of the code", "accent"), *rests]
