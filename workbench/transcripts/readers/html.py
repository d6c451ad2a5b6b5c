"""HTML (.html, .htm): what a browser would show, as lines: one for each paragraph, heading, list item and table row.

White space is folded as a browser folds it; a non-breaking space stays one. Scripts, styles and what is not shown are
no text; deletions, comments, notes, headers and footers that a word processor wrote out are handed on as ``hidden``.
"""

import re
from collections.abc import Mapping
from typing import Any

from workbench.errors import InputError
from workbench.transcripts.decode import MAX_MARKED, decode
from workbench.transcripts.readers.document import PROPERTY, Hidden, Writer, parts
from workbench.transcripts.readers.parts import Parts

MAX_DEPTH = 1_000  # open elements: careless programs never close a <font>, and beyond this a page is an attack

_CHUNK = 1 << 16
_SPACE = re.compile("[ \t\r\n\f]+")
_BLOCK_TAGS = """
address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer
form h1 h2 h3 h4 h5 h6 header hr li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul
"""
_SKIPPED_TAGS = (
    "script style template noscript svg math textarea select button iframe object audio video canvas rp rt xml"
)
_VOID_TAGS = "area base br col embed hr img input link meta param source track wbr"
_BLOCKS, _SKIPPED = frozenset(_BLOCK_TAGS.split()), frozenset(_SKIPPED_TAGS.split())
_VOID = frozenset(_VOID_TAGS.split())
_NAMED = frozenset({"author", "description", "keywords", "copyright", "changedby", "company", "manager"})
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_NOTE = re.compile(r"_?(?:sd)?(?:ftn|edn|footnote|endnote)\d+", re.IGNORECASE)
_TO_NOTE = re.compile(r"#_?(?:sd)?(?:ftn|edn|footnote|endnote)\d+", re.IGNORECASE)
_COMMENTS = re.compile(r"mso-element\s*:\s*comment", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_PROGRAM = re.compile(r"\[if |\[endif|<!\[|^\s*[@.#a-z][^\n]*\{", re.IGNORECASE)


def read(data: bytes, *, encoding: str = "", repair: bool = False) -> Parts:
    """The transcript in a page. InputError: no text, or nested beyond all measure.

    ``encoding``: the character set somebody chose; else what the page declares, where its bytes are not UTF-8 anyway.
    """
    from lxml import etree

    decoded = decode(data, encoding=encoding or _declared(data), repair=repair, longest=MAX_MARKED)
    page = _Page()
    target: Any = page  # the parser's own types ask for bytes as well, which it gives to no target
    source = decoded.text.replace("\x00", "").encode()
    try:
        parser = etree.HTMLParser(target=target, encoding="utf-8", no_network=True)
        for start in range(0, len(source), _CHUNK):
            parser.feed(source[start : start + _CHUNK])
        parser.close()
    except etree.LxmlError:
        raise InputError("the page is damaged", "Open it in a browser, copy the text and save that.") from None
    lines = page.writer.finish()
    return parts(
        lines,
        labels=page.writer.labels,
        warnings=[*decoded.warnings, *page.hidden.said()],
        hidden=page.hidden.texts,
        encoding=decoded.encoding,
    )


def _declared(data: bytes) -> str:
    """The character set a page names in its head, when it is one that is needed and known."""
    found = _CHARSET.search(data[:4_096])
    if found is None:
        return ""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        name = found[1].decode().lower()
        wanted = "cp1252" if name in {"iso-8859-1", "latin1", "us-ascii"} else name  # as every browser reads it
        try:
            decode(data, encoding=wanted, longest=MAX_MARKED)
        except InputError:
            return ""
        return wanted
    return ""


class _Page:
    """Told of a page by the parser as it goes, writes the lines. Ends that belong to nothing change nothing."""

    def __init__(self) -> None:
        self.writer = Writer()
        self.hidden = Hidden()
        self._open: list[str] = []
        self._text: list[str] = []
        self._breaks = False
        self._items = 0
        self._skip_from = self._away_from = -1  # how deep the element is whose text is skipped, or hidden
        self._away: list[str] = []
        self._what = ""
        self._title: list[str] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "meta" and attributes.get("name", "").lower() in _NAMED:
            self.hidden.add(attributes.get("content", ""), PROPERTY)
        if name == "br":
            self._line_break()
        if name in _VOID and name != "hr":
            return
        if len(self._open) >= MAX_DEPTH:
            raise InputError("the page nests its parts beyond all measure", "Copy the text out of it and save that.")
        self._open.append(name)
        if self._shut:
            return
        if name == "title":
            self._title = []
        if name in _SKIPPED or (name == "a" and _TO_NOTE.match(attributes.get("href", ""))):
            self._skip_from = len(self._open)
        elif what := _left_out(name, attributes):
            self._away_from, self._what = len(self._open), what
        elif name in _BLOCKS:
            self._flush()
            self._block(name)

    def end(self, name: str) -> None:
        """An element ends, or was never open."""
        if name not in self._open[-8:] and name not in self._open:
            return
        while self._open:
            last = self._open.pop()
            self._left(last)
            if last == name:
                break

    def data(self, text: str) -> None:
        """Text, in pieces of any length."""
        if self._title is not None:
            self._title.append(text)
        elif self._away_from >= 0:
            self._away.append(text)
        elif self._skip_from < 0 and "head" not in self._open[:3]:
            self._text.append(text if "pre" in self._open else _SPACE.sub(" ", text))

    def comment(self, text: str) -> None:
        """A comment of the page's source: word processors put there what colleagues wrote in the margin."""
        if not _PROGRAM.search(text[:2_000]):
            self.hidden.add(text, "comment")

    def close(self) -> None:
        """The page ends."""
        while self._open:
            self._left(self._open.pop())
        self._flush()

    @property
    def _shut(self) -> bool:
        return self._skip_from >= 0 or self._away_from >= 0

    def _left(self, name: str) -> None:
        """The element ``name`` was taken from the open ones."""
        if self._skip_from >= 0:
            if self._skip_from > len(self._open):
                self._skip_from = -1
            return
        if self._away_from >= 0:
            if self._away_from > len(self._open):
                self._away_from = -1
                self.hidden.add(_SPACE.sub(" ", "".join(self._away)), self._what)
                self._away.clear()
            return
        if name == "title" and self._title is not None:
            self.hidden.add(_SPACE.sub(" ", "".join(self._title)), PROPERTY)
            self._title = None
        if name in _BLOCKS:
            self._flush(plain=name == "pre")
            self._block_ends(name)

    def _block(self, name: str) -> None:
        if name == "table":
            self.writer.begin_table()
        elif name == "tr":
            self.writer.begin_row()
        elif name in {"td", "th"}:
            self.writer.begin_cell()
        elif name == "li":
            self._items += 1

    def _block_ends(self, name: str) -> None:
        if name == "table":
            self.writer.end_table()
        elif name in {"td", "th"}:
            self.writer.end_cell()
        elif name == "li":
            self._items -= 1

    def _line_break(self) -> None:
        if not self._shut:
            self._text.append("\n")
            self._breaks = True

    def _flush(self, *, plain: bool = False) -> None:
        """What was gathered becomes a paragraph, if a browser shows one: a break or a hard space alone is one, too."""
        text = "".join(self._text)
        if text:
            text = text if plain or "pre" in self._open else _folded(text)
            if text.strip() or self._breaks or "\xa0" in text:
                self.writer.text(text.strip("\n") if text.strip() else "")
                self.writer.end(item=self._items > 0 and "ol" not in self._open)
        self._text.clear()
        self._breaks = False


def _folded(text: str) -> str:
    return "\n".join(re.sub(" {2,}", " ", line).strip(" ") for line in text.split("\n"))


def _left_out(name: str, attributes: Mapping[str, str]) -> str:
    """What an element is when its text is not part of what is shown; empty for what is shown."""
    if name == "del":
        return "deleted passage"
    style = attributes.get("style", "")
    if name == "div" and attributes.get("title") in {"header", "footer"}:
        return "header or footer"
    if name in {"div", "p", "li", "section", "aside"} and _NOTE.fullmatch(attributes.get("id", "")):
        return "footnote"
    if style and _COMMENTS.search(style):
        return "comment"
    if "hidden" in attributes or (style and _UNSEEN.search(style)):
        return "hidden passage"
    return ""
