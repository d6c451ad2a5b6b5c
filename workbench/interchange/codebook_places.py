"""Where the codes of a table stand: names in paths, and parents that are named row by row."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from workbench import sanitise
from workbench.errors import InputError

SEPARATOR = " / "
_OTHER = (" >> ", ">>", " > ", "\\")


class Place(NamedTuple):
    """Where a row puts its code."""

    key: str
    parent: str
    name: str
    exact: bool = False
    implied: bool = True  # what stands above it is made where it is missing


class Parents:
    """Finds the places of rows of which each names its parent."""

    def __init__(
        self,
        names: Mapping[int, str],
        above: Mapping[int, str],
        by_name: Mapping[str, list[int]],
        known: Collection[str],
    ) -> None:
        self._names = names
        self._above = above
        self._by_name = by_name
        self._known = known
        self._found: dict[int, Place] = {}

    def places(self) -> dict[int, Place]:
        """The places by row. InputError with the row: a ring, or a parent that is none or not one alone."""
        for line in self._names:
            self._find(line)
        return self._found

    def _find(self, line: int) -> None:
        """Walk up from a row to the top, or to one whose place is known, and come down again."""
        trail: list[int] = []
        at: int | None = line
        while at is not None and at not in self._found:
            if at in trail:
                raise InputError(
                    f'"{sanitise.line(self._names[line], 60)}" stands below itself: its parents form a ring',
                    "Empty the parent of the one that belongs at the top.",
                    line=line,
                )
            trail.append(at)
            at = self._row_above(at)
        for row in reversed(trail):
            above = self._row_above(row)
            written = self._above[row]
            key = self._found[above].key if above is not None else written if written in self._known else ""
            name = self._names[row].removeprefix(f"{written}{SEPARATOR}") if written else self._names[row]
            parts = split(name)
            key = SEPARATOR.join(filter(None, (key, *parts[:-1])))
            self._found[row] = Place(f"{key}{SEPARATOR}{parts[-1]}" if key else parts[-1], key, parts[-1])

    def _row_above(self, line: int) -> int | None:
        written = self._above[line]
        if not written:
            return None
        rows = self._by_name.get(written) or self._by_name.get(split(written, others=True)[-1], [])
        if len(rows) > 1:
            raise InputError(
                f'several rows are called "{sanitise.line(written, 60)}", which it stands below',
                "Write the codes with a column of paths (A / B) in place of the parent.",
                line=line,
            )
        if not rows and written not in self._known:
            raise InputError(
                f'its parent "{sanitise.line(written, 60)}" is no code, neither in the file nor in the study',
                "Give it a row of its own, or correct the name.",
                line=line,
            )
        return rows[0] if rows else None


def name_in(cell: str, what: str = "name") -> str:
    """What stands in a cell that must hold a name."""
    name = sanitise.name(cell)
    if not name:
        raise InputError(f"the {what} is missing", "Fill in the cell, or take the row out.")
    if why := sanitise.unstorable(name):
        raise InputError(f"the {what} cannot be stored: {why}", "Type it again.")
    return name


def split(path: str, *, others: bool = False, any_name: bool = False) -> list[str]:
    """The names in a path; ``others``: it may be written as other programs do; ``any_name``: one may be ``/``."""
    separator = SEPARATOR
    if others and SEPARATOR not in path:
        separator = next((other for other in _OTHER if other in path.strip("\\>")), SEPARATOR)
        path = path.strip("\\ ") if separator == "\\" else path
    names = [sanitise.name(part) for part in path.split(separator)]
    if not all(name and (any_name or SEPARATOR not in f" {name} ") for name in names):
        raise InputError(
            f'"{sanitise.line(path, 80)}" is no path of a code: a name in it is empty', "Write it like: Parent / Child"
        )
    return names


def by_names(names: Sequence[str]) -> Place:
    """The place of a code whose path these names are."""
    return Place(SEPARATOR.join(names), SEPARATOR.join(names[:-1]), names[-1])
