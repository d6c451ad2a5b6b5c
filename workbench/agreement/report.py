"""Agreement on every code and over all of them, kept so that one changed passage costs one code, not the table."""

from collections.abc import Iterable, Mapping, Sequence
from math import fsum

from workbench.agreement.coefficients import disagreement
from workbench.agreement.line import UNDEFINED, Line
from workbench.agreement.overlap import merged, overlap
from workbench.agreement.spread import spread
from workbench.agreement.sums import Total, counts
from workbench.agreement.values import CodeAgreement, Overlap, Pooled, Range

Piece = tuple[str, Mapping[str, Sequence[Range]]]
"""An episode as far as numbers go: its transcript, and every coder's ranges in it, in the units of the overlaps."""


def code_agreement(overlaps: Mapping[str, Overlap]) -> CodeAgreement:
    """One code; ``overlaps`` by transcript. Transcripts of fewer than two coders, or without text, do not count."""
    return Line(overlaps).agreement()


def pooled(codes: Sequence[Mapping[str, Overlap]]) -> Pooled:
    """Alpha over all codes, ``codes`` being each one's overlaps by transcript."""
    return _pooled([Line(overlaps) for overlaps in codes])


def alike(overlaps: Mapping[str, Overlap], pieces: Iterable[Piece]) -> float | None:
    """The code's alpha had everybody coded those episodes alike: see ``WhatIf``."""
    return WhatIf(overlaps).alike(pieces)


class Sheet:
    """The table: codes by their ids, each with its overlaps by transcript; every part is computed once.

    One overlap replaced makes that code's agreement and the pooled value new, and nothing else.
    """

    def __init__(self, codes: Mapping[str, Mapping[str, Overlap]] | None = None) -> None:
        self._lines: dict[str, Line] = {code: Line(overlaps) for code, overlaps in (codes or {}).items()}
        self._pooled: Pooled | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes there are, in the order they came."""
        return tuple(self._lines)

    def replace(self, code: str, transcript: str, overlap: Overlap | None) -> None:
        """One code in one transcript is different now; None: it has nothing to do with it any more.

        A code that is not there yet is put at the end.
        """
        self._lines.setdefault(code, Line({})).put(transcript, overlap)
        self._pooled = None

    def remove(self, code: str) -> None:
        """A code is gone; KeyError where it was not there."""
        del self._lines[code]
        self._pooled = None

    def overlaps(self, code: str) -> Mapping[str, Overlap]:
        """What a code's agreement rests on, by transcript; also those that do not count."""
        return self._lines[code].overlaps

    def agreement(self, code: str) -> CodeAgreement:
        """Agreement on one code as it is now."""
        return self._lines[code].agreement()

    def agreements(self) -> dict[str, CodeAgreement]:
        """Of every code, in their order."""
        return {code: line.agreement() for code, line in self._lines.items()}

    def pooled(self) -> Pooled:
        """Alpha over all codes as it is now."""
        if self._pooled is None:
            self._pooled = _pooled(list(self._lines.values()))
        return self._pooled

    def what_if(self, code: str) -> "WhatIf":
        """What a code's alpha would be had some episodes been coded alike."""
        return WhatIf(self._lines[code].overlaps)


class WhatIf:
    """A code's alpha had everybody coded some of its episodes alike: as long as any of them did (their union).

    The reported value stays what it is; settling is not reliability. Costs the episodes asked about, not the corpus.
    """

    def __init__(self, overlaps: Mapping[str, Overlap]) -> None:
        self._overlaps = {name: each for name, each in overlaps.items() if counts(each)}
        sums = Line(self._overlaps).sums
        self._total, self._disagreement = sums.total(), sums.disagreement()

    def cost(self, piece: Piece) -> int:
        """Units × pairs of coders who differ in one episode; a coder of the transcript who is missing has nothing."""
        transcript, by = piece
        if (whole := self._overlaps.get(transcript)) is None:
            return 0
        return disagreement(overlap(by, whole.coders, whole.length))

    def share(self, piece: Piece) -> float:
        """The part of the code's whole disagreement that lies in one episode (0 where there is none)."""
        return self.cost(piece) / (self._disagreement or 1)

    def alike(self, pieces: Iterable[Piece]) -> float | None:
        """Alpha with those episodes coded alike; None where it is undefined. Episodes must not overlap each other."""
        judgements, ones, apart, scale = self._total
        for transcript, by in pieces:
            if (whole := self._overlaps.get(transcript)) is None:
                continue
            size = len(whole.coders)
            part = overlap(by, whole.coders, whole.length)
            own = sum(part.shared[i][i] for i in range(size))
            ranges = [span for coder in whole.coders for span in by.get(coder, ())]
            ones += size * _length(ranges, whole.length) - own
            apart -= disagreement(part) * (scale // (size - 1))
        return Total(judgements, ones, apart, scale).alpha()


def _length(ranges: Iterable[Range], length: int) -> int:
    return sum(max(min(end, length) - max(start, 0), 0) for start, end in merged(ranges))


def _pooled(lines: Sequence[Line]) -> Pooled:
    """1 - Σ Do/Σ De over codes. ``fsum`` rounds once, so the order of the codes changes nothing."""
    parts = [line.parts() for line in lines]
    full = _ratio([part.full for part in parts])
    transcripts = sorted({transcript for part in parts for transcript in part.left_out})
    values = [_ratio([part.left_out.get(transcript, part.full) for part in parts]) for transcript in transcripts]
    ci, below, why = spread(full, values)
    pairs = sorted({pair for part in parts for pair in part.pairs})
    coders = sorted({coder for part in parts for coder in part.without})
    return Pooled(
        alpha=full,
        ci=ci,
        below=below,
        why=why if full is not None else _nothing(lines),
        codes=sum(part.full[1] > 0 for part in parts),
        pairs={pair: _ratio([part.pairs.get(pair, UNDEFINED) for part in parts]) for pair in pairs},
        without={coder: _ratio([part.without.get(coder, part.full) for part in parts]) for coder in coders}
        if len(coders) > 2
        else {},
    )


def _nothing(lines: Sequence[Line]) -> str:
    if not any(line.counted for line in lines):
        return "no transcript counts: none has text and is done by two coders"
    return "no code varies: every one is used by nobody, or by everybody everywhere"


def _ratio(parts: Sequence[tuple[float, float]]) -> float | None:
    expected = fsum(part[1] for part in parts)
    return 1 - fsum(part[0] for part in parts) / expected if expected else None
