"""The kinds of memos: ids that the log holds, and what people call them."""

from collections.abc import Iterable

from workbench.errors import InputError
from workbench.sanitise import name
from workbench.study.base import storable

LABELS = {
    "note": "note",
    "familiarisation": "familiarisation",
    "analytic": "analytic memo",
    "field": "field note",
    "reflexive": "reflexive diary",
    "decision": "meeting decision",
}
"""What people call the kinds that are offered; another word that a study already has is called by itself."""

KINDS = tuple(LABELS)
"""The kinds that are offered, in the order in which they are."""

_MAX = 40


def label(kind: str) -> str:
    """What people call a kind."""
    return LABELS.get(kind, kind) or LABELS["note"]


def kind_of(word: str) -> str:
    """The kind that ``word`` names: an id, what people call it, or a word of one's own. Raises ``InputError``."""
    given = name(storable(word, "the kind"))
    if not given or len(given) > _MAX:
        raise InputError(
            f"a kind is a word or two of at most {_MAX} characters", f"There are {', '.join(KINDS)}; others may be had."
        )
    said = {one.casefold(): kind for kind, text in LABELS.items() for one in (kind, text)}
    return said.get(given.casefold(), given)


def in_order(kinds: Iterable[str]) -> list[str]:
    """Kinds as they are listed: those that are offered first, then other words by the alphabet."""
    found = set(kinds)
    return [kind for kind in KINDS if kind in found] + sorted(found - set(KINDS))
