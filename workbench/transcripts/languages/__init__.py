"""What the rooms of this house know about languages: lists of words, one TOML file a language.

Sentences are split with the lists of the study's language. Labels and back-channels are read with all of them together:
a transcript may be in another language than its study, and none of the words means something else next door.
"""

import functools
import re
import tomllib
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, NamedTuple

_FOLDER = Path(__file__).parent
_OTHER_NAMES = {"no": "nb", "nn": "nb"}  # what is written the same way, as far as these lists go

_DRAWN_OUT = re.compile(r"(\w)\1{2,}")


class Language(NamedTuple):
    """One language's lists, in lower case; abbreviations carry their full stop."""

    never: frozenset[str]
    may_end: frozenset[str]
    words: frozenset[str]
    before_number: frozenset[str]
    number_never_ends: bool
    not_initials: frozenset[str]


class Speech(NamedTuple):
    """What all languages together know about who speaks, and whether they say something; case-folded."""

    interviewer: frozenset[str]
    unattributed: frozenset[str]
    not_labels: frozenset[str]
    backchannels: frozenset[tuple[str, ...]]  # phrases, as ``fold``ed words
    backchannel_words: frozenset[str]


def code(language: str) -> str:
    """The two or three letters of a language tag ("da-DK" is "da"), "" for what is no tag."""
    found = re.fullmatch(r"([a-z]{2,3})(?:[-_][a-z0-9_-]*)?", language.strip().lower())
    return found[1] if found else ""


@functools.cache
def of(language: str) -> Language:
    """The lists of a language tag; empty lists for a language nobody has written down yet."""
    short = code(language)
    lists = _load().get(_OTHER_NAMES.get(short, short), {})

    def words(key: str) -> frozenset[str]:
        return frozenset(str(lists.get(key, "")).split())

    may_end = words("may_end")
    return Language(
        never=words("never") - may_end,
        may_end=may_end,
        words=words("words"),
        before_number=words("before_number"),
        number_never_ends=bool(lists.get("number_never_ends", False)),
        not_initials=words("not_initials"),
    )


@functools.cache
def speech() -> Speech:
    """The words of every language about speakers and listeners."""

    def phrases(key: str, split: Callable[[str], Collection[str]]) -> frozenset[str]:
        found = (part.strip() for lists in _load().values() for part in split(lists[key]))
        return frozenset(part.casefold() for part in found if part)

    backchannels = frozenset(
        tuple(fold(word) for word in phrase.split()) for phrase in phrases("backchannels", lambda text: text.split("|"))
    )
    return Speech(
        interviewer=phrases("interviewer", str.split),
        unattributed=phrases("unattributed", lambda text: text.split("|")),
        not_labels=phrases("not_labels", lambda text: text.split("|")),
        backchannels=backchannels,
        backchannel_words=frozenset(word for phrase in backchannels for word in phrase),
    )


def fold(word: str) -> str:
    """A spoken word as it is compared: small letters, and "jaaa" or "mmmm" no longer than they need be."""
    return _DRAWN_OUT.sub(r"\1", word.casefold())


@functools.cache
def _load() -> dict[str, dict[str, Any]]:
    return {file.stem: tomllib.loads(file.read_text("utf-8")) for file in sorted(_FOLDER.glob("*.toml"))}
