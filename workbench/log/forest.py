"""Two forests over the codes, kept acyclic on every replica: who stands under whom, and who was merged into whom.

All moves and merges are replayed in the total order, and an operation that would close a cycle is skipped
(after Kleppmann, Mulligan, Gomes and Beresford, *A highly-available move operation for replicated trees*, 2022).
What is skipped is reported, so that nobody's move vanishes without a word.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

PARENT = "parent"
MERGED = "merged"
Links = dict[str, str | None]


class Move(NamedTuple):
    """One operation: ``code`` goes under (or is merged into) ``target``; None undoes it. ``n`` names the change."""

    n: int
    field: str
    code: str
    target: str | None


class Forest(NamedTuple):
    """The links in force and the operations that were skipped."""

    parent: Links
    merged: Links
    skipped: tuple[Move, ...]


def replay(moves: Iterable[Move]) -> Forest:
    """Replay ``moves``, given in the total order."""
    forest: dict[str, Links] = {PARENT: {}, MERGED: {}}
    skipped: dict[tuple[str, str], Move] = {}
    for move in moves:
        links = forest[move.field]
        if move.target is not None and reaches(links, move.target, move.code):
            skipped[move.field, move.code] = move
            continue
        links[move.code] = move.target
        skipped.pop((move.field, move.code), None)
    merged: Links = {code: into for code, into in forest[MERGED].items() if into is not None}
    return Forest(forest[PARENT], merged, tuple(skipped.values()))


def reaches(links: Mapping[str, str | None], start: str, goal: str) -> bool:
    """Whether one comes from ``start`` to ``goal`` by the links, or is there already."""
    at: str | None = start
    while at is not None:
        if at == goal:
            return True
        at = links.get(at)
    return False


def effective(merged: Mapping[str, str | None], code: str) -> str:
    """The code that ``code`` is merged into in the end, or itself."""
    while (into := merged.get(code)) is not None:
        code = into
    return code


def above(forest: Forest, codes: Mapping[str, bool]) -> Links:
    """For every code of ``codes`` (id → alive) the nearest living, unmerged ancestor, or None at the root."""
    shown = {code: _above(forest, codes, code) for code in codes}
    for code in sorted(shown):
        for knot in _knot(shown, code):
            shown[knot] = None
    return shown


def _above(forest: Forest, codes: Mapping[str, bool], code: str) -> str | None:
    at = forest.parent.get(code)
    visited: set[str] = set()
    while at is not None and at not in visited:
        visited.add(at)
        if at in forest.merged:
            into = effective(forest.merged, at)
            at = forest.parent.get(at) if reaches(forest.parent, into, code) else into
        elif codes.get(at):
            return None if at == code else at
        else:
            at = forest.parent.get(at)
    return None


def _knot(shown: Links, start: str) -> list[str]:
    """The smallest code of the cycle that ``start`` stands on, if it does: merges can tie one that no forest has."""
    path = [start]
    while (nxt := shown[path[-1]]) is not None:
        if nxt == start:
            return [min(path)]
        if nxt in path:
            return []
        path.append(nxt)
    return []
