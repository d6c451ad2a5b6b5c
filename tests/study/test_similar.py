"""Codes that may be one: by name, by the words of the name, by their passages; and the word that they are two."""

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quick import examples
from workbench.errors import InputError, NotFoundError
from workbench.store import put
from workbench.study import AlikePair, Study
from workbench.study.overlapping import Covered
from workbench.study.similar import LOOK, PASSAGES, SURELY

Opened = Callable[..., Study]


def shown(study: Study, **how: bool) -> list[tuple[str, str, str]]:
    return [(pair.first.path, pair.second.path, pair.band) for pair in study.similar.pairs(**how)]


def code_at(study: Study, path: str, *places: tuple[int, int], text: str = "A-1") -> str:
    code = study.codes.create(path).id
    revision = study.transcripts.document(text).revision
    for start, end in places:
        study.codings.add(revision, start, end, code)
    return code


def test_names_of_the_same_words_in_other_forms_are_almost_surely_one(study: Study) -> None:
    for path in ("Sætte grænser", "Mod / Grænsen sættes", "Tillid", "Tillid til kommunen", "Tid"):
        study.codes.create(path)
    assert shown(study) == [
        ("Mod / Grænsen sættes", "Sætte grænser", SURELY),
        ("Tillid", "Tillid til kommunen", LOOK),
    ]


def test_codes_on_the_same_passages_are_told_with_what_they_share(study: Study) -> None:
    places = [(4, 14), (20, 30), (40, 50)]
    code_at(study, "Lytte", *places)
    code_at(study, "Høre efter", *places, (60, 70))
    code_at(study, "Andet", (4, 14), (20, 30))
    (pair,) = study.similar.pairs()
    assert (pair.first.path, pair.second.path, pair.band) == ("Høre efter", "Lytte", PASSAGES)
    assert (pair.shared, pair.share, pair.score) == (3, 0.75, 75)
    revision = study.transcripts.document("A-1").revision
    assert pair.examples == tuple((revision, start, end) for start, end in places)
    assert study.similar.pairs(overlap=False) == []


def test_one_code_below_the_other_is_said(study: Study) -> None:
    study.codes.create("Tillid / Tillid til naboen")
    (pair,) = study.similar.pairs()
    assert pair.related
    assert pair.why == "one name is in the other; one is below the other"


@pytest.fixture
def pair(study: Study) -> AlikePair:
    for path in ("Netværk", "Netværker"):
        study.codes.create(path, definition="Dem man kender.")
    (found,) = study.similar.pairs()
    return found


def test_what_is_said_to_be_two_comes_back_when_either_is_renamed_or_redefined(study: Study, pair: AlikePair) -> None:
    one, two = pair.first.id, pair.second.id
    study.similar.dismiss(two, one, why="Det ene er folk, det andet er at gøre det.")
    assert study.similar.pairs() == []
    (told,) = study.similar.pairs(dismissed=True)
    assert told.dismissed
    study.codes.define(two, definition="At opsøge dem man kender.")
    assert [p.dismissed for p in study.similar.pairs()] == [False]
    study.undo()
    assert study.similar.pairs() == []
    study.codes.rename(one, "Netværke")
    assert len(study.similar.pairs()) == 1


def test_it_is_taken_back_or_undone(study: Study, pair: AlikePair) -> None:
    one, two = pair.first.id, pair.second.id
    study.similar.dismiss(one, two)
    study.similar.restore(two, one)
    assert len(study.similar.pairs()) == 1
    before = study.log.entries()
    study.similar.restore(two, one)
    assert study.log.entries() == before
    study.similar.dismiss(one, two)
    study.undo()
    assert len(study.similar.pairs()) == 1


def test_it_travels_to_colleagues_and_means_nothing_to_the_inbox(
    study: Study, pair: AlikePair, folder: Path, opened: Opened
) -> None:
    study.similar.dismiss(pair.first.id, pair.second.id)
    bo = opened(folder, "bo")
    assert bo.similar.pairs() == []
    assert bo.inbox.items() == []
    assert bo._base.store.read("SELECT count(*) FROM ruling WHERE item LIKE 'alike:%'") == [(1,)]


