"""Whether words hold nothing that a rule could be sure of: told by their characters alone, without spaCy."""

import functools

from workbench.transcripts import gazetteers
from workbench.transcripts.gazetteers import Gazetteer
from workbench.transcripts.identifiers import addresses, contacts, dates, numbers
from workbench.transcripts.identifiers.context import NOTHING, Context
from workbench.transcripts.identifiers.values import STRONG, Own
from workbench.transcripts.identifiers.words import masked, runs


def harmless(text: str, language: str, own: Own = Own()) -> bool:  # noqa: B008 (a tuple)
    """True only where ``plain`` finds nothing strong but dates, unless the text around it gives a name away.

    Its words with capitals are small words that open a sentence ("Det", "Jeg") and nobody's name. Not for a text that
    hardly has capitals: there, other rules hold.
    """
    lists = gazetteers.of(language)
    low = " ".join(text.casefold().split())
    if any(" ".join(word.casefold().split()) in low for listed in own for word in listed):
        return False
    quiet = masked(text, ())
    context = Context(quiet, lists, NOTHING)
    for run in runs(quiet):
        word = run[0]
        if len(run) > 1 or word.text.lower() not in lists.stop or context.is_name(word):
            return False
        if not _openers(lists).isdisjoint((word.text, word.text.removesuffix("s"))):
            return False
    found = [*numbers.find(quiet, lists.code), *contacts.find(text), *addresses.small(context)]
    found += dates.find(quiet, lists)
    return all(hit.score < STRONG or hit.kind == "date" for hit in found)


@functools.lru_cache(maxsize=8)
def _openers(lists: Gazetteer) -> frozenset[str]:
    """The first words of places."""
    return frozenset(place.split()[0] for place in lists.places | lists.common_places)
