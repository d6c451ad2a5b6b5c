"""What the rules about words share: the masked text, the lists, and what spaCy's matchers saw."""

from typing import NamedTuple

from workbench.transcripts.gazetteers import Gazetteer
from workbench.transcripts.identifiers.spaced import Matched
from workbench.transcripts.identifiers.words import Word, base, ordinary

NOTHING = Matched([], {}, [], {}, {})
"""What is seen where spaCy cannot be imported."""


class Context(NamedTuple):
    """One scan. ``text`` is masked: placeholders, remarks and labels are blank in it, offsets are unchanged."""

    text: str
    lists: Gazetteer
    seen: Matched
    small: frozenset[str] = frozenset()  # every word the text has in small letters

    def is_name(self, word: Word) -> str:
        """ "first" or "last" for a listed name, "common …" before it for one that is a word as well, "" for none."""
        form = spelled(word.text)
        for label, listed in (("first", self.lists.first), ("last", self.lists.last)):
            found = base(form, listed)
            if found:
                return f"common {label}" if found in self.lists.common else label
        parts = form.split("-")
        if len(parts) > 1 and all(part[:1].isupper() for part in parts) and not self._noun(parts[-1]):
            if base(parts[-1], self.lists.first) or (parts[0] in self.lists.first and parts[-1] not in self.lists.last):
                return "first"
            if base(parts[-1], self.lists.last) or parts[0] in self.lists.last:
                return "last"
        return ""

    def _noun(self, word: str) -> bool:
        """Whether the last part of a German word with hyphens makes it a thing ("Steuer-ID"), not a double name."""
        listed = base(word, self.lists.first) or base(word, self.lists.last)
        return self.lists.nouns_are_large and not listed and (acronym(word) or ordinary(word.lower(), self.lists.code))

    def is_quiet(self, word: Word) -> bool:
        """Whether a capital on this word says nothing: a country, a make, a small word, a holiday."""
        low = word.text.lower().replace("’", "'")
        if self.seen.cues.get(word.start) in ("name", "title") and self.is_name(word):
            return False  # "my friend June"
        for form in (low, low.removesuffix("'s"), low.removesuffix("s"), low.split("-")[0]):
            if form in self.lists.quiet:
                return True
        if low.startswith(self.lists.makes) or any(map(str.isdigit, low)):
            return True  # "Facebookgruppen", "P07"
        small = low in self.lists.stop or low.split("'")[0] in self.lists.stop
        return small and not self.is_name(word)

    def means_nothing(self, word: Word) -> bool:
        """Whether the capital may be there for another reason: a sentence opens, or the language writes nouns so."""
        return word.opens or self.lists.nouns_are_large


def spelled(word: str) -> str:
    """A word as lists write it: "METTE" is "Mette"."""
    return word.title() if len(word) > 3 and word.isupper() else word


def acronym(word: str) -> bool:
    """Whether a word is a short abbreviation in capitals ("SSP", "PPR'en"), which names an office, not a person."""
    head = word.replace("’", "'").split("'")[0].split("-")[0]
    letters = head.removesuffix("s")
    return 0 < len(letters) <= 5 and letters.isupper() and (len(letters) <= 3 or not word.isalpha() or len(word) <= 5)
