"""The queue: passages that a correction has changed at an edge, or lost, until somebody has looked at them."""

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from workbench.errors import NotFoundError
from workbench.store import Op, put
from workbench.study.base import Base, check_span, not_found, parsed_list
from workbench.study.corrections.fates import KEPT, LOST, PASSAGES, Fate, Span, Teller, passages, seen_of
from workbench.study.corrections.versions import points_to, text_of
from workbench.transcripts.ways import Node, Ways

_MOVED_OR_LEFT = (
    "(e.anchor IS NOT NULL OR t.current <> e.revision) AND EXISTS (SELECT 1 FROM revision n WHERE n.id = t.current)"
)


class Queue:
    """What waits to be looked at in one study."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def fates(self, transcript: str = "") -> list[Fate]:
        """Passages changed at an edge, or lost, that nobody has looked at. Raises ``NotFoundError`` for the name."""
        base = self._base
        names = {name for (name,) in base.store.read("SELECT name FROM transcript WHERE alive = 1")}
        if transcript and transcript not in names:
            raise not_found("transcript", transcript, names)
        aside = dict(base.store.read("SELECT item, cause FROM ruling WHERE alive = 1"))
        where, given = (f"t.name = ? AND {_MOVED_OR_LEFT}", (transcript,)) if transcript else (_MOVED_OR_LEFT, ())
        look = _Look(base)
        found = []
        for ent in PASSAGES:
            for row in passages(base, ent, where, given, ", e.anchor, t.id, t.name, t.current"):
                fate = look.fate(ent, row)
                if fate.status == LOST:
                    waits = aside.get(_item(fate)) != _cause(fate)
                else:
                    waits = fate.edge and fate.status != KEPT
                if waits:
                    found.append(fate)
        return found

    def accept(self, rows: Iterable[str]) -> None:
        """Leave them where they stand; one that is lost is put aside."""
        base, waiting = self._base, {fate.row: fate for fate in self.fates()}
        ops: list[Op] = []
        for row in dict.fromkeys(rows):
            fate = waiting.get(row)
            if fate is None:
                raise NotFoundError("there is no such passage to look at", "Perhaps somebody has seen to it by now.")
            if fate.new is None:
                name = _item(fate)
                ruling = base.derive("ruling", name)
                ops.append(put("ruling", ruling, item=name, cause=_cause(fate), coder=base.coder))
            else:
                ops.append(put(fate.ent, row, span=list(fate.new)))
        base.write("accept passages", ops)

    def place(self, row: str, start: int, end: int) -> None:
        """Put a coding, note or link on a passage of its transcript's current text."""
        base = self._base
        for ent in PASSAGES:
            seen = seen_of(base, ent)
            rows = base.store.read(
                f'SELECT r.transcript, e.revision, e.start, e."end", e.anchor FROM "{ent}" e '
                f"JOIN revision r ON r.id = e.revision WHERE e.alive = 1 AND e.id = ?{seen}",
                (row,),
            )
            if rows:
                transcript, *stands, anchor = rows[0]
                current = points_to(base, transcript)
                check_span(base, current, start, end)
                span = [current, start, end]
                if stands != span or anchor:
                    base.write("place passage", [put(ent, row, span=span)])
                return
        raise NotFoundError("that passage is no longer there", "It was removed, here or by a colleague.")


class _Look:
    """One look at the passages: texts and ways are read once."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._teller = Teller(base)
        self._ways: dict[str, Ways] = {}
        self._texts: dict[str, str | None] = {}
        self._made: dict[str, tuple[list[str], str]] = {}  # row of a text → its parents, and why it was made

    def fate(self, ent: str, row: Sequence[Any]) -> Fate:
        name, code, coder, revision, start, end, anchor, transcript, called, current = row
        known = (name, code, coder)
        if anchor is None:
            old: Span = (revision, start, end)
            return self._teller.fate(ent, known, called or "", (old, self._text(revision)), None)
        was, first, last = json.loads(anchor)
        carried = self._way(transcript).carry(was, current, first, last)
        return self._teller.fate(
            ent,
            known,
            called or "",
            ((was, first, last), self._text(was)),
            ((revision, start, end), self._text(revision) or ""),
            edge=carried is not None and carried.edge and self._corrected(transcript, was, current, (first, last)),
        )

    def _corrected(self, transcript: str, was: str, current: str, span: tuple[int, int]) -> bool:
        """Whether a correction touched an end of a passage: a replaced name is known to stand where it stood."""
        ways, chain = self._way(transcript), [current]
        while chain[-1] != was:
            parents, _ = self._made.get(chain[-1], ([], ""))
            if not parents or parents[0] in chain:
                return True  # not made out of the one it was written on: taken back, or joined
            chain.append(parents[0])
        for before, after in pairwise(reversed(chain)):
            step = ways.carry(before, after, *span)
            if step is None or (step.edge and self._made[after][1] != "anonymised"):
                return True
            span = step.start, step.end
        return False

    def _text(self, revision: str) -> str | None:
        if revision not in self._texts:
            self._texts[revision] = text_of(self._base, revision)
        return self._texts[revision]

    def _way(self, transcript: str) -> Ways:
        if transcript not in self._ways:
            rows = self._base.store.read(
                "SELECT id, characters, parents, cuts, moves, why FROM revision WHERE transcript = ?", (transcript,)
            )
            self._ways[transcript] = Ways(Node(*row[:5]) for row in rows if type(row[1]) is int)
            for row, _, parents, _, _, why in rows:
                self._made[row] = parsed_list(parents, lambda name: isinstance(name, str)), why or ""
        return self._ways[transcript]


def _item(fate: Fate) -> str:
    """What a ruling about a lost passage is about."""
    return f"lost {fate.ent} {fate.row}"


def _cause(fate: Fate) -> str:
    return json.dumps(list(fate.old))
