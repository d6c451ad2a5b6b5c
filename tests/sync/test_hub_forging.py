"""What the server refuses, whoever asks: each attempt is made past the program, in SQL, as a login of the team."""

# ruff: noqa: F811
import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import psycopg
import pytest

from tests.sync.postgres import ACTORS, ANNA, BEN, CLEO, EVE, STUDY, Base, _standing, base, new_base, postgres  # noqa: F401
from workbench.log.change import canonical_json
from workbench.sync.hub.address import schema_of

HUB = schema_of(STUDY)
ZERO = "0" * 64


def spell(login: str = ANNA, seq: int = 1, prev: str = ZERO, **fields: Any) -> str:
    """A change as it travels: a login's own, where ``fields`` do not say otherwise; its hash is right."""
    given = {
        **{"a": ACTORS[login], "b": {"name": "Mod"}, "c": seq, "e": "code", "o": "put", "p": prev, "q": seq},
        **{"r": "ROW", "s": f"S{login[-3:]}", "t": 1, "v": "new code", "x": seq},
    }
    rest = canonical_json(given | fields)
    return f'{{"h":"{sha256(rest.encode()).hexdigest()}",{rest[1:]}'


def chain(login: str, length: int, **fields: Any) -> list[str]:
    """An unbroken run of changes."""
    lines: list[str] = []
    for seq in range(1, length + 1):
        lines.append(spell(login, seq, lines[-1][6:70] if lines else ZERO, **fields))
    return lines


def push(base: Base, login: str, lines: list[str]) -> tuple[int, int]:
    """What the server answers to lines."""
    with base.connect(login) as con:
        return con.execute(f"SELECT * FROM {HUB}.push(%b::text[])".encode(), (lines,)).fetchall()[0]  # type: ignore[no-any-return]


def held(base: Base) -> list[tuple[Any, ...]]:
    """Everything the server holds, as the superuser sees it."""
    return base.ask(
        f"SELECT stream, seq, hash, line, actor, pushed_by FROM {HUB}.change UNION ALL "
        f"SELECT id, 0, '', data, '', pushed_by FROM {HUB}.text ORDER BY 1, 2, 3"
    )


def begun(base: Base) -> Base:
    """anna and ben have sent three changes each."""
    push(base, ANNA, chain(ANNA, 3))
    push(base, BEN, chain(BEN, 3))
    return base


@pytest.fixture
def worked(base: Base) -> Base:
    """A hub of this test's own."""
    return begun(base)


@pytest.fixture(scope="module")
def shared(new_base: Callable[..., Base]) -> Base:
    """A hub for tests in which everything is refused, so that nothing changes in it."""
    return begun(new_base())


def refused(base: Base, state: str, attempt: Callable[[], object]) -> None:
    """The attempt fails with this state, and nothing has changed."""
    before = held(base)
    with pytest.raises(psycopg.Error) as error:
        attempt()
    assert error.value.sqlstate == state
    assert held(base) == before


def run(base: Base, login: str, statement: str) -> Callable[[], object]:
    return lambda: base.ask(statement, login)


def test_what_is_sent_is_kept_as_it_came_and_read_by_every_member(shared: Base) -> None:
    for login in (ANNA, BEN, CLEO):
        lines = [line for (line,) in shared.ask(f"SELECT line FROM {HUB}.change ORDER BY arrival", login)]
        assert lines == chain(ANNA, 3) + chain(BEN, 3)


def test_the_same_again_adds_nothing(worked: Base) -> None:
    before = held(worked)
    assert push(worked, ANNA, chain(ANNA, 3))[0] == 0
    assert held(worked) == before
    assert push(worked, ANNA, chain(ANNA, 5))[0] == 2


