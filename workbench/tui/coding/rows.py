"""The text cut into rows for one width, and the way from a row and a cell to an offset and back.

A turn begins with its label, in a column of its own; what is said stands right of it, every row as far in as the first.
Between turns stands an empty row. Rows tile the text: each begins where the one before ends, and the newlines between
turns belong to the empty ones.
"""

from array import array
from bisect import bisect_right

from rich.cells import cell_len, set_cell_size

from workbench import sanitise
from workbench.transcripts import Turn
from workbench.tui.coding.document import Document, Span

LABEL_CELLS = 12
NARROWEST = 12


class Rows:
    """``document`` in rows of at most ``width`` cells, the label column of ``indent`` cells counted in."""

    def __init__(self, document: Document, width: int) -> None:
        self.document = document
        self.width = width
        widest = max((cell_len(_label(t)) for t in _different(document.turns)), default=0)
        self.indent = min(widest, LABEL_CELLS) + 1 if widest else 0
        self._starts = array("I")
        self._turns = array("I")
        self._fill(max(width - self.indent, NARROWEST))

    def _fill(self, room: int) -> None:
        document, starts = self.document, self._starts
        text, graphemes = document.display, document.graphemes
        last = len(document.turns) - 1
        for index, turn in enumerate(document.turns):
            before = len(starts)
            at = turn.speech
            starts.append(turn.start if index else 0)
            while (stop := text.find("\n", at, turn.end)) >= 0:
                self._wrap(at, stop, room, graphemes.odd(at, stop))
                at = stop + 1
                if at < turn.end:
                    starts.append(at)
            self._wrap(at, turn.end, room, graphemes.odd(at, turn.end))
            if index < last and document.turns[index + 1].start > turn.end:
                starts.append(turn.end)
            self._turns.extend([index] * (len(starts) - before))

    def _wrap(self, at: int, end: int, room: int, odd: bool) -> None:
        """Add the starts of all rows but the first of [at, end), which holds no newline."""
        rfind, append = self.document.display.rfind, self._starts.append
        if not odd:
            while end - at > room:
                cut = rfind(" ", at, at + room + 1) + 1
                at = cut if cut > at else at + room
                if at < end:
                    append(at)
            return
        graphemes = self.document.graphemes
        while graphemes.cell(end) - (first := graphemes.cell(at)) > room:
            fits = graphemes.at_cell(first + room)  # the first that does not fit, or a border
            cut = rfind(" ", at, fits + 1) + 1
            at = cut if cut > at else max(fits, graphemes.after(at))
            if at >= end:
                return
            append(at)

    def __len__(self) -> int:
        return len(self._starts)

    def turn_of(self, row: int) -> int:
        """Index of the turn a row belongs to (an empty row: the turn above)."""
        return self._turns[row]

    def first(self, row: int) -> bool:
        """Whether a row begins its turn, and so shows its label."""
        return row == 0 or self._turns[row] != self._turns[row - 1]

    def row_of(self, offset: int) -> int:
        """The row that holds ``offset``."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def span(self, row: int) -> Span:
        """The stretch of text that a row stands for."""
        after = row + 1
        return Span(self._starts[row], self._starts[after] if after < len(self) else len(self.document.text))

    def words(self, row: int) -> Span:
        """The part of it that is drawn: no label, no newline; empty on the row between two turns."""
        start, end = self.span(row)
        turn = self.document.turns[self._turns[row]]
        start = max(start, turn.speech) if self.first(row) else start
        end = min(end, turn.end)
        if end > start and self.document.text[end - 1] == "\n":
            end -= 1
        return Span(start, max(start, end))

    def label(self, row: int) -> str:
        """What stands in the label column: harmless, fitting the column; '' on all rows but a turn's first."""
        if not self.indent or not self.first(row):
            return ""
        label = _label(self.document.turns[self._turns[row]])
        if cell_len(label) <= self.indent - 1:
            return label
        return set_cell_size(label, self.indent - 2).rstrip() + "…"

    def place(self, offset: int) -> tuple[int, int]:
        """Row and cell of ``offset``; the cell counts from the left edge of the text, the label column included."""
        row = self.row_of(offset)
        start, end = self.words(row)
        graphemes = self.document.graphemes
        return row, self.indent + graphemes.cell(max(start, min(offset, end))) - graphemes.cell(start)

    def offset_at(self, row: int, cell: int) -> int:
        """The grapheme drawn at a cell of a row; left of the words their first, right of them the place after."""
        if row >= len(self):
            return len(self.document.text)
        start, end = self.words(max(0, row))
        graphemes = self.document.graphemes
        return max(start, min(end, graphemes.at_cell(graphemes.cell(start) + max(0, cell - self.indent))))


def _label(turn: Turn) -> str:
    return sanitise.line(turn.label)


def _different(turns: tuple[Turn, ...]) -> list[Turn]:
    """One turn for each label."""
    return list({turn.label: turn for turn in turns}.values())
