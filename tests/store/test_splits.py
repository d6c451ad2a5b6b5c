"""A code is split while others merge it, split it too, delete what it goes into, or code with it: all come together."""

import json
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.quick import examples
from workbench.errors import StudyError
from workbench.store import Item, Op, Store, delete, put
from workbench.store.inbox import Reader

NAMES = ("ada", "bo", "cia")
HAD = ("G1", "G2", "G3", "G4")


class Team:
    """Three who have codes A, B and C and the codings of A, and then work apart."""

    def __init__(self) -> None:
        self.stores = {name: Store.open(":memory:", name) for name in NAMES}
        ada = self.stores["ada"]
        ada.write("add", [put("code", c, short=c.lower(), name=c, parent=None) for c in "ABC"])
        ada.write("add", [put("revision", "R1", transcript="T1", characters=100), put("transcript", "T1", name="K-03")])
        at = enumerate(HAD)
        ada.write("code", [put("coding", g, span=["R1", i, i + 5], code="A", coder="ada") for i, g in at])
        self.done: dict[str, list[tuple[str, int]]] = {name: [] for name in NAMES}
        self.readers = {name: Reader(store.db) for name, store in self.stores.items()}
        for name in NAMES[1:]:
            self.tell("ada", name)

    def write(self, who: str, verb: str, ops: list[Op]) -> None:
        tx = self.stores[who].write(verb, ops)
        if tx:
            self.done[who].append((tx.stream, tx.tx))

    def undo(self, who: str, nth: int) -> None:
        if self.done[who]:
            with suppress(StudyError):  # nothing is left of it
                self.stores[who].undo(*self.done[who][nth % len(self.done[who])])

    def tell(self, one: str, other: str) -> None:
        self.stores[other].ingest(list(self.stores[one].export()))

    def meet(self) -> list[Item]:
        """All hear of all; tables and inboxes are the same then, and every table is what the log says."""
        for one, other in (("bo", "ada"), ("cia", "ada"), ("ada", "bo"), ("ada", "cia")):
            self.tell(one, other)
        assert len({store.digest() for store in self.stores.values()}) == 1
        assert [store.verify().faults for store in self.stores.values()] == [()] * len(NAMES)
        told = [[_numberless(i) for i in reader.items()] for reader in self.readers.values()]
        assert told[0] == told[1] == told[2]
        return self.readers["ada"].items()

    def codings(self, code: str) -> set[str]:
        """What counts for a code."""
        query = "SELECT g.id FROM coding g JOIN code k ON k.id = g.code WHERE k.effective = ? AND g.alive = 1"
        return {row for (row,) in self.stores["ada"].read(query, (code,))}

    def close(self) -> None:
        for store in self.stores.values():
            store.close()


def _numberless(item: Item) -> Item:
    return item._replace(said=tuple(said._replace(n=0) for said in item.said))


def split(who: str, moved: dict[str, str], rest: str = "parent") -> list[Op]:
    """What splitting A writes: ``moved`` says which coding goes to which of the splitter's new codes."""
    new = sorted(set(moved.values()))
    parent = "A" if rest == "parent" else None
    ops = [put("code", f"{who}{n}", short=f"{who}{n}", name=n, parent=parent, origin="A") for n in new]
    ops += [put("coding", coding, code=f"{who}{to}") for coding, to in moved.items()]
    ops.append(put("code", "A", split=json.dumps([f"{who}{n}" for n in new])))
    return [*ops, delete("code", "A")] if rest == "delete" else ops


@pytest.fixture
def team() -> Team:
    return Team()


def kinds(items: list[Item]) -> list[tuple[str, str, str]]:
    return [(item.kind, item.ent, item.field) for item in items]


def test_a_merge_that_did_not_know_of_the_split_is_told(team: Team) -> None:
    team.write("ada", "merge", [put("code", "A", merged="B")])
    team.write("bo", "split", split("bo", {"G1": "X", "G2": "Y"}))
    (item,) = team.meet()
    assert (item.kind, item.row, item.field, item.target, item.rows) == ("split", "A", "merged", "B", ("boX", "boY"))
    assert [s.actor for s in item.said] == ["bo", "ada"]
    assert (team.codings("B"), team.codings("boX")) == ({"G3", "G4"}, {"G1"})
    team.write("cia", "unmerge", [put("code", "A", merged=None)])
    assert team.meet() == []
    assert team.codings("A") == {"G3", "G4"}


def test_whoever_knew_of_the_split_and_merges_is_not_told_of(team: Team) -> None:
    team.write("bo", "split", split("bo", {"G1": "X"}, "keep"))
    team.meet()
    team.write("ada", "merge", [put("code", "A", merged="B")])
    assert team.meet() == []


def test_where_the_code_it_was_merged_into_is_deleted_as_well_it_is_one_item(team: Team) -> None:
    team.write("ada", "merge", [put("code", "A", merged="B")])
    team.write("bo", "split", split("bo", {"G1": "X"}))
    team.write("cia", "delete", [delete("code", "B")])
    assert [(i.kind, i.state) for i in team.meet() if i.row == "A"] == [("split", "deleted")]


def test_two_splits_are_one_item_with_all_that_was_sorted_differently(team: Team) -> None:
    team.write("ada", "split", split("ada", {"G1": "X", "G2": "X", "G3": "Y"}, "keep"))
    team.write("bo", "split", split("bo", {"G1": "Z", "G2": "Z"}, "keep"))
    (item,) = team.meet()
    assert (item.kind, item.field, item.rows) == ("split", "split", ("G1", "G2"))
    assert [(s.actor, s.shown) for s in item.said] == [("ada", False), ("bo", True)]


