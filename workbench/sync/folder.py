"""A shared folder as a peer: Dropbox, OneDrive, Syncthing, a network drive, a git repository, a stick.

Nothing is expected of it but that it carries files, some day. Everybody writes only files that never change, so
nothing is locked and nothing can conflict; what arrives twice, renamed, in pieces or not at all does no harm.

    workbench.json                                  for people, and for who joins: the study and the format
    changes/<stream>/<from>-<to>.<sha12>.jsonl.gz   bundles
    blobs/<id>                                      texts that lie out of line
"""

import json
import math
import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from hashlib import sha256
from pathlib import Path

from workbench.errors import StudyError, WrongKeyError
from workbench.sealing import Seal
from workbench.sync import bundle, chains, files, listing, troubles
from workbench.sync.bundle import Piece
from workbench.sync.examine import CHANGES_ABOUT, TEXT_ABOUT, Examiner
from workbench.sync.listing import BUNDLE, LOCKED, SEALED, TEXT, Listing, Seen
from workbench.sync.peer import Held, Names, Notebook
from workbench.sync.rollup import KEEP_S, MANY, RollUp

FORMAT = 1
POLL_S = 1.0
CHANGES, BLOBS = "changes", "blobs"
_PLACE = "place"
_FRESH_S = 0.2  # who asks for the study and then for the names means one look
_ID = re.compile(r"[0-9A-Z]{26}")
_TEXT_ID = re.compile(r"[0-9a-f]{64}")


