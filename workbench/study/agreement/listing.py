"""The episodes behind a number: where coders used a code, how they differ there, and what was settled."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from workbench.agreement import consensus
from workbench.agreement.episodes import Others, episodes
from workbench.agreement.report import Piece
from workbench.agreement.values import AGREED, Episode, Range, Scope
from workbench.study.agreement.measured import Measured
from workbench.study.agreement.measuring import Measuring
from workbench.study.agreement.reading import CURRENT
from workbench.study.agreement.settlements import Row, Settlements
from workbench.study.agreement.texts import touch
from workbench.study.agreement.values import EpisodeRow, Episodes, Settlement
from workbench.study.base import Base

NOW = Scope(reading=CURRENT)
"""What can be settled: everybody's codings as they are."""

_ENOUGH, _TOP = 0.6, 12
"""The dearest episodes are named together, until they make so much of the disagreement; and at most so many."""


class Listing:
    """Episodes, found in one code and transcript at a time and kept until that is touched."""

    def __init__(self, base: Base, measuring: Measuring) -> None:
        self._base = base
        self._measuring = measuring
        self._work = measuring.work
        self.settlements = Settlements(base, measuring.work)
        self._present: dict[tuple[str, str], dict[str, Episode]] = {}
        self._rests: tuple[object, int] = (None, 0)

    # --- what is there now

    def present(self, transcript: str, code: str) -> Mapping[str, Episode]:
        """The episodes of a code in a transcript as its coders' work is now: item → episode."""
        return self._of(self._up_to_date(), transcript, code)

    def _of(self, measured: Measured, transcript: str, code: str) -> Mapping[str, Episode]:
        key = transcript, code
        if key not in self._present:
            self._present[key] = self.named(measured, transcript, code)
        return self._present[key]

    def find(self, item: str) -> Episode | None:
        """The episode of that name as things are now."""
        measured = self._up_to_date()
        seen = list(self._present)
        rest = ((t, code.id) for code in measured.codes for t in measured.double if (t, code.id) not in self._present)
        for transcript, code in (*seen, *rest):
            if episode := self._of(measured, transcript, code).get(item):
                return episode
        return None

    def _up_to_date(self) -> Measured:
        measured = self._measuring.measured(NOW)
        work = self._work
        if self._rests[0] is not measured or self._rests[1] > len(work.touched):
            self._present.clear()
        else:
            for one in work.touched[self._rests[1] :]:
                self._present.pop((one.transcript, work.codebook.effective.get(one.code, one.code)), None)
        self._rests = measured, len(work.touched)
        return measured

    def named(self, measured: Measured, transcript: str, code: str, others: Others | None = None) -> dict[str, Episode]:
        """The episodes of a code in a transcript of a reading, by their names."""
        reading, text = measured.reading, self._work.texts.now[transcript]
        coders = reading.eligible(transcript, code)
        if len(coders) < 2:
            return {}
        by = reading.ranges(transcript, code, coders)
        if not any(by.values()):
            return {}
        found = episodes(code, transcript, text.revision, by, coders, others)
        return {self.item(episode): episode for episode in found}

    def item(self, episode: Episode) -> str:
        """An episode's name."""
        return self.settlements.item(episode.code, episode.revision, consensus.basis(episode.ranges))

    # --- the list

    def episodes(self, code: str, scope: Scope) -> Episodes:
        """The episodes of a code in a scope, the dearest first."""
        row = self._measuring.code(code)
        measured = self._measuring.measured(scope)
        if row.id not in measured.sheet.codes:
            measured = self._measuring.measured(scope._replace(codes=(row.id,)))
        current = self._up_to_date()
        settled, stale = self._settled(row.id)
        what_if = measured.sheet.what_if(row.id)
        rows: list[tuple[EpisodeRow, Piece]] = []
        for transcript in measured.double:
            found = self.named(measured, transcript, row.id, measured.others(transcript))
            now = self._of(current, transcript, row.id) if found else {}
            ruler = measured.rulers.of(transcript)
            apart = self._apart(measured, transcript, row.id) if scope.trim and found else {}
            for item, episode in found.items():
                held: dict[str, Sequence[Range]] = dict(episode.ranges)
                if apart:
                    held = {coder: [r for r in apart[coder] if touch(r, episode[3:5])] for coder in held}
                by = {coder: list(ruler.ranges(list(ranges))) for coder, ranges in held.items()}
                if not any(by.values()):
                    continue  # outside of what the scope measures
                piece = transcript, by
                full = episode._replace(share=what_if.share(piece), alike=what_if.alike([piece]))
                rows.append((self._row(item, full, settled.get(item), stale, item not in now), piece))
        rows.sort(key=lambda found: _in_order(found[0]))
        top, share = _top([row for row, _ in rows])
        return Episodes(
            code=row.id,
            path=row.path,
            alpha=measured.sheet.agreement(row.id).measures.alpha,
            rows=tuple(found for found, _ in rows),
            agreed=sum(found.episode.kind == AGREED for found, _ in rows),
            top=top,
            top_share=share,
            top_alike=what_if.alike(piece for _, piece in rows[:top]),
        )

    @staticmethod
    def _apart(measured: Measured, transcript: str, code: str) -> Mapping[str, Sequence[Range]]:
        """Every coder's passages as they were made: the ends of each are trimmed, before a coder's own are merged."""
        return measured.reading.ranges(transcript, code, measured.reading.eligible(transcript, code))

    def _row(
        self, item: str, episode: Episode, settled: Settlement | None, stale: Iterable[Settlement], changed: bool
    ) -> EpisodeRow:
        texts = self._work.texts
        document = texts.document(episode.transcript)
        turn = bisect_right(document.turns, episode.start, key=lambda t: t.start) if document else 0
        before = [one for one in stale if one.transcript == episode.transcript and touch(self.span(one), episode[3:5])]
        return EpisodeRow(
            item,
            episode,
            texts.now[episode.transcript].name,
            turn,
            document.text[episode.start : episode.end] if document else "",
            settled,
            before[-1] if before else None,
            changed,
        )

    def span(self, settlement: Settlement) -> Range:
        """Where a settled passage stands in the text of now; nowhere where nothing of it is left."""
        return self._work.texts.carry(settlement.revision, settlement.start, settlement.end) or (0, 0)

    def _settled(self, code: str) -> tuple[dict[str, Settlement], list[Settlement]]:
        """What was settled of a code: by item, and what is stale."""
        found = [one for one in self.all_settled() if one.code == code]
        return {one.item: one for one in found}, [one for one in found if one.stale]

    def all_settled(self) -> list[Settlement]:
        """Everything that was settled in transcripts one may see, by transcript, place and code."""
        measured = self._up_to_date()
        now = self._work.texts.now
        found = [
            self._settlement(row, measured)
            for row in self.settlements.by_item().values()
            if row.transcript in now
            and row.transcript not in measured.state.hidden
            and row.code not in measured.state.drafts
        ]
        return sorted(found, key=lambda one: (now[one.transcript].name, one.start, one.end, one.code, one.id))

    def _settlement(self, row: Row, measured: Measured) -> Settlement:
        here = row.transcript in measured.reading.who and row.code in measured.sheet.codes
        stale = not here or row.item not in self._of(measured, row.transcript, row.code)
        return Settlement(
            row.id,
            row.item,
            row.code,
            row.transcript,
            row.revision,
            row.start,
            row.end,
            row.choice,
            row.ranges,
            row.how,
            row.reason,
            row.coder,
            stale,
            row.others,
        )


def _in_order(row: EpisodeRow) -> tuple[bool, float, int, str, int]:
    return row.episode.kind == AGREED, -row.episode.share, -row.episode.cost, row.name, row.episode.start


def _top(rows: list[EpisodeRow]) -> tuple[int, float]:
    """How many of the dearest are named together, and what share of the disagreement they make."""
    share = 0.0
    for number, row in enumerate(rows):
        if number == _TOP or share >= _ENOUGH or row.episode.kind == AGREED:
            return number, share
        share += row.episode.share
    return len(rows), share
