"""What is at the cursor, as lines for the panel on the right: codings with their details, memos, definitions."""

from collections.abc import Mapping, Sequence

from workbench.study import CodeRow, CodingRow, InformantRow, MemoRow
from workbench.study.memos import Linking, label
from workbench.tui.coding.document import Document, Span, Unit
from workbench.tui.coding.looks import CodeLook
from workbench.tui.coding.painter import MEMO, UNKNOWN
from workbench.tui.widgets.text import Line, clip, joined, wrap

MOST = 12
"""Codings told one by one; more than that nobody reads at a glance."""
_MEMO_LINES = 6
_LINKED_LINES = 3
LINK = "»"
"""Stands before a memo that is about something else and points here."""
_TEXT_LINES = 12


def extent(document: Document, start: int, end: int) -> str:
    """How much a passage is, in the largest unit that says it: ``turn``, ``2 sentences``, ``3 words`` …"""
    first, last = document.containing(Unit.TURN, start), document.containing(Unit.TURN, end - 1)
    if start <= first.start and end >= last.end:
        turns = document.turn_at(end - 1) - document.turn_at(start) + 1
        return "turn" if turns == 1 else f"{turns} turns"
    count = document.sentences_in(start, end)
    if document.snap(Unit.SENTENCE, start, end) == Span(start, end):
        return "sentence" if count == 1 else f"{count} sentences"
    if count <= 1:
        words = document.words_in(start, end)
        return "word" if words == 1 else f"{words} words"
    return f"parts of {count} sentences"


class Here:
    """Writes the lines about passages of ``document``."""

    def __init__(self, document: Document, informants: Sequence[InformantRow]) -> None:
        self._document = document
        self._informants = {informant.id: informant.label for informant in informants}

    def lines(
        self,
        width: int,
        codings: Sequence[CodingRow],
        focused: str,
        codes: Mapping[str, CodeRow],
        looks: Mapping[str, CodeLook],
        coders: Mapping[str, str],
        memos: Sequence[MemoRow],
        linking: Sequence[Linking] = (),
    ) -> list[Line]:
        """Everything at the cursor, for ``width`` cells; ``focused`` is the id of the coding singled out, or ''."""
        lines: list[Line] = []
        for row in codings[:MOST]:
            lines += self._coding(row, row.id == focused, codes, looks, coders, width)
        if len(codings) > MOST:
            lines.append([(f" and {len(codings) - MOST} more", "dim")])
        if not codings:
            lines.append([(" no code here yet", "dim")])
        for memo in memos:
            lines += _memo(MEMO, memo, width, _MEMO_LINES)
        for one in {one.memo.id: one for one in linking}.values():
            lines += _memo(LINK, one.memo, width, _LINKED_LINES)
        meant = next((row for row in codings if row.id == focused), codings[0] if len(codings) == 1 else None)
        if meant is not None and (code := codes.get(meant.code)) is not None:
            lines += definition(code, width)
        return lines

    def _coding(
        self,
        row: CodingRow,
        focused: bool,
        codes: Mapping[str, CodeRow],
        looks: Mapping[str, CodeLook],
        coders: Mapping[str, str],
        width: int,
    ) -> list[Line]:
        look, code = looks.get(row.code, UNKNOWN), codes.get(row.code)
        name = code.name if code else "(code deleted)"
        lines: list[Line] = [
            [
                ("▸" if focused else " ", "accent"),
                (look.glyph, look.ink),
                (f"{look.label} ", look.ink),
                (clip(name, width - 6), "strong"),
            ]
        ]
        facets = joined((f"{facet}: {', '.join(values)}" for facet, values in row.facets.items()), "; ")
        told = [joined((coders.get(row.coder, "?"), extent(self._document, row.start, row.end))), facets]
        if row.voices is not None:
            told.append("voice: " + (", ".join(self._informants.get(v, "?") for v in row.voices) or "nobody"))
        lines += [[(f"     {part}", "dim")] for text in told if text for part in wrap(text, width - 6, 2)]
        lines += [[(f"     {part}", "")] for part in wrap(row.memo, width - 6, _MEMO_LINES) if row.memo]
        return lines


def _memo(mark: str, memo: MemoRow, width: int, most: int) -> list[Line]:
    """A memo on the passage, or one that points to it."""
    kind = "memo" if memo.kind in ("", "note") else clip(label(memo.kind), 20)
    who = clip(joined((memo.coder, memo.day)), width - len(kind) - 7)
    told: Line = [(f" {mark} {kind}", "warning"), (f" · {who}", "dim")]
    return [[], told, *([(f"   {part}", "")] for part in wrap(memo.text, width - 4, most))]


def definition(code: CodeRow, width: int) -> list[Line]:
    """Where a code stands, what it means, and what it does not."""
    above = code.path.rpartition(" / ")[0]
    lines: list[Line] = [[], [(f" in {clip(above, width - 5)}", "dim")]] if above else []
    for title, text in (
        ("Definition", code.definition),
        ("Include", code.include),
        ("Exclude", code.exclude),
        ("Example", code.example),
    ):
        if text:
            lines += [[], [(f" {title}", "accent")]]
            lines += [[(f" {part}", "")] for part in wrap(text, width - 2, _TEXT_LINES)]
    return lines if code.definition else [*lines, [], [(" not defined yet", "dim")]]
