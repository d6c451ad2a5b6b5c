"""One file, read: what it says about itself, and the text every offset of the study will count in."""

import hashlib
from collections.abc import Collection, Sequence
from typing import NamedTuple

from workbench import sanitise
from workbench.errors import InputError
from workbench.transcripts import front as front_matter
from workbench.transcripts import languages, times
from workbench.transcripts.decode import refuse_length, refuse_rubbish, refuse_size
from workbench.transcripts.front import Front, FrontInformant
from workbench.transcripts.readers import TIMED, Format, Parts, reader, stem, told
from workbench.transcripts.times import Time
from workbench.transcripts.turns import Turn, is_unattributed, paragraphs, turns


class Source(NamedTuple):
    """A transcript as read: ``text`` is the body after the front matter, its offsets count code points.

    ``encoding`` is the character set the file was in ("" where its format has its own), ``sha256`` the hexadecimal hash
    of the text's UTF-8 bytes, ``format`` the name of its format. ``times`` has one entry a turn, or none at all.
    ``hidden`` is text of the file that is not stored but may name somebody.
    """

    front: Front
    text: str
    encoding: str
    warnings: tuple[str, ...]
    sha256: str
    format: str = "plain"
    turns: tuple[Turn, ...] = ()
    times: tuple[Time | None, ...] = ()
    hidden: tuple[str, ...] = ()


def read(
    data: bytes,
    filename: str,
    *,
    groups: Collection[str] | None = None,
    encoding: str = "",
    repair: bool = False,
    front: Front | None = None,
) -> Source:
    """The transcript in the bytes of the file ``filename`` (a name; it is not opened).

    ``groups``: the groups of the study, to refuse others; None takes any. ``encoding``: the character set somebody
    chose; ``repair`` mends letters that were read in a wrong one before; ``front`` is what a person says about the
    interview, in place of what the file says. Raises InputError, with the file and where possible the line, for
    everything that is no transcript.
    """
    try:
        refuse_size(data)
        if not data.strip():
            raise InputError("the file is empty", "Nothing was imported from it.")
        kind = told(data, filename)
        parts = reader(kind)(data, encoding=encoding, repair=repair)
        return _source(parts, kind, filename, groups, front)
    except InputError as refused:
        raise refused.at(filename) from None


def _source(parts: Parts, kind: Format, filename: str, groups: Collection[str] | None, given: Front | None) -> Source:
    odd: tuple[str, ...] = ()
    if given is not None:
        front_matter.refuse_id(given.id)
        front = given._replace(informants=tuple(i for i in given.informants if i.label not in given.interviewer))
    elif parts.front is None:
        front = _nameless(filename)
    else:
        front, odd = front_matter.parse(parts.front, parts.line, groups)
    if not parts.body.strip():
        raise InputError(
            "the file is empty" if parts.front is None else "there is no text after the front matter",
            "Nothing was imported from it.",
        )
    refuse_length(len(parts.body))
    refuse_rubbish(parts.body)
    found = paragraphs(parts.body) if kind.name in TIMED and not parts.labels else turns(parts.body, parts.labels)
    when = times.of_stamps(found, parts.stamps) if parts.stamps else times.of_text(parts.body, found)
    front, heard = _with_speakers(front, found, listed=parts.front is not None)
    return Source(
        front,
        parts.body,
        parts.encoding,
        (*parts.warnings, *odd, *heard),
        hashlib.sha256(parts.body.encode()).hexdigest(),
        kind.name,
        found,
        when,
        parts.hidden,
    )


def _nameless(filename: str) -> Front:
    name = sanitise.name(stem(filename))
    front_matter.refuse_id(name)
    return Front(name, "", "", "", "", (), (), {}, 0)


def _with_speakers(front: Front, found: Sequence[Turn], *, listed: bool) -> tuple[Front, list[str]]:
    """``front`` with the speakers only the text knows: nobody who speaks is left without a name."""
    heard = list(dict.fromkeys(turn.label for turn in found if not is_unattributed(turn.label)))
    warnings = []
    named = {one.label for one in front.informants}
    unlisted = [label for label in heard if label not in named and label not in front.interviewer]
    asking = [label for label in unlisted if label.casefold() in languages.speech().interviewer]
    if asking and named and not front.interviewer:
        front = front._replace(interviewer=tuple(asking))
        unlisted = [label for label in unlisted if label not in asking]
        warnings.append(f"{_labels(asking)} taken as the interviewer: the front matter does not say who asks")
    elif asking and not front.interviewer:
        warnings.append(
            f"{_labels(asking)} counts as an informant; front matter with `interviewer: [{asking[0]}]` changes that"
        )
    if unlisted and named:
        warnings.append(f"{_labels(unlisted)} spoken under in the text, but missing from the front matter")
    if silent := [one.label for one in front.informants if one.label not in heard]:
        warnings.append(f"{_labels(silent)} named in the front matter, but never speaking in the text")
    if not heard and front.kind != "document" and not silent:
        warnings.append("no speakers found: a turn begins with a label and a colon, as in “R1: …”")
    added = tuple(FrontInformant(label, "", "", {}, 0) for label in unlisted)
    return front._replace(informants=front.informants + added), warnings


def _labels(labels: Sequence[str]) -> str:
    shown = ", ".join(f"“{sanitise.line(label, 40)}”" for label in labels[:5])
    return shown + (f" and {len(labels) - 5} more" if len(labels) > 5 else "")
