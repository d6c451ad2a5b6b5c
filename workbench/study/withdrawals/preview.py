"""What a withdrawal would take away and keep, before anything is done."""

from collections.abc import Iterable
from typing import NamedTuple

from workbench.errors import NotFoundError
from workbench.sanitise import line
from workbench.study.base import Base
from workbench.study.withdrawals import aftermath, leaving, summed, traces
from workbench.study.withdrawals.leaving import Plan
from workbench.study.withdrawals.people import Person, transcript_names
from workbench.transcripts import cuts, word_count
from workbench.transcripts.quoted import Quoted


class Mention(NamedTuple):
    """A turn that stays and names somebody who left; offsets count in what becomes of the text."""

    transcript: str
    start: int
    end: int
    text: str


class Preview(NamedTuple):
    """What a withdrawal takes away and what it keeps.

    ``transcripts`` are "K-03 (R1)", ``emptied`` those of which nothing stays; ``codings`` (and ``memos`` on passages,
    and ``links`` of memos to some) are counts: lost, shortened, kept whole. ``quoting`` are notes and texts of the
    codebook that hold words of theirs: these are taken out. ``mentions`` stay. ``in_log``: what the log itself holds,
    from where nothing can be taken. ``picks``: quotations that were picked, counted as codings are.
    ``summaries``: how many summaries of what they say go with them.
    """

    person: str
    transcripts: tuple[str, ...]
    emptied: tuple[str, ...]
    turns: int
    words: int
    codings: tuple[int, int, int]
    memos: tuple[int, int, int]
    links: tuple[int, int, int]
    quoting: tuple[str, ...]
    mentions: tuple[Mention, ...]
    in_log: tuple[str, ...]
    files: tuple[str, ...]
    picks: tuple[int, int, int] = (0, 0, 0)
    summaries: int = 0


class Prepared(NamedTuple):
    """Who leaves, what happens to what is anchored in the texts, where else the words stand, and the words."""

    person: Person
    plan: Plan
    traces: traces.Traces
    quoted: Quoted


def prepare(base: Base, person: Person) -> Prepared:
    """What the withdrawal of ``person`` is about. Raises ``NotFoundError`` where no text holds a turn of theirs."""
    plan = leaving.plan(base, person.labels)
    if not plan.concerned:
        raise NotFoundError(
            f"no text holds a turn of {line(person.name, 60)}", "`workbench withdraw --status` lists who withdrew."
        )
    quoted = Quoted({(v.words or "")[turn.speech : turn.end] for v, turn in plan.leaving})
    going = {fate.row for fate in plan.fates if fate.span is None} | set(summed.of_those(base, person.labels))
    return Prepared(person, plan, traces.find(base, quoted, going), quoted)


def shown(base: Base, prepared: Prepared) -> Preview:
    """The preview of what was prepared."""
    person, plan, found, quoted = prepared
    names = transcript_names(base)
    current = [(v, turn) for v, turn in plan.leaving if v.current]
    return Preview(
        person.name,
        tuple(
            sorted(
                f"{names.get(t, t)} ({', '.join(sorted(filter(None, labels)))})" for t, labels in person.labels.items()
            )
        ),
        tuple(sorted(names.get(t, t) for t, (words, _) in plan.left.items() if not words.strip())),
        len(current),
        sum(word_count(v.words or "", (turn,)) for v, turn in current),
        counts(base, plan, "coding"),
        counts(base, plan, "memo"),
        counts(base, plan, "link"),
        found.where,
        tuple(_mentions(person, plan, names)),
        found.in_log,
        tuple(traces.files(base.folder, quoted, aftermath.own_files(base))),
        counts(base, plan, "pick"),
        sum(not base.blind.hides("summary", op.row) for op in summed.going(base, person.labels)[0]),
    )


def _mentions(person: Person, plan: Plan, names: dict[str, str]) -> Iterable[Mention]:
    for transcript, (words, turns) in sorted(plan.left.items(), key=lambda item: names.get(item[0], "")):
        called = {person.name, *person.labels[transcript]}
        for turn in cuts.mentions(words, turns, called):
            yield Mention(names.get(transcript, ""), turn.start, turn.end, words[turn.start : turn.end])


def counts(base: Base, plan: Plan, ent: str) -> tuple[int, int, int]:
    """How many of an entity that one may see are lost, shortened and kept whole."""
    fates = [fate for fate in plan.fates if fate.ent == ent and not base.blind.hides(ent, fate.row)]
    lost = sum(fate.span is None for fate in fates)
    shortened = sum(fate.span is not None and fate.shortened for fate in fates)
    return lost, shortened, len(fates) - lost - shortened
