"""The tree of codes: its order, its paths, and which names a code may have.

A path is the names from the top joined by `` / ``, so a name may not hold that; and a later code that would share a
path with an earlier one is shown as ``name ~2``, so a name may not end like that either. Names that do so all the same
(made elsewhere, or by an older workbench) are still shown, ordered and written; ``check_name`` keeps new ones out.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from workbench import sanitise
from workbench.errors import InputError

SEPARATOR = " / "
SORT_STEP = 1000
"""Between two neighbours' sort numbers when there is no reason for less: new codes go between without renumbering."""

MAX_NAME = 300
"""Characters in a name."""

_NUMBERED = re.compile(r"(?:^|\s)~\d+$")


class Node(NamedTuple):
    """A code as the tree sees it; ``parent`` is None at the top, ``depth`` is 0 there (set by ``ordered``).

    Codes that are deleted or merged away are given with ``living=False``: what is below them moves up to the nearest
    living ancestor. ``sort`` orders siblings, then ``id`` does.
    """

    id: str
    name: str
    parent: str | None = None
    sort: int = 0
    living: bool = True
    depth: int = 0


def check_name(name: str) -> str:
    """``name`` as it is stored (NFC, white space folded), or an InputError that says why no code can be called so."""
    stored = sanitise.name(name)
    if not stored:
        raise InputError("a code needs a name", "Give it at least one letter.")
    if why := sanitise.unstorable(stored):
        raise InputError(f"the name cannot be stored: {why}", "Type the name again.")
    if len(stored) > MAX_NAME:
        raise InputError(
            f"the name is {len(stored)} characters long, {MAX_NAME} are allowed", "Put the rest into its definition."
        )
    if SEPARATOR in f" {stored} ":
        raise InputError(
            f'the name "{sanitise.line(stored, 60)}" holds " / ", which separates the levels of a path',
            'Write "/" without spaces around it, or make two codes, one under the other.',
        )
    if _NUMBERED.search(stored):
        raise InputError(
            f'the name "{sanitise.line(stored, 60)}" ends like "~2", which marks the second of two codes of one path',
            "Choose another ending.",
        )
    return stored


def split_path(path: str) -> tuple[str, ...]:
    """The names in ``path``, from the top; InputError when one of them is empty. ``A/B`` without spaces is one name."""
    names = tuple(sanitise.name(part) for part in f" {' '.join(path.split())} ".split(SEPARATOR))
    if not all(name and SEPARATOR not in f" {name} " for name in names):
        raise InputError(
            f'"{sanitise.line(path, 80)}" is no path of a code: a name in it is empty', "Write it like: Parent / Child"
        )
    return names


def ordered(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """The living nodes depth first, each with its nearest living ancestor as ``parent`` and with its ``depth``.

    A parent that does not exist, or that lies below the node itself, counts as the top: no node is ever left out.
    """
    known = {node.id: node for node in nodes}
    above = {node.id: _living_ancestor(node, known) for node in known.values() if node.living}
    _cut_cycles(above)
    children: dict[str | None, list[Node]] = {}
    for id_, parent in above.items():
        children.setdefault(parent, []).append(known[id_])
    for siblings in children.values():
        siblings.sort(key=lambda node: (node.sort, node.id), reverse=True)
    result: list[Node] = []
    waiting = [node._replace(parent=None, depth=0) for node in children.get(None, ())]
    while waiting:
        node = waiting.pop()
        result.append(node)
        waiting += [child._replace(parent=node.id, depth=node.depth + 1) for child in children.get(node.id, ())]
    return tuple(result)


def paths(nodes: Iterable[Node]) -> dict[str, str]:
    """The path of every living node by id, in the order of the tree; no two are the same.

    Of siblings with one name the first made (the smallest id) keeps it, others are shown as ``name ~2``, ``name ~3``.
    """
    tree = ordered(nodes)
    labels = _labels(tree)
    result: dict[str, str] = {}
    for node in tree:
        label = labels[node.id]
        result[node.id] = label if node.parent is None else result[node.parent] + SEPARATOR + label
    return result


def _living_ancestor(node: Node, known: Mapping[str, Node]) -> str | None:
    seen = {node.id}
    above = node.parent
    while above is not None and above not in seen:
        seen.add(above)
        found = known.get(above)
        if found is None:
            return None
        if found.living:
            return above
        above = found.parent
    return None


def _cut_cycles(above: dict[str, str | None]) -> None:
    """Make the smallest id of every cycle a top node: the log never makes a cycle, a half-read database might."""
    settled: set[str] = set()
    for start in sorted(above):
        trail: list[str] = []
        at: str | None = start
        while at is not None and at not in settled:
            settled.add(at)
            trail.append(at)
            at = above.get(at)
        if at is not None and at in trail:
            above[min(trail[trail.index(at) :])] = None


def _labels(tree: Iterable[Node]) -> dict[str, str]:
    siblings: dict[str | None, list[Node]] = {}
    for node in tree:
        siblings.setdefault(node.parent, []).append(node)
    labels: dict[str, str] = {}
    for group in siblings.values():
        shown = {node.id: f" {node.name} ".replace(SEPARATOR, "/").strip() for node in group}
        times = Counter(shown.values())
        taken = set(times)
        first: set[str] = set()
        for id_ in sorted(shown):
            label = shown[id_]
            if times[label] > 1 and label in first:
                number = 2
                while (numbered := f"{label} ~{number}") in taken:
                    number += 1
                taken.add(numbered)
                labels[id_] = numbered
            else:
                first.add(label)
                labels[id_] = label
    return labels
