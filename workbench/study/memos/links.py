"""The links of memos: passages that an analytic memo points to. They go with corrections as codings do."""

import json
from collections.abc import Collection, Iterable

from workbench.errors import NotFoundError
from workbench.identity import new_id
from workbench.store import Op, delete, put
from workbench.study.base import Base, check_span
from workbench.study.memos.places import Places
from workbench.study.memos.rows import LOST, PLACED, Linking, LinkRow, memos

Span = tuple[str, int, int]
"""The row of a text, and a passage of it."""


def operations(base: Base, memo: str, spans: Iterable[Span]) -> list[Op]:
    """What draws links from a memo to passages. Raises where one is no passage of a text."""
    ops = []
    for revision, start, end in dict.fromkeys(spans):
        check_span(base, revision, start, end)
        ops.append(put("link", new_id(), memo=memo, span=[revision, start, end], coder=base.coder))
    return ops


def there(base: Base, memo: str, span: Span) -> list[str]:
    """The links (rows) that one may see from a memo to a passage; several where several have drawn it."""
    rows = base.store.read(
        "SELECT l.id FROM link l WHERE l.alive = 1 AND l.memo = ? AND l.revision = ? AND l.start = ? AND l.end = ?"
        f"{base.blind.links()} ORDER BY l.id",
        (memo, *span),
    )
    return [row for (row,) in rows]


def removal(base: Base, link: str) -> list[Op]:
    """What takes a link away, and those that others have drawn to the same place. Raises ``NotFoundError``."""
    rows = base.store.read(
        f"SELECT l.memo, l.revision, l.start, l.end FROM link l WHERE l.alive = 1 AND l.id = ?{base.blind.links()}",
        (link,),
    )
    if not rows:
        raise NotFoundError("that link is no longer there", "It was taken away, here or by a colleague.")
    memo, *span = rows[0]
    return [delete("link", row) for row in there(base, memo, (span[0], span[1], span[2]))]


def told(base: Base, memos: Collection[str]) -> dict[str, list[LinkRow]]:
    """The links of memos in names, by memo: each once, in the order of the texts."""
    look = Places(base)
    rows = base.store.read(
        "SELECT l.memo, l.id, l.revision, l.start, l.end, COALESCE(c.name, l.coder, ''), "
        f"{LOST.format('l')}, t.name FROM json_each(?) j CROSS JOIN link l ON l.memo = j.value "
        f"LEFT JOIN coder c ON c.id = l.coder {PLACED.format('l')} "
        f"WHERE l.alive = 1{base.blind.links()} ORDER BY l.memo, t.name, l.revision, l.start, l.end, l.id",
        (json.dumps(list(memos)),),
    )
    found: dict[str, dict[Span, LinkRow]] = {memo: {} for memo in memos}
    for memo, link, revision, start, end, coder, lost, transcript in rows:
        span = (revision or "", start or 0, end or 0)
        if span not in found[memo]:
            row = (link, memo, revision or "", transcript or "", span[1], span[2])
            found[memo][span] = LinkRow(*row, *look.words(*span), look.codes(*span), coder, bool(lost))
    return {memo: list(links.values()) for memo, links in found.items()}


def linking(base: Base, revision: str) -> list[Linking]:
    """The memos that point to passages of a text, by place."""
    rows = base.store.read("SELECT DISTINCT memo FROM link WHERE alive = 1 AND revision = ?", (revision,))
    if not rows:
        return []
    ids = json.dumps([memo for (memo,) in rows])
    found = memos(base, " AND m.id IN (SELECT value FROM json_each(?))", (ids,))
    placed = [
        Linking(link.start, link.end, link.id, memo)
        for memo in found
        for link in memo.links
        if link.revision == revision and link.start < link.end
    ]
    return sorted(placed, key=lambda one: (one.start, one.end, one.memo.id))
