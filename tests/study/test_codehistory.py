"""The codebook's past: how it stood, against what was listed then; what happened, what differs, what is outdated."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quick import examples
from workbench.errors import InputError, NotFoundError, StudyError
from workbench.log.causality import Dot, seen
from workbench.log.change import GENESIS, Change, canonical_json, encode, sealed
from workbench.store import Op, Position, Store, delete, put
from workbench.store.history import LogHistory
from workbench.study import Happened, Study
from workbench.study.base import Base
from workbench.study.codehistory import CodebookDiff, History
from workbench.study.codes import CodeRow, Codes
from workbench.study.passages import Passages
from workbench.study.settings import Settings
from workbench.study.transcripts import Transcripts

Make = Callable[..., Change]

EPOCH = 1.7e9
CODES = ["C1", "C2", "C3", "C4"]
MEANING = ("definition", "include", "exclude")

codes = st.sampled_from(CODES)
small = st.integers(0, 2)
ops = st.one_of(
    st.builds(lambda c, n: put("code", c, name=f"n{n}"), codes, st.integers(0, 3)),
    st.builds(
        lambda c, f, n: put("code", c, **{f: f"d{n}" if n else None}),
        codes,
        st.sampled_from(MEANING),
        st.integers(0, 2),
    ),
    st.builds(lambda c, p: put("code", c, parent=p), codes, st.none() | codes),
    st.builds(lambda c, m: put("code", c, merged=m), codes, st.none() | codes),
    st.builds(lambda c, n: put("code", c, sort=n), codes, st.integers(0, 2) | st.none()),
    st.builds(lambda c, s: put("code", c, status=s), codes, st.sampled_from(["draft", "settled", None])),
    st.builds(lambda c, d: put("code", c, draft=d), codes, st.sampled_from(["ada", None])),
    st.builds(lambda c: delete("code", c), codes),
    st.builds(lambda c: put("code", c), codes),
    st.builds(lambda c: put("coding", "G1", span=["R", 1, 2], code=c, coder="bo"), codes),
    st.builds(
        lambda who, done: put("assignment", f"A{who}", transcript="T", coder=who, given=1, progress=[done, None]),
        st.sampled_from(["ada", "bo"]),
        st.sampled_from(["assigned", "done"]),
    ),
)


def on_codes(op: Op) -> bool:
    """Whether an operation is about a code."""
    return op.ent == "code"


steps = st.one_of(
    st.tuples(st.integers(0, 2), st.lists(ops, min_size=1, max_size=3)),
    st.tuples(st.integers(0, 2), st.sampled_from(["undo", "redo"])),
    st.tuples(st.integers(0, 2), st.integers(0, 2)),
    st.just("meet"),
)


def base_of(store: Store) -> Base:
    """What the subjects of a study stand on, without its folder, for somebody who codes nothing."""
    actor = store.actor
    base = Base(Path(), store, "study", "lead", Settings())
    store.actor = actor
    return base


def listed(store: Store) -> list[CodeRow]:
    """The codebook, without counts."""
    return [row.__class__(**{**as_fields(row), "count": 0, "total": 0}) for row in Codes(base_of(store)).list()]


def as_fields(row: CodeRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}


def listed_at(store: Store, moment: datetime | Position) -> list[CodeRow]:
    """The same of the whole study made anew at a moment."""
    past = store.at(moment)
    try:
        return listed(past)
    finally:
        past.close()


def history_of(store: Store) -> History:
    base = base_of(store)
    codes = Codes(base)
    return History(base, codes, Passages(base, codes, Transcripts(base)))


def fields_of(codes: Sequence[CodeRow]) -> dict[str, dict[str, str]]:
    """What a codebook says, by code."""
    fields = (*MEANING, "name", "status")
    return {c.id: {"parent": c.parent or "", **{field: getattr(c, field) for field in fields}} for c in codes}


def told_by(found: CodebookDiff, before: Sequence[CodeRow], after: Sequence[CodeRow]) -> dict[str, dict[str, str]]:
    """What the differences make of a codebook; of ``after`` only what is new is taken, and what its paths mean."""
    rows, new, now = {code.path: code.id for code in after}, fields_of(after), fields_of(before)
    for one in (*found.removed, *found.merged):
        del now[one.code]
    now |= {one.code: new[one.code] for one in (*found.added, *found.unmerged)}
    for one in (*found.renamed, *found.redefined, *found.status):
        assert now[one.code][one.field] == one.before
        now[one.code][one.field] = one.after
    for one in found.moved:
        now[one.code]["parent"] = rows.get(one.after, "")
    touched = {one.code for kind in found[2:-1] for one in kind}
    assert found.unchanged == len(new.keys() - touched)
    return now


class Three:
    """Three replicas of one study, whose clocks show the same time and never the same twice."""

    def __init__(self) -> None:
        self.now = EPOCH
        self.stores = [Store.open(":memory:", who, clock=lambda: self.now) for who in ("ada", "bo", "cy")]
        self.stores[0].write("begin", [put("transcript", "T", name="T-1")])
        self.meet()

    def meet(self) -> None:
        """Everybody hears of everything."""
        for a in self.stores:
            for b in self.stores:
                if a is not b:
                    a.ingest(b.export(), durable=False)

    def do(self, step: Any) -> None:
        """One step of a history."""
        self.now += 1
        if step == "meet":
            return self.meet()
        store, what = self.stores[step[0]], step[1]
        if isinstance(what, int):
            if what != step[0]:
                store.ingest(self.stores[what].export(), durable=False)
        elif isinstance(what, str):
            undone = what == "redo"
            listed = store.undo_list()
            for last in reversed(listed.undone if undone else listed.done):
                try:
                    store.undo(last.stream, last.tx, what)
                except StudyError:
                    continue
                break
        else:
            store.write("write", what)
        return None

    def close(self) -> None:
        for store in self.stores:
            store.close()


@settings(max_examples=examples(150))
@given(st.lists(steps, max_size=11))
def test_the_codebook_stands_as_it_was_listed_at_every_moment(program: Sequence[Any]) -> None:
    three = Three()
    at_positions, at_times = [], []
    for step in program:
        three.do(step)
        told = step[0] if step != "meet" else 0
        at_positions.append((three.stores[told].position(), listed(three.stores[told])))
        if step == "meet":
            at_times.append((datetime.fromtimestamp(three.now + 0.5, UTC), listed(three.stores[0])))
    three.meet()
    history = history_of(three.stores[2])
    for position, then in at_positions:
        assert history.at(position) == then
    for when, then in at_times:
        assert history.at(when) == then
    middle = datetime.fromtimestamp(EPOCH + len(program) / 2, UTC)
    assert history.at(middle) == listed_at(three.stores[2], middle)
    assert history.at("now") == listed(three.stores[2])
    if at_positions:
        (since, before), (until, after) = at_positions[0], at_positions[-1]
        assert told_by(history.diff(since, until), before, after) == fields_of(after)
        made = history.diff({}, until)
        assert {(one.code, bool(one.who), bool(one.when)) for one in made.added} == {(c.id, True, True) for c in after}
    three.close()


# --- forks ------------------------------------------------------------------------------------------------------------


def by_hand_made(stream: str, before: Change | None, op: Op, hlc: int, heard: Sequence[Change]) -> Change:
    """The change of a code that follows ``before``, having newly heard of some of another stream."""
    seq, heads = before.seq + 1 if before else 1, sorted({(one.seq, one.hash.hex()) for one in heard})
    return sealed(
        Change(
            *(stream, seq, seq, hlc, 1_700_000_000_000 + (hlc >> 40) * 1000, stream, 1, "test", op.ent, op.row, op.op),
            *(canonical_json(op.body), canonical_json({heard[0].stream: list(map(list, heads))}) if heads else ""),
            *("", "", before.hash if before else GENESIS, b""),
        )
    )


turns = st.lists(
    st.tuples(st.integers(0, 9), st.booleans(), st.lists(st.integers(0, 9), max_size=2), ops.filter(on_codes)),
    min_size=1,
    max_size=9,
)


@settings(max_examples=examples(40))
@given(turns, st.randoms(use_true_random=False))
def test_where_streams_have_forked_it_stands_as_it_was_listed_all_the_same(
    program: Sequence[tuple[int, bool, Sequence[int], Op]], chance: Any
) -> None:
    """Changes made by hand, each of which goes on from any other of its stream; they come in any order."""
    changes: list[Change] = []
    for hlc, (after, other, heard, op) in enumerate(program, 1):
        stream = "T" if other else "S"
        own = [change for change in changes if change.stream == stream]
        others = [change for change in changes if change.stream != stream]
        before, told = own[after % len(own)] if own else None, [others[i % len(others)] for i in heard if others]
        changes.append(by_hand_made(stream, before, op, hlc << 40, told))
    store = Store.open(":memory:", "lead")
    chance.shuffle(changes)
    noted = []
    while changes:
        some, changes = changes[: (n := chance.randint(1, 3))], changes[n:]
        store.ingest([encode(change) for change in some], durable=False)
        noted.append((store.position(), listed(store)))
    history = history_of(store)
    for position, then in noted:
        assert history.at(position) == then
    for hlc in range(1, len(program) + 1):
        when = datetime.fromtimestamp(1_700_000_000 + hlc, UTC)
        assert history.at(when) == listed_at(store, when)
    store.close()


def noted_after(*changes: Change) -> tuple[list[tuple[Position, list[CodeRow]]], Store]:
    """The position and the codebook as each of these changes came."""
    store, noted = Store.open(":memory:", "lead"), []
    for change in changes:
        store.ingest([encode(change)])
        noted.append((store.position(), listed(store)))
    return noted, store


def test_what_another_branch_has_heard_since_nobody_had_heard_then() -> None:
    there = by_hand_made("S", None, put("code", "C1", name="a"), 1 << 40, [])
    root = by_hand_made("T", None, put("code", "C2", name="b"), 2 << 40, [])
    unaware = by_hand_made("T", root, delete("code", "C1"), 3 << 40, [])
    aware = by_hand_made("T", root, put("code", "C2", name="c"), 4 << 40, [there])
    noted, store = noted_after(there, root, unaware, aware)
    assert [["C1" in [row.id for row in then] for _, then in noted]] == [[True] * 4]
    assert [history_of(store).at(position) for position, _ in noted] == [then for _, then in noted]
    store.close()


def test_a_fork_that_came_to_light_later_does_not_change_how_it_looked() -> None:
    """Then it seemed that T had heard all of S, and its delete took what stands on a branch that it had not heard."""
    root = by_hand_made("S", None, put("code", "C9", name="root"), 1 << 40, [])
    left = by_hand_made("S", root, put("code", "C1", name="left"), 2 << 40, [])
    right = by_hand_made("S", root, put("code", "C2", name="right"), 3 << 40, [])
    other = by_hand_made("T", None, delete("code", "C1"), 6 << 40, [right])
    late = by_hand_made("S", left, put("code", "C3", name="late"), 7 << 40, [])
    never = by_hand_made("S", late, put("code", "C4"), 9 << 40, [])
    further = by_hand_made("T", other, delete("code", "C3"), 10 << 40, [never])
    noted, store = noted_after(root, left, other, right, late, further, never)
    assert ["C1" in [row.id for row in then] for _, then in noted] == [False, True, False, *[True] * 4]
    assert ["C3" in [row.id for row in then] for _, then in noted] == [*[False] * 4, True, True, False]
    history = history_of(store)
    assert [history.at(position) for position, _ in noted] == [then for _, then in noted]
    store.close()


def test_an_unproposed_code_is_told_as_its_makers_as_long_as_they_coded_blind_then() -> None:
    store = Store.open(":memory:", "lead")
    store.write("new", [put("transcript", "T", name="T-1"), put("code", "C1", name="a", draft="ada")])
    noted = [(store.position(), listed(store))]
    for who, state in (("ada", "assigned"), ("bo", "assigned"), ("ada", "done"), ("bo", "done")):
        store.write(
            "assign", [put("assignment", f"A{who}", transcript="T", coder=who, given=1, progress=[state, None])]
        )
        noted.append((store.position(), listed(store)))
    store.write("lift", [put("lift", "L", round="", transcript="T")])
    assert [row.draft for _, then in noted for row in then] == ["", "", "ada", "ada", ""]
    history = history_of(store)
    assert [history.at(position) for position, _ in noted] == [then for _, then in noted]
    store.close()


# --- codings made by an older definition ------------------------------------------------------------------------------


def work(chance: Random) -> Op:
    """Something that somebody does to one of three codes or two codings."""
    code, coding, n = chance.choice(["C1", "C2"]), chance.choice(["G1", "G2"]), chance.randrange(3)
    said, span = {chance.choice(MEANING[:2]): chance.choice(["d1", "d2", "d3", None])}, ["R", n, n + 5]
    return chance.choice(
        [
            *[put("code", code, **said)] * 4,
            *[put("coding", coding, span=span, code=code, coder="ada")] * 4,
            put("code", "C4", short="c4", name="C4", definition=f"d{n}"),
            *[put("code", code, merged=chance.choice(["C1", "C4", "C4", None]))] * 2,
            put("coding", coding, code=code),
            put("coding", coding, span=span),
            put("coding", coding, star=1),
            delete("coding", coding),
            put("coding", coding),
        ]
    )


def step_of_work(chance: Random) -> Any:
    """A step of a history of work."""
    who, kind = chance.randrange(3), chance.random()
    if kind < 0.6:
        return who, [work(chance) for _ in range(chance.randint(1, 2))]
    if kind < 0.75:
        return who, chance.choice(["undo", "undo", "redo"])
    return "meet" if kind < 0.8 else (who, chance.randrange(3))


class Looked(NamedTuple):
    """A change, for whoever looks at one after the other."""

    n: int
    dot: Dot
    name: tuple[str, int]
    undoes: tuple[str, int] | None
    op: str
    body: dict[str, Any]


def by_hand(store: Store) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Coding → its code and the fields that read otherwise, by looking at every change there is."""
    history = LogHistory(store.db)
    rows: dict[str, list[Looked]] = {}
    for n, no, seq, digest, stream, tx, undoes, row, op, body in store.read(
        "SELECT c.n, c.stream, c.seq, c.hash, s.id, c.tx, c.undoes, c.row, c.op, c.body FROM change c "
        "JOIN stream s ON s.no = c.stream ORDER BY c.hlc, s.id, c.seq, c.hash"
    ):
        named = tuple(json.loads(undoes)) if undoes else None
        rows.setdefault(row, []).append(Looked(n, Dot(no, seq, digest), (stream, tx), named, op, json.loads(body)))
    every = [change for changes in rows.values() for change in changes]

    def undone(name: tuple[str, int]) -> bool:
        return any(change.undoes == name and not undone(change.name) for change in every)

    found = {}
    for coding, code in store.read(
        "SELECT g.id, e.id FROM coding g JOIN code k ON k.id = g.code JOIN code e ON e.id = k.effective "
        "WHERE g.alive = 1 AND e.alive = 1 AND g.start >= 0"
    ):
        writes = [c for c in rows[coding] if c.op == "put" and c.body.keys() & {"code", "span"}]
        last = ([c for c in writes if c.undoes is None and not undone(c.name)] or writes)[-1]
        then, now = dict.fromkeys(MEANING, ""), dict.fromkeys(MEANING, "")
        for change in rows[code]:
            said = {field: value or "" for field, value in change.body.items() if field in MEANING}
            now |= said
            if change.dot == last.dot or seen(history, last.dot, change.dot):
                then |= said
        if fields := tuple(field for field in MEANING if then[field] != now[field]):
            found[coding] = code, fields
    return found


