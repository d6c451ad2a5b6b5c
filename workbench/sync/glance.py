"""What a line of the log says of itself, told without reading all of it.

A line as this program spells it is cut up from both ends; only one that is spelt differently is read whole. Its hash
is that of the very bytes, so nobody can claim to have a change by altering it. Everything else is checked where lines
are taken in, change by change.
"""

import json
import re
from hashlib import sha256
from typing import NamedTuple

from workbench.log.change import decode

_WORD = rb"[A-Za-z0-9_.-]{1,64}"
_NUMBER = rb"(0|[1-9][0-9]{0,17})"
_FRONT = re.compile(rb'\{"h":"([0-9a-f]{64})","a":"(' + _WORD + rb')","b":')
_END = re.compile(
    rb'"p":"([0-9a-f]{64})","q":([1-9][0-9]{0,17}),"r":"' + _WORD + rb'","s":"(' + _WORD + rb')",'
    rb'"t":' + _NUMBER + rb',(?:"u":\["' + _WORD + rb'",[0-9]{1,18}\],)?"v":"[^"\\]*","x":' + _NUMBER + rb"\}"
)
_HASHED_FROM = len(b'{"h":"",') + 64


class Glance(NamedTuple):
    """A change's place in its chain, hashes as hex; ``ts`` is its wall time in ms."""

    stream: str
    seq: int
    prev: str
    hash: str
    ts: int
    actor: str


def glance(line: str | bytes) -> Glance:
    """Where the change of a line stands. Raises MalformedError for what is none, or whose hash does not fit."""
    raw = line.encode(errors="surrogatepass") if isinstance(line, str) else line
    front, end = _FRONT.match(raw), _ending(raw)
    if front and end and sha256(b"{" + raw[_HASHED_FROM:]).hexdigest().encode() == front[1]:
        digest, actor = front.groups()
        prev, seq, stream, ts, _ = end.groups()
        return Glance(stream.decode(), int(seq), prev.decode(), digest.decode(), int(ts), actor.decode())
    change = decode(line)
    return Glance(change.stream, change.seq, change.prev.hex(), change.hash.hex(), change.ts, change.actor)


def transaction(line: str | bytes) -> tuple[object, object]:
    """Which transaction a line belongs to: its stream, and the sequence of its first change."""
    raw = line.encode(errors="surrogatepass") if isinstance(line, str) else line
    if raw[:6] == b'{"h":"' and (end := _ending(raw)):
        return end[3].decode(), int(end[5])
    try:
        found = json.loads(line)
        return found["s"], found["x"]
    except (KeyError, TypeError, ValueError, RecursionError):
        return None, None


def _ending(raw: bytes) -> "re.Match[bytes] | None":
    """What stands behind the body, which may hold the same words, but none so far to the right."""
    at = raw.rfind(b'"p":"')
    return _END.fullmatch(raw, at) if at > 0 else None
