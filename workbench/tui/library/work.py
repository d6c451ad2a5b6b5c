"""How far a coder is with a transcript, and with all of them: what the library shows of it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from workbench.agreement.rounds import ASSIGNED, DONE, DOTS, STARTED, filled
from workbench.tui.widgets.text import Line, Piece, clip, fill, width_of

if TYPE_CHECKING:
    from workbench.study.progress import State

CELLS = DOTS + 5
"""Cells of a coder's work with all its dots; ``SHORT`` those of a mark and the least that says what it means."""
SHORT = 7
_ROUND = 8


class Work(NamedTuple):
    """One coder's work on one transcript in one round.

    ``reach`` is how much of the text (0 to 1) lies before the end of the last passage coded; None: kept from whoever
    looks. ``state`` is '' where the transcript was not given to that coder.
    """

    state: str
    codings: int
    reach: float | None = 0.0
    round: str = ""


Table = Mapping[tuple[str, str], Work]


def work_of(states: Sequence["State"], rounds: Sequence[str] = ()) -> dict[tuple[str, str], Work]:
    """Work by transcript and coder; of several rounds (oldest first in ``rounds``) the newest that was given."""
    order = {name: place for place, name in enumerate(rounds)}
    result: dict[tuple[str, str], Work] = {}
    newest: dict[tuple[str, str], int] = {}
    for state in states:
        key = (state.transcript, state.coder)
        place = order.get(state.round, len(order)) if state.state else -1
        if key not in result or place >= newest[key]:
            newest[key] = place
            result[key] = Work(state.state, state.codings, state.reach, state.round)
    return result


def work_line(work: Work | None, width: int, rounds: int = 0) -> Line:
    """A coder's work: ``●●●●●●●● done``, ``●●●●···· 48 %``, ``○ assigned``, ``–``; fewer dots where there is less room.

    ``rounds``: cells for the name of the round, where there is more than one.
    """
    if work is None:
        return [("–", "dim")]
    told = f" {clip(_called(work.round), rounds - 1)}" if rounds and work.round else ""
    if cell_len(told) + SHORT > width:
        told = ""
    return [*_state(work, width - cell_len(told)), *([(told, "dim")] if told else ())]


def _state(work: Work, width: int) -> list[Piece]:
    if work.state == DONE:
        return [("●" * _dots(width, 4), "success"), (" done", "success")]
    if work.state == ASSIGNED and not work.codings:
        return [("○", "accent"), (" assigned" if width >= 10 else " given", "dim")]
    if work.reach is None:
        return [("◐", "accent"), (" at work" if width >= 9 else " begun", "")]
    share = min(max(work.reach, 0.0), 1.0)
    number = f" {int(share * 100)} %"
    dots = _dots(width, len(number) - 1)
    full = filled(share, dots)
    if dots < 3:
        return [("◐", "accent"), (number, "")]
    return [("●" * full, "accent"), ("·" * (dots - full), "dim"), (number, "")]


def _dots(width: int, words: int) -> int:
    return max(min(width - words - 1, DOTS), 1)


def cells_of(rounds: Sequence[str]) -> int:
    """Cells for the name of a round, with a blank before it; 0 where there is no other."""
    return 1 + min(max(cell_len(_called(name)) for name in rounds), _ROUND - 1) if len(rounds) > 1 else 0


def _called(name: str) -> str:
    """``r2`` for a round that has only a number, which alone beside other numbers would say nothing."""
    return f"r{name}" if name.isdecimal() else name


def hidden_line(works: Sequence[Work | None]) -> Line:
    """The work of the coders who have no column: how many of them are done."""
    given = [work for work in works if work is not None]
    if not given:
        return [("–", "dim")]
    done = sum(work.state == DONE for work in given)
    return [(f"{done}/{len(given)} done", "success" if done == len(given) else "dim")]


def summary(table: Table, transcripts: Sequence[str], coders: Sequence[str]) -> list[tuple[str, str]]:
    """Coder and how far that one is: ``12 of 23 done, 3 in progress``; coders who have nothing to do are left out."""
    told = []
    for name in coders:
        works = [work for transcript in transcripts if (work := table.get((transcript, name))) is not None]
        if not works:
            continue
        given = [work for work in works if work.state]
        done = sum(work.state == DONE for work in given)
        begun = sum(work.state == STARTED or (work.state != DONE and work.codings > 0) for work in works)
        parts = [f"{done} of {len(given)} done"] if given else []
        parts += [f"{begun} in progress"] if begun else []
        told.append((name, ", ".join(parts)))
    return told


def summary_line(told: Sequence[tuple[str, str]], width: int) -> Line:
    """As many coders as find room, the first of them first, and how many more there are."""
    line: list[Piece] = [(" ", "")]
    for shown, (name, words) in enumerate(told):
        pieces: list[Piece] = [(f"{'  ·  ' if shown else ''}", "dim"), (clip(name, 20), "strong"), (f" {words}", "dim")]
        left = len(told) - shown - 1
        more = len(f"  ·  +{left}") if left else 0
        if shown and width_of(line) + width_of(pieces) + more > width:
            line.append((f"  ·  +{left + 1}", "dim"))
            break
        line += pieces
    return fill(line, width)