def test_what_was_coded_by_other_words_is_what_one_finds_by_looking_at_every_change() -> None:
    met, begun = 0, Store.open(":memory:", "zoe", clock=lambda: EPOCH)  # whose work nobody here can undo
    texts = [put("transcript", "T", name="T-1"), put("revision", "R", transcript="T", characters=90)]
    begun.write("new", [*texts, *(put("code", c, short=c.lower(), name=c, definition="d1") for c in ("C1", "C2"))])
    for seed in range(max(examples(30), 30)):
        chance, three = Random(seed), Three()
        for store in three.stores:
            store.ingest(begun.export(), durable=False)
        for _ in range(18):
            three.do(step_of_work(chance))
        three.stores[0].ingest(three.stores[1].export(), durable=False)
        for store in three.stores[:2]:
            found, old = by_hand(store), history_of(store).changed()
            assert {one.coding: (one.code, one.fields) for one in old} == found, seed
            met += len(found)
        three.close()
    begun.close()
    assert met > 20


# --- a study of one's own ---------------------------------------------------------------------------------------------


@pytest.fixture
def book(study: Study) -> dict[str, str]:
    """The rows of three codes by name, two of them below the first; and a version called begun."""
    for path in ("Relationer / Netværk", "Relationer / Tillid"):
        study.codes.create(path, definition=f"om {path.split()[-1].lower()}")
    study.history.name_version("begun", "som vi begyndte")
    return {code.name: code.id for code in study.codes.list()}


