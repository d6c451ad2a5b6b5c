"""What happened to the codebook, as people say it: one line a transaction."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from workbench.sanitise import line
from workbench.study.base import Base, facets_of, parsed_list
from workbench.study.codehistory.records import Record, Records, TxName, Undos
from workbench.study.codehistory.values import Detail, Happened
from workbench.study.log import local

TEXTS = ("definition", "include", "exclude", "example")
_ORDER = (*("merged", "parent", "name", "split", "status", "draft"), *TEXTS, "exclusive", "facets", "colour", "sort")
_SILENT = frozenset(("short", "origin"))
"""What nobody has done on purpose, or what another field says already."""
_LONGEST = 120
_TOP = "the top"
_SPLIT_FROM = "split from it"
_CAME_FROM = "split from"


class _Told(NamedTuple):
    """What one change did to ``code``: in its own history, and in words that name it (``whole``).

    ``passive``: it is told of a code that another one was moved below, merged into, or split from.
    """

    code: str
    verb: str
    what: str
    whole: str
    detail: Detail | None = None
    passive: bool = False


class _Tx(NamedTuple):
    """A transaction: its first and last change here, and what it did."""

    first: Record
    last: Record
    told: list[_Told]
    reason: str


def happened(base: Base, code: str = "", limit: int = 0) -> list[Happened]:
    """What happened to one code (a row) or to all of them, the newest first; at most ``limit``, 0 for no limit."""
    records, undos = Records(base), Undos(base)
    with base.store.db.reading():
        told = _Teller(base, records).tell()
    names = base.coder_names()
    found: list[Happened] = []
    for name, tx in sorted(told.items(), key=lambda item: (item[1].last.hlc, item[0]), reverse=True):
        if not tx.told or (code and not any(one.code == code for one in tx.told)):
            continue
        found.append(_in_words(records, undos, told, name, tx, code, names.get(tx.first.actor, tx.first.actor)))
        if len(found) == limit:
            break
    return found


def _in_words(
    records: Records, undos: Undos, told: dict[TxName, _Tx], name: TxName, tx: _Tx, code: str, coder: str
) -> Happened:
    origin, steps = undos.origin(name)
    about = told.get(origin, tx)
    verb, what = _sentence(about.told, code)
    verb = verb or about.first.verb
    if steps:
        verb = f"{'took back' if steps % 2 else 'made again'}: {verb}"
    mine = [one for one in tx.told if not code or one.code == code]
    codes = tuple(dict.fromkeys(one.code for one in mine if not one.passive))
    return Happened(
        when=local(tx.first.ts),
        coder=coder,
        verb=verb,
        what=what,
        why=records.why(name, *([code] if code else []), *codes) or tx.reason,
        tx=name,
        undone=undos.undone(name),
        codes=codes,
        details=tuple(one.detail for one in mine if one.detail and not one.passive),
        action=tx.first.verb,
    )


def _sentence(told: Iterable[_Told], code: str) -> tuple[str, str]:
    """The verb of the first thing that was done, and everything else of it and of the others."""
    by_verb: dict[str, list[str]] = {}
    mine = sorted((one for one in told if not code or one.code == code), key=lambda one: one.passive)
    whole = any(one.detail and one.detail.field == "split" for one in mine)
    for one in mine:
        # A split names the new codes: none of them is told a second time.
        if not (whole and one.verb in (_SPLIT_FROM, _CAME_FROM)) and not (one.passive and not code):
            by_verb.setdefault(one.verb, []).append(one.what if code else one.whole)
    if not by_verb:
        return "", ""
    (verb, whats), *others = by_verb.items()
    rest = [f"{also}: {_joined(more)}" if _joined(more) else also for also, more in others]
    return verb, "; ".join(filter(None, [_joined(whats), *rest]))


_MOST = 4
"""So many codes are named of one transaction."""


def _joined(whats: Sequence[str]) -> str:
    named = [what for what in whats if what]
    return "; ".join(named[:_MOST]) + (f" and {len(named) - _MOST} more" if len(named) > _MOST else "")


class _Teller:
    """Goes through all changes of codes in their order and says of each what it did, by the names of then."""

    def __init__(self, base: Base, records: Records) -> None:
        self._base = base
        self._records = records
        self._names: dict[str, str] = {}
        self._before: dict[str, list[Record]] = {}
        self._hidden = base.blind.drafts()
        self._examples: dict[str, str] = {}

    def tell(self) -> dict[TxName, _Tx]:
        """By transaction."""
        changes = self._records.of("code")
        self._read_examples(changes)
        found: dict[TxName, _Tx] = {}
        for record in changes:
            before = self._before.setdefault(record.row, [])
            told = self._change(record, before)
            before.append(record)
            if isinstance(name := record.body.get("name"), str):
                self._names[record.row] = name
            if record.row not in self._hidden:
                self._add(found, record, told)
        for record in self._records.of("placement"):
            self._placement(found, record)
        for record in self._records.of("wording"):
            self._wording(found, record)
        return found

    def _add(self, found: dict[TxName, _Tx], record: Record, told: Iterable[_Told], reason: str = "") -> None:
        tx = found.get(record.tx)
        before = tx.told if tx else []
        found[record.tx] = _Tx(
            tx.first if tx else record, record, [*before, *told], reason or (tx.reason if tx else "")
        )

    def _name(self, code: Any) -> str:
        if code in self._hidden:
            return "another code"
        return line(self._names.get(code, "") or "a code", 80)

    def _was(self, record: Record, before: Sequence[Record], field: str) -> Any:
        """What a field said for whoever made a change."""
        for earlier in reversed(before):
            if field in earlier.body and self._records.saw(record, earlier):
                return earlier.body[field]
        return None

    def _change(self, record: Record, before: Sequence[Record]) -> list[_Told]:
        known = [earlier for earlier in before if self._records.saw(record, earlier)]
        if record.op == "del":
            return [self._own(record, "deleted")] if known and known[-1].op == "put" else []
        told: list[_Told] = []
        body = dict(record.body)
        if not any(earlier.op == "put" for earlier in known):
            return self._made(record, body)
        if known[-1].op == "del":
            told.append(self._own(record, "restored"))
        fields = sorted(body, key=lambda field: _ORDER.index(field) if field in _ORDER else len(_ORDER))
        for field in fields:
            was = self._was(record, before, field)
            if field not in _SILENT and (was or None) != (body[field] or None):
                told += self._field(record, field, was, body[field])
        # Where it stands among its neighbours goes with a move, and is told only where it was all that happened.
        alone = [one for one in told if not (one.detail and one.detail.field == "sort")]
        return alone or told

    def _own(self, record: Record, verb: str, what: str = "", whole: str = "", detail: Detail | None = None) -> _Told:
        named = self._names.get(record.row) or str(record.body.get("name") or "")
        subject = line(named or "a code", 80)
        return _Told(record.row, verb, what, whole or (f"{subject}: {what}" if what else subject), detail)

    def _made(self, record: Record, body: dict[str, Any]) -> list[_Told]:
        name = line(str(body.get("name") or self._names.get(record.row, "")), 80) or "a code"
        parent, origin = body.get("parent"), body.get("origin")
        where = f" below {self._name(parent)}" if parent else ""
        verb, what = (_CAME_FROM, f"{self._name(origin)} → {name}") if origin else ("made", f"{name}{where}")
        texts = [f"{field}: {self._text(field, body[field])}" for field in TEXTS if body.get(field)]
        details = [
            Detail(record.row, f, "", self._text(f, body[f], whole=True)) for f in ("name", *TEXTS) if body.get(f)
        ]
        told = [_Told(record.row, verb, "; ".join([what, *texts]), what, details[0] if details else None)]
        told += [_Told(record.row, verb, "", "", detail) for detail in details[1:]]
        if isinstance(parent, str):
            told.append(_Told(parent, "made below it", name, "", None, passive=True))
        if isinstance(origin, str):
            told.append(_Told(origin, _SPLIT_FROM, name, "", None, passive=True))
        return told

    def _field(self, record: Record, field: str, was: Any, now: Any) -> list[_Told]:
        if field in ("merged", "parent"):
            return self._link(record, field, was, now)
        before, after = (self._text(field, value, whole=True) for value in (was, now))
        detail = Detail(record.row, field, before, after)
        if field == "name":
            words = f"{line(before, 80)} → {line(after, 80)}"
            return [self._own(record, "renamed", words, words, detail)]
        if field == "split":
            if not now:
                return [self._own(record, "no longer split", "", "", detail)]
            words = f"{self._name(record.row)} → {after}"
            return [self._own(record, "split into", words, words, detail)]
        if field == "status":
            return [self._own(record, f"marked {after}" if after else f"no longer {before}", "", "", detail)]
        if field == "draft":
            return [self._own(record, "proposed" if not now else "made unproposed", "", "", detail)]
        if field == "exclusive":
            return [self._own(record, "marked exclusive" if now else "no longer exclusive", "", "", detail)]
        if field == "sort":
            return [self._own(record, "put elsewhere among its neighbours", "", "", detail)]
        if field == "colour" and not now:
            return [self._own(record, "no longer coloured", "", "", detail)]
        verb = {"facets": "gave facets", "colour": "coloured"}.get(field, "redefined" if was else "defined")
        shown = (f"“{line(before, _LONGEST)}”" if before else "", f"“{line(after, _LONGEST)}”" if after else "")
        words = " → ".join(filter(None, shown)) if after else f"taken away (was {shown[0]})"
        said = words if field in ("facets", "colour") else f"{field}: {words}"
        return [self._own(record, verb, said, "", detail)]

    def _link(self, record: Record, field: str, was: Any, now: Any) -> list[_Told]:
        """A merge or a move, for the code itself and for those at both ends."""
        me = self._name(record.row)
        before, after = (self._name(value) if value else "" for value in (was, now))
        detail = Detail(record.row, field, before, after)
        if field == "merged":
            verb, words = ("merged into", f"{me} → {after}") if now else ("unmerged from", f"{before} → {me}")
            ends = ("unmerged from it", "merged into it")
        else:
            verb, words = "moved", f"{before or _TOP} → {after or _TOP}"
            ends = ("moved away from it", "moved below it")
        told = [self._own(record, verb, words, words if field == "merged" else "", detail)]
        for end, other in zip(ends, (was, now), strict=True):
            if isinstance(other, str) and other not in self._hidden:
                told.append(_Told(other, end, me, "", detail, passive=True))
        return told

    def _placement(self, found: dict[TxName, _Tx], record: Record) -> None:
        rows = self._base.store.read('SELECT code, matrix, "column", reason FROM placement WHERE id = ?', (record.row,))
        code, matrix, column, reason = rows[0]
        place = record.body.get("place")
        if isinstance(place, list) and len(place) == 2:
            column, reason = place
        if code and code not in self._hidden:
            where = line(str(matrix or ""), 40)
            gone = record.op == "del" or not column
            verb, what = (
                ("no longer placed by hand", where) if gone else ("placed by hand", f"{where}: {line(column, 40)}")
            )
            told = _Told(code, verb, what, f"{self._name(code)}, {what}", Detail(code, "column", "", column or ""))
            self._add(found, record, [told], "" if gone else reason or "")

    def _wording(self, found: dict[TxName, _Tx], record: Record) -> None:
        rows = self._base.store.read("SELECT code, matrix, words FROM wording WHERE id = ?", (record.row,))
        code, matrix, words = rows[0]
        words = record.body.get("words", words)
        if code and code not in self._hidden:
            where = f"the table {line(str(matrix), 40)}" if matrix else "every table"
            gone = record.op == "del" or not words
            verb = "no longer worded" if gone else "worded"
            what = f"in {where}" if gone else f"“{line(str(words), _LONGEST)}” in {where}"
            told = _Told(code, verb, what, f"{self._name(code)} {what}", Detail(code, "wording", "", str(words or "")))
            self._add(found, record, [told])

    def _text(self, field: str, value: Any, *, whole: bool = False) -> str:
        """A field's value in words: shortened and in quotes unless ``whole``."""
        if field == "example":
            value = self._examples.get(_key(value), "")
        elif field == "split":
            rows = parsed_list(value if isinstance(value, str) else json.dumps(value), lambda row: isinstance(row, str))
            value = ", ".join(self._name(row) for row in rows)
        elif field == "facets":
            value = ", ".join(f"{name} = {', '.join(values)}" for name, values in facets_of(value).items())
        text = "" if value is None else str(value)
        return text if whole else f"“{line(text, _LONGEST)}”"

    def _read_examples(self, changes: Iterable[Record]) -> None:
        """The words of all examples there were, at once."""
        keys = {_key(record.body["example"]) for record in changes if record.body.get("example")}
        wanted = sorted(keys)
        self._examples = dict(zip(wanted, self._base.words.all(wanted), strict=True))


def _key(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":")) if value else ""
