"""What all readers of documents share: paragraphs become lines, tables become turns, and the lines become a transcript.

A paragraph is one line, a line break inside it starts another. Blank paragraphs stay, except at the head and the foot.
Marks that only say where a line may or may not break are layout: soft hyphens, zero-width spaces, word joiners and
stray byte order marks go, a non-breaking hyphen is a hyphen. A non-breaking space is stored as it is (U+00A0): it is a
space somebody wrote. Everything else is kept letter by letter; offsets count what is stored.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workbench.errors import InputError
from workbench.transcripts.decode import MAX_CHARACTERS
from workbench.transcripts.readers import tables
from workbench.transcripts.readers.parts import Parts, part

_LAYOUT = {
    **dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF, 0x0C)),
    **dict.fromkeys((0x0B, 0x0D, 0x85), "\n"),
    0x2011: "-",
}
_CONTROLS = dict.fromkeys((*range(9), *range(14, 32), 127, *range(0xD800, 0xE000), *range(0xFDD0, 0xFDD4)))
_TIDY = {**_CONTROLS, **_LAYOUT}
_UNTIDY = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\xad\u200b\u2011\u2060\ufdd0-\ufdd3\ufeff\ud800-\udfff]")
_DASHES = re.compile(r"[-–—]{1,3}\s*")
_KEY = re.compile(r"\s*(?:id|site|date|kind|mode|interviewer|informants)\s*:", re.IGNORECASE)
_MARGIN = re.compile(r"[\t\xa0 ]*")
PROPERTY = "property"
"""What a property of the file is counted as: its author, its title."""

_HINT_SPLIT = "Split it into one file an interview."


class Line(NamedTuple):
    """A paragraph; ``item``: it is one of a list with bullets, which front matter writes as a hyphen."""

    text: str
    item: bool = False


class Writer:
    """Paragraphs, tables and boxes as a reader meets them, turned into lines.

    A box (a text frame) may begin inside a paragraph: its lines follow that paragraph. ``labels`` are the speakers
    that a table names.
    """

    def __init__(self) -> None:
        self.labels: list[str] = []
        self._lines: list[Line] = []
        self._text: list[str] | None = None
        self._late: list[Line] = []
        self._left = MAX_CHARACTERS
        self._outer: list[tuple[list[Line], list[str] | None, list[Line]]] = []
        self._tables: list[tables.Table] = []

    @property
    def visible(self) -> bool:
        """Whether the open paragraph holds anything one sees."""
        return self._text is not None and any(text.strip() for text in self._text)

    def text(self, text: str) -> None:
        """Characters of the open paragraph, which is opened where none is."""
        self._left -= len(text)
        if self._left < 0:
            raise too_long()
        if self._text is None:
            self._text = []
        self._text.append(text)

    def begin(self) -> None:
        """A paragraph begins."""
        if self._text is None:
            self._text = []

    def end(self, *, item: bool = False) -> None:
        """The open paragraph ends; nothing happens where none is open."""
        if self._text is None:
            return
        self.text("\n")
        text = tidy("".join(self._text[:-1]).strip("\f").replace("\f", "\n"))
        self._lines.append(Line(text, item))
        self._text = None
        self._lines += self._late
        self._late = []

    def begin_box(self) -> None:
        """What follows stands in a frame of its own, until `end_box`."""
        self._outer.append((self._lines, self._text, self._late))
        self._lines, self._text, self._late = [], None, []

    def end_box(self) -> None:
        """The frame ends: its lines stand after the paragraph it hangs on."""
        lines = self._close()
        if any(line.text.strip() for line in lines):
            (self._lines if self._text is None else self._late).extend(lines)

    def begin_table(self) -> None:
        """A table begins."""
        if self._text is None or "".join(self._text).strip():
            self.end()
        self._tables.append([])

    def begin_row(self) -> None:
        """A row of the innermost table begins."""
        if self._tables:
            self._tables[-1].append([])

    def drop_row(self) -> list[str]:
        """The innermost table's last row is taken out, and given back as text."""
        row = self._tables[-1].pop() if self._tables and self._tables[-1] else []
        return [line for cell in row for line in cell]

    def begin_cell(self) -> None:
        """A cell begins."""
        self.begin_box()

    def end_cell(self) -> None:
        """The cell ends."""
        lines = self._close()
        if not self._tables or not self._tables[-1]:  # a cell outside every row: only a broken file has one
            self._lines += lines
            return
        self._tables[-1][-1].append([text for line in lines for text in line.text.split("\n")])

    def end_table(self) -> None:
        """The table ends: its rows become lines, a turn each where one column names who speaks."""
        laid = tables.laid_out(self._tables.pop())
        self.labels += laid.labels
        self._lines += [Line(text) for text in laid.lines]

    def finish(self) -> list[Line]:
        """All the lines, when everything was read."""
        self.end()
        return self._lines

    def _close(self) -> list[Line]:
        self.end()
        lines = self._lines
        self._lines, self._text, self._late = self._outer.pop()
        return lines


