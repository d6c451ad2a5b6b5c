"""Texts as they are compared: without case, accents and the typist's habits, and with a way back to every character.

Folded are case, accents (é as e), quotation marks, dashes, "..." and "…" as one sign, runs of white space as one space;
what nobody sees (soft hyphens, joiners) is left out, and letters in two code points are composed. The letters æ, ø, å,
ä, ö, ü and ß stay what they are: ``spellings`` gives the other ways in which a word with them is written.
"""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from workbench.transcripts.stamps import STAMP
from workbench.transcripts.turns import Turn

GAP = "\x00"
"""Stands in a folded text between two turns, and nowhere else: what is looked for has none, and crosses no turn."""

PAUSE = "·"
"""What "…" becomes. A Latin-1 character: a folded text in a Western language is one byte a character, not two."""

MOST_SPELLINGS = 64
"""A phrase with more ways to write it than this is looked for as it was typed."""

_LETTERS = frozenset("æøåäöüß")
_MARKS = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛‹›′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": PAUSE,
    "ŀ": "l",
    "ł": "l",
    "đ": "d",
    "ð": "d",
}
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe00-\ufe0f"
_SPACES, _DOTS, _HIDDEN, _MARKED = r"\s{2,}", r"\.{3}", f"[{_UNSEEN}]+", ".[\u0300-\u036f]+"
_HAS_HIDDEN, _HAS_MARKED = re.compile(f"[{_UNSEEN}]"), re.compile("[\u0300-\u036f]")
_STAMPED = re.compile(STAMP)
_BESIDES = "`\t\n\r\v\f\x1c\x1d\x1e\x1f"
_SPELLED = re.compile("ae|oe|aa|ue|ss|[æøåäöüß]")
_PLAIN = str.maketrans({"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa", "ü": "ue", "ß": "ss"})
_WAYS = {
    **dict.fromkeys(("ae", "æ", "ä"), ("æ", "ae", "ä")),
    **dict.fromkeys(("oe", "ø", "ö"), ("ø", "oe", "ö")),
    **dict.fromkeys(("aa", "å"), ("å", "aa")),
    **dict.fromkeys(("ue", "ü"), ("ue", "ü")),
    **dict.fromkeys(("ss", "ß"), ("ss", "ß")),
}


