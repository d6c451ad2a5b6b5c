"""From bytes to text: which character set, and whether it is text at all.

The order was measured on Danish files, where general detectors take cp1252 for cp1250 or Big5: a byte order mark; NUL
bytes, which mean UTF-16; strict UTF-8; and among cp1252, mac_roman and cp865 the one that reads most of the letters and
marks a Danish, Norwegian, Swedish or German text is written with. A character set that somebody chose goes before all
of that.
"""

import codecs
import re
from contextlib import suppress
from typing import NamedTuple

from workbench import sanitise
from workbench.errors import InputError

MAX_BYTES = 50_000_000
MAX_CHARACTERS = 2_000_000
MAX_MARKED = 20_000_000
"""Characters of a file in which most are marks: JSON with a time for every word, a page with a style for every word."""

_WIDEST = 4  # bytes a character takes at most, in any of these character sets
_EXPECTED = "æøåäöüéßÆØÅÄÖÜÉ“”’–…"
_LOOKED_AT = 4_096
_NO_SETS = frozenset(
    {"idna", "punycode", "unicode_escape", "unicode-escape", "raw_unicode_escape", "raw-unicode-escape", "undefined"}
)
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


def decode(data: bytes, *, encoding: str = "", repair: bool = False, longest: int = MAX_CHARACTERS) -> Decoded:
    """The text in ``data``. InputError, with the line where there is one: too large, no text, or broken text.

    ``encoding``: the character set to read it in, by any name Python knows; "" finds out. ``repair`` mends letters that
    were read in a wrong character set before ("Ã¸" for "ø"), and nothing else; it needs the extra ``repair``.
    ``longest``: how many characters it may have.
    """
    refuse_size(data)
    refuse_length(len(data) // _WIDEST, longest)
    text, encoding, warnings = _chosen(data, encoding) if encoding else _characters(data)
    refuse_length(len(text), longest)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    refuse_rubbish(text, guessed=encoding in _LEGACY)
    if repair:
        text, mended = _repaired(text)
        warnings += mended
    return Decoded(text, encoding, (*warnings, *_doubts(text)))


def mojibake(text: str) -> int:
    """In how many places letters look as if they were read in a wrong character set once."""
    return len(_MOJIBAKE.findall(text))


def candidates(data: bytes) -> list[str]:
    """The character sets that ``data`` may be in, the one it is read in by itself first."""
    found = []
    with suppress(InputError):
        found.append(decode(data, longest=MAX_MARKED).encoding)
    wide = ("utf-16-le", "utf-16-be") if b"\x00" in data[:_LOOKED_AT] else ()
    for encoding in ("utf-8", *_LEGACY, *wide):
        if encoding not in found:
            with suppress(InputError):
                found.append(decode(data, encoding=encoding, longest=MAX_MARKED).encoding)
    return found


def refuse_size(data: bytes) -> None:
    """InputError: more bytes than a transcript may have."""
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 1e6:.0f} MB; a transcript may have {MAX_BYTES // 1_000_000} MB"
        raise InputError(f"the file is too large ({size})", _HINT_SPLIT)


def _chosen(data: bytes, encoding: str) -> tuple[str, str, tuple[str, ...]]:
    """The text in the character set somebody chose, and that set's usual name."""
    try:
        known = codecs.lookup(encoding)
    except (LookupError, ValueError, UnicodeError):
        known = None
    # not every codec of Python is a character set: some pack, and some run what they read as if it were source
    if known is None or not getattr(known, "_is_text_encoding", True) or known.name in _NO_SETS:
        raise InputError(
            f"there is no character set called {sanitise.line(encoding, 40)}",
            "For instance utf-8, cp1252 (Windows), mac_roman (old Mac), cp865 or cp850 (DOS), utf-16.",
        )
    name = "utf-8" if known.name == "utf-8-sig" else known.name.replace("-", "_") if "mac" in known.name else known.name
    for mark, marked in _MARKS:
        if marked == name and data.startswith(mark):
            data = data[len(mark) :]
    try:
        return data.decode(known.name).removeprefix("\ufeff"), name, ()
    except UnicodeError as broken:
        at = broken.start if isinstance(broken, UnicodeDecodeError) else 0
        line = data[:at].decode(known.name, "ignore").count("\n") + 1
        raise InputError(
            f"the file is not in the character set {name}", "Choose another, or leave the choice out.", line=line
        ) from None


def _repaired(text: str) -> tuple[str, tuple[str, ...]]:
    try:
        from ftfy import fix_encoding
    except ImportError:
        raise InputError(
            "repairing letters needs a package that is not installed (ftfy)",
            'Install it: `pip install "workbench[repair]"`, or import the file without repairing it.',
        ) from None
    # Line by line: what went wrong in one place may be right in another, and whole lines that are right stay.
    before = text.split("\n")
    after = [fix_encoding(line) if not line.isascii() else line for line in before]
    changed = sum(a != b for a, b in zip(before, after, strict=True))
    return "\n".join(after), (f"letters were repaired in {changed} lines: read through them",) if changed else ()


def refuse_length(characters: int, longest: int = MAX_CHARACTERS) -> None:
    """InputError: more characters than a transcript, or a file with as many marks as ``longest`` allows, may have."""
    if characters > longest:
        what = "a transcript" if longest == MAX_CHARACTERS else "such a file"
        raise InputError(f"the text is too long ({characters:,} characters; {what} may have {longest:,})", _HINT_SPLIT)


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


def refuse_rubbish(text: str, *, guessed: bool = False) -> None:
    """InputError: characters that cannot be stored, or too many that are no text; ``guessed``: in a set not known."""
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
    if wrong := mojibake(text):
        doubts.append(f"{wrong} places look as if letters were read in a wrong character set once (“Ã¸” for “ø”)")
    return doubts
