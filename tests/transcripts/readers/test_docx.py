import io

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transcripts.readers.making import HEARD, INTERVIEW, made, p, part, run, table, word
from workbench.errors import InputError
from workbench.transcripts import read as read_source
from workbench.transcripts.readers import docx
from workbench.transcripts.turns import turns

W = 'w:author="Rettende Opdigtet"'


def body(*paragraphs: str, **others: str) -> str:
    return docx.read(word("".join(paragraphs), **others)).body


def test_libreoffices_word_file_is_read_letter_by_letter() -> None:
    found = docx.read(made("samtale.docx"))
    assert found.body == INTERVIEW
    assert [turn.label for turn in turns(found.body)] == HEARD
    assert found.front is not None
    assert found.front.splitlines()[-1] == "  - {label: R2, person: P42, group: volunteer}"
    assert found.labels == ("R1", "R2")


def test_what_is_left_out_of_it_is_handed_on_as_hidden_and_counted() -> None:
    found = docx.read(made("samtale.docx"))
    together = "\n".join(found.hidden)
    for name in (
        "Slettelev",
        "Tove Prøvesen",
        "Hemmelig Sørensen",
        "Fortroligt",
        "Skriver Opdigtet",
        "Retter Opdigtet",
    ):
        assert name in together
        assert name not in found.body + "".join(found.warnings)
    assert "1 comment, 1 deleted passage, 1 footnote, 2 headers or footers" in found.warnings[0]


def test_a_whole_file_becomes_a_source_with_its_front_matter() -> None:
    found = read_source(made("samtale.docx"), "noget andet.odt")  # the wrong suffix: the content decides
    assert (found.front.id, found.format, found.front.interviewer) == ("K-09", "docx", ("I",))
    assert [one.person for one in found.front.informants] == ["P41", "P42"]


def test_python_docx_writes_what_is_read() -> None:
    made_by = python_docx.Document()
    made_by.core_properties.author = "Skriver Opdigtet"
    made_by.add_paragraph("I: Hvad så?")
    paragraph = made_by.add_paragraph()
    paragraph.add_run("R1:").bold = True
    paragraph.add_run(" Æh … ")
    paragraph.add_run("ikke\tså\nmeget.")
    grid = made_by.add_table(rows=0, cols=2)
    for label, said in (("R1", "Nå."), ("R2", "Jo."), ("R1", "Ja ja.")):
        cells = grid.add_row().cells
        cells[0].text, cells[1].text = label, said
    made_by.add_paragraph("Første", style="List Number")
    made_by.add_paragraph("Prik", style="List Bullet")
    out = io.BytesIO()
    made_by.save(out)
    found = docx.read(out.getvalue())
    assert found.body == "I: Hvad så?\nR1: Æh … ikke\tså\nmeget.\nR1: Nå.\nR2: Jo.\nR1: Ja ja.\nFørste\nPrik\n"
    assert "Skriver Opdigtet" in found.hidden
    assert found.warnings == (
        "the file names an author, a title or the like beside its text",
        "1 line is numbered by the word processor: the numbers are lost",
    )


@settings(max_examples=12)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs"]), max_size=20), min_size=1))
def test_what_python_docx_writes_comes_back(lines: list[str]) -> None:
    made_by = python_docx.Document()
    for line in ["R1: Begynd.", *lines, "R1: Slut."]:
        made_by.add_paragraph(line)
    out = io.BytesIO()
    made_by.save(out)
    wanted = [line.replace("\u2011", "-") for line in lines]
    assert docx.read(out.getvalue()).body.replace("\ufdd0", "") == "\n".join(["R1: Begynd.", *wanted, "R1: Slut.", ""])


def test_tracked_insertions_are_kept_and_deletions_dropped() -> None:
    inserted = f"<w:ins {W}>{run('kun ')}</w:ins>"
    deleted = f"<w:del {W}><w:r><w:delText>Slettelev</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom {W}>{run('flyttet')}</w:moveFrom>", f"<w:moveTo {W}>{run('flyttet')}</w:moveTo>"
    found = docx.read(word(p("R1: ikke ", inserted, deleted, moved[0], "kaffen ", moved[1])))
    assert found.body == "R1: ikke kun kaffen flyttet\n"
    assert {"Slettelev", "Rettende Opdigtet"} <= set(found.hidden)


def test_a_paragraph_whose_mark_was_deleted_goes_on_in_the_next() -> None:
    joined = p("R1: Det ", properties=f"<w:rPr><w:del {W}/></w:rPr>")
    assert body(joined, p("var det."), p("R2: Ja.")) == "R1: Det var det.\nR2: Ja.\n"
    assert body(p("R1: Ny.", properties=f"<w:rPr><w:ins {W}/></w:rPr>"), p("R2: Ja.")) == "R1: Ny.\nR2: Ja.\n"


