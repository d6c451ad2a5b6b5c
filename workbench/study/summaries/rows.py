"""What the evidence of a theme comes to, as the team wrote it: read from the tables and the log.

A text is of a cell: a theme, and of whom. What was written of a code that is now merged, or of an informant who is now
known to be somebody, belongs to the cell that these came to: it stands below that cell's own words, until somebody
writes there again and so has seen both. Taking the merge back takes that back too.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from workbench.store import Dot
from workbench.study.base import Base
from workbench.study.log import local
from workbench.study.summaries.people import Who, people

GROUP, PERSON = "group", "person"
ABOUT = ("", GROUP, PERSON)
"""Of whom a text is: of everybody ('' the theme as a whole), of a group, of one person."""

Key = tuple[str, str, str]
"""A cell: a theme (row), ``about`` and ``target``."""


class SummaryRow(NamedTuple):
    """The words of one cell. ``theme`` is a row and ``path`` its path; ``target`` a group's id or a person, or ''.

    ``label`` is what the target is called, ``coder`` (a name) wrote last, at ``edited``; ``history`` counts how often
    it was written. ``since``: how many excerpts have come to the cell or gone from it that whoever wrote last had not
    seen, where that was asked for. ``of``: what was merged into the theme whose words stand in it too.
    """

    id: str
    theme: str
    path: str
    about: str
    target: str
    label: str
    words: str
    coder: str
    edited: datetime | None
    history: int
    since: int = 0
    of: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """Which cell it is."""
        return self.theme, self.about, self.target


class Written(NamedTuple):
    """When a row was written: the last time in the order of the log, that change's dot and wall time, and how often."""

    order: tuple[int, int, int]
    dot: Dot
    when: datetime
    times: int


class Kept(NamedTuple):
    """A row of the table in its cell: ``own`` where it was written of the cell as it is now."""

    row: SummaryRow
    own: bool
    written: Written


def kept(base: Base, paths: Mapping[str, str], theme: str = "") -> dict[Key, list[Kept]]:
    """What one may see of the living codes in ``paths`` (of one ``theme``), the cell's own words first."""
    rows = base.store.read(
        "SELECT s.id, s.code, c.effective, COALESCE(s.about, ''), COALESCE(s.target, ''), s.words, s.coder, c.name "
        "FROM summary s JOIN code c ON c.id = s.code WHERE s.alive = 1 AND s.words > '' "
        f"AND (?1 = '' OR c.effective = ?1){base.blind.summaries('s')} ORDER BY s.id",
        (theme,),
    )
    rows = [row for row in rows if row[2] in paths and row[3] in ABOUT]
    if not rows:
        return {}
    written, names = writings(base, [row[0] for row in rows]), base.coder_names()
    who, became = people(base)
    groups = {group.id: group.label for group in base.settings.groups.values()}
    found: dict[Key, list[Kept]] = {}
    for (row, code, at, about, target, _, coder, name), words in zip(
        rows, base.words.all(row[5] for row in rows), strict=True
    ):
        now = became.get(target, target) if about == PERSON else target
        label = groups.get(now, now) if about == GROUP else who.get(now, Who(now, now)).label if about else ""
        when, own = written.get(row), (code, target) == (at, now)
        if when is None:  # its changes have not come: nothing is known of it
            continue
        of = () if own or code == at else (name or "",)
        by = names.get(coder or "", coder or "")
        told = SummaryRow(row, at, paths[at], about, now, label, words, by, when.when, when.times, 0, of)
        found.setdefault(told.key, []).append(Kept(told, own, when))
    return {key: _unseen(base, sorted(cell, key=lambda one: not one.own)) for key, cell in found.items()}


def joined(cell: Sequence[Kept]) -> SummaryRow:
    """The words of a cell as one."""
    first = cell[0].row
    if len(cell) == 1:
        return first
    last = max(cell, key=lambda one: one.written.order).row
    return first._replace(
        words="\n\n".join(one.row.words for one in cell),
        coder=last.coder,
        edited=last.edited,
        history=sum(one.row.history for one in cell),
        of=tuple(dict.fromkeys(name for one in cell for name in one.row.of)),
    )


def writings(base: Base, rows: Iterable[str]) -> dict[str, Written]:
    """Row → when its words were written."""
    found: dict[str, Written] = {}
    for row, hlc, stream, seq, digest, ts in base.store.read(
        "SELECT j.value, c.hlc, c.stream, c.seq, c.hash, c.ts FROM json_each(?) j CROSS JOIN change c "
        "ON c.row = j.value WHERE c.ent = 'summary' AND c.op = 'put' AND instr(c.body, '\"words\"') > 0",
        (json.dumps(list(rows)),),
    ):
        before, order = found.get(row), (hlc, stream, seq)
        if before is None or before.order < order:
            now = Written(order, Dot(stream, seq, digest), local(ts), 1)
            found[row] = now._replace(times=before.times + 1) if before else now
        else:
            found[row] = before._replace(times=before.times + 1)
    return found


def _unseen(base: Base, cell: list[Kept]) -> list[Kept]:
    """Without what was already there to be read when the cell's own words were written."""
    if len(cell) == 1 or not cell[0].own:
        return cell
    own = cell[0].written.order[0]
    return [one for one in cell if one.own or max(one.written.order[0], _came(base, one.row.id)) > own]


def _came(base: Base, row: str) -> int:
    """When a row came to the cell it is in, by the log's clock: its code was merged, or its informant named."""
    ((code, target),) = base.store.read("SELECT code, target FROM summary WHERE id = ?", (row,))
    latest, seen = _last(base, target or "", "person"), set[str]()
    while code and code not in seen:
        seen.add(code)
        latest = max(latest, _last(base, code, "merged"))
        rows = base.store.read("SELECT merged FROM code WHERE id = ?", (code,))
        code = rows[0][0] if rows else None
    return latest


def _last(base: Base, row: str, field: str) -> int:
    query = "SELECT COALESCE(max(hlc), 0) FROM change WHERE row = ? AND op = 'put' AND instr(body, ?) > 0"
    return int(base.store.read(query, (row, f'"{field}"'))[0][0])


def versions(base: Base, row: str) -> list[tuple[datetime, str, str]]:
    """Everything a row has said, the oldest first: when, who (a name), and the words ('' where it was taken away)."""
    names = base.coder_names()
    changes = base.store.read(
        "SELECT c.ts, c.actor, c.op, c.body FROM change c JOIN stream s ON s.no = c.stream "
        "WHERE c.row = ? AND c.ent = 'summary' ORDER BY c.hlc, s.id, c.seq",
        (row,),
    )
    told: list[tuple[int, str, Any]] = []
    for ts, actor, op, body in changes:
        fields = json.loads(body)
        if op == "del" or "words" in fields:
            told.append((ts, actor, None if op == "del" else fields["words"]))
    words = base.words.all(value for *_, value in told)
    return [(local(ts), names.get(actor, actor), said) for (ts, actor, _), said in zip(told, words, strict=True)]
