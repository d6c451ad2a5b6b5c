"""Is the identifier check quick: at most six times the time in which spaCy's blank tokeniser reads the same text.

Both read every word for the first time: the tokeniser's cache, the dictionary's and the matchers are made anew for
each run. Making the matchers and loading the dictionary happens once in a program's life and is told apart.
"""

from bench.language import talk, tokenising
from bench.measure import Goal, middle, seconds
from workbench.transcripts.identifiers import scan, spaced, words


def measure(quick: bool = False) -> list[Goal]:
    """Runs in turn, the floor beside each; and what the first scan waits for."""
    ratios, seen, loading = [], [], []
    words.ordinary("hus", "da")  # the dictionary of the process
    for seed in range(1 if quick else 7):
        one = talk(seed)
        floor = tokenising(one)
        spaced.forget()
        words.ordinary.cache_clear()
        made = seconds(lambda: spaced.matchers("da", False))
        took = seconds(lambda: scan(one.text, one.turns, "da"))  # noqa: B023
        ratios.append(took / floor)
        loading.append(made / floor)
        seen.append(f"{one.words / took:,.0f} words a second; the tokeniser {one.words / floor:,.0f}")
    return [
        Goal("identifier scan ÷ blank tokeniser", None if quick else 6.0, tuple(ratios), seen[middle(ratios)]),
        Goal("making the matchers, once ÷ blank tokeniser", None, tuple(loading)),
    ]
