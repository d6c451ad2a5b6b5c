"""The floor: a Textual app of one line that is painted anew at every key. Run as a program of its own."""

from textual import events
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widget import Widget


class Line(Widget, can_focus=True):
    """One line with a number."""

    DEFAULT_CSS = "Line { height: 1; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.number = 0

    def render_line(self, y: int) -> Strip:
        """The number, with words around it as long as a line of text."""
        from rich.segment import Segment

        return Strip(
            [Segment(f"the floor is at key {self.number:06} and paints this one line anew".ljust(self.size.width))]
        )

    def on_key(self, event: events.Key) -> None:
        """Count and paint."""
        self.number += 1
        self.refresh()


class Floor(App[None]):
    """Nothing but the line."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        """The line."""
        yield Line()

    def on_mount(self) -> None:
        """Keys go to the line."""
        self.animation_level = "none"
        self.query_one(Line).focus()


if __name__ == "__main__":
    Floor().run()