class Hidden:
    """Text of a file that does not come along, and how often there was what; never longer than a transcript."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self._texts: dict[str, None] = {}
        self._left = MAX_CHARACTERS

    def add(self, text: str, what: str = "") -> None:
        """Remember a text (once) and count one of ``what``."""
        text = tidy(text).strip()
        self._left -= len(text) + 1
        if self._left < 0:
            raise too_long()
        if text:
            self._texts.setdefault(text)
            if what:
                self.count(what)

    def count(self, what: str) -> None:
        """One more of ``what``."""
        self.counts[what] = self.counts.get(what, 0) + 1

    def said(self) -> list[str]:
        """What people are told of it: what was left out, and whether the file names an author or the like."""
        counted = [
            f"{count} {what if count == 1 else _many(what)}"
            for what, count in sorted(self.counts.items())
            if what != PROPERTY
        ]
        said = [f"not part of the text, but still in the file: {', '.join(counted)}"] if counted else []
        if PROPERTY in self.counts:
            said.append("the file names an author, a title or the like beside its text")
        return said

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts, each once, in the order of the file."""
        return tuple(self._texts)


def numbers_lost(lines: int, words: bool) -> list[str]:
    """The warning for lines whose number a word processor counts by itself; ``words``: some stood in words."""
    if not lines:
        return []
    verb = "line is" if lines == 1 else "lines are"
    what = "the numbers, and the words around them, are lost" if words else "the numbers are lost"
    return [f"{lines} {verb} numbered by the word processor: {what}"]


def too_long() -> InputError:
    """What is said of a text beyond the longest transcript."""
    return InputError(f"the text is too long (a transcript may have {MAX_CHARACTERS:,} characters)", _HINT_SPLIT)


def tidy(text: str) -> str:
    """``text`` without marks of layout and control characters; see the head of this file."""
    return text.replace("\r\n", "\n").translate(_TIDY) if _UNTIDY.search(text) else text


def parts(
    lines: Iterable[Line],
    *,
    labels: Sequence[str] = (),
    warnings: Sequence[str] = (),
    hidden: Sequence[str] = (),
    encoding: str = "",
) -> Parts:
    """The transcript that the lines are: blank ones at head and foot dropped, front matter parted from the body.

    InputError: the text is too long, or front matter is never closed.
    """
    kept = _trimmed([Line(text, line.item) for line in lines for text in line.text.split("\n")])
    split = _front(kept)
    text = tidy("\n".join(line.text for line in kept[split.after :]))
    if len(text) > MAX_CHARACTERS:
        raise too_long()
    body = text + "\n" if text else ""
    return Parts(
        split.front,
        split.line,
        body,
        labels=tuple(dict.fromkeys(labels)),
        warnings=tuple(warnings),
        encoding=encoding,
        hidden=tuple(hidden),
    )


def _many(what: str) -> str:
    return " ".join(word if word == "or" else word + "s" for word in what.split(" ")) if " or " in what else what + "s"


class _Split(NamedTuple):
    front: str | None
    line: int
    after: int


def _trimmed(lines: list[Line]) -> list[Line]:
    visible = [number for number, line in enumerate(lines) if line.text.strip()]
    return lines[visible[0] : visible[-1] + 1] if visible else []


def _front(lines: list[Line]) -> _Split:
    """Where front matter ends. Word makes dashes of hyphens, bullets of hyphens, and tabs of what is moved in."""
    if not lines or not _DASHES.fullmatch(lines[0].text):
        return _Split(None, 0, 0)
    first = next((line.text for line in lines[1:] if line.text.strip()), "")
    if not _KEY.match(first):
        return _Split(None, 0, 0)
    closing = next((n for n, line in enumerate(lines[1:], 1) if _DASHES.fullmatch(line.text)), None)
    yaml = [_yaml(line) for line in lines[1:closing]]
    whole = "\n".join(["---", *yaml, *([] if closing is None else ["---"])])
    found = part(whole)  # complains of what is never closed, and of what is too long
    return _Split(found.front, found.line, len(lines) if closing is None else closing + 1)


def _yaml(line: Line) -> str:
    margin = _MARGIN.match(line.text)
    shift = margin[0] if margin else ""
    text = shift.replace("\t", "  ").replace("\xa0", " ") + line.text[len(shift) :].replace("\xa0", " ")
    bullet = line.item and not text.lstrip().startswith("- ")
    return f"  - {text.lstrip()}" if bullet else text.rstrip()
