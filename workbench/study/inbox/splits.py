"""Splits that met something, in words: what was merged, split again or coded with by somebody who did not know."""

import json
from collections.abc import Iterable

from workbench.log.forest import MERGED
from workbench.sanitise import line
from workbench.store import Item, Op, Said, Store, put
from workbench.study.base import Base, parsed_list
from workbench.study.inbox import items
from workbench.study.inbox.items import (
    MERGE,
    OTHER,
    RECODE,
    RESTORE,
    SHOWN,
    UNMERGE,
    Choice,
    Side,
    Told,
)
from workbench.study.inbox.names import Names, day, listed
from workbench.study.log import local

SPLIT_INTO = "split"
_MOST = 500


class Splits:
    """Tells them."""

    def __init__(self, store: Store, names: Names) -> None:
        self._store = store
        self._names = names

    def met(self, item: Item) -> Told:
        """A split and what it met."""
        if item.ent == "coding":
            return self._came(item)
        return self._merged(item) if item.field == MERGED else self._twice(item)

    def _merged(self, item: Item) -> Told:
        names = self._names
        splits = [s for s in item.said if not _is_row(s)]
        merges = [s for s in item.said if _is_row(s)]
        it, into = names.name(item.row), names.name(item.target)
        by, split_by = self._people(merges), self._people(splits)
        left = self._left(item.row)
        gone = self._deleted(item.target) if item.state else ""
        counts = f"counts nowhere, for {into} {gone}" if item.state else f"counts as {into}"
        sentence = (
            f"{by} merged {it} into {into} on {day(local(merges[-1].ts))}, not knowing that {split_by} was splitting "
            f"it into {self._targets(splits[-1])}; what is left of {it} ({left}) {counts}."
        )
        choices = [Choice(SHOWN, "leave it as it is")]
        if item.state:
            choices.append(Choice(RESTORE, f"bring {into} back"))
        elif self._own(item):
            choices.append(Choice(MERGE, f"let {listed(map(names.name, self._own(item)))} count as {into} too"))
        choices.append(Choice(UNMERGE, f"take the merge back: {it} stands for itself again, with {left}"))
        sides = [self._side(s, f"split {it} into {self._targets(s)}") for s in splits]
        sides += [self._side(s, f"merged {it} into {names.name(str(s.value))}") for s in merges]
        return Told(sentence, sides, choices)

    def _twice(self, item: Item) -> Told:
        it = self._names.name(item.row)
        sides = [self._side(s, self._targets(s)) for s in item.said]
        many = len(item.rows)
        differ = f"{many:,} coding{' was' if many == 1 else 's were'} sorted differently" if many else "nothing clashes"
        shown = next((s for s in sides if s.shown), sides[-1])
        sentence = (
            f"{listed(side.coder for side in sides)} split {it}, not knowing of each other: {differ}; "
            f"what {shown.coder} sorted last is shown."
        )
        choices = [Choice(SHOWN, "keep what is shown")]
        for number, n in enumerate(items.others(item)):
            key = OTHER if not number else f"{OTHER}-{number + 1}"
            choices.append(Choice(key, f"take it as {sides[n].coder} sorted them, into {sides[n].value}"))
        return Told(sentence, sides, choices)

    def _came(self, item: Item) -> Told:
        names = self._names
        it, split = names.name(item.target), item.said[-1]
        rows = self._store.read(
            "SELECT DISTINCT coder FROM coding WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(item.rows)),),
        )
        people = listed(sorted(names.coder(coder) for (coder,) in rows))
        many = len(item.rows) > 1
        sentence = (
            f"{f'{len(item.rows):,} codings' if many else 'A coding'} by {people} came to {it} without knowing that "
            f"{self._people([split])} had split it into {self._targets(split)} on {day(local(split.ts))}."
        )
        choices = [
            Choice(SHOWN, f"leave {'them' if many else 'it'} at {it}"),
            Choice(RECODE, f"give {'them' if many else 'it'} another code", "code"),
        ]
        return Told(sentence, [self._side(split, f"split {it} into {self._targets(split)}")], choices)

    # --- the parts of it

    def _side(self, said: Said, told: str) -> Side:
        return Side(self._names.coder(said.actor), local(said.ts), told, said.shown)

    def _people(self, said: Iterable[Said]) -> str:
        return listed(self._names.coder(s.actor) for s in said)

    def _targets(self, said: Said) -> str:
        return into(self._store, self._names, said.value)

    def _left(self, code: str) -> str:
        """How many codings are still with the code itself."""
        query = f"SELECT count(*) FROM coding g WHERE g.code = ? AND g.alive = 1{self._names.seen}"
        ((count,),) = self._store.read(query, (code,))
        return f"{count:,} coding{'' if count == 1 else 's'}"

    def _deleted(self, code: str) -> str:
        rows = self._store.read(
            "SELECT actor, ts FROM change WHERE row = ? AND op = 'del' "
            "ORDER BY undoes = '' DESC, hlc DESC, actor LIMIT 1",
            (code,),
        )
        return f"was deleted by {self._names.coder(rows[0][0])} on {day(local(rows[0][1]))}" if rows else "was deleted"

    def _own(self, item: Item) -> list[str]:
        return own(self._store, item)


