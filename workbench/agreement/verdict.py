"""What the numbers allow one to say, in one place: verdicts from the interval, never from the value alone.

The limits .800 and .667 are Krippendorff's (2004, p. 241); they are applied to the bounds of the interval. What is
said depends on the study's approach: verdicts in reliability work, soft words in codebook work, none in reflexive
work, where differences between readers are material to think with.
"""

from collections.abc import Mapping

from workbench.agreement.interval import CONFIDENCE, t_quantile
from workbench.agreement.values import (
    NO_VARIATION,
    NO_VERDICT,
    NOT_USED,
    ONE_CODER,
    RELIABLE,
    TENTATIVE,
    UNDECIDED,
    UNRELIABLE,
    CodeAgreement,
    Interval,
    Pooled,
)

RELIABLE_FROM, TENTATIVE_FROM = 0.8, 0.667
"""The lower bound of alpha from which conclusions are safe, and from which tentative ones are."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "reliability": {
        RELIABLE: "reliable",
        TENTATIVE: "tentative conclusions only",
        UNRELIABLE: "not reliable: revise the code or its definition",
        UNDECIDED: "undecided: interval spans .667, double-code more transcripts",
        NO_VERDICT: "",
    },
    "codebook": {
        RELIABLE: "you read it much alike",
        TENTATIVE: "you read it mostly alike: look at where you differ",
        UNRELIABLE: "you read it differently: talk about what it means",
        UNDECIDED: "too early to tell: code more transcripts together",
        NO_VERDICT: "",
    },
    "reflexive": {RELIABLE: "", TENTATIVE: "", UNRELIABLE: "", UNDECIDED: "", NO_VERDICT: ""},
}
"""Approach → verdict → sentence."""

MATERIAL = "Where readings differ is material to think with, not an error."
"""What stands where a verdict would stand, in reflexive work."""

FIXED_CODERS = "The interval says how far alpha would move with other transcripts, not with other coders."
"""Stands beside every interval."""

SATURATED = "Percent, AC1 and PABAK come near 1 wherever a code is rare: they count the text that nobody coded."
"""Stands beside those coefficients."""

PERFECT = "perfect in every transcript; not evidence of no error"
"""Stands beside the interval [1, 1]."""

NO_SPREAD = "the same without any one transcript: the interval has no width"
"""Stands beside any other interval of no width."""

FEW_PASSAGES = "few passages: the interval holds the truth in about 9 of 10 cases, not in 95 of 100"
"""Stands beside a code that a coder has used on fewer than ten passages."""

SETS = "It moves a lot with what counts as near for two sets: to look at beside the codes' own values, never for them."
"""Stands beside the value of all codes at once."""

SETTLED = "After discussion this is no longer reliability: it tells how far the coders have come to agree."
"""Stands wherever settled episodes are read."""


def verdict(agreement: CodeAgreement | Pooled, approach: str = "reliability") -> str:
    """RELIABLE, TENTATIVE, UNRELIABLE, UNDECIDED, or NO_VERDICT: without an interval, and always in reflexive work."""
    return NO_VERDICT if approach == "reflexive" else of(agreement.ci)


def of(ci: Interval | None) -> str:
    """The verdict an interval of alpha allows."""
    if ci is None:
        return NO_VERDICT
    if ci.low >= RELIABLE_FROM:
        return RELIABLE
    if ci.low >= TENTATIVE_FROM:
        return TENTATIVE
    return UNRELIABLE if ci.high < TENTATIVE_FROM else UNDECIDED


def words(constant: str, approach: str = "reliability") -> str:
    """A verdict as a sentence of the study's approach; '' where there is none to say."""
    return WORDS.get(approach, WORDS["reliability"])[constant]


def status_words(agreement: CodeAgreement) -> str:
    """What stands in place of a missing value or verdict, '' where the value stands for itself.

    Names of coders are not known here: whoever shows it may put "only ANA used it" for a code of one coder.
    """
    if agreement.status == NOT_USED:
        return "not used" if agreement.transcripts else agreement.why
    if agreement.status == NO_VARIATION:
        return "no variation: 100 % agreement, chance-corrected value undefined"
    if agreement.status == ONE_CODER:
        return "only one coder used it"
    return agreement.why


def remarks(agreement: CodeAgreement) -> tuple[str, ...]:
    """What has to be said beside a value and its interval."""
    found = []
    if agreement.ci is not None and agreement.ci.low == agreement.ci.high:
        found.append(PERFECT if agreement.ci.low == 1 else NO_SPREAD)
    if agreement.few_passages and agreement.ci is not None:
        found.append(FEW_PASSAGES)
    if joined := sum(agreement.merged.values()):
        passages, were = ("passage", "was") if joined == 1 else ("passages", "were")
        found.append(f"{joined} overlapping {passages} of a coder's own {were} joined")
    return tuple(found)


def width(transcripts: int) -> str:
    """Why an interval of few transcripts is wide; '' where there are enough that it need not be said."""
    if not 2 <= transcripts <= 20:
        return ""
    t = t_quantile((1 + CONFIDENCE) / 2, transcripts - 1)
    return f"With {transcripts} transcripts an interval is wide by nature (t = {t:.2f})."
