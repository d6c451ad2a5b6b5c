"""``workbench hub``: a team lead sets a server up, lets colleagues in, and looks at what it holds."""

# ruff: noqa: F811
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.sync.postgres import ANNA, BEN, EVE, PASSWORD, Base, new_base, postgres  # noqa: F401


@pytest.fixture(scope="module")
def standing(new_base: Callable[..., Base]) -> Base:
    """A database for all tests here."""
    return new_base(empty=True)


@pytest.fixture
def base(standing: Base) -> Base:
    """A database in which nothing was set up."""
    for (schema,) in standing.ask("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'workbench%'"):
        with standing.connect() as con:
            con.execute(f"DROP SCHEMA {schema} CASCADE".encode())
    return standing


@pytest.fixture
def begun(run: Run, study: Path, base: Base) -> Path:
    """The study, with its hub on the server."""
    assert run("hub", "init", base.address()).status == 0
    return study


@pytest.fixture
def copy(begun: Path, tmp_path: Path) -> Path:
    """A colleague's folder of the same study."""
    return Path(shutil.copytree(begun, tmp_path / "copy", ignore=shutil.ignore_patterns(".workbench")))


def test_a_lead_sets_up_and_a_colleague_syncs(run: Run, begun: Path, copy: Path, base: Base) -> None:
    run("codebook", "add", "Mod")
    assert run("sync").status == 0
    told = run("hub", "add", "Bo Ø", "--role", BEN)
    assert told.status == 0
    assert told.out.startswith(f"Bo Ø is in, with the login {BEN}, and can code\n")
    synced = run("--study", copy, "sync", base.address(BEN), "--coder", "bo ø")
    assert synced.status == 0
    assert [code["code"] for code in run("--study", copy, "codebook", "--json").json] == ["Mod"]
    run("--study", copy, "codebook", "add", "Tillid", "--coder", "bo ø")
    assert run("--study", copy, "sync", "--coder", "bo ø").status == 0
    members = run("hub", "members", "--json").json
    assert [(m["name"], m["role"], m["can"], m["relayed"]) for m in members] == [
        ("Bo Ø", BEN, "code", 0),
        ("ann", "postgres", "lead", 0),
    ]
    assert members[0]["sent"] > 0
    assert [row[:3] for row in run("hub", "members").rows] == [["Bo Ø", BEN, "code"], ["ann", "postgres", "lead"]]


def test_setting_up_again_says_so_and_keeps_the_team(run: Run, begun: Path, base: Base) -> None:
    run("hub", "add", "bo", "--role", BEN)
    told = run("hub", "init", base.address())
    assert told.out.startswith("brought up to date: the hub on ")
    assert len(run("hub", "members", "--json").json) == 2


def test_a_login_is_made_and_its_password_shown_once(run: Run, begun: Path, base: Base) -> None:
    login = f"wbtest_cli_{base.name}"
    told = run("hub", "add", "bo", "--role", login, "--create", "--can", "read")
    (line,) = (line for line in told.out.splitlines() if line.startswith("password"))
    password = line.rpartition(" ")[2]
    assert len(password) >= 20
    assert base.ask("SELECT session_user::text", login) == [(login,)]
    again = run("hub", "add", "bo", "--role", login, "--create", "--can", "lead")
    assert "password" not in again.out


def test_a_login_that_is_missing_is_told(run: Run, begun: Path) -> None:
    told = run("hub", "add", "Bo Larsen")
    assert (told.status, told.out) == (2, "")
    assert "no login called bo_larsen" in told.err
    assert "--create" in told.err


def test_who_was_removed_syncs_no_longer(run: Run, begun: Path, copy: Path, base: Base) -> None:
    run("hub", "add", "bo", "--role", EVE)
    assert run("--study", copy, "sync", base.address(EVE), "--coder", "bo").status == 0
    assert run("hub", "remove", "bo").status == 0
    refused = run("--study", copy, "sync", "--coder", "bo")
    assert refused.status == 2
    assert "hub add" in refused.err
    assert run("hub", "remove", "bo").status == 2


def test_a_check_is_clean_after_a_sync_and_fails_when_something_was_altered(run: Run, begun: Path, base: Base) -> None:
    run("codebook", "add", "Mod")
    before = run("hub", "check")
    assert before.status == 0
    assert "not the same yet" in before.err
    run("sync")
    after = run("hub", "check", "--json")
    assert (after.status, after.err) == (0, "")
    assert [(s["coder"], s["lacking_here"], s["lacking_there"]) for s in after.json["changes"]] == [("ann", 0, 0)]
    assert after.json["changes"][0]["here"] == after.json["changes"][0]["there"] > 0
    assert (after.json["texts_lacking_here"], after.json["texts_lacking_there"]) == (0, 0)
    ((schema,),) = base.ask("SELECT nspname FROM pg_namespace WHERE nspname ~ '^workbench_[0-9a-z]{26}$'")
    base.ask(f"UPDATE {schema}.change SET line = replace(line, 'Mod', 'Had') WHERE ent = 'code' RETURNING 1")
    altered = run("hub", "check", "--json")
    assert altered.status == 1
    assert len(altered.json["faults"]) == 1
    assert "altered on the server: 1" in altered.err


