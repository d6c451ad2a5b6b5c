"""Import: files are read, checked and recorded as transcripts with everything that their front matter says."""

import json
import secrets
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from workbench import transcripts as room
from workbench.errors import InputError
from workbench.store import Op, blob_id, put
from workbench.study.base import Base
from workbench.study.folder import TRANSCRIPTS, make_folder, write_file
from workbench.transcripts import Source

SUFFIXES = (".md", ".txt")
_NO_SALT = b""
Ops = list[Op]
Texts = list[tuple[bytes, str]]


class Imported(NamedTuple):
    """What became of a file: ``new``, ``updated`` (only what is said about the interview) or ``same``."""

    name: str
    file: Path
    state: str
    warnings: tuple[str, ...]


class Importing:
    """How files come into one study."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._lying_open: list[Path] = []

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

    def import_files(
        self,
        paths: Sequence[Path],
        progress: Callable[[int, int], None] | None = None,
        *,
        strict: bool = False,
        private: bool = False,
    ) -> list[Imported]:
        """What ``Transcripts.import_files`` does."""
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
        ops += changed(base, "transcript", row, fields)
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
        ops = changed(base, "person", person, {"name": informant.person or None})
        ops += changed(
            base,
            "informant",
            row,
            {"transcript": transcript, "label": informant.label, "person": person, "group": informant.group or None},
        )
        for key, value in informant.attributes.items():
            attribute = base.derive("attribute", row, key)
            ops += changed(base, "attribute", attribute, {"owner": row, "name": key, "value": value})
        return ops


def changed(base: Base, ent: str, row: str, fields: dict[str, Any]) -> Ops:
    """One put of the fields that differ from what is recorded, if any do."""
    columns = ", ".join(f'"{name}"' for name in fields)
    known = base.store.read(f'SELECT {columns} FROM "{ent}" WHERE id = ? AND alive = 1', (row,))
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
        with file.open("rb") as opened:  # what a device or a pipe says of its size means nothing
            data = opened.read(room.MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"it cannot be read: {error.strerror}", file=str(file)) from None
    if len(data) > room.MAX_BYTES:
        raise InputError(f"the file is larger than {room.MAX_BYTES // 1_000_000} MB", file=str(file))
    return data
