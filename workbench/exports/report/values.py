"""What a report is made of: what the study's rooms have found, and facts about how it was found."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from workbench.exports import agreement_shapes, curve_shapes, shapes, survey_shapes
from workbench.exports.document import Document, Figure
from workbench.exports.of_codebook import Entry

PARTS = (
    *("overview", "method", "matrices", "themes", "codebook", "agreement"),
    *("saturation", "survey", "checklists", "sensitivity"),
)
"""What a report consists of, in its order; the first page is always there."""
PLOTS = "plots"
"""The drawings in those parts, which can be left out too."""


class Source(NamedTuple):
    """What the report was made from.

    ``layer`` as in a rule or in words, ``coders`` names; ``log`` is the short mark of the place in the log, ``place``
    the place itself ('' for who codes blind), ``day`` the day of the last change (ISO). ``blind``: the interviews of
    which others' work is left out.
    """

    title: str
    approach: str
    layer: str
    coders: tuple[str, ...]
    log: str
    place: str
    day: str
    version: str
    blind: tuple[str, ...] = ()


class Round(NamedTuple):
    """A round of coding or a named version of the codebook: its day (ISO), the codes then, how many are other since."""

    name: str
    day: str
    codes: int
    changed: int


class Settled(NamedTuple):
    """What became of the coders' disagreements."""

    discussed: int
    adjudicated: int
    open: int


class Facts(NamedTuple):
    """What the method paragraph and the checklists say beside what the other parts show.

    ``again``: persons who speak in several interviews. ``apart``: interviews that two coded without seeing each
    other's work. ``codes`` of which ``top`` stand at the top. ``memos``: kind -> how many. ``questions`` of the
    interview guide, each with the groups (labels) that it was put to alone. ``replaced``: transcripts in which words
    that identify were replaced. ``names``: patterns of how informants are named under quotes, ``same``: how many
    informants must share one.
    """

    again: int = 0
    apart: int = 0
    codes: int = 0
    top: int = 0
    rounds: tuple[Round, ...] = ()
    versions: tuple[Round, ...] = ()
    settled: Settled | None = None
    memos: Mapping[str, int] = {}
    questions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    replaced: int = 0
    names: tuple[str, ...] = ()
    same: int = 0


class Tabled(NamedTuple):
    """A matrix: its numbers, and the document that is made of them wherever it is exported."""

    name: str
    matrix: shapes.Matrix
    document: Document
    figure: Figure | None = None


class Cited(NamedTuple):
    """A passage as it is shown; ``attribution`` says whose words, ``source`` where they stand ('K-03, R1').

    ``people``: ids of the persons who speak.
    """

    shown: str
    attribution: str
    source: str
    people: tuple[str, ...] = ()


class Theme(NamedTuple):
    """What a theme's page holds beside its numbers: ``id`` is the row in the matrix that the pages follow.

    ``called``: what it is called in the tables, where that is not its name. ``summaries``: (of which group or
    informant, '' the theme as a whole; the words). ``survey``: for each index of the questionnaire that is
    linked to it, its label and a line for each group.
    """

    id: str
    definition: str = ""
    summaries: tuple[tuple[str, str], ...] = ()
    quotes: tuple[Cited, ...] = ()
    denials: tuple[Cited, ...] = ()
    survey: tuple[tuple[str, tuple[str, ...]], ...] = ()
    called: str = ""


class Given(NamedTuple):
    """Everything a report may hold; what is None or empty is not there. The pages follow the first of ``tables``."""

    source: Source
    facts: Facts
    overview: shapes.Overview | None = None
    tables: tuple[Tabled, ...] = ()
    themes: tuple[Theme, ...] = ()
    codebook: Sequence[Entry] = ()
    agreement: agreement_shapes.Table | None = None
    curve: curve_shapes.NewCodes | None = None
    surveys: tuple[survey_shapes.SurveyResult, ...] = ()
    crosstabs: tuple[survey_shapes.Crosstab, ...] = ()
    figures: Mapping[str, Figure] = {}
    parts: frozenset[str] = frozenset(PARTS)
