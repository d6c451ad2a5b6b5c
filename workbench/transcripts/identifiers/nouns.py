"""German words that a dictionary knows, whole or as a compound: where all nouns are large, the others may be names."""

import functools
from collections.abc import Callable

_SHORT = frozenset((
    "see", "tag", "weg", "hof", "ort", "art", "amt", "bau", "bus", "rad", "uhr", "zug", "typ", "arm", "bar", "bad",
    "bot", "eis", "öl", "ehe", "fan", "fax", "hut", "kur", "lob", "mut", "not", "rat", "rot", "tee", "tor", "tür",
    "tat", "ton", "wut", "zoo", "abi", "uni", "bio", "öko", "job", "app", "box", "cup", "gas", "lok", "alt", "neu",
    "vor", "auf", "aus", "ein", "mit", "ab", "an", "um", "zu", "bei", "hin", "her", "mal", "los", "fall", "web",
    "ost", "süd", "nord", "west", "ur", "ex",
))  # fmt: skip
"""What is shorter than four letters and stands in compounds; other short words would split any name."""

_BINDING = ("s", "es", "n", "en", "er", "e")
_LEAST = 4
_COMPOUND = 8
"""A shorter compound is in the dictionary itself; split all the same, names fall apart: "Ab-assi"."""


def strange(word: str, known: Callable[[str], bool]) -> bool:
    """Whether a word in small letters is in no dictionary, in none of its cases, and splits into no parts that are."""
    return not _known(word, known) and not _known(word.replace("ss", "ß"), known)


@functools.lru_cache(maxsize=50_000)
def _known(word: str, known: Callable[[str], bool]) -> bool:
    if _whole(word, known):
        return True
    if len(word) < _COMPOUND:
        return False
    for cut in range(len(word) - 2, 1, -1):
        head = word[:cut]
        if _part(word[cut:], known) and (
            any(_part(form, known) for form in _heads(head)) or (len(head) >= 6 and _known(head, known))
        ):
            return True
    return False


def _heads(head: str) -> list[str]:
    """What the first part of a compound may be by itself: "Arbeits", "Schul", "Kranken"."""
    cut = [head.removesuffix(end) for end in _BINDING if head.endswith(end)]
    return [head, *cut, head + "e", head + "en"]


def _part(word: str, known: Callable[[str], bool]) -> bool:
    return (len(word) >= _LEAST or word in _SHORT) and _whole(word, known)


@functools.lru_cache(maxsize=100_000)
def _whole(word: str, known: Callable[[str], bool]) -> bool:
    return known(word) or known(word.capitalize())
