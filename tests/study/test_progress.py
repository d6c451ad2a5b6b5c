"""Rounds, who is how far, what was looked for again, and samples."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import InputError, NotFoundError
from workbench.study import Study
from workbench.study.sampling import allotted, counted, drawn, shuffled

Opened = Callable[..., Study]


def test_how_far_one_is_follows_the_last_passage_of_the_text(study: Study) -> None:
    text = study.transcripts.document("A-1")
    half = len(text.text) // 2
    code = study.codes.create("Lytte").id
    study.codings.add(text.revision, half - 9, half, code)
    study.codings.add(text.revision, 0, 5, code)
    study.progress.assign(["A-1", "B-1"], "ann")
    a, b = study.progress.table()
    assert (a.state, a.codings, a.reach) == ("assigned", 2, half / len(text.text))
    assert (b.state, b.codings, b.reach) == ("assigned", 0, 0.0)


def test_of_others_one_sees_the_state_and_no_numbers_while_blind(study: Study, folder: Path, opened: Opened) -> None:
    bo = opened(folder, "bo")
    study.progress.assign(["A-1"], ["ann", "bo"])
    bo.codings.add_new(bo.transcripts.document("A-1").revision, 5, 9, "Lytte")
    bo.progress.done(["A-1"])
    mine, other = study.progress.table()
    assert (mine.coder, mine.codings, mine.reach) == ("ann", 0, 0.0)
    assert (other.coder, other.state, other.codings, other.reach) == ("bo", "done", 0, None)
    assert study.progress.done_by() == {}
    assert list(bo.progress.done_by().values()) == [{bo.coder}]
    study.progress.done(["A-1"])
    assert [(s.codings, s.state) for s in study.progress.table()] == [(0, "done"), (1, "done")]


def test_several_are_given_transcripts_as_one_change(study: Study) -> None:
    assert study.progress.assign(["A-1", "B-1"], ["ann", "bo"], "pilot") == 4
    assert study.progress.assign(["A-1", "B-1"], ["ann", "bo"], "pilot") == 0
    assert study.undo() == "mark assigned B-1 for bo"
    assert study.progress.table() == []


def test_a_round_goes_by_the_codebook_it_began_with(study: Study) -> None:
    lytte = study.codes.create("Lytte").id
    study.codes.create("Turde")
    study.progress.assign(["A-1"], "ann")
    study.codes.define(lytte, definition="At høre.")
    study.codes.create("Mod")
    study.progress.assign(["A-1", "B-1"], ["ann", "bo"], "2")
    study.progress.done(["B-1"], "bo", "2")
    study.progress.lift(["A-1"], "2", "a pilot")
    first, second = study.progress.rounds()
    assert (first.name, first.codes, first.changed, first.coders) == ("1", 2, 2, ("ann",))
    assert (first.transcripts, first.given, first.done, first.blind, first.lifted) == (1, 1, 0, (), ())
    assert (second.name, second.codes, second.changed, second.coders) == ("2", 3, 0, ("ann", "bo"))
    assert (second.given, second.done, second.blind, second.lifted) == (4, 1, ("B-1",), ("A-1",))
    assert first.codebook != second.codebook
    assert first.began is not None
    assert second.began is not None
    assert first.began <= second.began


def test_a_round_in_which_nothing_is_given_any_more_is_none(study: Study) -> None:
    study.progress.assign(["A-1"], "ann")
    study.progress.unassign(["A-1"], "ann")
    assert study.progress.rounds() == []
    assert study.progress.unassign(["A-1"], "ann") == 0


def test_what_was_looked_for_again_is_recorded_with_its_place_in_the_log(study: Study) -> None:
    code = study.codes.create("Lytte").id
    with pytest.raises(InputError, match="bo is not done with A-1"):
        study.progress.sought(["A-1"], code, "bo")
    study.progress.done(["A-1"], "bo")
    position = study._base.position()
    assert study.progress.sought(["A-1"], code, "bo") == 1
    query = (
        "SELECT t.name, c.name, s.code, s.done FROM sought s JOIN transcript t ON t.id = s.transcript "
        "JOIN coder c ON c.id = s.coder WHERE s.alive = 1"
    )
    assert study._base.store.read(query) == [("A-1", "bo", code, position)]
    study.codes.define(code, definition="Ny.")
    study.progress.sought(["A-1"], code, "bo")
    ((_, _, _, later),) = study._base.store.read(query)
    assert later != position
    assert study.undo() == "look for code Lytte in A-1"
    assert study._base.store.read(query) == [("A-1", "bo", code, position)]
    with pytest.raises(NotFoundError):
        study.progress.sought(["A-1"], "nothing", "bo")


def test_what_is_looked_for_in_a_merged_code_is_what_it_counts_as(study: Study) -> None:
    one, other = study.codes.create("Lytte").id, study.codes.create("Høre").id
    study.codes.merge(other, one)
    study.progress.done(["A-1"], "ann")
    study.progress.sought(["A-1"], other)
    assert study._base.store.read("SELECT code FROM sought") == [(one,)]


# --- samples


def test_the_same_seed_draws_the_same_on_every_machine() -> None:
    """The order is that of SHA-256 of "seed:id"; so it is written here once, and holds everywhere."""
    assert shuffled(["K-01", "K-02", "K-03", "K-04", "K-05"], "1") == ["K-01", "K-02", "K-05", "K-04", "K-03"]
    assert shuffled(["K-05", "K-04", "K-03", "K-02", "K-01"], "2") != shuffled(
        ["K-01", "K-02", "K-03", "K-04", "K-05"], "1"
    )


def test_groups_have_their_share_by_the_largest_remainder() -> None:
    assert allotted({"municipal": 8, "volunteer": 6, "education": 9}, 6) == {
        "municipal": 2,
        "volunteer": 2,
        "education": 2,
    }
    assert allotted({"a": 90, "b": 9, "c": 1}, 10) == {"a": 8, "b": 1, "c": 1}
    assert allotted({"a": 50, "b": 50, "c": 1}, 2) == {"a": 1, "b": 1, "c": 0}


SIZES = st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 30), min_size=1).flatmap(
    lambda sizes: st.tuples(st.just(sizes), st.integers(1, sum(sizes.values())))
)


@settings(max_examples=150)
@given(SIZES)
def test_a_draw_fills_its_places_and_leaves_no_group_out_while_there_is_room(given: tuple[dict[str, int], int]) -> None:
    sizes, count = given
    places = allotted(sizes, count)
    assert sum(places.values()) == count
    assert all(0 <= places[group] <= size for group, size in sizes.items())
    if count >= len(sizes):
        assert min(places.values()) >= 1
    for group, size in sizes.items():
        quota = count * size / sum(sizes.values())
        assert places[group] <= max(quota + 1, 1)
    names = {f"{g}{i}": g for g, n in sizes.items() for i in range(n)}
    sample = drawn(names, count, "x", "group")
    assert sample == drawn(dict(reversed(names.items())), count, "x", "group")
    assert {s.name: s.drawn for s in sample.strata} == places
    assert len(set(sample.transcripts)) == count


def test_a_larger_draw_of_the_same_seed_holds_the_smaller_one() -> None:
    names = {f"K-{n:02}": "" for n in range(23)}
    assert set(drawn(names, 4, "7", "transcript").transcripts) < set(drawn(names, 9, "7", "transcript").transcripts)


def test_a_share_is_at_least_that_share() -> None:
    assert [counted(share, 23) for share in (0.01, 0.2, 0.5, 1.0)] == [1, 5, 12, 23]
    assert counted(0.1, 30) == 3
    for share in (0, -1, 1.1):
        with pytest.raises(InputError, match="share"):
            counted(share, 23)


def test_a_sample_is_drawn_from_the_transcripts_by_the_groups_that_speak_in_them(study: Study) -> None:
    sample = study.progress.sample(3, by="group")
    assert sample.transcripts == ("A-1", "B-1", "C-1")
    assert [(s.name, s.of, s.drawn) for s in sample.strata] == [
        ("education", 1, 1),
        ("professional", 1, 1),
        ("volunteer", 1, 1),
    ]
    assert study.progress.sample(share=0.5, seed="x") == study.progress.sample(2, seed="x")
    assert study.progress.table() == []
    for wrong in ({"count": 4}, {"count": -1}, {"share": 2.0}, {}, {"count": 1, "share": 0.5}):
        with pytest.raises(InputError):
            study.progress.sample(**wrong)
    with pytest.raises(NotFoundError):
        study.progress.sample(1, by="site")