def test_a_deleted_row_is_dropped_and_an_old_format_changes_nothing() -> None:
    rows = table(("R1", "Nej."), ("R1", "Hemmelig."), ("R2", "Jo."), ("R1", "Nå.")).split("<w:tr>")
    rows[2] = f"<w:trPr><w:del {W}/></w:trPr>" + rows[2]
    found = docx.read(word("<w:tr>".join(rows)))
    assert found.body == "R1: Nej.\nR2: Jo.\nR1: Nå.\n"
    assert "R1\nHemmelig." in found.hidden
    old = "<w:pPrChange><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:pPrChange>"
    assert body(p("R1: Ja.", properties=old), p("R2: Nå.")) == "R1: Ja.\nR2: Nå.\n"


def test_a_text_box_is_read_once_and_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('Boks: noter')}</w:txbxContent>"
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert body(p("I: Og ", both, "så?"), p("R1: Ja.")) == "I: Og så?\nBoks: noter\nR1: Ja.\n"
    old = f"<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>"
    assert body(p("I: Og ", old, "så?"), p("R1: Ja.")) == "I: Og så?\nBoks: noter\nR1: Ja.\n"


def test_content_controls_are_read_but_not_their_prompts() -> None:
    block = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('R1: I et felt.')}</w:sdtContent></w:sdt>"
    inline = f"<w:sdt><w:sdtContent>{run('midt')}</w:sdtContent></w:sdt>"
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Klik her')}</w:sdtContent></w:sdt>"
    assert body(block, p("R2: ", inline, prompt, " i.")) == "R1: I et felt.\nR2: midt i.\n"


def test_links_smart_tags_and_the_results_of_fields_are_text() -> None:
    link = f"<w:hyperlink>{run('her')}</w:hyperlink>"
    tag = f"<w:smartTag>{run('der')}</w:smartTag>"
    field = f"<w:r><w:instrText>REF a</w:instrText></w:r>{run('begge steder')}"
    assert body(p("R1: ", link, ", ", tag, ", ", field)) == "R1: her, der, begge steder\n"


def test_tabs_breaks_and_hyphens_are_what_they_look_like() -> None:
    marks = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/></w:r>"
    )
    assert body(p("R1: ", marks)) == "R1: a\tb\nc-d\n"
    page = '<w:r><w:br w:type="page"/></w:r>'
    assert body(p("R1: a"), p(page), p("R2: b", page), p("R1: c", page, "d")) == "R1: a\n\nR2: b\nR1: c\nd\n"
    assert body(p("R1: a", properties='<w:tabs><w:tab w:pos="9"/></w:tabs>')) == "R1: a\n"


def test_hard_spaces_stay_and_soft_hyphens_go() -> None:
    assert body(p("R1: 100\u00a0% sam\u00adarbejde, e\u2011mail\u200b.")) == "R1: 100\u00a0% samarbejde, e-mail.\n"


def test_hidden_text_does_not_come_along() -> None:
    found = docx.read(word(p("R1: Ja", run("Lise Opdigtet", "<w:vanish/>"), run(".", '<w:vanish w:val="0"/>'))))
    assert found.body == "R1: Ja.\n"
    assert "Lise Opdigtet" in found.hidden


def test_blank_paragraphs_stay_inside_and_go_at_both_ends() -> None:
    assert body(p(), p("R1: a"), p(), p(" "), p("R2: b"), p(), p()) == "R1: a\n\n \nR2: b\n"


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([("I", "Hvad så?"), ("R1", "Nå."), ("I", "Ja?")], "I: Hvad så?\nR1: Nå.\nI: Ja?\n"),
        ([("Taler", "Tekst"), ("Mette:", "Ja."), ("Mette:", "Jo.")], "Taler\tTekst\nMette: Ja.\nMette: Jo.\n"),
        ([("1", "I", "Ja?"), ("2", "R1", "Jo.")], "I: Ja?\nR1: Jo.\n"),
        ([("00:00:05", "I", "Ja?"), ("00:00:09", "R1", "Jo.")], "00:00:05 I: Ja?\n00:00:09 R1: Jo.\n"),
        ([("[00:05]", "Ja?", "I"), ("[00:09]", "Jo.", "R1")], "[00:05] I: Ja?\n[00:09] R1: Jo.\n"),
        (
            [("R1", "Ja.\nSå er det sagt."), ("", "Og mere."), ("R1", "Nå.")],
            "R1: Ja.\nSå er det sagt.\nOg mere.\nR1: Nå.\n",
        ),
        ([("Navn", "Anders"), ("Alder", "45")], "Navn\tAnders\nAlder\t45\n"),
        ([("Sted", "Et sted\nved åen")], "Sted\nEt sted\nved åen\n"),
        ([("R1: Alt i én celle.\nI: Ja?",)], "R1: Alt i én celle.\nI: Ja?\n"),
        ([("I", "Ja?"), ("ja", "nej")], "I\tJa?\nja\tnej\n"),
    ],
)
def test_a_table_becomes_turns_where_a_column_names_who_speaks(rows: list[tuple[str, ...]], lines: str) -> None:
    assert body(table(*rows)) == lines


