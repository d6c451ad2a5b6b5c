"""Words with a capital that no list knows: in Danish, Norwegian, Swedish and English nearly always a name."""

import re
from collections.abc import Iterable, Iterator, Sequence

from workbench.transcripts.identifiers.context import Context, acronym
from workbench.transcripts.identifiers.values import Hit
from workbench.transcripts.identifiers.words import Word, ordinary, plain_word

_VOWEL = re.compile(r"[aeiouyæøåäöüéáí]", re.IGNORECASE)
_MARKS = frozenset(".,!?…")  # "Jow.": something said to show that one listens
_INSIDE = 0.35
_MOST = 2_000
_NUMBERED = re.compile(r"[ \xa0]\d{1,2}(?!\w)")
_DRAWN = re.compile(r"(\w)\1\1", re.IGNORECASE)


def find(context: Context, words: Sequence[Word]) -> Iterator[Hit]:
    """The words as one finding, or none. At the head of a sentence only what no dictionary knows, with a low score."""
    if context.lists.nouns_are_large:
        yield from _unknown(context, words)
        return
    kept = [word for word in words if not acronym(word.text) and not _shouted(context, word.text)]
    if not kept or _placeholder(context, words):
        return
    if kept[0] is words[0] and _after_comma(context, kept[0]):
        kept = kept[1:]  # ", Kommer du så?": a quotation without its marks
        if not kept:
            return
    start, end = kept[0].start, kept[-1].end
    if not kept[0].opens:
        cue = context.seen.cues.get(words[0].start)
        if cue == "institution":
            yield Hit("institution", start, end, 0.7, "a name after a word for an institution")
        else:
            yield Hit("capital", start, end, _INSIDE, "a capital inside a sentence")
    elif len(kept) > 1:
        yield Hit("capital", start, end, 0.4, "several words with capitals")
    elif _strange(context, kept[0].text) and not (len(kept[0].text) <= 4 and context.text[end : end + 1] in _MARKS):
        yield Hit("capital", start, end, 0.2, "a word no dictionary knows")


def _unknown(context: Context, words: Sequence[Word]) -> Iterator[Hit]:
    """Where every noun has a capital: words that no dictionary knows, not even as a compound; neighbours as one."""
    start = end = -1
    sure = 0.0
    for word in words:
        telling = not acronym(word.text) and _strange(context, word.text) and not _heard(context, word)
        if telling and (start < 0 or context.text[end : word.start].strip(" \xa0-.") == ""):
            start, end = (word.start if start < 0 else start), word.end
            sure = max(sure, 0.25 if word.opens else _INSIDE)
            continue
        if start >= 0:
            yield Hit("capital", start, end, sure, "a word no dictionary knows")
        start, end, sure = (word.start, word.end, 0.25 if word.opens else _INSIDE) if telling else (-1, -1, 0.0)
    if start >= 0:
        yield Hit("capital", start, end, sure, "a word no dictionary knows")


def _heard(context: Context, word: Word) -> bool:
    """Whether a word at the head of a sentence may be a sound or a slurred verb: "Hmja.", "Haste", "Isses"."""
    low = word.text.lower()
    short = len(low) <= 4 and context.text[word.end : word.end + 1] in _MARKS | {",", " "}
    return word.opens and (short or low.endswith(("ste", "ses", "mer", "ma")))


def _shouted(context: Context, word: str) -> bool:
    return word.isupper() and ordinary(word.lower(), context.lists.code)


def _placeholder(context: Context, words: Sequence[Word]) -> bool:
    """Whether the words stand for a name: "Kommune A", "Skole 2"."""
    lettered = len(words) > 1 and len(words[-1].text) == 1
    plain = words[:-1] if lettered else words
    numbered = _NUMBERED.match(context.text, words[-1].end) is not None
    return (lettered or numbered) and all(plain_word(word.text.lower(), context.lists.code) for word in plain)


def _after_comma(context: Context, word: Word) -> bool:
    said = context.text[max(0, word.start - 2) : word.start] == ", "
    addressed = context.text[word.end : word.end + 1] in _MARKS  # "Kom nu, Torsten, det går": somebody's name
    return said and not addressed and plain_word(word.text.lower(), context.lists.code)


def _strange(context: Context, word: str) -> bool:
    low = word.lower()
    if len(low) < 3 or not _VOWEL.search(low) or _DRAWN.search(low) or ordinary(low, context.lists.code):
        return False
    if context.lists.nouns_are_large and "-" in low and not _strange_part(context, word):
        return False
    if ordinary(low.removesuffix("s"), context.lists.code):
        return False
    return low not in context.small


def _strange_part(context: Context, word: str) -> bool:
    """Whether a part of a word with hyphens is strange by itself ("Castrop-Rauxel"); "SMV-Team" is not."""
    return any(len(part) > 3 and not acronym(part) and _strange(context, part) for part in word.split("-"))


def _may_name(context: Context, word: str) -> bool:
    low, code = word.lower(), context.lists.code
    if not word.isalpha() or len(word) < 3 or low in context.small:
        return False
    return plain_word(low, code) or not ordinary(low, code)  # a compound is a name by chance only


def again(context: Context, hits: Iterable[Hit]) -> Iterator[Hit]:
    """Where a capital inside a sentence had nothing known about it: the same word at the head of other sentences."""
    words = {context.text[hit.start : hit.end] for hit in hits if hit.kind == "capital" and hit.score >= _INSIDE}
    wanted = sorted(word for word in words if _may_name(context, word))
    if wanted:
        pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(wanted[:_MOST])})(?:['’]?s|['’])?(?!\w)")
        for match in pattern.finditer(context.text):
            yield Hit("capital", *match.span(), 0.3, "a capital that stands inside a sentence elsewhere")
