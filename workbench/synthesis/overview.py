"""The data overview: how many interviews and informants of which kind, from the transcripts' own front matter."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from workbench.synthesis.values import Interview, Speaker

KINDS = ("group", "single", "document")


class Share(NamedTuple):
    """A part of the data: ``group``, ``single`` and ``document`` are interviews of that kind, ``other`` the rest.

    ``informants`` are distinct persons; ``sites`` distinct sites, "" not counted.
    """

    id: str
    label: str
    sites: int
    interviews: int
    group: int
    single: int
    document: int
    other: int
    informants: int


class Part(NamedTuple):
    """A group and its sites, each with its share."""

    whole: Share
    by_site: tuple[Share, ...]


class Held(NamedTuple):
    """One transcript: its name, and how many informants of which group speak in it."""

    name: str
    site: str
    date: str
    kind: str
    mode: str
    done: bool
    informants: Mapping[str, int]


class Overview(NamedTuple):
    """Per group (in the study's order; ``""`` last, for interviews with nobody of a group), in all, and per transcript.

    An interview with informants of two groups counts in both and once in ``total``; so does a person.
    """

    parts: tuple[Part, ...]
    total: Share
    transcripts: tuple[Held, ...]


def overview(
    speakers: Iterable[Speaker], interviews: Iterable[Interview], groups: Mapping[str, str] | None = None
) -> Overview:
    """The overview of ``interviews``; ``groups``: id -> label, in the study's order."""
    interviews = sorted(interviews, key=lambda interview: (interview.name, interview.id))
    at: dict[str, list[Speaker]] = defaultdict(list)
    for speaker in speakers:
        at[speaker.transcript].append(speaker)
    labels = dict(groups or {})
    for interview in interviews:
        for speaker in at[interview.id]:
            labels.setdefault(speaker.group, speaker.group)
    labels[""] = labels.pop("", "")  # last, whatever was first
    parts = (_part(group, label, interviews, at) for group, label in labels.items())
    return Overview(
        parts=tuple(part for part in parts if part.whole.id or part.whole.interviews),
        total=_share("", "", interviews, [speaker for interview in interviews for speaker in at[interview.id]]),
        transcripts=tuple(_held(interview, at[interview.id]) for interview in interviews),
    )


def _part(group: str, label: str, interviews: Sequence[Interview], at: Mapping[str, list[Speaker]]) -> Part:
    mine = {interview.id: [s for s in at[interview.id] if s.group == group] for interview in interviews}
    theirs = [i for i in interviews if mine[i.id] or (not group and not at[i.id])]
    by_site: dict[str, list[Interview]] = defaultdict(list)
    for interview in theirs:
        by_site[interview.site].append(interview)

    def share(id_: str, name: str, of: Sequence[Interview]) -> Share:
        return _share(id_, name, of, [speaker for interview in of for speaker in mine[interview.id]])

    return Part(share(group, label, theirs), tuple(share(site, site, by_site[site]) for site in sorted(by_site)))


def _share(id_: str, label: str, interviews: Sequence[Interview], speakers: Iterable[Speaker]) -> Share:
    kinds = [sum(interview.kind == kind for interview in interviews) for kind in KINDS]
    sites = len({interview.site for interview in interviews} - {""})
    persons = len({speaker.person or (speaker.id,) for speaker in speakers})
    group, single, document = kinds
    other = len(interviews) - sum(kinds)
    return Share(id_, label, sites, len(interviews), group, single, document, other, persons)


def _held(interview: Interview, speakers: Iterable[Speaker]) -> Held:
    persons: dict[str, set[object]] = defaultdict(set)
    for speaker in speakers:
        persons[speaker.group].add(speaker.person or (speaker.id,))
    numbers = {group: len(who) for group, who in persons.items()}
    return Held(interview.name, interview.site, interview.date, interview.kind, interview.mode, interview.done, numbers)
