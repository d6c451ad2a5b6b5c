"""A database file that changes its place, or whose content is put back: both while nobody else can use it.

Whenever the program is killed, one whole file is where it was or where it was to be; where both are, the next start
takes the one into the other, which loses nothing.
"""

import os
import random
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from workbench.errors import BusyError, NewerError, StudyError
from workbench.identity import new_id
from workbench.log.change import canonical_json
from workbench.store import backup, merge, streams
from workbench.store.database import WAIT_S, Database, explained
from workbench.store.projection import rebuild
from workbench.store.verify import digest

_TRY_S = 0.2


class Brought(NamedTuple):
    """What became of a database that was not where it should be.

    ``moved``: what it holds now lies in the right place, where nothing lay; ``changes``: how many the one there had
    not; ``kept``: where the old file is now; ``stays``: it was left as it is, for it is another machine's.
    """

    moved: bool = False
    changes: int = 0
    kept: Path | None = None
    stays: bool = False


class _Held(Database):
    """A connection beside which there is no other, and whose write-ahead log is back in the file."""

    def _prepare(self) -> None:
        self.con.execute("PRAGMA locking_mode=EXCLUSIVE")
        super()._prepare()

    def _journal(self) -> None:
        self.con.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def held(path: Path, key: bytes | None = None, wait: float = WAIT_S) -> Iterator[Database]:
    """The database file at ``path``, which no other process can read or write meanwhile.

    Raises BusyError, with nothing changed, where one still has it open after ``wait`` seconds.
    """
    until = time.monotonic() + wait
    while True:
        try:
            db = _Held(path, _TRY_S, key)
            break
        except BusyError as error:
            if time.monotonic() > until:
                raise BusyError(
                    "the study is open in another window or program",
                    "Close it there and do this again; nothing was changed.",
                ) from error
            time.sleep(random.uniform(0.02, 0.2))  # two that wait for each other must not do so in step
    with closing(db):
        yield db


def bring(old: Path, new: Path, key: bytes | None, keep: Path, wait: float = WAIT_S) -> Brought:
    """Move the database from ``old`` to ``new``. Where there is one already, it takes in what it had not, and the old
    file becomes the backup ``keep``. A file in which nobody has worked on this machine is copied and left alone:
    through a shared folder, removing it would take it from a colleague.

    Raises BusyError where another process has the old one open, StudyError where they are of two studies or the old
    one cannot be read and there is no other; nothing is changed then.
    """
    if not old.is_file() or old.stat().st_size == 0:
        backup.remove(old)
        return Brought()
    try:
        with closing(backup.Copy(old, key)) as db:
            if db.read("SELECT 1 FROM change LIMIT 1") and not streams.written_here(db):
                return _take_copy(db, old, new)
        with held(old, key, wait) as db:
            if new.exists():
                brought = _merge(db, new, keep)
            else:
                _move(db, new)
                brought = Brought(moved=True)
            if os.name == "posix":  # elsewhere an open file cannot be removed
                backup.remove(old)
    except (BusyError, NewerError):
        raise
    except StudyError as error:
        if isinstance(error, _OtherStudyError) or not new.exists():
            raise
        # Half of a file, as a sync client may bring it back, or one that no key of ours opens: it is left to people.
        aside = _unused(old.with_name(f"{old.stem}-unreadable{old.suffix}"))
        os.replace(old, aside)
        return Brought(kept=aside)
    backup.remove(old)
    return brought


class _OtherStudyError(StudyError):
    pass


def _move(db: Database, new: Path) -> None:
    backup.write(db, new)
    with closing(backup.Copy(new, db.key)) as moved:
        same = digest(moved) == digest(db)
    if not same:
        backup.remove(new)
        raise StudyError("the database could not be copied as it is", "Check the disk; nothing was changed.")


def _take_copy(db: Database, old: Path, new: Path) -> Brought:
    if new.exists():
        changes, _ = _take_in(db, new)
        return Brought(changes=changes, stays=True)
    part = new.with_name(f".{new.name}.{os.getpid()}.part")
    try:
        backup.stage(old, part, db.key)
        renew(part, db.key)
        backup.settle(part, new)
    finally:
        backup.remove(part)
    return Brought(moved=True, stays=True)


