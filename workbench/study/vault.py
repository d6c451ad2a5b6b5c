"""Encrypted studies: the passphrase that opens one, and what of it lies in its folder for everybody to read.

Of an encrypted study the folder holds a database that is sealed page by page, and a study.toml that says no more than
this. The passphrase is kept nowhere. The database begins with the study's salt, so the file and the passphrase
suffice. It is looked at through SQLite alone: whoever opens a file beside SQLite drops its locks by closing it.
"""

import os
import time
from pathlib import Path

from sqlcipher3 import dbapi2

from workbench.errors import InputError, StudyError, WrongKeyError
from workbench.identity import new_id
from workbench.sealing import SALT_BYTES, Seal
from workbench.store import Store
from workbench.store.streams import state_dir
from workbench.study import place
from workbench.study import settings as toml
from workbench.study.folder import CODEBOOK, SETTINGS, TRANSCRIPTS, private_folder, read_text, write_file

SHORTEST = 8
"""A passphrase has so many characters at least."""

FINAL = (
    "An encrypted study opens with its passphrase and with nothing else. A passphrase that is lost is final: nobody "
    "can open the study again, and no backup helps."
)
_STUB = """\
# This study is encrypted. Its settings and its codebook are in its database alone:
# `workbench settings export` and `workbench codebook export` write them out, `import` takes them in.
[study]
id = "{id}"
encrypted = true
"""
_PLAIN = b"SQLite format 3\x00"
_ASKED = "Set WORKBENCH_PASSPHRASE or WORKBENCH_PASSPHRASE_FILE, or run it on a terminal, which asks for it."


def says_encrypted(flat: toml.Flat) -> bool:
    """Whether a study.toml says that its study is encrypted."""
    return flat.get(toml.ENCRYPTED) is True


def is_encrypted(folder: Path) -> bool:
    """Whether there is an encrypted study in ``folder``; False where there is none at all."""
    file = folder / SETTINGS
    return file.is_file() and says_encrypted(toml.load(read_text(file, toml.MAX_BYTES)))


def check_new(passphrase: str) -> str:
    """``passphrase``, if a study may be sealed with it. Raises ``InputError``."""
    if len(passphrase.strip()) < SHORTEST:
        raise InputError(
            f"a passphrase has {SHORTEST} characters or more", "Four or five words that nobody would guess are good."
        )
    return passphrase


def read_file(name: str, folder: Path) -> str:
    """The passphrase in a file, its first line. Raises ``InputError``, also for a key under the doormat."""
    path = Path(os.path.realpath(name))
    for near in (folder.resolve(), state_dir().resolve()):
        if path.is_relative_to(near):
            raise InputError(
                f"the passphrase lies in {near}, beside what it opens",
                "Keep it elsewhere: in a password manager, on a stick, in a secret of the server.",
                file=name,
            )
    try:
        return read_text(Path(name), 10_000).split("\n", 1)[0]
    except InputError as error:
        raise InputError(
            f"no passphrase was read: {error.reason}",
            "WORKBENCH_PASSPHRASE_FILE names a small text file, whose first line it is.",
            file=name,
        ) from None


def unlock(database: Path, flat: toml.Flat, passphrase: str | None) -> Seal | None:
    """The seal of the study whose study.toml says ``flat``; None for a plain one, which needs no passphrase.

    Changes no file. Raises ``WrongKeyError`` without the right passphrase, ``StudyError`` where file and word differ.
    """
    front = _front(database)
    if not says_encrypted(flat):
        if front and front != _PLAIN:
            raise StudyError(
                f"{database} is not a workbench database, or it is an encrypted one",
                "study.toml of an encrypted study says `encrypted = true` under [study]: put it back. Or restore a "
                "backup.",
            )
        return None
    if not front:
        raise StudyError(
            f"this study is encrypted, and its database is not here: {database}",
            "Restore a backup, or join the study anew in another folder with `workbench init DIR --from PEER`.",
        )
    if front == _PLAIN:
        raise StudyError(
            "study.toml says that this study is encrypted, but its database is not",
            "A study is encrypted from its beginning: `workbench init DIR --encrypt` makes such a one. Take the line "
            "out, or put the right database back.",
        )
    if passphrase is None:
        raise WrongKeyError("this study is encrypted, and no passphrase was given", _ASKED)
    seal = Seal.derive(passphrase, front)
    if not _opens(database, seal.database_key):
        raise WrongKeyError(
            "the passphrase does not open this study, or its database is damaged",
            "Nothing was changed. Try again; if it surely is the passphrase, restore a backup.",
        )
    return seal


