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

    ``by``: "group", "site", "kind", "mode", "transcript" (its name), "coder", "facet:NAME", "code:PATH" (the codes
    right below that one, or itself where none is), an informant's attribute, or several of these joined by ", " in
    order of precedence (see ``dimensions``). ``columns`` are the values that make a column (none given: all that
    occur); ``labels`` what they are called. ``rows``: "codes", "depth:N" (N levels), a code's
    path (its subtree) or "transcripts" (the data overview, which ``overview`` makes, not ``build``).
    ``groups``: only these groups' voices (none: all). ``counts``: how a table for readers says numbers: "numbers",
    "words" or "none". ``shared_groups``: the groups whose voice alone is shared
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
    counts: str = "numbers"


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


class Proportion(NamedTuple):
    """``informants`` of the ``of`` persons who could voice something here: those heard in interviews that are done.

    Somebody heard only in interviews that are not done yet is in neither number, so it is never more than all.
    """

    informants: int
    of: int

    @property
    def share(self) -> float:
        """``informants`` of ``of``, 0 to 1; 0 where there is nobody."""
        return self.informants / self.of if self.of else 0.0


class Spread(NamedTuple):
    """How broadly and how deeply a theme is voiced.

    Breadth: ``informants`` of the ``of_informants`` persons heard in interviews that are done, and ``interviews`` of
    the ``of_interviews`` that are done. Depth: ``density`` is excerpts with a known voice per
    informant who voices it, wherever that was (0 with no informant). ``effective`` is 1/Σp² over the
    persons' shares p of all their excerpts: as many as so many equally talkative informants (Hill's number of order 2,
    M. O. Hill, Ecology 54, 1973, the inverse of Simpson's index); 0 with no informant. ``excerpts`` is the total,
    ``top`` of them are those in which the most quoted person speaks, and ``top_person`` is that person ('' none; of
    several equally quoted the first by id). An excerpt in which two speak is an excerpt of both.
    """

    informants: int = 0
    of_informants: int = 0
    interviews: int = 0
    of_interviews: int = 0
    excerpts: int = 0
    density: float = 0.0
    effective: float = 0.0
    top: int = 0
    top_person: str = ""


class Row(NamedTuple):
    """One theme with the evidence of its subtree.

    ``column``: a column's id, "shared", "mixed" or ``None`` (too little evidence); ``by_rule`` is the same before
    anything was placed by hand, and ``placed`` the reason given for that (``None``: not placed by hand).
    ``cells`` counts per column ("shared": the voices of the shared groups), ``groups`` per group of the study,
    ``total`` all evidence, ``columns`` what of it counts in any column. ``denied`` and ``ignored`` are passages:
    counter-evidence, and the interviewer's own words. ``top`` is the number of excerpts in which the most quoted person
    speaks. ``why`` is a key of ``WHY``. ``silent`` and ``silent_columns`` say of a group or column without evidence
    "not_asked" or "not_voiced", where the guide tells. ``interviews``: names of the transcripts with evidence, sorted.

    ``spread`` is of the total. ``shares`` says per group, and ``column_shares`` per column, how many voice it of those
    who could. ``carried`` ('' is the total) and ``column_carried`` say where one person carries what is there: "only"
    (one informant alone) or "most" (of three excerpts or more, with two informants or more, one person speaks in more
    than half); where nobody does, the key is left out. A column may have the id of a group and yet count otherwise
    (``by`` = "facet:bearer"): so both are there twice, and ``shares`` and ``carried`` have the columns too, but of an
    id that is a group's what the group counts.
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
    spread: Spread = Spread()
    shares: Mapping[str, Proportion] = {}
    column_shares: Mapping[str, Proportion] = {}
    carried: Mapping[str, str] = {}
    column_carried: Mapping[str, str] = {}

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


class Note(NamedTuple):
    """What one should know of a table before reading it; ``kind`` says what, ``subject`` of what.

    * "empty_group": nobody in the study belongs to the group ``subject`` (id); ``n`` is 0.
    * "no_columns": nothing in the study has a value of ``subject`` (``Rule.by``), so there is no column; ``n`` is 0.
    * "empty_column": no theme has evidence in the column ``subject`` (id); ``n`` persons could have voiced something.
    * "one_column": the rule puts all ``n`` themes that have a column into ``subject``, though there are others.
    * "two_groups": the person ``subject`` belongs to ``n`` groups: counted in each of them, and once in all.
    * "not_done": the interview ``subject`` (its name) is not done, and ``n`` themes have evidence from it.
    * "no_evidence": nothing at all is coded with the theme ``subject`` (id) or below it; ``n`` is 0.
    """

    kind: str
    subject: str
    n: int


class Matrix(NamedTuple):
    """Themes by columns. ``columns`` and ``groups`` are (id, label), "shared" first among the columns.

    ``transcripts``: interviews considered (with ``Rule.groups``: those where somebody of them speaks), ``done`` of them
    done; ``informants``: distinct persons in them. ``denominators``: persons per group in interviews that are done.
    ``column_denominators``: persons who could voice something in a column, heard in interviews that are done: those who
    are in it, or all of them where the coding and not the person makes the column (facet, code, coder).
    ``coders``: whose codings are in it. ``denied``: the counter-evidence, by transcript's name and position.
    ``stray``: placements by hand into a column that this matrix does not have. ``notes``: what is odd about it.
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
    column_denominators: Mapping[str, int] = {}
    notes: tuple[Note, ...] = ()


class Compared(NamedTuple):
    """A theme in two matrices: the column it stands in and its evidence, before and after.

    ``state``: "same", "moved" (another column), "counts" (the same column, other numbers), "new" (only after) or
    "gone" (only before: merged, deleted, or not among the rows any more).
    """

    theme: str
    path: str
    before: str | None
    after: str | None
    was: Count
    now: Count
    state: str


class Comparison(NamedTuple):
    """Two matrices held beside each other, themes in the order of ``after``, and those that are gone last.

    ``columns``: (id, label) of the columns of either, "shared" first, as the later one calls them.
    """

    rows: tuple[Compared, ...]
    columns: tuple[tuple[str, str], ...] = ()

    def of(self, *states: str) -> tuple[Compared, ...]:
        """The themes in one of these states."""
        return tuple(row for row in self.rows if row.state in states)
