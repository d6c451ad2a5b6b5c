"""The codebook in time: which codes count as one today, which a coder could know of, and what changed since."""

import json
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from workbench.store import Dot, Past
from workbench.study.base import Base

MEANING = ("definition", "include", "exclude")
"""What of a code says what it is for."""

MERGED, DRAFT = "merged", "draft"


class Said(NamedTuple):
    """A change of a code."""

    dot: Dot
    op: str
    fields: frozenset[str]


class Codebook:
    """All codes there ever were. ``effective``: code → what it counts as today; ``members`` the other way round."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self.effective: dict[str, str] = {}
        self.members: dict[str, tuple[str, ...]] = {}
        self._said: dict[str, list[Said]] = {}
        self._now: dict[str, Mapping[str, Any]] = {}
        self._then: dict[tuple[Past, str], bool] = {}
        self._drafted: set[str] = set()

    def read(self) -> None:
        """Read everything anew."""
        read = self._base.store.read
        rows = read(f"SELECT id, COALESCE(effective, id), {', '.join(MEANING)} FROM code ORDER BY id")
        self.effective = {row: into for row, into, *_ in rows}
        self._now = {row: dict(zip(MEANING, meaning, strict=True)) for row, _, *meaning in rows}
        self.members = {}
        for row, into in self.effective.items():
            self.members[into] = (*self.members.get(into, ()), row)
        self._said = {}
        for row, stream, seq, digest, op, body in read(
            "SELECT row, stream, seq, hash, op, body FROM change WHERE ent = 'code' ORDER BY n"
        ):
            fields = frozenset(json.loads(body)) if op == "put" else frozenset()
            self._said.setdefault(row, []).append(Said(Dot(stream, seq, digest), op, fields))
        self._drafted = {row for row, said in self._said.items() if any(DRAFT in one.fields for one in said)}
        self._then.clear()

    def existed(self, code: str, past: Past, without: Collection[str] = ()) -> bool:
        """Whether a code, or one that counts as it today, was in the codebook at a place in the log."""
        return any(self._existed(one, past) for one in self.members.get(code, (code,)) if one not in without)

    def drafts(self, code: str, past: Past) -> dict[str, str]:
        """Of a code and those that count as it today: which were somebody's draft at a place in the log, and whose."""
        found = {}
        for member in self.members.get(code, (code,)):
            if member in self._drafted:
                then = self._base.store.rows_then(past, "code", [member]).get(member)
                if then is not None and isinstance(maker := then.fields.get(DRAFT), str):
                    found[member] = maker
        return found

    def _existed(self, code: str, past: Past) -> bool:
        key = past, code
        if key not in self._then:
            said = self._said.get(code, ())
            found = any(one.op == "put" and past.has(one.dot) for one in said)
            if found and any(one.op == "del" for one in said):
                then = self._base.store.rows_then(past, "code", [code]).get(code)
                found = then is not None and then.alive
            self._then[key] = found
        return self._then[key]

    def redefined(self, code: str, past: Past) -> bool:
        """Whether what a code is for is said otherwise now than at a place in the log."""
        since = [one for one in self._said.get(code, ()) if not past.has(one.dot)]
        if not any(one.fields & set(MEANING) for one in since):
            return False
        then = self._base.store.rows_then(past, "code", [code]).get(code)
        said = then.fields if then else {}
        return any((said.get(field) or None) != (self._now[code][field] or None) for field in MEANING)

    def regrouped(self, code: str, past: Past) -> bool:
        """Whether codes have been merged into this one, or taken out of it or another, since a place in the log."""
        for member in self.members.get(code, (code,)):
            if any(MERGED in one.fields and not past.has(one.dot) for one in self._said.get(member, ())):
                then = self._base.store.rows_then(past, "code", [member]).get(member)
                if then is not None and (then.fields.get(MERGED) or None) != self._merged(member):
                    return True
        return False

    def _merged(self, code: str) -> str | None:
        rows = self._base.store.read("SELECT merged FROM code WHERE id = ?", (code,))
        return (rows[0][0] or None) if rows else None
