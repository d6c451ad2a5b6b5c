"""Questions about codes that may be given a reason: it is recorded with the change, and its history shows it."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Input, Static

from workbench.codebook.colours import colour_of
from workbench.errors import InputError
from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.widgets.dialog import Dialog
from workbench.tui.widgets.text import Line, Words, plain, wrap

if TYPE_CHECKING:
    from workbench.tui.app import WorkbenchApp

Paragraphs = Sequence[tuple[str, str]]
"""Lines to read, each with its look (a name of ``widgets.text.STYLES`` or '')."""
_LOOKS = {"dim": "$wb-dim", "accent": "$accent", "strong": "bold", "warning": "$warning", "success": "$success"}
WHY = "why (may stay empty)"


def content(paragraphs: Paragraphs) -> Content:
    """The paragraphs below each other, as one text."""
    parts: list[Content] = []
    for text, look in paragraphs:
        line = plain(f"\n{text}" if parts else text)
        parts.append(line.stylize(_LOOKS[look]) if look in _LOOKS else line)
    return Content.assemble(*parts)


class Asked(VerticalScroll):
    """What is asked: as high as it is, but never so high that the line and the keys below it are out of sight."""

    DEFAULT_CSS = """
    Asked { height: auto; margin: 1 0 0 0; scrollbar-size-vertical: 1; background: $surface; }
    Asked Static { height: auto; }
    """
    ROOM: ClassVar[int] = 8
    """Lines that the dialog needs besides."""

    def __init__(self, paragraphs: Paragraphs) -> None:
        super().__init__(id="asked")
        self._paragraphs = paragraphs

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(content(self._paragraphs))

    def show(self, paragraphs: Paragraphs) -> None:
        """Ask this instead."""
        self._paragraphs = paragraphs
        self.query_one(Static).update(content(paragraphs))
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as there are, or as find room in nine tenths of the window."""
        lines = sum(len(wrap(text, max(width - 1, 10))) for text, _ in self._paragraphs)
        return max(min(lines, viewport.height * 9 // 10 - self.ROOM), 1)


class WhyScreen(Dialog[str | None]):
    """A question, and a line for the reason. The result is the reason ('' where none was given), None for no."""

    BINDINGS = bindings("reason")
    AUTO_FOCUS = "#asked"
    places: ClassVar[tuple[str, ...]] = ("dialog", "reason")
    DEFAULT_CSS = """
    WhyScreen > #dialog { width: 84; }
    WhyScreen #why { margin: 1 0; }
    """

    def __init__(self, question: str | Paragraphs, title: str = "Are you sure?") -> None:
        super().__init__(title)
        self._asked: Paragraphs = [(question, "")] if isinstance(question, str) else question

    @property
    def question(self) -> str:
        """What is asked, in plain words."""
        return "\n".join(text for text, _ in self._asked)

    def body(self) -> Iterable[Widget]:
        """The question, which scrolls, and the line."""
        yield Asked(self._asked)
        yield Input(placeholder=WHY, id="why")

    def say(self, question: Paragraphs) -> None:
        """Ask this instead: what took long to find out is known now."""
        self._asked = question
        if self.is_attached:
            self.query_one(Asked).show(question)

    def action_yes(self) -> None:
        """Do it, for the reason that stands there."""
        self.dismiss(self.query_one("#why", Input).value.strip())

    def action_no(self) -> None:
        """Do nothing."""
        self.dismiss(None)

    def action_why(self) -> None:
        """Write the reason; again: back to the question."""
        line = self.query_one("#why", Input)
        (self.query_one("#asked") if line.has_focus else line).focus()

    @on(Input.Submitted, "#why")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_yes()


def ask_why(
    app: "WorkbenchApp",
    question: str | Paragraphs,
    then: Callable[[str], object],
    title: str = "Are you sure?",
) -> WhyScreen:
    """Ask; ``then`` gets the reason ('' where none was given), and hears nothing where the answer is no."""

    def answered(why: str | None) -> None:
        if why is not None:
            then(why)

    screen = WhyScreen(question, title)
    app.push_screen(screen, answered)
    return screen


class Named(NamedTuple):
    """A name that was typed, and why."""

    name: str
    why: str


class NameScreen(Dialog[Named | None]):
    """A name and a reason. ``near`` says, while one types, what the name may mean already.

    ``second``: what the second line is, where it is no reason.
    """

    DEFAULT_CSS = """
    NameScreen > #dialog { width: 84; }
    NameScreen Words { color: $wb-dim; margin: 1 0 0 0; }
    NameScreen Input { margin: 1 0 0 0; }
    NameScreen #near { color: $warning; margin: 0; height: auto; min-height: 1; }
    NameScreen #why { margin: 0 0 1 0; }
    """
    PAUSE: ClassVar[float] = 0.15
    """Seconds without a key until it is looked up what the name may mean."""

    def __init__(
        self, title: str, name: str = "", hint: str = "", near: Callable[[str], str] | None = None, second: str = ""
    ) -> None:
        super().__init__(title)
        self._given = name
        self._hint = hint
        self._near = near
        self._second = second

    def body(self) -> Iterable[Widget]:
        """The hint, the name, what it may mean, the reason."""
        yield Words(self._hint)
        yield Input(self._given, id="line", placeholder="name", select_on_focus=False)
        if self._near is not None:
            yield Words(id="near")
        yield Input(placeholder=f"{self._second} (may stay empty)" if self._second else WHY, id="why")

    def _hints(self, width: int) -> Line:
        first = [("enter ", "accent"), ("take  ", "dim"), ("tab ", "accent"), (f"{self._second or 'say why'}  ", "dim")]
        return [*first, *super()._hints(width - 24)]

    @on(Input.Changed, "#line")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.set_timer(self.PAUSE, lambda: self._look(event.value))

    def _look(self, name: str) -> None:
        if self._near is not None and self.is_attached and name == self.query_one("#line", Input).value:
            self.query_one("#near", Words).say(self._near(name.strip()) if name.strip() != self._given else "")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        name = self.query_one("#line", Input).value.strip()
        self.dismiss(Named(name, self.query_one("#why", Input).value.strip()) if name else None)


class ColourScreen(Dialog[str | None]):
    """A colour by its name or number, shown as it is typed; the result is ``#rrggbb``, '' for none of its own."""

    DEFAULT_CSS = """
    ColourScreen Words { margin: 1 0 0 0; color: $wb-dim; }
    ColourScreen Input { margin: 1 0; }
    ColourScreen #swatch { height: 1; }
    """

    def __init__(self, title: str, colour: str) -> None:
        super().__init__(title)
        self._colour = colour

    def body(self) -> Iterable[Widget]:
        """The hint, the line, the colour."""
        yield Words("A name like teal or tomato, or #rrggbb. Empty: the hue that the program gives it.")
        yield Input(self._colour, id="line", select_on_focus=True)
        yield Static(id="swatch")

    def _hints(self, width: int) -> Line:
        return [("enter ", "accent"), ("take  ", "dim"), *super()._hints(width - 12)]

    def on_mount(self, event: events.Mount) -> None:
        """Show what it has."""
        self._show(self._colour)

    def _show(self, text: str) -> None:
        try:
            colour = colour_of(text)
        except InputError:
            shown = plain("no such colour").stylize("$wb-dim")
        else:
            shown = Content.assemble(
                plain("┃ ██████ ").stylize(colour or "$foreground"), plain(colour or "the program's").stylize("$wb-dim")
            )
        self.query_one("#swatch", Static).update(shown)

    @on(Input.Changed, "#line")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    @on(Input.Submitted, "#line")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        colour = self.workbench.do(colour_of, event.value)
        if colour is not FAILED:
            self.dismiss(colour)
