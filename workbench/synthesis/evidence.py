"""The evidence behind each theme: gathered in one pass, summed over subtrees, and looked up behind a cell."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from workbench.errors import NotFoundError
from workbench.synthesis.columns import INTERVIEWER, Voices, column_ids
from workbench.synthesis.values import Count, Evidence, Interview, Rule, Speaker, Theme

Passage = tuple[str, int, int]


class Tally(NamedTuple):
    """What one theme comes to: a count per slot, the most quoted person's excerpts, the transcripts."""

    counts: Mapping[int, Count]
    top: int
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
        persons: dict[str, int] = defaultdict(int)
        voiced: Counter[str] = Counter()
        for number, times in Counter(self.counted.values()).items():
            transcript, slots, spoke = voices.signatures[number]
            excerpts[slots] += times
            transcripts[transcript] |= slots
            for person, their in spoke:
                persons[person] |= their
                voiced[person] += times
        by_transcript, by_person = Counter(transcripts.values()), Counter(persons.values())
        counts = {
            bit: Count(
                *(sum(n for slots, n in of.items() if slots & bit) for of in (by_person, by_transcript, excerpts))
            )
            for bit in (*voices.column_bits.values(), *voices.group_bits.values(), voices.total_bit, voices.column_bit)
        }
        ignored = len(self.ignored - self.counted.keys() - self.denied)
        return Tally(counts, max(voiced.values(), default=0), tuple(transcripts), len(self.denied), ignored)


def denies(row: Evidence) -> bool:
    """Whether the coder marked the passage as saying the opposite of the theme."""
    return "denies" in row.facets.get("stance", ())


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
    facet, number_of = voices.facet, voices.of
    for row in evidence:
        _, theme, transcript, _, _, coder, spoke, unattributed, facets = row
        passages = counted.get(theme)
        if passages is None:
            continue
        number = number_of(transcript, spoke, unattributed, facets.get(facet, ()) if facets else ())
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


def depths(themes: Iterable[Theme]) -> dict[str, int]:
    """Theme -> how deep it lies (0 at the top), in the order given."""
    parents = {theme.id: theme.parent for theme in themes}
    found: dict[str, int] = {}
    for theme in parents:
        above: list[str] = []
        at: str | None = theme
        while at in parents and at not in found:
            above.append(at)
            at = parents[at]
        depth = found.get(at or "", -1)
        for below in reversed(above):
            depth += 1
            found[below] = depth
    return {theme: found[theme] for theme in parents}


def subtree(themes: Iterable[Theme], *roots: str) -> set[str]:
    """The ids of ``roots`` and everything below them."""
    children = defaultdict(list)
    for theme in themes:
        children[theme.parent].append(theme.id)
    found, waiting = set(roots), list(roots)
    while waiting:
        below = children[waiting.pop()]
        found.update(below)
        waiting.extend(below)
    return found


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
    evidence, speakers, interviews = list(evidence), list(speakers), list(interviews)
    known = tuple(dict.fromkeys([*groups, *(speaker.group for speaker in speakers if speaker.group)]))
    columns = column_ids(rule, known, evidence, speakers, (interview.site for interview in interviews))
    voices = Voices(rule, columns, known, speakers, interviews)
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
