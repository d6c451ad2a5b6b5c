"""Word and Excel: other programs read what is written, no formula and no name of its writer is in it, always alike."""

import html
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.parsers import expat

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exports.conftest import small_matrix
from tests.exports.showcase import showcase
from workbench import sanitise
from workbench.exports import FORMATS, Document, Provenance, as_docx, as_xlsx, matrix, overview, render
from workbench.exports.document import Items, Paragraph, Records, Section, Table, Text, plain
from workbench.exports.plots.colours import ROLES
from workbench.synthesis import overview as count

PROVENANCE = Provenance("Frivillighed", "", ("ann",), "1f3c", "2026-11-23")
HOSTILE = ("=1+1", "+2", "-3", "@x", "\tmed tab", "'=4", "<b>&amp;", "a\x1b[31mb\u202e")


def simple(text: str) -> Document:
    line = (Text(text), Text(" fed", strong=True), Text(" skrå", emphasis=True))
    blocks = (Paragraph(line), Items((plain(text),)), Table(("a", "b"), ((plain(text), plain("12")),), frozenset({1})))
    return Document("da", (Section(text, 1, blocks),), Records(("navn", "tal"), ((text, 3), (None, 0.5))), {})


def opened_docx(document: Document) -> "docx.document.Document":
    return docx.Document(io.BytesIO(as_docx.write(document)))


def opened_xlsx(document: Document) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(as_xlsx.write(document)))


def test_the_matrix_has_the_same_rows_in_word_and_excel(make) -> None:
    document = matrix(make(), PROVENANCE, "da")
    paths = [row[0] for row in document.records.rows]
    sheet = openpyxl.load_workbook(io.BytesIO(render(document, "xlsx")))["data"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == paths
    assert [c.value for c in sheet[1]] == list(document.records.header)
    assert sheet["G2"].value == document.records.rows[0][6]  # a number stays one
    book = docx.Document(io.BytesIO(render(document, "docx")))
    headings = [p.text for p in book.paragraphs if p.style.name.startswith("Heading")]
    assert set(paths) <= set(headings)
    assert [c.text for c in book.tables[0].rows[0].cells] == ["Fælles kompetencer", "Fagprofessionelle", "Frivillige"]


def test_the_overview_too(data) -> None:
    document = overview(count(*data), PROVENANCE, "en")
    assert opened_xlsx(document).sheetnames == ["data", "Data overview", "details"]
    assert len(opened_docx(document).tables) == 2


@pytest.mark.parametrize("text", HOSTILE)
def test_no_formula_and_no_escape_can_grow_of_a_text(text: str) -> None:
    for sheet in opened_xlsx(simple(text)):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type in ("s", "n")
            assert cell.data_type == "n" or "\x1b" not in cell.value.replace("_x001B_", "")
    packed = zipfile.ZipFile(io.BytesIO(as_xlsx.write(simple(text))))
    assert not [name for name in packed.namelist() if b"<f>" in packed.read(name) or "vba" in name.lower()]
    written = zipfile.ZipFile(io.BytesIO(as_docx.write(simple(text)))).read("word/document.xml")
    assert b"\x1b" not in written
    assert "\u202e".encode() not in written


def test_what_excel_would_take_for_a_formula_when_it_is_edited_is_marked_as_text() -> None:
    sheet = opened_xlsx(simple("=cmd()"))["data"]
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].quotePrefix) == ("=cmd()", "s", True)
    assert (sheet["B2"].value, sheet["A3"].value, sheet["B3"].value) == (3, None, 0.5)


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    value = opened_xlsx(simple("\x1b" * 40_000))["data"]["A2"].value
    assert len(value) <= as_xlsx.MAX_CELL
    assert re.fullmatch(r"(?:_x001B_)+ \[…\]", value)


def test_runs_lists_numbers_and_line_breaks_in_word() -> None:
    book = opened_docx(simple("første\nanden\tkolonne"))
    heading, paragraph, item = book.paragraphs[:3]
    assert (heading.style.name, item.style.name) == ("Heading 1", "List Bullet")
    assert [(r.text, bool(r.bold), bool(r.italic)) for r in paragraph.runs][1:] == [
        (" fed", True, False),
        (" skrå", False, True),
    ]
    assert book.tables[0].cell(1, 0).text == "første\nanden\tkolonne"
    assert book.tables[0].cell(1, 1).paragraphs[0].alignment is not None


def test_links_in_word_lead_to_places_that_are_there(make) -> None:
    xml = (
        zipfile.ZipFile(io.BytesIO(render(matrix(make(), PROVENANCE, "da"), "docx"))).read("word/document.xml").decode()
    )
    places = re.findall(r'w:bookmarkStart w:id="\d+" w:name="(\w+)"', xml)
    assert len(places) == len(set(places)) > 3
    assert set(re.findall(r'w:anchor="(\w+)"', xml)) <= set(places)


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_the_same_document_is_the_same_bytes_and_names_nobody(
    format: str, make, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = matrix(make(), PROVENANCE, "da")
    first = FORMATS[format].write(document)
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 5, 6, 7, 8, 9, 0, 1, 0))
    assert FORMATS[format].write(document) == first
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert re.sub("<[^>]*>", " ", core).split() == (["Kompetencer"] if format == "docx" else []) + ["workbench"]


