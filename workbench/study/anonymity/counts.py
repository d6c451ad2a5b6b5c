"""What a screen shows beside other things: how much is left in each transcript, and where a word stands. No rule is
asked here: the one is read from the notebook, the other is a search for a word.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from workbench.study.anonymity.clearing import Clearing
from workbench.study.anonymity.edits import found_in
from workbench.study.anonymity.elsewhere import Place
from workbench.study.anonymity.scanning import FOUND, SPREAD
from workbench.study.base import Base, parsed_list
from workbench.study.transcripts import Document

_AROUND = 80  # characters


class Count(NamedTuple):
    """What is left in one transcript: how many likely ones there are of each kind, and how many weak ones in all."""

    likely: Mapping[str, int]
    weak: int


class Occurrence(NamedTuple):
    """One place where a word stands: ``where`` is a transcript, or says where else; the words with their genitive."""

    where: str
    before: str
    words: str
    after: str


def counts(base: Base, clearing: Clearing, stands_in: Callable[[str], bool]) -> dict[str, Count]:
    """Transcript (name) → what is left to decide there; those whose text nobody has looked through are left out.

    ``stands_in``: whether words are nobody's, but stand for somebody's.
    """
    from workbench.transcripts.identifiers import STRONG, Finding

    alone, spread = base.store.notes(FOUND), base.store.notes(SPREAD)
    found: dict[str, Count] = {}
    for row, name, revision, text in base.store.read(
        "SELECT t.id, t.name, t.current, b.data FROM transcript t JOIN revision r ON r.id = t.current "
        "JOIN blob b ON b.id = r.text WHERE t.alive = 1 AND b.data IS NOT NULL ORDER BY t.name, t.id"
    ):
        note = spread.get(revision) or alone.get(revision)
        if not note:
            continue
        told = parsed_list(note, lambda part: True)
        rows: list[Any] = told[2] if len(told) == 3 and isinstance(told[2], list) else []
        all_ = [Finding(kind, start, end, text[start:end], score, why) for kind, start, end, score, why in rows]
        kept = clearing.uncleared(all_, row)
        left = [one for one in kept if one.kind != "quasi" and not stands_in(one.text)]
        likely: dict[str, int] = {}
        for one in left:
            if one.score >= STRONG:
                likely[one.kind] = likely.get(one.kind, 0) + 1
        found[name or ""] = Count(likely, sum(one.score < STRONG for one in left))
    return found


def occurrences(word: str, documents: Sequence[Document], places: Sequence[Place]) -> Iterator[Occurrence]:
    """Where a word stands as a whole, also with a genitive: what replacing it everywhere would change."""
    for document in documents:
        yield from _in(document.name, document.text, word)
    for place in places:
        if place.seen and not place.fixed:
            yield from _in(place.where, place.words, word)


def _in(where: str, text: str, word: str) -> Iterator[Occurrence]:
    for start, end, _ in found_in(text, word):
        yield Occurrence(where, text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND])
