"""Quotations as a document: by theme, each as it is to be read, who said it, and where it stands."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workbench.exports.anchors import Anchors
from workbench.exports.document import (
    Block,
    Document,
    Line,
    Paragraph,
    Provenance,
    Quotation,
    Records,
    Section,
    Text,
    plain,
)
from workbench.exports.words import Words

_HEADER = (
    *("theme", "quote", "attribution", "source", "transcript", "turn", "start", "end", "speakers"),
    *("picked", "starred", "drifted", "risks", "id"),
)


class Quoted(NamedTuple):
    """A quotation: how it is to be read (``shown``), who is said to have said it, and its source ("K-03, R1").

    The rest is for who works with it: ``id`` of the pick ('' for none), where it stands (``start`` and ``end`` count
    code points of the transcript's text, ``turn`` from 1), and what to beware of.
    """

    shown: str
    attribution: str = ""
    source: str = ""
    id: str = ""
    transcript: str = ""
    turn: int = 0
    start: int = 0
    end: int = 0
    speakers: tuple[str, ...] = ()
    starred: bool = False
    picked: bool = False
    drifted: bool = False
    risks: tuple[str, ...] = ()


Sections = Sequence[tuple[str, Sequence[Quoted]]]
"""Quotations by the path of their theme."""


def quotes(sections: Sections, provenance: Provenance, language: str) -> Document:
    """The quotations of some themes, in the order given; a theme without any is left out."""
    words, anchors = Words(language), Anchors()
    kept = [(path, list(of)) for path, of in sections if of]
    under = [Section(path, 2, blocks(of, language), anchors.new(path)) for path, of in kept]
    title = words("quotes")
    first = Section(title[0].upper() + title[1:], 1, (Paragraph(plain(_basis(kept, provenance, words))),))
    return Document(
        language,
        (first, *under),
        Records(_HEADER, tuple(_record(path, one) for path, of in kept for one in of)),
        {
            "layer": provenance.layer,
            "log": provenance.log,
            "quotes": [_data(path, one) for path, of in kept for one in of],
        },
    )


def blocks(of: Iterable[Quoted], language: str) -> tuple[Block, ...]:
    """Quotations as blocks, for a section of any document."""
    return tuple(block(one, language) for one in of)


def block(one: Quoted, language: str) -> Quotation:
    """A quotation as it is set: in the language's marks, with who said it and the source in brackets."""
    opened, closed = ("„", "“") if language.lower().split("-")[0] == "da" else ("“", "”")
    who = Text(f"{one.attribution} ") if one.attribution and one.source else Text(one.attribution)
    said: Line = (Text(f"{opened}{one.shown}{closed}"),)
    return Quotation(said, tuple(run for run in (who, Text(f"({one.source})" if one.source else "")) if run.text))


def _basis(sections: Sections, provenance: Provenance, words: Words) -> str:
    n = sum(len(of) for _, of in sections)
    themes = words("quoted theme") if len(sections) == 1 else words("quoted themes", n=len(sections))
    parts = [words.number(n, "quote"), themes]
    if provenance.layer:
        parts.append(f"{words('layer')}: {words.layer(provenance.layer)}")
    if provenance.log:
        parts.append(f"{words('log')} {provenance.log}")
    return " · ".join([*parts, *filter(None, (provenance.study, provenance.date))])


def _record(path: str, one: Quoted) -> tuple[str | int | None, ...]:
    return (
        *(path, one.shown, one.attribution or None, one.source or None, one.transcript, one.turn or None),
        *(one.start, one.end, ", ".join(one.speakers) or None),
        *(int(one.picked), int(one.starred), int(one.drifted), ", ".join(one.risks) or None, one.id or None),
    )


def _data(path: str, one: Quoted) -> dict[str, object]:
    return {
        "id": one.id or None,
        "theme": path,
        "quote": one.shown,
        "attribution": one.attribution or None,
        "source": one.source or None,
        "transcript": one.transcript,
        "turn": one.turn or None,
        "start": one.start,
        "end": one.end,
        "speakers": list(one.speakers),
        "picked": one.picked,
        "starred": one.starred,
        "drifted": one.drifted,
        "risks": list(one.risks),
    }
