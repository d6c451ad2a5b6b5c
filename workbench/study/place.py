"""Where a study's database lies.

In the study's folder, under ``.workbench``; but not where a sync client copies files one by one, which tears a
database apart from its write-ahead log, nor on a file system that another machine can write to at the same time. From
such a folder it is kept away, in this user's data directory. It is moved there once, and stays where it is used.
"""

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from platformdirs import user_data_path

from workbench.errors import StudyError, WorkbenchError
from workbench.store import backup, moving
from workbench.store.streams import state_dir
from workbench.study import settings as toml
from workbench.study.folder import DATABASE, PRIVATE, SETTINGS, make_folder, private_folder, read_text, write_file
from workbench.study.owner import owner


class Place(NamedTuple):
    """``database`` is where the study's database lies or is to lie, ``private`` the folder of what belongs to it.

    ``home`` is where it would be in the study's folder, ``why`` it may not be there ('': it may); ``left`` is where it
    lies still, if it was kept for a folder that has been renamed since.
    """

    database: Path
    private: Path
    why: str
    home: Path
    left: Path | None = None

    @property
    def standing(self) -> Path:
        """The file that is to be looked at now, before ``ready`` has moved anything."""
        there = (path for path in (self.database, self.home, self.left) if path and path.is_file())
        return next(there, self.database)


def find(folder: Path) -> Place:
    """Where the database of the study in ``folder`` belongs. Changes nothing.

    Raises ``StudyError`` where no folder of this machine's own is there to take it.
    """
    home, why, apart = folder / DATABASE, owner(folder / PRIVATE), _apart(folder)
    if not why and not apart.is_file():
        return Place(home, home.parent, "", home)
    if why:
        _check(apart.parent, why)
    left = None if apart.is_file() or home.is_file() else _left(folder)
    return Place(apart, apart.parent, why, home, left)


def ready(folder: Path, place: Place, key: bytes | None = None) -> list[str]:
    """Make the place ready, and move there what lies elsewhere. Returns what a person should know, each thing once.

    Raises ``BusyError`` where the database must be moved and another process has it open; nothing was changed then.
    """
    if place.database == place.home:
        private_folder(folder)
        return []
    said = []
    make_folder(place.private)
    with suppress(OSError):
        place.private.chmod(0o700)
    if place.left is not None and not place.database.exists():
        said += _adopt(place, place.left, key)
    if place.home.exists():
        if _looks(place.home) != _record(folder).get("stays"):
            brought = moving.bring(place.home, place.database, key, _keep(place))
            said += _words(brought, place)
            if not brought.stays:
                _take_along(place.home.parent / "backups", place.private / "backups")
    else:
        backup.remove(place.home)  # what a sync client brings back of its sides
    _remember(folder, place)
    if place.why and not place.left and _record(folder).get("said") != str(place.database):
        said.append(
            f"{place.why[:1].upper()}{place.why[1:]}: a database does not survive that, so the study's database lies "
            f"in {place.database}; share the work with `workbench sync`"
        )
    return said


def new(folder: Path) -> Path:
    """Where the database of a study that is just being made in ``folder`` is to lie; its folder is there then."""
    where = find(folder)
    if where.standing.exists():
        raise StudyError(
            f"a database for {folder} is there already: {where.standing}", "Move it away, or choose another folder."
        )
    ready(folder, where)
    return where.database


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder of this user's alone, on a disk of this machine's own if there is one; gone at the end."""
    with tempfile.TemporaryDirectory(prefix="workbench-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def data_folder() -> Path:
    """This user's folder for databases that may not lie with their study (``WORKBENCH_DATA`` overrides it)."""
    given = os.environ.get("WORKBENCH_DATA")
    return (Path(given) if given else user_data_path("workbench", appauthor=False)).resolve()


# --- where it goes instead


def _apart(folder: Path) -> Path:
    """Where the database of this folder is, or would be, in the data directory."""
    known = _record(folder).get("database", "")
    if known and Path(known).is_file():
        return Path(known)
    real = folder.resolve()
    readable = re.sub(r"[^\w-]+", "-", real.name).strip("-")[:40] or "study"
    return data_folder() / "studies" / f"{readable}-{_hash(real)}" / DATABASE.name


def _check(target: Path, why: str) -> None:
    advice = "Set WORKBENCH_DATA to a folder on a disk of this machine's own; the database of the study is kept there."
    if also := owner(target):
        raise StudyError(f"{why}, and so it is with {target}, where the study's database would go ({also})", advice)
    if _in_container() and not os.environ.get("WORKBENCH_DATA"):
        raise StudyError(f"{why}, and what this container keeps elsewhere goes when it goes", advice)


