"""Cues: short stretches of speech with their times, made into turns that can be read.

A turn goes on until somebody else speaks. Where one speaker alone goes on after a pause of ``PAUSE`` or more, and had
ended a sentence before it, a new turn begins. Where nobody is named at all, nothing tells speakers apart: there a turn
is a paragraph, which ends with the first sentence that makes it ``LONG`` characters, or with the first cue that makes
it twice as long where nobody has set full stops.
"""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from workbench import sanitise
from workbench.errors import InputError
from workbench.transcripts import languages
from workbench.transcripts.readers.parts import Parts, Stamp
from workbench.transcripts.turns import LONGEST_KNOWN, is_label

PAUSE = 5_000
"""Milliseconds of silence after which somebody who goes on begins a new turn."""
MAX_CUES = 6_000_000
"""Characters of a subtitle file: numbers, times and tags are most of it, and the cue is repeated where it rolls."""
LONG = 500
"""Characters after which a paragraph of nobody in particular ends with its sentence."""
NOBODY = "?"
"""The label of what nobody known says, in a file that names its speakers elsewhere."""

_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_SENTENCE_END = re.compile(r"[.!?…][\"”“»«’')\]]*\Z")
_PREFIX = re.compile(rf"[^\S\n]*(?:[-–][^\S\n]*)?(?P<label>[^\s:][^:\n]{{0,{LONGEST_KNOWN}}}?)[^\S\n]*:(?=\s|\Z)")
_LETTER = re.compile(r"[^\W\d_]|\?")
_HINT = "Nothing was imported from it."


class Cue(NamedTuple):
    """What somebody (``label``, "" nobody knows who) says from ``start`` to ``end`` (milliseconds, None unknown)."""

    start: int | None
    end: int | None
    label: str
    text: str


def parts(cues: Iterable[Cue], warnings: Sequence[str] = (), encoding: str = "") -> Parts:
    """The text of ``cues``, one line a turn and an empty line between turns, with the times of the turns beside it.

    InputError: nothing is said in any of them.
    """
    merged = list(_merged(_in_order([cue._replace(text=one_line(cue.text)) for cue in cues])))
    if not merged:
        raise InputError("nothing is said in it", _HINT)
    named = any(cue.label for cue in merged)
    lines: list[str] = []
    stamps = []
    at = 0
    for cue in merged:
        line = f"{cue.label or NOBODY}: {cue.text}" if named else cue.text
        if cue.start is not None:
            stamps.append(Stamp(at, cue.start, cue.end))
        lines.append(line)
        at += len(line) + 2
    labels = tuple(dict.fromkeys(cue.label or NOBODY for cue in merged)) if named else ()
    return Parts(None, 0, "\n\n".join(lines) + "\n", tuple(stamps), labels, warnings=tuple(warnings), encoding=encoding)


def _in_order(cues: Sequence[Cue]) -> list[Cue]:
    """Those in which something is said, as they begin; two that begin together stay as the file has them."""
    said = [cue for cue in cues if cue.text]
    last = 0
    begins = []
    for cue in said:  # one without a time belongs where it stands
        last = last if cue.start is None else cue.start
        begins.append(last)
    return [said[i] for i in sorted(range(len(said)), key=begins.__getitem__)]


def _merged(cues: Sequence[Cue]) -> Iterator[Cue]:
    named = any(cue.label for cue in cues)
    texts: list[str] = []
    length = 0
    first: Cue | None = None
    end: int | None = None
    for cue in cues:
        if first and (cue.label != first.label or _rests(texts[-1], length, end, cue, named)):
            yield first._replace(text=" ".join(texts), end=end)
            first = None
        if first is None:
            first, end, texts, length = cue, cue.end, [], 0
        texts.append(cue.text)
        length += len(cue.text) + 1
        first = first._replace(start=cue.start if first.start is None else first.start)
        end = max((t for t in (end, cue.end) if t is not None), default=None)
    if first:
        yield first._replace(text=" ".join(texts), end=end)


def _rests(before: str, length: int, end: int | None, cue: Cue, named: bool) -> bool:
    """Whether a new turn of the same speaker begins with ``cue``."""
    sentence = _SENTENCE_END.search(before) is not None
    if not named and length > (LONG if sentence else 2 * LONG):
        return True
    return sentence and end is not None and cue.start is not None and cue.start - end >= PAUSE


def one_line(text: str) -> str:
    """``text`` as one line, its words and the spaces between them as they are."""
    return " ".join(part for line in text.splitlines() if (part := line.strip()))


def unescaped(text: str) -> str:
    """``text`` with its entities (``&amp;``) as the characters they stand for."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def label(name: str) -> str:
    """A speaker's name as a label: one line, without the colon that ends one."""
    plain = "".join(" " if c == ":" or unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in name)
    return sanitise.name(plain.strip(" \t*_[]"))[:LONGEST_KNOWN].strip(" *_[]")


def with_prefixes(cues: Sequence[Cue]) -> list[Cue]:
    """``cues`` with the speakers that are typed before a colon in their text, as Zoom writes them ("Name: …").

    Names that come back and stand in nearly every cue are names, whatever they look like; elsewhere they must look like
    a label. A cue without one goes on as the one before it.
    """
    known = _prefixes(cues)
    if not known:
        return list(cues)
    found: list[Cue] = []
    speaker = ""
    for cue in cues:
        pieces: list[Cue] = []
        for line in cue.text.splitlines():
            prefix = _PREFIX.match(line)
            name = label(prefix["label"]) if prefix else ""
            if prefix and name in known:
                speaker = name
                pieces.append(cue._replace(label=speaker, text=line[prefix.end() :]))
            elif pieces:
                pieces[-1] = pieces[-1]._replace(text=f"{pieces[-1].text}\n{line}")
            else:
                pieces.append(cue._replace(label=speaker, text=line))
        found += pieces
    return found


def _prefixes(cues: Sequence[Cue]) -> set[str]:
    """The names before a colon that are speakers."""
    said = [one for cue in cues if (one := cue.text.strip())]
    found = [label(prefix["label"]) for text in said if (prefix := _PREFIX.match(text))]
    counted = Counter(name for name in found if _may_be_one(name))
    number = sum(counted.values())
    if number * 10 >= len(said) * 8 and len(counted) * 2 <= number:
        everywhere = number == len(said)
        return {name for name, times in counted.items() if everywhere or times > 1 or is_label(name)}
    common = number * 5 >= len(said)
    return {name for name, times in counted.items() if is_label(name) and (common or times > 1)}


def _may_be_one(name: str) -> bool:
    return _LETTER.search(name) is not None and name.casefold() not in languages.speech().not_labels
