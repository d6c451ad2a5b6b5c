"""Every format is read back, by other means than it was written, and says the same of every cell."""

import csv
import io
import json
from collections.abc import Callable, Iterator

import docx
import openpyxl
import pytest
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph as DocxParagraph
from lxml import html
from markdown_it import MarkdownIt

from workbench.exports import FORMATS, Cited, Provenance, matrix, render

Tables = list[tuple[str, list[list[str]]]]
"""(The heading above, its rows of cells as they read)."""

UNITS = ("informants", "interviews", "excerpts")
HEADER = ["group", *UNITS]


def of_markdown(content: str | bytes) -> Tables:
    assert isinstance(content, str)
    found: Tables = []
    heading, row = "", None
    open_, tokens = "", MarkdownIt("commonmark").enable("table").parse(content)
    for token in tokens:
        if token.type in ("heading_open", "td_open", "th_open"):
            open_ = token.type
        elif token.type == "table_open":
            found.append((heading, []))
        elif token.type == "tr_open":
            row = []
            found[-1][1].append(row)
        elif token.type == "inline" and open_:
            said = "".join(child.content for child in token.children or () if child.type == "text").strip()
            if open_ == "heading_open":
                heading = said
            elif row is not None:
                row.append(said)
            open_ = ""
    return found


def of_html(content: str | bytes) -> Tables:
    found: Tables = []
    heading = ""
    for element in html.fromstring(content).iter("h1", "h2", "h3", "h4", "table"):
        if element.tag != "table":
            heading = " ".join(element.text_content().split())
        else:
            rows = [[" ".join(c.text_content().split()) for c in row.iter("th", "td")] for row in element.iter("tr")]
            found.append((heading, rows))
    return found


def of_docx(content: str | bytes) -> Tables:
    assert isinstance(content, bytes)
    found: Tables = []
    heading = ""
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, DocxTable):
            found.append((heading, [[cell.text.strip() for cell in row.cells] for row in block.rows]))
        elif isinstance(block, DocxParagraph) and (block.style.name or "").startswith("Heading"):
            heading = block.text.strip()
    return found


def of_xlsx(content: str | bytes) -> Tables:
    assert isinstance(content, bytes)
    found: Tables = []
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets[1:3]:  # the table, and what is behind it
        heading, below = "", False
        for cells in sheet.iter_rows():
            row = ["" if cell.value is None else str(cell.value) for cell in cells]
            bold = bool(cells[0].font and cells[0].font.b)
            if not any(row):
                below = False
            elif below:
                found[-1][1].append(row[: len(found[-1][1][0])])
            elif bold and any(row[1:]):
                found.append((heading, [[cell for cell in row if cell]]))
                below = True
            elif bold:
                heading = row[0]
    return found


READERS: dict[str, Callable[[str | bytes], Tables]] = {
    "md": of_markdown,
    "html": of_html,
    "docx": of_docx,
    "xlsx": of_xlsx,
}


def counted(found) -> Iterator[tuple[str, list[list[str]]]]:
    """What a theme's section says of each group, from the matrix itself."""
    for row in found.rows:
        if row.total.excerpts or row.denied or row.ignored:
            said = []
            for group, label in found.groups:
                count, of = row.groups[group], found.denominators[group]
                informants = f"{count.informants} / {of}" if of >= max(count.informants, 1) else str(count.informants)
                said.append([label, informants, str(count.interviews), str(count.excerpts)])
            said.append(["in all", *map(str, row.total)])
            yield row.path, said


@pytest.mark.parametrize("format", list(READERS))
def test_a_format_for_readers_has_every_count_of_every_theme_and_group(make, format):
    found = make()
    listed = {"t": [Cited("K-01", 1, 6, 1, ("R1",), "Det er tillid.")]}
    content = render(matrix(found, Provenance("S"), "en", listed, {}), format)
    tables = READERS[format](content)
    behind = {heading: rows[1:] for heading, rows in tables if [cell.casefold() for cell in rows[0]] == HEADER}
    assert behind == dict(counted(found))


@pytest.mark.parametrize("format", list(READERS))
def test_a_format_for_readers_has_every_theme_in_its_column_with_its_numbers(make, format):
    found = make()
    (_, (header, *rows)), *_ = READERS[format](render(matrix(found, Provenance("S"), "en"), format))
    assert header == [label for _, label in found.columns]
    cells = [(header[at], cell) for row in rows for at, cell in enumerate(row) if cell]
    assert cells == [
        ("Fælles kompetencer", "Relationer‡ 3 informants, 2 interviews"),
        ("Fælles kompetencer", "Tillid 2, 2"),
        ("Fagprofessionelle", "Netværk 2, 1"),
        ("Fagprofessionelle", "Grænser‡ 1, 1"),
        ("Frivillige", "Værd‡ 1, 1"),
        ("Fagprofessionelle", "Kaffe† 0, 0"),
    ]


def test_csv_and_json_have_every_count_of_every_group_and_column(make):
    found = make()
    document = matrix(found, Provenance("S"), "en", wordings={"t": "Tro"})
    told = json.loads(render(document, "json"))
    records = list(csv.DictReader(io.StringIO(str(render(document, "csv")))))
    book = openpyxl.load_workbook(io.BytesIO(render(document, "xlsx")))  # type: ignore[arg-type]
    header, *typed = book["data"].iter_rows(values_only=True)
    for row, of_json, of_csv, values in zip(found.rows, told["rows"], records, typed, strict=True):
        of_xlsx = dict(zip(header, values, strict=True))
        assert of_json["total"] == dict(zip(UNITS, row.total, strict=True))
        for kind, cells, shares in (("group", row.groups, row.shares), ("column", row.cells, row.column_shares)):
            assert of_json[f"{kind}s"] == {key: dict(zip(UNITS, count, strict=True)) for key, count in cells.items()}
            for key, count in cells.items():
                names = [f"{kind}:{key}:{unit}" for unit in UNITS]
                assert [of_csv[name] for name in names] == [str(number) for number in count]
                assert [of_xlsx[name] for name in names] == list(count)  # numbers, not text
                assert of_csv[f"{kind}:{key}:of"] == str(shares[key].of)
        assert of_json["spread"]["density"] == round(row.spread.density, 4) == float(of_csv["density"])
        assert of_json["spread"]["effective"] == of_xlsx["effective"]
        assert (of_json["carried"].get("") or "") == of_csv["carried"]
        assert (of_json["wording"] or "") == of_csv["wording"] == ("Tro" if row.theme == "t" else "")


def test_the_records_of_a_workbook_can_be_filtered_and_keep_their_header(make):
    listed = {"t": [Cited("K-01", 1, 6, 1, ("R1",), "=1+1")]}
    content = render(matrix(make(), Provenance("S"), "en", listed, {}), "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))  # type: ignore[arg-type]
    for name, rows in (("data", 9), ("excerpts", 2)):
        sheet = book[name]
        assert (sheet.freeze_panes, sheet.max_row) == ("A2", rows)
        assert sheet.auto_filter.ref == sheet.dimensions
    cells = dict(zip(*book["excerpts"].iter_rows(values_only=True), strict=True))
    assert (cells["code"], cells["start"], cells["end"], cells["text"]) == ("Relationer / Tillid", 1, 6, "=1+1")
    assert book["excerpts"]["H2"].data_type == "s"


def test_every_format_to_be_read_is_among_those_that_were(make):
    assert set(FORMATS) == {*READERS, "csv", "json"}
