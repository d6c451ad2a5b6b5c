"""Setting a hub up: with few rights, for several studies, for a team that changes; and what goes wrong, in words."""

# ruff: noqa: F811
from contextlib import closing

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
from workbench.errors import InputError, NewerError, NotFoundError, StudyError
from workbench.identity import new_id
from workbench.sync.hub import Hub, setup
from workbench.sync.hub.address import role_name, schema_of
from workbench.sync.hub.setup import Admin, Member

HUB = schema_of(STUDY)


@pytest.fixture
def base(own_base: Base) -> Base:
    """A database of each test's own."""
    return own_base


@pytest.fixture
def builder(base: Base) -> str:
    """The address of a login that is no superuser, but may make roles and schemas, as in a cloud."""
    login = f"wbtest_builder_{base.name}"
    with base.connect() as con:
        con.execute(f"CREATE ROLE {login} LOGIN CREATEROLE PASSWORD '{PASSWORD}'".encode())
        con.execute(f'GRANT CREATE ON DATABASE "{base.name}" TO {login}'.encode())
    return base.address(login)


def hub(address: str, study: str = STUDY) -> closing[Hub]:
    return closing(Hub(address, study, Forgetful()))


def test_a_hub_is_set_up_without_a_superuser(builder: str, base: Base) -> None:
    study = new_id()
    made = [f"wbtest_a_{base.name}", f"wbtest_b_{base.name}"]
    with Admin(builder, study) as admin:
        assert admin.init("Et studie") is True
        passwords = [admin.add(ACTORS[ANNA], "Anna", made[0], "lead", create=True)]
        passwords.append(admin.add(ACTORS[BEN], "Ben", made[1], "code", create=True))
        assert admin.init("Et andet navn") is False
        assert [m[:3] for m in admin.members()] == [("Anna", made[0], "lead"), ("Ben", made[1], "code")]
    assert len(set(passwords)) == 2
    assert all(len(password) >= 20 for password in passwords)
    with hub(base.address(made[0]), study) as anna, hub(base.address(made[1]), study) as ben:
        anna.put(chain(ANNA, 2))
        ben.put(chain(BEN, 2))
        assert anna.names() == ben.names()
        assert len(ben.names().held) == 2


def test_a_password_that_was_made_is_the_password(base: Base, postgres) -> None:  # type: ignore[no-untyped-def]
    login = f"wbtest_new_{base.name}"
    with Admin(base.address(), STUDY) as admin:
        password = admin.add(new_id(), "Ny", login, "read", create=True)
        ((kept,),) = admin.server.read("SELECT rolpassword FROM pg_authid WHERE rolname = %s", (login,))
    assert kept.startswith("SCRAM-SHA-256$")
    assert password not in kept
    assert postgres is not None


@pytest.mark.parametrize("right", ["CREATEROLE", "CREATE"])
def test_what_is_lacking_to_set_one_up_is_said(base: Base, right: str) -> None:
    login = f"wbtest_poor_{base.name}"
    with base.connect() as con:
        con.execute(f"CREATE ROLE {login} LOGIN {'' if right == 'CREATEROLE' else 'CREATEROLE'}".encode())
        con.execute(f"ALTER ROLE {login} PASSWORD '{PASSWORD}'".encode())
    with Admin(base.address(login), new_id()) as admin, pytest.raises(StudyError) as error:
        admin.init("")
    assert right in error.value.hint


def test_who_did_not_set_it_up_changes_nothing(base: Base) -> None:
    for login in (ANNA, BEN, EVE):
        with Admin(base.address(login), STUDY) as admin:
            with pytest.raises(StudyError):
                admin.add(ACTORS[EVE], "eve", EVE, "lead")
            with pytest.raises(StudyError):
                admin.remove(ACTORS[BEN], "ben")
            with pytest.raises(StudyError):
                admin.init("")


