"""The help screen: the keys that work where one is, from the same tables as the keys themselves."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from workbench.tui.commands import TITLES, Command, keys_of, table
from workbench.tui.widgets.dialog import Dialog
from workbench.tui.widgets.rows import Rows
from workbench.tui.widgets.text import Line, fill, wrap

KEYS = 22
"""Cells of the column with the keys."""


class HelpScreen(Dialog[None]):
    """Every key of ``place``, then those of lists, then those that work everywhere."""

    DEFAULT_CSS = """
    HelpScreen > #dialog { height: 86%; width: 92; }
    HelpScreen Rows { margin: 1 0; background: $surface; }
    """

    def __init__(self, place: str) -> None:
        title = TITLES.get(place, place)
        super().__init__(f"Keys: {title}")
        lists = () if place in ("coding", "lanes", "findings", "passages", "splitting") else ("list",)
        self._lines: list[Command | str] = []
        for part in dict.fromkeys((place, *lists, "app")):
            commands = [command for command in table(part) if command.keys]
            if commands:
                self._lines += [TITLES.get(part, part), *commands, ""]

    def body(self) -> Iterable[Widget]:
        """The list."""
        yield Rows(id="keys")

    def on_mount(self) -> None:
        """Show it all; it scrolls."""
        rows = self.query_one(Rows)
        rows.show(len(self._lines), self._draw, self._height)
        rows.focus()

    def _height(self, index: int, width: int) -> int:
        return len(self._draw(index, width, False))

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        line = self._lines[index]
        if isinstance(line, str):
            return ([(line, "strong")],)
        room = max(width - KEYS - 2, 10)
        keys, below = fill([(keys_of(line), "accent")], KEYS), fill([], KEYS)
        told = wrap(line.help, room)
        return tuple([*(below if i else keys), ("  ", ""), *fill([(text, "")], room)] for i, text in enumerate(told))
