"""The codes as they are listed: in their places, with their counts, and without what is kept from whoever looks."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workbench.codebook import tree
from workbench.codebook.heading import STATUSES
from workbench.codebook.text import LEGAL_SHORT
from workbench.errors import InputError
from workbench.identity import derived_short
from workbench.sanitise import line
from workbench.study.base import Base, facets_of

COLUMNS = (
    *("id", "short", "name", "definition", "include", "exclude", "example", "colour", "facets", "sort", "above"),
    *("exclusive", "draft", "status", "origin"),
)
"""What is read of a code, in this order."""

_QUERY = f"SELECT {', '.join(COLUMNS)} FROM code WHERE alive = 1 AND (effective = id OR effective IS NULL)"

Found = dict[str, tuple[Any, ...]]
"""What the query reads, by row."""


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A living code in its place: ``path`` names it, ``count`` its own codings, ``total`` those of its subtree.

    ``number`` is its rank among all codes there ever were, from which a hue follows where no ``colour`` is given.
    ``exclusive``: of the codes below it a passage bears one at most. ``draft``: the name of the coder who made it while
    coding blind and has not proposed it to the team, as long as that one codes blind with anybody. ``status``: one of
    ``STATUSES``, or ''; ``origin`` the row of the code it was split from.
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
    exclusive: bool = False
    draft: str = ""
    status: str = ""
    origin: str = ""


def listed(base: Base, counts: Mapping[str, int]) -> list[CodeRow]:
    """The living, unmerged codes that one may see, depth first; ``counts``: how many codings each has of its own."""
    rows: Found = {row[0]: row for row in base.store.read(_QUERY)}
    ranked = [row for (row,) in base.store.read("SELECT id FROM code ORDER BY sort, id")]
    return arranged(base, rows, ranked, counts, base.blind.examples(), base.blind.busy())


def arranged(
    base: Base,
    rows: Found,
    ranked: Iterable[str],
    counts: Mapping[str, int],
    examples: Mapping[str, str | None],
    busy: Collection[str],
) -> list[CodeRow]:
    """Codes (``COLUMNS`` by row) in their places, without those that are kept from whoever looks.

    ``ranked``: all codes there ever were, by their sort numbers; ``examples``: those that are shown in place of hidden
    ones; ``busy``: whoever codes blind with somebody.
    """
    shorts = _shorts((row[0], row[1]) for row in sorted(rows.values()))
    rows, above = _seen(base, rows, examples)
    shown = dict(zip(rows, base.words.all(row[6] for row in rows.values()), strict=True))
    nodes = [
        tree.Node(r[0], r[2] or r[1] or r[0], above[r[0]] if above[r[0]] in rows else None, _place(r[9]))
        for r in rows.values()
    ]
    ordered = tree.ordered(nodes)
    paths = tree.paths(nodes)
    # Ranked with the deleted and the merged, so that no hue moves when a code comes or goes.
    drafts = base.blind.drafts()
    names = base.coder_names() if busy else {}
    makers = {row: names.get(row, row) for row in busy}
    numbers = {row: i for i, row in enumerate(row for row in ranked if row not in drafts)}
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
            shown[node.id],
            makers.get(rows[node.id][12] or "", ""),
        )
        for node in ordered
    ]


def _place(sort: object) -> int:
    """Where a code stands among its neighbours; first where that is no number: a colleague's program may be broken."""
    return sort if isinstance(sort, int) else 0


def check_shared(code: CodeRow, draft: CodeRow) -> None:
    """Raise where a code that all see would stand below or in one that some do not: it would be lost to these."""
    if draft.draft and code.draft != draft.draft:
        raise InputError(
            f"{line(draft.path, 80)} is unproposed: not everybody sees it, and {line(code.path, 80)} they do",
            f'Propose it first: `workbench codebook propose "{line(draft.path, 80)}"`.',
        )


def _seen(base: Base, rows: Found, examples: Mapping[str, str | None]) -> tuple[Found, dict[str, str | None]]:
    """Of the codes read those that one may see, with the examples one may see; and below which each stands."""
    drafts, twins = base.blind.drafts(), base.blind.twins()
    above: dict[str, str | None] = {code: row[10] for code, row in rows.items()}
    if not (drafts or examples or twins):
        return rows, above
    seen, places = {}, {}
    for code, row in rows.items():
        if code in drafts:
            continue
        at = above[code]
        while at in drafts:
            at = above.get(at or "")
        places[code] = at
        draft = base.coder if row[12] and code in twins else row[12]
        seen[code] = (*row[:6], examples.get(code, row[6]), *row[7:12], draft, *row[13:])
    return seen, places


def _totals(ordered: Sequence[tree.Node | CodeRow], counts: Mapping[str, int]) -> dict[str, int]:
    """Codings of each code and all below it; ``ordered``: each code after the one it stands below."""
    totals = {code.id: counts.get(code.id, 0) for code in ordered}
    for code in reversed(ordered):
        if code.parent is not None:
            totals[code.parent] += totals[code.id]
    return totals


def with_counts(codes: Sequence[CodeRow], counts: Mapping[str, int]) -> list[CodeRow]:
    """Codes, depth first, with other ``counts`` of their own codings; the totals of their subtrees follow."""
    totals = _totals(codes, counts)
    return [
        c
        if (c.count, c.total) == (own := counts.get(c.id, 0), totals[c.id])
        else replace(c, count=own, total=totals[c.id])
        for c in codes
    ]


def _shorts(written: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """Row → short id, each its own: what another program wrote, or left out, must not break the codebook's file."""
    shorts: dict[str, str] = {}
    taken: set[str] = set()
    for code, short in written:
        shorts[code] = short if short and LEGAL_SHORT.fullmatch(short) and short not in taken else derived_short(code)
        taken.add(shorts[code])
    return shorts


def _row(
    row: tuple[Any, ...],
    short: str,
    node: tree.Node,
    path: str,
    count: int,
    total: int,
    number: int,
    example: str,
    draft: str,
) -> CodeRow:
    code, _, _, definition, include, exclude, _, colour, facets, _, _, exclusive, _, status, origin = row
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
        exclusive=bool(exclusive),
        draft=draft,
        status=status if status in STATUSES else "",
        origin=origin or "",
    )
