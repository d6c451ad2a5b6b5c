"""New codes by interview: how many codes each interview brought, and how that would look in other orders.

A code is *evidenced* in an interview where somebody who counts says more than a back-channel in a passage coded with
it; the interviewer's own words and what denies a theme are none. Each code counts its own codings, without its subtree.

Two things are compared with the order that was asked for. The *band* holds the middle 95 % of the curves that a number
of random orders of the same interviews give; ``expected`` is the mean over all orders there are, exactly: after k of n
interviews, the sum over all codes of 1 - C(n - m, k) / C(n, k), where m is in how many interviews a code is evidenced.
Neither says anything about interviews that were not held.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from math import comb
from typing import NamedTuple

from workbench.errors import InputError
from workbench.synthesis.columns import Voices
from workbench.synthesis.dimensions import denies
from workbench.synthesis.values import Evidence, Interview, Rule, Speaker, Theme

ORDERS = ("date", "coding", "group")
"""By the day of the interview, by when its coding was done, or group by group (each by day)."""
PERMUTATIONS, SEED = 1000, 1
MOST = 100_000
"""So many random orders are enough for anybody."""
BASES, LENGTHS = (4, 5, 6), (2, 3)
"""The sizes of the base and the run that Guest, Namey & Chen (2020) use."""

_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")

Sought = Callable[[str, str], bool]
"""Whether it counts that a code (second) is absent from an interview (first): somebody has looked for it there."""


class Step(NamedTuple):
    """One interview in its place.

    ``groups`` of those who speak in it; ``codes`` evidenced in it, ``new`` of them in none before, ``cumulative`` so
    far. ``first`` are the ids of the new ones. ``created``: codes without evidence here that nobody has looked for
    here, mostly because they were made later. ``unlooked``: ids of new ones that nobody had looked for in some
    interview before, so they may have been voiced earlier. ``excerpts`` are distinct passages; ``informants`` distinct
    persons who take part, ``newcomers`` those of them who took part in none before.
    """

    interview: str
    name: str
    date: str
    groups: tuple[str, ...]
    done: bool
    codes: int
    new: int
    cumulative: int
    created: int
    unlooked: tuple[str, ...]
    excerpts: int
    informants: int
    newcomers: int
    first: tuple[str, ...]


class Band(NamedTuple):
    """Codes after so many interviews: 2.5, 50 and 97.5 % of the random orders have at most so many."""

    low: int
    median: int
    high: int


class Run(NamedTuple):
    """The share of new codes in the last interviews, as Guest, Namey & Chen (2020) count it: a number, no verdict.

    ``in_base``: codes evidenced in the first ``base`` interviews; ``new``: first evidenced in the last ``length``;
    ``share``: new / in_base, None where there are none.
    """

    base: int
    length: int
    in_base: int
    new: int
    share: float | None


class Curve(NamedTuple):
    """The interviews in their order. ``codes``: how many were looked at; ``unused``: ids of those without evidence.

    ``band`` and ``expected`` have an entry for each step. ``undated`` interviews stand last where days order them, and
    ``same_day`` ones share theirs with another: among those, names order, not time. ``coders``: whose codings (rows).
    """

    order: str
    groups: tuple[str, ...]
    steps: tuple[Step, ...]
    band: tuple[Band, ...]
    expected: tuple[float, ...]
    runs: tuple[Run, ...]
    codes: int
    unused: tuple[str, ...]
    excerpts: int
    informants: int
    coders: tuple[str, ...]
    undated: int
    same_day: int
    permutations: int
    seed: int


def curve(
    themes: Sequence[Theme],
    evidence: Iterable[Evidence],
    speakers: Iterable[Speaker],
    interviews: Iterable[Interview],
    sought: Sought,
    *,
    order: str = ORDERS[0],
    sequence: Mapping[str, int] | None = None,
    groups: Collection[str] = (),
    group_order: Sequence[str] = (),
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> Curve:
    """The curve of ``interviews``; evidence of a theme or interview that is not given is left aside.

    ``sequence``: interview -> what orders it by ``coding`` (without one it comes last). ``groups``: only these groups'
    voices, and the interviews in which they speak. Raises ``InputError`` for an order or a number that cannot be.
    """
    _check(order, permutations, seed)
    speakers = list(speakers)
    voices = Voices(Rule(groups=tuple(groups)), (), (), speakers, interviews)
    held = _Held(voices, themes, evidence)
    people = _people(speakers, voices)
    among = _groups(speakers, voices, group_order)
    put = sorted(voices.interviews.values(), key=_key(order, sequence or {}, among, group_order))
    steps = _steps(put, held, sought, people, among, [theme.id for theme in themes])
    # Random orders are drawn of the interviews by name, so that the band is the same whichever order is asked for.
    masks = [held.masks[each.id] for each in sorted(put, key=lambda each: (each.name, each.id))]
    seen = set().union(*held.codes.values())
    days = Counter(day for each in put if (day := _day(each)))
    return Curve(
        order=order,
        groups=tuple(groups),
        steps=steps,
        band=band(masks, permutations, seed),
        expected=rarefied(Counter(code for codes in held.codes.values() for code in codes).values(), len(put)),
        runs=_runs(steps),
        codes=len(themes),
        unused=tuple(theme.id for theme in themes if theme.id not in seen),
        excerpts=sum(step.excerpts for step in steps),
        informants=len(set().union(*people.values())),
        coders=tuple(sorted(held.coders)),
        undated=sum(not _day(each) for each in put),
        same_day=sum(times for times in days.values() if times > 1),
        permutations=permutations,
        seed=seed,
    )


def band(masks: Sequence[int], permutations: int, seed: int) -> tuple[Band, ...]:
    """How many bits are set after each of ``masks``, over random orders; the same for a seed on every machine.

    Only ``random()`` is used, whose sequence for a seed is the one thing of that module that never changes.
    """
    if not masks or not permutations:
        return ()
    draw = random.Random(seed).random
    after: list[list[int]] = [[] for _ in masks]
    for _ in range(permutations):
        keys = [draw() for _ in masks]
        seen = 0
        for counts, at in zip(after, sorted(range(len(masks)), key=keys.__getitem__), strict=True):
            seen |= masks[at]
            counts.append(seen.bit_count())
    ranks = [max(-(-permutations * part // 1000) - 1, 0) for part in (25, 500, 975)]
    return tuple(Band(*(counts[rank] for rank in ranks)) for counts in map(sorted, after))


def rarefied(incidences: Iterable[int], interviews: int) -> tuple[float, ...]:
    """The exact mean of codes after 1, 2, … interviews over all orders; ``incidences``: interviews of each code."""
    times = Counter(incidences)
    codes = sum(times.values())
    means = []
    for k in range(1, interviews + 1):
        orders = comb(interviews, k)
        without = sum(n * comb(interviews - m, k) for m, n in times.items())
        means.append((codes * orders - without) / orders)
    return tuple(means)


class _Held:
    """What is evidenced where: codes as ids and as bits, and the passages."""

    def __init__(self, voices: Voices, themes: Sequence[Theme], evidence: Iterable[Evidence]) -> None:
        bits = {theme.id: 1 << i for i, theme in enumerate(themes)}
        self.codes: dict[str, set[str]] = {interview: set() for interview in voices.interviews}
        self.passages: dict[str, set[tuple[int, int]]] = {interview: set() for interview in voices.interviews}
        self.masks = dict.fromkeys(voices.interviews, 0)
        self.coders: set[str] = set()
        for row in evidence:
            if row.theme in bits and voices.row(row) >= 0 and not denies(row):
                self.codes[row.transcript].add(row.theme)
                self.passages[row.transcript].add((row.start, row.end))
                self.masks[row.transcript] |= bits[row.theme]
                self.coders.add(row.coder)


def _check(order: str, permutations: int, seed: int) -> None:
    if order not in ORDERS:
        raise InputError(f"interviews have no order “{order}”", f"There are {', '.join(ORDERS)}.")
    if not 0 <= permutations <= MOST:
        raise InputError(f"{permutations:,} random orders cannot be drawn", f"Choose 0 (no band) to {MOST:,}.")
    if seed < 0:
        raise InputError("a seed is a whole number from 0 on", "Leave it out, and it is 1.")


def _people(speakers: Iterable[Speaker], voices: Voices) -> dict[str, set[str]]:
    """Interview -> the persons who take part; one that nobody joins with others is a person of that interview."""
    found: dict[str, set[str]] = {interview: set() for interview in voices.interviews}
    for one in speakers:
        if one.transcript in found and voices.listens_to(one.group):
            found[one.transcript].add(one.person or f"\0{one.id}")
    return found


def _groups(speakers: Iterable[Speaker], voices: Voices, order: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Interview -> the groups that speak in it, in the order of the study."""
    found: dict[str, set[str]] = {interview: set() for interview in voices.interviews}
    for one in speakers:
        if one.transcript in found and one.group and voices.listens_to(one.group):
            found[one.transcript].add(one.group)
    place = {group: i for i, group in enumerate(order)}
    return {
        interview: tuple(sorted(groups, key=lambda group: (place.get(group, len(place)), group)))
        for interview, groups in found.items()
    }


