"""The rules of the consensus layer: what of several coders' work stands as nobody's own.

In a transcript that two or more coders have done, every episode of their present codings is one of four:

* settled, where a settlement rests on exactly these passages (same code, revision and ``basis``): its ranges stand,
  and if it has none, nothing stands there;
* in conflict, where such a settlement is disputed: left out;
* agreed, where its kind is ``agreed``: what all have in common stands;
* unsettled: left out.

A settlement that rests on what no episode is any more is stale: left out, too.
In a transcript that is one coder's, their codings stand.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from workbench.agreement import values
from workbench.agreement.episodes import episodes
from workbench.agreement.overlap import merged
from workbench.agreement.values import Episode, Range
from workbench.errors import InputError

DOUBLE, SINGLE, WAITING = "double", "single", "waiting"
"""What ``standing`` may say of a transcript."""

AGREED, SETTLED, SOLE = "agreed", "settled", "sole"
"""What the ``origin`` of a consensus passage may be."""

DISCUSSED, ADJUDICATED = "discussed", "adjudicated"
"""How an episode was settled."""

UNION, INTERSECTION, OWN = "union", "intersection", "own"
"""What a choice may be, beside a coder."""


class Coding(NamedTuple):
    """A coding as it stands today; ``voices`` None: nobody corrected them."""

    row: str
    code: str
    coder: str
    start: int
    end: int
    facets: Mapping[str, tuple[str, ...]] = {}
    voices: tuple[str, ...] | None = None


class Settled(NamedTuple):
    """A settlement; ``disputed``: others settled it at the same time, and differently."""

    row: str
    code: str
    revision: str
    basis: str
    ranges: tuple[Range, ...]
    choice: str
    how: str
    disputed: bool = False


class Passage(NamedTuple):
    """A passage of the consensus layer; ``codings`` (rows) and ``coders`` are those it came from."""

    code: str
    start: int
    end: int
    origin: str
    codings: tuple[str, ...]
    coders: tuple[str, ...]
    facets: Mapping[str, tuple[str, ...]]
    voices: tuple[str, ...] | None


class Merged(NamedTuple):
    """A transcript's consensus, and what is left out of it.

    ``agreed``, ``discussed``, ``adjudicated`` count episodes that are in it (or that were settled as "no coding").
    ``unlooked``: codings of a code that fewer than two of the coders have looked for, or not the one whose they are.
    """

    passages: tuple[Passage, ...]
    agreed: int
    discussed: int
    adjudicated: int
    unsettled: tuple[Episode, ...]
    in_conflict: tuple[Episode, ...]
    stale: tuple[Settled, ...]
    unlooked: tuple[Coding, ...]


def standing(done: Iterable[str], unfinished: Iterable[str], coding: Iterable[str]) -> str:
    """Whether a transcript is ``double``, ``single`` or ``waiting``.

    ``done``: the coders who have done it; ``unfinished``: those who were given it and have not; ``coding``: those who
    have codings in it. ``double``: two or more have done it, whoever else has not yet. ``single``: one has done it, and
    nobody else was given it; or one alone has codings in it, and nobody was given it. Otherwise it is waiting.
    """
    finished = set(done)
    if len(finished) >= 2:
        return DOUBLE
    if set(unfinished) - finished:
        return WAITING
    return SINGLE if len(finished or set(coding)) == 1 else WAITING


def basis(ranges: Mapping[str, Iterable[Range]] | Iterable[tuple[str, Iterable[Range]]]) -> str:
    """What an episode rests on, in canonical JSON: [[coder, [[start, end], …]], …] sorted by coder; names its item.

    ``ranges`` is an episode's, of every eligible coder, who has nothing too. A coder's overlapping ranges are merged,
    as in an episode, so one state of the codings has one text on every replica.
    """
    by = ranges.items() if isinstance(ranges, Mapping) else ranges
    rests = sorted((coder, [list(passage) for passage in merged(passages)]) for coder, passages in by)
    return json.dumps(rests, separators=(",", ":"))


def outcome(choice: str, episode: Episode, ranges: Iterable[Range] = (), *, length: int) -> tuple[Range, ...]:
    """What settling an episode gives: ascending ranges that do not overlap; () is legal and says: no coding there.

    A coder's row: what that coder has there. ``union``: what anybody has. ``intersection``: what every eligible coder
    has, so nothing where one has nothing. ``own``: ``ranges``, in code points of the text, which has ``length``.
    Raises InputError for a choice that is none of these, for ranges that are empty, outside the text, none of them in
    the episode, or given with another choice than ``own``.
    """
    given = list(ranges)
    if choice == OWN:
        for start, end in given:
            if not 0 <= start < end <= length:
                raise InputError(
                    f"{start}–{end} is no passage of this text",
                    f"a passage begins before it ends, and lies between 0 and {length}",
                )
        own = tuple(merged(given))
        if own and not any(start < episode.end and episode.start < end for start, end in own):
            raise InputError(
                "none of these passages is where the coders differ",
                f"the episode lies between {episode.start} and {episode.end}",
            )
        return own
    if given:
        raise InputError("passages are given only with the choice “own”", f"leave them out for “{choice}”")
    held = dict(episode.ranges)
    if choice == UNION:
        return tuple(_runs(held, 1))
    if choice == INTERSECTION:
        return tuple(_runs(held, len(held)))
    if choice not in held:
        raise InputError(
            f"an episode is not settled as “{choice}”",
            "it is settled as one of its coders has it, as union or intersection, or with passages of your own",
        )
    return tuple(held[choice])


def merge(
    transcript: str,
    revision: str,
    codings: Iterable[Coding],
    coders: Sequence[str],
    settlements: Iterable[Settled] = (),
    eligible: Mapping[str, Sequence[str]] | None = None,
) -> Merged:
    """The consensus of a transcript that two or more ``coders`` have done.

    ``codings``: the present ones, of whom is not among ``coders`` left out; ``settlements``: one for each episode that
    was settled. ``eligible``: per code, which of the coders have looked for it; codes that are missing: all ``coders``.
    It has to be what the episodes were made with that were settled. Passages come in the order of the text.
    """
    by_code, unlooked = _by_code(codings, coders, eligible)
    rests = {(each.code, each.revision, each.basis): each for each in settlements}
    passages: list[Passage] = []
    unsettled: list[Episode] = []
    in_conflict: list[Episode] = []
    counts = {AGREED: 0, DISCUSSED: 0, ADJUDICATED: 0}
    for code, (looking, present) in sorted(by_code.items()):
        for episode, rows in _episodes(code, transcript, revision, looking, present):
            settled = rests.pop((code, revision, basis(episode.ranges)), None)
            if settled is not None and settled.disputed:
                in_conflict.append(episode)
            elif settled is not None:
                counts[ADJUDICATED if settled.how == ADJUDICATED else DISCUSSED] += 1
                passages += _stands(code, SETTLED, settled.choice, merged(settled.ranges), rows)
            elif episode.kind == values.AGREED:
                counts[AGREED] += 1
                passages += _stands(code, AGREED, INTERSECTION, _runs(dict(episode.ranges), len(looking)), rows)
            else:
                unsettled.append(episode)
    return Merged(
        tuple(sorted(passages, key=_place)),
        counts[AGREED],
        counts[DISCUSSED],
        counts[ADJUDICATED],
        tuple(unsettled),
        tuple(in_conflict),
        tuple(rests.values()),
        tuple(unlooked),
    )


def sole(codings: Iterable[Coding]) -> tuple[Passage, ...]:
    """The consensus of a transcript that is one coder's: their codings, each a passage, in the order of the text."""
    found = (
        Passage(each.code, each.start, each.end, SOLE, (each.row,), (each.coder,), each.facets, each.voices)
        for each in codings
    )
    return tuple(sorted(found, key=_place))


