"""A report is one document: its parts in their order, links that lead somewhere, and nothing but what it was given."""

import inspect
import json
import posixpath
import re
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.exports.conftest import GROUPS, INTERVIEWS, SPEAKERS, small_matrix
from tests.quick import examples
from workbench import exports
from workbench.exports.document import Document, Figure
from workbench.exports.of_codebook import Entry
from workbench.exports.plots import heat
from workbench.exports.report import PARTS, Cited, Facts, Given, Round, Settled, Source, Tabled, Theme, report
from workbench.exports.report.folder import files
from workbench.exports.report.words_da import DANISH
from workbench.exports.report.words_en import ENGLISH
from workbench.synthesis import overview

SOURCE = Source("Havnen", "codebook", "all", ("ann", "bo"), "1f3c00000000", "S:1:1f3c", "2026-11-03", "1.0")
FACTS = Facts(
    again=1,
    apart=2,
    codes=8,
    top=4,
    rounds=(Round("1", "2026-10-01", 8, 2),),
    versions=(Round("før feltet", "2026-09-01", 0, 0),),
    settled=Settled(3, 1, 2),
    memos={"field": 2, "analytic": 1},
    questions=(("Hvad kræver det?", ("Fagprofessionelle",)),),
    replaced=2,
    names=("En {role}", "En informant"),
    same=3,
)
QUOTE = Cited("Man skal turde (…) sige fra.", "En leder", "K-01, R1", ("P1",))
DENIAL = Cited("Det er ikke det med at turde.", "En frivillig", "F-01, R1", ("P3",))
THEMES = (Theme("t", "At vise tillid.", (("", "De stoler på hinanden."),), (QUOTE,), (), (("Tillid", ("alle 3,9",)),)),)
BOOK = (
    Entry("Relationer", "Relationer", 1, ""),
    Entry("Relationer / Tillid", "Tillid", 2, "Relationer", "At vise", "x", "y"),
)


@pytest.fixture
def given(make, data) -> Given:
    """A small report in which every part that needs no other room has something."""
    return whole(make(), data)


def whole(matrix, data, **source: object) -> Given:
    """The report of a matrix."""
    speakers, interviews, groups = data
    table = exports.matrix(matrix, exports.Provenance(layer="all", coders=("ann", "bo")), "da")
    kaffe = Theme("k", "", (), (), (DENIAL,))
    return Given(
        SOURCE._replace(**source),
        FACTS,
        overview(speakers, interviews, groups),
        (Tabled("competences", matrix, table, heat(matrix, "da")), Tabled("again", matrix, table)),
        (*THEMES, kaffe),
        BOOK,
    )


def leads(document: Document) -> tuple[list[str], list[str]]:
    """Anchors, and where links lead."""
    written = str(exports.render(document, "md"))
    return re.findall(r'<a id="([^"]*)"></a>', written), re.findall(r"(?<!\\)\]\(#([^)]*)\)", written)


def test_the_parts_stand_in_their_order_and_every_link_leads_somewhere(given: Given) -> None:
    document = report(given, "da")
    parts = [section.title for section in document.sections if section.level == 2]
    assert parts == [
        *("Materiale", "Metode", "Tabeller", "Temaer", "Kodebog"),
        *("Tjeklister", "Hvad andre grænser ville ændre", "Sådan gentages rapporten"),
    ]
    anchors, links = leads(document)
    assert len(set(anchors)) == len(anchors)
    assert set(links) <= set(anchors)
    assert links.count("tillid") >= 2  # from both tables
    first = document.sections[0]
    assert (first.title, first.level) == ("Havnen", 1)
    assert [s.level for s in document.sections[1:] if s.level < 2] == []


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_left_out_leaves_no_link_to_it(given: Given, part: str) -> None:
    there = report(given, "da")
    document = report(given._replace(parts=given.parts - {part}), "da")
    anchors, links = leads(document)
    assert set(links) <= set(anchors)
    gone = {s.title for s in there.sections if s.level == 2} - {s.title for s in document.sections if s.level == 2}
    assert len(gone) == (part not in ("agreement", "saturation", "survey"))


