"""Codings made by an older definition: whoever wrote them last had not seen how their code is defined now.

Who had seen what is asked of the log, never of clocks. What was taken back is as if it had not been: who confirms a
coding and takes that back has not looked.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from workbench.errors import InputError, NotFoundError
from workbench.log.causality import Dot, seen
from workbench.log.registers import Entry
from workbench.store import put
from workbench.store.history import LogHistory
from workbench.study.agreement.codebook import MEANING
from workbench.study.base import CARRIED, Base
from workbench.study.codehistory.records import Undos
from workbench.study.codehistory.then import changes
from workbench.study.codehistory.values import Old
from workbench.study.coderows import CodeRow
from workbench.study.kept import listed
from workbench.study.log import local
from workbench.study.passages import Passages

CONFIRMED = "confirm coding"
_ALL = 1 << 62
_MADE = "short"
"""The field that only a change has which brings a code into being."""

Meaning = Mapping[str, str]
"""Definition, include and exclude of a code, by field."""


class _Coded(NamedTuple):
    """A coding: the code that was written, its coder, and the change in which code or borders were written last."""

    id: str
    code: str
    coder: str
    dot: Dot


class _Sight:
    """Which change had seen which, asked of many changes about few."""

    def __init__(self, history: LogHistory) -> None:
        self._history = history
        self._first: dict[tuple[int, Dot], int] = {}

    def saw(self, later: Dot, earlier: Dot) -> bool:
        """Whether ``earlier`` is in the past of ``later``, or is it."""
        if later == earlier:
            return True
        if self._history.forked(later.stream) or self._history.forked(earlier.stream):
            return seen(self._history, later, earlier)
        if later.stream == earlier.stream:
            return earlier.seq < later.seq
        key = later.stream, earlier
        if key not in self._first:
            told = self._history.heard(later.stream, _ALL, earlier.stream, earlier.seq)
            self._first[key] = min((seq for seq, *_ in told), default=_ALL)
        return later.seq >= self._first[key]


def outdated(base: Base, codes: Sequence[CodeRow], passages: Passages) -> list[Old]:
    """The codings of ``codes`` that are to be looked at again, by code and place."""
    members: dict[str, list[str]] = {}
    for row, into in base.store.read("SELECT id, COALESCE(effective, id) FROM code"):
        members.setdefault(into, []).append(row)
    with base.store.db.reading():
        said = {row: _meaning(entries) for row, entries in changes(base)}
        suspects = [code for code in codes if _may_differ(members.get(code.id, [code.id]), said.get(code.id, []))]
        written = _written(base, [code.id for code in suspects]) if suspects else {}
        sight = _Sight(LogHistory(base.store.db))
        old = {code.id: _of_code(code, said, written.get(code.id, ()), sight) for code in suspects}
    names = base.coder_names()
    times = _times(base, [n for found in old.values() for _, _, _, n in found])
    result = []
    for code in suspects:
        if found := {one.id: (one, before, fields, n) for one, before, fields, n in old[code.id]}:
            for passage in passages.of(code.id):
                for coding in passage.codings:
                    if coding in found:
                        one, before, fields, n = found[coding]
                        who = names.get(one.coder, one.coder)
                        since = local(times.get(n, 0))
                        told = (coding, passage, code.id, code.path, who, since, before, code.definition, fields)
                        result.append(Old(*told))
    return result


def _meaning(entries: Iterable[Entry]) -> list[Entry]:
    """The changes that brought a code into being, or said what it is for."""
    return [e for e in entries if e.op == "put" and (_MADE in e.body or not e.body.keys().isdisjoint(MEANING))]


def _may_differ(members: Collection[str], said: Sequence[Entry]) -> bool:
    """Whether anybody can have coded by other words: not where they came with the code and were never touched."""
    if len(members) > 1:
        return True
    meanings = {tuple(entry.body.get(field) or "" for field in MEANING) for entry in said}
    return len(meanings) > 1 or not all(_MADE in entry.body for entry in said)


def _written(base: Base, codes: Collection[str]) -> dict[str, list[_Coded]]:
    """The codings that count for these codes, by code."""
    undos = Undos(base)
    last: dict[str, tuple[bool, tuple[int, str, int, bytes], str, _Coded]] = {}
    for row, code, effective, coder, hlc, stream, no, seq, digest, tx in base.store.read(
        "SELECT g.id, g.code, k.effective, g.coder, c.hlc, s.id, c.stream, c.seq, c.hash, c.tx "
        "FROM code k CROSS JOIN coding g ON g.code = k.id CROSS JOIN change c ON c.row = g.id "
        f"JOIN stream s ON s.no = c.stream WHERE k.effective IN {listed(codes)} AND g.alive = 1{base.blind.sql()} "
        "AND c.ent = 'coding' AND c.op = 'put' AND c.verb <> ? "
        "AND (instr(c.body, '\"code\":') > 0 OR instr(c.body, '\"span\":') > 0)",
        (CARRIED,),
    ):
        order = (undos.stands((stream, tx)), (hlc, stream, seq, digest))
        if row not in last or order > last[row][:2]:
            last[row] = (*order, effective, _Coded(row, code, coder or "", Dot(no, seq, digest)))
    found: dict[str, list[_Coded]] = {}
    for _, _, effective, coded in last.values():
        found.setdefault(effective, []).append(coded)
    return found


def _of_code(
    code: CodeRow, said: Mapping[str, Sequence[Entry]], written: Iterable[_Coded], sight: _Sight
) -> list[tuple[_Coded, str, tuple[str, ...], int]]:
    """Of one code's codings those by another meaning: what the definition was, which fields differ, what changed it."""
    now = {field: getattr(code, field) for field in MEANING}
    entries = said.get(code.id, ())
    found = []
    for one in written:
        known = [entry for entry in entries if sight.saw(one.dot, entry.dot)]
        then = _said(known)
        fields = tuple(field for field in MEANING if then[field] != now[field])
        if not fields:
            continue
        if one.code != code.id:  # it was merged into this one: whoever tagged the passage went by what it said
            then = _said([entry for entry in said.get(one.code, ()) if sight.saw(one.dot, entry.dot)])
        unknown = [entry for entry in entries if entry not in known]
        telling = [entry for entry in unknown if not entry.body.keys().isdisjoint(fields)]
        found.append((one, then["definition"], fields, (telling or unknown or list(entries))[-1].n))
    return found


