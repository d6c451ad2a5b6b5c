"""The nouns of a study, one SQLModel class each.

Each class is a projection: its table is a pure function of the log and is rebuilt from it, never migrated. ``alive``
is 0 for what has been deleted; ``x`` keeps, as JSON, what a newer workbench wrote and this one does not know.
Positions are code points of a revision's stored text, the end exclusive. Nothing but the primary key is enforced:
dangling references and duplicates are questions for the inbox, not errors.

How fields of a change become columns is said here and nowhere else:
``composites`` are registers whose parts move together, ``folders`` collect the registers that share a prefix.
"""

from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

SCHEMA = 6
"""The number of this set of tables; a database of another number has its tables rebuilt from its log."""


class Projection(SQLModel):
    """What every projected row has."""

    composites: ClassVar[dict[str, tuple[str, ...]]] = {}
    folders: ClassVar[dict[str, str]] = {}

    id: str = Field(primary_key=True, max_length=26)
    alive: int = Field(default=1)
    x: str | None = None


class Setting(Projection, table=True):
    """One key of study.toml, as ``table.key``; ``value`` is JSON, ``sort`` its place in the file."""

    __table_args__ = {"sqlite_with_rowid": False}
    key: str | None = None
    value: str | None = None
    sort: int | None = None


class Coder(Projection, table=True):
    """A person who codes; never deleted, only no longer active."""

    __table_args__ = {"sqlite_with_rowid": False}
    name: str | None = None
    active: int | None = None


class Person(Projection, table=True):
    """Somebody who was interviewed, joining informants across transcripts; ``name`` is the written id (P07)."""

    __table_args__ = {"sqlite_with_rowid": False}
    name: str | None = None


class Informant(Projection, table=True):
    """A person speaking in one transcript under one label, in a group."""

    __table_args__ = (Index("informant_transcript", "transcript"), {"sqlite_with_rowid": False})
    transcript: str | None = None
    label: str | None = None
    person: str | None = None
    group: str | None = None


class Attribute(Projection, table=True):
    """What is known of an informant beside the group: role, area, form of collaboration, …"""

    __table_args__ = (Index("attribute_owner", "owner"), {"sqlite_with_rowid": False})
    owner: str | None = None
    name: str | None = None
    value: str | None = None


class Transcript(Projection, table=True):
    """One interview or document; ``name`` is the id in its front matter, ``interviewer`` a JSON list of labels."""

    __table_args__ = {"sqlite_with_rowid": False}
    name: str | None = None
    site: str | None = None
    date: str | None = None
    kind: str | None = None
    mode: str | None = None
    interviewer: str | None = None
    current: str | None = None
    source: str | None = None


class Revision(Projection, table=True):
    """One immutable text of a transcript.

    ``text`` names the blob that holds it, ``sha256`` is of its UTF-8 bytes. ``turns`` is a JSON list of
    [start, label end, end, label] and ``sentences`` of start positions, both fixed at import by ``segmenter``.
    ``cuts`` is a JSON list of the [start, end] that were taken out of the first of its ``parents`` to make it;
    ``moves`` says, as ``transcripts.moves`` writes it, where every place of its parents stands in it. ``times`` is a
    JSON list of [start, end] in milliseconds, one a turn, null where it is not known. ``why`` it was made: nothing
    for an import, ``correction``, ``anonymised`` or ``joined``. A text with ``private`` 1 never leaves the replica
    that has it: it is from before anonymisation.
    """

    # With rowids, unlike the others: SQLite compares a key in a row without one only after reading all of the row.
    __table_args__ = (Index("revision_transcript", "transcript"),)
    transcript: str | None = None
    text: str | None = None
    sha256: str | None = None
    characters: int | None = None
    parents: str | None = None
    turns: str | None = None
    sentences: str | None = None
    segmenter: str | None = None
    cuts: str | None = None
    moves: str | None = None
    times: str | None = None
    why: str | None = None
    private: int | None = None


class Code(Projection, table=True):
    """A theme of the codebook.

    ``parent`` and ``merged`` are what was last written; ``above`` (the nearest living ancestor) and ``effective``
    (the code it is merged into in the end, or itself) follow from the replay of all moves and merges.
    ``facets`` is what a new coding with this code starts with. ``draft`` names the coder who made it while coding blind
    and has not proposed it to the team yet. ``exclusive`` 1: of the codes below it a passage bears one at most.
    ``status``: ``draft`` while it is still being found, ``settled`` once the team has agreed on it. ``origin`` is the
    code it was split from, ``split`` a JSON list of those into which its own passages were sorted last.
    """

    __table_args__ = {"sqlite_with_rowid": False}
    short: str | None = None
    name: str | None = None
    definition: str | None = None
    include: str | None = None
    exclude: str | None = None
    example: str | None = None
    facets: str | None = None
    colour: str | None = None
    sort: int | None = None
    parent: str | None = None
    merged: str | None = None
    above: str | None = None
    effective: str | None = None
    draft: str | None = None
    exclusive: int | None = None
    status: str | None = None
    origin: str | None = None
    split: str | None = None


