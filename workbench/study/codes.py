"""The codebook: themes in a tree, found while reading, merged and moved without any coding being rewritten."""

import time
from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from workbench.codebook import similar, tree
from workbench.errors import NotFoundError
from workbench.store import Entry
from workbench.study.base import Base, not_found
from workbench.study.codechanges import Changes
from workbench.study.coderows import CodeRow, listed, with_counts
from workbench.study.counting import Recent, Since, Tally, since
from workbench.study.quoting import as_example
from workbench.study.words import NOT_COME

if TYPE_CHECKING:
    from workbench.study.merging import MergePreview
    from workbench.study.synthesis import Synthesis

LAG_S = 1.0
"""How old the numbers in the palette may be while colleagues' work comes in."""

RECENT = 50
"""How many of the codes used last come first in the palette."""

SLICE = 400
"""Of how many codes the codings are counted at once, where a screen counts between two keys."""

__all__ = ["LAG_S", "CodeRow", "CodeRows", "Codes", "with_counts"]

# ``Codes.list`` hides the word inside the class.
CodeRows = list[CodeRow]
Names = list[tuple[str, str]]
Rows = list[str]
Entries = list[Entry]
Matches = list[similar.Match]
Candidates = list[similar.Candidate]


class Codes(Changes):
    """``study.codes``."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._listed: CodeRows = []
        self._tally = Tally(base)
        self._shown: object = None  # the numbers that are in the list
        self._upto = -1  # the last change that is in the list, numbers aside
        self._kept: object = None  # what was kept from whoever looks when they were read
        self._counted_at = -LAG_S
        self._recent = Recent(base.store)
        self._ranked: _Ranked | None = None
        self._synthesis: Synthesis | None = None
        base.after.append(lambda _: self._let_go())

    # --- reading

    def list(self, *, counts: bool = True) -> CodeRows:
        """The living, unmerged codes, depth first.

        ``counts`` False looks at no coding: the numbers are those that were counted last, and 0 for what is new.
        """
        news = self._news()
        if news.more:
            self._kept, self._shown = self._hidden(), self._tally.known
            self._listed = listed(self._base, self._tally.known)
        # A text that comes later comes without a change.
        self._upto = -1 if any(c.example == NOT_COME for c in self._listed) else news.upto
        if counts and (now := self._tally.counts()) is not self._shown:
            self._listed, self._shown = with_counts(self._listed, now), now
        if counts:
            self._counted_at = time.monotonic()
        return list(self._listed)

    @property
    def counted(self) -> bool:
        """Whether ``list`` is quick: what is new since the codings were counted is little, or nothing."""
        return self._tally.quick()

    def count_on(self, codes: int = SLICE) -> bool:
        """Count the codings of a few codes more; whether all are counted. For who shows codes before their numbers."""
        return self._tally.count_on(codes)

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

    def get(self, code: str, *, counts: bool = True) -> CodeRow:
        """A living code by its row; ``counts`` as for ``list``. Raises ``NotFoundError``."""
        found = next((c for c in self.list(counts=counts) if c.id == code), None)
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
            near = similar.near_duplicates(path, self._candidates(codes, ()))
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

    def find_merged(self, name: str) -> str:
        """The row of a merged code by its name. Raises ``NotFoundError``."""
        drafts = self._base.blind.drafts()
        rows = self._base.store.read("SELECT id, name FROM code WHERE alive = 1 AND effective <> id")
        rows = [row for row in rows if row[0] not in drafts]
        found = [row for row, known in rows if known == tree.split_path(name)[-1]]
        if not found:
            raise not_found("merged code", name, [known or "" for _, known in rows])
        return str(found[0])

    def deleted(self) -> Names:
        """Deleted codes as (row, name)."""
        drafts = self._base.blind.drafts()
        rows = self._base.store.read("SELECT id, name FROM code WHERE alive = 0 ORDER BY name")
        return [(row, name or "") for row, name in rows if row not in drafts]

    # --- what stands on other rooms

    def ask_of(self, synthesis: "Synthesis") -> None:
        """Where the codes find the matrices, which stand on them."""
        self._synthesis = synthesis

    def merge_preview(self, code: str, into: str, *, tables: bool = True) -> "MergePreview":
        """What merging ``code`` into ``into`` would do. Raises as ``merge`` does where that cannot be.

        ``tables`` False: without the themes that change column, which takes long where much is coded.
        """
        from workbench.study import merging

        assert self._synthesis is not None
        return merging.preview(self._base, self, self._synthesis, code, into, tables)

    def quoted(self, passage: tuple[str, int, int]) -> str:
        """A passage (revision, start, end) as an example would have it: ``"what was said" (K-03)``."""
        return as_example(self._base, *passage)

    def example_from(self, code: str, passage: tuple[str, int, int], *, why: str = "") -> None:
        """Make a passage (revision, start, end) the example of a code."""
        self.define(code, example=self.quoted(passage), why=why)

    # --- the palette

    def rank(self, query: str, *, nearby: Collection[str] = (), limit: int = 50) -> Matches:
        """The codes that fit what is typed, best first; without a query the recent ones."""
        return self._ranking(self._lately(), nearby).rank(query, limit)

    def near_duplicates(self, name: str) -> Matches:
        """Codes that a new name may mean."""
        nearby = self._ranked.nearby if self._ranked is not None else ()
        return self._ranking(self._lately(), nearby).near_duplicates(name)

    def ready(self) -> None:
        """Do now what the first key in the palette would have to wait for."""
        if self._ranked is not None:
            self._ranked.ranking.ready()

    def recent(self, limit: int = 9) -> Rows:
        """The codes that the coder at work used last, newest first."""
        return self._recent.of(self._base.coder)[:limit]

    def _ranking(self, codes: CodeRows, nearby: Collection[str]) -> similar.Ranking:
        """The codes, to be asked about with every key; made again where they, or who uses them, have changed."""
        near, recent, last = tuple(nearby), tuple(self.recent(RECENT)), self._ranked
        if last is None or last.listed is not self._listed or (last.nearby, last.recent) != (near, recent):
            names = last.ranking.names if last is not None else None
            ranking = similar.Ranking(self._candidates(codes, near), names)
            self._ranked = last = _Ranked(self._listed, near, recent, ranking)
        return last.ranking

    def _candidates(self, codes: CodeRows, nearby: Collection[str]) -> Candidates:
        order = {code: i for i, code in enumerate(self.recent(RECENT))}
        near = Counter(nearby)
        return [similar.Candidate(c.id, c.path, c.name, c.count, order.get(c.id), near[c.id]) for c in codes]


class _Ranked(NamedTuple):
    """A ranking, and what it was made of."""

    listed: CodeRows
    nearby: tuple[str, ...]
    recent: tuple[str, ...]
    ranking: similar.Ranking
