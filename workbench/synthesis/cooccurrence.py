"""Which codes stand together: on the same passage, on passages that overlap, or within so many turns of each other.

A *passage* of a code is a distinct (start, end) that bears it, whoever coded it, and *meets* another code where a
passage of that one is the same, shares a character, or is at most so many turns away (0: in the same turn). A pair is
counted from both sides, for a long passage may meet many short ones. Only evidence counts, as in the matrix.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from workbench.errors import InputError, NotFoundError
from workbench.synthesis.columns import Voices
from workbench.synthesis.dimensions import denies
from workbench.synthesis.meetings import MODES, NEAR, OVERLAP, SAME, Met, Pair, Passage, Within, placing
from workbench.synthesis.values import Evidence, Interview, Rule, Speaker, Theme

__all__ = ["MODES", "NEAR", "OVERLAP", "SAME", "Code", "Pair", "Pairs", "Within", "cooccurrence", "meeting"]


class Code(NamedTuple):
    """A code that meets another; ``passages`` are its distinct ones (with those below it, where that was asked)."""

    id: str
    path: str
    passages: int


class Pairs(NamedTuple):
    """Codes that meet, the largest share first. ``codes`` are those in a pair, in the order of the codebook.

    ``same_coder``: one coder has both passages. ``subtree``: a code has the passages of those below it, and is in no
    pair with them. ``least``: pairs that are together more seldom are left out. ``interviews`` were looked at, ``done``
    of them done, with ``passages`` distinct ones; ``coders``: whose codings (rows).
    """

    within: Within
    same_coder: bool
    subtree: bool
    groups: tuple[str, ...]
    least: int
    codes: tuple[Code, ...]
    pairs: tuple[Pair, ...]
    interviews: int
    done: int
    passages: int
    coders: tuple[str, ...]


def cooccurrence(
    themes: Sequence[Theme],
    evidence: Iterable[Evidence],
    speakers: Iterable[Speaker],
    interviews: Iterable[Interview],
    within: Within = Within(),  # noqa: B008  a value, never changed
    *,
    turns: Mapping[str, Sequence[int]] | None = None,
    same_coder: bool = False,
    subtree: bool = False,
    groups: Collection[str] = (),
    only: Collection[str] = (),
    least: int = 1,
) -> Pairs:
    """The pairs among ``themes``; ``turns``: interview -> where its turns begin, ascending, for those that are near.

    ``only``: with one id the pairs of that code, with several those among them. Raises ``InputError`` for a mode or a
    number that cannot be, ``NotFoundError`` for a code that is not there.
    """
    _check(within, least, only, themes)
    voices = Voices(Rule(groups=tuple(groups)), (), (), speakers, interviews)
    gathered, coders = _gathered(voices, themes, evidence, same_coder)
    above = _above(themes) if subtree else [(i,) for i in range(len(themes))]
    met = Met(within, above, {i for i, theme in enumerate(themes) if theme.id in only})
    for interview in sorted(gathered):
        met.add([gathered[interview][who] for who in sorted(gathered[interview])], (turns or {}).get(interview, ()))
    pairs = met.pairs([theme.id for theme in themes], least)
    among = {code for pair in pairs for code in pair[:2]}
    shown = (Code(t.id, t.path, met.passages[i]) for i, t in enumerate(themes) if t.id in among)
    return Pairs(
        within=within,
        same_coder=same_coder,
        subtree=subtree,
        groups=tuple(groups),
        least=least,
        codes=tuple(shown),
        pairs=pairs,
        interviews=len(voices.interviews),
        done=sum(one.done for one in voices.interviews.values()),
        passages=sum(len(set().union(*layers.values())) for layers in gathered.values()),
        coders=tuple(sorted(coders)),
    )


def meeting(
    within: Within,
    first: Iterable[Evidence],
    second: Iterable[Evidence],
    turns: Mapping[str, Sequence[int]],
    *,
    same_coder: bool = False,
) -> list[tuple[Evidence, Evidence]]:
    """The pieces of evidence, one of each side, that meet: what stands behind a pair, for as many as one can read."""
    there: dict[str, list[Evidence]] = defaultdict(list)
    for row in second:
        there[row.transcript].append(row)
    found = []
    for one in first:
        place = placing(within, turns.get(one.transcript, ()))
        start, end = place((one.start, one.end))
        for other in there.get(one.transcript, ()):
            if same_coder and one.coder != other.coder:
                continue
            if within.mode == SAME:
                meets = one[3:5] == other[3:5]
            else:
                begins, ends = place((other.start, other.end))
                meets = begins < end + within.turns and start < ends + within.turns
            if meets:
                found.append((one, other))
    return found


def _check(within: Within, least: int, only: Collection[str], themes: Sequence[Theme]) -> None:
    if within.mode not in MODES:
        raise InputError(f"codes do not stand together by “{within.mode}”", f"There are {', '.join(MODES)}.")
    if within.turns < 0 or (within.turns and within.mode != NEAR):
        raise InputError("turns apart are 0 or more, and only for what is near", "Write turns:2.")
    if least < 1:
        raise InputError("pairs that are never together are no pairs", "The least is 1.")
    if set(only) - {theme.id for theme in themes}:
        raise NotFoundError("that code is not in the codebook", "It may have been merged or deleted since.")


def _gathered(
    voices: Voices, themes: Sequence[Theme], evidence: Iterable[Evidence], same_coder: bool
) -> tuple[dict[str, dict[str, dict[Passage, set[int]]]], set[str]]:
    """Interview -> coder ('': everybody) -> passage -> codes, of what is evidence; and whose it is."""
    numbers = {theme.id: i for i, theme in enumerate(themes)}
    found: dict[str, dict[str, dict[Passage, set[int]]]] = {}
    coders = set()
    for row in evidence:
        number = numbers.get(row.theme)
        if number is None or voices.row(row) < 0 or denies(row):
            continue
        layer = found.setdefault(row.transcript, {}).setdefault(row.coder if same_coder else "", {})
        layer.setdefault((row.start, row.end), set()).add(number)
        coders.add(row.coder)
    return found, coders


def _above(themes: Sequence[Theme]) -> list[tuple[int, ...]]:
    """By number: the code and all above it."""
    numbers = {theme.id: i for i, theme in enumerate(themes)}
    found = []
    for i, theme in enumerate(themes):
        chain, at = [i], theme.parent
        while at in numbers and numbers[at] not in chain:
            chain.append(numbers[at])
            at = themes[numbers[at]].parent
        found.append(tuple(chain))
    return found
