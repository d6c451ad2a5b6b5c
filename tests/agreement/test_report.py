"""Codes and the table of them: statuses, the interval against plain recomputation, and what one change costs."""

import math
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.agreement.spans import CODERS, Coded, coded, corpora
from workbench.agreement.coefficients import alpha, disagreement, measures, pairs
from workbench.agreement.interval import t_cdf, t_quantile
from workbench.agreement.overlap import merged, overlap
from workbench.agreement.report import Piece, Sheet, WhatIf, alike, code_agreement, pooled
from workbench.agreement.values import FEW_TRANSCRIPTS, NO_VARIATION, NOT_USED, OK, ONE_CODER, Overlap, Range

TWO, THREE = CODERS[:2], CODERS[:3]
LENGTH = 100


def named(corpus: list[Coded]) -> dict[str, Overlap]:
    """By transcript, as the report takes them."""
    return {f"t{number}": text.overlap for number, text in enumerate(corpus)}


def texts(*by: Mapping[str, list[Range]], coders: tuple[str, ...] = TWO) -> dict[str, Overlap]:
    """Transcripts of 100 units, all coded by the same."""
    return {f"t{number}": overlap(each, coders, LENGTH) for number, each in enumerate(by)}


def reduced(whole: Overlap, without: str) -> Overlap:
    """The same transcript had one coder not been there."""
    kept = [i for i, coder in enumerate(whole.coders) if coder != without]
    return Overlap(
        tuple(whole.coders[i] for i in kept),
        whole.length,
        tuple(tuple(whole.shared[i][j] for j in kept) for i in kept),
        *(tuple(line[i] for i in kept) for line in (whole.squares, whole.passages, whole.merged)),
    )


VARIED = ({"ann": [(0, 9)], "bo": [(2, 9)]}, {"ann": [(5, 9)]}, {"ann": [(1, 4)], "bo": [(1, 5)]}, {"bo": [(50, 60)]})


def test_a_code_that_differs_in_four_transcripts_has_everything() -> None:
    found = code_agreement(texts(*VARIED))
    assert (found.status, found.why, found.coders, found.used_in) == (OK, "", TWO, 4)
    assert found.ci is not None
    assert found.measures.alpha is not None
    assert found.ci.low < found.measures.alpha < found.ci.high
    assert found.below is not None
    assert 0.5 < found.below < 1
    assert (found.passages, found.shares) == ({"ann": 3, "bo": 3}, {"ann": 16 / 400, "bo": 21 / 400})
    assert (found.disagreement, found.without, found.few_passages) == (2 + 4 + 1 + 10, {}, True)


def test_a_code_of_nobody_is_not_used_and_nothing_is_made_up_for_it() -> None:
    found = code_agreement(texts({}, {}, {}, {}))
    assert (found.status, found.why, found.ci, found.below) == (NOT_USED, "nobody used it", None, None)
    assert set(found.measures) == {None}
    assert (found.passages, found.used_in, len(found.transcripts)) == ({"ann": 0, "bo": 0}, 0, 4)


def test_without_a_transcript_of_two_coders_there_is_nothing_to_say() -> None:
    alone = {"a": overlap({"ann": [(0, 5)]}, ("ann",), 9), "b": overlap({"ann": [(0, 5)]}, TWO, 0)}
    for found in (code_agreement({}), code_agreement(alone)):
        assert (found.status, found.transcripts, found.coders, found.measures.alpha) == (NOT_USED, (), (), None)
        assert found.why.startswith("no transcript counts")
    assert pooled([alone]).why.startswith("no transcript counts")
    assert pooled([]).alpha is None


def test_what_everybody_coded_everywhere_has_no_variation() -> None:
    everything = {"ann": [(0, LENGTH)], "bo": [(0, 40), (40, LENGTH)]}
    found = code_agreement(texts(*[everything] * 5))
    assert (found.status, found.measures.percent, found.measures.alpha, found.ci) == (NO_VARIATION, 1, None, None)
    assert found.why == "no variation: everything is coded by everybody"
    assert pooled([texts(everything)]).why.startswith("no code varies")


def test_a_code_of_one_coder_has_an_alpha_that_is_not_above_zero() -> None:
    found = code_agreement(texts({"ann": [(0, 9)]}, {}, {"ann": [(4, 6)]}, {}))
    assert (found.status, found.why) == (ONE_CODER, "only one coder used it")
    assert found.measures.alpha is not None
    assert found.measures.alpha <= 0
    assert (found.measures.f1, found.ci is None) == (0, False)
    few = code_agreement(texts({"ann": [(0, 9)]}, {}))
    assert (few.status, few.ci) == (ONE_CODER, None)
    assert few.why == "only one coder used it; no interval: fewer than 4 transcripts"


