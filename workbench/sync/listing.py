"""What lies in a shared folder: every file looked at once, and again only when it has changed.

Names are hints and places mean nothing. A file whose name contains ``.jsonl`` is read as a bundle; any other that
begins like a text, or like something sealed, is read as that. What was found is kept by size and time of change in the
replica's notebook, so that thousands of files cost a look at their folders.
"""

import json
import math
import os
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from workbench.sync import files
from workbench.sync.bundle import Piece
from workbench.sync.peer import Notebook

MARKER = "workbench.json"
BUNDLE, TEXT, TORN, NOTHING = "bundle", "text", "torn", "nothing"
SEALED, LOCKED, PLAIN, LARGE, ODD = "sealed", "locked", "plain", "large", "odd"
"""What a file is: changes, a text, not whole (yet), none of ours; or of no use here, and why: sealed and no passphrase
given, sealed with another, not sealed in an encrypted study, too large, whole but not understood."""

RESCAN_S = 60.0
"""So often every file is looked at, also where its folder says that nothing has changed."""

_KEPT = (BUNDLE, TEXT, TORN, ODD)
_SETTLED_NS = 2_000_000_000
"""Times of change are that coarse on some disks; what is younger may change once more without its time saying so."""
_MAX_DEPTH = 12
_MARKER_BYTES = 10_000


class Seen(NamedTuple):
    """What was found in a file; ``study`` and ``pieces`` of a bundle, ``text`` the id of a text (or of what says
    it is one and is torn), ``since`` (s) when."""

    size: int
    mtime: int
    kind: str
    study: str = ""
    pieces: tuple[Piece, ...] = ()
    text: str = ""
    since: float = 0


class _Folder(NamedTuple):
    mtime: int
    looked: int
    folders: tuple[str, ...]
    files: tuple[str, ...]
    parts: tuple[str, ...]


