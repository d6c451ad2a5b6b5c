"""SubRip (.srt): numbered cues. A speaker is a name before a colon, if anybody wrote one. Read by ``srt``."""

import re
from datetime import timedelta

from workbench.errors import InputError
from workbench.transcripts.decode import decode
from workbench.transcripts.readers.cues import MAX_CUES, Cue, parts, unescaped, with_prefixes
from workbench.transcripts.readers.parts import Parts

_HINT = "A SubRip file is cues: a number, a line of times (00:00:01,000 --> 00:00:04,000), what is said, an empty line."
_NO_CUE = "this is no cue of a SubRip file"
_TAG = re.compile(r"</?(?:i|b|u|s|font)(?:\s[^<>\n]{0,200})?>|\{\\[^{}\n]{0,100}\}", re.IGNORECASE)
_TIMES = re.compile(r"^[^\S\n]*\d[\d:.,]* *-[ -] *> *\d", re.MULTILINE)
_DIGITS = re.compile(r"[\d,.:，．。：-]{100}")  # the library takes ever longer for ever longer runs of these


def read(data: bytes, *, encoding: str = "", repair: bool = False) -> Parts:
    """The turns of a SubRip file. InputError, with the line: it is none, or something in it is no cue."""
    from srt import SRTParseError, parse

    decoded = decode(data, encoding=encoding, repair=repair, longest=MAX_CUES)
    text = decoded.text.removeprefix("\ufeff")
    if not _TIMES.search(text):
        raise InputError("there are no times in it as in a SubRip file", _HINT, line=1)
    if endless := _DIGITS.search(text):
        raise InputError(_NO_CUE, _HINT, line=text.count("\n", 0, endless.start()) + 1)
    cues = []
    try:
        for subtitle in parse(text):
            start, end = subtitle.start, subtitle.end
            shown = unescaped(_TAG.sub("", subtitle.content))
            cues.append(Cue(_milliseconds(start), _milliseconds(end) if end >= start else None, "", shown))
    except SRTParseError as broken:
        at = max(broken.expected_start, 0)
        line = text[:at].count("\n") + 1
        raise InputError(_NO_CUE, _HINT, line=line) from None
    except (OverflowError, ValueError):
        raise InputError("a time in it is too large", _HINT) from None
    return parts(with_prefixes(cues), decoded.warnings, decoded.encoding)


def _milliseconds(time: timedelta) -> int:
    return time // timedelta(milliseconds=1)