@pytest.mark.parametrize("login", [ANNA, BEN, EVE])
@pytest.mark.parametrize(
    "statement",
    [
        f"INSERT INTO {HUB}.change SELECT * FROM {HUB}.change",
        f"UPDATE {HUB}.change SET line = 'x' RETURNING 1",
        f"DELETE FROM {HUB}.change RETURNING 1",
        f"TRUNCATE {HUB}.change",
        f"DROP TABLE {HUB}.change",
        f"UPDATE {HUB}.stream SET owner = session_user RETURNING 1",
        f"UPDATE {HUB}.member SET can = 'lead' RETURNING 1",
        f"INSERT INTO {HUB}.member VALUES ('{EVE}', 'X', 'x', 'lead') RETURNING 1",
        f"DELETE FROM {HUB}.erased RETURNING 1",
        f"UPDATE {HUB}.arrival SET n = 0 RETURNING 1",
        f"DELETE FROM {HUB}.head RETURNING 1",
        f"SELECT {HUB}.arrive(10)",
        f"SELECT {HUB}.forget(ARRAY['{ZERO}'], 'x')",
        f"SELECT {HUB}.allowed('lead')",
        f"ALTER FUNCTION {HUB}.push(text[]) SECURITY INVOKER",
        f"CREATE FUNCTION {HUB}.trap() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        f"SET ROLE {HUB}_owner",
        "SET SESSION AUTHORIZATION postgres",
        f"ALTER TABLE {HUB}.change DISABLE ROW LEVEL SECURITY",
        f"GRANT {HUB}_owner TO {BEN}",
    ],
)
def test_nobody_writes_past_the_functions(shared: Base, login: str, statement: str) -> None:
    refused(shared, "42501", run(shared, login, statement))


def test_the_stream_of_another_cannot_be_continued(shared: Base) -> None:
    tip = chain(ANNA, 3)[-1][6:70]
    refused(shared, "WB005", lambda: push(shared, BEN, [spell(ANNA, 4, tip)]))
    refused(shared, "WB006", lambda: push(shared, BEN, [spell(BEN, 4, tip, s="Snna")]))


def test_nobody_writes_as_another_coder(shared: Base) -> None:
    refused(shared, "WB005", lambda: push(shared, BEN, [spell(BEN, s="new", a=ACTORS[ANNA])]))
    first = spell(BEN, s="new")
    second = spell(BEN, 2, first[6:70], s="new", a=ACTORS[ANNA])
    refused(shared, "WB005", lambda: push(shared, BEN, [first, second]))


def test_a_lead_relays_and_that_is_recorded(worked: Base) -> None:
    tip = chain(BEN, 3)[-1][6:70]
    push(worked, ANNA, [spell(BEN, 4, tip), spell(BEN, 5, spell(BEN, 4, tip)[6:70])])
    push(worked, ANNA, [spell(EVE)])
    told = worked.ask(
        f"SELECT stream, seq, pushed_by FROM {HUB}.change WHERE pushed_by <> 'x' ORDER BY arrival DESC LIMIT 3"
    )
    assert told == [("Seve", 1, ANNA), ("Sben", 5, ANNA), ("Sben", 4, ANNA)]
    owners = dict(worked.ask(f"SELECT id, owner FROM {HUB}.stream"))
    assert owners == {"Snna": ANNA, "Sben": BEN, "Seve": None}


def test_what_a_lead_relayed_is_claimed_by_its_coder(worked: Base) -> None:
    push(worked, ANNA, chain(BEN, 2, s="laptop"))
    assert push(worked, BEN, chain(BEN, 4, s="laptop"))[0] == 2


@pytest.mark.parametrize(
    "line",
    [
        spell(BEN, s="n").replace('{"h":"', '{"h":"f', 1),
        '{"h":"' + ZERO + spell(BEN, s="n")[70:],
        spell(BEN, s="n").replace("Mod", "Ansvar"),
        spell(BEN, s="n").replace('"h":', '"H":'),
        spell(BEN, s="n").replace('{"h"', '{ "h"'),
        spell(BEN, s="n").replace('","a"', '","h":"' + ZERO + '","a"'),
        '{"blob":"x"}',
        "[]",
        spell(BEN, s="n", o="drop"),
        spell(BEN, s="n", b=[1]),
        spell(BEN, s="n", q=0, x=0),
        spell(BEN, s="n", x=2),
        spell(BEN, 2, s="n"),
        spell(BEN, s="n", p="1" * 64),
        spell(BEN, s="n", c=-1),
        spell(BEN, s="n", e=""),
        spell(BEN, s="a b"),
        spell(BEN, s="æ"),
        spell(BEN, s="n" * 65),
        spell(BEN, s="n", v="v" * 81),
        spell(BEN, s=None),
        spell(BEN, s="n", c="5"),
        spell(BEN, s="n", t=" 5"),
        spell(BEN, s="n", q="1", x="1"),
        spell(BEN, s="n", v=5),
        spell(BEN, s=7),
        spell(BEN, s="n", r=True),
    ],
)
def test_a_line_that_is_not_what_it_says_is_refused(shared: Base, line: str) -> None:
    refused(shared, "WB004", lambda: push(shared, BEN, [line]))


