"""Memos and their links as values, and how they are read from the tables."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from workbench.study.base import Base
from workbench.study.log import local
from workbench.study.words import ERASED, NOT_COME

PLACED = "LEFT JOIN revision r ON r.id = {0}.revision LEFT JOIN transcript t ON t.id = r.transcript"
"""What tells of a passage of ``{0}`` in which transcript it is."""

LOST = "t.id IS NOT NULL AND (t.alive = 0 OR t.current IS NOT {0}.revision)"
"""Whether a passage of ``{0}`` has no place in the text that is read."""


class Link(NamedTuple):
    """A passage that a memo points to; ``coder`` (a name) has drawn the link."""

    id: str
    revision: str
    start: int
    end: int
    coder: str


class MemoRow(NamedTuple):
    """A memo; ``target`` is the row it is about, ``coder`` a name; a passage has ``start`` and ``end``, all else 0.

    ``created`` and ``edited`` are when its words were first and last written (None: once), as the log has it;
    ``title`` its first line. ``links``: the passages it points to, each once. ``lost``: its own passage has no place in
    the text that is read.
    """

    id: str
    about: str
    target: str
    revision: str
    start: int
    end: int
    text: str
    kind: str
    coder: str
    created: datetime | None = None
    edited: datetime | None = None
    title: str = ""
    links: tuple[Link, ...] = ()
    lost: bool = False

    @property
    def short(self) -> str:
        """The end of its id, by which people name it."""
        return self.id[-6:].lower()

    @property
    def day(self) -> str:
        """When it was written, as ``2026-11-24``; '' where that is not known."""
        return self.created.date().isoformat() if self.created else ""


class LinkRow(NamedTuple):
    """A link in names: ``transcript`` is one, ``turn`` counts from 1 (0: not known), ``speakers`` are labels.

    ``codes`` are the paths of the codes that one sees on a character of it; ``lost``: it has no place in the text that
    is read, and stands in the one it was drawn in.
    """

    id: str
    memo: str
    revision: str
    transcript: str
    start: int
    end: int
    turn: int
    speakers: tuple[str, ...]
    text: str
    codes: tuple[str, ...]
    coder: str
    lost: bool


class Linking(NamedTuple):
    """A memo that points to [start, end) of the text one reads."""

    start: int
    end: int
    link: str
    memo: MemoRow


def memos(base: Base, where: str = "", given: tuple[Any, ...] = ()) -> list[MemoRow]:
    """The living memos that one may see and that fit `` AND …`` on a memo ``m``; by what they are about, and place."""
    rows = base.store.read(
        "SELECT m.id, m.about, m.target, m.revision, m.start, m.end, COALESCE(b.data, m.body, "
        f"CASE WHEN b.id IS NOT NULL THEN '{ERASED}' WHEN m.blob IS NOT NULL THEN '{NOT_COME}' ELSE '' END), m.kind, "
        f"COALESCE(c.name, m.coder, ''), {LOST.format('m')} FROM memo m LEFT JOIN blob b ON b.id = m.blob "
        f"LEFT JOIN coder c ON c.id = m.coder {PLACED.format('m')} "
        f"WHERE m.alive = 1{where}{base.blind.memos()} ORDER BY m.about, m.revision, m.start, m.id",
        given,
    )
    found = [row[0] for row in rows]
    dates, links = _dates(base, found), _links(base, found)
    return [_memo(row, dates, links) for row in rows]


def _dates(base: Base, found: Iterable[str]) -> dict[str, tuple[datetime, datetime | None]]:
    """Memo → when its words were first written, and last if more than once."""
    rows = base.store.read(
        "SELECT j.value, min(c.ts), max(c.ts), count(*) FROM json_each(?) j CROSS JOIN change c ON c.row = j.value "
        "WHERE c.ent = 'memo' AND c.op = 'put' AND instr(c.body, '\"text\"') > 0 GROUP BY j.value",
        (json.dumps(list(found)),),
    )
    return {row: (local(first), local(last) if count > 1 else None) for row, first, last, count in rows}


def _links(base: Base, found: Iterable[str]) -> dict[str, tuple[Link, ...]]:
    """Memo → its links that one may see, in the order of the texts; drawn twice, by whomever, it is one."""
    rows = base.store.read(
        "SELECT l.memo, l.id, l.revision, l.start, l.end, COALESCE(c.name, l.coder, '') FROM json_each(?) j "
        "CROSS JOIN link l ON l.memo = j.value LEFT JOIN coder c ON c.id = l.coder "
        f"{PLACED.format('l')} WHERE l.alive = 1{base.blind.links()} "
        "ORDER BY l.memo, t.name, l.revision, l.start, l.end, l.id",
        (json.dumps(list(found)),),
    )
    once: dict[str, dict[tuple[str, int, int], Link]] = {}
    for memo, link, revision, start, end, coder in rows:
        span = (revision or "", start or 0, end or 0)
        once.setdefault(memo, {}).setdefault(span, Link(link, *span, coder))
    return {memo: tuple(by_place.values()) for memo, by_place in once.items()}


def _memo(
    row: tuple[Any, ...],
    dates: Mapping[str, tuple[datetime, datetime | None]],
    links: Mapping[str, tuple[Link, ...]],
) -> MemoRow:
    memo, about, target, revision, start, end, text, kind, coder, lost = row
    created, edited = dates.get(memo, (None, None))
    return MemoRow(
        memo,
        about or "",
        target or "",
        revision or "",
        start or 0,
        end or 0,
        text,
        kind or "",
        coder,
        created,
        edited,
        title_of(text),
        links.get(memo, ()),
        bool(lost) and about == "passage",
    )


def title_of(text: str) -> str:
    """The first line of a memo that says anything."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "")
