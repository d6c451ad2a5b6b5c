"""What is said of a finding: its kind in plain words, and how sure it is."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from workbench.tui.widgets.columns import Column, Fitted, fit
from workbench.tui.widgets.text import Line, Piece, clip

if TYPE_CHECKING:
    from workbench.study.anonymity import Leftover

AID = "An aid, not proof: it misses names. Read the transcripts through yourself."
"""At the foot of the room, always: nobody may take an empty list for an anonymous text."""
KINDS = {
    "cpr": "CPR number",
    "cvr": "company number",
    "phone": "phone number",
    "email": "e-mail address",
    "url": "web address",
    "address": "address",
    "postal": "postcode, town",
    "birth": "date of birth",
    "date": "date",
    "plate": "number plate",
    "account": "bank account",
    "name": "name",
    "label": "speaker's name",
    "place": "place",
    "institution": "institution",
    "capital": "unknown capital",
    "quasi": "one person?",
    "ner": "name (model)",
}
PEOPLE = ("name", "label", "capital", "ner")
"""Kinds that may be a person, who may have a made-up name."""
NO_PERSON = "Made-up names are for people: enter puts a placeholder there, t what you type."
SURE, LIKELY = 0.85, 0.6
"""From where on a finding is called (almost) certain, and likely; below that it is a weak one."""


def kind(leftover: "Leftover") -> str:
    """What it may be, in plain words."""
    return kind_of(leftover.finding.kind)


def kind_of(name: str) -> str:
    """A kind of findings in plain words."""
    return KINDS.get(name, name)


def sure(score: float) -> tuple[str, str]:
    """How sure it is, as dots and in a word."""
    if score >= SURE:
        return "●●●", "almost certain"
    if score >= LIKELY:
        return "●●○", "likely"
    return ("●○○", "perhaps") if score >= 0.3 else ("○○○", "weak")


class Found(NamedTuple):
    """A finding with its turn: ``turn`` counts from 1; 0 outside transcripts."""

    leftover: "Leftover"
    turn: int


def turn_of(starts: Sequence[int], place: int) -> int:
    """The number of the turn in which a place stands, from 1; ``starts`` ascend. 0 where there are none."""
    return bisect_right(starts, place)


# --- the list


def columns(found: Sequence[Found], width: int) -> Fitted:
    """The columns for a width; what and how sure are the last to go."""
    name = max((len(one.leftover.transcript or "memo by some") for one in found), default=0)
    kinds = max((len(kind(one.leftover)) for one in found), default=0)
    return fit(
        [
            Column("name", "transcript", min(max(name, 10), 20), priority=2),
            Column("turn", "turn", 4, priority=3, right=True),
            Column("kind", "what", min(max(kinds, 4), 18)),
            Column("words", "words", 14, grow=3),
            Column("by", "becomes", 13, priority=4, grow=1, most=18),
            Column("sure", "sure", 4),
        ],
        width,
    )


def values(one: Found, later: bool) -> dict[str, Line]:
    """One line of the list; ``later``: it was put off."""
    leftover = one.leftover
    dots, _ = sure(leftover.finding.score)
    return {
        "name": [(leftover.transcript, "accent") if leftover.transcript else (leftover.where, "dim")],
        "turn": [(str(one.turn) if one.turn else "–", "dim")],
        "kind": [(kind(leftover), "")],
        "words": [("later · ", "dim"), (leftover.finding.text, "strong")]
        if later
        else [(leftover.finding.text, "strong")],
        "by": [("–" if leftover.place is not None and leftover.place.fixed else leftover.replacement, "dim")],
        "sure": [(dots, "warning" if leftover.finding.score >= LIKELY else "dim")],
    }


# --- the passage


def why(one: Found, same: int, width: int) -> list[Line]:
    """What it is, why it was found and how sure that is; what Enter makes of it, and how often the words stand."""
    leftover = one.leftover
    _, how = sure(leftover.finding.score)
    where = f"{leftover.transcript}, turn {one.turn}" if one.turn else leftover.transcript or leftover.where
    first: list[Piece] = [(where, "strong"), ("  ", ""), (kind(leftover), "accent"), (f", {how}", "")]
    reason = leftover.finding.why
    second: list[Piece] = [(reason, "dim")]
    if leftover.place is not None and leftover.place.fixed:
        third: list[Piece] = [("k", "accent"), (" keeps it; you gave it, and only you change it", "dim")]
    elif leftover.replacement:
        third = [("enter", "accent"), (" → ", "dim"), (leftover.replacement, "strong")]
    else:
        third = [("enter", "accent"), (" asks what to put there", "dim")]
    if same > 1:
        third += [("   ", ""), ("x", "accent"), (f" everywhere: {same} in this list", "dim")]
    return [first, [(clip(text, width), look) for text, look in second], third]


def counted(number: int, one: str, many: str = "") -> str:
    """``1 finding``, ``12 findings``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
