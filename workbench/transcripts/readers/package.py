"""The one safe way into a ZIP archive and into XML: what Word and OpenDocument files are made of.

Nothing is unpacked to disk, nothing in it is run, nothing is fetched. A member is read as a stream and its bytes are
counted as they come, so what an archive claims about itself never decides how much memory is used. XML is parsed as it
streams by; a document type (the one place where entities come from) is refused, so none is ever expanded or looked up.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol
from xml.parsers import expat

from workbench.errors import InputError
from workbench.transcripts.decode import MAX_BYTES

MAX_MEMBERS = 3_000
MAX_MEMBER = 150_000_000  # bytes unpacked: two million letters with every word in a run of its own are some 90 MB
MAX_TOTAL = 300_000_000  # bytes unpacked from one archive, however often its members are read
MAX_RATIO = 300  # documents are packed 5 to 50 times, a bomb a thousand times
MAX_ELEMENTS = 8_000_000
MAX_DEPTH = 250
MAX_MARK = 8_000_000  # bytes of one tag or comment: the parser looks at all of it again with each piece that comes
_SMALL = 2_000_000  # bytes: below it, a ratio says nothing

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = b"PK\x01\x02"
_CHUNK = 1 << 20
_OUTSIDE = re.compile(r"(?:^|/)\.\.(?:/|\Z)|^/|^[A-Za-z]:|[\x00-\x1f]")
_WORD = re.compile(r"wordprocessingml|ms-word\.(?:document|template)")
_HINT_AGAIN = "Open it in the program it was written with, save it again under a new name and import that."
_HINT_SPLIT = "Split it into one file an interview."
_HINT_HOSTILE = "It was not made by a word processor as it stands: do not trust it. " + _HINT_AGAIN
HINT_LOCKED = "Open it with the password, save a copy without one (in a safe place) and import that."
_HINT_OLD = "Open it in Word or LibreOffice, save it as .docx and import that."


class Kind(NamedTuple):
    """What a package or an OLE container holds: ``name`` is `docx` or `odt` where a reader takes it, else empty.

    ``why`` and ``hint`` say what else it is, for people.
    """

    name: str
    why: str = ""
    hint: str = ""


class Handler(Protocol):
    """What is told of an XML member as it is read; names are ``prefix:local``, other namespaces have the prefix `?`."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins; ``attributes`` are read with `attribute`."""

    def end(self, name: str) -> None:
        """The element ends."""

    def data(self, text: str) -> None:
        """Characters, in pieces of any length."""


class Package:
    """An archive in memory. InputError from every method: damaged, encrypted, hostile or too large."""

    def __init__(self, data: bytes) -> None:
        _refuse_size(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, RecursionError):
            raise damaged() from None
        self._members = _members(self._zip.infolist())
        self._left = MAX_TOTAL

    @property
    def names(self) -> frozenset[str]:
        """The members, in small letters and with / between folders."""
        return frozenset(self._members)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._members

    def read(self, name: str, limit: int = 1_000_000) -> bytes:
        """A small member, whole; `limit` bytes at most."""
        pieces, size = [], 0
        for chunk in self.stream(name):
            size += len(chunk)
            if size > limit:
                raise InputError("a part of the file is far larger than it should be", _HINT_HOSTILE)
            pieces.append(chunk)
        return b"".join(pieces)

    def stream(self, name: str) -> Iterator[bytes]:
        """The bytes of a member, piece by piece."""
        member = self._members.get(name.lower())
        if member is None:
            raise damaged()
        size = 0
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self._left -= len(chunk)
                    _refuse_bomb(size, member.compress_size, self._left)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
            raise damaged() from None

    def walk(self, name: str, handler: Handler, namespaces: Mapping[str, str]) -> None:
        """The XML of a member, told to ``handler``; ``namespaces`` says which prefix each one gets."""
        walk(self.stream(name), handler, namespaces)


def walk(chunks: Iterable[bytes], handler: Handler, namespaces: Mapping[str, str]) -> None:
    """XML told to ``handler`` as it comes. InputError: broken, with a document type, too deep or too large."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartDoctypeDeclHandler = _refuse_doctype
    told = _listen(parser, handler, _Names(namespaces))
    silent, before = 0, 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            silent, before = (silent + len(chunk), before) if told() == before else (0, told())
            if silent > MAX_MARK:
                raise InputError("a mark in the file is larger than any interview", _HINT_HOSTILE)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, UnicodeError):
        raise damaged() from None


def attribute(attributes: Mapping[str, str], name: str) -> str:
    """The attribute of that local name, whatever its namespace; empty where there is none."""
    found = attributes.get(name)
    if found is not None:
        return found
    ending = " " + name
    return next((value for key, value in attributes.items() if key.endswith(ending)), "")


def kind(data: bytes) -> Kind | None:
    """What the bytes are when they are a ZIP archive or an OLE container (by content), else None.

    InputError: an archive that is damaged, encrypted or hostile.
    """
    if data.startswith(OLE):
        return _ole(data)
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    package = Package(data)
    if "[content_types].xml" in package:
        return _office(package)
    if "mimetype" in package or "meta-inf/manifest.xml" in package:
        return _opendocument(package)
    return Kind("", "this is a ZIP archive, not a document", "Unpack it and import the files in it.")


def opened(data: bytes, wanted: str, name: str) -> Package:
    """The package of a `docx` or `odt` file. InputError: it is something else; ``name`` is for people."""
    found = kind(data)
    if found is None:
        raise InputError(f"this is no {name}: it is damaged, or its name says what it is not", _HINT_AGAIN)
    if found.name != wanted:
        raise InputError(found.why or f"this is no {name}", found.hint or _HINT_AGAIN)
    return Package(data)


def damaged() -> InputError:
    """What is said of a file that ends too early or does not hold together."""
    return InputError("the file is damaged or was cut short", _HINT_AGAIN)


class _Names(dict[str, str]):
    """From "uri local" to "prefix:local"; each name is worked out once."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        super().__init__()
        self._prefixes = namespaces

    def __missing__(self, name: str) -> str:
        space, _, local = name.rpartition(" ")
        self[name] = found = f"{self._prefixes.get(space, '?')}:{local}"
        return found


