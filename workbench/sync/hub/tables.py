"""The study as plain tables for analysts, in a schema of its own beside the hub.

They are written from a replica, in one transaction: who reads sees the old tables or the new, never half of them. They
are a picture of the moment that ``about`` names, not the study: what is written into them changes nothing.
"""

import types
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from workbench.model import ENTITIES, Projection
from workbench.store import Store
from workbench.sync.hub.setup import Admin, quoted, run

if TYPE_CHECKING:
    from workbench.sync.hub.connection import Connection

_VIEW = """CREATE OR REPLACE VIEW {s}.v_coding AS
SELECT r.transcript, g.revision, g.start, g."end", COALESCE(c.effective, g.code) AS code, g.coder, MIN(g.id) AS id
FROM {s}.coding g JOIN {s}.revision r ON r.id = g.revision LEFT JOIN {s}.code c ON c.id = g.code
WHERE g.alive = 1 GROUP BY r.transcript, g.revision, g.start, g."end", COALESCE(c.effective, g.code), g.coder"""
_ABOUT = (
    "CREATE TABLE IF NOT EXISTS {s}.about (study text, title text, digest text, position text, changes bigint, "
    "written_at timestamptz)"
)


class Written(NamedTuple):
    """Where the tables are, and how many rows each has."""

    schema: str
    analyst: str
    rows: dict[str, int]


def write_tables(admin: Admin, store: Store, title: str, position: str, readers: tuple[str, ...] = ()) -> Written:
    """Write every table of the model, and let the analysts' role, and the logins ``readers``, read them."""
    with store.db.reading():
        found = {ent: store.read(f"SELECT {', '.join(map(quoted, columns(ent)))} FROM {ent}") for ent in ENTITIES}
        ((changes,),) = store.read("SELECT count(*) FROM change")
        about = (admin.study, title, store.digest(), position, changes)
    schema = f"{admin.schema}_tables"

    def write(con: "Connection") -> Written:
        with con.transaction():
            for reader in readers:
                run(con, f"GRANT {admin.analyst} TO {quoted(reader)}")
            run(con, f"SET LOCAL ROLE {admin.owner}")
            for ent, rows in found.items():
                _write(con, schema, ent, rows)
            run(con, _VIEW.format(s=schema))
            run(con, _ABOUT.format(s=schema))
            run(con, f"DELETE FROM {schema}.about")
            con.execute(f"INSERT INTO {schema}.about VALUES (%s, %s, %s, %s, %s, now())".encode(), about)
            run(con, f"GRANT USAGE ON SCHEMA {schema} TO {admin.analyst}")
            run(con, f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {admin.analyst}")
        return Written(schema, admin.analyst, {ent: len(rows) for ent, rows in found.items()})

    return admin.server.run(write)


def columns(ent: str) -> dict[str, str]:
    """The columns of an entity's table and their types there."""
    return {name: "bigint" if _is_number(ENTITIES[ent], name) else "text" for name in ENTITIES[ent].model_fields}


def _is_number(model: type[Projection], name: str) -> bool:
    kind = model.model_fields[name].annotation
    return kind is int or (isinstance(kind, types.UnionType) and int in get_args(kind))


def _write(con: "Connection", schema: str, ent: str, rows: list[tuple[Any, ...]]) -> None:
    """Empty and fill a table. One of an older shape is made anew, as far as nothing of the analysts' hangs on it."""
    table, shape = f"{schema}.{quoted(ent)}", columns(ent)
    there = con.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = %s AND table_name = %s",
        (schema, ent),
    ).fetchall()
    if there and dict(there) != shape:
        run(con, f"DROP VIEW IF EXISTS {schema}.v_coding")
        run(con, f"DROP TABLE {table}")
        there = []
    if not there:
        spelt = ", ".join(f"{quoted(name)} {kind}" for name, kind in shape.items())
        run(con, f"CREATE TABLE {table} ({spelt}, PRIMARY KEY (id))")
    run(con, f"DELETE FROM {table}")
    numbers = [kind == "bigint" for kind in shape.values()]
    with con.cursor().copy(f"COPY {table} ({', '.join(map(quoted, shape))}) FROM STDIN".encode()) as copy:
        for row in rows:
            copy.write_row([_cell(value, number) for value, number in zip(row, numbers, strict=True)])


def _cell(value: Any, number: bool) -> Any:
    """A value as its column takes it; SQLite keeps what another program wrote, whatever its kind."""
    if number:
        return value if isinstance(value, int) else None
    return value if value is None or isinstance(value, str) else str(value)