def test_a_database_that_does_not_keep_every_letter_is_refused(base: Base) -> None:
    with base.connect() as con:
        con.execute(f"CREATE DATABASE {base.name}_l ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'".encode())
    base.postgres.made.append(f"{base.name}_l")
    with Admin(base.postgres.address(f"{base.name}_l"), STUDY) as admin, pytest.raises(StudyError, match="LATIN1"):
        admin.init("")


def test_setting_it_up_again_leaves_everything(base: Base) -> None:
    push(base, ANNA, chain(ANNA, 3))
    before = base.ask(f"SELECT * FROM {HUB}.change, {HUB}.arrival, {HUB}.hub, {HUB}.member ORDER BY 2, member")
    with Admin(base.address(), STUDY) as admin:
        assert admin.init("Havnen") is False
    assert base.ask(f"SELECT * FROM {HUB}.change, {HUB}.arrival, {HUB}.hub, {HUB}.member ORDER BY 2, member") == before
    push(base, BEN, chain(BEN, 1))


def test_several_studies_live_in_one_database(base: Base) -> None:
    other = new_id()
    with Admin(base.address(), other) as admin:
        admin.init("Det andet")
        admin.add(ACTORS[ANNA], "anna", ANNA, "lead")
    with hub(base.address(ANNA)) as one, hub(base.address(ANNA), other) as two:
        one.put(chain(ANNA, 2))
        two.put(chain(ANNA, 3))
        assert [held.last for held in (*one.names().held, *two.names().held)] == [2, 3]
    with hub(base.address(BEN), other) as ben, pytest.raises(StudyError):
        ben.names()
    with hub(base.address(ANNA), "") as anna, pytest.raises(StudyError, match="Det andet"):
        anna.study()
    with hub(f"{base.address(ANNA)}&study={other}", "") as anna:
        assert anna.study() == other
    with hub(base.address(BEN), "") as ben:
        assert ben.study() == STUDY
    with hub(base.address(EVE), "") as eve, pytest.raises(StudyError, match="no study"):
        eve.study()


def test_what_only_looks_like_a_hub_is_not_called(base: Base) -> None:
    study = new_id()
    schema = schema_of(study)
    with base.connect() as con:
        con.execute(f'GRANT CREATE ON DATABASE "{base.name}" TO {EVE}'.encode())
    with base.connect(EVE) as con:
        con.execute(f"CREATE SCHEMA {schema}".encode())
        con.execute(f"GRANT USAGE ON SCHEMA {schema} TO PUBLIC".encode())
        con.execute(f"CREATE TABLE {schema}.called (who text)".encode())
        con.execute(f"GRANT ALL ON {schema}.called TO PUBLIC".encode())
        con.execute(
            f"CREATE FUNCTION {schema}.me() RETURNS TABLE (actor text, name text, can text) LANGUAGE sql AS "
            f"$$ INSERT INTO {schema}.called VALUES (session_user); SELECT 'a', 'b', 'lead' $$".encode()
        )
    with hub(base.address(ANNA), study) as anna, pytest.raises(StudyError, match="no hub for this study"):
        anna.study()
    with hub(base.address(ANNA), "") as anna:
        assert anna.study() == STUDY
    assert base.ask(f"SELECT * FROM {schema}.called") == []
    with Admin(base.address(), study) as admin, pytest.raises(StudyError):
        admin.init("")


@pytest.mark.parametrize("suffix", ["", "_tables"])
def test_a_hub_is_not_set_up_in_a_schema_that_somebody_else_owns(base: Base, suffix: str) -> None:
    """Its owner could take the functions away, and put others in their place that run with the hub's rights."""
    study = new_id()
    schema = f"{schema_of(study)}{suffix}"
    with base.connect() as con:
        con.execute(f'GRANT CREATE ON DATABASE "{base.name}" TO {EVE}'.encode())
    with base.connect(EVE) as con:
        con.execute(f"CREATE SCHEMA {schema}".encode())
        con.execute(f"GRANT ALL ON SCHEMA {schema} TO PUBLIC".encode())
    with Admin(base.address(), study) as admin, pytest.raises(StudyError, match="somebody else") as caught:
        admin.init("")
    assert schema in caught.value.hint
    assert base.ask(f"SELECT 1 FROM pg_class WHERE relnamespace = '{schema}'::regnamespace") == []
    assert base.ask(f"SELECT 1 FROM pg_roles WHERE rolname LIKE '{schema_of(study)}%'") == []