def _day(interview: Interview) -> str:
    """The day of an interview, '' where what stands there is none."""
    return interview.date if _DAY.fullmatch(interview.date) else ""


def _key(
    order: str, sequence: Mapping[str, int], among: Mapping[str, tuple[str, ...]], group_order: Sequence[str]
) -> Callable[[Interview], tuple[object, ...]]:
    place = {group: i for i, group in enumerate(group_order)}

    def key(one: Interview) -> tuple[object, ...]:
        if order == "coding":
            return one.id not in sequence, sequence.get(one.id, 0), one.name, one.id
        first = among[one.id][0] if among[one.id] else None
        group = (first is None, place.get(first or "", len(place)), first or "") if order == "group" else ()
        return *group, not _day(one), _day(one), one.name, one.id

    return key


def _steps(
    put: Sequence[Interview],
    held: _Held,
    sought: Sought,
    people: Mapping[str, set[str]],
    among: Mapping[str, tuple[str, ...]],
    codes: Sequence[str],
) -> tuple[Step, ...]:
    seen: set[str] = set()
    met: set[str] = set()
    passed: set[str] = set()
    steps = []
    for one in put:
        here = held.codes[one.id]
        first = tuple(code for code in codes if code in here and code not in seen)
        open_ = {code for code in codes if code not in here and not sought(one.id, code)}
        seen.update(first)
        steps.append(
            Step(
                interview=one.id,
                name=one.name,
                date=one.date,
                groups=among[one.id],
                done=one.done,
                codes=len(here),
                new=len(first),
                cumulative=len(seen),
                created=len(open_),
                unlooked=tuple(code for code in first if code in passed),
                excerpts=len(held.passages[one.id]),
                informants=len(people[one.id]),
                newcomers=len(people[one.id] - met),
                first=first,
            )
        )
        passed |= open_
        met |= people[one.id]
    return tuple(steps)


def _runs(steps: Sequence[Step]) -> tuple[Run, ...]:
    found = []
    for base in BASES:
        for length in LENGTHS:
            if len(steps) >= base + length:
                in_base, new = steps[base - 1].cumulative, sum(step.new for step in steps[-length:])
                found.append(Run(base, length, in_base, new, new / in_base if in_base else None))
    return tuple(found)
