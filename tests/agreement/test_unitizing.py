"""Krippendorff's coefficients for passages: against the formulas written out over single places of the text."""

from collections import Counter
from fractions import Fraction
from itertools import pairwise, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.agreement import unitizing
from workbench.agreement.coefficients import measures
from workbench.agreement.overlap import overlap
from workbench.agreement.unitizing import Continuum, Segment, alpha_u, merged, unitized


@st.composite
def coders(draw: st.DrawFn, length: int, codes: str = "abc") -> tuple[Segment, ...]:
    """One coder's segments, none over another, some of them touching."""
    borders = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
    pairs = [pair for pair in pairwise(borders) if draw(st.booleans())]
    return tuple((start, end, draw(st.sampled_from(codes))) for start, end in pairs)


@st.composite
def texts(draw: st.DrawFn, codes: str = "abc") -> Continuum:
    """A short text with one to four coders."""
    length = draw(st.integers(1, 14))
    return Continuum(length, tuple(draw(coders(length, codes)) for _ in range(draw(st.integers(1, 4)))))


def _places(text: Continuum) -> list[list[str]]:
    found = [["-"] * text.length for _ in text.coders]
    for mine, segments in zip(found, text.coders, strict=True):
        for start, end, code in segments:
            mine[start:end] = [code] * (end - start)
    return found


def _by_places(continua: list[Continuum]) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """u, binary u and cu-alpha from the matrices of Krippendorff et al. 2016, place by place."""
    shared: Counter[tuple[str, str]] = Counter()
    squares: Counter[str] = Counter()
    met = Fraction(0)
    for text in (text for text in continua if len(text.coders) > 1):
        places = _places(text)
        for (i, one), (j, other) in permutations(enumerate(places), 2):
            for pair in zip(one, other, strict=True):
                shared[pair] += Fraction(1, len(places) - 1)  # type: ignore[assignment]
            for start, end, _ in text.coders[i]:
                met += Fraction(sum(code != "-" for code in places[j][start:end]) ** 2, len(places) - 1)
        for one, segments in zip(places, text.coders, strict=True):
            squares["-"] += one.count("-")
            for start, end, code in segments:
                squares[code] += (end - start) ** 2
    own: Counter[str] = Counter()
    for (code, _), n in shared.items():
        own[code] += n
    total = sum(own.values())
    if not total:
        return None, None, None
    room = total**2 - sum(squares.values())
    chance = {
        (a, b): Fraction(total * (own[a] * own[b] - (squares[a] if a == b else 0)), room)
        for a, b in product(own, repeat=2)
    }
    apart = total - sum(chance[code, code] for code in own)
    u = 1 - (total - sum(shared[code, code] for code in own)) / apart if apart else None
    gap = sum(chance["-", code] for code in own if code != "-") if "-" in own else 0
    binary = 1 - (own["-"] - shared["-", "-"]) / gap if gap else None
    codes = [code for code in own if code != "-"]
    both = {code: sum(shared[code, other] for other in codes) for code in codes}
    coded = sum(both.values())
    left = coded - met / coded if coded else 0
    differ = coded**2 - sum(n * n for n in both.values())
    if left <= 0 or not differ:
        return u, binary, None
    return u, binary, 1 - (coded - sum(shared[code, code] for code in codes)) * left / differ


@settings(max_examples=150)
@given(st.lists(texts(), max_size=3))
def test_the_family_of_2016_is_its_matrices_place_by_place(continua: list[Continuum]) -> None:
    found = unitized(continua)
    expected = _by_places(continua)
    assert (found.u, found.binary, found.cu) == tuple(v if v is None else pytest.approx(float(v)) for v in expected)
    assert (found.u is None) == bool(found.why)
    assert (found.cu is None) == bool(found.why_cu)


@given(texts(codes="a"))
def test_with_one_code_u_alpha_is_the_binary_one_and_that_of_the_overlaps(text: Continuum) -> None:
    found = unitized([text])
    by = {str(i): [(start, end) for start, end, _ in mine] for i, mine in enumerate(text.coders)}
    overlaps = [overlap(by, tuple(by), text.length)]
    assert found.u == found.binary == (None if found.u is None else pytest.approx(measures(overlaps).u_alpha))


@given(texts(), texts(), st.randoms())
def test_neither_the_order_of_coders_nor_that_of_transcripts_matters(
    one: Continuum, other: Continuum, by: object
) -> None:
    mixed = list(one.coders)
    by.shuffle(mixed)  # type: ignore[attr-defined]
    turned = [other, Continuum(one.length, tuple(mixed))]
    assert unitized(turned) == unitized([one, other])
    before, after = alpha_u([one, other]), alpha_u(turned)
    assert after.value == before.value
    assert dict(after.codes) == dict(before.codes)


