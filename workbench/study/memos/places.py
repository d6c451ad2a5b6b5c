"""What memos are about, in names."""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import takewhile
from typing import NamedTuple

from workbench.study.base import Base
from workbench.study.memos.rows import MemoRow
from workbench.study.transcripts import Transcripts
from workbench.transcripts import Turn


class Place(NamedTuple):
    """What a memo is about: the name of a transcript, with turn, speakers and words of a passage; or a code's path.

    ``code`` says of one that is gone what became of it; a memo on what was merged is about what it counts as now.
    """

    about: str
    transcript: str = ""
    code: str = ""
    turn: int = 0
    speakers: tuple[str, ...] = ()
    text: str = ""

    @property
    def words(self) -> str:
        """It in a few words: ``K-03, turn 14``, ``Relationer / Tillid``; '' for the study."""
        return self.code or (f"{self.transcript}, turn {self.turn}" if self.turn else self.transcript)


class Places:
    """Reads names for one look: texts are read once, and so are the paths of codes."""

    def __init__(self, base: Base) -> None:
        from workbench.study.inbox.names import Names  # the inbox stands on the memos

        self._base = base
        self._names = Names(base.store, {}, base.blind)
        self._transcripts = Transcripts(base)
        self._texts: dict[str, tuple[str, list[Turn]]] = {}
        self._effective: dict[str, str] = {}

    def of(self, memo: MemoRow) -> Place:
        """What a memo is about."""
        if memo.about == "passage":
            turn, speakers, text = self.words(memo.revision, memo.start, memo.end)
            return Place("passage", self.transcript(memo.revision), "", turn, speakers, text)
        if memo.about == "transcript":
            rows = self._base.store.read("SELECT name FROM transcript WHERE id = ?", (memo.target,))
            return Place("transcript", (rows[0][0] or "") if rows else "a transcript that is not here")
        return Place(memo.about, code=self.code(memo.target) if memo.about == "code" else "")

    def code(self, row: str) -> str:
        """The path of a code, or of what it counts as now."""
        if not self._effective:
            self._effective = dict(self._base.store.read("SELECT id, COALESCE(effective, id) FROM code"))
        paths = self._names.paths()
        return paths.get(self._effective.get(row, row)) or self._names.code(row)

    def codes(self, revision: str, start: int, end: int) -> tuple[str, ...]:
        """The paths of the codes that one sees on a character of a passage."""
        rows = self._base.store.read(
            "SELECT DISTINCT COALESCE(k.effective, g.code) FROM coding g LEFT JOIN code k ON k.id = g.code "
            f"WHERE g.alive = 1 AND g.revision = ? AND g.start < ? AND g.end > ?{self._base.blind.sql()}",
            (revision, end, start),
        )
        paths = self._names.paths() if rows else {}
        return tuple(sorted(paths[code] for (code,) in rows if code in paths))

    def transcript(self, revision: str) -> str:
        """The name of the transcript a text is of."""
        rows = self._base.store.read(
            "SELECT t.name FROM revision r JOIN transcript t ON t.id = r.transcript WHERE r.id = ?", (revision,)
        )
        return (rows[0][0] or "") if rows else "a text that is not here"

    def words(self, revision: str, start: int, end: int) -> tuple[int, tuple[str, ...], str]:
        """Turn (from 1; 0 where it is not known), speakers and words of a passage; nothing of a text not here."""
        if revision not in self._texts:
            document = self._transcripts.revision(revision)
            self._texts[revision] = (document.text, sorted(document.turns)) if document else ("", [])
        text, turns = self._texts[revision]
        number = bisect_right(turns, start, key=lambda turn: turn.start)
        here = takewhile(lambda turn: turn.start < end, turns[max(number - 1, 0) :])
        speakers = dict.fromkeys(turn.label for turn in here if start < turn.end and turn.label)
        return number, tuple(speakers), text[start:end]


def places(base: Base, memos: Iterable[MemoRow]) -> dict[str, Place]:
    """Memo (row) → what it is about."""
    look = Places(base)
    return {memo.id: look.of(memo) for memo in memos}
