"""Codings: one coder tagged one passage with one code."""

import json
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from workbench.errors import InputError, NotFoundError
from workbench.identity import new_id
from workbench.store import Op, delete, put
from workbench.study.base import Base, check_span, checked_facets, facets_of, parsed_list, storable
from workbench.study.codes import Codes
from workbench.study.rounds import begun
from workbench.study.words import Text, hidden

_COLUMNS = "g.id, g.revision, g.start, g.end, COALESCE(c.effective, g.code), g.coder, g.memo, g.facets, g.voices"
_FROM = "FROM coding g LEFT JOIN code c ON c.id = g.code WHERE g.alive = 1"
Facets = Mapping[str, Collection[str]]


class CodingRow(NamedTuple):
    """A coding as it counts now; ``code`` is after all merges, ``voices`` only where somebody corrected them."""

    id: str
    revision: str
    start: int
    end: int
    code: str
    coder: str
    memo: str
    facets: Mapping[str, tuple[str, ...]]
    voices: tuple[str, ...] | None


class Codings:
    """``study.codings``."""

    def __init__(self, base: Base, codes: Codes) -> None:
        self._base = base
        self._codes = codes

    def count(self) -> int:
        """How many codings live that one may see; the same passage, code and coder twice counts once."""
        return int(self._base.store.read(f"SELECT count(*) FROM {self._base.codings()}")[0][0])

    def of(self, revision: str, only: Collection[str] | None = None) -> list[CodingRow]:
        """All codings of a text, or those that are among ``only``; by start, the longer first."""
        chosen = "" if only is None else "AND g.id IN (SELECT value FROM json_each(?2)) "
        query = (
            f"SELECT {_COLUMNS} {_FROM} {chosen}AND {'' if only is None else '+'}g.revision = ?1 AND g.start >= 0 "
            f"AND g.start < g.end AND g.end <= (SELECT characters FROM revision WHERE id = ?1){self._base.blind.sql()} "
            "ORDER BY g.start, -g.end, g.id"
        )
        given = (revision,) if only is None else (revision, json.dumps(list(only)))
        return _rows(self._base, self._base.store.read(query, given))

    def with_code(self, code: str) -> list[CodingRow]:
        """All codings that count for one code, its subtree left out."""
        seen = self._base.blind.sql()
        query = f"SELECT {_COLUMNS} {_FROM} AND c.effective = ?{seen} ORDER BY g.revision, g.start, -g.end, g.id"
        return _rows(self._base, self._base.store.read(query, (code,)))

    def get(self, coding: str) -> CodingRow:
        """One coding. Raises ``NotFoundError`` where it is gone, or kept from whoever is at work."""
        rows = self._base.store.read(f"SELECT {_COLUMNS} {_FROM} AND g.id = ?{self._base.blind.sql()}", (coding,))
        if not rows:
            raise NotFoundError("that coding is no longer there", "It was removed, here or by a colleague.")
        return _rows(self._base, rows)[0]

    def add(
        self,
        revision: str,
        start: int,
        end: int,
        code: str,
        *,
        facets: Facets | None = None,
        memo: str = "",
        reading: bool = False,
    ) -> str:
        """Tag [start, end) of a text with a code; returns the coding's id.

        The same passage, code and coder a second time is the coding that is there. A new coding takes over the
        facets its code starts with, unless others are given. ``reading``: somebody sits before the transcript, so that
        an assignment of it is in progress from now on; that belongs to the coding, and is undone with it.
        """
        base = self._base
        check_span(self._base, revision, start, end)
        rows = base.store.read("SELECT effective, facets, alive FROM code WHERE id = ?", (code,))
        if not rows or not rows[0][2] or code in base.blind.drafts():
            raise NotFoundError("that code is not in the codebook", "It was deleted, here or by a colleague.")
        effective, own_facets, _ = rows[0]
        query = (
            f"SELECT g.id {_FROM} AND g.revision = ? AND g.start = ? AND g.end = ? AND g.coder = ? AND c.effective = ?"
        )
        if there := base.store.read(query + " ORDER BY g.id", (revision, start, end, base.coder, effective)):
            return str(there[0][0])
        given = checked_facets(base.settings, facets) if facets is not None else _start_facets(base, own_facets)
        op, texts = self._tag([revision, start, end], effective, given, memo)
        base.write("code", [*(begun(base, revision) if reading else ()), op], texts=texts)
        return op.row

    def add_new(
        self, revision: str, start: int, end: int, path: str, *, facets: Facets | None = None, memo: str = ""
    ) -> str:
        """Tag a passage with the code at ``path``, made with it where it is missing; returns the coding's id."""
        row, made = self._codes.made(path)
        if not made:
            return self.add(revision, start, end, row, facets=facets, memo=memo)
        check_span(self._base, revision, start, end)
        op, texts = self._tag([revision, start, end], row, checked_facets(self._base.settings, facets), memo)
        self._base.write("code with new code", [*made, op], texts=texts)
        return op.row

    def _tag(self, span: list[Any], code: str, facets: Mapping[str, list[str]], memo: str) -> tuple[Op, list[Text]]:
        fields: dict[str, Any] = {f"facet.{name}": values for name, values in facets.items() if values}
        remark, texts = _remark(memo)
        if remark:
            fields["memo"] = remark
        return put("coding", new_id(), span=span, code=code, coder=self._base.coder, **fields), texts

    def remove(self, *codings: str) -> None:
        """Remove codings; ``undo`` brings them back."""
        self._base.write("remove coding", [delete("coding", self.get(c).id) for c in codings])

    def borders(self, coding: str, start: int, end: int) -> None:
        """Move a coding's borders."""
        now = self.get(coding)
        check_span(self._base, now.revision, start, end)
        if (now.start, now.end) != (start, end):
            self._put("move borders", coding, span=[now.revision, start, end])

    def set_facet(self, coding: str, facet: str, values: Collection[str]) -> None:
        """Say what a coding says beyond its code; no values: nothing."""
        checked = checked_facets(self._base.settings, {facet: values})
        if tuple(checked[facet]) != self.get(coding).facets.get(facet, ()):
            self._put("set facet", coding, **{f"facet.{facet}": checked[facet]})

    def set_voices(self, coding: str, informants: Collection[str] | None) -> None:
        """Correct whose voice the passage is (informant rows); None: as the text says."""
        now = self.get(coding)
        known = {
            row
            for (row,) in self._base.store.read(
                "SELECT i.id FROM informant i JOIN revision r ON r.transcript = i.transcript "
                "WHERE r.id = ? AND i.alive = 1",
                (now.revision,),
            )
        }
        if informants is not None and not set(informants) <= known:
            raise InputError("a voice must be one of the transcript's informants")
        if (None if informants is None else tuple(sorted(informants))) != now.voices:
            value = None if informants is None else json.dumps(sorted(informants))
            self._put("correct voices", coding, voices=value)

    def note(self, coding: str, memo: str) -> None:
        """Write the remark that belongs to a coding ('' takes it away)."""
        if self.get(coding).memo != memo:
            value, texts = _remark(memo)
            self._base.write("note on coding", [put("coding", coding, memo=value)], texts=texts)

    def _put(self, verb: str, coding: str, **fields: Any) -> None:
        self._base.write(verb, [_put_coding(coding, fields)])


