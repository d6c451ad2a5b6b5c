"""What goes in, and the one way it goes in."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select, update

from workbench.errors import InputError, NewerError, StudyError
from workbench.log.change import Change, encode
from workbench.model import Code, Coding
from workbench.store import Op, Store, blob_id, delete, put

Replica = Callable[..., Store]


def test_a_write_is_in_the_log_and_in_the_table(store: Store) -> None:
    tx = store.write("code", [put("coding", "G1", span=["R1", 3, 9], code="C1", coder="ada")])
    assert tx is not None
    assert store.read("SELECT revision, start, end, code, alive FROM coding") == [("R1", 3, 9, "C1", 1)]
    (entry,) = store.history(row="G1")
    assert (entry.n, entry.stream, entry.tx, entry.verb, entry.op) == (tx.n, tx.stream, tx.tx, "code", "put")


def test_a_transaction_is_all_or_nothing(store: Store) -> None:
    before = store.digest()
    with pytest.raises(InputError):
        store.write("code", [put("code", "C1", name="fine"), put("code", "C2", name="not \x00 fine")])
    assert store.digest() == before
    assert store.history() == []
    assert store.verify().faults == ()


@pytest.mark.parametrize(
    ("verb", "op"),
    [
        ("code", put("code", "C1", name="a\x00b")),
        ("code", put("code", "C1", name="\ud800")),
        ("code", put("code", "C1", weight=0.5)),
        ("code", put("code", "two words", name="x")),
        ("code", put("a/b", "C1", name="x")),
        ('say "hi"', put("code", "C1", name="x")),
        ("two\nlines", put("code", "C1", name="x")),
    ],
)
def test_what_no_colleague_could_read_is_refused_before_it_is_acknowledged(store: Store, verb: str, op: Op) -> None:
    with pytest.raises(InputError) as refused:
        store.write(verb, [op])
    assert refused.value.hint
    assert list(store.export()) == []


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_a_text_that_cannot_travel_is_refused(store: Store, text: str) -> None:
    with pytest.raises(InputError):
        store.write("import", [put("revision", "R1", text="?")], texts=[(b"salt", text)])
    assert store.history() == []


def test_nothing_to_write_writes_nothing(store: Store) -> None:
    heard: list[str] = []
    store.on_change.append(lambda: heard.append("changed"))
    assert store.write("code", []) is None
    assert store.write("code", lambda: []) is None
    assert (heard, store.history()) == ([], [])
    store.write("code", [put("code", "C1", name="x")])
    assert heard == ["changed"]


def test_what_is_written_can_be_decided_when_nobody_else_can_write(replica: Replica) -> None:
    ada, again = replica("ada"), replica("ada")

    def once() -> list[Op]:
        return [] if ada.read("SELECT 1 FROM code WHERE name = 'x'") else [put("code", "C1", name="x")]

    assert again.write("code", [put("code", "C1", name="x")])
    assert ada.write("code", once) is None


def test_a_text_lies_out_of_line_under_a_name_of_its_own(store: Store) -> None:
    name = blob_id(b"salt", "Ord på bånd")
    store.write("import", [put("revision", "R1", text=name)], texts=[(b"salt", "Ord på bånd")])
    assert store.text(name) == "Ord på bånd"
    assert store.text("nobody knows") is None
    assert "bånd" not in store.history()[0].body


def test_facets_gather_in_one_column_and_go_one_by_one(store: Store) -> None:
    store.write("code", [put("coding", "G1", **{"facet.kind": ["reel"], "facet.bearer": ["both"]})])
    store.write("code", [put("coding", "G1", **{"facet.kind": []})])
    assert store.read("SELECT facets FROM coding") == [('{"bearer":["both"]}',)]
    store.write("code", [put("coding", "G1", **{"facet.bearer": None})])
    assert store.read("SELECT facets FROM coding") == [(None,)]


def test_fields_nobody_knows_stay_with_their_row(store: Store) -> None:
    store.write("code", [put("coding", "G1", code="C1", mood="grey", span=["R", 1])])
    store.write("code", [put("coding", "G1", code="C2")])
    assert store.read("SELECT code, x FROM coding") == [("C2", '{"mood":"grey","span":["R",1]}')]


def test_the_value_of_a_setting_may_be_a_list(store: Store) -> None:
    store.write("set", [put("setting", "S1", key="leads", value=["ada", "bo"], active=True)])
    assert store.read("SELECT value, x FROM setting") == [('["ada","bo"]', '{"active":true}')]


def test_who_wrote_last_in_another_process_is_noticed(replica: Replica) -> None:
    ada, bo = replica("ada"), replica("ada")
    assert not bo.changed()
    ada.write("code", [put("code", "C1", name="x")])
    assert bo.changed()
    assert not bo.changed()
    assert not ada.changed()


def test_a_study_that_a_newer_workbench_wrote_to_can_only_be_read(
    replica: Replica, make: Callable[..., Change]
) -> None:
    """Everything that comes is kept and handed on as it came; writing is refused, also after a restart or a rebuild."""
    ada, bo = replica("ada"), replica("bo")
    mine = ada.write("add", [put("code", "C1", name="mine")])
    assert mine is not None
    newer = make("NEWER", None, "C1", hlc=5, fmt=2, name="from the future")
    lines = [encode(newer), encode(make("NEWER", newer, "T1", hlc=6, ent="theory", a=1))]
    assert ada.ingest(lines).applied == 2

    def refused(store: Store) -> None:
        before = store.digest()
        for write in (
            lambda: store.write("code", [put("code", "C2", name="x")]),
            lambda: store.undo(mine.stream, mine.tx),
        ):
            with pytest.raises(NewerError, match="newer workbench") as error:
                write()
            assert (error.value.status, bool(error.value.hint)) == (2, True)
        assert store.digest() == before
        assert store.read("SELECT id, name FROM code") == [("C1", "mine")]
        assert store.verify().faults == ()

    refused(ada)
    ada.close()
    ada = replica("ada")
    ada.rebuild()
    refused(ada)
    assert [line for line in ada.export() if "NEWER" in line] == lines
    bo.ingest(ada.export())
    refused(bo)
    assert bo.ingest([encode(make("LATER", None, "C3", hlc=7, name="still taken in"))]).applied == 1


# --- reading by other means --------------------------------------------------------------------------------------


def test_a_session_reads_models(store: Store) -> None:
    store.write("code", [put("code", "C1", name="Relationer"), put("coding", "G1", code="C1", span=["R", 1, 2])])
    with store.session() as session:
        (code,) = session.exec(select(Code).where(col(Code.name) == "Relationer")).all()
        (coding,) = session.exec(select(Coding)).all()
    assert (code.id, coding.start, coding.alive) == ("C1", 1, 1)


@pytest.mark.parametrize("where", ["file", "memory"])
def test_a_session_does_not_write_in_any_way(replica: Replica, where: str) -> None:
    store = replica() if where == "file" else Store.open(":memory:", "ada")
    store.write("code", [put("code", "C1", name="x")])
    with store.session() as session:
        session.add(Code(id="C2", name="y"))
        with pytest.raises(RuntimeError, match="log alone"):
            session.commit()
        session.rollback()
    with store.session() as session:
        code = session.exec(select(Code)).one()
        code.name = "y"
        with pytest.raises(RuntimeError, match="log alone"):
            session.flush()
        session.rollback()
    with store.session() as session, pytest.raises(OperationalError, match="readonly"):
        session.execute(update(Code).values(name="y"))
    assert store.read("SELECT id, name FROM code") == [("C1", "x")]
    assert store.write("code", [put("code", "C2", name="y")])


FOREIGN = """
import sqlite3, sys
con = sqlite3.connect(sys.argv[1])
print(con.execute("SELECT name FROM code WHERE alive = 1").fetchall())
for statement in sys.argv[2:]:
    try:
        con.execute(statement)
        print("written")
    except sqlite3.Error as error:
        print(error)
