import io
import struct
import tracemalloc
import zipfile
from collections.abc import Mapping

import pytest

from tests.transcripts.readers.making import made, opendocument, p, packed, part, word
from workbench.errors import InputError
from workbench.transcripts import read as read_source
from workbench.transcripts.readers import docx, odt, package
from workbench.transcripts.readers.package import Package

LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
ELSEWHERE = '<!DOCTYPE a PUBLIC "-//a//b" "http://127.0.0.1:9/a.dtd">'


def refused(data: bytes, match: str) -> InputError:
    """Both readers refuse the bytes, in these words."""
    with pytest.raises(InputError, match=match) as told:
        docx.read(data)
    with pytest.raises(InputError, match=match):
        odt.read(data)
    assert told.value.hint
    return told.value


def rebuilt(data: bytes, **changes: bytes | str) -> dict[str, bytes | str]:
    """The members of an archive, some of them others."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    return members | {name.replace("__", "/").replace("_xml", ".xml"): one for name, one in changes.items()}


class Heard:
    """A handler that writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.told.append(name)

    def end(self, name: str) -> None:
        self.told.append("/" + name)

    def data(self, text: str) -> None:
        self.told.append(text)


@pytest.mark.parametrize(
    ("name", "kind"), [("samtale.docx", "docx"), ("samtale.odt", "odt"), ("samtale.doc", ""), ("laast.docx", "")]
)
def test_files_of_other_programs_are_told_by_their_content(name: str, kind: str) -> None:
    found = package.kind(made(name))
    assert found is not None
    assert found.name == kind


@pytest.mark.parametrize("name", ["samtale.rtf", "samtale.html", "samtale.pdf"])
def test_what_is_no_package_is_none(name: str) -> None:
    assert package.kind(made(name)) is None
    refused(made(name), "this is no (Word file|OpenDocument text): it is damaged, or its name says what it is not")


def test_a_password_an_old_file_and_a_damaged_one_are_told_apart() -> None:
    assert "without one" in refused(made("laast.docx"), "protected by a password").hint
    assert ".docx" in refused(made("samtale.doc"), r"a Word file of the old kind \(\.doc\)").hint
    refused(package.OLE + b"\x00" * 600 + "Workbook".encode("utf-16-le"), "Excel workbook of the old kind")
    refused(package.OLE + b"\x00" * 600, "Office file of the old kind")


@pytest.mark.parametrize(
    ("types", "what"),
    [
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "an Excel workbook"),
        ("application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml", "a PowerPoint file"),
        ("application/x-noget-andet", "an Office file of a kind"),
    ],
)
def test_other_office_files_are_named(types: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        docx.read(word(p("R1: Ja."), types=types))


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument file, but no text"),
        ("application/epub+zip", "an e-book"),
        ("noget", "a ZIP archive"),
    ],
)
def test_other_archives_are_named(kind: str, what: str) -> None:
    refused(packed({"mimetype": kind}), what)
    refused(packed({"noter.txt": "R1: Ja."}), "a ZIP archive")


def test_an_opendocument_text_with_a_password_is_named() -> None:
    locked = '<manifest><file-entry><encryption-data checksum="x"/></file-entry></manifest>'
    refused(opendocument("<text:p>x</text:p>", **{"META-INF__manifest.xml": locked}), "protected by a password")


def test_an_archive_with_a_password_is_named() -> None:
    data = bytearray(word(p("R1: Ja.")))
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    refused(bytes(data), "protected by a password")


@pytest.mark.parametrize("kept", [4, 30, 300, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_named(kept: float) -> None:
    whole = made("samtale.docx")
    refused(whole[: int(kept if kept > 1 else kept * len(whole))], "damaged or was cut short")


def test_a_changed_byte_is_noticed_by_its_checksum() -> None:
    with zipfile.ZipFile(io.BytesIO(made("samtale.docx"))) as archive:
        at = archive.getinfo("word/document.xml").header_offset
    data = bytearray(made("samtale.docx"))
    data[at + 400] ^= 0xFF
    with pytest.raises(InputError, match="damaged"):
        docx.read(bytes(data))


@pytest.mark.parametrize("laughs", [LAUGHS, OUTSIDE, ELSEWHERE])
def test_entities_are_refused_wherever_they_are_defined(laughs: str) -> None:
    body = part("document", f"<w:body>{p('R1: &d;') if laughs is LAUGHS else p('R1: Ja.')}</w:body>")
    with pytest.raises(InputError, match="XML entities of its own"):
        docx.read(packed(rebuilt(word(""), word__document_xml=laughs + body)))
    with pytest.raises(InputError, match="XML entities of its own"):
        docx.read(word(p("R1: Ja."), footnotes=laughs + part("footnotes", "")))
    with pytest.raises(InputError, match="XML entities of its own"):
        odt.read(packed(rebuilt(opendocument(""), content_xml=laughs + "<a/>")))


@pytest.mark.parametrize("name", ["../ud.xml", "/etc/x", "a/../../b", "C:/x", "..\\x", "word/.."])
def test_a_member_that_leads_outside_is_refused(name: str) -> None:
    refused(packed({**rebuilt(word(p("R1: Ja."))), name: "x"}), "outside it")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["word/document.xml", "Word/Document.XML", "word\\document.xml"])
def test_two_members_of_one_name_are_refused(name: str) -> None:
    out = io.BytesIO(word(p("R1: Ja.")))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, part("document", f"<w:body>{p('R1: Nej.')}</w:body>"))
    refused(out.getvalue(), "the same name")


