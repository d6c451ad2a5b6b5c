"""The quotations of a report in Markdown: what stands between quotation marks, and in block quotes.

Marks are Danish (“…” »…« ”…” „…“), English (“…” ‘…’), German („…“ »…« ‚…‘), French («…») and typed ("…" '…'). Code,
link targets and comments are passed over. A quotation shorter than ``SHORTEST`` words is only one where a source in
brackets follows: a word in marks is mostly no quotation.
"""

import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import NamedTuple

SHORTEST = 3
"""Words that make a quotation of what stands in marks without a source."""
LONGEST, MOST_INSIDE = 20_000, 200
"""Characters, and other marks, after which a mark that was opened counts as a slip."""

_CLOSED_BY = {
    "“": "”“\"", "„": "“”\"", "‟": "”", "”": "”", '"': '"', "»": "«", "«": "»", "‘": "’", "‚": "‘’", "‛": "’", "'": "'",
    "›": "‹", "‹": "›",
}  # fmt: skip
_MARK = re.compile(f"[{''.join((*_CLOSED_BY, *_CLOSED_BY.values()))}]")
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_PASSED_OVER = re.compile(
    r"`+[^`\n]{0,1000}`+|<!--.{0,5000}?-->|<[a-zA-Z/][^<>\n]{0,1000}>|(?<=\])\([^()\n]{0,1000}\)", re.DOTALL
)
_QUOTED_LINE = re.compile(r"^ {0,3}> ?")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"(?<![^\W_])(\*{1,3}|_{1,3})(?=\S)(.{1,400}?)(?<=\S)\1(?![^\W_])", re.DOTALL)
_SOURCE = re.compile(r"[\s.,;:]*(?:\(([^()\n]{1,120})\)|\[(?!\^)([^\[\]\n]{1,120})\](?!\())")
_NEARBY = re.compile(rf"[^.!?()\[\]\n{''.join((*_CLOSED_BY, *_CLOSED_BY.values()))}]{{1,80}}\(([^()\n]{{1,120}})\)")
_LAST_SOURCE = re.compile(r"\s*(?:\(([^()\n]{1,120})\)|(?:[—–―]|--)\s*([^\n]{1,120}))[.\s]*\Z")
_ONLY_SOURCE = re.compile(r"\s*(?:\(([^()\n]{1,120})\)|(?:[—–―]|--)\s*([^\n]{1,120}))[.\s]*\Z")
_LABEL = re.compile(r"[ \t]*[*_]{0,2}([^\s:*_][^:\n*_]{0,30})[*_]{0,2}:[*_]{0,2}[ \t]+")
_WORD = re.compile(r"\w+")
_OMITTED = re.compile(r"\[\s*(?:…|\.\s?\.\s?\.)\s*\]|\(\s*(?:…|\.\s?\.\s?\.)\s*\)")
_INSERTED = re.compile(r"\[[^\[\]\n]{1,120}\]")
_PAUSE = re.compile(r"\s*(?:…|\.{3})\s*")


class Quotation(NamedTuple):
    """What a report quotes: the line it begins on (from 1), its words, the source in brackets after it ('' for none).

    ``labels`` are the speakers that a block quote names at the head of its lines.
    """

    line: int
    text: str
    source: str
    labels: tuple[str, ...] = ()


class Piece(NamedTuple):
    """Words of a quotation that stand together, and what parts them from the piece before: "" for the first,
    "omitted" for words left out, "inserted" for words of the writer in brackets, in the place of none or some."""

    text: str
    before: str


def quotations(markdown: str, known: Collection[str] = ()) -> list[Quotation]:
    """The quotations in a report, in their order. ``known``: the labels that the speakers of the study have."""
    folded = frozenset(label.casefold() for label in known)
    found: list[Quotation] = []
    for line, paragraph, block in _paragraphs(markdown):
        if not block:
            found += _marked(line, paragraph)
        elif (source := _ONLY_SOURCE.match(paragraph)) and found:
            if not found[-1].source:
                found[-1] = found[-1]._replace(source=_plain(source[1] or source[2]))
        else:
            found += _blocks(line, paragraph, folded)
    return found


def pieces(quotation: str, *, pauses: bool = False) -> list[Piece]:
    """The pieces between what is left out and what is inserted; with ``pauses`` a bare "…" leaves something out too."""
    marks = [(m.start(), m.end(), "omitted") for m in _OMITTED.finditer(quotation)]
    taken = {start for start, *_ in marks}
    marks += [(m.start(), m.end(), "inserted") for m in _INSERTED.finditer(quotation) if m.start() not in taken]
    if pauses:
        inside = [(start, end) for start, end, _ in marks]
        marks += [
            (m.start(), m.end(), "omitted")
            for m in _PAUSE.finditer(quotation)
            if not any(start <= m.start() < end or start < m.end() <= end for start, end in inside)
        ]
    result: list[Piece] = []
    last, before = 0, ""
    for start, end, kind in [*sorted(marks), (len(quotation), len(quotation), "")]:
        if kind == "inserted" and _glued(quotation, start, end):
            continue  # "[J]eg": one letter was made large or small
        text = re.sub(r"\[(\w)\](?=\w)", r"\1", quotation[last:start])
        if _WORD.search(text):
            result.append(Piece(text.strip(), before if result else ""))
            before = kind
        elif kind == "omitted" or not before:
            before = kind
        last = end
    return result


