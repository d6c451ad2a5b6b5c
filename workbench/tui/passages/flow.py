"""A short text in lines of a width, each piece with its look: the passage bright, what stands around it dim."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from workbench import sanitise
from workbench.tui.coding.document import Document
from workbench.tui.coding.rows import Rows
from workbench.tui.widgets.text import Line, Piece

# Everything that is drawn in one cell for certain; whatever else there is is measured.
_PLAIN = re.compile("[\n\x20-\x7e\xa0-\xac\xae-\u02ff\u2010-\u2027\u2190-\u21ff]*")
_AROUND = 120
"""Characters around a passage that are shown in a list, at each side."""


class Flow(NamedTuple):
    """The lines of a text as (start, end); [start, end) of it is the passage. ``odd`` draws what is no plain text."""

    text: str
    start: int
    end: int
    lines: tuple[tuple[int, int], ...]
    odd: Document | None

    def draw(self, number: int, inside: str = "", outside: str = "dim") -> Line:
        """One of the lines."""
        low, high = self.lines[number]
        cuts = (low, min(max(self.start, low), high), max(min(self.end, high), low), high)
        looks = (outside, inside, outside)
        return [(self._drawn(a, b), look) for a, b, look in zip(cuts, cuts[1:], looks, strict=False) if a < b]

    def _drawn(self, start: int, end: int) -> str:
        if self.odd is None:
            return self.text[start:end]
        border = self.odd.graphemes.start_of
        return self.odd.graphemes.draw(border(start), border(end))


def flow(before: str, text: str, after: str, width: int) -> Flow:
    """A passage with what stands around it, in lines of at most ``width`` cells; blank lines are left out."""
    left, right = _tail(before), _head(after)
    inside = "\n".join(line.rstrip() for line in text.strip().split("\n") if line.strip())
    shown = left + inside + right
    start, end = len(left), len(left) + len(inside)
    if _PLAIN.fullmatch(shown):
        return Flow(shown, start, end, tuple(_plain_lines(shown, width)), None)
    document = Document(shown, (), ())
    rows = Rows(document, width)
    words = (rows.words(row) for row in range(len(rows)))
    lines = tuple((low, low + len(shown[low:high].rstrip(" "))) for low, high in words)
    return Flow(shown, start, end, lines, document)


def _tail(before: str) -> str:
    """What stands before a passage, on one line, from a whole word on."""
    flat = " ".join(before[-_AROUND:].split())
    if len(before) >= _AROUND and " " in flat:
        flat = "… " + flat.partition(" ")[2].lstrip("… ")
    return flat + (" " if flat and before[-1:].isspace() else "")


def _head(after: str) -> str:
    """What stands after a passage, on one line, up to a whole word."""
    flat = " ".join(after[:_AROUND].split())
    if len(after) >= _AROUND and " " in flat:
        flat = flat.rpartition(" ")[0].rstrip("… ") + " …"
    return (" " if flat and after[:1].isspace() else "") + flat


def _plain_lines(text: str, width: int) -> Sequence[tuple[int, int]]:
    lines = []
    at = 0
    while at <= len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        while stop - at > width:
            cut = text.rfind(" ", at, at + width + 1)
            lines.append((at, cut if cut > at else at + width))
            at = cut + 1 if cut > at else at + width
        lines.append((at, stop))
        at = stop + 1
    return lines


def cut(flowing: Flow, most: int, inside: str = "", outside: str = "dim") -> list[Line]:
    """The lines of a passage, ``most`` of them; where there are more, how many is said in the last one."""
    count = len(flowing.lines)
    if count <= most:
        return [flowing.draw(number, inside, outside) for number in range(count)]
    first = next((i for i, (_, high) in enumerate(flowing.lines) if high > flowing.start), 0)
    first = min(max(first - 1, 0), count - most)  # of a long one, its own words before what stands around it
    shown = [flowing.draw(number, inside, outside) for number in range(first, first + most - 1)]
    more: Piece = (f"… {count - most - first + 1:,} more lines", "dim")
    return [*shown, [more]]


@lru_cache(maxsize=4096)
def harmless(text: str) -> str:
    """``text`` as one line that is safe to draw; names are drawn again and again."""
    return sanitise.line(text)
