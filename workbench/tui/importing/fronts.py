"""What a file is: what it says of itself, else what is likely, and what somebody says of it before it is taken in.

Pure: every change gives a new ``Front``.
"""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from workbench.transcripts.front import Front, FrontInformant

if TYPE_CHECKING:
    from workbench.transcripts.preview import Preview, Speaker

INFORMANT, INTERVIEWER, NOBODY = "informant", "interviewer", "unattributed"
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")


def likely(shown: "Preview", name: str) -> Front:
    """The front of a file; where it has none, who asks is told by the label, and the kind by how many answer.

    ``name`` is the file's: a date in it is the interview's.
    """
    front = shown.front
    if shown.has_front:
        return front
    asking = tuple(s.label for s in shown.speakers if s.kind == INTERVIEWER)
    front = front._replace(
        interviewer=asking, informants=tuple(i for i in front.informants if i.label not in asking), line=0
    )
    if not front.date and (found := _DATE.search(name)):
        front = front._replace(date="-".join(found.groups()))
    return front if front.kind else front._replace(kind=likely_kind(front, shown.speakers))


def kept(said: Front, likely: Front) -> Front:
    """What was said of a file that has been read anew: other letters can make other labels, which nobody spoke of."""
    labels = [{*front.interviewer, *(one.label for one in front.informants)} for front in (said, likely)]
    if labels[0] == labels[1]:
        return said
    return said._replace(interviewer=likely.interviewer, informants=likely.informants)


def likely_kind(front: Front, speakers: Sequence["Speaker"]) -> str:
    """``group`` where several answer, ``single`` where one does, ``document`` where nobody speaks."""
    count = len(front.informants)
    if count > 1:
        return "group"
    return "single" if count or any(s.label for s in speakers) else "document"


def role(front: Front, speaker: "Speaker") -> str:
    """What a speaker is taken for."""
    if speaker.label in front.interviewer:
        return INTERVIEWER
    return INFORMANT if informant(front, speaker.label) else NOBODY


def informant(front: Front, label: str) -> FrontInformant | None:
    """Who speaks under ``label``, where that is an informant."""
    return next((one for one in front.informants if one.label == label), None)


def with_role(front: Front, label: str, wanted: str) -> Front:
    """``label`` taken for an informant, the interviewer, or nobody known."""
    known = informant(front, label)
    asking = tuple(one for one in front.interviewer if one != label)
    others = tuple(one for one in front.informants if one.label != label)
    if wanted == INTERVIEWER:
        return front._replace(interviewer=(*asking, label), informants=others)
    if wanted == INFORMANT:
        kept = front.informants if known else (*others, FrontInformant(label, "", "", {}, 0))
        return front._replace(interviewer=asking, informants=kept)
    return front._replace(interviewer=asking, informants=others)


def with_plain(front: Front, key: str, value: str) -> Front:
    """``id``, ``site``, ``date`` or ``mode`` said anew."""
    changes: Any = {key: value}
    return front._replace(**changes)


def with_person(front: Front, label: str, person: str) -> Front:
    """The person who speaks under ``label``; '' for one of this file's own."""
    return _changed(front, label, lambda one: one._replace(person=person))


def with_group(front: Front, label: str, group: str) -> Front:
    """The group of whoever speaks under ``label``; under '' that of every informant."""
    return _changed(front, label, lambda one: one._replace(group=group))


def like(front: Front, other: Front) -> Front:
    """``front`` with the site, mode and kind of ``other``, and for each label its role and group there."""
    labels = [*front.interviewer, *(one.label for one in front.informants)]
    for label in labels:
        if label in other.interviewer:
            front = with_role(front, label, INTERVIEWER)
        elif (theirs := informant(other, label)) is not None:
            front = with_group(with_role(front, label, INFORMANT), label, theirs.group)
    return front._replace(site=other.site, mode=other.mode, kind=other.kind)


def with_people(front: Front) -> Front:
    """Every informant without a person is the one called as the label says."""
    for one in front.informants:
        if not one.person:
            front = with_person(front, one.label, one.label)
    return front


def without_people(front: Front) -> Front:
    """The reverse of ``with_people``."""
    for one in front.informants:
        if one.person == one.label:
            front = with_person(front, one.label, "")
    return front


def _changed(front: Front, label: str, change: Callable[[FrontInformant], FrontInformant]) -> Front:
    informants = tuple(change(one) if label in ("", one.label) else one for one in front.informants)
    return front._replace(informants=informants)
