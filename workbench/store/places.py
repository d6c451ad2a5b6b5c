"""Where passages stand now: what was anchored in one text of a transcript is placed in the one that is read.

A coding says for ever in which text it was made, and where. Its row says where that is in the transcript's current
text; ``anchor`` then holds what was written. Both follow from the rows alone, so every replica places alike, whatever
came first: the correction, or the coding of a colleague who had not seen it. What has no place in the current text
stays in the text it was written in, for somebody to look at.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from workbench.log.change import Body, Change, canonical_json
from workbench.model import ENTITIES
from workbench.store.database import Database
from workbench.transcripts.ways import Node, Ways

PLACED = tuple(ent for ent in ENTITIES if "anchor" in ENTITIES[ent].model_fields)
"""The entities whose passages are placed."""
TEXTS = ("revision", "transcript")
"""The entities that say which texts there are, and which is read."""

_STALE = "SELECT r.id FROM revision r JOIN transcript t ON t.id = r.transcript WHERE t.current <> r.id"
_HERE = "e.anchor IS NULL AND t.current <> e.revision AND typeof(e.start) = 'integer' AND typeof(e.end) = 'integer'"


def after_local(db: Database, changes: Sequence[tuple[Change, Body]]) -> None:
    """Place what changes made here have moved."""
    if any(change.ent in TEXTS for change, _ in changes):
        after_merged(db, changes)
        return
    for ent in PLACED:
        for change, _ in changes:
            if change.ent == ent:
                _place(db, ent, "e.id = ?", (change.row,))


def after_merged(db: Database, changes: Iterable[tuple[Change, Body]]) -> None:
    """Place what stands in texts that are not read; what changes of texts have moved first goes back to its anchor."""
    for transcript in sorted(_concerned(db, changes)):
        for ent in PLACED:
            _back(db, ent, transcript)
    place_all(db)


def place_all(db: Database) -> None:
    """Place whatever stands in a text that is not read."""
    for ent in PLACED:
        _place(db, ent, f"e.revision IN ({_STALE})", ())


def _concerned(db: Database, changes: Iterable[tuple[Change, Body]]) -> set[str]:
    """The transcripts whose texts are others than before, or another of them is read."""
    found: set[str] = set()
    for change, body in changes:
        if change.ent == "transcript" and (change.op == "del" or "current" in body):
            found.add(change.row)
        elif change.ent == "revision":
            # A text belongs to one transcript; what a broken program says of it is believed no more than that.
            bodies = db.con.execute("SELECT body FROM change WHERE row = ? AND ent = 'revision'", (change.row,))
            named = (json.loads(written).get("transcript") for (written,) in bodies.fetchall())
            found.update(transcript for transcript in named if isinstance(transcript, str))
    return found


def _back(db: Database, ent: str, transcript: str) -> None:
    db.con.execute(
        f"UPDATE \"{ent}\" SET revision = json_extract(anchor, '$[0]'), start = json_extract(anchor, '$[1]'), "
        "end = json_extract(anchor, '$[2]'), anchor = NULL "
        "WHERE anchor IS NOT NULL AND revision IN (SELECT id FROM revision WHERE transcript = ?)",
        (transcript,),
    )


def _place(db: Database, ent: str, which: str, given: tuple[Any, ...]) -> None:
    rows = db.con.execute(
        f'SELECT r.transcript, t.current, e.id, e.revision, e.start, e.end FROM "{ent}" e '
        "JOIN revision r ON r.id = e.revision JOIN transcript t ON t.id = r.transcript "
        f"WHERE {which} AND {_HERE} ORDER BY r.transcript",
        given,
    ).fetchall()
    placed = []
    ways, at = Ways(()), ""
    for transcript, current, row, revision, start, end in rows:
        if transcript != at:
            ways, at = _ways(db, transcript), transcript
        carried = ways.carry(revision, current, start, end)
        if carried:
            anchor = canonical_json([revision, start, end])
            placed.append((current, carried.start, carried.end, anchor, row))
    db.con.executemany(f'UPDATE "{ent}" SET revision = ?, start = ?, end = ?, anchor = ? WHERE id = ?', placed)


def _ways(db: Database, transcript: str) -> Ways:
    rows = db.con.execute(
        "SELECT id, characters, parents, cuts, moves FROM revision WHERE transcript = ?", (transcript,)
    ).fetchall()
    return Ways(Node(*row) for row in rows if type(row[1]) is int)
