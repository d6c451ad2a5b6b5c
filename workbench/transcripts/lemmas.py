"""Dictionary forms of the words of a study: each distinct form is looked up once, however often it is said."""

import re
from collections.abc import Iterable, Mapping

from workbench.transcripts import languages
from workbench.transcripts.folding import fold, spellings

WORD = re.compile(r"\w+")
_DICTIONARIES = {"no": "nb"}
_KNOWN = frozenset(("da", "nb", "nn", "sv", "de", "en"))
"""Languages whose dictionaries were looked into; in another one every word is its own dictionary form."""


class Lexicon:
    """The distinct folded word forms of some texts in one language, and their dictionary forms, also folded.

    The dictionary (half a second, 100 MB) is loaded with the first question for a lemma.
    """

    def __init__(self, language: str) -> None:
        short = languages.code(language)
        short = _DICTIONARIES.get(short, short)
        self._language = short if short in _KNOWN else ""
        self._lemmas: dict[str, str] = {}
        self._new: set[str] = set()
        self._by_lemma: dict[str, list[str]] = {}

    def add(self, text: str) -> None:
        """Take in the words of a folded text."""
        self._new.update(word for word in set(WORD.findall(text)) if word not in self._lemmas)

    def forms(self) -> Mapping[str, str]:
        """Every form, with its lemma."""
        for form in sorted(self._new):
            lemma = self._lemmas[form] = self.lemma(form)
            self._by_lemma.setdefault(lemma, []).append(form)
        self._new.clear()
        return self._lemmas

    def of(self, lemmas: Iterable[str]) -> set[str]:
        """The forms that have one of ``lemmas``."""
        self.forms()
        return {form for lemma in lemmas for form in self._by_lemma.get(lemma, ())}

    def lemma(self, form: str) -> str:
        """The dictionary form of a folded form; itself where it is in no dictionary."""
        if not self._language or form.isdigit():
            return form
        import simplemma

        return fold(simplemma.lemmatize(form, lang=self._language)) or form

    def meant(self, word: str) -> set[str]:
        """The lemmas that a folded ``word`` may mean, however its æ, ø and å are written."""
        return {self.lemma(way) for way in spellings(word)}
