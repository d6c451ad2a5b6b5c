"""The texts a transcript has had: which there are, which is read, and what they differ in."""

from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from workbench.errors import NotFoundError, StudyError
from workbench.sanitise import line
from workbench.store import Op, put
from workbench.study.base import Base, not_found, parsed_list
from workbench.study.log import local
from workbench.study.transcripts import Transcripts, is_turn
from workbench.transcripts.reanchor import align
from workbench.transcripts.turns import Turn
from workbench.transcripts.ways import Node, Ways


class Current(NamedTuple):
    """A text of a transcript, as a rule the one that is read; ``times`` as its column holds them (JSON, or None)."""

    transcript: str
    name: str
    revision: str
    text: str
    sha256: str
    turns: tuple[Turn, ...]
    times: str | None
    private: bool
    interviewer: tuple[str, ...]

    def row_of(self, base: Base, text: str) -> str:
        """The row that everybody gives ``text`` in this transcript."""
        return base.derive("revision", self.transcript, sha256(text.encode()).hexdigest())


class RevisionRow(NamedTuple):
    """One text of a transcript; ``n`` counts them from 1, the oldest first.

    ``why``: '' for an import, ``correction``, ``anonymised`` or ``joined``. ``private``: it stays on the machine that
    has it. ``erased``: its words are gone for ever.
    """

    id: str
    n: int
    why: str
    characters: int
    sha256: str
    current: bool
    coder: str
    when: datetime
    private: bool
    erased: bool
    here: bool


class Stretch(NamedTuple):
    """A stretch in which two texts differ: where it stands in both, and its words."""

    old: tuple[int, int]
    new: tuple[int, int]
    before: str
    after: str


def current(base: Base, transcript: str) -> Current:
    """The text of a transcript (by name) that is read. Raises ``NotFoundError`` where it is not here."""
    document = Transcripts(base).document(transcript)
    return version(base, document.revision)


def version(base: Base, revision: str) -> Current:
    """A text by its row. Raises ``NotFoundError`` where it is not here."""
    rows = base.store.read(
        "SELECT t.id, t.name, r.id, b.data, r.sha256, r.turns, r.times, r.private, t.interviewer FROM revision r "
        "JOIN transcript t ON t.id = r.transcript LEFT JOIN blob b ON b.id = r.text WHERE r.id = ?",
        (revision,),
    )
    if not rows or rows[0][3] is None:
        raise NotFoundError(
            "that text is not here", "It was erased, is kept at home by a colleague, or has not come yet."
        )
    row, name, revision, text, digest, turns, times, private, interviewer = rows[0]
    return Current(
        row,
        name or "",
        revision,
        text,
        digest or "",
        tuple(Turn(*t) for t in parsed_list(turns, lambda t: is_turn(t, len(text)))),
        times,
        bool(private),
        tuple(parsed_list(interviewer, lambda label: isinstance(label, str))),
    )


def points_to(base: Base, transcript: str) -> str:
    """The row of the text that a transcript (a row) points to, '' for none."""
    rows = base.store.read("SELECT current FROM transcript WHERE id = ? AND alive = 1", (transcript,))
    return str(rows[0][0] or "") if rows else ""


def ways(base: Base, revision: str) -> Ways:
    """The ways between the texts of the transcript that a text (a row) belongs to."""
    rows = base.store.read(
        "SELECT id, characters, parents, cuts, moves FROM revision "
        "WHERE transcript = (SELECT transcript FROM revision WHERE id = ?)",
        (revision,),
    )
    return Ways(Node(*row) for row in rows if type(row[1]) is int)


def text_of(base: Base, revision: str) -> str | None:
    """The text of a revision; None where it is not here, or was erased."""
    rows = base.store.read("SELECT b.data FROM revision r JOIN blob b ON b.id = r.text WHERE r.id = ?", (revision,))
    return rows[0][0] if rows else None


def revisions(base: Base, transcript: str) -> list[RevisionRow]:
    """The living texts of a transcript (by name), the oldest first. Raises ``NotFoundError``."""
    names = {
        name: row for row, name in base.store.read("SELECT id, name FROM transcript WHERE alive = 1 ORDER BY name")
    }
    if transcript not in names:
        raise not_found("transcript", transcript, names)
    rows = base.store.read(
        "SELECT r.id, r.why, r.characters, r.sha256, t.current IS r.id, r.private, "
        "b.id IS NOT NULL AND b.data IS NULL, b.data IS NOT NULL, "
        "(SELECT c.actor FROM change c WHERE c.row = r.id ORDER BY c.hlc LIMIT 1), "
        "(SELECT c.ts FROM change c WHERE c.row = r.id ORDER BY c.hlc LIMIT 1), "
        "(SELECT min(c.hlc) FROM change c WHERE c.row = r.id) AS made "
        "FROM revision r JOIN transcript t ON t.id = r.transcript LEFT JOIN blob b ON b.id = r.text "
        "WHERE r.transcript = ? AND r.alive = 1 ORDER BY made, r.id",
        (names[transcript],),
    )
    coders = base.coder_names()
    return [
        RevisionRow(
            row,
            number,
            why or "",
            characters or 0,
            digest or "",
            bool(now),
            coders.get(actor, ""),
            local(ts or 0),
            bool(private),
            bool(gone),
            bool(here),
        )
        for number, (row, why, characters, digest, now, private, gone, here, actor, ts, _) in enumerate(rows, 1)
    ]


def to_go_back_to(base: Base, now: Current, revision: str) -> str:
    """The text of an earlier revision of the transcript, if it may be read again."""
    found = next((one for one in revisions(base, now.name) if one.id == revision), None)
    if found is None:
        raise NotFoundError(f"{line(now.name, 60)} has no such text", "`workbench transcripts revisions` lists them.")
    if found.erased:
        raise StudyError(f"that text of {line(now.name, 60)} was erased", "It does not come back.")
    if found.private and not now.private:
        raise StudyError(
            f"that text of {line(now.name, 60)} is from before anonymisation, and stays at home",
            "Correct the text that is read instead; `workbench log undo` takes an anonymisation back as a whole.",
        )
    return version(base, revision).text


def difference(base: Base, transcript: str, older: str, newer: str) -> list[Stretch]:
    """What two texts of a transcript differ in, in order."""
    known = {one.id for one in revisions(base, transcript)}
    if not {older, newer} <= known:
        raise NotFoundError(f"{line(transcript, 60)} has no such text")
    return changes(version(base, older).text, version(base, newer).text)


def changes(before: str, after: str) -> list[Stretch]:
    """What two texts differ in, in order, without the white space around it that both have."""
    found = []
    for hunk in align(before, after).hunks:
        old, new = before[hunk.a0 : hunk.a1], after[hunk.b0 : hunk.b1]
        head = tail = 0
        while head < min(len(old), len(new)) and old[head] == new[head] and old[head].isspace():
            head += 1
        while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail] and old[-1 - tail].isspace():
            tail += 1
        found.append(
            Stretch(
                (hunk.a0 + head, hunk.a1 - tail),
                (hunk.b0 + head, hunk.b1 - tail),
                old[head : len(old) - tail],
                new[head : len(new) - tail],
            )
        )
    return found


def at_home(base: Base, transcript: str, besides: str) -> list[Op]:
    """What keeps every text of a transcript (a row) at home but one."""
    rows = base.store.read(
        "SELECT id FROM revision WHERE transcript = ? AND id <> ? AND alive = 1 AND private IS NOT 1 ORDER BY id",
        (transcript, besides),
    )
    return [put("revision", row, private=1) for (row,) in rows]
