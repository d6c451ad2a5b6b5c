"""The places where coders used a code: what they agree on there, and how they do not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from workbench.agreement.overlap import merged
from workbench.agreement.values import AGREED, BOUNDARY, MISSED, OTHER_CODE, SPLIT, Episode, Range

Ranges = Mapping[str, Iterable[Range]]
"""One code's passages in one transcript, by coder."""

Instead = tuple[tuple[str, str], ...]
"""(coder, which other code they used), of those who used one."""

_STRETCH = 512  # characters; a little more than a usual passage


class Others:
    """All codes' passages in one transcript, to look up what else a coder put on a text; built once a transcript."""

    def __init__(self, by_code: Mapping[str, Ranges]) -> None:
        # A passage stands in every stretch of the text that it reaches into, so looking up is reading a stretch or two.
        self._stretches: dict[str, dict[int, list[tuple[int, int, str]]]] = {}
        for code, by in by_code.items():
            for coder, ranges in by.items():
                stretches = self._stretches.setdefault(coder, {})
                for start, end in merged(ranges):
                    for stretch in range(start // _STRETCH, (end - 1) // _STRETCH + 1):
                        stretches.setdefault(stretch, []).append((start, end, code))

    def on(self, coder: str, start: int, end: int) -> dict[str, list[Range]]:
        """Code → a coder's whole passages of it that lie on [start, end), ascending; own overlapping ones merged."""
        found: dict[str, list[Range]] = {}
        stretches = self._stretches.get(coder, {})
        first = start // _STRETCH
        for stretch in range(first, (end - 1) // _STRETCH + 1):
            for begins, ends, code in stretches.get(stretch, ()):
                if begins < end and start < ends and (stretch == first or begins // _STRETCH == stretch):
                    found.setdefault(code, []).append((begins, ends))
        return found


def episodes(
    code: str,
    transcript: str,
    revision: str,
    by: Ranges,
    coders: Sequence[str],
    others: Others | Mapping[str, Ranges] | None = None,
) -> list[Episode]:
    """The episodes of one code in one transcript, in the order of the text; ``share`` is 0 and ``alike`` None as yet.

    An episode is a connected piece of what all ``coders`` (the eligible ones) have there: passages that have a
    character in common belong together, those that only touch do not. Fewer than two coders make no episodes.
    ``others`` holds the passages of all codes there; that of ``code`` itself is passed over.

    Its kind is the first of these that holds:

    * ``agreed``: every coder has the code there, and what all have is 90 % or more of what any has;
    * ``split``: every coder has it, at least one of them in several passages;
    * ``boundary``: every coder has it, in one passage each;
    * ``other code``: a coder is without it, and at least one of those put another code on the same text. That is: of
      the text that such a coder gave the other code and a coder who has this one gave it, half or more is text that
      the former gave the other code and not this one, and the latter this code and not the other. ``instead`` names,
      for each coder where there is such a code, the one that fits best (the first id among equals);
    * ``missed``: a coder is without it, and none of those put anything in its place.

    The cost of an episode is, summed over its characters, coders with the code × coders without it. So the costs of
    all episodes of a code together are its disagreement: over all pairs of coders, what one of them coded alone.
    """
    coders = tuple(dict.fromkeys(coders))
    if len(coders) < 2:
        return []
    if others is not None and not isinstance(others, Others):
        others = Others(others)
    found = []
    for piece in _pieces(by, coders):
        held: dict[str, list[Range]] = {coder: [] for coder in coders}
        for start, end, coder in piece:
            held[coder].append((start, end))
        start, end = piece[0][0], max(end for _, end, _ in piece)
        everywhere, cost = _measured(piece, len(coders))
        missing = [coder for coder, ranges in held.items() if not ranges]
        instead: Instead = ()
        if missing:
            instead = _instead(code, missing, held, others) if others is not None else ()
            kind = OTHER_CODE if instead else MISSED
        elif everywhere * 10 >= (end - start) * 9:
            kind = AGREED
        else:
            kind = SPLIT if len(piece) > len(coders) else BOUNDARY
        ranges = tuple((coder, tuple(passages)) for coder, passages in held.items())
        found.append(Episode(code, transcript, revision, start, end, kind, ranges, instead, cost, 0.0, None))
    return found


def _pieces(by: Ranges, coders: Sequence[str]) -> Iterator[list[tuple[int, int, str]]]:
    """The connected pieces; there is no gap inside one, so what anybody has of it is all from its start to its end."""
    passages = sorted((start, end, coder) for coder in coders for start, end in merged(by.get(coder, ())))
    piece: list[tuple[int, int, str]] = []
    last = 0
    for passage in passages:
        if piece and passage[0] >= last:
            yield piece
            piece = []
        last = max(last, passage[1]) if piece else passage[1]
        piece.append(passage)
    if piece:
        yield piece


def _measured(piece: Sequence[tuple[int, int, str]], coders: int) -> tuple[int, int]:
    """How many characters all coders have, and the cost."""
    if len(piece) == 1:
        length = piece[0][1] - piece[0][0]
        return 0, length * (coders - 1)
    borders = sorted([(start, 1) for start, _, _ in piece] + [(end, -1) for _, end, _ in piece])
    everywhere = cost = having = before = 0
    for position, step in borders:
        if having == coders:
            everywhere += position - before
        else:
            cost += (position - before) * having * (coders - having)
        having += step
        before = position
    return everywhere, cost


def _instead(code: str, missing: Sequence[str], held: Mapping[str, Sequence[Range]], others: Others) -> Instead:
    """Which other code those who have nothing in ``held`` put on what somebody there gave ``code``."""
    best: dict[str, tuple[Fraction, str]] = {}
    for having, ranges in held.items():
        if not ranges:
            continue
        start, end = ranges[0][0], ranges[-1][1]
        theirs = others.on(having, start, end)
        for coder in missing:
            for other, passages in others.on(coder, start, end).items():
                fit = _fit(ranges, passages, theirs.get(other, ())) if other != code else None
                if fit and (coder not in best or (-fit, other) < (-best[coder][0], best[coder][1])):
                    best[coder] = fit, other
    return tuple((coder, best[coder][1]) for coder in missing if coder in best)


def _fit(ranges: Sequence[Range], passages: Sequence[Range], both: Sequence[Range]) -> Fraction | None:
    """What part of one coder's ``ranges`` and another's ``passages`` they share without ``both``; None: too little."""
    if len(ranges) > 1:
        passages = [each for each in passages if _shared([each], ranges)]
    together = _shared(ranges, passages)
    apart = _length(together)
    either = _length(ranges) + _length(passages) - apart
    if apart * 2 < either:
        return None
    if both:
        apart -= _length(_shared(together, both))
    return Fraction(apart, either) if apart * 2 >= either else None


def _shared(some: Sequence[Range], more: Sequence[Range]) -> list[Range]:
    """What two lists of passages have in common; each ascending, its own never overlapping."""
    found = []
    i = j = 0
    while i < len(some) and j < len(more):
        start, end = max(some[i][0], more[j][0]), min(some[i][1], more[j][1])
        if start < end:
            found.append((start, end))
        if some[i][1] <= more[j][1]:
            i += 1
        else:
            j += 1
    return found


def _length(ranges: Sequence[Range]) -> int:
    return sum(end - start for start, end in ranges)
