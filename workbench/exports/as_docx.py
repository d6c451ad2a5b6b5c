"""Word: headings, paragraphs, lists and tables in the styles of Word itself, links that lead within the document."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from workbench import sanitise
from workbench.exports.document import (
    Block,
    Document,
    Figure,
    Items,
    Line,
    Paragraph,
    Quotation,
    Section,
    Table,
    Text,
)
from workbench.exports.packing import packed

if TYPE_CHECKING:
    from lxml.etree import _Element

    from workbench.exports.office_pictures import Pictures

WIDE = 4
"""A table with more columns turns the pages."""

_LANGUAGES = {"da": "da-DK", "en": "en-GB", "nb": "nb-NO", "sv": "sv-SE", "de": "de-DE"}
_WORD, _FULL = 24, 400  # letters beyond which a longer word, or a fuller cell, makes a column no wider
_STANDING, _LYING = 9_638, 14_570  # how long a line is, in twentieths of a point: 170 and 257 mm
_TWENTIETH = 635  # of a point, in the units that Word measures pictures in
_CAPTION = 1_400  # twentieths of a point that are left for the words under a picture
_SPACES = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
_W = "{" + _SPACES["w"] + "}"
_DEEPEST = 9  # levels of headings that Word has


def write(document: Document) -> bytes:
    """The document's sections as a Word file. No macros, no fields, no name of whoever wrote it."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    from workbench.exports.office_pictures import Pictures

    book = docx.Document()
    body = book.element.body
    line, page_high = (_LYING, _STANDING) if _turned(document) else (_STANDING, _LYING)
    writer = _Writer(document, Pictures(book, line * _TWENTIETH, (page_high - _CAPTION) * _TWENTIETH))
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
    _styles(book)
    out = io.BytesIO()
    book.save(out)
    title = next((section.title for section in document.sections if section.title), "")
    return packed(out.getvalue(), title)


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


def _styles(book: Any) -> None:
    """Change two of Word's styles: captions are pale and bold in the library's template, quotations not set in."""
    from docx.shared import Mm, Pt, RGBColor

    caption, quote = book.styles["Caption"], book.styles["Quote"]
    caption.font.bold, caption.font.size, caption.font.color.rgb = False, Pt(9.5), RGBColor(0x40, 0x40, 0x40)
    quote.paragraph_format.left_indent = Mm(8)


class _Writer:
    """Makes the elements of the body. They are made directly: the library looks a whole table through for each cell."""

    def __init__(self, document: Document, pictures: "Pictures") -> None:
        from lxml import etree

        self._document = document
        self._pictures = pictures
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
                yield from self._block(block)

    def _block(self, block: Block) -> "Iterator[_Element]":
        match block:
            case Paragraph(line):
                yield self._paragraph(line)
            case Items(lines):
                for line in lines:
                    yield self._paragraph(line, style="ListBullet")
            case Table():
                if block.caption:
                    yield self._paragraph((Text(block.caption),), style="Caption", stays=True)
                yield self._table(block)
                yield self._of("p")  # Word joins tables that touch
            case Quotation(line, attribution):
                yield self._paragraph(line, style="Quote", stays=bool(attribution))
                if attribution:
                    yield self._paragraph((Text("— "), *attribution), style="Quote")
            case Figure():
                *_, last = pages = self._pictures.pages(block)
                for page in pages:
                    picture = self._paragraph((), stays=page is last)
                    picture.append(self._pictures.run(page, self._document.language))
                    yield picture
                yield self._paragraph(block.caption, style="Caption")

    def _of(self, tag: str, /, *children: "_Element", **attributes: str) -> "_Element":
        element = self._new(_W + tag, nsmap=_SPACES)
        element.extend(children)
        for key, value in attributes.items():
            element.set(_W + key, value)
        return element

    def _heading(self, section: Section) -> "_Element":
        level = min(max(section.level, 1), _DEEPEST)
        return self._paragraph((Text(section.title),), style=f"Heading{level}", before=section.anchor)

    def _paragraph(
        self, line: Line, *, style: str = "", before: str = "", strong: bool = False, stays: bool = False
    ) -> "_Element":
        """A paragraph; ``stays``: on the page of the one that follows."""
        paragraph = self._of("p")
        looks = [self._of("pStyle", val=style)] if style else []
        looks += [self._of("keepNext"), self._of("spacing", after="40")] if stays else []
        if looks:
            paragraph.append(self._of("pPr", *looks))
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
        for number, cells in enumerate(table.rows):
            shades = {column: table.shades.get((number, column), 0.0) for column in range(len(widths))}
            row = self._of("tr", self._of("trPr", self._of("cantSplit")))
            row.extend(self._cells(cells, table, widths, shades))
            element.append(row)
        return element

    def _cells(
        self,
        cells: Sequence[Line],
        table: Table,
        widths: Sequence[int],
        shades: Mapping[int, float] = {},
        *,
        strong: bool = False,
    ) -> "Iterator[_Element]":
        for number, width in enumerate(widths):
            paragraph = self._paragraph(cells[number] if number < len(cells) else (), strong=strong)
            if number in table.numbers:
                paragraph.insert(0, self._of("pPr", self._of("jc", val="right")))
            looks = self._of("tcPr", self._of("tcW", w=str(width), type="pct"))
            if shade := shades.get(number):
                looks.append(self._of("shd", val="clear", color="auto", fill=_colour("shade", shade)))
                for run in paragraph.iter(_W + "r"):
                    self._coloured(run, _colour("on", shade))
            yield self._of("tc", looks, paragraph)

    def _coloured(self, run: "_Element", colour: str) -> None:
        """Give a run's letters a colour, also those of a link: it would not stand out from the shade."""
        looks = run.find(_W + "rPr")
        if looks is None:
            looks = self._of("rPr")
            run.insert(0, looks)
        for old in looks.findall(_W + "color"):
            looks.remove(old)
        # Word wants them in its own order: bold, italic, colour, underlined.
        at = sum(1 for look in looks if look.tag in (_W + "b", _W + "i"))
        looks.insert(at, self._of("color", val=colour))


def _colour(role: str, share: float) -> str:
    from workbench.exports.plots.colours import ROLES, step

    return ROLES[f"{role}{step(share)}"].light.lstrip("#")
