"""The files of one import: what is known of each, what was said of it, and what became of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from workbench.tui.importing import fronts

if TYPE_CHECKING:
    from workbench.transcripts.front import Front
    from workbench.transcripts.preview import Preview

TAKEN = ("new", "corrected", "updated", "same")
"""What becomes of a file that is in the study afterwards."""


TWICE, SAME, OTHER = "twice", "same", "other"
"""How an id clashes: two of the files have it; a transcript has it, with the same text or with another."""


class Strong(NamedTuple):
    """What in a file identifies somebody: its kind, the words, and some of what stands before and after them."""

    kind: str
    before: str
    text: str
    after: str


class Became(NamedTuple):
    """What came of a file: the transcript (a name), one of ``TAKEN`` or ``refused``, and what is to be said of it."""

    name: str
    state: str
    warnings: tuple[str, ...]
    why: str


@dataclass
class File:
    """One file. ``front`` is what it will be taken in as; ``touched``: somebody said something of it here."""

    path: Path
    shown: "Preview | None" = None
    refused: str = ""
    strong: tuple[Strong, ...] = ()
    front: "Front | None" = None
    touched: bool = False
    encoding: str = ""
    repair: bool = False
    out: bool = False
    sha256: str = ""
    clash: str = ""
    """``TWICE``, ``SAME`` or ``OTHER`` where its id is that of another file, or of a transcript; else ''."""
    became: Became | None = None

    @property
    def ready(self) -> bool:
        """Whether it would be taken in now."""
        return self.shown is not None and not self.refused and not self.out and not self.taken

    @property
    def taken(self) -> bool:
        """Whether it is in the study."""
        return self.became is not None and self.became.state in TAKEN

    @property
    def id(self) -> str:
        """The name of the transcript that it will be; '' where that is not known."""
        return self.front.id if self.front else ""

    @property
    def said(self) -> bool:
        """Whether what it is does not come from the file: what was shown as likely is what it is taken for."""
        return self.touched or (self.shown is not None and not self.shown.has_front)

    @property
    def speaks_for_itself(self) -> bool:
        """Whether it has front matter."""
        return self.shown is not None and self.shown.has_front

    def say(self, front: "Front") -> None:
        """Somebody says what it is."""
        self.touched = self.touched or front != self.front
        self.front = front

    def heard(self, told: Mapping[str, Any]) -> str:
        """The other process has read it, or could not. Returns why not, where it stays as it was read before."""
        from workbench.transcripts import preview

        why = str(told.get("refused", ""))
        if why and self.shown is not None:  # in the character set that was chosen, say
            self.encoding, self.repair = "", False
            return why
        self.refused = why
        if "preview" not in told:
            return ""
        self.shown = preview.read(told["preview"])
        self.sha256 = str(told.get("sha256", ""))
        self.strong = tuple(Strong(*map(str, one)) for one in told.get("strong", ()))
        likely = fronts.likely(self.shown, self.path.stem)
        self.front = fronts.kept(self.front, likely) if self.touched and self.front is not None else likely
        return ""

    def work(self) -> dict[str, Any]:
        """What the other process is told, to take it in."""
        front = None
        if self.said and self.front is not None:
            front = self.front._asdict() | {"informants": [one._asdict() for one in self.front.informants]}
        return {"file": str(self.path), "front": front, "encoding": self.encoding, "repair": self.repair}


class Files:
    """All of them, in the order in which they were chosen."""

    def __init__(self) -> None:
        self.all: list[File] = []
        self._by: dict[str, File] = {}

    def __len__(self) -> int:
        return len(self.all)

    def add(self, paths: Iterable[str]) -> None:
        """Further files; those that are there already stay as they are."""
        for path in paths:
            if path not in self._by:
                self._by[path] = File(Path(path))
                self.all.append(self._by[path])

    def of(self, path: str) -> File | None:
        """The file of that path."""
        return self._by.get(path)

    @property
    def ready(self) -> list[File]:
        """Those that would be taken in now."""
        return [file for file in self.all if file.ready]

    @property
    def telling(self) -> list[File]:
        """Those that would be taken in and hold what identifies somebody; what is in the study already is no news."""
        return [file for file in self.ready if file.strong and file.clash != SAME]

    @property
    def strong(self) -> int:
        """How much that identifies somebody stands in those."""
        return sum(len(file.strong) for file in self.telling)

    def compare(self, known: Mapping[str, str]) -> None:
        """Note which ids clash; ``known`` is the hash of the text of each transcript of the study by its name."""
        counts = Counter(file.id for file in self.all if file.ready or file.taken)
        for file in self.all:
            here = file.id in known and not file.taken
            there = (SAME if known.get(file.id) == file.sha256 else OTHER) if here else ""
            file.clash = TWICE if file.ready and counts[file.id] > 1 else there

    @property
    def twice(self) -> list[str]:
        """Ids that two files would have."""
        return sorted({file.id for file in self.ready if file.clash == TWICE})

    def silent(self) -> list[File]:
        """Those that say nothing of themselves and are not taken in yet."""
        return [file for file in self.all if file.shown and not file.speaks_for_itself and not file.taken]

    def counts(self) -> list[tuple[str, int]]:
        """How many became what."""
        counts = Counter(file.became.state for file in self.all if file.became)
        return [(state, counts[state]) for state in (*TAKEN, "refused") if counts[state]]


def shorter(paths: Sequence[Path]) -> list[str]:
    """The paths without the folder they share; a lone one is its name."""
    if not paths:
        return []
    parents = [path.parent.parts for path in paths]
    shared = 0
    while all(len(p) > shared and p[shared] == parents[0][shared] for p in parents):
        shared += 1
    return [str(Path(*path.parts[shared:])) for path in paths]
