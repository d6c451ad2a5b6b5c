"""What is wrong in a shared folder, as sentences for the people who share it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from workbench.sanitise import line
from workbench.sync.listing import BUNDLE, LARGE, LOCKED, ODD, PLAIN, SEALED, TORN, Seen

DAY_S = 86_400
_MOST = 10
_WORDS = {
    LARGE: "is too large to be one of the program's, and is left alone",
    ODD: "holds nothing that this version of the program understands, and is left alone",
    PLAIN: "is not encrypted, as this study's files must be, and is left alone",
    SEALED: "is encrypted, which this study is not, and is left alone",
    LOCKED: "was encrypted with another passphrase, or for another study, and is left alone",
}


def troubles(files: Mapping[str, Seen], study: str, now: float) -> tuple[str, ...]:
    """One sentence for each thing that somebody should know; ``now`` in seconds."""
    said = []
    for kind, words in _WORDS.items():
        said += _each([path for path, seen in files.items() if seen.kind == kind], words)
    strays = [path for path, seen in files.items() if seen.kind == BUNDLE and seen.study != study]
    said += _each(strays, "belongs to another study, and is left alone", at_most=1)
    torn = [path for path, seen in files.items() if seen.kind == TORN and now - seen.since > DAY_S]
    said += _each(torn, "has not arrived whole for more than a day; the program that syncs the folder may have stopped")
    return tuple(said + _ahead(files.values(), study, now))


def _each(paths: Iterable[str], words: str, at_most: int = _MOST) -> list[str]:
    ordered = sorted(paths)
    said = [f"{line(path, 120)} {words}" for path in ordered[:at_most]]
    if len(ordered) > at_most:
        said[-1] += f" (and {len(ordered) - at_most} more files)"
    return said


def _ahead(files: Iterable[Seen], study: str, now: float) -> list[str]:
    """Changes from the future: they do no harm, but somebody's clock is wrong and every date it writes is."""
    latest = max((piece.ts for seen in files if seen.study == study for piece in seen.pieces), default=0) / 1000
    if latest <= now + DAY_S:
        return []
    try:
        day = f"{datetime.fromtimestamp(latest, UTC):%Y-%m-%d}"
    except (ValueError, OverflowError, OSError):
        day = "a day that no calendar has"
    return [f"a change in the folder is dated {day}: somebody's clock is wrong, a colleague's or this computer's"]
