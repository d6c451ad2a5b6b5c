"""Names as they are compared: without case or accents, æ as ae, ø and oe as o, å and aa as a; and the way back."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from workbench.codebook.tree import SEPARATOR

Spans = tuple[tuple[int, int], ...]

_LETTERS = {"æ": "ae", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "œ": "o"}
_MERGED = ("oe", "aa")  # each folded to its first letter


@lru_cache(maxsize=4096)
def _letter(character: str) -> str:
    """One character folded; what it becomes does not depend on its neighbours or on Unicode's normal forms."""
    parts = unicodedata.normalize("NFD", character.casefold())
    return "".join(_LETTERS.get(part, part) for part in parts if not unicodedata.combining(part))


@lru_cache(maxsize=32_768)
def fold(text: str) -> str:
    """``text`` as names are compared."""
    folded = "".join(map(_letter, text))
    for pair in _MERGED:
        folded = folded.replace(pair, pair[0])
    return folded


def folded_name(name: str) -> str:
    """A name as names are compared, with single spaces."""
    return " ".join(fold(name).split())


def leaf(path: str) -> str:
    """The name at the end of ``path``."""
    return path.rpartition(SEPARATOR)[2]


@lru_cache(maxsize=32_768)
def folded(path: str) -> tuple[str, str]:
    """The name at the end of ``path`` and ``path`` itself, folded."""
    return fold(leaf(path)), fold(path)


@lru_cache(maxsize=2048)
def positions(text: str) -> list[tuple[int, int]]:
    """For every character of ``fold(text)``, the part of ``text`` it stands for."""
    spread = [(letter, at) for at, character in enumerate(text) for letter in _letter(character)]
    result: list[tuple[int, int]] = []
    index = 0
    while index < len(spread):
        letter, at = spread[index]
        paired = index + 1 < len(spread) and letter + spread[index + 1][0] in _MERGED
        last = spread[index + 1][1] if paired else at
        result.append((at, last + 1))
        index += 2 if paired else 1
    return result


def original(path: str, parts: Iterable[tuple[int, int]]) -> Spans:
    """Parts of the folded path as parts of the path itself, in order, joined where they touch."""
    # Where no letter becomes two, and no two become one, every letter stands where it stood.
    same = len(fold(path)) == len(path) and all(len(_letter(character)) == 1 for character in set(path))
    places = None if same else positions(path)
    joined: list[tuple[int, int]] = []
    for first, last in sorted(part for part in parts if part[0] < part[1]):
        begin, end = (first, last) if places is None else (places[first][0], places[last - 1][1])
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return tuple(joined)