def check(folder: Path, passphrase: str | None) -> None:
    """Raise as ``unlock`` does unless ``passphrase`` opens the encrypted study in ``folder``; changes no file."""
    unlock(place.find(folder).standing, toml.load(read_text(folder / SETTINGS, toml.MAX_BYTES)), passphrase)


def begin(folder: Path, database: Path, seal: Seal, identity: str = "") -> Store:
    """Make the sealed database of a study that begins in ``folder``, empty but for its id; ``finish`` comes last.

    Raises ``StudyError`` where there is a study, or a database, already.
    """
    if (folder / SETTINGS).exists() or database.exists():
        raise StudyError(f"there is a study in {folder} already", "Choose another folder, or move .workbench away.")
    private_folder(folder)
    store = Store.open(database, "", key=seal.database_key)
    try:
        store.keep("study", identity or new_id())
    except BaseException:
        store.close()
        raise
    return store


def finish(folder: Path, store: Store) -> None:
    """Write what says that there is an encrypted study: its study.toml, which holds its id and nothing else."""
    (folder / SETTINGS).parent.mkdir(parents=True, exist_ok=True)
    write_file(folder / SETTINGS, _STUB.format(id=store.db.meta("study")))


def lying_open(folder: Path) -> list[str]:
    """Warnings about what lies in an encrypted study's folder for everybody to read; none of it is taken in."""
    found = [
        path
        for part in (CODEBOOK.parent, TRANSCRIPTS)
        for path in sorted((folder / part).rglob("*"))
        if path.is_file() and path != folder / SETTINGS and not path.name.startswith(".")
    ]
    warnings = []
    if found:
        names = ", ".join(p.relative_to(folder).as_posix() for p in found[:3]) + (", …" if len(found) > 3 else "")
        warnings.append(
            f"this study is encrypted, but not what lies in its folder beside it: {names}. Nothing reads it unasked; "
            "take it in with `import`, `codebook import` or `segments import`, and delete it"
        )
    if toml.load(read_text(folder / SETTINGS)).keys() - {toml.ENCRYPTED, toml.ID}:
        warnings.append(
            "study.toml of an encrypted study is not read: what was written there is open to everybody, and means "
            "nothing; `workbench settings export FILE`, then `settings import FILE` changes settings"
        )
    return warnings


def _front(database: Path) -> bytes:
    """The first bytes of the database, which are its salt where it is sealed; b"" where there is none."""
    if not database.is_file() or database.stat().st_size < SALT_BYTES:
        return b""
    con = _look(database)
    try:
        con.execute("PRAGMA key = 'any'")
        ((front,),) = con.execute("PRAGMA cipher_salt").fetchall()
        return bytes.fromhex(front)
    except (dbapi2.Error, ValueError) as error:
        raise StudyError(f"the study's database cannot be read: {database}", "Check its permissions.") from error
    finally:
        con.close()


def _opens(database: Path, key: bytes) -> bool:
    """Whether ``key`` opens the first page. Another process may be writing that page just now: then once more.

    Asked of the file as it lies there, and without a word to its log: closed with a wrong key, SQLite would still
    tidy up what a program that was killed has left.
    """
    for _ in range(3):
        con = _look(database)
        try:
            con.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            con.execute("PRAGMA user_version").fetchone()
            return True
        except dbapi2.DatabaseError:
            time.sleep(0.05)
        finally:
            con.close()
    return False


def _look(database: Path) -> dbapi2.Connection:
    try:
        con = dbapi2.connect(Path(os.path.abspath(database)).as_uri() + "?mode=ro&immutable=1", uri=True)
        con.execute("PRAGMA cipher_log_level = NONE")
    except dbapi2.Error as error:
        raise StudyError(f"the study's database cannot be read: {database}", "Check its permissions.") from error
    return con
