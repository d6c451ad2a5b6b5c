"""Invented interviews and what a second listening corrects in them, with the exact truth of where every word went.

Words keep their identity through every correction, so where a passage stands afterwards is known by construction, not
by comparing texts. The same seed gives the same text, corrections and passages.
"""

import difflib
import random
import re
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FIRST = _words(
    "nabo besøgs kommune frivillig forenings møde hverdags familie ungdoms sorg cykel have bolig sundheds kirke sogne "
    "aften morgen sommer klub skole lektie vagt telefon netværks samtale krise mad kultur idræts by"
)
_LAST = _words(
    "ven hjælp møde gruppe plan leder opgave ordning hus aften aftale plads kasse arbejde indsats vagt række stue "
    "rolle fest liste tur tid dag dør nøgle kage"
)
_SMALL = _words(
    "og det er jeg vi man så at der i på ikke de som for med til en har den men også bare jo lidt når hvis fordi kan "
    "skal ville var havde nogle alle lige måske faktisk egentlig altid aldrig tit sammen hjem derude nok mere anden"
)
_VERBS = _words(
    "ringer kommer går taler lytter spørger venter hjælper begynder husker øver bygger aftaler skriver prøver deler "
    "kører låner synger maler fortæller glemmer opdager samler inviterer laver drikker sidder møder passer hører"
)
_FILLERS = ("øh", "altså", "jo", "ikke", "sådan", "ligesom", "hmm")
_NAMES = ("[navn]", "[by]", "[arbejdsplads]", "[navn på kollega]")
_SHORT = ("Ja.", "Mmh.", "Nej.", "Ja, lige præcis.", "Okay.", "Det er rigtigt. 🙂")
_LABELS = ("I", "R1", "R2")
_HEAD = re.compile(r"\s*(?:(?:I|R1|R2):\s+)?")
_TAIL = re.compile(r"(?:\n(?:I|R1|R2):)?\s*\Z")
_WORDS = (*_SMALL, *_VERBS, *(a + b for b in _LAST for a in _FIRST))
_WEIGHTS = tuple(accumulate(1 / (rank + 4) for rank in range(len(_WORDS))))
KINDS = (
    ("typo", 40),
    ("word", 18),
    ("insertion", 12),
    ("deletion", 10),
    ("name", 8),
    ("filler", 5),
    ("punctuation", 4),
    ("turn inserted", 1),
    ("turn deleted", 1),
    ("turn moved", 1),
)
"""What is corrected, and how often each."""


class Word(NamedTuple):
    """A word as it is written, with its comma or full stop; ``key`` is who it is, -1 for one that came later."""

    text: str
    key: int


Turn = tuple[str, list[Word]]
"""A label and what is said under it."""


class Corrected(NamedTuple):
    """A text, what it became, passages [start, end) of it, and where each stands; None: nothing of it is left."""

    before: str
    after: str
    passages: tuple[tuple[int, int], ...]
    truth: tuple[tuple[int, int] | None, ...]

    def exact(self, found: Sequence[tuple[int, int] | None]) -> float:
        """The share of passages found where they stand; white space and labels at their ends do not count."""
        right = sum(self._trimmed(a) == self._trimmed(b) for a, b in zip(found, self.truth, strict=True))
        return right / len(self.truth)

    def _trimmed(self, passage: tuple[int, int] | None) -> tuple[int, int] | None:
        if passage is None:
            return None
        words = self.after[slice(*passage)]
        head, tail = _HEAD.match(words), _TAIL.search(words)
        return passage[0] + (head.end() if head else 0), passage[1] - len(words) + (
            tail.start() if tail else len(words)
        )


def corrected(characters: int, corrections: int, passages: int, seed: int) -> Corrected:
    """An interview of about so many ``characters``, corrected so often."""
    dice = random.Random(f"{characters} {corrections} {passages} {seed}")
    turns = _interview(characters, dice)
    before, places = _written(turns)
    moved: set[int] = set()
    after_turns = _corrected(turns, corrections, dice, moved)
    after, now = _written(after_turns)
    chosen: list[tuple[int, int]] = []
    truth: list[tuple[int, int] | None] = []
    while len(chosen) < passages:
        first = dice.randrange(len(places))
        last = min(first + dice.choice((0, 3, 7, 11, 18, 30, 60)), len(places) - 1)
        keys = range(first, last + 1)
        away = sum(key in moved for key in keys)
        if away and away < len(keys):
            continue  # half of it went elsewhere: where it stands nobody can say
        left = [key for key in keys if key in now]
        chosen.append((places[first][0], places[last][1]))
        truth.append((now[left[0]][0], now[left[-1]][1]) if left else None)
    return Corrected(before, after, tuple(chosen), tuple(truth))


