"""Exports: every table of a study as one neutral document, which each format writes in its own way.

A new format is one file with ``write(Document) -> str | bytes`` and one line in ``FORMATS``.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from workbench.errors import NotFoundError
from workbench.exports import as_csv, as_json, markdown
from workbench.exports.agreement_data import Origin
from workbench.exports.agreement_parts import by_part, comparison, instead, plain_tables
from workbench.exports.document import Document, Excerpt, Provenance
from workbench.exports.of_agreement import agreement
from workbench.exports.of_matrix import matrix
from workbench.exports.of_overview import overview

__all__ = [
    "FORMATS",
    "Document",
    "Excerpt",
    "Format",
    "Origin",
    "Provenance",
    "agreement",
    "by_part",
    "comparison",
    "instead",
    "matrix",
    "overview",
    "plain_tables",
    "render",
]


class Format(NamedTuple):
    """How a document becomes a file: the file's suffix, and what writes it."""

    suffix: str
    write: Callable[[Document], str | bytes]


FORMATS: Mapping[str, Format] = {
    "md": Format(".md", markdown.write),
    "json": Format(".json", as_json.write),
    "csv": Format(".csv", as_csv.write),
}


def render(document: Document, name: str) -> str | bytes:
    """``document`` in the format called ``name``; NotFoundError names the formats there are."""
    if name not in FORMATS:
        raise NotFoundError(f"there is no format “{name}”", f"choose one of {', '.join(FORMATS)}")
    return FORMATS[name].write(document)
