"""Where a word stands in the whole study, shown before all of it is replaced."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from textual.widget import Widget

from workbench import sanitise
from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.findings.words import NO_PERSON, counted
from workbench.tui.widgets.dialog import Dialog
from workbench.tui.widgets.rows import Rows
from workbench.tui.widgets.text import Line, Piece, Words, clip, fill, width_of

if TYPE_CHECKING:
    from workbench.study import Study

MOST = 5000


class Everywhere(NamedTuple):
    """What to put in the place of all of them, and whether also in what comes later."""

    by: str
    always: bool


class OccurrencesScreen(Dialog[Everywhere | None]):
    """The places of ``word``; the result is what to put there. ``by``: what is suggested, or ''.

    ``person``: it may be somebody's name, and have a made-up one.
    """

    BINDINGS = bindings("occurrences")
    places: ClassVar[tuple[str, ...]] = ("dialog", "occurrences")
    DEFAULT_CSS = """
    OccurrencesScreen > #dialog { width: 110; height: 86%; }
    OccurrencesScreen Words { margin: 1 0; }
    OccurrencesScreen Rows { margin: 0 0 1 0; background: $surface; }
    """

    def __init__(self, study: "Study", word: str, by: str, always: bool, person: bool = True) -> None:
        self._word = word
        super().__init__(f"“{sanitise.line(self._word, 40)}” in the whole study")
        self._by = by
        self._always = always
        self._person = person
        self._all = study.anonymity.occurrences(self._word)

    def body(self) -> Iterable[Widget]:
        """How many, what enter does, and each of them."""
        yield Words(id="said")
        yield Rows(id="places")

    def on_mount(self) -> None:
        """Show them."""
        rows = self.query_one(Rows)
        rows.show(min(len(self._all), MOST), self._draw)
        rows.focus()
        self._say()

    def _say(self) -> None:
        texts = len({one.where for one in self._all})
        what = f"It stands {counted(len(self._all), 'time')} in {counted(texts, 'place')}."
        by = self._by
        enter = f"Enter puts {sanitise.line(by, 40)} there" if by else "Enter asks what to put there"
        later = (
            "and in whatever comes later (a: only now). The word goes into the key file, outside the study."
            if self._always
            else "now; a: also in whatever comes later."
        )
        back = "u takes it back, but the rule stays in the key file." if self._always else "u takes it back."
        self.query_one(Words).say(f"{what} {enter}, {later}\n{back}")

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        one = self._all[index]
        name = fill([(one.where, "accent")], min(max(len(o.where) for o in self._all[:50]), 24))
        middle: list[Piece] = [(clip(one.words, 40), "cell")]
        room = max(width - width_of(name) - width_of(middle) - 3, 10)
        half = room // 2
        before = f"{sanitise.line(one.before)}{' ' * one.before[-1:].isspace()}"[-half:]
        left: list[Piece] = [(" " * (half - cell_len(before)), ""), (before, "")]
        after: list[Piece] = [(" " * one.after[:1].isspace(), ""), (clip(one.after, half), "")]
        return ([*name, ("  ", ""), *left, *middle, *after],)

    # --- commands

    def action_placeholder(self) -> None:
        """The placeholder."""
        if self._by:
            self.dismiss(Everywhere(self._by, self._always))
        else:
            self.action_text()

    def action_pseudonym(self) -> None:
        """A made-up name."""
        if not self._person:
            self.workbench.say(NO_PERSON)
            return
        by = self.workbench.do(self.study.anonymity.pseudonym, self._word)
        if by is not FAILED:
            self.dismiss(Everywhere(by, self._always))

    def action_text(self) -> None:
        """What one types."""

        def given(by: str | None) -> None:
            if by:
                self.dismiss(Everywhere(by, self._always))

        self.workbench.ask_line(f"Instead of “{sanitise.line(self._word, 40)}”, everywhere", "", given)

    def action_always(self) -> None:
        """Also in what comes later, or not."""
        self._always = not self._always
        self._say()
