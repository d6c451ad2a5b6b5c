"""How well typed letters fit a name and its path, and where they are in it. Everything is given folded."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from workbench.codebook.folded import Spans, folded, original

LONGEST = 90  # letters that are looked for in order
SHORTEST_TYPO = 3  # of two letters any can be wrong
TYPO = 78.0  # of 100: "relatoin" finds Relationer, "hunor" Humor
IN_NAME, IN_PATH = 52.0, 40.0  # letters in order, with nothing between them
SPREAD = 22.0  # and what is taken off where there is nothing but others between them
THINNEST_NAME, THINNEST_PATH = 0.2, 0.34


def quality(query: str, words: Sequence[str], own: str, path: str) -> float:
    """How well the letters as typed fit; 0: not as typed."""
    if query in own:
        if own.startswith(query):
            return 100.0 if own == query else 90.0
        return 80.0 if f" {query}" in own or f"-{query}" in own else 70.0
    if all(word in path for word in words):
        return 65.0 if all(f" {word}" in f" {path}" for word in words) else 55.0
    return 0.0


def closeness(length: int, letters: int) -> float:
    """How much of a name of so many ``letters`` a query of ``length`` is, of 1.9."""
    return min(1.9, 1.9 * length / letters) if letters else 0.0


def slip(query: str, own: str) -> float:
    """From 30 to 52 where the name holds something like ``query``, else 0."""
    # partial_ratio looks for the shorter in the longer: Tid is in "tidligere"
    if len(query) < SHORTEST_TYPO or len(own) + 2 < len(query):
        return 0.0
    score = fuzz.partial_ratio(query, own, score_cutoff=TYPO)
    return 30 + (score - TYPO) if score else 0.0


def in_order(letters: str) -> re.Pattern[str]:
    """Finds the letters in this order with others between; possessive, so a long name costs no more than its length."""
    return re.compile("".join(f"[^{re.escape(c)}]*+({re.escape(c)})" for c in letters[:LONGEST]), re.DOTALL)


def looseness(letters: re.Pattern[str], own: str, path: str) -> float:
    """Up to 52 by how close together the letters stand in the name, to 40 in the path; 0 if they are scattered."""
    for text, best, thinnest in ((own, IN_NAME, THINNEST_NAME), (path, IN_PATH, THINNEST_PATH)):
        if match := letters.match(text):
            density = letters.groups / (match.end(letters.groups) - match.start(1))
            if density >= thinnest:
                return best - SPREAD * (1 - density)
    return 0.0


def spans(query: str, words: Sequence[str], letters: re.Pattern[str], path: str) -> Spans:
    """Where ``query`` is in ``path``: as one piece in the name, word by word, as letters in order, or misspelt."""
    own, whole = folded(path)
    start = len(whole) - len(own)
    if query in own:
        at = start + _best_place(query, own)
        return original(path, [(at, at + len(query))])
    if all(word in whole for word in words):
        places = [(_best_place(word, whole), word) for word in words]
        return original(path, [(at, at + len(word)) for at, word in places])
    for text, offset in ((own, start), (whole, 0)):
        if match := letters.match(text):
            groups = range(1, letters.groups + 1)
            return original(path, [(offset + match.start(g), offset + match.end(g)) for g in groups])
    return most_alike(query, path)


def _best_place(word: str, text: str) -> int:
    at = f" {text}".find(f" {word}")
    return at if at >= 0 else text.find(word)


def most_alike(query: str, path: str) -> Spans:
    """The part of the name that is most like ``query``."""
    own, whole = folded(path)
    start = len(whole) - len(own)
    place = fuzz.partial_ratio_alignment(query, own)
    if place is None or not own:
        return ()
    first, last = (place.dest_start, place.dest_end) if len(query) <= len(own) else (0, len(own))
    return original(path, [(start + first, start + last)])
