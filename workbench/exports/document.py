"""One neutral form of everything that is exported, which each format writes in its own way.

Nothing in it is escaped: that is the format's business, since each has other characters to fear.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from workbench.exports.plots.drawing import Drawing


class Text(NamedTuple):
    """A run of text; ``to`` is the anchor of a section of the same document that it leads to."""

    text: str
    strong: bool = False
    emphasis: bool = False
    to: str = ""


Line = tuple[Text, ...]
"""What stands in a cell, an item or a paragraph: runs that follow each other without anything between them."""


class Paragraph(NamedTuple):
    """A line that stands alone."""

    line: Line


class Items(NamedTuple):
    """A list."""

    lines: tuple[Line, ...]


class Table(NamedTuple):
    """A table to be read: every row has as many cells as ``header``; ``numbers`` are the columns set to the right.

    ``heads``: how many of the first columns say what their row is about. ``shades``: (row, column) of a cell, counted
    from 0 without the header -> how dark it is, 0 to 1; what is in the cell says the same in letters.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    numbers: frozenset[int] = frozenset()
    caption: str = ""
    heads: int = 1
    shades: Mapping[tuple[int, int], float] = {}


class Quotation(NamedTuple):
    """A quoted passage that stands by itself, and who said it (an empty line: nobody is named)."""

    line: Line
    attribution: Line


class Figure(NamedTuple):
    """A drawing and the line under it; ``alternative`` says what it shows to whoever does not see it."""

    drawing: "Drawing"
    caption: Line
    alternative: str


Block = Paragraph | Items | Table | Quotation | Figure


class Section(NamedTuple):
    """A heading (level 1 is the document's own) and what stands under it; ``anchor`` ("": none) is where links lead."""

    title: str
    level: int
    blocks: tuple[Block, ...]
    anchor: str = ""


class Records(NamedTuple):
    """The same rows flat, for a spreadsheet: one record a row, one value a cell (``None``: empty)."""

    header: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]


class Document(NamedTuple):
    """What is exported: sections to read, flat records, and data for other programs (JSON's types only).

    ``sheets``: name -> further records, which a workbook has on sheets of their own.
    """

    language: str
    sections: tuple[Section, ...]
    records: Records
    data: Mapping[str, object]
    sheets: Mapping[str, Records] = {}


class Provenance(NamedTuple):
    """Where the numbers come from, for the footnote.

    ``coders`` are names (none: those of the matrix), ``log`` the log's head (short hex), ``date`` as it shall stand
    there, ``layer`` as in a rule, or in words ("": that of the rule).
    """

    study: str = ""
    layer: str = ""
    coders: tuple[str, ...] = ()
    log: str = ""
    date: str = ""


UNKNOWN = Provenance()
"""Nothing is said of where the numbers come from."""


class Excerpt(NamedTuple):
    """A quoted passage; ``turn`` counts from 1 (0: not known), ``speakers`` are labels."""

    transcript: str
    turn: int
    speakers: tuple[str, ...]
    text: str


def plain(text: str) -> Line:
    """A line of one run."""
    return (Text(text),)
