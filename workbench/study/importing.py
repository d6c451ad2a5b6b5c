"""Import: files are read, checked and recorded as transcripts with everything that their front matter says.

A file whose text is new is a transcript; one with another text under an id that is there is a correction of it. What
somebody should decide is asked where somebody can be, and else warned of; one file that cannot be taken stops no other.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from workbench import transcripts as room
from workbench.errors import BusyError, InputError, NewerError, NotFoundError, StudyError
from workbench.sanitise import line
from workbench.study.base import Base
from workbench.study.comparing import SCOPE, at_home, refuse_withdrawn
from workbench.study.comparing import standing as compare
from workbench.study.folder import TRANSCRIPTS, make_folder, write_file
from workbench.study.incoming import Imported, Question, bytes_of, files_of
from workbench.study.recording import NO_SALT, Ops, Texts, changed, revision, said
from workbench.transcripts import Front, Source
from workbench.transcripts.readers import SUFFIXES

if TYPE_CHECKING:
    from workbench.study.anonymity import Anonymity
    from workbench.study.corrections import Corrections

__all__ = ["DECLINED", "SUFFIXES", "Imported", "Importing", "Question", "bytes_of", "changed", "files_of"]

T = TypeVar("T")
DECLINED = "not taken in, as you said"
"""Why a file is refused that somebody was asked about."""
ALIKE = 0.5
"""How much of a text must be in a corrected one; less is another interview."""
_PUBLIC = "it was in the study before, so it may have travelled already"


class _How(NamedTuple):
    """What was said about all files of one import."""

    strict: bool
    private: bool
    fronts: Mapping[Path, Front]
    encodings: Mapping[Path, str]
    repair: bool
    ask: Callable[[Question], bool] | None
    look: bool


class _File(NamedTuple):
    """A file that can be taken in; ``standing``: new, same, older or corrected."""

    path: Path
    data: bytes
    source: Source
    standing: str
    warnings: tuple[str, ...]


class Importing:
    """How files come into one study."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._lying_open: list[Path] = []
        self.corrections: Corrections | None = None
        self.anonymity: Anonymity | None = None

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
        fronts: Mapping[Path, Front] | None = None,
        encodings: Mapping[Path, str] | None = None,
        repair: bool = False,
        ask: Callable[[Question], bool] | None = None,
        look: bool = True,
    ) -> list[Imported]:
        """What ``Transcripts.import_files`` does."""
        how = _How(strict, private, fronts or {}, encodings or {}, repair, ask, look)
        files = list(files_of(paths))
        told = self._told(files, progress, how)
        result: list[Imported] = []
        notes: dict[str, str | None] = {}
        try:
            # Strict: every file is looked at before anything is recorded. Else one after the other is taken in.
            for file in list(told) if strict else told:
                result.append(file if isinstance(file, Imported) else self._taken(file, how))
                if isinstance(file, _File) and result[-1].state in ("new", "corrected"):
                    notes[sha256(file.data).hexdigest()] = self._base.derive("transcript", file.source.front.id)
        finally:
            if notes:
                self._base.store.note(SCOPE, notes)
        if progress:
            progress(len(files), len(files))
        return result

    # --- before anything is recorded

    def _told(
        self, files: Sequence[Path], progress: Callable[[int, int], None] | None, how: _How
    ) -> Iterator[_File | Imported]:
        """Each file, read and looked at; those that cannot be taken in as they are reported. Strict: raises instead."""
        seen: dict[str, tuple[Path, str]] = {}
        for i, path in enumerate(files):
            if progress:
                progress(i, len(files))
            name = ""
            try:
                data = bytes_of(path)
                source = room.read(
                    data,
                    str(path),
                    groups=self._base.settings.groups or None,
                    encoding=how.encodings.get(path, ""),
                    repair=how.repair,
                    front=how.fronts.get(path),
                )
                name = source.front.id
                file = self._looked_at(path, data, source, seen.get(name), how)
                yield file if file else Imported(name, path, "refused", source.warnings, DECLINED)
                if file and file.standing in ("new", "corrected"):
                    seen.setdefault(name, (path, source.sha256))
            except (InputError, NotFoundError) as refused:
                if how.strict:
                    raise
                place = f"line {refused.line}: " if isinstance(refused, InputError) and refused.line else ""
                reason = refused.reason if isinstance(refused, InputError) else refused.message
                why = f"{place}{reason}{'. ' + refused.hint if refused.hint else ''}"
                yield Imported(name, path, "refused", (), why)

    def _looked_at(
        self, path: Path, data: bytes, source: Source, twin: tuple[Path, str] | None, how: _How
    ) -> _File | None:
        """The file, ready to be taken in; None where somebody was asked and said no. Raises InputError."""
        refuse_withdrawn(self._base, source, path)
        standing = compare(self._base, source, data, chosen=bool(how.encodings.get(path) or how.repair))
        if twin and twin[0] != path and standing in ("new", "corrected") and twin[1] != source.sha256:
            raise InputError(f"the id {source.front.id} is also that of {twin[0].name}", file=str(path))
        warnings = source.warnings
        for question in self._questions(path, source, standing, how):
            if how.strict:
                raise InputError(question.told, "Without strict reading it is taken as it is.", file=str(path))
            if how.ask is None:
                warnings = (*warnings, question.told)
            elif not how.ask(question):
                return None
        if how.strict and source.warnings:
            raise InputError(source.warnings[0], "Without strict reading it is taken as it is.", file=str(path))
        return _File(path, data, source, standing, warnings)

    def _questions(self, path: Path, source: Source, standing: str, how: _How) -> Iterator[Question]:
        """What somebody should decide. Raises InputError for a text that cannot be a correction."""
        name = source.front.id
        if standing == "corrected":
            yield self._about_correction(path, source, private=how.private)
        if standing in ("new", "corrected") and not how.private and how.look and self.anonymity:
            counts = Counter(finding.kind for finding in self.anonymity.strong(source))
            if counts:
                yield Question("identifiers", name, path, identifying(name, counts), counts)

    def _about_correction(self, path: Path, source: Source, *, private: bool) -> Question:
        name = source.front.id
        if self.corrections is None or (private and not at_home(self._base, name)):
            raise InputError(
                f"{name} is in the study already, with another text",
                "Give this one another id in its front matter; a text that stays at home replaces none that does not.",
                file=str(path),
            )
        corrections = self.corrections
        made = self._allowed(lambda: corrections.preview(name, source.text), path)
        if made.similarity < ALIKE:
            raise InputError(
                f"{name} is in the study already, with another text",
                "Too little of it is the same for a correction: give this one another id in its front matter.",
                file=str(path),
            )
        counts = made.counts
        anchored = ", ".join(f"{number} {status}" for status, number in counts.items() if number)
        told = (
            f"it corrects {line(name, 80)}, {made.similarity:.0%} of which stays as it is; "
            f"codings and memos there: {anchored or 'none'}"
        )
        return Question("correction", name, path, told, counts)

    @staticmethod
    def _allowed(do: Callable[[], T], path: Path) -> T:
        """What a correction gives; where the study does not allow it, that is about this file alone."""
        try:
            return do()
        except (BusyError, NewerError):
            raise
        except StudyError as error:
            raise InputError(error.message, error.hint, file=str(path)) from None

    # --- recording

    def _taken(self, file: _File, how: _How) -> Imported:
        """Record one file."""
        source, path = file.source, file.path
        name, warnings = source.front.id, file.warnings
        if file.standing == "older":
            later = "it was taken in before, and the text in the study is a later one, which stays"
            return Imported(name, path, "same", (*warnings, later))
        if file.standing == "corrected":
            try:
                self._correct(source, path, private=how.private)
            except InputError as refused:
                return Imported(name, path, "refused", warnings, refused.reason)
        row = self._base.derive("transcript", name)
        ops, texts = self._recorded(source, row, path.name, private=how.private)
        state = "corrected" if file.standing == "corrected" else "new" if texts else "updated" if ops else "same"
        if not how.private:
            self._copy(path, file.data, name if state == "corrected" else "")
        self._base.write("import transcript" if texts else "update transcript", ops, texts=texts)
        odd = self._not_at_home(path, state) if how.private else ()
        return Imported(name, path, state, (*warnings, *odd))

    def _correct(self, source: Source, path: Path, *, private: bool) -> None:
        """Make the file's text the transcript's. One that is not from before anonymisation is free to travel."""
        if self.corrections is None:
            return
        corrections, name = self.corrections, source.front.id
        times = source.times or None
        self._allowed(lambda: corrections.correct(name, source.text, turns=source.turns, times=times), path)
        if not private and at_home(self._base, name):
            corrections.share(name)

    def _recorded(self, source: Source, row: str, file: str, *, private: bool) -> tuple[Ops, Texts]:
        """The changes that make the study know ``source``, as far as it does not yet."""
        known = "SELECT 1 FROM revision WHERE transcript = ? AND sha256 = ? AND alive = 1"
        if self._base.store.read(known, (row, source.sha256)):
            return said(self._base, source.front, row, {}), []
        # A text that stays at home has a name of its own: the same words elsewhere are free to travel.
        salt = secrets.token_bytes(16) if private else NO_SALT
        put_text = revision(self._base, source, row, salt, private=private)
        more = {"current": put_text.row, "source": file}
        return [put_text, *said(self._base, source.front, row, more)], [(salt, source.text)]

    def _not_at_home(self, file: Path, state: str) -> tuple[str, ...]:
        """What keeps a text from before anonymisation from staying at home."""
        if state != "new":
            return (_PUBLIC,)
        if file.resolve().is_relative_to((self._base.folder / TRANSCRIPTS).resolve()):
            return ("the file lies in the study's folder, where others may see it: move it elsewhere",)
        return ()

    def _copy(self, file: Path, data: bytes, name: str) -> None:
        """Keep the original in the study's own folder, unless it came from there; never one of an encrypted study.

        That of a correction takes the place of one of the same transcript, ``name``, that is called the same.
        """
        if self._base.encrypted:
            if not file.resolve().is_relative_to(self._base.folder.resolve()):  # those were warned of at opening
                self._lying_open.append(file)
            return
        home = self._base.folder / TRANSCRIPTS
        target = home / file.name
        if file.resolve().is_relative_to(home.resolve()) or (target.exists() and target.read_bytes() == data):
            return
        if target.exists() and not self._is_original(target, name):
            digest = sha256(data).hexdigest()[:8]
            target = home / f"{file.stem}-{digest}{file.suffix}"
        make_folder(home)
        write_file(target, data)

    def _is_original(self, file: Path, name: str) -> bool:
        """Whether a file in the study's folder is one of the transcript called ``name``."""
        try:
            return name != "" and room.read(file.read_bytes(), str(file)).front.id == name
        except (InputError, OSError):
            return False


def identifying(name: str, counts: Counter[str]) -> str:
    """The sentence that says of what kinds the strong findings in a transcript are, and how many."""
    kinds = ", ".join(f"{number} {kind}" for kind, number in counts.most_common())
    places = "1 place" if counts.total() == 1 else f"{counts.total()} places"
    return f"{places} in {line(name, 80)} may say who somebody is ({kinds}); `workbench check` shows them"
