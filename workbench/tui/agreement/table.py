"""The codes as rows: which columns there are at a width, the interval drawn over its scale, how a code is drawn."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from workbench.agreement import shown
from workbench.agreement.values import NOT_USED, Interval
from workbench.tui.agreement import words
from workbench.tui.widgets.columns import Column, Fitted, fit, table_row
from workbench.tui.widgets.text import Line, Piece

if TYPE_CHECKING:
    from workbench.study.agreement import AgreementRow, AgreementTable

_SCALE = 16


def interval_line(alpha: float | None, ci: Interval | None, width: int, marks: bool) -> Line:
    """``├──■──┤`` on a scale of ``width`` cells, the value itself strong."""
    cells = shown.drawn(alpha, ci, width, marks=marks)
    if alpha is None:
        return [(cells, "dim")]
    x = shown.at(alpha, width)
    pieces: list[Piece] = [(cells[:x], "dim"), (cells[x], "strong"), (cells[x + 1 :], "dim")]
    return [piece for piece in pieces if piece[0]]


# --- the table as it is


def columns(table: "AgreementTable", rows: "Sequence[AgreementRow]", width: int) -> Fitted:
    """The columns for a width: F1 and the share of disagreement go first, then passages; the verdict grows."""
    longest = max((cell_len(name) + 2 * row.depth for row, name in _named(rows)), default=8)
    counts = [_passages(table, row) for row in rows]
    passages = max((len(text) for text in counts), default=8)
    marks = table.approach != "reflexive"
    words_room = {"codebook": 24, "reflexive": 16}.get(table.approach, 16)
    told = [Column("verdict", "verdict" if marks else "", words_room, grow=3)]
    return fit(
        [
            Column("code", "code", min(max(longest, 12), 15), grow=2, most=max(longest, 12)),
            Column("alpha", "α", 5, right=True),
            Column("interval", "", _SCALE, priority=3, grow=2, most=46),
            Column("f1", "F1", 4, priority=5, right=True),
            Column("passages", "passages", max(passages, 8), priority=4),
            Column("share", "differs", 7, priority=8, right=True),
            *told,
        ],
        width,
    )


def heads(table: "AgreementTable", fitted: Fitted) -> Line:
    """The titles of the columns; above the intervals the scale."""
    titles: dict[str, Line] = {column.key: [(column.title, "dim")] for column, _ in fitted}
    sizes = {column.key: size for column, size in fitted}
    if width := sizes.get("interval", 0):
        titles["interval"] = [(shown.scale(width, marks=table.approach != "reflexive"), "dim")]
    coders = " · ".join(table.coder_rows.values())
    if 0 < cell_len(coders) <= sizes.get("passages", 0):
        titles["passages"] = [(coders, "dim")]
    return table_row(fitted, titles)


def values(
    table: "AgreementTable", row: "AgreementRow", name: str, total: int, widths: Mapping[str, int], indent: bool
) -> dict[str, Line]:
    """One code; ``total`` is the disagreement of all codes."""
    agreement = row.agreement
    unused = agreement.status == NOT_USED
    share = agreement.disagreement / total if total else None
    return {
        "code": [("  " * row.depth if indent else "", ""), (name, "dim" if unused else "")],
        "alpha": [(words.number(agreement.measures.alpha), "dim" if unused else "strong")],
        "interval": interval_line(
            agreement.measures.alpha, agreement.ci, widths.get("interval", _SCALE), table.approach != "reflexive"
        ),
        "f1": [(words.number(agreement.measures.f1), "")],
        "passages": [(_passages(table, row), "dim" if unused else "")],
        "share": [("–" if not share else words.percent(share, 0), "dim")],
        "verdict": _verdict(table, row, widths.get("verdict", 0)),
    }


def _verdict(table: "AgreementTable", row: "AgreementRow", width: int) -> Line:
    told = words.verdict(row, table.coder_rows, table.approach)
    shorter = (told, told.partition(":")[0], told.partition(" (")[0])
    fits = next((text for text in shorter if cell_len(text) <= width), shorter[1])
    return [(fits, words.look(row, table.approach))]


def _passages(table: "AgreementTable", row: "AgreementRow") -> str:
    """Each coder's passages; the numbers of one coder stand below each other, as wide as the largest."""
    most = max((count for one in table.rows for count in one.agreement.passages.values()), default=0)
    told = ("–" if count is None else str(count) for count in words.passages(row.agreement, table.coder_rows))
    return " · ".join(text.rjust(len(str(most))) for text in told)


