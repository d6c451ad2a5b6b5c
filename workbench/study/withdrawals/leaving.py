"""Taking the turns of some speakers out of a study's texts: new texts, and what is anchored in them carried over.

Everything here follows from what every replica has, so two of them that do it make the same changes: a new text has the
identifier that whoever imports it would derive, and where passages go is told by the borders of the turns alone.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from workbench.store import Op, blob_id, delete, put
from workbench.study.base import Base, parsed_list
from workbench.study.transcripts import is_turn
from workbench.study.words import BEARERS, FIELDS, Text, reference
from workbench.transcripts import Turn, cuts

Labels = Mapping[str, frozenset[str]]
"""Transcript row → the labels under which those who leave speak there."""


class Version(NamedTuple):
    """One text of a transcript, alive or not; ``words`` None where they are not here, ``erased`` if for ever."""

    id: str
    transcript: str
    text: str
    words: str | None
    salt: bytes
    characters: int
    turns: tuple[Turn, ...]
    sentences: tuple[int, ...]
    segmenter: str | None
    private: int | None
    alive: bool
    current: bool
    erased: bool = False
    times: tuple[Any, ...] = ()
    """One a turn, as the column holds them; () where none is known."""


class Fate(NamedTuple):
    """What becomes of something anchored on a passage; ``span`` None: nothing of the passage is left."""

    row: str
    ent: str
    span: tuple[str, int, int] | None
    shortened: bool


@dataclass
class Plan:
    """What has to be written, and what it means."""

    ops: list[Op] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    erased: set[str] = field(default_factory=set)
    """Texts that are to be emptied for ever."""
    fates: list[Fate] = field(default_factory=list)
    leaving: list[tuple[Version, Turn]] = field(default_factory=list)
    """The turns that leave, once for every text here that holds them."""
    left: dict[str, tuple[str, tuple[Turn, ...]]] = field(default_factory=dict)
    """Transcript row → what its current text becomes."""
    concerned: bool = False
    """Whether any text, here or elsewhere, still holds a turn of theirs."""
    waiting: int = 0
    """Texts that cannot be made without their speakers yet, for they have not come."""


def plan(base: Base, labels: Labels) -> Plan:
    """What takes the turns of ``labels`` out of every text, and carries over what stands in those texts."""
    made = Plan()
    for transcript in sorted(labels):
        versions = _versions(base, transcript)
        affected = [v for v in versions if any(turn.label in labels[transcript] for turn in v.turns)]
        if affected:
            _Transcript(base, made, transcript, versions, labels[transcript]).leave(affected)
    if made.erased:
        made.erased -= base.store.texts().erased
    return made


def _versions(base: Base, transcript: str) -> list[Version]:
    rows = base.store.read(
        "SELECT r.id, r.transcript, r.text, b.data, b.salt, r.characters, r.turns, r.sentences, r.segmenter, "
        "r.private, r.alive, t.current IS r.id, b.id IS NOT NULL AND b.data IS NULL, r.times "
        "FROM revision r JOIN transcript t ON t.id = r.transcript "
        "LEFT JOIN blob b ON b.id = r.text WHERE r.transcript = ? ORDER BY r.id",
        (transcript,),
    )
    return [_version(row) for row in rows]


def unlabelled(base: Base, transcript: str) -> bool:
    """Whether no text of the transcript has a single label, so that it is one piece of writing."""
    labels = {turn.label for version in _versions(base, transcript) for turn in version.turns}
    return labels == {""}


def _version(row: tuple[Any, ...]) -> Version:
    revision, transcript, text, words, salt, characters, turns, sentences, segmenter, private, alive, *last = row
    current, gone, times = last
    length = len(words) if words is not None else characters or 0
    return Version(
        revision,
        transcript,
        text or "",
        words,
        salt or b"",
        length,
        tuple(Turn(*t) for t in parsed_list(turns, lambda t: is_turn(t, length))),
        tuple(sorted(parsed_list(sentences, lambda s: type(s) is int and 0 <= s < length))),
        segmenter,
        private,
        bool(alive),
        bool(current),
        bool(gone),
        tuple(parsed_list(times, lambda _: True)),
    )


class _Transcript:
    """One transcript whose speakers leave."""

    def __init__(
        self, base: Base, made: Plan, transcript: str, versions: Sequence[Version], labels: frozenset[str]
    ) -> None:
        self._base = base
        self._plan = made
        self._transcript = transcript
        self._labels = labels
        self._versions = list(versions)
        self._new: dict[str, str] = {}  # row of a text made here → its words

    def leave(self, affected: Sequence[Version]) -> None:
        """Make what is left of every text, point the transcript to it, and carry over what stands in the old ones."""
        targets = {version.id: self._target(version) for version in affected}
        for version in affected:
            target = targets[version.id]
            self._plan.concerned |= version.alive and not version.erased
            if version.words is not None:
                self._plan.leaving += [(version, turn) for turn in version.turns if turn.label in self._labels]
                self._plan.erased.add(version.text)
            elif version.private and not version.erased and self._like(version):
                self._plan.erased.add(version.text)  # where it is kept at home, what is left of it has been made
            if not version.alive:
                continue
            if target is None:
                self._plan.waiting += not version.private
                continue
            if version.current:
                self._point_to(*target)
            self._carry(version, *target)

    def _cut(self, version: Version) -> tuple[cuts.Cuts, tuple[Turn, ...], int]:
        where = cuts.spans(version.turns, version.characters, self._labels)
        gone = sum(end - start for start, end in where)
        return where, cuts.kept(version.turns, where, self._labels), version.characters - gone

    def _target(self, version: Version) -> tuple[str, str] | None:
        """The text (row, words) that ``version`` becomes; None where nobody has made it and it is not here."""
        if version.words is None:
            return next(((other.id, other.words) for other in self._like(version) if other.words is not None), None)
        where, turns, _ = self._cut(version)
        words = cuts.taken_out(version.words, where)
        digest = sha256(words.encode()).hexdigest()
        row = self._base.derive("revision", self._transcript, digest)
        known = next((v for v in self._versions if v.id == row and v.alive), None)
        if not version.alive or row in self._new:
            return row, words
        if known is None:
            self._new[row] = words
            self._make(row, version, words, digest, where, turns)
        return row, words

    def _like(self, version: Version) -> list[Version]:
        """The texts that may be what is left of ``version``, told by their turns."""
        _, turns, characters = self._cut(version)
        return [v for v in self._versions if v.alive and (v.turns, v.characters) == (turns, characters)]

    def _make(
        self, row: str, version: Version, words: str, digest: str, where: cuts.Cuts, turns: Sequence[Turn]
    ) -> None:
        """Record a new text; its borders are carried over, not drawn anew."""
        sentences = cuts.Ruler(where).points(version.sentences)
        more: dict[str, Any] = {"private": version.private} if version.private else {}
        if len(version.times) == len(version.turns):
            timed = sorted(zip(version.turns, version.times, strict=True), key=lambda pair: pair[0])
            staying = [time for turn, time in timed if turn.label not in self._labels]
            more |= {"times": _json(staying)} if any(staying) else {}
        self._plan.texts.append((version.salt, words))
        op = put(
            "revision",
            row,
            transcript=self._transcript,
            text=blob_id(version.salt, words),
            sha256=digest,
            characters=len(words),
            parents=_json([version.id]),
            turns=_json([list(turn) for turn in turns]),
            sentences=_json(list(sentences)),
            segmenter=version.segmenter,
            cuts=_json([list(cut) for cut in where]),
            **more,
        )
        self._plan.ops.append(op)
        self._versions.append(
            Version(
                row,
                self._transcript,
                op.body["text"],
                words,
                version.salt,
                len(words),
                tuple(turns),
                sentences,
                version.segmenter,
                version.private,
                True,
                False,
            )
        )

    def _point_to(self, row: str, words: str) -> None:
        self._plan.ops.append(put("transcript", self._transcript, current=row))
        if not words.strip():
            self._plan.ops.append(delete("transcript", self._transcript))
        turns = next(version.turns for version in self._versions if version.id == row)
        self._plan.left[self._transcript] = words, turns

    def _carry(self, version: Version, target: str, words: str) -> None:
        ruler = cuts.Ruler(self._cut(version)[0])
        for ent in ("coding", "memo", "link", "pick"):
            rows = self._base.store.read(
                f"SELECT id, start, end, alive FROM {ent} WHERE revision = ? AND start >= 0 AND start < end "
                "AND end <= ? ORDER BY start, id",
                (version.id, version.characters),
            )
            for row, start, end, alive in rows:
                span = ruler.carry(start, end)
                if span is None or not words[span[0] : span[1]].strip():
                    self._plan.erased |= versions_of(self._base, row)
                    if alive:
                        self._plan.fates.append(Fate(row, ent, None, False))
                        self._plan.ops.append(delete(ent, row))
                    continue
                if not alive:
                    continue
                touched = ruler.touches(start, end)
                more: dict[str, Any] = {}
                if ent == "pick" and touched:
                    # How it was to be read was made of all of the passage: also of what is gone from it.
                    self._plan.erased |= versions_of(self._base, row)
                    more = {"shown": None}
                self._plan.fates.append(Fate(row, ent, (target, *span), touched))
                self._plan.ops.append(put(ent, row, span=[target, *span], **more))


_REFERRING = frozenset(field for fields in FIELDS.values() for field in fields)


def versions_of(base: Base, row: str) -> set[str]:
    """The texts that lie out of line and that a row has ever named: a memo, coding, code, reason, version or pick."""
    found: set[str] = set()
    for (body,) in base.store.read(
        f"SELECT body FROM change WHERE row = ? AND ent IN {BEARERS} AND op = 'put'", (row,)
    ):
        for field_, value in json.loads(body).items():
            if field_ == "text" and isinstance(value, list) and len(value) == 2 and isinstance(value[1], str):
                found.add(value[1])
            elif field_ in _REFERRING and reference(value):
                found.add(reference(value))
    return found


def erasures(base: Base, texts: Iterable[str], withdrawal: str) -> list[Op]:
    """What empties ``texts`` for the sake of a withdrawal, as far as that has not been recorded."""
    wanted = {base.derive("erasure", withdrawal, text): text for text in sorted(texts) if text}
    known = {row for (row,) in base.store.read("SELECT id FROM erasure")}
    return [put("erasure", row, text=text, withdrawal=withdrawal) for row, text in wanted.items() if row not in known]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
