"""Where characters as people see them begin and end, and how many cells each takes when drawn.

Almost every character of an interview is one code point and one cell. The others (*odd* here) stand in sorted arrays:
a text without them costs nothing, a text full of them is looked up by bisection. What terminals disagree about (emoji
with modifiers, joined emoji, keycaps) is drawn by its first code point alone, so no terminal shifts the rest of a row.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from functools import lru_cache

from rich.cells import get_character_cell_size

# One cell for certain, or turned into one-cell characters by ``sanitise.display``; everything else is measured.
_ODD = re.compile(
    "[^\x00-\xac\xad-\u02ff\u0370-\u0377\u037a-\u0482\u048a-\u052f\u1e00-\u1fff\u2000-\u206f\u20a0-\u20bf\u2190-\u21ff"
    "\u2400-\u2426\u2500-\u257f\ud800-\udfff\ufeff\ufff9-\ufffd]"
)
_JOINER = "\u200d"
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_DROPPED = re.compile("[\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff]")
_NO_BASE = "◌"


@lru_cache(maxsize=4096)
def _joins(character: str) -> bool:
    """Whether the character belongs to the one before it."""
    kind = unicodedata.category(character)
    return kind[0] == "M" or (get_character_cell_size(character) == 0 and kind not in ("Cc", "Cs", "Zl", "Zp"))


@lru_cache(maxsize=4096)
def _pictures(character: str) -> bool:
    """Whether a joiner can hang this character on another: symbols do, letters never vanish."""
    return unicodedata.category(character) in ("So", "Sm") or character >= "\U0001f000"


class Graphemes:
    """The odd clusters of ``text``; ``display`` is what is drawn, code point by code point. Offsets are code points."""

    def __init__(self, text: str, display: str) -> None:
        self._text = text
        self._display = display
        self._starts = array("I")
        self._ends = array("I")
        self._cells = array("I")  # the cell at which each begins, counted from the start of the text
        self._widths = array("I")
        self._after = array("i")  # cells minus code points up to and with each
        marks: set[str] = set()
        done = drift = 0
        for found in _ODD.finditer(text):
            if found.start() < done:
                continue
            start, end = self._cluster(found.start(), done)
            drawn = self._drawn(start, end)
            width = sum(map(get_character_cell_size, drawn))
            if end - start == 1 and width == 1 and drawn == display[start]:
                continue
            self._starts.append(start)
            self._ends.append(end)
            self._cells.append(start + drift)
            self._widths.append(width)
            drift += width - (end - start)
            self._after.append(drift)
            done = end
            marks.update(c for c in text[start:end] if unicodedata.category(c)[0] == "M")
        self.marks = "".join(sorted(marks))

    def _cluster(self, at: int, done: int) -> tuple[int, int]:
        text = self._text
        if flag := _FLAG.match(text, at):
            return flag.span()
        start = at
        if _joins(text[at]) and at > done and not text[at - 1].isspace():
            start = at - 1
        end, size = at + 1, len(text)
        picture = _pictures(text[start])
        while end < size:
            if _joins(text[end]) and text[end] != _JOINER and text[end] != "\n" and not _invisible(text[end]):
                end += 1
            elif picture and text[end] == _JOINER and end + 1 < size and _pictures(text[end + 1]):
                end += 2
            else:
                break
        return start, end

    def _drawn(self, start: int, end: int) -> str:
        joiner = self._text.find(_JOINER, start, end)
        cluster = self._display[start : end if joiner < 0 else joiner]
        if _FLAG.fullmatch(cluster):
            return cluster
        cluster = _DROPPED.sub("", cluster)
        kept = "".join(c for i, c in enumerate(cluster) if i == 0 or unicodedata.category(c) != "Cf")
        if not kept:
            return "·"
        # A mark without a letter would sit on whatever is drawn before it.
        return _NO_BASE + kept if get_character_cell_size(kept[0]) == 0 else kept

    def start_of(self, offset: int) -> int:
        """The border of the grapheme that ``offset`` lies in; ``offset`` itself where it is one."""
        i = bisect_right(self._starts, offset) - 1
        return self._starts[i] if i >= 0 and offset < self._ends[i] else offset

    def end_of(self, offset: int) -> int:
        """The first border at or after ``offset``."""
        i = bisect_right(self._starts, offset) - 1
        return self._ends[i] if i >= 0 and self._starts[i] < offset < self._ends[i] else offset

    def after(self, offset: int) -> int:
        """Where the grapheme at ``offset`` ends."""
        i = bisect_right(self._starts, offset) - 1
        return self._ends[i] if i >= 0 and offset < self._ends[i] else offset + 1

    def cell(self, offset: int) -> int:
        """The cell at which ``offset`` would be drawn if the text were one row."""
        i = bisect_right(self._starts, offset) - 1
        if i < 0:
            return offset
        return self._cells[i] if offset < self._ends[i] else offset + self._after[i]

    def at_cell(self, cell: int) -> int:
        """The offset of the grapheme that covers ``cell``."""
        i = bisect_right(self._cells, cell) - 1
        if i < 0:
            return cell
        if cell < self._cells[i] + self._widths[i]:
            return self._starts[i]
        return cell - self._after[i]

    def odd(self, start: int, end: int) -> bool:
        """Whether [start, end) holds anything but one-cell characters."""
        i = bisect_right(self._ends, start)
        return i < len(self._starts) and self._starts[i] < end

    def draw(self, start: int, end: int) -> str:
        """What to draw for [start, end), both borders of graphemes; newlines are left out."""
        if not self.odd(start, end):
            return self._display[start:end]
        parts = []
        at = start
        for i in range(bisect_left(self._starts, start), bisect_left(self._starts, end)):
            parts.append(self._display[at : self._starts[i]])
            parts.append(self._drawn(self._starts[i], self._ends[i]))
            at = self._ends[i]
        parts.append(self._display[at:end])
        return "".join(parts)


def _invisible(character: str) -> bool:
    """Zero-width and directional characters are drawn as a dot of their own, so they hide nowhere."""
    return "\u200b" <= character <= "\u200f" or "\u2028" <= character <= "\u202e" or "\u2060" <= character <= "\u206f"
