import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transcripts.readers.making import HEARD, INTERVIEW, made
from workbench.errors import InputError
from workbench.transcripts import read as read_source
from workbench.transcripts.readers import rtf, rtfcodes
from workbench.transcripts.turns import turns


def body(codes: str, head: str = r"\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil\fcharset0 Arial;}}") -> str:
    apart = "" if head.endswith("}") else " "
    return rtf.read(f"{{\\rtf1{head}{apart}{codes}}}".encode("latin-1")).body


def test_libreoffices_file_is_read_letter_by_letter() -> None:
    found = rtf.read(made("samtale.rtf"))
    assert found.body == INTERVIEW
    assert [turn.label for turn in turns(found.body)] == HEARD
    assert found.labels == ("R1", "R2")
    assert read_source(made("samtale.rtf"), "x.docx").front.id == "K-09"  # the content decides, not the name


def test_what_is_left_out_of_it_is_handed_on_as_hidden_and_counted() -> None:
    found = rtf.read(made("samtale.rtf"))
    together = "\n".join(found.hidden)
    for name in ("Slettelev", "Prøvesen", "Hemmelig Sørensen", "Fortroligt", "Skriver Opdigtet", "Retter Opdigtet"):
        assert name in together
        assert name not in found.body + "".join(found.warnings)
    assert found.warnings == (
        "not part of the text, but still in the file: 1 comment, 1 deleted passage, 1 footnote, 2 headers or footers",
        "the file names an author, a title or the like beside its text",
    )


def test_f4s_stamps_and_labels_in_bold_are_text() -> None:
    codes = r"{\b I:} Hvad s\'e5? #00:00:04-1#\par \plain\f0\fs24\b R1:\b0  N\'e5, \'e6h \'85 ja. #00:00:09-3#\par"
    assert body(codes) == "I: Hvad så? #00:00:04-1#\nR1: Nå, æh … ja. #00:00:09-3#\n"


def test_a_typists_file_without_fonts_or_paragraph_ends_is_read() -> None:
    assert (
        rtf.read("{\\rtf1\\ansi I: Bl\\'e5?\\line R1: Ja.\\\r\nI: Nå}".encode("cp1252")).body
        == "I: Blå?\nR1: Ja.\nI: Nå\n"
    )


@pytest.mark.parametrize(
    ("head", "codes"),
    [
        (r"\mac", r"bl\'8c \'bfl, \'be\'af\'81"),
        (r"\ansi\ansicpg10000", r"bl\'8c \'bfl, \'be\'af\'81"),
        (r"\mac\deff0{\fonttbl{\f0\fcharset0 Geneva;}}\f0", r"bl\'8c \'bfl, \'be\'af\'81"),
        (r"\ansi{\fonttbl{\f3\fcharset77 Geneva;}{\f4\fcharset256 X;}}", r"\f3 bl\'8c {\f4 \'bfl}, \'be\'af\'81"),
        (r"\ansi\ansicpg1252", r"bl\'e5 \'f8l, \'e6\'d8\'c5"),
        (r"\ansi\ansicpg65001", r"bl\'c3\'a5 \'c3\'b8l, \'c3\'a6\'c3\'98\'c3\'85"),
        (r"\pc", r"bl\'86 \'9bl, \'91\'9d\'8f"),
        (r"\ansi", r"bl\u229? \u248\'f8l, \uc0\u230\uc1\u216?\u197 ?"),
        (r"\ansi\ansicpg1252\cocoartf2639\uc0", r"bl\u229  \u248 l, \u230 \u216 \u197 "),
        (r"\ansi\deff0{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset161 B;}}\f1", r"{\f0 bl\'e5} \plain \'f8l, \'e6\'d8\'c5"),
    ],
)
def test_danish_letters_are_read_in_every_code_page(head: str, codes: str) -> None:
    wanted = "blå øl, æØÅ" if "pc" not in head.replace("ansicpg", "") else "blå ¢l, æ¥Å"
    assert body(f"R1: {codes}", head) == f"R1: {wanted}\n"


def test_raw_bytes_are_read_in_the_fonts_letters_and_raw_utf8_as_such() -> None:
    assert rtf.read("{\\rtf1\\ansi R1: blå …}".encode("cp1252")).body == "R1: blå …\n"
    assert rtf.read("{\\rtf1\\ansi R1: blå …}".encode()).body == "R1: blå …\n"
    assert rtf.read("{\\rtf1\\ansi R1: blå}".encode("mac_roman"), encoding="mac_roman").body == "R1: blå\n"


def test_letters_beyond_the_first_plane_are_put_together_and_halves_marked() -> None:
    assert body(r"R1: \u-10179?\u-8694? og \u-10179?.") == "R1: 🐊 og \ufffd.\n".replace("🐊", "\U0001f60a")
    assert body(r"R1: a\u0?\u64976?\u99999999?b") == "R1: ab\n"


