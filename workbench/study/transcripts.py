"""Transcripts: imported once, kept as immutable texts with their turns and sentence borders."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from workbench import transcripts as room
from workbench.errors import NotFoundError
from workbench.sanitise import line, unstorable
from workbench.study.base import Base, not_found, parsed_list
from workbench.study.importing import SUFFIXES, Imported, Importing, Question, changed
from workbench.transcripts import Front, Time, Turn
from workbench.transcripts.times import LONGEST

if TYPE_CHECKING:
    from workbench.study.anonymity import Anonymity
    from workbench.study.corrections import Corrections

__all__ = [
    "SUFFIXES",
    "Document",
    "Imported",
    "InformantRow",
    "Question",
    "TranscriptRow",
    "Transcripts",
    "is_turn",
]


class InformantRow(NamedTuple):
    """Somebody who speaks in a transcript; ``person`` is the written id that joins them across transcripts, or ''."""

    id: str
    label: str
    person: str
    group: str
    attributes: Mapping[str, str]


class TranscriptRow(NamedTuple):
    """One interview or document; ``words`` counts speech without labels."""

    id: str
    name: str
    site: str
    date: str
    kind: str
    mode: str
    informants: tuple[InformantRow, ...]
    characters: int
    words: int
    sha256: str


class Document(NamedTuple):
    """The text one reads and codes, with its borders; offsets are code points, ``name`` is the transcript's.

    ``times`` has one entry a turn, None where it is not known, and is empty where no turn has a time.
    """

    id: str
    name: str
    revision: str
    text: str
    turns: tuple[Turn, ...]
    sentences: tuple[int, ...]
    interviewer: tuple[str, ...]
    times: tuple[Time | None, ...] = ()


# ``Transcripts.list`` hides the word inside the class.
Rows = list[TranscriptRow]
Informants = dict[str, list[InformantRow]]
Reports = list[Imported]


class Transcripts:
    """``study.transcripts``."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._words: dict[str, int] = {}
        self._importing = Importing(base)

    # --- reading

    def list(self) -> Rows:
        """All transcripts, by name."""
        informants = self._informants()
        rows = self._base.store.read(
            "SELECT t.id, t.name, t.site, t.date, t.kind, t.mode, r.id, r.characters, r.sha256 FROM transcript t "
            "LEFT JOIN revision r ON r.id = t.current WHERE t.alive = 1 ORDER BY t.name, t.id"
        )
        return [
            TranscriptRow(
                row,
                name or "",
                site or "",
                date or "",
                kind or "",
                mode or "",
                tuple(informants.get(row, ())),
                characters or 0,
                self._count(revision),
                digest or "",
            )
            for row, name, site, date, kind, mode, revision, characters, digest in rows
        ]

    def names(self) -> dict[str, str]:
        """Row by name."""
        return dict(self._base.store.read("SELECT name, id FROM transcript WHERE alive = 1 ORDER BY name"))

    def get(self, name: str) -> TranscriptRow:
        """One transcript. Raises ``NotFoundError`` that names those like it."""
        found = next((t for t in self.list() if t.name == name), None)
        if found is None:
            raise not_found("transcript", name, self.names())
        return found

    def document(self, name: str) -> Document:
        """A transcript's current text. Raises ``NotFoundError``, also where a colleague's text has not come yet."""
        if unstorable(name):  # what no database can be asked for is in none
            raise not_found("transcript", name, self.names())
        rows = self._base.store.read(
            "SELECT t.id, t.name, r.id, b.data, r.turns, r.sentences, t.interviewer, r.times FROM transcript t "
            "LEFT JOIN revision r ON r.id = t.current LEFT JOIN blob b ON b.id = r.text "
            "WHERE t.alive = 1 AND t.name = ?",
            (name,),
        )
        if not rows:
            raise not_found("transcript", name, self.names())
        if rows[0][3] is None:
            raise self._no_text(name, rows[0][2])
        return _document(rows[0])

    def _no_text(self, name: str, revision: str | None) -> NotFoundError:
        """Why the text that a transcript points to is not here."""
        rows = self._base.store.read(
            "SELECT r.private, b.id, (SELECT c.actor FROM change c WHERE c.row = r.id ORDER BY c.n LIMIT 1) "
            "FROM revision r LEFT JOIN blob b ON b.id = r.text WHERE r.id = ?",
            (revision,),
        )
        private, emptied, actor = rows[0] if rows else (None, None, None)
        if emptied:
            return NotFoundError(f"the text of {line(name, 80)} was erased", "It does not come back.")
        if private:
            keeper = self._base.coder_names().get(actor, "the colleague who imported it")
            return NotFoundError(
                f"the text of {line(name, 80)} is kept at home by {line(keeper, 60)}",
                "It is from before anonymisation and never leaves that machine.",
            )
        return NotFoundError(f"the text of {line(name, 80)} has not come yet", "Sync with your colleagues.")

    def revision(self, revision: str) -> Document | None:
        """The document that a revision is; None where its text is not here."""
        rows = self._base.store.read(
            "SELECT t.id, t.name, r.id, b.data, r.turns, r.sentences, t.interviewer, r.times FROM revision r "
            "JOIN transcript t ON t.id = r.transcript JOIN blob b ON b.id = r.text "
            "WHERE r.id = ? AND b.data IS NOT NULL",
            (revision,),
        )
        return _document(rows[0]) if rows else None

    def labels(self) -> dict[str, dict[str, str]]:
        """Transcript row → label → informant row."""
        result: dict[str, dict[str, str]] = {}
        for row, transcript, label in self._base.store.read(
            "SELECT id, transcript, label FROM informant WHERE alive = 1"
        ):
            result.setdefault(transcript, {})[label] = row
        return result

    def _informants(self) -> Informants:
        attributes: dict[str, dict[str, str]] = {}
        for owner, name, value in self._base.store.read(
            "SELECT owner, name, value FROM attribute WHERE alive = 1 AND value IS NOT NULL ORDER BY name"
        ):
            attributes.setdefault(owner, {})[name] = value
        result: dict[str, list[InformantRow]] = {}
        for row, transcript, label, person, group in self._base.store.read(
            'SELECT i.id, i.transcript, i.label, p.name, i."group" FROM informant i '
            "LEFT JOIN person p ON p.id = i.person AND p.alive = 1 WHERE i.alive = 1 ORDER BY i.label, i.id"
        ):
            informant = InformantRow(row, label or "", person or "", group or "", attributes.get(row, {}))
            result.setdefault(transcript, []).append(informant)
        return result

    def _count(self, revision: str | None) -> int:
        """Words of a text; 0 where it is not here, which is not remembered, for it may still come."""
        if revision is None:
            return 0
        if revision not in self._words:
            document = self.revision(revision)
            if document is None:
                return 0
            self._words[revision] = room.word_count(document.text, document.turns)
        return self._words[revision]

    # --- importing

    @property
    def warnings(self) -> tuple[str, ...]:
        """That what was taken into an encrypted study still lies where it was, for everybody to read."""
        return self._importing.warnings

    def keep_at_home(self, name: str) -> None:
        """Mark a transcript's text as from before anonymisation: it never leaves this machine from now on.

        What has travelled already is with the colleagues it travelled to.
        """
        document = self.document(name)
        self._base.write("keep text at home", changed(self._base, "revision", document.revision, {"private": 1}))

    def import_files(
        self,
        paths: Sequence[Path],
        progress: Callable[[int, int], None] | None = None,
        *,
        strict: bool = False,
        private: bool = False,
        fronts: Mapping[Path, Front] | None = None,
        encodings: Mapping[Path, str] | None = None,
        repair: bool = False,
        ask: Callable[[Question], bool] | None = None,
        look: bool = True,
    ) -> Reports:
        """Take in transcripts of any format; folders give the files in them. One report a file.

        A file that cannot be taken is ``refused`` and the others are taken. A text other than the study's is a
        correction of it: it is asked about through ``ask``, as are strong identifiers, and without anybody to ask it is
        warned of. ``strict``: raises ``InputError`` naming file and line of the first that cannot be taken or gives
        rise to a warning or a question; then nothing has changed. ``private``: the texts are from before anonymisation;
        they never leave this machine, and the files are not copied into the study's folder, which others may see.
        ``fronts`` is what a person says about files in place of what they say, ``encodings`` the character sets she
        chose; ``repair`` mends letters that were read wrongly before. ``look`` False: nobody looks for identifiers.
        """
        return self._importing.import_files(
            paths,
            progress,
            strict=strict,
            private=private,
            fronts=fronts,
            encodings=encodings,
            repair=repair,
            ask=ask,
            look=look,
        )

    def ask_of(self, corrections: "Corrections", anonymity: "Anonymity") -> None:
        """Where the import finds the rooms that correct texts and look through them, which both stand on this one."""
        self._importing.corrections = corrections
        self._importing.anonymity = anonymity


