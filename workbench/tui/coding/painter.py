"""One row of the text as a strip: margin, label, words. Reads what the view holds, keeps nothing."""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from workbench.tui.coding.cursor import Cursor
from workbench.tui.coding.document import Document, Span
from workbench.tui.coding.looks import CodeLook, Looks, Piece
from workbench.tui.coding.marks import Marks
from workbench.tui.coding.rows import Rows
from workbench.tui.coding.search import Hits

MARGIN = 5
"""Cells left of the text besides the lanes: memo, two letters, overflow, bar."""
BAR = "▌"
MEMO = "¶"
MORE = "+"
UNKNOWN = CodeLook("??", "┃", Style(), Color(128, 128, 128))
"""A coding whose code is not in the codebook any more: still there, still drawn."""


def lanes_for(width: int) -> int:
    """How many lanes a view of ``width`` cells affords."""
    return 6 if width >= 90 else 4


class Scene(NamedTuple):
    """Everything a row is drawn from. ``shown``: codes to draw (None: all); ``singled``: one coding's slot, or -1."""

    document: Document
    rows: Rows
    marks: Marks
    cursor: Cursor
    looks: Looks
    codes: Mapping[str, CodeLook]
    shown: Collection[str] | None
    singled: int
    hits: Hits
    memos: Sequence[Span]
    quiet: Collection[str]
    width: int


def draw(scene: Scene, row: int) -> Strip:
    """Row ``row`` in exactly ``scene.width`` cells."""
    start, end = scene.rows.span(row)
    slots = scene.marks.overlapping(start, max(end, start + 1))
    if scene.shown is not None:
        slots = [slot for slot in slots if scene.marks.row(slot).code in scene.shown]
    segments = [*_margin(scene, Span(start, end), slots), *_label(scene, row), *_words(scene, row, slots)]
    drawn = sum(cell_len(segment.text) for segment in segments)
    if drawn < scene.width:
        segments.append(Segment(" " * (scene.width - drawn), scene.looks.base))
    strip = Strip(Segment.simplify(segments), max(drawn, scene.width))
    return strip.crop(0, scene.width) if drawn > scene.width else strip


def _margin(scene: Scene, span: Span, slots: list[int]) -> list[Segment]:
    looks, marks = scene.looks, scene.marks
    cells = [Segment(" ", looks.base)] * lanes_for(scene.width)
    label, more = Segment("  ", looks.base), False
    labelled = False
    for slot in slots:
        lane = marks.lane[slot]
        if lane >= len(cells):
            more = True
            continue
        code = scene.codes.get(marks.row(slot).code, UNKNOWN)
        glyph = code.glyph
        if span.start <= marks.start[slot] < span.end:
            if labelled:
                glyph = code.label[0]  # a second coding that begins here has no room for two letters
            else:
                label, labelled = Segment(code.label, code.style), True
        cells[lane] = Segment(glyph, code.style)
    memo = any(m.overlaps(*span) for m in scene.memos)
    passage = scene.cursor.passage
    bar = passage.overlaps(*span) and span.start < passage.end
    return [
        Segment(MEMO if memo else " ", looks.note),
        label,
        *cells,
        Segment(MORE if more else " ", looks.dim),
        Segment(BAR if bar else " ", looks.bar),
    ]


def _label(scene: Scene, row: int) -> list[Segment]:
    rows = scene.rows
    if not rows.indent:
        return []
    label = rows.label(row)
    if not label:
        return [Segment(" " * rows.indent, scene.looks.base)]
    quiet = scene.document.turns[rows.turn_of(row)].label in scene.quiet
    style = scene.looks.quiet_label if quiet else scene.looks.label
    return [Segment(label, style), Segment(" " * (rows.indent - cell_len(label)), scene.looks.base)]


def _words(scene: Scene, row: int, slots: list[int]) -> list[Segment]:
    document, marks, cursor = scene.document, scene.marks, scene.cursor
    start, end = scene.rows.words(row)
    if end <= start:
        return []
    spans = [marks.span(slot) for slot in slots]
    passage, focus = cursor.passage, cursor.focus
    hits = scene.hits.within(start, end)
    border = document.graphemes.start_of
    cuts = {start, end}
    for span in (*spans, *hits, passage, focus):
        cuts.update(border(cut) for cut in span if start < cut < end)
    quiet = document.turns[scene.rows.turn_of(row)].label in scene.quiet
    selected = cursor.selected
    segments = []
    ordered = sorted(cuts)
    for low, high in pairwise(ordered):
        here = [slot for slot, span in zip(slots, spans, strict=True) if span.start < high and low < span.end]
        piece = Piece(
            min(len(here), 3),
            focus.overlaps(low, high),
            selected and passage.overlaps(low, high),
            any(hit.overlaps(low, high) for hit in hits),
            quiet,
            _hue(scene, here),
        )
        segments.append(Segment(document.graphemes.draw(low, high), scene.looks.piece(piece)))
    return segments


def _hue(scene: Scene, slots: list[int]) -> Color | None:
    """The hue that the ground takes: of the coding singled out, or of the code the view is filtered to."""
    if scene.singled in slots:
        slot = scene.singled
    elif scene.shown is not None and slots:
        slot = slots[-1]
    else:
        return None
    return scene.codes.get(scene.marks.row(slot).code, UNKNOWN).hue
