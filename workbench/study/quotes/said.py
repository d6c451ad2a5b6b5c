"""What is said in a passage: without labels and time stamps, and whose words are whose."""

from bisect import bisect_left, bisect_right
from itertools import groupby
from typing import NamedTuple

from workbench.study.base import Base
from workbench.study.transcripts import Document, Transcripts
from workbench.synthesis.quoting import Edit, edited, one_line
from workbench.transcripts import Turn, Voices, Voicing
from workbench.transcripts.units import speech

_LONGEST_LABEL = 30


class Said(NamedTuple):
    """What stands in a passage: ``words`` are all of it in a row, ``shown`` the same as it is read on one line.

    ``labels`` are those of all who say anything in it, ``turn`` is the number of its first turn (from 1; 0: none).
    Where several speak, what each begins with is marked in brackets, "[R2:]", as a writer's own words are.
    """

    words: str
    shown: str
    labels: tuple[str, ...]
    turn: int


class Texts:
    """The texts of one look, each read once."""

    def __init__(self, base: Base, transcripts: Transcripts) -> None:
        self._base = base
        self._transcripts = transcripts
        self._documents: dict[str, Document | None] = {}
        self._voicings: dict[str, Voicing] = {}
        self._turns: dict[str, Turns] = {}

    def document(self, revision: str) -> Document | None:
        """A text; None where it is not here."""
        if self._documents.get(revision) is None:  # a text comes without a change
            self._documents[revision] = self._transcripts.revision(revision) if revision else None
        return self._documents[revision]

    def said(self, revision: str, start: int, end: int) -> Said:
        """What is said in a passage; nothing in a text that is not here."""
        document = self.document(revision)
        if document is None:
            return Said("", "", (), 0)
        if revision not in self._turns:
            self._turns[revision] = Turns(document)
        return self._turns[revision].said(start, end)

    def voices(self, revision: str, start: int, end: int) -> Voices:
        """Whose voice it is."""
        document = self.document(revision)
        if document is None:
            return Voices((), False)
        if revision not in self._voicings:
            self._voicings[revision] = Voicing(document.text, document.turns, document.interviewer)
        return self._voicings[revision].of(start, end)

    def only_asked(self, revision: str, labels: tuple[str, ...]) -> bool:
        """Whether nobody but an interviewer speaks under ``labels``."""
        document = self.document(revision)
        return bool(labels) and document is not None and set(labels) <= set(document.interviewer)

    def edited(self, revision: str, start: int, end: int, shown: str) -> Edit:
        """Whether ``shown`` is what was said, but for what is marked in it."""
        found = self.said(revision, start, end)
        # The marks of who speaks, and the passage with its line breaks, are as good as the words in a row.
        return Edit(True) if one_line(shown) == found.shown else edited(found.words, shown)


class Turns:
    """The turns of one text."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._turns = sorted(document.turns)
        self._starts = [turn.start for turn in self._turns]
        self._ends = [turn.end for turn in self._turns]

    def said(self, start: int, end: int) -> Said:
        """What is said between ``start`` and ``end``."""
        turns = self._turns[bisect_right(self._ends, start) : bisect_left(self._starts, end)]
        number = bisect_right(self._starts, start)
        spoken = [(turn.label, words) for turn in turns if (words := _words(self._document, turn, start, end))]
        if not spoken:
            words = one_line(self._document.text[start:end])
            return Said(words, words, tuple(dict.fromkeys(turn.label for turn in turns if turn.label)), number)
        each = [(label, " ".join(words for _, words in of)) for label, of in groupby(spoken, lambda one: one[0])]
        labels = tuple(dict.fromkeys(label for label, _ in each if label))
        if len(each) == 1:
            return Said(each[0][1], each[0][1], labels, number)
        marked = " ".join(f"[{_plain(label)}:] {words}" for label, words in each)
        return Said(" ".join(words for _, words in spoken), marked, labels, number)


def _words(document: Document, turn: Turn, start: int, end: int) -> str:
    parts = (
        document.text[max(begin, start) : min(stop, end)]
        for begin, stop in speech(document.text, [turn])
        if begin < end and start < stop
    )
    return one_line(" ".join(parts))


def _plain(label: str) -> str:
    """A label fit to stand in brackets."""
    return one_line(label.replace("[", "").replace("]", ""))[:_LONGEST_LABEL] or "?"
