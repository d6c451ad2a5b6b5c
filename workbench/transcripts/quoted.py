"""Quoted: where a note, an example or a remark holds words of somebody's turns."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

RUN = 5
"""So many words in a row that also stand in one turn are a quotation of it."""

OMITTED = "[…]"

# A letter may be spelled with marks of its own, and a word may hold a soft hyphen or a joiner that nobody sees.
_INSIDE = "\u00ad\u200b-\u200d\u2060\u0300-\u036f"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_INSIDE}])*")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060]")


class _Word(NamedTuple):
    start: int
    end: int
    said: str


class Quoted:
    """Finds the words of some turns in other texts: any ``RUN`` in a row, however they are spelled and set."""

    def __init__(self, turns: Iterable[str]) -> None:
        self._runs: set[tuple[str, ...]] = set()
        for turn in turns:
            said = [word.said for word in _words(turn)]
            self._runs.update(zip(*(said[i:] for i in range(RUN)), strict=False))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where ``text`` quotes: from the first letter of the first word to the last of the last, ascending."""
        if not self._runs:
            return []
        words = _words(text)
        found: list[tuple[int, int]] = []
        last = -1
        for i in range(len(words) - RUN + 1):
            if tuple(word.said for word in words[i : i + RUN]) not in self._runs:
                continue
            end = words[i + RUN - 1].end
            if i <= last:
                found[-1] = (found[-1][0], end)
            else:
                found.append((words[i].start, end))
            last = i + RUN - 1
        return found

    def within(self, text: str) -> bool:
        """Whether ``text`` quotes at all."""
        return bool(self.spans(text))

    def without(self, text: str) -> str:
        """``text`` with every quotation as “[…]”; '' where no word but theirs is in it."""
        left = text
        while spans := self.spans(left):  # what stood around one may make another
            rest, at = [], 0
            for start, end in spans:
                rest.append(left[at:start])
                at = end
            left = OMITTED.join([*rest, left[at:]])
        return left if left == text or _WORD.search(left) else ""


def _words(text: str) -> list[_Word]:
    return [_Word(m.start(), m.end(), _said(m[0])) for m in _WORD.finditer(text)]


def _said(word: str) -> str:
    return unicodedata.normalize("NFC", _UNSEEN.sub("", word)).casefold()
