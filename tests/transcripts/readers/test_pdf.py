import builtins
import io
import logging
from typing import Any

import pypdf
import pytest

from tests.transcripts.readers.making import HEARD, INTERVIEW, made
from workbench.errors import InputError
from workbench.transcripts import read as read_source
from workbench.transcripts.readers import pdf
from workbench.transcripts.readers.pdflines import Page, Placed, mended
from workbench.transcripts.turns import turns


def pages(*texts: str, height: float = 14.0, size: float = 12.0) -> list[list[Placed]]:
    """Pages of lines that stand a line's height from each other; a blank line is a gap."""
    return [
        [Placed(line, 800 - number * height, size) for number, line in enumerate(text.split("\n")) if line]
        for text in texts
    ]


def lines(*texts: str) -> list[str]:
    return [line.text for line in mended(pages(*texts)).lines]


def written(**encrypted: Any) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    if encrypted:
        writer.encrypt(**encrypted)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_libreoffices_pdf_is_read_letter_by_letter() -> None:
    wanted = (
        INTERVIEW.replace("derud med", "derud nede i Slettelevmed")  # it draws what was deleted, struck out,
        .replace("\n\n", "\n")  # what is blank is drawn as nothing,
        .replace("R1:\t", "R1: ")  # and a tab as a place further on
        .replace("trailer.\nDet", "trailer. Det")
        .replace("Kaffe kl", "•Kaffe kl")
        .replace("Fællesmøde", "•Fællesmøde")
    )
    found = pdf.read(made("samtale.pdf"))
    between = "I: Og samarbejdet med de frivillige?\n"
    assert found.body.replace("(noter fra bordet)\n", "").replace(between, "") == wanted.replace(
        "(noter fra bordet)\n", ""
    ).replace(between, "")
    assert [turn.label for turn in turns(found.body)] == HEARD
    assert read_source(made("samtale.pdf"), "x.pdf").front.id == "K-09"


def test_what_is_taken_out_is_hidden_and_the_text_is_to_be_checked() -> None:
    found = pdf.read(made("samtale.pdf"))
    assert {"Skriver Opdigtet", "Fortroligt: projekt Opdigtet", "Side 1", "Side 2"} <= set(found.hidden)
    assert any("Prøvesen" in one for one in found.hidden)
    assert found.warnings[0].startswith("read from a PDF: check it against the original")
    assert "Prøvesen" not in found.body


@pytest.mark.parametrize("name", ["numre1.pdf", "numre5.pdf"])
def test_line_numbers_page_numbers_and_parted_words_are_mended(name: str) -> None:
    assert pdf.read(made(name)).body == made("numre.txt").decode()


def test_lines_are_joined_until_a_turn_a_gap_or_a_short_sentence() -> None:
    assert lines("I: Hvordan gik det så til, at\ndu kom med?\nR1: Det ved jeg\nikke.") == [
        "I: Hvordan gik det så til, at du kom med?",
        "R1: Det ved jeg ikke.",
    ]
    assert lines("Og så gik vi hjem\nad åen.\n\n[00:01:02] Det var\nsent.\n•et\n•to") == [
        "Og så gik vi hjem ad åen.",
        "[00:01:02] Det var sent.",
        "•et",
        "•to",
    ]


def test_a_parted_word_is_joined_and_a_hyphen_of_its_own_stays() -> None:
    text = "R1: Vi er besøgs-\nvenner i børne-\nog ungeafdelingen og har it-folk, altså it-\nfolk fra Nord-\nJylland."
    assert lines(text) == [
        "R1: Vi er besøgsvenner i børne- og ungeafdelingen og har it-folk, altså it-folk fra Nord-Jylland."
    ]


def test_heads_feet_and_page_numbers_go_and_equal_short_turns_stay() -> None:
    made_up = [
        f"Projekt X, {n}. samtale\nI: Ja.\nR1: Det siger {n}.\nI: Nå.\nR1: Ja, {n}.\nI: Ja.\n- {n} -" for n in (1, 2, 3)
    ]
    found = mended(pages(*made_up))
    said = [line for n in (1, 2, 3) for line in ("I: Ja.", f"R1: Det siger {n}.", "I: Nå.", f"R1: Ja, {n}.", "I: Ja.")]
    assert [line.text for line in found.lines] == said
    assert found.away[0] == "- 1 -"