class Folded(NamedTuple):
    """A folded text. ``origin`` and ``span`` tell where its characters stand in the text it was made of.

    From folded position ``here[i]`` until the next of them, one character is one of the original, from ``there[i]`` on.
    """

    text: str
    here: "array[int]"
    there: "array[int]"

    def origin(self, at: int) -> int:
        """The position in the original of the folded character ``at``."""
        stretch = bisect_right(self.here, at) - 1
        return self.there[stretch] + at - self.here[stretch]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original the folded characters [start, end) stand; an end takes its accents along."""
        return self.origin(start), self.origin(end)

    def folded(self, position: int) -> int:
        """The folded character that stands at ``position`` of the original, or the first after it."""
        stretch = max(bisect_right(self.there, position) - 1, 0)
        at = self.here[stretch] + max(position - self.there[stretch], 0)
        return min(at, self.here[stretch + 1] if stretch + 1 < len(self.here) else len(self.text))


def folded(text: str, turns: Sequence[Turn] | None = None, *, labels: bool = False) -> Folded:
    """``text`` folded; with ``turns`` only what is said in them, a ``GAP`` after each.

    Labels and time stamps are left out, unless ``labels``; time grows with the text, and nothing is kept per character.
    """
    spans = [(0, len(text))] if turns is None else _spans(turns, labels)
    parts: list[str] = []
    here, there = array("I"), array("I")
    at = 0
    dropped = _dropped(text, stamps=turns is not None and not labels)
    for start, end in spans:
        here.append(at)
        there.append(start)
        last = start
        for found in dropped.finditer(text, start, end):
            kept = _kept(found[0])
            parts += (text[last : found.start()], kept)
            at += found.start() - last
            # What is dropped belongs to the character before it: a stretch begins at what is kept, and one after it.
            here.append(at)
            there.append(found.start())
            at += len(kept)
            here.append(at)
            there.append(found.end())
            last = found.end()
        parts += (text[last:end], GAP)
        at += end - last
        here.append(at)
        there.append(end)
        at += 1
    return Folded(_each("".join(parts)), here, there)


def fold(text: str) -> str:
    """``text`` folded, without a way back; white space at its ends is left out."""
    return folded(text).text[:-1].strip()


def spellings(phrase: str) -> tuple[str, ...]:
    """The ways in which a folded ``phrase`` may be written: "blå" as "blaa", "laering" as "læring"; itself first."""
    pieces: list[tuple[str, ...]] = []
    ways, last = 1, 0
    for found in _SPELLED.finditer(phrase):
        other = _WAYS[found[0]]
        pieces += ((phrase[last : found.start()],), (found[0], *(way for way in other if way != found[0])))
        ways *= len(other)
        last = found.end()
    if ways > MOST_SPELLINGS:
        return (phrase,)
    return tuple(dict.fromkeys("".join(way) for way in product(*pieces, (phrase[last:],))))


def spelt(phrase: str) -> str:
    """A folded ``phrase`` in the one spelling that all its ``spellings`` share: the one without special letters."""
    return phrase.translate(_PLAIN)


def whole(text: str, start: int, end: int) -> bool:
    """Whether no word of ``text`` goes on before ``start`` or after ``end``."""
    before = start > 0 and is_letter(text[start - 1]) and is_letter(text[start])
    return not before and not (end < len(text) and is_letter(text[end]) and is_letter(text[end - 1]))


def is_letter(character: str) -> bool:
    """Whether a character is part of a word."""
    return character.isalnum() or character == "_"


def places(phrase: str, text: str) -> Iterable[int]:
    """Where ``phrase`` begins in ``text``, ascending, overlapping or not."""
    at = text.find(phrase)
    while at >= 0:
        yield at
        at = text.find(phrase, at + 1)


def _spans(turns: Sequence[Turn], labels: bool) -> list[tuple[int, int]]:
    """What is read of each turn, ascending."""
    return sorted((turn.start if labels else turn.speech, turn.end) for turn in turns)


def _dropped(text: str, *, stamps: bool) -> re.Pattern[str]:
    """What is left out or made shorter in ``text``: only what it holds is looked for, each kind costs."""
    kinds = [_SPACES]
    if stamps and _STAMPED.search(text):
        kinds.insert(0, rf"\s*{STAMP}\s*")
    if _HAS_HIDDEN.search(text):
        kinds.append(_HIDDEN)
    if "..." in text:
        kinds.append(_DOTS)
    if _HAS_MARKED.search(text):
        kinds.append(_MARKED)
    return re.compile("|".join(kinds), re.DOTALL)


def _kept(dropped: str) -> str:
    """What is left of something that is longer than what it means."""
    if dropped == "...":
        return PAUSE
    first = dropped[0]
    if first.isspace() or _STAMPED.match(dropped):
        return " "
    if unicodedata.combining(dropped[-1]):
        composed = unicodedata.normalize("NFC", dropped)
        return composed if len(composed) == 1 else first
    return ""


def _each(text: str) -> str:
    """Every character folded to one: case by the whole text at once, the rest a letter at a time, all of it at once."""
    lower = text.lower()
    if len(lower) != len(text):  # a capital whose small letter is two
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for character in set(lower):
        if not character.isascii() or character in _BESIDES:
            lower = lower.replace(character, _letter(character))
    return lower


@lru_cache(maxsize=4096)
def _letter(character: str) -> str:
    """One lower-case character folded, to one character."""
    if character.isspace():
        return " "
    if character in _LETTERS:
        return character
    if character in _MARKS:
        return _MARKS[character]
    parts = unicodedata.decomposition(character).split()  # one accent less: "ǻ" is an "å" before it is an "a"
    if parts and not parts[0].startswith("<"):
        return _letter(chr(int(parts[0], 16)).lower()[:1])
    return character.lower() if len(character.lower()) == 1 else character
