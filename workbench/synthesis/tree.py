"""The tree that themes form: how deep each lies, and what lies below it."""

from collections import defaultdict
from collections.abc import Iterable

from workbench.synthesis.values import Theme


def depths(themes: Iterable[Theme]) -> dict[str, int]:
    """Theme -> how deep it lies (0 at the top), in the order given."""
    parents = {theme.id: theme.parent for theme in themes}
    found: dict[str, int] = {}
    for theme in parents:
        above: list[str] = []
        at: str | None = theme
        while at in parents and at not in found:
            above.append(at)
            at = parents[at]
        depth = found.get(at or "", -1)
        for below in reversed(above):
            depth += 1
            found[below] = depth
    return {theme: found[theme] for theme in parents}


def subtree(themes: Iterable[Theme], *roots: str) -> set[str]:
    """The ids of ``roots`` and everything below them."""
    children = defaultdict(list)
    for theme in themes:
        children[theme.parent].append(theme.id)
    found, waiting = set(roots), list(roots)
    while waiting:
        below = children[waiting.pop()]
        found.update(below)
        waiting.extend(below)
    return found
