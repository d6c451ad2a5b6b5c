"""The consensus layer of the study: every transcript's, merged by the rules of ``workbench.agreement.consensus``."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from workbench.agreement import consensus as rules
from workbench.study.agreement.listing import NOW as CURRENTLY
from workbench.study.agreement.listing import Listing
from workbench.study.agreement.measured import Measured
from workbench.study.agreement.measuring import Measuring
from workbench.study.agreement.reading import by_transcript, done_coders
from workbench.study.agreement.settlements import Row
from workbench.study.agreement.values import Consensus, ConsensusCoding
from workbench.study.agreement.work import NOW, Record
from workbench.study.base import Base, facets_of, parsed_list

Said = tuple[Mapping[str, tuple[str, ...]], tuple[str, ...] | None]
NOBODY: Said = ({}, None)


class Part(NamedTuple):
    """One transcript's consensus; ``standing`` '' where nobody was given it and nobody has coded it."""

    settled: Sequence[Row]
    standing: str
    codings: tuple[ConsensusCoding, ...] = ()
    merged: rules.Merged | None = None


class Layer:
    """The consensus, by transcript: only what has been touched is made anew."""

    def __init__(self, base: Base, measuring: Measuring, listing: Listing) -> None:
        self._base = base
        self._measuring = measuring
        self._work = measuring.work
        self._listing = listing
        self._parts: dict[str, Part] = {}
        self._made: tuple[object, Consensus] | None = None
        self._rests: tuple[object, int] = (None, 0)

    def consensus(self) -> Consensus:
        """The layer as it stands."""
        measured = self._measuring.measured(CURRENTLY)
        ((last,),) = self._base.store.read("SELECT COALESCE(max(n), 0) FROM change")
        state = measured.state, last
        if self._made is None or self._made[0] != state:
            self._made = state, self._make(measured)
        return self._made[1]

    def _make(self, measured: Measured) -> Consensus:
        touched = self._work.touched
        if self._rests[0] is not measured or self._rests[1] > len(touched):
            self._parts.clear()
        for one in touched[self._rests[1] :] if self._parts else ():
            self._parts.pop(one.transcript, None)
        self._rests = measured, len(touched)
        settled: dict[str, list[Row]] = {}
        for row in self._listing.settlements.by_item().values():
            settled.setdefault(row.transcript, []).append(row)
        records, coders = by_transcript(self._work.records()), self._work.coders()
        parts = {}
        for transcript in self._work.texts.now:
            mine, part = settled.get(transcript, []), self._parts.get(transcript)
            if part is None or part.settled != mine:
                who = coders.get(transcript, [])
                part = self._part(measured, transcript, records.get(transcript, []), who, mine)
            parts[transcript] = part
        self._parts = parts
        return _together(self._parts)

    def _part(
        self, measured: Measured, transcript: str, records: list[Record], coders: Iterable[str], settled: list[Row]
    ) -> Part:
        shown = {code.id for code in measured.codes}
        said = self._said(transcript)
        present = {coder: self._codings(transcript, coder, said, shown) for coder in coders}
        at_work = [coder for coder, coded in present.items() if coded]
        if not records and not at_work:
            return Part(settled, "")
        done = done_coders(self._work, records)
        standing = rules.standing(done, _unfinished(records), at_work)
        if transcript in measured.state.hidden or standing == rules.WAITING:
            return Part(settled, rules.WAITING)
        if standing == rules.SINGLE:
            (who,) = done or at_work
            return Part(settled, standing, self._rows(transcript, rules.sole(present.get(who, ()))))
        among = [coding for coder in done for coding in present.get(coder, ())]
        eligible = {code: measured.reading.eligible(transcript, code) for code in {coding.code for coding in among}}
        revision = self._work.texts.now[transcript].revision
        merged = rules.merge(transcript, revision, among, sorted(done), map(_settled, settled), eligible)
        return Part(settled, standing, self._rows(transcript, merged.passages), merged)

    def _said(self, transcript: str) -> dict[str, Said]:
        """What codings say beyond their code: facets, and voices where somebody corrected them."""
        rows = self._base.store.read(
            "SELECT id, facets, voices FROM coding WHERE revision IN (SELECT id FROM revision WHERE transcript = ?) "
            "AND alive = 1 AND (facets IS NOT NULL OR voices IS NOT NULL)",
            (transcript,),
        )
        found: dict[str, Said] = {}
        for row, facets, voices in rows:
            spoken = parsed_list(voices, lambda voice: isinstance(voice, str)) if voices else None
            found[row] = facets_of(facets), None if spoken is None else tuple(spoken)
        return found

    def _codings(self, transcript: str, coder: str, said: Mapping[str, Said], shown: set[str]) -> list[rules.Coding]:
        carry, effective = self._work.texts.carry, self._work.codebook.effective
        found = []
        for row, coded in sorted(self._work.codings(transcript, coder, NOW).items()):
            code = effective.get(coded.code, coded.code)
            span = carry(coded.revision, coded.start, coded.end) if code in shown else None
            if span is not None:
                found.append(rules.Coding(row, code, coder, *span, *said.get(row, NOBODY)))
        return found

    def _rows(self, transcript: str, passages: Iterable[rules.Passage]) -> tuple[ConsensusCoding, ...]:
        revision = self._work.texts.now[transcript].revision
        return tuple(
            ConsensusCoding(
                self._base.derive("consensus", one.code, revision, f"{one.start}-{one.end}"),
                one.code,
                transcript,
                revision,
                one.start,
                one.end,
                one.coders,
                one.facets,
                one.voices,
                one.origin,
            )
            for one in passages
        )


def _together(parts: Mapping[str, Part]) -> Consensus:
    """The layer of all transcripts. What was settled where there are no two coders any more rests on nothing."""
    merged = [part.merged for part in parts.values() if part.merged]
    loose = sum(len(part.settled) for part in parts.values() if part.merged is None and part.standing != rules.WAITING)
    return Consensus(
        codings=tuple(coding for part in parts.values() for coding in part.codings),
        double=_standing(parts, rules.DOUBLE),
        single=_standing(parts, rules.SINGLE),
        waiting=_standing(parts, rules.WAITING),
        agreed=sum(one.agreed for one in merged),
        discussed=sum(one.discussed for one in merged),
        adjudicated=sum(one.adjudicated for one in merged),
        unsettled=sum(len(one.unsettled) + len(one.unlooked) for one in merged),
        stale=sum(len(one.stale) for one in merged) + loose,
        in_conflict=sum(len(one.in_conflict) for one in merged),
    )


def _standing(parts: Mapping[str, Part], standing: str) -> frozenset[str]:
    return frozenset(transcript for transcript, part in parts.items() if part.standing == standing)


def _unfinished(records: Iterable[Record]) -> set[str]:
    """Who was given the transcript and is not done with it in any round."""
    finished = {record.coder for record in records if record.done}
    return {record.coder for record in records} - finished


def _settled(row: Row) -> rules.Settled:
    return rules.Settled(
        row.id, row.code, row.revision, row.basis, row.ranges, row.choice, row.how, disputed=bool(row.others)
    )