def told(found: Sequence[Happened]) -> list[tuple[str, ...]]:
    """Coder, verb, what and why, the newest first."""
    return [(one.coder, one.verb, one.what, one.why) for one in found]


def test_a_code_s_history_is_told_as_people_say_it(study: Study, book: dict[str, str]) -> None:
    study.codes.rename(book["Netværk"], "Netværksledelse", why="mere præcist")
    study.codes.define(book["Netværk"], definition="at kende dem", exclude="venner")
    study.codes.move(book["Netværk"], None)
    study.codes.merge(book["Tillid"], book["Netværk"], why="samme sag")
    study.undo()
    assert told(study.history.code(book["Netværk"])) == [
        ("ann", "took back: merged into it", "Tillid", ""),
        ("ann", "merged into it", "Tillid", "samme sag"),
        ("ann", "moved", "Relationer → the top", ""),
        ("ann", "redefined", "definition: “om netværk” → “at kende dem”; defined: exclude: “venner”", ""),
        ("ann", "renamed", "Netværk → Netværksledelse", "mere præcist"),
        ("ann", "made", "Netværk below Relationer; definition: “om netværk”", ""),
    ]
    found = study.history.code(book["Tillid"])
    assert [(one.verb, one.what, one.undone) for one in found][:2] == [
        ("took back: merged into", "Tillid → Netværksledelse", False),
        ("merged into", "Tillid → Netværksledelse", True),
    ]
    study.redo()
    again = study.history.code(book["Tillid"])
    assert [(one.verb, one.undone) for one in again][:3] == [
        ("made again: merged into", False),
        ("took back: merged into", True),
        ("merged into", False),
    ]
    assert [one.verb for one in study.history.code(book["Relationer"])][:2] == ["moved away from it", "made below it"]
    assert study.history.all(2) == study.history.all()[:2]


