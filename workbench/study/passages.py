"""A code's passages: everything that bears it, in one list, and what is done to many of them at once."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from workbench.errors import InputError, NotFoundError
from workbench.sanitise import line
from workbench.store import Op, delete, put
from workbench.study import passagerows as rows
from workbench.study.base import Base, not_found
from workbench.study.codes import Codes
from workbench.study.passagerows import Passage, Span
from workbench.study.transcripts import Transcripts
from workbench.transcripts.wider import UNITS, Units

__all__ = ["Filters", "Passage", "Passages", "Span"]


class Filters(NamedTuple):
    """By what passages can be narrowed: names of coders and transcripts, (id, label) of groups, attributes' values."""

    coders: tuple[str, ...]
    groups: tuple[tuple[str, str], ...]
    attributes: Mapping[str, tuple[str, ...]]
    transcripts: tuple[str, ...]


class _Wanted(NamedTuple):
    """What passages are wanted: rows and ids, none for all."""

    coders: frozenset[str]
    groups: frozenset[str]
    attributes: Mapping[str, str]
    transcripts: frozenset[str]
    starred: bool
    interviewer: bool


class Passages:
    """``study.passages``."""

    def __init__(self, base: Base, codes: Codes, transcripts: Transcripts) -> None:
        self._base = base
        self._codes = codes
        self._transcripts = transcripts
        self._texts = rows.Texts(base, transcripts)

    # --- reading

    def of(
        self,
        code: str,
        *,
        coders: Collection[str] = (),
        groups: Collection[str] = (),
        attributes: Mapping[str, str] | None = None,
        transcripts: Collection[str] = (),
        subtree: bool = False,
        starred: bool = False,
        interviewer: bool = True,
    ) -> list[Passage]:
        """The passages that bear a code (a row), by transcript and place; each with the codings of everybody on it.

        ``coders`` and ``transcripts`` are names, ``groups`` ids of study.toml, ``attributes`` what the informants are
        like whose voice it is. With ``coders``, ``codings`` are those of these coders only, for what is done to the
        passage is done to them. ``subtree``: those of the codes below it too; ``starred``: only good examples;
        ``interviewer`` False leaves out what only the interviewer says. Raises ``NotFoundError`` for unknown names.
        """
        self._codes.known(code)
        wanted = self._wanted(coders, groups, attributes or {}, transcripts, starred, interviewer)
        chosen = self._below(code) if subtree else {code}
        found = rows.found(self._base, chosen)
        kept = {
            span: codings
            for span, codings in found.passages.items()
            if (not wanted.coders or any(one.coder in wanted.coders for one in codings))
            and (not wanted.transcripts or found.places[span[0]].transcript in wanted.transcripts)
            and (not wanted.starred or any(one.star for one in codings))
        }
        made = self._made(chosen, kept, found.places, wanted)
        return sorted(made, key=lambda p: (p.transcript, p.lost, p.start, -p.end, p.revision))

    def filters(self) -> Filters:
        """By what passages can be narrowed: what is there of each."""
        known: dict[str, set[str]] = {}
        for one in rows.informants(self._base).values():
            for name, value in one.attributes.items():
                if name and value:
                    known.setdefault(name, set()).add(value)
        return Filters(
            tuple(coder.name for coder in self._base.coders()),
            tuple((group.id, group.label) for group in self._base.settings.groups.values()),
            {name: tuple(sorted(values)) for name, values in sorted(known.items())},
            tuple(self._transcripts.names()),
        )

    def _wanted(
        self,
        coders: Collection[str],
        groups: Collection[str],
        attributes: Mapping[str, str],
        transcripts: Collection[str],
        starred: bool,
        interviewer: bool,
    ) -> _Wanted:
        people = {name.casefold(): row for row, name in self._base.coders()}
        names = self._transcripts.names()
        for name in coders:
            if name.casefold() not in people:
                raise not_found("coder", name, (coder.name for coder in self._base.coders()))
        for group in groups:
            if group not in self._base.settings.groups:
                raise not_found("group", group, self._base.settings.groups)
        for name in transcripts:
            if name not in names:
                raise not_found("transcript", name, names)
        known = self.filters().attributes if attributes else {}
        for name, value in attributes.items():
            if name not in known:
                raise not_found("attribute", name, known)
            if value not in known[name]:
                raise not_found(f"value of {line(name, 40)}", value, known[name])
        return _Wanted(
            frozenset(people[name.casefold()] for name in coders),
            frozenset(groups),
            attributes,
            frozenset(names[name] for name in transcripts),
            starred,
            interviewer,
        )

    def _below(self, code: str) -> set[str]:
        below = {code}
        for one in self._codes.list(counts=False):  # depth first: a parent comes before what is below it
            if one.parent in below:
                below.add(one.id)
        return below

    def _made(
        self,
        codes: Collection[str],
        passages: Mapping[Span, Sequence[rows.Coded]],
        places: Mapping[str, rows.Place],
        wanted: _Wanted,
    ) -> Iterator[Passage]:
        texts = self._texts.of(revision for revision, _, _ in passages)
        on, memos, names = rows.codes_on(self._base, codes), rows.memos_on(self._base), self._base.coder_names()
        speakers = rows.Speakers(self._transcripts.labels(), rows.informants(self._base))
        paths = {code.id: code.path for code in self._codes.list(counts=False)}
        order = {code: i for i, code in enumerate(paths)}
        coders: dict[tuple[str, ...], tuple[str, ...]] = {}  # of many passages it is the same
        beside: dict[frozenset[str], tuple[str, ...]] = {}
        nothing: frozenset[str] = frozenset()
        told = [one for codings in passages.values() for one in codings if one.memo]
        remarks = dict(zip((one.id for one in told), self._base.words.all(one.memo for one in told), strict=True))
        for span, codings in passages.items():
            revision, start, end = span
            text, place = texts[revision], places[revision]
            speaking = speakers.of(place.transcript, text.heard(start, end), codings)
            if not _is_wanted(wanted, speaking):
                continue
            words, before, after = text.words(start, end)
            said = [remarks[one.id] for one in codings if one.memo] if remarks else ()
            who = tuple([one.coder for one in codings])
            if who not in coders:
                coders[who] = tuple(sorted({names.get(one, one) for one in who}))
            which = frozenset([one.code for one in codings]).union(on.get(span, nothing))
            if which not in beside:
                beside[which] = tuple(paths[code] for code in sorted(which & order.keys(), key=order.__getitem__))
            yield Passage(
                revision,
                start,
                end,
                place.name,
                words,
                before,
                after,
                text.turn(start),
                speaking.labels or text.touched(start, end),
                speaking.groups,
                coders[who],
                tuple([one.id for one in codings if not wanted.coders or one.coder in wanted.coders]),
                beside[which],
                (*said, *memos.get(span, ())),
                any(one.star for one in codings),
                not place.current,
            )

    # --- changing many at once

    def recode(self, codings: Collection[str], into: str, *, why: str = "") -> int:
        """Give codings (rows) another code, as one change; returns how many got it.

        Whose they are, their remarks, facets and stars stay. Where a coder has that code on the passage already, both
        stay, and count once. Raises ``NotFoundError`` where one of them, or the code, is gone.
        """
        now = self._there(codings)
        code = self._codes.known(into).id
        moved = {row: before for row, before in now.items() if before != code}
        ops: list[Op] = [put("coding", row, code=code) for row in moved]
        for before in dict.fromkeys(moved.values()):
            ops += self._base.why(before, why)
        self._base.write("recode", ops)
        return len(moved)

    def remove(self, codings: Collection[str], why: str = "") -> int:
        """Remove codings (rows), as one change; returns how many."""
        now = self._there(codings)
        ops: list[Op] = [delete("coding", row) for row in now]
        for code in dict.fromkeys(now.values()):
            ops += self._base.why(code, why)
        self._base.write("remove coding", ops)
        return len(now)

    def widen(self, codings: Collection[str], unit: str = "sentence", *, narrower: bool = False) -> dict[Span, Span]:
        """Widen the borders of codings (rows) to whole sentences or turns, and by one more where they are whole.

        ``narrower``: the other way, down to the last one. Returns where passages stood that have changed, and stand.
        """
        if unit not in UNITS:
            raise not_found("unit", unit, UNITS)
        self._there(codings)
        at = self._base.store.read(
            "SELECT id, revision, start, end FROM coding WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(codings)),),
        )
        documents = {revision: self._transcripts.revision(revision) for revision in {row[1] for row in at}}
        units = {
            revision: Units(document.text, document.turns, document.sentences, unit)
            for revision, document in documents.items()
            if document is not None
        }
        moved: dict[Span, Span] = {}
        ops = []
        for row, revision, start, end in at:
            if revision in units:
                borders = units[revision].narrower if narrower else units[revision].wider
                if (new := borders(start, end)) != (start, end):
                    moved[revision, start, end] = (revision, *new)
                    ops.append(put("coding", row, span=[revision, *new]))
        self._base.write("move borders", ops)
        return moved

    def star(self, codings: Collection[str], on: bool = True) -> int:
        """Mark codings (rows) as good examples of their code, or no longer; returns how many that changes."""
        self._there(codings)
        changed = self._base.store.read(
            "SELECT id FROM coding WHERE id IN (SELECT value FROM json_each(?)) AND (star IS 1) <> ?",
            (json.dumps(list(codings)), int(on)),
        )
        ops = [put("coding", row, star=1 if on else None) for (row,) in changed]
        self._base.write("star" if on else "take star away", ops)
        return len(ops)

    def _there(self, codings: Iterable[str]) -> dict[str, str]:
        """The code each coding counts for. Raises where one is gone, or kept from whoever is at work, and for none."""
        wanted = list(dict.fromkeys(codings))
        if not wanted:
            raise InputError("no passage was chosen")
        there = dict(
            self._base.store.read(
                "SELECT g.id, COALESCE(k.effective, g.code) FROM coding g LEFT JOIN code k ON k.id = g.code "
                f"WHERE g.id IN (SELECT value FROM json_each(?)) AND g.alive = 1{self._base.blind.sql()}",
                (json.dumps(wanted),),
            )
        )
        if len(there) < len(wanted):
            gone = len(wanted) - len(there)
            words = "one of these codings is" if gone == 1 else f"{gone:,} of these codings are"
            raise NotFoundError(f"{words} no longer there", "Removed, here or by a colleague: look again.")
        return {row: there[row] for row in wanted}


def _is_wanted(wanted: _Wanted, speaking: rows.Speaking) -> bool:
    if wanted.groups and wanted.groups.isdisjoint(speaking.groups):
        return False
    if wanted.attributes and not any(
        all(one.attributes.get(name) == value for name, value in wanted.attributes.items()) for one in speaking.spoken
    ):
        return False
    return bool(wanted.interviewer or speaking.spoken or speaking.unattributed)