def test_deleted_and_hidden_text_does_not_come_along() -> None:
    found = rtf.read(
        rb"{\rtf1\ansi R1: Ja {\deleted Slettelev}og\deleted  nej\deleted0 .{\v  Bo}\par{\plain\v Ea\plain  N\'e5}}"
    )
    assert found.body == "R1: Ja og.\n Nå\n"
    assert set(found.hidden) == {"Slettelev", "nej", "Bo", "Ea"}


def test_notes_headers_comments_and_properties_are_hidden() -> None:
    found = rtf.read(
        rb"{\rtf1\ansi{\info{\author Ea O.}{\title Bos sag}}{\header Fortroligt\par}R1: Ja{\footnote Om Bo.}"
        rb"{\*\annotation Sp\'f8rg Ea.}{\*\bkmkstart x}{\field{\*\fldinst HYPERLINK \"http://a.dk\"}{\fldrslt her}}.}"
    )
    assert found.body == "R1: Jaher.\n"
    assert found.hidden == ("Ea O.", "Bos sag", "Fortroligt", "Om Bo.", "Spørg Ea.")


def test_tables_become_turns_and_boxes_follow_their_paragraph() -> None:
    rows = "".join(
        rf"\trowd\cellx1\cellx2\pard\intbl {label}\cell {said}\cell\row" + "\n"
        for label, said in (("Mette", "Ja."), ("Bo", r"Jo.\par Lidt."), ("Mette", "Nej."))
    )
    assert (
        body(rf"I: Hvad?\par {rows}\pard I: Nej?\par") == "I: Hvad?\nMette: Ja.\nBo: Jo.\nLidt.\nMette: Nej.\nI: Nej?\n"
    )
    box = r"{\shp{\*\shpinst{\sp{\sn x}}{\shptxt\pard (i rammen)\par}}{\shprslt{\*\do\dptxbx{\dptxbxtext (igen)}}}}"
    assert body(rf"R1: Ja{box}, altid.\par R2: N\'e5.") == "R1: Ja, altid.\n(i rammen)\nR2: Nå.\n"


def test_numbers_of_lists_are_lost_and_told_of() -> None:
    found = rtf.read(rb"{\rtf1\ansi{\listtext 1.\tab}F\'f8rst\par{\listtext\'b7\tab}Prik\par{\pntext 2)\tab}Sidst}")
    assert found.body == "Først\nPrik\nSidst\n"
    assert found.warnings == ("2 lines are numbered by the word processor: the numbers are lost",)


def test_marks_of_layout_go_and_hard_spaces_stay() -> None:
    assert (
        body(r"R1: sam\-arbejde\~100 e\_mail\tab x\emdash y \{z\} \\") == "R1: samarbejde\u00a0100 e-mail\tx—y {z} \\\n"
    )


def test_pictures_and_binary_data_are_passed_over() -> None:
    assert rtf.read(b"{\\rtf1 R1: a{\\pict\\bin6 {{{\\'}}b{\\object{\\*\\objdata ffff}}\\bin2 }}c}").body == "R1: abc\n"


def test_front_matter_at_the_top_counts() -> None:
    found = rtf.read(rb"{\rtf1\ansi ---\par id: K-03\par site: \'c6r\'f8\par ---\par R1: Ja.\par}")
    assert (found.front, found.body) == ("id: K-03\nsite: Ærø\n", "R1: Ja.\n")


def test_a_file_cut_short_says_so_and_what_is_none_is_refused() -> None:
    assert "ends before it should" in rtf.read(rb"{\rtf1\ansi R1: Ja, s\'e5 ").warnings[0]
    with pytest.raises(InputError, match="no RTF file"):
        rtf.read(b"R1: Ja.")
    with pytest.raises(InputError, match="nests"):
        rtf.read(b"{\\rtf1" + b"{" * 5_000)


def test_a_file_of_nothing_but_codes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rtfcodes, "MAX_CODES", 1_000)
    with pytest.raises(InputError, match="far more codes"):
        rtf.read(b"{\\rtf1" + b"{}" * 1_000)


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs"]), max_size=40))
def test_text_written_as_rtf_comes_back(text: str) -> None:
    units = text.encode("utf-16-le")
    codes = "".join(f"\\u{int.from_bytes(units[n : n + 2], 'little', signed=True)}?" for n in range(0, len(units), 2))
    wanted = text.replace("\u2011", "-")
    if not any(0xFDD0 <= ord(letter) <= 0xFDEF for letter in wanted):
        assert body(f"R1: {codes}.") == f"R1: {wanted}.\n"