def _put_coding(coding: str, fields: Mapping[str, Any]) -> Op:
    return Op("put", "coding", coding, dict(fields))


def _start_facets(base: Base, own: str | None) -> dict[str, list[str]]:
    """The facets a code starts its codings with, as far as study.toml still knows them."""
    known = base.settings.facets
    return {f: [v for v in values if v in known[f]] for f, values in facets_of(own).items() if f in known}


def _remark(text: str) -> tuple[dict[str, str] | None, list[Text]]:
    """The register of a coding's remark, and its words: they lie out of line, so that they can be erased."""
    if not text:
        return None, []
    value, words = hidden(storable(text, "the memo"))
    return value, [words]


def _rows(base: Base, rows: list[tuple[Any, ...]]) -> list[CodingRow]:
    """Codings from what ``_COLUMNS`` reads, with the words of their remarks."""
    remarks = base.words.all(row[6] for row in rows)
    return [_coding(row, remark) for row, remark in zip(rows, remarks, strict=True)]


def _coding(row: tuple[Any, ...], remark: str) -> CodingRow:
    coding, revision, start, end, code, coder, _, facets, voices = row
    spoken = parsed_list(voices, lambda voice: isinstance(voice, str)) if voices else None
    return CodingRow(
        coding,
        revision or "",
        start or 0,
        end or 0,
        code or "",
        coder or "",
        remark,
        facets_of(facets),
        tuple(spoken) if spoken is not None else None,
    )
