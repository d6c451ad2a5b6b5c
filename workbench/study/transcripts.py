"""Transcripts: imported once, kept as immutable texts with their turns and sentence borders."""

import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from workbench import transcripts as room
from workbench.errors import InputError, NotFoundError
from workbench.sanitise import line
from workbench.store import Op, blob_id, put
from workbench.study.base import Base, not_found, parsed_list
from workbench.study.folder import TRANSCRIPTS, make_folder, write_file
from workbench.transcripts import Source, Turn

SUFFIXES = (".md", ".txt")
_NO_SALT = b""


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
    """The text one reads and codes, with its borders; offsets are code points, ``name`` is the transcript's."""

    id: str
    name: str
    revision: str
    text: str
    turns: tuple[Turn, ...]
    sentences: tuple[int, ...]
    interviewer: tuple[str, ...]


class Imported(NamedTuple):
    """What became of a file: ``new``, ``updated`` (only what is said about the interview) or ``same``."""

    name: str
    file: Path
    state: str
    warnings: tuple[str, ...]


# ``Transcripts.list`` hides the word inside the class.
Rows = list[TranscriptRow]
Informants = dict[str, list[InformantRow]]
Reports = list[Imported]
Ops = list[Op]
Texts = list[tuple[bytes, str]]


class Transcripts:
    """``study.transcripts``."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._words: dict[str, int] = {}
        self._lying_open: list[Path] = []

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
        rows = self._base.store.read(
            "SELECT t.id, t.name, r.id, b.data, r.turns, r.sentences, t.interviewer FROM transcript t "
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
            "SELECT t.id, t.name, r.id, b.data, r.turns, r.sentences, t.interviewer FROM revision r "
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
        if revision is not None and revision not in self._words:
            document = self.revision(revision)
            self._words[revision] = room.word_count(document.text, document.turns) if document else 0
        return self._words[revision] if revision is not None else 0

    # --- importing

    @property
    def warnings(self) -> tuple[str, ...]:
        """That what was taken into an encrypted study still lies where it was, for everybody to read."""
        names = [str(file) for file in self._lying_open]
        if not names:
            return ()
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        return (
            f"the study is encrypted; what was imported still lies where it was, and is not: {', '.join(names[:3])}"
            f"{more}. Delete it, or keep it in a place that is encrypted too",
        )

    def keep_at_home(self, name: str) -> None:
        """Mark a transcript's text as from before anonymisation: it never leaves this machine from now on.

        What has travelled already is with the colleagues it travelled to.
        """
        document = self.document(name)
        self._base.write("keep text at home", self._changed("revision", document.revision, {"private": 1}))

    def import_files(
        self,
        paths: Sequence[Path],
        progress: Callable[[int, int], None] | None = None,
        *,
        strict: bool = False,
        private: bool = False,
    ) -> Reports:
        """Take in transcripts; folders give the files in them. Every file is read before anything is recorded.

        Raises ``InputError`` naming file and line of the first that cannot be taken (``strict``: also of one that
        gives rise to a warning); then nothing has changed. ``private``: the texts are from before anonymisation; they
        never leave this machine, and the files are not copied into the study's folder, which others may see.
        """
        files = list(_files(paths))
        sources = []
        names: dict[str, Path] = {}
        for i, file in enumerate(files):
            if progress:
                progress(i, len(files))
            data = _bytes(file)
            source = room.read(data, str(file), groups=self._base.settings.groups or None)
            if (other := names.setdefault(source.front.id, file)) != file:
                raise InputError(f"the id {source.front.id} is also that of {other.name}", file=str(file))
            self._refuse_erased(source, file)
            self._refuse_other_text(source, file)
            if strict and source.warnings:
                raise InputError(source.warnings[0], "Without strict reading it is taken as it is.", file=str(file))
            sources.append((file, data, source))
        result = []
        for file, data, source in sources:
            ops, texts = self._recorded(source, file.name, private=private)
            state = "new" if texts else "updated" if ops else "same"
            if not private:
                self._copy(file, data)
            self._base.write("import transcript" if texts else "update transcript", ops, texts=texts)
            odd = self._not_at_home(file, state) if private else ()
            result.append(Imported(source.front.id, file, state, (*source.warnings, *odd)))
        if progress:
            progress(len(files), len(files))
        return result

    def _not_at_home(self, file: Path, state: str) -> tuple[str, ...]:
        """What keeps a text from before anonymisation from staying at home."""
        if state != "new":
            return ("it was in the study before, so it may have travelled already",)
        if file.resolve().is_relative_to((self._base.folder / TRANSCRIPTS).resolve()):
            return ("the file lies in the study's folder, where others may see it: move it elsewhere",)
        return ()

    def _refuse_erased(self, source: Source, file: Path) -> None:
        rows = self._base.store.read(
            "SELECT 1 FROM revision r JOIN blob b ON b.id = r.text WHERE r.sha256 = ? AND b.salt IS NULL",
            (source.sha256,),
        )
        if rows:
            raise InputError(
                "somebody in this interview has withdrawn, and this is the text as it was before",
                "Import it without that person's turns; `workbench withdraw --status` says who withdrew.",
                file=str(file),
            )

    def _refuse_other_text(self, source: Source, file: Path) -> None:
        rows = self._base.store.read(
            "SELECT r.sha256 FROM transcript t JOIN revision r ON r.id = t.current WHERE t.alive = 1 AND t.name = ?",
            (source.front.id,),
        )
        if rows and rows[0][0] != source.sha256:
            raise InputError(
                f"{source.front.id} is in the study already, with another text",
                "Give this one another id in its front matter; the coded text is not replaced.",
                file=str(file),
            )

    def _copy(self, file: Path, data: bytes) -> None:
        """Keep the original in the study's own folder, unless it came from there; never one of an encrypted study."""
        if self._base.encrypted:
            if not file.resolve().is_relative_to(self._base.folder.resolve()):  # those were warned of at opening
                self._lying_open.append(file)
            return
        home = self._base.folder / TRANSCRIPTS
        target = home / file.name
        if file.resolve().is_relative_to(home.resolve()) or (target.exists() and target.read_bytes() == data):
            return
        if target.exists():
            digest = sha256(data).hexdigest()[:8]
            target = home / f"{file.stem}-{digest}{file.suffix}"
        make_folder(home)
        write_file(target, data)

    def _recorded(self, source: Source, file: str, *, private: bool = False) -> tuple[Ops, Texts]:
        """The changes that make the study know ``source``, as far as it does not yet."""
        front, base = source.front, self._base
        row = base.derive("transcript", front.id)
        fields: dict[str, Any] = {
            "name": front.id,
            "site": front.site or None,
            "date": front.date or None,
            "kind": front.kind or None,
            "mode": front.mode or None,
            "interviewer": json.dumps(list(front.interviewer), ensure_ascii=False),
        }
        revision = base.derive("revision", row, source.sha256)
        texts = []
        ops: list[Op] = []
        if not base.store.read("SELECT 1 FROM revision WHERE id = ? AND alive = 1", (revision,)):
            # A text that stays at home has a name of its own: the same words elsewhere are free to travel.
            salt = secrets.token_bytes(16) if private else _NO_SALT
            texts = [(salt, source.text)]
            ops.append(self._revision(source, row, revision, salt, private=private))
            fields |= {"current": revision, "source": file}
        ops += self._changed("transcript", row, fields)
        for informant in front.informants:
            ops += self._informant(row, front.id, informant)
        return ops, texts

    def _revision(self, source: Source, transcript: str, revision: str, salt: bytes, *, private: bool) -> Op:
        turns = room.turns(source.text)
        at_home = {"private": 1} if private else {}
        sentences = room.sentences(source.text, turns, self._base.settings.language)
        return put(
            "revision",
            revision,
            transcript=transcript,
            text=blob_id(salt, source.text),
            sha256=source.sha256,
            characters=len(source.text),
            turns=json.dumps([list(t) for t in turns], ensure_ascii=False, separators=(",", ":")),
            sentences=json.dumps(sentences, separators=(",", ":")),
            segmenter=room.SEGMENTER,
            **at_home,
        )

    def _informant(self, transcript: str, name: str, informant: room.FrontInformant) -> Ops:
        base = self._base
        row = base.derive("informant", transcript, informant.label)
        # Without a written id a person is transcript + label.
        written = (informant.person,) if informant.person else (name, informant.label)
        person = base.derive("person", *written)
        ops = self._changed("person", person, {"name": informant.person or None})
        ops += self._changed(
            "informant",
            row,
            {"transcript": transcript, "label": informant.label, "person": person, "group": informant.group or None},
        )
        for key, value in informant.attributes.items():
            attribute = base.derive("attribute", row, key)
            ops += self._changed("attribute", attribute, {"owner": row, "name": key, "value": value})
        return ops

    def _changed(self, ent: str, row: str, fields: dict[str, Any]) -> Ops:
        """One put of the fields that differ from what is recorded, if any do."""
        columns = ", ".join(f'"{name}"' for name in fields)
        known = self._base.store.read(f'SELECT {columns} FROM "{ent}" WHERE id = ? AND alive = 1', (row,))
        now = dict(zip(fields, known[0], strict=True)) if known else {}
        new = {k: v for k, v in fields.items() if now.get(k) != v}
        return [put(ent, row, **new)] if new or not known else []


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from (p for p in sorted(path.rglob("*")) if p.suffix.lower() in SUFFIXES and p.is_file())
        else:
            yield path


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > room.MAX_BYTES:
            raise InputError(f"the file is larger than {room.MAX_BYTES // 1_000_000} MB", file=str(file))
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"it cannot be read: {error.strerror}", file=str(file)) from None


def is_turn(given: Any, characters: int) -> bool:
    """Whether what a log says is a turn lies in the text: a colleague's program may be broken, or hostile."""
    if not (isinstance(given, list) and len(given) == 4 and isinstance(given[3], str)):
        return False
    start, speech, end, _ = given
    return all(type(n) is int for n in (start, speech, end)) and 0 <= start <= speech <= end <= characters


def _document(row: tuple[Any, ...]) -> Document:
    transcript, name, revision, text, turns, sentences, interviewer = row
    return Document(
        transcript,
        name or "",
        revision,
        text,
        tuple(Turn(*t) for t in parsed_list(turns, lambda t: is_turn(t, len(text)))),
        tuple(sorted(parsed_list(sentences, lambda s: type(s) is int and 0 <= s < len(text)))),
        tuple(parsed_list(interviewer, lambda label: isinstance(label, str))),
    )
