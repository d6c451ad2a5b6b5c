"""New codes by interview and codes that stand together, of a study: orders, layers, silence, blind work."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.errors import InputError, NotFoundError
from workbench.study import Study
from workbench.study.saturation import CurveAsked, NewCodes, PairsAsked
from workbench.study.saturation.values import heard_curve, heard_pairs, told, told_pairs
from workbench.worker.numbers import new_codes, together

Opened = Callable[..., Study]
ALL = CurveAsked(unfinished=True, permutations=20)


def add(study: Study, transcript: str, words: str, path: str, **more: object) -> str:
    document = study.transcripts.document(transcript)
    start = document.text.index(words)
    return study.codings.add(document.revision, start, start + len(words), study.codes.create(path).id, **more)


def names(found: NewCodes) -> list[tuple[str, tuple[str, ...]]]:
    """Each interview with the codes that are new there."""
    return [(step.name, tuple(found.paths[code] for code in step.first)) for step in found.curve.steps]


@pytest.fixture
def coded(study: Study) -> Study:
    """ann has coded three interviews, and is done with two."""
    add(study, "A-1", "Man skal turde.", "Mod")
    add(study, "A-1", "man skal lytte", "Relationer / Lytte")
    add(study, "B-1", "man lytter", "Relationer / Lytte")
    add(study, "B-1", "Tid.", "Tid")
    add(study, "C-1", "sige fra", "Grænser")
    study.progress.done(["B-1"])
    study.progress.done(["A-1"])
    return study


def test_only_what_is_done_is_in_the_curve_and_the_rest_is_named(coded: Study) -> None:
    found = coded.saturation.curve()
    assert [step.name for step in found.curve.steps] == ["A-1", "B-1"]
    assert found.left_out == ("C-1",)
    assert found.coders == ("ann",)
    assert len(coded.saturation.curve(ALL).curve.steps) == 3


def test_the_order_of_coding_is_that_of_done(coded: Study) -> None:
    assert names(coded.saturation.curve(CurveAsked("coding"))) == [
        ("B-1", ("Relationer / Lytte", "Tid")),
        ("A-1", ("Mod",)),
    ]
    coded.progress.start(["B-1"])
    coded.progress.done(["B-1"])
    assert [step.name for step in coded.saturation.curve(CurveAsked("coding")).curve.steps] == ["A-1", "B-1"]


def test_group_by_group_and_the_voices_of_one(coded: Study) -> None:
    assert [step.name for step in coded.saturation.curve(ALL._replace(order="group")).curve.steps] == [
        "A-1",
        "B-1",
        "C-1",
    ]
    assert names(coded.saturation.curve(ALL._replace(group="volunteer"))) == [("B-1", ("Relationer / Lytte", "Tid"))]


def test_a_part_of_the_codebook_and_merged_codes_where_they_went(coded: Study) -> None:
    found = coded.saturation.curve(ALL._replace(under="Relationer"))
    assert (found.curve.codes, len(found.curve.unused)) == (2, 1)
    coded.codes.merge(coded.codes.find("Tid").id, coded.codes.find("Relationer / Lytte").id)
    assert names(coded.saturation.curve(ALL))[1] == ("B-1", ())


def test_a_code_made_after_done_is_not_looked_for_until_somebody_has(coded: Study) -> None:
    add(coded, "C-1", "Vi lærer dem", "Læring")
    coded.progress.done(["C-1"])
    first, second, third = coded.saturation.curve().curve.steps
    assert (first.created, second.created, third.created) == (1, 1, 0)
    learning = coded.codes.find("Læring").id
    assert third.unlooked == (learning,)
    coded.progress.sought(["A-1", "B-1"], learning)
    assert [step.created for step in coded.saturation.curve().curve.steps] == [0, 0, 0]
    assert coded.saturation.curve().curve.steps[2].unlooked == ()


def test_what_is_not_done_was_looked_through_for_nothing(coded: Study) -> None:
    steps = {step.name: step for step in coded.saturation.curve(ALL).curve.steps}
    assert steps["C-1"].created == 4  # all but the one it has
    assert not steps["C-1"].done


def test_the_interviewer_the_denied_and_the_lost_are_no_evidence(study: Study) -> None:
    add(study, "A-1", "at lytte er vigtigt", "Lytte")
    add(study, "B-1", "Det er ikke det med at turde.", "Mod", facets={"stance": ["denies"]})
    add(study, "C-1", "sige fra", "Grænser")
    add(study, "C-1", "Vi lærer", "Læring")
    study.corrections.correct("C-1", study.transcripts.document("C-1").text.replace(" at sige fra", ""))
    assert names(study.saturation.curve(ALL)) == [("A-1", ()), ("B-1", ()), ("C-1", ("Læring",))]


def test_a_layer_is_one_coders_or_the_consensus(coded: Study, folder: Path, opened: Opened) -> None:
    bo = opened(folder, "bo")
    add(bo, "A-1", "Man skal turde.", "Mod")
    add(bo, "A-1", "rigtigt lytte", "Nyt")
    bo.progress.done(["A-1"])
    assert names(bo.saturation.curve(CurveAsked(layer="bo"))) == [("A-1", ("Mod", "Nyt"))]
    agreed = bo.saturation.curve(CurveAsked(layer="consensus"))
    assert dict(names(agreed))["A-1"] == ("Mod",)
    assert agreed.coders == ("ann", "bo")
    # The first to be done is not the last.
    assert [step.name for step in bo.saturation.curve(CurveAsked("coding")).curve.steps] == ["B-1", "A-1"]


def test_what_is_not_there_cannot_be_asked_for(coded: Study) -> None:
    for asked in (CurveAsked(layer="nobody"), CurveAsked(group="x"), CurveAsked(under="x"), PairsAsked(("x",))):
        ask = coded.saturation.curve if isinstance(asked, CurveAsked) else coded.saturation.cooccurrence
        with pytest.raises(NotFoundError):
            ask(asked)  # type: ignore[arg-type]
    with pytest.raises(InputError):
        coded.saturation.curve(CurveAsked("length"))
    with pytest.raises(NotFoundError):
        coded.saturation.render(CurveAsked(), "papyrus")


def test_others_blind_work_is_in_no_number_and_in_no_order(coded: Study, folder: Path, opened: Opened) -> None:
    bo = opened(folder, "bo")
    coded.progress.assign(["C-1", "B-1"], ["ann", "bo"])
    before = bo.saturation.curve(ALL._replace(order="coding")), bo.saturation.cooccurrence()
    add(coded, "C-1", "Vi lærer dem", "Grænser")
    add(coded, "C-1", "Vi lærer dem at sige", "Mod")
    coded.progress.done(["C-1"])
    assert (bo.saturation.curve(ALL._replace(order="coding")), bo.saturation.cooccurrence()) == before
    assert "C-1" in [step.name for step in coded.saturation.curve().curve.steps]
    bo.progress.done(["C-1", "B-1"])
    assert (bo.saturation.curve(ALL._replace(order="coding")), bo.saturation.cooccurrence()) != before


def test_behind_a_step_and_behind_a_pair_stand_the_passages(coded: Study) -> None:
    step = coded.saturation.curve().curve.steps[0]
    behind = coded.saturation.behind_step(step.interview, step.first)
    assert [quote.text for quote in behind.quotes] == ["Man skal turde.", "man skal lytte"]
    assert set(behind.codes.values()) == {"Mod", "Relationer / Lytte"}
    add(coded, "A-1", "skal turde", "Relationer / Lytte")
    pair = coded.saturation.cooccurrence().pairs.pairs[0]
    met = coded.saturation.behind_pair(pair.first, pair.second)
    assert [quote.text for quote in met.quotes] == ["Man skal turde.", "skal turde"]


def test_what_is_near_is_counted_in_turns_of_the_text(coded: Study) -> None:
    pairs = coded.saturation.cooccurrence(PairsAsked(("Mod", "Relationer / Lytte"), "near", 0)).pairs.pairs
    assert [(pair.together, pair.share) for pair in pairs] == [(1, 2 / 3)]
    assert not coded.saturation.cooccurrence(PairsAsked(("Mod", "Relationer / Lytte"))).pairs.pairs


def test_what_another_process_counts_comes_back_as_it_was(coded: Study) -> None:
    add(coded, "A-1", "skal turde", "Relationer / Lytte")
    curve, pairs = coded.saturation.curve(ALL), coded.saturation.cooccurrence(PairsAsked(("Mod",), subtree=True))
    assert heard_curve(json.loads(json.dumps(told(curve)))) == curve
    assert heard_pairs(json.loads(json.dumps(told_pairs(pairs)))) == pairs
    assert pairs.pairs.pairs


FORBIDDEN = ("saturat", "mætn", "mætte")


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("approach", ["reliability", "reflexive"])
def test_the_export_says_what_the_numbers_rest_on_and_passes_no_verdict(
    folder: Path, opened: Opened, language: str, approach: str
) -> None:
    toml = folder / "codebook" / "study.toml"
    written = toml.read_text(encoding="utf-8").replace('"da"', f'"{language}"\napproach = "{approach}"')
    toml.write_text(written, encoding="utf-8")
    study = opened(folder)
    add(study, "A-1", "Man skal turde.", "Mod")
    study.progress.done(["A-1"])
    text = study.saturation.render(CurveAsked(seed=7), "md")
    assert isinstance(text, str)
    assert text.startswith("# Nye koder pr. interview" if language == "da" else "# New codes by interview")
    assert ("frø 7" if language == "da" else "seed 7") in text
    assert "ann" in text
    together = study.saturation.render(PairsAsked(), "md")
    assert isinstance(together, str)
    for said in (text, together):
        assert not any(word in said.casefold() for word in FORBIDDEN)
    reflexive = "stof at tænke" if language == "da" else "material to think with"
    assert (reflexive in text) == (approach == "reflexive")


def test_the_same_numbers_stand_in_every_format(coded: Study) -> None:
    add(coded, "A-1", "skal turde", "Relationer / Lytte")
    data = json.loads(coded.saturation.render(CurveAsked(), "json"))
    assert [(step["interview"], step["new"], step["cumulative"]) for step in data["steps"]] == [
        ("A-1", 2, 2),
        ("B-1", 1, 3),
    ]
    assert {"unit", "layer", "coders", "transcripts", "seed", "log"} <= data.keys()
    assert "A-1" in str(coded.saturation.render(CurveAsked(), "csv")).split("\n")[1]
    pairs = json.loads(coded.saturation.render(PairsAsked(), "json"))
    assert {"unit", "layer", "coders", "transcripts", "within", "pairs"} <= pairs.keys()
    assert pairs["pairs"][0]["first"] == "Mod"
    assert (
        str(coded.saturation.render(PairsAsked(), "csv")).split("\n")[1].startswith("Mod,Relationer / Lytte,1,1,1,1,3,")
    )


def test_the_worker_answers_in_json(coded: Study) -> None:
    add(coded, "A-1", "skal turde", "Relationer / Lytte")
    answer = json.loads(json.dumps(new_codes(coded, {"asked": list(ALL)})))
    assert heard_curve(answer["found"]) == coded.saturation.curve(ALL)
    asked = PairsAsked(("Mod", "Relationer / Lytte"))
    answer = json.loads(json.dumps(together(coded, {"asked": list(asked)})))
    assert heard_pairs(answer["found"]) == coded.saturation.cooccurrence(asked)
    assert not coded.saturation.large(100)
    assert coded.saturation.large(1)
