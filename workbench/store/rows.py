"""From the fields of a change to the columns of its table, and into it.

Which field fills which columns stands in the model (``composites``, ``folders``); what no column takes stays in ``x``.
"""

from functools import cache
from typing import Any, NamedTuple

from workbench.log.change import canonical_json
from workbench.model import ENTITIES
from workbench.store.database import Database
from workbench.store.schema import columns

_DERIVED = ("above", "effective")
"""Columns of ``code`` that the forest writes; a fold of the code's own fields must not wipe them."""
_ANCHOR = "anchor"
"""What ``places`` writes of a passage that it has moved; a passage written anew stands where it says."""


_AS_IT_IS = frozenset((str, int, type(None)))
"""The kinds of JSON values that a column holds without another spelling (not bool, which only looks like int)."""


class Shape(NamedTuple):
    """How an entity's fields lie in its table; ``plain`` fields fill the one column of their name."""

    columns: tuple[str, ...]
    plain: frozenset[str]
    composites: dict[str, tuple[str, ...]]
    folders: dict[str, str]
    folded: tuple[str, ...]
    upsert: str


@cache
def shape(ent: str) -> Shape:
    """The shape of a known entity."""
    model, names = ENTITIES[ent], columns(ent)
    folded = tuple(dict.fromkeys(model.folders.values()))
    parts = {column for group in model.composites.values() for column in group}
    plain = frozenset(names) - parts - {"id", "alive", "x", _ANCHOR, *_DERIVED, *folded}
    quoted = ", ".join(f'"{c}"' for c in names)
    updated = ", ".join(f'"{c}" = excluded."{c}"' for c in names[1:] if c not in _DERIVED)
    marks = ",".join("?" * len(names))
    upsert = f'INSERT INTO "{ent}" ({quoted}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {updated}'
    return Shape(names, plain, model.composites, model.folders, folded, upsert)


def cells(ent: str, fields: dict[str, Any]) -> tuple[dict[str, Any], dict[str, dict[str, Any]], dict[str, Any]]:
    """Fields as column values, the registers of folder columns, and what this program does not know."""
    form = shape(ent)
    known: dict[str, Any] = {}
    folders: dict[str, dict[str, Any]] = {}
    extra: dict[str, Any] = {}
    for field, value in fields.items():
        if field in form.plain:
            known[field] = value if type(value) in _AS_IT_IS else _cell(value)
        elif field in form.composites and _fits(form.composites[field], value):
            parts = form.composites[field]
            for column, part in zip(parts, value or [None] * len(parts), strict=True):
                known[column] = part if type(part) in _AS_IT_IS else _cell(part)
            if field == "span" and _ANCHOR in form.columns:
                known[_ANCHOR] = None
        elif form.folders and (prefix := next((p for p in form.folders if field.startswith(p)), "")):
            folders.setdefault(form.folders[prefix], {})[field.removeprefix(prefix)] = value
        else:
            extra[field] = value
    return known, folders, extra


def _fits(parts: tuple[str, ...], value: Any) -> bool:
    return value is None or (isinstance(value, list) and len(value) == len(parts))


def values(ent: str, row: str, fields: dict[str, Any], alive: bool) -> tuple[Any, ...]:
    """A whole row in the order of its columns."""
    known, folders, extra = cells(ent, fields)
    for column, registers in folders.items():
        known[column] = folder(registers)
    known["id"], known["alive"] = row, int(alive)
    if extra:
        known["x"] = folder(extra)
    return tuple(map(known.get, shape(ent).columns))


def upsert(db: Database, ent: str, rows: list[tuple[Any, ...]]) -> None:
    """Write whole rows, over what is there."""
    db.con.executemany(shape(ent).upsert, rows)


def folder(registers: dict[str, Any]) -> str | None:
    """The JSON of several registers in one column; one that was emptied is as one that never was."""
    filled = {k: v for k, v in registers.items() if v not in (None, [])}
    return canonical_json(filled) if filled else None


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return canonical_json(value)
    return int(value) if value is True or value is False else value
