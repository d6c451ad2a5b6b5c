"""Does the 95 % interval of alpha hold the truth in 95 % of projects? Simulated, since nobody knows a real truth.

Projects of one kind are drawn at random: passages, how well each coder sees them, where each puts the borders. The
truth is alpha over very many transcripts of that kind; each project has a few, and its interval holds the truth or
does not. No clock is involved, and the same seed gives the same table on every machine.
"""

import random
from collections.abc import Sequence
from math import exp
from typing import NamedTuple

from bench.measure import Goal
from workbench.agreement.coefficients import alpha
from workbench.agreement.interval import jackknife
from workbench.agreement.overlap import overlap
from workbench.agreement.values import Interval, Overlap, Range

CODERS = {"ann": 0.85, "bo": 0.75, "eva": 0.65}
"""How often each coder sees a passage that is there; they stay the same, the interval is about other transcripts."""

SIZES = (6, 10, 20)
"""Transcripts of a project."""


class Kind(NamedTuple):
    """A code: ``passages`` that are there in a transcript on average, ``uneven`` (shape of a gamma; less is more)."""

    name: str
    passages: float
    uneven: float


COMMON = Kind("common code", 8.0, 3.0)
RARE = Kind("rare code", 0.8, 3.0)


class Cell(NamedTuple):
    """Projects of one kind and size: ``held`` of ``intervals`` hold the truth; the others have no interval at all."""

    kind: Kind
    size: int
    projects: int
    intervals: int
    held: int
    width: float

    @property
    def coverage(self) -> float:
        """The share of the intervals that hold the truth."""
        return self.held / self.intervals


def transcript(kind: Kind, chance: random.Random) -> Overlap:
    """One transcript as three coders have coded it: missed, with shifted borders, and now and then out of nowhere."""
    length = round(chance.lognormvariate(10.2, 0.4))
    mean = kind.passages * chance.gammavariate(kind.uneven, 1 / kind.uneven)
    # How plainly people speak differs from one conversation to the next, for all coders alike.
    plain = chance.betavariate(18, 2) / 0.9
    there = [_passage(length, chance) for _ in range(_poisson(mean, chance))]
    by: dict[str, list[Range]] = {}
    for coder, sees in CODERS.items():
        own = by.setdefault(coder, [])
        for start, end in there:
            if chance.random() < sees * plain:
                begin = start + round(chance.gauss(0, 25))
                own.append((begin, max(begin + 10, end + round(chance.gauss(0, 25)))))
        own += [_passage(length, chance) for _ in range(_poisson(mean * 0.2, chance))]
    return overlap(by, tuple(CODERS), length)


def _passage(length: int, chance: random.Random) -> Range:
    start = chance.randrange(length)
    return start, start + max(15, round(chance.lognormvariate(5.3, 0.7)))


def _poisson(mean: float, chance: random.Random) -> int:
    """How many, when they come independently of each other (Knuth 1969)."""
    limit, product, number = exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        number += 1
    return number


def interval(texts: Sequence[Overlap]) -> tuple[float, Interval] | None:
    """A project's alpha and its interval; None where alpha, or alpha without one of the transcripts, is undefined."""
    whole = alpha(texts)
    without = [alpha([*texts[:i], *texts[i + 1 :]]) for i in range(len(texts))]
    known = [value for value in without if value is not None]
    if whole is None or len(known) < len(texts):
        return None
    return whole, jackknife(known, whole)[0]


def truth(kind: Kind, texts: int, seed: int = 0) -> float:
    """Alpha over many transcripts."""
    chance = random.Random(f"truth {kind.name} {seed}")
    value = alpha(transcript(kind, chance) for _ in range(texts))
    if value is None:
        raise AssertionError("a corpus without variation")
    return value


def cell(kind: Kind, size: int, projects: int, true: float, seed: int = 0) -> Cell:
    """So many projects of ``size`` transcripts, against the truth."""
    chance = random.Random(f"{kind.name} {size} {seed}")
    found = [interval([transcript(kind, chance) for _ in range(size)]) for _ in range(projects)]
    known = [each[1] for each in found if each is not None]
    held = sum(each.low <= true <= each.high for each in known)
    return Cell(kind, size, projects, len(known), held, sum(each.high - each.low for each in known) / len(known))


def measure(quick: bool = False) -> list[Goal]:
    """Three runs of every cell. The ratio is the share of intervals that miss ÷ the 5 % that may; below 2 is 90 %."""
    runs, projects, many = (1, 40, 1_000) if quick else (3, 500, 40_000)
    goals = []
    for kind in (COMMON, RARE):
        true = truth(kind, many)
        for size in SIZES:
            cells = [cell(kind, size, projects, true, seed) for seed in range(runs)]
            held, known = sum(one.held for one in cells), sum(one.intervals for one in cells)
            seen = (
                f"{held / known:.1%} of {known:,} intervals hold alpha {true:.3f}, {cells[0].width:.2f} wide; "
                f"projects without one: {runs * projects - known}"
            )
            # Of a rare code most transcripts say nothing; what that costs is told, and said beside every interval.
            limit = None if quick or kind is RARE else 2.0
            misses = tuple((1 - one.coverage) / 0.05 for one in cells)
            goals.append(Goal(f"95 % interval, {size} transcripts, {kind.name}", limit, misses, seen))
    return goals
