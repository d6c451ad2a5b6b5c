"""What coefficients are made of: whole numbers that add up over transcripts, so leaving one out is subtraction."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, combinations
from math import lcm
from operator import add, sub
from typing import NamedTuple

from workbench.agreement.values import Overlap


class Total(NamedTuple):
    """What alpha needs: judgements (units × coders), how many say yes, and ``apart``, which is o10 times ``scale``."""

    judgements: int
    ones: int
    apart: int
    scale: int

    @property
    def zeros(self) -> int:
        """Judgements that say no."""
        return self.judgements - self.ones

    def alpha(self) -> float | None:
        """1 - (N-1)·o10/(n1·n0), rounded once; None where all judgements are the same, or there are none."""
        chance = self.scale * self.ones * self.zeros
        return (chance - (self.judgements - 1) * self.apart) / chance if chance else None

    def u_alpha(self, squares: int) -> float | None:
        """Krippendorff et al. 2016, one value and gaps; ``squares`` is the sum of the passages' squared lengths."""
        chance = self.scale * self.judgements * self.ones * self.zeros
        free = self.judgements**2 - squares - self.zeros
        return (chance - self.apart * free) / chance if chance else None

    def parts(self) -> tuple[float, float]:
        """Observed and expected disagreement as proportions, 2·o10/N and 2·n1·n0/(N(N-1)): alpha is 1 - Do/De."""
        if not self.judgements:
            return 0.0, 0.0
        observed = 2 * self.apart / (self.scale * self.judgements)
        return observed, 2 * self.ones * self.zeros / (self.judgements * (self.judgements - 1))


class Sums:
    """Overlaps of one code added up, those with the same coders together. Fewer than two coders, or no text: nothing.

    A line of the sums is [transcripts, units, J row by row, squares, passages, merged passages], each per coder where
    it is.
    """

    def __init__(self, overlaps: Iterable[Overlap] = ()) -> None:
        self._lines: dict[tuple[str, ...], list[int]] = {}
        for overlap in overlaps:
            self.add(overlap)

    def add(self, overlap: Overlap) -> None:
        """Count a transcript in."""
        if not counts(overlap):
            return
        line = self._lines.get(overlap.coders)
        self._lines[overlap.coders] = list(map(add, line, _line(overlap))) if line else list(_line(overlap))

    def remove(self, overlap: Overlap) -> None:
        """Take out a transcript that was counted in."""
        if not counts(overlap):
            return
        line = list(map(sub, self._lines[overlap.coders], _line(overlap)))
        if line[0]:
            self._lines[overlap.coders] = line
        else:
            del self._lines[overlap.coders]

    def scale(self) -> int:
        """A multiple of r, r-1, r(r-1) for every number r of coders there is, and for all numbers below."""
        return _multiple(self.widest())

    def widest(self) -> int:
        """The most coders a transcript has."""
        return max(map(len, self._lines), default=0)

    def coders(self) -> tuple[str, ...]:
        """Everybody who counts somewhere, in the order of the ids."""
        return tuple(sorted(set(chain.from_iterable(self._lines))))

    def total(self) -> Total:
        """What alpha needs."""
        scale, judgements, ones, apart = self.scale(), 0, 0, 0
        for coders, line in self._lines.items():
            size = len(coders)
            own = sum(line[2 : 2 + size * size : size + 1])
            both = sum(line[2 : 2 + size * size]) - own
            judgements += size * line[1]
            ones += own
            apart += own * scale - both * scale // (size - 1)
        return Total(judgements, ones, apart, scale)

    def without(self) -> dict[str, Total]:
        """The total without each coder; transcripts that then have one coder alone are left out."""
        scale, everybody = self.scale(), self.coders()
        found = {coder: [0, 0, 0] for coder in everybody}
        for coders, line in self._lines.items():
            size = len(coders)
            all_own = sum(line[2 : 2 + size * size : size + 1])
            every = sum(line[2 : 2 + size * size])
            for coder in everybody:
                kept, own, both = size, all_own, every
                if coder in coders:
                    # The matrix without a row and a column; it is the same both ways round.
                    i, kept = coders.index(coder), size - 1
                    mine = line[2 + i * size + i]
                    own -= mine
                    both -= 2 * sum(line[2 + i * size : 2 + i * size + size]) - mine
                if kept > 1:
                    sums = found[coder]
                    sums[0] += kept * line[1]
                    sums[1] += own
                    sums[2] += own * scale - (both - own) * scale // (kept - 1)
        return {coder: Total(given, own, apart, scale) for coder, (given, own, apart) in found.items()}

    def by_unit(self) -> tuple[int, int, int]:
        """(units, differing, present): units; the shares of pairs that differ, and of coders who coded it, × scale."""
        scale = self.scale()
        units = differing = present = 0
        for coders, line in self._lines.items():
            size = len(coders)
            own = sum(line[2 : 2 + size * size : size + 1])
            both = sum(line[2 : 2 + size * size]) - own
            units += line[1]
            differing += 2 * ((size - 1) * own - both) * (scale // (size * (size - 1)))
            present += own * (scale // size)
        return units, differing, present

    def disagreement(self) -> int:
        """Units × pairs that differ there."""
        return sum(
            len(coders) * sum(line[2 : 2 + len(coders) ** 2 : len(coders) + 1]) - sum(line[2 : 2 + len(coders) ** 2])
            for coders, line in self._lines.items()
        )

    def squares(self) -> int:
        """The sum of the squared lengths of all passages."""
        return sum(sum(line[2 + len(coders) ** 2 :][: len(coders)]) for coders, line in self._lines.items())

    def done(self) -> dict[str, tuple[int, int]]:
        """Coder → units done, units coded; by id."""
        found = dict.fromkeys(self.coders(), (0, 0))
        for coders, line in self._lines.items():
            for i, coder in enumerate(coders):
                done, coded = found[coder]
                found[coder] = done + line[1], coded + line[2 + i * len(coders) + i]
        return found

    def passages(self) -> dict[str, tuple[int, int]]:
        """Coder → passages, passages that disappeared when a coder's own were joined; by id."""
        found = dict.fromkeys(self.coders(), (0, 0))
        for coders, line in self._lines.items():
            size = len(coders)
            at = 2 + size * size + size
            for i, coder in enumerate(coders):
                kept, gone = found[coder]
                found[coder] = kept + line[at + i], gone + line[at + size + i]
        return found

    def pairs(self) -> dict[tuple[str, str], tuple[int, int, int, int, int]]:
        """(one, other) → transcripts both have done, their units, coded by one, by the other, by both; one < other."""
        found: dict[tuple[str, str], tuple[int, int, int, int, int]] = {}
        for coders, line in self._lines.items():
            size = len(coders)
            for (i, one), (j, other) in combinations(sorted(enumerate(coders), key=lambda at: at[1]), 2):
                counted = line[0], line[1], line[2 + i * size + i], line[2 + j * size + j], line[2 + i * size + j]
                before = found.get((one, other))
                found[one, other] = tuple(map(add, before, counted)) if before else counted
        return found


@lru_cache(maxsize=64)
def _multiple(coders: int) -> int:
    return lcm(*range(1, coders + 1))


def counts(overlap: Overlap) -> bool:
    """Whether a transcript counts: two coders or more, and some text."""
    return len(overlap.coders) >= 2 and overlap.length > 0


def _line(overlap: Overlap) -> Iterable[int]:
    head = (1, overlap.length)
    return chain(head, chain.from_iterable(overlap.shared), overlap.squares, overlap.passages, overlap.merged)
