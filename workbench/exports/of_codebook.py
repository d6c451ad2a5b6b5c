"""A codebook as a document: to be read, code by code or as one table, and flat with everything, for a spreadsheet."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from workbench.exports.document import (
    Block,
    Document,
    Line,
    Paragraph,
    Provenance,
    Records,
    Section,
    Table,
    Text,
    plain,
)

COLUMNS = (
    *("path", "name", "level", "parent", "definition", "include", "exclude", "example"),
    *("facets", "colour", "status", "exclusive"),
)
COUNTS = ("n_passages", "n_transcripts", "n_coders", "created_by", "created_at")
SHORT = "short"
_UNLIKE = re.compile(r"(?:^|\s)(?:~\d+\Z|/(?:\s|\Z))")  # what in a name would be read as something of a path
_TEXTS = ("definition", "include", "exclude", "example")
_WORDS = {
    "da": {
        "title": "Kodebog",
        "path": "Kode",
        "whole path": "Sti",
        "own name": "Navn",
        "definition": "Definition",
        "include": "Inkluder",
        "exclude": "Ekskluder",
        "example": "Eksempel",
        "facets": "Facetter",
        "colour": "Farve",
        "status": "Status",
        "exclusive": "Eksklusiv",
        "n_passages": "Passager",
        "short": "Kort id",
        "draft": "udkast",
        "settled": "fastlagt",
        "yes": "ja",
        "one at most": "Af koderne herunder bærer en passage højst én.",
        "codes": "koder",
        "provenance": "Grundlag:",
        "counts": "{passages} passager i {transcripts} interview, {coders} kodere",
    },
    "en": {
        "title": "Codebook",
        "path": "Code",
        "whole path": "Path",
        "own name": "Name",
        "definition": "Definition",
        "include": "Include",
        "exclude": "Exclude",
        "example": "Example",
        "facets": "Facets",
        "colour": "Colour",
        "status": "Status",
        "exclusive": "Exclusive",
        "n_passages": "Passages",
        "short": "Short id",
        "draft": "draft",
        "settled": "settled",
        "yes": "yes",
        "one at most": "Of the codes below, a passage bears one at most.",
        "codes": "codes",
        "provenance": "Basis:",
        "counts": "{passages} passages in {transcripts} interviews, {coders} coders",
    },
}


class Entry(NamedTuple):
    """A code. ``path`` names it and no other; ``name`` is what it is called, ``level`` 1 at the top, ``facets`` a line.

    ``passages``, ``transcripts`` and ``coders`` are those of its own codings; None: not counted.
    """

    path: str
    name: str
    level: int
    parent: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    facets: str = ""
    colour: str = ""
    status: str = ""
    exclusive: bool = False
    short: str = ""
    passages: int | None = None
    transcripts: int | None = None
    coders: int | None = None
    created_by: str = ""
    created_at: str = ""


def codebook(
    entries: Sequence[Entry],
    provenance: Provenance,
    language: str,
    *,
    layout: Literal["headings", "table", "flat"] = "headings",
) -> Document:
    """The document of a codebook, depth first; ``language`` (a BCP 47 tag) is that of the words around it.

    ``layout``: a section for every code; one table of all, which is read back; or nothing to read but the title.
    """
    words = _WORDS["da" if language.partition("-")[0] == "da" else "en"]
    basis = Paragraph(_basis(entries, provenance, words))
    sections = [Section(words["title"], 1, (basis,))]
    if layout == "table" and entries:
        sections = [Section(words["title"], 1, (_table(entries, words), basis))]
    elif layout == "headings":
        sections += [Section(e.name, min(e.level + 1, 6), tuple(_blocks(e, words))) for e in entries]
    counted = any(entry.passages is not None for entry in entries)
    return Document(
        language=language,
        sections=tuple(sections),
        records=_records(entries, counted),
        data={
            "study": provenance.study,
            "log": provenance.log,
            "date": provenance.date,
            "codes": [_data(entry, counted) for entry in entries],
        },
    )


def _basis(entries: Sequence[Entry], provenance: Provenance, words: dict[str, str]) -> Line:
    parts = [
        provenance.study,
        f"{len(entries)} {words['codes']}",
        provenance.log and f"log {provenance.log}",
        provenance.date,
    ]
    return Text(words["provenance"], emphasis=True), Text(f" {'; '.join(filter(None, parts))}.")


def _blocks(entry: Entry, words: dict[str, str]) -> Iterable[Block]:
    for field in _TEXTS:
        yield from _paragraphs(words[field], getattr(entry, field))
    for field in ("facets", "colour"):
        yield from _paragraphs(words[field], getattr(entry, field))
    if entry.status:
        yield from _paragraphs(words["status"], words.get(entry.status, entry.status))
    if entry.exclusive:
        yield Paragraph(plain(words["one at most"]))
    if entry.passages is not None:
        said = words["counts"].format(
            passages=entry.passages, transcripts=entry.transcripts or 0, coders=entry.coders or 0
        )
        yield Paragraph((Text(said, emphasis=True),))


def _paragraphs(label: str, text: str) -> Iterable[Paragraph]:
    """A field, with its label before the first of its paragraphs."""
    lines = [line for line in text.split("\n") if line.strip()]
    for number, line in enumerate(lines):
        yield Paragraph(plain(line) if number else (Text(f"{label}:", strong=True), Text(f" {line}")))


def _table(entries: Sequence[Entry], words: dict[str, str]) -> Table:
    """All codes in one table, without the columns in which nothing stands."""
    rows = [_shown(entry, words) for entry in entries]
    always = {"path", "definition", "include", "exclude", SHORT}
    columns = [name for name in rows[0] if name in always or any(row[name] for row in rows)]
    # Beside a column of names the other is said to hold paths: who reads it back must know which is which.
    whole = "own name" in columns
    header = tuple(words["whole path" if whole and name == "path" else name] for name in columns)
    return Table(
        header,
        tuple(tuple(plain(row[name]) if row[name] else () for name in columns) for row in rows),
        frozenset(number for number, name in enumerate(columns) if name == "n_passages"),
    )


def _shown(entry: Entry, words: dict[str, str]) -> dict[str, str]:
    label = entry.path.rpartition(" / ")[2]
    return {
        "path": entry.path,
        "own name": entry.name if entry.name != label or _UNLIKE.search(label) else "",
        **{field: getattr(entry, field) for field in _TEXTS},
        "facets": entry.facets,
        "colour": entry.colour,
        "status": words.get(entry.status, entry.status) if entry.status else "",
        "exclusive": words["yes"] if entry.exclusive else "",
        "n_passages": "" if entry.passages is None else str(entry.passages),
        SHORT: entry.short,
    }


def _flat(entry: Entry, counted: bool) -> dict[str, str | int | None]:
    given: dict[str, str | int | None] = {
        **{name: getattr(entry, name) for name in COLUMNS},
        "exclusive": "yes" if entry.exclusive else "",
    }
    if counted:
        counts = (entry.passages, entry.transcripts, entry.coders, entry.created_by, entry.created_at)
        given |= dict(zip(COUNTS, counts, strict=True))
    return given | {SHORT: entry.short}


def _records(entries: Sequence[Entry], counted: bool) -> Records:
    header = (*COLUMNS, *(COUNTS if counted else ()), SHORT)
    return Records(header, tuple(tuple(_flat(entry, counted).values()) for entry in entries))


def _data(entry: Entry, counted: bool) -> dict[str, object]:
    return {**_flat(entry, counted), "exclusive": entry.exclusive}
