"""The code palette: find a code by typing, or make it; what was used last comes first."""

from collections.abc import Callable, Collection
from functools import cache
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style

from workbench.tui.app import FAILED
from workbench.tui.commands import Command, bindings
from workbench.tui.theme import code_style
from workbench.tui.widgets.picker import Option, Picker
from workbench.tui.widgets.text import Line, Piece, clip, fill

if TYPE_CHECKING:
    from workbench.study.codes import CodeRow

NEW = "+"
TOP = "^"


class CodePalette(Picker):
    """Pick a code. ``callback`` gets its id; None when the palette was left without taking any.

    ``create`` False offers only what there is; ``without`` are codes not to offer; ``top`` is the text of a first line
    that stands for "no code" (its result is ''), where that makes sense.
    """

    BINDINGS = bindings("palette")
    places: ClassVar[tuple[str, ...]] = ("dialog", "choice", "palette")
    DEFAULT_CSS = "CodePalette > #dialog { width: 100; }"

    def __init__(
        self,
        title: str,
        callback: Callable[[str | None], object],
        nearby: Collection[str] = (),
        *,
        create: bool = True,
        without: Collection[str] = (),
        top: str = "",
    ) -> None:
        placeholder = "type a name; A / B makes B below A" if create else "type a name"
        super().__init__(title, placeholder=placeholder)
        self._callback = callback
        self._nearby = nearby
        self._create = create
        self._without = frozenset(without)
        self._top = top
        self._codes: dict[str, CodeRow] = {}
        self._paths: frozenset[str] = frozenset()
        self._taken = 0

    def commands(self) -> list[Command]:
        """Staying open makes sense only where codes are applied."""
        return [c for c in super().commands() if self._create or c.place != "palette"]

    def on_mount(self) -> None:
        """Read the codebook once, then rank at every key; what that needs is made ready once the codes are shown."""
        self._read()
        self.narrow("")
        self.call_after_refresh(self.study.codes.ready)

    def _read(self) -> None:
        self._codes = {code.id: code for code in self.study.codes.list()}
        self._paths = frozenset(code.path for code in self._codes.values())

    def options(self, query: str) -> list[Option]:
        """The ranked codes; last the new one, with those it may be mistaken for."""
        found = [
            Option(match.id, self._line(self._codes[match.id]))
            for match in self.study.codes.rank(query, nearby=self._nearby, limit=50)
            if match.id in self._codes and match.id not in self._without
        ]
        if self._top and not query.strip():
            found.insert(0, Option(TOP, lambda width: fill([(self._top, "accent")], width)))
        name = " ".join(query.split())
        if self._create and name and name not in self._paths:
            found.append(Option(NEW, self._new_line(name)))
        return found

    def _line(self, code: "CodeRow") -> Callable[[int], Line]:
        colour, glyph = code_style(code.number, self.app.current_theme.dark, code.colour)

        def draw(width: int) -> Line:
            room = max(24, width * 45 // 100)
            above, _, own = code.path.rpartition(" / ")
            if len(code.path) > room:  # the name itself is what one reads
                above = clip(above, max(room - len(own) - 3, 1))
            path: list[Piece] = [(f"{above} / ", "dim"), (own, "")] if above else [(own, "")]
            first = code.definition.partition("\n")[0]
            return [
                (f"{glyph} ", Style(color=colour)),
                *fill(path, room),
                *fill([(f"{code.count:,}", "dim")], 6, right=True),
                ("  ", ""),
                *fill([(first, "dim")], max(width - room - 10, 0)),
            ]

        return draw

    def _new_line(self, name: str) -> Callable[[int], Line]:
        """The last line; what the name may be mistaken for is looked up when it comes into view, which is seldom."""

        @cache
        def told() -> str:
            near = [self._codes[m.id] for m in self.study.codes.near_duplicates(name) if m.id in self._codes]
            return ", ".join(f"{code.name}, {code.count:,}" for code in near)

        def draw(width: int) -> Line:
            line: list[Piece] = [("+ new code ", "accent"), (f"“{name}”", "strong")]
            if told():
                line.append((f"  you may mean {told()}", "warning"))
            return fill(line, width)

        return draw

    def taken(self, choice: Option) -> None:
        """Close, then give the code back: what comes after may open something itself."""
        if (code := self._id_of(choice)) is not None:
            self._taken += 1
            self.dismiss(None)
            self.app.call_next(self._callback, code)

    def action_take_on(self) -> None:
        """Take the code and stay."""
        if self._create and self.current is not None and (code := self._id_of(self.current)) is not None:
            self._taken += 1
            self._callback(code)
            self._read()
            from textual.widgets import Input

            self.query_one(Input).value = ""
            self.narrow("")

    def action_cancel(self) -> None:
        """Leave; the caller hears it only when nothing was taken."""
        self.dismiss(None)
        if not self._taken:
            self.app.call_next(self._callback, None)

    def _id_of(self, choice: Option) -> str | None:
        """The code behind the line; a new one is made now."""
        if choice.value == TOP:
            return ""
        if choice.value != NEW:
            return choice.value
        from textual.widgets import Input

        made = self.workbench.do(self.study.codes.create, self.query_one(Input).value)
        return None if made is FAILED else made.id
