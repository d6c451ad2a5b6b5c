"""Which codes a few typed letters mean, and which code a new name resembles.

Names are compared folded (``folded``), so ``laering`` finds Læring and ``sporge`` finds Spørge. What was mistyped, and
what a new name resembles, is told by rapidfuzz.
"""

import heapq
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate, pairwise
from typing import NamedTuple

from rapidfuzz import fuzz, process

from workbench.codebook import fits, misspelt
from workbench.codebook.folded import Spans, fold, folded, folded_name, leaf
from workbench.codebook.lines import Lines, within

__all__ = ["Candidate", "Match", "Names", "Ranking", "Spans", "folded_name", "near_duplicates", "rank"]

_MAX_QUERY = 200
_NEAR = 75.0  # of 100: "Netværk" and "netvaerksarbejde", not "Tid" and "Tillid"
_INSIDE = 90.0  # of 100: how much of a name must stand in the other
_STEPS = (1, 1, 1, 1, 1, 2, 3, 4, 6, 9, 14, 20)  # letters between others that are looked at together
_FEW = 8  # times as many as are wanted: so many are looked at one by one
_ROUNDED = 1e-6


@dataclass(slots=True)
class Candidate:
    """A code to choose from: its name and path, its codings (``count``), how recently this coder used it (``recent``:
    0 the last, 1 the one before, None never) and how many codings with it lie near the cursor (``nearby``)."""

    id: str
    path: str
    name: str
    count: int = 0
    recent: int | None = None
    nearby: int = 0


class Match(NamedTuple):
    """A code that fits, best first by ``score``; ``spans`` are (start, end) in its path, to be set in bold."""

    id: str
    score: float
    spans: Spans


def rank(query: str, candidates: Sequence[Candidate], limit: int = 50) -> list[Match]:
    """The candidates that fit ``query``, best first, at most ``limit``; see ``Ranking``."""
    return Ranking(candidates).rank(query, limit)


def near_duplicates(name: str, candidates: Sequence[Candidate], limit: int = 3) -> list[Match]:
    """Codes that a new ``name`` (or path) may mean already, most alike first; see ``Ranking``."""
    return Ranking(candidates).near_duplicates(name, limit)


