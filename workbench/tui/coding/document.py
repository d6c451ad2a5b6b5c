"""The text one reads: immutable, with its turns, sentences, words and characters. Offsets are code points."""

import enum
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from workbench import sanitise
from workbench.transcripts import Turn
from workbench.tui.coding.graphemes import Graphemes

_LOOK_BACK = 200


class Unit(enum.IntEnum):
    """How far one step goes, from the smallest to the largest."""

    CHARACTER = 0
    WORD = 1
    SENTENCE = 2
    TURN = 3

    @property
    def label(self) -> str:
        """The unit as a person reads it."""
        return self.name.lower()


class Span(NamedTuple):
    """A passage: [start, end)."""

    start: int
    end: int

    def overlaps(self, start: int, end: int) -> bool:
        """Whether the two have a character in common."""
        return self.start < end and start < self.end


class Document:
    """A transcript's text. ``display`` has a harmless character for every one of ``text``, so offsets fit both.

    Text that no turn covers (there should be none) gets turns without a label, so everything can be reached and coded.
    """

    def __init__(self, text: str, turns: Sequence[Turn], sentences: Sequence[int]) -> None:
        self.text = text
        self.display = sanitise.display(text).replace("\xad", "·")
        self.graphemes = Graphemes(text, self.display)
        self.turns = _covering(text, turns)
        self._turn_starts = array("I", (turn.start for turn in self.turns))
        self._starts = array("I")
        self._ends = array("I")
        self._cut_sentences(sentences)
        marks = re.escape(self.graphemes.marks)
        self._word = re.compile(rf"[\w{marks}]+(?:['’‑-][\w{marks}]+)*")

    def _cut_sentences(self, sentences: Sequence[int]) -> None:
        """Keep the sentences that hold something, without the white space after them."""
        last = len(sentences) - 1
        for i, start in enumerate(sentences):
            end = self.turns[self.turn_at(start)].end
            if i < last:
                end = min(end, sentences[i + 1])
            end = start + len(self.text[start:end].rstrip())
            if end > start:
                self._starts.append(start)
                self._ends.append(end)

    # --- turns

    def turn_at(self, offset: int) -> int:
        """Index of the turn that holds ``offset``; the gap after a turn belongs to it."""
        return max(0, bisect_right(self._turn_starts, offset) - 1)

    def turn_span(self, index: int) -> Span:
        """What is said in a turn, without its label; the label where nothing is said."""
        turn = self.turns[index]
        return Span(turn.speech, turn.end) if turn.speech < turn.end else Span(turn.start, turn.end)

    # --- units

    def containing(self, unit: Unit, offset: int) -> Span:
        """The unit that holds ``offset``, or the next one in the text (the last, at its end)."""
        if not self.text:
            return Span(0, 0)
        offset = max(0, min(offset, len(self.text) - 1))
        if unit is Unit.TURN:
            return self.turn_span(self.turn_at(offset))
        if unit is Unit.SENTENCE:
            return self._sentence(self._sentence_at(offset)) if self._starts else self.containing(Unit.TURN, offset)
        if unit is Unit.WORD:
            return (
                self._word_at(offset)
                or self._word_after(offset)
                or self._word_before(offset)
                or self._character(offset)
            )
        return self._character(offset)

    def touching(self, unit: Unit, offset: int) -> Span:
        """The unit that holds ``offset``; where that is between two words, the one character there."""
        if unit is Unit.WORD and self.text:
            offset = max(0, min(offset, len(self.text) - 1))
            return self._word_at(offset) or self._character(offset)
        return self.containing(unit, offset)

    def step(self, unit: Unit, offset: int, steps: int) -> Span:
        """The unit ``steps`` units away from the one at ``offset``; the first or last one where the text ends."""
        if not self.text:
            return Span(0, 0)
        if unit is Unit.TURN:
            return self.turn_span(max(0, min(self.turn_at(offset) + steps, len(self.turns) - 1)))
        if unit is Unit.SENTENCE:
            if not self._starts:
                return self.step(Unit.TURN, offset, steps)
            return self._sentence(max(0, min(self._sentence_at(offset) + steps, len(self._starts) - 1)))
        here = (
            self.containing(unit, offset) if unit is Unit.CHARACTER else self._word_at(offset) or Span(offset, offset)
        )
        for _ in range(abs(steps)):
            if unit is Unit.WORD:
                further = self._word_after(here.end) if steps > 0 else self._word_before(here.start)
            else:
                further = self._character_after(here.end) if steps > 0 else self._character_before(here.start)
            if further is None:
                break
            here = further
        return here if here.end > here.start else self.containing(unit, offset)

    def snap(self, unit: Unit, start: int, end: int) -> Span:
        """The smallest run of whole units that covers [start, end)."""
        first = self.containing(unit, start)
        last = self.containing(unit, max(start, end - 1))
        return Span(min(first.start, start), max(last.end, end))

    def sentences_in(self, start: int, end: int) -> int:
        """How many sentences have a part in [start, end)."""
        return bisect_left(self._starts, end) - bisect_right(self._ends, start)

    def words_in(self, start: int, end: int) -> int:
        """How many words have a part in [start, end)."""
        return sum(1 for _ in self._word.finditer(self.text, start, end))

    def _sentence_at(self, offset: int) -> int:
        turn = self.turns[self.turn_at(offset)]
        if offset < turn.speech:
            return min(bisect_left(self._starts, turn.speech), len(self._starts) - 1)
        return max(0, bisect_right(self._starts, offset) - 1)

    def _sentence(self, index: int) -> Span:
        return Span(self._starts[index], self._ends[index])

    # --- words and characters; labels are stepped over, they are nobody's words

    def _spoken(self, offset: int) -> bool:
        turn = self.turns[self.turn_at(offset)]
        return turn.speech <= offset < turn.end

    def _word_at(self, offset: int) -> Span | None:
        if not self._spoken(offset):
            return None
        text = self.text
        start = offset
        while start > 0 and offset - start < _LOOK_BACK and not text[start - 1].isspace():
            start -= 1
        for found in self._word.finditer(text, start):
            if found.start() > offset:
                break
            if found.end() > offset:
                return Span(*found.span())
        return None

    def _word_after(self, offset: int) -> Span | None:
        while found := self._word.search(self.text, offset):
            turn = self.turns[self.turn_at(found.start())]
            if found.start() >= turn.speech:
                return Span(*found.span())
            offset = max(found.end(), turn.speech)
        return None

    def _word_before(self, offset: int) -> Span | None:
        reach = _LOOK_BACK
        while offset > 0:
            low = self._word_border(max(0, offset - reach))
            last = None
            for found in self._word.finditer(self.text, low, offset):
                if self._spoken(found.start()):
                    last = Span(*found.span())
            if last is not None:
                return self._word_at(last.start) or last
            offset, reach = low, reach * 2
        return None

    def _word_border(self, offset: int) -> int:
        """``offset``, moved back to where no word is cut (a run of letters longer than anybody writes is cut)."""
        low = max(0, offset - _LOOK_BACK)
        while offset > low and not self.text[offset - 1].isspace():
            offset -= 1
        return offset

    def _character(self, offset: int) -> Span:
        start = self.graphemes.start_of(offset)
        return Span(start, self.graphemes.after(start))

    def _character_after(self, offset: int) -> Span | None:
        for index in range(self.turn_at(offset), len(self.turns)):
            turn = self.turns[index]
            if max(offset, turn.speech) < turn.end:
                return self._character(max(offset, turn.speech))
        return None

    def _character_before(self, offset: int) -> Span | None:
        index = self.turn_at(offset - 1) if offset > 0 else -1
        while index >= 0:
            turn = self.turns[index]
            if min(offset, turn.end) > turn.speech:
                return self._character(min(offset, turn.end) - 1)
            index -= 1
        return None


def _covering(text: str, turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns, and one without a label for every stretch of text between them."""
    covered: list[Turn] = []
    at = 0
    for turn in (*turns, Turn(len(text), len(text), len(text), "")):
        if gap := text[at : turn.start].strip():
            start = text.index(gap, at)
            covered.append(Turn(start, start, start + len(gap), ""))
        if turn.end > turn.start:
            covered.append(turn)
        at = max(at, turn.end)
    return tuple(covered) or (Turn(0, 0, len(text), ""),)
