"""Which paragraphs of a Word file are items of a list: Word counts their numbers, which stand nowhere in the text."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from workbench.transcripts.readers.package import Package, attribute

_NAMESPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
}
_LETTERS = re.compile(r"[^\W\d_]{2}")
_GENERATIONS = 12  # Word itself allows ten
_UNNUMBERED = frozenset({"none", ""})


class Level(NamedTuple):
    """How a level of a list is numbered (`bullet`, `decimal`, …), and the text its numbers stand in ("%1.")."""

    format: str
    text: str


class Numbering(NamedTuple):
    """Which definition each list follows, the levels of each definition, and the list and level of each style."""

    lists: Mapping[str, str]
    levels: Mapping[tuple[str, str], Level]
    styles: Mapping[str, tuple[str, str]]


class _Related(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...


def numbering(found: Package, related: Iterable[_Related]) -> Numbering:
    """The lists that a Word file defines; InputError: the parts that say it are broken."""
    lists, styles = _Lists(), _Styles()
    for one in related:
        if one.kind == "numbering" and one.name in found:
            found.walk(one.name, lists, _NAMESPACES)
        elif one.kind == "styles" and one.name in found:
            found.walk(one.name, styles, _NAMESPACES)
    return Numbering(lists.numbers, lists.levels, styles.resolved())


class Numbers:
    """Told of each paragraph, counts those whose number is lost; ``worded``: the numbers stood in words."""

    def __init__(self, known: Numbering) -> None:
        self.counted = 0
        self.worded = False
        self._known = known

    def bullet(self, style: str, number: str, level: str, visible: bool) -> bool:
        """Whether a paragraph has a bullet; if it has a number and any text, the number is counted."""
        if not number and style in self._known.styles:
            number, inherited = self._known.styles[style]
            level = level or inherited
        found = self._known.levels.get((self._known.lists.get(number, ""), level or "0")) if number else None
        if found is None or found.format in _UNNUMBERED:
            return False
        if found.format == "bullet":
            return True
        if visible:
            self.counted += 1
            self.worded = self.worded or _LETTERS.search(re.sub(r"%\d", "", found.text)) is not None
        return False


class _Lists:
    def __init__(self) -> None:
        self.levels: dict[tuple[str, str], Level] = {}
        self.numbers: dict[str, str] = {}
        self._abstract = self._number = self._level = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "w:abstractNum":
            self._abstract = attribute(attributes, "abstractNumId")
        elif name == "w:num":
            self._number, self._abstract = attribute(attributes, "numId"), ""
        elif name == "w:abstractNumId" and self._number:
            self.numbers[self._number] = attribute(attributes, "val")
        elif name == "w:lvl" and self._abstract:
            self._level = attribute(attributes, "ilvl")
            self.levels[self._abstract, self._level] = Level("", "")
        elif name in {"w:numFmt", "w:lvlText"} and (key := (self._abstract, self._level)) in self.levels:
            value = attribute(attributes, "val")
            known = self.levels[key]
            self.levels[key] = known._replace(format=value) if name == "w:numFmt" else known._replace(text=value)

    def end(self, name: str) -> None:
        if name == "w:abstractNum":
            self._abstract = ""

    def data(self, text: str) -> None:
        pass


class _Styles:
    """Styles with a list of their own; a style inherits what the one it is based on has."""

    def __init__(self) -> None:
        self._lists: dict[str, tuple[str, str]] = {}
        self._based: dict[str, str] = {}
        self._style = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "w:style":
            self._style = attribute(attributes, "styleId")
        elif name == "w:basedOn" and self._style:
            self._based[self._style] = attribute(attributes, "val")
        elif name in {"w:numId", "w:ilvl"} and self._style:
            number, level = self._lists.get(self._style, ("", ""))
            value = attribute(attributes, "val")
            self._lists[self._style] = (value, level) if name == "w:numId" else (number, value)

    def end(self, name: str) -> None:
        if name == "w:style":
            self._style = ""

    def data(self, text: str) -> None:
        pass

    def resolved(self) -> dict[str, tuple[str, str]]:
        found = {}
        for style in (*self._lists, *self._based):
            ancestor, steps = style, 0
            while ancestor not in self._lists and ancestor in self._based and steps < _GENERATIONS:
                ancestor, steps = self._based[ancestor], steps + 1
            if self._lists.get(ancestor, ("", ""))[0]:
                found[style] = self._lists[ancestor]
        return found
