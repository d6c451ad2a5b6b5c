"""Bundles: changes as files that never change, and that tell by themselves whether they are whole.

A bundle is the lines of the log, and a last line ``{"end":N,"sha256":…,"study":ID}`` that counts and hashes the lines
before it; compressed with gzip, the same lines always to the same bytes. A text that lies out of line is a file of one
line, which its id vouches for. Whatever is read here was written by anybody: sizes are capped while reading, and what
is not whole, or not what it should be, is ``TornError`` and nothing worse.
"""

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, BinaryIO, NamedTuple

from workbench.log.change import MAX_LINE, MalformedError
from workbench.store import blob_id
from workbench.sync.glance import Glance, glance, transaction

MAX_FILE = 128 * 1024 * 1024
"""Files above so many bytes are not read."""

MAX_PLAIN = 192 * 1024 * 1024
"""Nor is more than this taken out of a compressed one; the longest line there can be fits in."""

MOST_CHANGES = 5_000
MOST_BYTES = 8 * 1024 * 1024
"""A bundle is closed at the end of the transaction that reaches either."""

LONGEST_TRANSACTION = 32 * 1024 * 1024
"""A transaction above so many bytes is cut, for no reader would take a file of any size."""

_MAX_FOOTER = 1_000
_MAX_LINES = 2_000_000
_GZIP = b"\x1f\x8b"
_STUDY = re.compile(r"[A-Za-z0-9_.-]{1,64}")
TEXT_MARK = b'{"blob":"'
"""How the line of a text begins."""


class TornError(Exception):
    """A file that is not whole (it may still be on its way), or never was what it should be."""


class Bundle(NamedTuple):
    """What a whole file holds: the study its changes belong to, and the lines."""

    study: str
    lines: list[bytes]


class Piece(NamedTuple):
    """An unbroken chain of changes inside one file; ``prev`` is what it follows, ``ts`` its latest wall time in ms."""

    stream: str
    first: int
    last: int
    prev: str
    tip: str
    ts: int
    actor: str


def pack(lines: Sequence[str | bytes], study: str) -> tuple[str, bytes]:
    """The name and the bytes of a bundle of these lines, which are one chain."""
    body = b"".join((line.encode() if isinstance(line, str) else line) + b"\n" for line in lines)
    digest = sha256(body).hexdigest()
    foot = json.dumps({"end": len(lines), "sha256": digest, "study": study}, separators=(",", ":"))
    packed = io.BytesIO()
    with gzip.GzipFile("", "wb", 6, packed, mtime=0) as file:
        file.write(body + foot.encode() + b"\n")
    first, last = json.loads(lines[0])["q"], json.loads(lines[-1])["q"]
    return f"{first:08d}-{last:08d}.{digest[:12]}.jsonl.gz", packed.getvalue()


def unpack(data: bytes) -> Bundle:
    """The lines of a whole bundle, compressed or not. Raises TornError."""
    stream: BinaryIO = io.BytesIO(data)
    if data[:2] == _GZIP:
        stream = gzip.GzipFile(fileobj=stream)  # type: ignore[assignment]
    try:
        *lines, foot = _lines(stream)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise TornError(str(error)) from None
    if len(foot) > _MAX_FOOTER:
        raise TornError("no last line")
    footer = _object(foot)
    digest = sha256()
    for line in lines:
        digest.update(line)
    study = footer.get("study", "")
    if footer.get("end") != len(lines) or footer.get("sha256") != digest.hexdigest():
        raise TornError("the last line does not fit")
    if not isinstance(study, str) or not _STUDY.fullmatch(study):
        raise TornError("no study")
    return Bundle(study, [line.rstrip(b"\n") for line in lines])


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    size = 0
    for number in range(_MAX_LINES):
        line = stream.readline(MAX_LINE + 2)
        if not line:
            return
        size += len(line)
        # What does not begin like this is no log, and need not be read to its end to see that.
        if size > MAX_PLAIN or line[:1] != b"{" or (number == 0 and line[:2] != b'{"'):
            raise TornError("no lines of a log")
        yield line
    raise TornError("too many lines")


def _object(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise TornError("no JSON object")
    return found


def pieces(lines: Iterable[str | bytes]) -> tuple[Piece, ...]:
    """The chains that these lines make; a line that is no change is passed over."""
    found: dict[tuple[str, str], Piece] = {}
    at: Glance | None = None  # the end of the run that is being read, and its first change and latest time
    first, latest = at, 0
    for line in dict.fromkeys(lines):
        try:
            change = glance(line)
        except MalformedError:
            continue
        if at and first and _follows(change, at):
            at, latest = change, max(latest, change.ts)
            continue
        if at and first:
            _end_run(found, first, at, latest)
        first = at = change
        latest = change.ts
    if at and first:
        _end_run(found, first, at, latest)
    return tuple(found.values())


def _follows(change: Glance, at: Glance) -> bool:
    return change[:3] == (at.stream, at.seq + 1, at.hash) and change.actor == at.actor


def _end_run(found: dict[tuple[str, str], Piece], first: Glance, last: Glance, latest: int) -> None:
    """Keep a run of lines as a piece, or as the rest of one that ended where it begins."""
    before = found.get((first.stream, first.prev))
    if before and before.last + 1 == first.seq and before.actor == first.actor:
        del found[first.stream, first.prev]
        piece = before._replace(last=last.seq, tip=last.hash, ts=max(before.ts, latest))
    else:
        piece = Piece(first.stream, first.seq, last.seq, first.prev, last.hash, latest, first.actor)
    found[first.stream, last.hash] = piece


def lines_of(piece: Piece, lines: Sequence[bytes], after: int) -> list[bytes]:
    """The lines of ``piece`` above sequence ``after``, out of all the lines of its file."""
    if len(lines) == piece.last - piece.first + 1:
        return list(lines[max(0, after + 1 - piece.first) :])
    known: dict[str, tuple[str, int, bytes]] = {}
    for line in lines:
        try:
            change = glance(line)
        except MalformedError:
            continue
        if change.stream == piece.stream:
            known[change.hash] = change.prev, change.seq, line
    chain: list[bytes] = []
    at = piece.tip
    while at in known and known[at][1] > after and known[at][1] >= piece.first:
        at, _, line = known[at]
        chain.append(line)
    return chain[::-1]


def read_text(data: bytes) -> tuple[str, str]:
    """(id, line) of a text that lies out of line. Raises TornError where it is not what its id says."""
    line = data.strip()
    found = _object(line)
    try:
        name, text = found["blob"], found["data"]
        if isinstance(text, str) and blob_id(bytes.fromhex(found["salt"]), text) == name:
            return str(name), line.decode()
    except (KeyError, TypeError, ValueError):
        pass
    raise TornError("not the text that its id says")


def portions(
    lines: Sequence[str | bytes], changes: int = MOST_CHANGES, size: int = MOST_BYTES
) -> Iterator[list[str | bytes]]:
    """``lines`` in portions that end where a transaction ends, once they reach so many changes or bytes.

    Only a transaction above ``LONGEST_TRANSACTION`` is cut.
    """
    portion: list[str | bytes] = []
    weight = alone = 0  # bytes of the portion, and of its last transaction
    at: tuple[object, object] = (None, None)
    for line in lines:
        now = transaction(line)
        border = now != at or now[1] is None
        alone = 0 if border else alone
        full = len(portion) >= changes or weight >= size
        if portion and ((border and full) or alone + len(line) > LONGEST_TRANSACTION):
            yield portion
            portion, weight, alone = [], 0, 0
        portion.append(line)
        weight += len(line)
        alone += len(line)
        at = now
    if portion:
        yield portion
