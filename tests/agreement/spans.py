"""Small interviews for Hypothesis: who is done with which, and what they coded; also written out unit by unit."""

from collections.abc import Mapping
from typing import NamedTuple

from hypothesis import strategies as st

from workbench.agreement.overlap import overlap
from workbench.agreement.values import Overlap, Range

CODERS = ("ann", "bo", "eva", "ib")
Judgement = dict[str, int]
"""One unit: 1 or 0 of every coder who has done that transcript."""


class Coded(NamedTuple):
    """One code in one transcript."""

    coders: tuple[str, ...]
    length: int
    by: Mapping[str, list[Range]]

    @property
    def overlap(self) -> Overlap:
        """As the coefficients take it."""
        return overlap(self.by, self.coders, self.length)

    def units(self) -> list[Judgement]:
        """Written out, unit by unit."""
        return [
            {coder: int(any(s <= u < e for s, e in self.by.get(coder, ()))) for coder in self.coders}
            for u in range(self.length)
        ]


def ranges(length: int, most: int = 4) -> st.SearchStrategy[list[Range]]:
    """Passages of one coder inside a text, also overlapping, touching and the same twice."""
    ends = st.tuples(st.integers(0, length), st.integers(0, length))
    return st.lists(ends.map(lambda two: (min(two), max(two))), max_size=most)


@st.composite
def coded(draw: st.DrawFn, coders: tuple[str, ...] | None = None, most: int = 30) -> Coded:
    """A transcript that all of ``coders`` have done; None: two or more of ``CODERS``."""
    if coders is None:
        coders = tuple(draw(st.lists(st.sampled_from(CODERS), min_size=2, max_size=4, unique=True)))
    length = draw(st.integers(1, most))
    return Coded(coders, length, {coder: draw(ranges(length)) for coder in coders})


def corpora(coders: tuple[str, ...] | None = None, least: int = 1, most: int = 5) -> st.SearchStrategy[list[Coded]]:
    """Several transcripts."""
    return st.lists(coded(coders), min_size=least, max_size=most)


def overlaps(corpus: list[Coded]) -> list[Overlap]:
    """As the coefficients take it."""
    return [each.overlap for each in corpus]


def units(corpus: list[Coded]) -> list[Judgement]:
    """All transcripts, unit by unit."""
    return [unit for each in corpus for unit in each.units()]
