"""Recording: the changes that make a study know a text, and what is said about an interview."""

import json
from typing import Any

from workbench import transcripts as room
from workbench.store import Op, blob_id, put
from workbench.study.base import ANONYMISED, Base, parsed_list
from workbench.transcripts import Front, FrontInformant, Source
from workbench.transcripts.times import Times

NO_SALT = b""
Ops = list[Op]
Texts = list[tuple[bytes, str]]


def revision(base: Base, source: Source, transcript: str, salt: bytes, *, private: bool) -> Op:
    """The change that makes the text of ``source`` one of a transcript's."""
    at_home = {"private": 1} if private else {}
    timed = {"times": times_text(source.times)} if source.times else {}
    sentences = room.sentences(source.text, source.turns, base.settings.language)
    return put(
        "revision",
        base.derive("revision", transcript, source.sha256),
        transcript=transcript,
        text=blob_id(salt, source.text),
        sha256=source.sha256,
        characters=len(source.text),
        turns=json.dumps([list(t) for t in source.turns], ensure_ascii=False, separators=(",", ":")),
        sentences=json.dumps(sentences, separators=(",", ":")),
        segmenter=room.SEGMENTER,
        **timed,
        **at_home,
    )


def times_text(times: Times) -> str:
    """Times as a revision holds them."""
    return json.dumps([list(time) if time else None for time in times], separators=(",", ":"))


def said(base: Base, front: Front, row: str, more: dict[str, Any]) -> Ops:
    """What ``front`` says of the transcript ``row`` and its informants, as far as the study does not know it.

    A file without front matter says nothing: what the study knows of the interview stays.
    """
    silent, asking = False, list(front.interviewer)
    if not front.line:
        for (known,) in base.store.read("SELECT interviewer FROM transcript WHERE id = ? AND alive = 1", (row,)):
            silent = True
            asking = asking or parsed_list(known, lambda label: isinstance(label, str))
    fields: dict[str, Any] = {
        "name": front.id,
        "site": front.site or None,
        "date": front.date or None,
        "kind": front.kind or None,
        "mode": front.mode or None,
        "interviewer": json.dumps(asking, ensure_ascii=False),
    }
    if silent:
        fields = {name: value for name, value in fields.items() if value}
    ops = changed(base, "transcript", row, fields | more)
    renamed = _renamed(base, row)
    for informant in front.informants:
        if silent and (informant.label in asking or (_says_nothing(informant) and _known(base, row, informant.label))):
            continue
        other = renamed.get(informant.label, "")
        if not other or informant.person:  # else it is somebody the study knows, of whom the file says no more
            ops += _informant(base, row, front.id, informant, other)
    return ops


def _says_nothing(informant: FrontInformant) -> bool:
    """Whether only her label was found."""
    return not (informant.line or informant.person or informant.group or informant.attributes)


def _known(base: Base, transcript: str, label: str) -> bool:
    """Whether somebody has, or had, that label there."""
    row = base.derive("informant", transcript, label)
    query = "SELECT 1 FROM informant WHERE id = ? OR (transcript = ? AND label = ?) LIMIT 1"
    return bool(base.store.read(query, (row, transcript, label)))


def _renamed(base: Base, transcript: str) -> dict[str, str]:
    """The informants (rows) of a transcript who have another label than when they came, by that label."""
    rows = base.store.read("SELECT id, label FROM informant WHERE transcript = ? AND alive = 1", (transcript,))
    return {label: row for row, label in rows if label and row != base.derive("informant", transcript, label)}


def _informant(base: Base, transcript: str, name: str, informant: FrontInformant, row: str = "") -> Ops:
    row = row or base.derive("informant", transcript, informant.label)
    # Without a written id a person is transcript + label.
    written = (informant.person,) if informant.person else (name, informant.label)
    person = base.derive("person", *written)
    ops = changed(base, "person", person, {"name": informant.person or None})
    ops += changed(
        base,
        "informant",
        row,
        {"transcript": transcript, "label": informant.label, "person": person, "group": informant.group or None},
    )
    for key, value in informant.attributes.items():
        attribute = base.derive("attribute", row, key)
        ops += changed(base, "attribute", attribute, {"owner": row, "name": key, "value": value})
    return ops


def changed(base: Base, ent: str, row: str, fields: dict[str, Any]) -> Ops:
    """One put of the fields that differ from what is recorded, if any do; what was anonymised stays as it is."""
    columns = ", ".join(f'"{name}"' for name in fields)
    known = base.store.read(f'SELECT {columns} FROM "{ent}" WHERE id = ? AND alive = 1', (row,))
    now = dict(zip(fields, known[0], strict=True)) if known else {}
    new = {k: v for k, v in fields.items() if now.get(k) != v}
    if known and new:
        new = {k: v for k, v in new.items() if k == "current" or not _anonymised(base, row, k)}
        if not new:
            return []
    return [put(ent, row, **new)] if new or not known else []


def _anonymised(base: Base, row: str, field: str) -> bool:
    """Whether a field says what it says because somebody was made anonymous there: a file does not bring it back."""
    rows = base.store.read(
        "SELECT verb FROM change WHERE row = ? AND op = 'put' AND instr(body, ?) > 0 ORDER BY hlc DESC LIMIT 1",
        (row, f'"{field}":'),
    )
    return bool(rows) and rows[0][0] == ANONYMISED