def renew(path: Path, key: bytes | None, metas: Mapping[str, str] | None = None) -> None:
    """Make a copied file a replica of its own, which writes under no name of the file it came from."""
    with closing(Database(path, key=key)) as db, db.transaction():
        for name, value in {"replica": new_id(), **(metas or {})}.items():
            db.set_meta(name, value)


def _merge(db: Database, new: Path, keep: Path) -> Brought:
    changes, rest = _take_in(db, new)
    if rest:
        keep.parent.mkdir(parents=True, exist_ok=True)
        backup.write(db, keep)
    return Brought(changes=changes, kept=keep if rest else None)


def _take_in(db: Database, new: Path) -> tuple[int, bool]:
    """Take all that ``db`` has into the database ``new``.

    Returns how many changes came, and whether the file behind ``db`` is worth keeping: it had something of its own,
    and nothing that was erased since.
    """
    with closing(Database(new, key=db.key)) as into:
        if into.meta("stale"):
            with into.transaction():
                rebuild(into)
        ours, theirs = into.meta("study"), db.meta("study")
        if ours and theirs and ours != theirs:
            raise _OtherStudyError(
                f"there are databases of two studies: {db.path} and {new}",
                "Move the one away that is not this study's.",
            )
        texts = db.read("SELECT id, salt, data FROM blob WHERE data IS NOT NULL")
        lines = [canonical_json({"blob": name, "salt": salt.hex(), "data": data}) for name, salt, data in texts]
        for (stream,) in db.read("SELECT id FROM stream ORDER BY id"):
            lines += merge.export(db, stream)
        lines += [line for (line,) in db.read("SELECT line FROM pending")]
        report = merge.ingest(into, lines, durable=True)
        erased = merge.texts_erased(into) & {name for name, *_ in texts}
    return report.applied, bool(report.applied or report.blobs or report.refused) and not erased


def put_back(staged: Path, live: Path, key: bytes | None, before: Path, wait: float = 2.0) -> int:
    """Make ``staged`` the content of the database ``live``, whose present one becomes the backup ``before``.

    ``live`` goes on as the same file, in one transaction of SQLite's: a process that waits for it finds the one state
    or the other. What was erased stays so; returns how many texts were emptied for that.
    """
    if not live.exists():
        backup.settle(staged, live)
        return 0
    try:
        with held(live, key, wait) as db:
            before.parent.mkdir(parents=True, exist_ok=True)
            backup.write(db, before)
            emptied = _empty(staged, key, merge.texts_erased(db))
            with closing(backup.Copy(staged, key)) as chosen, explained(live):
                chosen.con.backup(db.con)
            return emptied
    except (BusyError, NewerError):
        raise
    except StudyError:
        if _readable(live, key):
            raise
    # What lies there is no database any more: it is kept as it is, and the backup takes its place.
    for side in ("", "-wal", "-journal"):
        if (part := live.with_name(live.name + side)).exists():
            shutil.copy2(part, _unused(before.with_name(before.stem + "-damaged" + before.suffix + side)))
    for side in backup.SIDES:
        live.with_name(live.name + side).unlink(missing_ok=True)
    backup.settle(staged, live)
    return 0


def _readable(path: Path, key: bytes | None) -> bool:
    try:
        with held(path, key, _TRY_S) as db:
            return db.read("PRAGMA quick_check") == [("ok",)]
    except (BusyError, NewerError):
        return True
    except StudyError:
        return False


def _empty(staged: Path, key: bytes | None, erased: frozenset[str]) -> int:
    """Take texts out of a staged backup that were erased after it was made."""
    with closing(Database(staged, key=key)) as db:
        with db.transaction() as con:
            query = "UPDATE blob SET salt = NULL, data = NULL WHERE id = ? AND data IS NOT NULL"
            emptied = sum(int(con.execute(query, (text,)).rowcount) for text in sorted(erased))
        if emptied:
            db.scrub()
    return emptied


def _unused(path: Path) -> Path:
    names = (path.with_name(f"{path.stem}-{i}{path.suffix}") for i in range(2, 1000))
    return path if not path.exists() else next(name for name in names if not name.exists())
