"""WebVTT (.vtt): what Zoom, Teams, YouTube and Whisper write. A speaker is a voice tag, or a name before a colon.

Structure is read by webvtt-py. Text that a blank line has cut off from its cue is put back to it, and a time that
cannot be read is an error: nothing that was said is dropped in silence.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from workbench.errors import InputError
from workbench.transcripts.decode import decode
from workbench.transcripts.readers.cues import MAX_CUES, Cue, label, one_line, parts, unescaped, with_prefixes
from workbench.transcripts.readers.parts import Parts

_HINT = (
    "A WebVTT file begins with a line WEBVTT; then come cues, each with a line of times: 00:00:01.000 --> 00:00:04.000"
)
_TIMES = re.compile(r"(\d),(\d{1,3})(?=\s*-->|\s|\Z)")
_TIME_LINE = re.compile(
    r"\s*(?:\d{1,9}:)?\d{1,2}:\d{1,2}\.\d{1,3}\s*-->\s*(?:\d{1,9}:)?\d{1,2}:\d{1,2}\.\d{1,3}(?:\s|\Z)"
)
_LIKE_TIMES = re.compile(r"\s*(?:\d{1,9}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?\s*[-–—]*>")
_SETTING = re.compile(r"\s*(?:confidence|duration|language|recognizability|kind)\s*:", re.IGNORECASE)
_NO_CUE = ("NOTE", "STYLE", "REGION")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,200})?(?:[ \t]+(?P<name>[^<>]{0,400}))?>|(?P<end></v>)", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:c|i|b|u|s|v|ruby|rt|lang|font)(?:[.\s][^<>\n]{0,200})?>|<(?:\d+:)?\d\d:\d\d\.\d{3}>", re.IGNORECASE
)
_ROLLED = re.compile(r"<(?:\d+:)?\d\d:\d\d\.\d{3}><c")


def read(data: bytes, *, encoding: str = "", repair: bool = False) -> Parts:
    """The turns of a WebVTT file. InputError, with the line: it is none, or a time in it cannot be read."""
    decoded = decode(data, encoding=encoding, repair=repair, longest=MAX_CUES)
    text = decoded.text.removeprefix("\ufeff")
    if not re.match(r"WEBVTT(?:[ \t\n]|\Z)", text):
        raise InputError("it does not begin as a WebVTT file does", _HINT, line=1)
    lines = [_TIMES.sub(r"\1.\2", line) if "-->" in line else line for line in text.split("\n")]
    times = [i for i, line in enumerate(lines, 1) if "-->" in line]
    if not times and any(map(_LIKE_TIMES.match, lines)):
        raise InputError("there are no times in it as in a WebVTT file", _HINT)
    if wrong := next((i for i in times if not _TIME_LINE.match(lines[i - 1])), 0):
        raise InputError("a time cannot be read", _HINT, line=wrong)
    cues, hidden = _cues(_mended(lines))
    if len(cues) != len(times):
        raise InputError("not every time in it belongs to a cue", _HINT)
    if _VOICE.search(text):
        found = [voice for cue in cues for voice in _voices(cue)]
    else:
        rolled = _unrolled(cues) if _ROLLED.search(text) else cues
        found = with_prefixes([cue._replace(text=_shown(cue.text)) for cue in rolled])
    return parts(found, decoded.warnings, decoded.encoding)._replace(hidden=hidden)


def _cues(lines: Sequence[str]) -> tuple[list[Cue], tuple[str, ...]]:
    """The cues with their text as it stands in the file, and what stands beside them: the header and comments."""
    from webvtt import WebVTT
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    try:
        read = WebVTT.from_string("\n".join(lines))
        cues = [_cue(one) for one in read.captions]
    except (MalformedFileError, MalformedCaptionError, ValueError):
        raise InputError("it cannot be read as a WebVTT file", _HINT) from None
    beside = [read.header_text, *read.metadata, *read.header_comments, *read.footer_comments]
    beside += [comment for one in read.captions for comment in one.comments]
    return cues, tuple(dict.fromkeys(one for one in beside if one.strip() and not _SETTING.match(one)))


def _cue(caption: Any) -> Cue:
    start, end = _milliseconds(caption.start), _milliseconds(caption.end)
    return Cue(start, end if end >= start else None, "", caption.raw_text)


def _mended(lines: Sequence[str]) -> list[str]:
    """The lines without the blank ones that cut text off from its cue."""
    result: list[str] = []
    waiting = 0  # blank lines that may part two blocks, or stand inside of one
    seen = False
    for i, line in enumerate(lines):
        if not line.strip():
            waiting += 1
            continue
        if waiting:
            begins = line.startswith(_NO_CUE) or "-->" in line or (i + 1 < len(lines) and "-->" in lines[i + 1])
            if begins or not seen:
                result += [""] * waiting
            waiting = 0
        seen = seen or "-->" in line
        result.append(line)
    return result


def _milliseconds(stamp: str) -> int:
    clock, _, fraction = stamp.partition(".")
    seconds = 0
    for number in clock.split(":"):
        seconds = seconds * 60 + int(number)
    return seconds * 1_000 + int((fraction or "0").ljust(3, "0")[:3])


def _voices(cue: Cue) -> Iterator[Cue]:
    """A cue as the voices in it: every voice tag begins what somebody says, outside of them nobody known speaks."""
    at, speaker = 0, ""
    for tag in _VOICE.finditer(cue.text):
        yield cue._replace(label=speaker, text=_shown(cue.text[at : tag.start()]))
        at, speaker = tag.end(), "" if tag["end"] else label(unescaped(tag["name"] or ""))
    yield cue._replace(label=speaker, text=_shown(cue.text[at:]))


def _shown(text: str) -> str:
    """What is read on the screen: without tags, entities as characters."""
    return unescaped(_TAG.sub("", text))


def _unrolled(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Cues that roll, as YouTube's do, repeat the line above: every line is taken once."""
    last = ""
    for cue in cues:
        fresh = []
        for line in cue.text.split("\n"):
            shown = one_line(_shown(line))
            if shown and shown != last:
                fresh.append(line)
                last = shown
        yield cue._replace(text="\n".join(fresh))
