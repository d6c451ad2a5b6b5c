"""JSON of Whisper and its kin: segments with times, and with speakers where somebody told them apart.

Read are the shapes of Whisper, faster-whisper, WhisperX, OpenAI's verbose and diarised answers (``segments``, or a bare
list of them), whisper.cpp (``transcription``), the pipelines of transformers (``chunks``, ``speakers``) and AssemblyAI
(``utterances``, which count milliseconds).
"""

import json
import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from workbench.errors import InputError
from workbench.transcripts.decode import MAX_MARKED, decode
from workbench.transcripts.readers.cues import Cue, label, parts
from workbench.transcripts.readers.parts import Parts
from workbench.transcripts.stamps import clock

_LISTS = ("segments", "transcription", "speakers", "chunks", "utterances")
_HINT = (
    "A transcript in JSON is what Whisper, WhisperX or faster-whisper write: `segments`, each with `text` and times."
)


def read(data: bytes, *, encoding: str = "", repair: bool = False) -> Parts:
    """The turns of a transcript in JSON. InputError: it is no JSON, with the line, or no transcript."""
    decoded = decode(data, encoding=encoding, repair=repair, longest=MAX_MARKED)
    try:
        given = json.loads(decoded.text.removeprefix("\ufeff"))
    except json.JSONDecodeError as broken:
        raise InputError("this is no JSON", _HINT, line=broken.lineno) from None
    except (RecursionError, ValueError):  # brackets without end, or a number of thousands of digits
        raise InputError("this JSON cannot be read", _HINT) from None
    segments = _segments(given)
    if segments is None:
        whole = given.get("text") if isinstance(given, dict) else None
        if not isinstance(whole, str) or not whole.strip():
            raise InputError("this JSON is no transcript", _HINT)
        return parts([Cue(None, None, "", whole)], (*decoded.warnings, "it says nothing of times"), decoded.encoding)
    unit = 1 if _in_milliseconds(given, segments) else 1_000
    cues = [_cue(one, unit) for one in segments]
    return parts(cues, decoded.warnings, decoded.encoding)


def _segments(given: Any) -> Sequence[dict[str, Any]] | None:
    """The list of what is said; None where there is none."""
    lists = (
        [given] if isinstance(given, list) else [given.get(key) for key in _LISTS] if isinstance(given, dict) else []
    )
    for one in lists:
        if isinstance(one, list) and one and all(isinstance(item, dict) for item in one):
            said = [item for item in one if _text(item) is not None]
            if len(said) * 2 > len(one):
                return said
    return None


def _in_milliseconds(given: Any, segments: Sequence[dict[str, Any]]) -> bool:
    """Whether times are whole numbers in the shape of AssemblyAI, the one that gives its utterances so."""
    utterances = isinstance(given, dict) and isinstance(given.get("utterances"), list) and "segments" not in given
    return utterances and all(type(one.get(key)) is int for one in segments for key in ("start", "end"))


def _cue(segment: dict[str, Any], unit: int) -> Cue:
    start, end = _times(segment, unit)
    if start is not None and end is not None and end < start:
        end = None
    return Cue(start, end, label(_speaker(segment)), _text(segment) or "")


def _text(segment: dict[str, Any]) -> str | None:
    """What is said in a segment; None where it is none."""
    text = segment.get("text")
    if isinstance(text, str):
        return text
    words = segment.get("words")
    if not isinstance(words, list):
        return None
    spelled = [w.get("word", w.get("text")) for w in words if isinstance(w, dict)]
    found = [word for word in spelled if isinstance(word, str)]
    joint = "" if any(word[:1].isspace() for word in found) else " "
    return joint.join(found) if found else None


def _speaker(segment: dict[str, Any]) -> str:
    """Who speaks: the segment's own speaker, else the one of most of its words."""
    own = segment.get("speaker")
    words = segment.get("words")
    if own is None and isinstance(words, list):
        spoken = Counter(name for w in words if isinstance(w, dict) and (name := _name(w.get("speaker"))))
        return spoken.most_common(1)[0][0] if spoken else ""
    return _name(own)


def _name(given: Any) -> str:
    if isinstance(given, dict):
        given = given.get("name", given.get("label"))
    if isinstance(given, bool):
        return ""
    return f"Speaker {given}" if isinstance(given, int) else given if isinstance(given, str) else ""


def _times(segment: dict[str, Any], unit: int) -> tuple[int | None, int | None]:
    """From when to when, in milliseconds; ``unit``: how many of them one of the file's numbers is."""
    if isinstance(pair := segment.get("timestamp"), list) and len(pair) == 2:
        return _seconds(pair[0]), _seconds(pair[1])
    if isinstance(offsets := segment.get("offsets"), dict):  # whisper.cpp counts milliseconds
        return _seconds(offsets.get("from"), 1), _seconds(offsets.get("to"), 1)
    return _seconds(segment.get("start"), unit), _seconds(segment.get("end"), unit)


def _seconds(given: Any, unit: int = 1_000) -> int | None:
    if isinstance(given, str):
        return clock(given)
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given) or given < 0:
        return None
    return round(given * unit) if given < 10**9 else None