def test_status_deleting_restoring_placing_and_the_file_are_told_too(study: Study, book: dict[str, str]) -> None:
    code = book["Tillid"]
    study.codes.set_status(code, "settled", why="enige")
    study.synthesis.place("", code, "professional", "læst igen")
    study.codes.delete(code)
    study.codes.restore(code)
    file = study.folder / "codebook" / "codebook.md"
    file.write_text(file.read_text(encoding="utf-8").replace("Tillid {", "Tro {"), encoding="utf-8")
    study.close()
    again = Study.open(study.folder, "bo")
    found = again.history.code(code)
    again.close()
    assert [(one.coder, one.verb, one.what, one.why, one.action) for one in found][:5] == [
        ("bo", "renamed", "Tillid → Tro", "", "edit codebook"),
        ("ann", "restored", "", "", "restore code"),
        ("ann", "deleted", "", "", "delete code"),
        ("ann", "placed by hand", "competences: professional", "læst igen", "place theme"),
        ("ann", "marked settled", "", "enige", "mark code"),
    ]


def test_a_version_is_asked_for_by_name_mark_day_and_time(study: Study, book: dict[str, str]) -> None:
    then = study.codes.list()
    study.codes.rename(book["Netværk"], "Netværksledelse")
    (version,) = study.history.versions()
    ((position,),) = study._base.store.read("SELECT position FROM version")
    assert (version.name, version.coder, version.note, version.kind) == ("begun", "ann", "som vi begyndte", "version")
    for moment in ("begun", "BEGUN", version.id, version.mark, position):
        assert study.history.at(moment) == then
    assert study.history.at("now") == study.history.at(date.today()) == study.codes.list()
    assert study.history.at(date.today().isoformat()) == study.codes.list()
    assert study.history.at("2001-01-01") == study.history.at(datetime(2001, 1, 1)) == []
    study.history.rename_version(version.id, "før", note="")
    assert [(one.name, one.note) for one in study.history.versions()] == [("før", "")]
    study.undo()
    study.history.delete_version(version.id)
    assert study.history.versions() == []
    study.undo()
    assert study.history.at("begun") == then