"""


def test_an_ordinary_sqlite_tool_reads_the_tables_and_cannot_write_them(store: Store) -> None:
    """In a process of its own: one that holds the file must not open it by another driver."""
    store.write("code", [put("code", "C1", name="Relationer")])
    statements = [
        "INSERT INTO code (id, alive) VALUES ('C2', 1)",
        "UPDATE code SET name = 'y'",
        "DELETE FROM code",
        "INSERT INTO dispute VALUES ('C1', 'name', 1)",
        "UPDATE change SET body = '{}'",
        "DELETE FROM change",
    ]
    run = subprocess.run(
        [sys.executable, "-I", "-c", FOREIGN, str(store.db.path), *statements], capture_output=True, text=True
    )
    shown, *answers = run.stdout.splitlines()
    assert shown == "[('Relationer',)]", run.stderr
    assert answers == ["no such function: app_applying"] * 4 + ["the log only grows"] * 2
    assert store.verify().faults == ()


def test_the_view_of_codings_counts_the_same_twice_once_and_follows_merges(store: Store) -> None:
    store.write("add", [put("code", "C1", name="a"), put("code", "C2", name="b"), put("revision", "R", transcript="T")])
    store.write("code", [put("coding", g, span=["R", 1, 5], code="C1", coder="ada") for g in ("G1", "G2")])
    store.write("merge", [put("code", "C1", merged="C2")])
    assert store.read("SELECT transcript, code, coder FROM v_coding") == [("T", "C2", "ada")]


def test_a_past_state_is_for_reading(store: Store) -> None:
    store.write("code", [put("code", "C1", name="x")])
    past = store.at(1)
    with pytest.raises(StudyError):
        past.write("code", [put("code", "C2", name="y")])
    assert past.read("SELECT id FROM code") == [("C1",)]
    past.close()


def test_a_code_that_comes_back_takes_its_children_back(store: Store) -> None:
    store.write("add", [put("code", "TOP", name="t"), put("code", "MID", name="m", parent="TOP")])
    store.write("add", [put("code", "SUB", name="s", parent="MID")])
    store.write("delete", [delete("code", "MID")])
    assert store.read("SELECT above FROM code WHERE id = 'SUB'") == [("TOP",)]
    store.write("rename", [put("code", "MID", name="again")])
    assert store.read("SELECT above FROM code WHERE id = 'SUB'") == [("MID",)]
    assert store.verify().faults == ()


def test_a_row_deleted_before_it_was_ever_written_is_a_row_that_does_not_live(store: Store) -> None:
    store.write("delete", [delete("code", "C1"), delete("theory", "T1")])
    assert store.read("SELECT id, alive FROM code") == [("C1", 0)]
    assert store.verify().faults == ()
