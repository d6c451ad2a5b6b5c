"""OpenDocument text (.odt, .ott): the text somebody sees who opens it, with all tracked changes accepted.

White space is read as the format means it: a run of spaces and line ends in the XML is one space, `text:s` is as many
as it says. What does not come along (deletions, notes, comments, headers and footers, hidden text, the properties) is
handed on as ``hidden``; numbers that the program counts by itself are lost.
"""

import re
from collections.abc import Callable, Mapping

from workbench.transcripts.readers import package, properties
from workbench.transcripts.readers.document import Hidden, Writer, numbers_lost, parts
from workbench.transcripts.readers.package import Package, attribute
from workbench.transcripts.readers.parts import Parts

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = {
    f"{_OASIS}office:1.0": "office",
    f"{_OASIS}text:1.0": "text",
    f"{_OASIS}table:1.0": "table",
    f"{_OASIS}drawing:1.0": "draw",
    f"{_OASIS}style:1.0": "style",
    f"{_OASIS}svg-compatible:1.0": "svg",
    f"{_OASIS}meta:1.0": "meta",
    "http://purl.org/dc/elements/1.1/": "dc",
}
_AWAY = {
    "text:note-body": "footnote",
    "office:annotation": "comment",
    "text:deletion": "deleted passage",
    "text:hidden-text": "hidden passage",
    "text:hidden-paragraph": "hidden passage",
}
_SKIPPED = (
    *("text:note-citation", "text:ruby-text", "text:placeholder", "text:change-info", "office:change-info"),
    *("office:forms", "office:scripts", "svg:title", "svg:desc", "draw:object", "draw:glue-point"),
)
_DATES = frozenset({"dc:date", "meta:date-string"})
_HEADERS = re.compile(r"style:(?:header|footer)(?:-left|-first)?")
_SPACE = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 1_000
_SHAPES = ("draw:text-box", "draw:custom-shape", "draw:rect", "draw:ellipse", "draw:caption", "draw:line", "draw:path")


def read(data: bytes, *, encoding: str = "", repair: bool = False) -> Parts:
    """The transcript in an OpenDocument text. InputError: none, damaged, locked, hostile or too large.

    ``encoding`` and ``repair`` are for formats without a character set of their own; they change nothing here.
    """
    found = package.opened(data, "odt", "OpenDocument text")
    hidden = Hidden()
    styles = _Styles()
    if "styles.xml" in found:
        found.walk("styles.xml", _Headers(hidden, styles), NAMESPACES)
    body = _Body(hidden, styles)
    found.walk("content.xml", body, NAMESPACES)
    if "meta.xml" in found:
        found.walk("meta.xml", properties.Properties(hidden), NAMESPACES)
    lines = body.writer.finish()
    warnings = [*hidden.said(), *numbers_lost(body.numbered, words=False), *_macros(found)]
    return parts(lines, labels=body.writer.labels, warnings=warnings, hidden=hidden.texts)


class _Styles:
    """What styles say that matters here: which text is hidden, and which lists have bullets or numbers."""

    def __init__(self) -> None:
        self.unseen: set[str] = set()
        self.bulleted: dict[tuple[str, str], bool] = {}
        self._style = self._list = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in {"style:style", "style:default-style", "text:list-style"}:
            self._style = self._list = attribute(attributes, "name")
        elif name == "style:text-properties" and self._style and attribute(attributes, "display") == "none":
            self.unseen.add(self._style)
        elif name == "text:list-level-style-bullet":
            self.bulleted[self._list, attribute(attributes, "level")] = True
        elif name == "text:list-level-style-number" and attribute(attributes, "num-format"):
            self.bulleted[self._list, attribute(attributes, "level")] = False


class _Headers:
    """The file of styles: lists, hidden text, and the headers and footers of the pages."""

    def __init__(self, hidden: Hidden, styles: _Styles) -> None:
        self._hidden, self._styles = hidden, styles
        self._text: list[str] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._styles.start(name, attributes)
        if _HEADERS.fullmatch(name):
            self._text = []
        elif name in {"text:p", "text:s", "text:tab"} and self._text:
            self._text.append("\n" if name == "text:p" else " ")

    def end(self, name: str) -> None:
        if _HEADERS.fullmatch(name) and self._text is not None:
            self._hidden.add("".join(self._text), "header or footer")
            self._text = None

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(_SPACE.sub(" ", text))


