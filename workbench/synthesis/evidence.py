"""The evidence behind each theme: gathered in one pass, summed over subtrees, and looked up behind a cell."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from workbench.errors import NotFoundError
from workbench.synthesis.columns import INTERVIEWER, Voices, column_ids
from workbench.synthesis.dimensions import denies, resolved
from workbench.synthesis.tree import depths, subtree
from workbench.synthesis.values import Count, Evidence, Interview, Rule, Speaker, Theme

Passage = tuple[str, int, int]


class Tally(NamedTuple):
    """What one theme comes to, per slot and in all.

    ``counts`` and ``tops`` (the most quoted person's excerpts) per slot; ``able``: of the persons in a slot's count
    those who are in its denominator. ``talk``: excerpts per person; ``known``: those in which somebody known speaks.
    """

    counts: Mapping[int, Count]
    tops: Mapping[int, int]
    able: Mapping[int, int]
    talk: Mapping[str, int]
    known: int
    transcripts: tuple[str, ...]
    denied: int
    ignored: int


class Sum(NamedTuple):
    """A theme's own codings, and its subtree's."""

    own: Tally
    subtree: Tally


class _Held:
    """Distinct passages of a theme; ``counted`` says of each passage the number of its signature."""

    def __init__(self) -> None:
        self.counted: dict[Passage, int] = {}
        self.denied: set[Passage] = set()
        self.ignored: set[Passage] = set()

    def absorb(self, other: "_Held", voices: Voices) -> "_Held":
        """Both together; the smaller goes into the larger, so deep trees stay cheap. Neither may be used afterwards."""
        if len(other.counted) > len(self.counted):
            return other.absorb(self, voices)
        common = self.counted.keys() & other.counted.keys()
        both = {passage: voices.merged(self.counted[passage], other.counted[passage]) for passage in common}
        self.counted.update(other.counted)
        self.counted.update(both)
        self.denied |= other.denied
        self.ignored |= other.ignored
        return self

    def tally(self, voices: Voices) -> Tally:
        """Counts per slot, from how often each signature occurs."""
        excerpts: Counter[int] = Counter()
        transcripts: dict[str, int] = defaultdict(int)
        talk: dict[int, Counter[str]] = defaultdict(Counter)  # by slots: in them, excerpts per person
        known = 0
        for number, times in Counter(self.counted.values()).items():
            transcript, slots, spoke = voices.signatures[number]
            excerpts[slots] += times
            transcripts[transcript] |= slots
            known += times if spoke else 0
            for person, their in spoke:
                talk[their][person] += times
        persons: dict[str, int] = defaultdict(int)
        for their, by_whom in talk.items():
            for person in by_whom:
                persons[person] |= their
        could = voices.could
        of_persons, of_transcripts = Counter(persons.values()), Counter(transcripts.values())
        able = Counter(slots & could.get(person, 0) for person, slots in persons.items())
        every = voices.slots
        return Tally(
            {
                slot: Count(*(_on(numbers, slot) for numbers in (of_persons, of_transcripts, excerpts)))
                for slot in every
            },
            {slot: max(_together(talk, slot).values(), default=0) for slot in every},
            {slot: _on(able, slot) for slot in every},
            _together(talk, voices.total_bit),
            known,
            tuple(transcripts),
            len(self.denied),
            len(self.ignored - self.counted.keys() - self.denied),
        )


def _on(numbers: Mapping[int, int], slot: int) -> int:
    return sum(n for slots, n in numbers.items() if slots & slot)


def _together(talk: Mapping[int, Counter[str]], slot: int) -> Counter[str]:
    """Excerpts per person in a slot."""
    there = [by_whom for slots, by_whom in talk.items() if slots & slot]
    if len(there) == 1:
        return there[0]
    found: Counter[str] = Counter()
    for by_whom in there:
        found.update(by_whom)
    return found


def sums(
    themes: Sequence[Theme], evidence: Iterable[Evidence], voices: Voices
) -> tuple[dict[str, Sum], list[Evidence], set[str]]:
    """Each theme's counts, the counter-evidence and the coders, in one pass over ``evidence`` and one up the tree."""
    held, denied, coders = _gather(themes, evidence, voices)
    parents = {theme.id: theme.parent for theme in themes}
    found: dict[str, Sum] = {}
    for theme in sorted(depths(themes).items(), key=lambda item: -item[1]):
        own, subtree = held[theme[0]]
        tallied = own.tally(voices)
        whole = tallied
        if subtree is not None:
            own = own.absorb(subtree, voices)
            whole = own.tally(voices)
        found[theme[0]] = Sum(tallied, whole)
        above = parents[theme[0]]
        if above in held:
            theirs, gathered = held[above]
            held[above] = theirs, own if gathered is None else gathered.absorb(own, voices)
        del held[theme[0]]
    return found, denied, coders


def _gather(
    themes: Sequence[Theme], evidence: Iterable[Evidence], voices: Voices
) -> tuple[dict[str, tuple[_Held, _Held | None]], list[Evidence], set[str]]:
    held: dict[str, tuple[_Held, _Held | None]] = {theme.id: (_Held(), None) for theme in themes}
    counted = {theme: own.counted for theme, (own, _) in held.items()}
    denied: list[Evidence] = []
    coders: set[str] = set()
    number_of, said = voices.of, voices.sayings.of if voices.sayings else None
    for row in evidence:
        _, theme, transcript, _, _, coder, spoke, unattributed, facets = row
        passages = counted.get(theme)
        if passages is None:
            continue
        number = number_of(transcript, spoke, unattributed, said(row) if said else ())
        if number >= 0:
            passage = row[2:5]
            if facets and denies(row):
                held[theme][0].denied.add(passage)
                denied.append(row)
            elif (before := passages.setdefault(passage, number)) != number:
                passages[passage] = voices.merged(before, number)
        elif number == INTERVIEWER:
            held[theme][0].ignored.add(row[2:5])
        else:
            continue
        coders.add(coder)
    return held, denied, coders


def evidence_of(
    rule: Rule,
    themes: Sequence[Theme],
    evidence: Iterable[Evidence],
    speakers: Iterable[Speaker],
    interviews: Iterable[Interview],
    theme: str,
    *,
    column: str = "",
    group: str = "",
    groups: Iterable[str] = (),
) -> tuple[Evidence, ...]:
    """What is counted behind a cell: the evidence of ``theme``'s subtree, by transcript's name and position.

    With ``column`` (or "shared") what that column's cell counts, with "*" what any column counts (``Row.columns``),
    with ``group`` what that group's count counts, with neither the total; give the ``groups`` that ``build`` was given.
    Several coders' codings of one passage are all there. Raises NotFoundError for an unknown theme, column or group.
    """
    evidence = evidence if isinstance(evidence, Sequence) else list(evidence)
    speakers, interviews = list(speakers), list(interviews)
    known = tuple(dict.fromkeys([*groups, *(speaker.group for speaker in speakers if speaker.group)]))
    rule = resolved(rule, themes)
    columns = column_ids(rule, known, themes, evidence, speakers, interviews)
    voices = Voices(rule, columns, known, speakers, interviews, themes, evidence)
    if all(theme != each.id for each in themes):
        raise NotFoundError(
            "there is no such theme", "it may have been merged or deleted since; look at the matrix again"
        )
    wanted = voices.total_bit
    column_bits = {**voices.column_bits, "*": voices.column_bit}
    for name, bits, word in ((column, column_bits, "column"), (group, voices.group_bits, "group")):
        if name and name not in bits:
            raise NotFoundError(f"the matrix has no {word} “{name}”", f"it has {', '.join(bits)}")
        wanted = bits.get(name, wanted)
    below = subtree(themes, theme)
    found = (row for row in evidence if row.theme in below and not denies(row))
    return in_order((row for row in found if counts_for(row, wanted, voices)), voices)


def counts_for(row: Evidence, slot: int, voices: Voices) -> bool:
    """Whether ``row`` is evidence in ``slot``."""
    number = voices.row(row)
    return number >= 0 and bool(voices.signatures[number].slots & slot)


def counted(
    evidence: Iterable[Evidence],
    speakers: Iterable[Speaker],
    interviews: Iterable[Interview],
    groups: Iterable[str] = (),
) -> list[Evidence]:
    """What of ``evidence`` voices a theme: not the interviewer's words, not what denies it, of these groups or any."""
    voices = Voices(Rule(groups=tuple(groups)), (), (), speakers, interviews)
    return [row for row in evidence if voices.row(row) >= 0 and not denies(row)]


def in_order(rows: Iterable[Evidence], voices: Voices) -> tuple[Evidence, ...]:
    """By transcript's name, position and coding."""
    names = {interview.id: interview.name for interview in voices.interviews.values()}
    return tuple(sorted(rows, key=lambda row: (names[row.transcript], row.transcript, row.start, row.end, row.coding)))