class Coding(Projection, table=True):
    """One coder tagged one passage with one code.

    ``revision``, ``start`` and ``end`` say where the passage stands in the text that is read now; ``anchor``, a JSON
    [revision, start, end], what was written, where that is another text. A passage without a place in the text that is
    read stays in the one it was written in.
    ``facets`` is a JSON object of lists; ``voices`` a JSON list of informants where the coder has corrected who speaks.
    ``star`` 1: a good example of its code.
    """

    __table_args__ = (
        Index("coding_revision", "revision", "start"),
        Index("coding_code", "code"),
        Index("coding_memo", "memo", sqlite_where=text("memo IS NOT NULL")),
        {"sqlite_with_rowid": False},
    )
    composites: ClassVar[dict[str, tuple[str, ...]]] = {"span": ("revision", "start", "end")}
    folders: ClassVar[dict[str, str]] = {"facet.": "facets"}
    revision: str | None = None
    start: int | None = None
    end: int | None = None
    code: str | None = None
    coder: str | None = None
    memo: str | None = None
    weight: int | None = None
    voices: str | None = None
    facets: str | None = None
    star: int | None = None
    anchor: str | None = None


class Memo(Projection, table=True):
    """A note on a passage, code, transcript or the study; long bodies lie in a ``blob``. Placed as a coding is."""

    __table_args__ = (
        Index("memo_target", "target"),
        Index("memo_revision", "revision", sqlite_where=text("revision IS NOT NULL")),
        {"sqlite_with_rowid": False},
    )
    composites: ClassVar[dict[str, tuple[str, ...]]] = {
        "span": ("revision", "start", "end"),
        "text": ("body", "blob"),
    }
    about: str | None = None
    target: str | None = None
    revision: str | None = None
    start: int | None = None
    end: int | None = None
    body: str | None = None
    blob: str | None = None
    kind: str | None = None
    coder: str | None = None
    anchor: str | None = None


class Link(Projection, table=True):
    """A memo points to a passage. Placed as a coding is."""

    __table_args__ = (
        Index("link_memo", "memo"),
        Index("link_revision", "revision"),
        {"sqlite_with_rowid": False},
    )
    composites: ClassVar[dict[str, tuple[str, ...]]] = {"span": ("revision", "start", "end")}
    memo: str | None = None
    revision: str | None = None
    start: int | None = None
    end: int | None = None
    coder: str | None = None
    anchor: str | None = None


class Reason(Projection, table=True):
    """Why somebody changed a code (``target``), said in the transaction that changed it; ``words`` lie out of line."""

    __table_args__ = (Index("reason_target", "target"), {"sqlite_with_rowid": False})
    target: str | None = None
    words: str | None = None
    coder: str | None = None


class Version(Projection, table=True):
    """A state of the whole codebook that somebody gave a name: ``position`` is the log position it stands for."""

    __table_args__ = {"sqlite_with_rowid": False}
    name: str | None = None
    position: str | None = None
    note: str | None = None
    coder: str | None = None


class Round(Projection, table=True):
    """A named round of coding; ``codebook`` is the log position at which it began: the codebook it goes by."""

    __table_args__ = {"sqlite_with_rowid": False}
    name: str | None = None
    codebook: str | None = None


class Assignment(Projection, table=True):
    """A coder's work on one transcript in a round: ``assigned``, ``in progress`` or ``done``.

    ``done`` is the log position at that moment: a JSON object of stream heads. ``given`` 1: somebody was given the
    transcript by ``assign``; only such assignments make a transcript blind, not that somebody began or finished by
    themselves.
    """

    __table_args__ = (Index("assignment_transcript", "transcript"), {"sqlite_with_rowid": False})
    composites: ClassVar[dict[str, tuple[str, ...]]] = {"progress": ("state", "done")}
    round: str | None = None
    transcript: str | None = None
    coder: str | None = None
    state: str | None = None
    done: str | None = None
    given: int | None = None


class Lift(Projection, table=True):
    """In one round a transcript is coded blind no longer, though not all are done: a lead said so, for a reason."""

    __table_args__ = {"sqlite_with_rowid": False}
    round: str | None = None
    transcript: str | None = None
    coder: str | None = None
    reason: str | None = None


class Sought(Projection, table=True):
    """A coder has looked a done transcript through once more, for one code; ``done`` is the log position then."""

    __table_args__ = (Index("sought_transcript", "transcript"), {"sqlite_with_rowid": False})
    transcript: str | None = None
    coder: str | None = None
    code: str | None = None
    done: str | None = None


class Settlement(Projection, table=True):
    """An episode of several coders' passages of one code, settled; their codings stay as they are.

    ``item`` names the episode by what it rests on, which ``basis`` says: a JSON list of [coder, [[start, end], …]].
    ``ranges`` is the outcome, a JSON list of [start, end] of the revision; ``choice`` how it came about: a coder's
    row, ``union``, ``intersection`` or ``own``; ``how``: ``discussed`` or ``adjudicated``.
    """

    __table_args__ = (Index("settlement_transcript", "transcript"), {"sqlite_with_rowid": False})
    composites: ClassVar[dict[str, tuple[str, ...]]] = {
        "span": ("revision", "start", "end"),
        "by": ("choice", "how", "reason", "coder"),
    }
    item: str | None = None
    code: str | None = None
    transcript: str | None = None
    revision: str | None = None
    start: int | None = None
    end: int | None = None
    basis: str | None = None
    ranges: str | None = None
    choice: str | None = None
    how: str | None = None
    reason: str | None = None
    coder: str | None = None


