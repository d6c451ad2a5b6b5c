"""The codebook: themes in a tree, found while reading, merged and moved without any coding being rewritten."""

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workbench.codebook import similar, tree
from workbench.codebook.text import LEGAL_SHORT
from workbench.errors import InputError, NotFoundError
from workbench.identity import derived_short, new_short
from workbench.store import Entry, Op, delete, put
from workbench.study.base import Base, checked_facets, facets_of, facets_text, not_found, storable
from workbench.study.counting import Recent, counted, recounted, since
from workbench.study.words import NOT_COME

LAG_S = 1.0
"""How old the numbers in the palette may be while colleagues' work comes in."""

_TEXTS = ("definition", "include", "exclude", "example", "colour")


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A living code in its place: ``path`` names it, ``count`` its own codings, ``total`` those of its subtree.

    ``number`` is its rank among all codes there ever were, from which a hue follows where no ``colour`` is given.
    """

    id: str
    short: str
    name: str
    path: str
    depth: int
    parent: str | None
    definition: str
    include: str
    exclude: str
    example: str
    facets: Mapping[str, tuple[str, ...]]
    colour: str
    count: int
    total: int
    number: int


# ``Codes.list`` hides the word inside the class.
CodeRows = list[CodeRow]
Names = list[tuple[str, str]]
Rows = list[str]
Ops = list[Op]
Entries = list[Entry]
Matches = list[similar.Match]
Candidates = list[similar.Candidate]


class Codes:
    """``study.codes``."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._listed: CodeRows = []
        self._counts: dict[str, int] = {}
        self._upto = -1  # the last change that is in the two above
        self._counted_at = -LAG_S
        self._recent = Recent(base.store)
        base.after.append(lambda _: self._let_go())

    # --- reading

    def list(self) -> CodeRows:
        """The living, unmerged codes, depth first."""
        news = since(self._base.store, self._upto)
        if news.more:
            self._counts = counted(self._base.store)
            self._listed = self._read()
        elif news.codings:
            self._counts = recounted(self._base.store, self._counts, news.codings)
            self._listed = with_counts(self._listed, self._counts)
        # A text that comes later comes without a change.
        self._upto = -1 if any(c.example == NOT_COME for c in self._listed) else news.upto
        self._counted_at = time.monotonic()
        return list(self._listed)

    def _lately(self) -> CodeRows:
        """The same for the palette, which asks with every key: what colleagues code may be counted a moment later."""
        due = time.monotonic() - self._counted_at >= LAG_S
        return self.list() if due or since(self._base.store, self._upto).more else list(self._listed)

    def _let_go(self) -> None:
        """What one has coded oneself is counted at once."""
        self._counted_at = -LAG_S

    def _read(self) -> CodeRows:
        rows = {
            row[0]: row
            for row in self._base.store.read(
                "SELECT id, short, name, definition, include, exclude, example, colour, facets, sort, above "
                "FROM code WHERE alive = 1 AND (effective = id OR effective IS NULL)"
            )
        }
        examples = dict(zip(rows, self._base.words.all(row[6] for row in rows.values()), strict=True))
        nodes = [
            tree.Node(r[0], r[2] or r[1] or r[0], r[10] if r[10] in rows else None, r[9] or 0) for r in rows.values()
        ]
        ordered = tree.ordered(nodes)
        paths = tree.paths(nodes)
        counts = self._counts
        # Ranked with the deleted and the merged, so that no hue moves when a code comes or goes.
        numbers = {row: i for i, (row,) in enumerate(self._base.store.read("SELECT id FROM code ORDER BY sort, id"))}
        shorts = _shorts((row[0], row[1]) for row in sorted(rows.values()))
        totals = _totals(ordered, counts)
        return [
            _row(
                rows[node.id],
                shorts[node.id],
                node,
                paths[node.id],
                counts.get(node.id, 0),
                totals[node.id],
                numbers[node.id],
                examples[node.id],
            )
            for node in ordered
        ]

    def get(self, code: str) -> CodeRow:
        """A living code by its row. Raises ``NotFoundError``."""
        found = next((c for c in self.list() if c.id == code), None)
        if found is None:
            raise NotFoundError("that code is not in the codebook", "It was deleted or merged, here or by a colleague.")
        return found

    def find(self, path: str) -> CodeRow:
        """A living code by its path, or by its name alone where only one bears it. Raises ``NotFoundError``."""
        codes = self.list()
        wanted = tree.SEPARATOR.join(tree.split_path(path))
        if found := [c for c in codes if c.path == wanted]:
            return found[0]
        named = [c for c in codes if c.path.casefold() == wanted.casefold()] or [c for c in codes if c.name == wanted]
        if len(named) > 1:
            raise not_found("single code", path, [c.path for c in named])
        if not named:
            near = similar.near_duplicates(path, self._candidates(codes))
            paths = {c.id: c.path for c in codes}
            raise not_found("code", path, [paths[m.id] for m in near] or paths.values())
        return named[0]

    def merged(self) -> Names:
        """Merged codes as (row, "name → where its codings count"), by name."""
        paths = {c.id: c.path for c in self.list()}
        rows = self._base.store.read(
            "SELECT id, name, effective FROM code WHERE alive = 1 AND effective <> id ORDER BY name, id"
        )
        return [(row, f"{name} → {paths.get(into, '(deleted)')}") for row, name, into in rows]

    def history(self, code: str) -> Entries:
        """What happened to a code, newest first."""
        return self._base.store.history(row=code)

    # --- changing

    def create(self, path: str, *, parent: str | None = None, definition: str = "") -> CodeRow:
        """Make the code at ``path`` (below ``parent``) and what is missing above it, or find the one that is there."""
        row, ops = self.made(path, parent=parent, definition=definition)
        self._base.write("new code", ops)
        return self.get(row)

    def made(self, path: str, *, parent: str | None = None, definition: str = "") -> tuple[str, Ops]:
        """The row of the code at ``path``, and the changes that make it and what is missing above it (maybe none)."""
        names = [tree.check_name(part) for part in tree.split_path(path)]
        codes = self.list()
        at, ops = parent, list[Op]()
        if parent is not None:
            self.get(parent)
        for i, part in enumerate(names):
            known = next((c.id for c in codes if c.parent == at and c.name == part), None) if not ops else None
            if known is None:
                last = definition and i == len(names) - 1
                words = {"definition": storable(definition, "the definition")} if last else {}
                ops.append(self._new(part, at, len(ops), words))
                known = ops[-1].row
            at = known
        assert at is not None
        return at, ops

    def _new(self, name: str, parent: str | None, nth: int, fields: Mapping[str, Any]) -> Op:
        short = new_short()
        above = {"parent": parent} if parent else {}
        row = self._base.derive("code", short)
        return put("code", row, short=short, name=name, sort=self._last_place(nth), **above, **fields)

    def _last_place(self, nth: int) -> int:
        """A sort number behind everything that is there."""
        return int(self._base.store.read("SELECT COALESCE(max(sort), 0) FROM code")[0][0]) + (nth + 1) * tree.SORT_STEP

    def derived(self, path: Sequence[str], parent: str | None, nth: int) -> Op:
        """The change that makes a code named by its path in a file: whoever reads the file makes the same one."""
        short = derived_short(*(tree.check_name(part) for part in path))
        if self._base.store.read("SELECT 1 FROM code WHERE short = ?", (short,)):
            short = new_short()  # it was here before under another path, or was deleted: that one stays what it is
        above = {"parent": parent} if parent else {}
        row = self._base.derive("code", short)
        return put("code", row, short=short, name=tree.check_name(path[-1]), sort=self._last_place(nth), **above)

    def rename(self, code: str, name: str) -> None:
        """Give a code another name; its codings follow by themselves."""
        now, new = self.get(code), tree.check_name(name)
        if now.name == new:
            return
        if any(c.parent == now.parent and c.name == new for c in self.list()):
            raise InputError("there is a code of that name beside it", "Merge the two, or choose another name.")
        self._base.write("rename code", [put("code", code, name=new)])

    def define(self, code: str, *, facets: Mapping[str, Collection[str]] | None = None, **texts: str | None) -> None:
        """Set what is given of definition, include, exclude, example, colour and facets; '' takes it away."""
        now = self.get(code)
        fields: dict[str, Any] = {}
        for key, value in texts.items():
            if key not in _TEXTS:
                raise InputError(f"a code has no {key}")
            if value is not None and storable(value.strip(), key) != getattr(now, key):
                fields[key] = value.strip() or None
        if facets is not None:
            checked = {k: v for k, v in checked_facets(self._base.settings, facets).items() if v}
            if {k: tuple(v) for k, v in checked.items()} != dict(now.facets):
                fields["facets"] = facets_text(checked)
        if fields:
            self._base.write("define code", [put("code", code, **fields)])

    def move(self, code: str, parent: str | None) -> None:
        """Put a code below another, or at the top (None). Raises ``InputError`` where that would make a circle."""
        now = self.get(code)
        if now.parent == parent:
            return
        at = parent
        parents = {c.id: c.parent for c in self.list()}
        if parent is not None:
            self.get(parent)
        while at is not None:
            if at == code:
                raise InputError("a code cannot stand below itself", "Move the other one up first.")
            at = parents[at]
        self._base.write("move code", [put("code", code, parent=parent)])

    def merge(self, code: str, into: str) -> None:
        """Let all codings of ``code`` count as ``into``; ``unmerge`` takes it back exactly."""
        now, other = self.get(code), self.get(into)
        if now.id == other.id:
            raise InputError("a code cannot be merged into itself")
        parents = {c.id: c.parent for c in self.list()}
        at: str | None = other.id
        while at is not None and at != now.id:
            at = parents[at]
        if at is not None:
            raise InputError(
                "a code cannot be merged into one below it", "Move that one up first, or merge it the other way."
            )
        self._base.write("merge codes", [put("code", code, merged=into)])

    def unmerge(self, code: str) -> None:
        """Take a merge back: the code stands where it stood, with the codings it had."""
        rows = self._base.store.read("SELECT merged FROM code WHERE id = ? AND alive = 1", (code,))
        if not rows or rows[0][0] is None:
            raise InputError("that code is not merged into another")
        self._base.write("unmerge code", [put("code", code, merged=None)])

    def find_merged(self, name: str) -> str:
        """The row of a merged code by its name. Raises ``NotFoundError``."""
        rows = self._base.store.read("SELECT id, name FROM code WHERE alive = 1 AND effective <> id")
        found = [row for row, known in rows if known == tree.split_path(name)[-1]]
        if not found:
            raise not_found("merged code", name, [known or "" for _, known in rows])
        return str(found[0])

    def delete(self, code: str) -> None:
        """Take a code out of the codebook. Its codings stay in the log and come back with it."""
        self._base.write("delete code", [delete("code", self.get(code).id)])

    def restore(self, code: str) -> None:
        """Bring a deleted code back, with its codings."""
        if not self._base.store.read("SELECT 1 FROM code WHERE id = ? AND alive = 0", (code,)):
            raise NotFoundError("there is no such deleted code")
        self._base.write("restore code", [put("code", code)])

    def deleted(self) -> Names:
        """Deleted codes as (row, name)."""
        return [
            (row, name or "")
            for row, name in self._base.store.read("SELECT id, name FROM code WHERE alive = 0 ORDER BY name")
        ]

    # --- the palette

    def rank(self, query: str, *, nearby: Collection[str] = (), limit: int = 50) -> Matches:
        """The codes that fit what is typed, best first; without a query the recent ones."""
        return similar.rank(query, self._candidates(self._lately(), nearby), limit)

    def near_duplicates(self, name: str) -> Matches:
        """Codes that a new name may mean."""
        return similar.near_duplicates(name, self._candidates(self._lately()))

    def recent(self, limit: int = 9) -> Rows:
        """The codes that the coder at work used last, newest first."""
        return self._recent.of(self._base.coder)[:limit]

    def _candidates(self, codes: CodeRows, nearby: Collection[str] = ()) -> Candidates:
        order = {code: i for i, code in enumerate(self.recent(50))}
        near = list(nearby)
        return [similar.Candidate(c.id, c.path, c.name, c.count, order.get(c.id), near.count(c.id)) for c in codes]


