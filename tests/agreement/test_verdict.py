"""From an interval to a verdict to words; the value alone never says anything."""

import pytest

from workbench.agreement import verdict
from workbench.agreement.overlap import overlap
from workbench.agreement.report import code_agreement, pooled
from workbench.agreement.values import (
    NO_VERDICT,
    RELIABLE,
    TENTATIVE,
    UNDECIDED,
    UNRELIABLE,
    CodeAgreement,
    Interval,
    Overlap,
    Range,
)

TWO = ("ann", "bo")


def texts(*by: dict[str, list[Range]]) -> dict[str, Overlap]:
    """Transcripts of 100 units."""
    return {f"t{number}": overlap(each, TWO, 100) for number, each in enumerate(by)}


def agreement(ci: Interval | None = None) -> CodeAgreement:
    """Some code, with an interval of one's choice."""
    return code_agreement(texts({"ann": [(0, 9)], "bo": [(1, 9)]}))._replace(ci=ci)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.8, 0.9, RELIABLE),
        (0.7999, 0.99, TENTATIVE),
        (0.667, 1.2, TENTATIVE),
        (0.6669, 0.99, UNDECIDED),
        (0.1, 0.667, UNDECIDED),
        (0.1, 0.6669, UNRELIABLE),
        (-0.5, -0.1, UNRELIABLE),
        (1, 1, RELIABLE),
    ],
)
def test_the_bounds_of_the_interval_decide(low: float, high: float, expected: str) -> None:
    assert verdict.verdict(agreement(Interval(low, high))) == expected
    assert verdict.verdict(agreement(Interval(low, high)), "codebook") == expected
    assert verdict.verdict(agreement(Interval(low, high)), "reflexive") == NO_VERDICT
    assert verdict.of(Interval(low, high)) == expected


def test_without_an_interval_there_is_no_verdict_however_high_the_value() -> None:
    same = {"ann": [(0, 9)], "bo": [(0, 9)]}
    found = code_agreement(texts(same))
    assert (found.measures.alpha, verdict.verdict(found)) == (1, NO_VERDICT)
    assert verdict.verdict(pooled([texts(same)])) == NO_VERDICT
    assert verdict.verdict(pooled([texts(same, same, same, same)])) == RELIABLE


def test_every_verdict_has_words_in_two_approaches_and_none_in_reflexive_work() -> None:
    constants = (RELIABLE, TENTATIVE, UNRELIABLE, UNDECIDED)
    plain = [verdict.words(constant) for constant in constants]
    soft = [verdict.words(constant, "codebook") for constant in constants]
    assert len({*plain, *soft}) == 8
    assert plain[2] == "not reliable: revise the code or its definition"
    assert not any("reliab" in sentence for sentence in soft)
    assert {verdict.words(constant, "reflexive") for constant in constants} == {""}
    assert {verdict.words(NO_VERDICT, approach) for approach in verdict.WORDS} == {""}
    assert verdict.words(RELIABLE, "some other approach") == "reliable"


def test_a_status_says_in_words_what_is_missing() -> None:
    whole, part = [(0, 100)], [(0, 9)]
    assert verdict.status_words(code_agreement(texts({}))) == "not used"
    assert verdict.status_words(code_agreement({})).startswith("no transcript counts")
    no_variation = code_agreement(texts({"ann": whole, "bo": whole}))
    assert verdict.status_words(no_variation).startswith("no variation: 100 % agreement")
    assert verdict.status_words(code_agreement(texts({"ann": part}))) == "only one coder used it"
    assert "fewer than 4" in verdict.status_words(code_agreement(texts({"ann": part, "bo": part})))
    assert verdict.status_words(code_agreement(texts(*[{"ann": part, "bo": part}] * 4))) == ""


def test_what_has_to_be_said_beside_a_value_is_said() -> None:
    ten = [(at, at + 3) for at in range(0, 100, 10)]
    assert verdict.remarks(code_agreement(texts(*[{"ann": ten, "bo": ten}] * 4))) == (verdict.PERFECT,)
    alike = code_agreement(texts(*[{"ann": ten, "bo": [*ten[1:], (3, 5), (94, 96)]}] * 4))
    assert verdict.remarks(alike) == (verdict.NO_SPREAD,)
    joined = {"ann": [(0, 9), (3, 12)], "bo": [(0, 9)]}
    assert verdict.remarks(code_agreement(texts(joined))) == ("1 overlapping passage of a coder's own was joined",)
    few = verdict.remarks(code_agreement(texts(*[joined] * 4)))
    assert few[1:] == (verdict.FEW_PASSAGES, "4 overlapping passages of a coder's own were joined")
    assert verdict.remarks(code_agreement(texts({}))) == ()


def test_an_interval_of_few_transcripts_is_said_to_be_wide_by_nature() -> None:
    assert verdict.width(8) == "With 8 transcripts an interval is wide by nature (t = 2.36)."
    assert (verdict.width(1), verdict.width(40)) == ("", "")
