"""Worksheets: how somebody has sorted a code's passages so far. They lie in this replica's notebook and never travel.

A row for each passage, by its place, with the codings it had: so a passage that a correction has moved, or whose
borders somebody has drawn anew, is found again. No words of anybody are in it but what codes to be made are called, and
how they are to be defined.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from workbench.errors import InputError
from workbench.study.base import Base
from workbench.study.passages import Passage, Span

KEYS = "1234567890abcdefghijklmnopqrstuvwxyz"
"""What the targets are called, in the order they are added."""


class Written(NamedTuple):
    """A target as it is written down; ``code`` is '' for one that is made when the sheet is applied."""

    key: str
    code: str
    path: str
    definition: str = ""


class Sorted(NamedTuple):
    """What was written down of one passage: into which targets it goes, and which codings it had."""

    keys: tuple[str, ...]
    codings: tuple[str, ...]


class Worksheets:
    """The worksheets of whoever is at work; another coder on the same machine has others."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def begun(self) -> dict[str, int]:
        """Codes (rows) with a worksheet, and how many passages were sorted on it."""
        notes = self._base.store.notes
        sheets = {code: notes(self._passages(code)).values() for code in notes(self._sheets)}
        return {code: sum(not row.startswith("[[]") for row in rows) for code, rows in sheets.items()}

    def targets(self, code: str) -> list[Written]:
        """The targets of a code's sheet; none where there is no sheet."""
        given = self._base.store.notes(self._sheets).get(code, "[]")
        return [Written(*one) for one in json.loads(given)]

    def write_targets(self, code: str, targets: Collection[Written]) -> None:
        """Keep these targets; the sheet is there from now on."""
        self._base.store.note(self._sheets, {code: json.dumps(list(targets), ensure_ascii=False)})

    def rows(self, code: str) -> dict[Span, Sorted]:
        """What was sorted, by place."""
        found = {}
        for place, given in self._base.store.notes(self._passages(code)).items():
            revision, start, end = place.split(" ")
            keys, codings = json.loads(given)
            found[revision, int(start), int(end)] = Sorted(tuple(keys), tuple(codings))
        return found

    def sort(self, code: str, passages: Iterable[Passage | Span], keys: Collection[str]) -> None:
        """Write down where passages go; no keys: nowhere yet."""
        rows = {}
        for one in passages:
            span, codings = (one.span, one.codings) if isinstance(one, Passage) else (one, ())
            rows[span] = Sorted(tuple(keys), codings)
        self.keep(code, rows)

    def keep(self, code: str, rows: Mapping[Span, Sorted]) -> None:
        """Write down what is known of passages; also that one is not sorted, for it may be known by another place."""
        notes: dict[str, str | None] = {_place(span): json.dumps(row) for span, row in rows.items()}
        self._base.store.note(self._passages(code), notes)

    def discard(self, code: str) -> None:
        """Throw a sheet away."""
        store = self._base.store
        store.note(self._passages(code), dict.fromkeys(store.notes(self._passages(code))))
        store.note(self._sheets, {code: None})

    @property
    def _sheets(self) -> str:
        return f"split:{self._base.coder}"

    def _passages(self, code: str) -> str:
        return f"split:{self._base.coder}:{code}"


def reworded(base: Base, change: Callable[[str], str]) -> None:
    """Let ``change`` take words out of the targets on all sheets of this replica, whoever sorts on them. No undo."""
    for coder in base.coders():
        scope = f"split:{coder.id}"
        for code, given in base.store.notes(scope).items():
            before = [Written(*one) for one in json.loads(given)]
            after = [one._replace(path=change(one.path) or "[…]", definition=change(one.definition)) for one in before]
            if after != before:
                base.store.note(scope, {code: json.dumps(after, ensure_ascii=False)})


def _place(span: Span) -> str:
    return " ".join(map(str, span))


def free_key(targets: Collection[Written]) -> str:
    """The first key that no target has. Raises where all are taken."""
    taken = {target.key for target in targets}
    key = next((key for key in KEYS if key not in taken), "")
    if not key:
        raise InputError(f"a code is split into {len(KEYS)} at most at a time", "Apply this first, then go on.")
    return key


def placed(
    passages: Iterable[Passage], rows: dict[Span, Sorted], known: Collection[str]
) -> dict[Span, tuple[str, ...]]:
    """Where each of ``passages`` goes: by its place, or by a coding it had; only keys that are ``known`` count."""
    moved = {coding: row.keys for row in rows.values() for coding in row.codings}
    found = {}
    for passage in passages:
        if (row := rows.get(passage.span)) is not None:
            keys = row.keys
        else:
            keys = next((moved[coding] for coding in passage.codings if coding in moved), ())
        if left := tuple(key for key in keys if key in known):
            found[passage.span] = left
    return found
