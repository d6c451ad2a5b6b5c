import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.transcripts import Source, read
from workbench.transcripts.readers import told


def test_without_front_matter_the_id_is_the_stem_and_the_labels_are_informants_of_no_group() -> None:
    found = read("A: Hej.\nB: Dav.\nA: Nå.\nFlere: Ja.\n".encode(), "Interview 7.txt", groups={"x"})
    assert found.front.id == "Interview 7"
    assert [(one.label, one.person, one.group) for one in found.front.informants] == [("A", "", ""), ("B", "", "")]
    assert (found.warnings, found.front.line) == ((), 0)


def test_somebody_who_seems_to_be_the_interviewer_is_pointed_out() -> None:
    found = read(b"I: Hej.\nR1: Dav.\n", "a.txt")
    assert [one.label for one in found.front.informants] == ["I", "R1"]
    assert "interviewer: [I]" in found.warnings[0]


@pytest.mark.parametrize(
    ("filename", "stem"),
    [
        ("K-01.txt", "K-01"),
        ("K-01.MD", "K-01"),
        ("a/b/K.1.md", "K.1"),
        ("c:\\d\\K.txt", "K"),
        ("K", "K"),
        ("K 1.2", "K 1.2"),
        ("A\u030a.txt", "Å"),
    ],
)
def test_the_stem_is_the_name_without_folders_and_suffix(filename: str, stem: str) -> None:
    assert read(b"A: Hej.", filename).front.id == stem


def test_the_text_is_the_body_untouched_and_the_hash_is_of_its_bytes() -> None:
    body = "\n  A: Hej.  \n\n\tå a\u030a \u00a0\u2028 \n\n"
    found = read(b"\xef\xbb\xbf---\r\nid: x\r\n---\r\n" + body.replace("\n", "\r\n").encode(), "x.md")
    assert found.text == body
    assert found.sha256 == hashlib.sha256(body.encode()).hexdigest()


def test_three_hyphens_further_down_are_text() -> None:
    assert read(b"---\nid: x\n---\nA: Hej.\n---\nB: Dav.\n", "x.md").text == "A: Hej.\n---\nB: Dav.\n"


@pytest.mark.parametrize("filename", ["x.md", "x.txt"])
def test_front_matter_that_is_never_closed_is_refused(filename: str) -> None:
    with pytest.raises(InputError, match=rf"{filename}:1: front matter begins here and is never closed"):
        read(b"---\n# about\n\nid: x\nsite: y\nA: Hej.\n", filename)


@pytest.mark.parametrize("text", ["---\nA: Hej.\nB: Dav.\n", "---\nA: Hej.\n---\nB: Dav.\n", "---\n\nA: Hej.\n"])
def test_in_a_plain_text_three_hyphens_may_be_just_a_line(text: str) -> None:
    found = read(text.encode(), "x.txt")
    assert (found.text, found.front.id) == (text, "x")


@pytest.mark.parametrize(
    "data", [b"", b" \n\t\n", b"\xef\xbb\xbf", b"---\nid: x\n---\n", b"---\nid: x\n---\n \n", b"---\nid: x\n---"]
)
def test_nothing_to_read_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"x\.md: (the file is empty|there is no text after the front matter)"):
        read(data, "x.md")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04\x14\x00", "ZIP archive"),
        (b"PK\x03\x04\x14\x00xl/workbook.xml", "spreadsheet"),
        (b"PK\x03\x04\x14\x00ppt/slides", "slides"),
        (b"PK\x03\x04\x14\x00project.qde", "REFI-QDA"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Word"),
        (b"<?xml version='1.0'?><TEI>R1: Hej", "XML"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"ID3\x04\x00", "recording"),
    ],
)
def test_a_file_of_another_kind_is_told_by_its_content_whatever_its_name(data: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what) as refused:
        read(data + b"\x00\x01" * 50, "x.txt")
    assert refused.value.hint


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"PK\x03\x04\x14\x00word/document.xml", "docx"),
        (b"PK\x03\x04\x14\x00mimetypeapplication/vnd.oasis.opendocument.text", "odt"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\n\n%PDF-1.7\n", "pdf"),
        (b"{\\rtf1\\ansi R1: Hej}", "rtf"),
        (b"WEBVTT - optagelse\n", "vtt"),
        ("\ufeffWEBVTT\n".encode("utf-16-le"), "vtt"),
        (b"\xef\xbb\xbf\n1\r\n00:00:01,000 --> 00:00:02,000\r\n", "srt"),
        (b'{"text": "x", "segments": []}', "whisper"),
        (b"<!-- x --><!DOCTYPE html><p>R1: Hej", "html"),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', "html"),
        (b"R1: WEBVTT er et format.\n", "plain"),
        (b'{"nej": 1}', "plain"),
        (b"[00:01] I: Hej.\n", "plain"),
    ],
)
def test_a_format_that_is_read_is_told_by_its_first_bytes(data: bytes, name: str) -> None:
    assert told(data, "x.txt").name == name


@pytest.mark.parametrize(
    ("name", "kind"), [("x.DOCX", "docx"), ("x.vtt", "vtt"), ("x.JSON", "whisper"), ("x", "plain")]
)
def test_where_the_content_tells_nothing_the_suffix_does(name: str, kind: str) -> None:
    assert told(b"A: Hej.", name).name == kind


@pytest.mark.parametrize("name", ["x.csv", "x.mp3", "x.doc"])
def test_a_suffix_nobody_reads_is_refused_by_name(name: str) -> None:
    with pytest.raises(InputError, match=r"no reader for \.\w+ files"):
        read(b"A: Hej.", name)


@pytest.mark.parametrize("name", ["", " .txt", "\x1b[31m.txt", "\ud800.md", "x" * 201, "\u200b.txt"])
def test_a_name_that_can_be_no_id_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="the id of a transcript"):
        read(b"A: Hej.", name)


def _told(refused: InputError) -> None:
    assert refused.reason
    assert refused.file


def _reads_or_refuses(data: bytes, name: str) -> Source | None:
    try:
        return read(data, name, groups={"g"})
    except InputError as refused:
        _told(refused)
        return None


_YAML = st.lists(
    st.sampled_from(
        [*"{}[]:,-&*!|>?%@`'\"#\\\n\t ~<=", "id", "informants", "label", ": ", "\n  - ", "---\n", "\\U0", "g", "\x85"]
    ),
    max_size=25,
).map("".join)


@given(st.binary(max_size=80), st.sampled_from(["a.txt", "a.md", "a"]))
def test_hostile_bytes_are_refused_or_read_but_never_break_it(data: bytes, name: str) -> None:
    found = _reads_or_refuses(data, name)
    assert found is None or found.text.strip()


@given(_YAML, st.binary(max_size=12))
def test_hostile_front_matter_is_refused_or_read_but_never_breaks_it(front: str, body: bytes) -> None:
    found = _reads_or_refuses(b"---\n" + front.encode() + b"\n---\n" + body, "a.md")
    assert found is None or found.front.id