def test_too_many_members_are_refused_before_they_are_listed() -> None:
    refused(packed({f"{n}": "" for n in range(package.MAX_MEMBERS + 1)}, zipfile.ZIP_STORED), "more than 3,000 parts")


def test_a_flat_bomb_is_noticed_while_it_unpacks() -> None:
    bomb = packed(rebuilt(word(""), word__document_xml=part("document", " " * 60_000_000)))
    assert len(bomb) < 100_000
    tracemalloc.start()
    with pytest.raises(InputError, match="unpacks to far more"):
        docx.read(bomb)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_bomb_in_a_bomb_is_never_unpacked() -> None:
    inner = packed({"0": b"\x00" * 3_000_000})
    refused(packed({f"{n}.zip": inner for n in range(20)}), "a ZIP archive")
    found = docx.read(packed({**rebuilt(word(p("R1: Ja."))), "word/embeddings/a.docx": inner}))
    assert found.body == "R1: Ja.\n"


def test_a_claim_of_a_gigabyte_is_not_believed() -> None:
    data = bytearray(word(p("R1: Ja.")))
    at = data.rindex(b"PK\x01\x02")
    while data[at + 46 :][:17] != b"word/document.xml":
        at = data.rindex(b"PK\x01\x02", 0, at)
    data[at + 24 : at + 28] = struct.pack("<I", 1_000_000_000)
    tracemalloc.start()
    assert docx.read(bytes(data)).body == "R1: Ja.\n"
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_a_file_beyond_the_limit_is_refused_unread() -> None:
    refused(b"PK\x03\x04" + bytes(package.MAX_BYTES), "too large")


def test_depth_and_number_of_elements_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="beyond all measure"):
        docx.read(word("<w:p>" * 300 + "</w:p>" * 300))
    monkeypatch.setattr(package, "MAX_ELEMENTS", 500)
    with pytest.raises(InputError, match="beyond all measure"):
        docx.read(word("<w:p/>" * 600))


def test_a_tag_or_comment_of_megabytes_is_refused_before_it_is_whole() -> None:
    for piece in ('<w:p a="{}"/>', "<!--{}-->"):
        body = piece.format("x" * 12_000_000)
        with pytest.raises(InputError, match="larger than any interview"):
            docx.read(packed(rebuilt(word(""), word__document_xml=part("document", body)), zipfile.ZIP_STORED))


def test_members_may_be_packed_as_documents_are_and_in_no_other_way() -> None:
    members = rebuilt(word(p("R1: Ja.")))
    assert docx.read(packed(members, zipfile.ZIP_STORED)).body == "R1: Ja.\n"
    refused(packed(members, zipfile.ZIP_LZMA), "packed in a way documents are not")


def test_xml_is_told_as_it_streams_with_names_of_known_prefixes() -> None:
    heard = Heard()
    package.walk([b'<a xmlns="u"><b xmlns="v" x="1">hej ', "på dig</b><c/></a>".encode()], heard, {"u": "u"})
    assert heard.told == ["u:a", "?:b", "hej ", "på dig", "/?:b", "u:c", "/u:c", "/u:a"]
    with pytest.raises(InputError, match="damaged"):
        package.walk([b"<a><b></a>"], heard, {})
    with pytest.raises(InputError, match="damaged"):
        package.walk([b'<?xml version="1.0" encoding="x-noget"?><a/>'], heard, {})


def test_a_member_is_read_up_to_a_limit_and_under_any_capitals() -> None:
    found = Package(packed({"Word/A.xml": b"x" * 100}))
    assert found.read("word/a.xml") == b"x" * 100
    assert "WORD/A.XML" in found
    assert found.names == {"word/a.xml"}
    with pytest.raises(InputError, match="far larger"):
        found.read("word/a.xml", limit=99)
    with pytest.raises(InputError, match="damaged"):
        found.read("word/b.xml")


def test_utf16_is_read_as_xml_says_it() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + part("document", f"<w:body>{p('R1: Ærø.')}</w:body>")
    assert docx.read(packed(rebuilt(word(""), word__document_xml=text.encode("utf-16")))).body == "R1: Ærø.\n"


def test_whoever_imports_is_told_the_same_whatever_the_file_is_called() -> None:
    for name in ("x.docx", "x.txt", "x"):
        with pytest.raises(InputError, match=f"{name}: the document is protected by a password"):
            read_source(made("laast.docx"), name)
        with pytest.raises(InputError, match=f"{name}: this is a Word file of the old kind"):
            read_source(made("samtale.doc"), name)
    repacked = packed(dict(reversed(list(rebuilt(made("samtale.odt")).items()))))  # the mimetype comes last
    assert read_source(repacked, "x.zip").format == "odt"


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_locked_document_is_said_to_be_locked_however_it_is_packed(compression: int) -> None:
    members = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<manifest:encryption-data/>",
        "content.xml": "x",
    }
    with pytest.raises(InputError, match=r"a\.odt: the document is protected by a password"):
        read_source(packed(members, compression), "a.odt")
