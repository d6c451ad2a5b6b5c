"""The codebook: themes in a tree, found while reading, merged and moved without any coding being rewritten."""

import time
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from workbench.codebook import similar, tree
from workbench.errors import InputError, NotFoundError
from workbench.identity import derived_short, new_short
from workbench.store import Entry, Op, delete, put
from workbench.study.base import Base, checked_facets, facets_text, not_found, storable
from workbench.study.coderows import CodeRow, check_shared, listed, with_counts
from workbench.study.counting import Recent, Since, counted, recounted, since
from workbench.study.words import NOT_COME

LAG_S = 1.0
"""How old the numbers in the palette may be while colleagues' work comes in."""

_TEXTS = ("definition", "include", "exclude", "example", "colour")

__all__ = ["LAG_S", "CodeRow", "CodeRows", "Codes", "with_counts"]

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
        self._kept: object = None  # what was kept from whoever looks when they were read
        self._counted_at = -LAG_S
        self._recent = Recent(base.store)
        base.after.append(lambda _: self._let_go())

    # --- reading

    def list(self) -> CodeRows:
        """The living, unmerged codes, depth first."""
        news = self._news()
        if news.more:
            self._kept = self._hidden()
            self._counts = counted(self._base.store, self._base.codings())
            self._listed = listed(self._base, self._counts)
        elif news.codings:
            self._counts = recounted(self._base.store, self._counts, news.codings, self._base.blind.sql())
            self._listed = with_counts(self._listed, self._counts)
        # A text that comes later comes without a change.
        self._upto = -1 if any(c.example == NOT_COME for c in self._listed) else news.upto
        self._counted_at = time.monotonic()
        return list(self._listed)

    def _lately(self) -> CodeRows:
        """The same for the palette, which asks with every key: what colleagues code may be counted a moment later."""
        due = time.monotonic() - self._counted_at >= LAG_S
        return self.list() if due or self._news().more else list(self._listed)

    def _news(self) -> Since:
        """What came since; more than codings also where something else is kept from whoever looks than was then."""
        news = since(self._base.store, self._upto)
        return news._replace(more=news.more or self._hidden() != self._kept)

    def _hidden(self) -> object:
        """What blind coding changes of the list: what is kept back, and whose drafts are shown as theirs."""
        return self._base.blind.state(), self._base.blind.busy()

    def _let_go(self) -> None:
        """What one has coded oneself is counted at once."""
        self._counted_at = -LAG_S

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
        drafts = self._base.blind.drafts()
        return [(row, f"{name} → {paths.get(into, '(deleted)')}") for row, name, into in rows if row not in drafts]

    def history(self, code: str) -> Entries:
        """What happened to a code, newest first; nothing of what is kept from whoever is at work."""
        hidden = self._base.blind.changes("c")
        entries = self._base.store.history(row=code)
        if hidden:
            out = {n for (n,) in self._base.store.read(f"SELECT n FROM change c WHERE row = ? AND {hidden}", (code,))}
            entries = [e._replace(body=self._base.blind.body(e.n, e.body)) for e in entries if e.n not in out]
        return entries

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
                ops.append(self._new(part, at, len(ops), words | self.draft()))
                known = ops[-1].row
            at = known
        assert at is not None
        return at, ops

    def _new(self, name: str, parent: str | None, nth: int, fields: Mapping[str, Any]) -> Op:
        short = new_short()
        above = {"parent": parent} if parent else {}
        row = self._base.derive("code", short)
        return put("code", row, short=short, name=name, sort=self._last_place(nth), **above, **fields)

    def draft(self) -> dict[str, str]:
        """What a new code is marked with: its maker's, where that one codes blind."""
        return {"draft": self._base.coder} if self._base.blind.active() else {}

    def propose(self, code: str) -> Rows:
        """Show a draft to the team, and the drafts above it, without which it has no place; returns those codes."""
        rows = {c.id: c for c in self.list()}
        at: str | None = self.get(code).id
        proposed = []
        while at is not None:
            if rows[at].draft:
                proposed.append(at)
            at = rows[at].parent
        self._base.write("propose code", [put("code", row, draft=None) for row in reversed(proposed)])
        return proposed

    def _last_place(self, nth: int) -> int:
        """A sort number behind everything that is there."""
        query = "SELECT COALESCE(max(sort), 0) FROM code WHERE typeof(sort) = 'integer'"
        return int(self._base.store.read(query)[0][0]) + (nth + 1) * tree.SORT_STEP

    def derived(self, path: Sequence[str], parent: str | None, nth: int) -> Op:
        """The change that makes a code named by its path in a file: whoever reads the file makes the same one."""
        short = derived_short(*(tree.check_name(part) for part in path))
        if self._base.store.read("SELECT 1 FROM code WHERE short = ?", (short,)):
            short = new_short()  # it was here before under another path, or was deleted: that one stays what it is
        above = {"parent": parent} if parent else {}
        row = self._base.derive("code", short)
        more = above | self.draft()
        return put("code", row, short=short, name=tree.check_name(path[-1]), sort=self._last_place(nth), **more)

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

    def set_exclusive(self, code: str, on: bool = True) -> None:
        """Say that of the codes below this one a passage bears one at most (``on`` False: as many as one likes)."""
        if self.get(code).exclusive != on:
            self._base.write("define code", [put("code", code, exclusive=1 if on else None)])

    def move(self, code: str, parent: str | None) -> None:
        """Put a code below another, or at the top (None). Raises ``InputError`` where that would make a circle."""
        now = self.get(code)
        if now.parent == parent:
            return
        at = parent
        parents = {c.id: c.parent for c in self.list()}
        if parent is not None:
            check_shared(now, self.get(parent))
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
        check_shared(now, other)
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
        if not rows or rows[0][0] is None or code in self._base.blind.drafts():
            raise InputError("that code is not merged into another")
        self._base.write("unmerge code", [put("code", code, merged=None)])

    def find_merged(self, name: str) -> str:
        """The row of a merged code by its name. Raises ``NotFoundError``."""
        drafts = self._base.blind.drafts()
        rows = self._base.store.read("SELECT id, name FROM code WHERE alive = 1 AND effective <> id")
        rows = [row for row in rows if row[0] not in drafts]
        found = [row for row, known in rows if known == tree.split_path(name)[-1]]
        if not found:
            raise not_found("merged code", name, [known or "" for _, known in rows])
        return str(found[0])

    def delete(self, code: str) -> None:
        """Take a code out of the codebook. Its codings stay in the log and come back with it."""
        self._base.write("delete code", [delete("code", self.get(code).id)])

    def restore(self, code: str) -> None:
        """Bring a deleted code back, with its codings."""
        rows = self._base.store.read("SELECT 1 FROM code WHERE id = ? AND alive = 0", (code,))
        if not rows or code in self._base.blind.drafts():
            raise NotFoundError("there is no such deleted code")
        self._base.write("restore code", [put("code", code)])

    def deleted(self) -> Names:
        """Deleted codes as (row, name)."""
        drafts = self._base.blind.drafts()
        rows = self._base.store.read("SELECT id, name FROM code WHERE alive = 0 ORDER BY name")
        return [(row, name or "") for row, name in rows if row not in drafts]

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