@pytest.mark.parametrize("name", ["", " ", "now", "2026-11-01", "2026-11-01T10:00", "{x", "Begun", "round 1", "x" * 99])
def test_no_version_is_called_what_would_be_read_as_something_else(
    study: Study, book: dict[str, str], name: str
) -> None:
    with pytest.raises(InputError):
        study.history.name_version(name)


@pytest.mark.parametrize("moment", ["", "beg", "2026-13-01", "tomorrow", "2026-11-01T99:00", "round 7"])
def test_what_is_no_moment_is_told_with_what_there_is(study: Study, book: dict[str, str], moment: str) -> None:
    with pytest.raises(NotFoundError) as error:
        study.history.at(moment)
    assert "begun" in error.value.hint


@pytest.mark.parametrize("moment", ["9999-12-31", "{}}", "{" * 9, '{"S": 7}', '{"S":' * 99_999])
def test_a_moment_that_cannot_be_is_told_and_is_no_bug(study: Study, book: dict[str, str], moment: str) -> None:
    with pytest.raises((InputError, StudyError)):
        study.history.at(moment)


def test_two_versions_of_one_name_are_told_apart_by_their_marks(study: Study, book: dict[str, str]) -> None:
    study.codes.create("Tid")
    position = study._base.position()
    study._base.write("name version", [put("version", "V" * 26, name="begun", position=position)])
    with pytest.raises(InputError, match="2 versions"):
        study.history.at("begun")
    assert [code.name for code in study.history.at(study.history.versions()[0].mark)][-1] == "Tid"


