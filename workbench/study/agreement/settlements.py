"""What was settled: read from the log's rows, whoever wrote them, and held against the episodes as they are now."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from workbench.agreement import consensus
from workbench.agreement.values import Range
from workbench.store.inbox import DISPUTE, Reader
from workbench.study.agreement.texts import is_ranges
from workbench.study.agreement.work import Work
from workbench.study.base import Base

HOW = ("discussed", "adjudicated")
RANGES = "ranges"

Ranges = tuple[Range, ...]
Others = tuple[tuple[str, Ranges], ...]
_Place = tuple[str, Range, str, Ranges]
"""Revision, passage, what it rests on, outcome."""


class Row(NamedTuple):
    """A settlement as it stands in the log; ``code`` after all merges, ``item`` the episode's name as of today."""

    id: str
    item: str
    code: str
    transcript: str
    revision: str
    start: int
    end: int
    basis: str
    ranges: Ranges
    choice: str
    how: str
    reason: str
    coder: str
    others: Others


class Settlements:
    """Every living settlement that can be read; what no program of ours writes is passed over."""

    def __init__(self, base: Base, work: Work) -> None:
        self._base = base
        self._work = work
        self._reader: Reader | None = None
        self._read: tuple[tuple[int, int], dict[str, Row]] = ((-1, -1), {})

    def item(self, code: str, revision: str, basis: str) -> str:
        """The name of an episode: of what it rests on."""
        return self._base.derive("episode", code, revision, basis)

    def row(self, item: str) -> str:
        """The row of an episode's settlement."""
        return self._base.derive("settlement", item)

    def by_item(self) -> Mapping[str, Row]:
        """All of them, by the episode they settle."""
        state = self._work.era, self._work.settling
        if self._read[0] != state:
            found: dict[str, Row] = {}
            for row in self._rows():
                # After a merge two settlements may mean one episode; the one that was written of it counts.
                if row.item not in found or row.id == self.row(row.item):
                    found[row.item] = row
            self._read = state, found
        return self._read[1]

    def rows_of(self, item: str) -> list[str]:
        """The rows of everything that settles an episode."""
        return [row.id for row in self._rows() if row.item == item]

    def _rows(self) -> Iterator[Row]:
        others = self._disputed()
        for row, code, transcript, revision, start, end, basis, ranges, *by in self._base.store.read(
            'SELECT id, code, transcript, revision, start, "end", basis, ranges, choice, how, reason, coder '
            "FROM settlement WHERE alive = 1 ORDER BY id"
        ):
            rests, outcome = read_basis(basis), read_ranges(ranges)
            words = all(isinstance(word, str) for word in (code, transcript, revision, *by[:2]))
            numbers = type(start) is int and type(end) is int and 0 <= start < end
            if rests is None or outcome is None or not words or not numbers:
                continue
            counts_as = self._work.codebook.effective.get(code, code)
            revision, (start, end), rests, outcome = self._today(transcript, revision, (start, end), rests, outcome)
            item = self.item(counts_as, revision, rests)
            choice, how, reason, coder = ((part if isinstance(part, str) else "") for part in by)
            how = how if how in HOW else HOW[0]
            sides = tuple((who, said) for who, said in others.get(row, ()) if said != outcome)
            yield Row(
                row,
                item,
                counts_as,
                transcript,
                revision,
                start,
                end,
                rests,
                outcome,
                choice,
                how,
                reason,
                coder,
                sides,
            )

    def _today(self, transcript: str, revision: str, span: Range, rests: str, outcome: Ranges) -> _Place:
        """Where a settlement stands in the text of today: there, if not a letter of what it is about has changed."""
        as_written = revision, span, rests, outcome
        texts = self._work.texts
        now = texts.now.get(transcript)
        if now is None or now.revision == revision or texts.of.get(revision) != transcript:
            return as_written
        basis = [(coder, [(a, b) for a, b in ranges]) for coder, ranges in json.loads(rests)]
        wanted = {span, *outcome, *(one for _, ranges in basis for one in ranges)}
        found: dict[Range, Range] = {}
        for one in wanted:
            carried = texts.carried(revision, *one)
            if carried is None or carried.touched or carried.edge:
                return as_written
            found[one] = carried.start, carried.end
        carried_basis = consensus.basis({coder: [found[one] for one in ranges] for coder, ranges in basis})
        return now.revision, found[span], carried_basis, tuple(sorted(found[one] for one in outcome))

    def _disputed(self) -> dict[str, Others]:
        """What several have settled not knowing of each other: row → (coder, ranges) of each."""
        read = self._base.store.read
        found: dict[str, list[tuple[str, Ranges]]] = {}
        for row, actor, body in read(
            "SELECT d.row, c.actor, c.body FROM dispute d JOIN change c ON c.n = d.n "
            "WHERE c.ent = 'settlement' AND d.field = ? ORDER BY c.hlc, c.hash",
            (RANGES,),
        ):
            _add(found, row, actor, json.loads(body).get(RANGES))
        if read("SELECT 1 FROM change WHERE ent = 'settlement' AND undoes <> '' LIMIT 1"):
            # Where what resolved a dispute was undone, the tables do not say it any more; the inbox does.
            self._reader = self._reader or Reader(self._base.store.db)
            for item in self._reader.items():
                if item.kind == DISPUTE and item.ent == "settlement" and item.field == RANGES and item.row not in found:
                    for said in item.said:
                        _add(found, item.row, said.actor, said.value)
        return {row: tuple(sides) for row, sides in found.items()}


def _add(found: dict[str, list[tuple[str, Ranges]]], row: str, actor: str, value: Any) -> None:
    ranges = read_ranges(value)
    if ranges is not None:
        found.setdefault(row, []).append((actor, ranges))


def read_ranges(text: Any) -> Ranges | None:
    """The outcome of a settlement from its JSON; None for what is none."""
    given = _json(text)
    return tuple(sorted((a, b) for a, b in given)) if is_ranges(given) else None


def read_basis(text: Any) -> str | None:
    """What a settlement rests on, spelt as everybody spells it; None for what no program of ours writes."""
    given = _json(text)
    if not isinstance(given, list):
        return None
    rests: dict[str, Sequence[Range]] = {}
    for part in given:
        if not (isinstance(part, list) and len(part) == 2 and isinstance(part[0], str) and is_ranges(part[1])):
            return None
        rests[part[0]] = [(a, b) for a, b in part[1]]
    return consensus.basis(rests)


def _json(text: Any) -> Any:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None
