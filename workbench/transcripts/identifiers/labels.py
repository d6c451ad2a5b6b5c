"""Speakers' labels that name somebody: the commonest leftover of all."""

import functools
import re
from collections.abc import Iterator, Sequence

from workbench.transcripts import gazetteers, languages
from workbench.transcripts.gazetteers import Gazetteer
from workbench.transcripts.identifiers.values import Hit
from workbench.transcripts.identifiers.words import base, ordinary
from workbench.transcripts.turns import Turn, is_unattributed

_CODE = re.compile(r"[^\W\d_]{0,15}[ _.-]?\d{1,4}[a-zA-Z]?\??|[^\W\d_]{1,3}\d*")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def find(text: str, turns: Sequence[Turn], code: str) -> Iterator[Hit]:
    """Every turn whose label is no role: "Mette:", "Lars Holm (leder):", but not "I:", "R1:", "Lederen:"."""
    for turn in turns:
        if turn.label and turn.start < turn.speech and names_somebody(turn.label, code):
            start = text.find(turn.label.split()[0], turn.start, turn.speech)
            end = text.find(turn.label.split()[-1], max(start, turn.start), turn.speech)
            if start >= 0 and end >= start:
                yield Hit("label", start, end + len(turn.label.split()[-1]), 0.75, "a speaker's label that is no role")


@functools.lru_cache(maxsize=2_000)
def names_somebody(label: str, code: str) -> bool:
    """Whether a label may be somebody's name."""
    if is_unattributed(label) or label.casefold() in languages.speech().interviewer or _CODE.fullmatch(label):
        return False
    lists = gazetteers.of(code)
    words = [word for word in _WORD.findall(label) if len(word) > 1 or len(label) > 6]
    return any(_names(word, lists) for word in words)


def _names(word: str, lists: Gazetteer) -> bool:
    low = word.lower()
    if low in lists.roles or low in lists.stop or low in lists.cue_name or low in lists.titles:
        return False
    titled = word[:1].upper() + word[1:].lower() if word.isupper() or word.islower() else word
    if any(base(part, lists.first) or base(part, lists.last) for part in (titled, *titled.split("-"))):
        return True
    if low in lists.jobs or low.removesuffix("en") in lists.jobs or len(word) < 3:
        return False
    return word[0].isupper() and not ordinary(low, lists.code) and bool(lists.code)
