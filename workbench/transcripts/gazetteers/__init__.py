"""Names, places and cue words, one TOML file a language; in ``faker/`` lists copied from Faker, with its licence.

The words in the files beside this one were written for this program. A list that a language does not have is empty.
"""

import functools
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from workbench.transcripts.languages import code

_FOLDER = Path(__file__).parent
_SAME = {"no": "nb", "nn": "nb"}

Words = frozenset[str]


class Gazetteer(NamedTuple):
    """One language's lists. Names and places as they are written, all others in small letters."""

    code: str
    first: Words
    last: Words
    common: Words  # names that are words as well
    places: Words  # towns, districts, municipalities, islands; may hold several words
    common_places: Words
    quiet: Words  # capitals that name nobody: countries, makes, holidays
    makes: tuple[str, ...]  # of these, the longer makes: "Facebookgruppen" begins with one
    stop: Words  # the small words, wherever they are written large
    titles: Words
    cue_name: Words
    person_verbs: Words
    person_verbs_strong: Words
    place_adverbs: Words
    place_preps: Words
    place_verbs: Words
    place_tails: tuple[str, ...]  # how towns end; the longest first
    surname_tails: tuple[str, ...]
    institution_nouns: Words
    institution_heads: Words
    institution_words: Words
    institution_tails: tuple[str, ...]  # the longest first
    institution_names: Words  # bodies known everywhere, as they are written: "Caritas"
    plain_heads: Words
    street_tails: tuple[str, ...]
    street_words: Words
    plain_streets: Words
    roles: Words
    quasi_only: Words
    quasi_articles: Words
    quasi_preps: Words
    months: Words
    birth: Words
    jobs: Words
    never_subject: Words  # of `common`: no sentence has the word for its subject
    nouns_are_large: bool  # German: a capital tells nothing


@functools.cache
def of(language: str) -> Gazetteer:
    """The lists of a language tag ("da-DK"); Danish ones are not lent to others, so an unknown language has none."""
    short = code(language)
    short = _SAME.get(short, short)
    own, copied, everywhere = _read(f"{short}.toml"), _read(f"faker/{short}.toml"), _read("all.toml")

    def words(key: str) -> Words:
        return frozenset(str(own.get(key, "")).split())

    def small(key: str) -> Words:
        return frozenset(word.lower() for word in words(key))

    def phrases(key: str) -> Words:
        return frozenset(" ".join(part.split()) for part in str(own.get(key, "")).split("|")) - {""}

    def lines(key: str) -> Words:
        return frozenset(str(copied.get(key, "")).splitlines()) - {""}

    def longest(key: str) -> tuple[str, ...]:
        return tuple(sorted(small(key), key=lambda tail: (-len(tail), tail)))

    return Gazetteer(
        code=short,
        first=words("first") | lines("first") | frozenset(str(everywhere["first"]).split()) if short else frozenset(),
        last=words("last") | lines("last") | frozenset(str(everywhere["last"]).split()) if short else frozenset(),
        common=words("common"),
        places=phrases("municipalities") | phrases("towns") | (lines("towns") - phrases("not_towns")),
        common_places=words("common_places"),
        quiet=small("quiet") | frozenset(str(everywhere["quiet"]).split()),
        makes=tuple(sorted(word for word in str(everywhere["quiet"]).split() if len(word) > 4 and word.isalpha())),
        stop=small("stop"),
        titles=small("titles"),
        cue_name=small("cue_name"),
        person_verbs=small("person_verbs"),
        person_verbs_strong=small("person_verbs_strong"),
        place_adverbs=small("place_adverbs"),
        place_preps=small("place_preps"),
        place_verbs=small("place_verbs"),
        place_tails=longest("place_tails"),
        surname_tails=longest("surname_tails"),
        institution_nouns=small("institution_nouns"),
        institution_heads=small("institution_heads"),
        institution_words=small("institution_words"),
        institution_tails=longest("institution_tails"),
        institution_names=words("institution_names"),
        plain_heads=small("plain_heads"),
        street_tails=longest("street_tails"),
        street_words=small("street_words"),
        plain_streets=small("plain_streets"),
        roles=small("roles") | frozenset(str(everywhere["roles"]).split()),
        quasi_only=small("quasi_only"),
        quasi_articles=small("quasi_articles"),
        quasi_preps=small("quasi_preps"),
        months=small("months"),
        birth=small("birth"),
        jobs=small("jobs") | frozenset(job.lower() for job in lines("jobs")),
        never_subject=words("never_subject"),
        nouns_are_large=bool(own.get("nouns_are_large", False)),
    )


@functools.cache
def _read(name: str) -> dict[str, Any]:
    file = _FOLDER / name
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
