"""The passages of codes as they are read: from the tables, and from the texts they stand in."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from workbench.study.base import Base, parsed_list
from workbench.study.kept import listed
from workbench.study.transcripts import Document, Transcripts
from workbench.study.words import ERASED, NOT_COME
from workbench.transcripts import Voices, Voicing

Span = tuple[str, int, int]
"""(revision, start, end)."""

AROUND = 120
"""Characters of the text that are shown before and after a passage."""


class Passage(NamedTuple):
    """A passage and all codings on it that bear the code in question; ``turn`` counts from 1, 0 is before all turns.

    ``transcript`` is a name; ``before`` and ``after`` stand around ``text``. ``speakers`` are the labels of those whose
    voice it is, or else of those who say anything there; ``groups`` are theirs. ``codings`` are those of everybody,
    ``coders`` their names, ``memos`` their remarks and the memos on the very passage; ``codes``: the paths of all codes
    on it. ``lost``: a correction has left it without a place in the text that is read.
    """

    revision: str
    start: int
    end: int
    transcript: str
    text: str
    before: str
    after: str
    turn: int
    speakers: tuple[str, ...]
    groups: tuple[str, ...]
    coders: tuple[str, ...]
    codings: tuple[str, ...]
    codes: tuple[str, ...]
    memos: tuple[str, ...]
    starred: bool
    lost: bool

    @property
    def span(self) -> Span:
        """(revision, start, end)."""
        return self.revision, self.start, self.end


class Coded(NamedTuple):
    """One coding on a passage; ``memo`` and ``voices`` as the columns hold them."""

    id: str
    coder: str
    code: str
    memo: str | None
    voices: str | None
    star: bool


class Place(NamedTuple):
    """The transcript a revision belongs to; ``current``: it is the text that is read."""

    transcript: str
    name: str
    current: bool


class Spoken(NamedTuple):
    """An informant, as far as passages are narrowed by them."""

    label: str
    group: str
    attributes: Mapping[str, str]


class Found(NamedTuple):
    """What the tables say of the passages of some codes: their codings, and where their texts belong."""

    passages: dict[Span, list[Coded]]
    places: dict[str, Place]


def found(base: Base, codes: Iterable[str]) -> Found:
    """The passages whose codings count for one of ``codes`` (rows), as far as whoever is at work may see them."""
    rows = base.store.read(
        "SELECT g.id, g.revision, g.start, g.end, g.coder, k.effective, g.memo, g.voices, g.star = 1 "
        f"FROM code k CROSS JOIN coding g ON g.code = k.id WHERE k.effective IN {listed(codes)} "
        f"AND g.alive = 1 AND g.start >= 0 AND g.start < g.end{base.blind.sql()} ORDER BY g.id"
    )
    places, lengths = {}, {}
    for revision, characters, transcript, name, current in base.store.read(
        "SELECT r.id, r.characters, t.id, t.name, t.current = r.id FROM revision r "
        "JOIN transcript t ON t.id = r.transcript WHERE t.alive = 1"
    ):
        places[revision] = Place(transcript, name or "", bool(current))
        lengths[revision] = characters or 0
    passages: dict[Span, list[Coded]] = {}
    for coding, revision, start, end, coder, code, memo, voices, star in rows:
        if end <= lengths.get(revision, 0):
            one = Coded(coding, coder or "", code, memo, voices, bool(star))
            passages.setdefault((revision, start, end), []).append(one)
    return Found(passages, places)


def codes_on(base: Base, codes: Iterable[str]) -> dict[Span, set[str]]:
    """The other codes (rows) on the very passages that bear one of ``codes``."""
    own = listed(codes)
    rows = base.store.read(
        "SELECT o.revision, o.start, o.end, e.effective FROM "
        "(SELECT DISTINCT g.revision, g.start, g.end FROM code k CROSS JOIN coding g ON g.code = k.id "
        f"WHERE k.effective IN {own} AND g.alive = 1) s CROSS JOIN coding o ON o.revision = s.revision "
        "AND o.start = s.start CROSS JOIN code e ON e.id = o.code WHERE o.end = s.end AND o.alive = 1 "
        f"AND e.effective NOT IN {own}{base.blind.sql('o')}"
    )
    on: dict[Span, set[str]] = {}
    for revision, start, end, code in rows:
        on.setdefault((revision, start, end), set()).add(code)
    return on


def memos_on(base: Base) -> dict[Span, list[str]]:
    """The memos on passages."""
    rows = base.store.read(
        "SELECT m.revision, m.start, m.end, COALESCE(b.data, m.body, CASE WHEN b.id IS NOT NULL THEN ?1 "
        "WHEN m.blob IS NOT NULL THEN ?2 ELSE '' END) FROM memo m LEFT JOIN blob b ON b.id = m.blob "
        f"WHERE m.alive = 1 AND m.about = 'passage' AND m.revision IS NOT NULL{base.blind.memos()} ORDER BY m.id",
        (ERASED, NOT_COME),
    )
    on: dict[Span, list[str]] = {}
    for revision, start, end, text in rows:
        on.setdefault((revision, start, end), []).append(text)
    return on


def informants(base: Base) -> dict[str, Spoken]:
    """Everybody who speaks, by row."""
    attributes: dict[str, dict[str, str]] = {}
    for owner, name, value in base.store.read("SELECT owner, name, value FROM attribute WHERE alive = 1"):
        attributes.setdefault(owner, {})[name or ""] = value or ""
    rows = base.store.read('SELECT id, label, "group" FROM informant WHERE alive = 1')
    return {row: Spoken(label or "", group or "", attributes.get(row, {})) for row, label, group in rows}


class Text:
    """One text, and whose voice its passages are."""

    def __init__(self, document: Document | None, missing: str) -> None:
        self._text = document.text if document else ""
        self._missing = "" if document else missing
        turns = document.turns if document else ()
        self._turns = turns
        self._starts = [turn.start for turn in turns]
        self._ends = [turn.end for turn in turns]
        self._voicing = Voicing(self._text, turns, document.interviewer if document else ())
        self._heard: dict[tuple[int, int], Voices] = {}

    def words(self, start: int, end: int) -> tuple[str, str, str]:
        """What stands in a passage, before it and after it; around it whole words."""
        if self._missing:
            return self._missing, "", ""
        text = self._text
        before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        if start > AROUND and not text[start - AROUND - 1].isspace():
            before = before.partition(" ")[2]
        if end + AROUND < len(text) and not text[end + AROUND].isspace():
            after = after.rpartition(" ")[0]
        return text[start:end], before, after

    def heard(self, start: int, end: int) -> Voices:
        """Whose voice a passage is, as the text says."""
        if (start, end) not in self._heard:
            self._heard[start, end] = self._voicing.of(start, end)
        return self._heard[start, end]

    def turn(self, start: int) -> int:
        """The number of the turn that holds ``start``."""
        return bisect_right(self._starts, start)

    def touched(self, start: int, end: int) -> tuple[str, ...]:
        """The labels of all who say anything in a passage."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        inside = self._turns[first:last]
        return tuple(dict.fromkeys(turn.label for turn in inside if turn.label and turn.speech < end))


