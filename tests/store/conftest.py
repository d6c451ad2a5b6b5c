"""Replicas to test with."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from workbench.log.change import GENESIS, Change, canonical_json, sealed
from workbench.store import Store

WALL = 1_700_000_000_000


@pytest.fixture
def replica(tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """``replica("ada")``: the database file and the coder of that name; opened again under the same name."""
    opened: list[Store] = []

    def open_store(name: str = "ada", **more: Any) -> Store:
        store = Store.open(tmp_path / f"{name}.db", name, **more)
        store.db.con.execute("PRAGMA synchronous=OFF")
        opened.append(store)
        return store

    yield open_store
    for store in opened:
        store.db.close()


@pytest.fixture
def store(replica: Callable[..., Store]) -> Store:
    """One replica."""
    return replica()


@pytest.fixture
def make() -> Callable[..., Change]:
    """Changes made by hand, for histories that no single well-behaved replica would write."""

    def next_change(
        stream: str,
        before: Change | None,
        row: str,
        *,
        hlc: int,
        ent: str = "code",
        op: str = "put",
        heard: tuple[Change, ...] = (),
        actor: str = "",
        fmt: int = 1,
        **fields: Any,
    ) -> Change:
        """The next change of a stream after ``before``, having newly ``heard`` of the heads of others."""
        seq = before.seq + 1 if before else 1
        deps = canonical_json({h.stream: [[h.seq, h.hash.hex()]] for h in heard}) if heard else ""
        return sealed(
            Change(
                *(stream, seq, seq, hlc, WALL + hlc % (1 << 40), actor or f"actor-{stream}", fmt, "test", ent, row, op),
                *(canonical_json(fields), deps, "", "", before.hash if before else GENESIS, b""),
            )
        )

    return next_change
