"""One entry of the log, and its spelling as one line of JSON.

A change belongs to a *stream* (one database file and one coder) and carries the hash of the change before it, so a
stream is a chain. The hash is sha256 over the canonical line: compact JSON in UTF-8, keys sorted, without the hash
itself; the previous hash stands inside it, so nothing in a chain can be altered, left out or reordered unseen.
Keys this program does not know are kept in ``more`` and forwarded, so an older program never cuts a newer line short.

    a actor   b body   c order clock   d heads newly heard of other streams   e entity   f fold rules, where not 1
    h hash    o put|del   p previous hash   q sequence   r row   s stream   t wall clock (ms)   u what it undoes
    v verb    x first sequence of its transaction
"""

import json
import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, NamedTuple

FOLD = 1
"""The number of the fold rules this program knows; a change of a higher number makes a study read-only here."""

GENESIS = bytes(32)
MAX_CLOCK = 1 << 62
MAX_LINE = 64 * 1024 * 1024
_MAX_DEPTH = 20
_MAX_INT = 1 << 62
_WORD = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_FOUR_WORDS = re.compile(r"[A-Za-z0-9_.-]{1,64}(?: [A-Za-z0-9_.-]{1,64}){3}")
_VERB = re.compile(r"[^\x00-\x1f\x7f\"\\\ud800-\udfff]{0,80}")
_HEX = re.compile(r"[0-9a-f]{64}")
_HALF = re.compile("[\ud800-\udfff]")
_KNOWN = frozenset("abcdefhopqrstuvx")

_dump = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False, check_circular=False
).encode
_read = json.JSONDecoder().raw_decode
Body = dict[str, Any]


class MalformedError(ValueError):
    """A line that is no change: not JSON, a field missing or out of range, or a hash that is not its own."""


class Change(NamedTuple):
    """A change; ``body``, ``deps``, ``undoes`` and ``more`` are canonical JSON text ('' where there is none)."""

    stream: str
    seq: int
    tx: int
    hlc: int
    ts: int
    actor: str
    fmt: int
    verb: str
    ent: str
    row: str
    op: str
    body: str
    deps: str
    undoes: str
    more: str
    prev: bytes
    hash: bytes


def canonical_json(value: Any) -> str:
    """The one spelling of a JSON value.

    Raises MalformedError for what not every database can keep unchanged: floats, huge numbers, NUL, half a surrogate
    pair, what is nested too deep, and what is no JSON.
    """
    _check_kinds((value,), 0)
    text = _dump(value)
    if "\\u0000" in text and _holds_nul(value):
        raise MalformedError("a NUL character")
    if not text.isascii() and _HALF.search(text):
        raise MalformedError("half a surrogate pair")
    return text


