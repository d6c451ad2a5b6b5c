"""How codes were ranked before there was an index: every code is looked at, one after the other."""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from workbench.codebook.similar import Candidate, Match
from workbench.codebook.tree import SEPARATOR

Spans = tuple[tuple[int, int], ...]

_MAX_QUERY = 200
_LETTERS = {"æ": "ae", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "œ": "o"}
_MERGED = ("oe", "aa")  # each folded to its first letter
_SHORTEST_TYPO = 3  # of two letters any can be wrong
_TYPO = 78.0  # of 100: "relatoin" finds Relationer, "hunor" Humor
_NEAR = 75.0  # of 100: "Netværk" and "netvaerksarbejde", not "Tid" and "Tillid"


def rank(query: str, candidates: Sequence[Candidate], limit: int = 50) -> list[Match]:
    """The candidates that fit ``query``, best first, at most ``limit``.

    In this order: the name itself, its beginning, the beginning of a word in it, a part of it, all the words somewhere
    in the path; then letters in that order (``nvl``) and misspellings together. Among equals what was used lately, is
    used nearby and is used much comes first; an empty query asks for just that.
    """
    typed = _fold(query[:_MAX_QUERY]).replace("/", " ").split()
    if not typed:
        first = sorted(candidates, key=_habit)[:limit]
        return [Match(candidate.id, _use(candidate), ()) for candidate in first]
    folded = " ".join(typed)
    places = [_folded(candidate.path) for candidate in candidates]
    slips = _slips(folded, [leaf for leaf, _ in places])
    letters = _in_order("".join(typed))
    found: list[tuple[float, str, int]] = []
    for index, (leaf, path) in enumerate(places):
        quality = _quality(folded, typed, leaf, path)
        if not quality:
            quality = max(_looseness(letters, leaf, path), slips.get(index, 0.0))
        if quality:
            closeness = min(1.9, 1.9 * len(folded) / len(leaf)) if leaf else 0.0
            candidate = candidates[index]
            found.append((-(quality + closeness + _use(candidate)), candidate.path, index))
    found.sort()
    return [
        Match(candidates[index].id, -score, _spans(folded, typed, letters, candidates[index].path))
        for score, _, index in found[:limit]
    ]


def near_duplicates(name: str, candidates: Sequence[Candidate], limit: int = 3) -> list[Match]:
    """Codes that a new ``name`` (or path) may mean already, most alike first; 100 is the same but for case and æ, ø, å.

    Alike are misspellings, other word orders, and one name inside the other; parents are not looked at.
    """
    folded = _fold(_leaf(name)[:_MAX_QUERY]).strip()
    if not folded:
        return []
    leaves = [_fold(candidate.name) for candidate in candidates]
    alike: dict[int, float] = {}
    for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
        for _, score, index in process.extract(folded, leaves, scorer=scorer, score_cutoff=_NEAR, limit=None):
            alike[index] = max(alike.get(index, 0.0), score)
    for _, score, index in process.extract(folded, leaves, scorer=fuzz.partial_ratio, score_cutoff=90, limit=None):
        if min(len(folded), len(leaves[index])) >= 5:
            alike[index] = max(alike.get(index, 0.0), score * 0.9)
    best = sorted(alike, key=lambda index: (-alike[index], _habit(candidates[index])))[:limit]
    return [Match(candidates[index].id, alike[index], _alike(folded, candidates[index].path)) for index in best]


def _leaf(path: str) -> str:
    return path.rpartition(SEPARATOR)[2]


def _habit(candidate: Candidate) -> tuple[float, int, int, str]:
    recent = math.inf if candidate.recent is None else candidate.recent
    return (recent, -candidate.nearby, -candidate.count, candidate.path)


def _use(candidate: Candidate) -> float:
    """Below 8, so that with the closeness (below 2) no habit lifts a code over a better kind of fit."""
    recent = 0.0 if candidate.recent is None else 4.5 * 0.85 ** min(candidate.recent, 50)
    return recent + 0.5 * min(candidate.nearby, 4) + min(math.log1p(max(candidate.count, 0)) / 6, 1.4)


