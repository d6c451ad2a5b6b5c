"""Colleagues with a replica and a login each, who meet through a hub."""

# ruff: noqa: F811
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.sync.postgres import (  # noqa: F401
    ACTORS,
    ANNA,
    BEN,
    CLEO,
    EVE,
    STUDY,
    Base,
    _standing,
    base,
    empty_hub,
    new_base,
    postgres,
)
from workbench.identity import new_id
from workbench.store import Store, put
from workbench.sync import Exchanged, connect, exchange, notebook
from workbench.sync.hub import Hub
from workbench.sync.hub.address import read_address, schema_of

HUB = schema_of(STUDY)


class Forgetful:
    """A notebook that keeps nothing."""

    def read(self) -> dict[str, str]:
        """Nothing."""
        return {}

    def write(self, notes: Mapping[str, str | None]) -> None:
        """Into the wind."""


class Mate:
    """A colleague: a replica, a login, and the way to the hub."""

    def __init__(self, path: Path, login: str, base: Base, study: str = STUDY) -> None:
        self.store = Store.open(path / f"{login}.db", ACTORS[login])
        self.store.db.con.execute("PRAGMA synchronous=OFF")
        if study:
            self.store.keep("study", study)
        self.address = base.address(login)
        self.hub = self.connect()

    def connect(self) -> Hub:
        """A way to the hub that remembers in the replica."""
        book = notebook(self.store, read_address(self.address).shown)
        peer = connect(self.address, self.store.db.meta("study"), book)
        assert isinstance(peer, Hub)
        return peer

    def aside(self) -> Hub:
        """One that may be used in another thread."""
        return Hub(self.address, STUDY, Forgetful())

    def send(self, lines: list[str]) -> None:
        """Send lines past the replica."""
        with closing(self.aside()) as hub:
            hub.put(lines)

    def code(self, *names: str) -> None:
        """Write changes, each in a transaction of its own."""
        for name in names:
            self.store.write("new code", [put("code", new_id(), name=name)])

    def sync(self, **more: Any) -> Exchanged:
        """Exchange with the hub."""
        return exchange(self.store, self.hub, **{"breath": 0, **more})

    def names(self) -> list[str]:
        """The codes there are."""
        return sorted(name for (name,) in self.store.read("SELECT name FROM code WHERE alive = 1"))


@pytest.fixture
def mate(tmp_path: Path, base: Base) -> Iterator[Callable[..., Mate]]:
    """``mate(login)``: a colleague with a replica of their own."""
    made: list[Mate] = []

    def make(login: str, where: Base | None = None, study: str = STUDY, folder: str = "") -> Mate:
        (tmp_path / folder).mkdir(exist_ok=True)
        made.append(Mate(tmp_path / folder, login, where or base, study))
        return made[-1]

    yield make
    for one in made:
        one.hub.close()
        one.store.close()


@pytest.fixture
def anna(mate: Callable[..., Mate]) -> Mate:
    """She leads."""
    return mate(ANNA)


@pytest.fixture
def ben(mate: Callable[..., Mate]) -> Mate:
    """He codes."""
    return mate(BEN)


def rows(base: Base) -> list[tuple[Any, ...]]:
    """What the server holds, in the order of arrival."""
    return base.ask(f"SELECT stream, seq, hash, arrival FROM {HUB}.change ORDER BY arrival")


def in_order(base: Base) -> None:
    """Every change is there once, and arrivals are numbered without a gap."""
    held = rows(base)
    assert [row[3] for row in held] == list(range(held[0][3], held[0][3] + len(held)))
    assert len({row[:2] for row in held}) == len(held)
