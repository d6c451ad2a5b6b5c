"""Memos: notes on a passage, a transcript, a code or the study."""

import secrets
from typing import Any, NamedTuple

from workbench.errors import InputError, NotFoundError
from workbench.identity import new_id
from workbench.store import blob_id, delete, put
from workbench.study.base import Base, check_span, storable
from workbench.study.words import ERASED, NOT_COME

ABOUT = ("passage", "transcript", "code", "study")
_MAX = 1_000_000


class MemoRow(NamedTuple):
    """A memo; ``target`` is the row it is about, ``coder`` a name; a passage has ``start`` and ``end``, all else 0."""

    id: str
    about: str
    target: str
    revision: str
    start: int
    end: int
    text: str
    kind: str
    coder: str


class Memos:
    """``study.memos``."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def list(self, *, target: str = "", revision: str = "") -> list[MemoRow]:
        """Memos by place: all that one may see, those of them about a row, or those on passages of a text."""
        rows = self._base.store.read(
            "SELECT m.id, m.about, m.target, m.revision, m.start, m.end, COALESCE(b.data, m.body, "
            "CASE WHEN b.id IS NOT NULL THEN ?3 WHEN m.blob IS NOT NULL THEN ?4 ELSE '' END), m.kind, "
            "COALESCE(c.name, m.coder, '') FROM memo m LEFT JOIN blob b ON b.id = m.blob "
            "LEFT JOIN coder c ON c.id = m.coder WHERE m.alive = 1 AND (?1 = '' OR m.target = ?1) "
            f"AND (?2 = '' OR m.revision = ?2){self._base.blind.memos()} ORDER BY m.about, m.revision, m.start, m.id",
            (target, revision, ERASED, NOT_COME),
        )
        return [_memo(row) for row in rows]

    def get(self, memo: str) -> MemoRow:
        """One memo. Raises ``NotFoundError`` where it is gone."""
        found = next((m for m in self.list() if m.id == memo), None)
        if found is None:
            raise NotFoundError("that memo is no longer there", "It was removed, here or by a colleague.")
        return found

    def add(
        self,
        about: str,
        target: str,
        text: str,
        *,
        revision: str = "",
        start: int = 0,
        end: int = 0,
        kind: str = "note",
    ) -> str:
        """Write a memo; returns its id. A memo on a passage names revision, start and end too."""
        if about not in ABOUT:
            raise InputError(f"a memo is about one of {', '.join(ABOUT)}")
        if about == "passage":
            check_span(self._base, revision, start, end)
        memo = new_id()
        fields: dict[str, Any] = {"about": about, "target": target, "kind": kind, "coder": self._base.coder}
        if about == "passage":
            fields["span"] = [revision, start, end]
        value, texts = _body(text)
        self._base.write("write memo", [put("memo", memo, text=value, **fields)], texts=texts)
        return memo

    def edit(self, memo: str, text: str) -> None:
        """Change what a memo says."""
        if self.get(memo).text != text:
            value, texts = _body(text)
            self._base.write("edit memo", [put("memo", memo, text=value)], texts=texts)

    def remove(self, memo: str) -> None:
        """Remove a memo; ``undo`` brings it back."""
        self._base.write("remove memo", [delete("memo", self.get(memo).id)])


def _body(text: str) -> tuple[list[Any], list[tuple[bytes, str]]]:
    """The register of a memo's text, and the text: it lies out of line, so that it can be erased."""
    storable(text, "the memo")
    if not text.strip():
        raise InputError("a memo needs words", "Remove the memo instead.")
    if len(text) > _MAX:
        raise InputError(f"a memo may have {_MAX:,} characters")
    salt = secrets.token_bytes(16)
    return [None, blob_id(salt, text)], [(salt, text)]


def _memo(row: tuple[Any, ...]) -> MemoRow:
    memo, about, target, revision, start, end, text, kind, coder = row
    return MemoRow(memo, about or "", target or "", revision or "", start or 0, end or 0, text, kind or "", coder)