@pytest.mark.parametrize("title", ["a" * 40, "[x]:*?/\\", "'", "", "History", "data", "\x1b"])
def test_a_sheet_can_be_called_after_any_title(title: str) -> None:
    document = simple("x")
    document = document._replace(sections=(document.sections[0]._replace(title=title),) * 3)
    assert len(opened_xlsx(document).sheetnames) == 4


@given(st.text())
def test_every_text_can_stand_in_an_office_file_and_be_read_back(text: str) -> None:
    written = sanitise.office(text)
    assert sanitise.office_value(written) == text
    expat.ParserCreate().Parse(f"<a>{html.escape(written)}</a>".encode(), True)


def test_what_is_read_in_word_stands_in_words_own_styles() -> None:
    book = opened_docx(showcase())
    styles = {p.text: p.style.name for p in book.paragraphs}
    assert styles["Informanter: Tillid"] == "Caption"
    assert (styles["Uden navn"], styles["— En frivillig, Tillid"]) == ("Quote", "Quote")
    assert (styles["to"], styles["Citater: Tillid"]) == ("List Bullet", "Heading 2")
    table = book.tables[0]
    assert table.style.name == "Table Grid"
    assert "<w:tblHeader/>" in table.rows[0]._tr.xml
    shaded = re.findall(r'w:fill="(\w+)"', table._tbl.xml)
    assert shaded == [ROLES[f"shade{i}"].light[1:] for i in (10, 3)]
    # A link on a shade is read as well as other letters there.
    assert re.findall(r'w:color w:val="(\w+)"', table.cell(1, 1)._tc.xml) == [ROLES["on10"].light[1:]]


def test_a_picture_in_word_is_drawn_twice_and_said_in_words() -> None:
    with zipfile.ZipFile(io.BytesIO(as_docx.write(showcase("<b>&")))) as package:
        names = {name for name in package.namelist() if name.startswith("word/media/")}
        xml = package.read("word/document.xml").decode()
        related = package.read("word/_rels/document.xml.rels").decode()
        assert 'ContentType="image/svg+xml"' in package.read("[Content_Types].xml").decode()
        assert package.read("word/media/image1.png").startswith(b"\x89PNG")
        drawn = package.read("word/media/figure1.svg")
        assert b"<svg " in drawn
        assert b"<style" not in drawn  # a page of Word is white, whatever the screen is
    assert names == {"word/media/image1.png", "word/media/figure1.svg"}
    embedded = re.findall(r'<(a:blip|asvg:svgBlip)[^>]* r:embed="(rId\d+)"', xml)
    targets = dict(re.findall(r'Id="(rId\d+)"[^>]*Target="([^"]+)"', related))
    targets |= {id_: target for target, id_ in re.findall(r'Target="([^"]+)"[^>]*Id="(rId\d+)"', related)}
    assert [(tag, targets[id_]) for tag, id_ in embedded] == [
        ("a:blip", "media/image1.png"),
        ("asvg:svgBlip", "media/figure1.svg"),
    ]
    assert 'descr="Relationer: Fagprofessionelle 2/2, Frivillige 1/1' in xml
    extent = re.search(r'wp:extent cx="(\d+)"', xml)
    assert extent is not None
    assert int(extent[1]) <= 170 * 36_000  # no wider than the line


def test_the_new_blocks_in_excel() -> None:
    sheet = opened_xlsx(showcase())["Tillid"]
    cells = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    assert ["Informanter: Tillid"] in cells
    assert ["tema", "Fagprofessionelle", "Frivillige", "Uddannelser"] in cells
    assert ["Tillid", "1/2", "1/1", "–"] in cells


def test_an_empty_document_is_a_file_all_the_same() -> None:
    nothing = Document("en", (), Records((), ()), {})
    assert opened_docx(nothing).paragraphs == []
    assert len(opened_xlsx(nothing).sheetnames) == 1


@pytest.mark.nightly
def test_libreoffice_opens_what_word_is_meant_for(tmp_path: Path) -> None:
    if not (office := shutil.which("soffice")):
        pytest.skip("no LibreOffice here")
    document = matrix(small_matrix(("=1+1", "a\x1b", "\ud800", "👩‍👩‍👧", "x", "y", "z", "æ")), PROVENANCE, "da")
    (tmp_path / "m.docx").write_bytes(as_docx.write(document))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [
            office,
            profile,
            "--headless",
            "--convert-to",
            "txt:Text",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "m.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert "Fælles kompetencer" in (tmp_path / "m.txt").read_text(encoding="utf-8-sig")
