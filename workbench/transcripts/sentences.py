"""Sentence borders in spoken language: rules over characters, one turn at a time.

A full stop, question or exclamation mark, an ellipsis or a new line may end a sentence; the rules say when it does
not: inside brackets, inside a quotation that the sentence runs on after, after an abbreviation, an ordinal or an
initial, and wherever a small letter follows. Which words are abbreviations is told by the lists of the language and,
where they are silent, by spaCy's blank tokeniser, which keeps the stop of those it knows. spaCy takes a second to load,
so it is loaded by the first word that needs it and never by importing this module.
"""

import functools
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from workbench.transcripts import languages
from workbench.transcripts.languages import Language
from workbench.transcripts.stamps import BRACKET, STAMP, brackets, said
from workbench.transcripts.turns import Turn

RULES = 1  # counted up whenever a rule or a list changes: stored borders say which rules drew them

_CLOSING = "\")\\]»«”“'’"
# The look-behind and the possessive repeats keep a page of full stops from being read once for each of them.
_END = re.compile(rf"(?<![.!?…])(?P<run>[.!?…]++)[{_CLOSING}]*+(?=\s|\Z)|\S(?=[^\S\n]*\n)")
_BLANK = re.compile(r"\s*")
_OPENING = re.compile(r"[\s\"'’«»“”„(\[–—-]*")
_REMARKS = re.compile(rf"(?:{BRACKET}\s*)*")
_STAMP = re.compile(rf"{STAMP}\s*")
_QUOTATION = re.compile(
    r'"[^"\n]{0,600}"|“[^“”„\n]{0,600}[”“]|„[^“”„\n]{0,600}[“”]|«[^«»\n]{0,600}»|»[^«»\n]{0,600}«|”[^”\n]{0,600}”'
)
_SAME_LINE = re.compile(r"[^\S\n]*")
_LETTER = re.compile(r"\w")
_LAST_WORD = re.compile(r"[^\s\"«»“”„(\[]+\Z")
_NEXT_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d{1,4}\.")
_INITIAL = re.compile(r"[^\W\d_]\.")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}")
_FIRST_LETTER = re.compile(r"(?<!\w)[^\W\d_]")
_LONGEST_ABBREVIATION = 24


def segmenter() -> str:
    """Which rules and which spaCy draw the borders now: stored beside them. spaCy itself is not imported."""
    from importlib.metadata import version

    return f"workbench {RULES}, spacy {version('spacy')}"


def sentences(text: str, turns: Sequence[Turn], language: str) -> tuple[int, ...]:
    """Where the sentences of a stored text start: offsets in code points, ascending.

    The words of every turn start one; a turn in which nothing is said has none. A sentence ends where the next starts,
    or with its turn. ``language`` is a tag such as "da"; for one that is not known the rules go without lists.
    """
    borders = _Borders(languages.of(language), languages.code(language), _caseless(text, turns))
    return tuple(
        turn.speech + start
        for turn in turns
        if turn.speech < turn.end
        for start in borders.of(text[turn.speech : turn.end])
    )


def _caseless(text: str, turns: Sequence[Turn]) -> bool:
    """Whether a machine wrote the text down without capitals: fewer than one word in a hundred has one."""
    words = capitals = 0
    for turn in turns:
        first = _FIRST_LETTER.findall(said(text[turn.speech : turn.end]))
        words += len(first)
        capitals += sum(map(str.isupper, first))
    return words >= 40 and capitals * 100 < words


class _Place(NamedTuple):
    """A mark that may end a sentence, and what stands after it; offsets in the body of the turn."""

    run: str  # the marks without closing quotes; "" where only the line ends
    stop: int  # after the run
    next: int  # the next visible character
    new_line: bool
    stamped: bool  # a time stamp stands between
    bracket: bool  # what follows is a remark or a placeholder
    letter: str  # the first character after quotes, brackets and dashes; "" at the end
    beyond: str  # the same, after the remark or placeholder if one stands there
    word: str  # the word that begins at ``letter``