def _named(rows: "Sequence[AgreementRow]") -> "list[tuple[AgreementRow, str]]":
    names = shown.names(rows)
    return [(row, names[row.code]) for row in rows]


# --- beside how it was


def compared_columns(rows: "Sequence[AgreementRow]", width: int) -> Fitted:
    """The columns of a comparison."""
    longest = max((cell_len(name) for _, name in _named(rows)), default=8)
    return fit(
        [
            Column("code", "code", min(max(longest, 12), 20), grow=2, most=max(longest, 12)),
            Column("before", "α before", 16),
            Column("to", "", 1),
            Column("after", "α after", 16),
            Column("change", "change", 6, right=True),
            Column("verdict", "verdict", 12, priority=3, grow=3, most=60),
        ],
        width,
    )


def compared(
    before: "AgreementRow | None", after: "AgreementRow", name: str, table: "AgreementTable", room: int
) -> dict[str, Line]:
    """One code as it was and as it is; ``before`` None: it was not there."""
    was = before.agreement.measures.alpha if before is not None else None
    now = after.agreement.measures.alpha
    change = "" if was is None or now is None else words.number(now - was)
    change = "=" if change == ".00" else change if not change or change.startswith("-") else f"+{change}"
    return {
        "code": [(name, "")],
        "before": [(words.with_interval(was, before.agreement.ci) if before is not None else "not there", "dim")],
        "to": [("→", "dim")],
        "after": [(words.with_interval(now, after.agreement.ci), "strong")],
        "change": [(change, "dim" if change == "=" else "")],
        "verdict": _verdict(table, after, room),
    }


# --- pair by pair


def pair_columns(table: "AgreementTable", rows: "Sequence[AgreementRow]", width: int) -> Fitted:
    """A column for each pair of coders and for the table without each coder; those on the right go first."""
    longest = max((cell_len(name) for _, name in _named(rows)), default=8)
    names = table.coder_rows
    keys = [(key, words.pair_name(key, names)) for key in pairs_of(rows, names)]
    more = [(coder, f"without {name}") for coder, name in names.items()] if len(names) > 2 else []
    numbers = [
        Column(f"{kind}{i}", title, max(cell_len(title), 5), priority=1 + i, right=True)
        for i, (kind, title) in enumerate([*(("pair", t) for _, t in keys), *(("less", t) for _, t in more)])
    ]
    return fit(
        [
            Column("code", "code", min(max(longest, 12), 20), grow=2, most=max(longest, 12)),
            Column("alpha", "α", 5, right=True),
            *numbers,
        ],
        width,
    )


def pairs_of(rows: "Sequence[AgreementRow]", names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Every pair of coders that counts for some code, by name."""
    found = {(pair.one, pair.other) for row in rows for pair in row.agreement.pairs}
    return sorted(found, key=lambda pair: words.pair_name(pair, names).casefold())


def paired(table: "AgreementTable", row: "AgreementRow", name: str, keys: Sequence[tuple[str, str]]) -> dict[str, Line]:
    """One code, pair by pair."""
    found = {(pair.one, pair.other): pair.alpha for pair in row.agreement.pairs}
    told: dict[str, Line] = {
        "code": [(name, "")],
        "alpha": [(words.number(row.agreement.measures.alpha), "strong")],
    }
    for i, key in enumerate(keys):
        told[f"pair{i}"] = [(words.number(found.get(key)), "")]
    for i, coder in enumerate(table.coder_rows, len(keys)):
        told[f"less{i}"] = [(words.number(row.agreement.without.get(coder)), "dim")]
    return told
