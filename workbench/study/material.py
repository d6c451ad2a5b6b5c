"""The texts of a study made ready for searching: each is read and folded once, and kept as long as there is room."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from workbench.study.base import Base, not_found
from workbench.study.transcripts import Document, Transcripts
from workbench.transcripts.lemmas import Lexicon
from workbench.transcripts.search import Searched, ready

ROOM = 80_000_000
"""Characters of texts that are kept; in a larger study what was not asked for lately is read again."""


class Source(NamedTuple):
    """A transcript as it reads now; ``groups`` and ``persons`` are by speaker's label, '' where nothing is known."""

    document: Document
    groups: Mapping[str, str]
    persons: Mapping[str, str]


class Material:
    """What is kept of the texts of one study."""

    def __init__(self, base: Base, transcripts: Transcripts) -> None:
        self._base = base
        self._transcripts = transcripts
        self._documents: dict[str, Document] = {}
        self._ready: dict[tuple[str, bool, bool], Searched] = {}
        self._lexicon = Lexicon(base.settings.language)
        self._language = base.settings.language
        self._read: set[str] = set()

    def state(self) -> object:
        """Something that is not what it was when there is another text than before."""
        return tuple(self._current())

    def characters(self) -> int:
        """How much text there is."""
        query = "SELECT total(r.characters) FROM transcript t JOIN revision r ON r.id = t.current WHERE t.alive = 1"
        return int(self._base.store.read(query)[0][0])

    def sources(self, names: Collection[str] = ()) -> list[Source]:
        """The transcripts of these names (none: all), by name; those whose text is not here are left out.

        Raises ``NotFoundError`` for a name that no transcript has.
        """
        known = self._transcripts.names()
        for name in names:
            if name not in known:
                raise not_found("transcript", name, known)
        people: dict[str, dict[str, tuple[str, str]]] = {}
        for transcript, label, group, person in self._base.store.read(
            "SELECT i.transcript, i.label, COALESCE(i.\"group\", ''), COALESCE(p.name, '') FROM informant i "
            "LEFT JOIN person p ON p.id = i.person AND p.alive = 1 WHERE i.alive = 1"
        ):
            people.setdefault(transcript, {})[label or ""] = (group, person)
        found = []
        for name, revision in self._current():
            if (names and name not in names) or (document := self._document(revision)) is None:
                continue
            # A transcript may have been renamed since its text was read.
            labels = people.get(document.id, {})
            groups, persons = ({label: of[i] for label, of in labels.items()} for i in (0, 1))
            found.append(Source(document._replace(name=name), groups, persons))
        return found

    def ready(self, document: Document, *, labels: bool = False, across: bool = False) -> Searched:
        """A text made ready for searching."""
        key = (document.revision, labels, across)
        if key in self._ready:
            self._ready[key] = self._ready.pop(key)  # the last one asked for is let go last
            return self._ready[key]
        made = self._ready[key] = ready(document.text, document.turns, labels=labels, across=across)
        held = sum(len(one.text) for one in self._ready.values())
        while held > ROOM and len(self._ready) > 1:
            gone = next(iter(self._ready))
            held -= len(self._ready.pop(gone).text)
            if not any(revision == gone[0] for revision, *_ in self._ready):
                self._documents.pop(gone[0], None)
        return made

    def lexicon(self, *, words: bool) -> Lexicon:
        """The words of the study's texts; of all of them, where ``words`` are needed."""
        if self._language != self._base.settings.language:
            self._language, self._read = self._base.settings.language, set()
            self._lexicon = Lexicon(self._language)
        for source in self.sources() if words else ():
            if source.document.revision not in self._read:
                self._lexicon.add(self.ready(source.document).folded.text)
                self._read.add(source.document.revision)
        return self._lexicon

    def _current(self) -> list[tuple[str, str]]:
        """(name, revision) of every text that is here; what has gone is let go of."""
        rows = self._base.store.read(
            "SELECT t.name, r.id FROM transcript t JOIN revision r ON r.id = t.current JOIN blob b ON b.id = r.text "
            "WHERE t.alive = 1 AND b.data IS NOT NULL ORDER BY t.name, t.id"
        )
        here = {revision for _, revision in rows}
        for revision in self._documents.keys() - here:
            del self._documents[revision]
        for key in [key for key in self._ready if key[0] not in here]:
            del self._ready[key]
        return [(name or "", revision) for name, revision in rows]

    def _document(self, revision: str) -> Document | None:
        if revision not in self._documents:
            document = self._transcripts.revision(revision)
            if document is None:
                return None
            self._documents[revision] = document
        return self._documents[revision]