@pytest.mark.parametrize("line", ["", "x", '{"h":', '{"h":"' + ZERO + '",'])
def test_a_line_that_is_no_json_is_refused(shared: Base, line: str) -> None:
    refused(shared, "22P02", lambda: push(shared, BEN, [line]))


def test_the_columns_say_what_the_line_says(worked: Base) -> None:
    line = spell(BEN, s="twice")
    rest = '{"a":"' + ACTORS[ANNA] + '",' + line[73 - 1 :]
    double = '{"h":"' + sha256(rest.encode()).hexdigest() + '",' + rest[1:]
    assert json.loads(double)["a"] == ACTORS[BEN]
    push(worked, BEN, [double])
    assert worked.ask(f"SELECT actor FROM {HUB}.change WHERE stream = 'twice'") == [(ACTORS[BEN],)]
    assert worked.ask(f"SELECT * FROM {HUB}.faults()", ANNA) == []


def test_other_words_under_a_known_number_need_a_known_beginning(worked: Base) -> None:
    two = chain(BEN, 2)
    refused(worked, "WB007", lambda: push(worked, BEN, [spell(BEN, 3, "1" * 64, b={"name": "other"})]))
    branch = spell(BEN, 3, two[1][6:70], b={"name": "other"})
    assert push(worked, BEN, [branch])[0] == 1
    heads = worked.ask(f"SELECT seq, hash FROM {HUB}.head WHERE stream = 'Sben' ORDER BY hash")
    assert heads == sorted([(3, branch[6:70]), (3, chain(BEN, 3)[2][6:70])], key=lambda h: h[1])
    assert held(worked)[2] in [row for row in held(worked) if row[0] == "Sben"]


def test_a_gap_and_a_mixture_are_refused_whole(shared: Base) -> None:
    five = chain(BEN, 5)
    refused(shared, "WB007", lambda: push(shared, BEN, five[4:]))
    refused(shared, "WB007", lambda: push(shared, BEN, [five[0], five[2]]))
    refused(shared, "WB007", lambda: push(shared, BEN, [*five[:4], spell(BEN, 1, s="other")]))
    mixed = spell(BEN, 4, five[2][6:70], s="other")
    refused(shared, "WB007", lambda: push(shared, BEN, [*five[:3], spell(BEN, 5, five[2][6:70], s="other")]))
    refused(shared, "WB005", lambda: push(shared, BEN, [*five[:3], mixed]))


def test_a_stranger_reads_and_sends_nothing(shared: Base) -> None:
    for table in ("hub", "arrival", "member", "stream", "change", "head", "text", "erased"):
        refused(shared, "42501", run(shared, EVE, f"SELECT * FROM {HUB}.{table}"))
    refused(shared, "42501", lambda: push(shared, EVE, chain(EVE, 1)))
    refused(shared, "42501", run(shared, EVE, f"SELECT * FROM {HUB}.faults()"))


def test_who_is_in_the_group_but_no_member_sees_nothing(worked: Base) -> None:
    worked.ask(f"DELETE FROM {HUB}.member WHERE role = '{BEN}' RETURNING 1")
    for table in ("hub", "arrival", "member", "stream", "change", "head", "text", "erased"):
        assert worked.ask(f"SELECT * FROM {HUB}.{table}", BEN) == []
    assert worked.ask(f"SELECT * FROM {HUB}.faults()", BEN) == []
    refused(worked, "WB001", lambda: push(worked, BEN, chain(BEN, 4)))
    refused(worked, "WB001", run(worked, BEN, f"SELECT {HUB}.erase(ARRAY['{ZERO}'])"))


def test_who_may_read_sends_nothing(shared: Base) -> None:
    refused(shared, "WB002", lambda: push(shared, CLEO, chain(CLEO, 1)))
    refused(shared, "WB002", run(shared, CLEO, put_text("ord", b"s")))


def put_text(data: str, salt: bytes, name: str = "") -> str:
    name = name or sha256(salt + data.encode()).hexdigest()
    return f"SELECT {HUB}.put_text('{name}', '\\x{salt.hex()}', '{data}')"


def test_a_text_is_what_its_name_says(worked: Base) -> None:
    refused(worked, "WB004", run(worked, BEN, put_text("Så går vi", b"salt", ZERO)))
    for values in ("NULL, 's', 'd'", "'x', NULL, 'd'", "'x', 's', NULL"):
        refused(worked, "WB004", run(worked, BEN, f"SELECT {HUB}.put_text({values})"))
    assert worked.ask(put_text("Så går vi", b"salt"), BEN) == [(True,)]
    assert worked.ask(put_text("Så går vi", b"salt"), ANNA) == [(False,)]


