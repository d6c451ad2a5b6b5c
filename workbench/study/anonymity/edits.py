"""What is to be written in place of which stretches of a text: words as wholes, genitives kept, all in one pass."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from workbench.transcripts import Turn, is_unattributed, turns

Edit = tuple[int, int, str]
"""[start, end) of a text, and what stands there afterwards."""

_LEAST = 3  # letters: a shorter word in capitals is an abbreviation more often than a name that is shouted


class Edits(NamedTuple):
    """What is replaced in one text, ascending and apart; ``labels``: speakers' labels, by what they were."""

    edits: tuple[Edit, ...]
    labels: Mapping[str, str]


def variants(word: str) -> list[str]:
    """The spellings of a word that are the same to a reader: shouted, and with its accents written as signs apart."""
    spelt = [word, *([word.upper()] if len(word) >= _LEAST else [])]
    return list(dict.fromkeys(unicodedata.normalize(form, one) for form in ("NFC", "NFD") for one in spelt))


def found_in(text: str, word: str) -> list[tuple[int, int, str]]:
    """Where a word stands in a text as a whole: (start, end, genitive), in any of its spellings."""
    from workbench.transcripts.identifiers.occurrences import occurrences

    return sorted({place for spelt in variants(word) for place in occurrences(text, spelt)})


def with_genitive(by: str, genitive: str) -> str:
    """What stands for a word, in the genitive that the word had: a name that ends in s takes no second one."""
    if not genitive:
        return by
    hissing = by[-1:].casefold() in ("s", "x", "z")
    return by + ("’" if hissing and genitive == "s" else "s" if not hissing and genitive in ("'", "’") else genitive)


def without_tail(start: int, end: int, genitive: str, new: str) -> Edit:
    """The edit without a genitive that stays as it is: whoever coded the word alone has coded the word alone."""
    stays = len(genitive) if genitive and new.endswith(genitive) and len(new) > len(genitive) else 0
    return start, end - stays, new[: len(new) - stays]


def replaced(text: str, words: Iterable[tuple[str, str]]) -> str:
    """``text`` with every word replaced; of words that overlap, the longer."""
    parts: list[str] = []
    at = 0
    for start, end, new in _places(text, words):
        parts += (text[at:start], new)
        at = end
    return "".join((*parts, text[at:]))


def edits(
    text: str,
    turns_: Sequence[Turn],
    words: Sequence[tuple[str, str]],
    interviewer: Collection[str] = (),
    known: Collection[str] = (),
    former: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> Edits:
    """What replaces ``words``, pairs of (word, by), in a text and in the labels of its speakers.

    A label becomes what stands for the word where that can be a label and is none yet; else R1, R2, … (I for whoever
    asks). ``known``: labels under which nobody speaks in this text, though the study has them. ``former``: labels that
    somebody had in an earlier text, by what they are called now: nobody else is called so, for whoever withdraws takes
    along what was said under any of their labels.
    """
    labels = _labels(text, turns_, words, interviewer, known, former)
    heads = [(turn, span) for turn in turns_ if (span := _label_at(text, turn))]
    taken = [span for _, span in heads]
    found = [(*span, labels[turn.label]) for turn, span in heads if turn.label in labels]
    found += [edit for edit in _places(text, words) if not _touches(edit, taken)]
    return Edits(tuple(sorted(found)), labels)


def fits_label(label: str) -> bool:
    """Whether a label is one that is read as such from a text."""
    heads = [turn.label for turn in turns(f"{label}: ja\n\n{label}: nej\n")]
    return heads == [label, label] and not is_unattributed(label)


def free_label(taken: Collection[str], letter: str = "R") -> str:
    """The first of R1, R2, … (I, I2, … for interviewers) under which nobody speaks."""
    folded = {label.casefold() for label in taken}
    numbers = (str(n) for n in range(1, len(folded) + 2))
    names = ["I", *(f"I{n}" for n in range(2, len(folded) + 3))] if letter == "I" else [f"R{n}" for n in numbers]
    return next(name for name in names if name.casefold() not in folded)


def _labels(
    text: str,
    turns_: Sequence[Turn],
    words: Sequence[tuple[str, str]],
    interviewer: Collection[str],
    known: Collection[str],
    former: Mapping[str, Collection[str]],
) -> dict[str, str]:
    given = list(dict.fromkeys([*(turn.label for turn in turns_), *interviewer, *known]))
    named = [label for label in given if label and any(found_in(label, word) for word, _ in words)]
    taken = {label for label in given if label not in named}
    result: dict[str, str] = {}
    for label in named:
        new = " ".join(replaced(label, words).split())
        others = taken | {one for one, bearers in former.items() if any(bearer != label for bearer in bearers)}
        if not fits_label(new) or new.casefold() in {one.casefold() for one in others}:
            new = free_label(others, "I" if label in interviewer else "R")
        result[label] = new
        taken.add(new)
    return result


def _label_at(text: str, turn: Turn) -> tuple[int, int] | None:
    """Where a turn's label stands in the text; it may be spelt there with other spaces or accents."""
    if not turn.label:
        return None
    head = text[turn.start : turn.speech]
    for form in ("NFC", "NFD"):
        spelt = (re.escape(part) for part in unicodedata.normalize(form, turn.label).split())
        if found := re.search(r"\s+".join(spelt), head):
            return turn.start + found.start(), turn.start + found.end()
    return None


def _places(text: str, words: Iterable[tuple[str, str]]) -> list[Edit]:
    """Every place where one of the words stands, ascending, none over another."""
    found = [
        (start, end, genitive, with_genitive(by, genitive), len(word))
        for word, by in words
        for start, end, genitive in found_in(text, word)
    ]
    kept: list[Edit] = []
    last = 0
    # Of those that overlap, the one that begins first and reaches furthest: "Mette Hansen" before "Mette" and "Hansen".
    for start, end, genitive, new, _ in sorted(found, key=lambda f: (f[0], -f[4], -f[1])):
        if start >= last:
            kept.append(without_tail(start, end, genitive, new))
            last = end
    return kept


def _touches(edit: Edit, spans: Sequence[tuple[int, int]]) -> bool:
    at = bisect_left(spans, (edit[0] + 1,))
    near = spans[max(at - 1, 0) : at + 1]
    return any(edit[0] < end and start < edit[1] for start, end in near)
