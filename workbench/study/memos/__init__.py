"""Memos: notes on a passage, a transcript, a code or the study, and the passages that they point to.

    memo = study.memos.add("study", "", "Tillid er en forudsætning.", kind="analytic")
    study.memos.link(memo, text.revision, 120, 180)
    study.memos.list(kinds=["analytic"], since=date(2026, 11, 1))

Everything goes through the log, which says when what was written. What was written by two at the same time is kept
twice, until somebody looks at it in the inbox; a link that two have drawn is one.
"""

import secrets
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from workbench.errors import InputError, NotFoundError
from workbench.identity import new_id
from workbench.sanitise import line
from workbench.store import blob_id, delete, put
from workbench.study.base import Base, check_span, not_found, storable
from workbench.study.folder import write_file
from workbench.study.memos import links as drawn
from workbench.study.memos import rows
from workbench.study.memos.kinds import KINDS, LABELS, in_order, kind_of, label
from workbench.study.memos.places import Place, places
from workbench.study.memos.rows import Link, Linking, LinkRow, MemoRow
from workbench.study.memos.searching import MemoHit, Searching

__all__ = [
    "ABOUT",
    "KINDS",
    "LABELS",
    "Link",
    "LinkRow",
    "Linking",
    "MemoHit",
    "MemoRow",
    "Memos",
    "Place",
    "in_order",
    "kind_of",
    "label",
]

ABOUT = ("passage", "transcript", "code", "study")
_MAX = 1_000_000

Found = list[MemoRow]
LinkRows = list[LinkRow]
Linkings = list[Linking]
Hits = list[MemoHit]
Spans = Iterable[tuple[str, int, int]]
Texts = list[tuple[bytes, str]]


