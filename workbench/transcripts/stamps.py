"""Time stamps and remarks: what transcription programs and typists set between the words nobody said."""

import re

CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?"
STAMP = rf"(?:\[{CLOCK}(?:\s?[-–]\s?{CLOCK})?\]|\({CLOCK}\)|<{CLOCK}>|\#\d{{1,2}}:\d\d:\d\d-\d\#)"
BARE_STAMP = rf"(?:{STAMP}|{CLOCK}(?=\s))"  # without brackets a clock is only a stamp where a label follows

BRACKET = r"(?:\[[^\[\]\n]{0,300}\]|\([^()\n]{0,300}\))"

_BRACKET = re.compile(BRACKET)
_UNSAID = re.compile(rf"{STAMP}|{BRACKET}")


def brackets(text: str) -> list[tuple[int, int]]:
    """The spans of remarks and placeholders in brackets, of one line and at most 300 characters."""
    return [match.span() for match in _BRACKET.finditer(text)]


def said(text: str) -> str:
    """``text`` with remarks in brackets and time stamps blanked out; the length stays."""
    return _UNSAID.sub(lambda match: " " * len(match[0]), text)
