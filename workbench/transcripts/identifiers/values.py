"""What the identifier check finds, and what a project tells it beforehand."""

from typing import NamedTuple

STRONG = 0.6
"""From this score a finding is one to stop for: the import asks, exports warn."""

KINDS = (
    "cpr",  # a national identity number, of any of the languages
    "cvr",
    "phone",
    "email",
    "url",
    "address",
    "postal",
    "birth",
    "date",
    "plate",
    "account",
    "name",
    "label",  # a speaker's label that names somebody
    "place",
    "institution",
    "capital",  # a capital letter inside a sentence, and nothing known about the word
    "ner",  # told by an installed spaCy model
    "quasi",  # could point to one person; never masked by itself
)


class Finding(NamedTuple):
    """A stretch of text that may identify somebody.

    Offsets count code points of the text scanned, end exclusive; ``text`` is what stands there. ``score`` goes from 0
    to 1: how sure the rule is, not how bad it would be. ``why`` is said to people, and never holds a word of the text.
    """

    kind: str
    start: int
    end: int
    text: str
    score: float
    why: str


class Own(NamedTuple):
    """The project's own lists (its key file, its participants): what is on them is found with score 1."""

    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()


class Hit(NamedTuple):
    """A finding before its text is cut out."""

    kind: str
    start: int
    end: int
    score: float
    why: str
