"""What the library shows of each transcript, and which columns find room."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from workbench.tui.widgets.columns import Column, Fitted, fit
from workbench.tui.widgets.text import Line, Piece

if TYPE_CHECKING:
    from workbench.study.progress import State
    from workbench.study.transcripts import TranscriptRow

DONE, STARTED, ASSIGNED = "done", "in progress", "assigned"
_RANK = {"": 0, ASSIGNED: 1, STARTED: 2, DONE: 3}


class Work(NamedTuple):
    """One coder's work on one transcript: the furthest state of any round, and the codings."""

    state: str
    codings: int


Table = Mapping[tuple[str, str], Work]


def work_of(states: Sequence["State"]) -> dict[tuple[str, str], Work]:
    """Work by transcript and coder; of several rounds the furthest state counts, codings are the same in each."""
    result: dict[tuple[str, str], Work] = {}
    for state in states:
        key = (state.transcript, state.coder)
        before = result.get(key, Work("", 0))
        further = state.state if _RANK.get(state.state, 0) >= _RANK.get(before.state, 0) else before.state
        result[key] = Work(further, max(state.codings, before.codings))
    return result


def groups_of(transcript: "TranscriptRow") -> str:
    """Its informants by group: ``3 professional``; the number alone where they are in none."""
    counts = Counter(informant.group for informant in transcript.informants)
    return ", ".join(
        f"{n} {group}".strip() for group, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def columns(coders: Sequence[str], transcripts: Sequence["TranscriptRow"], width: int) -> Fitted:
    """The columns for a width; whoever codes here is the first of ``coders`` and the last to go."""
    longest = max((len(t.name) for t in transcripts), default=10)
    told = max((len(groups_of(t)) for t in transcripts), default=10)
    fixed = [
        Column("name", "transcript", min(max(longest, 10), 24)),
        Column("site", "site", 10, priority=30, grow=2, most=max((len(t.site) for t in transcripts), default=10)),
        Column("date", "date", 10, priority=50),
        Column("kind", "kind", 8, priority=25),
        Column("informants", "informants", min(max(told, 10), 16), priority=20, grow=3, most=max(told, 10)),
        Column("words", "words", 7, priority=15, right=True),
    ]
    people = [
        Column(f"coder:{name}", name, 13, priority=min(10 + i, 14) + (30 if i > 1 else 0) if i else 0, grow=1, most=24)
        for i, name in enumerate(coders)
    ]
    return fit([*fixed, *people], width)


def work_line(work: Work | None, highest: int) -> Line:
    """A coder's work in a dozen cells: a mark, the codings, a word for the state."""
    if work is None:
        return [("·", "dim")]
    if work.state == DONE:
        return [("● ", "success"), (f"{work.codings:>{highest}} ", ""), ("done", "success")]
    if work.state == ASSIGNED and not work.codings:
        return [("○ ", "dim"), ("assigned", "dim")]
    return [("◐ ", "accent"), (f"{work.codings:>{highest}} ", "")]


def values(transcript: "TranscriptRow", coders: Sequence[str], table: Table, highest: int) -> dict[str, Line]:
    """One row of the library."""
    row: dict[str, Line] = {
        "name": [(transcript.name, "strong")],
        "site": [(transcript.site, "")],
        "date": [(transcript.date, "dim")],
        "kind": [(transcript.kind, "dim" if transcript.kind == "single" else "")],
        "informants": [(groups_of(transcript), "")],
        "words": [(f"{transcript.words:,}", "dim")],
    }
    for name in coders:
        row[f"coder:{name}"] = work_line(table.get((transcript.name, name)), highest)
    return row


def totals(counts: Mapping[str, int]) -> Line:
    """``23 interviews · 44 informants``: the totals of the study, with their units in singular where there is one."""
    pieces: list[Piece] = []
    for unit, count in counts.items():
        pieces.append((f"{'  ·  ' if pieces else ''}{count:,} ", "strong"))
        pieces.append((unit if count != 1 else unit.removesuffix("s"), "dim"))
    return pieces
