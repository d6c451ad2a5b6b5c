"""The dialogs of the coding screen: which coding is meant, things to tick, a code in the informant's words."""

from collections.abc import Callable, Collection, Mapping, Sequence

from textual.widgets import Input

from workbench import sanitise
from workbench.study import CodeRow, CodingRow
from workbench.tui.commands import Command
from workbench.tui.widgets.palette import CodePalette
from workbench.tui.widgets.picker import Option, Picker, option
from workbench.tui.widgets.rows import Rows
from workbench.tui.widgets.text import Line, fill


def coding_options(
    rows: Sequence[CodingRow], codes: Mapping[str, CodeRow], coders: Mapping[str, str], text: str
) -> list[Option]:
    """A line for each coding: its code, whose it is, how it begins."""

    def line(row: CodingRow) -> Option:
        code = codes.get(row.code)
        name = sanitise.line(code.name if code else "(code deleted)", 40)
        return option(row.id, name, f"{coders.get(row.coder, '?')} · “{sanitise.line(text[row.start : row.end], 60)}”")

    return [line(row) for row in rows]


class Ticks(Picker):
    """Things that are on or off. ``items`` are (key, name, note); ``on`` says which keys are; Enter flips one."""

    def __init__(
        self,
        title: str,
        items: Sequence[tuple[str, str, str]],
        on: Callable[[], Collection[str]],
        flip: Callable[[str], object],
    ) -> None:
        self._on = on
        self._flip = flip
        super().__init__(title, [self._item(*item) for item in items])

    def _item(self, key: str, name: str, note: str) -> Option:
        def draw(width: int) -> Line:
            ticked = key in self._on()
            tick = ("● " if ticked else "○ ", "accent" if ticked else "dim")
            return [tick, *fill([(f"{sanitise.line(name)}  ", "strong" if ticked else ""), (note, "dim")], width - 2)]

        return Option(key, draw, f"{name} {note}")

    def commands(self) -> list[Command]:
        """What is flipped is kept when the dialog is left: the hints say so."""
        labels = {"choice.take": "on or off", "dialog.cancel": "done"}
        return [command._replace(label=labels.get(command.id, command.label)) for command in super().commands()]

    def taken(self, choice: Option) -> None:
        """Flip it; escape leaves."""
        self._flip(choice.value)
        self.query_one(Rows).refresh()


class InVivo(CodePalette):
    """The palette with a name in it already."""

    def __init__(self, title: str, callback: Callable[[str | None], object], name: str) -> None:
        super().__init__(title, callback)
        self._name_given = name

    def on_mount(self) -> None:
        """Begin with the name, as if it had been typed."""
        super().on_mount()
        box = self.query_one(Input)
        box.value = self._name_given
        box.cursor_position = len(self._name_given)
