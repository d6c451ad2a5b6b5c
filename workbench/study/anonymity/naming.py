"""Pseudonyms: per person the same one everywhere, and never a name that somebody in the study bears."""

from collections.abc import Sequence
from functools import cache

from workbench.errors import NotFoundError
from workbench.study.anonymity import standins
from workbench.study.anonymity.edits import found_in
from workbench.study.anonymity.elsewhere import Place
from workbench.study.anonymity.keyfile import Key
from workbench.study.base import Base
from workbench.study.transcripts import Document


def pseudonym(
    base: Base, key: Key, documents: Sequence[Document], among: Sequence[Place], word: str, person: str
) -> str:
    """The name that stands for ``word``: the one that its person, or the word itself, has already; else a new one.

    Raises ``NotFoundError`` where every name of the language is borne by somebody.
    """
    if person and (known := key.people.get(person)):
        return known
    rule = key.rule(word)
    if rule and not rule.by.startswith("["):
        return rule.by
    taken = [word, *word.split(), *key.people.values()]
    taken += [part for rule in key.rules for part in (rule.word, rule.by, *rule.word.split(), *rule.by.split())]
    taken += [part for name in base.coder_names().values() for part in (name, *name.split())]
    texts = [*(d.text.casefold() for d in documents), *(p.words.casefold() for p in among)]
    texts += [(turn.label or "").casefold() for d in documents for turn in d.turns]

    def borne(name: str) -> bool:
        folded = name.casefold()
        return any(folded in text and found_in(text, folded) for text in texts)

    found = standins.pseudonym(first_names(base.settings.language), taken, borne)
    if not found:
        raise NotFoundError("no name is left that nobody in the study bears", "Give one with --by, or a placeholder.")
    return found


@cache
def first_names(language: str) -> tuple[str, ...]:
    """The first names on the lists of a language that are no words besides; Danish ones where there is no list."""
    from workbench.transcripts import gazetteers

    lists = gazetteers.of(language)
    if not lists.first:
        lists = gazetteers.of("da")
    return tuple(sorted(lists.first - lists.common))
