"""A code that is split while others merge it, delete it, split it too or code with it: what the inbox says and does."""

import shutil
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest

from workbench.study import Study
from workbench.study.inbox import InboxItem

SETTINGS = '[study]\ntitle = "Nabohjælp"\nlanguage = "da"\n\n[groups.volunteer]\nlabel = "De frivillige"\n'
TEXT = "---\nid: A-1\ninformants:\n  - {label: R1, group: volunteer}\n---\nR1: En ting. To ting. Tre ting. Fire ting.\n"
NAMES = ("ann", "bo", "cia")
ORDERS = list(permutations(range(3)))
SPANS = ((4, 12), (13, 20), (21, 30), (31, 41))


class Team:
    """Three people with a study each, who have A (four codings by ann), B and C, and then work apart."""

    def __init__(self, home: Path, opened: Callable[..., Study]) -> None:
        self.studies = {name: opened(home / name, name) for name in NAMES}
        for study in self.studies.values():
            study._base.store.db.con.execute("PRAGMA synchronous=OFF")
        ann = self.studies["ann"]
        self.rows = {code.name: code.id for code in ann.codes.list()}
        self.revision = ann.transcripts.document("A-1").revision

    def __getitem__(self, name: str) -> Study:
        return self.studies[name]

    def meet(self) -> list[InboxItem]:
        """All exchange everything; then all have the same study and the same inbox."""
        for one, other in (("bo", "ann"), ("cia", "ann"), ("ann", "bo"), ("ann", "cia")):
            self[other].log.ingest(list(self[one].log.export()))
        assert len({study._base.store.digest() for study in self.studies.values()}) == 1
        told = [[(i.id, i.sentence, i.choices, i.sides) for i in s.inbox.items()] for s in self.studies.values()]
        assert told[0] == told[1] == told[2]
        return self["ann"].inbox.items()

    def split(self, who: str, *into: str, rest: str = "") -> list[str]:
        """Sort A's passages into new codes, in their order ('' for none); returns these codes."""
        work, code = self[who].splitting, self.rows["A"]
        for name, passage in zip(into, work.open(code).passages, strict=False):
            if name:
                work.sort(code, passage, work.add_target(code, name))
        return list(work.apply(code, rest=rest).targets)

    def counts(self, who: str = "ann") -> dict[str, int]:
        return {code.path: code.count for code in self[who].codes.list()}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three studies, made once; tests take a copy."""
    home = tmp_path_factory.mktemp("team")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_STATE", str(home / "state"))
        for name in NAMES:
            (home / name / "codebook").mkdir(parents=True)
            (home / name / "transcripts").mkdir()
            (home / name / "codebook" / "study.toml").write_text(SETTINGS, encoding="utf-8")
            (home / name / "transcripts" / "a.md").write_text(TEXT, encoding="utf-8")
        studies = [Study.open(home / name, name) for name in NAMES]
        revision = studies[0].transcripts.document("A-1").revision
        rows = {code: studies[0].codes.create(code).id for code in "ABC"}
        for start, end in SPANS:
            studies[0].codings.add(revision, start, end, rows["A"])
        for one, other in ((1, 0), (2, 0), (0, 1), (0, 2)):
            studies[other].log.ingest(list(studies[one].log.export()))
        for study in studies:
            study.close()
    return home


@pytest.fixture
def team(prepared: Path, tmp_path: Path, opened: Callable[..., Study]) -> Team:
    return Team(Path(shutil.copytree(prepared, tmp_path / "team")), opened)


def keys(item: InboxItem) -> list[str]:
    return [choice.key for choice in item.choices]


def test_a_merge_is_told_with_who_split_into_what_and_what_is_left(team: Team) -> None:
    team["bo"].codes.merge(team.rows["A"], team.rows["B"])
    team.split("ann", "X", "Y")
    (item,) = team.meet()
    assert item.kind == "split"
    assert item.sentence.startswith("bo merged A into B on ")
    assert (
        "not knowing that ann was splitting it into X and Y; what is left of A (2 codings) counts as B" in item.sentence
    )
    assert [(s.coder, s.value) for s in item.sides] == [("ann", "split A into X and Y"), ("bo", "merged A into B")]
    assert keys(item) == ["shown", "merge", "unmerge"]
    assert team.counts("cia") == {"B": 2, "B / X": 1, "B / Y": 1, "C": 0}


def test_taking_the_merge_back_gives_the_code_what_the_split_left_it(team: Team) -> None:
    team["bo"].codes.merge(team.rows["A"], team.rows["B"])
    team.split("ann", "X")
    (item,) = team.meet()
    team["cia"].inbox.settle(item.id, "unmerge")
    assert team.meet() == []
    assert team.counts() == {"A": 3, "A / X": 1, "B": 0, "C": 0}
    team["cia"].undo()
    assert [i.id for i in team.meet()] == [item.id]


def test_what_was_split_off_can_follow_the_merge(team: Team) -> None:
    team["bo"].codes.merge(team.rows["A"], team.rows["B"])
    team.split("ann", "X", "Y", "C")
    (item,) = team.meet()
    assert "let X and Y count as B too" in next(c.does for c in item.choices if c.key == "merge")
    team["cia"].inbox.settle(item.id, "merge")
    assert team.counts("cia") == {"B": 3, "C": 1}
    assert team.meet() == []
    team["cia"].undo()
    assert [again.id for again in team.meet()] == [item.id]


def test_bringing_back_what_it_was_merged_into_settles_it(team: Team) -> None:
    team["ann"].codes.merge(team.rows["A"], team.rows["B"])
    team.split("bo", "X")
    team["cia"].codes.delete(team.rows["B"])
    item = next(item for item in team.meet() if item.kind == "split")
    team["cia"].inbox.settle(item.id, "restore")
    assert item.id not in {left.id for left in team.meet()}
    assert team.counts() == {"B": 3, "B / X": 1, "C": 0}


def test_leaving_it_is_remembered_until_the_cause_changes(team: Team) -> None:
    team["bo"].codes.merge(team.rows["A"], team.rows["B"])
    team.split("ann", "X")
    (item,) = team.meet()
    team["ann"].inbox.settle(item.id, "shown")
    assert team.meet() == []
    team["cia"].codes.delete(team.rows["B"])
    (again,) = team.meet()
    assert "counts nowhere, for B was deleted by cia on " in again.sentence
    assert keys(again) == ["shown", "restore", "unmerge"]
    team["ann"].inbox.settle(again.id, "restore")
    assert team.counts()["B"] == 3
    assert team.meet() == []


@pytest.mark.parametrize(
    "order", [pytest.param(o, marks=[] if o in ((0, 1, 2), (2, 0, 1)) else pytest.mark.nightly) for o in ORDERS]
)
def test_merged_split_and_deleted_at_once_comes_together_and_back(team: Team, order: tuple[int, ...]) -> None:
    team["ann"].codes.merge(team.rows["A"], team.rows["B"])
    team.split("bo", "X", "X")
    team["cia"].codes.delete(team.rows["B"])
    told = [item for item in team.meet() if item.item.row == team.rows["A"]]
    assert [item.kind for item in told] == ["split"]
    assert "ann merged A into B" in told[0].sentence
    assert "was deleted by cia" in told[0].sentence
    for nth in order:
        team[NAMES[nth]].undo()
        team.meet()
    assert team.meet() == []
    assert team.counts() == {"A": 4, "B": 0, "C": 0}
    assert all(study.log.verify().faults == () for study in team.studies.values())


def test_a_delete_that_did_not_know_of_the_split_says_what_it_met(team: Team) -> None:
    team["bo"].codes.delete(team.rows["A"])
    team.split("ann", "X", "Y")
    (item,) = team.meet()
    assert item.kind == "revived"
    assert "split it into X and Y" in [side.value for side in item.sides]
    assert team.counts() == {"A": 2, "A / X": 1, "A / Y": 1, "B": 0, "C": 0}


def test_codings_that_come_to_a_code_that_was_split_up_and_let_go_are_told(team: Team) -> None:
    team["bo"].codings.add(team.revision, 4, 20, team.rows["A"])
    team.split("ann", "X", "X", "X", "X", rest="delete")
    (item,) = team.meet()
    assert "A coding by bo in A-1 uses A, which ann split into X on " in item.sentence
    assert "without knowing of it" in item.sentence
    team["bo"].inbox.settle(item.id, "recode", "X")
    assert team.meet() == []
    assert team.counts() == {"B": 0, "C": 0, "X": 5}


def test_codings_that_come_to_a_code_above_its_new_ones_are_told_and_can_be_sorted(team: Team) -> None:
    team["bo"].codings.add(team.revision, 4, 20, team.rows["A"])
    team["cia"].codings.add(team.revision, 4, 20, team.rows["A"])
    team.split("ann", "X")
    (item,) = team.meet()
    assert item.sentence.startswith(
        "2 codings by bo and cia came to A without knowing that ann had split it into X on "
    )
    assert keys(item) == ["shown", "recode"]
    team["cia"].inbox.settle(item.id, "recode", "A / X")
    assert team.meet() == []
    assert team.counts() == {"A": 3, "A / X": 3, "B": 0, "C": 0}


def test_two_splits_are_one_item_and_either_can_be_taken(team: Team) -> None:
    team.split("ann", "X", "X", "Y", rest="keep")
    team.split("bo", "Z", "Z", rest="keep")
    (item,) = team.meet()
    assert item.sentence == (
        "ann and bo split A, not knowing of each other: 2 codings were sorted differently; "
        "what bo sorted last is shown."
    )
    assert keys(item) == ["shown", "other"]
    assert item.choices[1].does == "take it as ann sorted them, into X and Y"
    assert team.counts() == {"A": 1, "B": 0, "C": 0, "X": 0, "Y": 1, "Z": 2}
    team["cia"].inbox.settle(item.id, "other")
    assert team.meet() == []
    assert team.counts() == {"A": 1, "B": 0, "C": 0, "X": 2, "Y": 1, "Z": 0}
    team["cia"].undo()
    assert [again.id for again in team.meet()] == [item.id]
    team["ann"].inbox.settle_all()
    assert team.meet() == []
    assert team.counts()["Z"] == 2


def test_a_settlement_that_was_taken_back_hides_nothing_else_that_met_the_split(team: Team) -> None:
    team.split("ann", "X", rest="parent")
    team.split("bo", "Y", rest="parent")
    team["cia"].codings.add(team.revision, 5, 20, team.rows["A"])
    both = {item.id: item.item.ent for item in team.meet()}
    assert sorted(both.values()) == ["code", "coding"]
    twice = next(item for item, ent in both.items() if ent == "code")
    for choice in ("shown", "other"):
        team["ann"].inbox.settle(twice, choice)
        team["ann"].undo()
        assert {item.id for item in team.meet()} == both.keys()


def test_a_coding_that_was_confirmed_and_that_taken_back_is_told_again(team: Team) -> None:
    team["bo"].codings.add(team.revision, 5, 20, team.rows["A"])
    team.split("ann", "X", rest="parent")
    (item,) = team.meet()
    team["bo"].history.confirm(item.item.rows)
    assert team.meet() == []
    team["bo"].undo()
    assert [again.id for again in team.meet()] == [item.id]


def test_merges_in_a_circle_into_what_was_split_are_gone_through_as_they_are_in_force(team: Team) -> None:
    team.split("ann", "X", rest="parent")
    team["ann"].codes.merge(team.rows["C"], team.rows["A"])
    team["bo"].codes.merge(team.rows["B"], team.rows["C"])
    team["cia"].codings.add(team.revision, 5, 20, team.rows["C"])
    team["cia"].codes.merge(team.rows["C"], team.rows["B"])
    items = team.meet()
    assert team.counts() == {"A": 4, "A / X": 1}
    assert sorted((item.kind, item.item.field) for item in items) == [("dispute", "merged")]


def test_who_codes_blind_is_not_told_what_others_split_a_code_into(team: Team) -> None:
    team["ann"].progress.assign(["A-1"], ["ann", "bo"])
    team.split("ann", "X", rest="keep")
    team["cia"].codes.merge(team.rows["A"], team.rows["B"])
    for one, other in (("ann", "cia"), ("cia", "ann"), ("ann", "bo")):
        team[other].log.ingest(list(team[one].log.export()))
    assert [item.kind for item in team["cia"].inbox.items()] == ["split"]
    assert [item.kind for item in team["ann"].inbox.items()] == ["split"]
    assert team["bo"].inbox.items() == []
