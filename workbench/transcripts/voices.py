"""Voices: who says something in a passage, and is not only heard listening."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from workbench.transcripts import languages
from workbench.transcripts.stamps import said
from workbench.transcripts.turns import Turn, is_unattributed
from workbench.transcripts.units import WORD

_LONGEST_PHRASE = 4


class Voices(NamedTuple):
    """The labels of the informants who say more than a back-channel in a passage, in the order they do so.

    ``unattributed``: somebody unknown says more than that there.
    """

    labels: tuple[str, ...]
    unattributed: bool


NOBODY = Voices((), False)
"""Where only the interviewer speaks, or nobody says more than a back-channel."""


def says_something(speech: str) -> bool:
    """Whether ``speech``, without its remarks in brackets, is more than "ja", "mm", "okay, ja ja"."""
    words: list[str] = []
    match = WORD.search(speech)  # mostly the first word tells: no iterator is made for it
    while match is not None:
        word = _listening(match[0])
        if not word:
            return True
        words.append(word)
        match = WORD.search(speech, match.end())
    return not _only_phrases(words, languages.speech().backchannels)


@lru_cache(maxsize=20_000)
def _listening(word: str) -> str:
    """The word, folded, where one may only be heard listening with it; else ''. A text asks the same of few words."""
    folded = languages.fold(word)
    return folded if folded in languages.speech().backchannel_words else ""


def _only_phrases(words: Sequence[str], phrases: Collection[tuple[str, ...]]) -> bool:
    at = 0
    while at < len(words):
        longest = next((size for size in range(_LONGEST_PHRASE, 0, -1) if tuple(words[at : at + size]) in phrases), 0)
        if not longest:
            return False
        at += longest
    return True


def voices(text: str, turns: Sequence[Turn], start: int, end: int, interviewer: Collection[str]) -> Voices:
    """Who says something in the passage ``start`` to ``end`` (code points of ``text``, end exclusive).

    The interviewer never does. For many passages of one text ``Voicing`` is quicker.
    """
    first = bisect_right(turns, start, key=lambda turn: turn.end)
    last = bisect_left(turns, end, key=lambda turn: turn.start)
    return Voicing(text, turns[first:last], interviewer).of(start, end)


class Voicing:
    """``voices`` for thousands of passages of one text: what whole turns say is found out once."""

    def __init__(self, text: str, turns: Sequence[Turn], interviewer: Collection[str]) -> None:
        asking = frozenset(interviewer)
        self._turns = [turn for turn in turns if turn.label not in asking and turn.speech < turn.end]
        self._said = [said(text[turn.speech : turn.end]) for turn in self._turns]
        self._starts = [turn.speech for turn in self._turns]
        self._ends = [turn.end for turn in self._turns]
        self._names = ["" if is_unattributed(turn.label) else turn.label for turn in self._turns]
        self._says = [says_something(speech) for speech in self._said]
        self._alone = [Voices((name,), False) if name else Voices((), True) for name in self._names]
        self._heard: dict[str, list[int]] = {}  # name ("" unknown) to the turns in which it says something
        for number, says in enumerate(self._says):
            if says:
                self._heard.setdefault(self._names[number], []).append(number)

    def of(self, start: int, end: int) -> Voices:
        """Who says something between ``start`` and ``end``; time grows with the speakers, not with the passage."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end)
        if first >= last or start >= end:
            return NOBODY
        if last - first == 1:  # most passages lie in one turn
            return self._alone[first] if self._speaks(first, start, end) else NOBODY
        heard: dict[str, int] = {}
        for number in (first, last - 1):
            if self._speaks(number, start, end):
                heard.setdefault(self._names[number], number)
        for name, numbers in self._heard.items():
            at = bisect_right(numbers, first)
            if at < len(numbers) and numbers[at] < last - 1:
                heard[name] = min(numbers[at], heard.get(name, last))
        labels = sorted((number, name) for name, number in heard.items() if name)
        return Voices(tuple(name for _, name in labels), "" in heard)

    def _speaks(self, number: int, start: int, end: int) -> bool:
        """Whether something is said in what of a turn lies between two places."""
        offset = self._starts[number]
        if start <= offset and self._ends[number] <= end:
            return self._says[number]
        return says_something(self._said[number][max(start - offset, 0) : end - offset])
