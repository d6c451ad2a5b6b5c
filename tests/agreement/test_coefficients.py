"""Every coefficient against public packages and against its formula, both on texts written out unit by unit."""

import math
from fractions import Fraction
from itertools import combinations, permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.agreement.packages import packages
from tests.agreement.spans import CODERS, Coded, Judgement, corpora, overlaps, units
from workbench.agreement.coefficients import alpha, disagreement, measures, pairs
from workbench.agreement.overlap import merged, overlap
from workbench.agreement.values import Measures, Overlap

TWO, THREE = CODERS[:2], CODERS[:3]


def varies(written: list[Judgement]) -> bool:
    """Whether there is a yes and a no."""
    return {answer for unit in written for answer in unit.values()} == {0, 1}


@settings(max_examples=40)
@given(corpora())
def test_alpha_is_that_of_the_package_krippendorff(corpus: list[Coded]) -> None:
    written = units(corpus)
    if not varies(written):
        assert alpha(overlaps(corpus)) is None
        return
    table = packages().numpy.array([[unit.get(coder, math.nan) for unit in written] for coder in CODERS])
    table = table[~packages().numpy.isnan(table).all(axis=1)]
    expected = packages().alpha(reliability_data=table, level_of_measurement="nominal")
    assert alpha(overlaps(corpus)) == measures(overlaps(corpus)).alpha == pytest.approx(expected, abs=1e-9)


@settings(max_examples=40)
@given(corpora())
def test_cohen_of_a_pair_is_scikit_learns_and_of_several_the_mean(corpus: list[Coded]) -> None:
    found, values = pairs(overlaps(corpus)), []
    for pair in found:
        both = [unit for unit in units(corpus) if pair.one in unit and pair.other in unit]
        answers = [unit[pair.one] for unit in both], [unit[pair.other] for unit in both]
        if len(set(answers[0] + answers[1])) == 1:
            assert pair.cohen is None
            continue
        values.append(packages().cohen(*answers))
        assert pair.cohen == pytest.approx(values[-1], abs=1e-9)
    light = measures(overlaps(corpus)).cohen
    assert light is None if not values else light == pytest.approx(sum(values) / len(values), abs=1e-9)


@settings(max_examples=40)
@given(corpora(THREE))
def test_fleiss_of_the_same_coders_everywhere_is_statsmodels(corpus: list[Coded]) -> None:
    written = units(corpus)
    if not varies(written):
        assert measures(overlaps(corpus)).fleiss is None
        return
    table = [(3 - sum(unit.values()), sum(unit.values())) for unit in written]
    expected = packages().fleiss(packages().numpy.array(table))
    assert measures(overlaps(corpus)).fleiss == pytest.approx(expected, abs=1e-9)


def by_definition(corpus: list[Coded]) -> dict[str, Fraction | None]:
    """Gwet 2014, coders may differ: the mean over units; a coder's share is of what that coder has done."""
    written = units(corpus)
    share = [Fraction(sum(unit.values()), len(unit)) for unit in written]
    agreeing = [
        Fraction(sum(one == other for one, other in permutations(unit.values(), 2)), len(unit) * (len(unit) - 1))
        for unit in written
    ]
    percent, pi = sum(agreeing) / len(written), sum(share) / len(written)
    own = {
        coder: [unit[coder] for unit in written if coder in unit]
        for coder in CODERS
        if any(coder in unit for unit in written)
    }
    conger = Fraction(0)
    for answer in (0, 1):
        parts = [Fraction(answers.count(answer), len(answers)) for answers in own.values()]
        mean = sum(parts) / len(parts)
        spread = sum((part - mean) ** 2 for part in parts) / (len(parts) - 1)
        conger += mean**2 - spread / len(parts)

    def corrected(chance: Fraction) -> Fraction | None:
        return None if chance == 1 else (percent - chance) / (1 - chance)

    return {
        "percent": percent,
        "fleiss": corrected(pi**2 + (1 - pi) ** 2),
        "conger": corrected(conger),
        "brennan_prediger": corrected(Fraction(1, 2)),
        "ac1": corrected(2 * pi * (1 - pi)),
        "u_alpha": u_alpha(corpus),
    }


