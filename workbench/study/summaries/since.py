"""How far a summary is behind its evidence: the excerpts that came or went, unseen by whoever wrote it.

What somebody had seen is told by the log, not by clocks: a colleague's coding that came with a later sync is new to
them, whenever it was made.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from workbench import synthesis as room
from workbench.store import Dot, Past, Then
from workbench.study.base import Base, parsed_list
from workbench.study.summaries.people import people
from workbench.study.summaries.rows import PERSON, SummaryRow
from workbench.study.transcripts import Transcripts
from workbench.transcripts import voices

_NOTHING = frozenset(("memo", "star", "weight", "coder"))
"""What may be written of a coding without its being other evidence than before."""

_Place = tuple[str, int, int]
"""A passage where it was written: text, start, end."""


class _Late(NamedTuple):
    """A change of a coding that is evidence now, or was."""

    row: str
    dot: Dot


class Since:
    """Counts it for the cells of a study as it stands; ``evidence`` is all of it that one may see."""

    def __init__(self, base: Base, transcripts: Transcripts, themes: Sequence[room.Theme]) -> None:
        self._base = base
        self._transcripts = transcripts
        self._themes = themes
        self._who = people(base)[0]
        self._codes = dict(base.store.read("SELECT id, effective FROM code"))
        self._labels = transcripts.labels()
        self._groups: Mapping[str, str] = dict(
            base.store.read("SELECT id, COALESCE(\"group\", '') FROM informant WHERE alive = 1")
        )

    def of(
        self, cells: Iterable[tuple[SummaryRow, Dot]], evidence: Collection[room.Evidence]
    ) -> dict[tuple[str, str, str], int]:
        """Cell → how many excerpts have come or gone since it was written at that place in the log."""
        wanted = [(row, self._past(dot)) for row, dot in cells]
        late = self._changes([past for _, past in wanted])
        if not late:
            return {}
        return {row.key: self._count(row, past, late, evidence) for row, past in wanted}

    def _past(self, dot: Dot) -> Past:
        """What somebody had seen who wrote there."""
        names = dict(self._base.store.read("SELECT no, id FROM stream"))
        heard: dict[str, tuple[tuple[int, str], ...]] = {names[dot.stream]: ((dot.seq, dot.hash.hex()),)}
        for stream, seq, digest in self._base.store.read(
            "SELECT ostream, oseq, ohash FROM dep WHERE stream = ? AND seq <= ? ORDER BY oseq", (dot.stream, dot.seq)
        ):
            heard[names[stream]] = (*heard.get(names[stream], ())[-8:], (seq, digest.hex()))
        return self._base.store.past(heard)

    def _changes(self, pasts: Sequence[Past]) -> list[_Late]:
        """The changes that somebody of these had not seen, and that may have made other evidence."""
        found = []
        for row, stream, seq, digest, op, body in self._base.store.read(
            "SELECT row, stream, seq, hash, op, body FROM change WHERE ent = 'coding'"
        ):
            dot = Dot(stream, seq, digest)
            if all(past.has(dot) for past in pasts):
                continue
            fields = json.loads(body)
            if op == "del" or not fields or fields.keys() - _NOTHING:
                found.append(_Late(row, dot))
        return found

    def _count(self, cell: SummaryRow, past: Past, late: Sequence[_Late], evidence: Collection[room.Evidence]) -> int:
        touched = {one.row for one in late if not past.has(one.dot)}
        if not touched:
            return 0
        below = subtree(self._themes, cell.theme)
        mine = [one for one in evidence if one.theme in below and self._speaks(cell, one.speakers)]
        here = self._places({one.coding for one in mine})
        now = {here[one.coding] for one in mine if one.coding in touched and one.coding in here}
        still = {here[one.coding] for one in mine if one.coding not in touched and one.coding in here}
        hidden = (
            {row for row in touched if self._base.blind.hides("coding", row)} if self._base.blind.active() else set()
        )
        then = self._base.store.rows_then(past, "coding", touched - hidden)
        before = {place for one in then.values() if (place := self._was(cell, one, below)) is not None}
        return len((now ^ before) - still)

    def _places(self, codings: Collection[str]) -> dict[str, _Place]:
        rows = self._base.store.read(
            'SELECT g.id, g.anchor, g.revision, g.start, g."end" FROM json_each(?) j '
            "CROSS JOIN coding g ON g.id = j.value",
            (json.dumps(list(codings)),),
        )
        return {row: _written(anchor) or (text or "", start or 0, end or 0) for row, anchor, text, start, end in rows}

    def _was(self, cell: SummaryRow, one: Then, below: Collection[str]) -> _Place | None:
        """Where a coding stood then, if it was evidence of the cell."""
        place, code = _written(one.fields.get("span")), one.fields.get("code")
        if not one.alive or place is None or self._codes.get(str(code), code) not in below:
            return None
        stance = one.fields.get("facet.stance")
        if isinstance(stance, str | list) and "denies" in stance:
            return None
        corrected = one.fields.get("voices")
        spoke = parsed_list(corrected, lambda who: isinstance(who, str)) if isinstance(corrected, str) else None
        heard, unknown = (tuple(spoke), False) if spoke is not None else self._heard(place)
        return place if self._speaks(cell, heard, unknown=unknown) else None

    def _heard(self, place: _Place) -> tuple[tuple[str, ...], bool]:
        document = self._transcripts.revision(place[0])
        if document is None:
            return (), False
        said = voices(document.text, document.turns, place[1], place[2], document.interviewer)
        known = self._labels.get(document.id, {})
        return tuple(known[label] for label in said.labels if label in known), said.unattributed

    def _speaks(self, cell: SummaryRow, informants: Collection[str], *, unknown: bool = True) -> bool:
        """Whether what they say is evidence of the cell; of a theme as a whole, also what nobody known says."""
        if not cell.about:
            return bool(informants) or unknown
        if cell.about == PERSON:
            who = self._who.get(cell.target)
            return who is not None and any(one in who.informants for one in informants)
        return any(self._groups.get(one) == cell.target for one in informants)


def subtree(themes: Iterable[room.Theme], root: str) -> set[str]:
    """A theme and all that stand below it."""
    found = {root}
    for theme in themes:  # depth first: whoever stands above comes before
        if theme.parent in found:
            found.add(theme.id)
    return found


def _written(given: object) -> _Place | None:
    """[text, start, end], or the JSON of it."""
    if isinstance(given, str):
        given = parsed_list(given, lambda _: True)
    if isinstance(given, list) and len(given) == 3 and type(given[1]) is type(given[2]) is int:
        return str(given[0]), given[1], given[2]
    return None
