"""Plain text (.txt): three hyphens may be front matter, or just a line that somebody drew above the interview."""

import re

from workbench.transcripts.decode import decode
from workbench.transcripts.readers.parts import Parts, fenced, part

_KEY = re.compile(
    r"---[^\S\n]*\n(?:[^\S\n]*(?:#[^\n]*)?\n)*(?:id|site|date|kind|mode|interviewer|informants)[^\S\n]*:", re.IGNORECASE
)


def read(data: bytes, *, encoding: str = "", repair: bool = False) -> Parts:
    """Front matter and body; the hyphens open front matter when one of its keys comes first below them.

    InputError: no text, or front matter that is never closed.
    """
    decoded = decode(data, encoding=encoding, repair=repair)
    text = decoded.text
    parts = part(text) if fenced(text) and _KEY.match(text) else Parts(None, 0, text)
    return parts._replace(warnings=decoded.warnings, encoding=decoded.encoding)
