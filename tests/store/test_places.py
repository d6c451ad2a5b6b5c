"""Where passages stand when the text of their transcript is another one, in whatever order that became known."""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quick import examples
from workbench.errors import StudyError
from workbench.store import Op, Store, delete, put
from workbench.transcripts.moves import Moves, edited, written

TEXT = "Ja. Det gik godt. Mette kom. Så gik vi hjem igen."


@contextmanager
def stores(*names: str) -> Iterator[list[Store]]:
    opened = [Store.open(":memory:", name) for name in names]
    yield opened
    for store in opened:
        store.db.close()


def text(row: str, words: str, **more: object) -> Op:
    return put("revision", row, transcript="T", characters=len(words), **more)


def corrected(row: str, parent: str, before: str, edits: list[tuple[int, int, str]]) -> tuple[str, list[Op]]:
    after, moves = edited(before, edits)
    op = text(row, after, parents=json.dumps([parent]), moves=written({parent: moves}))
    return after, [op, put("transcript", "T", current=row)]


def coding(row: str, revision: str, start: int, end: int) -> Op:
    return put("coding", row, span=[revision, start, end], code="C", coder="ann")


def where(store: Store, row: str, ent: str = "coding") -> tuple[object, ...]:
    return store.read(f"SELECT revision, start, end, anchor FROM {ent} WHERE id = ?", (row,))[0]


def sound(store: Store) -> bool:
    """Whether the tables are what the log makes of itself; the words of the texts were never there."""
    return all(fault.endswith("has not come yet") for fault in store.verify().faults)


def begun(store: Store) -> None:
    store.write("import", [text("A", TEXT), put("transcript", "T", name="K-01", current="A")])


def test_a_coding_follows_a_correction_and_comes_back_with_its_undo() -> None:
    with stores("ann") as (store,):
        begun(store)
        store.write("code", [coding("G", "A", 29, 49), put("memo", "M", span=["A", 18, 23], body="hun")])
        _, ops = corrected("B", "A", TEXT, [(18, 23, "[navn]")])
        tx = store.write("correct", ops)
        assert where(store, "G") == ("B", 30, 50, '["A",29,49]')
        assert where(store, "M", "memo") == ("B", 18, 24, '["A",18,23]')
        store.write("memo", [put("coding", "G", memo="nyt")])
        assert where(store, "G")[0] == "B"
        assert sound(store)
        assert tx is not None
        store.undo(tx.stream, tx.tx)
        assert where(store, "G") == ("A", 29, 49, None)
        assert where(store, "M", "memo") == ("A", 18, 23, None)
        assert sound(store)


def test_a_border_that_is_moved_after_a_correction_stands_in_the_new_text() -> None:
    with stores("ann") as (store,):
        begun(store)
        store.write("code", [coding("G", "A", 29, 49)])
        store.write("correct", corrected("B", "A", TEXT, [(0, 2, "Jamen ja")])[1])
        store.write("move borders", [put("coding", "G", span=["B", 10, 20])])
        assert where(store, "G") == ("B", 10, 20, None)
        store.write("back", [put("transcript", "T", current="A")])
        assert where(store, "G") == ("A", 4, 14, '["B",10,20]')
        assert sound(store)


def test_what_a_colleague_coded_in_the_old_text_meanwhile_finds_its_place() -> None:
    with stores("ann", "bo") as (ann, bo):
        begun(ann)
        bo.ingest(ann.export())
        ann.write("correct", corrected("B", "A", TEXT, [(0, 3, ""), (18, 23, "[navn]")])[1])
        bo.write("code", [coding("G", "A", 29, 49), coding("H", "A", 0, 3)])
        ann.ingest(bo.export())
        bo.ingest(ann.export())
        for store in (ann, bo):
            assert where(store, "G") == ("B", 27, 47, '["A",29,49]')
            assert where(store, "H") == ("A", 0, 3, None)  # nothing is left of it, and nothing is thrown away
            assert sound(store)
        assert ann.digest() == bo.digest()


def test_a_text_whose_moves_are_nonsense_moves_nothing() -> None:
    with stores("ann") as (store,):
        begun(store)
        store.write("code", [coding("G", "A", 29, 49)])
        for n, moves in enumerate(('{"A": [1]}', "[", '{"A":{"hunks":[[0,9,0,1,[],[]]],"jumps":[]}}', 7)):
            ops = [text(f"N{n}", "kort", parents='["A"]', moves=moves), put("transcript", "T", current=f"N{n}")]
            store.write("correct", ops)
            assert where(store, "G") == ("A", 29, 49, None)
        assert sound(store)


