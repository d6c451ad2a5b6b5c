"""Markdown stays what it was meant to be, whatever anything is called."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from workbench.exports import Excerpt, Provenance, matrix, overview, render
from workbench.exports.document import Document, Items, Paragraph, Records, Section, plain
from workbench.exports.markdown import text as escaped
from workbench.exports.markdown import write
from workbench.synthesis import Evidence, Interview, Placement, Rule, Speaker, Theme, build
from workbench.synthesis import overview as count

PROVENANCE = Provenance("Frivillighed", "", ("ann", "bo"), "1f3c", "2026-11-23")
HOSTILE = st.one_of(
    st.sampled_from(
        [
            "a | b",
            "<script>x</script>",
            "[x](http://y)",
            "![x](y)",
            "`c`",
            "https://evil.example",
            "www.evil.example",
            "# h",
            "- x",
            "1. x",
            "---",
            "a\n\nb",
            "&lt;b&gt;",
            "**",
            "\\",
            "\\|",
            "<a id='x'>",
            "*x*",
            "~~x~~",
            "x\u202ey",
            "\x1b[31m",
            " ",
            "†",
        ]
    ),
    st.text(max_size=12),
)
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def tokens(text):
    for token in READER.parse(text):
        yield token
        yield from token.children or ()


def test_the_table_and_its_note_as_written_by_hand(make):
    written = render(matrix(make(), PROVENANCE, "da"), "md")
    assert written.startswith(
        """\
# Kompetencer