@given(texts(), st.integers(0, 5))
def test_what_one_coder_has_done_alone_and_empty_transcripts_change_nothing(text: Continuum, length: int) -> None:
    alone = [Continuum(length, (((0, 3, "a"),),)), Continuum(0, ((), ()))]
    assert unitized([text, *alone]) == unitized([text])
    assert alpha_u([text, *alone]) == alpha_u([text])


@given(texts(), texts())
def test_a_text_cut_where_nobody_codes_has_the_same_values(one: Continuum, other: Continuum) -> None:
    size = min(len(one.coders), len(other.coders))
    halves = [text._replace(coders=text.coders[:size]) for text in (one, other)]
    moved = [tuple((start + one.length, end + one.length, code) for start, end, code in m) for m in halves[1].coders]
    whole = Continuum(one.length + other.length, tuple(a + b for a, b in zip(halves[0].coders, moved, strict=True)))
    assert unitized([whole]) == unitized(halves)


def test_two_codes_on_one_passage_of_a_coder_leave_it_undefined_and_say_so() -> None:
    text = Continuum(20, (((0, 5, "a"), (4, 8, "b")), ((0, 5, "a"),)))
    found = unitized([Continuum(9, ((), ((1, 2, "a"),))), text])
    assert found == (None, None, None, None, {}, unitizing.TWO_CODES, unitizing.TWO_CODES)
    assert alpha_u([text]).codes["a"].value == 1


def test_a_coder_s_own_overlapping_passages_of_a_code_are_one_and_touching_ones_two() -> None:
    assert merged([(4, 9, "a"), (0, 5, "a"), (9, 12, "a"), (3, 3, "b"), (-2, 2, "b"), (18, 30, "b")], 20) == [
        (0, 2, "b"),
        (0, 9, "a"),
        (9, 12, "a"),
        (18, 20, "b"),
    ]
    double = Continuum(20, (((0, 5, "a"), (2, 9, "a")), ((0, 5, "a"),)))
    single = Continuum(20, (((0, 9, "a"),), ((0, 5, "a"),)))
    assert unitized([double]) == unitized([single])
    assert alpha_u([double]) == alpha_u([single])


@pytest.mark.parametrize(
    ("coders", "why", "why_cu"),
    [
        ((((0, 4, "a"),),), unitizing.NOTHING, unitizing.NOTHING),
        (((), ()), unitizing.UNUSED, unitizing.UNUSED),
        ((((0, 10, "a"),), ((0, 10, "a"),)), unitizing.NO_VARIATION, unitizing.ONE_CODE),
        ((((0, 4, "a"),), ((5, 7, "b"),)), "", unitizing.APART),
        ((((0, 4, "a"),), ((0, 4, "a"),)), "", unitizing.ONE_CODE),
    ],
)
def test_what_is_undefined_is_neither_0_nor_1_and_says_why(
    coders: tuple[tuple[Segment, ...], ...], why: str, why_cu: str
) -> None:
    found = unitized([Continuum(10, coders)])
    assert (found.why, found.why_cu) == (why, why_cu)
    assert (found.u is None) == bool(why)
    assert found.cu is None
    assert all(value is None for value in found.k.values())


@pytest.mark.parametrize("more", [1, 2])
def test_two_of_several_coders_who_meet_once_with_other_codes_are_not_in_perfect_agreement(more: int) -> None:
    """Chance is taken of the meetings without those of a place with itself, and nothing, or less, is left of them."""
    found = unitized([Continuum(20, (((2, 7, "a"),), ((2, 7, "b"),), *[()] * more))])
    assert (found.cu, found.why_cu) == (None, unitizing.FEW)
    assert found.k == {"a": None, "b": None}
    assert found.coverage == pytest.approx(2 * 5 / ((1 + more) * (2 + more) * 20))
    assert unitized([Continuum(20, (((2, 7, "a"),), ((2, 7, "b"),)))]).cu == 0


def test_a_code_of_three_coders_that_meets_others_in_one_place_only_has_no_value_of_its_own() -> None:
    found = unitized([Continuum(6, ((), ((2, 5, "a"),), ((1, 4, "b"), (4, 5, "b"))))])
    assert found.k["a"] is None  # the formula would say 1, and nobody agreed on it
    assert found.k["b"] == pytest.approx(1 / 9)


