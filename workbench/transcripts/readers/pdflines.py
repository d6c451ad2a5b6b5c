"""Lines of PDF pages, put together to the paragraphs they were: pure, positions in points from the page's lower left.

Taken out: running heads and feet, page numbers, line numbers, footnotes and the small raised numbers of notes. Put
together: words that were parted at the end of a line, and lines that were wrapped. A paragraph begins where a turn
does, where the gap above is wider than between most lines, where the size of the letters changes, and after a short
line that ends a sentence.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workbench.transcripts.readers.document import Line, tidy
from workbench.transcripts.stamps import CLOCK, STAMP
from workbench.transcripts.turns import turns

_NUMBER = re.compile(r"\s*(\d{1,5})(?:\s+|\Z)")
_PAGE_NUMBER = re.compile(
    r"\W*(side|page|seite|sida|s\.|p\.)?\s*(\d{1,4})(?:\s*(?:/|af|of|von|av)\s*\d{1,4})?\W*", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_ENDS = re.compile(r"[.!?…:][\"”’»)\]]*\Z")
_OPENS = re.compile(r"[•◦▪–—]\s*\S|\[\d{1,2}:\d\d|\(\d{1,2}:\d\d|#\d\d:\d\d|\d{1,2}:\d\d(?::\d\d)?\s")
_FENCE = re.compile(r"[-–—]{1,3}")
_PARTED = re.compile(r"([^\W\d_]+)[-\u2010]\Z")
_SMALL = re.compile(r"[^\W\d_]+")
_AND = frozenset({"og", "eller", "and", "or", "und", "oder", "och", "samt"})
_COLUMN = re.compile(rf"(?:(?P<when>{STAMP}|{CLOCK})[ ]?\t\s*)?(?P<label>[^\s\d\[(#<](?:[^\t:]{{0,30}}\S)?):?[ ]?\t\s*")
_NARROW = re.compile(r"[^\t:.!?]{1,20}:?[ ]?")
_ROLE = re.compile(r"[A-ZÆØÅ]{1,3}\d{0,2}")
_EDGE = 3  # lines at the top and at the foot of a page in which heads, feet and numbers stand
_SAME = 4.0  # points: two things at the same height
_WIDE = 1.22  # times the usual distance of lines
_SHORT = 0.8  # of the usual length of lines
_MANY = 0.7
_MOST = 0.8


class Placed(NamedTuple):
    """A line as it stands on a page: its foot's height and the size of its letters in points."""

    text: str
    y: float
    size: float


class Page(list[Placed]):
    """The lines of one page in the order they were drawn; `add` is told of every piece by pypdf."""

    def __init__(self, lines: Iterable[Placed] = ()) -> None:
        super().__init__(lines)
        self._text = ""
        self._column = 0  # where in the text the last column begins, which stands at x
        self._x = self._y = self._size = 0.0

    def add(self, text: str, cm: Sequence[float], tm: Sequence[float], _: object, size: float) -> None:
        """A piece of text, the matrices it was drawn with, and the size of its font."""
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        size = abs(size * (tm[3] or 1) * (cm[3] or 1))
        for number, piece in enumerate(text.split("\n")):
            if number:
                self.end()
            if piece:
                self._piece(piece, x, y, size)

    def end(self) -> None:
        """The line ends."""
        text = self._text.strip()
        text = tidy(text[:-1] + "-" if text.endswith("\xad") else text).strip()
        if text:
            self.append(Placed(text, self._y, self._size))
        self._text = ""

    def _piece(self, text: str, x: float, y: float, size: float) -> None:
        if not self._text.strip():
            self._text, self._x, self._y, self._size, self._column = text, x, y, size, 0
            return
        if text.strip().isdigit() and size < 0.8 * self._size and y > self._y + 1:
            return  # the number of a note
        column = self._text[self._column :]
        narrow = not self._column or _NARROW.fullmatch(column) is not None
        if size > 1 and narrow and x > self._x + 0.65 * size * len(column) + 2.5 * size and "\t" not in column:
            text = "\t" + text.lstrip()  # the next column; a third one is told where a time stands before the label
            self._x, self._column = x, len(self._text) + 1
        self._text += text


class Mended(NamedTuple):
    """Paragraphs, what was taken out, and what was done, in words."""

    lines: list[Line]
    away: list[str]
    done: list[str]


def mended(pages: Sequence[Sequence[Placed]]) -> Mended:
    """The paragraphs of pages."""
    margin = _margin(pages)
    whole = [_in_order([line for line in page if line not in margin]) for page in pages]
    away = [*_edges(whole), *_footnotes(whole)]
    done = ["heads, feet, page numbers and notes were taken out"] if away else []
    whole, numbers = _unnumbered(whole)
    if numbers or margin:
        done.append("line numbers were taken out")
    lines, parted = _joined(_labelled(whole))
    if parted:
        done.append(f"{parted} parted words were joined")
    if len(lines) < sum(map(len, whole)):
        done.append("wrapped lines were joined")
    return Mended([Line(text) for text in lines], away, done)


