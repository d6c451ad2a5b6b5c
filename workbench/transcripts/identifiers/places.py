"""Towns, districts, islands, municipalities: from the lists, and by the words that lead to a place."""

from collections.abc import Iterator, Sequence

from workbench.transcripts.identifiers.context import Context, acronym
from workbench.transcripts.identifiers.values import Hit
from workbench.transcripts.identifiers.words import Word, opens, ordinary, plain_word

_BEFORE = ("place", "preposition")


def find(context: Context) -> Iterator[Hit]:
    """Listed places, of one word or several; one that is a word as well needs a capital inside a sentence."""
    lists, seen = context.lists, context.seen
    for start, (end, label) in seen.phrases.items():
        led = seen.cues.get(start) in _BEFORE
        if seen.cues.get(start) in ("name", "title"):
            continue
        if lists.nouns_are_large:
            if label == "place" or led:
                yield Hit("place", start, end, 0.75 if led else 0.65, "a place on the list")
        elif not opens(context.text, start):
            yield Hit("place", start, end, 0.8 if led else 0.7 if label == "place" else 0.6, "a place on the list")
        elif label == "place":
            yield Hit("place", start, end, 0.65, "a place on the list")


def small(context: Context) -> Iterator[Hit]:
    """Listed places in a text without capitals: only behind a word that leads to a place."""
    for start, (end, label) in context.seen.phrases.items():
        cue = context.seen.cues.get(start)
        if len(context.text[start:end]) > 3 and (cue == "place" or (cue == "preposition" and label == "place")):
            yield Hit("place", start, end, 0.5, "a place on the list, without its capital")


def led_to(context: Context, words: Sequence[Word]) -> Hit | None:
    """Words with capitals that nothing is known about, behind "ude i", "bor på", "kommer fra"."""
    cue = context.seen.cues.get(words[0].start)
    if context.lists.nouns_are_large and cue in _BEFORE:
        return _german(context, words[0], cue == "place")
    if cue != "place" or context.lists.nouns_are_large:
        return None
    return Hit("place", words[0].start, words[-1].end, 0.65, "a name after words that lead to a place")


def _german(context: Context, word: Word, led: bool) -> Hit | None:
    """A word behind "in", "aus", "nach": in no dictionary, and built like a town ("Hünfeld") or led to by a verb."""
    low, lists = word.text.lower(), context.lists
    if plain_word(low, lists.code) or acronym(word.text):
        return None
    strange = not ordinary(low, lists.code)
    if low.endswith(lists.place_tails):
        return Hit("place", word.start, word.end, 0.65 if strange else 0.5, "built like a town, behind a preposition")
    return (
        Hit("place", word.start, word.end, 0.6, "a name after words that lead to a place") if led and strange else None
    )