def _quality(query: str, words: Sequence[str], leaf: str, path: str) -> float:
    """How well the letters as typed fit; 0: not as typed."""
    if query in leaf:
        if leaf.startswith(query):
            return 100.0 if leaf == query else 90.0
        return 80.0 if f" {query}" in leaf or f"-{query}" in leaf else 70.0
    if all(word in path for word in words):
        return 65.0 if all(f" {word}" in f" {path}" for word in words) else 55.0
    return 0.0


def _slips(query: str, leaves: Sequence[str]) -> dict[int, float]:
    """By index, from 30 to 52, the names that hold something like ``query``."""
    if len(query) < _SHORTEST_TYPO:
        return {}
    found = process.extract(query, leaves, scorer=fuzz.partial_ratio, score_cutoff=_TYPO, limit=None)
    return {
        index: 30 + (score - _TYPO)
        for leaf, score, index in found
        if len(leaf) + 2 >= len(query)  # partial_ratio looks for the shorter in the longer: Tid is in "tidligere"
    }


def _in_order(letters: str) -> re.Pattern[str]:
    """Finds the letters in this order with others between; possessive, so a long name costs no more than its length."""
    return re.compile("".join(f"[^{re.escape(c)}]*+({re.escape(c)})" for c in letters[:90]), re.DOTALL)


def _looseness(letters: re.Pattern[str], leaf: str, path: str) -> float:
    """Up to 52 by how close together the letters stand in the name, to 40 in the path; 0 if they are scattered."""
    for text, best, thinnest in ((leaf, 52.0, 0.2), (path, 40.0, 0.34)):
        if match := letters.match(text):
            density = letters.groups / (match.end(letters.groups) - match.start(1))
            if density >= thinnest:
                return best - 22.0 * (1 - density)
    return 0.0


@lru_cache(maxsize=4096)
def _letter(character: str) -> str:
    """One character folded; what it becomes does not depend on its neighbours or on Unicode's normal forms."""
    parts = unicodedata.normalize("NFD", character.casefold())
    return "".join(_LETTERS.get(part, part) for part in parts if not unicodedata.combining(part))


@lru_cache(maxsize=32_768)
def _fold(text: str) -> str:
    folded = "".join(map(_letter, text))
    for pair in _MERGED:
        folded = folded.replace(pair, pair[0])
    return folded


@lru_cache(maxsize=32_768)
def _folded(path: str) -> tuple[str, str]:
    """The name at the end of ``path`` and ``path`` itself, folded."""
    return _fold(_leaf(path)), _fold(path)


@lru_cache(maxsize=2048)
def _positions(text: str) -> list[tuple[int, int]]:
    """For every character of ``_fold(text)``, the part of ``text`` it stands for."""
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


def _spans(query: str, words: Sequence[str], letters: re.Pattern[str], path: str) -> Spans:
    """Where ``query`` is in ``path``: as one piece in the name, word by word, as letters in order, or misspelt."""
    folded = _folded(path)[1]
    leaf = _folded(path)[0]
    start = len(folded) - len(leaf)
    if query in leaf:
        at = start + _best_place(query, leaf)
        return _original(path, [(at, at + len(query))])
    if all(word in folded for word in words):
        places = [(_best_place(word, folded), word) for word in words]
        return _original(path, [(at, at + len(word)) for at, word in places])
    for text, offset in ((leaf, start), (folded, 0)):
        if match := letters.match(text):
            return _original(
                path, [(offset + match.start(g), offset + match.end(g)) for g in range(1, letters.groups + 1)]
            )
    return _alike(query, path)


def _best_place(word: str, text: str) -> int:
    at = f" {text}".find(f" {word}")
    return at if at >= 0 else text.find(word)


def _alike(query: str, path: str) -> Spans:
    """The part of the name that is most like ``query``."""
    leaf, folded = _folded(path)
    start = len(folded) - len(leaf)
    place = fuzz.partial_ratio_alignment(query, leaf)
    if place is None or not leaf:
        return ()
    first, last = (place.dest_start, place.dest_end) if len(query) <= len(leaf) else (0, len(leaf))
    return _original(path, [(start + first, start + last)])


def _original(path: str, parts: Iterable[tuple[int, int]]) -> Spans:
    """Parts of the folded path as parts of the path itself, in order, joined where they touch."""
    positions = _positions(path)
    joined: list[tuple[int, int]] = []
    for first, last in sorted(part for part in parts if part[0] < part[1]):
        begin, end = positions[first][0], positions[last - 1][1]
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return tuple(joined)
