"""Evidence as excerpts that can be read: the words, who says them, who tagged them and with which remarks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from workbench import synthesis as room
from workbench.study.agreement import ConsensusCoding
from workbench.study.agreement.layered import CONSENSUS, Layered
from workbench.study.base import Base
from workbench.study.synthesis.hearing import Hearing
from workbench.study.transcripts import Transcripts


class Quote(NamedTuple):
    """An excerpt: one passage and who tagged it. ``speakers`` are labels, ``coders`` names.

    ``turn`` is the number of the turn it begins in, from 1 (0: before all turns). ``starred``: somebody marked it as a
    good example. ``people`` are the persons who speak there, as ``synthesis.Speaker.person`` names them.
    """

    codings: tuple[str, ...]
    transcript: str
    revision: str
    start: int
    end: int
    text: str
    speakers: tuple[str, ...]
    groups: tuple[str, ...]
    coders: tuple[str, ...]
    memos: tuple[str, ...]
    turn: int = 0
    starred: bool = False
    people: tuple[str, ...] = ()


class _Informant(NamedTuple):
    label: str
    group: str
    person: str


class Quoting:
    """Reads them, many at once."""

    def __init__(self, base: Base, transcripts: Transcripts, hearing: Hearing, consensus: Layered) -> None:
        self._base = base
        self._transcripts = transcripts
        self._hearing = hearing
        self._consensus = consensus

    def quotes(self, found: Iterable[Sequence[room.Evidence]]) -> list[Quote]:
        """The passages that groups of evidence stand on; each group is one passage."""
        passages = list(found)
        agreed = self._agreed(passages)
        revisions = self._revisions(passages, agreed)
        informants, names = self._informants(), self._base.coder_names()
        codings = {item.coding for items in passages for item in items}
        memos, starred = self._memos(codings), self._starred()
        quotes = []
        for items in passages:
            first, revision = items[0], revisions[items[0].coding]
            speaking = [informants[s] for s in dict.fromkeys(s for i in items for s in i.speakers) if s in informants]
            own = tuple(sorted({item.coding for item in items}))
            document = self._hearing.document(revision)
            place = revision, first.start, first.end
            quotes.append(
                Quote(
                    own,
                    document.name if document else "",
                    *place,
                    document.text[first.start : first.end] if document else "",
                    tuple(one.label for one in speaking),
                    tuple(dict.fromkeys(one.group for one in speaking if one.group)),
                    tuple(sorted({names.get(coder, coder) for item in items for coder in _coders(item, agreed)})),
                    tuple(memos[coding] for coding in own if coding in memos),
                    self._hearing.turn(revision, first.start),
                    any((coding, *place) in starred for coding in own)
                    or any(coding in agreed and ("", *place) in starred for coding in own),
                    tuple(dict.fromkeys(one.person for one in speaking)),
                )
            )
        return quotes

    def _agreed(self, passages: Sequence[Sequence[room.Evidence]]) -> Mapping[str, ConsensusCoding]:
        return self._consensus.codings() if any(items[0].coder == CONSENSUS for items in passages) else {}

    def _revisions(
        self, passages: Sequence[Sequence[room.Evidence]], agreed: Mapping[str, ConsensusCoding]
    ) -> dict[str, str]:
        """The text in which the first coding of each passage lies: the one that is read, for no other is evidence."""
        current = dict(self._base.store.read("SELECT id, current FROM transcript WHERE alive = 1"))
        return {
            first.coding: agreed[first.coding].revision if first.coding in agreed else current.get(first.transcript, "")
            for first in (items[0] for items in passages)
        }

    def _informants(self) -> dict[str, _Informant]:
        rows = self._base.store.read(
            "SELECT i.id, COALESCE(i.label, ''), COALESCE(i.\"group\", ''), COALESCE(i.person, i.id) FROM informant i "
            "JOIN transcript t ON t.id = i.transcript WHERE i.alive = 1 AND t.alive = 1"
        )
        return {row: _Informant(label, group, person) for row, label, group, person in rows}

    def _memos(self, codings: set[str]) -> dict[str, str]:
        """The remarks on some codings."""
        rows = self._base.store.read("SELECT id, memo FROM coding WHERE alive = 1 AND memo > ''")
        mine = [(coding, memo) for coding, memo in rows if coding in codings]
        return dict(zip((c for c, _ in mine), self._base.words.all(memo for _, memo in mine), strict=True))

    def _starred(self) -> set[tuple[str, str, int, int]]:
        """Good examples: every such coding with its place, and the place alone, for what was agreed on there."""
        rows = self._base.store.read(
            "SELECT g.id, g.revision, g.start, g.end FROM coding g "
            f"WHERE g.alive = 1 AND g.star = 1{self._base.blind.sql()}"
        )
        return {found for row in rows for found in (row, ("", *row[1:]))}


def _coders(item: room.Evidence, agreed: Mapping[str, ConsensusCoding]) -> tuple[str, ...]:
    """Whose work a piece of evidence is: the coder's, or of those whose codings the consensus was made from."""
    return agreed[item.coding].coders if item.coding in agreed else (item.coder,)
