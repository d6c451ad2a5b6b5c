"""The texts that codings stand in: how long they are now, and where a passage of an older text stands in the newer."""

from collections.abc import Sequence
from typing import NamedTuple

from workbench.agreement.values import Range
from workbench.study.base import Base
from workbench.study.transcripts import Document, Transcripts
from workbench.transcripts.moves import Carried
from workbench.transcripts.ways import Node, Ways


class Text(NamedTuple):
    """The text of a transcript (a row) as it is now; ``characters`` 0 where there is none."""

    transcript: str
    name: str
    revision: str
    characters: int


class Texts:
    """Every living transcript's text, and the way to it from those that it has replaced."""

    def __init__(self, base: Base, transcripts: Transcripts) -> None:
        self._base = base
        self._transcripts = transcripts
        self.now: dict[str, Text] = {}
        """By transcript, in the order of their names."""
        self.of: dict[str, str] = {}
        """Revision → the transcript it is a text of."""
        self._nodes: dict[str, list[Node]] = {}  # by transcript
        self._ways: dict[str, Ways] = {}
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
        self.of, self._nodes = {}, {}
        for transcript, *node in read("SELECT transcript, id, characters, parents, cuts, moves FROM revision"):
            self.of[node[0]] = transcript or ""
            if type(node[1]) is int:
                self._nodes.setdefault(transcript or "", []).append(Node(*node))
        self._ways.clear()
        self._documents.clear()

    def known(self, revision: str) -> bool:
        """Whether there is a way from a text to one that is there now."""
        now = self._now(revision)
        return now is not None and self._way(now).known(revision, now.revision)

    def carry(self, revision: str, start: int, end: int) -> Range | None:
        """Where a passage stands in the text of now; None where nothing of it is left, or there is no way."""
        found = self.carried(revision, start, end)
        return (found.start, found.end) if found else None

    def carried(self, revision: str, start: int, end: int) -> Carried | None:
        """The same, with what became of it on the way."""
        now = self._now(revision)
        if now is None or not 0 <= start < end:
            return None
        if now.revision == revision:
            return Carried(start, end) if end <= now.characters else None
        return self._way(now).carry(revision, now.revision, start, end)

    def _now(self, revision: str) -> Text | None:
        return self.now.get(self.of.get(revision, ""))

    def _way(self, text: Text) -> Ways:
        if text.transcript not in self._ways:
            self._ways[text.transcript] = Ways(self._nodes.get(text.transcript, ()))
        return self._ways[text.transcript]

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
