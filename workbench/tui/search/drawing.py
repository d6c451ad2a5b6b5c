"""How hits are drawn: one line each, the words in the middle, under the name of their transcript."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from workbench import sanitise
from workbench.study.search import TIERS
from workbench.tui.widgets.text import Line, Piece, clip, fill, joined

if TYPE_CHECKING:
    from workbench.study import Hit

TIER = 10
"""Cells of the column that says how a hit was found."""
_WHO, _TURN = 7, 5
SAID = {
    "exact": "exact",
    "folded": "spelling",
    "lemma": "form",
    "tail": "compound",
    "head": "compound",
    "infix": "inside",
    "fuzzy": "like",
    "regex": "expression",
}
"""How a hit was found, in a word that needs no explanation."""
MODES = {
    "auto": ("everything", "the letters, forms of the words, compounds, and what is like them"),
    "exact": ("exact", "the very letters, as whole words"),
    "lemma": ("word forms", "every form of the words, and compounds with them"),
    "fuzzy": ("likeness", "what is like the words: misspelt, misheard, misquoted"),
    "regex": ("expression", "a regular expression; case counts, (?i) in front lets it not"),
}


def heading(name: str, hits: int, width: int) -> Line:
    """The transcript's name and how many hits it has."""
    return fill([(" ", ""), (name, "accent"), (f"  {hits:,}", "dim")], width)


def one_line(hit: "Hit", width: int, here: bool) -> Line:
    """Turn, speaker, the words with what stands around them, and the tier."""
    turn = str(hit.turn) if hit.turn else ""
    left = fill([(" ▌" if here else "  ", "accent"), (f"{turn:>{_TURN - 2}} ", "dim")], _TURN + 1)
    who = [*fill([(hit.speaker, "strong")], _WHO - 1), (" ", "")]
    room = max(width - _TURN - 1 - _WHO - TIER - 2, 10)
    told = f"{SAID[hit.tier]} {hit.score:.0f}" if hit.tier == "fuzzy" else SAID[hit.tier]
    return [*left, *who, *around(hit, room), (" ", ""), *fill([(told, "dim")], TIER), (" ", "")]


def around(hit: "Hit", width: int) -> list[Piece]:
    """The words of a hit, with so much of what stands before and after as there is room for: they stay in sight."""
    text = clip(hit.text, width)
    left = width - cell_len(text)
    before = _tail(sanitise.line(hit.before), left // 2) if left > 2 else ""
    gap = " " if hit.before[-1:].isspace() and before else ""
    after = sanitise.line(hit.after)
    between = " " if hit.after[:1].isspace() else ""
    pieces: list[Piece] = [(before + gap, "dim"), (text, "found"), (between, ""), (after, "dim")]
    return fill(pieces, width)


def _tail(text: str, width: int) -> str:
    """The end of ``text`` in at most ``width`` cells, from the beginning of a word."""
    if cell_len(text) <= width:
        return text
    cut = text[-max(width - 2, 1) :]
    while cell_len(cut) > width - 1:
        cut = cut[1:]
    return "…" + (cut.partition(" ")[2] or cut)


def counts(hits: Sequence["Hit"], more: bool) -> str:
    """How many there are, where, and how they were found."""
    if not hits:
        return "no hits"
    tiers = Counter(hit.tier for hit in hits)
    number = f"the first {len(hits):,} hits" if more else f"{len(hits):,} hit{'' if len(hits) == 1 else 's'}"
    transcripts = len({hit.transcript for hit in hits})
    places = f"{transcripts:,} transcript{'' if transcripts == 1 else 's'}"
    said = Counter[str]()
    for tier in TIERS:
        said[SAID[tier]] += tiers[tier]
    return joined((number, places, ", ".join(f"{count:,} {how}" for how, count in said.items() if count)))
