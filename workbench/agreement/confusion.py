"""Which code instead: what one coder gave one code and another gave another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from workbench.agreement.overlap import merged
from workbench.agreement.values import Range

Masks = dict[tuple[int, int], int]
"""(codes one coder alone has, codes the other alone has), each a set of bits → characters."""


def confusion(
    by_code: Mapping[str, Mapping[str, Iterable[Range]]],
    coders: Sequence[str] | Mapping[str, Sequence[str]],
) -> dict[tuple[str, str], int]:
    """(code, other code) → characters × pairs of coders in one transcript; both orders are there, with one value.

    A character counts for (code, other code) once for each two coders of whom one gave it the code and not the other
    code, and the other coder gave it the other code and not the code. Who gave it both confused nothing: what the
    second is without, was missed. Which of the two coders had which code does not matter, so the table is symmetric:
    read along the row of a code, it says what it was taken for. A character can count in several cells, as coders give
    a passage several codes; where nothing is counted there is no entry. No code is confused with itself.

    ``coders``: who counts, or for each code who counts for it; a pair of coders then counts for two codes where both
    count for both. The tables of several transcripts add up.
    """
    codes = sorted(by_code)
    eligible = _eligible(codes, coders)
    names = sorted(eligible)
    apart: Masks = defaultdict(int)
    for held, length in _stretches(by_code, codes, names):
        for one, other in combinations(sorted(held), 2):
            counted = eligible[names[one]] & eligible[names[other]]
            mine, theirs = held[one] & counted, held[other] & counted
            if (alone := mine & ~theirs) and (instead := theirs & ~mine):
                apart[alone, instead] += length
    found: dict[tuple[str, str], int] = defaultdict(int)
    for (alone, instead), length in apart.items():
        for one in _bits(alone):
            for other in _bits(instead):
                found[codes[one], codes[other]] += length
                found[codes[other], codes[one]] += length
    return {cell: found[cell] for cell in sorted(found)}


def _eligible(codes: Sequence[str], coders: Sequence[str] | Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Coder → the codes they count for, as bits."""
    found: dict[str, int] = defaultdict(int)
    for number, code in enumerate(codes):
        for coder in coders.get(code, ()) if isinstance(coders, Mapping) else coders:
            found[coder] |= 1 << number
    return found


def _stretches(
    by_code: Mapping[str, Mapping[str, Iterable[Range]]], codes: Sequence[str], names: Sequence[str]
) -> Iterator[tuple[dict[int, int], int]]:
    """Walks along the borders of all passages: coder → codes (bits) of who has any, and for how many characters."""
    borders = sorted(
        (position, coder, 1 << number)
        for number, code in enumerate(codes)
        for coder, name in enumerate(names)
        for passage in merged(by_code[code].get(name, ()))
        for position in passage
    )
    held: dict[int, int] = {}
    before = 0
    for position, coder, bit in borders:
        if position > before:
            if len(held) > 1:
                yield held, position - before
            before = position
        if left := held.get(coder, 0) ^ bit:
            held[coder] = left
        else:
            del held[coder]


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