def _margin(pages: Sequence[Sequence[Placed]]) -> set[Placed]:
    """Numbers that stand alone at the height of other lines, and count on: line numbers drawn apart from the text."""
    found = []
    for page in pages:
        heights = {round(line.y) + near for line in page if not line.text.isdecimal() for near in (-1, 0, 1)}
        found += [line for line in page if line.text.isdecimal() and round(line.y) in heights]
    steps = Counter(int(low.text[:9]) - int(high.text[:9]) for high, low in itertools.pairwise(found))
    counting = sum(steps[step] for step in (1, 5, 10))
    return set(found) if len(found) > 3 and counting >= _MANY * (len(found) - 1) else set()


def _in_order(page: Sequence[Placed]) -> list[Placed]:
    """The lines from the top down, where nearly all of them were drawn so: a frame may have been drawn first."""
    falls = sum(above.y >= below.y for above, below in itertools.pairwise(page))
    return sorted(page, key=lambda line: -line.y) if falls >= _MOST * (len(page) - 1) else list(page)


def _edges(pages: list[list[Placed]]) -> list[str]:
    """Heads, feet and page numbers, which are taken out of ``pages``: the same (but for numbers) at the same height.

    Short turns are alike, too: what begins with a label that is heard elsewhere on a page is no head, and neither is a
    line that also stands in the middle of one, as labels without a colon do.
    """
    places = [_at_edges(page) for page in pages]
    heard = _heard(pages, places)
    within = {
        line.text
        for page, edge in zip(pages, places, strict=True)
        for number, line in enumerate(page)
        if number not in edge
    }
    seen: Counter[tuple[str, int]] = Counter()
    for page, edge in zip(pages, places, strict=True):
        seen.update({key for number in edge for key in _keys(page[number])})
    counted = _counting(pages)
    enough = max(2, len(pages) // 3)
    away: dict[str, None] = {}
    for at, (page, edge) in enumerate(zip(pages, places, strict=True)):
        for number in sorted(edge, reverse=True):
            line = page[number]
            said = _PAGE_NUMBER.fullmatch(line.text) is not None or _label(line) in heard or line.text in within
            repeated = not said and any(seen[key] >= enough for key in _keys(line))
            if repeated or (at, number) in counted:
                away.setdefault(page.pop(number).text)
    return list(away)


def _at_edges(page: list[Placed]) -> set[int]:
    order = sorted(range(len(page)), key=lambda number: page[number].y)
    return {*order[:_EDGE], *order[-_EDGE:]}


def _heard(pages: Sequence[Sequence[Placed]], edges: Sequence[set[int]]) -> set[str]:
    """The labels that are heard more than once on a page, or away from its edges."""
    heard: set[str] = set()
    for page, edge in zip(pages, edges, strict=True):
        labels = [_label(line) for line in page]
        once: set[str] = set()
        for number, label in enumerate(labels):
            if number not in edge or label in once:
                heard.add(label)
            once.add(label)
    return heard - {""}


def _label(line: Placed) -> str:
    found = turns(line.text)
    return found[0].label if found else ""


def _counting(pages: list[list[Placed]]) -> set[tuple[int, int]]:
    """Page numbers at the very top or foot (page, line): they say "page", or count on from page to page."""
    found = []
    for at, page in enumerate(pages):
        order = sorted(range(len(page)), key=lambda number: page[number].y)
        for number in {*order[:1], *order[-1:]}:
            if match := _PAGE_NUMBER.fullmatch(page[number].text):
                found.append((at, number, int(match[2]), bool(match[1])))
    ahead = Counter(value - at for at, _, value, _ in found)
    return {
        (at, number)
        for at, number, value, said in found
        if said or ahead[value - at] > 1 or (len(pages) == 1 and value == 1)
    }


def _keys(line: Placed) -> list[tuple[str, int]]:
    text = _DIGITS.sub("#", line.text)
    height = round(line.y / _SAME)
    return [(text, height), (text, height + 1)]


def _footnotes(pages: list[list[Placed]]) -> list[str]:
    """Lines in smaller letters at the foot of a page, where a number begins them; they are taken out of ``pages``."""
    letters: Counter[float] = Counter()
    for page in pages:
        for line in page:
            letters[line.size] += len(line.text)
    usual = letters.most_common(1)[0][0] if letters else 0.0
    away = []
    for page in pages:
        first = len(page)
        while first and page[first - 1].size < 0.93 * usual:
            first -= 1
        if first < len(page) and _NUMBER.match(page[first].text):
            away += [line.text for line in page[first:]]
            del page[first:]
    return away


def _unnumbered(pages: list[list[Placed]]) -> tuple[list[list[Placed]], bool]:
    """Pages without line numbers: where most lines begin with a number, or every fifth, that counts on."""
    lines = [line for page in pages for line in page]
    numbered = [(n, int(found[1])) for n, line in enumerate(lines) if (found := _NUMBER.match(line.text))]
    if len(numbered) < 4:
        return pages, False
    counting = {
        at
        for (before, low), (after, high) in itertools.pairwise(numbered)
        if (high - low in {1, 5, 10} and 0 < after - before <= 2 * (high - low)) or (high in {1, 5, 10} and low > high)
        for at in (before, after)
    }
    steps = Counter(high - low for (_, low), (_, high) in itertools.pairwise(numbered))
    step = steps.most_common(1)[0][0]
    if step not in {1, 5, 10} or len(counting) * step < _MANY * len(lines):
        return pages, False
    at, found_pages = 0, []
    for page in pages:
        kept = []
        for line in page:
            text = _NUMBER.sub("", line.text, count=1) if at in counting else line.text
            kept += [line._replace(text=text)] if text.strip() else []
            at += 1
        found_pages.append(kept)
    return found_pages, True


def _labelled(pages: list[list[Placed]]) -> list[list[Placed]]:
    """Pages on which a label in a column of its own is followed by a colon, as it is where a line begins a turn."""
    lines = [line for page in pages for line in page]
    heard = {turn.label for turn in turns("\n".join(line.text for line in lines)) if turn.label}
    columns = Counter(found["label"] for line in lines if (found := _COLUMN.match(line.text)))
    for label, count in columns.items():
        if _ROLE.fullmatch(label) and count > 1:
            heard.add(label)

    def written(line: Placed) -> Placed:
        found = _COLUMN.match(line.text)
        if found is None or found["label"] not in heard:
            return line
        when = f"{found['when']} " if found["when"] else ""
        return line._replace(text=f"{when}{found['label']}: {line.text[found.end() :]}")

    return [[written(line) for line in page] for page in pages]


def _joined(pages: list[list[Placed]]) -> tuple[list[str], int]:
    """Paragraphs, and how many words were joined that the end of a line had parted."""
    lines = [line for page in pages for line in page]
    tops = {id(page[0]) for page in pages if page}
    begins = _turn_heads(lines) | _front(lines)
    usual = _usual_gap(pages)
    lengths = sorted(len(line.text) for line in lines)
    full = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
    words = {word for line in lines for word in re.findall(r"\w+-\w+", line.text.lower())}
    paragraphs: list[str] = []
    parted = 0
    for number, line in enumerate(lines):
        above = lines[number - 1] if number else None
        if above is None or number in begins or _begins(above, line, 0.0 if id(line) in tops else usual, full):
            paragraphs.append(line.text)
            continue
        joined, mark = _together(paragraphs[-1], line.text, words)
        paragraphs[-1] = joined
        parted += mark
    return paragraphs, parted


def _turn_heads(lines: list[Placed]) -> set[int]:
    """The lines that turns begin with, and those below a label that has a line of its own."""
    text, starts, at = "\n".join(line.text for line in lines), {}, 0
    for number, line in enumerate(lines):
        starts[at] = number
        at += len(line.text) + 1
    heads = {starts[turn.start]: turn.label for turn in turns(text) if turn.label and turn.start in starts}
    return {*heads, *(number + 1 for number, label in heads.items() if lines[number].text.strip() == label)}


def _front(lines: list[Placed]) -> set[int]:
    """The lines of front matter: each is one of its own."""
    if not lines or not _FENCE.fullmatch(lines[0].text):
        return set()
    closing = next((n for n, line in enumerate(lines[1:60], 1) if _FENCE.fullmatch(line.text)), 0)
    return set(range(closing + 2)) if closing else set()


def _usual_gap(pages: list[list[Placed]]) -> float:
    """How far lines of a paragraph stand from each other: the smallest distance that is common; 0: not known."""
    gaps = Counter(round(above.y - below.y, 1) for page in pages for above, below in itertools.pairwise(page))
    common = [gap for gap, count in gaps.items() if gap > 3 and count * 12 >= sum(gaps.values())]
    return min(common, default=0.0)


def _begins(above: Placed, line: Placed, usual: float, full: int) -> bool:
    """Whether a paragraph begins with a line, as far as its look tells."""
    if _OPENS.match(line.text) or abs(above.size - line.size) > 0.12 * max(above.size, line.size):
        return True
    gap = above.y - line.y
    if usual:
        short = len(above.text) < 0.5 * full and _ENDS.search(above.text) is not None
        return gap > _WIDE * usual or gap < -0.5 * usual or short
    return len(above.text) < _SHORT * full and _ENDS.search(above.text) is not None


def _together(before: str, after: str, words: set[str]) -> tuple[str, bool]:
    """Two lines as one. A hyphen goes where it parted a word, and stays where the word has one elsewhere."""
    first, second = _PARTED.search(before), _SMALL.match(after)
    if first is None or second is None:
        return f"{before} {after}", False
    if second[0] in _AND:
        return f"{before} {after}", False
    if not second[0][0].islower() or f"{first[1]}-{second[0]}".lower() in words:
        return before + after, False
    return before[:-1] + after, True
