"""What makes the columns of a matrix: ``Rule.by`` taken apart.

A *dimension* is one thing to be told apart by. Some are of the voice or the interview (group, site, kind, mode,
transcript, an informant's attribute); some are of the coding (``coder``, ``facet:NAME``, ``code:PATH``), and then the
same person may be in one column here and in another there. Where several are named, the first that says anything of a
passage decides: "facet:form, form" takes the coding's own word, and else what is known of the informant.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from workbench.errors import InputError, NotFoundError
from workbench.synthesis.spans import Spans, bits
from workbench.synthesis.tree import subtree
from workbench.synthesis.values import Evidence, Rule, Theme

GROUP, ATTRIBUTE, FACET, CODE, CODER = "group", "attribute", "facet", "code", "coder"
OF_INTERVIEWS = ("site", "kind", "mode", "transcript")
OF_CODINGS = (FACET, CODE, CODER)
SEPARATOR = ", "
BOTH = "both"
"""The value of a facet that means every column, where it is none itself."""

Said = tuple[tuple[str, ...], ...]
"""What a coding says by itself: for each dimension of codings, in their order, the columns it names."""


class Dimension(NamedTuple):
    """One thing to tell apart by; ``name`` is that of the facet or attribute, or the path of the code."""

    kind: str
    name: str = ""


def dimensions(by: str, paths: Collection[str] = ()) -> tuple[Dimension, ...]:
    """What ``by`` names, in order of precedence; ``paths`` of codes, for a path may hold a comma.

    Raises InputError where it names nothing, or one thing twice.
    """
    parts = [part.strip() for part in by.split(SEPARATOR)]
    found: list[Dimension] = []
    while parts:
        part = parts.pop(0)
        if part.startswith("code:"):
            part, parts = _path(part, parts, {_folded(path) for path in paths})
        found.append(_dimension(part))
    if not all(one.kind in (GROUP, CODER, *OF_INTERVIEWS) or one.name for one in found):
        raise InputError(f"by = “{by}” leaves out what to tell apart by", 'write by = "group", or "facet:NAME, NAME"')
    if len(set(found)) < len(found):
        raise InputError(f"by = “{by}” names one thing twice", "name it once; what stands first decides")
    return tuple(found)


def _path(part: str, rest: list[str], paths: Collection[str]) -> tuple[str, list[str]]:
    """A code's path, with as many of the parts that follow as still make one."""
    for n in range(len(rest), 0, -1):
        whole = SEPARATOR.join((part, *rest[:n]))
        if _folded(whole[5:]) in paths:
            return whole, rest[n:]
    return part, rest


def _dimension(part: str) -> Dimension:
    if part in (GROUP, CODER, *OF_INTERVIEWS):
        return Dimension(part)
    for kind in (FACET, CODE):
        if part.startswith(f"{kind}:"):
            return Dimension(kind, _folded(part[len(kind) + 1 :]))
    return Dimension(ATTRIBUTE, part)


def _folded(path: str) -> str:
    return " ".join(path.split())


def by_coding(found: Iterable[Dimension]) -> bool:
    """Whether the coding, and not only whose voice it is, says in which column it is."""
    return any(one.kind in OF_CODINGS for one in found)


def parts_of(path: str, themes: Sequence[Theme]) -> tuple[Theme, ...]:
    """The themes right below ``path``, or that one itself where none is. Raises NotFoundError for no theme's path."""
    own = next((theme for theme in themes if theme.path == path), None)
    if own is None:
        raise NotFoundError(f"by = “code:{path}” names no code", "write the whole path, as the codebook shows it")
    return tuple(theme for theme in themes if theme.parent == own.id) or (own,)


def resolved(rule: Rule, themes: Sequence[Theme]) -> Rule:
    """``rule`` with the ids of codes where its columns, labels and ``seen_from`` name such by path or name."""
    named: dict[str, str] = {}
    labels: dict[str, str] = {}
    for one in dimensions(rule.by, [theme.path for theme in themes]):
        if one.kind == CODE:
            for theme in parts_of(one.name, themes):
                own = theme.path.rpartition(" / ")[2]
                named |= {own: theme.id, theme.path: theme.id}
                labels[theme.id] = own
    if not named:
        return rule
    return replace(
        rule,
        columns=tuple(named.get(column, column) for column in rule.columns),
        labels=labels | {named.get(column, column): label for column, label in rule.labels.items()},
        seen_from=named.get(rule.seen_from, rule.seen_from),
    )


class Sayings:
    """What each coding says by itself of the column it is in."""

    def __init__(self, found: Iterable[Dimension], themes: Sequence[Theme], evidence: Sequence[Evidence]) -> None:
        self._of = [one for one in found if one.kind in OF_CODINGS]
        self._marked = {
            one.name: Marked(parts_of(one.name, themes), themes, evidence) for one in self._of if one.kind == CODE
        }
        self.silence: Said = ((),) * len(self._of)

    def __bool__(self) -> bool:
        return bool(self._of)

    def of(self, row: Evidence) -> Said:
        """For each dimension of codings the columns that ``row`` names."""
        return tuple(self._one(one, row) for one in self._of)

    def _one(self, one: Dimension, row: Evidence) -> tuple[str, ...]:
        if one.kind == FACET:
            return row.facets.get(one.name, ())
        if one.kind == CODER:
            return (row.coder,)
        return self._marked[one.name].on(row)


class Marked:
    """Where codes lie: a passage is in the column of each that is on any of its characters, by whoever coded it.

    Counter-evidence of a code does not make its column: what denies a theme does not voice it.
    """

    def __init__(self, codes: Sequence[Theme], themes: Sequence[Theme], evidence: Iterable[Evidence]) -> None:
        self._codes = [code.id for code in codes]
        bit = {theme: 1 << n for n, code in enumerate(codes) for theme in subtree(themes, code.id)}
        passages: dict[str, list[tuple[tuple[int, int], int]]] = {}
        for row in evidence:
            mask = bit.get(row.theme)
            if mask and not denies(row):
                passages.setdefault(row.transcript, []).append(((row.start, row.end), mask))
        self._on: Mapping[str, Spans] = {transcript: Spans(found) for transcript, found in passages.items()}

    def on(self, row: Evidence) -> tuple[str, ...]:
        """The codes on the passage of ``row``."""
        spans = self._on.get(row.transcript)
        return tuple(self._codes[n] for n in bits(spans.between(row.start, row.end))) if spans else ()


def denies(row: Evidence) -> bool:
    """Whether the coder marked the passage as saying the opposite of the theme."""
    return "denies" in row.facets.get("stance", ())
