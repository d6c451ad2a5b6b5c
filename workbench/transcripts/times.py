"""Times: when each turn of a transcript is spoken, as far as its file says so.

A file with times of its own (subtitles, speech recognition) gives them beside the text. In typed transcripts they stand
in it: a stamp before the first word of a turn says when the turn begins, one after its last word when it ends, which is
where f4 sets its ``#00:12:31-4#``, and one on a line of its own when what follows begins; there it needs no brackets.
The text stays as it is.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from workbench.transcripts.readers.parts import Stamp
from workbench.transcripts.stamps import CLOCK, RANGE, STAMP, alone, clock, stamps
from workbench.transcripts.turns import Turn

LONGEST = 1_000 * 3_600 * 1_000  # a thousand hours, in milliseconds: what is later is no time
_NEAR_END = 200  # characters
_BARE = re.compile(rf"\s*(?P<first>{CLOCK})(?=\s)|.*?(?<=\s)(?P<last>{CLOCK})\Z", re.DOTALL)
_HAS = re.compile(rf"{STAMP}|{CLOCK}|{RANGE}")


class Time(NamedTuple):
    """From when to when a turn is spoken, in milliseconds of the recording; ``end`` None where it is not known."""

    start: int
    end: int | None


Times = tuple[Time | None, ...]
"""One a turn, None where it is not known; empty where no turn has a time."""


def of_stamps(turns: Sequence[Turn], given: Sequence[Stamp]) -> Times:
    """The times of ``turns`` by what the file says beside the text: a turn lasts from its first stamp to its last."""
    starts = [turn.start for turn in turns]
    found: list[Time | None] = [None] * len(turns)
    for stamp in given:
        number = bisect_right(starts, stamp.at) - 1
        if number < 0 or not 0 <= stamp.start <= LONGEST:
            continue
        end = stamp.end if stamp.end is not None and stamp.start <= stamp.end <= LONGEST else None
        known = found[number]
        if known is None:
            found[number] = Time(stamp.start, end)
        elif end is not None:
            found[number] = known._replace(end=max(known.end or 0, end))
    return tuple(found) if any(found) else ()


def of_text(text: str, turns: Sequence[Turn]) -> Times:
    """The times of ``turns`` by the stamps that stand in the text.

    A turn without a stamp before its words begins where one after the words of the turn before it says. Where only
    its end is stamped, it begins at the last time named before, or with the recording.
    """
    if not _HAS.search(text):
        return ()
    found: list[Time | None] = []
    before = 0
    following: int | None = None  # when what comes next begins
    for turn in turns:
        start, until = _head(text, turn)
        last = _last(text, turn)
        start = following if start is None else start
        if start is None and last is not None:
            start = before
        end = until if last is None else last
        if start is not None:
            found.append(Time(start, end if end is not None and end >= start else None))
            before = max(before, start, end or 0)
        else:
            found.append(None)
        following = start if last is None and turn.speech >= turn.end else last
    return tuple(found) if any(found) else ()


def _head(text: str, turn: Turn) -> tuple[int | None, int | None]:
    """The time before the first word of a turn, and the one it lasts to where it is a range."""
    head = text[turn.start : turn.speech]
    for stamp in stamps(head, 0, len(head)):
        return stamp.at, stamp.until
    if (timed := alone(head.strip().partition("\n")[0])) is not None:
        return timed.at, timed.until
    bare = _BARE.match(head.rstrip().rstrip(":").rstrip())
    return (clock(bare["first"] or bare["last"]) if bare else None), None


def _last(text: str, turn: Turn) -> int | None:
    """The time after the last word of a turn."""
    last = None
    for stamp in stamps(text, max(turn.speech, turn.end - _NEAR_END), turn.end):
        last = stamp
    if last and not text[last.end : turn.end].strip():
        return last.at
    timed = alone(text[max(text.rfind("\n", turn.speech, turn.end), turn.speech) : turn.end])
    return timed.at if timed else None
