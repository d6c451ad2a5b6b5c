"""Another codebook taken into ours: what we lack is added, words that differ change, nothing is deleted or moved."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from workbench import identity
from workbench.codebook import tree
from workbench.codebook.heading import TEXT_FIELDS, Heading
from workbench.codebook.text import LEGAL_SHORT, MAX_CHARACTERS, MAX_CODES
from workbench.errors import InputError

Value = str | bool | Mapping[str, tuple[str, ...]]


class Incoming(NamedTuple):
    """A code of the other codebook. ``key`` and ``parent`` ("" at the top) name it and what it stands below there.

    ``path``: how it is shown there, where that is known. ``fields``: what it says; what it does not say is not in it.
    """

    key: str
    parent: str
    name: str
    fields: Mapping[str, Value]
    short: str = ""
    path: str = ""
    line: int = 0


class Joined(NamedTuple):
    """Ours with what was taken: all codes, parents first; the short ids of those that are new, and what was changed.

    ``elsewhere``: known by their short id, but below another code than there; they stay where they are.
    """

    headings: tuple[Heading, ...]
    added: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]
    same: int
    elsewhere: tuple[str, ...]


def join(ours: Sequence[Heading], paths: Mapping[str, str], incoming: Sequence[Incoming], under: str = "") -> Joined:
    """Take ``incoming`` (parents first) into ``ours`` (parents first; ``paths``: by short id, as they are shown).

    ``under``: the short id of the code below which all of it goes; its own short ids then mean nothing here. A code is
    known by its short id, else by its path, else by its parent and name. InputError: it would be too large.
    """
    joining = _Joining(ours, paths, under)
    joining.reserve(incoming)
    for item in incoming:
        try:
            joining.take(item)
        except InputError as error:
            raise error.at("", item.line) from None
    return joining.joined()


class _Joining:
    def __init__(self, ours: Sequence[Heading], paths: Mapping[str, str], under: str) -> None:
        self._headings = {heading.short: heading for heading in ours}
        self._under = under
        self._prefix = paths[under] + tree.SEPARATOR if under else ""
        self._by_path = {path: short for short, path in paths.items()}
        self._by_place: dict[tuple[str, str], list[str]] = {}
        self._names: dict[str, tuple[str, ...]] = {}
        for heading in ours:
            self._by_place.setdefault((heading.parent, heading.name), []).append(heading.short)
            self._names[heading.short] = (*self._names.get(heading.parent, ()), heading.name)
        self._reserved: set[str] = set()
        self._met: dict[str, str] = {}  # key -> short
        self._added: list[str] = []
        self._changed: dict[str, tuple[str, ...]] = {}
        self._elsewhere: list[str] = []

    def reserve(self, incoming: Sequence[Incoming]) -> None:
        """Keep codes that a short id names for the row that names them."""
        if not self._under:
            self._reserved = {item.short for item in incoming if item.short in self._headings}

    def take(self, item: Incoming) -> None:
        parent = self._met[item.parent] if item.parent else self._under
        short = self._known(item, parent)
        if not short:
            self._met[item.key] = short = self._new(item, parent)
            return
        self._met[item.key] = short
        self._reserved.add(short)
        now = self._headings[short]
        if now.parent != parent:
            self._elsewhere.append(short)
        fields: dict[str, Value] = {k: v for k, v in item.fields.items() if _differs(getattr(now, k), v)}
        if now.name != item.name:
            fields["name"] = item.name
        if fields:
            self._headings[short] = replace(now, **fields)  # type: ignore[arg-type]
            self._changed[short] = tuple(fields)

    def _known(self, item: Incoming, parent: str) -> str:
        if not self._under and item.short in self._headings and item.short not in self._added:
            return item.short
        shown = self._by_path.get(self._prefix + item.path, "") if item.path else ""
        if shown and self._headings[shown].parent != parent:
            shown = ""
        there = [shown, *self._by_place.get((parent, item.name), ())]
        return next((short for short in there if short and short not in self._reserved), "")

    def _new(self, item: Incoming, parent: str) -> str:
        if not item.line:  # nobody wrote it but as a part of a path
            tree.check_name(item.name)
        names = (*self._names.get(parent, ()), item.name)
        usable = not self._under and LEGAL_SHORT.fullmatch(item.short)
        short, number = item.short if usable else identity.derived_short(*names), 1
        while short in self._headings:
            number += 1
            short = identity.derived_short(*names, str(number))
        self._headings[short] = Heading(short, item.name, parent, line=item.line, **item.fields)  # type: ignore[arg-type]
        self._names[short] = names
        self._added.append(short)
        self._reserved.add(short)
        return short

    def joined(self) -> Joined:
        if len(self._headings) > MAX_CODES:
            raise InputError(f"more than {MAX_CODES:,} codes", "Is it the right file?")
        letters = sum(len(h.name) + sum(len(getattr(h, f)) for f in TEXT_FIELDS) for h in self._headings.values())
        if letters > MAX_CHARACTERS // 2:
            raise InputError(f"{letters:,} characters are more than a codebook may have", "Is it the right file?")
        same = len(self._met) - len(self._added) - len(self._changed)
        return Joined(tuple(self._headings.values()), tuple(self._added), self._changed, same, tuple(self._elsewhere))


def _differs(now: object, new: Value) -> bool:
    """Whether a field says something else; white space around a text says nothing."""
    if isinstance(now, str) and isinstance(new, str):
        return now.strip() != new.strip()
    return now != new
