"""Dates of birth, and full dates: a day without a year ("d. 3. maj") is no identifier."""

import functools
import re
from collections.abc import Iterator

from workbench.transcripts.gazetteers import Gazetteer
from workbench.transcripts.identifiers.values import Hit

_YEAR = r"(?:1[89]|20)\d\d"
_NUMERIC = rf"(?:0?[1-9]|[12]\d|3[01])[./-]\s?(?:0?[1-9]|1[0-2])(?:[./-]|\s?[-–]\s?|\.\s)(?:{_YEAR}|\d\d)"
_ISO = r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"


_BORN = re.compile(
    rf"(?<![\w.,/-])(?P<year>{_YEAR})(?: (?:in|bei|als) [^\W\d_][\w-]*(?: [^\W\d_][\w-]*)?)? (?:geboren|zur Welt)"
)
"""The verb last: "Ich wurde 1949 in Breslau geboren"."""


class _Patterns:
    """The patterns of one language; ``day`` is a day and a month without a year."""

    def __init__(self, lists: Gazetteer) -> None:
        months = "|".join(sorted(lists.months, key=len, reverse=True)) or "(?!)"
        day = r"(?:0?[1-9]|[12]\d|3[01])"
        written = rf"{day}(?:\.|st|nd|rd|th|:e)?\s(?:of\s)?(?:{months})\b(?:\.(?=\s(?:i\s)?\d))?"
        turned = rf"(?:{months})\s{day}(?:st|nd|rd|th)?"
        full = rf"{written},?\s(?:i\s)?(?:{_YEAR}|['’]\d\d)|{turned},?\s{_YEAR}|{_NUMERIC}|{_ISO}"
        self.full = re.compile(rf"(?i)(?<![\w.,/-])(?:{full})(?![\w/-]|[.,]\d)")
        cue = "|".join(re.escape(word) for word in sorted(lists.birth, key=len, reverse=True)) or "(?!)"
        words = r"(?:[ ,:]{1,2}[^\W\d_]{1,14}){0,6}[ ,:.(]{1,3}(?:d\. ?)?"
        self.birth = re.compile(
            rf"(?i)\b(?:{cue}){words}(?P<date>(?P<full>{full})|(?P<day>{written}|{turned})|(?P<year>{_YEAR})(?!\w))"
        )


@functools.lru_cache(maxsize=8)
def _patterns(lists: Gazetteer) -> _Patterns:
    return _Patterns(lists)


def find(text: str, lists: Gazetteer) -> Iterator[Hit]:
    """Dates of birth by their cue ("født den 3. maj", "født i 1956"), and dates with day, month and year."""
    patterns = _patterns(lists)
    for match in patterns.birth.finditer(text):
        score = 0.9 if match["full"] else 0.65 if match["day"] else 0.6
        yield Hit("birth", *match.span("date"), score, "named as a date of birth")
    if lists.nouns_are_large:
        for match in _BORN.finditer(text):
            yield Hit("birth", *match.span("year"), 0.6, "named as a date of birth")
    for match in patterns.full.finditer(text):
        yield Hit("date", *match.span(), 0.6, "a date with its year")
