"""How what lies in a shared folder is sealed, for who joins: asked before there is a study, and of nobody's word."""

from collections import Counter
from pathlib import Path

from workbench.sealing import FRONT_BYTES, is_sealed, salt_of
from workbench.sync import files
from workbench.sync.folder import root_of
from workbench.sync.listing import PLAIN, Listing, Seen
from workbench.sync.notes import NoNotebook

_LEAST = 64


def fronts_at(address: str) -> list[bytes]:
    """How the files of a shared folder begin, most common first: b"" for those in the clear. Raises StudyError."""
    found = Listing(root_of(address), NoNotebook(), lambda path, size: Seen(size, 0, _front(path)))
    with files.explained(root_of(address), "cannot be read"):
        found.refresh()
    kinds = Counter(seen.kind for seen in found.files.values() if seen.kind).most_common()
    return [b"" if kind == PLAIN else bytes.fromhex(kind) for kind, _ in kinds]


def salt_at(address: str) -> bytes | None:
    """The salt with which most of what lies in a shared folder is sealed; None where most is not. Raises StudyError."""
    fronts = fronts_at(address)
    return salt_of(fronts[0]) if fronts and fronts[0] else None


def _front(path: Path) -> str:
    front = files.read(path, _LEAST)
    if is_sealed(front):
        return front[:FRONT_BYTES].hex() if len(front) == _LEAST else ""
    return PLAIN if ".jsonl" in path.name else ""