def test_the_method_says_only_what_is_known(given: Given) -> None:
    said = str(exports.render(report(given, "da"), "md"))
    assert "Materialet er 3 interview (1 gruppeinterview og 2 enkeltinterview) med 4 informanter" in said
    assert "fra 22. september 2020 til 12. januar 2021" in said
    assert "Én informant medvirker i flere interview." in said
    assert "To kodere (ann og bo) har kodet; kodebogen har 8 koder, heraf 4 overordnede." in said
    assert "3 afgjort ved drøftelse og 1 af en tredje; 2 er åbne" in said
    assert "Runde 1 begyndte 1. oktober 2026 med 8 koder; siden er 2 koder nye, ændrede eller udgåede." in said
    assert "3 memoer (feltnote 2, analytisk memo 1)" in said
    assert "Ét tema er sat i hånden" in said
    assert "færre end 3 informanter" in said
    bare = str(exports.render(report(Given(SOURCE, Facts()), "da"), "md"))
    for word in ("memo", "Runde", "α", "Citaterne", "Materialet", "konsensus", "Tabeller"):
        assert word not in bare


def test_a_themes_page_has_its_meaning_its_numbers_its_words_and_who_says_the_opposite(given: Given) -> None:
    said = str(exports.render(report(given, "da"), "md"))
    page = said[said.index('<a id="tillid">') : said.index('<a id="netvaerk">')]
    order = [
        "At vise tillid.",
        "Udtrykt af 2 af 3 informanter",
        "| Fagprofessionelle |",
        "De stoler",
        "spørgeskemaet",
        "„Man",
    ]
    places = [page.index(part) for part in order]
    assert places == sorted(places)
    assert "> — En leder (K-01, R1)" in page
    kaffe = said[said.index('<a id="kaffe">') : said.index('<a id="humor">')]
    assert "**Modsigelse (tæller ikke med):**" in kaffe
    assert "Sat i hånden; efter reglen: Frivillige. læst igen." in kaffe
    assert "1 uddrag med kun interviewerens ord" in said[said.index('<a id="humor">') :]


def test_a_second_table_says_of_its_rule_only_what_is_other(given: Given) -> None:
    document = report(given, "da")
    tables = [s for s in document.sections if s.title == "Kompetencer" and s.level == 3]
    rules = ["".join(run.text for run in s.blocks[1].line) for s in tables[:2]]
    assert "Interviewerens egne ord" in rules[0]
    assert rules[1] == "Reglen: I øvrigt som under “Kompetencer”."


def test_the_checklists_fill_what_the_project_knows_and_leave_the_rest(given: Given) -> None:
    document = report(given, "en")
    coreq, srqr = (s.blocks[0] for s in document.sections if s.title.startswith(("COREQ", "SRQR")))
    assert (len(coreq.rows), len(srqr.rows)) == (32, 21)
    told = {int(row[0][0].text): row[2] for row in coreq.rows}
    assert (told[1][0].text, told[1][0].emphasis) == ("for the authors", True)
    assert "".join(run.text for run in told[12]).startswith("4 informants in 3 interviews")
    assert told[20][0].text == "2 memos written as field notes"
    assert "1 quote of 1 informant" in told[29][0].text
    for number in (2, 3, 10, 13, 19, 23, 28):
        assert told[number][0].emphasis  # nobody's business but the authors'
    reflexive = report(given._replace(source=SOURCE._replace(approach="reflexive")), "en")
    assert "reflexive thematic analysis" in str(exports.render(reflexive, "md"))


def test_the_same_report_is_the_same_bytes_and_names_what_makes_it(given: Given) -> None:
    for format in ("md", "html", "docx", "json"):
        assert exports.render(report(given, "da"), format) == exports.render(report(given, "da"), format)
    last = report(given, "da", "workbench export report --quotes 2").sections[-1]
    assert last.blocks[1].line[0].text == "workbench export report --quotes 2 --at S:1:1f3c"
    blind = report(given._replace(source=SOURCE._replace(log="", place="", blind=("K-01",))), "da")
    assert "blindt" in str(exports.render(blind, "md"))
    assert "--at" not in str(exports.render(blind, "md"))
    found = json.loads(exports.render(report(given, "da"), "json"))
    assert (found["log"], found["themes"][0]["quotes"][0]["source"]) == ("1f3c00000000", "K-01, R1")


