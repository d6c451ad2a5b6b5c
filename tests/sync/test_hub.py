"""A PostgreSQL server as a peer: two replicas meet through it, and each login may do what it may."""

# ruff: noqa: F811
import json
import threading
import time
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256

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
from tests.sync.team import HUB, Forgetful, Mate, anna, ben, in_order, mate, rows  # noqa: F401
from tests.sync.test_hub_forging import spell
from workbench.errors import StudyError
from workbench.identity import new_id
from workbench.sealing import Seal
from workbench.store import put
from workbench.sync import Exchanged, connect, notebook
from workbench.sync.hub import Hub
from workbench.sync.hub import peer as peer_module
from workbench.sync.hub.setup import Admin
from workbench.sync.peer import Held


def test_two_replicas_meet_through_the_hub(anna: Mate, ben: Mate, base: Base) -> None:
    anna.code("Mod", "Ansvar")
    ben.code("Tillid")
    assert anna.sync()[:2] == (2, 0)
    assert ben.sync()[:2] == (1, 2)
    assert anna.sync()[:2] == (0, 1)
    assert anna.names() == ben.names() == ["Ansvar", "Mod", "Tillid"]
    assert anna.store.digest() == ben.store.digest()
    in_order(base)
    assert anna.sync() == ben.sync() == Exchanged()


def test_texts_travel_and_are_what_they_were(anna: Mate, ben: Mate) -> None:
    text = "R1: Så kommer der no\u0301gen. 🛶\n" * 50
    name = sha256(b"salt" + text.encode()).hexdigest()
    anna.store.write("memo", [put("memo", new_id(), text=[None, name])], texts=[(b"salt", text)])
    assert anna.sync().texts_sent == 1
    assert ben.sync().texts_taken == 1
    assert ben.store.text(name) == text
    assert ben.hub.get_text(name) == anna.store.text_line(name)
    assert ben.hub.get_text("0" * 64) is None


def test_an_erasure_reaches_the_server_and_the_text_does_not_come_back(anna: Mate, ben: Mate, base: Base) -> None:
    name = sha256(b"salthemmeligt").hexdigest()
    ben.store.write("memo", [put("memo", new_id(), text=[None, name])], texts=[(b"salt", "hemmeligt")])
    line = ben.store.text_line(name)
    assert line is not None
    ben.sync()
    anna.sync()
    anna.store.write("purge", [put("erasure", new_id(), text=name)])
    anna.sync()
    assert base.ask(f"SELECT id FROM {HUB}.text") == []
    ben.hub.put_text(name, line)
    assert base.ask(f"SELECT id FROM {HUB}.text") == []
    ben.sync()
    assert ben.store.text(name) is None
    assert ben.sync().troubles == ()


def test_who_does_not_lead_cannot_erase_and_is_told(anna: Mate, ben: Mate) -> None:
    name = sha256(b"saltord").hexdigest()
    anna.store.write("memo", [put("memo", new_id(), text=[None, name])], texts=[(b"salt", "ord")])
    anna.sync()
    ben.sync()
    ben.hub.erase([name])
    assert name in ben.hub.names().texts
    assert "when a lead syncs" in ben.hub.left()[0]
    assert ben.hub.left() == ()
    ben.store.write("purge", [put("erasure", new_id(), text=name)])
    with pytest.raises(StudyError, match="only a lead"):
        ben.sync()
    anna.hub.erase([name, "0" * 64])
    assert anna.hub.names().texts == frozenset()


def test_the_work_of_another_is_left_out_and_named(anna: Mate, ben: Mate, base: Base) -> None:
    anna.code("Mod")
    ben.code("Tillid")
    ben.store.ingest(list(anna.store.export()))
    done = ben.sync()
    assert {row[0] for row in rows(base)} == ben.store.own()
    assert done.sent == len(rows(base))
    assert "knows this login as ben" in done.troubles[0]
    assert ben.sync().sent == 0
    anna.sync()
    assert ben.sync().troubles == ()
    assert anna.names() == ben.names()


def test_who_only_reads_takes_and_is_told(mate: Callable[..., Mate], anna: Mate) -> None:
    anna.code("Mod")
    anna.sync()
    cleo = mate(CLEO)
    cleo.code("Lyst")
    cleo.sync()
    assert cleo.names() == ["Lyst", "Mod"]
    assert "may only read" in cleo.sync().troubles[0]


def test_a_stranger_is_told_whom_to_ask(mate: Callable[..., Mate]) -> None:
    eve = mate(EVE)
    with pytest.raises(StudyError) as error:
        eve.sync()
    assert "hub add" in error.value.hint


def test_who_was_let_out_is_told(ben: Mate, base: Base) -> None:
    ben.code("Mod")
    ben.sync()
    ben.hub.close()
    with Admin(base.address(), STUDY) as admin:
        assert admin.remove(ACTORS[BEN], "ben") == BEN
        try:
            with pytest.raises(StudyError, match="or not for wbtest_ben"):
                ben.hub.names()
        finally:  # groups belong to the server, not to this test's database
            admin.add(ACTORS[BEN], "ben", BEN, "code")
    assert len(ben.hub.names().held) == 1


def test_who_joins_takes_the_only_study_there_is(mate: Callable[..., Mate], anna: Mate) -> None:
    anna.code("Mod")
    anna.sync()
    ben = mate(BEN, study="")
    assert ben.hub.study() == STUDY
    ben.sync()
    assert ben.names() == ["Mod"]


