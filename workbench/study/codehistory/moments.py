"""Moments as people write them, and the versions of the codebook that have a name."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from workbench.errors import InputError, NotFoundError, StudyError
from workbench.identity import new_id
from workbench.sanitise import line
from workbench.sanitise import name as tidied
from workbench.store import Position, delete, put
from workbench.store.moment import read_position, write_position
from workbench.study.base import Base, not_found, storable
from workbench.study.codehistory.then import position_at
from workbench.study.codehistory.values import Version
from workbench.study.log import local
from workbench.study.scopes import written_moment

Moment = str | datetime | date | Mapping[str, Any]
"""What can be asked for: "now", a version's name or mark, "round NAME", a day, a time, a position."""

NOW = "now"
MAX_NAME, MAX_NOTE = 80, 2000
"""Characters in the name of a version, and in its note."""

VERSION, ROUND = "version", "round"
_HOW = "Write a version's name, a day (2026-11-23), a time (2026-11-23T14:30), or now."
_BEGUN = "(SELECT min({column}) FROM change c WHERE c.row = {table}.id)"


class Place(NamedTuple):
    """A place in the log, and what to call it."""

    position: Position
    called: str


def place(base: Base, moment: Moment) -> Place:
    """Where in the log a moment lies; a day means its end, a time what had been written by the clocks of who wrote.

    Raises NotFoundError for what means nothing here, InputError for two versions of one name.
    """
    if isinstance(moment, datetime):
        return Place(position_at(base.store.db, moment), _told(moment.astimezone()))
    if isinstance(moment, date):
        return _day(base, datetime.combine(moment, datetime.min.time()).astimezone())
    if isinstance(moment, Mapping):
        return Place(_read(json.dumps(dict(moment))), "a place in the log")
    written = moment.strip()
    if written.casefold() == NOW:
        return Place(base.store.position(), NOW)
    if written.startswith("{"):
        return Place(_read(written), "a place in the log")
    if found := _named(base, written):
        return Place(_read(found[1]), found[0])
    try:
        when, whole_day = written_moment(written)
    except (ValueError, OverflowError, OSError):
        known = not_found("version", written, [version.name for version in versions(base)])
        raise NotFoundError(
            f"{line(written, 80)!r} is neither a version nor a moment", f"{known.hint} {_HOW}".strip()
        ) from None
    return _day(base, when) if whole_day else Place(position_at(base.store.db, when), _told(when))


def _read(position: str) -> Position:
    try:
        return read_position(position)
    except RecursionError as error:  # what no program of ours wrote
        raise StudyError("a place in the log cannot be read") from error


def _day(base: Base, begins: datetime) -> Place:
    try:
        ends = datetime.combine(begins.date() + timedelta(days=1), datetime.min.time()).astimezone()
    except (OverflowError, ValueError):
        raise InputError("no calendar goes on that far", _HOW) from None
    return Place(position_at(base.store.db, ends - timedelta(milliseconds=1)), begins.strftime("%Y-%m-%d"))


def _told(when: datetime) -> str:
    return when.isoformat(" ", "seconds" if when.second else "minutes")[: 19 if when.second else 16]


def _named(base: Base, written: str) -> tuple[str, str] | None:
    """The name and position of the version or round that is written; an exact name goes before another spelling."""
    rows = _rows(base)
    exact = [row for row in rows if written in (row.version.id, row.version.name)]
    loose = [row for row in rows if row.version.name.casefold() == written.casefold()]
    found = exact or loose or [row for row in rows if row.version.mark == written]
    if len({row.position for row in found}) > 1:
        marks = ", ".join(f"{row.version.mark or row.version.id} ({_day_of(row.version)})" for row in found)
        raise InputError(f"{len(found)} versions are called {line(written, 60)}", f"Give one by its mark: {marks}.")
    return (found[0].version.name, found[0].position) if found else None


def _day_of(version: Version) -> str:
    return version.when.strftime("%Y-%m-%d") if version.when else "no day"


class _Row(NamedTuple):
    order: int
    position: str
    version: Version


def versions(base: Base) -> list[Version]:
    """The named states of the codebook and those that rounds go by, the newest first."""
    return [row.version for row in _rows(base)]


def _rows(base: Base) -> list[_Row]:
    names, read, shown = base.coder_names(), base.store.read, bool(base.mark())
    found = []
    for kind, table, more in ((VERSION, "v", "v.note, v.coder"), (ROUND, "v", "NULL, NULL")):
        hlc, ts, actor = (_BEGUN.format(column=column, table=table) for column in ("hlc", "ts", "actor"))
        for row, name, position, note, coder, order, began, maker in read(
            f"SELECT v.id, v.name, v.{'position' if kind == VERSION else 'codebook'}, {more}, {hlc}, {ts}, {actor} "
            f"FROM {kind} v WHERE v.alive = 1 AND v.name > ''"
        ):
            if not position:
                continue
            who = coder or maker or ""
            called = name if kind == VERSION else f"round {name}"
            mark = sha256(position.encode()).hexdigest()[:12] if shown else ""
            when = local(began) if began else None
            version = Version(row, called, when, names.get(who, who), base.words.of(note), mark, kind)
            found.append(_Row(order or 0, position, version))
    return sorted(found, key=lambda row: (row.order, row.version.id), reverse=True)


def name_version(base: Base, name: str, note: str) -> str:
    """Give the codebook as it is now a name; returns the row. Raises InputError for a name that cannot be one."""
    called, words = _checked(base, name), _note(note)
    more = {"note": words} if words else {}
    row = new_id()
    body = {"name": called, "position": write_position(base.store.position()), "coder": base.coder, **more}
    base.write("name version", [put("version", row, **body)])
    return row


def rename_version(base: Base, version: str, name: str, note: str | None) -> None:
    """Give a version another name, and another note where one is given."""
    now = _get(base, version)
    fields: dict[str, Any] = {} if name == now.name else {"name": _checked(base, name, but=version)}
    if note is not None and (words := _note(note)) != now.note:
        fields["note"] = words or None
    if fields:
        base.write("rename version", [put("version", version, **fields)])


def delete_version(base: Base, version: str) -> None:
    """Let a version's name go."""
    base.write("delete version", [delete("version", _get(base, version).id)])


def _get(base: Base, version: str) -> Version:
    found = next((one for one in versions(base) if one.id == version and one.kind == VERSION), None)
    if found is None:
        raise NotFoundError("that version is not in the study", "`workbench codebook versions` lists them.")
    return found


def _note(note: str) -> str:
    words = storable(note.strip(), "the note")
    if len(words) > MAX_NOTE:
        raise InputError(f"a note may have {MAX_NOTE:,} characters", "Write the rest as a memo.")
    return words


def _checked(base: Base, name: str, but: str = "") -> str:
    """``name`` as a version can be called; not what would be read as another moment."""
    called = storable(tidied(name), "the name")
    if not called or len(called) > MAX_NAME:
        raise InputError(
            f"a version needs a name of at most {MAX_NAME} characters", "Put what else there is to say into its note."
        )
    taken = {version.name.casefold() for version in versions(base) if version.id != but}
    if called.casefold() in taken:
        raise InputError(f"there is a version called {line(called, 60)}", "Choose another name.")
    if called.casefold() == NOW or called.startswith("{") or called.casefold().startswith("round ") or _is_time(called):
        raise InputError(f"{line(called, 60)!r} would be read as a moment", "Choose a name that is no day and no time.")
    return called


def _is_time(text: str) -> bool:
    try:
        written_moment(text)
    except (ValueError, OverflowError, OSError):
        return False
    return True