class Folder:
    """The shared folder at ``address``, for a replica of ``study`` ('': one that joins what is there).

    ``rescan``: so often (s) every file is looked at; ``many`` small bundles become one, and stay beside it for ``keep``
    seconds. Raises nothing by itself; every method says what is wrong when it is.
    """

    live = False

    def __init__(
        self,
        address: str,
        study: str,
        notebook: Notebook,
        seal: Seal | None = None,
        *,
        rescan: float = listing.RESCAN_S,
        keep: float = KEEP_S,
        many: int = MANY,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.root = root_of(address)
        self.label = str(self.root)
        self._study = study
        self._notebook = notebook
        self._clock = clock
        self._reader = Examiner(seal)
        scope = f"sealed {seal.salt.hex()}" if seal else "file"
        self._listing = Listing(self.root, notebook, self._reader.examine, scope=scope, rescan=rescan, clock=clock)
        self._roll_up = RollUp(
            self.root, self._listing, self._reader, notebook, self._bundle, keep=keep, many=many, clock=clock
        )
        self._chains: dict[Held, list[tuple[str, Piece]]] = {}
        self._texts: dict[str, list[str]] = {}
        self._salt = seal.salt.hex() if seal else ""
        self._was_there = False
        self._fresh = -math.inf
        self._place = notebook.read().get(_PLACE)  # the device it lay on when it was last seen with something in it

    # --- what is there

    def study(self) -> str:
        """The id of the study it holds, told by its bundles; where there are none, by its marker."""
        self._refresh()
        self._fresh = time.monotonic()
        return self._decide()

    def names(self) -> Names:
        """What is there now. Raises StudyError where the folder is gone, or is another study's."""
        if time.monotonic() - self._fresh > _FRESH_S:
            self._refresh()
        self._fresh = -math.inf
        self._decide()
        lying = self._listing.files.items()
        ours = [(path, seen) for path, seen in lying if seen.kind == BUNDLE and seen.study == self._study]
        self._chains = chains.joined((path, piece) for path, seen in ours for piece in seen.pieces)
        self._texts = {}
        for path, seen in lying:
            if seen.kind == TEXT:
                self._texts.setdefault(seen.text, []).append(path)
        said = troubles.troubles(self._listing.files, self._study, self._clock())
        return Names(tuple(self._chains), frozenset(self._texts), said)

    def _refresh(self) -> None:
        try:
            device = str(self.root.stat().st_dev)
            self._listing.study = self._study or self._listing.read_marker(listing.MARKER)
            self._listing.refresh()
            self._was_there = True
        except FileNotFoundError as error:
            if not self._place and self._study and self.root.parent.is_dir():
                return  # a new folder, made with the first thing that is put into it
            raise StudyError(f"the folder {self.label} is not there", _CONNECT) from error
        except OSError as error:
            raise StudyError(f"the folder {self.label} cannot be read: {error.strerror}", _CONNECT) from error
        empty = not (self._listing.markers or self._listing.files)
        if empty and self._place not in (None, device):
            raise StudyError(
                f"the folder {self.label} is empty, and it was not before",
                f"Connect the drive. If it was emptied on purpose, make an empty file {listing.MARKER} in it.",
            )

    def _settled(self) -> None:
        with files.explained(self.root, "cannot be read"):
            device = str(self.root.stat().st_dev)
        if self._place != device:
            self._notebook.write({_PLACE: device})
            self._place = device

    def _decide(self) -> str:
        """Which study it is. Raises StudyError for another than ours."""
        seen = self._listing.files.values()
        footers = Counter(s.study for s in seen if s.kind == BUNDLE)
        self._refuse_sealed(seen, bool(footers))
        markers = [study for path in self._listing.markers if (study := self._listing.read_marker(path))]
        if self._study:
            there = footers or Counter(markers)
            ours = self._study in there or (self._study in markers and self._place is not None)
            if there and not ours:
                raise StudyError(
                    f"the folder {self.label} belongs to another study",
                    "Make a subfolder of its own for each study, and name that.",
                )
            if there:
                self._settled()
            return self._study if there else ""
        ranked = sorted(footers, key=lambda study: (study not in markers, -footers[study], study))
        self._study = next(iter(ranked or markers), "")
        return self._study

    def _refuse_sealed(self, seen: Collection[Seen], readable: bool) -> None:
        kinds = {s.kind for s in seen}
        if SEALED in kinds and not readable:
            raise WrongKeyError(
                f"what is in {self.label} is encrypted",
                "Give the study's passphrase, in WORKBENCH_PASSPHRASE or when asked for it.",
            )
        if LOCKED in kinds and not readable:
            raise WrongKeyError(
                f"what is in {self.label} was encrypted with another passphrase",
                "Everybody who works on an encrypted study has the same passphrase.",
            )

    def get(self, held: Held, after: int = 0) -> Sequence[str | bytes]:
        """The lines of a chain above sequence ``after``; fewer or none where files have gone meanwhile."""
        lines: list[str | bytes] = []
        for path, piece in self._chains.get(held, ()):
            if piece.last <= after:
                continue
            found = bundle.lines_of(piece, self._reader.lines(self.root / path), after)
            lines += found
            if not found:
                break
        return lines

    def get_text(self, text: str) -> str | None:
        """The line of a text that lies out of line; None where it has gone."""
        for path in self._texts.get(text, ()):
            found, line = self._reader.text(self.root / path)
            if found == text:
                return line
        return None

    # --- what is put there

    def put(self, lines: Sequence[str]) -> int:
        """Keep one chain as bundles, none of which splits a transaction (unless it alone is too long for a file)."""
        if not lines:
            return 0
        self._prepare()
        with files.explained(self.root, "cannot be written to"):
            written = [(self._bundle(portion), _piece(portion)) for portion in bundle.portions(lines)]
            self._roll_up.wrote(written)
        return len(lines)

    def _bundle(self, lines: Sequence[str | bytes]) -> str:
        name, data = bundle.pack(lines, self._study)
        return self._write(f"{_place(_piece(lines).stream)}/{name}", self._reader.sealed(data, CHANGES_ABOUT))

    def put_text(self, text: str, line: str) -> None:
        """Keep the line of a text."""
        if not _TEXT_ID.fullmatch(text):
            raise ValueError("no id of a text")
        self._prepare()
        with files.explained(self.root, "cannot be written to"):
            self._write(f"{BLOBS}/{text}", self._reader.sealed(f"{line}\n".encode(), TEXT_ABOUT))

    def _prepare(self) -> None:
        """Make the folder and its marker where they are not there. Raises StudyError where no study is known."""
        if not self._study:
            raise StudyError(f"the folder {self.label} holds no study yet", "First sync the study itself with it.")
        if self._was_there and not self.root.is_dir():
            raise StudyError(f"the folder {self.label} is not there any more", _CONNECT)
        if any(self._listing.read_marker(path) == self._study for path in self._listing.markers):
            return
        about = {"workbench": "a shared folder; leave its files to the program", "format": FORMAT, "study": self._study}
        if self._salt:
            about["salt"] = self._salt
        with files.explained(self.root, "cannot be written to"):
            files.write(self.root / listing.MARKER, json.dumps(about, indent=1).encode() + b"\n")
            self._listing.markers.append(listing.MARKER)
            self._settled()

    def _write(self, path: str, data: bytes) -> str:
        """Write a file, unless it is there and whole already; where it lies. Raises OSError."""
        seen = self._listing.files.get(path)
        if seen and seen.kind in (BUNDLE, TEXT) and not self._listing.differs(path, seen):
            return path
        if (self.root / path).is_dir():  # somebody's folder of just this name
            path = path.replace(".jsonl", ".again.jsonl") if ".jsonl" in path else f"{path}.again"
        files.write(self.root / path, data)
        return path

    def erase(self, texts: Collection[str]) -> None:
        """Take texts away: under whatever name they lie, and what there is of them in files that are not whole.

        What a cloud or a git repository keeps of its own past is out of reach.
        """
        gone = set(texts)
        doomed = [path for path, seen in self._listing.files.items() if seen.text in gone]
        torn = [path for path, seen in self._listing.files.items() if seen.kind not in (BUNDLE, TEXT)]
        doomed += [path for path in (*torn, *self._listing.parts()) if gone & set(_TEXT_ID.findall(path))]
        with files.explained(self.root, "does not let a withdrawn text be taken away"):
            for path in doomed:
                (self.root / path).unlink(missing_ok=True)
            for folder in {(self.root / path).parent for path in doomed}:
                files.settle(folder)

    def left(self) -> tuple[str, ...]:
        """Nothing: a folder takes all."""
        return ()

    # --- waiting

    def wait(self, seconds: float) -> bool:
        """Wait until a folder in it looks other than it did, at most so long."""
        until = time.monotonic() + seconds
        while not self._changed():
            left = until - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(left, POLL_S))
        return True

    def _changed(self) -> bool:
        with files.explained(self.root, "cannot be read"):
            return self._listing.changed()

    def close(self) -> None:
        """Nothing is held open."""


_CONNECT = "Connect the drive, or start the program that syncs the folder. Nothing is lost."


def _piece(lines: Sequence[str | bytes]) -> Piece:
    """The chain that lines of ours are."""
    first, last = json.loads(lines[0]), json.loads(lines[-1])
    return Piece(first["s"], first["q"], last["q"], first["p"], last["h"], last["t"], last["a"])


def root_of(address: str) -> Path:
    """The folder that an address names."""
    path = Path(address).expanduser().absolute()
    return path.resolve() if path.is_dir() else path


def _place(stream: str) -> str:
    """The folder of a stream's bundles; a name that is no name of ours could be anything, and gets a tame one."""
    return f"{CHANGES}/{stream if _ID.fullmatch(stream) else sha256(stream.encode()).hexdigest()[:26]}"
