"""Which stripe a coding gets: the lowest lane free among those it overlaps, and it keeps it as long as it lives."""

from collections.abc import Iterable
from heapq import heappop, heappush

LAST = 255
"""The lane of whatever finds none: never drawn, counted as overflow."""


def lowest_free(taken: Iterable[int]) -> int:
    """The lowest lane that is not taken."""
    used = set(taken)
    return next((lane for lane in range(LAST) if lane not in used), LAST)


def spread(spans: Iterable[tuple[int, int]]) -> list[int]:
    """A lane for each of ``spans``, ordered by start: what they would get one after another, found in one sweep."""
    free: list[int] = []
    busy: list[tuple[int, int]] = []
    width = 0
    lanes = []
    for start, end in spans:
        while busy and busy[0][0] <= start:
            heappush(free, heappop(busy)[1])
        if free:
            lane = heappop(free)
        else:
            lane, width = min(width, LAST), width + 1
        if lane < LAST:
            heappush(busy, (end, lane))
        lanes.append(lane)
    return lanes