def u_alpha(corpus: list[Coded]) -> Fraction:
    """Krippendorff et al. 2016: segments and gaps of every coder, met pair by pair; transcripts follow each other."""
    shared = {(one, other): Fraction(0) for one in "cg" for other in "cg"}
    total, own = 0, {"c": 0, "g": 0}
    for text in corpus:
        lines = []
        for coder in text.coders:
            passages = merged(text.by[coder])
            edges = [0, *(edge for passage in passages for edge in passage), text.length]
            gaps = [(s, e) for s, e in zip(edges[::2], edges[1::2], strict=True) if s < e]
            lines.append([(*passage, "c") for passage in passages] + [(*gap, "g") for gap in gaps])
            own["c"] += sum((end - start) ** 2 for start, end in passages)
            own["g"] += sum(end - start for start, end in gaps)
        for one, other in permutations(lines, 2):
            for s, e, value in one:
                for s2, e2, value2 in other:
                    shared[value, value2] += Fraction(max(0, min(e, e2) - max(s, s2)), len(lines) - 1)
        total += text.length * len(text.coders)
    sums = {value: shared[value, "c"] + shared[value, "g"] for value in "cg"}
    free = total**2 - sum(own.values())
    expected = sum(total * (sums[value] ** 2 - own[value]) / free for value in "cg")
    return 1 - (total - shared["c", "c"] - shared["g", "g"]) / (total - expected)


@settings(max_examples=80)
@given(corpora())
def test_the_others_are_what_their_definitions_give(corpus: list[Coded]) -> None:
    if not varies(units(corpus)):
        return
    found = measures(overlaps(corpus))
    for name, value in by_definition(corpus).items():
        assert value is not None
        assert getattr(found, name) == pytest.approx(float(value), abs=1e-9), name
    assert (found.scott == found.fleiss) if all(len(text.coders) == 2 for text in corpus) else found.scott is None


@settings(max_examples=40)
@given(corpora())
def test_a_pair_is_counted_where_both_are_done(corpus: list[Coded]) -> None:
    found = {(pair.one, pair.other): pair for pair in pairs(overlaps(corpus))}
    f1, jaccard = [], []
    for one, other in combinations(CODERS, 2):
        both = [(unit[one], unit[other]) for unit in units(corpus) if one in unit and other in unit]
        if not both:
            assert (one, other) not in found
            continue
        pair = found[one, other]
        counted = tuple(map(both.count, ((1, 1), (1, 0), (0, 1), (0, 0))))
        assert (pair.both, pair.only_one, pair.only_other, pair.neither) == counted
        assert pair.transcripts == sum(one in text.coders and other in text.coders for text in corpus)
        assert (pair.f1 is None) == (pair.percent is None) == (counted[3] == len(both))
        if pair.f1 is not None and pair.jaccard is not None:
            f1.append(2 * counted[0] / (2 * counted[0] + counted[1] + counted[2]))
            jaccard.append(counted[0] / (len(both) - counted[3]))
            assert (pair.f1, pair.jaccard) == pytest.approx((f1[-1], jaccard[-1]))
            assert pair.percent == pytest.approx((counted[0] + counted[3]) / len(both))
        two = [
            overlap(text.by, (one, other), text.length)
            for text in corpus
            if one in text.coders and other in text.coders
        ]
        assert pair.alpha == alpha(two)
    assert len(found) == len([pair for pair in found if set(pair) <= {coder for text in corpus for coder in text.by}])
    whole = measures(overlaps(corpus))
    assert whole.f1 == (pytest.approx(sum(f1) / len(f1)) if f1 else None)
    assert whole.jaccard == (pytest.approx(sum(jaccard) / len(jaccard)) if jaccard else None)


@settings(max_examples=40)
@given(corpora())
def test_disagreement_is_units_times_pairs_that_differ(corpus: list[Coded]) -> None:
    differ = sum(one != other for unit in units(corpus) for one, other in combinations(unit.values(), 2))
    assert sum(map(disagreement, overlaps(corpus))) == differ


@settings(max_examples=40)
@given(corpora(), st.randoms())
def test_the_order_of_coders_and_transcripts_changes_nothing_at_all(corpus: list[Coded], random: Any) -> None:
    def turned(text: Coded) -> Coded:
        return text._replace(coders=tuple(random.sample(text.coders, len(text.coders))))

    other = [turned(text) for text in random.sample(corpus, len(corpus))]
    assert measures(overlaps(other)) == measures(overlaps(corpus))
    assert pairs(overlaps(other)) == pairs(overlaps(corpus))


