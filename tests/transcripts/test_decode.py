import codecs
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.transcripts import MAX_BYTES, MAX_CHARACTERS
from workbench.transcripts.decode import candidates, decode

DANISH = "R1: Så gik vi ned ad åen, ikke? Æblerne … de var blå. ”Ja”, sagde Søren – og så gik vi. Ølhunden gøede."


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "mac_roman", "utf-16-le", "utf-16-be"])
def test_danish_without_a_mark_is_read_in_the_set_it_was_written_in(encoding: str) -> None:
    decoded = decode(DANISH.encode(encoding))
    assert (decoded.text, decoded.encoding) == (DANISH, encoding)


def test_danish_from_dos_is_read_in_code_page_865() -> None:
    text = "R1: Så gik vi ned ad åen, ikke? Æblerne, de var blå, sagde Søren. Ølhunden gøede."
    decoded = decode(text.encode("cp865"))
    assert (decoded.text, decoded.encoding) == (text, "cp865")


@pytest.mark.parametrize("word", ["blå", "Ål", "ø", "på øen", "Åh, ære være", "“Ja”", "… æh"])
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_a_few_letters_are_enough(word: str, encoding: str) -> None:
    assert decode(f"R1: {word}".encode(encoding)).text == f"R1: {word}"


def test_one_apostrophe_is_read_as_windows_would() -> None:
    assert decode("R1: don’t".encode("cp1252")).text == "R1: don’t"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_not_part_of_the_text(mark: bytes, encoding: str) -> None:
    decoded = decode(mark + DANISH.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.warnings) == (DANISH, encoding, ())


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_what_was_written_as_utf8_comes_back_unchanged(text: str) -> None:
    assert decode(codecs.BOM_UTF8 + text.encode()).text == text


@given(
    st.lists(
        st.sampled_from(
            ["blå", "på", "øen", "ære", "Ål", "være", "Århus", "sø", "så", "gået", "“Ja”", "…", "–", "hus", "kat"]
        ),
        min_size=3,
        max_size=40,
    ),
    st.sampled_from(["cp1252", "mac_roman"]),
)
def test_danish_words_survive_every_old_character_set(words: list[str], encoding: str) -> None:
    text = "R1: på øen: " + " ".join(words)
    assert decode(text.encode(encoding)).text == text


@given(st.text("abcæøå ÆØÅ.,!?\n", max_size=60), st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_utf16_without_a_mark_is_known_by_its_nul_bytes(text: str, encoding: str) -> None:
    text = "R1: hej " + text
    assert decode(text.encode(encoding)).text == text


def test_composed_and_decomposed_letters_stay_as_they_were() -> None:
    text = "R1: å og a\u030a, \u2126 og \ufb01"
    assert decode(text.encode()).text == text


def test_every_kind_of_line_end_becomes_one_newline() -> None:
    assert decode(b"a\r\nb\rc\nd\r\n\r\ne").text == "a\nb\nc\nd\n\ne"


def test_a_guess_is_said_to_be_one() -> None:
    assert "Windows-1252" in decode("blå".encode("cp1252")).warnings[0]
    assert decode("blå".encode()).warnings == ()


def test_letters_that_went_wrong_long_ago_are_pointed_out_and_kept() -> None:
    text = "R1: sÃ¸en, â€œjaâ€\x9d og \ufffd"
    decoded = decode(text.encode())
    assert decoded.text == text
    assert ["3 places" in decoded.warnings[1], "1 characters" in decoded.warnings[0]] == [True, True]


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"R1: hej\nR2: \x00 nej\n", 2, "a NUL character"),
        (b"R1: hej\n\nR2: \xed\xa0\x80\n", 3, "half a surrogate pair"),
        (codecs.BOM_UTF16_LE + "R1: a\n".encode("utf-16-le") + b"\x00\xd8a\x00", 2, "half a surrogate pair"),
        ("R1: æøå\nR1: æøå\nR1: ".encode() + b"\xe6!\n", 3, "UTF-8, but not here (byte 0xE6)"),
        (codecs.BOM_UTF8 + b"R1: \xff", 1, "bytes that are no text"),
        (codecs.BOM_UTF16_LE + b"\x00a\x00b\x00", 1, "bytes that are no text"),
    ],
)
def test_broken_text_is_refused_with_its_line(data: bytes, line: int, reason: str) -> None:
    with pytest.raises(InputError) as refused:
        decode(data)
    assert refused.value.line == line
    assert reason in refused.value.reason
    assert refused.value.hint


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)) * 4, b"\x00" * 100, bytes(range(1, 32)) * 9, bytes(range(0x80, 0x100)) * 3],
    ids=["every byte", "only NUL", "control characters", "no character set"],
)
def test_rubbish_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        decode(data)