def test_a_text_that_another_program_gives_to_another_transcript_lets_go_of_its_passages() -> None:
    with stores("ann") as (store,):
        begun(store)
        store.write("code", [coding("G", "A", 29, 49)])
        store.write("correct", corrected("B", "A", TEXT, [(0, 3, "")])[1])
        assert where(store, "G")[0] == "B"
        store.write("odd", [put("revision", "B", transcript="U")])
        assert where(store, "G") == ("A", 29, 49, None)
        assert sound(store)


edits = st.lists(st.integers(0, len(TEXT) - 2), max_size=4, unique=True).map(
    lambda at: [(n, n + 1, "" if n % 3 else "æø") for n in sorted(at)]
)
steps = st.one_of(
    st.tuples(st.just("code"), st.integers(0, 6), st.integers(0, 40), st.integers(1, 12)),
    st.tuples(st.just("correct"), edits),
    st.tuples(st.just("back"), st.integers(0, 6)),
    st.tuples(st.just("remove"), st.integers(0, 6)),
    st.tuples(st.just("undo")),
)


class Team:
    """Some replicas of one study, whose members code in texts and correct them."""

    def __init__(self, members: list[Store]) -> None:
        self.members = members
        self.words = {"A": TEXT}
        begun(members[0])
        for other in members[1:]:
            other.ingest(members[0].export())

    def do(self, member: int, step: tuple[object, ...]) -> None:
        store = self.members[member]
        here = [row for (row,) in store.read("SELECT id FROM revision ORDER BY id")]
        ((now,),) = store.read("SELECT current FROM transcript")
        match step:
            case ("code", int(row), int(start), int(length)):
                revision = here[row % len(here)]
                start = min(start, len(self.words[revision]) - 2)
                end = min(start + length, len(self.words[revision]))
                store.write("code", [coding(f"G{row}", revision, start, end)])
            case ("correct", list(changes)):
                row = f"{member}{len(self.words)}"
                fitting = [change for change in changes if change[1] <= len(self.words[now])]
                self.words[row], ops = corrected(row, now, self.words[now], fitting)
                store.write("correct", ops)
            case ("back", int(n)):
                store.write("back", [put("transcript", "T", current=here[n % len(here)])])
            case ("remove", int(row)):
                store.write("remove", [delete("coding", f"G{row}")])
            case ("undo",):
                steps = store.undo_list().done
                if len(steps) > (member == 0):
                    with suppress(StudyError):  # others may have left nothing to undo
                        store.undo(steps[-1].stream, steps[-1].tx)


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), steps), max_size=14), st.integers(0, 2**32).map(random.Random))
def test_every_replica_places_every_passage_alike(
    program: list[tuple[int, tuple[object, ...]]], rnd: random.Random
) -> None:
    with stores("ann", "bo", "cy") as members:
        team = Team(members)
        for member, step in program:
            team.do(member, step)
            if rnd.random() < 0.3:
                rnd.choice(members).ingest(rnd.choice(members).export())
        lines = sorted({line for store in members for line in store.export()})
        for store in members:
            rnd.shuffle(lines)
            store.ingest(lines)
        assert len({store.digest() for store in members}) == 1
        assert sound(members[0])
        ((now,),) = members[0].read("SELECT current FROM transcript")
        for revision, start, end, anchor in members[0].read(
            "SELECT revision, start, end, anchor FROM coding WHERE revision <> ''"
        ):
            assert 0 <= start < end <= len(team.words[revision])
            assert revision == now or anchor is None
            assert anchor is None or json.loads(anchor)[0] != now


def test_moves_to_a_text_of_a_million_characters_are_read_once_for_all_its_passages() -> None:
    rnd = random.Random(1)
    edits = [(n, n + 2, "xyz") for n in sorted(rnd.sample(range(0, 999_000, 10), 2_000))]
    _, moves = edited("a" * 1_000_000, edits)
    reads = []
    read = Moves.read

    def counted(*given: object) -> object:
        reads.append(given)
        return read(*given)  # type: ignore[arg-type]

    with stores("ann") as (store,):
        ops = [put("revision", "A", transcript="T", characters=1_000_000), put("transcript", "T", current="A")]
        store.write("import", ops)
        store.write("code", [coding(f"G{n}", "A", n * 400, n * 400 + 90) for n in range(500)])
        Moves.read = counted  # type: ignore[method-assign, assignment]
        try:
            row = put(
                *("revision", "B"),
                transcript="T",
                characters=moves.after,
                parents='["A"]',
                moves=written({"A": moves}),
            )
            store.write("correct", [row, put("transcript", "T", current="B")])
        finally:
            Moves.read = read  # type: ignore[method-assign]
        assert store.read("SELECT count(*) FROM coding WHERE revision = 'B'") == [(500,)]
    assert 1 <= len(reads) <= 2
