"""Turns: who has the word from where to where, told from the labels at the head of the lines."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from workbench import sanitise
from workbench.transcripts import languages
from workbench.transcripts.stamps import BARE_STAMP, CLOCK, RANGE, STAMP

LONGEST_LABEL = 31
LONGEST_KNOWN = 100
"""Characters of a label that is known to be one, such as a name that a meeting program gives."""

_HEAD = re.compile(
    rf"^[^\S\n]*(?P<start>)(?:{BARE_STAMP}[^\S\n]*)?"
    rf"(?P<label>[^\s:][^:\n]{{0,{LONGEST_LABEL + 8}}}?)(?:[^\S\n]*{STAMP}|[^\S\n]{CLOCK})?"
    r"[*_]{0,3}:[*_]{0,3}",
    re.MULTILINE,
)
_LINE_HEAD = re.compile(rf"^[^\S\n]*(?P<start>)(?P<stamp>{BARE_STAMP}[^\S\n]*)?(?=[^\s])", re.MULTILINE)
_AFTER_LABEL = re.compile(rf"(?:[^\S\n]*{STAMP}|[^\S\n]{CLOCK})?[^\S\n]*[*_]{{0,3}}\Z")
# A label on a line of its own beside a clock, as Word and Otter write it: "00:00:12 Speaker 1". Teams
# sets two clocks on the line above: "0:0:12.3 --> 0:0:14.0".
_CLOCK_LINE = re.compile(
    rf"^[^\S\n]*(?P<start>)(?:(?:{STAMP}|{CLOCK})[^\S\n]+(?:[-–—][^\S\n]*)?"
    rf"(?P<after>[^\s:][^:\n]{{0,{LONGEST_LABEL + 8}}}?)"
    rf"|(?P<before>[^\s:][^:\n]{{0,{LONGEST_LABEL + 8}}}?)[^\S\n]+(?:{STAMP}|{CLOCK})"
    rf"|{RANGE}[^\S\n]*\n[^\S\n]*(?P<below>[^\s:][^:\n]{{0,{LONGEST_LABEL + 8}}}?))"
    r"[^\S\n]*\n(?=[^\S\n]*(?:\n[^\S\n]*)?\S)",
    re.MULTILINE,
)
_WITHOUT_COLON = tuple(
    re.compile(rf"^[^\S\n]*(?P<start>){pattern}", re.MULTILINE)
    for pattern in (
        # before a tab: "R1<tab>Ja.", "00:00:12<tab>R1<tab>Ja."
        rf"(?:{BARE_STAMP}[^\S\n]*)?(?P<label>[^\s:][^:\n\t]{{0,{LONGEST_LABEL + 8}}}?)[^\S\n]*\t(?=[^\S\n]*\S)",
        # on a line of its own above what is said, as where it is set in bold
        rf"(?P<label>[^\s:][^:\n\t]{{0,{LONGEST_LABEL + 8}}}?)"
        r"[^\S\n]*(?=\n[^\S\n]*(?:\n[^\S\n]*)?\S)",
        # behind the number of its paragraph or line, with a colon: "12. R1: Ja."
        rf"\d{{1,5}}[.)]?[^\S\n]+(?P<label>[^\s:][^:\n]{{0,{LONGEST_LABEL + 8}}}?)[*_]{{0,3}}:[*_]{{0,3}}(?=\s)",
    )
)
_OPENING = re.compile(rf"\s*(?:(?:{STAMP}|(?:{RANGE}|{CLOCK})(?=[^\S\n]*(?:\n|\Z)))\s*)*")
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n")
_VISIBLE_LINE = re.compile(r"^[^\S\n]*\S", re.MULTILINE)

_ASIDE = re.compile(r"\s*\([^()]*\)\Z")  # R1 (leder)
_CAPITALISED = r"(?:(?:[^\W\d_]\.)+|(?:[Dd]r|[Hh]r|[Ff]r|[Pp]rof|[Mm]rs?|[Mm]s)\.|[^\W\d_][\w'’&/+#-]*\??)"
_WORD = re.compile(_CAPITALISED)
_NUMBER = re.compile(r"#?\d{1,4}[a-zA-Z]?\??")
_BETWEEN = frozenset({"&", "+", "/", "og", "and", "und", "och"})
_FEWEST_ROLES = 3  # heads: a role in small letters with a number is a label where it comes back
_ROLE = re.compile(r"[^\W\d_a-zæøå]{1,3}\d{0,3}")
_FEWEST_CLOCKS = 3
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


def turns(text: str, known: Collection[str] = ()) -> tuple[Turn, ...]:
    """The turns of a stored text, ascending: they never overlap and every visible character is in one of them.

    A line begins a turn when it opens with a label, a colon and white space. A label is one to four words with a
    capital or a number each ("I", "R1", "Anne Marie", "Informant 2 (leder)"), a mark of unknown speakers ("?",
    "Flere"), or a numbered role that comes back ("Social worker 2"). Labels in small letters ("anna:") count where at
    least half of all lines begin with one and none with a capital. Lines of nothing but a clock and such a label
    ("00:00:12 Speaker 1") begin turns where a label comes back in them and there are more of them than labels with a
    colon. So do labels before a tab, on lines of their own and behind the number of a paragraph ("12. R1: "), where
    they come back and are a quarter of the lines.

    ``known``: labels that are known to be some, whatever they look like; they count at the head of every line.
    """
    heads = _heads(text, known)
    found = list(_unlabelled(text, heads[0].start if heads else len(text)))
    for number, head in enumerate(heads):
        limit = heads[number + 1].start if number + 1 < len(heads) else len(text)
        end = head.start + len(text[head.start : limit].rstrip())
        found.append(Turn(head.start, _speech(text, head.after, end), end, head.label))
    return tuple(found)


def paragraphs(text: str) -> tuple[Turn, ...]:
    """The turns of a text in which nobody's name is written: every paragraph is one, under no label."""
    return tuple(_unlabelled(text, len(text)))