def test_a_round_s_codebook_can_be_asked_for(study: Study, book: dict[str, str]) -> None:
    study.progress.assign(["A-1"], ["ann", "bo"], "1")
    study.codes.create("Tid")
    assert [code.name for code in study.history.at("round 1")] == ["Relationer", "Netværk", "Tillid"]
    assert [one.kind for one in study.history.versions()] == ["round", "version"]


def test_the_codings_of_then_are_counted_when_asked_for(study: Study, book: dict[str, str]) -> None:
    revision = study.transcripts.document("A-1").revision
    study.codings.add(revision, 25, 40, book["Netværk"])
    study.history.name_version("coded")
    then = study.codes.list()
    study.codings.add(revision, 45, 50, book["Netværk"])
    assert [code.count for code in study.history.at("coded")] == [0, 0, 0]
    assert study.history.at("coded", counts=True) == then


def test_the_difference_says_who_when_and_why(study: Study, book: dict[str, str]) -> None:
    study.codes.rename(book["Netværk"], "Netværksledelse", why="mere præcist")
    study.codes.define(book["Relationer"], exclude="venner")
    study.codes.create("Tid", why="mangler")
    study.codes.merge(book["Tillid"], book["Netværk"], why="samme sag")
    study.codes.set_status(book["Relationer"], "draft")
    found = study.history.diff("begun")
    (renamed,), (redefined,), (merged,) = found.renamed, found.redefined, found.merged
    assert renamed[:8] == (
        *(book["Netværk"], "Relationer / Netværk", "Relationer / Netværksledelse", "name", "Netværk"),
        *("Netværksledelse", (), 0),
    )
    assert (renamed.who, renamed.why, merged.why, merged.into) == (
        *("ann", "mere præcist", "samme sag"),
        ("Relationer / Netværksledelse",),
    )
    assert (redefined.field, redefined.before, redefined.after) == ("exclude", "", "venner")
    assert [(one.path_after, one.why, one.who) for one in found.added] == [("Tid", "mangler", "ann")]
    assert [(one.before, one.after) for one in found.status] == [("", "draft")]
    assert (found.removed, found.moved, found.unmerged, found.split, found.unchanged) == ((), (), (), (), 0)
    back = study.history.diff("now", "begun")
    assert [(one.path_after, one.before, one.who) for one in back.unmerged] == [
        ("Relationer / Tillid", "Relationer / Netværksledelse", "")
    ]
    assert [one.path_before for one in back.removed] == ["Tid"]
    assert study.history.diff("now")[2:-1] == ((),) * 10


