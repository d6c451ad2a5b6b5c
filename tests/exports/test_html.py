"""The HTML export: whole in itself, nothing runs in it, nothing that was typed becomes markup, all of it is reached."""

import re
from collections import Counter
from itertools import pairwise

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exports.showcase import PROVENANCE, WIDE, showcase
from tests.quick import examples
from workbench.exports import FORMATS, Document, as_html, matrix, render
from workbench.exports.document import Figure, Paragraph, Records, Section, Table, Text, plain
from workbench.exports.plots import charts
from workbench.exports.plots.colours import ROLES
from workbench.exports.plots.draw import draw

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></style><svg onload=alert(1)>",
    "a\x1b[31mb\x00\u202ec\ud800\ufffe",
    "{{7*7}} <!-- --> ]]> &lt; &amp; javascript:alert(1)",
)


def page(document: Document) -> "lxml.html.HtmlElement":
    return lxml.html.document_fromstring(as_html.write(document))


def shape(document: Document) -> Counter[str]:
    """How often each element and attribute occurs."""
    elements = [element for element in page(document).iter() if isinstance(element.tag, str)]
    return Counter([e.tag for e in elements] + [f"{e.tag}@{name}" for e in elements for name in e.attrib])


def test_the_page_needs_nothing_from_anywhere_and_runs_nothing() -> None:
    written = as_html.write(showcase(wide=True))
    root = lxml.html.document_fromstring(written)
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    assert not root.xpath("//script | //link | //iframe | //object | //img | //form | //base")
    assert not root.xpath("//@src | //@onload | //@onclick | //@style")
    assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)", written)
    assert "url(" not in written
    assert "@import" not in written


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_was_typed_becomes_markup(text: str) -> None:
    assert shape(showcase(text)) == shape(showcase("x"))
    written = as_html.write(showcase(text))
    written.encode()
    assert not {"\x1b", "\x00", "\u202e", "\ufffe"} & set(written)


@settings(max_examples=examples(20))
@given(st.text(min_size=1).filter(str.strip))
def test_whatever_is_typed_stays_text(text: str) -> None:
    document = Document("da", (Section("x", 1, (Paragraph(plain(text)),)),), Records((), ()), {})
    paragraph = page(document).xpath("//main/p")
    assert len(paragraph) == 1
    assert {child.tag for child in paragraph[0].iterdescendants()} <= {"br"}
    seen = "".join(paragraph[0].itertext())
    kept = [letter for letter in text if letter.isalnum() and letter.isprintable()]
    assert [letter for letter in seen if letter.isalnum()] == kept


