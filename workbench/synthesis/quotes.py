"""Quotes: who is said to have said it, what could give somebody away, and a fair choice over informants.

An attribution says of somebody only what ``least`` informants of the study have in common: k-anonymity (Sweeney 2002,
Int. J. of Uncertainty, Fuzziness and Knowledge-Based Systems 10(5)) over the values that it shows. What too few share
is told in a coarser way. It is an aid, not proof: what is said in the words themselves, and what a reader knows
already, no count of the study's informants sees.
"""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar

UNIQUE, PLACE, WORDS, LONG = "unique", "place", "words", "long"
"""What may be a risk: fewer than ``least`` are described so even at the coarsest; a place with a single informant is
named; the words hold what may identify somebody; it is longer than a quotation is to be."""
RISKS = (UNIQUE, PLACE, WORDS, LONG)

TOLD = 80
"""Characters of an attribution of several speakers; where each by themselves would take more, all are told coarsely."""

_KEY = re.compile(r"\{([^{}]*)\}")
_WORD = re.compile(r"\w+")


class Voice(NamedTuple):
    """One informant in one transcript: whose it is (``person`` joins them), and what is known of them by name.

    ``values``: attributes, and beside them ``group`` (its label), ``site``, ``kind``, ``transcript``, ``informant``
    (the label under which they speak) and ``person``; what is empty is not known.
    """

    person: str
    values: Mapping[str, str]


class Coarsened(NamedTuple):
    """An attribution that does not stand: too few (``shared_by``) are described by it."""

    text: str
    shared_by: int


class Attribution(NamedTuple):
    """Who said it, in words that do not single anybody out.

    ``level`` is the number of the pattern, the finest 0 (of several speakers' the coarsest; -1: nobody is described);
    ``shared_by``: how many persons of the study are described so, the fewest of several speakers'. ``coarsened``: what
    was finer and too few share; it is for the team's eyes only. ``keys``: what the patterns that stand show.
    """

    text: str
    level: int
    shared_by: int
    coarsened: tuple[Coarsened, ...] = ()
    keys: tuple[str, ...] = ()


class Population:
    """The informants of a study, and how many persons share what is said of one."""

    def __init__(self, voices: Iterable[Voice]) -> None:
        self._voices = tuple(voices)
        self._persons: dict[tuple[str, ...], dict[tuple[str, ...], set[str]]] = {}

    def sharing(self, values: Mapping[str, str]) -> int:
        """How many persons are like ``values`` somewhere; case and white space make nobody different."""
        keys = tuple(sorted(values))
        if keys not in self._persons:
            index: dict[tuple[str, ...], set[str]] = defaultdict(set)
            for voice in self._voices:
                index[tuple(_same(voice.values.get(key, "")) for key in keys)].add(voice.person)
            self._persons[keys] = index
        return len(self._persons[keys].get(tuple(_same(values[key]) for key in keys), ()))


def keys_of(pattern: str) -> tuple[str, ...]:
    """The keys that a pattern such as "En {role} på {area}" fills in, in their order."""
    return tuple(dict.fromkeys(key.strip() for key in _KEY.findall(pattern)))


def well_formed(pattern: str) -> bool:
    """Whether a pattern has words, its braces are paired, and each pair holds a key."""
    return bool(pattern.strip()) and all(keys_of(pattern)) and not set("{}") & set(_KEY.sub("", pattern))


def attribution(
    voices: Sequence[Voice], patterns: Sequence[str], population: Population, least: int = 3, join: str = " / "
) -> Attribution:
    """Who speaks, by the first pattern (finest first) whose keys are all known and whose values ``least`` share.

    Where even the coarsest is shared by fewer, it is that one. Several speakers are described each by themselves; who
    is described alike is named once, with how many they are.
    """
    each = [_one(voice, patterns, population, least) for voice in voices]
    if not each:
        return Attribution("", -1, 0)
    text = _joined(each, join)
    if len(each) > 1 and len(text) > TOLD:
        level = next((n for n, pattern in enumerate(patterns) if not keys_of(pattern)), len(patterns) - 1)
        coarse = (_one(voice, patterns[level : level + 1], population, least) for voice in voices)
        each = [one._replace(level=level, coarsened=fine.coarsened) for one, fine in zip(coarse, each, strict=True)]
        text = _joined(each, join)
    return Attribution(
        text,
        max(one.level for one in each),
        min(one.shared_by for one in each),
        tuple(dict.fromkeys(coarser for one in each for coarser in one.coarsened)),
        tuple(dict.fromkeys(key for one in each for key in one.keys)),
    )


def _joined(each: Iterable[Attribution], join: str) -> str:
    told = Counter(one.text for one in each if one.text)
    return join.join(text if n == 1 else f"{text} ({n})" for text, n in told.items())


def _one(voice: Voice, patterns: Sequence[str], population: Population, least: int) -> Attribution:
    coarsened: list[Coarsened] = []
    coarsest = Attribution("", -1, 0)
    for level, pattern in enumerate(patterns):
        values = {key: voice.values.get(key, "") for key in keys_of(pattern)}
        if not all(value.strip() for value in values.values()):
            continue
        text = filled(pattern, values)
        shared = population.sharing(values)
        coarsest = Attribution(text, level, shared, tuple(coarsened), tuple(values))
        if shared >= least:
            return coarsest
        coarsened.append(Coarsened(text, shared))
    return coarsest


