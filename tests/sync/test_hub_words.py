"""What goes wrong with a server, in words; and that no password ever stands among them."""

# ruff: noqa: F811
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

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
from tests.sync.test_hub_forging import chain
from workbench.errors import BusyError, InputError, StudyError
from workbench.sync.hub import Hub, connection
from workbench.sync.hub.address import read_address, schema_of
from workbench.sync.hub.connection import Server
from workbench.sync.hub.setup import Admin

HUB = schema_of(STUDY)


@pytest.fixture
def base(own_base: Base) -> Base:
    """A database of each test's own."""
    return own_base


def hub(address: str, study: str = STUDY) -> closing[Hub]:
    return closing(Hub(address, study, Forgetful()))


def test_who_is_refused_because_of_another_tries_again(base: Base) -> None:
    server, tries = Server(read_address(base.address(ANNA))), []

    def work(con: psycopg.Connection[Any]) -> int:
        tries.append(con)
        if len(tries) < 4:
            raise psycopg.errors.SerializationFailure
        return len(tries)

    with closing(server):
        assert server.run(work) == 4
        tries.clear()
        with pytest.raises(StudyError, match="40P01"):
            server.run(lambda con: con.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40P01'; END $$"))
    assert server.connects == 1


def test_without_the_driver_one_is_told_what_to_install() -> None:
    code = (
        "import sys; sys.modules['psycopg'] = None; from workbench.sync import connect; "
        "connect('postgresql://db/x', '', None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "StudyError: this needs the PostgreSQL driver psycopg" in done.stderr


def test_a_server_that_somebody_holds_is_busy_and_not_waited_for_without_end(base: Base) -> None:
    with base.connect() as con:
        con.execute(f"ALTER FUNCTION {HUB}.push(text[]) SET lock_timeout = '50ms'".encode())
    with base.connect(BEN) as holder, hub(base.address(ANNA)) as anna:
        holder.autocommit = False
        holder.execute(f"SELECT {HUB}.push(%b::text[])".encode(), (chain(BEN, 1),))
        with pytest.raises(BusyError):
            anna.put(chain(ANNA, 1))
        holder.commit()
        anna.put(chain(ANNA, 1))


def test_a_wrong_password_is_told_without_the_password(base: Base) -> None:
    with hub(base.address(LOCKED, "hemmelig-17")) as locked, pytest.raises(StudyError) as error:
        locked.study()
    assert "does not let wbtest_locked in" in error.value.message
    assert ".pgpass" in error.value.hint
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__


def test_a_password_from_the_usual_places_is_used(base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Admin(base.address(), STUDY) as admin:
        admin.add(ACTORS[EVE], "eve", LOCKED, "code")
    bare = read_address(base.address(LOCKED)).shown
    assert PASSWORD not in bare
    with hub(bare) as locked, pytest.raises(StudyError, match="does not let"):
        locked.study()
    file = tmp_path / "pgpass"
    file.write_text(f"*:*:*:{LOCKED}:{PASSWORD}\n", encoding="utf-8")
    file.chmod(0o600)
    with monkeypatch.context() as patch, hub(bare) as locked:
        patch.setenv("PGPASSFILE", str(file))
        assert locked.study() == STUDY
    with monkeypatch.context() as patch, hub(bare) as locked:
        patch.setenv("PGPASSWORD", PASSWORD)
        assert locked.study() == STUDY
    host, port = (read_address(bare).parameters.get(key) for key in ("host", "port"))
    service = tmp_path / "service.conf"
    service.write_text(
        f"[havnen]\nhost={host}\nport={port or 5432}\ndbname={base.name}\nuser={LOCKED}\n", encoding="utf-8"
    )
    with monkeypatch.context() as patch, hub("postgresql:///?service=havnen") as locked:
        patch.setenv("PGSERVICEFILE", str(service))
        patch.setenv("PGPASSWORD", PASSWORD)
        assert (locked.label, locked.study()) == ("service havnen", STUDY)


def test_a_database_or_a_server_that_is_not_there_is_told(base: Base, tmp_path: Path) -> None:
    with hub(base.postgres.address("nowhere", ANNA)) as one, pytest.raises(StudyError, match="no such database"):
        one.names()
    with hub(f"postgresql://anna@/x?host={tmp_path}") as one, pytest.raises(StudyError, match="cannot be reached"):
        one.names()
    with (
        hub(base.postgres.address(base.name, "nobody")) as one,
        pytest.raises(StudyError, match="does not let nobody in"),
    ):
        one.names()


def test_nothing_goes_unencrypted_over_a_network_unasked(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "is_local", lambda host: False)
    with hub(base.address(ANNA)) as anna, pytest.raises(StudyError, match="not be encrypted") as error:
        anna.names()
    assert "sslmode=verify-full" in error.value.hint
    with hub(base.address(ANNA) + "&sslmode=prefer") as anna:
        assert anna.study() == STUDY
    monkeypatch.setenv("PGSSLMODE", "prefer")
    with hub(base.address(ANNA)) as anna:
        assert anna.study() == STUDY


@pytest.mark.parametrize(
    ("host", "local"),
    [("/run/postgresql", True), ("localhost", True), ("::1", True), ("db.example", False), ("10.0.0.1", False)],
)
def test_a_server_is_local_or_not(host: str, local: bool) -> None:
    assert connection.is_local(host) is local


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            'connection to server at "10.0.0.1", port 5432 failed: SSL error: certificate verify failed',
            "trusted, encrypted",
        ),
        ("server does not support SSL, but SSL was required", "trusted, encrypted"),
        ('no pg_hba.conf entry for host "10.0.0.1", user "anna", database "x", no encryption', "takes no connections"),
        ("FATAL:  the database system is starting up", "is busy"),
        ("FATAL:  sorry, too many clients already", "is busy"),
        ("fe_sendauth: no password supplied", "does not let"),
        ('could not translate host name "server" to address', "cannot be reached"),
        ("connection timeout expired", "cannot be reached"),
        ('definition of service "x" not found', "service"),
    ],
)
def test_what_libpq_says_is_put_into_words(words: str, told: str) -> None:
    server = Server(read_address("postgresql://anna:hemmelig@db.example/study"))
    with pytest.raises(StudyError, match=told) as error:
        server.explain(psycopg.OperationalError(words))
    assert error.value.hint
    assert "hemmelig" not in error.value.message + error.value.hint
    assert isinstance(error.value, BusyError) == ("busy" in told)