def _in_container() -> bool:
    return Path("/.dockerenv").exists() or Path("/run/.containerenv").exists()


def _left(folder: Path) -> Path | None:
    """The database of a study folder that is gone from where it was, if this one is that study under a new name."""
    wanted = _study_id(folder)
    found = []
    for record in _records() if wanted else ():
        was, database = Path(record.get("folder", "")), Path(record.get("database", ""))
        gone = was.parent.is_dir() and not (was / SETTINGS).exists()
        if gone and database.is_file() and wanted == (record.get("study") or _study_in(database)):
            found.append(database)
    return max(found, key=lambda path: path.stat().st_mtime, default=None)


def _study_in(database: Path) -> str:
    """The study of a plain database; before its first opening is over, its folder need not say it."""
    try:
        with closing(backup.Copy(database)) as db:
            return db.meta("study")
    except WorkbenchError:
        return ""


def _adopt(place: Place, left: Path, key: bytes | None) -> list[str]:
    """Take over what was kept for the folder under its old name."""
    try:
        place.private.rmdir()
        left.parent.rename(place.private)
    except OSError:  # another disk, or something lies in one of them
        make_folder(place.private)
        moving.bring(left, place.database, key, _keep(place))
        _take_along(left.parent / "backups", place.private / "backups")
    return [f"the study's folder has another name now; its database was found, and lies in {place.database}"]


def _keep(place: Place) -> Path:
    """What to call the backup of a database that another has taken in."""
    return place.private / "backups" / f"study-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}-taken-in.db"


def _take_along(old: Path, new: Path) -> None:
    """Backups go where the database went; one that cannot stays where it is."""
    with suppress(OSError, WorkbenchError):
        for path in sorted(old.glob("study-*.db")):
            make_folder(new)
            if not (new / path.name).exists():
                write_file(new / path.name, path.read_bytes())
            path.unlink()


def _looks(file: Path) -> str:
    """By what a file that was looked at is known again; '' where there is none."""
    try:
        return f"{file.stat().st_size} {file.stat().st_mtime_ns}"
    except OSError:
        return ""


def _words(brought: moving.Brought, place: Place) -> list[str]:
    if brought.stays:
        from_whom = f"{place.home} was made on another machine: what it holds is"
        return [f"{from_whom} in {place.database} too, and it stays where it is"] if _news(brought) else []
    if brought.moved:
        return [f"the study's database was moved from {place.home} to {place.database}"]
    if brought.kept is not None and brought.kept.parent == place.home.parent:
        return [f"a database that came back into the folder could not be read, and was put aside as {brought.kept}"]
    if not brought.changes:
        return []
    kept = f"; it is kept as {brought.kept}" if brought.kept else ""
    return [f"the study's folder held another database: its {brought.changes} changes were taken in{kept}"]


def _news(brought: moving.Brought) -> bool:
    return brought.moved or brought.changes > 0


# --- what this machine remembers of it


def _hash(real: Path) -> str:
    return hashlib.sha256(os.fsencode(str(real))).hexdigest()[:12]


def _note(folder: Path) -> Path:
    return state_dir() / "places" / f"{_hash(folder.resolve())}.json"


def _read(path: Path) -> dict[str, str]:
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {k: v for k, v in known.items() if isinstance(v, str)} if isinstance(known, dict) else {}


def _record(folder: Path) -> dict[str, str]:
    known = _read(_note(folder))
    return known if known.get("folder") == str(folder.resolve()) else {}


def _records() -> Iterator[dict[str, str]]:
    return map(_read, sorted((state_dir() / "places").glob("*.json")))


def told(folder: Path) -> None:
    """Note that somebody has been told where the database is; it is not said again."""
    known = _record(folder)
    if known and known.get("said") != known.get("database"):
        _write(folder, known | {"said": known.get("database", "")})


def _remember(folder: Path, place: Place) -> None:
    before = _record(folder)
    now = {
        "folder": str(folder.resolve()),
        "database": str(place.database),
        "study": _study_id(folder) or before.get("study", ""),
        "stays": _looks(place.home),
        "said": str(place.database) if place.left else before.get("said", ""),
    }
    if now != before:
        _write(folder, now)


def _write(folder: Path, known: Mapping[str, str]) -> None:
    with suppress(OSError, WorkbenchError):  # without a state folder it is said each time
        make_folder(state_dir() / "places")
        write_file(_note(folder), json.dumps(known, ensure_ascii=False, indent=1))


def _study_id(folder: Path) -> str:
    try:
        return str(toml.load(read_text(folder / SETTINGS, toml.MAX_BYTES)).get("study.id", ""))
    except WorkbenchError:
        return ""