def test_what_moved_up_because_its_parent_went_says_by_whom(study: Study, book: dict[str, str]) -> None:
    study.codes.delete(book["Relationer"], why="for bredt")
    found = study.history.diff("begun")
    assert [(one.path_after, one.before, one.after, one.why) for one in found.moved] == [
        ("Netværk", "Relationer", "", "for bredt"),
        ("Tillid", "Relationer", "", "for bredt"),
    ]
    assert [(one.path_before, one.why) for one in found.removed] == [("Relationer", "for bredt")]


def test_a_split_is_told_with_what_it_was_split_into(study: Study, book: dict[str, str]) -> None:
    revision, code = study.transcripts.document("A-1").revision, book["Netværk"]
    for start in (25, 30, 35):
        study.codings.add(revision, start, start + 4, code)
    passages = study.splitting.open(code).passages
    for name, passage in zip(("Nære", "Fjerne"), passages, strict=False):
        study.splitting.sort(code, passage, study.splitting.add_target(code, f"Relationer / {name}"))
    study.splitting.apply(code, rest="keep", why="to slags")
    (split,) = study.history.diff("begun").split
    assert (split.path_after, split.into, split.passages, split.who, split.why) == (
        *("Relationer / Netværk", ("Relationer / Nære", "Relationer / Fjerne"), 2, "ann", "to slags"),
    )
    assert told(study.history.code(code))[0] == (*("ann", "split into", "Netværk → Nære, Fjerne", "to slags"),)
    assert told(study.history.all())[0] == (*("ann", "split into", "Netværk → Nære, Fjerne", "to slags"),)
    near = study.codes.find("Nære").id
    assert told(study.history.code(near))[0] == (*("ann", "split from", "Netværk → Nære", "to slags"),)


def test_colours_and_facets_are_told_without_the_names_of_fields(study: Study, book: dict[str, str]) -> None:
    code = book["Tillid"]
    study.codes.define(code, colour="teal")
    study.codes.define(code, colour="")
    study.codes.define(code, facets={"kind": ("reel",)})
    steps = [(one.verb, one.what) for one in study.history.code(code)][:3]
    assert steps == [("gave facets", "“kind = reel”"), ("no longer coloured", ""), ("coloured", "“#008080”")]


