"""Ways: from a passage in one text of a transcript to where it stands in another, over the texts between them.

Texts hang together as they were made: each names its parents and how to come from them. A passage can go every way in
both directions, so what somebody coded in a text that was corrected meanwhile, or in a correction that was taken back,
finds its place in the text that is read now.
"""

import json
from collections import deque
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from workbench.transcripts.moves import Carried, Moves


class Node(NamedTuple):
    """One text: its row, how many characters it has, and what its columns say of where it came from (JSON, or None)."""

    id: str
    characters: int
    parents: str | None = None
    cuts: str | None = None
    moves: str | None = None


class Ways:
    """The ways between texts; those of another transcript are not reached. What is asked once is remembered."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes = {node.id: node for node in nodes}
        self._edges: dict[str, dict[str, Moves | None]] = {}  # None: to be read from the child
        self._child: dict[tuple[str, str], tuple[str, str]] = {}  # (from, to) → (parent, child)
        for node in self._nodes.values():
            for parent in sorted(_parents(node)):
                if parent in self._nodes and parent != node.id:
                    for pair in ((parent, node.id), (node.id, parent)):
                        self._edges.setdefault(pair[0], {})[pair[1]] = None
                        self._child[pair] = min(self._child.get(pair, (parent, node.id)), (parent, node.id))
        self._paths: dict[tuple[str, str], tuple[Moves, ...] | None] = {}
        self._read: dict[str, Mapping[str, Any]] = {}

    def known(self, frm: str, to: str) -> bool:
        """Whether there is a way."""
        return self.path(frm, to) is not None

    def carry(self, frm: str, to: str, start: int, end: int) -> Carried | None:
        """Where the passage [start, end) of ``frm`` stands in ``to``; None where there is no way, or nothing left."""
        path = self.path(frm, to)
        if path is None or start >= end or start < 0:
            return None
        carried = Carried(start, end)
        for moves in path:
            step = moves.carry(carried.start, carried.end)
            if step is None:
                return None
            carried = Carried(step.start, step.end, carried.touched or step.touched, carried.edge or step.edge)
        return carried

    def path(self, frm: str, to: str) -> tuple[Moves, ...] | None:
        """The moves to go through, none from a text to itself; None where there is no way. The shortest, always one."""
        if (frm, to) not in self._paths:
            self._paths[frm, to] = self._found(frm, to)
        return self._paths[frm, to]

    def _found(self, frm: str, to: str) -> tuple[Moves, ...] | None:
        if frm not in self._nodes or to not in self._nodes:
            return None
        before: dict[str, str] = {frm: ""}
        queue = deque([frm])
        while queue and to not in before:
            at = queue.popleft()
            for following in sorted(self._edges.get(at, ())):
                if following not in before and self._moves(at, following) is not None:
                    before[following] = at
                    queue.append(following)
        if to not in before:
            return None
        steps: list[Moves] = []
        at = to
        while before[at]:
            moves = self._moves(before[at], at)
            if moves is not None:
                steps.append(moves)
            at = before[at]
        return tuple(reversed(steps))

    def _moves(self, frm: str, to: str) -> Moves | None:
        """The moves of one step; None where what was written of it cannot be read."""
        found = self._edges[frm][to]
        if found is None:
            parent, child = self._child[frm, to]
            forth = self._forth(parent, child)
            found = forth if forth is None or frm == parent else forth.back()
            self._edges[frm][to] = found
        return found

    def _forth(self, parent: str, child: str) -> Moves | None:
        node, before = self._nodes[child], self._nodes[parent].characters
        if child not in self._read:
            given = _parsed(node.moves)
            self._read[child] = given if isinstance(given, dict) else {}
        told = self._read[child].get(parent)
        if told is not None:
            return Moves.read(told, before, node.characters)
        cuts = _parsed(node.cuts)
        if not isinstance(cuts, list) or _parents(node)[:1] != [parent]:
            return None
        ranges = sorted((cut[0], cut[1]) for cut in cuts if _is_range(cut))
        apart = all(a[1] <= b[0] for a, b in pairwise(ranges))
        if not apart or (ranges and ranges[-1][1] > before):
            return None
        moves = Moves.by_cuts(ranges, before)
        return moves if moves.after == node.characters else None


def _parents(node: Node) -> list[str]:
    given = _parsed(node.parents)
    return [name for name in given if isinstance(name, str)] if isinstance(given, list) else []


def _parsed(text: str | None) -> Any:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None


def _is_range(given: Any) -> bool:
    return (
        isinstance(given, list) and len(given) == 2 and all(type(n) is int for n in given) and 0 <= given[0] < given[1]
    )
