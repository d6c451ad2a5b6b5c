"""Nothing that happens to a server, and nothing that happens at once, loses or doubles anything."""

# ruff: noqa: F811
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

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
from tests.sync.team import HUB, Forgetful, Mate, anna, ben, in_order, mate, rows  # noqa: F401
from workbench.errors import StudyError
from workbench.sync import Exchanged
from workbench.sync.hub import peer as peer_module
from workbench.sync.hub.setup import Admin

# --- arrival order


def test_a_slow_sender_hides_nothing_from_who_pulls_meanwhile(anna: Mate, ben: Mate, base: Base) -> None:
    """With numbers from a sequence, ben's would be visible first and anna's, lower, would never be asked for."""
    anna.code("Mod")
    ben.code("Tillid")
    ((mine,), (his,)) = ([*anna.store.export()],), ([*ben.store.export()],)
    slow = base.connect(ANNA)
    slow.autocommit = False
    slow.execute(f"SELECT {HUB}.push(%b::text[])".encode(), (mine,))
    sender = threading.Thread(target=ben.send, args=(his,))
    sender.start()
    watcher = ben.aside()
    seen = [watcher.names()]
    time.sleep(0.2)
    seen.append(watcher.names())
    assert sender.is_alive()
    assert seen[0].held == seen[1].held == ()
    slow.commit()
    sender.join(60)
    slow.close()
    assert len(watcher.names().held) == 2
    watcher.close()
    in_order(base)


@pytest.fixture(params=["read committed", "serializable"])
def strict(request: pytest.FixtureRequest, base: Base) -> Iterator[str]:
    """How the server treats two at once: one waits for the other, or, as on distributed servers, one is refused."""
    with base.connect() as con:
        con.execute(f"ALTER DATABASE {base.name} SET default_transaction_isolation = '{request.param}'".encode())
        yield request.param
        con.execute(f"ALTER DATABASE {base.name} RESET default_transaction_isolation".encode())


def test_two_senders_and_a_puller_at_once_lose_nothing(
    strict: str, anna: Mate, ben: Mate, mate: Callable[..., Mate], base: Base
) -> None:
    anna.code(*map(str, range(60)))
    ben.code(*map(str, range(100, 160)))
    lines = {one: list(one.store.export()) for one in (anna, ben)}
    assert base.ask("SHOW default_transaction_isolation", ANNA) == [(strict,)]

    def send(one: Mate) -> None:
        with closing(one.aside()) as hub:
            for n in range(1, 61, 3):
                hub.put(lines[one][: n + 2])

    senders = [threading.Thread(target=send, args=(one,)) for one in (anna, ben)]
    cleo = mate(CLEO)
    for sender in senders:
        sender.start()
    pulls = 0
    while any(sender.is_alive() for sender in senders):
        cleo.sync()
        pulls += 1
    cleo.sync()
    assert len(cleo.names()) == 120
    assert pulls > 1
    in_order(base)


# --- what happens to servers


def test_a_server_that_dies_in_the_middle_loses_and_doubles_nothing(anna: Mate, ben: Mate, base: Base) -> None:
    if base.postgres.own is None:
        pytest.skip("not our server to stop")
    anna.code(*map(str, range(300)))
    ben.sync()
    pushed: list[int] = []
    push, hub = anna.hub.put, anna.hub

    def put_until_it_dies(lines: Sequence[str]) -> int:
        for n in range(0, len(lines), 50):
            pushed.append(push(lines[n : n + 50]))
            if len(pushed) == 2:
                base.postgres.stop("immediate")
        return sum(pushed)

    hub.put = put_until_it_dies  # type: ignore[method-assign]
    with pytest.raises(StudyError) as error:
        anna.sync()
    assert "cannot be reached" in error.value.message or "was lost" in error.value.message
    with pytest.raises(StudyError):
        ben.sync()
    base.postgres.start()
    assert 0 < len(rows(base)) < 300
    anna.hub.put = push  # type: ignore[method-assign]
    anna.sync()
    ben.sync()
    assert len(ben.names()) == 300
    assert ben.store.digest() == anna.store.digest()
    in_order(base)


