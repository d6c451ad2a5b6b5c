"""Traces: what somebody said, in memos, remarks, examples, definitions, quotations; and in files beside the study."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from workbench.sanitise import line
from workbench.store import Op, delete, put
from workbench.study.base import Base
from workbench.study.withdrawals import leaving
from workbench.study.words import FIELDS, Text, hidden, reference
from workbench.synthesis.answers import reworded
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
    answers = _answers(base)
    held = {name: data for name, data in texts if _within(quoted, data, table=name in answers)}
    ops: list[Op] = []
    hiding: list[Text] = []
    where: list[str] = []
    for place in _places(base):
        name = reference(place.value)
        words = held.get(name, "") if name else place.value
        table = place.ent == "survey"
        if place.row in going or not isinstance(words, str) or not words or not _within(quoted, words, table=table):
            continue
        if not _unseen(base, place):
            where.append(place.name)
        rest = reworded(words, quoted.without) if table else quoted.without(words)
        if place.ent == "placement":
            ops.append(put(place.ent, place.row, place=[place.field or None, rest or None]))
        elif place.field in _INLINE or place.ent == "wording":
            ops.append(put(place.ent, place.row, **{place.field: rest or None}))
        elif not rest:
            gone = place.ent in ("memo", "summary")
            ops.append(delete(place.ent, place.row) if gone else put(place.ent, place.row, **{place.field: None}))
        else:
            # Salted as everybody would: two who take the same words out write the same.
            value, text = hidden(rest, base.words.salt(place.row, place.field))
            hiding.append(text)
            said = [None, value["text"]] if place.ent == "memo" else value
            ops.append(put(place.ent, place.row, **{place.field: said}))
    return Traces(tuple(ops), tuple(hiding), frozenset(held), tuple(where), tuple(_in_log(base, quoted)))


def _within(quoted: Quoted, words: str, *, table: bool) -> bool:
    """Whether words quote; of a ``table``, whether one of its cells does: numbers beside each other say nothing."""
    if not table:
        return quoted.within(words)
    return any(quoted.within(cell) for cell in {cell for row in words.split("\n") for cell in row.split("\t")})


def _answers(base: Base) -> set[str]:
    """The texts that are or were answers to surveys."""
    return set().union(*(leaving.versions_of(base, row) for (row,) in base.store.read("SELECT id FROM survey")))


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
    for row, shown, code, transcript in base.store.read(
        "SELECT p.id, p.shown, k.name, t.name FROM pick p LEFT JOIN code k ON k.id = p.code "
        "LEFT JOIN revision r ON r.id = p.revision LEFT JOIN transcript t ON t.id = r.transcript "
        "WHERE p.alive = 1 AND p.shown > '' ORDER BY p.id"
    ):
        name = f"quotation for {line(code or '?', 60)} from {line(transcript or '?', 60)}"
        yield _Place("pick", row, "shown", shown, name)
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
    for row, words, code in base.store.read(
        "SELECT w.id, w.words, k.name FROM wording w LEFT JOIN code k ON k.id = w.code "
        "WHERE w.alive = 1 AND w.words > '' ORDER BY w.id"
    ):
        yield _Place("wording", row, "words", words, f"wording of {line(code or '?', 60)} in tables")
    for row, note, name in base.store.read("SELECT id, note, name FROM version WHERE alive = 1 AND note > ''"):
        yield _Place("version", row, "note", note, f"note on the version {line(name or '?', 60)} of the codebook")
    for row, words, code in base.store.read(
        "SELECT s.id, s.words, k.name FROM summary s LEFT JOIN code k ON k.id = s.code "
        "WHERE s.alive = 1 AND s.words > '' ORDER BY s.id"
    ):
        yield _Place("summary", row, "words", words, f"summary of {line(code or '?', 60)}")
    for row, rows, name in base.store.read('SELECT id, "rows", name FROM survey WHERE alive = 1 AND "rows" > \'\''):
        yield _Place("survey", row, "rows", rows, f"answers to the survey {line(name or '?', 60)}")


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