class Memos:
    """``study.memos``."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._searching = Searching(base)

    # --- reading

    def list(
        self,
        *,
        target: str = "",
        revision: str = "",
        transcript: str = "",
        code: str = "",
        kinds: Collection[str] = (),
        coders: Collection[str] = (),
        about: Collection[str] = (),
        since: date | None = None,
        until: date | None = None,
    ) -> Found:
        """Memos by place: all that one may see, or those that fit.

        ``target``: about that row; ``revision``: on passages of a text; ``transcript`` (a row): about it or on a
        passage of it; ``code`` (a row): about it or one that was merged into it. ``kinds``, ``coders`` (names) and
        ``about`` give those of any of them; ``since`` and ``until`` are days on which they were written, both
        included. Raises ``NotFoundError`` for a coder that nobody is.
        """
        where, given = "", list[Any]()
        for value, condition in (
            (target, "m.target = ?"),
            (revision, "m.revision = ?"),
            (transcript, "CASE WHEN m.revision IS NULL THEN m.target ELSE r.transcript END = ?"),
            (code, "m.about = 'code' AND (SELECT COALESCE(k.effective, k.id) FROM code k WHERE k.id = m.target) = ?"),
        ):
            if value:
                where += f" AND {condition}"
                given.append(value)
        found = rows.memos(self._base, where, tuple(given))
        wanted, by = {kind_of(kind) for kind in kinds}, self._names(coders)
        return [
            memo
            for memo in found
            if (not wanted or memo.kind in wanted)
            and (not by or memo.coder in by)
            and (not about or memo.about in about)
            and _within(memo, since, until)
        ]

    def _names(self, coders: Collection[str]) -> set[str]:
        known = {coder.name.casefold(): coder.name for coder in self._base.coders()}
        for name in coders:
            if name.casefold() not in known:
                raise not_found("coder", name, known.values())
        return {known[name.casefold()] for name in coders}

    def get(self, memo: str) -> MemoRow:
        """One memo. Raises ``NotFoundError`` where it is gone, or kept from whoever is at work."""
        found = rows.memos(self._base, " AND m.id = ?", (memo,))
        if not found:
            raise NotFoundError("that memo is no longer there", "It was removed, here or by a colleague.")
        return found[0]

    def find(self, name: str) -> MemoRow:
        """The memo whose id is ``name``, or ends with it (four signs at least). Raises ``NotFoundError``."""
        ending = name.strip().upper()
        found = [memo for memo in rows.memos(self._base) if memo.id.endswith(ending)] if len(ending) >= 4 else []
        if len(found) != 1:
            raise NotFoundError(
                f"there is no single memo called {line(name, 40)}",
                "`workbench memos` lists them, each with the end of its id.",
            )
        return found[0]

    def kinds(self) -> tuple[str, ...]:
        """The kinds that are offered, and after them other words that memos one may see are called by."""
        return tuple(in_order({*KINDS, *(memo.kind for memo in rows.memos(self._base) if memo.kind)}))

    def search(self, words: str, among: Collection[MemoRow] | None = None, *, mode: str = "auto") -> Hits:
        """Where ``words`` stand in the memos (or ``among`` some): tier by tier as ``study.search``, the newest first.

        Raises ``InputError`` for words that cannot be searched for.
        """
        return self._searching.find(words, rows.memos(self._base) if among is None else among, mode)

    # --- writing

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
        links: Spans = (),
    ) -> str:
        """Write a memo; returns its id. A memo on a passage names revision, start and end too.

        ``links``: passages (revision, start, end) that it points to, drawn with it.
        """
        place = self._place(about, target, revision, start, end)
        memo = new_id()
        value, texts = _body(text)
        op = put("memo", memo, text=value, kind=kind_of(kind), coder=self._base.coder, **place)
        self._base.write("write memo", [op, *drawn.operations(self._base, memo, links)], texts=texts)
        return memo

    def edit(self, memo: str, text: str, *, kind: str = "") -> None:
        """Change what a memo says, and with ``kind`` what kind of memo it is."""
        now = self.get(memo)
        fields: dict[str, Any] = {}
        texts: Texts = []
        if text != now.text:
            fields["text"], texts = _body(text)
        if kind and (wanted := kind_of(kind)) != now.kind:
            fields["kind"] = wanted
        if fields:
            verb = "edit memo" if texts else "change kind of memo"
            self._base.write(verb, [put("memo", memo, **fields)], texts=texts)

    def set_kind(self, memo: str, kind: str) -> None:
        """Make it another kind of memo: one of ``KINDS``, or a word of one's own."""
        self.edit(memo, self.get(memo).text, kind=kind_of(kind))

    def move(
        self, memo: str, about: str, target: str = "", *, revision: str = "", start: int = 0, end: int = 0
    ) -> None:
        """Let a memo be about something else; its words, kind and links stay."""
        now, place = self.get(memo), self._place(about, target, revision, start, end)
        there = (place["about"], place["target"], *(place.get("span") or ("", 0, 0)))
        if there == (now.about, now.target, now.revision, now.start, now.end):
            return
        if now.revision:
            place.setdefault("span", None)
        self._base.write("move memo", [put("memo", memo, **place)])

    def remove(self, memo: str) -> None:
        """Remove a memo, and with it its links; ``undo`` brings them back."""
        self._base.write("remove memo", [delete("memo", self.get(memo).id)])

    def _place(self, about: str, target: str, revision: str, start: int, end: int) -> dict[str, Any]:
        """What says what a memo is about. Raises ``InputError`` and ``NotFoundError``."""
        if about not in ABOUT:
            raise InputError(f"a memo is about one of {', '.join(ABOUT)}")
        if about == "passage":
            check_span(self._base, revision, start, end)
            return {"about": about, "target": target, "span": [revision, start, end]}
        if about == "code" and target in self._base.blind.drafts():
            raise NotFoundError("that code is not in the codebook", "It was deleted, here or by a colleague.")
        return {"about": about, "target": target}

    # --- links

    def link(self, memo: str, revision: str, start: int, end: int) -> str:
        """Let a memo point to [start, end) of a text; returns the link's id, that of the link that is there already."""
        self.get(memo)
        check_span(self._base, revision, start, end)
        if there := drawn.there(self._base, memo, (revision, start, end)):
            return there[0]
        ops = drawn.operations(self._base, memo, [(revision, start, end)])
        self._base.write("link passage", ops)
        return ops[0].row

    def unlink(self, link: str) -> None:
        """Take a link away, also where several have drawn it; ``undo`` brings it back."""
        self._base.write("unlink passage", drawn.removal(self._base, link))

    def links(self, memo: str) -> LinkRows:
        """The passages that a memo points to, with their words and codes, in the order of the texts."""
        return drawn.told(self._base, [self.get(memo).id])[memo]

    def links_of(self, memos: Iterable[MemoRow]) -> dict[str, LinkRows]:
        """The same of several, by memo."""
        return drawn.told(self._base, [memo.id for memo in memos])

    def places(self, memos: Iterable[MemoRow]) -> dict[str, Place]:
        """What memos are about, in names: by memo."""
        return places(self._base, memos)

    def render(self, memos: Iterable[MemoRow], format: str) -> str | bytes:
        """Memos with what they point to, in the order given, as ``md``, ``csv``, ``json`` or another known format."""
        from workbench.study.memos.exporting import render

        return render(self._base, memos, format)

    def export(self, memos: Iterable[MemoRow], format: str, path: Path) -> Path:
        """Write ``render`` to ``path`` in one step; returns it."""
        write_file(path, self.render(memos, format))
        return path

    def linking(self, revision: str) -> Linkings:
        """The memos that point to passages of a text, by place."""
        return drawn.linking(self._base, revision)


def _within(memo: MemoRow, since: date | None, until: date | None) -> bool:
    """Whether a memo was written in those days; one of which the log does not tell that is in none."""
    if since is None and until is None:
        return True
    if memo.created is None:
        return False
    day = memo.created.date()
    return (since is None or day >= since) and (until is None or day <= until)


def _body(text: str) -> tuple[list[Any], list[tuple[bytes, str]]]:
    """The register of a memo's text, and the text: it lies out of line, so that it can be erased."""
    storable(text, "the memo")
    if not text.strip():
        raise InputError("a memo needs words", "Remove the memo instead.")
    if len(text) > _MAX:
        raise InputError(f"a memo may have {_MAX:,} characters")
    salt = secrets.token_bytes(16)
    return [None, blob_id(salt, text)], [(salt, text)]