def test_a_server_that_dies_at_any_moment_loses_and_doubles_nothing(
    anna: Mate, base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    if base.postgres.own is None:
        pytest.skip("not our server to stop")
    monkeypatch.setattr(peer_module, "_PUSH_LINES", 5)
    anna.code(*map(str, range(600)))
    anna.hub.names()
    crash = threading.Timer(0.1, base.postgres.stop, ["immediate"])
    crash.start()
    with suppress(StudyError):  # or it was quicker
        anna.sync()
    crash.join()
    base.postgres.start()
    arrived = len(rows(base))
    anna.sync()
    assert len(rows(base)) == 600 >= arrived
    in_order(base)


def test_a_connection_that_was_cut_is_made_again(anna: Mate, base: Base) -> None:
    anna.code("Mod")
    anna.sync()
    base.ask(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{ANNA}' AND pid <> pg_backend_pid()"
    )
    anna.code("Lyst")
    assert anna.sync().sent == 1


def test_a_server_restored_from_an_old_backup_is_sent_what_it_lost(
    anna: Mate, ben: Mate, base: Base, new_base: Callable[..., Base]
) -> None:
    anna.code("Mod")
    ben.code("Tillid")
    anna.sync()
    ben.sync()
    anna.sync()
    for one in (anna, ben):
        one.hub.close()
    old = Base(base.postgres, base.postgres.create(base.name + "_old", base.name))  # the backup
    anna.code("Ansvar")
    ben.code("Lyst")
    for one in (anna, ben, anna):
        one.sync()
        one.hub.close()
    _swap(base, old)
    assert len(rows(base)) == 2
    told = [one.sync().troubles for one in (anna, ben)]
    assert all("older state" in troubles[0] for troubles in told)
    assert len(rows(base)) == 4
    in_order(base)
    assert anna.sync() == ben.sync() == Exchanged()
    assert anna.names() == ben.names() == ["Ansvar", "Lyst", "Mod", "Tillid"]


def test_a_server_set_up_anew_is_sent_everything(
    anna: Mate, ben: Mate, base: Base, new_base: Callable[..., Base]
) -> None:
    anna.code("Mod")
    ben.code("Tillid")
    for one in (anna, ben, anna):
        one.sync()
        one.hub.close()
    with Admin((empty := new_base(empty=True)).address(), STUDY) as admin:
        assert admin.init("Havnen") is True
        for login, can in ((ANNA, "lead"), (BEN, "code")):
            admin.add(ACTORS[login], login, login, can)
    _swap(base, empty)
    troubles = anna.sync().troubles
    assert "set up anew" in troubles[0]
    assert {row[0] for row in rows(base)} == anna.store.own()
    anna.sync(grace=0)  # a lead brings back what others wrote, should they never come again
    assert len(rows(base)) == 2
    ben.sync()
    in_order(base)


@settings(max_examples=15)
@example(["code a", "code b", "sync b", "sync b", "empty"])  # as many have arrived again as a colleague remembers
@given(st.lists(st.sampled_from(["code a", "code b", "sync a", "sync b", "cut", "empty", "sync c"]), max_size=14))
def test_whatever_happens_to_the_server_everything_is_there_in_the_end(base: Base, program: list[str]) -> None:
    """Colleagues work and sync in any order, while connections are cut and the server is emptied behind them."""
    empty_hub(base)
    with tempfile.TemporaryDirectory() as name:
        team = {letter: Mate(Path(name), login, base) for letter, login in zip("abc", (ANNA, BEN, CLEO), strict=True)}
        written = 0
        for step in program:
            verb, _, who = step.partition(" ")
            if verb == "code":
                written += 1
                team[who].code(f"{written}")
            elif verb == "sync":
                team[who].sync()
            elif verb == "empty":
                empty_hub(base)
            else:
                cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'wbtest_%'"
                base.ask(f"{cut} AND datname = '{base.name}'")
        for who in "abcab":
            team[who].sync(grace=0)
        assert len({one.store.digest() for one in team.values()}) == 1
        assert len(team["c"].names()) == len(rows(base)) == written
        for one in team.values():
            one.hub.close()
            one.store.close()
    if written:
        in_order(base)


def _swap(base: Base, other: Base) -> None:
    """Put another database in the place of this one."""
    gone = f"{base.name}_gone_{len(base.postgres.made)}"
    with base.postgres.connect() as con:
        con.execute(f'ALTER DATABASE "{base.name}" RENAME TO "{gone}"'.encode())
        con.execute(f'ALTER DATABASE "{other.name}" RENAME TO "{base.name}"'.encode())
    base.postgres.made.append(gone)