def test_tables_for_analysts(run: Run, begun: Path, base: Base) -> None:
    run("code", "H-01", 3, 20, "Mod", "--new")
    done = run("hub", "tables", "--reader", ANNA, "--json").json
    assert done["rows"]["coding"] == 1
    tables = done["schema"]
    query = f'SELECT c.name, v.start, v."end" FROM {tables}.v_coding v JOIN {tables}.code c ON c.id = v.code'
    assert base.ask(query, ANNA) == [("Mod", 3, 20)]
    assert run("hub", "tables").out.startswith("tables: ")


@pytest.mark.parametrize("verb", [("add", "bo"), ("remove", "bo"), ("members",), ("tables",), ("check",)])
def test_without_a_hub_every_verb_says_how_to_get_one(run: Run, study: Path, verb: tuple[str, ...]) -> None:
    told = run("hub", *verb)
    assert (told.status, told.out) == (2, "")
    assert "hub init" in told.err


@pytest.mark.parametrize(
    "address", ["postgresql://ann:hem@melig@db/x", "postgresql://ann:melig/x@db/x", "mysql://ann:melig@db/x", "/melig"]
)
def test_an_address_that_is_none_is_not_repeated(run: Run, study: Path, address: str) -> None:
    told = run("hub", "init", address)
    assert told.status == 2
    assert "melig" not in told.out + told.err


def test_the_verbs_are_named_where_none_is_given(run: Run, study: Path) -> None:
    told = run("hub")
    assert told.status == 2
    assert "init, add, remove" in told.err


def test_a_password_in_an_address_is_kept_nowhere(run: Run, study: Path, base: Base, own_machine: Path) -> None:
    login = f"wbtest_pw_{base.name}"
    with base.connect() as con:
        con.execute(f"CREATE ROLE {login} LOGIN SUPERUSER PASSWORD '{PASSWORD}'".encode())
    told = run("hub", "init", base.address(login))
    assert told.status == 0
    assert PASSWORD not in told.out + told.err
    kept = [path.read_bytes() for place in (study, own_machine) for path in place.rglob("*") if path.is_file()]
    assert any(login.encode() in data for data in kept)
    assert not any(secret in data for data in kept for secret in (PASSWORD.encode(), b"L%C3%B8b"))


def test_an_encrypted_study_needs_the_server_to_be_trusted(
    run: Run, tmp_path: Path, base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_PASSPHRASE", "en lang og hemmelig sætning")
    home = tmp_path / "sealed"
    assert run("init", home, "--encrypt").status == 0
    refused = run("--study", home, "hub", "init", base.address())
    assert refused.status == 2
    assert "--trust-server" in refused.err
    assert base.ask("SELECT 1 FROM pg_namespace WHERE nspname LIKE 'workbench%'") == []
    assert run("--study", home, "hub", "init", base.address(), "--trust-server").status == 0
    assert run("--study", home, "sync").status == 0
    assert run("--study", home, "hub", "check").status == 0


def test_a_copy_from_a_server_is_plain_and_that_is_said_or_sealed_when_asked_for(
    run: Run, begun: Path, tmp_path: Path, base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("codebook", "add", "Tillid")
    run("sync")
    plain = run("init", tmp_path / "plain", "--from", base.address())
    assert plain.status == 0
    assert "this copy is not encrypted" in plain.err
    refused = run("init", tmp_path / "sealed", "--from", base.address(), "--encrypt")
    assert refused.status == 2
    assert "WORKBENCH_PASSPHRASE" in refused.err
    assert not (tmp_path / "sealed").exists()
    monkeypatch.setenv("WORKBENCH_PASSPHRASE", "en lang og hemmelig sætning")
    joined = run("init", tmp_path / "sealed", "--from", base.address(), "--encrypt")
    assert joined.status == 0
    assert "not encrypted" not in joined.err
    assert "nobody can open the study again" in joined.err
    home = ("--study", tmp_path / "sealed")
    assert [code["code"] for code in run(*home, "codebook", "--json").json] == ["Tillid"]
    run(*home, "codebook", "add", "Mod")
    assert run(*home, "sync").status == 0  # the server was trusted by joining from it
    kept = b"".join(path.read_bytes() for path in (tmp_path / "sealed").rglob("*") if path.is_file())
    assert not any(word in kept for word in (b"Tillid", b"Mod", b"Havnen"))
    run("sync")
    assert sorted(code["code"] for code in run("codebook", "--json").json) == ["Mod", "Tillid"]
