"""Two letters for every code, to stand beside its stripe: ``Re``, ``Ne``, ``Fl``."""

import re
from collections.abc import Iterable

from rich.cells import cell_len

from workbench import sanitise

_WORD = re.compile(r"[^\W_]+")


def labels(codes: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A label for each (id, name), different where possible. Earlier ones choose first: a new one moves no other."""
    taken: set[str] = set()
    result = {}
    for code, name in codes:
        choices = _choices(name)
        label = next((choice for choice in choices if choice not in taken), choices[0])
        taken.add(label)
        result[code] = label
    return result


def _choices(name: str) -> list[str]:
    words = _WORD.findall(sanitise.line(name))
    letters = [c for c in "".join(words) if cell_len(c) == 1]
    if not letters:
        return ["··"]
    first = letters[0].upper() if len(letters[0].upper()) == 1 else letters[0]
    initials = [w[0].lower() for w in words[1:] if cell_len(w[0]) == 1]
    seconds = [*letters[1:2], *initials, *letters[2:], *"23456789"]
    return list(dict.fromkeys(first + second for second in seconds))
