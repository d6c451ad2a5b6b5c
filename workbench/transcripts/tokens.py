"""Texts as words and marks, to be compared: where each stands, and which of them two texts share."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_TOKEN = re.compile(r"\w+|[^\w\s]")
_MOST_CELLS = 200_000_000
"""Where there are none: 25 MB, and a few hundredths of a second. What is larger still has nothing in common."""


class Run(NamedTuple):
    """So many words from number ``i`` of the one text are those from number ``j`` of the other."""

    i: int
    j: int
    size: int


class Tokens(NamedTuple):
    """The words and marks of a text, and where each starts and ends."""

    words: list[str]
    starts: list[int]
    ends: list[int]


Range = tuple[int, int]


def tokens(text: str) -> Tokens:
    """The words and marks of a text."""
    words = _TOKEN.findall(text)
    starts = [match.start() for match in _TOKEN.finditer(text)]
    return Tokens(words, starts, [start + len(word) for start, word in zip(starts, words, strict=True)])


def common(a: Sequence[str], b: Sequence[str], i: int, j: int, most: int) -> int:
    """How many words are the same from ``i`` and ``j`` on."""
    size = 0
    while size < most and a[i + size] == b[j + size]:
        size += 1
    return size


def common_words(a: Sequence[str], b: Sequence[str], left: Range, right: Range) -> list[Run]:
    """The longest sequence of words that two stretches share."""
    from rapidfuzz.distance import Indel

    (i, i1), (j, j1) = left, right
    if (i1 - i) * (j1 - j) > _MOST_CELLS:
        return []
    steps = Indel.opcodes(a[i:i1], b[j:j1])
    return [Run(i + s.src_start, j + s.dest_start, s.src_end - s.src_start) for s in steps if s.tag == "equal"]


def width(tokens: Tokens, first: int, last: int) -> int:
    return tokens.ends[last - 1] - tokens.starts[first] if first < last else 0
