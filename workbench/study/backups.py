"""Backups: made by themselves, read back when they are written, and thinned out with the years."""

import re
from collections.abc import Collection, Iterable, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from workbench.errors import NotFoundError, StudyError, WorkbenchError
from workbench.store import backup
from workbench.study.base import Base
from workbench.study.folder import PRIVATE, make_folder

FOLDER = "backups"
BEFORE_RESTORE = "before-restore"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

_TODAY, _DAYS, _WEEKS, _MONTHS = 8, 14, 8, 12
_NAME = re.compile(r"study-(\d{4}-\d\d-\d\dT\d{6})Z(?:-([a-z0-9-]+))?\.db")
_QUICK_BYTES, _QUICK_SEALED_BYTES = 60_000_000, 18_000_000
"""What is copied and read back in a third of a second; a larger study is backed up by itself but once a day."""
_CLOCK_ODD = timedelta(minutes=5)


class Backup(NamedTuple):
    """A backup: when it was made, its size in bytes, how many changes it holds; ``whole``: it can be opened.

    ``reason``: why it was made, '' where it was time. ``changes`` is -1 where it cannot be opened.
    """

    path: Path
    when: datetime
    size: int
    changes: int
    whole: bool
    reason: str = ""


class Backups:
    """``study.backups``."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self.warnings: list[str] = []
        """Why no backup could be made, where it was time for one."""

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return Path(self._base.store.db.path).parent / FOLDER

    def list(self) -> Sequence[Backup]:
        """All of them, the newest first."""
        return listed(self.folder, self._base.store.db.key)

    def due(self, after: timedelta = HOUR) -> bool:
        """Whether the study has changed since the last backup, and that is longer ago than ``after``."""
        now, newest = datetime.now(UTC), next(iter(_found(self.folder)), None)
        since = newest[0] if newest else self._begun()
        if since is None or timedelta(0) <= now - since + _CLOCK_ODD < after + _CLOCK_ODD:
            return False
        return newest is None or self._differs(newest[1])

    def make(self, reason: str = "") -> Path:
        """Make one now, and take away those that time has made superfluous. Raises ``StudyError``."""
        return self._make(reason, thorough=True)

    def keep_up(self, after: timedelta) -> None:
        """Make one if it is due. What stands in the way is a warning."""
        try:
            quick = _QUICK_SEALED_BYTES if self._base.store.db.key else _QUICK_BYTES
            if Path(self._base.store.db.path).stat().st_size > quick:
                after = DAY if after < DAY else 3 * DAY
            if self.due(after):
                self._make("", thorough=False)
        except (WorkbenchError, OSError) as error:
            why = error.message if isinstance(error, WorkbenchError) else error.strerror
            self.warnings.append(f"no backup could be made: {why}")

    def renew(self) -> Path:
        """Make one in which no byte is left of what was erased, then take all others away: after a withdrawal.

        Raises ``StudyError`` where none could be made, and then no other is gone; or naming those that are still there.
        """
        target = self._make("renewed", thorough=True, compact=True, thin=False)
        for path in self._others(target):
            with suppress(OSError):
                backup.remove(path)
        if left := self._others(target):
            raise StudyError(
                f"backups from before could not be removed: {', '.join(str(path) for path in left[:5])}",
                "They hold what was taken out of the study; remove them by hand.",
            )
        return target

    def _others(self, but: Path) -> Sequence[Path]:
        """Every other file that may hold what the study once held: backups, what was put aside, what is half done."""
        places = {self.folder.parent.resolve(), (self._base.folder / PRIVATE).resolve()}
        patterns = (f"{FOLDER}/*", f"{FOLDER}/.*", "study-unreadable*", ".restored-*", ".study.db.*")
        found = {path for place in places for pattern in patterns for path in place.glob(pattern)}
        return sorted(path for path in found if path != but.resolve() and path.is_file())

    def _make(self, reason: str, *, thorough: bool, compact: bool = False, thin: bool = True) -> Path:
        make_folder(self.folder)
        target = new_name(self.folder, reason)
        backup.write(self._base.store.db, target, thorough=thorough, compact=compact)
        if thin:
            thin_out(self.folder, target)
        return target

    def _begun(self) -> datetime | None:
        """When the first change was made, by the clock of whoever made it."""
        rows = self._base.store.read("SELECT ts FROM change WHERE n = (SELECT min(n) FROM change)")
        try:
            return datetime.fromtimestamp(rows[0][0] / 1000, UTC) if rows else None
        except (OverflowError, ValueError, OSError):
            return datetime.fromtimestamp(0, UTC)

    def _differs(self, newest: Path) -> bool:
        try:
            with closing(backup.Copy(newest, self._base.store.db.key)) as copy:
                return backup.contents(copy) != backup.contents(self._base.store.db)
        except WorkbenchError:
            return True


def listed(folder: Path, key: bytes | None) -> Sequence[Backup]:
    """The backups in a folder, the newest first."""
    result = []
    for when, path, reason in _found(folder):
        changes = -1
        with suppress(WorkbenchError), closing(backup.Copy(path, key)) as copy:
            ((changes, pages, size),) = copy.read(
                "SELECT (SELECT count(*) FROM change), page_count, page_size FROM pragma_page_count, pragma_page_size"
            )
            changes = changes if pages * int(size) == path.stat().st_size else -1
        with suppress(OSError):
            result.append(Backup(path, when.astimezone(), path.stat().st_size, changes, changes >= 0, reason))
    return result


def chosen(folder: Path, name: str = "") -> Path:
    """The backup that is meant: a file, the name of one in ``folder`` or its beginning; '' is the newest.

    A beginning says something of the day, so that no slip of the fingers is one. The newest is not the one that a
    restore has made of what it replaced. Raises ``NotFoundError``.
    """
    found = _found(folder)
    if not name:
        for _, path, reason in found:
            if reason != BEFORE_RESTORE:
                return path
        raise NotFoundError("this study has no backup yet", "`workbench backup` makes one; or name a file.")
    if Path(name).is_file():
        return Path(name)
    meant = [path for _, path, _ in found if path.name == name] or [
        path for _, path, _ in found if path.name.startswith((name, f"study-{name}")) and any(map(str.isdigit, name))
    ]
    if len(meant) != 1:
        raise NotFoundError(
            f"there is no backup called {name}" if not meant else f"several backups begin with {name}",
            "`workbench backup list` shows them; a file elsewhere is named by its path.",
        )
    return meant[0]


def new_name(folder: Path, reason: str = "") -> Path:
    """A name for a backup made now."""
    words = "-".join(re.findall(r"[a-z0-9]+", reason.casefold()))[:40]
    stem = "-".join(part for part in (f"study-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}", words) if part)
    names = (folder / f"{stem}{number}.db" for number in ("", *(f"-{i}" for i in range(2, 1000))))
    return next(name for name in names if not name.exists())


def thin_out(folder: Path, made: Path | None = None) -> None:
    """Take away the backups that are kept no longer; never ``made``, nor the newest. What cannot be removed stays."""
    found = {path: when.astimezone() for when, path, _ in _found(folder)}
    keep = kept(found.values(), datetime.now().astimezone())
    for path, when in found.items():
        if when not in keep and path != made:
            with suppress(OSError):
                path.unlink()
    rests = (
        *folder.glob(".study-*.part*"),
        *folder.parent.glob(".restored-*"),
        *folder.parent.glob(".study.db.*.part*"),
    )
    for part in rests:
        with suppress(OSError):
            if datetime.now().timestamp() - part.stat().st_mtime > DAY.total_seconds():
                part.unlink()


def kept(times: Iterable[datetime], now: datetime) -> Collection[datetime]:
    """Which of the backups made at ``times`` are kept.

    Of today the newest 8; then the newest of a day for 14 days, of a week for 8 weeks, of a month for 12 months. The
    newest of all is always kept; so is the newest of each day that has not come yet, for then a clock was wrong.
    """
    newest_first = sorted(set(times), reverse=True)
    keep = set(newest_first[:1])
    keep.update([time for time in newest_first if time.date() == now.date()][:_TODAY])
    seen: set[tuple[object, ...]] = set()
    for time in newest_first:
        age = (now.date() - time.date()).days
        year, week, _ = time.isocalendar()
        months = (now.year - time.year) * 12 + now.month - time.month
        for bucket, stands in (
            (("day", time.date()), age != 0 and age <= _DAYS),
            (("week", year, week), 0 <= age <= 7 * _WEEKS),
            (("month", time.year, time.month), age >= 0 and months <= _MONTHS),
        ):
            if stands and bucket not in seen:
                keep.add(time)
            seen.add(bucket)
    return keep


def _found(folder: Path) -> Sequence[tuple[datetime, Path, str]]:
    """The files in ``folder`` that are called as backups are, the newest first."""
    found = []
    with suppress(OSError):
        for path in folder.iterdir():
            if match := _NAME.fullmatch(path.name):
                with suppress(ValueError):
                    when = datetime.strptime(match[1], "%Y-%m-%dT%H%M%S").replace(tzinfo=UTC)
                    found.append((when, path, match[2] or ""))
    return sorted(found, reverse=True)
