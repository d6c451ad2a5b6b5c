"""A new text of a transcript: its turns, sentences and times, its speakers, and the changes that record it."""

import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from workbench import transcripts as room
from workbench.errors import InputError, StudyError
from workbench.sanitise import line, unstorable
from workbench.store import Op, blob_id, put
from workbench.study.base import Base, parsed_list
from workbench.study.corrections.versions import Current
from workbench.transcripts import languages
from workbench.transcripts.decode import MAX_CHARACTERS
from workbench.transcripts.moves import Moves
from workbench.transcripts.moves import written as told_moves
from workbench.transcripts.turns import Turn, is_unattributed

CORRECTION = "correction"
Seconds = Sequence[tuple[int, int | None] | None]
"""When each turn begins and ends, in milliseconds; None where that is not known."""
Names = Mapping[str, str]
Texts = list[tuple[bytes, str]]


def settled(text: str) -> str:
    """``text`` as it would be stored after an import; raises ``InputError`` for what cannot be."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise InputError("there is no text", "A transcript cannot be corrected to nothing.")
    if len(text) > MAX_CHARACTERS:
        raise InputError(f"the text has more than {MAX_CHARACTERS:,} characters", "Divide it.")
    if why := unstorable(text):
        raise InputError(f"the text cannot be stored: {why}", "Take out what cannot be kept.")
    return text


def written(base: Base, verb: str, decide: Callable[[], Sequence[Op]], texts: Texts) -> None:
    """Record what ``decide`` finds once nobody else can write, with its author if the study does not know them yet."""
    ents: set[str] = set()

    def ops() -> Sequence[Op]:
        found = decide()
        ents.update(op.ent for op in found)
        known = base.store.read("SELECT 1 FROM coder WHERE id = ? AND alive = 1", (base.coder,))
        first = [] if known or not found else [put("coder", base.coder, name=base.coder_name)]
        return [*first, *found]

    base.store.write(verb, ops, texts=texts)
    for listener in base.after:
        listener(ents)


class Making:
    """Makes one text out of another; ``renamed``: what labels of the old text are called in the new one."""

    def __init__(
        self, base: Base, parent: Current, why: str, *, renamed: Names | None = None, private: bool = False
    ) -> None:
        self._base = base
        self._parent = parent
        self._why = why
        self._renamed = dict(renamed or {})
        self._private = private

    def made(
        self,
        text: str,
        moves: Mapping[str, Moves],
        *,
        turns: Sequence[Turn] | None = None,
        times: Seconds | None = None,
    ) -> tuple[str, list[Op], Texts]:
        """The row of the new text, what records it and points the transcript to it, and the text itself.

        ``moves``: how to come to it from its parents (rows), the first of which is the text that is read.
        """
        base, parent = self._base, self._parent
        row = parent.row_of(base, text)
        point = put("transcript", parent.transcript, current=row)
        if self._known(row):
            return row, [point], []
        spoken = tuple(turns) if turns is not None else self._turns(text)
        if times is None:
            times = carried_times(parent, spoken, moves[parent.revision])
        salt = secrets.token_bytes(16) if self._private else b""
        fields: dict[str, Any] = {
            "transcript": parent.transcript,
            "text": blob_id(salt, text),
            "sha256": sha256(text.encode()).hexdigest(),
            "characters": len(text),
            "parents": _json(list(moves)),
            "moves": told_moves(dict(moves)),
            "turns": _json([list(turn) for turn in spoken]),
            "sentences": _json(list(room.sentences(text, spoken, base.settings.language))),
            "segmenter": room.SEGMENTER,
            "why": self._why,
        }
        if any(times):
            fields["times"] = _json([list(time) if time else None for time in times])
        if self._private:
            fields["private"] = 1
        return row, [put("revision", row, **fields), point, *self._speakers(spoken)], [(salt, text)]

    def _known(self, row: str) -> bool:
        """Whether the study has that text already. Raises ``StudyError`` where it was erased."""
        rows = self._base.store.read(
            "SELECT r.alive, b.id IS NOT NULL AND b.data IS NULL, b.data IS NULL FROM revision r "
            "LEFT JOIN blob b ON b.id = r.text WHERE r.id = ?",
            (row,),
        )
        if rows and rows[0][1]:
            raise StudyError(
                f"{line(self._parent.name, 60)} had that very text before, and it was erased for ever",
                "Somebody has withdrawn, or it was purged: correct the text that is left.",
            )
        return bool(rows) and bool(rows[0][0]) and not rows[0][2]

    def _turns(self, text: str) -> tuple[Turn, ...]:
        """The turns of the new text: what was a label in the old one is one in the new."""
        known = {self._renamed.get(turn.label, turn.label) for turn in self._parent.turns}
        return room.turns(text, {label for label in known if label})

    def _speakers(self, turns: Iterable[Turn]) -> list[Op]:
        """What makes those known who speak in the new text and did not in the old; nobody is taken out."""
        base, parent = self._base, self._parent
        rows = {label: row for row, label in self._informants()}
        ops = [
            put("informant", rows[old], label=new)
            for old, new in self._renamed.items()
            if old in rows and new not in rows
        ]
        interviewer = [self._renamed.get(label, label) for label in parent.interviewer]
        heard = {self._renamed.get(turn.label, turn.label) for turn in parent.turns}
        heard |= borne(
            base, parent.transcript
        ).keys()  # whoever is called otherwise now, or has left, stays who they are
        for label in dict.fromkeys(turn.label for turn in turns):
            if label in heard or label in rows or label in interviewer or is_unattributed(label):
                continue
            if not interviewer and label.casefold() in languages.speech().interviewer:
                interviewer.append(label)
                continue
            # As an import would: without a written id a person is transcript + label.
            person = base.derive("person", parent.name, label)
            ops.append(put("person", person))
            ops.append(
                put(
                    "informant",
                    base.derive("informant", parent.transcript, label),
                    transcript=parent.transcript,
                    label=label,
                    person=person,
                )
            )
        if tuple(interviewer) != parent.interviewer:
            ops.append(put("transcript", parent.transcript, interviewer=json.dumps(interviewer, ensure_ascii=False)))
        return ops

    def _informants(self) -> list[tuple[str, str]]:
        rows = self._base.store.read(
            "SELECT id, label FROM informant WHERE transcript = ? AND alive = 1 ORDER BY id", (self._parent.transcript,)
        )
        return [(row, label or "") for row, label in rows]


def borne(base: Base, transcript: str) -> dict[str, set[str]]:
    """Every label that an informant of a transcript (a row) has, or ever had: by it, the rows of those who had it."""
    found: dict[str, set[str]] = {}
    for row, label in base.store.read(
        "SELECT i.id, json_extract(c.body, '$.label') AS label FROM informant i JOIN change c ON c.row = i.id "
        "AND c.ent = 'informant' AND c.op = 'put' WHERE i.transcript = ? AND typeof(label) = 'text' AND label > ''",
        (transcript,),
    ):
        found.setdefault(label, set()).add(row)
    return found


def carried_times(parent: Current, turns: Sequence[Turn], moves: Moves) -> list[tuple[int, int | None] | None]:
    """When the turns of a new text were spoken, by where those of the old one went; None where that is not known.

    A turn has the time of the first that went into it, and ends when the last of them does; of one that was divided
    only the first part has a time, and no end.
    """
    known = parsed_list(parent.times, lambda time: True)
    found: list[tuple[int, int | None] | None] = [None] * len(turns)
    if len(known) != len(parent.turns) or not any(map(_is_time, known)):
        return found
    starts = {turn.start: number for number, turn in enumerate(turns)}
    ordered = sorted(starts)
    for turn, time in zip(parent.turns, known, strict=True):
        place = moves.carry(turn.start, turn.end) if turn.start < turn.end else None
        number = _holding(ordered, starts, place.start) if place else -1
        if place is None or number < 0 or not _is_time(time) or place.start >= turns[number].end:
            continue
        whole = place.end <= turns[number].end
        end = time[1] if whole else None
        before = found[number]
        found[number] = (before[0], end) if before else (time[0], end)
    return found


def _holding(ordered: Sequence[int], starts: Mapping[int, int], position: int) -> int:
    from bisect import bisect_right

    at = bisect_right(ordered, position)
    return starts[ordered[at - 1]] if at else -1


def _is_time(given: Any) -> bool:
    return (
        isinstance(given, list)
        and len(given) == 2
        and type(given[0]) is int
        and (given[1] is None or type(given[1]) is int)
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