def _said(entries: Iterable[Entry]) -> Meaning:
    fields: dict[str, str] = dict.fromkeys(MEANING, "")
    for entry in entries:
        fields |= {field: str(entry.body[field] or "") for field in MEANING if field in entry.body}
    return fields


def _times(base: Base, changes: Iterable[int]) -> dict[int, int]:
    wanted = sorted(set(changes))
    return dict(base.store.read(f"SELECT n, ts FROM change WHERE n IN ({','.join(map(str, wanted))})"))


def confirm(base: Base, codings: Collection[str], why: str) -> int:
    """Write the code of codings as it is, so that whoever recodes one of them meanwhile is not passed over."""
    wanted = list(dict.fromkeys(codings))
    if not wanted:
        raise InputError("no coding was chosen")
    there = {
        row: (code, effective)
        for row, code, effective in base.store.read(
            "SELECT g.id, g.code, COALESCE(k.effective, g.code) FROM coding g LEFT JOIN code k ON k.id = g.code "
            f"WHERE g.id IN {listed(wanted)} AND g.alive = 1{base.blind.sql()}"
        )
    }
    if len(there) < len(wanted):
        raise NotFoundError("one of these codings is no longer there", "Removed, here or by a colleague: look again.")
    ops = [put("coding", row, code=there[row][0]) for row in wanted]
    for code in dict.fromkeys(effective for _, effective in there.values()):
        ops += base.why(code, why)
    base.write(CONFIRMED, ops)
    return len(wanted)
