"""Passages made wider or narrower by whole sentences or turns."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from workbench.transcripts.turns import Turn

UNITS = ("sentence", "turn")


class Units:
    """The sentences, or the turns, of one text: what is said in them, without labels and the white space after."""

    def __init__(self, text: str, turns: Sequence[Turn], sentences: Sequence[int], unit: str) -> None:
        """``sentences``: where they start; ``unit`` is one of ``UNITS``."""
        spoken = [(turn.speech, turn.end) for turn in turns if turn.speech < turn.end]
        self._starts = [start for start, _ in spoken]
        self._ends = [end for _, end in spoken]
        self._turns = list(range(len(spoken)))
        if unit == "sentence" and sentences:
            self._cut(text, spoken, sentences)

    def _cut(self, text: str, spoken: Sequence[tuple[int, int]], sentences: Sequence[int]) -> None:
        begins = [start for start, _ in spoken]
        self._starts, self._ends, self._turns = [], [], []
        for i, start in enumerate(sentences):
            turn = bisect_right(begins, start) - 1
            end = spoken[turn][1] if turn >= 0 else len(text)
            if i + 1 < len(sentences):
                end = min(end, sentences[i + 1])
            end = start + len(text[start:end].rstrip())
            if start < end:
                self._starts.append(start)
                self._ends.append(end)
                self._turns.append(turn)

    def wider(self, start: int, end: int) -> tuple[int, int]:
        """[start, end) made whole; where it is, with one unit more: the next of its turn, or the one before it there.

        A passage of whole turns goes on into the next one. Where there is no more it stays what it is.
        """
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end) - 1
        if first > last:
            return start, end
        whole = min(start, self._starts[first]), max(end, self._ends[last])
        if whole != (start, end):
            return whole
        before, after = first > 0, last + 1 < len(self._starts)
        if after and self._turns[last + 1] == self._turns[last]:
            return start, self._ends[last + 1]
        if before and self._turns[first - 1] == self._turns[first]:
            return self._starts[first - 1], end
        if after:
            return start, self._ends[last + 1]
        return (self._starts[first - 1], end) if before else (start, end)

    def narrower(self, start: int, end: int) -> tuple[int, int]:
        """[start, end) without what it has of half units; where it has none, without its last one, if not the only."""
        first, last = bisect_left(self._starts, start), bisect_right(self._ends, end) - 1
        if first > last:
            return start, end
        whole = self._starts[first], self._ends[last]
        if whole != (start, end):
            return whole
        return (start, self._ends[last - 1]) if first < last else (start, end)