| Fælles kompetencer | Fagprofessionelle | Frivillige |
|---|---|---|
| **Relationer** [3 informanter, 2 interview](#relationer) |  |  |
| Tillid [2, 2](#tillid) | Netværk [2, 1](#netvaerk) |  |
|  | Grænser [1, 1](#graenser) | Værd [1, 1](#vaerd) |
|  | Kaffe† [0, 0](#kaffe) |  |

*Reglen:* et tema står i “Fælles kompetencer”, når mindst 1 informant i mindst 1 interview udtrykker det i hver af \
mindst to kolonner (Fagprofessionelle og Frivillige), eller når lige så mange fra Uddannelser gør det. Når kun én \
kolonne når så langt, står temaet dér; når ingen gør, er der for lidt belæg. Et overordnet tema regnes af hele sit \
undertræ og er blandet, når kolonnerne kommer fra forskellige dele af det. Kolonnerne følger informantens gruppe. \
Interviewerens egne ord er aldrig belæg, og udsagn, der afviser et tema, tæller ikke med. Tallene efter et tema er \
informanter og interview. † er sat i hånden.

*Grundlag:* Frivillighed; lag: alle kodere; kodere: ann og bo; 3 interview (2 færdigkodet); 4 informanter; log 1f3c; \
2026-11-23.

## Blandede temaer

- [**Egne**](#egne): 2 informanter, 2 interview

## For lidt belæg

- [**Humor**](#humor): 1 uddrag med kun interviewerens ord

## Sat i hånden

- [**Kaffe**](#kaffe): Fagprofessionelle (sat i hånden; efter reglen: Frivillige). læst igen

## Modsigelser (tæller ikke med)

- [**Kaffe**](#kaffe): 1 uddrag

## Hvad andre grænser ville ændre

- **Mindst 2 informanter**: Relationer (Fælles kompetencer → Fagprofessionelle); Tillid (Fælles kompetencer → for lidt \
belæg); Egne (blandet → for lidt belæg); Værd (Frivillige → for lidt belæg); \
Grænser (Fagprofessionelle → for lidt belæg)
"""
    )


def test_a_themes_section_gives_its_counts_and_quotes(make):
    quotes = {"t": [Excerpt("K-01", 14, ("R1",), "Jeg gav hende | nøglen.\nBare sådan.")]}
    denials = {"k": [Excerpt("K-01", 0, (), "Kaffe? Nej.")]}
    written = render(matrix(make(), PROVENANCE, "en", quotes, denials), "md")
    assert (
        """\
### <a id="tillid"></a>Relationer / Tillid

Stands in: Fælles kompetencer.

| group | informants | interviews | excerpts |
|---|---:|---:|---:|
| Fagprofessionelle | 1 / 2 | 1 | 1 |
| Frivillige | 1 / 1 | 1 | 1 |
| Uddannelser | 0 | 0 | 0 |
| **in all** | **2** | **2** | **2** |

- In F-01, K-01.

| interview | turn | who | excerpt |
|---|---:|---|---|
| K-01 | 14 | R1 | Jeg gav hende \\| nøglen. Bare sådan. |
"""
        in written
    )
    assert "**Counter-evidence**\n\n| interview | turn | who | excerpt |" in written


def test_another_language_than_danish_is_written_in_english(make):
    written = render(matrix(make(), PROVENANCE, "de"), "md")
    assert "[3 informants, 2 interviews](#relationer)" in written
    assert "*The rule:* a theme stands in “Fælles kompetencer” when at least 1 informant" in written


@pytest.mark.parametrize(
    ("layer", "said"), [("", "alle kodere"), ("all", "alle kodere"), ("consensus", "konsensus"), ("bo", "bo")]
)
def test_the_layer_is_said_in_words(make, layer, said):
    assert f"; lag: {said}; " in render(matrix(make(), Provenance("S", layer), "da"), "md")


@pytest.mark.parametrize("language", ["da", "da-DK", "en"])
def test_no_link_leads_nowhere_and_no_anchor_is_there_twice(make, language):
    same = ("A", "B", "B", "C", "B", "ø", "…", "x")
    written = render(matrix(make(same), PROVENANCE, language), "md")
    targets = re.findall(r'<a id="([^"]*)">', written)
    assert len(targets) == len(set(targets)) == 8
    assert set(re.findall(r"\]\(#([^)]*)\)", written)) <= set(targets)


def test_themes_of_the_same_name_are_told_apart_by_their_path(make):
    written = render(matrix(make(("A", "B", "C", "D", "B", "E", "F", "G")), PROVENANCE, "da"), "md")
    assert "| A / B [2, 2](#b) |" in written
    assert " D / B [1, 1](#b-2) |" in written


def test_columns_that_nothing_can_stand_in_are_left_out(make):
    only = render(matrix(make(columns=("education",)), PROVENANCE, "da"), "md")
    assert "| Uddannelser |\n|---|\n" in only
    assert "et tema står i “Uddannelser”, når mindst 1 informant i mindst 1 interview udtrykker det dér." in only
    seen = render(matrix(make(seen_from="volunteer"), PROVENANCE, "da"), "md")
    assert "| Fælles kompetencer | Fagprofessionelle | Frivillige |" in seen  # Kaffe was put among the professionals
    assert "Kun temaer, som “Frivillige” udtrykker, er med." in seen


def test_a_matrix_by_something_else_counts_its_columns_too(make):
    written = render(matrix(make(by="site", columns=("Kommune A",)), PROVENANCE, "en"), "md")
    assert "| column | informants | interviews | excerpts |\n|---|---:|---:|---:|\n| Fælles kompetencer |" in written


def test_a_name_is_one_line_of_text():
    assert escaped("a | [b](c) <d> &amp; $e$ www.f.dk https://g") == (
        r"a \| \[b\](c) \<d\> \&amp; \$e\$ www\.f.dk https:\//g"
    )
    assert (escaped(""), escaped("  "), escaped(" a ")) == ("", " ", " a ")


@pytest.mark.parametrize("opening", ["- x", "+ x", "1. x", "2) x", "---", "=== x"])
def test_what_opens_a_paragraph_or_an_item_is_no_list_and_no_rule(opening):
    blocks = (Paragraph(plain("before")), Paragraph(plain(opening)), Items((plain(opening),)))
    written = write(Document("da", (Section("x", 1, blocks),), Records((), ()), {}))
    kinds = [token.type for token in tokens(written)]
    assert kinds.count("bullet_list_open") == kinds.count("list_item_open") == kinds.count("heading_open") == 1
    assert not {"ordered_list_open", "hr"} & set(kinds)
    assert [token.content for token in tokens(written) if token.type == "text"].count(opening) == 2


def test_themes_with_nothing_below_them_share_a_band():
    themes = [Theme(name, name) for name in "abc"]
    interviews, speakers = (
        [Interview("k", "K"), Interview("f", "F")],
        [Speaker("k1", "", "k", "p"), Speaker("f1", "", "f", "v")],
    )
    said = [Evidence(theme, theme, at, 0, 1, "ann", (at + "1",)) for theme, at in (("a", "k"), ("b", "f"), ("c", "k"))]
    found = build(Rule(columns=("p", "v")), themes, said, speakers, interviews)
    written = render(matrix(found, PROVENANCE, "en"), "md")
    assert (
        "|---|---|---|\n|  | a [1 informant, 1 interview](#a) | b [1, 1](#b) |\n|  | c [1, 1](#c) |  |\n\n" in written
    )


@settings(max_examples=40)
@given(st.lists(HOSTILE, min_size=8, max_size=8), st.lists(HOSTILE, min_size=3, max_size=3), HOSTILE, HOSTILE)
def test_whatever_things_are_called_the_markdown_keeps_its_shape(names, labels, said, title):
    themes = [Theme(str(i), f"{names[0]} / {name}" if i else name, "0" if i else None) for i, name in enumerate(names)]
    interviews = [Interview("k", said), Interview("f", title)]
    speakers = [Speaker("k1", "", "k", "p"), Speaker("f1", "", "f", "v")]
    evidence = [Evidence(str(i), str(i), "kf"[i % 2], i, i + 1, "a", ("kf"[i % 2] + "1",)) for i in range(6)]
    rule = Rule(said, title, columns=("p", "v"), shared_label=labels[2], labels=dict(zip("pv", labels, strict=False)))
    put = [Placement("3", "shared", said), Placement("5", said + "?", title)]
    found = build(rule, themes, evidence, speakers, interviews, put, dict(zip("pve", labels, strict=True)))
    quotes = {"1": [Excerpt(said, 1, (title,), said)]}
    document = matrix(found, Provenance(title, said, (said, title), said, title), "da", quotes)
    written = render(document, "md")
    counted = [token.type for token in tokens(written)]
    tables = [table for section in document.sections for table in section.blocks if hasattr(table, "rows")]
    assert counted.count("table_open") == len(tables)
    assert counted.count("tr_open") == sum(1 + len(table.rows) for table in tables)
    assert counted.count("th_open") + counted.count("td_open") == sum(
        len(table.header) * (1 + len(table.rows)) for table in tables
    )
    assert counted.count("heading_open") == len(document.sections)
    assert counted.count("bullet_list_open") == sum(
        hasattr(block, "lines") for section in document.sections for block in section.blocks
    )
    assert not {"ordered_list_open", "image", "code_inline", "html_block", "fence", "hr", "code_block", "s_open"} & set(
        counted
    )
    assert all(re.fullmatch(r'<a id="[a-z0-9-]+">|</a>', t.content) for t in tokens(written) if t.type == "html_inline")
    assert all(t.attrGet("href").startswith("#") for t in tokens(written) if t.type == "link_open")
    assert not {"\x1b", "\u202e"} & set(written)


def test_the_data_overview_as_written_by_hand(data):
    assert (
        render(overview(count(*data), PROVENANCE, "da"), "md")
        == """\
# Dataoversigt

| sted | gruppeinterview | enkeltinterview | informanter |
|---|---:|---:|---:|
| **Fagprofessionelle** | **1** | **0** | **2** |
| Kommune A | 1 | 0 | 2 |
| **Frivillige** | **0** | **1** | **1** |
| Forening A | 0 | 1 | 1 |
| **Uddannelser** | **0** | **1** | **1** |
| Skole A | 0 | 1 | 1 |
| **i alt** | **1** | **2** | **4** |

*Grundlag:* Frivillighed, log 1f3c, 2026-11-23.

## Interview for interview

| interview | sted | dato | form | afholdt | informanter | færdigkodet |
|---|---|---|---|---|---|---|
| F-01 | Forening A | 2020-11-17 | enkelt | online | 1 Frivillige | ja |
| K-01 | Kommune A | 2020-09-22 | gruppe | fremmøde | 2 Fagprofessionelle | ja |
| U-01 | Skole A | 2021-01-12 | enkelt | online | 1 Uddannelser | nej |
"""
    )
