"""Word (.docx, .docm, .dotx): the text somebody sees who opens it, with all tracked changes accepted.

Kept: insertions, content controls, text boxes (once), tables, links' texts, tabs and breaks. Left out, and told in the
warnings: deletions, hidden text, footnotes, comments, headers and footers, numbers that Word counts by itself. What is
left out may still name somebody, so it is handed on as ``hidden``; so are the author and the other properties.
"""

import posixpath
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from workbench.transcripts.readers import package, properties
from workbench.transcripts.readers.document import Hidden, Writer, numbers_lost, parts
from workbench.transcripts.readers.numbering import Numbering, Numbers, numbering
from workbench.transcripts.readers.package import Package, attribute
from workbench.transcripts.readers.parts import Parts

NAMESPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/package/2006/relationships": "r",
}
_NOTES = {
    "footnotes": "footnote",
    "endnotes": "endnote",
    "comments": "comment",
    "header": "header or footer",
    "footer": "header or footer",
}
_NOTE_ENDS = frozenset({"w:footnote", "w:endnote", "w:comment", "w:hdr", "w:ftr"})
_CHANGES = ("w:pPrChange", "w:rPrChange", "w:trPrChange", "w:tcPrChange", "w:tblPrChange", "mc:Fallback", "w:rt")
_OFF = frozenset({"0", "false", "off"})
_HEXADECIMAL = re.compile("[0-9A-Fa-f]{1,5}")
_MARKS = {"w:tab": "\t", "w:ptab": "\t", "w:cr": "\n", "w:noBreakHyphen": "-"}


def read(data: bytes, *, encoding: str = "", repair: bool = False) -> Parts:
    """The transcript in a Word file. InputError: no Word file, damaged, locked, hostile or too large.

    ``encoding`` and ``repair`` are for formats without a character set of their own; they change nothing here.
    """
    found = package.opened(data, "docx", "Word file")
    main, related = _main(found)
    hidden = Hidden()
    body = _Body(hidden, numbering(found, related))
    found.walk(main, body, NAMESPACES)
    for kind, name in related:
        if kind in _NOTES and name in found:
            found.walk(name, _Note(hidden, _NOTES[kind]), NAMESPACES)
    properties.office(found, hidden)
    lines = body.writer.finish()
    numbers = numbers_lost(body.numbers.counted, body.numbers.worded)
    warnings = [*hidden.said(), *numbers, *_macros(found)]
    return parts(lines, labels=body.writer.labels, warnings=warnings, hidden=hidden.texts)


class Related(NamedTuple):
    """A part another part points to: the last word of its type, and its name in the package."""

    kind: str
    name: str


def _main(found: Package) -> tuple[str, list[Related]]:
    """The member that holds the body (not always word/document.xml), and what belongs to it."""
    roots = _relations(found, "_rels/.rels", "")
    main = next((one.name for one in roots if one.kind == "officeDocument"), "word/document.xml")
    if main not in found:
        raise package.damaged()
    folder, name = posixpath.split(main)
    return main, _relations(found, f"{folder}/_rels/{name}.rels", folder)


def _relations(found: Package, name: str, folder: str) -> list[Related]:
    if name not in found:
        return []
    reader = _Relations(folder)
    found.walk(name, reader, NAMESPACES)
    return reader.found


class _Relations:
    def __init__(self, folder: str) -> None:
        self.found: list[Related] = []
        self._folder = folder

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name != "r:Relationship" or attribute(attributes, "TargetMode") == "External":
            return  # what lies outside the file is never looked at
        target = attribute(attributes, "Target").replace("\\", "/")
        whole = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(self._folder, target))
        self.found.append(Related(attribute(attributes, "Type").rpartition("/")[2], whole.lower()))

    def end(self, name: str) -> None:
        pass

    def data(self, text: str) -> None:
        pass