def test_codes_that_are_gone_or_one_code_cannot_be_kept_apart(study: Study, pair: AlikePair) -> None:
    with pytest.raises(InputError, match="one code"):
        study.similar.dismiss(pair.first.id, pair.first.id)
    study.codes.delete(pair.first.id)
    with pytest.raises(NotFoundError):
        study.similar.dismiss(pair.first.id, pair.second.id)
    assert study.similar.pairs() == []


def test_another_programs_ruling_breaks_nothing(study: Study, pair: AlikePair) -> None:
    one, two = sorted((pair.first.id, pair.second.id))
    for n, cause in enumerate((None, "", "[1", '["x"]')):
        study._base.write("x", [put("ruling", f"r{n}", item=f"alike:{one}:{two}", cause=cause)])
        assert len(study.similar.pairs()) == 1


def test_who_codes_blind_learns_nothing_of_colleagues_codes_codings_and_words(folder: Path, opened: Opened) -> None:
    lead, ann, bo = (opened(folder, name) for name in ("lead", "ann", "bo"))
    for path in ("Netværk", "Netværker", "Lytte", "Høre efter"):
        lead.codes.create(path)
    lead.progress.assign(["A-1"], ["ann", "bo"])
    before = ann.similar.pairs(), ann.similar.you_may_mean("Netvaerket")
    revision = bo.transcripts.document("A-1").revision
    for start in (0, 20, 40):
        for path in ("Lytte", "Høre efter"):
            bo.codings.add(revision, start, start + 10, bo.codes.find(path).id)
    bo.codes.create("Netværket")
    bo.similar.dismiss(*(bo.codes.find(path).id for path in ("Netværk", "Netværker")), why="to ting")
    assert (ann.similar.pairs(), ann.similar.you_may_mean("Netvaerket")) == before
    assert len(bo.similar.pairs(dismissed=True)) == 4
    for coder in (ann, bo):
        coder.progress.done(["A-1"])
    bo.codes.propose(bo.codes.find("Netværket").id)
    assert ann.similar.pairs() == bo.similar.pairs()
    assert PASSAGES in {pair.band for pair in ann.similar.pairs()}


def test_a_new_name_may_mean_what_has_its_words_in_other_forms(study: Study) -> None:
    study.codes.create("Mod / Sætte grænser")
    codes = {code.id: code.path for code in study.codes.list()}
    assert [codes[m.id] for m in study.similar.you_may_mean("Grænsen sættes")] == ["Mod / Sætte grænser"]
    assert study.similar.you_may_mean("Grænsen sættes", lemmas=False) == study.codes.near_duplicates("Grænsen sættes")
    assert study.similar.you_may_mean("") == []
    assert [codes[m.id] for m in study.similar.you_may_mean("X / saette graenser")] == ["Mod / Sætte grænser"]


spans = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 30), st.integers(1, 8)), max_size=25)


@given(spans, st.sampled_from([0.0, 0.3, 0.5, 1.0]), st.integers(1, 3))
@settings(max_examples=examples(100))
def test_what_codes_share_is_what_a_set_of_characters_says(
    rows: list[tuple[str, int, int]], least: float, stretches: int
) -> None:
    class Store:
        def read(self, query: str) -> list[tuple[str, str, int, int]]:
            return [("r", code, start, start + length) for code, start, length in rows]

    class Base:
        store = Store()

        def codings(self) -> str:
            return ""

    covered = Covered(Base())  # type: ignore[arg-type]
    found = {(one, other): shared for one, other, shared in covered.pairs(least, stretches)}
    letters: dict[str, set[int]] = {}
    for code, start, length in rows:
        letters.setdefault(code, set()).update(range(start, start + length))
    for one, other in combinations(sorted(letters), 2):
        both = letters[one] & letters[other]
        share = len(both) / len(letters[one] | letters[other])
        shared = covered.both(one, other)
        assert shared.share == pytest.approx(share)
        assert ((one, other) in found) == (share >= least and shared.stretches >= stretches and bool(both))
