"""Searching the memos: the same tiers as in what was said, down to other forms of the words and what is like them."""

from collections.abc import Iterable
from typing import NamedTuple

from workbench.study.base import Base
from workbench.study.memos.rows import MemoRow
from workbench.study.words import NOTES
from workbench.transcripts.folding import folded
from workbench.transcripts.lemmas import Lexicon
from workbench.transcripts.search import TIERS, Question, Searched

AROUND = 60
"""Characters of the memo that are shown before and after a hit."""


class MemoHit(NamedTuple):
    """A place where something was found: [start, end) of a memo's text; ``tier`` one of ``TIERS``, ``score`` of 100."""

    memo: MemoRow
    start: int
    end: int
    tier: str
    score: float
    before: str
    text: str
    after: str


class Searching:
    """Finds words in memos; remembers the words it has met."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._language = base.settings.language
        self._lexicon = Lexicon(self._language)

    def find(self, words: str, memos: Iterable[MemoRow], mode: str = "auto") -> list[MemoHit]:
        """Where ``words`` stand in ``memos``: tier by tier, the newest memo first. Raises ``InputError``."""
        if self._language != self._base.settings.language:
            self._language = self._base.settings.language
            self._lexicon = Lexicon(self._language)
        ready = [(memo, Searched(memo.text, folded(memo.text))) for memo in memos if memo.text not in NOTES]
        for _, searched in ready:
            self._lexicon.add(searched.folded.text)
        question = Question(words, mode, self._lexicon)
        hits = [
            MemoHit(
                memo,
                *found,
                memo.text[max(found.start - AROUND, 0) : found.start],
                memo.text[found.start : found.end],
                memo.text[found.end : found.end + AROUND],
            )
            for memo, searched in ready
            for found in question.of(searched)
        ]
        when = {hit.memo.id: hit.memo.created.timestamp() if hit.memo.created else 0.0 for hit in hits}
        return sorted(hits, key=lambda h: (TIERS.index(h.tier), -h.score, -when[h.memo.id], h.memo.id, h.start))