class _Borders:
    def __init__(self, language: Language, code: str, caseless: bool) -> None:
        self._language = language
        self._code = code
        self._caseless = caseless
        self._known = _tokeniser(languages.code(code))

    def of(self, body: str) -> list[int]:
        """Starts of the sentences in the words of one turn."""
        spoken = said(body)
        shields = self._shields(body)
        last_letter = _last_letter(spoken)
        first_letter = _first_letter(spoken, 0)
        starts, shield = [0], 0
        for match in _END.finditer(body):
            begin, end = match.span()
            while shield < len(shields) and shields[shield][1] < end:
                shield += 1
            if shield < len(shields) and shields[shield][0] < begin:
                continue
            place = _place(body, match)
            if place.next > last_letter:
                break  # only remarks and marks from here on: they belong to what went before
            if first_letter < end and not self._goes_on(body, place, starts[-1]):
                starts.append(place.next)
                first_letter = _first_letter(spoken, place.next)
        return starts

    def _shields(self, body: str) -> list[tuple[int, int]]:
        """Spans inside which nothing ends a sentence, merged and ascending."""
        spans = brackets(body)
        for match in _QUOTATION.finditer(body):
            space = _SAME_LINE.match(body, match.end())
            after = body[space.end() : space.end() + 1] if space else ""
            if after in ("", "\n"):
                spans.append((match.start(), match.end() - 1))
            elif after.islower() or after in ",;:–-":
                spans.append(match.span())
        merged: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if merged and start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged

    def _goes_on(self, body: str, place: _Place, current: int) -> bool:
        """Whether the sentence that starts at ``current`` does not end here."""
        if place.new_line or not place.letter:
            return False
        if place.run.endswith(("…", "..")):
            capital = place.beyond.isalpha() and not place.beyond.islower()
            return self._caseless or not capital or (self._code == "en" and place.word == "I")
        if place.letter.islower() and not (self._caseless or place.bracket or place.stamped):
            return True
        return place.run == "." and self._stop_goes_on(body, place, current)

    def _stop_goes_on(self, body: str, place: _Place, current: int) -> bool:
        """The same for a single full stop: it may belong to the word before it."""
        begin = max(current, place.stop - 2 * _LONGEST_ABBREVIATION)
        found = _LAST_WORD.search(body[begin : place.stop])
        word = found[0] if found else ""
        low = word.lower()
        if low in self._language.never:
            return True
        if low in self._language.may_end:
            return not place.letter.isupper()
        if _NUMBER.fullmatch(word):
            return (
                self._language.number_never_ends
                or current == place.stop - len(word)
                or place.letter.isdigit()
                or place.word.lower() in self._language.before_number
            )
        if _INITIAL.fullmatch(word):
            return word[0].isupper() and word[0] not in self._language.not_initials
        if _DOTTED.fullmatch(word):
            return word.isupper() or not place.letter.isupper()
        return not place.letter.isupper() and low not in self._language.words and self._known(low)


def _place(body: str, match: re.Match[str]) -> _Place:
    end = match.end()
    visible = _end(_BLANK, body, end)
    stamp = _STAMP.match(body, visible)
    after = stamp.end() if stamp else visible
    letter = _end(_OPENING, body, after)
    beyond = _end(_OPENING, body, _end(_REMARKS, body, after))
    word = _NEXT_WORD.match(body, letter, letter + 40)
    return _Place(
        run=match["run"] or "",
        stop=match.end("run") if match["run"] else end,
        next=visible,
        new_line="\n" in body[end:visible],
        stamped=stamp is not None,
        bracket=stamp is None and body[visible : visible + 1] in ("(", "["),
        letter=body[letter : letter + 1],
        beyond=body[beyond : beyond + 1],
        word=word[0] if word else "",
    )


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _first_letter(spoken: str, at: int) -> int:
    found = _LETTER.search(spoken, at)
    return found.start() if found else len(spoken)


def _last_letter(spoken: str) -> int:
    found = _LETTER.search(spoken[::-1])
    return len(spoken) - found.end() if found else -1


@functools.cache
def _tokeniser(code: str) -> Callable[[str], bool]:
    """Whether spaCy's blank tokeniser of a language takes a word and its full stop for one token."""

    @functools.cache
    def tokenise() -> Any:
        import spacy

        try:
            return spacy.blank({"no": "nb"}.get(code, code) or "xx").tokenizer
        except ImportError:  # no such language, or one whose tokeniser needs a package of its own
            return spacy.blank("xx").tokenizer

    @functools.lru_cache(maxsize=20_000)
    def known(word: str) -> bool:
        return len(word) <= _LONGEST_ABBREVIATION and word[:1].isalpha() and len(tokenise()(word)) == 1

    return known