@pytest.mark.parametrize(
    ("given", "label", "shown"),
    [
        ("postgresql://anna:x%40y@db.example/study", "db.example/study", "postgresql://anna@db.example/study"),
        (
            "postgres://db:5433/s?password=x&sslmode=verify-full",
            "db:5433/s",
            "postgresql://db:5433/s?sslmode=verify-full",
        ),
        ("postgresql://[::1]:5432/s", "::1/s", "postgresql://[::1]:5432/s"),
        ("postgresql:///s?host=/run/pg&user=a", "/run/pg/s", "postgresql://a@%2Frun%2Fpg/s"),
        ("postgresql:///?service=team", "service team", "postgresql:///?service=team"),
        ("postgresql://db/s?study=0A&sslmode=require", "db/s", "postgresql://db/s?sslmode=require"),
    ],
)
def test_an_address_is_shown_without_its_password(given: str, label: str, shown: str) -> None:
    address = read_address(given)
    assert (address.label, address.shown) == (label, shown)
    again = read_address(shown)
    assert {k: v for k, v in address.parameters.items() if k != "password"} == again.parameters
    assert again.shown == shown


@pytest.mark.parametrize(
    "given",
    [
        "postgresql://anna:hem@melig@db/study",
        "postgresql://anna:hem/melig@db/study",
        "postgresql://anna:hem:melig@db:x/study",
        "postgresql://db/study?hemmelig=melig",
        "http://hem:melig@db",
        "postgresql://hem%zzmelig",
    ],
)
def test_an_address_that_cannot_be_read_is_not_repeated(given: str) -> None:
    with pytest.raises(InputError) as error:
        read_address(given)
    assert "melig" not in error.value.message + error.value.hint
    assert error.value.__cause__ is None
