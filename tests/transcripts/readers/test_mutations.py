"""Files with some of their bytes changed: whatever comes out, it is a transcript or one plain sentence."""

import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transcripts.readers import making
from workbench import sanitise
from workbench.errors import InputError
from workbench.transcripts.decode import MAX_CHARACTERS
from workbench.transcripts.readers import docx, html, odt, package, pdf, rtf
from workbench.transcripts.readers.parts import Parts

READERS = {"docx": docx.read, "odt": odt.read, "rtf": rtf.read, "html": html.read, "pdf": pdf.read}
WHOLE = {kind: making.made(f"samtale.{kind}") for kind in READERS}
PIECES = [
    b"<", b">", b"</w:p>", b"<w:tbl>", b"<w:tc>", b"<w:p>", b"<text:p>", b"<table:table-cell>", b"</td>", b"<table>",
    b"{", b"}", b"\\", b"\\'", b"\\u-1 ", b"\\u99999999 ", b"\\bin9999999 ", b"\\ansicpg1 ", b"\\mac", b"{\\*\\shptxt ",
    b"\\intbl ", b"\\cell ", b"\\row ", b"\\deleted ", b"&#0;", b"&#xD800;", b"&amp;", b"]]>", b"<!DOCTYPE x>", b"\x00",
    b"\xff\xfe", b"\xf0\x9f\x92\xa9",
    b"PK\x01\x02", b"PK\x05\x06", b" obj", b"endstream", b"/Length 9", b"(", b"<<", b">>",
]  # fmt: skip


def changed(data: bytes, seed: int, times: int) -> bytes:
    """``data`` with up to ``times`` changes: bytes turned, cut, doubled, moved, and codes of the formats put in."""
    chance = random.Random(seed)
    found = bytearray(data)
    for _ in range(times):
        at = chance.randrange(len(found) + 1)
        length = chance.choice((1, 1, 2, 8, 60, 900))
        match chance.randrange(6):
            case 0 if at < len(found):
                found[at] = chance.randrange(256)
            case 1:
                del found[at : at + length]
            case 2:
                found[at:at] = found[at : at + length] * chance.choice((1, 1, 3))
            case 3:
                found[at:at] = chance.choice(PIECES)
            case 4 if chance.random() < 0.1:
                del found[at:]
            case _:
                other = chance.randrange(len(found) + 1)
                found[at : at + length] = found[other : other + length]
    return bytes(found)


def repacked(data: bytes, seed: int, times: int) -> bytes:
    """An archive with one member changed: what a reader meets behind the ZIP that is whole."""
    chance = random.Random(seed)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        names = before.namelist()
        main = [name for name in names if name.endswith((".xml", ".rels"))]
        hit = chance.choice([*main, *["word/document.xml", "content.xml"] * 5])
        for name in names:
            member = before.read(name)
            after.writestr(name, changed(member, seed, times) if name == hit else member)
    return out.getvalue()


def read(kind: str, data: bytes) -> Parts | None:
    """What came of a file: None when it was refused. Anything else than InputError is a failure."""
    said = ""
    found = None
    try:
        found = READERS[kind](data)
    except InputError as refused:
        said = refused.reason + refused.hint
    assert (found is None) == bool(said)
    assert "sker noget" not in said  # what people said is in no message
    if found is not None:
        assert len(found.body) <= MAX_CHARACTERS + 1
        assert not sanitise.unstorable(found.body)
        assert not any(mark in found.body for mark in "\ufdd0\ufdd1\ufdd2\ufdd3\xad\r")
    return found


def tried(kind: str, seed: int, times: int) -> Parts | None:
    inside = kind in {"docx", "odt"} and seed % 4
    return read(kind, (repacked if inside else changed)(WHOLE[kind], seed, times))


@pytest.mark.parametrize("kind", ["docx", "odt", "rtf", "html"])
@settings(max_examples=40)
@given(seed=st.integers(0, 2**32), times=st.integers(1, 12))
def test_a_changed_file_is_read_or_refused_in_a_sentence(kind: str, seed: int, times: int) -> None:
    tried(kind, seed, times)


@settings(max_examples=8)
@given(seed=st.integers(0, 2**32), times=st.integers(1, 12))
def test_a_changed_pdf_is_read_or_refused_in_a_sentence(seed: int, times: int) -> None:
    tried("pdf", seed, times)


@pytest.mark.nightly
@pytest.mark.parametrize("kind", sorted(READERS))
@settings(max_examples=4_000)
@given(seed=st.integers(0, 2**32), times=st.integers(1, 40))
def test_many_changed_files_are_read_or_refused_in_a_sentence(kind: str, seed: int, times: int) -> None:
    tried(kind, seed, times)


@given(
    st.binary(max_size=400), st.sampled_from([b"PK\x03\x04", package.OLE, b"{\\rtf1", b"%PDF-1.7\n", b"<html>", b""])
)
def test_rubbish_behind_a_true_beginning_is_read_or_refused_in_a_sentence(rubbish: bytes, begins: bytes) -> None:
    for kind in READERS:
        read(kind, begins + rubbish)
