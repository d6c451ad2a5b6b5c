"""The tables: the log and what belongs to it, and the projections, whose columns are the SQLModel classes."""

from functools import cache

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from workbench.model import ENTITIES, SCHEMA, Projection

APPLICATION_ID = 0x776B6231
"""Marks the file as ours in SQLite's header ("wkb1")."""

LOG_FORMAT = 2
"""The number of the tables below that hold the log itself; they change only by migration."""

FILE_VERSION = LOG_FORMAT * 1000 + SCHEMA
"""What ``PRAGMA user_version`` says: log format in the thousands, projections in the rest."""

# ``stream.forked``: the lowest sequence that two changes share, or 0. ``dep``: which heads of other streams a change
# had newly heard of. ``head``: where the streams end. ``pending``: what came before the change it follows.
LOG_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE clock (hlc INTEGER NOT NULL);
INSERT INTO clock VALUES (0);
CREATE TABLE stream (no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, forked INTEGER NOT NULL DEFAULT 0);
CREATE TABLE change (
    n INTEGER PRIMARY KEY, stream INTEGER NOT NULL, seq INTEGER NOT NULL, tx INTEGER NOT NULL, hlc INTEGER NOT NULL,
    ts INTEGER NOT NULL, actor TEXT NOT NULL, fmt INTEGER NOT NULL, verb TEXT NOT NULL, ent TEXT NOT NULL,
    row TEXT NOT NULL, op TEXT NOT NULL, body TEXT NOT NULL, deps TEXT NOT NULL, undoes TEXT NOT NULL,
    more TEXT NOT NULL, prev BLOB NOT NULL, hash BLOB NOT NULL);
CREATE UNIQUE INDEX change_dot ON change (stream, seq, hash);
CREATE INDEX change_row ON change (row);
CREATE TABLE dep (
    stream INTEGER, ostream INTEGER, oseq INTEGER, seq INTEGER, hash BLOB, ohash BLOB,
    PRIMARY KEY (stream, ostream, oseq, seq, hash, ohash)) WITHOUT ROWID;
CREATE TABLE head (stream INTEGER, seq INTEGER, hash BLOB, PRIMARY KEY (stream, hash)) WITHOUT ROWID;
CREATE TABLE pending (
    hash BLOB PRIMARY KEY, stream TEXT NOT NULL, seq INTEGER NOT NULL, line TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE blob (id TEXT PRIMARY KEY, salt BLOB, data TEXT) WITHOUT ROWID;
CREATE TRIGGER change_grows_u BEFORE UPDATE ON change BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER change_grows_d BEFORE DELETE ON change BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
"""

NOTES = "CREATE TABLE IF NOT EXISTS note (scope TEXT, key TEXT, value TEXT, PRIMARY KEY (scope, key)) WITHOUT ROWID;"
"""This file's own notebook, which never travels: what was read of a peer, and the like."""

UNDONE = "CREATE INDEX IF NOT EXISTS change_undoes ON change (n) WHERE undoes <> '';"

SINCE = {2: NOTES + UNDONE}
"""What each log format has added to ``LOG_TABLES``."""

KEPT = ("meta", "clock", "stream", "change", "dep", "head", "pending", "blob", "note")
"""The tables that are no function of the log."""

DERIVED_TABLES = """
CREATE TABLE dispute (row TEXT, field TEXT, n INTEGER, PRIMARY KEY (row, field, n)) WITHOUT ROWID;
CREATE TABLE move (n INTEGER, field TEXT, code TEXT, target TEXT, PRIMARY KEY (n, field)) WITHOUT ROWID;
CREATE TABLE skipped (n INTEGER, field TEXT, code TEXT, target TEXT, PRIMARY KEY (n, field)) WITHOUT ROWID;
CREATE TABLE unknown (id TEXT, ent TEXT, alive INTEGER, x TEXT, PRIMARY KEY (id, ent)) WITHOUT ROWID;
"""
DERIVED = ("dispute", "move", "skipped", "unknown")


def table_of(model: type[Projection]) -> Table:
    """The SQLAlchemy table of a projection."""
    return model.__table__  # type: ignore[attr-defined, no-any-return]


@cache
def columns(ent: str) -> tuple[str, ...]:
    """The columns of a projection, ``id`` first."""
    return tuple(c.name for c in table_of(ENTITIES[ent]).columns)


@cache
def projection_ddl() -> str:
    """Everything a rebuild creates afresh, with the guards that let only our connections write."""
    dialect = sqlite.dialect()
    statements = [DERIVED_TABLES]
    for model in ENTITIES.values():
        table = table_of(model)
        statements.append(f"{CreateTable(table).compile(dialect=dialect)};")
        statements += [
            f"{CreateIndex(i).compile(dialect=dialect)};" for i in sorted(table.indexes, key=lambda i: str(i.name))
        ]
    for name in projected_tables():
        for event in ("INSERT", "UPDATE", "DELETE"):
            statements.append(
                f"CREATE TRIGGER {name}_guard_{event[0].lower()} BEFORE {event} ON {name} "
                "BEGIN SELECT app_applying(); END;"
            )
    statements += [VIEWS, ERASING]
    return "\n".join(statements)


def projected_tables() -> tuple[str, ...]:
    """Every table that is a function of the log."""
    return (*ENTITIES, *DERIVED)


ERASING = "".join(
    f"""
CREATE TRIGGER erasure_empties_{event[0].lower()} AFTER {event} ON erasure WHEN NEW.text IS NOT NULL BEGIN
    INSERT INTO blob VALUES (NEW.text, NULL, NULL) ON CONFLICT (id) DO UPDATE SET salt = NULL, data = NULL;
END;"""
    for event in ("INSERT", "UPDATE")
)
"""An erasure empties its text whichever way it comes, also before the text does: what is left refuses it for ever."""

VIEWS = """
CREATE VIEW v_coding AS
    SELECT r.transcript, g.revision, g.start, g.end, COALESCE(c.effective, g.code) AS code, g.coder, MIN(g.id) AS id
    FROM coding g JOIN revision r ON r.id = g.revision LEFT JOIN code c ON c.id = g.code
    WHERE g.alive = 1 GROUP BY g.revision, g.start, g.end, COALESCE(c.effective, g.code), g.coder;
"""
