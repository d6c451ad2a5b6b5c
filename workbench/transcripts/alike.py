"""Where in a text something stands that is like a phrase: found by letters, its edges by words.

``partial_ratio_alignment`` finds the neighbourhood in milliseconds, but gives a window as long as the phrase; which
words of the phrase are in it, and where the first and the last of them stand, is told by an alignment of words.
"""

import re
from typing import NamedTuple

from workbench.transcripts.folding import GAP

WIDER = 0.6
"""So much of the phrase's length is looked at before and after the neighbourhood."""
TOKEN = re.compile(r"\w+|[^\w\s]")
_APART = 4
"""A word or two that match so many words away from the rest are an accident: "og" is everywhere."""


class Alike(NamedTuple):
    """A passage [start, end) of the folded text, and how like it is, of 100 by letters."""

    start: int
    end: int
    score: float


def alike(phrase: str, text: str, least: float = 0.0) -> Alike | None:
    """The passage of a folded ``text`` that is most like a folded ``phrase``; None where nothing reaches ``least``."""
    from rapidfuzz import fuzz

    if not phrase or not text.strip(GAP + " "):
        return None
    if len(text) <= len(phrase):
        found = Alike(0, len(text.rstrip(GAP + " ")), 0.0)
    else:
        near = fuzz.partial_ratio_alignment(phrase, text, score_cutoff=least * 0.8)
        if near is None:
            return None
        found = Alike(near.dest_start, near.dest_end, near.score)
    start, end = edges(phrase, text, found.start, found.end)
    score = fuzz.ratio(phrase, text[start:end].replace(GAP, " "))
    return Alike(start, end, score) if score >= least else None


def several(phrase: str, text: str, least: float, most: int) -> list[Alike]:
    """Up to ``most`` passages like ``phrase``, apart from each other, the most alike first."""
    found: list[Alike] = []
    while len(found) < most and (one := alike(phrase, text, least)) is not None and one.start < one.end:
        found.append(one)
        text = f"{text[: one.start]}{GAP * (one.end - one.start)}{text[one.end :]}"
    return sorted(found, key=lambda one: (-one.score, one.start))


def edges(phrase: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The first to the last word around [start, end) that ``phrase`` has too; a word replaced at an end counts."""
    from rapidfuzz.distance import Indel

    more = round(len(phrase) * WIDER) + 1
    low, high = max(start - more, 0), min(end + more, len(text))
    here = [found.span() for found in TOKEN.finditer(text, low, high)]
    wanted = TOKEN.findall(phrase)
    said = [text[first:last] for first, last in here]
    runs = _together(
        [
            (op.src_start, op.src_end, op.dest_start, op.dest_end)
            for op in Indel.opcodes(wanted, said)
            if op.tag == "equal"
        ]
    )
    if not runs:  # no word is the same: the words that the neighbourhood touches
        touched = [span for span in here if span[0] < end and span[1] > start]
        return (touched[0][0], touched[-1][1]) if touched else (start, end)
    first = max(runs[0][2] - runs[0][0], 0) if runs[0][0] <= 2 else runs[0][2]
    after = len(wanted) - runs[-1][1]
    last = min(runs[-1][3] + after, len(here)) if after <= 2 else runs[-1][3]
    return here[first][0], here[last - 1][1]


def _together(runs: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """``runs`` of equal words without those at the ends that stand far from the others in the text only."""
    while len(runs) > 1 and _accident(runs[0], runs[1][2] - runs[0][3], runs[1][0] - runs[0][1]):
        runs = runs[1:]
    while len(runs) > 1 and _accident(runs[-1], runs[-1][2] - runs[-2][3], runs[-1][0] - runs[-2][1]):
        runs = runs[:-1]
    return runs


def _accident(run: tuple[int, int, int, int], there: int, here: int) -> bool:
    return there - here >= _APART * (run[1] - run[0])
