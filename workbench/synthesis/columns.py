"""Which columns and groups a passage counts for, given who speaks in it.

* A passage counts for everybody who speaks in it (``transcripts.voices``): across turns and in a group interview for
  each of them, once; the interviewer's words are never evidence. Coded by two coders, or with two codes below one
  theme, it is still one excerpt, and its voices are those that either gave it.
* Who belongs to two groups counts in both groups, and once in the total.
* Speech of nobody knows whom counts for interview and excerpt, and for a group or column only where all who take part
  in that interview are in it.

A *slot* is whatever is counted separately: each column, each group, and the total. Slots are bits, so that a passage's
slots are one integer and a matrix over many thousands of codings stays one pass.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from workbench.errors import InputError
from workbench.synthesis.dimensions import (
    BOTH,
    CODE,
    CODER,
    FACET,
    GROUP,
    OF_CODINGS,
    OF_INTERVIEWS,
    Dimension,
    Said,
    Sayings,
    dimensions,
    parts_of,
)
from workbench.synthesis.values import MIXED, SHARED, Evidence, Interview, Rule, Speaker, Theme

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
    rule: Rule,
    groups: Iterable[str],
    themes: Sequence[Theme],
    evidence: Iterable[Evidence],
    speakers: Iterable[Speaker],
    interviews: Iterable[Interview],
) -> tuple[str, ...]:
    """The columns beside "shared": the rule's, or without any all values that occur."""
    found: list[str] = list(rule.columns)
    if not found:
        for one in dimensions(rule.by, [theme.path for theme in themes]):
            if one.kind == GROUP:
                found += (rule.group_columns.get(group, group) for group in groups)
            elif one.kind in OF_INTERVIEWS:
                found += sorted({_of_interview(one, interview) for interview in interviews})
            elif one.kind == CODER:
                found += sorted({row.coder for row in evidence})
            elif one.kind == FACET:
                found += sorted({value for row in evidence for value in row.facets.get(one.name, ())} - {BOTH})
            elif one.kind == CODE:
                found += (theme.id for theme in parts_of(one.name, themes))
            else:
                found += sorted({speaker.attributes.get(one.name, "") for speaker in speakers})
    ids = tuple(dict.fromkeys(column for column in found if column and column != SHARED))
    if MIXED in ids:
        raise InputError('a column cannot be called "mixed"', "that word says where a parent stands; choose another id")
    return ids


def _of_interview(one: Dimension, interview: Interview) -> str:
    if one.kind == "transcript":
        return interview.name or interview.id
    return interview.site if one.kind == "site" else interview.kind if one.kind == "kind" else interview.mode


