"""The codes of an RTF file, sorted: those of the text one sees, and those of what a name may hide in.

What comes out is RTF again, of the few codes that decide about letters and without groups, so that the library that
turns codes into letters cannot trip over the rest. Rows, cells and bullets are marked with characters no text may hold.
"""

import codecs
import functools
import re
from typing import NamedTuple

from workbench.errors import InputError
from workbench.transcripts.readers.document import PROPERTY

CELL, ROW, BEGIN, ITEM = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
MAX_DEPTH = 2_000
MAX_CODES = 5_000_000  # a word with letters like æ is some three codes; half a million words are well below
_HINT_HOSTILE = "Do not trust it; ask for another copy."

_TOKEN = re.compile(
    r"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\", re.DOTALL
)
_HIGH = re.compile("[\x80-\xff]")
_VISIBLE = re.compile(r"[0-9A-Za-z]")
_CODE = re.compile(r"\\[a-z]+-?\d* ?|\\'..")
_LETTERS = "tab emdash endash emspace enspace qmspace bullet lquote rquote ldblquote rdblquote line par"
_WRITTEN = {
    **{word: f"\\{word} " for word in _LETTERS.split()},
    **{"sect": "\\par ", "nestrow": "\\par ", "nestcell": "\\tab ", "page": "\\loch \f", "column": "\\loch \f"},
}
_SIGNS = {"~": "\\~", "_": "-", "{": "\\{", "}": "\\}", "\\": "\\\\", "\n": "\\par ", "\r": "\\par "}
_HIDDEN = {
    "footnote": "footnote",
    "annotation": "comment",
    **dict.fromkeys(("header", "headerf", "headerl", "headerr"), "header or footer"),
    **dict.fromkeys(("footer", "footerf", "footerl", "footerr"), "header or footer"),
    **dict.fromkeys(("title", "author", "operator", "subject", "keywords", "doccomm", "comment"), PROPERTY),
    **dict.fromkeys(("manager", "company", "category", "staticval"), PROPERTY),
    **dict.fromkeys(("atnauthor", "atnid", "revtbl"), ""),
}
_BOXES = frozenset({"shptxt", "dptxbxtext"})
_LISTS = frozenset({"listtext", "pntext"})
_SEALED = frozenset({"shprslt", "pict", "objdata", "nonshppict", "fldinst", "stylesheet", "colortbl", "pgdsctbl"})
_PAGES = {0: "cp1252", 1361: "johab", 10000: "mac_roman", 10006: "mac_greek", 10007: "mac_cyrillic"}
_PAGES |= {10029: "mac_latin2", 10079: "mac_iceland", 10081: "mac_turkish", 65001: "utf-8"}
_CHARSETS = frozenset({77, 83, 84, 128, 129, 130, 134, 136, 161, 162, 163, 177, 178, 186, 204, 222, 238, 254, 255})
_NO_FONT = "99999"  # of this number no font is known: its letters are read in the code page of the file


class _Sink:
    """Codes that belong together, and the skip and font that hold at their end."""

    def __init__(self, what: str = "") -> None:
        self.what = what
        self.pieces: list[str] = []
        self._state = ("1", _NO_FONT)

    def put(self, group: "_Group", code: str) -> None:
        state = (group.skip, group.font)
        if state != self._state:
            self.pieces.append(f"\\uc{group.skip}\\f{group.font} ")
            self._state = state
        self.pieces.append(code)

    def insert(self, box: "_Sink") -> None:
        """The codes of a box, a paragraph of its own."""
        end = "" if box.pieces and box.pieces[-1] == _WRITTEN["par"] else _WRITTEN["par"]
        skip, font = self._state
        self.pieces += [f"\\uc1\\f{_NO_FONT} ", *box.pieces, end, f"\\uc{skip}\\f{font} "]


class _Group(NamedTuple):
    """What holds until the brace that closes a group; ``sink`` None: nothing of it is text."""

    sink: _Sink | None
    skip: str = "1"
    font: str = _NO_FONT
    deleted: bool = False
    unseen: bool = False
    sealed: bool = False
    fonts: bool = False