def _totals(ordered: Sequence[tree.Node | CodeRow], counts: Mapping[str, int]) -> dict[str, int]:
    """Codings of each code and all below it; ``ordered``: each code after the one it stands below."""
    totals = {code.id: counts.get(code.id, 0) for code in ordered}
    for code in reversed(ordered):
        if code.parent is not None:
            totals[code.parent] += totals[code.id]
    return totals


def with_counts(listed: Sequence[CodeRow], counts: Mapping[str, int]) -> CodeRows:
    """Codes, depth first, with other ``counts`` of their own codings; the totals of their subtrees follow."""
    totals = _totals(listed, counts)
    return [replace(c, count=counts.get(c.id, 0), total=totals[c.id]) for c in listed]


def _shorts(written: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """Row → short id, each its own: what another program wrote, or left out, must not break the codebook's file."""
    shorts: dict[str, str] = {}
    taken: set[str] = set()
    for code, short in written:
        shorts[code] = short if short and LEGAL_SHORT.fullmatch(short) and short not in taken else derived_short(code)
        taken.add(shorts[code])
    return shorts


def _row(
    row: tuple[Any, ...], short: str, node: tree.Node, path: str, count: int, total: int, number: int, example: str
) -> CodeRow:
    code, _, _, definition, include, exclude, _, colour, facets, _, _ = row
    return CodeRow(
        id=code,
        short=short,
        name=node.name,
        path=path,
        depth=node.depth,
        parent=node.parent,
        definition=definition or "",
        include=include or "",
        exclude=exclude or "",
        example=example,
        facets=facets_of(facets),
        colour=colour or "",
        count=count,
        total=total,
        number=number,
    )
