"""Rolling up: many small bundles that this replica wrote become a larger one, and some weeks later they go.

Weeks, because a colleague's laptop may be away and a cloud may be slow; and never before the larger one has been read
back from the folder and found to hold them.
"""

import contextlib
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from workbench.sync import bundle
from workbench.sync.bundle import Piece
from workbench.sync.examine import Examiner
from workbench.sync.listing import BUNDLE, TORN, Listing
from workbench.sync.peer import Notebook

KEEP_S = 30 * 86_400.0
"""How long small bundles stay beside the larger one."""

MANY = 32
"""So many small bundles in a row become one."""

SMALL = 256 * 1024
"""A bundle whose file has fewer bytes is small."""

_WROTE = "wrote:"
_STALE_PART_S = 86_400


class _Written(NamedTuple):
    """A bundle that this replica wrote; ``into``: the larger one that took it in at ``at`` (s), '' for none."""

    piece: Piece
    size: int
    into: str = ""
    at: float = 0


class RollUp:
    """Knows which bundles this replica wrote. ``write`` puts a bundle into the folder and says where it lies."""

    def __init__(
        self,
        root: Path,
        listing: Listing,
        reader: Examiner,
        notebook: Notebook,
        write: Callable[[Sequence[str | bytes]], str],
        *,
        keep: float = KEEP_S,
        many: int = MANY,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._root, self._listing, self._reader, self._notebook = root, listing, reader, notebook
        self._write = write
        self._keep, self._many, self._clock = keep, many, clock
        self._written = dict(_read(notebook.read()))
        self._noted = dict(self._written)

    def wrote(self, paths: Iterable[tuple[str, Piece]]) -> None:
        """Note what was just written, and put our own files in order. Raises OSError."""
        for path, piece in paths:
            self._note(path, piece)
            self._replace_torn(path, piece)
        for run in list(self._runs()):
            self._roll(run)
        self._remove()
        self._remember()

    def _note(self, path: str, piece: Piece) -> None:
        with contextlib.suppress(FileNotFoundError):  # somebody was quick to take it away
            self._written[path] = _Written(piece, (self._root / path).stat().st_size)

    def _replace_torn(self, path: str, piece: Piece) -> None:
        """Take away what is left of bundles of ours that came to harm, now that ``path`` holds what was in them."""
        for other, written in list(self._written.items()):
            old = written.piece
            if other == path or old.stream != piece.stream or not piece.first <= old.first <= old.last <= piece.last:
                continue
            seen = self._listing.files.get(other)
            if (seen is None or seen.kind == TORN) and self._holds(path, [old.tip]):
                if seen:
                    (self._root / other).unlink(missing_ok=True)
                del self._written[other]

    def _holds(self, path: str, tips: Iterable[str]) -> bool:
        """Whether a file, read from the disk now, is whole and holds the changes of these hashes."""
        lines = self._reader.lines(self._root / path)
        return {*tips} <= {json.loads(line)["h"] for line in lines}

    def _runs(self) -> Iterator[list[str]]:
        """Small bundles that follow each other, where there are many."""
        small = [
            (written.piece, path)
            for path, written in self._written.items()
            if not written.into and written.size < SMALL and self._is_whole(path)
        ]
        run: list[tuple[Piece, str]] = []
        for piece, path in sorted(small):
            before = run[-1][0] if run else None
            if before and (before.stream, before.last + 1, before.tip) == (piece.stream, piece.first, piece.prev):
                run.append((piece, path))
                continue
            if len(run) >= self._many:
                yield [path for _, path in run]
            run = [(piece, path)]
        if len(run) >= self._many:
            yield [path for _, path in run]

    def _is_whole(self, path: str) -> bool:
        seen = self._listing.files.get(path)
        return seen is not None and seen.kind == BUNDLE

    def _roll(self, run: Sequence[str]) -> None:
        lines: list[str | bytes] = []
        for path in run:
            found = self._reader.lines(self._root / path)
            if not found:
                return
            lines += found
        for portion in bundle.portions(lines):
            larger = self._write(portion)
            if self._reader.lines(self._root / larger) != portion:
                continue
            (piece,) = bundle.pieces(portion)
            self._note(larger, piece)
            tips = {json.loads(line)["h"] for line in portion}
            for path in run:
                written = self._written[path]
                if path != larger and written.piece.tip in tips and written.piece.first >= piece.first:
                    self._written[path] = written._replace(into=larger, at=self._clock())

    def _remove(self) -> None:
        now = self._clock()
        due = [(w.into, path, w) for path, w in self._written.items() if w.into and now - w.at >= self._keep]
        for into, path, written in sorted(due):
            if self._holds(into, [written.piece.tip]):
                (self._root / path).unlink(missing_ok=True)
                del self._written[path]
            else:
                self._written[path] = written._replace(into="", at=0)
        for part in self._listing.parts():
            with contextlib.suppress(OSError):  # somebody else's business, if it cannot be done
                if time.time() - (self._root / part).stat().st_mtime > _STALE_PART_S:
                    (self._root / part).unlink()

    def _remember(self) -> None:
        news: dict[str, str | None] = {
            _WROTE + path: json.dumps(w) for path, w in self._written.items() if self._noted.get(path) != w
        }
        news |= {_WROTE + path: None for path in self._noted.keys() - self._written.keys()}
        if news:
            self._notebook.write(news)
        self._noted = dict(self._written)


def _read(notes: dict[str, str]) -> Iterator[tuple[str, _Written]]:
    for key, value in notes.items():
        if key.startswith(_WROTE):
            with contextlib.suppress(TypeError, ValueError):
                piece, size, into, at = json.loads(value)
                yield key[len(_WROTE) :], _Written(Piece(*piece), size, into, at)
