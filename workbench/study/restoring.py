"""Going back to a backup: in the study's folder, or beside it in a new one.

What is put back goes on as a new replica, under no name that the study had: so what was written after the backup, and
has reached a colleague, comes back with the next sync as the colleague's copy of it, and nothing is ever forked.
"""

import os
import shutil
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from workbench.errors import BusyError, NewerError, NotFoundError, StudyError, WrongKeyError
from workbench.sealing import Seal
from workbench.store import Store, backup, moving
from workbench.study import place, vault
from workbench.study import settings as toml
from workbench.study.backups import BEFORE_RESTORE, FOLDER, Backup, chosen, new_name
from workbench.study.backups import listed as backups_in
from workbench.study.base import Base
from workbench.study.codes import Codes
from workbench.study.files import Files
from workbench.study.folder import CODEBOOK, SETTINGS, TRANSCRIPTS, make_folder, read_text, write_file
from workbench.study.settings import Settings
from workbench.study.who import coder_name, login

_PLAIN = b"SQLite format 3\x00"


class Restored(NamedTuple):
    """What was done: the backup that was put back, with how many changes; the backup of what was there before.

    ``emptied``: so many texts stay erased that the backup still had.
    """

    backup: Path
    changes: int
    before: Path | None
    emptied: int


class Checked(NamedTuple):
    """A backup that is whole: of which study (its id), how many changes, how many of them wait for earlier ones."""

    study: str
    changes: int
    waiting: int


def find(folder: Path, name: str = "") -> Path:
    """The backup that is meant by ``name``; '' is the study's newest. Raises ``NotFoundError``."""
    if name and Path(name).is_file():
        return Path(name)
    if not (folder / SETTINGS).is_file():
        raise NotFoundError(f"there is no file {name}" if name else "no backup was named", "Name a backup by its path.")
    return chosen(place.find(folder).private / FOLDER, name)


def listed(folder: Path, passphrase: str | None = None) -> Sequence[Backup]:
    """The backups of the study in ``folder``, also where its database cannot be opened any more."""
    backups = place.find(folder).private / FOLDER
    sealed = next((found.path for found in backups_in(backups, None) if is_sealed(found.path)), None)
    return backups_in(backups, _key(_seal(sealed, passphrase)) if sealed and vault.is_encrypted(folder) else None)


def is_sealed(file: Path) -> bool:
    """Whether a backup needs a passphrase. Of a file that is none, this may be said too."""
    try:
        with file.open("rb") as opened:
            return opened.read(len(_PLAIN)) != _PLAIN
    except OSError as error:
        raise NotFoundError(f"{file} cannot be read: {error.strerror}", "Check its permissions.") from error


def check(file: Path, passphrase: str | None = None) -> Checked:
    """Read all of a backup. Raises ``StudyError`` for one that is not whole; changes nothing."""
    with place.scratch() as folder:
        part = folder / "checked.db"
        seal = _seal(file, passphrase)
        verdict = backup.stage(file, part, _key(seal))
        with closing(backup.Copy(part, _key(seal))) as db:
            return Checked(db.meta("study"), verdict.changes, verdict.waiting)


def restore(folder: Path, file: Path, coder: str = "", passphrase: str | None = None) -> Restored:
    """Put the backup ``file`` in the place of the study's database, after a backup of that.

    Raises ``StudyError`` for a backup that is damaged, newer, or another study's, ``WrongKeyError`` without its
    passphrase, ``BusyError`` where the study is open elsewhere; nothing is changed then.
    """
    flat = toml.load(text := read_text(folder / SETTINGS, toml.MAX_BYTES))
    if vault.says_encrypted(flat) != is_sealed(file):
        raise _foreign(file, "it is sealed with a passphrase, and the study is not, or the other way round")
    seal = _seal(file, passphrase)
    where = place.find(folder)
    make_folder(where.private)
    part = where.private / f".restored-{os.getpid()}.db"
    try:
        verdict = backup.stage(file, part, _key(seal))
        _check_study(file, part, _key(seal), where.standing, toml.read(flat, text).id)
        _make_ready(folder, where, seal, coder)
        moving.renew(part, _key(seal), _as_written(folder) if seal is None else {})
        before = new_name(where.private / FOLDER, BEFORE_RESTORE)
        emptied = moving.put_back(part, where.database, _key(seal), before)
    finally:
        with suppress(OSError):
            backup.remove(part)
    _open_and_close(folder, coder, passphrase)
    return Restored(file, verdict.changes, before if before.exists() else None, emptied)