def is_label(name: str) -> bool:
    """Whether ``name`` is a label wherever it stands before a colon at the head of a line."""
    return _shape(name) == "name"


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


def _heads(text: str, known: Collection[str]) -> list[_Head]:
    heads = _by_shape(text)
    if not known:
        return heads
    named = {head.start: head for head in _by_name(text, frozenset(known))}
    lines = {text.rfind("\n", 0, start) for start in named}
    return sorted([*named.values(), *(head for head in heads if text.rfind("\n", 0, head.start) not in lines)])


def _by_name(text: str, known: Collection[str]) -> Iterator[_Head]:
    """The heads of the lines that begin with one of ``known`` and a colon; the longest where several do."""
    longest = min(max(map(len, known)), LONGEST_KNOWN) + 40  # room for a time stamp between label and colon
    for match in _LINE_HEAD.finditer(text):
        for begin in {match.start("start"), match.end()}:
            line_end = text.find("\n", begin, begin + longest)
            head = text[begin : begin + longest if line_end < 0 else line_end]
            colon = head.rfind(":")
            while colon > 0:
                after = begin + colon + 1
                label = _AFTER_LABEL.sub("", head[:colon]).strip(" \t*_[]")
                if (after == len(text) or text[after].isspace()) and (head[:colon] in known or label in known):
                    yield _Head(match.start("start"), after, head[:colon] if head[:colon] in known else label, True)
                    break
                colon = head.rfind(":", 0, colon)
            else:
                continue
            break


def _by_clock(text: str) -> list[_Head]:
    """The heads that are lines of their own: a clock and a label, one of which comes back."""
    found = []
    for match in _CLOCK_LINE.finditer(text):
        label = sanitise.name((match["after"] or match["before"] or match["below"]).strip(" \t*_[]"))
        if _shape(label) == "name":
            found.append(_Head(match.start("start"), match.end() - 1, label, True))
    counted = Counter(head.label for head in found)
    return found if len(found) >= _FEWEST_CLOCKS and len(counted) < len(found) else []


