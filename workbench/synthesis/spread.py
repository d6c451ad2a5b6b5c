"""How broadly and how deeply a theme is voiced, and where one person carries what is there."""

from collections.abc import Iterable, Mapping

from workbench.synthesis.columns import Voices
from workbench.synthesis.evidence import Tally
from workbench.synthesis.values import Count, Proportion, Spread

ONLY, MOST = "only", "most"
FEW = 3
"""Of fewer excerpts it says nothing that more than half are one person's."""


def spread(tally: Tally, voices: Voices) -> Spread:
    """The spread of everything a theme's subtree comes to."""
    total = tally.counts[voices.total_bit]
    done = [row.id for row in voices.interviews.values() if row.done]
    top = max(tally.talk.values(), default=0)
    return Spread(
        informants=tally.able[voices.total_bit],
        of_informants=voices.those(voices.total_bit),
        interviews=len(set(tally.transcripts).intersection(done)),
        of_interviews=len(done),
        excerpts=total.excerpts,
        density=tally.known / total.informants if total.informants else 0.0,
        effective=effective(tally.talk.values()),
        top=top,
        top_person=min((who.removeprefix("\0") for who, n in tally.talk.items() if n == top), default=""),
    )


def effective(excerpts: Iterable[int]) -> float:
    """1/Σp² over the shares p of what each person says: as many as so many who say equally much. 0 for nobody."""
    numbers = list(excerpts)
    return sum(numbers) ** 2 / sum(n * n for n in numbers) if any(numbers) else 0.0


def carried(bits: Mapping[str, int], tally: Tally) -> dict[str, str]:
    """Of some slots those where one person carries what is there: "only" or "most" of the excerpts."""
    found = {key: one_carries(tally.counts[bit], tally.tops[bit]) for key, bit in bits.items()}
    return {key: how for key, how in found.items() if how}


def one_carries(count: Count, top: int) -> str:
    """ "only": nobody else is heard; "most": one speaks in more than half of three excerpts or more; else ''."""
    if count.informants == 1:
        return ONLY
    return MOST if count.informants and count.excerpts >= FEW and 2 * top > count.excerpts else ""


def proportions(bits: Mapping[str, int], tally: Tally, of: Mapping[str, int]) -> dict[str, Proportion]:
    """How many voice it of those who could, in each slot."""
    return {key: Proportion(tally.able[bit], of[key]) for key, bit in bits.items()}
