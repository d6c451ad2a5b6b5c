"""Columns of a table that give way when the terminal is narrow."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from workbench.tui.widgets.text import Line, Piece, fill

GAP = 2


class Column(NamedTuple):
    """One column: at least ``width`` cells, ``grow`` its share of what is left; the highest ``priority`` goes first."""

    key: str
    title: str
    width: int
    priority: int = 0
    grow: int = 0
    right: bool = False
    most: int = 0  # never wider than this (0: no limit)


Fitted = tuple[tuple[Column, int], ...]


def fit(columns: Sequence[Column], width: int) -> Fitted:
    """The columns that find room in ``width`` cells, in their order, with the width each gets."""
    kept = list(columns)
    while len(kept) > 1 and sum(c.width + GAP for c in kept) - GAP > width:
        worst = max(c.priority for c in kept)
        if worst <= 0:
            break
        kept.remove(next(c for c in reversed(kept) if c.priority == worst))
    spare = width - (sum(c.width + GAP for c in kept) - GAP)
    sizes = {c.key: c.width for c in kept}
    growing = [c for c in kept if c.grow]
    while spare > 0 and growing:
        shares = sum(c.grow for c in growing)
        before = spare
        for column in growing:
            more = max(before * column.grow // shares, 1)
            room = column.most - sizes[column.key] if column.most else more
            more = min(more, room, spare)
            sizes[column.key] += more
            spare -= more
        growing = [c for c in growing if not c.most or sizes[c.key] < c.most]
    return tuple((column, sizes[column.key]) for column in kept)


def head(fitted: Fitted) -> Line:
    """The titles of the columns."""
    return table_row(fitted, {column.key: [(column.title, "dim")] for column, _ in fitted})


def table_row(fitted: Fitted, values: Mapping[str, Line]) -> list[Piece]:
    """The values in their columns; a missing one stays blank."""
    pieces: list[Piece] = []
    for position, (column, width) in enumerate(fitted):
        if position:
            pieces.append((" " * GAP, ""))
        pieces.extend(fill(values.get(column.key, ()), width, column.right))
    return pieces