class _Paragraph:
    """What is known of an open paragraph from its properties."""

    def __init__(self) -> None:
        self.merged = False  # its mark was deleted: the next paragraph goes on with it
        self.style = self.list = self.level = ""


class _Body:
    """The body as it streams by: what one sees goes to the writer, what one does not see to ``hidden``."""

    def __init__(self, hidden: Hidden, numbers: Numbering) -> None:
        self.writer = Writer()
        self.numbers = Numbers(numbers)
        self._hidden = hidden
        self._paragraphs: list[_Paragraph] = []
        self._properties: list[str] = []  # the open elements that describe and hold no text: w:pPr, w:rPr, w:trPr
        self._away: list[str] = []  # text that was deleted or is hidden, of the open element
        self._skipped = self._removed = 0
        self._unseen = self._reads = False
        self._controls: list[bool] = []  # whether each open content control shows its prompt and no text
        self._rows: list[bool] = []  # whether each open row was deleted
        self._alternatives: list[int] = []
        self._starts: dict[str, Callable[[Mapping[str, str]], None]] = {
            **dict.fromkeys(("w:t", "m:t", "w:delText"), self._start_text),
            **dict.fromkeys(("w:del", "w:moveFrom"), self._start_removed),
            **dict.fromkeys(_CHANGES, self._skip),
            "w:p": self._start_paragraph,
            "w:r": self._start_run,
            "w:br": self._break,
            "w:sym": self._symbol,
            "w:ins": self._author,
            "w:pPr": lambda _: self._properties.append("w:pPr"),
            "w:rPr": lambda _: self._properties.append("w:rPr"),
            "w:trPr": lambda _: self._properties.append("w:trPr"),
            "w:vanish": self._vanish,
            "w:pStyle": self._style,
            "w:numId": self._list,
            "w:ilvl": self._level,
            "w:tbl": lambda _: self.writer.begin_table(),
            "w:tr": self._start_row,
            "w:tc": lambda _: self.writer.begin_cell(),
            "w:txbxContent": lambda _: self.writer.begin_box(),
            "w:sdt": lambda _: self._controls.append(False),
            "w:showingPlcHdr": self._prompt,
            "w:sdtContent": self._start_control,
            "mc:AlternateContent": lambda _: self._alternatives.append(0),
            "mc:Choice": self._choice,
            "w:altChunk": lambda _: self._hidden.count("inserted file"),
        }
        self._ends: dict[str, Callable[[], object]] = {
            **dict.fromkeys(("w:t", "m:t", "w:delText"), self._end_text),
            **dict.fromkeys(("w:del", "w:moveFrom"), self._end_removed),
            **dict.fromkeys(("w:pPr", "w:rPr", "w:trPr"), self._properties.pop),
            "w:p": self._end_paragraph,
            "w:r": self._end_run,
            "w:tbl": self.writer.end_table,
            "w:tr": self._end_row,
            "w:tc": self.writer.end_cell,
            "w:txbxContent": self.writer.end_box,
            "w:sdt": self._controls.pop,
            "mc:AlternateContent": self._alternatives.pop,
        }

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._skipped:
            self._skipped += 1
        elif (begin := self._starts.get(name)) is not None:
            begin(attributes)
        elif (mark := _MARKS.get(name)) is not None and not self._properties:
            self._put(mark)

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif (finish := self._ends.get(name)) is not None:
            finish()

    def data(self, text: str) -> None:
        if self._reads and not self._skipped:
            self._put(text)

    def _put(self, text: str) -> None:
        if self._removed or self._unseen:
            self._away.append(text)
        else:
            self.writer.text(text)

    def _skip(self, _: Mapping[str, str]) -> None:
        self._skipped = 1

    def _start_text(self, _: Mapping[str, str]) -> None:
        self._reads = True

    def _end_text(self) -> None:
        self._reads = False

    def _break(self, attributes: Mapping[str, str]) -> None:
        self._put("\f" if attribute(attributes, "type") in {"page", "column"} else "\n")

    def _symbol(self, attributes: Mapping[str, str]) -> None:
        """A sign of a symbol font: nobody can say which letter it is, unless it has a number of its own."""
        number = int(char, 16) if _HEXADECIMAL.fullmatch(char := attribute(attributes, "char")) else 0
        if 0x20 <= number < 0xD800:
            self._put(chr(number))

    def _start_run(self, _: Mapping[str, str]) -> None:
        self._unseen = False

    def _end_run(self) -> None:
        if self._unseen:
            self._unseen = False
            self._put_away("hidden passage")

    def _vanish(self, attributes: Mapping[str, str]) -> None:
        if self._properties == ["w:rPr"] and attribute(attributes, "val") not in _OFF:
            self._unseen = True

    def _start_removed(self, attributes: Mapping[str, str]) -> None:
        self._author(attributes)
        if not self._properties:
            self._removed += 1
        elif self._properties[-1] == "w:trPr" and self._rows:
            self._rows[-1] = True
        elif self._properties == ["w:pPr", "w:rPr"] and self._paragraphs:
            self._paragraphs[-1].merged = True

    def _end_removed(self) -> None:
        if not self._properties and self._removed:
            self._removed -= 1
            self._put_away("deleted passage")

    def _put_away(self, what: str) -> None:
        self._hidden.add("".join(self._away), what)
        self._away.clear()

    def _author(self, attributes: Mapping[str, str]) -> None:
        self._hidden.add(attribute(attributes, "author"))

    def _start_paragraph(self, _: Mapping[str, str]) -> None:
        self._paragraphs.append(_Paragraph())
        self.writer.begin()

    def _end_paragraph(self) -> None:
        paragraph = self._paragraphs.pop()
        if not paragraph.merged:
            item = self.numbers.bullet(paragraph.style, paragraph.list, paragraph.level, self.writer.visible)
            self.writer.end(item=item)

    def _style(self, attributes: Mapping[str, str]) -> None:
        if self._paragraphs:
            self._paragraphs[-1].style = attribute(attributes, "val")

    def _list(self, attributes: Mapping[str, str]) -> None:
        if self._paragraphs:
            self._paragraphs[-1].list = attribute(attributes, "val")

    def _level(self, attributes: Mapping[str, str]) -> None:
        if self._paragraphs:
            self._paragraphs[-1].level = attribute(attributes, "val")

    def _start_row(self, _: Mapping[str, str]) -> None:
        self._rows.append(False)
        self.writer.begin_row()

    def _end_row(self) -> None:
        if self._rows.pop():
            self._hidden.add("\n".join(self.writer.drop_row()), "deleted passage")

    def _prompt(self, _: Mapping[str, str]) -> None:
        if self._controls:
            self._controls[-1] = True

    def _start_control(self, _: Mapping[str, str]) -> None:
        if self._controls and self._controls[-1]:
            self._skipped = 1

    def _choice(self, _: Mapping[str, str]) -> None:
        if self._alternatives:
            self._alternatives[-1] += 1
            self._skipped = int(self._alternatives[-1] > 1)


class _Note:
    """A part beside the body: a paragraph's text of it is hidden, and a note or a comment counts as one."""

    def __init__(self, hidden: Hidden, what: str) -> None:
        self._hidden, self._what = hidden, what
        self._text: list[str] = []
        self._reads = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._reads = name in {"w:t", "w:delText"}
        if name == "w:comment":
            self._hidden.add(attribute(attributes, "author"))
        elif name == "w:p" and self._text:
            self._text.append("\n")

    def end(self, name: str) -> None:
        self._reads = False
        if name in _NOTE_ENDS:
            self._hidden.add("".join(self._text), self._what)
            self._text.clear()

    def data(self, text: str) -> None:
        if self._reads:
            self._text.append(text)


def _macros(found: Package) -> list[str]:
    macros = any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in found.names)
    return ["the file holds macros (small programs): they were not run"] if macros else []