def _by_layout(text: str, most: int) -> list[_Head]:
    """The heads of a text in which labels have no colon or stand behind a number, if they are more than ``most``.

    Two speakers or more, who come back, make at least a quarter of the lines.
    """
    lines = _visible_lines(text)
    enough = max(most + 1, _FEWEST_CLOCKS, lines // 4)
    if most * 2 > lines:
        return []
    best: list[_Head] = []
    for pattern in _WITHOUT_COLON:
        found: list[_Head] = []
        for match in pattern.finditer(text):
            label = sanitise.name(match["label"].strip(" \t*_[]"))
            # what stands right below a label is what is said, even where it is one word with a capital
            if _is_bare_label(label) and not (found and not text[found[-1].after : match.start("start")].strip()):
                found.append(_Head(match.start("start"), match.end(), label, True))
        counted = Counter(head.label for head in found)
        found = [head for head in found if counted[head.label] > 1 or _ROLE.fullmatch(head.label)]
        speakers = len({head.label for head in found})
        often = max(counted.values(), default=0) >= _FEWEST_CLOCKS or any(_ROLE.fullmatch(head.label) for head in found)
        if often and len(found) >= max(enough, len(best) + 1) and 2 <= speakers <= len(found) // 2 + 1:
            best = found
    return best


def _is_bare_label(label: str) -> bool:
    """Whether what has no colon may be a label: no question, and nothing that people nod with ("Ja", "Præcis")."""
    plain = label.rstrip("?")
    if plain != label and plain and not _ROLE.fullmatch(plain):
        return False
    speech = languages.speech()
    nods = label.casefold() not in speech.interviewer and all(
        languages.fold(word) in speech.backchannel_words for word in label.split()
    )
    return _shape(label) == "name" and not nods


def _by_shape(text: str) -> list[_Head]:
    strong, small, roles = [], [], []
    for match in _HEAD.finditer(text):
        label = sanitise.name(match["label"].strip(" \t*_[]"))
        after = match.end()
        head = _Head(match.start("start"), after, label, after == len(text) or text[after].isspace())
        shape = _shape(label)
        if shape == "name":
            strong.append(head)
        elif shape == "small" and head.spaced:
            small.append(head)
        elif shape == "role" and head.spaced:
            roles.append(head)
    often = Counter(_role(head.label) for head in roles)
    strong = sorted([*strong, *(head for head in roles if often[_role(head.label)] >= _FEWEST_ROLES)])
    # "R1:Ja" is a slip of the keyboard where "R1: " is a label; "http://" never is one.
    known = {head.label for head in strong if head.spaced}
    heads = [head for head in strong if head.label in known]
    if all(is_unattributed(label) for label in known) and small and len(small) * 2 >= _visible_lines(text):
        heads = sorted(heads + small)
    clocks = _by_clock(text)
    heads = clocks if len(clocks) > len(heads) else heads
    return _by_layout(text, len(heads)) or heads


def _role(label: str) -> str:
    """What is numbered in "Social worker 2"."""
    return label.rsplit(None, 1)[0]


def _visible_lines(text: str) -> int:
    return sum(1 for _ in _VISIBLE_LINE.finditer(text))


def _shape(label: str) -> str:
    """What a head may be: `name` is a label wherever it stands, `small` and `role` may be one, empty is none."""
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
    if not _capitalised(words[0]):
        return ""
    if all(_follows(word) for word in words[1:]):
        return "name"
    numbered = _NUMBER.fullmatch(words[-1]) is not None and all(map(_SMALL_WORD.fullmatch, words[1:-1]))
    return "role" if numbered else ""


def _capitalised(word: str) -> bool:
    return _WORD.fullmatch(word) is not None and not word[0].islower()


def _follows(word: str) -> bool:
    return _capitalised(word) or _NUMBER.fullmatch(word) is not None or word in _BETWEEN