class Names:
    """The paths of all codes, made ready to be looked through; good for any ``Ranking`` of the same paths."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.paths = list(paths)

    @cached_property
    def leaves(self) -> list[str]:
        """The folded names at the ends of the paths."""
        return [folded(path)[0] for path in self.paths]

    @cached_property
    def in_names(self) -> Lines:
        """The folded names, to be looked through."""
        return Lines(self.leaves)

    @cached_property
    def in_paths(self) -> Lines:
        """The folded paths, to be looked through."""
        return Lines([folded(path)[1] for path in self.paths])

    def ready(self) -> None:
        """Make everything ready now, instead of at the first question."""
        self.in_names.ready()
        self.in_paths.ready()


class Ranking:
    """Codes, to be asked about again and again: what a key costs hardly grows with how many there are.

    ``names``: of an earlier ranking of the same paths, whose counts and habits were others.
    """

    def __init__(self, candidates: Sequence[Candidate], names: Names | None = None) -> None:
        self.candidates = candidates
        paths = [candidate.path for candidate in candidates]
        self.names = names if names is not None and names.paths == paths else Names(paths)
        self._first: list[Candidate] = []

    def rank(self, query: str, limit: int = 50) -> list[Match]:
        """The candidates that fit ``query``, best first, at most ``limit``.

        In this order: the name itself, its beginning, the beginning of a word in it, a part of it, all the words
        somewhere in the path; then letters in that order (``nvl``) and misspellings together. Among equals what was
        used lately, is used nearby and is used much comes first; an empty query asks for just that.
        """
        typed = fold(query[:_MAX_QUERY]).replace("/", " ").split()
        if not typed:
            return [Match(candidate.id, _use(candidate), ()) for candidate in self._habits(limit)]
        return _Search(self, typed, limit).found() if self.candidates and limit > 0 else []

    def near_duplicates(self, name: str, limit: int = 3) -> list[Match]:
        """Codes that a new ``name`` (or path) may mean already; 100 is the same but for case and æ, ø, å.

        Alike are misspellings, other word orders, and one name inside the other; parents are not looked at.
        """
        query = fold(leaf(name)[:_MAX_QUERY]).strip()
        if not query:
            return []
        alike: dict[int, float] = {}
        scorers: tuple[tuple[Callable[..., float], float, float], ...] = (
            (fuzz.ratio, _NEAR, 1.0),
            (fuzz.token_sort_ratio, _NEAR, 1.0),
            (fuzz.partial_ratio, _INSIDE, 0.9),
        )
        for scorer, cutoff, weight in scorers:
            for own, score, index in process.extract(query, self._own, scorer=scorer, score_cutoff=cutoff, limit=None):
                if weight == 1.0 or min(len(query), len(own)) >= 5:
                    alike[index] = max(alike.get(index, 0.0), score * weight)
        best = heapq.nsmallest(limit, alike, key=lambda index: (-alike[index], _habit(self.candidates[index])))
        return [Match(self.candidates[i].id, alike[i], fits.most_alike(query, self.candidates[i].path)) for i in best]

    def _habits(self, limit: int) -> list[Candidate]:
        """What is used lately, nearby and much, in this order."""
        if len(self._first) < min(limit, len(self.candidates)):
            self._first = heapq.nsmallest(limit, self.candidates, key=_habit)
        return self._first[:limit]

    @cached_property
    def _own(self) -> list[str]:
        return [fold(candidate.name) for candidate in self.candidates]

    @cached_property
    def uses(self) -> list[float]:
        """What habit adds to the score of each."""
        return [_use(candidate) for candidate in self.candidates]

    @cached_property
    def _by_length(self) -> dict[int, list[tuple[float, int]]]:
        """By the length of the folded name, (habit as a negative number, index), the most used first."""
        found: dict[int, list[tuple[float, int]]] = {}
        for index, (own, use) in enumerate(zip(self.names.leaves, self.uses, strict=True)):
            found.setdefault(len(own), []).append((-use, index))
        for of_length in found.values():
            of_length.sort()
        return found

    def ready(self) -> None:
        """Make everything ready now, instead of at the first question."""
        self.names.ready()
        _ = self._by_length, self._own

    def by_bonus(self, length: int) -> Iterator[tuple[float, int]]:
        """All, by what closeness and habit add to the score of a query of ``length``, the most first."""

        def of_length(letters: int, rows: list[tuple[float, int]]) -> Iterator[tuple[float, int]]:
            close = fits.closeness(length, letters)
            return ((use - close, index) for use, index in rows)

        for bonus, index in heapq.merge(*(of_length(n, rows) for n, rows in self._by_length.items())):
            yield -bonus, index


class _Search:
    """One query. Kinds of fit are gone through from the best on, and left where nothing can come in any more."""

    def __init__(self, ranking: Ranking, typed: Sequence[str], limit: int) -> None:
        self._ranking = ranking
        self._names = ranking.names
        self._typed = typed
        self._query = " ".join(typed)
        self._pattern = fits.in_order("".join(typed))
        self._letters = "".join(typed)[: fits.LONGEST]
        self._limit = limit
        self._looked: set[int] = set()
        self._found: list[tuple[float, str, int]] = []
        self._best: list[float] = []  # the best scores, the least first

    def found(self) -> list[Match]:
        """The best matches."""
        for most, kind in self._kinds():
            if self._finished(most):
                break
            self._take(most, kind)
        first = heapq.nsmallest(self._limit, self._found)
        candidates = self._ranking.candidates
        return [
            Match(candidates[i].id, -score, fits.spans(self._query, self._typed, self._pattern, candidates[i].path))
            for score, _, i in first
        ]

    def _look(self, index: int) -> None:
        """Score one candidate, whatever kind of fit it is."""
        if index in self._looked:
            return
        self._looked.add(index)
        path = self._ranking.candidates[index].path
        own, whole = folded(path)
        quality = fits.quality(self._query, self._typed, own, whole)
        if not quality:
            quality = max(fits.looseness(self._pattern, own, whole), fits.slip(self._query, own))
        if not quality:
            return
        score = quality + fits.closeness(len(self._query), len(own)) + self._ranking.uses[index]
        self._found.append((-score, path, index))
        if len(self._best) < self._limit:
            heapq.heappush(self._best, score)
        elif score > self._best[0]:
            heapq.heapreplace(self._best, score)

    def _short(self, most: float) -> float:
        """How much habit and closeness must add to a fit of ``most``, so that it comes in."""
        return self._best[0] - most - _ROUNDED if len(self._best) == self._limit else -math.inf

    def _finished(self, most: float) -> bool:
        """Whether nothing of ``most`` or less comes in any more, once those used so much have been looked at."""
        least = self._short(most)
        if least <= 0:
            return False
        few = []
        for bonus, index in self._ranking.by_bonus(len(self._query)):
            if bonus < least:
                break
            few.append(index)
            if len(few) > _FEW * self._limit:
                return False
        for index in few:
            self._look(index)
        return True

    def _take(self, most: float, kind: "_Kind") -> None:
        """Look at the candidates of a kind; of very many at the most used ones first, and as long as one may come in.

        ``most``: how good the fit of any of them is at most.
        """
        lines, where = kind
        if where.bit_count() <= _FEW * self._limit:
            for index in lines.numbers(where) if where else ():
                self._look(index)
            return
        among = lines.among(where)
        for bonus, index in self._ranking.by_bonus(len(self._query)):
            if bonus < self._short(most):
                break
            if index in among:
                self._look(index)

    def _kinds(self) -> Iterator[tuple[float, "_Kind"]]:
        """How good a fit is at most, and the candidates that fit like that; none after it fit better."""
        yield from self._as_typed()
        yield from self._loosely()

    def _as_typed(self) -> Iterator[tuple[float, "_Kind"]]:
        """The names with the query in them, then the paths with all its words: what ``fits.quality`` tells apart."""
        names, paths = self._names.in_names, self._names.in_paths
        places = names.phrase(self._query)
        beginning = places & names.starts
        yield 100.0, (names, names.holding(beginning & (names.ends >> len(self._query))))
        yield 90.0, (names, names.holding(beginning))
        yield 80.0, (names, names.holding(places & names.after(" -")))
        yield 70.0, (names, names.holding(places))
        whole = begun = paths.ends
        for word in self._typed:
            places = paths.phrase(word)
            whole &= paths.holding(places)
            begun &= paths.holding(places & (paths.starts | paths.after(" ")))
        yield 65.0, (paths, begun)
        yield 55.0, (paths, whole)

    def _loosely(self) -> Iterator[tuple[float, "_Kind"]]:
        """The names with something like the query, and names and paths with its letters in order, tightest first."""
        names, paths, length = self._names.in_names, self._names.in_paths, len(self._letters)
        yield fits.IN_NAME, (names, 0)  # what follows costs something: only if any of it may come in
        groups: list[tuple[float, Lines, Callable[[], int]]] = []
        for most, numbers in self._slips(names).items():
            groups.append((most, names, partial(names.lines, numbers)))
        for lines, best, thinnest in (
            (names, fits.IN_NAME, fits.THINNEST_NAME),
            (paths, fits.IN_PATH, fits.THINNEST_PATH),
        ):
            first, last = lines.in_order(self._letters)
            borders = _borders(length, int(length / thinnest + _ROUNDED), last.bit_count() > _FEW * self._limit)
            for shorter, longer in pairwise(borders) if last else ():
                most = best - fits.SPREAD * (1 - length / (shorter + 1))
                groups.append((most, lines, partial(_as_tight, lines, (first, last), shorter, longer)))
        for most, lines, where in sorted(groups, key=lambda group: -group[0]):
            yield most, (lines, where())

    def _slips(self, names: Lines) -> dict[float, list[int]]:
        """The names that hold something like the query, by how good that fit is at most: what ``fits.slip`` tells."""
        query, own = self._query, self._names.leaves
        if len(query) < fits.SHORTEST_TYPO:
            return {}
        chosen = names.numbers(misspelt.like(names, query)) if len(query) <= misspelt.WORD else range(len(own))
        near = [own[number] for number in chosen]
        groups: dict[float, list[int]] = {}
        for _, score, at in process.extract(query, near, scorer=fuzz.partial_ratio, score_cutoff=fits.TYPO, limit=None):
            groups.setdefault(30 + math.ceil(2 * (score - fits.TYPO)) / 2, []).append(chosen[at])
        return groups


def _borders(length: int, longest: int, many: bool) -> list[int]:
    """Between which lengths ``length`` letters in order are looked at together: of ``many``, first those all in one."""
    between = accumulate(_STEPS, initial=length - 1) if many else (length - 1,)
    return [*(border for border in between if border < longest), longest]


def _as_tight(lines: Lines, chains: tuple[int, int], shorter: int, longer: int) -> int:
    """The lines whose chains (where they begin and end) are longer than ``shorter``, and not than ``longer``."""
    first, last = chains
    near = within(first, longer - 1) & last
    return lines.holding(near & ~within(first, shorter - 1) if shorter else near)


_Kind = tuple[Lines, int]
"""Some lines of names or paths."""


def _habit(candidate: Candidate) -> tuple[float, int, int, str]:
    recent = math.inf if candidate.recent is None else candidate.recent
    return (recent, -candidate.nearby, -candidate.count, candidate.path)


def _use(candidate: Candidate) -> float:
    """Below 8, so that with the closeness (below 2) no habit lifts a code over a better kind of fit."""
    recent = 0.0 if candidate.recent is None else 4.5 * 0.85 ** min(candidate.recent, 50)
    return recent + 0.5 * min(candidate.nearby, 4) + min(math.log1p(max(candidate.count, 0)) / 6, 1.4)