def test_three_transcripts_or_variation_in_one_alone_give_a_value_without_interval() -> None:
    few = code_agreement(texts(*VARIED[:3]))
    assert (few.status, few.ci, few.below, few.why) == (
        FEW_TRANSCRIPTS,
        None,
        None,
        "no interval: fewer than 4 transcripts",
    )
    one = code_agreement(texts(VARIED[0], {}, {}, {}, {}))
    assert (one.status, one.ci, one.why) == (FEW_TRANSCRIPTS, None, "no interval: all variation lies in one transcript")
    assert few.measures.alpha is not None
    assert one.measures.alpha is not None


def test_four_transcripts_without_a_difference_give_one_to_one() -> None:
    same = {"ann": [(0, 9)], "bo": [(0, 9)]}
    found = code_agreement(texts(same, same, {}, same, {}))
    assert (found.status, found.measures.alpha, found.ci, found.below) == (OK, 1, (1, 1), 0)
    assert pooled([texts(same, same, {}, same, {})]).ci == (1, 1)


def test_ten_passages_of_every_coder_are_enough() -> None:
    ten = [(at, at + 3) for at in range(0, 100, 10)]
    assert not code_agreement(texts({"ann": ten, "bo": ten})).few_passages
    assert code_agreement(texts({"ann": ten, "bo": [*ten[1:], (12, 14)]})).few_passages


@settings(max_examples=30)
@given(corpora(least=4, most=7))
def test_the_interval_is_what_leaving_out_each_transcript_and_counting_anew_gives(corpus: list[Coded]) -> None:
    found, whole = code_agreement(named(corpus)), [text.overlap for text in corpus]
    without = [alpha(whole[:i] + whole[i + 1 :]) for i in range(len(whole))]
    assert found.measures == measures(whole)
    assert found.pairs == pairs(whole)
    assert found.disagreement == sum(map(disagreement, whole))
    values = [value for value in without if value is not None]
    if found.measures.alpha is None or len(values) < len(without):
        assert (found.ci, found.below) == (None, None)
        assert found.why
        return
    count, mean = len(values), math.fsum(values) / len(values)
    error = math.sqrt((count - 1) / count * sum((value - mean) ** 2 for value in values))
    reach = t_quantile(0.975, count - 1) * error
    assert found.ci == pytest.approx((found.measures.alpha - reach, found.measures.alpha + reach), abs=1e-12)
    assert found.below is not None
    if error > 1e-9:
        assert found.below == pytest.approx(t_cdf((0.667 - found.measures.alpha) / error, count - 1), abs=1e-9)


@settings(max_examples=30)
@given(corpora())
def test_without_a_coder_is_alpha_of_the_others(corpus: list[Coded]) -> None:
    found = code_agreement(named(corpus))
    coders = {coder for text in corpus for coder in text.coders}
    assert set(found.without) == (coders if len(coders) > 2 else set())
    for coder, value in found.without.items():
        assert value == alpha([reduced(text.overlap, coder) for text in corpus])


def proportions(overlaps: list[Overlap]) -> tuple[float, float]:
    """Observed and expected disagreement of one code, from alpha and the shares: Do = (1 - alpha)·De."""
    counted = [each for each in overlaps if len(each.coders) > 1]
    total = sum(len(each.coders) * each.length for each in counted)
    ones = sum(each.shared[i][i] for each in counted for i in range(len(each.coders)))
    value = alpha(counted)
    if value is None:
        return 0.0, 0.0
    expected = 2 * ones * (total - ones) / (total * (total - 1))
    return (1 - value) * expected, expected


def plain(codes: list[list[Overlap]]) -> float | None:
    """Pooled alpha, from the codes' own."""
    parts = [proportions(code) for code in codes]
    expected = sum(part[1] for part in parts)
    return 1 - sum(part[0] for part in parts) / expected if expected else None


def same(value: float | None, expected: float | None) -> bool:
    """Both undefined, or nearly equal."""
    return value is None if expected is None else value == pytest.approx(expected, abs=1e-9)


@settings(max_examples=30)
@given(st.lists(corpora(least=4, most=6), min_size=1, max_size=4))
def test_pooled_alpha_its_interval_pairs_and_coders_are_sums_over_codes(codes: list[list[Coded]]) -> None:
    found = pooled([named(code) for code in codes])
    whole = [[text.overlap for text in code] for code in codes]
    assert same(found.alpha, plain(whole))
    longest = max(map(len, whole))
    without = [plain([code[:i] + code[i + 1 :] for code in whole]) for i in range(longest)]
    if found.alpha is None or None in without:
        assert found.ci is None
        assert found.why
    elif found.ci is not None:
        values = [value for value in without if value is not None]
        mean = math.fsum(values) / longest
        error = math.sqrt((longest - 1) / longest * sum((value - mean) ** 2 for value in values))
        assert found.ci.high - found.alpha == pytest.approx(t_quantile(0.975, longest - 1) * error, abs=1e-7)
    for coder, value in found.without.items():
        assert same(value, plain([[reduced(each, coder) for each in code] for code in whole]))
    for (one, other), value in found.pairs.items():
        two = [
            [overlap(text.by, (one, other), text.length) for text in code if {one, other} <= set(text.coders)]
            for code in codes
        ]
        assert same(value, plain(two))
    assert found.codes == sum(alpha(code) is not None for code in whole)


