"""Searching the whole study, and checking what a report quotes of it."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from workbench.errors import InputError
from workbench.study.base import Base, not_found
from workbench.study.codes import Codes
from workbench.study.material import Material, Source
from workbench.study.transcripts import Document, Transcripts
from workbench.study.verifying import Verified, Verifying
from workbench.transcripts.expressions import matches
from workbench.transcripts.search import MODES, TIERS, Found, Question
from workbench.transcripts.units import speech

__all__ = ["AROUND", "MODES", "TIERS", "Hit", "Search", "Verified"]

AROUND = 80
"""Characters of the turn that are shown before and after a hit."""
AT_ONCE = 2_000_000
"""Characters of a study in which exact and folded hits are found before anybody notices."""

Spans = list[tuple[int, int]]


class Hit(NamedTuple):
    """A place where something was found: [start, end) of a revision of the transcript called ``transcript``.

    ``tier`` says how it was found (one of ``TIERS``), ``score`` how like it is, of 100; ``turn`` counts from 1, and 0
    is text outside all turns; ``before`` and ``after`` are what stands around ``text`` in its turn.
    """

    transcript: str
    revision: str
    start: int
    end: int
    tier: str
    score: float
    speaker: str
    turn: int
    before: str
    text: str
    after: str


class Wanted(NamedTuple):
    """Which hits are wanted: none named is all of them. ``code`` is a path; its subtree counts too."""

    transcripts: Collection[str] = ()
    speakers: Collection[str] = ()
    groups: Collection[str] = ()
    code: str = ""
    interviewer: bool = True


class Search:
    """``study.search``."""

    def __init__(self, base: Base, codes: Codes, transcripts: Transcripts) -> None:
        self._base = base
        self._codes = codes
        self.material = Material(base, transcripts)
        self._verifying = Verifying(self.material)

    def find(
        self,
        words: str,
        *,
        mode: str = "auto",
        transcripts: Collection[str] = (),
        speakers: Collection[str] = (),
        groups: Collection[str] = (),
        code: str = "",
        interviewer: bool = True,
        labels: bool = False,
        across: bool = False,
        limit: int = 0,
    ) -> list[Hit]:
        """Where ``words`` stand: tier by tier (``TIERS``), in each by transcript and place; ``limit`` 0 gives all.

        ``speakers`` are labels ("R1"), persons ("P07") or both of one transcript ("K-03:R1"); ``groups`` ids of
        study.toml; ``code`` a path: only hits in a passage that whoever is at work sees coded with it, or with one
        below it. ``interviewer`` False leaves out what interviewers say; ``labels`` searches speakers and time stamps
        too; ``across`` lets a hit go over several turns. Raises ``InputError`` for words that cannot be searched for
        (also an expression that takes too long), ``NotFoundError`` for names that mean nothing.
        """
        wanted = Wanted(transcripts, speakers, groups, code, interviewer)
        sources = self.material.sources(transcripts)
        spoken = self._spoken(sources, wanted)
        coded = self._coded(code) if code else None
        if mode == "regex":
            found = self._expression(words, sources, spoken, labels=labels, across=across)
        else:
            if mode not in MODES:
                raise InputError(f"there is no way to search called {mode}", f"There are {', '.join(MODES)}.")
            lexicon = self.material.lexicon(words=mode in ("auto", "lemma", "fuzzy"))
            question = Question(words, mode, lexicon)
            found = [question.of(self.material.ready(s.document, labels=labels, across=across)) for s in sources]
        kept: list[tuple[int, float, int, Found, _Turns]] = []
        for number, (source, hits) in enumerate(zip(sources, found, strict=True)):
            turns = _Turns(source.document)
            inside = coded.get(source.document.revision, []) if coded is not None else None
            for hit in hits:
                if turns.label(hit.start) in spoken[number] and (inside is None or _meets(inside, hit)):
                    kept.append((TIERS.index(hit.tier), -hit.score, number, hit, turns))
        kept.sort(key=lambda one: (one[0], one[1], one[2], one[3].start))
        return [turns.hit(hit) for *_, hit, turns in kept[: limit or None]]

    def at_once(self) -> bool:
        """Whether the study is so small that exact and folded hits are found at once."""
        return self.material.characters() <= AT_ONCE

    def verify(self, markdown: str) -> list[Verified]:
        """What a report in Markdown quotes, held against what was said; in the order of the report."""
        return self._verifying.verify(markdown, lambda document, hit: _Turns(document).hit(hit))

    # --- what is wanted

    def _spoken(self, sources: Sequence[Source], wanted: Wanted) -> list[set[str]]:
        """For each transcript, the labels whose turns are searched ("" where nobody is named)."""
        groups = {group.casefold(): group for group in self._base.settings.groups}
        for group in wanted.groups:
            if group.casefold() not in groups:
                raise not_found("group", group, self._base.settings.groups)
        chosen = {groups[group.casefold()] for group in wanted.groups}
        asked = {speaker.casefold() for speaker in wanted.speakers}
        known: dict[str, str] = {}
        result = []
        for source in sources:
            here = set()
            for label in {turn.label for turn in source.document.turns} | {""}:
                names = _names(source, label)
                known |= {name.casefold(): name for name in names if name}
                if asked and not asked & {name.casefold() for name in names if name}:
                    continue
                if chosen and source.groups.get(label, "") not in chosen:
                    continue
                if wanted.interviewer or label not in source.document.interviewer:
                    here.add(label)
            result.append(here)
        if missing := [speaker for speaker in wanted.speakers if speaker.casefold() not in known]:
            raise not_found("speaker", missing[0], sorted(set(known.values())))
        return result

    def _coded(self, path: str) -> dict[str, Spans]:
        """Revision → the passages coded with a code or one below it, joined and ascending: those one may see."""
        code = self._codes.find(path)
        below = [c.id for c in self._codes.list() if c.id == code.id or c.path.startswith(f"{code.path} / ")]
        marks = ",".join("?" * len(below))
        rows = self._base.store.read(
            "SELECT g.revision, g.start, g.end FROM coding g LEFT JOIN code c ON c.id = g.code WHERE g.alive = 1 "
            f"AND COALESCE(c.effective, g.code) IN ({marks}){self._base.blind.sql()} ORDER BY g.revision, g.start",
            tuple(below),
        )
        spans: dict[str, Spans] = {}
        for revision, start, end in rows:
            here = spans.setdefault(revision, [])
            if here and start <= here[-1][1]:
                here[-1] = (here[-1][0], max(end, here[-1][1]))
            else:
                here.append((start, end))
        return spans

    def _expression(
        self, words: str, sources: Sequence[Source], spoken: Sequence[set[str]], *, labels: bool, across: bool
    ) -> list[list[Found]]:
        if not words:
            raise InputError("there is no regular expression", "Give at least one letter.")
        stretches = []
        for source, here in zip(sources, spoken, strict=True):
            document = source.document
            if across:
                spans = [(0, len(document.text))]
            elif labels:
                spans = [(turn.start, turn.end) for turn in document.turns if turn.label in here]
            else:
                spans = speech(document.text, document.turns, only=here)
            stretches.append((document.text, spans))
        return [[Found(start, end, "regex") for start, end in hits] for hits in matches(words, stretches)]


class _Turns:
    """Finds the turn of a place."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._turns = sorted(document.turns)
        self._starts = [turn.start for turn in self._turns]

    def _number(self, position: int) -> int:
        """The turn in which a position is, from 0; -1 outside all of them."""
        number = bisect_right(self._starts, position) - 1
        return number if number >= 0 and position < self._turns[number].end else -1

    def label(self, position: int) -> str:
        """Who has the word at a position."""
        number = self._number(position)
        return self._turns[number].label if number >= 0 else ""

    def hit(self, found: Found) -> Hit:
        """A hit with what stands around it."""
        text, number = self._document.text, self._number(found.start)
        turn = self._turns[number] if number >= 0 else None
        low = min(turn.speech, found.start) if turn else 0
        last = self._number(found.end - 1)
        high = max(self._turns[last].end, found.end) if last >= 0 else len(text)
        return Hit(
            self._document.name,
            self._document.revision,
            *found,
            turn.label if turn else "",
            number + 1,
            text[max(found.start - AROUND, low) : found.start],
            text[found.start : found.end],
            text[found.end : min(found.end + AROUND, high)],
        )


def _names(source: Source, label: str) -> Iterable[str]:
    """What a speaker can be called."""
    person = source.persons.get(label, "")
    return (label, person, f"{source.document.name}:{label}" if label else "")


def _meets(spans: Sequence[tuple[int, int]], hit: Found) -> bool:
    """Whether a hit has a character in one of ``spans``, which are ascending and apart."""
    at = bisect_right(spans, hit.end - 1, key=lambda span: span[0]) - 1
    return at >= 0 and spans[at][1] > hit.start