def _written_out(text: Continuum, code: str) -> tuple[Fraction, Fraction]:
    """Observed and expected disagreement as the sums of Krippendorff 2004 stand there, over all parts of all coders."""
    sections = []
    for segments in text.coders:
        borders = [0, *(b for s, e, c in segments if c == code for b in (s, e)), text.length]
        inside = {(s, e) for s, e, c in segments if c == code}
        sections.append([(s, e - s, (s, e) in inside) for s, e in pairwise(borders) if s < e])
    m, length = len(text.coders), text.length
    apart = 0
    for one, other in permutations(sections, 2):
        for (b, n, v), (c, k, w) in product(one, other):
            if v and w and -n < b - c < k:
                apart += (b - c) ** 2 + (b + n - c - k) ** 2
            elif v and not w and k - n >= b - c >= 0:
                apart += n * n
            elif w and not v and k - n <= b - c <= 0:
                apart += k * k
    units = [n for parts in sections for _, n, v in parts if v]
    gaps = [n for parts in sections for _, n, v in parts if not v]
    places = sum(
        Fraction((len(units) - 1) * (2 * n**3 - 3 * n**2 + n), 3) + n * n * sum(g - n + 1 for g in gaps if g >= n)
        for n in units
    )
    room = m * length * (m * length - 1) - sum(n * (n - 1) for n in units)
    return Fraction(apart, m * (m - 1) * length**2), Fraction(2 * places) / length / room


@settings(max_examples=150)
@given(texts().filter(lambda text: len(text.coders) > 1))
def test_alpha_u_is_its_sums_written_out(text: Continuum) -> None:
    found = alpha_u([text])
    sums = {code: _written_out(text, code) for code in found.codes}
    for code, (observed, expected) in sums.items():
        assert found.codes[code].observed == pytest.approx(float(observed))
        assert found.codes[code].expected == pytest.approx(float(expected))
    expected = sum(expected for _, expected in sums.values())
    value = 1 - sum(observed for observed, _ in sums.values()) / expected if expected else None
    assert found.value == (None if value is None else pytest.approx(float(value)))


def test_alpha_u_that_expects_nothing_is_undefined_where_dkpro_says_0() -> None:
    assert alpha_u([Continuum(1, (((0, 1, "a"),), ((0, 1, "a"),)))]).why == unitizing.NO_VARIATION
    assert alpha_u([Continuum(1, (((0, 1, "a"),), ((0, 1, "a"),)))]).value is None
    assert alpha_u([Continuum(5, ((), ()))]) == (None, None, None, {}, unitizing.UNUSED)
    assert alpha_u([Continuum(5, ((),))]) == (None, None, None, {}, unitizing.NOTHING)


def test_as_inception_counts_only_the_first_of_overlapping_passages_stands() -> None:
    double = Continuum(30, (((0, 5, "a"), (3, 9, "a"), (8, 12, "a"), (12, 15, "a")), ((0, 5, "a"),)))
    single = Continuum(30, (((0, 5, "a"), (12, 15, "a")), ((0, 5, "a"),)))
    assert alpha_u([double], inception=True).value == alpha_u([single]).value
    inside = Continuum(30, (((0, 20, "a"), (2, 4, "a"), (15, 25, "a")), ((0, 5, "a"),)))
    alone = Continuum(30, (((0, 20, "a"),), ((0, 5, "a"),)))
    assert alpha_u([inside], inception=True).value == alpha_u([alone]).value


def test_as_inception_counts_every_transcript_weighs_the_same_and_empty_ones_nothing() -> None:
    short = Continuum(20, (((0, 5, "a"),), ((0, 5, "a"),)))
    long = Continuum(2000, (((0, 500, "a"),), ((900, 1000, "b"),)))
    one, other = alpha_u([short]), alpha_u([long])
    assert one.value == 1
    assert other.value is not None
    found = alpha_u([short, long, Continuum(50, ((), ()))], inception=True)
    assert found.value == pytest.approx((1 + other.value) / 2)
    assert (found.observed, found.expected, found.why) == (None, None, "")
    assert found.codes["a"].value == pytest.approx((1 + other.codes["a"].value) / 2)  # type: ignore[operator]
    assert found.codes["b"].value == other.codes["b"].value
    assert alpha_u([Continuum(50, ((), ()))], inception=True).why == unitizing.UNUSED
    assert alpha_u([Continuum(1, (((0, 1, "a"),), ((0, 1, "a"),)))], inception=True).why == unitizing.NO_VARIATION
    assert alpha_u([Continuum(50, ((),))], inception=True).why == unitizing.NOTHING


def test_transcripts_of_two_and_three_coders_count_together() -> None:
    two = Continuum(9, (((0, 3, "a"),), ((0, 4, "a"),)))
    three = Continuum(9, (((0, 3, "a"),), (), ((5, 9, "a"),)))
    values = [alpha_u(texts).value for texts in ([two], [two, three], [three])]
    assert values == sorted(values, reverse=True)  # type: ignore[type-var]
