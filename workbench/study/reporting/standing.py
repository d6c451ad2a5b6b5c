"""The study as it stood at a place in the log: what a report of then is made from."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from workbench.errors import NotFoundError
from workbench.store.moment import write_position
from workbench.study.base import Base
from workbench.study.codehistory.moments import Moment, place
from workbench.study.synthesis.then import base_then

if TYPE_CHECKING:
    from workbench.store import Position
    from workbench.study import Study

_SHORT = 16  # hexadecimal digits of a change's hash: enough for no two of one number in one stream
_PLACE = re.compile(r"\w{1,64}:\d{1,15}:[0-9a-f]{12,64}(?:\+\w{1,64}:\d{1,15}:[0-9a-f]{12,64})*")
_MARK = re.compile(r"[0-9a-f]{12}")


@contextmanager
def standing(study: "Study", base: Base, moment: Moment) -> "Iterator[tuple[Study, Base]]":
    """The study at ``moment``, to be read only; what is kept from whoever is at work now is kept from them then, too.

    A moment is "now", a version's name, a day, a time, a position, or the mark of a place in the log that a report
    names. Raises ``NotFoundError`` for what is none of these here.
    """
    where = _position(base, moment)
    if write_position(where) == base.position():
        yield study, base
        return
    then = base_then(base, where)
    try:
        yield type(study)(then), then
    finally:
        then.store.close()


def place_of(base: Base) -> str:
    """The place where the log stands, short enough to be typed and the same on every machine: ``STREAM:SEQ:HASH+…``."""
    position = base.store.position()
    return "+".join(f"{stream}:{seq}:{digest[:_SHORT]}" for stream, ends in position.items() for seq, digest in ends)


def _position(base: Base, moment: Moment) -> "Position":
    if isinstance(moment, str) and _PLACE.fullmatch(moment.strip()):
        return _written(base, moment.strip())
    try:
        return place(base, moment).position
    except NotFoundError:
        found = _marked(base, moment.strip()) if isinstance(moment, str) and base.mark() else None
        if found is None:
            raise
        return found


def _written(base: Base, place: str) -> "Position":
    """The position that ``place_of`` wrote. Raises ``NotFoundError`` where something of it is not here."""
    ends: dict[str, list[tuple[int, str]]] = {}
    for stream, seq, digest in (one.split(":") for one in place.split("+")):
        rows = base.store.read(
            "SELECT c.hash FROM change c JOIN stream s ON s.no = c.stream WHERE s.id = ? AND c.seq = ?",
            (stream, int(seq)),
        )
        found = [row.hex() for (row,) in rows if row.hex().startswith(digest)]
        if len(found) != 1:
            raise NotFoundError("that place in the log is not here", "Sync with your colleagues, and try again.")
        ends.setdefault(stream, []).append((int(seq), found[0]))
    return {stream: tuple(found) for stream, found in ends.items()}


def _marked(base: Base, mark: str) -> "Position | None":
    """The place in the log whose short mark that is, of those at which this replica has stood; None for none."""
    if not _MARK.fullmatch(mark):
        return None
    ends: dict[str, tuple[int, str]] = {}
    last = None
    for stream, tx, seq, digest in base.store.read(
        "SELECT s.id, c.tx, c.seq, c.hash FROM change c JOIN stream s ON s.no = c.stream ORDER BY c.n"
    ):
        if last not in (None, (stream, tx)) and _is(ends, mark):
            break
        ends[stream], last = (seq, digest.hex()), (stream, tx)
    return {stream: (end,) for stream, end in ends.items()} if _is(ends, mark) else None


def _is(ends: dict[str, tuple[int, str]], mark: str) -> bool:
    position = {stream: (ends[stream],) for stream in sorted(ends)}
    return sha256(write_position(position).encode()).hexdigest()[: len(mark)] == mark


def last_day(base: Base) -> str:
    """The day of the last change that one may see (ISO, in UTC, so that it is the same everywhere); '' for none."""
    hidden = base.blind.changes("c")
    rows = base.store.read(f"SELECT max(c.ts) FROM change c{f' WHERE NOT {hidden}' if hidden else ''}")
    return day_of(rows[0][0]) if rows and rows[0][0] else ""


def day_of(ts: int) -> str:
    """The day of a time in milliseconds."""
    try:
        return datetime.fromtimestamp(ts / 1000, UTC).date().isoformat()
    except (OverflowError, OSError, ValueError):  # a claimed time that no calendar knows
        return ""
