"""What agreement is measured of, and what comes out: plain values that both front ends show and exports write.

Coders, codes and transcripts are the ids (rows) of the study here; names are put on by whoever shows them.
"""

from collections.abc import Mapping
from typing import NamedTuple

Range = tuple[int, int]
"""A passage [start, end) in the units of the text it stands in; code points unless something else is said."""

OK, NOT_USED, NO_VARIATION, ONE_CODER, FEW_TRANSCRIPTS = (
    "ok",
    "not_used",
    "no_variation",
    "one_coder",
    "few_transcripts",
)
"""What ``CodeAgreement.status`` may be."""


class Overlap(NamedTuple):
    """One code in one transcript: everything the coefficients need, in integers.

    ``shared[i][j]`` is how many of the ``length`` units coders i and j both coded; ``shared[i][i]`` what coder i coded,
    own overlapping passages merged. ``squares`` is the sum of the squared lengths of those merged passages,
    ``passages`` how many there are, ``merged`` how many disappeared in the merging; per coder, in the order of
    ``coders``.
    """

    coders: tuple[str, ...]
    length: int
    shared: tuple[tuple[int, ...], ...]
    squares: tuple[int, ...]
    passages: tuple[int, ...]
    merged: tuple[int, ...]


class Interval(NamedTuple):
    """95 % over transcripts (delete-one-transcript jackknife, t); not clipped."""

    low: float
    high: float


class Pair(NamedTuple):
    """Two coders on one code, over the transcripts both have done; counts in units, a value None where undefined."""

    one: str
    other: str
    transcripts: int
    both: int
    only_one: int
    only_other: int
    neither: int
    percent: float | None
    cohen: float | None
    f1: float | None
    jaccard: float | None
    alpha: float | None


class Measures(NamedTuple):
    """The coefficients of one code; None where one is undefined.

    ``cohen`` (Light), ``f1`` and ``jaccard`` are means over the coder pairs where they are defined.
    """

    alpha: float | None
    percent: float | None
    f1: float | None
    jaccard: float | None
    cohen: float | None
    scott: float | None
    fleiss: float | None
    conger: float | None
    brennan_prediger: float | None
    ac1: float | None
    u_alpha: float | None


class CodeAgreement(NamedTuple):
    """One code over the transcripts that count for it.

    ``why`` says in a few plain words why a value or the interval is missing ('' where nothing is). ``below`` is the
    probability that alpha is below .667, by the jackknife's t. ``disagreement`` is units × disagreeing pairs, exact.
    ``passages``, ``shares`` (of the text that coder has coded with it) and ``merged`` are per coder; ``without`` is
    alpha when one coder is left out (None where undefined; empty for two coders). ``transcripts`` are those that
    count: two or more eligible coders and some text; ``used_in`` of them hold a passage.
    """

    status: str
    measures: Measures
    ci: Interval | None
    below: float | None
    why: str
    coders: tuple[str, ...]
    transcripts: tuple[str, ...]
    used_in: int
    passages: Mapping[str, int]
    shares: Mapping[str, float]
    merged: Mapping[str, int]
    pairs: tuple[Pair, ...]
    without: Mapping[str, float | None]
    disagreement: int
    few_passages: bool


class Pooled(NamedTuple):
    """Alpha over all codes: 1 - sum of what disagrees / sum of what chance would make disagree."""

    alpha: float | None
    ci: Interval | None
    below: float | None
    why: str
    codes: int
    pairs: Mapping[tuple[str, str], float | None]
    without: Mapping[str, float | None]


AGREED, MISSED, BOUNDARY, SPLIT, OTHER_CODE = "agreed", "missed", "boundary", "split", "other code"
"""What ``Episode.kind`` may be; ``split`` is split-merge."""


class Episode(NamedTuple):
    """One place of a transcript where coders used a code: a connected piece of all their ranges of it.

    ``ranges`` holds every coder that counts there, also who has nothing, by coder; own overlapping ranges are merged.
    ``instead``: which other code a coder without the code put on the same text. ``cost`` is characters × disagreeing
    pairs, ``share`` its part of the code's whole disagreement, ``alike`` the code's alpha had all coded it alike.
    """

    code: str
    transcript: str
    revision: str
    start: int
    end: int
    kind: str
    ranges: tuple[tuple[str, tuple[Range, ...]], ...]
    instead: tuple[tuple[str, str], ...]
    cost: int
    share: float
    alike: float | None


class Nominal(NamedTuple):
    """Which of ``categories`` (the codes of a group and "none of them") each unit got: one value for all codes at once.

    None where undefined. ``cohen`` is Light's mean over pairs.
    """

    categories: int
    alpha: float | None
    percent: float | None
    cohen: float | None
    fleiss: float | None
    conger: float | None
    brennan_prediger: float | None
    ac1: float | None


class Group(NamedTuple):
    """Codes that exclude each other (the children of ``code``), taken together.

    ``any_code``: alpha of "any of them" against nothing. ``nominal``: each of them and nothing as categories.
    ``cu_alpha`` and ``coverage`` (where coders met with any of them, as a mean over their pairs) after Krippendorff et
    al. 2016; None with ``why`` where undefined. With three coders or more its definition varies between programs.
    ``confusion``: units × pairs by the two codes they gave, each pair once, (c, c) is agreement. ``violations`` are
    passages one coder gave two of the codes: (transcript, coder, start, end); they are left as they are, and the
    values that need one code a place are then None.
    """

    code: str
    any_code: CodeAgreement
    nominal: Nominal | None
    cu_alpha: float | None
    coverage: float | None
    why: str
    confusion: Mapping[tuple[str, str], int]
    violations: tuple[tuple[str, str, int, int], ...]


RELIABLE, TENTATIVE, UNRELIABLE, UNDECIDED, NO_VERDICT = "reliable", "tentative", "unreliable", "undecided", ""
"""What a verdict may be: from the interval's bounds, never from the value alone."""


UNITS = ("characters", "words", "sentences", "turns", "paragraphs", "documents")
"""What ``Scope.unit`` may be."""

RULES = ("any", "half")
"""What ``Scope.rule`` may be."""


class Scope(NamedTuple):
    """What is measured: the unit, which text, which codings, whose. Rows, not names, but for ``round``.

    ``unit``: characters, words, sentences, turns, paragraphs, documents; ``rule``: a unit counts as coded when
    ``any`` of it is, or ``half``. ``speech``: ``all``, or ``informants`` (without labels, time stamps and
    interviewer). ``group`` and ``person``: only what informants of that group, that person say. ``trim``: white space
    at the ends of codings does not count. ``reading``: codings as they stood at ``done``, or ``current``.
    ``round``: '' is, in each transcript, the newest round in which two coders are done. ``subtree``: a code with
    everything below it. ``codes``, ``transcripts``, ``coders``: () is all. ``before``: as everything stood at that
    position in the log ('' is now).
    """

    unit: str = "characters"
    rule: str = "any"
    speech: str = "all"
    group: str = ""
    person: str = ""
    trim: bool = False
    reading: str = "done"
    round: str = ""
    subtree: bool = False
    codes: tuple[str, ...] = ()
    transcripts: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    before: str = ""


EVERYTHING = Scope()
"""Every code, coder and transcript, in characters of the whole text, as it stood at done."""