def test_what_was_coded_by_an_older_definition_is_listed_until_somebody_has_looked(
    study: Study, book: dict[str, str], opened: Callable[..., Study], folder: Path
) -> None:
    revision, code = study.transcripts.document("A-1").revision, book["Tillid"]
    first = study.codings.add(revision, 25, 40, code)
    second = study.codings.add(revision, 45, 60, code)
    assert study.history.changed() == []
    study.codes.define(code, definition="tro på andre", why="for snævert")
    study.codings.add(revision, 65, 70, code)
    old = study.history.changed(code)
    assert [(one.coding, one.coder, one.before, one.now, one.fields) for one in old] == [
        (coding, "ann", "om tillid", "tro på andre", ("definition",)) for coding in (first, second)
    ]
    assert (old[0].path, old[0].passage.span, study.history.changed(book["Netværk"])) == (
        *("Relationer / Tillid", (revision, 25, 40)),
        [],
    )
    assert study.history.confirm([first]) == 1
    assert [one.coding for one in study.history.changed()] == [second]
    assert study.undo() == "confirm coding Tillid in A-1"
    assert [one.coding for one in study.history.changed()] == [first, second]
    study.passages.recode([first], book["Netværk"])
    study.codings.set_facet(second, "kind", ["reel"])
    assert [one.coding for one in study.history.changed()] == [second]
    study.codes.define(code, definition="om tillid")
    assert [one.coding for one in study.history.changed()] != [second]
    with pytest.raises(NotFoundError):
        study.history.confirm(["0" * 26])


def test_a_recode_that_did_not_know_of_a_confirmation_is_a_dispute() -> None:
    three = Three()
    ada, bo, _ = three.stores
    ada.write("new", [put("code", c, short=c.lower(), name=c) for c in CODES])
    ada.write("code", [put("coding", "G1", span=["R", 1, 2], code="C1", coder="ada")])
    three.meet()
    base_ = base_of(ada)
    History(base_, Codes(base_), None).confirm(["G1"])  # type: ignore[arg-type]
    bo.write("recode", [put("coding", "G1", code="C2")])
    three.meet()
    assert [(item.kind, item.row, item.field) for item in bo.inbox() if item.ent == "coding"][:1] == [
        ("dispute", "G1", "code")
    ]
    three.close()


def test_blind_coders_learn_nothing_of_what_is_hidden_from_them(
    study: Study, book: dict[str, str], opened: Callable[..., Study], folder: Path
) -> None:
    study.codings.add(study.transcripts.document("A-1").revision, 25, 40, book["Tillid"])
    study.progress.assign(["A-1"], ["ann", "bo"], "1")
    bo = opened(folder, "bo")
    study.codings.add_new(study.transcripts.document("A-1").revision, 45, 60, "Hemmelig", memo="x")
    study.codes.define(book["Tillid"], example="hemmeligt eksempel", why="hemmelig grund")
    study.codes.define(book["Netværk"], definition="åben", example="hemmeligt eksempel")
    secret = next(code.id for code in study.codes.list() if code.name == "Hemmelig")
    study.codes.rename(secret, "Hemmeligere", why="hemmelig grund")
    study.history.name_version("efter")
    seen = repr((bo.history.all(), bo.history.versions(), bo.history.at("now"), bo.history.at("efter")))
    seen += repr((bo.history.diff("begun"), bo.history.render("begun"), bo.history.code(book["Tillid"])))
    seen += repr((bo.history.code(book["Netværk"]), bo.history.changed(), bo.history.at("efter", counts=True)))
    assert "emmelig" not in seen
    assert {one.mark for one in bo.history.versions()} == {""}
    assert bo.history.at("now", counts=True) == bo.codes.list()
    assert "åben" in repr(bo.history.diff("begun").redefined)
    with pytest.raises(NotFoundError):
        bo.history.code(secret)
    with pytest.raises(NotFoundError):
        bo.history.confirm([row.id for row in study.codings.with_code(book["Tillid"])])
    assert "emmelig" in repr(study.history.all())
