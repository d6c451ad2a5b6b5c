"""Turns: who has the word from where to where, told from the labels at the head of the lines."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from workbench import sanitise
from workbench.transcripts import languages
from workbench.transcripts.stamps import BARE_STAMP, CLOCK, STAMP

LONGEST_LABEL = 31

_HEAD = re.compile(
    rf"^[^\S\n]*(?P<start>)(?:{BARE_STAMP}[^\S\n]*)?"
    rf"(?P<label>[^\s:][^:\n]{{0,{LONGEST_LABEL + 8}}}?)(?:[^\S\n]*{STAMP}|[^\S\n]{CLOCK})?"
    r"[*_]{0,3}:[*_]{0,3}",
    re.MULTILINE,
)
_OPENING = re.compile(rf"\s*(?:{STAMP}\s*)*")
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n")
_VISIBLE_LINE = re.compile(r"^[^\S\n]*\S", re.MULTILINE)

_ASIDE = re.compile(r"\s*\([^()]*\)\Z")  # R1 (leder)
_CAPITALISED = r"(?:(?:[^\W\d_]\.)+|(?:[Dd]r|[Hh]r|[Ff]r|[Pp]rof|[Mm]rs?|[Mm]s)\.|[^\W\d_][\w'’&/+#-]*\??)"
_WORD = re.compile(_CAPITALISED)
_NUMBER = re.compile(r"#?\d{1,4}[a-zA-Z]?\??")
_BETWEEN = frozenset({"&", "+", "/", "og", "and", "und", "och"})
_SMALL_WORD = re.compile(r"[^\W\d_][\w-]*")


class Turn(NamedTuple):
    """What one speaker says until the next begins; offsets are code points of the stored text.

    ``start`` is the first visible character (the label, or a time stamp before it), ``speech`` the first word after
    the label and its time stamps (``end`` when nothing is said), ``end`` exclusive and without trailing white space.
    ``label`` is "" for text under no label; there every paragraph is a turn.
    """

    start: int
    speech: int
    end: int
    label: str


class _Head(NamedTuple):
    start: int
    after: int
    label: str
    spaced: bool


def turns(text: str) -> tuple[Turn, ...]:
    """The turns of a stored text, ascending: they never overlap and every visible character is in one of them.

    A line begins a turn when it opens with a label, a colon and white space. A label is one to four words with a
    capital or a number each ("I", "R1", "Anne Marie", "Informant 2 (leder)"), or a mark of unknown speakers ("?",
    "Flere"). Labels in small letters ("anna:") count where at least half of all lines begin with one and none with a
    capital.
    """
    heads = _heads(text)
    found = list(_unlabelled(text, heads[0].start if heads else len(text)))
    for number, head in enumerate(heads):
        limit = heads[number + 1].start if number + 1 < len(heads) else len(text)
        end = head.start + len(text[head.start : limit].rstrip())
        found.append(Turn(head.start, _speech(text, head.after, end), end, head.label))
    return tuple(found)


def is_unattributed(label: str) -> bool:
    """Whether a label stands for nobody known: none at all, "Flere", or one with a question mark."""
    return not label or "?" in label or label.casefold() in languages.speech().unattributed


def _speech(text: str, after: int, end: int) -> int:
    opening = _OPENING.match(text, after, end)
    return min(opening.end() if opening else after, end)


def _unlabelled(text: str, limit: int) -> Iterator[Turn]:
    begin = 0
    while begin < limit:
        gap = _PARAGRAPH_END.search(text, begin, limit)
        stop = gap.start() if gap else limit
        paragraph = text[begin:stop]
        start = begin + len(paragraph) - len(paragraph.lstrip())
        end = begin + len(paragraph.rstrip())
        if start < end:
            yield Turn(start, _speech(text, start, end), end, "")
        begin = gap.end() - 1 if gap else limit


def _heads(text: str) -> list[_Head]:
    strong, small = [], []
    for match in _HEAD.finditer(text):
        label = sanitise.name(match["label"].strip(" \t*_[]"))
        after = match.end()
        head = _Head(match.start("start"), after, label, after == len(text) or text[after].isspace())
        shape = _shape(label)
        if shape == "name":
            strong.append(head)
        elif shape == "small" and head.spaced:
            small.append(head)
    # "R1:Ja" is a slip of the keyboard where "R1: " is a label; "http://" never is one.
    known = {head.label for head in strong if head.spaced}
    heads = [head for head in strong if head.label in known]
    if all(is_unattributed(label) for label in known) and small and len(small) * 2 >= _visible_lines(text):
        heads = sorted(heads + small)
    return heads


def _visible_lines(text: str) -> int:
    return sum(1 for _ in _VISIBLE_LINE.finditer(text))


def _shape(label: str) -> str:
    """`name` for what is a label wherever it stands, `small` for what may be one, empty for what is none."""
    folded = label.casefold()
    speech = languages.speech()
    if not label or len(label) > LONGEST_LABEL or folded in speech.not_labels:
        return ""
    if folded in speech.unattributed or not label.strip("?"):
        return "name"
    words = _ASIDE.sub("", label).split()
    if not words or len(words) > 4:
        return ""
    if _SMALL_WORD.fullmatch(words[0]) and words[0][0].islower():
        return "small" if len(words) == 1 else ""
    return "name" if _capitalised(words[0]) and all(_follows(word) for word in words[1:]) else ""


def _capitalised(word: str) -> bool:
    return _WORD.fullmatch(word) is not None and not word[0].islower()


def _follows(word: str) -> bool:
    return _capitalised(word) or _NUMBER.fullmatch(word) is not None or word in _BETWEEN
