"""Markdown (.md): a first line of three hyphens always opens front matter."""

from workbench.transcripts.decode import decode
from workbench.transcripts.readers.parts import Parts, fenced, part


def read(data: bytes, *, encoding: str = "", repair: bool = False) -> Parts:
    """Front matter and body. InputError: no text, or front matter that is never closed."""
    decoded = decode(data, encoding=encoding, repair=repair)
    parts = part(decoded.text) if fenced(decoded.text) else Parts(None, 0, decoded.text)
    return parts._replace(warnings=decoded.warnings, encoding=decoded.encoding)
