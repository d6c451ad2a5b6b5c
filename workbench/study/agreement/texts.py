"""The texts that codings stand in: how long they are now, and where a passage of an older text stands in the newer."""

from collections.abc import Sequence
from typing import NamedTuple

from workbench.agreement.values import Range
from workbench.study.base import Base, parsed_list
from workbench.study.transcripts import Document, Transcripts
from workbench.transcripts.cuts import Ruler


class Text(NamedTuple):
    """The text of a transcript (a row) as it is now; ``characters`` 0 where there is none."""

    transcript: str
    name: str
    revision: str
    characters: int


class Texts:
    """Every living transcript's text, and the way to it from those that a withdrawal has replaced."""

    def __init__(self, base: Base, transcripts: Transcripts) -> None:
        self._base = base
        self._transcripts = transcripts
        self.now: dict[str, Text] = {}
        """By transcript, in the order of their names."""
        self.of: dict[str, str] = {}
        """Revision → the transcript it is a text of."""
        self._ways: dict[str, tuple[Ruler, ...]] = {}
        self._sizes: dict[str, int] = {}  # by revision, of the text that is there now
        self._documents: dict[str, Document | None] = {}
        self.read()

    def read(self) -> None:
        """Read everything anew."""
        read = self._base.store.read
        rows = read(
            "SELECT t.id, t.name, r.id, r.characters FROM transcript t LEFT JOIN revision r ON r.id = t.current "
            "AND r.transcript = t.id WHERE t.alive = 1 ORDER BY t.name, t.id"
        )
        self.now = {
            row: Text(row, name or row, revision or "", size if isinstance(size, int) and size > 0 else 0)
            for row, name, revision, size in rows
        }
        self.of, parents, cuts = {}, dict[str, str](), dict[str, Ruler]()
        for row, transcript, older, cut in read("SELECT id, transcript, parents, cuts FROM revision"):
            self.of[row] = transcript or ""
            named = parsed_list(older, lambda name: isinstance(name, str))
            if named and isinstance(cut, str):
                parents[row] = named[0]
                cuts[row] = Ruler(tuple((a, b) for a, b in sorted(parsed_list(cut, _is_range))))
        self._ways = {}
        for text in self.now.values():
            at, way = text.revision, tuple[Ruler, ...]()
            while at and at not in self._ways:
                self._ways[at] = way
                if at in cuts:
                    way = (cuts[at], *way)
                at = parents.get(at, "")
        self._sizes = {
            revision: self.now[transcript].characters
            for revision, transcript in self.of.items()
            if transcript in self.now
        }
        self._documents.clear()

    def known(self, revision: str) -> bool:
        """Whether there is a way from a text to one that is there now."""
        return revision in self._ways

    def carry(self, revision: str, start: int, end: int) -> Range | None:
        """Where a passage stands in the text of now; None where nothing of it is left, or there is no way."""
        way = self._ways.get(revision)
        if start >= end or start < 0 or way is None:
            return None
        for ruler in way:
            moved = ruler.carry(start, end)
            if moved is None:
                return None
            start, end = moved
        return (start, end) if end <= self._sizes.get(revision, 0) else None

    def document(self, transcript: str) -> Document | None:
        """The text with its borders; None where its words are not here."""
        text = self.now.get(transcript)
        revision = text.revision if text else ""
        if revision and self._documents.get(revision) is None:
            self._documents[revision] = self._transcripts.revision(revision)
        return self._documents.get(revision)


def is_ranges(given: object) -> bool:
    """Whether what a log says is a list of passages: a colleague's program may be broken, or hostile."""
    return isinstance(given, list) and all(map(_is_range, given))


def _is_range(given: object) -> bool:
    return (
        isinstance(given, list)
        and len(given) == 2
        and type(given[0]) is int
        and type(given[1]) is int
        and 0 <= given[0] < given[1]
    )


def touch(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two passages share a character."""
    return one[0] < other[1] and other[0] < one[1]
