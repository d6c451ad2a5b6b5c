"""Markdown (.md): a first line of three hyphens always opens front matter."""

from workbench.transcripts.readers.parts import Parts, fenced, part


def read(text: str) -> Parts:
    """Front matter and body. InputError: front matter that is never closed."""
    return part(text) if fenced(text) else Parts(None, 0, text)
