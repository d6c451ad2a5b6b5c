"""Codebooks to begin with: an open beginning, and a scheme after a theory; each a text in ``starters/``, per language.

They are plain codebooks once they are in a study: anybody may rename, move, delete and add to them.
"""

from importlib.resources import files
from typing import NamedTuple

from workbench.errors import NotFoundError

DEFAULT = "en"
LANGUAGES = ("da", "en")


class Starter(NamedTuple):
    """A codebook to begin with: its name, and in each language what it is, in a line."""

    name: str
    summary: dict[str, str]


STARTERS = (
    Starter(
        "competences",
        {
            "da": "en åben begyndelse: få brede koder, som vokser ud af det, der bliver sagt",
            "en": "an open beginning: a few broad codes that grow out of what is said",
        },
    ),
    Starter(
        "sympathy",
        {
            "da": "sympati efter Candace Clark (1987, 1997): hvem giver, hvem får, hvad skyldes, hvem står højest",
            "en": "sympathy after Candace Clark (1987, 1997): who gives, who receives, what is owed, who stands higher",
        },
    ),
)


def language_of(language: str) -> str:
    """The language a starter is given in where ``language`` is spoken: Danish, or English for all others."""
    return language if language in LANGUAGES else DEFAULT


def text(name: str, language: str) -> str:
    """The codebook called ``name`` as plain text, without short ids. NotFoundError names those there are."""
    known = [starter.name for starter in STARTERS]
    if name not in known:
        raise NotFoundError(f"there is no codebook to start with called {name}", f"There are {', '.join(known)}.")
    file = f"starters/{name}.{language_of(language)}.md"
    return files("workbench.codebook").joinpath(file).read_text(encoding="utf-8")
