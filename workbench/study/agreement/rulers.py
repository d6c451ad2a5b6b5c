"""In what a scope measures a transcript: the part of its text that counts, and the units it is cut into."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from workbench import transcripts
from workbench.agreement import units
from workbench.agreement.values import RULES, UNITS, Range, Scope
from workbench.errors import InputError
from workbench.study.agreement.texts import Texts
from workbench.study.base import Base, not_found

SPEECH = ("all", "informants")
READINGS = ("done", "current")


class Ruler(Protocol):
    """What is needed of ``units.Ruler``."""

    length: int

    def ranges(self, ranges: Iterable[Range]) -> Sequence[Range]:
        """Passages of the text in units."""

    def clipped(self, ranges: Iterable[Range]) -> Sequence[Range]:
        """Passages of the text cut down to what counts, still in characters."""


class Whole:
    """The whole text in characters, whose words need not be here; of length 0 it is none of it."""

    def __init__(self, length: int) -> None:
        self.length = length

    def ranges(self, ranges: Iterable[Range]) -> Sequence[Range]:
        """The passages as they are, where there is a text."""
        if not self.length:
            return ()
        return ranges if isinstance(ranges, list) else list(ranges)

    def clipped(self, ranges: Iterable[Range]) -> Sequence[Range]:
        """All of them."""
        return self.ranges(ranges)


def plain(scope: Scope) -> bool:
    """Whether a scope measures whole texts in characters."""
    return scope.unit == "characters" and not clips(scope) and not scope.trim


def clips(scope: Scope) -> bool:
    """Whether only a part of the texts counts."""
    return scope.speech != "all" or bool(scope.group or scope.person)


def check(base: Base, scope: Scope) -> None:
    """Raise ``InputError`` for a scope that means nothing, ``NotFoundError`` for a group that is not in study.toml."""
    for what, given, known in (
        ("unit", scope.unit, UNITS),
        ("rule", scope.rule, RULES),
        ("speech", scope.speech, SPEECH),
        ("reading", scope.reading, READINGS),
    ):
        if given not in known:
            raise InputError(f"{what} must be one of {', '.join(known)}")
    if scope.group and scope.group not in base.settings.groups:
        raise not_found("group", scope.group, base.settings.groups)


class Rulers:
    """Rulers by transcript, for one scope; each made once."""

    def __init__(self, base: Base, texts: Texts, scope: Scope) -> None:
        self._texts = texts
        self._scope = scope
        self._known: dict[str, Ruler] = {}
        self.complete = True
        """Whether the words of every text that was asked for were here."""
        self._labels: dict[str, set[str]] | None = self._speaking(base) if scope.group or scope.person else None

    def _speaking(self, base: Base) -> dict[str, set[str]]:
        """Transcript → the labels of the group, and person, that count."""
        found: dict[str, set[str]] = {}
        for transcript, label in base.store.read(
            "SELECT transcript, label FROM informant WHERE alive = 1 AND label IS NOT NULL "
            "AND (?1 = '' OR \"group\" = ?1) AND (?2 = '' OR person = ?2 OR id = ?2)",
            (self._scope.group, self._scope.person),
        ):
            found.setdefault(transcript, set()).add(label)
        return found

    def of(self, transcript: str) -> Ruler:
        """A transcript's ruler; one of length 0 where nothing of the text counts, or its words are not here."""
        if transcript not in self._known:
            self._known[transcript] = self._make(transcript)
        return self._known[transcript]

    def _make(self, transcript: str) -> Ruler:
        scope = self._scope
        if plain(scope):
            return Whole(self._texts.now[transcript].characters)
        if (document := self._texts.document(transcript)) is None:
            self.complete = False
            return Whole(0)
        allowed = None
        if clips(scope):
            only = self._labels.get(transcript) if self._labels is not None else None
            if only is None and self._labels is not None:
                return Whole(0)  # nobody who counts speaks there
            allowed = transcripts.speech(document.text, document.turns, only=only, without=document.interviewer)
        counted = (
            None
            if scope.unit == "characters"
            else transcripts.units(document.text, scope.unit, document.turns, document.sentences)
        )
        return units.Ruler(document.text, counted, half=scope.rule == "half", allowed=allowed, trim=scope.trim)
