"""One scope as it is measured: overlaps of every code in every transcript, and parts that are taken from these."""

from collections.abc import Collection, Mapping
from copy import copy
from typing import NamedTuple

from workbench.agreement import exclusive
from workbench.agreement.episodes import Others
from workbench.agreement.overlap import narrowed, overlap
from workbench.agreement.report import Sheet
from workbench.agreement.values import CodeAgreement, Group, Overlap, Range, Scope
from workbench.study.agreement.reading import Reading
from workbench.study.agreement.rulers import Rulers
from workbench.study.agreement.work import Work
from workbench.study.base import Base
from workbench.study.codes import CodeRow

_PARTS = 128
"""So many parts of a scope are kept at a time."""

_SPEAKER = slice(Scope._fields.index("group"), Scope._fields.index("person") + 1)
"""Where a scope says who speaks."""

LATER = "it came later: no two coders have looked for it in what they have done"
"""Why a code has no value that was made when everybody was done."""


class State(NamedTuple):
    """On what a measured scope rests beside single codings."""

    era: int
    hidden: frozenset[str]
    drafts: frozenset[str]


class Measured:
    """One scope: its reading, and the sheet of all its codes."""

    def __init__(
        self, base: Base, work: Work, scope: Scope, codes: list[CodeRow], state: State, rounds: Collection[str]
    ) -> None:
        self._base = base
        self._work = work
        self.scope = scope
        self.state = state
        self.codes = codes
        self._families = families(codes) if scope.subtree else {code.id: (code.id,) for code in codes}
        self._readers: dict[str, list[str]] = {}
        for code, family in self._families.items():
            for member in family:
                self._readers.setdefault(member, []).append(code)
        self.reading = Reading(work, scope, state.hidden, self._families, rounds)
        self.rulers = Rulers(base, work.texts, scope)
        self.double = self.reading.double
        self._wanted = [code.id for code in codes if not scope.codes or code.id in scope.codes]
        self._upto = len(work.touched)
        self._others: dict[str, Others] = {}
        self._parts: dict[Scope, Measured] = {}
        self._whole: dict[tuple[str, str], Overlap] = {}  # what a part's overlaps were taken from
        self.sheet = Sheet(
            {code: {t: self._overlap(code, t) for t in self.double} for code in self._wanted},
        )

    def keep_up(self) -> None:
        """Measure anew what has been touched since."""
        news = set(self._work.touched[self._upto :])
        for one in news:
            self._others.pop(one.transcript, None)
        self._upto = len(self._work.touched)
        wanted, double = set(self._wanted), set(self.double)
        for code, transcript in {
            (reader, one.transcript)
            for one in news
            for reader in self._readers.get(self._work.codebook.effective.get(one.code, one.code), ())
        }:
            if code in wanted and transcript in double:
                self.sheet.replace(code, transcript, self._overlap(code, transcript))

    def part(self, scope: Scope) -> "Measured":
        """Some of its transcripts, coders or speakers alone, as ``scope`` says; what is measured is not measured again.

        Either of speakers, or of transcripts and coders.
        """
        found = self._parts.pop(scope, None)
        if found is None:
            found = copy(self)
            found.scope, found.reading = scope, self.reading.part(scope)
            found.double = found.reading.double
            found._others, found._parts = {}, {}
            if scope[_SPEAKER] != self.scope[_SPEAKER]:
                found.rulers = Rulers(self._base, self._work.texts, scope)
            whole = {code: self.sheet.overlaps(code) for code in self._wanted}
            found._whole = {(code, t): whole[code][t] for code in self._wanted for t in found.double}
            found.sheet = Sheet(
                {
                    code: {t: self._part_of(found, code, t, whole[code][t]) for t in found.double}
                    for code in self._wanted
                }
            )
        for (code, transcript), before in found._whole.items():
            if (now := self.sheet.overlaps(code)[transcript]) is not before:
                found._whole[code, transcript] = now
                found.sheet.replace(code, transcript, self._part_of(found, code, transcript, now))
        if found.rulers.complete:
            self._parts[scope] = found
        while len(self._parts) > _PARTS:
            self._parts.pop(next(iter(self._parts)))
        return found

    def _part_of(self, part: "Measured", code: str, transcript: str, whole: Overlap) -> Overlap:
        """What a part has of an overlap; of other text it has to be measured, but who counts is known."""
        if part.rulers is self.rulers:
            return narrowed(whole, part.reading.who[transcript])
        length = part.rulers.of(transcript).length
        return overlap(part.units(transcript, code, whole.coders) if length else {}, whole.coders, length)

    def agreement(self, code: str) -> CodeAgreement:
        """On one code, with the true reason where all were done before there was such a code."""
        found = self.sheet.agreement(code)
        overlaps = self.sheet.overlaps(code).values()
        if found.transcripts or not any(each.length and len(each.coders) < 2 for each in overlaps):
            return found
        return found._replace(why=LATER)

    @property
    def wanted(self) -> list[CodeRow]:
        """The codes that are measured."""
        wanted = set(self._wanted)
        return [code for code in self.codes if code.id in wanted]

    def _overlap(self, code: str, transcript: str) -> Overlap:
        length = self.rulers.of(transcript).length
        coders = self.reading.eligible(transcript, code)
        return overlap(self.units(transcript, code, coders) if length else {}, coders, length)

    def units(self, transcript: str, code: str, coders: Collection[str]) -> Mapping[str, list[Range]]:
        """What each coder coded, in the scope's units."""
        ruler = self.rulers.of(transcript)
        return {c: list(ruler.ranges(r)) for c, r in self.reading.ranges(transcript, code, coders).items()}

    def others(self, transcript: str) -> Others:
        """All codes' passages in a transcript, to look up what else a coder put on a text."""
        if transcript not in self._others:
            coders = self.reading.who[transcript]
            by_code = {code.id: self.reading.ranges(transcript, code.id, coders) for code in self.codes}
            self._others[transcript] = Others(by_code)
        return self._others[transcript]

    def reread(self, code: str) -> int:
        """How many double-coded transcripts do not count for a code because it came later."""
        return sum(len(each.coders) < 2 for each in self.sheet.overlaps(code).values())

    def groups(self, exclusive_codes: Collection[str]) -> tuple[Group, ...]:
        """The groups of codes that exclude each other, as far as they are measured."""
        found = []
        for above in self.wanted:
            children = [code.id for code in self.codes if code.parent == above.id]
            if above.id not in exclusive_codes or not children:
                continue
            coders = {t: self._for_all(t, children) for t in self.double}
            ranges = {t: {c: self.units(t, c, them) for c in children} for t, them in coders.items()}
            lengths = {t: self.rulers.of(t).length for t in self.double}
            found.append(exclusive.group(above.id, children, coders, lengths, ranges))
        return tuple(found)

    def _for_all(self, transcript: str, codes: list[str]) -> tuple[str, ...]:
        """Who has looked a transcript through for every one of ``codes``."""
        looked = [set(self.reading.eligible(transcript, code)) for code in codes]
        return tuple(sorted(set.intersection(*looked)))


def families(codes: list[CodeRow]) -> dict[str, tuple[str, ...]]:
    """Each code with everything below it."""
    found: dict[str, tuple[str, ...]] = {}
    for code in reversed(codes):
        below = [member for child in codes if child.parent == code.id for member in found.get(child.id, ())]
        found[code.id] = (code.id, *below)
    return found