def filled(pattern: str, values: Mapping[str, str]) -> str:
    """A pattern with its values, on one line."""
    return " ".join(_KEY.sub(lambda found: values[found[1].strip()], pattern).split())


def risks(
    said: str,
    attributed: Attribution,
    voices: Sequence[Voice],
    population: Population,
    *,
    least: int = 3,
    most_words: int = 60,
    identifying: bool = False,
) -> tuple[str, ...]:
    """What could give somebody away in a quotation as it is to be read (``said``), in the order of ``RISKS``.

    ``identifying``: something was found in its words that may identify a person.
    """
    found = []
    if voices and attributed.shared_by < least:
        found.append(UNIQUE)
    if any(_lonely(said, attributed, voice, population) for voice in voices):
        found.append(PLACE)
    if identifying:
        found.append(WORDS)
    if len(_WORD.findall(said)) > most_words:
        found.append(LONG)
    return tuple(found)


def _lonely(said: str, attributed: Attribution, voice: Voice, population: Population) -> bool:
    """Whether the place of somebody who is its only informant is told, by the attribution or the words."""
    site = voice.values.get("site", "").strip()
    if not site or population.sharing({"site": site}) != 1:
        return False
    named = re.compile(rf"(?<!\w){re.escape(site)}(?!\w)", re.IGNORECASE)
    return "site" in attributed.keys or bool(named.search(said)) or bool(named.search(attributed.text))


def _same(value: str) -> str:
    return " ".join(value.split()).casefold()


# --- which of them


class Choosable(Protocol):
    """What a choice has to know of a quotation: persons and groups of those who speak, its words, a star."""

    @property
    def people(self) -> tuple[str, ...]: ...
    @property
    def groups(self) -> tuple[str, ...]: ...
    @property
    def text(self) -> str: ...
    @property
    def starred(self) -> bool: ...


Q = TypeVar("Q", bound=Choosable)
_Level = tuple[bool, bool, int, int, int]


def fair(
    quotes: Iterable[Q],
    n: int | None = None,
    *,
    groups: Sequence[str] = (),
    picked: Callable[[Q], bool] = lambda quote: False,
    shown: Iterable[Choosable] = (),
) -> list[Q]:
    """``n`` of ``quotes`` (None: all, in a fair order), so that many are heard before anybody is heard twice.

    No quotation of somebody who was heard is taken while there is one of somebody who was not. Beyond that the groups
    take turns, in the order of ``groups`` (others after them); of one informant what is picked comes first, then what
    is starred, then what is of typical length (half to one and a half times the median), the shorter first, then as
    given. ``shown`` are quotations that stand there already. The same quotes give the same choice.
    """
    given = list(quotes)
    order = {group: number for number, group in enumerate(dict.fromkeys([*groups, *_groups(given)]))}
    waiting = _queues(given, picked)
    heard: Counter[str] = Counter()
    turns: Counter[str] = Counter()
    for one in shown:
        heard.update(one.people)
        turns.update(one.groups)
    chosen: list[Q] = []
    while waiting and (n is None or len(chosen) < n):
        key = min(waiting, key=lambda who: (_level(who, heard, turns, order), waiting[who][0]))
        _, index = waiting[key].popleft()
        if not waiting[key]:
            del waiting[key]
        chosen.append(given[index])
        heard.update(key[0])
        turns.update(key[1])
    return chosen


_Who = tuple[tuple[str, ...], tuple[str, ...]]
"""The persons who speak in a quotation, and their groups."""
_Worth = tuple[bool, bool, bool, int]


def _queues(given: Sequence[Q], picked: Callable[[Q], bool]) -> dict[_Who, deque[tuple[_Worth, int]]]:
    """The quotations (by number) of each set of speakers, the best first: only among sets does the choice go on."""
    lengths = sorted(len(quote.text) for quote in given)
    typical = lengths[len(lengths) // 2] if lengths else 0
    queues: dict[_Who, list[tuple[_Worth, int]]] = defaultdict(list)
    for index, quote in enumerate(given):
        length = len(quote.text)
        unlike = not typical / 2 <= length <= typical * 3 / 2
        worth = (not picked(quote), not quote.starred, unlike, length)
        queues[tuple(sorted(quote.people)), tuple(sorted(quote.groups))].append((worth, index))
    return {who: deque(sorted(of)) for who, of in queues.items()}


def _level(who: _Who, heard: Counter[str], turns: Counter[str], order: Mapping[str, int]) -> _Level:
    """How much a quotation of these speakers has to wait, now."""
    people, groups = who
    times = [heard[person] for person in people]
    turn, place = min(((turns[group], order[group]) for group in groups), default=(0, len(order)))
    # Nobody known speaks: after all who are known.
    return not times, min(times, default=1) > 0, max(times, default=0), turn, place


def _groups(given: Iterable[Choosable]) -> Iterable[str]:
    return (group for quote in given for group in quote.groups)