def test_a_number_that_is_said_at_the_foot_of_a_page_stays() -> None:
    assert lines("R1: Det var i\n2014.", "R1: Og så i\n1999.") == ["R1: Det var i 2014.", "R1: Og så i 1999."]


def test_numbers_that_begin_lines_stay_where_they_do_not_count_on() -> None:
    assert lines("12 år var jeg.\n7 dage om ugen.\n3 mand.\n99 gange.\nOg så hjem.") == [
        "12 år var jeg. 7 dage om ugen. 3 mand. 99 gange. Og så hjem."
    ]


def test_a_sentence_goes_on_over_the_page() -> None:
    assert lines("R1: Så gik vi ned ad\nåen og talte om", "det hele, og det\nvar det.") == [
        "R1: Så gik vi ned ad åen og talte om det hele, og det var det."
    ]


def test_labels_in_a_column_get_their_colon_and_raised_numbers_go() -> None:
    page = Page()
    flat = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    for number, (label, said) in enumerate((("R1", "Ja."), ("R2", "Nej."), ("R1", "Jo."), ("R2", "Nå."))):
        at = [1.0, 0.0, 0.0, 1.0, 70.0, 700.0 - 20 * number]
        page.add(label, flat, at, None, 12)
        page.add(said, flat, [*at[:4], 200.0, at[5]], None, 12)
        page.add("7", flat, [*at[:4], 230.0, at[5] + 4], None, 7)
        page.add("\n", flat, at, None, 12)
    page.end()
    assert [line.text for line in mended([page]).lines] == ["R1: Ja.", "R2: Nej.", "R1: Jo.", "R2: Nå."]


def test_without_pypdf_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any, **named: Any) -> Any:
        if name.startswith("pypdf"):
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(InputError, match="not installed") as refused:
        pdf.read(made("samtale.pdf"))
    assert 'pip install "workbench[pdf]"' in refused.value.hint


def test_pages_without_text_are_called_scanned() -> None:
    with pytest.raises(InputError, match="scanned") as refused:
        pdf.read(written())
    assert "OCR" in refused.value.hint


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_pdf_with_a_password_is_named_and_one_without_is_read(algorithm: str) -> None:
    with pytest.raises(InputError, match="protected by a password"):
        pdf.read(written(user_password="hemmelig", algorithm=algorithm))
    with pytest.raises(InputError, match="scanned"):
        pdf.read(written(user_password="", owner_password="ejer", algorithm=algorithm))


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7\n", b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj", b"noget helt andet"]
)
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="damaged"):
        pdf.read(data)


def test_half_a_pdf_is_read_or_refused_and_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    whole = made("samtale.pdf")
    with caplog.at_level(logging.DEBUG), pytest.raises(InputError):
        pdf.read(whole[: len(whole) // 2])
    assert not caplog.records


def test_a_bomb_of_drawing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_MARKS", 100)
    with pytest.raises(InputError, match="draws far more"):
        pdf.read(made("samtale.pdf"))
    monkeypatch.setattr(pdf, "MAX_PAGES", 1)
    with pytest.raises(InputError, match="too many pages"):
        pdf.read(made("samtale.pdf"))


def test_a_label_on_a_line_of_its_own_at_the_head_of_pages_is_no_running_head() -> None:
    labels, said = ["I", "R1"] * 6, ["Det var sådan", "vi gjorde det", "og så videre", "i lang tid"]
    lines = [text for number, label in enumerate(labels) for text in (label, said[number % 4])]
    pages = [[Placed(text, 800 - 14 * n, 11) for n, text in enumerate(lines)] for _ in range(3)]
    found = mended(pages)
    assert (found.away, [line.text for line in found.lines].count("I")) == ([], 18)
