"""Where one is and what is selected. Knows nothing of the screen.

The *focus* is the unit one stands on. Extending keeps an *anchor*, the unit where it began; the *passage* reaches over
both. With ``v`` the anchor stays until it is let go; with shift it goes at the next plain step. Where nothing is
extended the focus is the passage, so a sentence can be tagged by standing on it.
"""

from workbench.tui.coding.document import Document, Span, Unit


class Cursor:
    """The cursor in ``document``; begins on its first sentence."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.unit = Unit.SENTENCE
        self.focus = document.containing(Unit.SENTENCE, 0)
        self.anchor: Span | None = None
        self.sticky = False

    @property
    def passage(self) -> Span:
        """What a command is about."""
        if self.anchor is None:
            return self.focus
        return Span(min(self.anchor.start, self.focus.start), max(self.anchor.end, self.focus.end))

    @property
    def selected(self) -> bool:
        """Whether the passage was chosen, rather than being the sentence one happens to stand on."""
        return self.anchor is not None or self.unit is not Unit.SENTENCE

    # --- moving

    def step(self, unit: Unit, steps: int, extend: bool = False) -> None:
        """Go ``steps`` units on (back: negative); ``extend`` takes the passage along this once."""
        self._hold(extend)
        self.focus = self.document.step(unit, self.focus.start, steps)
        self.unit = unit

    def turn(self, steps: int, extend: bool = False) -> None:
        """Go to another turn: onto its first sentence, or over all of it while extending or going by turns."""
        self._hold(extend)
        turn = self.document.step(Unit.TURN, self.focus.start, steps)
        if self.anchor is not None or self.unit is Unit.TURN:
            self.focus, self.unit = turn, Unit.TURN
        else:
            self.focus, self.unit = self.document.containing(Unit.SENTENCE, turn.start), Unit.SENTENCE

    def place(self, offset: int, unit: Unit = Unit.SENTENCE, extend: bool = False) -> None:
        """Stand on the unit that holds ``offset``."""
        self._hold(extend)
        self.focus = self.document.containing(unit, offset)
        self.unit = unit

    def _hold(self, extend: bool) -> None:
        if extend and self.anchor is None:
            self.anchor = self.focus
        elif not extend and not self.sticky:
            self.anchor = None

    # --- selecting

    def select(self, start: int, end: int) -> None:
        """Take exactly [start, end), as far as it does not cut a character; further steps move its end."""
        graphemes = self.document.graphemes
        start, end = graphemes.start_of(start), graphemes.end_of(end)
        self.anchor = Span(start, graphemes.after(start))
        self.focus = Span(graphemes.start_of(max(start, end - 1)), end)
        self.unit = Unit.CHARACTER
        self.sticky = True

    def drag(self, pressed: int, offset: int, unit: Unit) -> None:
        """Take what the mouse went over, in whole units where it touches one."""
        self.anchor, self.focus = self.document.touching(unit, pressed), self.document.touching(unit, offset)
        self.unit, self.sticky = unit, False

    def toggle(self) -> None:
        """Begin to extend, or let go of what is selected."""
        if self.sticky:
            self.release()
        else:
            self.anchor = self.anchor or self.focus
            self.sticky = True

    def settle(self) -> None:
        """Keep what is selected for one more command, but let it go with the next step."""
        self.sticky = False

    def release(self) -> None:
        """Let go: the passage is the sentence one stands on."""
        self.anchor = None
        self.sticky = False
        self.unit = Unit.SENTENCE
        self.focus = self.document.containing(Unit.SENTENCE, self.focus.start)

    def other_end(self) -> None:
        """Go to the other end of what is selected."""
        if self.anchor is not None:
            self.anchor, self.focus = self.focus, self.anchor

    def grow(self) -> None:
        """Take the next larger unit; of a selection, at both ends."""
        if self.unit < Unit.TURN:
            self.unit = Unit(self.unit + 1)
        if self.anchor is None:
            self.focus = self.document.containing(self.unit, self.focus.start)
        else:
            self.anchor = self.document.snap(self.unit, *self.anchor)
            self.focus = self.document.snap(self.unit, *self.focus)

    def shrink(self) -> None:
        """Take the next smaller unit; of a selection, the unit one stands on."""
        if self.anchor is not None:
            self.anchor, self.sticky = None, False
        elif self.unit > Unit.CHARACTER:
            self.unit = Unit(self.unit - 1)
            self.focus = self.document.containing(self.unit, self.focus.start)