def unpack(file: Path, folder: Path, coder: str = "", passphrase: str | None = None) -> Restored:
    """Make the new ``folder`` with the study of a backup. Raises as ``restore`` does; then nothing is left behind."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StudyError(f"{folder} is not empty", "Name a folder that does not exist yet.")
    seal = _seal(file, passphrase)
    there = folder.is_dir()
    make_folder(folder)
    database = None
    try:
        database = place.new(folder)
        part = database.with_name(f".restored-{os.getpid()}.db")
        try:
            verdict = backup.stage(file, part, _key(seal))
            nothing = {f"file:{path.as_posix()}": "" for path in (SETTINGS, CODEBOOK)}
            moving.renew(part, _key(seal), nothing)
            backup.settle(part, database)
        finally:
            backup.remove(part)
        _write_files(folder, database, seal, coder)
        _open_and_close(folder, coder, passphrase)
    except BaseException:
        if database is not None:
            backup.remove(database)
        for path in folder.iterdir() if there else (folder,):
            shutil.rmtree(path, ignore_errors=True)
        raise
    return Restored(file, verdict.changes, None, 0)


def _key(seal: Seal | None) -> bytes | None:
    return seal.database_key if seal else None


def _seal(file: Path, passphrase: str | None) -> Seal | None:
    if not is_sealed(file):
        return None
    if passphrase is None:
        raise WrongKeyError(
            f"{file.name} is sealed with a passphrase, or it is no backup",
            "Set WORKBENCH_PASSPHRASE or WORKBENCH_PASSPHRASE_FILE, or run it on a terminal, which asks for it.",
        )
    try:
        return vault.unlock(file, {toml.ENCRYPTED: True}, passphrase)
    except WrongKeyError:
        raise WrongKeyError(
            f"this passphrase does not open {file.name}", "Nothing was changed. Or the file is damaged, or no backup."
        ) from None


def _foreign(file: Path, why: str) -> StudyError:
    return StudyError(
        f"{file.name} is not a backup of this study: {why}",
        "`workbench restore FILE --as DIR` makes a new folder of it; nothing was changed.",
    )


def _make_ready(folder: Path, where: place.Place, seal: Seal | None, coder: str) -> None:
    """Bring the present state together, so that it is in its backup: also what was written into the files by hand."""
    if not where.standing.is_file():
        return
    try:
        if seal is None:
            _open_and_close(folder, coder, None)
        else:
            place.ready(folder, where, seal.database_key)
    except (BusyError, NewerError):
        raise
    except StudyError:
        pass  # a damaged database is what one restores for


def _open_and_close(folder: Path, coder: str, passphrase: str | None) -> None:
    from workbench.study import Study  # this module is part of it

    Study.open(folder, coder, passphrase=passphrase).close()


def _check_study(file: Path, part: Path, key: bytes | None, live: Path, written: str) -> None:
    with closing(backup.Copy(part, key)) as db:
        theirs = db.meta("study")
    ours = written
    with suppress(StudyError, NotFoundError), closing(backup.Copy(live, key)) as db:
        ours = db.meta("study") or written
    if not theirs:
        raise _foreign(file, "it belongs to none")
    if ours and ours != theirs:
        raise _foreign(file, "it is another's")


def _as_written(folder: Path) -> dict[str, str]:
    """The text files as they are now, noted as what was written last: they follow the backup, not the other way."""
    texts = {path: folder / path for path in (SETTINGS, CODEBOOK)}
    return {f"file:{path.as_posix()}": read_text(file) if file.is_file() else "" for path, file in texts.items()}


def _write_files(folder: Path, database: Path, seal: Seal | None, coder: str) -> None:
    """Write what says that there is a study, last of all: its settings and its codebook, as the log has them."""
    with closing(Store.open(database, "", key=_key(seal))) as store:
        study = store.db.meta("study")
        if not study:
            raise StudyError("this is a backup of no study", "Take another file.")
        store.keep("opened", "1")
        if seal is not None:
            vault.finish(folder, store)
            return
        make_folder(folder / TRANSCRIPTS)
        base = Base(folder, store, study, coder_name(coder or login()), Settings())
        Files(base, Codes(base)).project()
        if not (folder / SETTINGS).is_file() or not read_text(folder / SETTINGS).strip():
            make_folder(folder / SETTINGS.parent)
            write_file(folder / SETTINGS, f'[study]\nid = "{study}"\n')