def _listen(parser: expat.XMLParserType, handler: Handler, names: _Names) -> Callable[[], int]:
    """Tell ``handler`` of what the parser meets; what comes back says how much that was by now."""
    depth, left, told = 0, MAX_ELEMENTS, 0
    start_of, end_of, data_of = handler.start, handler.end, handler.data

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, left
        depth += 1
        left -= 1
        if depth > MAX_DEPTH or left < 0:
            raise InputError("the file nests or repeats its parts beyond all measure", _HINT_HOSTILE)
        start_of(names[name], attributes)

    def end(name: str) -> None:
        nonlocal depth, told
        depth -= 1
        told += 1
        end_of(names[name])

    def data(text: str) -> None:
        nonlocal told
        told += 1
        data_of(text)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = data
    return lambda: told


def _refuse_doctype(*_: object) -> None:
    raise InputError("the file defines XML entities of its own, as no word processor does", _HINT_HOSTILE)


def _refuse_size(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 1e6:.0f} MB; a transcript may have {MAX_BYTES // 1_000_000} MB"
        raise InputError(f"the file is too large ({size})", _HINT_SPLIT + " Pictures and recordings can be taken out.")
    if data.count(_ENTRY) > MAX_MEMBERS:  # counted before a list of them is made
        raise InputError(f"the archive has more than {MAX_MEMBERS:,} parts", _HINT_HOSTILE)


def _refuse_bomb(size: int, packed: int, left: int) -> None:
    if size > MAX_MEMBER or left < 0 or (size > _SMALL and size > MAX_RATIO * max(packed, 1)):
        raise InputError("the archive unpacks to far more than any interview holds", _HINT_HOSTILE)


def _members(found: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The members by name. Names are compared as Word does, without regard to capitals."""
    members: dict[str, zipfile.ZipInfo] = {}
    for member in found:
        name = member.filename.replace("\\", "/").lower()
        if _OUTSIDE.search(name):
            raise InputError("a part of the archive would be unpacked outside it", _HINT_HOSTILE)
        if name in members:
            raise InputError("two parts of the archive have the same name", _HINT_HOSTILE)
        if member.flag_bits & 0x41:
            raise InputError("the archive is protected by a password", HINT_LOCKED)
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise InputError("the archive is packed in a way documents are not", _HINT_AGAIN)
        members[name] = member
    return members


def _office(package: Package) -> Kind:
    types = package.read("[content_types].xml").decode("utf-8", "replace")
    if _WORD.search(types):
        return Kind("docx")
    for sign, what in (("spreadsheetml", "an Excel workbook"), ("presentationml", "a PowerPoint file")):
        if sign in types:
            return Kind("", f"this is {what}, not a text document", "Copy the text into a document and import that.")
    return Kind("", "this is an Office file of a kind that holds no interview", _HINT_AGAIN)


def _opendocument(package: Package) -> Kind:
    manifest = ""
    if "meta-inf/manifest.xml" in package:
        manifest = package.read("meta-inf/manifest.xml").decode("utf-8", "replace")
    if "encryption-data" in manifest or "encrypted-package" in package:
        return Kind("", "the document is protected by a password", HINT_LOCKED)
    declared = package.read("mimetype", 4_096).decode("ascii", "replace").strip() if "mimetype" in package else manifest
    if "opendocument.text" in declared:
        return Kind("odt")
    if "opendocument" in declared:
        return Kind("", "this is an OpenDocument file, but no text document", _HINT_AGAIN)
    if "epub" in declared:
        return Kind("", "this is an e-book", "Save its text as a document and import that.")
    return Kind("", "this is a ZIP archive, not a document", "Unpack it and import the files in it.")


def _ole(data: bytes) -> Kind:
    """Old Office files and locked new ones live in the same container; the names of the streams in it tell which."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return Kind("", "the document is protected by a password", HINT_LOCKED)
    if holds("WordDocument"):
        return Kind("", "this is a Word file of the old kind (.doc)", _HINT_OLD)
    what = "an Excel workbook" if holds("Workbook") else "a PowerPoint file" if holds("PowerPoint Document") else ""
    if what:
        return Kind("", f"this is {what} of the old kind, not a text document", _HINT_OLD)
    return Kind("", "this is an Office file of the old kind", _HINT_OLD)
