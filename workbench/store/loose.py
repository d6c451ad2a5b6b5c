"""What hangs in the air: rows that name what is not there, and codes that bear one name in one place.

What somebody did knowingly is no item: who deletes a code has seen the codings that go with it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from workbench.log.causality import Dot, seen
from workbench.log.forest import MERGED, PARENT
from workbench.store.database import Database
from workbench.store.history import LogHistory
from workbench.store.items import ABSENT, DANGLING, DELETED, MERGED_INTO_DELETED, SAME_NAME, Item

REFERENCES = (
    ("assignment", "transcript", "transcript"),
    ("coding", "revision", "revision"),
    ("informant", "transcript", "transcript"),
    ("link", "memo", "memo"),
    ("link", "revision", "revision"),
)
"""(entity, field, entity it names)."""

CODE_REFERENCES = (("coding", "code"), ("placement", "code"), ("summary", "code"))
"""(entity, field) of what names a code, and counts where that was merged into."""


class Loose:
    """Reads them again and again; of who knew what when deleting, it asks only once."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[tuple[str, str, str], set[str]] = {}  # rows that somebody knew of who deleted what they name

    def touched(self, rows: Iterable[str]) -> None:
        """Something new is said of these rows: whether it was known has to be asked again."""
        for known in self._known.values():
            known.difference_update(rows)

    def items(self) -> list[Item]:
        """What names what is not there, and the codes of one name in one place."""
        items: list[Item] = []
        for ent, field, named in REFERENCES:
            alive: dict[str, int] = dict(_pairs(self._db, named, "alive"))
            items += self._pointing(ent, field, {t: t for t in _used(self._db, ent, field)}, named, alive)
        codes, effective = dict(_pairs(self._db, "code", "alive")), dict(_pairs(self._db, "code", "effective"))
        told = self._loose_codes(codes)
        for ent, field in CODE_REFERENCES:
            # What is told of a code is told of its codings with it.
            used = [code for code in _used(self._db, ent, field) if code not in told]
            items += self._pointing(ent, field, {c: effective.get(c, c) for c in used}, "code", codes)
        return [*items, *told.values(), *_same_names(self._db)]

    def _loose_codes(self, codes: Mapping[str, int]) -> dict[str, Item]:
        """Codes that stand below what nobody has, or were merged into what is not there."""
        items = {}
        for code, end, parent in self._db.read("SELECT id, effective, parent FROM code WHERE alive = 1 ORDER BY id"):
            if end != code and not codes.get(end):
                if end not in codes or self._unknown("code", "id", code, "code", end):
                    state = DELETED if end in codes else ABSENT
                    items[code] = Item(DANGLING, "code", code, MERGED, target=end, state=state, rows=(code,))
            elif end == code and parent is not None and parent not in codes:
                items[code] = Item(DANGLING, "code", code, PARENT, target=parent, state=ABSENT, rows=(code,))
        return items

    def _pointing(
        self, ent: str, field: str, ends: Mapping[str, str], named: str, alive: Mapping[str, int]
    ) -> Iterable[Item]:
        """The living rows whose ``field``, a key of ``ends``, leads to what is not there; one item for each end."""
        broken: dict[tuple[str, str], list[str]] = {}
        for target, end in ends.items():
            if not alive.get(end):
                state = ABSENT if end not in alive else DELETED if end == target else MERGED_INTO_DELETED
                broken.setdefault((end, state), []).extend(self._unknown(ent, field, target, named, end))
        for (end, state), found in sorted(broken.items()):
            if found:
                rows_in_order = tuple(sorted(found))
                yield Item(DANGLING, ent, rows_in_order[0], field, target=end, state=state, rows=rows_in_order)

    def _unknown(self, ent: str, field: str, value: str, named: str, end: str) -> list[str]:
        """The living rows with that ``field`` of which nobody knew who deleted ``end``; all, where nobody did."""
        known = self._known.setdefault((ent, field, end), set())
        rows = {row for (row,) in self._db.read(f'SELECT id FROM "{ent}" WHERE "{field}" = ? AND alive = 1', (value,))}
        rows -= known
        # Who takes a change back has looked at that change, not at what has come to hang on it; nor is that work on it.
        query = "SELECT stream, seq, hash FROM change WHERE row = ? AND ent = ? AND op = 'del' AND undoes = ''"
        deletes = [Dot(*dot) for dot in self._db.read(query, (end, named))]
        if rows and deletes:
            history = LogHistory(self._db)
            puts: dict[str, list[Dot]] = {row: [] for row in rows}
            for row, *dot in self._db.read(
                "SELECT c.row, c.stream, c.seq, c.hash FROM change c "
                "WHERE c.ent = ? AND c.op = 'put' AND c.undoes = '' "
                f'AND c.row IN (SELECT id FROM "{ent}" WHERE "{field}" = ? AND alive = 1)',
                (ent, value),
            ):
                if row in puts:
                    puts[row].append(Dot(*dot))
            met = {row for row in rows if any(all(seen(history, d, put) for put in puts[row]) for d in deletes)}
            known |= met
            rows -= met
        return sorted(rows)


def _pairs(db: Database, ent: str, column: str) -> list[tuple[Any, ...]]:
    return db.read(f'SELECT id, "{column}" FROM "{ent}"')


def _used(db: Database, ent: str, field: str) -> list[str]:
    """What the rows name in ``field``, each once: from one to the next by the index, for codings are many."""
    rows = db.read(
        f'WITH RECURSIVE used(v) AS (SELECT min("{field}") FROM "{ent}" UNION ALL '
        f'SELECT (SELECT min("{field}") FROM "{ent}" WHERE "{field}" > v) FROM used WHERE v IS NOT NULL) '
        "SELECT v FROM used WHERE v IS NOT NULL"
    )
    return [target for (target,) in rows]


def _same_names(db: Database) -> list[Item]:
    places: dict[tuple[str, str], list[str]] = {}
    for above, name, code in db.read(
        "SELECT COALESCE(above, ''), name, id FROM code "
        "WHERE alive = 1 AND effective = id AND name IS NOT NULL ORDER BY 1, 2, 3"
    ):
        places.setdefault((above, name), []).append(code)
    return [
        Item(SAME_NAME, "code", codes[0], "name", target=above, rows=tuple(codes))
        for (above, _), codes in places.items()
        if len(codes) > 1
    ]
