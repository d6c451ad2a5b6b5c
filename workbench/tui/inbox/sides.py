"""What stands beside the list: the sides in full as far as there is room, and the choices with their keys."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from workbench.tui.widgets.text import plain

if TYPE_CHECKING:
    from workbench.study.inbox import InboxItem, Side

_MOST = 20_000
"""Characters of one side that are laid out here; ``r`` reads all of it."""


class Sides(VerticalScroll, can_focus=False):
    """Who wrote what and when, and which of it is shown."""

    DEFAULT_CSS = """
    Sides { height: 1fr; padding: 1 2 0 2; scrollbar-size-vertical: 1; }
    Sides Static { height: auto; }
    InboxScreen.-narrow Sides { padding: 0 2; }
    """

    def compose(self) -> ComposeResult:
        """One text that scrolls."""
        yield Static(id="sides-text")

    def show(self, item: "InboxItem | None") -> None:
        """Show the sides of this item."""
        parts: list[Content] = []
        for side in item.sides if item is not None else ():
            text = side.value if side.value is not None else "nothing"
            cut = text if len(text) <= _MOST else text[:_MOST] + " …"
            look = "" if side.here and side.value is not None else "$wb-dim"
            parts += [*_heading(side), plain(f"{cut}\n\n").stylize(look) if look else plain(f"{cut}\n\n")]
        self.query_one("#sides-text", Static).update(Content.assemble(*parts))
        self.scroll_home(animate=False)


class Choices(Static):
    """The ways to settle it, each with its key."""

    DEFAULT_CSS = "Choices { height: auto; max-height: 8; padding: 0 2; }"

    def show(self, item: "InboxItem | None") -> None:
        """Show the choices of this item."""
        parts: list[Content] = []
        for number, choice in enumerate(item.choices if item is not None else (), 1):
            ends = "\n" if item is not None and number < len(item.choices) else ""
            more = " …" if choice.needs else ""
            parts += [plain(f"{number} ").stylize("$accent"), plain(f"{choice.does}{more}{ends}")]
        if item is not None and not item.choices:
            parts = [plain("Nothing to settle: it comes with one of the next exchanges.").stylize("$wb-dim")]
        self.update(Content.assemble(*parts))


def _heading(side: "Side") -> list[Content]:
    when = f"{side.when.day} {side.when:%b %Y %H:%M}"
    heading = [plain(side.coder).stylize("bold"), plain(f"  {when}").stylize("$wb-dim")]
    return [*heading, plain("  shown" if side.shown else "").stylize("$success"), plain("\n")]


def paragraphs(item: "InboxItem") -> list[tuple[str, str]]:
    """An item in full, as a dialog shows it."""
    found: list[tuple[str, str]] = [(item.sentence, "strong"), ("", "")]
    for side in item.sides:
        shown = " · shown" if side.shown else ""
        found.append((f"{side.coder} · {side.when.day} {side.when:%b %Y %H:%M}{shown}", "accent"))
        found += [(text, "") for text in (side.value or "nothing").split("\n")]
        found.append(("", ""))
    return found
