"""What lies between two states of the codebook: the differences, each with who made it so, when and why."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from workbench.codebook import compare
from workbench.codebook.compare import Difference, Entry
from workbench.study.base import Base, parsed_list
from workbench.study.codehistory.moments import Moment, place
from workbench.study.codehistory.records import Record, Records
from workbench.study.codehistory.then import Behind, Book, book, listed_then
from workbench.study.codehistory.values import Changed, CodebookDiff
from workbench.study.coderows import CodeRow
from workbench.study.log import local

SPLIT = "split"


class _State(NamedTuple):
    """The codebook at a place: what lies behind it, all codes there were, and those that are listed."""

    behind: Behind
    book: Book
    listed: list[CodeRow]
    paths: Mapping[str, str]


def diff(base: Base, since: Moment, until: Moment) -> CodebookDiff:
    """What turned the codebook of ``since`` into that of ``until``."""
    first, last = place(base, since), place(base, until)
    before, after = _state(base, first.position), _state(base, last.position)
    with base.store.db.reading():
        return _Differing(base, before, after).told(first.called, last.called)


def _state(base: Base, position: Any) -> _State:
    then = book(base, position)
    listed = listed_then(base, then)
    return _State(Behind(base.store.db, position), then, listed, {code.id: code.path for code in listed})


class _Differing:
    """Two states, and the changes between them."""

    def __init__(self, base: Base, before: _State, after: _State) -> None:
        self._base = base
        self._before = before
        self._after = after
        self._records = Records(base)
        self._names = base.coder_names()
        self._since: dict[str, list[Record]] = {}
        for record in self._records.of("code"):
            if after.behind.has(record.dot) and not before.behind.has(record.dot):
                self._since.setdefault(record.row, []).append(record)

    def told(self, since: str, until: str) -> CodebookDiff:
        """Everything, in the order of the codebook."""
        old, new = self._before, self._after
        found = compare.compare(
            list(map(_entry, old.listed)),
            list(map(_entry, new.listed)),
            _merges(old.paths, new.paths, new.book),
            _merges(new.paths, old.paths, old.book),
        )
        by_kind: dict[str, list[Changed]] = {}
        for one in found.differences:
            by_kind.setdefault(one.kind, []).append(self._changed(one))

        def of(kind: str) -> tuple[Changed, ...]:
            return tuple(by_kind.get(kind, ()))

        splits = tuple(self._splits())
        alone = {one.code for one in splits} - {one.id for one in found.differences}
        return CodebookDiff(
            since=since,
            until=until,
            added=of(compare.ADDED),
            removed=of(compare.REMOVED),
            renamed=of(compare.RENAMED),
            moved=of(compare.MOVED),
            redefined=of(compare.REDEFINED),
            merged=of(compare.MERGED),
            unmerged=of(compare.UNMERGED),
            split=splits,
            status=of(compare.STATUS),
            reordered=of(compare.REORDERED),
            unchanged=found.unchanged - len(alone & new.paths.keys() & old.paths.keys()),
        )

    def _changed(self, one: Difference) -> Changed:
        """A difference with its paths, in words, and with who made it."""
        old, new = self._before.paths, self._after.paths
        before, after = _words(one.before), _words(one.after)
        into: tuple[str, ...] = ()
        if one.kind == compare.MOVED:
            before, after = old.get(before, ""), new.get(after, "")
        elif one.kind == compare.MERGED:
            into, after = (new[after],) if after in new else (), ""
        elif one.kind == compare.UNMERGED:
            before, after = old.get(before, ""), ""
        record = self._maker(one)
        return Changed(
            code=one.id,
            path_before=old.get(one.id, ""),
            path_after=new.get(one.id, ""),
            field=one.field,
            before=before,
            after=after,
            into=into,
            **self._by(record, one.id),
        )

    def _by(self, record: Record | None, code: str) -> dict[str, Any]:
        if record is None:
            return {"who": "", "when": None, "why": ""}
        who = self._names.get(record.actor, record.actor)
        when: datetime = local(record.ts)
        return {"who": who, "when": when, "why": self._records.why(record.tx, code, record.row)}

    def _maker(self, one: Difference) -> Record | None:
        """The last change that made it so, of those between the two states."""
        here = self._since.get(one.id, [])
        if one.kind == compare.ADDED:
            return next(iter(_writing(here, "short")), None) or next(iter(here), None)
        if one.kind == compare.REMOVED:
            return next((record for record in reversed(here) if record.op == "del"), None) or self._swept(one.id)
        if one.kind in (compare.MERGED, compare.UNMERGED):
            return _last(_writing(here, "merged")) or self._swept(one.id)
        if one.kind == compare.MOVED:
            return _last(_writing(here, "parent")) or self._swept(str(one.before)) or self._swept(str(one.after))
        return _last(_writing(here, one.field))

    def _swept(self, code: str) -> Record | None:
        """What became of another code, where that has brought a difference with it."""
        here = [record for record in self._since.get(code, ()) if record.op == "del" or "merged" in record.body]
        return _last(here) or _last(self._since.get(code, ()))

    def _splits(self) -> Iterable[Changed]:
        """The codes whose passages were sorted into others meanwhile."""
        for code in [*self._after.book.codes]:
            record = _last(_writing(self._since.get(code, ()), SPLIT))
            if record is None or not record.body[SPLIT]:
                continue
            if code in self._base.blind.drafts() or not (self._before.paths.get(code) or self._after.paths.get(code)):
                continue
            written = record.body[SPLIT]
            rows = parsed_list(
                written if isinstance(written, str) else json.dumps(written), lambda x: isinstance(x, str)
            )
            paths = [self._after.paths.get(row, "") for row in rows]
            yield Changed(
                code=code,
                path_before=self._before.paths.get(code, ""),
                path_after=self._after.paths.get(code, ""),
                field=SPLIT,
                into=tuple(path for path in paths if path),
                passages=self._sorted(record),
                **self._by(record, code),
            )

    def _sorted(self, record: Record) -> int:
        """How many passages one split has given another code, of those that one may see."""
        seen = self._base.blind.sql()
        ((count,),) = self._base.store.read(
            "SELECT count(*) FROM (SELECT DISTINCT g.revision, g.start, g.end FROM change c "
            "JOIN stream s ON s.no = c.stream CROSS JOIN coding g ON g.id = c.row "
            f"WHERE s.id = ? AND c.seq >= ?2 AND c.tx = ?2 AND c.ent = 'coding'{seen})",
            record.tx,
        )
        return int(count)


def _entry(code: CodeRow) -> Entry:
    return Entry(
        id=code.id,
        name=code.name,
        parent=code.parent or "",
        definition=code.definition,
        include=code.include,
        exclude=code.exclude,
        example=code.example,
        facets=code.facets,
        colour=code.colour,
        exclusive=code.exclusive,
        status=code.status,
    )


def _merges(gone: Mapping[str, str], there: Mapping[str, str], then: Book) -> dict[str, str]:
    """Of codes that are listed in one state and not in the other, into which listed one they were merged there."""
    found = {}
    for code in gone:
        into = then.effective.get(code, code)
        if code not in there and into in there and then.alive.get(code):
            found[code] = into
    return found


def _writing(records: Iterable[Record], field: str) -> list[Record]:
    return [record for record in records if field in record.body]


def _last(records: Iterable[Record]) -> Record | None:
    return next(reversed(list(records)), None)


def _words(value: object) -> str:
    """A field's value as it is told."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} = {', '.join(values)}" for name, values in value.items())
    return str(value)
