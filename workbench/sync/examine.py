"""What a single file in a shared folder is, told by its content."""

import contextlib
import re
from pathlib import Path

from workbench.errors import StudyError
from workbench.sealing import DamagedError, Seal, is_sealed
from workbench.sync import bundle, files
from workbench.sync.listing import BUNDLE, LARGE, LOCKED, NOTHING, ODD, PLAIN, SEALED, TEXT, TORN, Seen

CHANGES_ABOUT, TEXT_ABOUT = "changes", "text"
"""What sealed files are about: neither can be passed off as the other."""

_MARK_BYTES = len(bundle.TEXT_MARK) + 64
_CLAIM = re.compile(re.escape(bundle.TEXT_MARK) + rb"([0-9a-f]{64})")


class Examiner:
    """Reads the files of a shared folder; with a ``seal``, only what was sealed with it counts."""

    def __init__(self, seal: Seal | None) -> None:
        self._seal = seal

    def examine(self, path: Path, size: int) -> Seen:
        """What the file at ``path`` is. Raises OSError where it cannot be read."""
        mark = files.read(path, _MARK_BYTES)
        named = ".jsonl" in path.name and not mark.startswith(bundle.TEXT_MARK)
        if not named and not mark.startswith(bundle.TEXT_MARK) and not is_sealed(mark) and not _like_text(path, size):
            return Seen(size, 0, NOTHING)
        if size > bundle.MAX_FILE:
            return Seen(size, 0, LARGE)
        if is_sealed(mark) and not self._seal:
            return Seen(size, 0, SEALED)
        try:
            return self._whole(path, size, named)
        except (bundle.TornError, DamagedError):
            claim = _CLAIM.match(mark)
            return Seen(size, 0, TORN, text=claim[1].decode() if claim else "")
        except StudyError:
            return Seen(size, 0, LOCKED)

    def _whole(self, path: Path, size: int, named: bool) -> Seen:
        raw = files.read(path, bundle.MAX_FILE)
        try:
            seen = self._changes(raw, size) if named else self._text(raw, size)
        except DamagedError:
            seen = self._text(raw, size) if named else self._changes(raw, size)
        return seen if not self._seal or is_sealed(raw) else Seen(size, 0, PLAIN)

    def _changes(self, raw: bytes, size: int) -> Seen:
        found = bundle.unpack(self._opened(raw, CHANGES_ABOUT))
        pieces = bundle.pieces(found.lines)
        return Seen(size, 0, BUNDLE if pieces else ODD, found.study, pieces)

    def _text(self, raw: bytes, size: int) -> Seen:
        return Seen(size, 0, TEXT, text=bundle.read_text(self._opened(raw, TEXT_ABOUT))[0])

    def _opened(self, raw: bytes, about: str) -> bytes:
        return self._seal.open(raw, about) if self._seal and is_sealed(raw) else raw

    def lines(self, path: Path) -> list[bytes]:
        """The lines of a bundle; none where it has gone, or is no longer whole."""
        with contextlib.suppress(OSError, bundle.TornError, StudyError):
            return bundle.unpack(self._opened(files.read(path, bundle.MAX_FILE), CHANGES_ABOUT)).lines
        return []

    def text(self, path: Path) -> tuple[str, str]:
        """(id, line) of a text's file; empty where it has gone, or is no longer whole."""
        with contextlib.suppress(OSError, bundle.TornError, StudyError):
            return bundle.read_text(self._opened(files.read(path, bundle.MAX_FILE), TEXT_ABOUT))
        return "", ""

    def sealed(self, data: bytes, about: str) -> bytes:
        """``data`` as it is written to the folder."""
        return self._seal.seal(data, about) if self._seal else data


def _like_text(path: Path, size: int) -> bool:
    """Whether a file that begins like nothing of ours lies where a text does, so that it may be the front of one."""
    return size < len(bundle.TEXT_MARK) and path.parent.name == "blobs"
