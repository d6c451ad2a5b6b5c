"""From bytes to text: which character set, and whether it is text at all.

The order was measured on Danish files, where general detectors take cp1252 for cp1250 or Big5: a byte order mark; NUL
bytes, which mean UTF-16; strict UTF-8; and among cp1252, mac_roman and cp865 the one that reads most of the letters and
marks a Danish, Norwegian, Swedish or German text is written with.
"""

import codecs
import re
from typing import NamedTuple

from workbench import sanitise
from workbench.errors import InputError

MAX_BYTES = 50_000_000
MAX_CHARACTERS = 2_000_000

_WIDEST = 4  # bytes a character takes at most, in any of these character sets
_EXPECTED = "æøåäöüéßÆØÅÄÖÜÉ“”’–…"
_LEGACY = ("cp1252", "mac_roman", "cp865")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SHOUTED = re.compile(r"(?<=[^\W\d_])(?<=[^A-ZÆØÅÄÖÜÉ])[ÆØÅÄÖÜÉ]")  # a capital inside a word: donÆt for don’t
_MOJIBAKE = re.compile(r"Ã[\x80-\xbf¦¸¥¶¼¤†˜…Ÿ‰–„œ]|â€[œ\x9d™“”¦]")
_HINT_SPLIT = "Split it into one file an interview."
_HINT_BINARY = "Save it as plain text (UTF-8, .txt or .md) and import that."
_HINT_UTF8 = "Open it in an editor, save it as UTF-8 and import it again."


class Decoded(NamedTuple):
    """Text with LF newlines and no byte order mark, the character set it was read in, and what to look at."""

    text: str
    encoding: str
    warnings: tuple[str, ...]


def decode(data: bytes) -> Decoded:
    """The text in ``data``. InputError, with the line where there is one: too large, no text, or broken text."""
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 1e6:.0f} MB; a transcript may have {MAX_BYTES // 1_000_000} MB"
        raise InputError(f"the file is too large ({size})", _HINT_SPLIT)
    _refuse_length(len(data) // _WIDEST)
    text, encoding, warnings = _characters(data)
    _refuse_length(len(text))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _refuse_rubbish(text, guessed=encoding in _LEGACY)
    return Decoded(text, encoding, (*warnings, *_doubts(text)))


def _refuse_length(characters: int) -> None:
    if characters > MAX_CHARACTERS:
        raise InputError(
            f"the text is too long ({characters:,} characters; a transcript may have {MAX_CHARACTERS:,})", _HINT_SPLIT
        )


def _characters(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding), encoding, ()
    if b"\x00" in data:
        encoding = _utf16_order(data)
        return _strictly(data, encoding), encoding, ()
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError as broken:
        _refuse_broken_utf8(data, broken.start)
    return _legacy(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as broken:
        before = data[: broken.start].decode(encoding, "ignore")
        what = "half a surrogate pair" if "surrogate" in broken.reason else "bytes that are no text"
        raise InputError(
            f"the file begins as {encoding.upper()} but holds {what}", _HINT_UTF8, line=before.count("\n") + 1
        ) from None


def _utf16_order(data: bytes) -> str:
    """Which half of each pair is NUL, as it is for most letters of a European language; else it is no text."""
    half = len(data) // 2
    high = data[0::2].count(0), data[1::2].count(0)
    if len(data) % 2 == 0 and max(high) > 0.5 * half and min(high) < 0.02 * half + 1:
        return "utf-16-be" if high[0] > high[1] else "utf-16-le"
    raise InputError(
        "it holds NUL characters, so it is no text" if max(high) > 3 else "it holds a NUL character",
        _HINT_BINARY,
        line=data[: data.index(0)].count(b"\n") + 1,
    )


def _refuse_broken_utf8(data: bytes, at: int) -> None:
    """A file that is nearly UTF-8 would be turned to mojibake by a guess: the broken place is named instead."""
    line = data[:at].count(b"\n") + 1
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        replaced = data.decode("utf-8", "replace")
        broken = replaced.count("\ufffd") - data.count(b"\xef\xbf\xbd")
        whole = _beyond_ascii(replaced) - replaced.count("\ufffd")
        if whole > 2 * broken:
            raise InputError(
                f"the file is UTF-8, but not here (byte 0x{data[at]:02X})", _HINT_UTF8, line=line
            ) from None
    else:
        raise InputError("it holds half a surrogate pair", _HINT_UTF8, line=line)


def _legacy(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    best, score, text = "", -1, ""
    for encoding in _LEGACY:
        try:
            candidate = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        seen = sum(map(candidate.count, _EXPECTED))
        seen -= len(_SHOUTED.findall(candidate))
        if seen > score:
            best, score, text = encoding, seen, candidate
    strange = _beyond_ascii(text)
    if strange > 0.3 * len(text) and score < 0.5 * strange:
        raise InputError("the character set of the file is not one that can be told by itself", _HINT_UTF8)
    name = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp865": "DOS code page 865"}[best]
    return text, best, (f"read as {name}, which is a guess: look at letters like æ, ø and å",)


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _refuse_rubbish(text: str, *, guessed: bool) -> None:
    reason = sanitise.unstorable(text)
    if reason:
        at = re.search("[\x00\ud800-\udfff]", text)
        raise InputError(reason, _HINT_UTF8, line=text[: at.start() if at else 0].count("\n") + 1)
    controls = len(_CONTROL.findall(text))
    if controls > 3 and controls > (0.05 if guessed else 0.3) * len(text):
        raise InputError("it is no text: too many of its characters are control characters", _HINT_BINARY)


def _doubts(text: str) -> list[str]:
    doubts = []
    if lost := text.count("\ufffd"):
        doubts.append(f"{lost} characters were lost before the import (they are stored as “\ufffd”)")
    if wrong := len(_MOJIBAKE.findall(text)):
        doubts.append(f"{wrong} places look as if letters were read in a wrong character set once (“Ã¸” for “ø”)")
    return doubts
