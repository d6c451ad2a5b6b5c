"""A file with a codebook in it, whoever wrote it, as codes that can be taken in; its content tells which kind it is."""

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from workbench.codebook import Heading, facets, marks, parse, tree
from workbench.codebook.taking import Incoming, Value
from workbench.errors import InputError
from workbench.interchange import codebook_tables as tables
from workbench.sanitise import unstorable

if TYPE_CHECKING:
    from workbench.transcripts.readers.package import Package

MAX_BYTES = 20_000_000
_LONGEST = 5_000_000  # characters of a file of text
_TABLED = frozenset((".csv", ".tsv", ".tab"))
_TO_READ = re.compile(r"\s*# (?:Kodebog|Codebook)\s+\*(?:Grundlag|Basis):\*")  # the beginning of ``--format md``
_AGAIN = "Open it in the program it was written with, and save it as .xlsx, .docx or .csv."


class Found(NamedTuple):
    """What a file holds: text, csv, xlsx or docx, with which codes, and what a person should know of it."""

    format: str
    codes: list[Incoming]
    warnings: tuple[str, ...]


def found_in(content: bytes, suffix: str, known: Collection[str]) -> Found:
    """The codes in a file. ``suffix`` decides only where the content does not; ``known``: paths that may be parents.

    Raises ``InputError``, with the row where there is one.
    """
    from workbench.transcripts.decode import decode

    if len(content) > MAX_BYTES:
        raise InputError(f"it is larger than {MAX_BYTES // 1_000_000} MB, as no codebook is", "Is it the right file?")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        return _office(content, known)
    if content.startswith(b"%PDF"):
        raise InputError("this is a PDF, and no table can be read out of one", _AGAIN)
    if not content.strip():
        raise InputError("it is empty", "Is it the right file?")
    decoded = decode(content, longest=_LONGEST)
    text = decoded.text
    marked = text.lstrip("\ufeff \n\t").startswith("#")
    if suffix in _TABLED or (not marked and tables.looks_like_one(text)):
        incoming, warnings = _table(tables.csv_rows(text), known)
        return Found("csv", incoming, (*decoded.warnings, *warnings))
    if _TO_READ.match(text) or text.lstrip().startswith(("{", "<")):
        raise InputError(
            "this codebook was written to be read, not to be taken in",
            "Export it as text, csv, xlsx or docx, and import that.",
        )
    return Found("text", of_headings(parse(text, "")), decoded.warnings)


def _office(content: bytes, known: Collection[str]) -> Found:
    from workbench.interchange import codebook_office as office

    format, archive = _opened(content)
    sheets = office.docx_rows(archive) if format == "docx" else office.xlsx_rows(archive)
    if format == "docx":  # a long table is often several, one below the other
        rows = [row for sheet in sheets for row in sheet]
        return Found(format, *_table(rows, known))
    refused: InputError | None = None
    for sheet in sheets:
        try:
            return Found(format, *_table(sheet, known))
        except InputError as error:
            if error.line:
                raise
            refused = refused or error
    raise refused or InputError("there is no sheet in it", _AGAIN)


def _table(rows: Iterable[tables.Row], known: Collection[str]) -> tuple[list[Incoming], tuple[str, ...]]:
    table = tables.parse(rows, known)
    return [_of_entry(entry, table.one_text) for entry in table.entries], table.warnings


def of_headings(headings: Iterable[Heading]) -> list[Incoming]:
    """The codes of a codebook's text."""
    return [
        Incoming(
            heading.short,
            heading.parent,
            heading.name,
            {
                name: value
                for name in (*tables.TEXTS, "facets", "colour", "status", "exclusive")
                if (value := getattr(heading, name))
            },
            heading.short if heading.given else "",
            line=heading.line,
        )
        for heading in headings
    ]


def _of_entry(entry: tables.Entry, one_text: bool) -> Incoming:
    fields: dict[str, Value] = {**entry.fields}
    if one_text:
        fields |= _parts(entry.fields.get("definition", ""))
    try:
        if "facets" in entry.fields:
            fields["facets"] = facets.parse(entry.fields["facets"])
        name = _checked(entry)
    except InputError as error:
        raise error.at("", entry.line) from None
    if "exclusive" in entry.fields:
        fields["exclusive"] = entry.fields["exclusive"] == "yes"
    return Incoming(entry.key, entry.parent, name, fields, entry.short, entry.key, entry.line)


def _parts(text: str) -> dict[str, str]:
    """A text in which paragraphs begin with Include: and the like, as those; the definition is what comes before."""
    parts: dict[str, list[str]] = {"definition": []}
    into = parts["definition"]
    for written in text.split("\n"):
        field = marks.field(written)
        if field and field[0] in tables.TEXTS and not "".join(parts.get(field[0], ())).strip():
            into = parts[field[0]] = [field[1]]
        else:
            into.append(written)
    return {name: said for name, lines in parts.items() if (said := "\n".join(lines).strip())}


def _checked(entry: tables.Entry) -> str:
    """The name of a code, or an InputError. One that its path shows in another way may hold what a path may not."""
    name, label = entry.name, entry.key.rpartition(tree.SEPARATOR)[2]
    told = f" {name} ".replace(tree.SEPARATOR, "/").strip()
    if entry.exact and (label == told or label.rpartition(" ~")[0] == told):
        if len(name) > tree.MAX_NAME or unstorable(name):
            tree.check_name(name[: tree.MAX_NAME + 1].replace("/", "-"))
        return name
    # What only stood in the paths of others may be a code of ours; ``join`` checks those that are new.
    return tree.check_name(name) if entry.line else name


def bytes_of(path: Path) -> bytes:
    """What a file holds; of one that is too large, no more than shows it."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(f"it cannot be read: {why}", "Give the path of a file that is there.") from None


def _opened(content: bytes) -> "tuple[str, Package]":
    """What kind of Office file it is, and its package, every part of which guards itself."""
    from workbench.transcripts.readers.package import OLE, Package, kind

    if content.startswith(OLE):
        found = kind(content)
        raise InputError(found.why if found else "this is an Office file of the old kind", _AGAIN)
    package = Package(content)
    if "[content_types].xml" not in package:
        raise InputError("this is a ZIP archive, no Word or Excel file", _AGAIN)
    types = package.read("[content_types].xml").decode("utf-8", "replace")
    if "macroenabled" in types.casefold() or any(name.endswith("vbaproject.bin") for name in package.names):
        raise InputError("the file may hold macros", "Save it as .xlsx or .docx, which hold none, and import that.")
    if "word/document.xml" in package:
        return "docx", package
    if "xl/workbook.xml" in package:
        return "xlsx", package
    raise InputError("this is an Office file of a kind that holds no codebook", _AGAIN)
