"""The framework matrix: themes by groups or by persons, in each cell what the team wrote and how much it rests on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from workbench import synthesis as room
from workbench.study.summaries.rows import SummaryRow


class Cell(NamedTuple):
    """``words`` ('' none), and the evidence: distinct persons, transcripts and passages. ``summary`` tells the rest."""

    words: str
    informants: int
    interviews: int
    excerpts: int
    summary: SummaryRow | None = None

    @property
    def since(self) -> int:
        """How many excerpts have come or gone since it was written."""
        return self.summary.since if self.summary else 0


class FrameworkTheme(NamedTuple):
    """A theme of the table; ``depth`` 0 is at the top of the codebook."""

    id: str
    path: str
    depth: int


class Framework(NamedTuple):
    """``cells``: (theme, column) → cell, where there are words or evidence; column '' is the theme as a whole.

    ``name`` and ``title`` are those of the matrix whose themes these are; ``by``: "group" or "person"; ``columns``
    (id, label); ``layer`` whose codings are counted, ``coders`` rows.
    """

    name: str
    title: str
    by: str
    themes: tuple[FrameworkTheme, ...]
    columns: tuple[tuple[str, str], ...]
    cells: Mapping[tuple[str, str], Cell]
    layer: str
    coders: tuple[str, ...]

    def cell(self, theme: str, column: str = "") -> Cell:
        """A cell; an empty one where there is nothing."""
        return self.cells.get((theme, column), EMPTY)

    def missing(self) -> tuple[tuple[str, str], ...]:
        """The (theme, column) with evidence and no words, the theme as a whole left out."""
        return tuple(
            (theme.id, column)
            for theme in self.themes
            for column, _ in self.columns
            if self.cell(theme.id, column).excerpts and not self.cell(theme.id, column).words
        )


EMPTY = Cell("", 0, 0, 0)


def by_person(
    themes: Sequence[room.Theme], evidence: Iterable[room.Evidence], speakers: Iterable[room.Speaker]
) -> dict[tuple[str, str], room.Count]:
    """(theme, person) → what they voice of its subtree."""
    person = {speaker.id: speaker.person or speaker.id for speaker in speakers}
    parents = {theme.id: theme.parent for theme in themes}
    passages: dict[tuple[str, str], set[tuple[str, int, int]]] = defaultdict(set)
    for one in evidence:
        for who in {person[speaker] for speaker in one.speakers if speaker in person}:
            at: str | None = one.theme
            while at is not None and at in parents:
                passages[at, who].add((one.transcript, one.start, one.end))
                at = parents[at]
    return {
        cell: room.Count(1, len({transcript for transcript, *_ in places}), len(places))
        for cell, places in passages.items()
    }