def test_only_a_lead_erases_and_for_ever(worked: Base) -> None:
    worked.ask(put_text("hemmeligt", b"s"), BEN)
    name = sha256(b"shemmeligt").hexdigest()
    refused(worked, "WB003", run(worked, BEN, f"SELECT {HUB}.erase(ARRAY['{name}'])"))
    assert worked.ask(f"SELECT {HUB}.erase(ARRAY['{name}'])", ANNA) == [(1,)]
    assert worked.ask(f"SELECT id FROM {HUB}.text") == []
    refused(worked, "WB008", run(worked, BEN, put_text("hemmeligt", b"s")))
    refused(worked, "WB008", run(worked, ANNA, put_text("hemmeligt", b"s")))
    assert worked.ask(f"SELECT {HUB}.erase(ARRAY['{name}'])", ANNA) == [(0,)]


@pytest.mark.parametrize("what", ["erasure", "withdrawal"])
def test_only_a_lead_takes_back_what_a_person_said(worked: Base, what: str) -> None:
    worked.ask(put_text("hemmeligt", b"s"), BEN)
    name = sha256(b"shemmeligt").hexdigest()
    for op in ("put", "del"):
        change = spell(BEN, s="new", e=what, o=op, b={"text": name} if op == "put" else {})
        refused(worked, "WB003", lambda change=change: push(worked, BEN, [change]))
    push(worked, ANNA, [spell(ANNA, s="new", e=what, b={"text": name})])
    left = worked.ask(f"SELECT id FROM {HUB}.text")
    assert left == ([] if what == "erasure" else [(name,)])


def test_a_trap_on_the_search_path_is_not_stepped_into(worked: Base) -> None:
    with worked.connect() as con:
        con.execute(b"CREATE SCHEMA trap")
        con.execute(b"GRANT ALL ON SCHEMA trap TO PUBLIC")
    with worked.connect(BEN) as con:
        con.execute(b"CREATE FUNCTION trap.sha256(bytea) RETURNS bytea LANGUAGE sql AS $$ SELECT ''::bytea $$")
        con.execute(b'CREATE FUNCTION trap.left(text, int) RETURNS text LANGUAGE sql AS $$ SELECT \'{"h":"\' $$')
        con.execute(b"CREATE TEMP TABLE member (role text, actor text, name text, can text, since timestamptz)")
        con.execute(f"INSERT INTO member VALUES ('{BEN}', '{ACTORS[ANNA]}', 'x', 'lead', now())".encode())
        con.execute(
            b"CREATE FUNCTION pg_temp.session_user() RETURNS name LANGUAGE sql AS $$ SELECT 'postgres'::name $$"
        )
        con.execute(b"SET search_path = pg_temp, trap, pg_catalog")
        for lines, state in (
            ([spell(ANNA, s="n")], "WB005"),
            ([spell(BEN, s="n").replace("Mod", "Lyst")], "WB004"),
            ([spell(BEN, s="n", e="erasure")], "WB003"),
        ):
            with pytest.raises(psycopg.Error) as error:
                con.execute(f"SELECT * FROM {HUB}.push(%b::text[])".encode(), (lines,))
            assert error.value.sqlstate == state
    assert {row[0] for row in held(worked)} == {"Snna", "Sben"}


def test_what_the_administrator_alters_is_found(worked: Base) -> None:
    worked.ask(put_text("ord", b"s"), BEN)
    worked.ask(
        f"UPDATE {HUB}.change SET line = replace(line, 'Mod', 'Had') WHERE stream = 'Sben' AND seq = 2 RETURNING 1"
    )
    worked.ask(f"UPDATE {HUB}.change SET actor = 'x' WHERE stream = 'Snna' AND seq = 3 RETURNING 1")
    worked.ask(f"DELETE FROM {HUB}.change WHERE stream = 'Snna' AND seq = 1 RETURNING 1")
    worked.ask(f"UPDATE {HUB}.text SET data = 'sagt' RETURNING 1")
    found = sorted(worked.ask(f"SELECT * FROM {HUB}.faults()", CLEO))
    assert [name[:6] for _, name in found[:3]] == ["Sben 2", "Snna 2", "Snna 3"]
    assert [kind for kind, _ in found] == ["change", "change", "change", "text"]
