"""The survey: every index with its groups beside the theme it is linked to, and how each question was answered."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual import on
from textual.widget import Widget

from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.survey import dialogs, drawing
from workbench.tui.synthesis import counting
from workbench.tui.synthesis.table import column_label
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, Words, fill, joined

if TYPE_CHECKING:
    from workbench.study.surveys import ItemResult, SurveyResult, ThemeResult
    from workbench.synthesis import Matrix, Row
    from workbench.synthesis.survey import Distribution


class _Shown(NamedTuple):
    """One thing to put the cursor on: an index, or one of its questions."""

    theme: "ThemeResult"
    item: "ItemResult | None" = None


class SurveyScreen(Room):
    """``name``: which survey ('': the first)."""

    place: ClassVar[str] = "survey"
    BINDINGS = bindings("survey")
    DEFAULT_CSS = """
    SurveyScreen #asked { padding: 0 1; }
    SurveyScreen #legend { padding: 0 1; }
    SurveyScreen #answers { padding: 0 0 0 1; min-height: 3; }
    SurveyScreen #empty { margin: 1 2; color: $wb-dim; }
    SurveyScreen .foot { padding: 0 1; background: $surface; }
    """

    def __init__(self, name: str = "", layer: str = "") -> None:
        super().__init__()
        self.survey = name
        self.whose = layer
        self.result: SurveyResult | None = None
        self.matrix: Matrix | None = None
        self._beside: dict[str, Row] = {}
        self._rows: list[_Shown] = []
        self._turn = 0

    def body(self) -> Iterable[Widget]:
        """Who answered, what the signs mean, the indices and their questions, the one under the cursor."""
        yield Bar(self._asked, id="asked")
        yield Bar(lambda width: drawing.legend(self.result.scale, width) if self.result else (), id="legend")
        yield Words(id="empty")
        yield Rows(id="answers")
        yield Bar(self._linked, id="linked", classes="foot")
        yield Bar(self._noted, id="noted", classes="foot")

    def here(self) -> Line:
        """The survey, and its title."""
        return [("survey", "dim"), (" ", ""), (self.result.title if self.result else self.survey, "strong")]

    # --- reading

    def reload(self) -> None:
        """Read the answers again, and then what the interviews say of the themes: that may come later."""
        found = self.workbench.do(self.study.surveys.get, self.survey)
        self.result = None if found is FAILED else found
        if self.result is not None:
            self.survey = self.result.name
        self.filtered()
        self._turn += 1
        turn = self._turn

        def built(made: "counting.Built | None") -> None:
            if turn == self._turn and self.is_attached and made is not None:
                self.matrix = made.matrix
                self._beside = {row.theme: row for row in made.matrix.rows}
                self._redraw()

        counting.build(self.workbench, "", {"layer": self.whose} if self.whose else {}, built)

    def filtered(self) -> None:
        """Show the indices and questions that match, the cursor where it was."""
        kept = self._key(self.shown) if self.shown else ()
        themes = self.result.themes if self.result and self.result.respondents else ()
        every = [one for theme in themes for one in (_Shown(theme), *(_Shown(theme, i) for i in theme.distributions))]
        needle = self.needle.split()
        self._rows = [one for one in every if all(word in _searched(one) for word in needle)]
        cursor = next((i for i, one in enumerate(self._rows) if self._key(one) == kept), 0)
        self.query_one(Rows).show(len(self._rows), self._draw, lambda i, width: self._height(i), cursor=cursor)
        empty = self.query_one("#empty", Words)
        empty.display = not self._rows
        if every:
            empty.say("Nothing matches. Escape takes the filter away.")
        elif self.result is not None:
            empty.say(f"Nobody's answers are here yet: `workbench survey import {self.result.name} FILE.csv`.")
        self._redraw()

    @property
    def shown(self) -> _Shown | None:
        """What is under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._rows[cursor] if 0 <= cursor < len(self._rows) else None

    @staticmethod
    def _key(one: _Shown) -> tuple[str, str]:
        return one.theme.id, one.item.item if one.item else ""

    def _redraw(self) -> None:
        self.query_one(Rows).refresh()
        for drawn in self.query(Bar):
            drawn.refresh()

    # --- drawing

    def _groups(self) -> tuple[tuple[str, str], ...]:
        return (("", "everybody"), *(self.result.groups if self.result else ()))

    def _asked(self, width: int) -> Line:
        if self.result is None:
            return ()
        sizes = ", ".join(f"{label} {self.result.sizes[group]}" for group, label in self.result.groups)
        layer = self.matrix.rule.layer if self.matrix else self.whose
        counted = f"layer: {'all coders' if layer == 'all' else layer}" if layer else "counting …"
        return fill(
            [(f"{self.result.respondents:,} answers", "accent"), (" · ", "dim"), (f"{counted}  ", ""), (sizes, "dim")],
            width,
        )

    def _height(self, index: int) -> int:
        """A heading, a line for everybody and each group, and a blank line before the next index."""
        last = index + 1 < len(self._rows) and self._rows[index + 1].item is None
        return 1 + len(self._groups()) + last

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        one, inner = self._rows[index], width - 1
        return self._item(one.theme, one.item, inner) if one.item else self._index(one.theme, inner)

    def _index(self, theme: "ThemeResult", width: int) -> list[Line]:
        row = self._beside.get(theme.code)
        column = column_label(self.matrix, row.column) if row is not None and self.matrix else ""
        to = theme.path or "linked to no theme"
        first: list[Piece] = [(theme.label, "strong"), ("  → ", "dim"), (to, "accent" if theme.code else "dim")]
        lines: list[Line] = [fill([*first, (f"  {column}" if column else "", "dim")], width)]
        for group, label in self._groups():
            stat = theme.groups[group] if group else theme.total
            beside = drawing.heard(theme, group, row, self.matrix, width)
            lines.append(drawing.index_line(label, stat, theme.scale, beside, width))
        return lines

    def _item(self, theme: "ThemeResult", item: "ItemResult", width: int) -> list[Line]:
        turned: list[Piece] = [("  ", ""), ("↔ turned round in the index", "dim")] if item.reverse else []
        lines: list[Line] = [fill([(" ", ""), (item.question, ""), *turned], width)]
        for group, label in self._groups():
            said: Distribution = item.groups[group] if group else item.total
            lines.append(drawing.answer_line(label, said, width))
        return lines

    def _linked(self, width: int) -> Line:
        """What enter does here, and how many answered too little."""
        if self.shown is None:
            return ()
        theme, item = self.shown
        if item is not None:
            missing = f"{item.total.missing} did not answer"
            return fill([(item.item, "strong"), (f"  {missing} · of {theme.label}", "")], width)
        told = joined((f"index of {', '.join(theme.items)}", f"{theme.total.missing} answered too little"))
        return fill([(theme.label, "strong"), (f"  {told}", "")], width)

    def _noted(self, width: int) -> Line:
        notes = [dialogs.note(note) for note in self.result.notes] if self.result else []
        few = f"{drawing.MARK} fewer than 40: with caution"
        return fill([(joined((few, *notes)), "dim")], width)

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self.query_one("#linked", Bar).refresh()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    # --- commands

    def _code(self) -> str:
        """The theme of the index under the cursor; '' (which is said) where it is linked to none."""
        if self.shown is None:
            return ""
        theme = self.shown.theme
        if not theme.code:
            told = f"no theme is called {theme.path}" if theme.path else "study.toml links it to no theme"
            self.workbench.say(f"{theme.label}: {told}.")
        return theme.code

    def _changes(self) -> dict[str, Any]:
        return {"layer": self.whose} if self.whose else {}

    def action_open(self) -> None:
        """The page of the theme."""
        if code := self._code():
            from workbench.tui.themepage.screen import ThemeScreen

            self.app.push_screen(ThemeScreen(code, self.study.synthesis.rule().name, self._changes()))

    def action_excerpts(self) -> None:
        """The excerpts of the theme."""
        if (code := self._code()) and self.shown:
            dialogs.excerpts(self.workbench, code, self.shown.theme.path, self._changes())

    def action_next(self) -> None:
        """The next survey."""
        names = self.study.surveys.names()
        if len(names) < 2:
            self.workbench.say("There is no other survey in this study.")
            return
        at = names.index(self.survey) if self.survey in names else -1
        self.survey = names[(at + 1) % len(names)]
        self.reload()

    def action_cross(self) -> None:
        """A cross table of two columns."""
        if self.result is not None and self.result.respondents:
            dialogs.ask_cross(self.workbench, self.survey)

    def action_tables(self) -> None:
        """The tables of study.toml."""
        dialogs.ask_table(self.workbench)

    def action_layer(self) -> None:
        """Whose codings the interviews' numbers count."""
        from workbench.tui.synthesis.dialogs import ask_layer

        def picked(layer: str) -> None:
            self.whose = layer
            self.reload()

        ask_layer(self.workbench, self.whose or "all", picked)

    def action_about(self) -> None:
        """How it is counted."""
        if self.result is not None:
            dialogs.about(self.workbench, self.result)

    def action_export(self) -> None:
        """Write what is shown to a file."""
        dialogs.export(self.workbench, self.survey, self.whose)


def _searched(one: _Shown) -> str:
    said = (one.theme.label, one.theme.path, *((one.item.item, one.item.question) if one.item else one.theme.items))
    return " ".join(said).casefold()
