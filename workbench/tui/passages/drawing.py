"""A passage as it stands in the list: where it is, who speaks, who coded it, its words and what is noted on it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.tui.passages.flow import Flow, cut, flow, harmless
from workbench.tui.widgets.text import Line, Piece, clip, fill, joined, width_of

if TYPE_CHECKING:
    from workbench.study import Passage

MARGIN = 3
WIDEST = 110
"""Cells of text beyond which a line is hard to read back from."""
_MOST_LINES = 8


def room_of(width: int) -> int:
    """Cells for the words of a passage."""
    return max(min(width - MARGIN - 1, WIDEST), 20)


def flowing(passage: "Passage", width: int) -> Flow:
    """The words of a passage in its list."""
    return flow(passage.before, passage.text, passage.after, room_of(width))


def height(passage: "Passage", words: Flow) -> int:
    """Lines that a passage takes."""
    return min(len(words.lines), _MOST_LINES) + 2 + len(set(passage.memos))


def drawn(
    passage: "Passage", words: Flow, width: int, here: bool, marked: bool, path: str, groups: dict[str, str]
) -> Sequence[Line]:
    """Its lines; ``path`` is the code whose passages are shown, ``groups`` are the groups' labels."""
    bar: Piece = ("▌" if here else ("│" if marked else " "), "accent")
    lines: list[Line] = [_head(passage, width, marked, path, groups)]
    lines += [[bar, ("  ", ""), *line] for line in cut(words, _MOST_LINES)]
    lines += [
        fill([bar, ("  remark: ", "accent"), (harmless(memo), "dim")], min(width, WIDEST))
        for memo in dict.fromkeys(passage.memos)
    ]
    return [*lines, ()]


def _head(passage: "Passage", width: int, marked: bool, path: str, groups: dict[str, str]) -> Line:
    left: list[Piece] = [
        ("●" if marked else " ", "accent"),
        ("★" if passage.starred else " ", "warning"),
        (" ", ""),
        (harmless(passage.transcript), "accent"),
    ]
    if passage.turn:
        left.append((f" · turn {passage.turn:,}", "dim"))
    if passage.lost:
        left.append(("  lost in a correction", "warning"))
    left += [("  ", ""), (harmless(" ".join(passage.speakers)), "strong")]
    who = joined((labels(passage.groups, groups), ", ".join(passage.coders)))
    also = [name for name in passage.codes if name != path]
    told: list[Piece] = [("  ", ""), (clip(who, max(width - width_of(left) - 4, 0)), "dim")]
    room = width - width_of(left) - width_of(told) - 9
    if also and room > 8:
        told.append((clip("  also " + ", ".join(name.rpartition(" / ")[2] for name in also), room), "dim"))
    return [*left, *told]


def labels(groups: Sequence[str], known: dict[str, str]) -> str:
    """Groups by their labels."""
    return ", ".join(known.get(group) or group for group in dict.fromkeys(groups))
