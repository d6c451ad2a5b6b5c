import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odf import opendocument as odfpy  # type: ignore[import-untyped]
from odf import table, teletype, text  # type: ignore[import-untyped]

from tests.transcripts.readers.making import HEARD, INTERVIEW, made, opendocument
from workbench.errors import InputError
from workbench.transcripts import read as read_source
from workbench.transcripts.readers import odt
from workbench.transcripts.turns import turns


def body(xml: str, styles: str = "") -> str:
    return odt.read(opendocument(xml, styles)).body


def test_libreoffices_file_is_read_letter_by_letter() -> None:
    found = odt.read(made("samtale.odt"))
    assert found.body == INTERVIEW
    assert [turn.label for turn in turns(found.body)] == HEARD
    assert read_source(made("samtale.odt"), "x.docx").front.id == "K-09"  # the content decides, not the name


def test_what_is_left_out_of_it_is_handed_on_as_hidden_and_counted() -> None:
    found = odt.read(made("samtale.odt"))
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
    assert found.warnings == (
        "not part of the text, but still in the file: 1 comment, 1 deleted passage, 1 footnote, 2 headers or footers",
        "the file names an author, a title or the like beside its text",
    )


@settings(max_examples=25)
@given(st.lists(st.text(st.sampled_from("aå æ\tRø1: \n.…\u00a0"), max_size=20), min_size=1))
def test_what_odfpy_writes_comes_back_with_every_space(lines: list[str]) -> None:
    document = odfpy.OpenDocumentText()
    for line in lines:
        paragraph = text.P()
        teletype.addTextToElement(paragraph, f"R2: {line}")  # a space at the very head is none, by the format
        document.text.addElement(paragraph)
    out = io.BytesIO()
    document.write(out)
    wanted = "".join(f"R2: {line}\n" for line in lines).split("\n")
    while not wanted[-1].strip():  # what is blank at the foot is left out
        wanted.pop()
    assert odt.read(out.getvalue()).body == "\n".join([*wanted, ""])


def test_odfpys_tables_become_turns() -> None:
    document = odfpy.OpenDocumentText()
    grid = table.Table()
    for label, said in (("Mette", "Nå."), ("Bo", "Jo."), ("Mette", "Ja.")):
        row = table.TableRow()
        for cell in (label, said):
            one = table.TableCell()
            one.addElement(text.P(text=cell))
            row.addElement(one)
        grid.addElement(row)
    document.text.addElement(grid)
    out = io.BytesIO()
    document.write(out)
    found = odt.read(out.getvalue())
    assert (found.body, found.labels) == ("Mette: Nå.\nBo: Jo.\nMette: Ja.\n", ("Mette", "Bo"))


def test_space_is_folded_as_the_format_says_it() -> None:
    xml = '<text:p>  R1:\n   to<text:s/><text:s text:c="2"/>ting <text:span> og</text:span>\t</text:p>'
    assert body(xml) == "R1: to   ting og \n"
    assert body('<text:p>R1: a<text:s text:c="99999999999"/>b</text:p>') == "R1: a b\n"


def test_headings_lists_sections_and_links_are_lines() -> None:
    xml = (
        "<text:section><text:h>Om mødet</text:h></text:section><text:list><text:list-item><text:p>et</text:p>"
        "<text:p>mere</text:p></text:list-item></text:list><text:p>R1: <text:a>her</text:a></text:p>"
    )
    assert body(xml) == "Om mødet\net\nmere\nR1: her\n"


def test_lost_numbers_are_counted_and_bullets_are_not() -> None:
    styles = (
        '<text:list-style style:name="T"><text:list-level-style-number text:level="1" style:num-format="1"/>'
        '</text:list-style><text:list-style style:name="B"><text:list-level-style-bullet text:level="1"/>'
        "</text:list-style>"
    )
    xml = '<text:list text:style-name="{}"><text:list-item><text:p>Hvad så?</text:p></text:list-item></text:list>'
    numbered = odt.read(opendocument(xml.format("T"), styles))
    assert numbered.warnings == ("1 line is numbered by the word processor: the numbers are lost",)
    assert odt.read(opendocument(xml.format("B"), styles)).warnings == ()


def test_hidden_text_notes_and_frames_go_where_they_belong() -> None:
    styles = '<style:style style:name="V"><style:text-properties text:display="none"/></style:style>'
    xml = (
        '<text:p>R1: Ja<text:span text:style-name="V">, Bo</text:span>.<text:note><text:note-citation>1'
        "</text:note-citation><text:note-body><text:p>Om Ea.</text:p></text:note-body></text:note>"
        "<draw:frame><draw:text-box><text:p>(i rammen)</text:p></draw:text-box></draw:frame> Nå.</text:p>"
    )
    found = odt.read(opendocument(xml, styles))
    assert (found.body, found.hidden) == ("R1: Ja. Nå.\n(i rammen)\n", (", Bo", "Om Ea."))


def test_soft_hyphens_go_and_hard_spaces_stay() -> None:
    assert body("<text:p>R1: sam\u00adarbejde 100\u00a0%</text:p>") == "R1: samarbejde 100\u00a0%\n"


def test_macros_are_noticed_and_never_run() -> None:
    found = odt.read(opendocument("<text:p>R1: Ja.</text:p>", **{"Basic__Standard__Module1.xml": "x"}))
    assert found.warnings == ("the file holds macros (small programs): they were not run",)


def test_a_file_without_content_is_damaged() -> None:
    with pytest.raises(InputError, match="damaged"):
        odt.read(opendocument("").replace(b"content.xml", b"context.xml"))
