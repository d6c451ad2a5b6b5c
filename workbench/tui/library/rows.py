"""What the library shows of each transcript, and which columns find room."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from workbench.tui.library.work import CELLS, SHORT, Table, hidden_line, work_line
from workbench.tui.widgets.columns import GAP, Column, Fitted, fit
from workbench.tui.widgets.text import Line, Piece

if TYPE_CHECKING:
    from workbench.study.transcripts import TranscriptRow

OTHERS = "others"
"""The column of the coders for whom there is no other."""
_OTHERS_CELLS = 9
_AGREEMENT_CELLS = 9
_FINDINGS_CELLS = 8


class Shown(NamedTuple):
    """What the table is about: the coders, whoever looks first, and what there is to tell beside their work."""

    coders: Sequence[str]
    rounds: int = 0
    """Cells for the name of a round, where there is more than one."""
    marked: Collection[str] = ()
    look_for: Mapping[str, int] = {}
    """Transcript → how many codes whoever looks has to look for there once more."""
    agreement: Mapping[str, str] = {}
    """Transcript → agreement on it, as far as it is known by now."""
    findings: Mapping[str, str] = {}
    """Transcript → what may identify somebody there, as far as somebody has looked; '' where nothing does."""


def groups_of(transcript: "TranscriptRow") -> str:
    """Its informants by group: ``3 professional``; the number alone where they are in none."""
    counts = Counter(informant.group for informant in transcript.informants)
    return ", ".join(
        f"{n} {group}".strip() for group, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def columns(shown: Shown, transcripts: Sequence["TranscriptRow"], width: int) -> Fitted:
    """The columns for a width; whoever codes here is the first of the coders and the last to go."""
    longest = max((len(t.name) for t in transcripts), default=10) + (2 if shown.marked else 0)
    told = max((len(groups_of(t)) for t in transcripts), default=10)
    name = Column("name", "transcript", min(max(longest, 10), 24))
    beside: list[Column] = []
    if len(shown.coders) > 1:
        most = max([_AGREEMENT_CELLS, *map(len, shown.agreement.values())])
        beside.append(Column("agreement", "agreement", most, priority=5))
    if shown.look_for:
        beside.append(Column("look for", "look for", 8, priority=4))
    if shown.findings:
        # No coder gives way to it: it is counted into no room, and goes early.
        most = max([_FINDINGS_CELLS, *map(len, shown.findings.values())])
        beside.append(Column("findings", "findings", most, priority=45))
    room = width - name.width - sum(column.width + GAP for column in beside if column.key != "findings")
    facts = [
        Column("site", "site", 10, priority=30, grow=2, most=max((len(t.site) for t in transcripts), default=10)),
        Column("date", "date", 10, priority=50),
        Column("kind", "kind", 8, priority=25),
        Column("informants", "informants", min(max(told, 10), 16), priority=20, grow=3, most=max(told, 10)),
        Column("words", "words", 7, priority=15, right=True),
    ]
    return fit([name, *facts, *_people(shown, room), *beside], width)


def _people(shown: Shown, room: int) -> list[Column]:
    """A column a coder: all of them in full, all of them shorter, or as many as there is room for and the others."""
    count = len(shown.coders)
    sizes = (CELLS + shown.rounds, CELLS, SHORT)
    whole = next((size for size in sizes if count * (size + GAP) <= room), SHORT)
    kept = list(shown.coders)
    if count * (whole + GAP) > room:
        kept = kept[: max((room - _OTHERS_CELLS - GAP) // (whole + GAP), 1)]
    # The first are the last to go: a window of 60 columns still shows how far one is oneself.
    people = [
        Column(f"coder:{coder}", coder, whole, priority=min(i, 3), grow=1 if i else 3, most=sizes[0] + 1)
        for i, coder in enumerate(kept)
    ]
    if len(kept) < count:
        people.append(Column(OTHERS, f"+{count - len(kept)}", _OTHERS_CELLS, priority=6))
    return people


def values(transcript: "TranscriptRow", shown: Shown, table: Table, fitted: Fitted) -> dict[str, Line]:
    """One row of the library."""
    mark: list[Piece] = []
    if shown.marked:
        mark = [("▪ " if transcript.name in shown.marked else "  ", "accent")]
    row: dict[str, Line] = {
        "name": [*mark, (transcript.name, "strong")],
        "site": [(transcript.site, "")],
        "date": [(transcript.date, "dim")],
        "kind": [(transcript.kind, "dim" if transcript.kind == "single" else "")],
        "informants": [(groups_of(transcript), "")],
        "words": [(f"{transcript.words:,}", "dim")],
        "agreement": [(shown.agreement.get(transcript.name, "–"), "" if transcript.name in shown.agreement else "dim")],
    }
    found = shown.findings.get(transcript.name)
    row["findings"] = [(found or "–", "warning" if found and not found.endswith("weak") else "dim")]
    if found is None:
        row["findings"] = ()
    if count := shown.look_for.get(transcript.name):
        row["look for"] = [(f"{count} code{'' if count == 1 else 's'}", "warning")]
    seen = set()
    for column, width in fitted:
        if column.key.startswith("coder:"):
            name = column.key.removeprefix("coder:")
            seen.add(name)
            row[column.key] = work_line(table.get((transcript.name, name)), width, shown.rounds)
    row[OTHERS] = hidden_line([table.get((transcript.name, name)) for name in shown.coders if name not in seen])
    return row


def totals(counts: Mapping[str, int]) -> Line:
    """``23 interviews · 44 informants``: the totals of the study, with their units in singular where there is one."""
    pieces: list[Piece] = []
    for unit, count in counts.items():
        pieces.append((f"{'  ·  ' if pieces else ''}{count:,} ", "strong"))
        pieces.append((unit if count != 1 else unit.removesuffix("s"), "dim"))
    return pieces
