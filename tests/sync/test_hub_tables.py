"""Tables for analysts, and the check of what a server holds."""

# ruff: noqa: F811
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.sync.postgres import (  # noqa: F401
    ACTORS,
    ANNA,
    BEN,
    CLEO,
    EVE,
    LOCKED,
    PASSWORD,
    STUDY,
    Base,
    new_base,
    own_base,
    postgres,
)
from tests.sync.team import Forgetful
from tests.sync.test_hub_forging import chain, push
from workbench.store import Store, put
from workbench.sync.hub import Hub
from workbench.sync.hub.address import schema_of
from workbench.sync.hub.check import check
from workbench.sync.hub.setup import Admin
from workbench.sync.hub.tables import write_tables

HUB = schema_of(STUDY)


@pytest.fixture
def base(own_base: Base) -> Base:
    """A database of each test's own."""
    return own_base


def hub(address: str, study: str = STUDY) -> closing[Hub]:
    return closing(Hub(address, study, Forgetful()))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A replica of anna's with a coding."""
    one = Store.open(tmp_path / "a.db", ACTORS[ANNA])
    one.write("r", [put("revision", "R1", transcript="T1", characters=90), put("code", "C1", name="Mod")])
    one.write(
        "c", [put("coding", "G1", span=["R1", 3, 9], code="C1", coder="A"), put("coding", "G2", span=["R1", 3, 9])]
    )
    yield one
    one.close()


def test_analysts_read_tables_and_nothing_else(base: Base, store: Store) -> None:
    store.write("odd", [put("coding", "G3", span=["R1", "three", [1]], weight=True)])
    with Admin(base.address(), STUDY) as admin:
        done = write_tables(admin, store, "Havnen", "{}", (EVE,))
        assert write_tables(admin, store, "Havnen", "{}") == done
    assert done.rows["coding"] == 3
    tables = done.schema
    read = f'SELECT id, revision, start, "end", code FROM {tables}.coding ORDER BY id'
    assert base.ask(read, EVE) == [
        ("G1", "R1", 3, 9, "C1"),
        ("G2", "R1", 3, 9, None),
        ("G3", "R1", None, None, None),
    ]
    assert base.ask(f"SELECT transcript, code, id FROM {tables}.v_coding WHERE code = 'C1'", EVE) == [
        ("T1", "C1", "G1")
    ]
    ((digest, changes, stamped),) = base.ask(
        f"SELECT digest, changes, written_at > now() - interval '1 h' FROM {tables}.about", EVE
    )
    assert (digest, changes, stamped) == (store.digest(), 5, True)
    for attempt in (f"DELETE FROM {tables}.coding RETURNING 1", f"SELECT * FROM {HUB}.change"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            base.ask(attempt, EVE)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        base.ask(read, BEN)


def test_tables_of_another_shape_are_made_anew(base: Base, store: Store) -> None:
    with Admin(base.address(), STUDY) as admin:
        write_tables(admin, store, "Havnen", "{}")
        with base.connect() as con:
            con.execute(f"ALTER TABLE {HUB}_tables.coding ADD COLUMN old text".encode())
        write_tables(admin, store, "Havnen", "{}")
    assert (
        base.ask("SELECT 1 FROM information_schema.columns WHERE table_name = 'coding' AND column_name = 'old'") == []
    )


def test_a_check_counts_what_either_side_lacks(base: Base, store: Store, new_base: Callable[..., Base]) -> None:
    push(base, BEN, chain(BEN, 3))
    with hub(base.address(ANNA)) as anna:
        before = check(anna.server, anna.study(), store)
        anna.put(list(store.export()))
        store.ingest(anna.get(anna.names().held[0]))
        store.ingest(anna.get(anna.names().held[1]))
        after = check(anna.server, anna.study(), store)
    (stream,) = store.own()
    assert [tuple(s) for s in before.stands] == [(ACTORS[ANNA], stream, 4, 0, 0, 4), (ACTORS[BEN], "Sben", 0, 3, 3, 0)]
    assert (before.equal, before.whole) == (False, True)
    assert (after.equal, after.whole) == (True, True)
    base.ask(f"UPDATE {HUB}.change SET line = replace(line, 'Mod', 'Had') WHERE stream = 'Sben' RETURNING 1")
    with hub(base.address(ANNA)) as anna:
        altered = check(anna.server, anna.study(), store)
    assert not altered.whole
    assert altered.faults[0] == "change Sben 1"
