"""Which columns and groups a passage counts for, given who speaks in it.

A *slot* is whatever is counted separately: each column, each group, and the total. Slots are bits, so that a passage's
slots are one integer and a matrix over many thousands of codings stays one pass.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from workbench.errors import InputError
from workbench.synthesis.values import MIXED, SHARED, Evidence, Interview, Rule, Speaker

INTERVIEWER = -1
"""The passage holds nobody's words but the interviewer's."""
OUTSIDE = -2
"""The passage is in no interview, or in the voice of no group, that this matrix looks at."""


class Signature(NamedTuple):
    """What a passage counts for: in which transcript, in which slots, and which person in which slots."""

    transcript: str
    slots: int
    persons: tuple[tuple[str, int], ...]


def shared_groups(rule: Rule) -> tuple[str, ...]:
    """The groups whose voice alone makes a theme shared."""
    if rule.shared_groups is not None:
        return rule.shared_groups
    return tuple(group for group, column in rule.group_columns.items() if column == SHARED)


def column_ids(
    rule: Rule, groups: Iterable[str], evidence: Iterable[Evidence], speakers: Iterable[Speaker], sites: Iterable[str]
) -> tuple[str, ...]:
    """The columns beside "shared": the rule's, or without any all values that occur."""
    if rule.columns:
        found: Iterable[str] = rule.columns
    elif rule.by == "group":
        found = (rule.group_columns.get(group, group) for group in groups)
    elif rule.by == "site":
        found = sorted(set(sites))
    elif rule.by.startswith("facet:"):
        facet = rule.by[6:]
        found = sorted({value for row in evidence for value in row.facets.get(facet, ())} - {"both"})
    else:
        found = sorted({speaker.attributes.get(rule.by, "") for speaker in speakers})
    ids = tuple(dict.fromkeys(column for column in found if column and column != SHARED))
    if MIXED in ids:
        raise InputError('a column cannot be called "mixed"', "that word says where a parent stands; choose another id")
    return ids