def test_codings_that_a_split_did_not_know_of_are_told_where_its_codes_stand_below(team: Team) -> None:
    team.write("bo", "split", split("bo", dict.fromkeys(HAD, "X")))
    team.write("cia", "code", [put("coding", "H1", span=["R1", 50, 60], code="A", coder="cia")])
    (item,) = team.meet()
    assert (item.kind, item.ent, item.target, item.rows) == ("split", "coding", "A", ("H1",))
    team.write("ada", "code", [put("coding", "H2", span=["R1", 50, 60], code="A", coder="ada")])
    (item,) = team.meet()
    assert item.rows == ("H1",), "who knew of the split and codes with the parent means the parent"


def test_what_is_merged_into_a_split_code_without_knowing_comes_to_it_too(team: Team) -> None:
    team.write("ada", "code", [put("coding", "H1", span=["R1", 50, 60], code="C", coder="ada")])
    team.meet()
    team.write("bo", "split", split("bo", dict.fromkeys(HAD, "X")))
    team.write("cia", "merge", [put("code", "C", merged="A")])
    (item,) = team.meet()
    assert (item.kind, item.ent, item.rows) == ("split", "coding", ("H1",))
    team.write("cia", "unmerge", [put("code", "C", merged=None)])
    assert team.meet() == []


def test_a_code_that_stays_beside_its_new_ones_may_be_coded_with(team: Team) -> None:
    team.write("bo", "split", split("bo", {"G1": "X"}, "keep"))
    team.write("cia", "code", [put("coding", "H1", span=["R1", 50, 60], code="A", coder="cia")])
    assert team.meet() == []


def test_a_split_that_is_taken_back_met_nothing(team: Team) -> None:
    team.write("ada", "merge", [put("code", "A", merged="B")])
    team.write("bo", "split", split("bo", {"G1": "X"}))
    team.meet()
    team.undo("bo", 0)
    assert team.meet() == []
    assert team.codings("B") == set(HAD)


def test_what_another_program_wrote_of_a_split_is_no_error(team: Team) -> None:
    for value in (7, "no list", '{"a": 1}', "[1, null]"):
        team.write("ada", "odd", [put("code", "A", split=value, merged="B")])
        team.meet()


deeds = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(NAMES), st.sampled_from(("merge", "unmerge", "delete", "delete A", "code", "split"))),
        st.tuples(st.sampled_from(NAMES), st.sampled_from(("keep", "parent", "gone", "into A")), st.integers(0, 3)),
        st.tuples(st.sampled_from(NAMES), st.just("undo"), st.integers(0, 5)),
        st.tuples(st.sampled_from(NAMES), st.just("tell"), st.sampled_from(NAMES)),
        st.tuples(st.sampled_from(NAMES), st.just("look")),
    ),
    max_size=14,
)


def do(team: Team, nth: int, deed: tuple[object, ...]) -> None:
    """One deed of one of the three."""
    who, what = str(deed[0]), str(deed[1])
    store = team.stores[who]
    writes = {
        "merge": [put("code", "A", merged="B")],
        "into A": [put("code", "C", merged="A")],
        "unmerge": [put("code", "A", merged=None)],
        "delete": [delete("code", "B")],
        "delete A": [delete("code", "A")],
        "code": [put("coding", f"N{nth}", span=["R1", 40 + nth, 60], code="A", coder=who)],
    }
    if what in writes:
        team.write(who, what, writes[what])
    elif what in ("split", "keep", "parent", "gone"):
        with_a = [row for (row,) in store.read("SELECT id FROM coding WHERE code = 'A' AND alive = 1 ORDER BY id")]
        first = int(str(deed[2])) if len(deed) > 2 else 1
        moved = {g: f"{nth}{'XY'[i % 2]}" for i, g in enumerate(with_a[first:] if what != "gone" else with_a)}
        if moved:
            team.write(who, "split", split(who, moved, {"gone": "delete", "split": "parent"}.get(what, what)))
    elif what == "undo":
        team.undo(who, int(str(deed[2])))
    elif what == "tell":
        team.tell(who, str(deed[2]))
    else:
        assert team.readers[who].items() == Reader(store.db).items()


@settings(max_examples=examples(20))
@example([("ada", "merge"), ("bo", "parent", 1), ("cia", "delete"), ("bo", "undo", 0), ("ada", "undo", 0)])
@example([("bo", "gone", 0), ("ada", "merge"), ("cia", "delete"), ("ada", "undo", 0), ("bo", "undo", 0)])
@given(deeds)
def test_merge_split_and_delete_come_together_in_any_order(program: list[tuple[object, ...]]) -> None:
    team = Team()
    try:
        for nth, deed in enumerate(program):
            do(team, nth, deed)
        team.meet()
        for name in NAMES:
            assert team.readers[name].items() == Reader(team.stores[name].db).items()
        query = "SELECT id FROM coding WHERE code = 'A' AND alive = 1"
        own = {row for (row,) in team.stores["ada"].read(query)}
        team.write("cia", "unmerge", [put("code", c, merged=None) for c in "AC"])
        team.meet()
        assert team.codings("A") == own, "taking the merges back gives the code exactly what no split has moved"
    finally:
        team.close()
