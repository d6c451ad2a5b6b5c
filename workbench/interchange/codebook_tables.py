r"""Codebooks as tables: our own, and those other programs and people write; rows in, codes in their places out.

A table is told by its headings, Danish or English, wherever the row with them stands. How it says what stands below
what is one of these, the first that fits:

* a column of paths (``Relationer / Netværk``; without a column of names also ``A > B``, ``A >> B`` and ``A\B``);
* columns of levels (``Level 1``, ``Level 2``, …), filled in on every row or only where something new begins;
* a name and its parent; a name and a level; a name and groups (ATLAS.ti's ``Code Group 1``, QualCoder's category);
* names alone, which may be paths.

An empty cell says nothing. Whatever is doubtful refuses the whole table, and names the row.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from workbench import sanitise
from workbench.errors import InputError
from workbench.interchange.codebook_headings import Headings
from workbench.interchange.codebook_places import SEPARATOR, Parents, Place, by_names, name_in, split
from workbench.interchange.codebook_rows import LOOKED_AT, Row, csv_rows, looks_like_one, render_csv

__all__ = [
    "MAX_CODES",
    "SEPARATOR",
    "TEXTS",
    "Entry",
    "Row",
    "Table",
    "csv_rows",
    "looks_like_one",
    "parse",
    "render_csv",
]

MAX_CODES = 10_000

TEXTS = ("definition", "include", "exclude", "example")

_YES = {"yes": "yes", "ja": "yes", "true": "yes", "1": "yes", "x": "yes", "sand": "yes"}
_NO = {"no": "no", "nej": "no", "false": "no", "0": "no", "falsk": "no"}
_STATUS = {"draft": "draft", "udkast": "draft", "settled": "settled", "fastlagt": "settled"}


class Entry(NamedTuple):
    """A code as a table has it: ``key`` and ``parent`` ("" at the top) name it and what it stands below there.

    ``exact``: its name stood in a column of its own beside a path, so it may hold what a path may not. ``fields`` are
    those of which the table says something. ``line`` 0: it only stood in the paths of others.
    """

    key: str
    parent: str
    name: str
    fields: Mapping[str, str]
    short: str = ""
    exact: bool = False
    line: int = 0


class Table(NamedTuple):
    """What was read: codes, each after the one it stands below, and what a person should know of it.

    ``one_text``: all that is said of a code stands in its definition, for want of other columns.
    """

    entries: tuple[Entry, ...]
    warnings: tuple[str, ...]
    one_text: bool = False


def parse(rows: Iterable[Row], known: Collection[str] = ()) -> Table:
    """The codes of a table. ``known``: paths that may be parents though they are not in it. InputError with the row."""
    found: Headings | None = None
    kept: list[Row] = []
    for row in rows:
        if found is None:
            headings = Headings(row.cells)
            if headings.fit():
                found = headings
            elif row.line > LOOKED_AT:
                break
        elif any(cell.strip() for cell in row.cells):
            if len(kept) == MAX_CODES:
                raise InputError(f"more than {MAX_CODES:,} codes", "Is it the right file?", line=row.line)
            if not found.again(row.cells):
                kept.append(row)
    if found is None:
        raise InputError(
            "no row of it has headings of a codebook",
            "Name a column path, code or name (sti, kode, navn), and others definition, include, exclude, example.",
        )
    one_text = not found.at.keys() & {"include", "exclude", "example"}
    return Table(tuple(_Reader(found, known).read(kept)), tuple(found.warnings()), one_text)


class _Reader:
    """Turns rows into codes."""

    def __init__(self, headings: Headings, known: Collection[str]) -> None:
        self._headings = headings
        self._known = known
        self._trail: list[str] = []
        self._shorts: dict[str, int] = {}

    def read(self, rows: Sequence[Row]) -> list[Entry]:
        at = self._headings.at
        found: dict[str, Entry] = {}
        parents = self._parents(rows) if "parent" in at and "path" not in at and not self._headings.levels else None
        for row in rows:
            try:
                place = parents[row.line] if parents is not None else self._place(row)
                if place.key in found and found[place.key].line:
                    raise InputError(
                        f'"{sanitise.line(place.key, 80)}" stands already in row {found[place.key].line}',
                        "Join the two rows, or give one another name.",
                    )
                entry = Entry(place.key, place.parent, place.name, self._fields(row), self._short(row), place.exact)
            except InputError as error:
                raise error.at("", row.line) from None
            found[place.key] = entry._replace(line=row.line)
        return _in_order(found, self._known)

    def _cell(self, row: Row, field: str) -> str:
        at = self._headings.at.get(field, -1)
        return row.cells[at] if 0 <= at < len(row.cells) else ""

    def _place(self, row: Row) -> Place:
        at = self._headings.at
        if self._headings.levels:
            return self._by_levels(row)
        if "path" in at:
            return self._by_path(row)
        names = split(name_in(self._cell(row, "name")))
        if "level" in at:
            return self._by_level(row, SEPARATOR.join(names))
        groups = (row.cells[n] for n in self._headings.groups if n < len(row.cells))
        above = next((cell for cell in groups if cell.strip()), "")
        if above and len(names) == 1:
            names = [*split(name_in(above), others=True), *names]
        return by_names(names)

    def _by_path(self, row: Row) -> Place:
        path, name = name_in(self._cell(row, "path"), "path"), sanitise.name(self._cell(row, "name"))
        above = self._headings.at.get("parent") is not None and sanitise.name(self._cell(row, "parent"))
        exact = "name" in self._headings.at  # then a path is written as we do, and shows any name
        place = by_names(split(path, others=not exact, any_name=exact))
        if (
            exact
            and SEPARATOR not in path
            and (other := by_names(split(path, others=True, any_name=True))).name == name
        ):
            place = other
        if above and above != place.parent:
            raise InputError(
                f'the path says it stands below "{sanitise.line(place.parent, 60)}", the parent says '
                f'"{sanitise.line(above, 60)}"',
                "Make them say the same, or leave one of the columns out.",
            )
        return place._replace(name=name, exact=True) if name else place

    def _by_levels(self, row: Row) -> Place:
        cells = [sanitise.name(row.cells[n]) if n < len(row.cells) else "" for n in self._headings.levels]
        filled = [number for number, cell in enumerate(cells) if cell]
        if not filled:
            return by_names([name_in("")])
        above = self._trail[: filled[0]]
        if len(above) < filled[0] or filled != list(range(filled[0], filled[-1] + 1)):
            raise InputError("a level is skipped", "Fill in the name on the level above it.")
        self._trail = [*above, *(cells[number] for number in filled)]
        return by_names(self._trail)

    def _by_level(self, row: Row, name: str) -> Place:
        written = self._cell(row, "level").strip()
        match = re.fullmatch(r"(\d{1,3})(?:[.,]0+)?", written)
        if not match:
            raise InputError(f'the level is "{sanitise.line(written, 40)}", not a whole number', "Levels count from 1.")
        level = int(match[1]) - (0 if self._zero else 1) if self._trail or self._starts(int(match[1])) else 0
        if level < 0 or level > len(self._trail):
            raise InputError("a level is skipped", "A code stands at most one level below the row above it.")
        self._trail = [*self._trail[:level], name]
        return by_names(self._trail)

    _zero = False

    def _starts(self, level: int) -> bool:
        """Whether levels count from 0: the first row tells."""
        self._zero = level == 0
        if level > 1:
            raise InputError(f"the first code is of level {level}", "Levels count from 1.")
        return True

    def _parents(self, rows: Sequence[Row]) -> dict[int, Place]:
        """The places of rows that name the parent of each: by its name where only one bears it, or by its path."""
        names: dict[int, str] = {}
        above: dict[int, str] = {}
        by_name: dict[str, list[int]] = {}
        for row in rows:
            try:
                names[row.line] = name_in(self._cell(row, "name"))
            except InputError as error:
                raise error.at("", row.line) from None
            above[row.line] = sanitise.name(self._cell(row, "parent"))
            by_name.setdefault(names[row.line], []).append(row.line)
        return Parents(names, above, by_name, self._known).places()

    def _fields(self, row: Row) -> dict[str, str]:
        fields = {}
        for name in (*TEXTS, "facets", "colour", "status", "exclusive"):
            text = self._cell(row, name).replace("\r\n", "\n").replace("\r", "\n")
            if why := sanitise.unstorable(text):
                raise InputError(f"the {name} cannot be stored: {why}", "Take the character out.")
            if text := text.strip() if name in TEXTS else sanitise.name(text):
                fields[name] = text
        for name, words in (("status", _STATUS), ("exclusive", _YES | _NO)):
            if name in fields:
                written = fields.pop(name)
                if word := words.get(written.casefold(), ""):
                    fields[name] = word
                elif name == "exclusive":
                    raise InputError(f'exclusive is "{sanitise.line(written, 40)}"', "Write yes or no (ja, nej).")
        return fields

    def _short(self, row: Row) -> str:
        short = self._cell(row, "short").strip()
        if short and (first := self._shorts.setdefault(short, row.line)) != row.line:
            raise InputError(
                f'the short id "{sanitise.line(short, 40)}" stands already in row {first}',
                "Empty the cell of the row that is new.",
            )
        return short


def _in_order(found: Mapping[str, Entry], known: Collection[str]) -> list[Entry]:
    """The codes each after its parent, in the order of the table, with those that only stood in paths."""
    done: dict[str, Entry] = {}
    for entry in found.values():
        above = []
        at = entry.parent
        while at and at not in done and at not in above:
            above.append(at)
            at = found[at].parent if at in found else at.rpartition(SEPARATOR)[0]
        for key in reversed(above):
            if key in found:
                done[key] = found[key]
            else:
                parent, _, name = key.rpartition(SEPARATOR)
                done[key] = Entry(key, parent, name, {})
        done[entry.key] = entry
    if len(done) > MAX_CODES:
        raise InputError(f"more than {MAX_CODES:,} codes", "Is it the right file?")
    return list(done.values())
