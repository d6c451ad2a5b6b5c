"""What goes into a matrix and what comes out of it: plain values, no database.

Every ``id`` is opaque. A passage is (transcript, start, end): code points of the stored text, the end exclusive.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

SHARED = "shared"
"""The column of what several columns, or a shared group, voice."""
MIXED = "mixed"
"""Where a parent stands whose columns come from different parts of its subtree."""


class Speaker(NamedTuple):
    """One informant in one transcript; ``person`` joins informants across transcripts ("": nobody else is this one)."""

    id: str
    person: str
    transcript: str
    group: str
    attributes: Mapping[str, str] = {}


class Interview(NamedTuple):
    """One transcript; ``kind`` is group, single or document; ``done``: coded to the end in the layer looked at."""

    id: str
    name: str
    site: str = ""
    date: str = ""
    kind: str = ""
    mode: str = ""
    done: bool = True


class Theme(NamedTuple):
    """A living, unmerged code; ``parent`` is its nearest living ancestor."""

    id: str
    path: str
    parent: str | None = None


class Evidence(NamedTuple):
    """One coding: whose voice the passage is, and what the coder said of it beyond the theme.

    ``speakers`` are ids of Speakers; ``unattributed``: somebody unknown speaks there. With neither, the passage is
    the interviewer's and no evidence at all.
    """

    coding: str
    theme: str
    transcript: str
    start: int
    end: int
    coder: str
    speakers: tuple[str, ...]
    unattributed: bool = False
    facets: Mapping[str, tuple[str, ...]] = {}


@dataclass(frozen=True)
class Rule:
    """How one matrix is built; the settings of ``[matrix.NAME]``.

    ``by``: "group", "site", "facet:NAME" or an informant's attribute. ``columns`` are the values that make a column
    (none given: all that occur); ``labels`` what they are called. ``rows``: "codes", "depth:N" (N levels), a code's
    path (its subtree) or "transcripts" (the data overview, which ``overview`` makes, not ``build``).
    ``groups``: only these groups' voices (none: all). ``shared_groups``: the groups whose voice alone is shared
    (``None``: those whose column in ``group_columns`` is "shared"). ``seen_from``: only themes this column voices.
    """

    name: str = ""
    title: str = ""
    by: str = "group"
    columns: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    shared_label: str = ""
    min_informants: int = 1
    min_interviews: int = 1
    layer: str = "all"
    rows: str = "codes"
    groups: tuple[str, ...] = ()
    shared_groups: tuple[str, ...] | None = None
    seen_from: str = ""
    group_columns: Mapping[str, str] = field(default_factory=dict)


class Placement(NamedTuple):
    """A theme put into ``column`` by hand: a column's id, "shared", "mixed", or "" for none."""

    theme: str
    column: str
    reason: str


class Count(NamedTuple):
    """Distinct persons, distinct transcripts, distinct passages."""

    informants: int
    interviews: int
    excerpts: int


class Row(NamedTuple):
    """One theme with the evidence of its subtree.

    ``column``: a column's id, "shared", "mixed" or ``None`` (too little evidence); ``by_rule`` is the same before
    anything was placed by hand, and ``placed`` the reason given for that (``None``: not placed by hand).
    ``cells`` counts per column ("shared": the voices of the shared groups), ``groups`` per group of the study,
    ``total`` all evidence, ``columns`` what of it counts in any column. ``denied`` and ``ignored`` are passages:
    counter-evidence, and the interviewer's own words. ``top`` is the number of excerpts in which the most quoted person
    speaks. ``why`` is a key of ``WHY``. ``silent`` and ``silent_columns`` say of a group or column without evidence
    "not_asked" or "not_voiced", where the guide tells. ``interviews``: names of the transcripts with evidence, sorted.
    """

    theme: str
    path: str
    parent: str | None
    depth: int
    column: str | None
    cells: Mapping[str, Count]
    groups: Mapping[str, Count]
    columns: Count
    total: Count
    placed: str | None
    by_rule: str | None
    why: str
    denied: int
    ignored: int
    top: int
    interviews: tuple[str, ...]
    silent: Mapping[str, str]
    silent_columns: Mapping[str, str]

    @property
    def top_share(self) -> float:
        """The share (0 to 1) of the excerpts in which the most quoted person speaks."""
        return self.top / self.total.excerpts if self.total.excerpts else 0.0


class Change(NamedTuple):
    """A theme that another setting would move from ``before`` to ``after``."""

    theme: str
    path: str
    before: str | None
    after: str | None


class Sensitivity(NamedTuple):
    """What one other setting would change: "min_informants", "min_interviews" (to ``value``) or "no_shared_groups"."""

    setting: str
    value: int
    changes: tuple[Change, ...]


class Matrix(NamedTuple):
    """Themes by columns. ``columns`` and ``groups`` are (id, label), "shared" first among the columns.

    ``transcripts``: interviews considered (with ``Rule.groups``: those where somebody of them speaks), ``done`` of them
    done; ``informants``: distinct persons in them. ``denominators``: persons per group in interviews that are done.
    ``coders``: whose codings are in it. ``denied``: the counter-evidence, by transcript's name and position.
    ``stray``: placements by hand into a column that this matrix does not have.
    """

    rule: Rule
    columns: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    denominators: Mapping[str, int]
    informants: int
    transcripts: int
    done: int
    coders: tuple[str, ...]
    shared_groups: tuple[str, ...]
    sensitivity: tuple[Sensitivity, ...]
    denied: tuple[Evidence, ...]
    stray: tuple[Placement, ...]
