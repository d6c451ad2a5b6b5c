"""Word: headings, paragraphs, lists and tables in the styles of Word itself, links that lead within the document."""

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from workbench import sanitise
from workbench.exports.document import Document, Items, Line, Paragraph, Section, Table, Text
from workbench.exports.packing import packed

if TYPE_CHECKING:
    from lxml.etree import _Element

WIDE = 4
"""A table with more columns turns the pages."""

_LANGUAGES = {"da": "da-DK", "en": "en-GB", "nb": "nb-NO", "sv": "sv-SE", "de": "de-DE"}
_WORD, _FULL = 24, 400  # letters beyond which a longer word, or a fuller cell, makes a column no wider
_STANDING, _LYING = 9_638, 14_570  # how long a line is, in twentieths of a point: 170 and 257 mm
_SPACES = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
_W = "{" + _SPACES["w"] + "}"
_DEEPEST = 9  # levels of headings that Word has


def write(document: Document) -> bytes:
    """The document's sections as a Word file. No macros, no fields, no name of whoever wrote it."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    book = docx.Document()
    body = book.element.body
    writer = _Writer(document)
    last = body.sectPr
    for element in writer.elements():
        last.addprevious(element)
    page = book.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(20)
    if _turned(document):
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = page.page_height, page.page_width
    _language(book, document.language)
    out = io.BytesIO()
    book.save(out)
    return packed(out.getvalue())


def _turned(document: Document) -> bool:
    """Whether the pages lie on their side."""
    tables = (block for section in document.sections for block in section.blocks if isinstance(block, Table))
    return any(len(table.header) > WIDE for table in tables)


def _widths(table: Table) -> list[int]:
    """How wide each column is, in fiftieths of a per cent of the line: by its longest word and its fullest cell."""
    number = max(len(table.header), *(len(row) for row in table.rows), 1)
    needs = []
    for column in range(number):
        cells = [*table.header[column : column + 1], *(_plain(row[column]) for row in table.rows if column < len(row))]
        longest = max((len(word) for cell in cells for word in cell.split()), default=1)
        most = max(map(len, cells), default=1)
        needs.append(min(longest, _WORD) + min(most, _FULL) ** 0.5 * 2 + 3)
    return [max(int(5000 * need / sum(needs)), 1) for need in needs]


def _plain(line: Line) -> str:
    return "".join(run.text for run in line)


def _language(book: Any, language: str) -> None:
    """Say which language the words are in, for the speller."""
    from docx.oxml.ns import qn

    for lang in book.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), _LANGUAGES.get(language, language or "en-GB"))


class _Writer:
    """Makes the elements of the body. They are made directly: the library looks a whole table through for each cell."""

    def __init__(self, document: Document) -> None:
        from lxml import etree

        self._document = document
        self._new = etree.Element
        self._line = _LYING if _turned(document) else _STANDING
        anchors = [section.anchor for section in document.sections if section.anchor]
        # Word takes few characters in the name of a place: they are numbered.
        self._places = {anchor: f"place{number}" for number, anchor in enumerate(dict.fromkeys(anchors), 1)}
        self._marked: set[str] = set()

    def elements(self) -> "Iterator[_Element]":
        """Every paragraph and table, in order."""
        for section in self._document.sections:
            if section.title:
                yield self._heading(section)
            for block in section.blocks:
                match block:
                    case Paragraph(line):
                        yield self._paragraph(line)
                    case Items(lines):
                        for line in lines:
                            yield self._paragraph(line, style="ListBullet")
                    case Table():
                        yield self._table(block)
                        yield self._of("p")  # Word joins tables that touch

    def _of(self, tag: str, /, *children: "_Element", **attributes: str) -> "_Element":
        element = self._new(_W + tag, nsmap=_SPACES)
        element.extend(children)
        for key, value in attributes.items():
            element.set(_W + key, value)
        return element

    def _heading(self, section: Section) -> "_Element":
        level = min(max(section.level, 1), _DEEPEST)
        return self._paragraph((Text(section.title),), style=f"Heading{level}", before=section.anchor)

    def _paragraph(self, line: Line, *, style: str = "", before: str = "", strong: bool = False) -> "_Element":
        paragraph = self._of("p")
        if style:
            paragraph.append(self._of("pPr", self._of("pStyle", val=style)))
        place = self._places.get(before, "")
        if place and place not in self._marked:
            self._marked.add(place)
            number = str(len(self._marked))
            paragraph.append(self._of("bookmarkStart", id=number, name=place))
            paragraph.append(self._of("bookmarkEnd", id=number))
        paragraph.extend(self._runs(line, strong))
        return paragraph

    def _runs(self, line: Line, strong: bool) -> "Iterator[_Element]":
        for text in line:
            run = self._run(text, strong)
            if text.to in self._places:
                yield self._of("hyperlink", run, anchor=self._places[text.to], history="1")
            else:
                yield run

    def _run(self, text: Text, strong: bool) -> "_Element":
        run = self._of("r")
        looks = [self._of(tag) for tag, on in (("b", text.strong or strong), ("i", text.emphasis)) if on]
        if text.to in self._places:
            looks += [self._of("color", val="0563C1"), self._of("u", val="single")]
        if looks:
            run.append(self._of("rPr", *looks))
        for number, line in enumerate(text.text.replace("\r\n", "\n").split("\n")):
            if number:
                run.append(self._of("br"))
            for at, part in enumerate(line.split("\t")):
                if at:
                    run.append(self._of("tab"))
                if part:
                    written = self._of("t")
                    written.text = sanitise.office(part)
                    written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                    run.append(written)
        return run

    def _table(self, table: Table) -> "_Element":
        widths = _widths(table)
        properties = self._of(
            "tblPr",
            self._of("tblStyle", val="TableGrid"),
            self._of("tblW", w="5000", type="pct"),
            self._of("tblLayout", type="fixed"),
        )
        grid = self._of("tblGrid", *(self._of("gridCol", w=str(width * self._line // 5000)) for width in widths))
        header = self._of("tr", self._of("trPr", self._of("cantSplit"), self._of("tblHeader")))
        header.extend(self._cells([(Text(name),) for name in table.header], table, widths, strong=True))
        element = self._of("tbl", properties, grid, header)
        for cells in table.rows:
            row = self._of("tr")
            row.extend(self._cells(cells, table, widths))
            element.append(row)
        return element

    def _cells(
        self, cells: Sequence[Line], table: Table, widths: Sequence[int], *, strong: bool = False
    ) -> "Iterator[_Element]":
        for number, width in enumerate(widths):
            paragraph = self._paragraph(cells[number] if number < len(cells) else (), strong=strong)
            if number in table.numbers:
                paragraph.insert(0, self._of("pPr", self._of("jc", val="right")))
            yield self._of("tc", self._of("tcPr", self._of("tcW", w=str(width), type="pct")), paragraph)