class Codes:
    """What an RTF file holds: ``body`` and ``hidden`` (kind and codes), to be read after ``head``.

    ``encoding`` is the code page for letters whose font has none, ``numbered`` counts numbers that are not in the text.
    InputError: the groups are nested beyond all measure.
    """

    def __init__(self, data: bytes, encoding: str = "") -> None:
        self.hidden: list[tuple[str, list[str]]] = []
        self.warnings: list[str] = []
        self.encoding = encoding or "cp1252"
        self.numbered = 0
        self._chosen = bool(encoding)
        self._body, self._away = _Sink(), _Sink()
        self._boxes: list[_Sink] = []
        self._fonts: dict[str, int] = {}
        self._default = self._font = _NO_FONT
        self._mac = self._star = self._in_table = self._in_row = False
        self._group = _Group(self._body)
        self._stack: list[_Group] = []
        text, self._raw = _decoded(data)
        self._sort(text)
        self._put_away()
        self._hang_boxes()

    @property
    def body(self) -> list[str]:
        """The codes of the text one sees."""
        return self._body.pieces

    @property
    def head(self) -> str:
        """What is read before any of the codes; a brace closes it."""
        fonts = "".join(f"{{\\f{number}\\fcharset{charset} x;}}" for number, charset in self._fonts.items())
        return f"{{\\rtf1{{\\fonttbl{fonts}}}\\f{_NO_FONT} "

    def _sort(self, text: str) -> None:
        """Every code goes where the group it stands in says."""
        position, first, left = 0, False, MAX_CODES
        while (match := _TOKEN.match(text, position)) is not None:
            position, left = match.end(), left - 1
            if not left:
                raise InputError("the file holds far more codes than any interview", _HINT_HOSTILE)
            word, number, letter, sign, brace, plain = match.groups()
            if brace == "{":
                self._open()
            elif brace:
                self._close()
                if not self._stack:
                    return
            elif word == "bin":
                position += max(int(number or 0), 0)
            elif word:
                self._word(word, number or "", first=first)
            elif sign == "*":
                self._star = True
                continue
            elif letter or sign or plain:
                self._letters(letter, sign, plain)
            first = brace == "{"
        self.warnings.append("the file ends before it should: look whether the end of the interview is there")

    def _open(self) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise InputError("the file nests its parts beyond all measure", _HINT_HOSTILE)
        self._stack.append(self._group)
        self._star = False

    def _close(self) -> None:
        if not self._stack:
            return
        left, self._group = self._group, self._stack.pop()
        if left.sink is not None and left.sink is not self._group.sink:
            self._finished(left.sink)

    def _finished(self, sink: _Sink) -> None:
        """A group of its own has ended."""
        if sink.what == "box":
            self._boxes.append(sink)
        elif sink.what == "list":
            if _VISIBLE.search(_CODE.sub("", "".join(sink.pieces))):
                self.numbered += 1
            else:
                self._put(f"\\loch {ITEM}")
        elif sink.pieces:
            self.hidden.append((sink.what, sink.pieces))

    def _word(self, word: str, number: str, *, first: bool) -> None:
        starred, self._star = self._star, False
        if (first or starred) and self._destination(word, starred=starred):
            return
        if word in _WRITTEN:
            self._put(_WRITTEN[word])
            if word == "par" and self._group.sink is self._body:
                self._hang_boxes()
        elif word == "u":
            self._put(f"\\u{_unicode(number)} ")
        elif word == "uc":
            self._group = self._group._replace(skip=str(min(max(int(number or 1), 0), 9)))
        elif word in {"cell", "row", "intbl", "pard", "trowd"}:
            self._table(word)
        elif word in {"deleted", "v", "plain"}:
            self._seen(word, on=number != "0")
        else:
            self._letter_set(word, number)

    def _destination(self, word: str, *, starred: bool) -> bool:
        """Whether a group begins with ``word`` whose text goes elsewhere, or nowhere."""
        group = self._group
        if group.sealed:
            return True
        if word in _BOXES:
            self._group = group._replace(sink=_Sink("box"))
        elif word in _LISTS and group.sink is self._body:
            self._group = group._replace(sink=_Sink("list"))
        elif word in _SEALED:
            self._group = group._replace(sink=None, sealed=True)
        elif word in _HIDDEN:
            self._group = group._replace(sink=_Sink(_HIDDEN[word]))
        elif word == "fonttbl":
            self._group = group._replace(sink=None, fonts=True)
        elif starred or word in _elsewhere():
            self._group = group._replace(sink=None)
        else:
            return False
        return True

    def _letters(self, letter: str | None, sign: str | None, plain: str | None) -> None:
        if letter:
            self._put(f"\\'{letter}")
        elif sign:
            self._put(_SIGNS.get(sign, ""))
        elif plain:
            self._put(plain if self._raw or plain.isascii() else _HIGH.sub(_escaped, plain))

    def _put(self, code: str) -> None:
        group = self._group
        if group.sink is None or not code:
            return
        if group.sink is not self._body:
            group.sink.put(group, code)
        elif group.deleted or group.unseen:
            self._away.what = "deleted passage" if group.deleted else "hidden passage"
            self._away.put(group, code)
        else:
            self._put_away()
            if self._in_table and not self._in_row:
                self._in_row = True
                self._body.put(group, f"\\loch {BEGIN}")
            self._body.put(group, code)

    def _put_away(self) -> None:
        if self._away.pieces:
            self.hidden.append((self._away.what, self._away.pieces))
            self._away = _Sink()

    def _hang_boxes(self) -> None:
        """Text boxes stand after the paragraph they hang on."""
        for box in self._boxes:
            self._body.insert(box)
        self._boxes.clear()

    def _table(self, word: str) -> None:
        if self._group.sink is not self._body:
            return
        if word in {"intbl", "pard"}:
            self._in_table = word == "intbl"
        elif word == "cell":
            self._in_table = True
            self._put(f"\\loch {CELL}")
        elif word == "row" and self._in_row:
            self._body.put(self._group, f"\\loch {ROW}")
            self._in_table = self._in_row = False
            self._hang_boxes()

    def _seen(self, word: str, *, on: bool) -> None:
        if word == "plain":
            self._group = self._group._replace(deleted=False, unseen=False, font=self._default)
        elif word == "deleted":
            self._group = self._group._replace(deleted=on)
        else:
            self._group = self._group._replace(unseen=on)

    def _letter_set(self, word: str, number: str) -> None:
        """Fonts and code pages: which letter a byte is."""
        if self._group.fonts:
            if word == "f":
                self._font = number
            elif word == "fcharset":
                self._font_set(int(number or 1))
        elif word == "f":
            self._group = self._group._replace(font=number if number.isdecimal() else self._default)
        elif word == "deff" and number.isdecimal():
            self._default = number
            self._group = self._group._replace(font=number)
        elif word in {"mac", "pc", "pca"} and not self._chosen:
            self._mac = word == "mac"
            self.encoding = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[word]
        elif word == "ansicpg" and number and not self._chosen:
            self._page(int(number))

    def _page(self, number: int) -> None:
        name = _PAGES.get(number, f"cp{number}")
        try:
            codecs.lookup(name)
        except LookupError:
            self.warnings.append("its code page is not known here: look at letters like æ, ø and å")
            return
        self._mac = name.startswith("mac")
        self.encoding = name

    def _font_set(self, charset: int) -> None:
        """A font's own letters; Windows' Western ones (0) are the file's where the file says it comes from a Mac."""
        if charset in _CHARSETS or (charset == 0 and not self._mac and not self._chosen):
            self._fonts[self._font] = charset
        elif charset == 256:
            self._fonts[self._font] = 77


@functools.cache
def _elsewhere() -> frozenset[str]:
    """The groups whose text is none, as the library knows them."""
    from striprtf.striprtf import destinations

    return frozenset(destinations)


def _decoded(data: bytes) -> tuple[str, bool]:
    """The file as characters, and whether they are letters already: RTF is ASCII, but some programs write UTF-8."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.isascii():
        try:
            return data.decode("utf-8").lstrip(), True
        except UnicodeDecodeError:
            pass
    return data.decode("latin-1").lstrip(), False


def _escaped(match: re.Match[str]) -> str:
    return f"\\'{ord(match[0]):02x}"


def _unicode(number: str) -> int:
    """The number of a letter as the library can take it; what is no letter becomes one that is dropped later."""
    code = int(number) if number else 0
    code += 0x10000 if -0x8000 <= code < 0 else 0
    return code if 0 < code <= 0x10FFFF and not 0xFDD0 <= code <= 0xFDEF else 0x200B
