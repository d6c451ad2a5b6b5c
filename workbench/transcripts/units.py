"""The units a text is made of, and what of it is said: where its words, sentences, turns and lines stand."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from workbench.transcripts.stamps import STAMP, said
from workbench.transcripts.turns import Turn

_STAMP = re.compile(STAMP)
WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_LINE = re.compile(r"\S(?:[^\n]*\S)?")

Span = tuple[int, int]


def words(text: str, turns: Sequence[Turn]) -> Iterator[Span]:
    """The words that are said: labels, time stamps and remarks in brackets are left out."""
    for turn in sorted(turns):
        for word in WORD.finditer(said(text[turn.speech : turn.end])):
            yield turn.speech + word.start(), turn.speech + word.end()


def word_count(text: str, turns: Sequence[Turn]) -> int:
    """How many words are said."""
    return sum(len(WORD.findall(said(text[turn.speech : turn.end]))) for turn in turns)


def units(text: str, unit: str, turns: Sequence[Turn], starts: Sequence[int]) -> list[Span]:
    """Where the ``words``, ``sentences``, ``turns``, ``paragraphs`` of a text stand, or the one of its ``documents``.

    Ascending and apart from each other. A sentence goes from its stored start to the next one of ``starts``, or to its
    turn's end; a turn is what is said in it, without the label; a paragraph is a line that is not blank.
    """
    if unit == "words":
        return list(words(text, turns))
    if unit == "sentences":
        return list(_sentences(text, turns, starts))
    if unit == "turns":
        return [(turn.speech, turn.end) for turn in sorted(turns)]
    if unit == "paragraphs":
        return [line.span() for line in _LINE.finditer(text)]
    return [(0, len(text))]


def _sentences(text: str, turns: Sequence[Turn], starts: Sequence[int]) -> Iterator[Span]:
    ends = sorted(turn.end for turn in turns)
    for start, following in pairwise([*starts, len(text)]):
        turn = bisect_right(ends, start)
        end = min(following, ends[turn]) if turn < len(ends) else following
        while start < end and text[end - 1].isspace():
            end -= 1
        yield start, end


def speech(
    text: str, turns: Sequence[Turn], *, only: Collection[str] | None = None, without: Collection[str] = ()
) -> list[Span]:
    """What is said, without labels and time stamps: ascending ranges of ``text``, none empty.

    ``only``: the labels whose turns count (None: all); ``without``: those whose turns do not, such as the interviewer.
    """
    found: list[Span] = []
    for turn in turns:
        if turn.label in without or (only is not None and turn.label not in only):
            continue
        at = turn.speech
        for stamp in _STAMP.finditer(text, turn.speech, turn.end):
            found.append((at, stamp.start()))
            at = stamp.end()
        found.append((at, turn.end))
    return [(start, end) for start, end in sorted(found) if start < end]
