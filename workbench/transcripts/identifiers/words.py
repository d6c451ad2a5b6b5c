"""Words with a capital: where they stand, which of them stand together, and which only open a sentence."""

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from workbench.transcripts import languages
from workbench.transcripts.identifiers import nouns
from workbench.transcripts.stamps import STAMP
from workbench.transcripts.turns import Turn

LARGE = "".join(chr(i) for i in range(0x41, 0x250) if chr(i).isupper() and chr(i).isalpha())
"""The capital letters of the Latin alphabets, for use inside a character class."""

_WORD = re.compile(
    rf"(?<![\w@#])[{LARGE}](?:[^\W_]|(?<=[^\W_])['’](?=[^\W_]))*+(?:-[^\W\d_](?:[^\W_]|['’](?=[^\W_]))*+)*+(?!@)"
)
_INITIAL = re.compile(rf"[{LARGE}]\.?")
_PARTICLES = re.compile(
    r"[ \xa0](?:van|von|der|den|de|del|da|di|af|el|al|bin|ibn|zu|la|le)[ \xa0](?:(?:der|den|la)[ \xa0])?"
)
_REMARK = re.compile(r"\([^()\n\d" + LARGE + r"]{0,300}\)")
_PLACEHOLDER = re.compile(
    rf"\[\s?[^\[\]\n{LARGE}\d][^\[\]\n]{{0,300}}\]|<[^<>\n{LARGE}\d/][^<>\n]{{0,60}}>|\{{[^{{}}\n{LARGE}][^{{}}\n]{{0,60}}\}}"
)
_NUMBERED = re.compile(r"\[(?:[\w ]{1,30}[ _-])?(?:\d{1,4}|[A-Z])\]")
_STAMPS = re.compile(STAMP)

_OPENING = '"“„«»‘([{–—-*_•'
_CLOSING = "\"”“»«’')]}"
_ENDS = ".!?…:\n|\t;=/"
_STOPPED = re.compile(r"[^\s\"«»“”„(\[]+\Z")
_NEVER_LAST = frozenset(
    {"gl.", "sdr.", "ndr.", "skt.", "sct.", "st.", "frk.", "nr.", "mrs.", "mr.", "ms.", "hr.", "fr."}
)


_LONGEST = 60  # letters; what is longer is no word of any dictionary, nor anybody's name


class Word(NamedTuple):
    """A word with a capital. ``opens``: it may have the capital only because a sentence begins there."""

    start: int
    end: int
    text: str
    opens: bool


def masked(text: str, turns: Sequence[Turn]) -> str:
    """``text`` with everything blank that is nobody's words: labels, time stamps, remarks, placeholders. Same length.

    "[navn på by]" is a placeholder, "[Odense]" is not; "(griner)" is a remark, "(Mette griner)" is looked at.
    """
    parts, at = [], 0
    for turn in turns:
        if turn.start < turn.speech:
            parts += [text[at : turn.start], " " * (turn.speech - turn.start)]
            at = turn.speech
    quiet = "".join(parts) + text[at:]
    for pattern in (_STAMPS, _REMARK, _PLACEHOLDER, _NUMBERED):
        quiet = pattern.sub(_blank, quiet)
    return quiet


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def runs(text: str) -> Iterator[list[Word]]:
    """Words with capitals that stand together ("Anne Marie van der Holm", "Mette K."), in the order of the text."""
    run: list[Word] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if run:
            gap = text[run[-1].end : start]
            initial = _INITIAL.fullmatch(run[-1].text) is not None or f"{run[-1].text.lower()}." in _NEVER_LAST
            joined = gap in (" ", "\xa0") or (initial and gap in (". ", ".")) or _PARTICLES.fullmatch(gap) is not None
            if not joined:
                yield run
                run = []
        run.append(Word(start, end, match[0], not run and opens(text, start)))
    if run:
        yield run


def opens(text: str, start: int) -> bool:
    """Whether a sentence, a line, a quotation or a remark may begin at ``start``."""
    i = start - 1
    if i >= 0 and text[i] in _OPENING + ",":
        return True
    while i >= 0 and text[i] in " \xa0":
        i -= 1
    while i >= 0 and text[i] in _CLOSING:
        i -= 1
    if i < 0 or text[i] in "–—-*•#>":
        return True
    if text[i] == ".":
        found = _STOPPED.search(text, max(0, i - 14), i + 1)
        return found is None or not _abbreviated(found[0])
    return text[i] in _ENDS


def _abbreviated(word: str) -> bool:
    """Whether the full stop of a word belongs to it: "hr.", "bl.a.", the initial of a name."""
    if len(word) == 2:
        return word[0].isupper() and word[0].isalpha()
    low = word.lower()
    return low in _NEVER_LAST or low in _abbreviations()


@functools.cache
def _abbreviations() -> frozenset[str]:
    """What ends a sentence in none of the languages, whatever follows."""
    return frozenset().union(*(languages.of(code).never for code in ("da", "nb", "sv", "de", "en")))


def base(word: str, known: frozenset[str]) -> str:
    """The form of a word that is on a list, without its genitive; "" when none is."""
    if word in known:
        return word
    for suffix in ("'s", "’s", "s", "'", "’"):
        if word.endswith(suffix) and word[: -len(suffix)] in known:
            return word[: -len(suffix)]
    return ""


@functools.lru_cache(maxsize=50_000)
def ordinary(word: str, code: str) -> bool:
    """Whether a word in small letters is in the dictionary of the language, or a compound of two such words.

    Without simplemma every word is ordinary: only rules that need the dictionary fall silent.
    """
    known = _dictionary(code)
    if known is None or len(word) > _LONGEST:
        return True
    if known(word):
        return True
    parts = word.split("-")
    if len(parts) > 1:
        return all(not part or ordinary(part, code) for part in parts)
    if code == "de":
        return not nouns.strange(word, known)
    for cut in range(len(word) - 3, 2, -1):
        tail, head = word[cut:], word[:cut]
        if known(tail) and (ordinary(head, code) or (head[-1] in "se" and len(head) > 3 and ordinary(head[:-1], code))):
            return True
    return False


def plain_word(word: str, code: str) -> bool:
    """Whether a word is itself in the dictionary, with or without the s that binds a compound."""
    known = _dictionary(code)
    return known is None or known(word) or known(word.removesuffix("s"))


@functools.cache
def _dictionary(code: str) -> Callable[[str], bool] | None:
    try:
        from simplemma import is_known
    except ImportError:
        return None
    if code not in ("da", "nb", "sv", "de", "en"):
        return None
    return functools.partial(is_known, lang=code)


def caseless(text: str) -> bool:
    """Whether a machine wrote the text down without capitals: fewer than one word in a hundred has one."""
    words = re.findall(r"(?<!\w)[^\W\d_]", text)
    return len(words) >= 40 and sum(map(str.isupper, words)) * 100 < len(words)
