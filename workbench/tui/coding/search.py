"""Searching in one text: capitals do not matter, and what is found has exact offsets however it is written."""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from workbench.tui.coding.document import Span


class Hits:
    """What a search found, ascending and never overlapping."""

    def __init__(self, spans: Sequence[Span] = ()) -> None:
        self._starts = array("I", (span.start for span in spans))
        self._ends = array("I", (span.end for span in spans))

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, index: int) -> Span:
        return Span(self._starts[index], self._ends[index])

    def within(self, start: int, end: int) -> list[Span]:
        """Those with a character in [start, end)."""
        return [self[i] for i in range(bisect_right(self._ends, start), bisect_left(self._starts, end))]

    def next(self, offset: int, steps: int) -> int:
        """Index of the first that begins after ``offset`` (before it, for -1); goes round at the ends."""
        at = bisect_right(self._starts, offset) if steps > 0 else bisect_left(self._starts, offset) - 1
        return at % len(self)


class Finder:
    """Searches ``text``. What is compared is folded and composed, so ``Å`` finds å in one code point and in two."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded = ""
        self._starts = array("I")
        self._ends = array("I")

    def find(self, words: str) -> Hits:
        """Every place where ``words`` stand, whatever white space is between them. No words: nothing."""
        if not self._folded:
            self._fold()
        parts = [re.escape(_folded(word)) for word in words.split()]
        if not parts:
            return Hits()
        spans: list[Span] = []
        for found in re.finditer(r"\s+".join(parts), self._folded):
            span = self._origin(*found.span())
            if not spans or spans[-1].end <= span.start:  # both halves of an ß are the same ß
                spans.append(span)
        return Hits(spans)

    def _origin(self, start: int, end: int) -> Span:
        return Span(self._starts[start], self._ends[end - 1]) if self._starts else Span(start, end)

    def _fold(self) -> None:
        """Fold the text; where that keeps every offset, as it nearly always does, no map is needed."""
        text = self._text
        if unicodedata.is_normalized("NFC", text) and all(len(_folded(c)) == 1 for c in set(text)):
            self._folded = text.casefold()
            return
        parts = []
        for start, end in _clusters(text):
            piece = _folded(text[start:end])
            parts.append(piece)
            self._starts.extend([start] * len(piece))
            self._ends.extend([end] * len(piece))
        self._folded = "".join(parts)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Every character with the marks that stand on it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]):
            yield start, at
            start = at


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
