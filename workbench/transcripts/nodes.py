"""YAML without its magic: strings, lists and mappings that know the line they stand in.

No types are guessed ("01" stays "01", "no" stays "no"), and anchors, aliases and tags are refused as they are met, so
a file that would grow on reading never does. The events of PyYAML's parser are taken one at a time and
nothing deeper than a few levels is followed.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from workbench import sanitise
from workbench.errors import InputError

if TYPE_CHECKING:
    from yaml.events import Event

_DEEPEST = 6
_HINT_QUOTE = "If this is a value, put it between quotation marks."


class Scalar(NamedTuple):
    """A value as written, without quotation marks."""

    value: str
    line: int


class Items(NamedTuple):
    """A list."""

    values: tuple["Node", ...]
    line: int


class Pairs(NamedTuple):
    """A mapping: key to value, with the line of each key; ``source`` is how it was written."""

    values: dict[str, "Node"]
    lines: dict[str, int]
    line: int


Node = Scalar | Items | Pairs


def parse(text: str, line: int) -> Node | None:
    """The one document in ``text``, whose first line is line ``line`` of its file; None when it is empty.

    InputError with the line: no YAML, an alias, anchor or tag, nested too deeply, or a key twice.
    """
    import yaml

    reading = _Reading(text, line)
    try:
        return reading.document(yaml.parse(text, Loader=yaml.BaseLoader))
    except yaml.reader.ReaderError as broken:
        what = f"a character that YAML does not allow (U+{_code_point(broken.character):04X})"
        raise InputError(what, "Delete it, or write it in words.", line=reading.line_of(broken.position)) from None
    except yaml.MarkedYAMLError as broken:
        at = _index(broken)
        raise InputError(
            f"the front matter cannot be read: {sanitise.line(broken.problem or 'no YAML', 120)}",
            _advice(text, at),
            line=reading.line_of(at),
        ) from None
    except (ValueError, OverflowError):  # PyYAML does not check that the escape "\UFFFFFFFF" is a character
        raise InputError(
            "the front matter holds an escape or a number that means nothing", _HINT_QUOTE, line=reading.reached
        ) from None


class _Reading:
    def __init__(self, text: str, line: int) -> None:
        self._text = text
        self._line = line
        # The parser counts a NEL or a line separator as a new line; editors, and so people, do not.
        self._last, self._lines = 0, 0

    @property
    def reached(self) -> int:
        """The line of the last thing that was read."""
        return self.line_of(self._last)

    def line_of(self, index: int) -> int:
        """The line in the file of a place in the text."""
        if index < self._last:
            self._last, self._lines = 0, 0
        self._lines += self._text.count("\n", self._last, index)
        self._last = index
        return self._line + min(self._lines, self._text.rstrip().count("\n"))

    def document(self, events: Iterator[Any]) -> Node | None:
        import yaml

        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise InputError("the front matter has a second document", "", line=self._at(event))
            elif isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, 1)
        return root

    def _at(self, event: "Event") -> int:
        return self.line_of(int(getattr(event.start_mark, "index", 0)))

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        import yaml

        line = self._at(event)
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise InputError("anchors (&) and aliases (*) are not read in front matter", _HINT_QUOTE, line=line)
        if event.tag is not None:
            raise InputError("tags (!) are not read in front matter", _HINT_QUOTE, line=line)
        if depth > _DEEPEST:
            raise InputError("the front matter is nested too deeply", "", line=line)
        if isinstance(event, yaml.ScalarEvent):
            if reason := sanitise.unstorable(event.value):
                raise InputError(f"this value cannot be stored: {reason}", "", line=line)
            return Scalar(event.value, line)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                items.append(self._node(inner, events, depth + 1))
            return Items(tuple(items), line)
        return self._pairs(events, depth, line)

    def _pairs(self, events: Iterator[Any], depth: int, line: int) -> Pairs:
        import yaml

        values: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(inner := next(events), yaml.MappingEndEvent):
            key = self._node(inner, events, depth + 1)
            if not isinstance(key, Scalar) or not key.value.strip():
                raise InputError("a key must be a word", "Write `key: value`.", line=key.line)
            name = sanitise.name(key.value)
            if name in values:
                raise InputError(
                    f"“{sanitise.line(name, 60)}” stands here twice (first in line {lines[name]})",
                    "Keep one of them.",
                    line=key.line,
                )
            lines[name] = key.line
            values[name] = self._node(next(events), events, depth + 1)
        return Pairs(values, lines, line)


def _index(broken: Any) -> int:
    """Where a person would look for the fault: where the bracket or the quotation mark opens that is never closed."""
    opened = broken.context and ("quoted" in broken.context or "flow" in broken.context)
    mark = (broken.context_mark if opened else None) or broken.problem_mark or broken.context_mark
    return int(mark.index) if mark else 0


def _code_point(character: object) -> int:
    return character if isinstance(character, int) else ord(str(character)[:1] or "\0")


def _advice(text: str, index: int) -> str:
    line = text[text.rfind("\n", 0, index) + 1 :].partition("\n")[0]
    if "\t" in line:
        return "Use spaces, not tabs."
    if any(line.count(a) != line.count(b) for a, b in ("[]", "{}")):
        return "A bracket is not closed."
    if line.count('"') % 2:
        return "A quotation mark is not closed."
    if line.count(":") > 1:
        return "A value with a colon in it must stand between quotation marks."
    return "Front matter is lines of `key: value`; informants are `- {label: R1, group: …}`."