def _written(turns: Sequence[Turn]) -> tuple[str, dict[int, tuple[int, int]]]:
    """The text, and where each word stands in it."""
    lines: list[str] = []
    places: dict[int, tuple[int, int]] = {}
    at = 0
    for label, words in turns:
        at += len(label) + 2
        for word in words:
            if word.key >= 0:
                places[word.key] = (at, at + len(word.text))
            at += len(word.text) + 1
        lines.append(f"{label}: {' '.join(word.text for word in words)}")
        at += not words
    return "\n".join(lines), places


def _said(dice: random.Random) -> list[str]:
    if dice.random() < 0.2:
        return dice.choice(_SHORT).split()
    words: list[str] = []
    for _ in range(dice.choice((1, 1, 2, 3, 5))):
        sentence = dice.choices(_WORDS, cum_weights=_WEIGHTS, k=dice.randint(3, 22))
        sentence = [word + "," if dice.random() < 0.07 else word for word in sentence]
        sentence[0] = sentence[0].capitalize()
        sentence[-1] = sentence[-1].rstrip(",") + dice.choice((".", ".", ".", "?", "!", " …"))
        words += " ".join(sentence).split()
    return words


def _interview(characters: int, dice: random.Random) -> list[Turn]:
    turns: list[Turn] = []
    length = key = 0
    while length < characters:
        words = _said(dice)
        turns.append((dice.choice(_LABELS), [Word(word, key + n) for n, word in enumerate(words)]))
        key += len(words)
        length += sum(map(len, words)) + len(words) + 4
    return turns


def _corrected(turns: Sequence[Turn], corrections: int, dice: random.Random, moved: set[int]) -> list[Turn]:
    """The turns after the corrections, each in a place of its own; ``moved`` gets the words of turns that moved."""
    result = [(label, list(words)) for label, words in turns]
    kinds, weights = zip(*KINDS, strict=True)
    touched: set[int] = set()
    for kind in dice.choices(kinds, weights, k=corrections):
        if kind.startswith("turn"):
            _turn_corrected(result, kind, dice, moved, touched)
            continue
        words: list[Word] = []
        while not words:
            words = dice.choice(result)[1]
            at = dice.randrange(len(words)) if words else 0
            if words and words[at].key in touched | moved:
                words = []
        touched.update(word.key for word in words[max(at - 1, 0) : at + 2])
        words[at : at + 1] = _word_corrected(words[at], kind, dice)
    return [(label, words) for label, words in result if words]


def _word_corrected(word: Word, kind: str, dice: random.Random) -> list[Word]:
    bare = word.text.rstrip(".,?!…")
    mark = word.text[len(bare) :]
    if kind == "typo" and len(bare) > 2:
        at = dice.randrange(1, len(bare))
        return [Word(bare[:at] + dice.choice(("", bare[at] * 2, "æ", "e")) + bare[at + 1 :] + mark, word.key)]
    if kind == "name":
        return [Word(dice.choice(_NAMES) + mark, word.key)]
    if kind == "insertion":
        return [word, *(Word(text, -1) for text in _more(dice, dice.choice((1, 2, 3, 6))))]
    if kind == "deletion":
        return []
    if kind == "filler":
        return [Word(dice.choice(_FILLERS), -1), word]
    if kind == "punctuation":
        return [Word(bare + dice.choice((",", ".", " …", "?")), word.key)]
    return [Word(_more(dice, 1)[0] + mark, word.key)]


def _more(dice: random.Random, number: int) -> list[str]:
    return dice.choices(_WORDS, cum_weights=_WEIGHTS, k=number)


def _turn_corrected(turns: list[Turn], kind: str, dice: random.Random, moved: set[int], touched: set[int]) -> None:
    at = dice.randrange(len(turns))
    label, words = turns[at]
    keys = {word.key for word in words}
    if kind == "turn inserted":
        turns.insert(at, (dice.choice(_LABELS), [Word(text, -1) for text in _said(dice)]))
    elif kind == "turn deleted":
        touched |= keys
        del turns[at]
    elif len(words) > 7 and not keys & (touched | moved):
        moved |= keys
        del turns[at]
        turns.insert(dice.randrange(len(turns)), (label, words))


def matched_by_difflib(before: str, after: str, *, blanks: bool) -> int:
    """How many tokens difflib finds in both texts, with white space among them or not: what is measured against."""
    pattern = re.compile(r"\w+|\s+|[^\w\s]" if blanks else r"\w+|[^\w\s]")
    matcher = difflib.SequenceMatcher(None, pattern.findall(before), pattern.findall(after), autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())
