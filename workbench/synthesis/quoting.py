"""A quotation as it is to be read, held against the passage it was taken from.

Who quotes may leave words out, "(…)" or "[…]", and put words of their own in, "[words]"; the first letter of a word may
be made large or small inside brackets, "[J]eg". All else has to stand in the passage, in its order: a comma is a word
of somebody's too. White space and the shape of quotation marks, dashes and pauses do not count, case does. What stands
in brackets in the passage itself, as "[navn på by]" and "(griner)" do, is quoted like everything else.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

LONGEST = 20_000
"""Characters of a quotation; what is longer is none."""
AROUND = 40
"""Characters that are shown of what differs."""

_MARKS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛‹›′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
_FOLDED = re.compile("\\s+|\\.{3}|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+|.[\u0300-\u036f]+", re.DOTALL)
_OMITTED = re.compile(r"[(\[]\s*…\s*[)\]]")
_LETTER = re.compile(r"\[(\w)\](?=\w)")
_BRACKET = re.compile(r"[\[\]]")
_WORD = re.compile(r"[^\W_]")


class Edit(NamedTuple):
    """Whether a quotation holds. If not, ``what`` says in words what is wrong, and ``hint`` what would mend it.

    ``at`` is the character of the quotation where it leaves the passage; -1 where it holds.
    """

    holds: bool
    what: str = ""
    hint: str = ""
    at: int = -1


class _Part(NamedTuple):
    """A piece of a quotation: ``text`` (words), ``gap`` (left out), ``own`` (put in) or ``letter``; ``at`` in it."""

    kind: str
    words: str
    at: int


class _Plain(NamedTuple):
    """A text with its white space, marks and pauses folded, and where each of its characters stood."""

    text: str
    at: tuple[int, ...]


def edited(passage: str, shown: str) -> Edit:
    """Whether ``shown`` is ``passage`` with nothing but omissions, insertions and first letters changed.

    ``passage`` is what was said, without speakers' labels. An empty ``shown`` is the passage as it stands.
    """
    if not shown.strip():
        return Edit(True)
    if len(shown) > LONGEST:
        return Edit(False, f"it is longer than {LONGEST:,} characters", "Choose a shorter passage.", LONGEST)
    return _Comparison(_folded(passage), _folded(shown)).result()


def one_line(passage: str) -> str:
    """A passage as it is quoted: on one line."""
    return " ".join(passage.split())


def _folded(text: str) -> _Plain:
    parts: list[str] = []
    at: list[int] = []
    last = 0
    for found in _FOLDED.finditer(text):
        parts.append(text[last : found.start()])
        at += range(last, found.start())
        kept = _kept(found[0])
        parts.append(kept)
        at += [found.start()] * len(kept)
        last = found.end()
    parts.append(text[last:])
    at += range(last, len(text))
    return _Plain("".join(parts).translate(_MARKS), (*at, len(text)))


def _kept(found: str) -> str:
    if found[0].isspace():
        return " "
    if found == "...":
        return "…"
    return unicodedata.normalize("NFC", found) if unicodedata.combining(found[-1]) else ""


def _parts(shown: str) -> list[_Part]:
    """The pieces of a folded quotation, in their order; words without the white space around them."""
    found: list[_Part] = []
    last = 0
    for start, end, kind in _bracketed(shown):
        found += _words(shown, last, start)
        found.append(_Part(kind, shown[start:end], start))
        last = end
    return [*found, *_words(shown, last, len(shown))]


def _words(shown: str, start: int, end: int) -> Iterator[_Part]:
    words = shown[start:end]
    if words.strip():
        yield _Part("text", words.strip(), start + len(words) - len(words.lstrip()))


def _bracketed(shown: str) -> Iterator[tuple[int, int, str]]:
    """Where brackets stand that may be the writer's; of nested ones the outermost, whatever is not closed is words."""
    closed, _ = _pairs(shown)
    at = 0
    while at < len(shown):
        if gap := _OMITTED.match(shown, at):
            yield at, gap.end(), "gap"
            at = gap.end()
        elif letter := _LETTER.match(shown, at):
            yield at, letter.end(), "letter"
            at = letter.end()
        elif at in closed:
            yield at, closed[at], "own"
            at = closed[at]
        else:
            at += 1


