"""Plain text (.txt): three hyphens may be front matter, or just a line that somebody drew above the interview."""

import re

from workbench.transcripts.readers.parts import Parts, fenced, part

_KEY = re.compile(
    r"---[^\S\n]*\n(?:[^\S\n]*(?:#[^\n]*)?\n)*(?:id|site|date|kind|mode|interviewer|informants)[^\S\n]*:", re.IGNORECASE
)


def read(text: str) -> Parts:
    """Front matter and body; the hyphens open front matter when one of its keys comes first below them.

    InputError: front matter that is never closed.
    """
    return part(text) if fenced(text) and _KEY.match(text) else Parts(None, 0, text)
