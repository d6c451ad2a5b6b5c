"""Replicas that share a folder, to test with."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from workbench.log.change import GENESIS, Change, canonical_json, sealed
from workbench.sealing import Seal
from workbench.store import Store
from workbench.sync import Exchanged, exchange, notebook
from workbench.sync.folder import Folder

STUDY = "0123456789ABCDEFGHJKMNPQRS"


@pytest.fixture
def replica(tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """``replica("ada")``: the database file and the coder of that name; opened again under the same name."""
    opened: list[Store] = []

    def open_store(name: str = "ada", study: str = STUDY) -> Store:
        store = Store.open(tmp_path / f"{name}.db", name)
        store.db.con.execute("PRAGMA synchronous=OFF")
        if study and not store.db.meta("study"):
            store.keep("study", study)
        opened.append(store)
        return store

    yield open_store
    for store in opened:
        store.db.close()


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """The path of a shared folder that is not there yet."""
    return tmp_path / "shared"


@pytest.fixture
def folder(shared: Path) -> Callable[..., Folder]:
    """``folder(store)``: the shared folder as this replica's peer."""

    def open_folder(store: Store, seal: Seal | None = None, study: str | None = None, **more: Any) -> Folder:
        known = store.db.meta("study") if study is None else study
        return Folder(str(shared), known, notebook(store, str(shared)), seal, **more)

    return open_folder


@pytest.fixture
def meet(folder: Callable[..., Folder]) -> Callable[..., Exchanged]:
    """``meet(store, …)``: each of them exchanges with the shared folder, in this order; what came of the last."""

    def exchange_all(*stores: Store, seal: Seal | None = None, **more: Any) -> Exchanged:
        result = Exchanged()
        for store in stores:
            result = exchange(store, folder(store, seal), breath=0, **more)
        return result

    return exchange_all


@pytest.fixture
def make() -> Callable[..., Change]:
    """``make(stream, before, row, hlc=…, name=…)``: a change made by hand, as no replica of ours would write it."""

    def next_change(stream: str, before: Change | None, row: str, *, hlc: int, **fields: Any) -> Change:
        seq, prev = (before.seq + 1, before.hash) if before else (1, GENESIS)
        body = canonical_json(fields)
        change = Change(stream, seq, seq, hlc, 0, "eve", 1, "test", "code", row, "put", body, "", "", "", prev, b"")
        return sealed(change)

    return next_change
