"""One file, read: what it says about itself, and the text every offset of the study will count in."""

import hashlib
from collections.abc import Collection, Sequence
from typing import NamedTuple

from workbench import sanitise
from workbench.errors import InputError
from workbench.transcripts import front as front_matter
from workbench.transcripts import languages
from workbench.transcripts.decode import decode
from workbench.transcripts.front import Front, FrontInformant
from workbench.transcripts.readers import reader_for, refuse_foreign, stem
from workbench.transcripts.turns import Turn, is_unattributed, turns


class Source(NamedTuple):
    """A transcript as read: ``text`` is the body after the front matter, its offsets count code points.

    ``encoding`` is the character set the file was in, ``sha256`` the hexadecimal hash of the text's UTF-8 bytes.
    """

    front: Front
    text: str
    encoding: str
    warnings: tuple[str, ...]
    sha256: str


def read(data: bytes, filename: str, *, groups: Collection[str] | None = None) -> Source:
    """The transcript in the bytes of the file ``filename`` (a name; it is not opened).

    ``groups``: the groups of the study, to refuse others; None takes any. Raises InputError, with the file and where
    possible the line, for everything that is no transcript.
    """
    try:
        return _read(data, filename, groups)
    except InputError as refused:
        raise refused.at(filename) from None


def _read(data: bytes, filename: str, groups: Collection[str] | None) -> Source:
    reader = reader_for(filename)
    refuse_foreign(data)
    decoded = decode(data)
    parts = reader(decoded.text)
    odd: tuple[str, ...] = ()
    if parts.front is None:
        front = _nameless(filename)
    else:
        front, odd = front_matter.parse(parts.front, parts.line, groups)
    if not parts.body.strip():
        raise InputError(
            "the file is empty" if parts.front is None else "there is no text after the front matter",
            "Nothing was imported from it.",
        )
    front, heard = _with_speakers(front, turns(parts.body), listed=parts.front is not None)
    digest = hashlib.sha256(parts.body.encode()).hexdigest()
    return Source(front, parts.body, decoded.encoding, (*decoded.warnings, *odd, *heard), digest)


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