def test_a_folder_has_a_page_for_every_table_and_theme_and_its_links_lead_there(given: Given) -> None:
    written = files(report(given, "da"))
    assert next(iter(written)) == "report.md"
    assert {posixpath.dirname(path) for path in written} == {"", "tables", "themes", "plots"}
    assert [path for path in written if path.endswith(".svg")] == ["plots/01-competences-1.svg"]
    assert "](../plots/01-competences-1.svg)" in written["tables/01-competences.md"]
    for path, text in written.items():
        for target in re.findall(r"(?<!\\)\]\(([^)]*)\)", text):
            there, _, anchor = target.partition("#")
            file = posixpath.normpath(posixpath.join(posixpath.dirname(path), there)) if there else path
            assert file in written, target
            assert not anchor or f'<a id="{anchor}"></a>' in written[file], target
    assert written["themes/02-tillid.md"].startswith('# <a id="tillid"></a>Tillid')


HOSTILE = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["](#metode)", "<script>", "| a", "=1+1", "a\x1b[31m", "\u202egnol", "[x](http://y)"]),
    st.sampled_from(["con", "../..", "Metode", "figure0"]),
)


@settings(max_examples=examples(15))
@drawn(st.lists(HOSTILE, min_size=8, max_size=8, unique=True), st.lists(HOSTILE, min_size=3, max_size=3), HOSTILE)
def test_nothing_that_anybody_typed_becomes_markup_or_a_path(names, labels, said) -> None:
    matrix = small_matrix(tuple(name or "x" for name in names), tuple(labels), reason=said or "x")
    speakers, interviews, groups = SPEAKERS, INTERVIEWS, dict(zip(GROUPS, labels, strict=True))
    made = whole(matrix, (speakers, interviews, groups), title=said, coders=(said,))
    cited = Cited(said, said, said)
    theme = Theme("t", said, (("", said), (said, said)), (cited,), (cited,), ((said, (said,)),))
    facts = FACTS._replace(names=(said,), questions=((said, (said,)),), versions=(Round(said, "2026-09-01", 0, 0),))
    document = report(made._replace(themes=(theme,), facts=facts), "da")
    written = files(document)
    for path, text in written.items():
        assert re.fullmatch(r"report\.md|(tables|themes|plots)/\d\d-[a-z0-9-]+\.(md|svg)", path)
        if path.endswith(".svg"):
            continue
        html = MarkdownIt("commonmark").enable("table").render(text)
        assert "<script" not in html
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", text)
        here = posixpath.dirname(path) or "."
        known = {"", *(posixpath.relpath(there, here) for there in written)}
        assert set(re.findall(r'href="([^"#]*)', html)) <= known
    anchors, links = leads(document)
    assert set(links) <= set(anchors)


def test_both_languages_say_the_same_things_and_nothing_is_left_over() -> None:
    assert DANISH.keys() == ENGLISH.keys()
    for key in DANISH:
        needed = [{name for _, name, _, _ in Formatter().parse(words[key]) if name} for words in (DANISH, ENGLISH)]
        assert needed[0] == needed[1], key
    home = Path(inspect.getfile(report)).parent
    rooms = [file for file in home.glob("*.py") if not file.name.startswith("words_")]
    code = "".join(file.read_text(encoding="utf-8") for file in rooms).replace("'", '"')
    patterns = [
        re.compile(re.sub(r"\\\{.*?\\\}", ".+", re.escape(k))) for k in re.findall(r'f"([a-z][^"]*\{[^"]*)"', code)
    ]
    for key in DANISH:
        plural = f'"{key.removesuffix("s")}"' in code
        item = re.fullmatch(r"(coreq|srqr) \d+", key)
        assert item or f'"{key}"' in code or plural or any(p.fullmatch(key) for p in patterns), key


def test_a_figure_in_a_folder_is_told_to_whoever_does_not_see_it(given: Given) -> None:
    figure = given.tables[0].figure
    assert isinstance(figure, Figure)
    page = files(report(given, "da"))["tables/01-competences.md"]
    assert "![Relationer: Fagprofessionelle 2/2" in page
