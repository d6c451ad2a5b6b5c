"""The command list: everything that can be done here, by name."""

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from workbench.tui.commands import Command, keys_of, table
from workbench.tui.widgets.picker import Option, Picker
from workbench.tui.widgets.text import Line, Piece, fill

TURN = "turn"


def _line(command: Command) -> Callable[[int], Line]:
    def draw(width: int) -> Line:
        keys = fill([(keys_of(command), "accent")], 14)
        text: list[Piece] = [(f"{command.label}  ", "strong"), (command.help, "dim")]
        return [*keys, *fill(text, width - 14)]

    return draw


class CommandList(Picker):
    """The commands of ``place`` and of the app. A number goes to that turn, where the room below has turns."""

    DEFAULT_CSS = "CommandList > #dialog { width: 92; }"

    def __init__(self, place: str, room: Screen[Any]) -> None:
        everything = [command for part in dict.fromkeys((place, "app")) for command in table(part)]
        options = [Option(c.id, _line(c), f"{c.label} {c.help}") for c in everything if c.id != "app.commands"]
        super().__init__("Commands", options, placeholder="type what you want to do")
        self._does = {c.id: c.does for c in everything}
        self._room = room

    def options(self, query: str) -> list[Option]:
        """The commands whose name begins with what is typed come first."""
        wanted = query.strip().casefold()
        if wanted.isdigit() and hasattr(self._room, "goto_turn"):
            return [Option(TURN + wanted, lambda width: fill([(f"go to turn {wanted}", "")], width))]
        return sorted(super().options(query), key=lambda o: not o.words.casefold().startswith(wanted))

    def taken(self, choice: Option) -> None:
        """Close, then do it in the room below."""
        self.dismiss(None)
        if choice.value in self._does:
            self.app.call_next(self._room.run_action, self._does[choice.value])
        else:
            self.app.call_next(self._room.goto_turn, int(choice.value.removeprefix(TURN)))  # type: ignore[attr-defined]