def test_a_trap_in_the_public_schema_is_not_stepped_into_by_who_leads(base: Base) -> None:
    """Before PostgreSQL 15 all may put functions there; of two, the one that fits better is called, wherever it is."""
    push(base, BEN, chain(BEN, 2))
    with base.connect() as con:
        con.execute(f"GRANT CREATE ON SCHEMA public TO {BEN}".encode())
    with base.connect(BEN) as con:
        con.execute(b"CREATE FUNCTION public.caught(bigint, text) RETURNS bigint LANGUAGE sql AS 'SELECT 666::bigint'")
        con.execute(b"CREATE AGGREGATE public.count(text) (SFUNC = public.caught, STYPE = bigint, INITCOND = '0')")
        con.execute(
            b"CREATE FUNCTION public.joined(name, text) RETURNS text LANGUAGE sql AS $$ SELECT 'nobody'::text $$"
        )
        con.execute(b"CREATE OPERATOR public.|| (LEFTARG = name, RIGHTARG = text, PROCEDURE = public.joined)")
    with Admin(base.address(), STUDY) as admin:
        assert {member.role: member.sent for member in admin.members()}[BEN] == 2
    with hub(base.address(ANNA), "") as anna:
        assert anna.study() == STUDY


def test_a_coder_who_changes_the_login_keeps_the_work(base: Base) -> None:
    push(base, BEN, chain(BEN, 2))
    with Admin(base.address(), STUDY) as admin:
        admin.add(ACTORS[BEN], "ben", EVE, "code")
        assert Member("ben", EVE, "code", 0, 2, "") == admin.members()[1]._replace(last="")
    with hub(base.address(EVE)) as ben:
        ben.put(chain(BEN, 3))
        assert ben.names().held[0].last == 3
    with Admin(base.address(), STUDY) as admin:
        with pytest.raises(StudyError, match="is ben's already"):
            admin.add(ACTORS[CLEO], "cleo", EVE, "code")
        admin.remove(ACTORS[BEN], "ben")


def test_a_login_that_is_not_there_is_named(base: Base) -> None:
    with Admin(base.address(), STUDY) as admin:
        with pytest.raises(NotFoundError, match="no login called nobody"):
            admin.add(new_id(), "x", "nobody", "code")
        with pytest.raises(NotFoundError, match="does not belong"):
            admin.remove(new_id(), "Niels")
        with pytest.raises(InputError, match="no right"):
            admin.add(new_id(), "x", ANNA, "all")


@pytest.mark.parametrize("name", ["", '"; DROP SCHEMA x', "a b", "1a", "x" * 64, "æ" * 40, "a\x00b"])
def test_a_login_with_an_odd_name_is_refused(name: str) -> None:
    with pytest.raises(InputError):
        role_name(name)


def test_a_newer_server_is_left_alone(base: Base) -> None:
    base.ask(f"UPDATE {HUB}.hub SET format = 99 RETURNING 1")
    with hub(base.address(ANNA)) as anna, pytest.raises(NewerError):
        anna.names()


def test_a_server_that_cannot_tell_is_set_up_all_the_same(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "notifies", lambda con: False)
    with Admin(base.address(), STUDY) as admin:
        admin.init("Havnen")
    assert base.ask("SELECT 1 FROM pg_proc WHERE proname = 'arrive' AND prosrc LIKE '%notify%'") == []
    with hub(base.address(ANNA)) as anna, hub(base.address(BEN)) as ben:
        ben.names()
        anna.put(chain(ANNA, 1))
        assert ben.wait(5) is True