class Listing:
    """The files below ``root``, by their path relative to it (``/`` between the names)."""

    def __init__(
        self,
        root: Path,
        notebook: Notebook,
        examine: Callable[[Path, int], Seen],
        *,
        scope: str = "file",
        rescan: float = RESCAN_S,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.root = str(root)
        self.study = ""
        self.files: dict[str, Seen] = {}
        self.markers: list[str] = []
        self._notebook = notebook
        self._examine = examine
        self._clock = clock
        self._folders: dict[str, _Folder] = {}
        self._scope, self._rescan = f"{scope}:", rescan
        self._noted = {k: v for k, v in notebook.read().items() if k.startswith(self._scope)}
        self._news: dict[str, str | None] = {}
        self._last_full, self._full = -math.inf, True

    def refresh(self) -> None:
        """Look at what may have changed. Raises OSError where the folder itself cannot be read."""
        now = time.monotonic()
        self._full = now - self._last_full >= self._rescan
        before, self.files = self.files, {}
        folders, self._folders = self._folders, {}
        self.markers = []
        waiting = [""]
        while waiting:
            place = waiting.pop()
            known = None if self._full else folders.get(place)
            try:
                looked = self._look(place, known, before)
            except OSError:
                if not place:
                    self.files, self._folders = before, folders
                    raise
                continue
            self._folders[place] = looked
            if place.count("/") < _MAX_DEPTH:
                waiting += looked.folders
        if self._full:
            self._last_full = now
        self._remember(before.keys() - self.files.keys())

    def _look(self, place: str, known: _Folder | None, before: dict[str, Seen]) -> _Folder:
        mtime = os.stat(f"{self.root}/{place}").st_mtime_ns
        if known and known.mtime == mtime and known.looked - mtime > _SETTLED_NS:
            for path in known.files:
                if path in before and before[path].kind != TORN:
                    self.files[path] = before[path]
                else:
                    self._file(path, before)
            return known
        looked = time.time_ns()
        folders, found, parts = [], [], []
        for entry in files.entries(f"{self.root}/{place}"):
            path = f"{place}/{entry.name}" if place else entry.name
            if entry.name.startswith("."):
                if files.OURS.fullmatch(entry.name):
                    parts.append(path)
            elif entry.is_dir(follow_symlinks=False):
                folders.append(path)
            elif entry.is_file(follow_symlinks=False):
                if place and entry.name == MARKER and self._is_another(path):
                    return _Folder(mtime, looked, (), (), ())
                found.append(path)
        for path in found:
            self._file(path, before)
        return _Folder(mtime, looked, tuple(folders), tuple(found), tuple(parts))

    def _is_another(self, marker: str) -> bool:
        """Whether a folder below is a shared folder of its own, of another study: nothing in it is ours to judge."""
        study = self.read_marker(marker)
        return bool(study and self.study and study != self.study)

    def read_marker(self, path: str) -> str:
        """The study that a marker file names; '' where it does not."""
        try:
            found = json.loads(files.read(f"{self.root}/{path}", _MARKER_BYTES))
            study = found["study"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return ""
        return study if isinstance(study, str) and re.fullmatch(r"[A-Za-z0-9_.-]{1,64}", study) else ""

    def parts(self) -> list[str]:
        """Files that somebody began to write; they are never read."""
        return [path for folder in self._folders.values() for path in folder.parts]

    def _file(self, path: str, before: dict[str, Seen]) -> None:
        """Look at a file and note what it is."""
        if "/" not in path and path.startswith("workbench") and path.endswith(".json"):
            self.markers.append(path)
            return
        seen = before.get(path) or self._recall(path)
        try:
            status = os.lstat(f"{self.root}/{path}")
            same = seen and (seen.size, seen.mtime) == (status.st_size, status.st_mtime_ns)
            if not seen or not same or (seen.kind == TORN and self._may_have_changed(seen)):
                fresh = self._examine(Path(self.root, path), status.st_size)
                since = seen.since if seen and same and seen.kind == fresh.kind else self._clock()
                seen = fresh._replace(size=status.st_size, mtime=status.st_mtime_ns, since=since)
                self._news[self._key(path)] = json.dumps(seen) if seen.kind in _KEPT else None
            self.files[path] = seen
        except OSError:
            pass  # it has gone, or nobody may read it: as if it were not there

    def _may_have_changed(self, seen: Seen) -> bool:
        """Whether a torn file is worth another look though its size and time are the same."""
        return self._full or abs(time.time_ns() - seen.mtime) < _SETTLED_NS

    def _recall(self, path: str) -> Seen | None:
        try:
            size, mtime, kind, study, pieces, text, since = json.loads(self._noted[self._key(path)])
            return Seen(size, mtime, kind, study, tuple(Piece(*piece) for piece in pieces), text, since)
        except (KeyError, TypeError, ValueError):
            return None

    def _remember(self, gone: Iterable[str]) -> None:
        self._news |= {self._key(path): None for path in gone}
        if self._noted and self._full:
            self._news |= dict.fromkeys(self._noted.keys() - {self._key(path) for path in self.files})
        if news := {k: v for k, v in self._news.items() if self._noted.get(k) != v}:
            self._notebook.write(news)
            self._noted = {k: v for k, v in (self._noted | news).items() if v is not None}
        self._news = {}

    def changed(self) -> bool:
        """Whether a folder looks other than when it was last looked at. Raises OSError where the folder has gone."""
        for place, folder in list(self._folders.items()):
            try:
                if os.stat(f"{self.root}/{place}").st_mtime_ns != folder.mtime:
                    return True
            except OSError:
                if not place:
                    raise
                return True
        torn = [(path, seen) for path, seen in self.files.items() if seen.kind == TORN]
        return any(self.differs(path, seen) for path, seen in torn)

    def differs(self, path: str, seen: Seen) -> bool:
        """Whether a file is not, or no longer, the one that was seen."""
        try:
            status = os.lstat(f"{self.root}/{path}")
        except OSError:
            return True
        return (status.st_size, status.st_mtime_ns) != (seen.size, seen.mtime)

    def _key(self, path: str) -> str:
        """A path as a note's key: names that are no Unicode can still be noted."""
        return self._scope + json.dumps(path)
