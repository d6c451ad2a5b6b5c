"""Exports: every table of a study as one neutral document, which each format writes in its own way.

A new format is one file with ``write(Document) -> str | bytes`` and one line in ``FORMATS``.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from workbench.errors import NotFoundError
from workbench.exports import as_csv, as_docx, as_html, as_json, as_xlsx, markdown
from workbench.exports.agreement_data import Origin
from workbench.exports.agreement_parts import by_part, comparison, instead, plain_tables
from workbench.exports.document import Document, Excerpt, Provenance
from workbench.exports.of_agreement import agreement
from workbench.exports.of_codebook_changes import KINDS as KINDS_OF_CHANGES
from workbench.exports.of_codebook_changes import CodebookChanges, CodeChange, codebook_changes
from workbench.exports.of_comparison import compared
from workbench.exports.of_cooccurrence import cooccurrence
from workbench.exports.of_crosstab import crosstab
from workbench.exports.of_framework import framework
from workbench.exports.of_matrix import matrix
from workbench.exports.of_memos import Linked, Noted, memos
from workbench.exports.of_overview import overview
from workbench.exports.of_saturation import saturation
from workbench.exports.of_survey import survey
from workbench.exports.passages import Cited, Shown
from workbench.exports.spoken import COUNTS

__all__ = [
    "COUNTS",
    "FORMATS",
    "KINDS_OF_CHANGES",
    "Cited",
    "CodeChange",
    "CodebookChanges",
    "Document",
    "Excerpt",
    "Format",
    "Linked",
    "Noted",
    "Origin",
    "Provenance",
    "Shown",
    "agreement",
    "by_part",
    "codebook_changes",
    "compared",
    "comparison",
    "cooccurrence",
    "crosstab",
    "framework",
    "instead",
    "matrix",
    "memos",
    "overview",
    "plain_tables",
    "render",
    "saturation",
    "survey",
]


class Format(NamedTuple):
    """How a document becomes a file: the file's suffix, and what writes it."""

    suffix: str
    write: Callable[[Document], str | bytes]


FORMATS: Mapping[str, Format] = {
    "md": Format(".md", markdown.write),
    "json": Format(".json", as_json.write),
    "csv": Format(".csv", as_csv.write),
    "html": Format(".html", as_html.write),
    "docx": Format(".docx", as_docx.write),
    "xlsx": Format(".xlsx", as_xlsx.write),
}


def render(document: Document, name: str) -> str | bytes:
    """``document`` in the format called ``name``; NotFoundError names the formats there are."""
    if name not in FORMATS:
        raise NotFoundError(f"there is no format “{name}”", f"choose one of {', '.join(FORMATS)}")
    return FORMATS[name].write(document)
