"""A file in which a cell holds what nobody wrote: it is told as damage or does no harm, whatever is asked of it."""

import random
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from tests.quick import QUICK
from workbench.errors import WorkbenchError
from workbench.log.change import decode, encode, sealed
from workbench.model import ENTITIES, Code
from workbench.store import Op, Store, blob_id, delete, put
from workbench.store.schema import DERIVED

RUBBISH: tuple[Any, ...] = (
    None,
    7,
    -1,
    2**63 - 1,
    -(2**63),
    1.5,
    b"\x00\xff",
    "",
    "text",
    "{",
    '["a", 1]',
    '{"a": 1, "parent": 7}',
    "a\x00b",
    "not UTF-8",
)
LOG = ("meta", "clock", "stream", "change", "dep", "head", "pending", "blob")


def filled(store: Store) -> list[str]:
    """A study with something in every table of the log and the commonest others; lines of a colleague on top."""
    name = blob_id(b"s", "words")
    codes = [put("code", f"C{i}", name=f"c{i}", parent=f"C{i - 1}" if i else None) for i in range(4)]
    store.write("add", [*codes, put("coding", "G1", span=["R", 1, 5], code="C1", mood=1, **{"facet.kind": ["x"]})])
    store.write("import", [put("revision", "R", transcript="T", text=name)], texts=[(b"s", "words")])
    store.write("add", [put(ent, f"X{ent}", **dict.fromkeys(("name", "value", "text"), "v")) for ent in ENTITIES])
    store.write("merge", [put("code", "C3", merged="C2"), put("theory", "T1", zz=1), delete("coding", "Xcoding")])
    bo = Store.open(":memory:", "bo")
    bo.ingest(store.export())
    store.write("move", [put("code", "C0", parent="C1", name="mine"), delete("code", "C2")])
    bo.write("move", [put("code", "C1", parent="C0", name="theirs"), put("code", "C2", name="theirs")])
    bo.write("later", [put("memo", "M1", text=["a", None])])
    bo.write("waits", [put("memo", "M1", text=["b", None])])
    lines = list(bo.export())
    bo.close()
    later = [line for line in lines if '"v":"later"' in line]
    fork = encode(sealed(decode(later[0])._replace(verb="fork", hash=b"")))
    store.ingest([*(line for line in lines if line not in later), fork])
    store.write("define", [put("code", "C1", definition="d")])
    step = store.undo_list().done[-1]
    store.undo(step.stream, step.tx)
    return [*lines, fork]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[str]]:
    """The file as bytes, its columns without kinds or constraints so that they take all; and a colleague's lines."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("whole")
        patch.setenv("WORKBENCH_STATE", str(folder / "state"))
        store = Store.open(folder / "study.db", "ada")
        lines = filled(store)
        assert store.verify().faults == ()
        assert [t for t in (*LOG, *ENTITIES, *DERIVED) if not store.read(f'SELECT 1 FROM "{t}"')] == []
        store.close()
    with closing(sqlite3.connect(folder / "study.db", isolation_level=None)) as con:
        con.execute("PRAGMA writable_schema = ON")
        for name, sql in con.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall():
            loose = re.sub(r"NOT NULL|TEXT|VARCHAR(\(\d+\))?|BLOB|INTEGER(?! PRIMARY KEY)", "", sql)
            con.execute("UPDATE sqlite_master SET sql = ? WHERE name = ? AND type = 'table'", (loose, name))
        con.execute("DELETE FROM sqlite_master WHERE type = 'trigger'")
        con.execute("PRAGMA journal_mode = DELETE")
    return (folder / "study.db").read_bytes(), lines


@pytest.fixture(scope="module")
def shelf() -> Iterator[Path]:
    """A folder in memory where there is one."""
    with tempfile.TemporaryDirectory(dir=QUICK) as name:
        yield Path(name)


def spoil(path: Path, table: str, column: str, value: Any, where: str) -> bool:
    """Put ``value`` into one column, of all rows or the first; whether it could be."""
    with closing(sqlite3.connect(path, isolation_level=None)) as con:
        mark = "CAST(x'fffe41' AS TEXT)" if value == "not UTF-8" else "?"
        try:
            done = con.execute(
                f'UPDATE OR IGNORE "{table}" SET "{column}" = {mark} {where}', () if mark != "?" else (value,)
            )
        except sqlite3.IntegrityError:  # a number of a row must be a number
            return False
        return done.rowcount > 0


def used(path: Path, lines: list[str]) -> Iterator[tuple[str, Exception]]:
    """Ask everything of the file at ``path``; what was answered by an error."""
    opened: list[Store] = []

    def begin() -> None:
        opened.append(Store.open(path, "ada", wait=0.1))

    yield from failing("open", begin)
    if not opened:
        return
    (store,) = opened
    for name, step in steps(store, lines).items():
        yield from failing(name, step)


def failing(name: str, step: Callable[[], object]) -> Iterator[tuple[str, Exception]]:
    try:
        step()
    except Exception as error:  # noqa: BLE001 - which errors there are is what is asked
        yield name, error


def steps(store: Store, lines: list[str]) -> dict[str, Callable[[], object]]:
    """Every public method of the store, reading first."""

    def undo_everything() -> None:
        for step in store.undo_list().done[::-1]:
            try:
                store.undo(step.stream, step.tx)
            except WorkbenchError:
                continue

    def look_back(when: Any) -> None:
        store.at(when).close()

    def read_models() -> None:
        with store.session() as session:
            for model in (*ENTITIES.values(), Code):
                session.exec(select(model)).all()

    everything: list[Op] = [put(ent, f"X{ent}", name="new", text=["new", None]) for ent in (*ENTITIES, "theory")]
    return {
        "verify": store.verify,
        "digest": store.digest,
        "inbox": store.inbox,
        "position": lambda: look_back(store.position()),
        "at n": lambda: look_back(5),
        "at time": lambda: look_back(datetime.now(UTC)),
        "history": store.history,
        "text": lambda: store.text(blob_id(b"s", "words")),
        "changed": store.changed,
        "session": read_models,
        "export": lambda: list(store.export()),
        "undo list": store.undo_list,
        "write codes": lambda: store.write(
            "w", [put("code", f"C{i}", parent=f"C{i + 1}", merged=None) for i in range(4)]
        ),
        "write all": lambda: store.write("w", everything),
        "delete all": lambda: store.write("w", [delete(op.ent, op.row) for op in everything]),
        "revive all": lambda: store.write("w", everything),
        "undo": undo_everything,
        "ingest": lambda: store.ingest(lines),
        "ingest own": lambda: store.ingest(list(store.export())),
        "keep": lambda: store.keep("k", "v"),
        "rebuild": store.rebuild,
        "verify again": store.verify,
        "close": store.close,
    }


def check(shelf: Path, whole: tuple[bytes, list[str]], table: str, chance: random.Random | None) -> int:
    """Spoil each column of ``table`` in every way, or by ``chance`` half of them in one; how many files were used."""
    content, lines = whole
    path, tried = shelf / "spoilt.db", 0
    path.write_bytes(content)
    with closing(sqlite3.connect(path)) as con:
        columns = [name for _, name, *_ in con.execute(f'PRAGMA table_info("{table}")')]
        first = f'WHERE "{columns[0]}" = (SELECT min("{columns[0]}") FROM "{table}")'
    wrong: list[str] = []
    for column in chance.sample(columns, (len(columns) + 1) // 2) if chance else columns:
        for value in chance.sample(RUBBISH, 1) if chance else RUBBISH:
            for where in (chance.choice(["", first]),) if chance else ("", first):
                for left in shelf.glob("spoilt*"):
                    left.unlink()
                path.write_bytes(content)
                if spoil(path, table, column, value, where):
                    tried += 1
                    for step, error in used(path, lines):
                        if not isinstance(error, WorkbenchError):
                            wrong.append(f"{table}.{column} = {value!r} {bool(where)}: {step}: {error!r}")
                        elif not error.hint:
                            wrong.append(f"{table}.{column} = {value!r}: no hint: {error!r}")
    assert wrong == []
    return tried


@pytest.mark.parametrize("table", [*LOG, *DERIVED, "code", "coding", "revision", "erasure"])
def test_a_cell_that_holds_rubbish_is_told_or_does_no_harm(
    shelf: Path, whole: tuple[bytes, list[str]], table: str
) -> None:
    assert check(shelf, whole, table, random.Random(table))


@pytest.mark.nightly
@pytest.mark.parametrize("table", [*LOG, *ENTITIES, *DERIVED])
def test_every_cell_with_every_rubbish(shelf: Path, whole: tuple[bytes, list[str]], table: str) -> None:
    assert check(shelf, whole, table, None)