def _pairs(text: str) -> tuple[dict[int, int], int]:
    """Where each square bracket that opens is closed (behind it), and where one has no other half (-1: nowhere)."""
    closed: dict[int, int] = {}
    opened: list[int] = []
    lonely = -1
    for found in _BRACKET.finditer(text):
        if found[0] == "[":
            opened.append(found.start())
        elif opened:
            closed[opened.pop()] = found.end()
        elif lonely < 0:
            lonely = found.start()
    return closed, min((at for at in (lonely, *opened) if at >= 0), default=-1)


class _Comparison:
    """One quotation held against one passage: after each piece, the places of the passage where it may have ended."""

    def __init__(self, passage: _Plain, shown: _Plain) -> None:
        self._passage = passage
        self._said = passage.text.strip()
        self._shown = shown
        self._parts = _parts(shown.text)

    def result(self) -> Edit:
        if brackets := self._brackets():
            return brackets
        if not any(map(self._is_quoted, self._parts)):
            return self._wrong("no word of the passage is left", "Take out less, or unpick the passage.", 0)
        places: Sequence[int] = [0]
        gap, glued = False, True
        for number, part in enumerate(self._parts):
            after, left_out = self._after(number, places, gap, glued)
            if not after:
                return self._departs(number, places, gap)
            places, gap = after, left_out
            glued = part.kind == "letter"
        if gap or any(not self._said[place:].strip() for place in places):
            return Edit(True)
        rest = self._said[max(places) :].strip()
        return self._wrong(
            f"the passage goes on: “{_short(rest)}”",
            "Put (…) at the end for what is left out, or pick a shorter passage.",
            len(self._shown.text),
        )

    def _is_quoted(self, part: _Part) -> bool:
        """Whether a piece is, or may be, a word of the passage."""
        known = part.kind in ("text", "letter") or (part.kind == "own" and part.words in self._said)
        return known and bool(_WORD.search(part.words))

    def _brackets(self) -> Edit | None:
        """What is wrong with the brackets by themselves."""
        if (at := _pairs(self._shown.text)[1]) >= 0 and _pairs(self._said)[1] < 0:
            return self._wrong("a bracket stands without its other half", "Write [words], […] or (…).", at)
        for part in self._parts:
            inner = part.kind == "own" and part.words[1:-1]
            if inner and _BRACKET.search(inner) and part.words not in self._said:
                return self._wrong(
                    f"there are brackets inside brackets: “{_short(part.words)}”",
                    "What is put in stands in one pair of brackets: [words].",
                    part.at,
                )
            if part.kind == "own" and not inner.strip() and part.words not in self._said:  # type: ignore[union-attr]
                return self._wrong("there is nothing between the brackets", "Write […] for what is left out.", part.at)
        return None

    # --- one piece

    def _after(self, number: int, places: Sequence[int], gap: bool, glued: bool) -> tuple[Sequence[int], bool]:
        """Where the passage goes on behind a piece, and whether words may be left out there.

        Behind a gap whatever comes later will do, so there the first place says it all.
        """
        part = self._parts[number]
        if part.kind == "gap":
            first = min((place for place in places if gap or self._ends_a_word(place)), default=-1)
            return ([first], True) if first >= 0 else (self._here(part.words, places, glued), False)
        if part.kind == "own":
            return (places, True) if gap else (sorted({*places, *self._here(part.words, places, glued)}), False)
        if not gap:
            said = self._here(part.words, places, glued)
        elif [one.kind for one in self._parts[number + 1 : number + 2]] == ["gap"]:
            later = self._later(part.words, places[0])
            first = next(later, -1)
            said = [next((at for at in chain((first,), later) if self._ends_a_word(at)), first)] if first >= 0 else []
        else:
            said = list(self._later(part.words, places[0]))
        return [*said, *(self._letter(part.words[1], places, gap) if part.kind == "letter" else ())], False

    def _here(self, words: str, places: Sequence[int], glued: bool) -> list[int]:
        """Behind words that stand right here, or (unless ``glued``) after a space."""
        starts = {place for place in places if self._said.startswith(words, place)}
        if not glued:
            spaced = (place + 1 for place in places if self._said[place : place + 1] == " ")
            starts |= {place for place in spaced if self._said.startswith(words, place)}
        return sorted(start + len(words) for start in starts)

    def _later(self, words: str, first: int) -> Iterator[int]:
        at = self._said.find(words, first)
        while at >= 0:
            if self._begins_a_word(at):
                yield at + len(words)
            at = self._said.find(words, at + 1)

    def _letter(self, letter: str, places: Sequence[int], gap: bool) -> list[int]:
        """Behind a first letter that was made large or small; the rest of its word follows at once."""
        first = min(places, default=0)
        if gap:
            starts: Sequence[int] = range(first, len(self._said))
        else:
            starts = [*places, *(place + 1 for place in places if self._said[place : place + 1] == " ")]
        same = letter.casefold()
        return [
            start + 1 for start in starts if self._said[start : start + 1].casefold() == same and self._opens(start)
        ]

    def _opens(self, at: int) -> bool:
        return at == 0 or not self._said[at - 1].isalnum()

    def _begins_a_word(self, at: int) -> bool:
        """Whether nothing of a word was left out before ``at``."""
        return at == 0 or not (self._said[at - 1].isalnum() and self._said[at].isalnum())

    def _ends_a_word(self, at: int) -> bool:
        """Whether what stands before ``at`` is whole."""
        return at == 0 or at == len(self._said) or not (self._said[at - 1].isalnum() and self._said[at].isalnum())

    # --- what is wrong

    def _departs(self, number: int, places: Sequence[int], gap: bool) -> Edit:
        """What differs at a piece that the passage does not have there."""
        part = self._parts[number]
        if part.kind == "gap":
            return self._wrong("a word is cut in two", "Leave whole words out.", part.at)
        if gap and any(True for _ in self._later(part.words, 0)):
            told = f"“{_short(part.words)}” stands earlier in the passage"
            return self._wrong(told, "Quote in the order in which it was said.", part.at)
        if gap:
            common, place = self._longest(part.words, min(places))
        else:
            common, place = max((self._common(part.words, place), place) for place in self._joints(places))
        common = self._word_start(part.words, common, place)
        if gap and part.words in self._said:
            return self._wrong("a word is cut in two", "Leave whole words out.", part.at)
        if gap and not common:
            told = f"“{_short(part.words)}” does not stand in the rest of the passage"
            return self._wrong(told, "Put your own words in [ ].", part.at)
        ours, theirs = part.words[common:].lstrip(), self._said[place + common :].strip()
        at = part.at + len(part.words) - len(ours)
        if not theirs:
            return self._wrong(f"the passage ends before “{_short(ours)}”", "Put your own words in [ ].", at)
        if (left := theirs.find(ours[:AROUND])) > 0:
            return self._wrong(
                f"“{_short(theirs[:left].strip())}” is left out", "Put (…) where words are left out.", at
            )
        mend = "Put your own words in [ ], and (…) for what is left out."
        if ours[0] != theirs[0] and ours[0].casefold() == theirs[0].casefold():
            mend = f"Write [{ours[0]}] where you change the first letter."
        return self._wrong(f"“{_short(ours)}” where the passage has “{_short(theirs)}”", mend, at)

    def _joints(self, places: Sequence[int]) -> list[int]:
        return [*places, *(place + 1 for place in places if self._said[place : place + 1] == " ")]

    def _common(self, words: str, place: int) -> int:
        """How many characters are the same."""
        said = self._said[place : place + len(words)]
        return next((i for i, (ours, theirs) in enumerate(zip(words, said, strict=False)) if ours != theirs), len(said))

    def _word_start(self, words: str, at: int, place: int) -> int:
        """The beginning of the word that ``at`` is in; ``words`` are those of the passage from ``place`` to there."""
        if at < len(words) and words[at].isspace() and not self._said[place + at : place + at + 1].isalnum():
            return at
        while at > 0 and not words[at - 1].isspace():
            at -= 1
        return at

    def _longest(self, words: str, first: int) -> tuple[int, int]:
        """(how many of the first characters of ``words`` stand together behind ``first``, where)."""
        least, most = 0, len(words)
        while least < most:
            middle = (least + most + 1) // 2
            least, most = (middle, most) if self._said.find(words[:middle], first) >= 0 else (least, middle - 1)
        return least, max(self._said.find(words[:least], first), first)

    def _wrong(self, what: str, hint: str, at: int) -> Edit:
        return Edit(False, what, hint, self._shown.at[min(at, len(self._shown.text))])


def _short(words: str) -> str:
    return words if len(words) <= AROUND else words[: AROUND - 1].rstrip() + "…"