def test_who_hears_the_page_is_told_what_is_what() -> None:
    root = page(showcase(wide=True))
    assert root.get("lang") == "da"
    assert root.xpath("//title")[0].text == "Tillid"
    assert len(root.xpath("//main")) == 1
    skip = root.xpath("//body/*[1]")[0]
    assert root.xpath("//main/@id") == [skip.get("href")[1:]]
    levels = [int(heading.tag[1]) for heading in root.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    first = root.xpath("//table")[0]
    assert first.xpath("caption")[0].text == "Informanter: Tillid"
    assert [cell.get("scope") for cell in first.xpath("thead//th")] == ["col"] * 3
    assert [cell.get("scope") for cell in first.xpath("tbody//th")] == ["row"] * 2
    assert not root.xpath("//main//h3/following::table[1]//th[@scope='row']")  # no column of it is a heading
    assert len(root.xpath("//blockquote")) == 2
    assert root.xpath("//figure[@class='said']/figcaption")[0].text_content() == "— En frivillig, Tillid"


def test_a_figure_is_a_picture_with_words_and_with_its_numbers() -> None:
    root = page(showcase())
    picture = root.xpath("//figure/svg")[0]
    names = picture.get("aria-labelledby").split()
    title, words = (root.xpath(f"//*[@id='{name}']")[0].text for name in names)
    assert picture.get("role") == "img"
    assert title.startswith("Kompetencer. Informanter")
    assert "Relationer / Tillid: Fagprofessionelle 1/2, Frivillige 1/1" in words
    rows = root.xpath("//figure/details//tbody/tr")
    assert [cell.text_content() for cell in rows[1].xpath("*")] == ["Tillid", "1/2", "1/1", "–"]


def test_every_link_leads_to_one_place_of_the_page() -> None:
    root = page(showcase())
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = root.xpath("//a/@href")
    assert links
    assert {link[1:] for link in links} <= set(ids)
    assert {"maal", "uden-titel"} <= set(ids)  # others may link to them from outside
    assert [link.text for link in root.xpath("//nav//a")] == ["Citater: Tillid"] or not root.xpath("//nav")


def test_the_menu_lists_the_second_level_where_there_are_several() -> None:
    assert [link.text for link in page(showcase(wide=True)).xpath("//nav//a")] == ["Citater: Tillid", "Bred"]


def test_a_long_menu_is_folded_and_a_broad_drawing_can_be_moved() -> None:
    columns = tuple(f"gruppe {i}" for i in range(30))
    cells = tuple(charts.Cell(0.5, "1/2") for _ in columns)
    rows = tuple(charts.HeatRow(f"tema {i}", 0, cells) for i in range(40))
    figure = Figure(draw(charts.Heat("tema", columns, rows)), plain("x"), "alt")
    sections = tuple(Section(f"afsnit {i}", 2, (figure,) if not i else ()) for i in range(20))
    root = page(Document("da", sections, Records((), ()), {}))
    assert root.xpath("//nav/details/summary")[0].text == "Indhold"
    assert len(root.xpath("//nav//li")) == 20
    assert len(root.xpath("//div[@class='wide broad']/svg")) == 2  # on paper each fits a page
    assert len(root.xpath("//figure/figcaption")) == 1
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_a_link_that_leads_nowhere_is_text() -> None:
    line = (Text("hen", to="findes ikke"),)
    document = Document("en", (Section("x", 1, (Paragraph(line),)),), Records((), ()), {})
    assert not page(document).xpath("//main//a")
    assert page(document).xpath("//main/p")[0].text == "hen"


def test_shades_are_classes_with_letters_that_stand_out() -> None:
    cells = page(showcase()).xpath("//table[1]//td[contains(@class, 'shade')]")
    assert [cell.get("class") for cell in cells[:2]] == ["n shade shade10", "n shade shade3"]
    written = as_html.write(showcase())
    for colour in (ROLES["shade10"].light, ROLES["shade10"].dark, ROLES["on10"].light):
        assert colour in written


def test_a_wide_table_can_be_moved_with_the_keys() -> None:
    moved = page(showcase(wide=True)).xpath("//div[@class='wide']")
    assert len(moved) == 1
    assert (moved[0].get("tabindex"), len(moved[0].xpath(".//thead//th"))) == ("0", WIDE)


@pytest.mark.parametrize(
    ("language", "said"), [("da-DK", "Spring til indholdet"), ('x" onload="', "Skip to the contents")]
)
def test_the_words_around_are_in_the_language_of_the_study(language: str, said: str) -> None:
    root = page(showcase()._replace(language=language))
    assert root.xpath("//body/a")[0].text == said
    assert not root.xpath("//@onload")


def test_the_same_document_is_the_same_page_and_the_matrix_has_every_row(make) -> None:
    document = matrix(make(), PROVENANCE, "da")
    written = render(document, "html")
    assert written == FORMATS["html"].write(document)
    headings = {heading.text_content() for heading in lxml.html.document_fromstring(written).xpath("//h3")}
    assert {row[0] for row in document.records.rows} <= headings


def test_an_empty_document_is_a_page_all_the_same() -> None:
    nothing = Document("en", (), Records((), ()), {})
    assert page(nothing).xpath("//h1")[0].text == "Untitled"
    table = Document("en", (Section("", 1, (Table((), ()),)),), Records((), ()), {})
    assert len(page(table).xpath("//table")) == 1