class Voices:
    """Turns who speaks in a passage into the number of its ``Signature`` (see ``signatures``)."""

    def __init__(
        self,
        rule: Rule,
        columns: Sequence[str],
        groups: Sequence[str],
        speakers: Iterable[Speaker],
        interviews: Iterable[Interview],
        themes: Sequence[Theme] = (),
        evidence: Sequence[Evidence] = (),
    ) -> None:
        self.rule = rule
        self._dimensions = dimensions(rule.by, [theme.path for theme in themes])
        self.sayings = Sayings(self._dimensions, themes, evidence)
        self.shared = frozenset(shared_groups(rule))
        self.column_bits = {column: 1 << i for i, column in enumerate((SHARED, *columns))}
        self.group_bits = {group: 1 << (len(self.column_bits) + i) for i, group in enumerate(groups)}
        self.total_bit = 1 << (len(self.column_bits) + len(self.group_bits))
        self.column_bit = self.total_bit << 1  # in any column at all
        self.signatures: list[Signature] = []
        self._number: dict[Signature, int] = {}
        self._cache: dict[tuple[str, tuple[str, ...], bool, Said], int] = {}
        self._speakers = {speaker.id: speaker for speaker in speakers}
        self._at: dict[str, list[Speaker]] = defaultdict(list)
        for speaker in self._speakers.values():
            self._at[speaker.transcript].append(speaker)
        self.interviews = {
            interview.id: interview
            for interview in interviews
            if not rule.groups or any(self._heard(speaker) for speaker in self._at[interview.id])
        }

    @property
    def slots(self) -> tuple[int, ...]:
        """Every slot."""
        return (*self.column_bits.values(), *self.group_bits.values(), self.total_bit, self.column_bit)

    def of(self, transcript: str, spoke: tuple[str, ...], unattributed: bool, said: Said) -> int:
        """The signature's number, ``INTERVIEWER`` or ``OUTSIDE``; ``said``: what the coding itself says."""
        key = (transcript, spoke, unattributed, said)
        known = self._cache.get(key)
        if known is None:
            known = self._cache[key] = self._find(*key)
        return known

    def row(self, row: Evidence) -> int:
        """The same of a piece of evidence."""
        return self.of(row.transcript, row.speakers, row.unattributed, self.sayings.of(row))

    def merged(self, one: int, other: int) -> int:
        """The signature of a passage that two coders, or two themes, give different voices: everybody counts once."""
        a, b = self.signatures[one], self.signatures[other]
        persons = dict(a.persons)
        for person, slots in b.persons:
            persons[person] = persons.get(person, 0) | slots
        return self._intern(Signature(a.transcript, a.slots | b.slots, tuple(sorted(persons.items()))))

    def groups_in(self, column: str) -> frozenset[str]:
        """The groups that somebody in ``column`` belongs to (none where only the coding makes columns)."""
        bit = self.column_bits[column]
        here = (s for s in self._speakers.values() if s.transcript in self.interviews and self._heard(s))
        return frozenset(s.group for s in here if self._columns(s.transcript, s, self.sayings.silence) & bit)

    @cached_property
    def could(self) -> Mapping[str, int]:
        """Person -> the slots that they could be counted in, as far as they are heard in interviews that are done."""
        found: dict[str, int] = defaultdict(int)
        any_column = sum(self.column_bits.values()) - self.column_bits[SHARED] if self.sayings else 0
        for speaker in self._speakers.values():
            interview = self.interviews.get(speaker.transcript)
            if interview is None or not interview.done:
                continue
            slots = self.group_bits.get(speaker.group, 0)
            if self._heard(speaker):
                slots |= self.total_bit | any_column
                slots |= self._columns(speaker.transcript, speaker, self.sayings.silence)
            found[_person(speaker)] |= slots
        return found

    def those(self, slot: int) -> int:
        """How many persons could be counted in a slot: its denominator."""
        return sum(1 for slots in self.could.values() if slots & slot)

    def persons(self, done: bool) -> Mapping[str, set[str]]:
        """Group -> its persons in the interviews considered (``done``: only in those that are done)."""
        found: dict[str, set[str]] = defaultdict(set)
        for speaker in self._speakers.values():
            interview = self.interviews.get(speaker.transcript)
            if interview is not None and (interview.done or not done):
                found[speaker.group].add(_person(speaker))
        return found

    def _find(self, transcript: str, spoke: tuple[str, ...], unattributed: bool, said: Said) -> int:
        if transcript not in self.interviews:
            return OUTSIDE
        if not spoke and not unattributed:
            return INTERVIEWER
        known = [self._speakers[speaker] for speaker in spoke if speaker in self._speakers]
        # An informant that has since been taken out of the study has spoken, but nobody can say who it was.
        unattributed = unattributed or len(known) < len(spoke)
        persons: dict[str, int] = {}
        for speaker in filter(self._heard, known):
            slots = self.total_bit | self.group_bits.get(speaker.group, 0) | self._columns(transcript, speaker, said)
            persons[_person(speaker)] = persons.get(_person(speaker), 0) | slots
        slots = self._unknown(transcript, said) if unattributed else 0
        for own in persons.values():
            slots |= own
        return self._intern(Signature(transcript, slots, tuple(sorted(persons.items())))) if slots else OUTSIDE

    def _unknown(self, transcript: str, said: Said) -> int:
        """The slots of unattributed speech: a group's or column's only where everybody in the transcript is in it."""
        present = self._at[transcript]
        if self.rule.groups and not (present and all(map(self._heard, present))):
            return 0
        groups = {speaker.group for speaker in present}
        columns = {self._columns(transcript, speaker, said) for speaker in present or (None,)}
        slots = self.total_bit
        if len(groups) == 1:
            slots |= self.group_bits.get(groups.pop(), 0)
        return slots | (columns.pop() if len(columns) == 1 else 0)

    def _columns(self, transcript: str, speaker: Speaker | None, said: Said) -> int:
        """The columns one voice counts for, and with any the slot of them all."""
        found = self._named(transcript, speaker, said)
        return found | self.column_bit if found else 0

    def _named(self, transcript: str, speaker: Speaker | None, said: Said) -> int:
        """What the rule names comes first; else a shared group's voice is shared."""
        bits, group = self.column_bits, speaker.group if speaker else ""
        shared = bits[SHARED] if group in self.shared else 0
        words = iter(said)
        for one in self._dimensions:
            if one.kind == GROUP:
                found = self._bit(group) or shared or self._bit(self.rule.group_columns.get(group, ""))
            elif one.kind in OF_INTERVIEWS:
                found = self._bit(_of_interview(one, self.interviews[transcript]))
            elif one.kind in OF_CODINGS:
                found = self._said(one, next(words))
            else:
                found = self._bit(speaker.attributes.get(one.name, "")) if speaker else 0
            if found:
                return found
        return shared

    def _said(self, one: Dimension, columns: tuple[str, ...]) -> int:
        if one.kind == FACET and BOTH in columns and BOTH not in self.column_bits:
            return sum(self.column_bits.values()) - self.column_bits[SHARED]
        return sum(map(self._bit, set(columns)))

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
