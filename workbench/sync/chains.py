"""Chains of changes, compared by hash: what a place has of a branch, and what it lacks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from workbench.sync.bundle import Piece
from workbench.sync.peer import Held

LONGEST = 20_000
"""Pieces are joined up to about so many changes, so that no chain is more than memory holds."""

File = TypeVar("File")
Interval = tuple[int, int]


def joined(found: Iterable[tuple[File, Piece]]) -> dict[Held, list[tuple[File, Piece]]]:
    """The pieces of many files as few chains, each with where its parts lie.

    Every piece is part of a chain, unless others make up the very same chain.
    """
    follows: dict[tuple[str, int, str], list[tuple[File, Piece]]] = defaultdict(list)
    once = {(p.stream, p.last, p.tip, p.first): (file, p) for file, p in found}
    for item in once.values():
        follows[item[1].stream, item[1].first - 1, item[1].prev].append(item)
    for rivals in follows.values():
        rivals.sort(key=lambda item: item[1].last, reverse=True)
    tips = {key[:3] for key in once}
    starts = [
        item for before, rivals in follows.items() for place, item in enumerate(rivals) if place or before not in tips
    ]
    taken = {item[1] for item in starts}
    chains: dict[Held, list[tuple[File, Piece]]] = {}
    while starts:
        chain = [starts.pop()]
        first = last = chain[0][1]
        while rivals := follows.get((last.stream, last.last, last.tip), []):
            if rivals[0][1] in taken:
                break
            last = rivals[0][1]
            taken.add(last)
            if last.last - first.first >= LONGEST:
                starts.append(rivals[0])
                last = chain[-1][1]
                break
            chain.append(rivals[0])
        chains[Held(last.stream, first.first, last.last, last.tip)] = chain
    return chains


def lacking(last: int, had: Iterable[Interval]) -> list[Interval]:
    """What of 1 to ``last`` none of the intervals covers (both ends included)."""
    gaps, at = [], 1
    for first, end in sorted(had):
        if first > last:
            break
        if first > at:
            gaps.append((at, first - 1))
        at = max(at, end + 1)
    if at <= last:
        gaps.append((at, last))
    return gaps


def on_branch(branch: Sequence[str], others: Mapping[str, Sequence[str]], held: Iterable[Held]) -> list[Interval]:
    """What of ``branch`` (its hashes, from the first change on) the chains cover; ``others``: every branch by its tip.

    A chain may end on another branch and still cover what both have in common.
    """
    common = {tip: _common(branch, hashes) for tip, hashes in others.items()}
    covered = []
    for chain in held:
        for tip, hashes in others.items():
            if chain.last <= len(hashes) and hashes[chain.last - 1] == chain.tip:
                end = min(chain.last, common[tip])
                if chain.first <= end:
                    covered.append((chain.first, end))
                break
    return covered


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many hashes both begin with; once they part they never meet again."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[middle - 1] == other[middle - 1]:
            low = middle
        else:
            high = middle - 1
    return low
