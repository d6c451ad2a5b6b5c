"""New codes by interview: the curve with its band, the interviews below it, and which codes each brought."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.widget import Widget

from workbench.study.saturation.values import CurveAsked, NewCodes, PairsAsked, heard_curve
from workbench.synthesis.picture import picture
from workbench.synthesis.saturation import ORDERS
from workbench.tui.agreement.sheet import Sheet
from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.saturation import dialogs, words
from workbench.tui.saturation.room import CountedRoom
from workbench.tui.widgets.columns import Column, Fitted, fit, head, table_row
from workbench.tui.widgets.excerpts import ExcerptsScreen
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.picker import Picker, option
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Words, fill

if TYPE_CHECKING:
    from workbench.study import Quote
    from workbench.synthesis.saturation import Step

_LOOKS = {"seen": "accent", "mean": "", "band": "dim", "axis": "dim"}
_ALL = "*"


class SaturationScreen(CountedRoom[CurveAsked, NewCodes]):
    """The room's first view."""

    place: ClassVar[str] = "saturation"
    BINDINGS = bindings("saturation")
    work = "new codes"
    DEFAULT_CSS = """
    SaturationScreen #asked { padding: 0 1; }
    SaturationScreen #curve { height: 9; padding: 0 1; }
    SaturationScreen #head { padding: 0 2 0 1; }
    SaturationScreen #steps { padding: 0 0 0 1; min-height: 3; }
    SaturationScreen #empty { margin: 1 2; color: $wb-dim; }
    SaturationScreen .foot { padding: 0 1; background: $surface; }
    """

    def __init__(self, asked: CurveAsked = CurveAsked(), other: PairsAsked = PairsAsked()) -> None:  # noqa: B008
        super().__init__(asked, (asked, other))
        self._rows: list[tuple[int, Step]] = []

    def body(self) -> Iterable[Widget]:
        """What was asked, the curve, the interviews, the one under the cursor, where the numbers come from."""
        yield Bar(self._asked, id="asked")
        yield Sheet(self._curve, id="curve")
        yield Bar(lambda width: head(self._columns(width)), id="head")
        yield Words(id="empty")
        yield Rows(id="steps")
        yield Bar(self._step, id="step", classes="foot")
        yield Bar(self._basis, id="basis", classes="foot")

    def here(self) -> Line:
        """New codes."""
        return [("New codes by interview", "strong")]

    def counted(self, asked: CurveAsked) -> NewCodes:
        """The curve."""
        return self.study.saturation.curve(asked)

    def heard(self, given: Any) -> NewCodes:
        """The curve as the other process tells it."""
        return heard_curve(given)

    def filtered(self) -> None:
        """Show the interviews that match, the cursor where it was."""
        here = self.step.interview if self.step else ""
        needle = self.needle.split()
        found = list(enumerate(self.found.curve.steps)) if self.found else []
        self._rows = [row for row in found if all(word in self._searched(row[1]) for word in needle)]
        cursor = next((i for i, (_, step) in enumerate(self._rows) if step.interview == here), None)
        self.query_one(Rows).show(len(self._rows), self._draw, cursor=cursor)
        empty = self.query_one("#empty", Words)
        empty.display = not self._rows
        if needle and found:
            empty.say("No interview matches. Escape takes the filter away.")
        elif not self.counting:
            empty.say("No interview is done in this layer yet: `d` in the library says so of one; f takes in all.")
        self._room()
        self._redraw()

    def _searched(self, step: "Step") -> str:
        groups = self.study.synthesis.groups()
        return " ".join((step.name, step.date, *(groups.get(group, group) for group in step.groups))).casefold()

    def _redraw(self) -> None:
        self.query_one(Sheet).again()
        for bar in self.query(Bar):
            bar.refresh()

    def _room(self) -> None:
        """As much room for the curve as leaves some for the interviews."""
        height = self.size.height
        rows = 6 if height < 20 else 9 if height < 30 else 13 if height < 44 else 18
        curve = self.query_one("#curve")
        curve.display = bool(self.found and self.found.curve.steps)
        curve.styles.height = rows

    def on_resize(self) -> None:
        """The curve gets the room there is."""
        self._room()
        self.query_one(Sheet).again()

    @property
    def step(self) -> "Step | None":
        """The interview under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._rows[cursor][1] if 0 <= cursor < len(self._rows) else None

    # --- drawing

    def _asked(self, width: int) -> Line:
        more = "also not done" if self.asked.unfinished else ""
        return self.told_asked(width, words.ORDERS[self.asked.order], more)

    def _curve(self, width: int) -> Sequence[Line]:
        if self.found is None:
            return ()
        height = self.query_one("#curve").size.height
        rows = picture(self.found.curve, min(width, 150), height - 1)
        lines: list[Line] = [[(text, _LOOKS.get(kind, "")) for text, kind in row] for row in rows]
        curve = self.found.curve
        band = f"   ░ 95 % of {curve.permutations:,} orders, seed {curve.seed}" if curve.band else ""
        legend: Line = [("   ● ", "accent"), (f"codes so far   ─ mean of all orders{band}", "dim")]
        return [*lines, fill(legend, width)]

    def _columns(self, width: int) -> Fitted:
        steps = self.found.curve.steps if self.found else ()
        names = max((len(step.name) for step in steps), default=9)
        numbers = [
            Column("codes", "codes", 5, 4, right=True),
            Column("new", "new", 4, right=True),
            Column("cumulative", "so far", 6, right=True),
            Column("mean", "mean", 6, 5, right=True),
            Column("band", "95 %", 9, 6, right=True),
            Column("created", "not looked for", 14, 3, right=True),
            Column("excerpts", "excerpts", 8, 7, right=True),
            Column("people", "new people", 10, 2, right=True),
        ]
        return fit(
            [
                Column("number", "no.", 3, 8, right=True),
                Column("name", "interview", min(max(names, 9), 20), grow=1, most=min(max(names, 9), 40)),
                Column("date", "date", 10, 9),
                *numbers,
                Column("groups", "groups", 16, 10, grow=2, most=44),
            ],
            width,
        )

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        if self.found is None:
            return ((),)
        place, step = self._rows[index]
        curve, groups = self.found.curve, self.found.groups
        band = curve.band[place] if curve.band else None
        mark = "°" if step.unlooked else ""
        values: dict[str, Line] = {
            "number": [(str(place + 1), "dim")],
            "name": [(step.name, "" if step.done else "dim")],
            "date": [(step.date or "–", "dim")],
            "codes": [(str(step.codes), "")],
            "new": [(f"{step.new}{mark}" if step.new else "–", "accent" if step.new else "dim")],
            "cumulative": [(str(step.cumulative), "strong")],
            "mean": [(f"{curve.expected[place]:.1f}", "dim")],
            "band": [(f"{band.low}–{band.high}" if band else "", "dim")],
            "created": [(str(step.created) if step.created else "–", "warning" if step.created else "dim")],
            "excerpts": [(str(step.excerpts), "dim")],
            "people": [(f"{step.newcomers} of {step.informants}", "dim")],
            "groups": [(", ".join(groups.get(group, group) for group in step.groups), "dim")],
        }
        return (table_row(self._columns(width - 1), values),)

    def _step(self, width: int) -> Line:
        if self.found is None or self.step is None:
            return ()
        return fill([(self.step.name, "strong"), ("  ", ""), (words.step(self.found, self.step), "")], width)

    def _basis(self, width: int) -> Line:
        return fill([(words.basis(self.found), "dim")], width) if self.found else ()

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self.query_one("#step", Bar).refresh()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    # --- commands

    def action_open(self) -> None:
        """Which codes are new in the interview; from one to its excerpts there."""
        found, step = self.found, self.step
        if found is None or step is None:
            return
        if not step.new:
            self.workbench.say(f"No code is new in {step.name}.")
            return
        unlooked = "not looked for in every interview before"
        options = [option(_ALL, "all of them", "the excerpts of every new code")] if step.new > 1 else []
        options += [
            option(code, found.paths.get(code, code), unlooked if code in step.unlooked else "") for code in step.first
        ]

        def picked(code: str | None) -> None:
            if code is not None:
                codes = step.first if code == _ALL else (code,)
                named = "new codes" if code == _ALL else words.name(found.paths.get(code, code))
                self._excerpts(step, codes, f"{named} · {step.name}")

        self.app.push_screen(Picker(f"New in {step.name}: {step.new} of {step.codes} codes", options), picked)

    def _excerpts(self, step: "Step", codes: Sequence[str], title: str) -> None:
        asked, behind = self.asked, self.study.saturation.behind_step
        bears: dict[str, str] = {}

        def read() -> "list[Quote]":
            found = behind(step.interview, codes, asked)
            bears.update(found.codes)
            return found.quotes

        self.app.push_screen(ExcerptsScreen(title, read, mark=lambda quote: marked(quote, bears)))

    def action_order(self) -> None:
        """The next order of interviews."""
        self.ask(order=ORDERS[(ORDERS.index(self.asked.order) + 1) % len(ORDERS)])

    def action_unfinished(self) -> None:
        """Also what is not done, or only what is."""
        self.ask(unfinished=not self.asked.unfinished)

    def action_seed(self) -> None:
        """Draw other orders."""
        hint = "The same seed draws the same orders on every machine."
        dialogs.ask_number(
            self.workbench, "Seed of the random orders", self.asked.seed, hint, lambda n: self.ask(seed=n)
        )

    def action_about(self) -> None:
        """How it is counted, and what it cannot say."""
        if self.found is not None:
            from workbench.exports.curve_words import SOURCE

            self.app.push_screen(LinesScreen("New codes by interview", words.about_curve(self.found, SOURCE)))

    def action_other(self) -> None:
        """Codes that stand together."""
        from workbench.tui.saturation.together import TogetherScreen

        self.switch(lambda: TogetherScreen(self.beside[1], self.asked))


def marked(quote: "Quote", bears: dict[str, str]) -> str:
    """Which of the codes that were asked for stand on a passage."""
    return ", ".join(dict.fromkeys(words.name(bears[coding]) for coding in quote.codings if coding in bears))


__all__ = ["FAILED", "SaturationScreen", "marked"]
