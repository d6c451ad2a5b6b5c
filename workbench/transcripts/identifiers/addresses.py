"""Streets with and without a number, and postal codes with their town."""

import functools
import re
from collections.abc import Iterator, Sequence

from workbench.transcripts.gazetteers import Gazetteer
from workbench.transcripts.identifiers.context import Context
from workbench.transcripts.identifiers.values import Hit
from workbench.transcripts.identifiers.words import Word, ordinary, plain_word

_NR = r"(?:nr\.?[ \xa0]|nummer[ \xa0])?"
_STAIR = r"(?:[A-Za-z]|[ \xa0](?![iI])[A-Za-z])"  # "3 b", but "3 i Odder" is a number and a small word
_COUNTED = r"(?:år|procent|kr|min|gange|km|meter|stk)"
_FLAT = r"(?:,?[ \xa0](?:\d{1,2}\.?[ \xa0]?(?:sal[ \xa0]?)?(?:th|tv|mf)?\.?|st\.?[ \xa0]?(?:th|tv|mf)\.?)(?!\w))?"
_NUMBER = re.compile(rf",?[ \xa0]{_NR}\d{{1,3}}(?:{_STAIR}(?!\w))?(?![\w%]|[.,:]\d|[ \xa0]{_COUNTED}){_FLAT}")
_BEFORE = re.compile(r"(?<![\w.,])\d{1,4}[A-Za-z]?[ \xa0]\Z")
_CODES = {
    "da": re.compile(r"(?<![\w.])(?:DK-?)?\d{4}[ \xa0]\Z"),
    "nb": re.compile(r"(?<![\w.])\d{4}[ \xa0]\Z"),
    "sv": re.compile(r"(?<![\w.])\d{3}[ \xa0]?\d{2}[ \xa0]\Z"),
    "de": re.compile(r"(?<![\w.])(?:D-?)?\d{5}[ \xa0]\Z"),
}
_BRITISH = re.compile(r"\b(?:[A-Z]{1,2}\d[A-Z\d]?)[ \xa0]?\d[A-Z]{2}\b")


def streets(context: Context, words: Sequence[Word]) -> Iterator[Hit]:
    """Streets among words with capitals that stand together: "Søndre Ringvej 12", "Nørre Allé", "14 Mill Lane"."""
    lists = context.lists
    for i, word in enumerate(words):
        whole = i > 0 and word.text in _titled(lists)
        if not whole and not _compound(lists, word.text):
            continue
        first = _first(context, words[: i + 1])
        number = _NUMBER.match(context.text, word.end)
        before = _BEFORE.search(context.text, max(0, first.start - 6), first.start) if lists.code == "en" else None
        if number or before:
            start = before.start() if before else first.start
            yield Hit("address", start, number.end() if number else word.end, 0.9, "a street and a number")
        elif not whole and (context.is_name(word) or _plain(lists, word.text)):
            continue
        elif not (first is word and context.means_nothing(word) and _ordinary(lists, word.text)):
            yield Hit("address", first.start, word.end, 0.55, "ends as streets do")


@functools.lru_cache(maxsize=8)
def _titled(lists: Gazetteer) -> frozenset[str]:
    return frozenset(word.capitalize() for word in lists.street_words)


@functools.lru_cache(maxsize=8)
def _small(code: str, tails: tuple[str, ...]) -> re.Pattern[str]:
    end = rf"[ \xa0]{_NR}\d{{1,3}}{_STAIR}?(?!\w|[.,:]\d|[ \xa0]{_COUNTED})"
    return re.compile(rf"(?<!\w)(?P<head>[^\W\d_]{{3,25}}?)(?:{'|'.join(tails)}){end}")


def small(context: Context) -> Iterator[Hit]:
    """Streets written in small letters, with their number: "nørregade 14"."""
    lists = context.lists
    if not lists.street_tails:
        return
    for match in _small(lists.code, lists.street_tails).finditer(context.text):
        if (
            match["head"][0].islower()
            and match["head"] not in lists.plain_streets
            and match["head"].removesuffix("s") not in lists.plain_streets
        ):
            yield Hit("address", *match.span(), 0.6, "a street and a number, in small letters")


def postal(context: Context) -> Iterator[Hit]:
    """Postal codes before a town that is known ("8600 Silkeborg"); "8600 medlemmer" is none."""
    pattern = _CODES.get(context.lists.code)
    if context.lists.code == "en":
        for match in _BRITISH.finditer(context.text):
            yield Hit("postal", *match.span(), 0.75, "written like a postcode")
    if pattern is None:
        return
    for start, (end, _) in context.seen.phrases.items():
        found = pattern.search(context.text, max(0, start - 10), start)
        if found:
            yield Hit("postal", found.start(), end, 0.9, "a postal code and its town")


def _first(context: Context, words: Sequence[Word]) -> Word:
    """The word the street's name begins with: not the small word that opens the sentence."""
    for i, word in enumerate(words):
        if i == len(words) - 1 or not (
            context.is_quiet(word) or (word.opens and word.text.lower() in context.lists.stop)
        ):
            return word
    return words[-1]


def _compound(lists: Gazetteer, word: str) -> bool:
    low = word.lower()
    if not low.removesuffix("s").endswith(lists.street_tails) and not low.endswith(lists.street_tails):
        return False
    forms = (low, low.removesuffix("s"))
    return any(form.endswith(tail) and len(form) - len(tail) >= 3 for form in forms for tail in lists.street_tails)


def _plain(lists: Gazetteer, word: str) -> bool:
    low = word.lower()
    for tail in lists.street_tails:
        if low.endswith(tail):
            head = low.removesuffix(tail)
            return head in lists.plain_streets or head.removesuffix("s") in lists.plain_streets
    return False


def _ordinary(lists: Gazetteer, word: str) -> bool:
    if lists.nouns_are_large and word.lower().endswith(("straße", "strasse", "weg", "allee", "gasse", "chaussee")):
        return plain_word(word.lower(), lists.code)  # "Mühlenweg" splits into words as "Radweg" does
    return ordinary(word.lower(), lists.code)