def _by_code(
    codings: Iterable[Coding], coders: Sequence[str], eligible: Mapping[str, Sequence[str]] | None
) -> tuple[dict[str, tuple[list[str], list[Coding]]], list[Coding]]:
    """For each code: who has looked for it, two or more, and their codings in the order of the text; and the rest."""
    found: dict[str, tuple[list[str], list[Coding]]] = {}
    unlooked: list[Coding] = []
    for coding in sorted(codings, key=lambda each: (each.start, each.end, each.coder, each.row)):
        if coding.coder not in coders or coding.start >= coding.end:
            continue
        if coding.code not in found:
            looking = (eligible or {}).get(coding.code, coders)
            found[coding.code] = [coder for coder in dict.fromkeys(looking) if coder in coders], []
        looking, rows = found[coding.code]
        (rows if len(looking) >= 2 and coding.coder in looking else unlooked).append(coding)
    return found, unlooked


def _episodes(
    code: str, transcript: str, revision: str, coders: Sequence[str], rows: Sequence[Coding]
) -> Iterator[tuple[Episode, Sequence[Coding]]]:
    """The episodes of a code, each with its codings; those are in the order of the text, as the episodes are."""
    held: dict[str, list[Range]] = defaultdict(list)
    for row in rows:
        held[row.coder].append((row.start, row.end))
    first = last = 0
    for episode in episodes(code, transcript, revision, held, coders):
        while last < len(rows) and rows[last].start < episode.end:
            last += 1
        yield episode, rows[first:last]
        first = last


def _stands(code: str, origin: str, choice: str, ranges: Iterable[Range], rows: Sequence[Coding]) -> Iterator[Passage]:
    """The passages of an episode that stand, each with the codings it came from.

    Those are the codings that share a character with it; where a coder was chosen, that coder's alone. A passage of
    somebody's own that no coding touches comes from none.
    """
    chosen = [row for row in rows if row.coder == choice] if any(row.coder == choice for row in rows) else rows
    for start, end in ranges:
        from_ = [row for row in chosen if row.start < end and start < row.end]
        yield Passage(
            code,
            start,
            end,
            origin,
            tuple(row.row for row in from_),
            tuple(sorted({row.coder for row in from_})),
            _facets(from_, together=chosen is not rows),
            _voices(from_),
        )


def _facets(rows: Sequence[Coding], *, together: bool) -> dict[str, tuple[str, ...]]:
    """Per facet what all codings say; what any of them says where they are one coder's (``together``)."""
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted({name for row in rows for name in row.facets}):
        said = [row.facets.get(name, ()) for row in rows]
        every = dict.fromkeys(value for each in said for value in each)
        kept = tuple(value for value in every if together or all(value in each for each in said))
        if kept:
            found[name] = kept
    return found


def _voices(rows: Sequence[Coding]) -> tuple[str, ...] | None:
    """The corrected voices where every coding has the same ones; None: as the text has it."""
    first = rows[0].voices if rows else None
    if first is None or any(row.voices is None or set(row.voices) != set(first) for row in rows):
        return None
    return first


def _runs(held: Mapping[str, Iterable[Range]], coders: int) -> list[Range]:
    """Where at least so many coders have something; each coder's ranges do not overlap. What touches is one."""
    borders = sorted(
        (position, step)
        for passages in held.values()
        for start, end in passages
        for position, step in ((start, -1), (end, 1))
    )
    found: list[Range] = []
    having = began = 0
    for position, step in borders:
        before, having = having, having - step
        if before < coders <= having:
            began = position
        elif having < coders <= before and began < position:
            found.append((began, position))
    return found


def _place(passage: Passage) -> tuple[int, int, str]:
    return passage.start, passage.end, passage.code
