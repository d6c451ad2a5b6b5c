import pytest

from tests.transcripts.readers.making import HEARD, INTERVIEW, made
from workbench.errors import InputError
from workbench.transcripts import read as read_source
from workbench.transcripts.readers import html
from workbench.transcripts.turns import turns


def body(page: str) -> str:
    return html.read(page.encode()).body


def test_libreoffices_page_is_read_letter_by_letter() -> None:
    wanted = (
        INTERVIEW.replace("derud med", "derud nede i Slettelevmed")  # it writes out what was deleted,
        .replace("(noter fra bordet)\n", "")  # draws frames as pictures,
        .replace("R1:\t", "R1: ")  # and a browser shows no tabs
        .replace("to   ting", "to ting")
    )
    found = html.read(made("samtale.html"))
    assert found.body.replace("\u00a0", " ").replace("to   ting", "to ting") == wanted
    assert [turn.label for turn in turns(found.body)] == HEARD
    assert read_source(made("samtale.html"), "x.html").front.id == "K-09"


def test_what_is_left_out_of_it_is_handed_on_as_hidden() -> None:
    found = html.read(made("samtale.html"))
    together = "\n".join(found.hidden)
    for name in ("Tove Prøvesen", "Hemmelig Sørensen", "Fortroligt", "Skriver Opdigtet"):
        assert name in together
        assert name not in found.body + "".join(found.warnings)


def test_labels_in_bold_are_the_heads_of_turns() -> None:
    page = (
        "<p><b>Mette Ø.:</b> Så\n gik vi.</p><p><strong>Bo</strong>:&nbsp;Ja &amp; nej</p><div><span>I: Nå</span></div>"
    )
    assert body(page) == "Mette Ø.: Så gik vi.\nBo:\u00a0Ja & nej\nI: Nå\n"
    assert [turn.label for turn in turns(body(page))] == ["Mette Ø.", "Bo", "I"]


def test_space_is_folded_outside_pre_and_breaks_are_lines() -> None:
    assert body("<p>\n  R1:   to\t ting <br> og \n <i> en</i></p>") == "R1: to ting\nog en\n"
    assert body("<pre>R1: to   ting\n  I: nå</pre>") == "R1: to   ting\n  I: nå\n"


def test_empty_paragraphs_are_lines_where_a_browser_shows_them() -> None:
    assert body("<p>R1: a</p><p></p><p>R2: b</p><p>&nbsp;</p><p>R1: c</p><p><br></p><p>R2: d</p>") == (
        "R1: a\nR2: b\n\nR1: c\n\nR2: d\n"
    )


def test_scripts_styles_and_what_is_not_shown_are_no_text() -> None:
    page = (
        "<html><head><title>Bos samtale</title><style>p {}</style><meta name=author content='Ea O.'></head><body>"
        "<script>var r1 = '<p>R1: nej</p>';</script><p>R1: Ja.</p><p hidden>Skjult</p><p style='display:none'>Også</p>"
        "<noscript>Slå til</noscript><del>Slettet</del><template><p>x</p></template></body></html>"
    )
    found = html.read(page.encode())
    assert found.body == "R1: Ja.\n"
    assert found.hidden == ("Bos samtale", "Ea O.", "Skjult", "Også", "Slettet")


def test_entities_are_letters_and_marks_of_layout_go() -> None:
    assert body("<p>R1: &aelig;&#248;&#xe5; &lt;ler&gt; sam&shy;arbejde &hellip;&unknown;") == (
        "R1: æøå <ler> samarbejde …&unknown;\n"
    )


def test_tables_and_lists_become_lines() -> None:
    page = "<table><tr><th>Taler<th>Tekst<tr><td>R1<td>Ja.<tr><td>I<td>Nå?<tr><td>R1<td><p>Jo.<p>Lidt.</table>"
    found = html.read((page + "<ul><li>et<li>to</ul>").encode())
    assert (found.body, found.labels) == ("Taler\tTekst\nR1: Ja.\nI: Nå?\nR1: Jo.\nLidt.\net\nto\n", ("R1", "I"))


def test_words_own_pages_keep_notes_and_comments_out() -> None:
    page = (
        "<p class=MsoNormal>R1: Ja<a href='#_ftn1' name='_ftnref1'>[1]</a>.<o:p></o:p></p>"
        "<!--[if gte mso 9]><xml>x</xml><![endif]--><div style='mso-element:footnote' id=ftn1><p>Om Bo.</p></div>"
        "<div style='mso-element:comment-list'><p>Spørg Ea.</p></div>"
    )
    found = html.read(page.encode())
    assert (found.body, found.hidden) == ("R1: Ja.\n", ("Om Bo.", "Spørg Ea."))
    assert found.warnings == ("not part of the text, but still in the file: 1 comment, 1 footnote",)


@pytest.mark.parametrize("charset", ["windows-1252", "iso-8859-1", "mac_roman", "utf-8", "noget-vrøvl"])
def test_the_character_set_a_page_names_is_used_where_it_is_needed(charset: str) -> None:
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}"><p>R1: Blå æbler på øen.</p>'
    known = charset if charset != "noget-vrøvl" else "cp1252"
    assert html.read(page.encode(known)).body == "R1: Blå æbler på øen.\n"
    assert html.read(page.encode("utf-8")).body == "R1: Blå æbler på øen.\n"
    assert html.read(page.encode("cp1252"), encoding="cp1252").encoding == "cp1252"


def test_front_matter_at_the_top_counts() -> None:
    found = html.read("<p>---<br>id: K-03<br>site: Ærø</p><p>---</p><p>R1: Ja.</p>".encode())
    assert (found.front, found.body) == ("id: K-03\nsite: Ærø\n", "R1: Ja.\n")


def test_nothing_is_fetched_and_no_entity_is_expanded() -> None:
    page = (
        '<!DOCTYPE html SYSTEM "http://127.0.0.1:9/a.dtd" [<!ENTITY a SYSTEM "file:///etc/passwd">]><p>R1: &a; ja</p>'
    )
    assert "root" not in body(page)
    assert body("<p>R1: <img src='http://127.0.0.1:9/a.png'>ja<iframe src='http://127.0.0.1:9'></iframe>") == "R1: ja\n"


def test_a_page_nested_beyond_measure_is_refused() -> None:
    with pytest.raises(InputError, match="nests"):
        html.read(b"<b>" * 100_000 + b"</p>" * 100_000)
    assert body("<font>" * 400 + "R1: ja") == "R1: ja\n"
