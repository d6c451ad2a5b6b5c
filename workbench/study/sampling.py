"""A reliability sample: which transcripts several coders code, drawn so that everybody draws the same.

A transcript's place in the draw is the SHA-256 of seed and id, so no machine's random numbers are in it, and whoever
reads of the sample can draw it again. Within strata (informant groups) the numbers are proportional, by the method of
the largest remainder; where there are places enough, every stratum has one at least.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from workbench.errors import InputError

EVERYTHING = ""
"""The name of the one stratum of a sample that is not stratified."""


class Stratum(NamedTuple):
    """A part of the transcripts: ``drawn`` of ``of``."""

    name: str
    of: int
    drawn: int


class Sample(NamedTuple):
    """What was drawn: transcripts by name, in their order; ``by`` is ``transcript`` or ``group``."""

    seed: str
    by: str
    transcripts: tuple[str, ...]
    strata: tuple[Stratum, ...]


def drawn(transcripts: Mapping[str, str], count: int, seed: str, by: str) -> Sample:
    """Draw ``count`` of ``transcripts`` (name → stratum). Raises InputError for a count there is not."""
    if not 1 <= count <= len(transcripts):
        raise InputError(
            f"{count} of {len(transcripts)} transcripts cannot be drawn",
            f"Draw from 1 to {len(transcripts)}." if transcripts else "Import transcripts first.",
        )
    strata: dict[str, list[str]] = {}
    for name, stratum in transcripts.items():
        strata.setdefault(stratum, []).append(name)
    places = allotted({stratum: len(names) for stratum, names in strata.items()}, count)
    chosen = [name for stratum, names in strata.items() for name in shuffled(names, seed)[: places[stratum]]]
    told = tuple(Stratum(stratum, len(strata[stratum]), places[stratum]) for stratum in sorted(strata))
    return Sample(seed, by, tuple(sorted(chosen)), told)


def counted(share: float, of: int) -> int:
    """How many transcripts are at least this ``share`` (above 0, at most 1) ``of`` so many."""
    if not 0 < share <= 1:
        raise InputError("a share is above 0 and at most 1", "--share 0.2 is a fifth; 20 % is written 20%.")
    return max(1, math.ceil(share * of - 1e-9))


def shuffled(names: Iterable[str], seed: str) -> list[str]:
    """``names`` in an order that ``seed`` alone decides."""
    return sorted(names, key=lambda name: (sha256(f"{seed}:{name}".encode()).digest(), name))


def allotted(sizes: Mapping[str, int], count: int) -> dict[str, int]:
    """Places for each stratum: proportional to its size, the rest by largest remainder, one at least where it goes."""
    of = sum(sizes.values())
    places = {stratum: count * size // of for stratum, size in sizes.items()}
    order = _order(sizes, lambda stratum: count * sizes[stratum] % of)
    for stratum in order[: count - sum(places.values())]:
        places[stratum] += 1
    for stratum in order:
        if places[stratum] == 0 and count >= len(sizes):
            # From the one that has most beyond its share.
            richest = max(
                (s for s in sizes if places[s] > 1),
                key=lambda s: (places[s] * of - count * sizes[s], sizes[s], s),
            )
            places[richest] -= 1
            places[stratum] = 1
    return places


def _order(sizes: Mapping[str, int], remainder: Callable[[str], int]) -> Sequence[str]:
    """Strata by remainder, the larger first; of equals the larger stratum, then by name."""
    return sorted(sizes, key=lambda stratum: (-remainder(stratum), -sizes[stratum], stratum))
