"""What a scope reads: whose work on which transcripts counts for a code, and what each of them coded."""

from collections.abc import Collection, Iterable, Mapping
from copy import copy
from itertools import groupby

from workbench.agreement.values import Range, Scope
from workbench.study.agreement.seen import Seen
from workbench.study.agreement.work import Record, Work

CURRENT = "current"
"""The reading of codings as they stand now (or at the scope's ``before``), not as they stood at done."""


def by_transcript(records: Iterable[Record]) -> dict[str, list[Record]]:
    """The records of each transcript."""
    ordered = sorted(records)
    return {transcript: list(found) for transcript, found in groupby(ordered, key=lambda record: record.transcript)}


def done_coders(work: Work, records: Iterable[Record], among: Collection[str] = ()) -> dict[str, str]:
    """Who counts as done among one transcript's ``records``: coder → the position of done.

    That is, ``among`` some rounds (rows; () is all), the newest in which two are done; without one, each one's latest.
    """
    finished = [record for record in records if record.done and (not among or record.round in among)]
    rounds: dict[str, dict[str, str]] = {}
    for record in sorted(finished, key=lambda record: (work.newest(record.round), record.round)):
        rounds.setdefault(record.round, {})[record.coder] = record.done
    several = [done for done in rounds.values() if len(done) >= 2]
    if several:
        return several[-1]
    latest: dict[str, str] = {}
    for done in rounds.values():
        latest |= done
    return latest


def missing(work: Work, records: Iterable[Record], among: Collection[str] = ()) -> set[str]:
    """Who was given a transcript together with others, in the newest such round, and is not done there."""
    rounds: dict[str, dict[str, str]] = {}
    for record in sorted(records, key=lambda record: (work.newest(record.round), record.round)):
        if not among or record.round in among:
            rounds.setdefault(record.round, {})[record.coder] = record.done
    several = [given for given in rounds.values() if len(given) >= 2]
    return {coder for coder, done in several[-1].items() if not done} if several else set()


class Reading:
    """One scope's eligible coders and their passages.

    ``who``: transcript → coder → position of done, of all that are done there, be it one; ``waiting``: transcript →
    who is missing. Both without what is ``hidden``. ``families``: code → the codes that are read as it.
    """

    def __init__(
        self,
        work: Work,
        scope: Scope,
        hidden: Collection[str],
        families: Mapping[str, Collection[str]],
        rounds: Collection[str] = (),
    ) -> None:
        self._work = work
        self._seen = Seen(work)
        self._scope = scope
        self._families = families
        self.who: dict[str, dict[str, str]] = {}
        self.waiting: dict[str, set[str]] = {}
        for transcript, records in by_transcript(work.records(scope.before)).items():
            if transcript in hidden or (scope.transcripts and transcript not in scope.transcripts):
                continue
            if late := missing(work, records, rounds):
                self.waiting[transcript] = late
            done = done_coders(work, records, rounds)
            counted = {c: done[c] for c in sorted(done) if not scope.coders or c in scope.coders}
            if counted:
                self.who[transcript] = counted

    def part(self, scope: Scope) -> "Reading":
        """The same for some of its transcripts or coders, which ``scope`` names."""
        found = copy(self)
        found._scope = scope
        chosen = [t for t in self.who if not scope.transcripts or t in scope.transcripts]
        who = {t: {c: at for c, at in self.who[t].items() if not scope.coders or c in scope.coders} for t in chosen}
        found.who = {t: done for t, done in who.items() if done}
        found.waiting = {t: late for t, late in self.waiting.items() if not scope.transcripts or t in scope.transcripts}
        return found

    @property
    def double(self) -> list[str]:
        """The transcripts that two or more have done."""
        return [transcript for transcript in self._work.texts.now if len(self.who.get(transcript, ())) >= 2]

    def eligible(self, transcript: str, code: str) -> tuple[str, ...]:
        """Whose silence about a code counts in a transcript: it was there when they were done, or they looked again."""
        return tuple(coder for coder in self.who.get(transcript, ()) if self._looked(transcript, coder, code))

    def _looked(self, transcript: str, coder: str, code: str) -> str:
        """The position at which a coder had looked a transcript through for a code; '' where that was not so."""
        work, done = self._work, self.who[transcript][coder]
        at = done
        for ticked, position in work.ticks(self._scope.before, transcript, coder):
            if work.codebook.effective.get(ticked, ticked) == code:
                last, later = work.past(at), work.past(position)
                # A tick from before the transcript was done again says nothing that done does not say.
                if last is not None and later is not None and not later.behind(last):
                    at = position
        if at != done:
            return at
        if self._seen.existed(code, done, coder):
            return done
        # Whoever has used a code has seen it.
        mine = work.ranges(transcript, coder, done)
        return done if any(mine.get(one) for one in work.codebook.members.get(code, (code,))) else ""

    def ranges(self, transcript: str, code: str, coders: Iterable[str]) -> dict[str, list[Range]]:
        """What each of ``coders`` coded with a code, in the offsets of the text as it is now; empty lists too."""
        found = {}
        for coder in coders:
            found[coder] = mine = list[Range]()
            for one in self._families.get(code, (code,)):
                at = self._position(transcript, coder, one)
                coded = self._work.ranges(transcript, coder, at)
                for member in self._work.codebook.members.get(one, (one,)):
                    mine += coded.get(member, ())
        return found

    def _position(self, transcript: str, coder: str, code: str) -> str:
        if self._scope.reading == CURRENT:
            return self._scope.before
        ticks = self._work.ticks(self._scope.before, transcript, coder)
        looked = self._looked(transcript, coder, code) if ticks else ""
        return looked or self.who[transcript][coder]

    def elsewhere(self) -> int:
        """How many codings stand in a text from which no way leads to the present one: they are left out."""
        return sum(
            self._work.elsewhere(transcript, coder, self._scope.before if self._scope.reading == CURRENT else done)
            for transcript in self.double
            for coder, done in self.who[transcript].items()
        )
