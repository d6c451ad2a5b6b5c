"""What ``study.agreement`` answers with."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from workbench.agreement.values import CodeAgreement, Episode, Group, Pooled, Range, Scope


class AgreementRow(NamedTuple):
    """One code (row id and path) and how far its coders agree; ``verdict`` is '' where there is none to give."""

    code: str
    path: str
    depth: int
    agreement: CodeAgreement
    verdict: str
    reread: int
    """How many done transcripts do not count for it, because it came later and nobody has looked for it since."""


class AgreementTable(NamedTuple):
    """Agreement in a scope, and what was left out of it. Coders are names here, transcripts names; rows where said.

    ``double`` are the transcripts two or more coders have done; ``single`` those one has; ``waiting`` those that were
    given to several and are not done by all: name → who is missing; ``hidden`` are kept from whoever looks, who is
    still coding blind; ``empty`` have no text (in this scope). ``coder_rows``: row → name, of all in ``rows``.
    ``log`` names the state of the log. ``elsewhere`` counts codings that are left out because they stand in a text that
    the transcript no longer has, and from which no way leads to the present one.
    """

    scope: Scope
    coders: tuple[str, ...]
    coder_rows: Mapping[str, str]
    double: tuple[str, ...]
    single: tuple[str, ...]
    waiting: Mapping[str, tuple[str, ...]]
    hidden: tuple[str, ...]
    empty: tuple[str, ...]
    rows: tuple[AgreementRow, ...]
    pooled: Pooled
    groups: tuple[Group, ...]
    log: str
    approach: str
    elsewhere: int = 0


class AllAtOnce(NamedTuple):
    """Alpha over the sets of codes that coders gave each place, with two distances between sets; None: undefined.

    ``sets`` counts the different sets, that of no code too; ``why`` says why there is no value. How far the two lie
    apart shows how much of such a value is its distance.
    """

    masi: float | None
    jaccard: float | None
    sets: int
    why: str


class Settlement(NamedTuple):
    """How an episode was settled. ``choice``: a coder's row, ``union``, ``intersection`` or ``own``.

    ``how``: ``discussed`` or ``adjudicated``. ``stale``: what it rested on has changed since. ``others``: what others
    settled at the same time and differently, (coder row, ranges); as long as there is one, nothing is settled.
    """

    id: str
    item: str
    code: str
    transcript: str
    revision: str
    start: int
    end: int
    choice: str
    ranges: tuple[Range, ...]
    how: str
    reason: str
    coder: str
    stale: bool
    others: tuple[tuple[str, tuple[Range, ...]], ...]


class EpisodeRow(NamedTuple):
    """An episode as the list shows it.

    ``item`` names it for ``settle``; ``name`` is the transcript's, ``turn`` counts from 1, ``text`` is the passage.
    ``settled`` is what was settled on it, ``before`` one that is stale and touches the same passage.
    ``changed``: its codings are others now than they were at done.
    """

    item: str
    episode: Episode
    name: str
    turn: int
    text: str
    settled: Settlement | None
    before: Settlement | None
    changed: bool


class Episodes(NamedTuple):
    """A code's episodes, the dearest first; ``top`` of them make ``top_share`` of its disagreement.

    Coded alike, alpha would be ``top_alike`` instead of ``alpha``.
    """

    code: str
    path: str
    alpha: float | None
    rows: tuple[EpisodeRow, ...]
    agreed: int
    top: int
    top_share: float
    top_alike: float | None


class ConsensusCoding(NamedTuple):
    """A coding of the consensus layer; nobody's own. ``origin``: ``agreed``, ``settled`` or ``sole``.

    ``id`` is the same on every replica. ``coders`` are those it came from (rows). Transcript and code are rows.
    """

    id: str
    code: str
    transcript: str
    revision: str
    start: int
    end: int
    coders: tuple[str, ...]
    facets: Mapping[str, tuple[str, ...]]
    voices: tuple[str, ...] | None
    origin: str


class Consensus(NamedTuple):
    """The consensus layer, and what is left out of it.

    ``double`` and ``single`` are transcripts (rows) done by two or more, by one; ``waiting`` those that are not in it
    because not all who were given them are done. ``unsettled``, ``stale`` and ``in_conflict`` count episodes.
    """

    codings: tuple[ConsensusCoding, ...]
    double: frozenset[str]
    single: frozenset[str]
    waiting: frozenset[str]
    agreed: int
    discussed: int
    adjudicated: int
    unsettled: int
    stale: int
    in_conflict: int


class Reread(NamedTuple):
    """A done transcript (its name) that its coder (a name) has not looked through for a code (row and path) as it is.

    ``why``: new, redefined or merged.
    """

    transcript: str
    coder: str
    code: str
    path: str
    why: str


class Checked(NamedTuple):
    """A code and what of it was held against a minimum; ``value`` None where there is none, and ``why``."""

    path: str
    status: str
    value: float | None
    why: str


class Checks(NamedTuple):
    """Every code of a scope, in the codebook's order; ``skipped`` have no value, and were not asked to."""

    passed: tuple[Checked, ...]
    failed: tuple[Checked, ...]
    skipped: tuple[Checked, ...]


class Comparison(NamedTuple):
    """Agreement before and after; ``what`` says in words what lies between, ``when`` it was (None: rounds)."""

    before: AgreementTable
    after: AgreementTable
    what: str
    when: datetime | None
