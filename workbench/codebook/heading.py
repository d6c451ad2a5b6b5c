"""One code of the codebook as it stands in the text, and how its name is written there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench import sanitise
from workbench.codebook.tree import check_name

TEXT_FIELDS = ("definition", "include", "exclude", "example")
STATUSES = ("draft", "settled")
"""How far a code has come: still being found, or agreed on by the team."""

_SEPARATOR = re.compile(r"(?<!\S)(\\*/)(?!\S)")
_NUMBER = re.compile(r"(?<!\S)(\\*~\d+)\Z")


@dataclass(frozen=True, slots=True)
class Heading:
    """A code: its short id, its name, the short id of its parent ("" at the top) and what is said about it.

    ``exclusive``: of the codes below it a passage bears one at most. ``status``: one of ``STATUSES``, or "".

    ``depth`` is 1 at the top, ``line`` where the heading stands (0: nowhere), and ``given`` False where the text had no
    ``{#id}`` and the short id was derived from the path; these three say where it was read and do not count in ``==``.
    """

    short: str
    name: str
    parent: str = ""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    colour: str = ""
    exclusive: bool = False
    status: str = ""
    depth: int = field(default=0, compare=False)
    line: int = field(default=0, compare=False)
    given: bool = field(default=True, compare=False)


def written_name(name: str) -> str:
    r"""``name`` as a heading holds it: a `` / `` or a last ``~2`` of its own as ``\/`` and ``\~2``."""
    return _NUMBER.sub(r"\\\1", _SEPARATOR.sub(r"\\\1", sanitise.name(name)))


def read_name(written: str) -> str:
    """The inverse of ``written_name``; InputError for an empty name and for what lacks its backslash."""
    name = sanitise.name(written)
    special = (*_SEPARATOR.finditer(name), *_NUMBER.finditer(name))
    if not name or not all(match[1].startswith("\\") for match in special):
        check_name(name)
    return _NUMBER.sub(_without_backslash, _SEPARATOR.sub(_without_backslash, name))


def _without_backslash(match: re.Match[str]) -> str:
    return match[1].removeprefix("\\")