def _glued(text: str, start: int, end: int) -> bool:
    return end - start == 3 and end < len(text) and text[end].isalpha()


def _paragraphs(markdown: str) -> Iterator[tuple[int, str, bool]]:
    """(line it begins on, text, whether it is a block quote), with code blanked out."""
    blank = _PASSED_OVER.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), "\n".join(_unfenced(markdown)))
    gathered: list[str] = []
    begin, block = 0, False
    for number, line in enumerate([*blank.split("\n"), ""], 1):
        quoted = _QUOTED_LINE.match(line)
        text = line[quoted.end() :] if quoted else line
        # A line without its mark goes on with the block quote that stands above it.
        ends = not text.strip() or (quoted is not None) > block or re.match(r" {0,3}#{1,6} |\s*([-+*]|\d+[.)])\s", text)
        if gathered and ends:
            yield begin, "\n".join(gathered), block
            gathered = []
        if text.strip():
            if not gathered:
                begin, block = number, quoted is not None
            gathered.append(text)


def _unfenced(markdown: str) -> Iterator[str]:
    """The lines, those of fenced code empty."""
    fence = ""
    for line in markdown.split("\n"):
        mark = _FENCE.match(line)
        if mark is None and not fence:
            yield line
            continue
        yield ""
        if not fence:
            fence = mark[1] if mark else ""
        elif mark is not None and mark[1].startswith(fence):
            fence = ""


def _plain(text: str) -> str:
    """Markdown as it is read: without emphasis and escapes."""
    shown = _EMPHASIS.sub(r"\2", text)
    return _ESCAPED.sub(r"\1", _EMPHASIS.sub(r"\2", shown)).strip()


def _blocks(line: int, paragraph: str, known: Collection[str]) -> Iterator[Quotation]:
    """A block quote: one quotation, less the marks around it, the speakers at its lines and the source at its end."""
    source, text = "", paragraph
    if last := _LAST_SOURCE.search(text):
        source, text = last[1] or last[2], text[: last.start()]
    labels, said = [], []
    for row in text.split("\n"):
        head = _LABEL.match(row)
        if head and head[1].strip().casefold() in known:
            labels.append(head[1].strip())
            row = row[head.end() :]
        said.append(row)
    text = "\n".join(said).strip()
    if text[:1] in _CLOSED_BY and _closing(text, 0) == len(text) - 1:
        text = text[1:-1]
    if _WORD.search(text):
        yield Quotation(line, _plain(text), _plain(source or ""), tuple(labels))


def _marked(line: int, paragraph: str) -> Iterator[Quotation]:
    """What stands between marks in a paragraph, the outermost."""
    at = 0
    while at < len(paragraph):
        end = _closing(paragraph, at) if paragraph[at] in _CLOSED_BY and _opens(paragraph, at) else -1
        if end < 0:
            at += 1
            continue
        text = paragraph[at + 1 : end]
        after = _SOURCE.match(paragraph, end + 1)
        source = _plain(after[1] or after[2]) if after else ""
        if len(_WORD.findall(text)) >= (1 if source else SHORTEST):
            if not source and (near := _NEARBY.match(paragraph, end + 1)):
                source = _plain(near[1])  # “…” says a leader (K-03)
            yield Quotation(line + paragraph.count("\n", 0, at), _plain(text), source)
        at = end + 1


def _opens(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return not (before.isalnum() or after.isspace() or not after)


def _closes(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return not (before.isspace() or after.isalnum())


def _closing(text: str, opening: int) -> int:
    """Where the mark at ``opening`` is closed; -1 where it is not. The same marks may be nested inside."""
    mark = text[opening]
    closers = _CLOSED_BY[mark]
    depth = 0
    for found in islice(_MARK.finditer(text, opening + 1, opening + LONGEST), MOST_INSIDE):
        at, character = found.start(), found[0]
        if character in closers and _closes(text, at) and not (depth and _reopens(text, at, mark)):
            if not depth:
                return at
            depth -= 1
        elif character == mark and _opens(text, at):
            depth += 1
    return -1


def _reopens(text: str, at: int, mark: str) -> bool:
    return text[at] == mark and _opens(text, at) and not _closes(text, at)
