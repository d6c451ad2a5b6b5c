"""A cloud that carries files between laptops, badly: late, in pieces, twice, under other names, or not any more."""

import os
import random
from pathlib import Path

RENAMES = (" (conflicted copy 2031-01-01)", ".sync-conflict-20310101-120000-ABCDEFG", "_conf(1)", " 2")
Files = dict[str, bytes]


class Cloud:
    """What the cloud holds, and what each laptop's copy of it was when they last met."""

    def __init__(self, chance: random.Random, views: list[Path]) -> None:
        self.chance = chance
        self.views = views
        self.files: Files = {}
        self.faults = 0
        self._met: list[Files] = [{} for _ in views]

    def sync(self, k: int, faulty: bool = True) -> None:
        """Carry what has changed at laptop ``k`` to the cloud, and the other way; both changed: both are kept."""
        view, here, met = self.views[k], read(self.views[k]), self._met[k]
        for path in sorted(here.keys() | self.files.keys() | met.keys()):
            mine, theirs, before = here.get(path), self.files.get(path), met.get(path)
            if mine == theirs:
                put(met, path, mine)
            elif faulty and self.chance.random() < 0.15:
                continue  # not yet
            elif mine == before:
                arrived = self._torn(theirs) if faulty else theirs
                write(view, path, arrived)
                put(met, path, arrived)
            elif theirs == before:
                arrived = self._torn(mine) if faulty else mine
                put(self.files, path, arrived)
                put(met, path, arrived)
            else:
                if mine is not None and theirs is not None:
                    self.files[renamed(path, RENAMES[0])] = mine
                    write(view, renamed(path, RENAMES[0]), mine)
                write(view, path, theirs)
                put(met, path, theirs)

    def state(self) -> tuple[Files, list[Files]]:
        """What lies where, to compare with what lies there later."""
        return dict(self.files), [dict(met) for met in self._met]

    def _torn(self, data: bytes | None) -> bytes | None:
        if data is None or self.chance.random() > 0.15:
            return data
        self.faults += 1
        return data[: self.chance.randrange(len(data) + 1)]

    def spoil(self) -> None:
        """Do something to a file that was whole."""
        if not self.files:
            return
        self.faults += 1
        path = self.chance.choice(sorted(self.files))
        data = self.files[path]
        what = self.chance.randrange(6)
        if what < 3:
            del self.files[path]
        if what == 1:
            self.files[renamed(path, self.chance.choice(RENAMES))] = data
        elif what == 2:
            self.files[f"moved/by somebody/{path.rpartition('/')[2]}"] = data
        elif what == 3:
            self.files[renamed(path, self.chance.choice(RENAMES))] = data
        elif what == 4:
            self.files[path] = data[: self.chance.randrange(len(data) + 1)]
        elif what == 5:
            self.files[renamed(path, ".part")] = data[: len(data) // 2]


def renamed(path: str, suffix: str) -> str:
    """As a sync program renames: before the endings, or at the end where there are none."""
    return path.replace(".jsonl", f"{suffix}.jsonl") if ".jsonl" in path else path + suffix


def read(view: Path) -> Files:
    """Every file below a folder that a cloud would carry."""
    found, below = {}, len(str(view)) + 1
    for folder, _, names in os.walk(view):
        for name in names:
            if not name.startswith("."):
                path = os.path.join(folder, name)
                with open(path, "rb") as file:  # a round reads thousands: pathlib would cost more than the reading
                    found[path[below:].replace(os.sep, "/")] = file.read()
    return found


def write(view: Path, path: str, data: bytes | None) -> None:
    """Make a file what it should be; None: take it away."""
    target = view / path
    if data is None:
        target.unlink(missing_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def put(files: Files, path: str, data: bytes | None) -> None:
    """The same for files that are only noted."""
    if data is None:
        files.pop(path, None)
    else:
        files[path] = data
