"""Traces: what somebody said, quoted in memos, remarks, examples and definitions; and in files beside the study."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from workbench.sanitise import line
from workbench.store import Op, delete, put
from workbench.study.base import Base
from workbench.study.words import FIELDS, Text, hidden, reference
from workbench.transcripts.quoted import Quoted

_INLINE = ("definition", "include", "exclude")
"""What is said of a code in the log itself: it can be changed, but not taken out of the log."""

_READABLE = (".csv", ".tsv", ".md", ".txt", ".json", ".jsonl", ".html", ".htm", ".xml")
_MOST = 20_000_000


class Traces(NamedTuple):
    """What takes the quotations out: changes with their texts, texts to be erased, and where they stand, in words.

    ``in_log`` are places whose words stand in the log itself, from where nothing can be taken.
    """

    ops: tuple[Op, ...]
    texts: tuple[Text, ...]
    erased: frozenset[str]
    where: tuple[str, ...]
    in_log: tuple[str, ...]


class _Place(NamedTuple):
    """A field that people read: what it holds (column or register), and what to call it.

    Of a ``placement``, ``field`` is the column of the table: it is written together with the reason.
    """

    ent: str
    row: str
    field: str
    value: Any
    name: str


def find(base: Base, quoted: Quoted, going: Collection[str]) -> Traces:
    """Every quotation in the study, and what takes it out; rows that are ``going`` anyway are left alone."""
    texts = base.store.read(
        "SELECT id, data FROM blob WHERE data IS NOT NULL AND id NOT IN (SELECT text FROM revision WHERE text > '')"
    )
    held = {name: data for name, data in texts if quoted.within(data)}
    ops: list[Op] = []
    hiding: list[Text] = []
    where: list[str] = []
    for place in _places(base):
        name = reference(place.value)
        words = held.get(name, "") if name else place.value
        if place.row in going or not isinstance(words, str) or not words or not quoted.within(words):
            continue
        if not _unseen(base, place):
            where.append(place.name)
        rest = quoted.without(words)
        if place.ent == "placement":
            ops.append(put(place.ent, place.row, place=[place.field or None, rest or None]))
        elif place.field in _INLINE:
            ops.append(put(place.ent, place.row, **{place.field: rest or None}))
        elif not rest:
            gone = place.ent == "memo"
            ops.append(delete("memo", place.row) if gone else put(place.ent, place.row, **{place.field: None}))
        else:
            # Salted as everybody would: two who take the same words out write the same.
            value, text = hidden(rest, base.words.salt(place.row, place.field))
            hiding.append(text)
            said = [None, value["text"]] if place.ent == "memo" else value
            ops.append(put(place.ent, place.row, **{place.field: said}))
    return Traces(tuple(ops), tuple(hiding), frozenset(held), tuple(where), tuple(_in_log(base, quoted)))


def _unseen(base: Base, place: _Place) -> bool:
    """Whether a place is kept from whoever is at work: the words leave it too, but it is not named."""
    return base.blind.hides(place.ent, place.row) or (place.field == "example" and place.row in base.blind.examples())


def _places(base: Base) -> Iterator[_Place]:
    for row, text, body, about, coder, code, transcript in base.store.read(
        "SELECT m.id, m.blob, m.body, m.about, c.name, k.name, t.name FROM memo m LEFT JOIN coder c ON c.id = m.coder "
        "LEFT JOIN code k ON k.id = m.target LEFT JOIN revision r ON r.id = m.revision "
        "LEFT JOIN transcript t ON t.id = COALESCE(r.transcript, m.target) WHERE m.alive = 1 ORDER BY m.id"
    ):
        on = f" on {line(code or transcript, 60)}" if code or transcript else f" on the {about}"
        value = {"text": text} if text else body
        yield _Place("memo", row, "text", value, f"memo by {line(coder or '?', 40)}{on}")
    for row, remark, coder, code, transcript in base.store.read(
        "SELECT g.id, g.memo, c.name, k.name, t.name FROM coding g LEFT JOIN coder c ON c.id = g.coder "
        "LEFT JOIN code k ON k.id = g.code LEFT JOIN revision r ON r.id = g.revision "
        "LEFT JOIN transcript t ON t.id = r.transcript WHERE g.alive = 1 AND g.memo > '' ORDER BY g.id"
    ):
        name = f"remark by {line(coder or '?', 40)} on {line(code or '?', 60)} in {line(transcript or '?', 60)}"
        yield _Place("coding", row, "memo", remark, name)
    fields = (*FIELDS["code"], *_INLINE)
    for row, name, *values in base.store.read(
        f"SELECT id, name, {', '.join(fields)} FROM code WHERE alive = 1 ORDER BY id"
    ):
        for field, value in zip(fields, values, strict=True):
            yield _Place("code", row, field, value, f"{field} of the code {line(name or '?', 60)}")
    yield from _told(base)


def _told(base: Base) -> Iterator[_Place]:
    """Why codes were changed or put somewhere by hand, and what is said of versions of the codebook."""
    for row, words, code in base.store.read(
        "SELECT r.id, r.words, k.name FROM reason r LEFT JOIN code k ON k.id = r.target "
        "WHERE r.alive = 1 AND r.words > '' ORDER BY r.id"
    ):
        yield _Place("reason", row, "words", words, f"reason for a change of the code {line(code or '?', 60)}")
    for row, column, reason, code in base.store.read(
        'SELECT p.id, p."column", p.reason, k.name FROM placement p LEFT JOIN code k ON k.id = p.code '
        "WHERE p.alive = 1 AND p.reason > '' ORDER BY p.id"
    ):
        yield _Place("placement", row, column or "", reason, f"reason for the place of {line(code or '?', 60)} by hand")
    for row, note, name in base.store.read("SELECT id, note, name FROM version WHERE alive = 1 AND note > ''"):
        yield _Place("version", row, "note", note, f"note on the version {line(name or '?', 60)} of the codebook")


def _in_log(base: Base, quoted: Quoted) -> list[str]:
    """The kinds of entries of the log that hold the words themselves, written so by hand or by an older workbench."""
    # Five words have four spaces between them; few changes have.
    found: dict[str, int] = {}
    for ent, verb, body in base.store.read("SELECT ent, verb, body FROM change WHERE body LIKE '% % % % %'"):
        if any(quoted.within(text) for text in _strings(json.loads(body))):
            found[f"{verb} ({ent})"] = found.get(f"{verb} ({ent})", 0) + 1
    return [f"{count} of the log's entries “{kind}”" for kind, count in sorted(found.items())]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def files(folder: Path, quoted: Quoted, skip: Collection[Path] = ()) -> list[str]:
    """The files in a study's folder that hold the words, by their paths in it; hidden folders are not looked into."""
    found = []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if any(part.startswith(".") for part in parts) or path.suffix.lower() not in _READABLE or path in skip:
            continue
        try:
            if path.is_file() and path.stat().st_size <= _MOST:
                text = path.read_bytes().decode("utf-8", "replace")
                if quoted.within(text):
                    found.append("/".join(parts))
        except OSError:
            continue
    return found
