"""Who coded the same text: one sweep over the borders of all coders' passages, in whole units."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from workbench.agreement.values import Overlap, Range


def merged(ranges: Iterable[Range]) -> list[Range]:
    """The passages in order, those that overlap joined into one; empty ones left out.

    Passages that only touch stay two: a coder who ends one passage and begins the next has coded two.
    """
    joined: list[Range] = []
    last = 0
    for start, end in sorted(ranges):
        if start >= end:
            continue
        if joined and start < last:
            if end > last:
                joined[-1] = (joined[-1][0], end)
                last = end
        else:
            joined.append((start, end))
            last = end
    return joined


def overlap(by: Mapping[str, Iterable[Range]], coders: Sequence[str], length: int) -> Overlap:
    """One code in one transcript of ``length`` units: what each of ``coders`` and each two of them coded.

    ``by`` holds the ranges of the code by coder; who is not among ``coders`` does not count, who is missing has coded
    nothing. Ranges are clipped to [0, length). Each coder is a bit; walking along the borders, every stretch between
    two of them is added to the set of coders who have coded it.
    """
    size = len(coders)
    bits = size.bit_length()
    borders: list[int] = []
    squares, passages, gone = [0] * size, [0] * size, [0] * size
    for i, coder in enumerate(coders):
        if not (given := by.get(coder)):
            continue
        inside = [
            (start if start > 0 else 0, end if end < length else length)
            for start, end in given
            if start < end and start < length and end > 0
        ]
        kept = merged(inside)
        passages[i], gone[i] = len(kept), len(inside) - len(kept)
        for start, end in kept:
            borders += (start << bits | i, end << bits | i)
            squares[i] += (end - start) ** 2
    return Overlap(
        tuple(coders), max(length, 0), _shared(borders, size, bits), tuple(squares), tuple(passages), tuple(gone)
    )


def narrowed(whole: Overlap, coders: Collection[str]) -> Overlap:
    """The same transcript as if only some of its ``coders`` had coded it: a part of its matrix."""
    kept = [i for i, coder in enumerate(whole.coders) if coder in coders]
    if len(kept) == len(whole.coders):
        return whole
    return Overlap(
        tuple([whole.coders[i] for i in kept]),
        whole.length,
        tuple([tuple([whole.shared[i][j] for j in kept]) for i in kept]),
        tuple([whole.squares[i] for i in kept]),
        tuple([whole.passages[i] for i in kept]),
        tuple([whole.merged[i] for i in kept]),
    )


def _shared(borders: list[int], size: int, bits: int) -> tuple[tuple[int, ...], ...]:
    """What each two coded, from borders that hold a position and, in their lowest ``bits``, a coder.

    A border turns its coder's bit over. No coder's own passages overlap, so that is enough, in whatever order the
    borders at one position come.
    """
    if not borders:
        return ((0,) * size,) * size
    borders.sort()
    stretches: dict[int, int] = {}
    low = (1 << bits) - 1
    mask = before = 0
    for border in borders:
        position = border >> bits
        if mask and position > before:
            stretches[mask] = stretches.get(mask, 0) + position - before
        before = position
        mask ^= 1 << (border & low)
    cells = [0] * (size * size)
    for mask, units in stretches.items():
        for cell in _cells(mask, size):
            cells[cell] += units
    return tuple([tuple(cells[at : at + size]) for at in range(0, size * size, size)])


@lru_cache(maxsize=4096)
def _cells(mask: int, size: int) -> tuple[int, ...]:
    """Where a set of coders stands in a matrix that is written row by row."""
    present = [i for i in range(size) if mask >> i & 1]
    return tuple([i * size + j for i in present for j in present])