@settings(max_examples=40)
@given(corpora())
def test_a_passage_in_two_touching_halves_is_the_same_but_for_the_units_of_u_alpha(corpus: list[Coded]) -> None:
    def halves(text: Coded) -> Coded:
        cut = {
            coder: [part for s, e in merged(spans) for part in ((s, (s + e) // 2), ((s + e) // 2, e))]
            for coder, spans in text.by.items()
        }
        return text._replace(by=cut)

    before, after = measures(overlaps(corpus)), measures(overlaps([halves(text) for text in corpus]))
    assert after._replace(u_alpha=None) == before._replace(u_alpha=None)


@settings(max_examples=40)
@given(corpora(THREE), st.integers(1, 9))
def test_passages_further_down_in_a_longer_text_agree_as_much(corpus: list[Coded], by: int) -> None:
    def shifted(text: Coded, start: int) -> Coded:
        moved = {coder: [(s + start, e + start) for s, e in spans] for coder, spans in text.by.items()}
        return Coded(text.coders, text.length + by, moved)

    first, last = ([shifted(text, start) for text in corpus] for start in (0, by))
    assert measures(overlaps(first)) == measures(overlaps(last))


@settings(max_examples=40)
@given(corpora(), st.integers(2, 50))
def test_stretching_changes_alpha_only_by_its_correction_for_small_samples(corpus: list[Coded], by: int) -> None:
    def stretched(text: Coded) -> Coded:
        longer = {coder: [(s * by, e * by) for s, e in spans] for coder, spans in text.by.items()}
        return Coded(text.coders, text.length * by, longer)

    before, after = measures(overlaps(corpus)), measures(overlaps([stretched(text) for text in corpus]))
    none: dict[str, None] = {"alpha": None, "u_alpha": None}
    assert after._replace(**none) == before._replace(**none)
    if before.alpha is not None and after.alpha is not None:
        judgements = sum(text.length * len(text.coders) for text in corpus)
        factor = (judgements * by - 1) / (by * (judgements - 1))
        assert 1 - after.alpha == pytest.approx((1 - before.alpha) * factor, abs=1e-12)


@settings(max_examples=40)
@given(corpora(TWO))
def test_alpha_of_two_coders_is_not_below_scotts_pi(corpus: list[Coded]) -> None:
    found = measures(overlaps(corpus))
    if found.alpha is not None and found.scott is not None:
        judgements = 2 * sum(text.length for text in corpus)
        assert found.alpha >= found.scott
        assert 1 - found.alpha == pytest.approx((1 - found.scott) * (judgements - 1) / judgements, abs=1e-12)


@settings(max_examples=40)
@given(corpora())
def test_nothing_is_above_one_and_all_are_one_where_nobody_differs(corpus: list[Coded]) -> None:
    found = measures(overlaps(corpus))
    assert all(value is None or (math.isfinite(value) and value <= 1) for value in found)
    same = [text._replace(by=dict.fromkeys(text.coders, text.by[text.coders[0]])) for text in corpus]
    assert {value for value in measures(overlaps(same)) if value is not None} <= {1.0}


def test_a_code_of_nobody_has_no_values_and_one_of_everybody_everywhere_no_corrected_ones() -> None:
    nobody = [overlap({}, THREE, 10)]
    assert measures(nobody) == Measures(*(None,) * 11)
    assert {pair.percent for pair in pairs(nobody)} == {None}
    everybody = measures([overlap({coder: [(0, 10)] for coder in THREE}, THREE, 10)])
    assert (everybody.percent, everybody.f1, everybody.jaccard) == (1, 1, 1)
    assert {everybody.alpha, everybody.cohen, everybody.fleiss, everybody.ac1, everybody.brennan_prediger} == {None}


def test_a_transcript_of_one_coder_or_without_text_does_not_count() -> None:
    real = overlap({"ann": [(0, 4)], "bo": [(2, 6)]}, TWO, 20)
    beside: list[Overlap] = [overlap({"ann": [(0, 9)]}, ("ann",), 30), overlap({"ann": [(0, 9)]}, TWO, 0)]
    assert measures([real, *beside]) == measures([real])
    assert pairs([real, *beside]) == pairs([real])
    assert measures(beside).percent is None


def judged(ann: str, bo: str) -> list[Overlap]:
    """Two coders' answers, a unit each, as passages of one unit."""
    by = {coder: [(i, i + 1) for i, yes in enumerate(line) if yes == "1"] for coder, line in (("ann", ann), ("bo", bo))}
    return [overlap(by, TWO, len(ann))]


def test_published_examples_of_two_answers_come_out() -> None:
    """Krippendorff 2011, ten articles of two observers; Gwet 2008, eight yes, one no, one of each."""
    assert alpha(judged("0100000000", "1110010100")) == pytest.approx(0.095, abs=5e-4)
    found = measures(judged("1111111110", "1111111100"))
    assert (found.ac1, found.scott) == pytest.approx((0.8658, 0.6078), abs=5e-5)
