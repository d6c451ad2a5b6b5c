"""One code of the table: its sums, kept while single transcripts change, and everything that is read from them."""

from collections.abc import Mapping
from typing import NamedTuple

from workbench.agreement.coefficients import measures_of, pairs_of
from workbench.agreement.spread import spread
from workbench.agreement.sums import Sums, Total, counts
from workbench.agreement.values import (
    FEW_TRANSCRIPTS,
    NO_VARIATION,
    NOT_USED,
    OK,
    ONE_CODER,
    CodeAgreement,
    Overlap,
)

ENOUGH_PASSAGES = 10
"""With fewer by any coder, the interval holds the truth in 88 to 92 of 100 cases."""

UNDEFINED = (0.0, 0.0)
"""What a code adds to a sum over codes where it adds nothing."""


class Parts(NamedTuple):
    """Observed and expected disagreement of one code as proportions, for sums over codes.

    ``left_out``: without each transcript that counts for the code; ``pairs``: of two coders alone, one < other;
    ``without``: without one coder, for all of them.
    """

    full: tuple[float, float]
    left_out: Mapping[str, tuple[float, float]]
    pairs: Mapping[tuple[str, str], tuple[float, float]]
    without: Mapping[str, tuple[float, float]]


class Line:
    """One code: its overlaps by transcript, added up."""

    def __init__(self, overlaps: Mapping[str, Overlap]) -> None:
        self.overlaps: dict[str, Overlap] = dict(overlaps)
        self.sums = Sums(overlaps.values())
        self._left_out: dict[str, Total] | None = None
        self._agreement: CodeAgreement | None = None
        self._parts: Parts | None = None

    @property
    def counted(self) -> tuple[str, ...]:
        """The transcripts that count, in the order they came."""
        return tuple(transcript for transcript, each in self.overlaps.items() if counts(each))

    def put(self, transcript: str, overlap: Overlap | None) -> None:
        """Replace what there is of one transcript; None takes it out."""
        if before := self.overlaps.get(transcript):
            self.sums.remove(before)
        if overlap is None:
            self.overlaps.pop(transcript, None)
        else:
            self.overlaps[transcript] = overlap
            self.sums.add(overlap)
        self._left_out = self._agreement = self._parts = None

    def agreement(self) -> CodeAgreement:
        """Everything that is shown of the code."""
        if self._agreement is None:
            self._agreement = self._of()
        return self._agreement

    def parts(self) -> Parts:
        """What the code adds to sums over codes."""
        if self._parts is None:
            pairs = {}
            for pair, (_, length, one, other, both) in self.sums.pairs().items():
                pairs[pair] = Total(2 * length, one + other, one + other - 2 * both, 1).parts()
            self._parts = Parts(
                self.sums.total().parts(),
                {transcript: rest.parts() for transcript, rest in self.left_out().items()},
                pairs,
                {coder: rest.parts() for coder, rest in self.sums.without().items()},
            )
        return self._parts

    def left_out(self) -> Mapping[str, Total]:
        """The total without each transcript that counts: a subtraction each."""
        if self._left_out is None:
            judgements, ones, apart, scale = self.sums.total()
            self._left_out = {}
            for transcript, overlap in self.overlaps.items():
                if not counts(overlap):
                    continue
                size, shared = len(overlap.coders), overlap.shared
                own = sum([shared[i][i] for i in range(size)])
                differ = size * own - sum(map(sum, shared))
                self._left_out[transcript] = Total(
                    judgements - size * overlap.length, ones - own, apart - differ * (scale // (size - 1)), scale
                )
        return self._left_out

    def _of(self) -> CodeAgreement:
        sums, total = self.sums, self.sums.total()
        two = pairs_of(sums)
        measures = measures_of(sums, two)
        transcripts = self.counted
        done, passages = sums.done(), sums.passages()
        coders = tuple(done)
        ci, below, why = spread(measures.alpha, [rest.alpha() for rest in self.left_out().values()])
        users = sum(coded > 0 for _, coded in done.values())
        status = _status(total, users, ci is None)
        return CodeAgreement(
            status=status,
            measures=measures,
            ci=ci,
            below=below,
            why=_why(status, bool(transcripts), why),
            coders=coders,
            transcripts=transcripts,
            used_in=sum(any(self.overlaps[transcript].passages) for transcript in transcripts),
            passages={coder: kept for coder, (kept, _) in passages.items()},
            shares={coder: coded / length for coder, (length, coded) in done.items()},
            merged={coder: gone for coder, (_, gone) in passages.items()},
            pairs=two,
            without={coder: rest.alpha() for coder, rest in sums.without().items()} if len(coders) > 2 else {},
            disagreement=sums.disagreement(),
            few_passages=any(kept < ENOUGH_PASSAGES for kept, _ in passages.values()),
        )


def _status(total: Total, users: int, no_interval: bool) -> str:
    if not total.ones:
        return NOT_USED
    if not total.zeros:
        return NO_VARIATION
    if users == 1:
        return ONE_CODER
    return FEW_TRANSCRIPTS if no_interval else OK


def _why(status: str, counted: bool, no_interval: str) -> str:
    if status == NOT_USED:
        return "nobody used it" if counted else "no transcript counts: none has text and is done by two coders"
    if status == NO_VARIATION:
        return "no variation: everything is coded by everybody"
    if status == ONE_CODER:
        return "; ".join(filter(None, ("only one coder used it", no_interval)))
    return no_interval
