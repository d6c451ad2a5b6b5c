"""Are the sentence rules quick: at least half as fast as spaCy's blank tokeniser on the same text."""

from bench.language import talk, tokenising
from bench.measure import Goal, middle, seconds
from workbench.transcripts import sentences


def measure(quick: bool = False) -> list[Goal]:
    """Runs in turn, the floor beside each; spaCy is loaded before."""
    ratios, seen = [], []
    warm = talk(99)
    sentences(warm.text[:2000], warm.turns[:3], "da")
    for seed in range(1 if quick else 7):
        one = talk(seed)
        floor = tokenising(one)
        took = seconds(lambda: sentences(one.text, one.turns, "da"))  # noqa: B023
        ratios.append(took / floor)
        seen.append(f"{one.words / took:,.0f} words a second; the tokeniser {one.words / floor:,.0f}")
    return [Goal("sentence rules ÷ blank tokeniser", None if quick else 2.0, tuple(ratios), seen[middle(ratios)])]