class Voices:
    """Turns who speaks in a passage into the number of its ``Signature`` (see ``signatures``)."""

    def __init__(
        self,
        rule: Rule,
        columns: Sequence[str],
        groups: Sequence[str],
        speakers: Iterable[Speaker],
        interviews: Iterable[Interview],
    ) -> None:
        self.rule = rule
        self.facet = rule.by[6:] if rule.by.startswith("facet:") else ""
        self.shared = frozenset(shared_groups(rule))
        self.column_bits = {column: 1 << i for i, column in enumerate((SHARED, *columns))}
        self.group_bits = {group: 1 << (len(self.column_bits) + i) for i, group in enumerate(groups)}
        self.total_bit = 1 << (len(self.column_bits) + len(self.group_bits))
        self.column_bit = self.total_bit << 1  # in any column at all
        self.signatures: list[Signature] = []
        self._number: dict[Signature, int] = {}
        self._cache: dict[tuple[str, tuple[str, ...], bool, tuple[str, ...]], int] = {}
        self._speakers = {speaker.id: speaker for speaker in speakers}
        self._at: dict[str, list[Speaker]] = defaultdict(list)
        for speaker in self._speakers.values():
            self._at[speaker.transcript].append(speaker)
        self.interviews = {
            interview.id: interview
            for interview in interviews
            if not rule.groups or any(self._heard(speaker) for speaker in self._at[interview.id])
        }

    def of(self, transcript: str, spoke: tuple[str, ...], unattributed: bool, values: tuple[str, ...]) -> int:
        """The signature's number, ``INTERVIEWER`` or ``OUTSIDE``; ``values``: of the facet that makes columns."""
        key = (transcript, spoke, unattributed, values)
        known = self._cache.get(key)
        if known is None:
            known = self._cache[key] = self._find(*key)
        return known

    def row(self, row: Evidence) -> int:
        """The same of a piece of evidence."""
        return self.of(row.transcript, row.speakers, row.unattributed, row.facets.get(self.facet, ()))

    def merged(self, one: int, other: int) -> int:
        """The signature of a passage that two coders, or two themes, give different voices: everybody counts once."""
        a, b = self.signatures[one], self.signatures[other]
        persons = dict(a.persons)
        for person, slots in b.persons:
            persons[person] = persons.get(person, 0) | slots
        return self._intern(Signature(a.transcript, a.slots | b.slots, tuple(sorted(persons.items()))))

    def groups_in(self, column: str) -> frozenset[str]:
        """The groups that somebody in ``column`` belongs to (none where only the facet of a coding makes columns)."""
        bit = self.column_bits[column]
        here = (s for s in self._speakers.values() if s.transcript in self.interviews and self._heard(s))
        return frozenset(s.group for s in here if self._columns(s.transcript, s, ()) & bit)

    def persons(self, done: bool) -> Mapping[str, set[str]]:
        """Group -> its persons in the interviews considered (``done``: only in those that are done)."""
        found: dict[str, set[str]] = defaultdict(set)
        for speaker in self._speakers.values():
            interview = self.interviews.get(speaker.transcript)
            if interview is not None and (interview.done or not done):
                found[speaker.group].add(_person(speaker))
        return found

    def _find(self, transcript: str, spoke: tuple[str, ...], unattributed: bool, values: tuple[str, ...]) -> int:
        if transcript not in self.interviews:
            return OUTSIDE
        if not spoke and not unattributed:
            return INTERVIEWER
        known = [self._speakers[speaker] for speaker in spoke if speaker in self._speakers]
        # An informant that has since been taken out of the study has spoken, but nobody can say who it was.
        unattributed = unattributed or len(known) < len(spoke)
        persons: dict[str, int] = {}
        for speaker in filter(self._heard, known):
            slots = self.total_bit | self.group_bits.get(speaker.group, 0) | self._columns(transcript, speaker, values)
            persons[_person(speaker)] = persons.get(_person(speaker), 0) | slots
        slots = self._unknown(transcript, values) if unattributed else 0
        for own in persons.values():
            slots |= own
        return self._intern(Signature(transcript, slots, tuple(sorted(persons.items())))) if slots else OUTSIDE

    def _unknown(self, transcript: str, values: tuple[str, ...]) -> int:
        """The slots of unattributed speech: a group's or column's only where everybody in the transcript is in it."""
        present = self._at[transcript]
        if self.rule.groups and not (present and all(map(self._heard, present))):
            return 0
        groups = {speaker.group for speaker in present}
        columns = {self._columns(transcript, speaker, values) for speaker in present or (None,)}
        slots = self.total_bit
        if len(groups) == 1:
            slots |= self.group_bits.get(groups.pop(), 0)
        return slots | (columns.pop() if len(columns) == 1 else 0)

    def _columns(self, transcript: str, speaker: Speaker | None, values: tuple[str, ...]) -> int:
        """The columns one voice counts for, and with any the slot of them all."""
        found = self._named(transcript, speaker, values)
        return found | self.column_bit if found else 0

    def _named(self, transcript: str, speaker: Speaker | None, values: tuple[str, ...]) -> int:
        """What the rule names comes first; else a shared group's voice is shared."""
        bits, group = self.column_bits, speaker.group if speaker else ""
        shared = bits[SHARED] if group in self.shared else 0
        if self.rule.by == "group":
            return self._bit(group) or shared or self._bit(self.rule.group_columns.get(group, ""))
        if self.rule.by == "site":
            return self._bit(self.interviews[transcript].site) or shared
        if self.facet:
            if "both" in values and "both" not in bits:
                return sum(bits.values()) - bits[SHARED]
            return sum(map(self._bit, set(values))) or shared
        return (self._bit(speaker.attributes.get(self.rule.by, "")) if speaker else 0) or shared

    def _bit(self, column: str) -> int:
        return 0 if column == SHARED else self.column_bits.get(column, 0)

    def listens_to(self, group: str) -> bool:
        """Whether the voices of ``group`` count in this matrix at all."""
        return not self.rule.groups or group in self.rule.groups

    def _heard(self, speaker: Speaker) -> bool:
        return self.listens_to(speaker.group)

    def _intern(self, signature: Signature) -> int:
        number = self._number.setdefault(signature, len(self.signatures))
        if number == len(self.signatures):
            self.signatures.append(signature)
        return number


def _person(speaker: Speaker) -> str:
    return speaker.person or f"\0{speaker.id}"