def _check_kinds(values: Iterable[Any], depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise MalformedError("nested too deep")
    for value in values:
        kind = type(value)
        if kind is str or kind is bool or value is None:
            continue
        if kind is int:
            if not -_MAX_INT < value < _MAX_INT:
                raise MalformedError("a number out of range")
        elif kind is dict:
            if any(type(key) is not str for key in value):
                raise MalformedError("a key that is no text")
            _check_kinds(value.values(), depth + 1)
        elif kind is list:
            _check_kinds(value, depth + 1)
        else:
            raise MalformedError(f"a {kind.__name__}")


def _holds_nul(value: Any) -> bool:
    """Whether there is a NUL itself, and not only text that looks like the escape for one."""
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any(_holds_nul(item) for item in (*value, *value.values()))
    return isinstance(value, list) and any(_holds_nul(item) for item in value)


def canonical(change: Change) -> str:
    """The line that is hashed."""
    c = change
    if c.more:
        return _dump(json.loads(_spelt(c)) | json.loads(c.more))
    return _spelt(c)


def _spelt(c: Change) -> str:
    deps = f'"d":{c.deps},' if c.deps else ""
    fmt = f'"f":{c.fmt},' if c.fmt != 1 else ""
    undoes = f'"u":{c.undoes},' if c.undoes else ""
    return (
        f'{{"a":"{c.actor}","b":{c.body},"c":{c.hlc},{deps}"e":"{c.ent}",{fmt}"o":"{c.op}","p":"{c.prev.hex()}",'
        f'"q":{c.seq},"r":"{c.row}","s":"{c.stream}","t":{c.ts},{undoes}"v":"{c.verb}","x":{c.tx}}}'
    )


def sealed(change: Change) -> Change:
    """``change`` with its hash. Raises MalformedError where ``decode`` would refuse the line anywhere else."""
    _check_names(change.stream, change.actor, change.ent, change.row, change.verb)
    _check_numbers(change.seq, change.tx, change.hlc, change.ts)
    line = canonical(change).encode()
    if len(line) > MAX_LINE - 100:  # room for the hash
        raise MalformedError("a line too long")
    return change._replace(hash=sha256(line).digest())


def encode(change: Change) -> str:
    """The line as it travels: the canonical line with the hash in front."""
    return f'{{"h":"{change.hash.hex()}",{canonical(change)[1:]}'


def decode(line: str | bytes) -> Change:
    """The change a line holds, its hash recomputed. Raises MalformedError."""
    return parse(line)[0]


def parse(line: str | bytes) -> tuple[Change, Body]:
    """As ``decode``, with the body as the object it is, for who needs it at once."""
    if len(line) > MAX_LINE:
        raise MalformedError("a line too long")
    try:
        text = line if isinstance(line, str) else line.decode()
        d, end = _read(text)
    except (ValueError, RecursionError) as error:
        raise MalformedError("no JSON") from error
    if type(d) is not dict or text[end:].strip():
        raise MalformedError("no JSON object")
    try:
        change = _from_object(d)
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        if isinstance(error, MalformedError):
            raise
        raise MalformedError("a field that is missing or of the wrong kind") from error
    if sha256(canonical(change).encode()).digest() != change.hash:
        raise MalformedError("the hash does not fit")
    return change, d["b"]


def _from_object(d: dict[str, Any]) -> Change:
    stream, seq, tx, hlc, ts, fmt = d["s"], d["q"], d["x"], d["c"], d["t"], d.get("f", 1)
    body, deps, undoes, prev = d["b"], d.get("d"), d.get("u"), bytes.fromhex(d["p"])
    _check_names(stream, d["a"], d["e"], d["r"], d["v"])
    _check_numbers(seq, tx, hlc, ts)
    if (seq == 1) != (prev == GENESIS) or len(prev) != 32:
        raise MalformedError("a sequence that cannot be")
    if "f" in d and (type(fmt) is not int or not 2 <= fmt <= MAX_CLOCK):
        raise MalformedError("fold rules that are none")
    if d["o"] not in ("put", "del") or type(body) is not dict:
        raise MalformedError("neither put nor del")
    if deps:
        _check_deps(deps, stream)
    if undoes and not (type(undoes) is list and len(undoes) == 2 and _names_transaction(*undoes)):
        raise MalformedError("undoes nothing that is")
    return Change(
        stream,
        seq,
        tx,
        hlc,
        ts,
        d["a"],
        fmt,
        d["v"],
        d["e"],
        d["r"],
        d["o"],
        canonical_json(body),
        canonical_json(deps) if deps else "",
        canonical_json(undoes) if undoes else "",
        "" if d.keys() <= _KNOWN else canonical_json({k: v for k, v in d.items() if k not in _KNOWN}),
        prev,
        bytes.fromhex(d["h"]),
    )


def _check_numbers(seq: int, tx: int, hlc: int, ts: int) -> None:
    if not type(seq) is type(tx) is type(hlc) is type(ts) is int:
        raise MalformedError("a number that is none")
    if not (1 <= tx <= seq <= MAX_CLOCK and 0 <= hlc <= MAX_CLOCK and 0 <= ts <= MAX_CLOCK):
        raise MalformedError("a number out of range")


def _check_names(stream: str, actor: str, ent: str, row: str, verb: str) -> None:
    if not _FOUR_WORDS.fullmatch(" ".join((stream, actor, ent, row))):
        raise MalformedError("a name that is none")
    if not _VERB.fullmatch(verb):
        raise MalformedError("a verb that is none")


def _check_deps(deps: dict[str, Any], own: str) -> None:
    for stream, heads in deps.items():
        if not _WORD.fullmatch(stream) or stream == own or not heads:
            raise MalformedError("heads that are none")
        for seq, digest in heads:
            if type(seq) is not int or not 1 <= seq <= MAX_CLOCK or not _HEX.fullmatch(digest):
                raise MalformedError("heads that are none")


def _names_transaction(stream: Any, tx: Any) -> bool:
    return type(tx) is int and 1 <= tx <= MAX_CLOCK and _WORD.fullmatch(stream) is not None