class Placement(Projection, table=True):
    """A theme put into a column of a matrix by hand, with the reason."""

    __table_args__ = {"sqlite_with_rowid": False}
    composites: ClassVar[dict[str, tuple[str, ...]]] = {"place": ("column", "reason")}
    matrix: str | None = None
    code: str | None = None
    column: str | None = None
    reason: str | None = None
    coder: str | None = None


class Wording(Projection, table=True):
    """What a theme is called in the tables of a report: in one matrix, or where ``matrix`` is '' in all of them."""

    __table_args__ = {"sqlite_with_rowid": False}
    matrix: str | None = None
    code: str | None = None
    words: str | None = None
    coder: str | None = None


class Summary(Projection, table=True):
    """What the evidence of a theme comes to, in the team's own words: one cell of a framework matrix.

    ``about`` says of whom: "" all of it, ``group`` (``target`` is its id) or ``person`` (a person's row, or that of an
    informant without one). There is one text a cell; ``words`` lie out of line.
    """

    __table_args__ = (Index("summary_code", "code"), {"sqlite_with_rowid": False})
    code: str | None = None
    about: str | None = None
    target: str | None = None
    words: str | None = None
    coder: str | None = None


class Pick(Projection, table=True):
    """A passage chosen to be quoted for a theme. Placed as a coding is.

    ``shown`` (out of line) is how it is to be read, where it is shortened or explained; the log holds no words of it.
    """

    __table_args__ = (
        Index("pick_code", "code"),
        Index("pick_revision", "revision"),
        {"sqlite_with_rowid": False},
    )
    composites: ClassVar[dict[str, tuple[str, ...]]] = {"span": ("revision", "start", "end")}
    code: str | None = None
    revision: str | None = None
    start: int | None = None
    end: int | None = None
    shown: str | None = None
    sort: int | None = None
    coder: str | None = None
    anchor: str | None = None


class Survey(Projection, table=True):
    """Answers of many to closed questions: ``rows`` (out of line) is a CSV of the columns that study.toml asks for."""

    __table_args__ = {"sqlite_with_rowid": False}
    name: str | None = None
    rows: str | None = None
    coder: str | None = None


class Withdrawal(Projection, table=True):
    """Somebody takes back what they said: ``person`` (a row), ``transcripts`` a JSON list of [row, label, …]."""

    __table_args__ = {"sqlite_with_rowid": False}
    person: str | None = None
    transcripts: str | None = None
    reason: str | None = None
    coder: str | None = None


class Erasure(Projection, table=True):
    """A text that lies out of line is emptied, for ever and wherever this change comes; no undo brings it back."""

    __table_args__ = (Index("erasure_text", "text"), {"sqlite_with_rowid": False})
    text: str | None = None
    withdrawal: str | None = None
    reason: str | None = None


class Confirmation(Projection, table=True):
    """One replica says that it has carried a withdrawal out; ``left`` names, as a JSON list, what it cannot reach."""

    __table_args__ = {"sqlite_with_rowid": False}
    withdrawal: str | None = None
    replica: str | None = None
    coder: str | None = None
    left: str | None = None


class Cleared(Projection, table=True):
    """Somebody has looked at what may identify a person and keeps it, in one ``transcript`` or, without, everywhere.

    The row is derived from the kind and the words, so that the log never holds them.
    """

    __table_args__ = {"sqlite_with_rowid": False}
    transcript: str | None = None
    kind: str | None = None
    coder: str | None = None


class Ruling(Projection, table=True):
    """Somebody has looked at an item of the inbox and leaves it as it is, for everybody, until its cause changes.

    ``item`` says which kind of item about what; ``cause`` is what it was about then: a JSON list of rows.
    """

    __table_args__ = {"sqlite_with_rowid": False}
    item: str | None = None
    cause: str | None = None
    coder: str | None = None


ENTITIES: dict[str, type[Projection]] = {
    "setting": Setting,
    "coder": Coder,
    "person": Person,
    "informant": Informant,
    "attribute": Attribute,
    "transcript": Transcript,
    "revision": Revision,
    "code": Code,
    "coding": Coding,
    "memo": Memo,
    "link": Link,
    "reason": Reason,
    "version": Version,
    "round": Round,
    "assignment": Assignment,
    "lift": Lift,
    "sought": Sought,
    "settlement": Settlement,
    "placement": Placement,
    "wording": Wording,
    "summary": Summary,
    "pick": Pick,
    "survey": Survey,
    "withdrawal": Withdrawal,
    "erasure": Erasure,
    "confirmation": Confirmation,
    "cleared": Cleared,
    "ruling": Ruling,
}
"""What a change may be about; anything else is kept as it came, under ``unknown``."""
