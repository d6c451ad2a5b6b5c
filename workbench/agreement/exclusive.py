"""Codes that exclude each other, taken together: which of them a passage got, and whether it got only one.

Whether a passage got any of them is the group's binary alpha; which one, where coders meet, is cu-alpha; and with "none
of them" as one more category the coefficients for categories apply.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, combinations

from workbench.agreement import nominal
from workbench.agreement.overlap import overlap
from workbench.agreement.report import code_agreement
from workbench.agreement.sets import numbered, pieces
from workbench.agreement.unitizing import Continuum, unitized
from workbench.agreement.values import CodeAgreement, Group, Nominal, Range

Ranges = Mapping[str, Mapping[str, Mapping[str, Iterable[Range]]]]
"""Transcript -> code -> coder -> ranges; who or what is missing has none."""


def group(
    code: str, codes: Collection[str], coders: Mapping[str, Sequence[str]], lengths: Mapping[str, int], ranges: Ranges
) -> Group:
    """Agreement on ``codes``, the group below ``code``; ``coders`` and ``lengths`` by transcript, who counts and how
    long it is.

    ``ranges`` hold the codes of the group and no others, in the same units as ``lengths``; ranges of coders who are not
    named do not count. Transcripts of fewer than two coders, or without text, do not count.
    """
    kept = {name: tuple(them) for name, them in coders.items() if len(them) > 1 and lengths[name] > 0}
    texts = {name: _continuum(lengths[name], them, ranges.get(name, {})) for name, them in kept.items()}
    found = unitized(texts.values())
    broken: list[tuple[str, str, int, int]] = []
    mixed: defaultdict[tuple[str, str], int] = defaultdict(int)
    for name, text in texts.items():
        broken += [(name, kept[name][i], start, end) for i, start, end in violations(text)]
        for pair, units in confusion(text).items():
            mixed[pair] += units
    return Group(
        code=code,
        any_code=any_code(kept, lengths, ranges),
        nominal=None if broken else by_category(texts, kept, len(codes) + 1),
        cu_alpha=found.cu,
        coverage=found.coverage,
        why=found.why_cu,
        confusion=dict(sorted(mixed.items())),
        violations=tuple(broken),
    )


def any_code(coders: Mapping[str, Sequence[str]], lengths: Mapping[str, int], ranges: Ranges) -> CodeAgreement:
    """Any code of the group against none of them: all of a coder's passages as if they had one code."""
    overlaps = {}
    for name, them in coders.items():
        given = ranges.get(name, {})
        by = {coder: list(chain.from_iterable(each.get(coder, ()) for each in given.values())) for coder in them}
        overlaps[name] = overlap(by, them, lengths[name])
    return code_agreement(overlaps)


def by_category(texts: Mapping[str, Continuum], coders: Mapping[str, Sequence[str]], categories: int) -> Nominal | None:
    """The coefficients for categories, of texts in which a coder gave a place one code at most; None without a text.

    ``categories`` is the size of the scheme, whether they were all used or not.
    """
    everybody = sorted({coder for them in coders.values() for coder in them})
    units: defaultdict[tuple[nominal.Category | None, ...], int] = defaultdict(int)
    numbers = numbered(texts.values())
    for name, text in texts.items():
        places = [everybody.index(coder) for coder in coders[name]]
        for start, end, given in pieces(text, numbers):
            row: list[nominal.Category | None] = [None] * len(everybody)
            for place, mask in zip(places, given, strict=True):
                row[place] = mask
            units[tuple(row)] += end - start
    if not units:
        return None
    rated = nominal.Ratings(len(everybody), units)
    return Nominal(
        categories=categories,
        alpha=nominal.alpha(rated),
        percent=nominal.percent(rated),
        cohen=nominal.light(rated),
        fleiss=nominal.fleiss(rated),
        conger=nominal.conger(rated),
        brennan_prediger=nominal.brennan_prediger(rated, categories),
        ac1=nominal.ac1(rated, categories),
    )


def violations(text: Continuum) -> list[tuple[int, int, int]]:
    """Passages to which one coder gave two codes or more: (place of the coder, start, end), by coder, then start."""
    found: list[tuple[int, int, int]] = []
    last: dict[int, int] = {}
    for start, end, given in pieces(text, numbered([text])):
        for coder, mask in enumerate(given):
            if mask.bit_count() < 2:
                continue
            if coder in last and found[last[coder]][2] == start:
                found[last[coder]] = (coder, found[last[coder]][1], end)
            else:
                last[coder] = len(found)
                found.append((coder, start, end))
    return sorted(found)


def confusion(text: Continuum) -> dict[tuple[str, str], int]:
    """Units × pairs of coders by the two codes they gave there, in the order of their ids; (c, c) is agreement.

    Only where each of the two gave one code: a place with two has no one code that could be taken for another.
    """
    numbers = numbered([text])
    names = {1 << number: code for code, number in numbers.items()}
    found: defaultdict[tuple[str, str], int] = defaultdict(int)
    for start, end, given in pieces(text, numbers):
        for one, other in combinations([names[mask] for mask in given if mask in names], 2):
            found[min(one, other), max(one, other)] += end - start
    return dict(found)


def _continuum(length: int, coders: Sequence[str], ranges: Mapping[str, Mapping[str, Iterable[Range]]]) -> Continuum:
    given = {code: {coder: list(each.get(coder, ())) for coder in coders} for code, each in ranges.items()}
    return Continuum(
        length,
        tuple(
            tuple((start, end, code) for code, each in given.items() for start, end in each[coder]) for coder in coders
        ),
    )
