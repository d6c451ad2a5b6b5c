"""Preview: what a file would become, shown before it is imported, and carried between processes as JSON."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from workbench.transcripts import languages
from workbench.transcripts.decode import MAX_MARKED, candidates, decode, mojibake
from workbench.transcripts.front import Front, FrontInformant
from workbench.transcripts.source import read as read_source
from workbench.transcripts.turns import is_unattributed
from workbench.transcripts.units import word_count

_LINES = 4
_WIDTH = 300  # characters of a line that are shown
_HEAD = 12  # lines


class Speaker(NamedTuple):
    """Who speaks under ``label``, how often and how much; ``kind``: informant, interviewer or unattributed."""

    label: str
    turns: int
    words: int
    kind: str


class Preview(NamedTuple):
    """What a file would become.

    ``format`` is a name of ``readers.FORMATS``. ``encodings`` are the character sets it may be in, the best first, each
    with lines as they read in it (empty where the format has its own). ``mojibake`` counts the places where letters
    were read wrongly before. ``has_front``: the file says about itself what ``front`` says. ``head`` is how the text
    begins, not sanitised; ``duration`` is in milliseconds, None where the file has no times.
    """

    file: str
    format: str
    encoding: str
    encodings: tuple[tuple[str, str], ...]
    mojibake: int
    front: Front
    has_front: bool
    turns: int
    speakers: tuple[Speaker, ...]
    head: str
    duration: int | None
    warnings: tuple[str, ...]


def preview(
    data: bytes,
    filename: str,
    groups: Collection[str] | None = None,
    *,
    encoding: str = "",
    repair: bool = False,
) -> Preview:
    """What the file would be imported as. Raises InputError as ``read`` does."""
    source = read_source(data, filename, groups=groups, encoding=encoding, repair=repair)
    asking = {label.casefold() for label in source.front.interviewer} or languages.speech().interviewer
    by_label: dict[str, list[Any]] = {}
    for turn in source.turns:
        by_label.setdefault(turn.label, []).append(turn)
    speakers = [
        Speaker(label, len(found), word_count(source.text, found), _kind(label, asking))
        for label, found in by_label.items()
    ]
    times = [time for time in source.times if time]
    return Preview(
        filename,
        source.format,
        source.encoding,
        _encodings(data, encoding) if source.encoding else (),
        mojibake(source.text),
        source.front,
        source.front.line > 0,
        len(source.turns),
        tuple(speakers),
        "\n".join(line[:_WIDTH] for line in source.text.split("\n", _HEAD)[:_HEAD]),
        max((time.end or time.start for time in times), default=None),
        source.warnings,
    )


def _kind(label: str, asking: Collection[str]) -> str:
    if is_unattributed(label):
        return "unattributed"
    return "interviewer" if label.casefold() in asking else "informant"


def _encodings(data: bytes, chosen: str) -> tuple[tuple[str, str], ...]:
    names = candidates(data)
    if chosen and (own := decode(data, encoding=chosen, longest=MAX_MARKED).encoding) not in names:
        names.append(own)
    return tuple((name, _telling(decode(data, encoding=name, longest=MAX_MARKED).text)) for name in names)


def _telling(text: str) -> str:
    """The first lines in which a character set shows: those with letters beyond English ones."""
    lines = [line for line in text.split("\n") if not line.isascii()] or text.split("\n", _LINES)
    return "\n".join(line[:_WIDTH] for line in lines[:_LINES])


def told(shown: Preview) -> dict[str, Any]:
    """A preview as what JSON can hold; ``read`` makes it one again."""
    front = shown.front._asdict() | {
        "more": dict(shown.front.more),
        "informants": [one._asdict() | {"attributes": dict(one.attributes)} for one in shown.front.informants],
    }
    return shown._asdict() | {"front": front, "speakers": [one._asdict() for one in shown.speakers]}


def read(given: Mapping[str, Any]) -> Preview:
    """The preview that ``told`` wrote down, also after it has been JSON."""
    return Preview(
        **{
            **given,
            "encodings": tuple((name, lines) for name, lines in given["encodings"]),
            "front": front_read(given["front"]),
            "speakers": tuple(Speaker(**one) for one in given["speakers"]),
            "warnings": tuple(given["warnings"]),
        }
    )


def front_read(given: Mapping[str, Any]) -> Front:
    """A front matter from its JSON."""
    informants = tuple(FrontInformant(**one) for one in given["informants"])
    return Front(**{**given, "interviewer": tuple(given["interviewer"]), "informants": informants})
