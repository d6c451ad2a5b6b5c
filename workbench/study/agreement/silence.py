"""Whose silence about a code counts in which interview, beyond agreement: for one coder, or anybody who is done."""

from workbench.agreement.values import EVERYTHING
from workbench.study.agreement.reading import Reading
from workbench.study.agreement.work import Work
from workbench.study.base import Base


class Silence:
    """Asked after ``Work.refresh``. ``coder``: a row, '' for anybody; of what is coded blind only one's own counts."""

    def __init__(self, base: Base, work: Work, coder: str = "") -> None:
        hidden, me = base.blind.transcripts(), base.coder
        rounds = {record.round for record in work.records() if record.done}
        scope = EVERYTHING._replace(coders=(coder,) if coder else ())
        self._readings = [Reading(work, scope, hidden, {}, (round_,)) for round_ in sorted(rounds)]
        if hidden and coder in ("", me):
            own = EVERYTHING._replace(coders=(me,), transcripts=tuple(sorted(hidden)))
            self._readings += [Reading(work, own, (), {}, (round_,)) for round_ in sorted(rounds)]

    def counts(self, transcript: str, code: str) -> bool:
        """Whether somebody who is done with a transcript (row) had a code (row), or has looked for it since."""
        return any(reading.eligible(transcript, code) for reading in self._readings if transcript in reading.who)
