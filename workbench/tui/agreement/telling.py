"""How an episode is told: what kind it is and whose, how it was settled, who has what, which keys settle it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from workbench.agreement.values import AGREED, BOUNDARY, MISSED, OTHER_CODE, SPLIT, Range
from workbench.tui.widgets.text import Line, Piece, clip, fill, joined, width_of, wrap

if TYPE_CHECKING:
    from workbench.study.agreement import EpisodeRow, Settlement

UNION, INTERSECTION, OWN = "union", "intersection", "own"
DISCUSSED, ADJUDICATED = "discussed", "adjudicated"
_CHOICES = {UNION: "union", INTERSECTION: "what all have"}


class Manner:
    """How one settles, kept from one episode to the next."""

    def __init__(self) -> None:
        self.how = DISCUSSED
        self.reason = ""


def unsettled(row: "EpisodeRow") -> bool:
    """Whether coders differ there and nobody has said what holds, or two have said different things."""
    if row.episode.kind == AGREED:
        return False
    return row.settled is None or row.settled.stale or bool(row.settled.others)


def taken_back(before: "Sequence[EpisodeRow]", after: "Sequence[EpisodeRow]", coder: str, just: Collection[str]) -> str:
    """The episode that ``coder`` (a row) had settled otherwise before, but for those ``just`` settled; '' for none."""
    was = {row.item: row.settled for row in before if row.item not in just}
    moved = [row for row in after if row.item in was and was[row.item] != row.settled]
    mine = [row for row in moved if all(one is None or one.coder == coder for one in (was[row.item], row.settled))]
    again = [row.item for row in mine if row.settled is not None]
    return next((row.item for row in mine if row.settled is None), again[-1] if again else "")


def coder_order(rows: "Iterable[EpisodeRow]", names: Mapping[str, str]) -> dict[str, str]:
    """The coders of all episodes, row → name, by name: who has which digit does not change from one to the next."""
    rows_of = {coder for row in rows for coder, _ in row.episode.ranges}
    return {coder: names.get(coder, coder) for coder in sorted(rows_of, key=lambda c: (names.get(c, c).casefold(), c))}


def kind(row: "EpisodeRow", coders: Mapping[str, str], codes: Mapping[str, str]) -> str:
    """What kind of difference it is, and who: ``missed by bo``, ``bo: Netværk``."""
    episode = row.episode
    without = [coders.get(coder, coder) for coder, ranges in episode.ranges if not ranges]
    if episode.kind == OTHER_CODE and episode.instead:
        told = [f"{coders.get(coder, coder)}: {codes.get(code, 'another code')}" for coder, code in episode.instead]
        return ", ".join(told)
    if episode.kind == MISSED:
        have = [coders.get(coder, coder) for coder, ranges in episode.ranges if ranges]
        if len(without) > len(have) == 1:
            return f"only {have[0]}"
        return f"missed by {', '.join(without)}"
    return {BOUNDARY: "boundary", SPLIT: "split-merge", AGREED: "alike"}.get(episode.kind, episode.kind)


def mark(row: "EpisodeRow", coders: Mapping[str, str], names: Mapping[str, str], most: int = 99) -> Piece:
    """Whether it is settled and how, in ``most`` cells if it can be; ``names`` of everybody, for who settled."""
    settled = row.settled
    if settled is None or settled.stale:
        before = row.before or settled
        if before is not None:
            return f"stale: {outcome(before, coders)}", "warning"
        return ("changed since done", "dim") if row.changed else ("", "")
    if settled.others:
        sides = [settled.coder, *(coder for coder, _ in settled.others)]
        return f"! in conflict: {', '.join(names.get(side, side) for side in sides)}", "warning"
    short = outcome(settled, coders)
    told = joined((short, settled.how, settled.reason), ", ")
    return f"✓ {told if cell_len(told) + 2 <= most else short}", "success"


def outcome(settled: "Settlement", coders: Mapping[str, str]) -> str:
    """What was settled on: ``union``, ``as ann``, ``nobody``."""
    if settled.choice == OWN:
        return "own passage" if settled.ranges else "nobody"
    return _CHOICES.get(settled.choice) or f"as {coders.get(settled.choice, settled.choice)}"


def legend(row: "EpisodeRow | None", coders: Mapping[str, str], manner: Manner, width: int) -> Line:
    """The keys that settle, with how and why; what does not fit goes, the plainest first."""
    if row is None:
        return ()
    here = {coder for coder, _ in row.episode.ranges}
    most = 24 if width > 120 else 8
    keys = [(str(i), clip(name, most)) for i, (coder, name) in enumerate(coders.items(), 1) if coder in here and i <= 9]
    keys += [("+", "union"), ("-", "common"), ("0", "nobody"), ("o", "own")]
    settled = row.settled if row.settled is not None and not unsettled(row) else None
    how, reason = (settled.how, settled.reason) if settled else (manner.how, manner.reason)
    tail = [("h", how), ("r", reason or "reason")]
    while tail and _room(keys) + _room(tail) > width + 2:
        tail.pop()
    gap: list[Piece] = [(" " * max(width + 2 - _room(keys) - _room(tail), 0), "")]
    return fill([*_pressed(keys, ""), *gap, *_pressed(tail, "dim")], width)


def _room(keys: Sequence[tuple[str, str]]) -> int:
    return sum(cell_len(key) + cell_len(label) + 3 for key, label in keys)


def _pressed(keys: Sequence[tuple[str, str]], look: str) -> list[Piece]:
    return [piece for key, label in keys for piece in ((f"{key} ", "accent"), (label, look), ("  ", ""))]


def who_has_what(
    row: "EpisodeRow", coders: Mapping[str, str], codes: Mapping[str, str], text: str, width: int, deep: int = 1
) -> list[Line]:
    """A line a coder, or ``deep`` at most: digit, name, the words they have; ``text`` is the transcript's."""
    longest = max((len(name) for name in coders.values()), default=0)
    instead: dict[str, list[str]] = {}
    for coder, code in row.episode.instead:
        instead.setdefault(coder, []).append(codes.get(code, "another code"))
    lines: list[Line] = []
    digits = {coder: i for i, coder in enumerate(coders, 1)}
    for coder, ranges in sorted(row.episode.ranges, key=lambda pair: digits.get(pair[0], 99)):
        number = digits.get(coder, 0)
        head: list[Piece] = [
            (f"{number} " if 0 < number <= 9 else "  ", "accent"),
            (clip(coders.get(coder, coder), 16).ljust(min(longest, 16) + 2), "strong"),
        ]
        left = width_of(head)
        room = max(width - left, 4)
        if not ranges:
            head.append((joined(("–", *(f"has {name} there" for name in instead.get(coder, ()))), " "), "dim"))
            lines.append(fill(head, width))
            continue
        first, *rest = wrap(_words(text, ranges, room * deep - 8 * (deep - 1)), room, deep)
        lines.append(fill([*head, (first, "")], width))
        lines += [fill([(" " * left, ""), (more, "")], width) for more in rest]
    return lines


def _words(text: str, ranges: Sequence[Range], room: int) -> str:
    """The words of the ranges on one line, beginning and end both seen where there is no room for all."""
    told = " … ".join(" ".join(text[start:end].split()) for start, end in ranges[:20])
    if len(told) > room > 12:
        half = room // 2 - 2
        told = f"{told[: room - half - 3].rstrip()} … {told[-half:].lstrip()}"
    return told