def test_cyrillic_in_an_unknown_set_is_not_guessed_at() -> None:
    with pytest.raises(InputError, match="character set"):
        decode("Она сказала, что придёт завтра".encode("cp1251"))


def test_a_terminal_escape_is_text_and_is_kept() -> None:
    assert decode("R1: \x1b[31mrød\x1b[0m".encode()).text == "R1: \x1b[31mrød\x1b[0m"


def test_too_many_bytes_are_refused_before_they_are_read() -> None:
    with pytest.raises(InputError, match=r"too large \(50 MB"):
        decode(b"a" * (MAX_BYTES + 1))


def test_too_many_characters_are_refused_and_the_most_allowed_are_not() -> None:
    assert len(decode(b"a" * MAX_CHARACTERS).text) == MAX_CHARACTERS
    with pytest.raises(InputError, match="2,000,001 characters"):
        decode(b"a" * (MAX_CHARACTERS + 1))


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp850", "cp850"), ("macroman", "mac_roman"), ("UTF8", "utf-8"), ("latin-1", "iso8859-1"), ("utf-16", "utf-16")],
)
def test_a_character_set_that_somebody_chose_goes_before_what_would_be_found_out(encoding: str, name: str) -> None:
    text = "R1: Så gik vi på øen."
    decoded = decode(text.encode(encoding), encoding=encoding)
    assert (decoded.text, decoded.encoding, decoded.warnings) == (text, name, ())


def test_a_mark_is_no_text_of_a_chosen_character_set_either() -> None:
    for encoding, chosen in (
        ("utf-8-sig", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16", "utf-16-le"),
    ):
        assert decode("på".encode(encoding), encoding=chosen).text == "på"


@pytest.mark.parametrize("encoding", ["nix", "rot13", "zlib", "hex", "idna", "unicode_escape", "", "\x00", "a" * 5000])
def test_what_is_no_character_set_is_refused(encoding: str) -> None:
    if not encoding:
        assert decode(b"hej", encoding=encoding).encoding == "utf-8"
        return
    with pytest.raises(InputError, match="no character set called") as refused:
        decode(b"hej", encoding=encoding)
    assert len(refused.value.message) < 100


def test_text_in_another_set_than_the_chosen_is_refused_with_its_line() -> None:
    with pytest.raises(InputError, match="not in the character set utf-8") as refused:
        decode("hej\npå".encode("cp1252"), encoding="utf-8")
    assert refused.value.line == 2


def test_repairing_mends_letters_line_by_line_and_nothing_else() -> None:
    text = "R1: pÃ¥ Ã¸en, â€œjaâ€\x9d\nR1: på øen, “ja” og 'nej' … ﬁn &amp; dansk\n"
    decoded = decode(text.encode(), repair=True)
    assert decoded.text == "R1: på øen, “ja”\nR1: på øen, “ja” og 'nej' … ﬁn &amp; dansk\n"
    assert decoded.warnings == ("letters were repaired in 1 lines: read through them",)
    assert decode("R1: på øen".encode(), repair=True).warnings == ()


def test_without_the_package_repairing_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ftfy", None)
    with pytest.raises(InputError, match="ftfy") as refused:
        decode(b"R1: hej", repair=True)
    assert "workbench[repair]" in refused.value.hint


def test_the_sets_a_file_may_be_in_are_those_it_can_be_read_in() -> None:
    assert candidates("på øen".encode()) == ["utf-8", "cp1252", "mac_roman", "cp865"]
    assert candidates("på øen, så".encode("cp1252")) == ["cp1252", "mac_roman", "cp865"]
    assert candidates("på øen".encode("utf-16-le"))[0] == "utf-16-le"
