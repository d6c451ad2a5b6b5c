"""Markdown stays what it was meant to be, whatever anything is called."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from workbench.exports import Cited, Provenance, Shown, matrix, overview, render
from workbench.exports.document import Document, Items, Paragraph, Records, Section, plain
from workbench.exports.markdown import text as escaped
from workbench.exports.markdown import write
from workbench.exports.spoken import in_a_word
from workbench.exports.words import Words
from workbench.synthesis import Evidence, Interview, Placement, Rule, Speaker, Theme, build
from workbench.synthesis import overview as count
from workbench.synthesis.values import Note

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
| **Relationer**‡ [3 informanter, 2 interview](#relationer) |  |  |
| Tillid [2, 2](#tillid) | Netværk [2, 1](#netvaerk) |  |
|  | Grænser‡ [1, 1](#graenser) | Værd‡ [1, 1](#vaerd) |
|  | Kaffe† [0, 0](#kaffe) |  |

*Reglen:* et tema står i “Fælles kompetencer”, når mindst 1 informant i mindst 1 interview udtrykker det i hver af \
mindst to kolonner (Fagprofessionelle og Frivillige), eller når lige så mange fra Uddannelser gør det. Når kun én \
kolonne når så langt, står temaet dér; når ingen gør, er der for lidt belæg. Et overordnet tema regnes af hele sit \
undertræ og er blandet, når kolonnerne kommer fra forskellige dele af det. Kolonnerne følger informantens gruppe. \
Interviewerens egne ord er aldrig belæg, og udsagn, der afviser et tema, tæller ikke med. Tallene efter et tema er \
informanter og interview. † er sat i hånden. ‡ bæres helt eller mest af én informant.

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
    said = "R1: Jeg gav hende | nøglen.\nBare sådan."
    listed = {"t": [Cited("K-01", 14, 40, 3, ("R1",), said, ("Kommunen",), "A nurse", ("ann",), shown=said[4:])]}
    denials = {"k": [Cited("K-01", 14, 18, 0, (), "Nej.", risks=("unique",))]}
    quotes = {"t": [Shown("Jeg gav […] nøglen", "A nurse", "K-01, R1")]}
    found = matrix(
        make(),
        PROVENANCE,
        "en",
        listed,
        denials,
        summaries={"t": "They *trust*."},
        quotes=quotes,
        wordings={"t": "A|B"},
    )
    written = render(found, "md")
    assert "| A\\|B [2, 2](#tillid) |" in written
    assert (
        """\
### <a id="tillid"></a>Relationer / Tillid

Stands in: Fælles kompetencer. In the table: “A\\|B”.

They \\*trust\\*.

| group | informants | interviews | excerpts |
|---|---:|---:|---:|
| Fagprofessionelle | 1 / 2 | 1 | 1 |
| Frivillige | 1 / 1 | 1 | 1 |
| Uddannelser | 0 | 0 | 0 |
| **in all** | **2** | **2** | **2** |

- In F-01, K-01.
- Breadth: 2 of 3 informants, 2 of 2 interviews.
- Depth: 1.0 excerpts an informant, spread as over 2.0 equally talkative informants; the most quoted one speaks in \
1 of 2 excerpts.
- One informant alone in: Fagprofessionelle, Frivillige.

**Quotes**

> Jeg gav \\[…\\] nøglen
>
> — A nurse (K-01, R1)

#### <a id="k-01-14"></a>K-01, R1

> Jeg gav hende \\| nøglen. Bare sådan.
>
> — A nurse, turn 3, characters 14–40
"""
        in written
    )
    assert (
        """\
#### <a id="k-01-14-2"></a>K-01, counter-evidence