@settings(max_examples=30)
@given(st.lists(corpora(least=4, most=5), min_size=2, max_size=2), st.data())
def test_one_overlap_replaced_is_the_same_as_everything_anew_and_touches_no_other_code(
    codes: list[list[Coded]], data: st.DataObject
) -> None:
    table = {f"c{number}": named(code) for number, code in enumerate(codes)}
    sheet = Sheet(table)
    before = sheet.agreements()
    sheet.pooled()
    code, transcript = data.draw(st.sampled_from(sheet.codes)), data.draw(st.sampled_from(["t0", "t2", "t9"]))
    changed = data.draw(st.none() | coded().map(lambda text: text.overlap))
    sheet.replace(code, transcript, changed)
    assert all(sheet.agreement(other) is before[other] for other in sheet.codes if other != code)
    if changed is None:
        table[code].pop(transcript, None)
    else:
        table[code][transcript] = changed
    assert sheet.overlaps(code) == table[code]
    assert sheet.agreement(code) == code_agreement(table[code])
    assert sheet.pooled() == pooled(list(table.values()))
    sheet.remove(code)
    del table[code]
    assert sheet.pooled() == pooled(list(table.values()))
    sheet.replace("new", "t0", changed)
    assert sheet.codes[-1] == "new"


def test_a_code_that_a_coder_was_never_asked_for_counts_in_full_without_that_coder() -> None:
    two, three = texts(*VARIED), texts(*VARIED[::-1], {"eva": [(0, 30)]}, coders=THREE)
    found = pooled([two, three])
    assert found.without["eva"] == pooled([two, {t: reduced(each, "eva") for t, each in three.items()}]).alpha
    assert found.without["ann"] == pooled([{t: reduced(each, "ann") for t, each in three.items()}]).alpha


def test_the_order_of_codes_changes_nothing() -> None:
    codes = [texts(*VARIED), texts(VARIED[1], *VARIED[:3]), texts(*VARIED[::-1])]
    assert pooled(codes) == pooled(codes[::-1])


def pieces(transcript: str, text: Coded) -> list[Piece]:
    """What hangs together in a transcript, with everybody's part of it."""
    found: list[Piece] = []
    last = -1
    for start, end in merged(spans for each in text.by.values() for spans in each):
        if start >= last:
            found.append((transcript, {coder: [] for coder in text.coders}))
        last = max(last, end)
        for coder, spans in text.by.items():
            found[-1][1][coder].extend((s, e) for s, e in spans if start <= s and e <= end and s < e)
    return found


@settings(max_examples=30)
@given(corpora(THREE, most=3), st.data())
def test_what_if_is_alpha_with_everybody_having_what_anybody_has(corpus: list[Coded], data: st.DataObject) -> None:
    overlaps = named(corpus)
    every = [piece for number, text in enumerate(corpus) for piece in pieces(f"t{number}", text)]
    what_if = WhatIf(overlaps)
    assert sum(map(what_if.cost, every)) == code_agreement(overlaps).disagreement
    assert sum(map(what_if.share, every)) == pytest.approx(1 if code_agreement(overlaps).disagreement else 0)
    chosen = [piece for piece in every if data.draw(st.booleans())]
    settled = dict(overlaps)
    for number, text in enumerate(corpus):
        by = {coder: list(spans) for coder, spans in text.by.items()}
        for transcript, of in chosen:
            if transcript == f"t{number}":
                for coder in by:
                    by[coder] += [span for spans in of.values() for span in spans]
        settled[f"t{number}"] = overlap(by, text.coders, text.length)
    assert what_if.alike(chosen) == alike(overlaps, chosen) == alpha(settled.values())
    assert what_if.alike(every) in (None, 1)


def test_an_episode_elsewhere_costs_nothing_and_changes_nothing() -> None:
    what_if = Sheet({"c": texts(*VARIED)}).what_if("c")
    elsewhere: Piece = ("t9", {"ann": [(0, 9)]})
    assert (what_if.cost(elsewhere), what_if.share(elsewhere)) == (0, 0)
    assert what_if.alike([elsewhere]) == what_if.alike([]) == alpha(texts(*VARIED).values())
