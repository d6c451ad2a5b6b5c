"""The codings of one text, so that those on a row are found in microseconds and one more costs as little as one.

Parallel arrays hold a coding each at a *slot*; a slot keeps its number as long as its coding lives. Buckets of 2,048
code points list the slots that reach into them.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence

from workbench.study.codings import CodingRow
from workbench.tui.coding.document import Span
from workbench.tui.coding.lanes import lowest_free, spread

BUCKET = 2048


class Marks:
    """Codings by slot, over a text of ``characters`` code points."""

    def __init__(self, characters: int) -> None:
        self._buckets: list[list[int]] = [[] for _ in range(characters // BUCKET + 1)]
        self._clear()

    def _clear(self) -> None:
        self.start = array("I")
        self.end = array("I")
        self.lane = array("B")
        self.rows: list[CodingRow | None] = []
        self._slots: dict[str, int] = {}
        self._free: list[int] = []
        for bucket in self._buckets:
            bucket.clear()

    def __len__(self) -> int:
        return len(self._slots)

    def __contains__(self, coding: str) -> bool:
        return coding in self._slots

    def slot(self, coding: str) -> int:
        """The slot of a coding. Raises ``KeyError`` where there is none."""
        return self._slots[coding]

    def row(self, slot: int) -> CodingRow:
        """The coding at a slot that is in use."""
        row = self.rows[slot]
        assert row is not None
        return row

    def alive(self) -> Iterable[CodingRow]:
        """All codings, in no order."""
        return (row for row in self.rows if row is not None)

    def span(self, slot: int) -> Span:
        """The passage at a slot."""
        return Span(self.start[slot], self.end[slot])

    # --- asking

    def overlapping(self, start: int, end: int) -> list[int]:
        """Slots of the codings that have a character in [start, end), by start, the longer first."""
        low, high = start // BUCKET, max(start, end - 1) // BUCKET
        starts, ends = self.start, self.end
        if low == high:
            found = (
                [i for i in self._buckets[low] if starts[i] < end and ends[i] > start]
                if low < len(self._buckets)
                else []
            )
        else:
            found = list({i for b in self._buckets[low : high + 1] for i in b if starts[i] < end and ends[i] > start})
        if len(found) > 1:
            found.sort(key=self._order)
        return found

    def neighbour(self, offset: int, forward: bool, wanted: Callable[[CodingRow], bool]) -> int | None:
        """The slot of the first wanted coding that starts after ``offset`` (the last before it, backwards)."""
        buckets = self._buckets
        at = min(offset // BUCKET, len(buckets) - 1)
        for b in range(at, len(buckets)) if forward else range(at, -1, -1):
            here = [
                i
                for i in buckets[b]
                if self.start[i] // BUCKET == b
                and (self.start[i] > offset if forward else self.start[i] < offset)
                and wanted(self.row(i))
            ]
            if here:
                return min(here, key=self._order) if forward else max(here, key=lambda i: (self.start[i], self.end[i]))
        return None

    def _order(self, slot: int) -> tuple[int, int, int]:
        return self.start[slot], -self.end[slot], slot

    # --- changing

    def fill(self, rows: Sequence[CodingRow]) -> None:
        """Hold exactly ``rows`` (ordered by start), with the lanes they would get one after another."""
        self._clear()
        lanes = spread((row.start, row.end) for row in rows)
        for row, lane in zip(rows, lanes, strict=True):
            self._put(row, lane)

    def update(self, rows: Sequence[CodingRow]) -> list[Span]:
        """Hold exactly ``rows``; codings that stay keep their lanes. Returns the passages to be drawn again."""
        if not self._slots:
            self.fill(rows)
            return [Span(row.start, row.end) for row in rows]
        changed = [self.remove(coding) for coding in set(self._slots) - {row.id for row in rows}]
        for row in rows:
            slot = self._slots.get(row.id)
            if slot is None:
                changed.append(self.add(row))
            elif (old := self.rows[slot]) != row:
                assert old is not None
                changed += self.replace(row)
        return changed

    def add(self, row: CodingRow) -> Span:
        """Take one more coding in; returns its passage."""
        self._put(row, lowest_free(self.lane[i] for i in self.overlapping(row.start, row.end)))
        return Span(row.start, row.end)

    def remove(self, coding: str) -> Span:
        """Let a coding go; its lane is free again and nothing else moves. Returns its passage."""
        slot = self._slots.pop(coding)
        span = self.span(slot)
        for bucket in self._within(span):
            bucket.remove(slot)
        self.rows[slot] = None
        self._free.append(slot)
        return span

    def replace(self, row: CodingRow) -> list[Span]:
        """Put ``row`` in the place of the coding of its id; returns the passages to be drawn again."""
        slot = self._slots[row.id]
        if self.span(slot) == (row.start, row.end):
            self.rows[slot] = row
            return [Span(row.start, row.end)]
        return [self.remove(row.id), self.add(row)]

    def _put(self, row: CodingRow, lane: int) -> None:
        if self._free:
            slot = self._free.pop()
            self.start[slot], self.end[slot], self.lane[slot], self.rows[slot] = row.start, row.end, lane, row
        else:
            slot = len(self.rows)
            self.start.append(row.start)
            self.end.append(row.end)
            self.lane.append(lane)
            self.rows.append(row)
        self._slots[row.id] = slot
        for bucket in self._within(Span(row.start, row.end)):
            bucket.append(slot)

    def _within(self, span: Span) -> list[list[int]]:
        return self._buckets[span.start // BUCKET : (span.end - 1) // BUCKET + 1]
