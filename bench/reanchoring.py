"""Moving codings to a corrected text: how many stand exactly where they should, and how quickly they get there."""

import time

from bench.measure import Goal, middle, seconds
from tests.corrected import Corrected, corrected, matched_by_difflib
from workbench.transcripts.reanchor import align

_SIZE, _LARGE = 60_000, 1_000_000


def measure(quick: bool = False) -> list[Goal]:
    """Three runs. What misses its place is measured as a share of what may; 0.01 of difflib is 100 times quicker."""
    size, large = (12_000, 60_000) if quick else (_SIZE, _LARGE)
    seeds = (1,) if quick else (1, 2, 3)
    few, many = [size * share // _SIZE for share in (200, 1_200)]
    goals = [_missed(few, size, 0.02, seeds), _missed(many, size, 0.05, seeds)]
    longer, told = [], []
    for seed in seeds:
        small, big = corrected(size, few, 1, seed), corrected(large, few * 10, 1, seed)
        short, whole = (min(_seconds(given) for _ in range(5)) for given in (small, big))
        longer.append(whole / short)
        told.append(f"{whole:.2f} s against {short * 1e3:.0f} ms")
    return [*goals, *_against_difflib(few, size, quick), _longer(large, size, longer, told)]


def _longer(large: int, size: int, ratios: list[float], told: list[str]) -> Goal:
    return Goal(f"align {large:,} characters ÷ {size:,}", 30, tuple(ratios), told[middle(ratios)])


def _against_difflib(corrections: int, size: int, quick: bool) -> list[Goal]:
    """difflib with the white space as tokens, too: without, it cannot say where a passage stands to the letter."""
    given = corrected(size // 2, corrections, 500, 1)  # of the whole it would take a minute, and be further behind
    own = min(seconds(lambda: _placed(given)) for _ in range(5))
    words = seconds(lambda: matched_by_difflib(given.before, given.after, blanks=False))
    if quick:
        return [Goal("re-anchor 500 codings ÷ difflib on words alone", None, (own / words,), f"{words:.2f} s")]
    tokens = seconds(lambda: matched_by_difflib(given.before, given.after, blanks=True))
    seen = f"{own * 1e3:.0f} ms against {tokens:.1f} s; on words alone, {words:.1f} s"
    return [Goal(f"re-anchor 500 codings, {corrections} corrections ÷ difflib on tokens", 0.01, (own / tokens,), seen)]


def _seconds(given: Corrected) -> float:
    return seconds(lambda: align(given.before, given.after))


def _placed(given: Corrected) -> list[tuple[int, int] | None]:
    moves = align(given.before, given.after)
    found = (moves.carry(*passage) for passage in given.passages)
    return [(place.start, place.end) if place else None for place in found]


def _missed(corrections: int, size: int, may: float, seeds: tuple[int, ...]) -> Goal:
    shares = []
    begin = time.perf_counter()
    for seed in seeds:
        given = corrected(size, corrections, 500, seed)
        shares.append(1 - given.exact(_placed(given)))
    at = middle(shares)
    return Goal(
        f"codings misplaced after {corrections} corrections ÷ {may:.0%}",
        1.0,
        tuple(share / may for share in shares),
        f"{1 - shares[at]:.1%} exact; {time.perf_counter() - begin:.0f} s",
    )