def is_turn(given: Any, characters: int) -> bool:
    """Whether what a log says is a turn lies in the text: a colleague's program may be broken, or hostile."""
    if not (isinstance(given, list) and len(given) == 4 and isinstance(given[3], str)):
        return False
    start, speech, end, _ = given
    return all(type(n) is int for n in (start, speech, end)) and 0 <= start <= speech <= end <= characters


def times_of(given: str | None, turns: int) -> tuple[Time | None, ...]:
    """The times of so many turns from their JSON; none where it is no list of so many."""
    found = parsed_list(given, lambda time: time is None or _is_time(time))
    return tuple(Time(*time) if time else None for time in found) if len(found) == turns and any(found) else ()


def _is_time(given: Any) -> bool:
    if not (isinstance(given, list) and len(given) == 2 and type(given[0]) is int and 0 <= given[0] <= LONGEST):
        return False
    start, end = given
    return end is None or (type(end) is int and start <= end <= LONGEST)


def _document(row: tuple[Any, ...]) -> Document:
    transcript, name, revision, text, given, sentences, interviewer, times = row
    turns = tuple(Turn(*t) for t in parsed_list(given, lambda t: is_turn(t, len(text))))
    return Document(
        transcript,
        name or "",
        revision,
        text,
        turns,
        tuple(sorted(parsed_list(sentences, lambda s: type(s) is int and 0 <= s < len(text)))),
        tuple(parsed_list(interviewer, lambda label: isinstance(label, str))),
        times_of(times, len(turns)),
    )