def into(store: Store, names: Names, split: object) -> str:
    """Into what a code was split, by name; those that are kept from whoever looks are left out."""
    rows = parsed_list(split if isinstance(split, str) else None, lambda row: isinstance(row, str))
    seen = [row for row in rows[:_MOST] if not names.hides(row)]
    return listed(line(names.name(row), 60) for row in seen) or "others"


def gone_into(store: Store, names: Names, code: str, n: int = 0) -> str:
    """Into what a code was split by the change that deleted it (``n``, or the last); '' where that only deleted it."""
    rows = store.read(
        "SELECT json_extract(s.body, '$.split') FROM change d JOIN change s ON s.row = d.row AND s.stream = d.stream "
        "AND s.tx = d.tx WHERE d.row = ?1 AND d.op = 'del' AND d.undoes = '' AND (?2 = 0 OR d.n = ?2) "
        "AND s.op = 'put' AND json_extract(s.body, '$.split') IS NOT NULL ORDER BY d.hlc DESC LIMIT 1",
        (code, n),
    )
    return into(store, names, rows[0][0]) if rows else ""


def own(store: Store, item: Item) -> list[str]:
    """The codes that the split made, as far as they still stand for themselves."""
    rows = store.read(
        "SELECT id FROM code WHERE id IN (SELECT value FROM json_each(?1)) AND origin = ?2 AND alive = 1 "
        "AND effective = id AND id <> ?3 ORDER BY sort, id",
        (json.dumps(list(item.rows)), item.row, item.target),
    )
    return [row for (row,) in rows]


def _is_row(said: Said) -> bool:
    """Whether it names a code it was merged into, rather than a list of those it was split into."""
    return not str(said.value).startswith("[")


# --- settling


def operations(base: Base, item: Item, choice: str, code: str) -> list[Op]:
    """What settles it, but for leaving it as it is where that is noted beside it."""
    if choice == RECODE:
        return [put("coding", row, code=code) for row in item.rows]
    if choice == UNMERGE:
        return [put("code", item.row, merged=None)]
    if choice == RESTORE:
        return [put("code", item.target)]
    if choice == MERGE:
        return [put("code", row, merged=item.target) for row in own(base.store, item)]
    if choice == SHOWN:
        shown = next((s for s in item.said if s.shown), item.said[-1])
        now = dict(
            base.store.read("SELECT id, code FROM coding WHERE id IN (SELECT value FROM json_each(?))", (_rows(item),))
        )
        return [put("code", item.row, split=shown.value), *(put("coding", row, code=now[row]) for row in item.rows)]
    number = int(choice.partition("-")[2] or 1)
    taken = item.said[items.others(item)[number - 1]]
    sorted_so = base.store.read(
        "SELECT c.row, json_extract(c.body, '$.code') FROM change c JOIN change s ON s.n = ?1 "
        "AND c.stream = s.stream AND c.tx = s.tx WHERE c.ent = 'coding' AND c.op = 'put' "
        "AND c.row IN (SELECT value FROM json_each(?2)) AND json_extract(c.body, '$.code') IS NOT NULL",
        (taken.n, _rows(item)),
    )
    return [put("code", item.row, split=taken.value), *(put("coding", row, code=to) for row, to in sorted_so)]


def _rows(item: Item) -> str:
    return json.dumps(list(item.rows))