class _Body:
    """The body as it streams by: what one sees goes to the writer, what one does not see to ``hidden``."""

    def __init__(self, hidden: Hidden, styles: _Styles) -> None:
        self.writer = Writer()
        self.numbered = 0
        self._hidden, self._styles = hidden, styles
        self._skipped = self._away = 0
        self._what = ""
        self._unseen: list[str] = []
        self._open: list[bool] = []  # whether each open paragraph's text ends in a space that can swallow the next
        self._lists: list[str] = []
        self._items: list[bool] = []  # whether each open list item is still to have its first paragraph
        self._author: list[str] | None = None
        self._starts: dict[str, Callable[[Mapping[str, str]], None]] = {
            **dict.fromkeys(("text:p", "text:h"), self._start_paragraph),
            **dict.fromkeys(_SHAPES, lambda _: self.writer.begin_box()),
            **dict.fromkeys(("table:table-cell", "table:covered-table-cell"), lambda _: self.writer.begin_cell()),
            **dict.fromkeys(("text:list-item", "text:list-header"), lambda _: self._items.append(True)),
            "text:s": self._spaces,
            "text:tab": lambda _: self._mark("\t"),
            "text:line-break": lambda _: self._mark("\n"),
            "text:list": self._start_list,
            "table:table": lambda _: self.writer.begin_table(),
            "table:table-row": lambda _: self.writer.begin_row(),
        }
        self._ends: dict[str, Callable[[], object]] = {
            **dict.fromkeys(("text:p", "text:h"), self._end_paragraph),
            **dict.fromkeys(_SHAPES, self.writer.end_box),
            **dict.fromkeys(("table:table-cell", "table:covered-table-cell"), self.writer.end_cell),
            **dict.fromkeys(("text:list-item", "text:list-header"), self._items.pop),
            "text:list": self._lists.pop,
            "table:table": self.writer.end_table,
        }

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "dc:creator":
            self._author = []
        if self._skipped:
            self._skipped += 1
        elif self._away and name in _DATES:
            self._skipped = 1
        elif self._away:
            self._away += 1
            self._unseen.append("\n" if name == "text:p" else " " if name == "text:s" else "")
        elif name in _SKIPPED:
            self._skipped = 1
        elif name in _AWAY or self._is_unseen(name, attributes):
            self._away, self._what = 1, _AWAY.get(name, "hidden passage")
            self._unseen.append(attribute(attributes, "string-value"))
        elif (begin := self._starts.get(name)) is not None:
            begin(attributes)
        else:
            self._styles.start(name, attributes)

    def end(self, name: str) -> None:
        if name == "dc:creator" and self._author is not None:
            self._hidden.add("".join(self._author))
            self._author = None
        if self._skipped:
            self._skipped -= 1
        elif self._away:
            self._away -= 1
            if not self._away:
                self._hidden.add("".join(self._unseen), self._what)
                self._unseen.clear()
        elif (finish := self._ends.get(name)) is not None:
            finish()

    def data(self, text: str) -> None:
        if self._author is not None:
            self._author.append(text)
        elif self._skipped:
            return
        elif self._away:
            self._unseen.append(_SPACE.sub(" ", text))
        elif self._open:
            folded = _SPACE.sub(" ", text)
            if self._open[-1] and folded.startswith(" "):
                folded = folded[1:]
            if folded:
                self._open[-1] = folded.endswith(" ")
                self.writer.text(folded)

    def _is_unseen(self, name: str, attributes: Mapping[str, str]) -> bool:
        if name in {"text:p", "text:h", "text:span"}:
            return attribute(attributes, "style-name") in self._styles.unseen
        return name == "text:section" and attribute(attributes, "display") == "none"

    def _start_paragraph(self, _: Mapping[str, str]) -> None:
        self._open.append(True)
        self.writer.begin()

    def _end_paragraph(self) -> None:
        self._open.pop()
        item = False
        if self._items and self._items[-1] and self._lists:
            self._items[-1] = False
            name = next((name for name in reversed(self._lists) if name), "")
            bulleted = self._styles.bulleted.get((name, str(len(self._lists))))
            self.numbered += bulleted is False and self.writer.visible
            item = bulleted is True
        self.writer.end(item=item)

    def _start_list(self, attributes: Mapping[str, str]) -> None:
        self._lists.append(attribute(attributes, "style-name"))

    def _spaces(self, attributes: Mapping[str, str]) -> None:
        count = attribute(attributes, "c") or "1"
        self._mark(" " * (min(int(count), _MOST_SPACES) if count.isdecimal() and len(count) < 9 else 1))

    def _mark(self, text: str) -> None:
        if self._open:
            self._open[-1] = False
            self.writer.text(text)


def _macros(found: Package) -> list[str]:
    macros = any(name.startswith(("basic/", "scripts/")) and not name.endswith("/") for name in found.names)
    return ["the file holds macros (small programs): they were not run"] if macros else []