> Nej.
>
> — characters 14–18 **! could identify: few can have said it**
"""
        in written
    )
    assert "*Below it:* [Tillid](#tillid) (2 excerpts); [Netværk](#netvaerk) (1 excerpt)." in written


def test_of_many_passages_of_a_theme_the_first_are_listed_and_all_are_data(make):
    listed = {"t": [Cited("K-01", at, at + 1, 1, ("R1",), "x") for at in range(203)]}
    document = matrix(make(), PROVENANCE, "en", listed)
    written = render(document, "md")
    assert "The first 200 of 203 excerpts:" in written
    assert written.count("#### ") == 200
    assert len(document.sheets["excerpts"].rows) == len(document.data["rows"][1]["evidence"]) == 203


@pytest.mark.parametrize(
    ("counts", "first", "later", "rule"),
    [
        ("numbers", "**Relationer**‡ [3 informanter, 2 interview](#relationer)", "Tillid [2, 2](#tillid)", "Tallene"),
        ("words", "**Relationer**‡ [alle informanter](#relationer)", "Tillid [de fleste](#tillid)", "Ordet efter"),
        ("none", "[**Relationer**](#relationer)‡", "[Tillid](#tillid)", ""),
    ],
)
def test_how_many_is_said_in_numbers_in_words_or_not_at_all(make, counts, first, later, rule):
    written = render(matrix(make(counts=counts), PROVENANCE, "da"), "md")
    table, behind = written.split("## Belæg\n")
    assert f"| {first} |  |  |\n| {later} |" in table
    assert rule in table
    assert ("Tallene efter" in table) == (counts == "numbers")
    assert ("1 uddrag" in table) == (counts == "numbers")
    assert "| Fagprofessionelle | 2 / 2 | 1 | 2 |" in behind  # what stands behind the table is always in numbers


@pytest.mark.parametrize(
    ("informants", "heard", "of", "said"),
    [
        *((0, 0, 9, "ingen"), (1, 1, 1, "én"), (1, 0, 0, "én"), (2, 2, 8, "enkelte"), (3, 3, 8, "flere")),
        *((4, 4, 8, "flere"), (5, 5, 8, "de fleste"), (8, 8, 8, "alle"), (2, 2, 2, "begge"), (3, 3, 3, "alle")),
        *((5, 0, 0, "enkelte"), (4, 1, 1, "enkelte"), (9, 2, 8, "enkelte")),  # most are in interviews not yet done
    ],
)
def test_a_word_for_how_many_of_those_who_could(informants, heard, of, said):
    assert in_a_word(informants, heard, of, Words("da")) == said


def test_what_is_odd_about_a_table_is_said_and_persons_are_not_named(make):
    odd = (
        ("no_columns", "by"),
        ("empty_group", "education"),
        ("empty_column", "volunteer"),
        ("two_groups", "P7"),
        ("not_done", "U-01"),
    )
    found = make()._replace(notes=tuple(Note(kind, subject, 1) for kind, subject in odd))
    written = render(matrix(found, PROVENANCE, "en"), "md")
    notes = written.split("## Note\n\n")[1].split("\n\n")[0]
    assert notes == (
        "- The table has no columns: nobody in the study has anything under “by”.\n"
        "- No evidence in Frivillige.\n- No informant belongs to Uddannelser.\n"
        "- 1 person in several groups: counted in each of them, but once in all.\n"
        "- Evidence from interviews that are not done counts; their informants are not among the “of”: U-01."
    )


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("group", "the informant's group"),
        ("coder", "the coder"),
        ("kind", "the kind of interview"),
        ("form", "the informant's “form”"),
        ("facet:form, form", "the coding's “form”; where that says nothing, the informant's “form”"),
    ],
)
def test_the_rule_says_what_makes_the_columns(make, by, said):
    found = make()
    found = found._replace(rule=replace(found.rule, by=by))
    assert f" Columns follow {said}. The interviewer" in render(matrix(found, PROVENANCE, "en"), "md")


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
    assert " D / B‡ [1, 1](#b-2) |" in written


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
    assert "| Fælles kompetencer | 0" not in render(
        matrix(make(by="site", columns=("Kommune A",), shared_groups=()), PROVENANCE, "en"), "md"
    )
    kinds = render(matrix(make(by="kind", columns=("group", "single")), PROVENANCE, "da"), "md")
    assert "| Fælles kompetencer | gruppe | enkelt |" in kinds


def test_a_group_that_is_not_listened_to_is_not_said_to_be_silent(make):
    written = render(matrix(make(groups=("professional",)), PROVENANCE, "da"), "md")
    assert "| Fagprofessionelle | 2 / 2 | 1 | 2 |" in written
    assert "| Frivillige |" not in written.split("## Belæg")[1]


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
        "|---|---|---|\n|  | a‡ [1 informant, 1 interview](#a) | b‡ [1, 1](#b) |\n|  | c‡ [1, 1](#c) |  |\n\n"
        in written
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
    listed = {"1": [Cited(said, 0, 1, 1, (title,), said, (said,), title)]}
    hostile = {"summaries": {"1": said}, "wordings": {"1": title}, "quotes": {"1": [Shown(said, title, said)]}}
    document = matrix(found, Provenance(title, said, (said, title), said, title), "da", listed, listed, **hostile)
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
