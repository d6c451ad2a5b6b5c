"""The one way hostile text becomes harmless.

Whatever a file or a person supplies may hold terminal escapes, markup, bidirectional overrides or spreadsheet
formulas. Text that is drawn goes through ``display`` (one code point in, one out, so offsets stay true) or
``line``; text that is written for a spreadsheet goes through ``csv_cell``, which ``csv_value`` takes back, and what
is written into a Word or Excel file through ``office``, which ``office_value`` takes back.
"""

import re
import unicodedata

_INVISIBLE = (
    *range(0x200B, 0x2010),  # zero-width characters and directional marks
    *range(0x2028, 0x202F),  # separators and bidirectional embeddings
    *range(0x2060, 0x2070),  # joiners, isolates
    0x061C,
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
)


def _table() -> dict[int, int]:
    table = {c: 0x2400 + c for c in range(0x20)}
    table[0x09] = 0x2192  # a tab is one cell wide and visible: →
    table[0x7F] = 0x2421
    table.update(dict.fromkeys(range(0x80, 0xA0), 0xFFFD))
    table.update(dict.fromkeys(range(0xD800, 0xE000), 0xFFFD))
    table.update(dict.fromkeys(_INVISIBLE, 0x00B7))
    del table[0x0A]
    return table


_TABLE = _table()
_SUSPECT = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NOT_IN_XML = re.compile(
    "_(?=x[0-9A-Fa-f]{4}_)|"
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_SPELLED = re.compile("_x([0-9A-Fa-f]{4})_")


def display(text: str) -> str:
    """``text`` with every control, invisible or directional character made a visible one; length and newlines kept."""
    return text.translate(_TABLE) if _SUSPECT.search(text) else text


def line(text: str, limit: int = 0) -> str:
    """``text`` as one harmless line, cut with an ellipsis at ``limit`` characters (0: never)."""
    flat = display(" ".join(text.split()))
    return flat if not limit or len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def name(text: str) -> str:
    """A name as it is stored: NFC, white space folded. Whoever stores it refuses what is empty or ``unstorable``."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def unstorable(text: str) -> str:
    """Why ``text`` cannot be stored (NUL and lone surrogates cannot travel through every database), or ''."""
    if "\x00" in text:
        return "it holds a NUL character"
    if _SURROGATE.search(text):
        return "it holds half a surrogate pair"
    return ""


def csv_cell(text: str) -> str:
    """``text`` so that no spreadsheet takes it for a formula; ``csv_value`` is the inverse."""
    return "'" + text if _FORMULA.match(text) else text


def csv_value(cell: str) -> str:
    """What ``csv_cell`` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def office(text: str) -> str:
    """``text`` for XML in an Office file: what XML cannot hold, and what turns lines round, as Excel spells it.

    That is ``_x001B_``; an underscore that begins such a spelling is one itself. Tabs and newlines stay.
    """
    return _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def office_value(text: str) -> str:
    """What ``office`` was given."""
    return _SPELLED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def markdown(text: str) -> str:
    """``text`` as one line of Markdown that stays text: no table cell, link, image, heading or HTML can grow of it."""
    return re.sub(r"([\\`*_{}\[\]<>|#~])", r"\\\1", line(text))
