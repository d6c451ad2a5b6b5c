"""Text that came from a person or a file, made fit for the screen: never markup, never an escape sequence."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Static

from workbench import sanitise

if TYPE_CHECKING:
    from textual.widget import Widget

Piece = tuple[str, str | Style]
"""A run of text and its look: a Rich style, or the name of one of ``STYLES``."""
Line = Sequence[Piece]

STYLES = ("dim", "accent", "strong", "warning", "success", "cell", "cursor", "found")
"""The looks a piece can have by name; "" is the widget's own. Each is the component class ``wb--NAME``."""
COMPONENTS = frozenset(f"wb--{name}" for name in STYLES)

STYLE_SHEET = """
    & > .wb--dim { color: $wb-dim; }
    & > .wb--accent { color: $accent; }
    & > .wb--strong { text-style: bold; }
    & > .wb--warning { color: $warning; }
    & > .wb--success { color: $success; }
    & > .wb--cell { background: $accent; color: $background; text-style: bold; }
    & > .wb--cursor { background: $wb-cursor; color: $wb-cursor-text; }
    & > .wb--found { text-style: underline; }
    &:nocolor > .wb--cursor { text-style: reverse; }
    &:nocolor > .wb--cell { text-style: bold underline reverse; }
    &:nocolor > .wb--warning { text-style: bold; }
    &:nocolor > .wb--dim { text-style: dim; }
"""


def plain(text: str) -> Content:
    """``text`` as content that is shown as it is, newlines kept."""
    return Content(sanitise.display(text))


class Words(Static):
    """A ``Static`` that takes a plain string for what it is; ``say`` replaces it."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(plain(text), id=id, classes=classes)

    def say(self, text: str) -> None:
        """Show ``text`` instead."""
        self.update(plain(text))


def clip(text: str, width: int) -> str:
    """``text`` as one harmless line of at most ``width`` cells, cut with an ellipsis."""
    flat = sanitise.line(text)
    if cell_len(flat) <= width:
        return flat
    return set_cell_size(flat, width - 1).rstrip() + "…" if width > 1 else "…"[:width]


def width_of(line: Line) -> int:
    """Cells the line takes."""
    return sum(cell_len(text) for text, _ in line)


def fill(line: Line, width: int, right: bool = False) -> list[Piece]:
    """The line in exactly ``width`` cells: padded (on the left with ``right``) or cut with an ellipsis."""
    kept: list[Piece] = []
    left = width
    for text, style in line:
        text = clip(text, left) if cell_len(text) > left else text
        left -= cell_len(text)
        kept.append((text, style))
        if left <= 0:
            break
    pad: list[Piece] = [(" " * left, "")] if left > 0 else []
    return pad + kept if right else kept + pad


def wrap(text: str, width: int, limit: int = 0) -> list[str]:
    """``text`` as harmless lines of at most ``width`` cells, words whole where they fit; ``limit`` lines (0: all)."""
    lines: list[str] = []
    width = max(width, 1)  # a widget that has no room yet is asked, too
    for paragraph in sanitise.display(text).split("\n"):
        rest = paragraph.rstrip(" ")
        while cell_len(rest) > width:
            head = set_cell_size(rest, width).rstrip(" ") if not rest.isascii() else rest[:width]
            cut = rest.rfind(" ", 0, len(head) + 1)
            cut = cut if cut > 0 else max(len(head), 1)
            lines.append(rest[:cut].rstrip(" "))
            rest = rest[cut:].lstrip(" ")
        lines.append(rest)
    if limit and len(lines) > limit:
        lines = [*lines[: limit - 1], clip(lines[limit - 1] + " …", width)]
    return lines


def paint(widget: "Widget", line: Line, width: int, base: Style, over: Style | None = None) -> Strip:
    """The line as a strip of ``width`` cells; ``over`` is laid over every piece (the cursor's row)."""
    segments = []
    for text, look in line:
        style = base
        if isinstance(look, str) and look:
            style = base + widget.get_component_rich_style(f"wb--{look}", partial=True)
        if over is not None and look != "cell":
            style = style + over
        if isinstance(look, Style):  # a code's own colour stays, also under the cursor
            style = style + look
        segments.append(Segment(sanitise.display(text).replace("\n", " "), style))
    return Strip(segments).adjust_cell_length(width, base + over if over is not None else base)


def joined(parts: Iterable[str], between: str = " · ") -> str:
    """The parts that are not empty, with a dot between."""
    return between.join(part for part in parts if part)


def clock(milliseconds: int) -> str:
    """A time in a recording: ``00:12:31``."""
    minutes, seconds = divmod(max(milliseconds, 0) // 1000, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
