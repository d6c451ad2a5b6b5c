"""study.toml's tables in another order: groups, facets, matrices and questions stand as the study has them."""

import re
from collections.abc import Callable, Iterable, Sequence

_HEADER = re.compile(r"[ \t]*\[([^\[\]]+)\][ \t]*(?:#.*)?\n?")
_COMMENT = re.compile(r"[ \t]*#")

Split = Callable[[str], Sequence[str]]
Unit = tuple[str, str]
"""A table and the table it is in, like ("matrix", "competences")."""


def units(parts: Iterable[Sequence[str]]) -> list[Unit]:
    """The tables of the second level, in the order in which leaves (or headers), as their parts, name them first."""
    return list(dict.fromkeys((part[0], part[1]) for part in parts if len(part) > 1))


def arrange(text: str, wanted: Sequence[Unit], split: Split) -> str:
    """``text`` with its tables in the order of ``wanted``, each moved whole, with the comments right above it.

    They change places among themselves within their own table above; whatever else is there stays. ``split`` takes a
    dotted key apart. What is written so that tables cannot be told by their headers is given back as it is.
    """
    blocks = _blocks(text, wanted, split)
    named = [unit for unit, _ in blocks]
    if len(set(named) - {None}) != sum(unit is not None for unit in named):
        return text  # one table in two places
    rank = {unit: number for number, unit in enumerate(wanted)}
    result = [lines for _, lines in blocks]
    for above in {unit[0] for unit in named if unit}:
        slots = [i for i, unit in enumerate(named) if unit and unit[0] == above]
        order = sorted(slots, key=lambda i: rank.get(named[i] or ("", ""), len(rank)))
        for slot, source in zip(slots, order, strict=True):
            if slot != source:
                result[slot] = blocks[source][1].rstrip() + _end(blocks[slot][1])
    return "".join(result)


def _end(block: str) -> str:
    """The blank lines that follow a block; they belong to the place, not to the table."""
    return block[len(block.rstrip()) :] or "\n"


def _blocks(text: str, known: Sequence[Unit], split: Split) -> list[tuple[Unit | None, str]]:
    """The text cut before the headers (and the comments right above them); neighbours of one table in one piece.

    What looks like the header of no known table is a line of somebody's text.
    """
    above_known = {above for above, _ in known}
    blocks: list[tuple[Unit | None, list[str]]] = [(None, [])]
    for line in text.splitlines(keepends=True):
        parts = _header(line, split)
        unit = (parts[0], parts[1]) if len(parts) > 1 else None
        if unit in known or (len(parts) == 1 and parts[0] in above_known):
            here = blocks[-1][1]
            at = len(here)
            while at and _COMMENT.match(here[at - 1]):
                at -= 1
            above = here[at:]
            del here[at:]
            if unit is None or unit != blocks[-1][0]:
                blocks.append((unit, []))
            blocks[-1][1].extend(above)
        blocks[-1][1].append(line)
    return [(unit, "".join(lines)) for unit, lines in blocks]


def _header(line: str, split: Split) -> list[str]:
    """The parts of the key in a table's header; none where the line is no header."""
    found = _HEADER.fullmatch(line)
    try:
        return [part.strip() for part in split(found[1])] if found else []
    except ValueError:  # in quotes there is what no key is
        return []