def test_another_study_is_refused(mate: Callable[..., Mate]) -> None:
    with pytest.raises(StudyError, match="no hub for this study"):
        mate(ANNA, study=new_id()).sync()


def test_an_encrypted_study_is_refused_unless_the_server_is_trusted(anna: Mate) -> None:
    seal = Seal.derive("en lang sætning", b"s" * 16)
    book = notebook(anna.store, "hub")
    with pytest.raises(StudyError) as error:
        connect(anna.address, STUDY, book, seal)
    assert "--trust-server" in error.value.hint
    book.write({"trust-server": "1"})
    with closing(connect(anna.address, STUDY, book, seal)) as hub:
        assert hub.study() == STUDY


def test_a_branch_travels_whole(anna: Mate, mate: Callable[..., Mate]) -> None:
    anna.code("Mod")
    anna.sync()
    (stream,) = anna.store.own()
    (tip,) = [h.hash for h in anna.store.heads()]
    clock = json.loads(next(iter(anna.store.export())))["c"]
    branches = [spell(ANNA, 2, tip, s=stream, c=clock + 1, b={"name": name}, r=new_id()) for name in ("Ansvar", "Lyst")]
    further = spell(ANNA, 3, branches[0][6:70], s=stream, c=clock + 2, b={"name": "Ro"}, r=new_id())
    anna.hub.put([branches[0], further])
    anna.hub.put([branches[1]])
    held = anna.hub.names().held
    assert sorted((h.first, h.last, h.tip) for h in held) == sorted([(1, 3, further[6:70]), (1, 2, branches[1][6:70])])
    ben = mate(BEN)
    ben.sync()
    assert ben.names() == ["Ansvar", "Lyst", "Mod", "Ro"]
    for one in held:
        assert [line[6:70] for line in anna.hub.get(one)][-1] == one.tip
        assert len(anna.hub.get(one, 1)) == one.last - 1


def test_a_long_chain_is_fetched_a_batch_at_a_time(anna: Mate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peer_module, "_PULL", 3)
    monkeypatch.setattr(peer_module, "_PUSH_LINES", 4)
    anna.code(*"abcdefghij")
    anna.sync()
    (held,) = anna.hub.names().held
    (head,) = anna.store.heads()
    lines = anna.store.chain(head.stream, head.hash)
    assert list(anna.hub.get(held)) == lines
    assert list(anna.hub.get(held, 4)) == lines[4:]
    part = anna.hub.get(held)
    assert (len(part), part[-1], part[2:5]) == (10, lines[-1], lines[2:5])
    with pytest.raises(IndexError):
        part[10]
    assert anna.hub.get(held, 10) == ()


def test_what_was_written_together_arrives_together(anna: Mate, base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peer_module, "_PUSH_LINES", 4)
    for size in (3, 7, 1, 1):
        anna.store.write("new codes", [put("code", new_id(), name=f"{size}") for _ in range(size)])
    anna.sync()
    pushes = base.ask(f"SELECT count(*), count(DISTINCT tx) FROM {HUB}.change GROUP BY pushed_at ORDER BY pushed_at")
    assert pushes == [(10, 2), (2, 2)]


def test_what_has_gone_is_nothing(anna: Mate) -> None:
    anna.code("Mod")
    anna.sync()
    (held,) = anna.hub.names().held
    assert anna.hub.get(held._replace(tip="0" * 64)) == ()
    assert anna.hub.get(Held("nobody", 1, 9000, "0" * 64)) == ()


def test_nothing_new_is_one_short_question(anna: Mate, ben: Mate) -> None:
    anna.code("Mod")
    anna.sync()
    first = ben.hub.names()
    asked: list[str] = []
    read = ben.hub.server.read
    ben.hub.server.read = lambda query, *more: asked.append(query) or read(query, *more)  # type: ignore[method-assign, func-returns-value]
    assert ben.hub.names() == first
    assert len(asked) == 1


# --- waiting


def test_waiting_ends_when_a_colleague_has_sent_something(anna: Mate, ben: Mate) -> None:
    ben.sync()
    assert ben.hub.wait(0.05) is False
    anna.code("Mod")
    threading.Timer(0.2, anna.send, [list(anna.store.export())]).start()
    begin = time.monotonic()
    assert ben.hub.wait(60) is True
    assert time.monotonic() - begin < 30
    ben.sync()
    assert ben.names() == ["Mod"]


def test_what_came_before_the_waiting_is_not_missed(anna: Mate, ben: Mate) -> None:
    ben.sync()
    anna.code("Mod")
    anna.sync()
    assert ben.hub.wait(60) is True


def test_ones_own_work_wakes_nobody_up_oneself(anna: Mate) -> None:
    anna.sync()
    anna.code("Mod")
    anna.sync()
    assert anna.hub.wait(0.05) is False


def test_a_server_that_tells_nothing_is_asked(anna: Mate, ben: Mate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hub, "_listen", lambda self, seconds: False)
    monkeypatch.setattr(peer_module, "_POLLING", 0.05)
    ben.sync()
    anna.code("Mod")
    threading.Timer(0.2, anna.send, [list(anna.store.export())]).start()
    assert ben.hub.wait(60) is True
