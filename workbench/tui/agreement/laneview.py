"""The text with a lane for each coder in the margin: who has what, and where they differ."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from workbench.agreement.overlap import merged
from workbench.agreement.values import Range
from workbench.tui.coding.cursor import Cursor
from workbench.tui.coding.document import Document, Span
from workbench.tui.coding.looks import CodeLook, Piece
from workbench.tui.coding.marks import Marks
from workbench.tui.coding.painter import BAR, UNKNOWN
from workbench.tui.coding.rows import Rows
from workbench.tui.coding.view import TranscriptView

if TYPE_CHECKING:
    from workbench.study.agreement import EpisodeRow

ALIKE, DIFFERS, NOBODY, MORE = "┃", "╏", "×", "+"
SETTLED = "✓"


class Lane:
    """What one coder has, as passages that do not touch; those on a row are found without looking at all of them."""

    def __init__(self, ranges: Sequence[Range]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in merged(ranges):
            if self._ends and start == self._ends[-1]:
                self._ends[-1] = end
            else:
                self._starts.append(start)
                self._ends.append(end)

    def within(self, start: int, end: int) -> list[Range]:
        """The parts of [start, end) that are covered."""
        at = bisect_right(self._ends, start)
        found = []
        while at < len(self._starts) and self._starts[at] < end:
            found.append((max(start, self._starts[at]), min(end, self._ends[at])))
            at += 1
        return found


class Lanes(NamedTuple):
    """One code in one transcript: a lane a coder (by row), what was settled, where it was settled as not coded."""

    coders: Mapping[str, Lane]
    settled: Lane
    nobody: Collection[Range] = ()


NO_LANES = Lanes({}, Lane(()))


def lanes_of(rows: "Iterable[EpisodeRow]", order: Iterable[str]) -> Lanes:
    """The lanes of one text, from its episodes; coders in their ``order``."""
    by: dict[str, list[Range]] = {}
    settled: list[Range] = []
    nobody: list[Range] = []
    for row in rows:
        for coder, ranges in row.episode.ranges:
            by.setdefault(coder, []).extend(ranges)
        if row.settled is not None and not row.settled.stale and not row.settled.others:
            settled += row.settled.ranges
            if not row.settled.ranges:
                nobody.append((row.episode.start, row.episode.end))
    return Lanes({coder: Lane(by[coder]) for coder in order if coder in by}, Lane(settled), tuple(nobody))


class LaneView(TranscriptView):
    """A transcript that is read, not coded. ``extent`` is the episode one looks at; ``selecting`` shows the cursor."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(Document("", (), ()), Marks(0), id=id)
        self.lanes = NO_LANES
        self.extent = Span(0, 0)
        self.selecting = False
        self.look: CodeLook = UNKNOWN

    def load(self, document: Document, quiet: Collection[str]) -> None:
        """Show another text."""
        self.document = document
        self._quiet = frozenset(quiet)
        self.cursor = Cursor(document)
        self.rows = Rows(document, self.rows.width)
        self.virtual_size = Size(self.scrollable_content_region.width, len(self.rows))
        self.repaint_all()

    def select(self, selecting: bool) -> None:
        """Begin to select a passage, at first the episode's own; or let go."""
        self.selecting = selecting
        if selecting and not self.cursor.selected:
            self.cursor.select(*self.extent)
        elif not selecting:
            self.cursor.release()
        self.repaint_all()

    # --- the margin

    def places(self) -> list[int]:
        """The cell of each lane, the settled one last: two cells each where there is room."""
        count = len(self.lanes.coders) + 1
        room = self.text_left - 1
        step = 2 if 2 * count <= room else 1
        return [step * i for i in range(min(count, room // step))]

    def head(self, names: Mapping[str, str], digits: Mapping[str, int]) -> str:
        """What stands above the lanes: initials, or digits where two coders share one."""
        initials = {coder: (names.get(coder, "").strip() or "?")[0] for coder in self.lanes.coders}
        clash = len({initial.casefold() for initial in initials.values()}) < len(initials)
        heads = [str(digits.get(c, 0) % 10) if clash else initials[c] for c in self.lanes.coders]
        cells = [" "] * self.text_left
        for place, text in zip(self.places(), [*heads, SETTLED], strict=False):
            cells[place] = text if cell_len(text) == 1 else "·"
        return "".join(cells)

    def _margin(self, row: int) -> list[Segment]:
        looks, lanes = self.looks, self.lanes
        start, end = self.rows.words(row)
        cells = [Segment(" ", looks.base)] * self.text_left
        have = [lane.within(start, end) for lane in lanes.coders.values()]
        alike = all(ranges == have[0] for ranges in have)
        places = self.places()
        for place, ranges in zip(places, have, strict=False):
            if ranges:
                cells[place] = Segment(ALIKE, looks.dim) if alike else Segment(DIFFERS, self.look.style)
        if len(places) <= len(have):
            cells[-2] = Segment(MORE, looks.dim)
        elif lanes.settled.within(start, end):
            cells[places[-1]] = Segment(ALIKE, looks.note)
        elif any(start <= a < end for a, _ in lanes.nobody):
            cells[places[-1]] = Segment(NOBODY, looks.note)
        if end > start and self.extent.overlaps(start, end):
            cells[-1] = Segment(BAR, looks.bar)
        return cells

    # --- the row

    def build(self, line: int) -> Strip:
        """A row of the text, or an empty line below its end."""
        width = self.scrollable_content_region.width
        if line >= len(self.rows):
            return Strip.blank(width, self.looks.base)
        segments = [*self._margin(line), *self._label(line), *self._words(line)]
        drawn = sum(cell_len(segment.text) for segment in segments)
        if drawn < width:
            segments.append(Segment(" " * (width - drawn), self.looks.base))
        strip = Strip(Segment.simplify(segments), max(drawn, width))
        return strip.crop(0, width) if drawn > width else strip

    def _label(self, row: int) -> list[Segment]:
        rows = self.rows
        label = rows.label(row)
        quiet = self.document.turns[rows.turn_of(row)].label in self._quiet
        style = self.looks.quiet_label if quiet else self.looks.label
        return [Segment(label, style), Segment(" " * (rows.indent - cell_len(label)), self.looks.base)]

    def _words(self, row: int) -> list[Segment]:
        start, end = self.rows.words(row)
        if end <= start:
            return []
        have = [lane.within(start, end) for lane in self.lanes.coders.values()]
        border, cursor = self.document.graphemes.start_of, self.cursor
        cuts = {start, end}
        spans = [*(r for ranges in have for r in ranges), self.extent]
        spans += [cursor.passage, cursor.focus] if self.selecting else []
        for span in spans:
            cuts.update(border(cut) for cut in span if start < cut < end)
        quiet = self.document.turns[self.rows.turn_of(row)].label in self._quiet
        return [
            Segment(self.document.graphemes.draw(low, high), self._style(low, high, have, quiet))
            for low, high in pairwise(sorted(cuts))
        ]

    def _style(self, low: int, high: int, have: Sequence[Sequence[Range]], quiet: bool) -> Style:
        """Underlined: some have it and some have not. The ground: how many have it, and which episode is meant."""
        depth = sum(any(a < high and low < b for a, b in ranges) for ranges in have)
        extent = self.extent.overlaps(low, high)
        selected = self.selecting and self.cursor.selected and self.cursor.passage.overlaps(low, high)
        plain = self.looks.plain
        piece = Piece(
            0 if plain else min(depth, 3),
            self.selecting and self.cursor.focus.overlaps(low, high),
            selected,
            False,
            quiet and not extent,
            self.look.hue if extent and not plain else None,
        )
        differs = 0 < depth < len(have)
        style = self.looks.piece(piece)
        return style + Style(underline=differs or None, bold=True if extent and plain else None)