def test_a_table_in_a_table_is_read_in_its_place() -> None:
    inner = table(("I", "Ja?"), ("R1", "Jo."))
    assert (
        body(f"<w:tbl><w:tr><w:tc>{p('Før')}{inner}{p('Efter')}</w:tc></w:tr></w:tbl>")
        == "Før\nI: Ja?\nR1: Jo.\nEfter\n"
    )


def test_numbers_that_word_counts_are_told_of_and_bullets_are_not() -> None:
    levels = '<w:lvl w:ilvl="0"><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    numbering = part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="7">{levels.format("decimal", "Spørgsmål %1:")}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="8">{levels.format("bullet", "•")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>',
    )
    listed = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='{}'/></w:numPr>"
    numbered, bulleted = p("Hvad så?", properties=listed.format(1)), p("Nå", properties=listed.format(2))
    found = docx.read(word(p("R1: Ja.") + bulleted, numbering=numbering))
    assert (found.body, found.warnings) == ("R1: Ja.\nNå\n", ())
    found = docx.read(word(numbered + numbered, numbering=numbering))
    assert found.warnings == (
        "2 lines are numbered by the word processor: the numbers, and the words around them, are lost",
    )


def test_front_matter_survives_what_word_makes_of_hyphens_and_tabs() -> None:
    levels = '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    numbering = part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="8">{levels}</w:abstractNum>'
        '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>',
    )
    bullet = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='2'/></w:numPr>"
    lines = [
        p("—"),
        p("id: K-07"),
        p("informants:"),
        p("{label: R1, group: x}", properties=bullet),
        p("–--"),
        p("R1: Ja."),
    ]
    found = docx.read(word("".join(lines), numbering=numbering))
    assert (found.front, found.body) == ("id: K-07\ninformants:\n  - {label: R1, group: x}\n", "R1: Ja.\n")


def test_front_matter_that_is_never_closed_is_refused_and_a_drawn_line_is_text() -> None:
    with pytest.raises(InputError, match="never closed"):
        docx.read(word(p("---") + p("id: x") + p("R1: Ja.")))
    assert body(p("---"), p("R1: Ja.")) == "---\nR1: Ja.\n"


def test_notes_comments_and_headers_are_hidden() -> None:
    notes = part(
        "footnotes", f'<w:footnote w:type="separator">{p()}</w:footnote><w:footnote>{p("Om Bo.")}</w:footnote>'
    )
    comments = part("comments", f'<w:comment w:author="Ea Opdigtet">{p("Spørg Bo.")}</w:comment>')
    found = docx.read(word(p("R1: Ja."), footnotes=notes, comments=comments, header1=part("hdr", p("Bos sag"))))
    assert found.hidden == ("Om Bo.", "Ea Opdigtet", "Spørg Bo.", "Bos sag")
    assert found.warnings == ("not part of the text, but still in the file: 1 comment, 1 footnote, 1 header or footer",)


def test_the_body_is_found_where_the_package_says_it_is() -> None:
    assert docx.read(word(p("R1: Ja."), main="word/document2.xml")).body == "R1: Ja.\n"


def test_macros_are_noticed_and_never_run() -> None:
    types = "application/vnd.ms-word.document.macroEnabled.main+xml"
    found = docx.read(word(p("R1: Ja."), types=types, vbaProject="x").replace(b"vbaProject.xml", b"vbaProject.bin"))
    assert found.body == "R1: Ja.\n"
    assert found.warnings == ("the file holds macros (small programs): they were not run",)


def test_a_million_and_a_half_letters_are_read() -> None:
    paragraph = p("R1: " + "så kom de ned ad åen " * 50)
    assert len(body(*[paragraph] * 1_400)) > 1_400_000
    with pytest.raises(InputError, match="too long"):
        body(*[paragraph] * 2_000)


@pytest.mark.parametrize("cell", ["{}\n{}", "{} [{}]", "{}: ({})", "{1} {0}:"])
def test_a_time_in_the_cell_of_the_label_stands_before_it(cell: str) -> None:
    rows = [("I", "00:00:00", "Hvordan begyndte det?"), ("R1", "00:00:12", "Altså."), ("I", "00:01:15", "Ja?")]
    body = table(*((cell.format(label, when), said) for label, when, said in rows))
    found = read_source(word(body), "a.docx")
    assert [(turn.label, found.text[turn.speech : turn.end]) for turn in found.turns] == [
        (label, said) for label, _, said in rows
    ]
    assert [when.start for when in found.times if when] == [0, 12_000, 75_000]
