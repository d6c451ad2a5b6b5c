"""Schools, homes, clubs, firms, municipalities: told by the words that institutions are named with."""

import re
from collections.abc import Iterator, Sequence

from workbench.transcripts.gazetteers import Gazetteer
from workbench.transcripts.identifiers.context import Context, acronym
from workbench.transcripts.identifiers.values import Hit
from workbench.transcripts.identifiers.words import LARGE, Word, ordinary, plain_word

_REGISTERED = re.compile(
    rf"(?<![\w-])[{LARGE}][\w-]*(?: (?:(?:für|der|die|des|und|im|am|in|zur|mit|von) )?[{LARGE}][\w-]*){{0,4}}"
    r" (?:e\.[ \xa0]?V\.?|eV|e\.[ \xa0]?G\.?|gGmbH|GmbH|gUG)(?!\w)"
)
_NEXT = re.compile(r"[ \xa0]([^\W\d_]{2,})(?!\w)")


def find(context: Context, words: Sequence[Word]) -> Iterator[Hit]:
    """Institutions among words with capitals that stand together; ``words`` is not empty."""
    lists, first, last = context.lists, words[0], words[-1]
    tail = _following(context, words)
    if tail and any(len(word.text) > 1 for word in words):
        yield Hit("institution", first.start, tail, 0.8, "a name before a word for an institution")
    elif len(words) > 1 and is_word(lists, last) and any(len(word.text) > 1 for word in words[:-1]):
        yield Hit("institution", first.start, last.end, 0.8, "ends in a word for an institution")
    elif len(words) > 1 and first.text.lower() in lists.institution_heads and _named(context, words[1:]):
        yield Hit("institution", first.start, last.end, 0.75, "begins with a word for an institution")
    else:
        for word in words:
            if word.text.split("-")[0].removesuffix("s") in lists.institution_names and not acronym_alone(word):
                yield Hit("institution", word.start, word.end, 0.5, "a body that runs many institutions")
            elif compound(lists, word.text) and not context.is_name(word):
                score = 0.4 if context.means_nothing(word) else 0.65
                if not (lists.nouns_are_large and plain_word(word.text.lower(), lists.code)):
                    yield Hit("institution", word.start, word.end, score, "a compound as institutions are named")


def registered(context: Context) -> Iterator[Hit]:
    """German bodies by what the law calls them: "Nachbarschaft Ottensen e.V.", "Hand in Hand gGmbH"."""
    if context.lists.nouns_are_large:
        for match in _REGISTERED.finditer(context.text):
            yield Hit("institution", *match.span(), 0.8, "a registered body")


def acronym_alone(word: Word) -> bool:
    """Whether a capital abbreviation only opens a sentence."""
    return word.opens and acronym(word.text) and "-" not in word.text


def _named(context: Context, words: Sequence[Word]) -> bool:
    """Whether the words behind one for an institution name it: in German not "Kita Leitung"."""
    if not any(len(word.text) > 1 for word in words):
        return False
    lists = context.lists
    return not (lists.nouns_are_large and words[0].text.lower() in lists.jobs | lists.roles)


def is_word(lists: Gazetteer, word: Word) -> bool:
    """Whether a word says what kind of institution the name before it is ("Kommune", "Gymnasiums")."""
    low = word.text.lower()
    return low in lists.institution_words or low.removesuffix("s").removesuffix("'") in lists.institution_words


def _following(context: Context, words: Sequence[Word]) -> int:
    """Where "kommune" ends in "Odense kommune", 0 where no such word follows."""
    after = _NEXT.match(context.text, words[-1].end)
    if after is None or not after[1].islower() or (words[-1].opens and acronym(words[-1].text)):
        return 0
    low = after[1]
    if low not in context.lists.institution_words and low.removesuffix("s") not in context.lists.institution_words:
        return 0
    one_person = len(words) == 1 and context.is_name(words[0]) in ("first", "common first")
    if one_person and not words[0].text.endswith("s"):
        return 0
    if len(words) == 1 and context.means_nothing(words[0]) and ordinary(words[0].text.lower(), context.lists.code):
        known = context.seen.phrases.get(words[0].start, (0, ""))[0] == words[0].end
        return after.end(1) if known else 0
    return after.end(1)


def compound(lists: Gazetteer, word: str) -> bool:
    """Whether a word is built like "Rosengårdskolen": a tail for an institution behind a head that is none."""
    low = word.lower()
    if not low.endswith(("hus", "bos", "haus")):
        low = low.removesuffix("s")
    if not low.endswith(lists.institution_tails):
        return False
    for tail in lists.institution_tails:
        if low.endswith(tail) and len(low) - len(tail) >= 3:
            head = low.removesuffix(tail).rstrip("-")
            return head not in lists.plain_heads and head.removesuffix("s") not in lists.plain_heads
    return False


def telling(lists: Gazetteer, word: str) -> bool:
    """Whether a compound at the head of a sentence looks like a name all the same: its head is no word by itself."""
    if not compound(lists, word):
        return False
    low = word.lower().removesuffix("s")
    tail = next(tail for tail in lists.institution_tails if low.endswith(tail))
    return not plain_word(low.removesuffix(tail), lists.code)
