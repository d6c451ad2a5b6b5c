"""Joining: one text made of those that several people have made of the same one, not knowing of each other.

Every side is told by what it changed in the text they all began with. What they changed apart from each other is all
kept, and what they changed alike once; where they changed the same words differently, a person decides.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from workbench.errors import InputError, NotFoundError, StudyError
from workbench.sanitise import line
from workbench.store import Item, Op
from workbench.store.items import DISPUTE
from workbench.study.base import Base, parsed_list
from workbench.study.corrections.versions import Current, at_home, changes, current, version
from workbench.transcripts.moves import Moves, edited

MINE, THEIRS = "mine", "theirs"


class Joined(NamedTuple):
    """What the sides become: the text, how to come to it from each side (a row), what else has to be written."""

    now: Current
    text: str
    moves: dict[str, Moves]
    private: bool
    ops: list[Op]


class _Edit(NamedTuple):
    """``side`` (a number) has replaced [start, end) of the text they all began with."""

    start: int
    end: int
    words: str
    side: int


def disputed(base: Base) -> list[str]:
    """The names of the transcripts whose text is disputed."""
    rows = {item.row for item in _items(base)}
    names = base.store.read("SELECT id, name FROM transcript WHERE alive = 1 ORDER BY name, id")
    return [name or "" for row, name in names if row in rows]


def _items(base: Base) -> list[Item]:
    """What the inbox has of that: also where a settlement was taken back."""
    found = base.store.inbox()
    return [item for item in found if (item.kind, item.ent, item.field) == (DISPUTE, "transcript", "current")]


def joined(base: Base, transcript: str, prefer: str = "") -> Joined:
    """What joining would make; nothing is written."""
    if prefer not in ("", MINE, THEIRS):
        raise InputError(f"{line(prefer, 30)} is no side", f"Say {MINE} or {THEIRS}.")
    now = current(base, transcript)
    sides, mine = _sides(base, now)
    begun = _begun(base, [side.revision for side in sides])
    edits = [
        _Edit(*change.old, change.after, number)
        for number, side in enumerate(sides)
        for change in changes(begun.text, side.text)
    ]
    merged = _merged(edits)
    both = sum(_clash(group) for group in merged)
    if both and not prefer:
        raise StudyError(
            f"in {both} {'place' if both == 1 else 'places'} of {line(transcript, 60)} the same words were changed",
            f"Say whose words stand there: --prefer {MINE} or --prefer {THEIRS}. Everything else is kept from both.",
        )
    order = _order(len(sides), mine, prefer)
    chosen = [_words(begun.text, group, _chosen(group, order)) for group in merged]
    text, _ = edited(begun.text, [(*_range(group), words) for group, words in zip(merged, chosen, strict=True)])
    moves = {side.revision: _moves(side, begun, merged, chosen, number) for number, side in enumerate(sides)}
    return Joined(now, text, moves, any(side.private for side in sides), _kept_home(base, now, sides, begun, text))


def onto(now: Current, begun: str, text: str) -> str:
    """What somebody changed in ``begun`` to make ``text``, done in the text that is read now."""
    edits = [
        _Edit(*change.old, change.after, side)
        for side, words in enumerate((now.text, text))
        for change in changes(begun, words)
    ]
    merged = _merged(edits)
    if both := sum(_clash(group) for group in merged):
        raise StudyError(
            f"the text of {line(now.name, 60)} was changed meanwhile, in {both} places in the same words",
            "Look at what it is now, and correct that.",
        )
    return edited(begun, [(*_range(group), _words(begun, group, group[0].side)) for group in merged])[0]


def _sides(base: Base, now: Current) -> tuple[list[Current], int]:
    """The texts that are disputed, the one that is read first; and the number of the one whoever is at work made."""
    actors = {now.revision: ""}
    for said in (said for item in _items(base) if item.row == now.transcript for said in reversed(item.said)):
        if isinstance(said.value, str):
            actors[said.value] = said.actor
    if len(actors) < 2:
        raise StudyError(f"nobody disputes the text of {line(now.name, 60)}", "There is nothing to join.")
    sides = [version(base, revision) for revision in actors]
    if any(side.transcript != now.transcript for side in sides):
        raise StudyError(f"the texts of {line(now.name, 60)} belong to several transcripts")
    own = [number for number, actor in enumerate(actors.values()) if actor == base.coder]
    return sides, own[0] if len(own) == 1 else 0


def _begun(base: Base, revisions: Sequence[str]) -> Current:
    """The nearest text that all of them were made from."""
    lines = [_ancestors(base, revision) for revision in revisions]
    common = [row for row in lines[0] if all(row in other for other in lines)]
    if not common:
        raise StudyError(
            "these texts were not made from a common one", "Settle it in the inbox: one of them stays, or the other."
        )
    nearest = min(common, key=lambda row: (sum(line_[row] for line_ in lines), row))
    try:
        return version(base, nearest)
    except NotFoundError:
        raise StudyError(
            "the text they were both made from is not here", "Settle it in the inbox: one of them stays, or the other."
        ) from None


def _ancestors(base: Base, revision: str) -> dict[str, int]:
    """A text and what it was made from, with how many steps lie between."""
    found = {revision: 0}
    ahead = [revision]
    for row in ahead:
        rows = base.store.read("SELECT parents FROM revision WHERE id = ?", (row,))
        for parent in parsed_list(rows[0][0] if rows else None, lambda name: isinstance(name, str)):
            if parent not in found:
                found[parent] = found[row] + 1
                ahead.append(parent)
    return found


def _merged(edits: Sequence[_Edit]) -> list[list[_Edit]]:
    """The edits of all sides, those together that touch one another."""
    groups: list[list[_Edit]] = []
    end = -1
    for edit in sorted(edits):
        if groups and edit.start <= end:
            groups[-1].append(edit)
        else:
            groups.append([edit])
            end = edit.end
        end = max(end, edit.end)
    return groups


def _clash(group: Sequence[_Edit]) -> bool:
    """Whether several have changed the same words, and not alike."""
    by_side = _by_side(group)
    return len(by_side) > 1 and len({tuple(edit[:3] for edit in edits) for edits in by_side.values()}) > 1


def _by_side(group: Sequence[_Edit]) -> Mapping[int, list[_Edit]]:
    found: dict[int, list[_Edit]] = {}
    for edit in group:
        found.setdefault(edit.side, []).append(edit)
    return found


def _order(sides: int, mine: int, prefer: str) -> list[int]:
    """Whose words come first where they clash."""
    others = [side for side in range(sides) if side != mine]
    return [*others, mine] if prefer == THEIRS else [mine, *others]


def _chosen(group: Sequence[_Edit], order: Sequence[int]) -> int:
    """The side whose words stand there."""
    return next(side for side in order if any(edit.side == side for edit in group))


def _range(group: Sequence[_Edit]) -> tuple[int, int]:
    return group[0].start, max(edit.end for edit in group)


def _words(begun: str, group: Sequence[_Edit], side: int) -> str:
    """What a side has where the group is."""
    start, end = _range(group)
    edits = [(e.start - start, e.end - start, e.words) for e in group if e.side == side]
    return edited(begun[start:end], edits)[0]


def _moves(
    side: Current, begun: Current, groups: Sequence[Sequence[_Edit]], chosen: Sequence[str], number: int
) -> Moves:
    """How to come from a side to the joined text."""
    edits, shift = [], 0
    for group, words in zip(groups, chosen, strict=True):
        own = _words(begun.text, group, number)
        start, end = _range(group)
        if own != words:
            edits.append((start + shift, start + shift + len(own), words))
        shift += len(own) - (end - start)
    return edited(side.text, edits)[1]


def _kept_home(base: Base, now: Current, sides: Sequence[Current], begun: Current, text: str) -> list[Op]:
    """Where one side took out what may identify somebody, the texts of the others stay at home from now on."""
    known = _ancestors(base, begun.revision)
    made = {row for side in sides for row in _ancestors(base, side.revision)} - known.keys()
    rows = base.store.read("SELECT id FROM revision WHERE transcript = ? AND why = 'anonymised'", (now.transcript,))
    anonymised = any(row in made for (row,) in rows)
    return at_home(base, now.transcript, besides=now.row_of(base, text)) if anonymised else []
