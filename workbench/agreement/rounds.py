"""Rounds of coding: the states of an assignment, where coding is blind, and how far somebody has come."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

ASSIGNED, STARTED, DONE = "assigned", "in progress", "done"
"""What the state of an assignment may be."""

DOTS = 8
"""How many dots say how far somebody has come, where there is room."""

Place = tuple[str, str]
"""A round and a transcript."""


class Given(NamedTuple):
    """Somebody was given a transcript in a round."""

    round: str
    transcript: str
    coder: str
    done: bool


def blind(given: Iterable[Given], lifted: Collection[Place]) -> dict[Place, frozenset[str]]:
    """Where coding is blind, and for whom: given to two or more in a round, not all done, and not lifted by a lead."""
    done: dict[Place, dict[str, bool]] = {}
    for one in given:
        done.setdefault((one.round, one.transcript), {})[one.coder] = one.done
    return {
        place: frozenset(coders)
        for place, coders in done.items()
        if len(coders) > 1 and not all(coders.values()) and place not in lifted
    }


def filled(share: float, dots: int) -> int:
    """How many of ``dots`` stand for a share (0 to 1) of a text; all of them only at the very end."""
    share = min(max(share, 0.0), 1.0)
    return min(int(share * dots + 0.5), dots if share == 1 else dots - 1)
