"""Time stamps and remarks: what transcription programs and typists set between the words nobody said."""

import re
from collections.abc import Iterator
from typing import NamedTuple

CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?"
STAMP = rf"(?:\[{CLOCK}(?:\s?[-–]\s?{CLOCK})?\]|\({CLOCK}\)|<{CLOCK}>|\#\d{{1,2}}:\d\d:\d\d(?:[-.,]\d{{1,3}})?\#)"
BARE_STAMP = rf"(?:{STAMP}|{CLOCK}(?=\s))"  # without brackets a clock is only a stamp where a label follows

_LOOSE = r"(?:\d{1,2}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?"  # Teams writes 0:0:3.40
RANGE = rf"{_LOOSE}[^\S\n]*(?:-->|[-–])[^\S\n]*{_LOOSE}"  # of clocks without brackets: only on a line of its own

BRACKET = r"(?:\[[^\[\]\n]{0,300}\]|\([^()\n]{0,300}\))"

_BRACKET = re.compile(BRACKET)
_STAMP = re.compile(STAMP)
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{1,2})(?:[-.,](\d{1,3}))?")
_ALONE = re.compile(rf"(?:{RANGE}|{CLOCK})")


class Timed(NamedTuple):
    """A time stamp in a text: where it stands, and the milliseconds it names; ``until`` None where it is no range."""

    start: int
    end: int
    at: int
    until: int | None


def stamps(text: str, start: int, end: int) -> Iterator[Timed]:
    """The time stamps in [start, end) of a text: ``[00:12:31]``, ``(12:31)``, ``#00:12:31-4#``, ``[00:12-00:15]``."""
    for match in _STAMP.finditer(text, start, end):
        named = [milliseconds(clock) for clock in _CLOCK.finditer(match[0])]
        yield Timed(*match.span(), named[0], named[1] if len(named) > 1 else None)


def milliseconds(clock: re.Match[str]) -> int:
    """What a match of a clock names; without hours its first number is minutes, and ``-4`` after it is tenths."""
    hours, minutes, seconds, fraction = clock.groups()
    return (int(hours or 0) * 3_600 + int(minutes) * 60 + int(seconds)) * 1_000 + int((fraction or "").ljust(3, "0"))


def clock(text: str) -> int | None:
    """The milliseconds that ``text`` names where it is nothing but a clock."""
    match = _CLOCK.fullmatch(text.strip())
    return milliseconds(match) if match else None


def alone(line: str) -> Timed | None:
    """The time that a line names which is nothing but a clock without brackets, or two: ``0:0:3.40 --> 0:0:7.2``."""
    if not _ALONE.fullmatch(line.strip()):
        return None
    named = [milliseconds(clock) for clock in _CLOCK.finditer(line)]
    return Timed(0, len(line), named[0], named[1] if len(named) > 1 else None)


_UNSAID = re.compile(rf"{STAMP}|{BRACKET}")


def brackets(text: str) -> list[tuple[int, int]]:
    """The spans of remarks and placeholders in brackets, of one line and at most 300 characters."""
    return [match.span() for match in _BRACKET.finditer(text)]


def said(text: str) -> str:
    """``text`` with remarks in brackets and time stamps blanked out; the length stays."""
    return _UNSAID.sub(lambda match: " " * len(match[0]), text)