class Texts:
    """The texts that were asked for, kept as long as they are what they were."""

    def __init__(self, base: Base, transcripts: Transcripts) -> None:
        self._base = base
        self._transcripts = transcripts
        self._kept: dict[str, tuple[Any, Text]] = {}

    def of(self, revisions: Iterable[str]) -> dict[str, Text]:
        """The texts of some revisions; of one that is not here, what is said in its place."""
        wanted = set(revisions)
        rows = self._base.store.read(
            "SELECT r.id, t.interviewer, b.id IS NOT NULL, b.data IS NOT NULL FROM revision r "
            "JOIN transcript t ON t.id = r.transcript LEFT JOIN blob b ON b.id = r.text"
        )
        kept = {}
        for revision, *state in rows:
            if revision in wanted:
                known = self._kept.get(revision)
                if known is None or known[0] != state:
                    document = self._transcripts.revision(revision)
                    known = (state, Text(document, ERASED if state[1] else NOT_COME))
                kept[revision] = known
        self._kept = kept
        return {revision: text for revision, (_, text) in kept.items()}


class Speaking(NamedTuple):
    """Whose voice a passage is, and whether somebody speaks whom nobody knows."""

    spoken: tuple[Spoken, ...]
    labels: tuple[str, ...]
    groups: tuple[str, ...]
    unattributed: bool


class Speakers:
    """Who speaks in passages; of most it is said by the text, and the same few again and again."""

    def __init__(self, known: Mapping[str, Mapping[str, str]], people: Mapping[str, Spoken]) -> None:
        self._known = known
        self._people = people
        self._told: dict[tuple[str, Voices], Speaking] = {}

    def of(self, transcript: str, heard: Voices, codings: Sequence[Coded]) -> Speaking:
        """Whose voice a passage is: as the text says it (``heard``), or a coder's correction of that."""
        for one in codings:
            if one.voices:
                return self._corrected(transcript, heard, codings)
        key = transcript, heard
        if key not in self._told:
            self._told[key] = self._speaking(*self._heard(transcript, heard))
        return self._told[key]

    def _heard(self, transcript: str, heard: Voices) -> tuple[list[str], bool]:
        known = self._known.get(transcript, {})
        own = [known[label] for label in heard.labels if label in known]
        return own, heard.unattributed or len(own) < len(heard.labels)

    def _corrected(self, transcript: str, heard: Voices, codings: Sequence[Coded]) -> Speaking:
        own, unattributed = self._heard(transcript, heard)
        found: list[str] = []
        for one in codings:
            said = _corrected_voices(one.voices)
            found += own if said is None else said
        return self._speaking(found, unattributed and not all(one.voices for one in codings))

    def _speaking(self, voices: Iterable[str], unattributed: bool) -> Speaking:
        spoken = tuple(self._people[row] for row in dict.fromkeys(voices) if row in self._people)
        groups = tuple(dict.fromkeys(one.group for one in spoken if one.group))
        return Speaking(spoken, tuple(dict.fromkeys(one.label for one in spoken)), groups, unattributed)


def _corrected_voices(voices: str | None) -> list[str] | None:
    """The informants (rows) that a coder says it is; None where that was not corrected."""
    return parsed_list(voices, lambda row: isinstance(row, str)) if voices else None
