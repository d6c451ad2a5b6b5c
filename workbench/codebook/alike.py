"""Which codes of a codebook may be one code under two names: every pair is considered, few are ever compared.

Names are compared folded, and as their words' dictionary forms in any order. Where two names hold different numbers
they are not the same name, however alike they look. Comparing 10,000 codes each with each would take minutes: names
whose lengths differ too much cannot be alike, and names of which one is in the other share their rarest word.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from heapq import nsmallest
from itertools import combinations, islice, product
from typing import NamedTuple

from rapidfuzz import fuzz, process

from workbench.codebook.similar import folded_name

SURELY, LOOK = "almost surely", "look at"
"""The two bands: of the first nine in ten are one code indeed, of the second six in ten."""

NEAR = 85.0
"""Of 100: how alike two names, or the dictionary forms of their words in order, almost surely are one."""
INSIDE = 90.0
"""Of 100: how much of one name's words the other has, to be looked at."""
MOST = 2000
"""Pairs that are given at most, the most alike first."""

_NUMBER = re.compile(r"\d+")
_ROUNDED = 0.01  # characters


class Named(NamedTuple):
    """A code to compare: ``lemmas`` are the dictionary forms of the words of its name, folded."""

    id: str
    path: str
    name: str
    definition: str
    lemmas: tuple[str, ...]


class Alike(NamedTuple):
    """Two codes (ids, the one whose path comes first as ``first``), how alike they are of 100, and in what."""

    first: str
    second: str
    band: str
    score: float
    why: str


class _Words(NamedTuple):
    """What is compared of all codes that are called the same: how they are written, and what the words are.

    ``ordered`` are the dictionary forms one behind the other, ``size`` the letters of the different ones.
    """

    folded: str
    ordered: str
    numbers: tuple[str, ...]
    lemmas: frozenset[str]
    size: int


class _Found(NamedTuple):
    score: float
    why: str


_Groups = list[tuple[_Words, list[Named]]]
_Pairs = dict[tuple[int, int], _Found]


def pairs(candidates: Iterable[Named], most: int = MOST) -> list[Alike]:
    """The pairs of codes that may be one, ``almost surely`` first, then ``look at``, each the most alike first."""
    groups = _grouped(candidates)
    surely = _alike(groups, lambda words: words.folded, "named alike")
    for pair, found in _alike(groups, lambda words: words.ordered, "the same words, or nearly").items():
        if pair not in surely or surely[pair].score < found.score:
            surely[pair] = found
    look = {pair: found for pair, found in _inside(groups).items() if pair not in surely}
    same = {(n, n): _Found(100.0, "the same name") for n, (_, codes) in enumerate(groups) if len(codes) > 1}
    result: list[Alike] = []
    for band, found_pairs in ((SURELY, same | surely), (LOOK, look)):
        result += _spelt_out(groups, found_pairs, band, most - len(result))
    return result


def alike(name: Named, candidates: Iterable[Named]) -> list[Alike]:
    """The codes that one name may mean by its words' dictionary forms, the most alike first; ``name`` is ``first``."""
    words, result = _words(name), []
    for other in candidates:
        theirs = _words(other)
        if words.numbers != theirs.numbers or not words.lemmas or not theirs.lemmas:
            continue
        if (score := fuzz.ratio(words.ordered, theirs.ordered)) >= NEAR:
            result.append(Alike(name.id, other.id, SURELY, score, "the same words, or nearly"))
        elif (score := _share(words, theirs)) >= INSIDE:
            result.append(Alike(name.id, other.id, LOOK, score, "one name is in the other"))
    return sorted(result, key=lambda a: (a.band != SURELY, -a.score))


def _words(code: Named) -> _Words:
    folded = folded_name(code.name)
    lemmas = frozenset(code.lemmas)
    return _Words(folded, " ".join(sorted(code.lemmas)), tuple(_NUMBER.findall(folded)), lemmas, sum(map(len, lemmas)))


def _grouped(candidates: Iterable[Named]) -> _Groups:
    """The codes by how they are called; each group by path, the groups by their names."""
    groups: dict[_Words, list[Named]] = {}
    for code in sorted(candidates, key=lambda code: (code.path, code.id)):
        groups.setdefault(_words(code), []).append(code)
    return sorted(((words, codes) for words, codes in groups.items() if words.folded), key=lambda g: g[0][:2])


# --- almost surely


def _alike(groups: _Groups, text: Callable[[_Words], str], why: str) -> _Pairs:
    """The groups whose ``text`` is nearly the same. One letter in seven may differ, so lengths cannot differ more."""
    texts = sorted((text(words), n) for n, (words, _) in enumerate(groups))
    texts.sort(key=lambda one: len(one[0]))
    plain = [one for one, _ in texts]
    lengths = [len(one) for one in plain]
    found: _Pairs = {}
    for at, (mine, n) in enumerate(texts):
        if not mine:
            continue
        longest = len(mine) * (200 - NEAR) / NEAR + _ROUNDED
        others = plain[at + 1 : bisect_right(lengths, longest)]
        for _, score, step in process.extract_iter(mine, others, scorer=fuzz.ratio, score_cutoff=NEAR):
            other = texts[at + 1 + step][1]
            if groups[n][0].numbers == groups[other][0].numbers:
                _keep(found, (min(n, other), max(n, other)), _Found(score, why))
    return found


# --- look at


def _inside(groups: _Groups) -> _Pairs:
    """The groups whose words are nearly all among another's: found by the rarest words of the one."""
    often = Counter(word for words, _ in groups for word in words.lemmas)
    having: dict[str, list[int]] = {}
    for n, (words, _) in enumerate(groups):
        for word in words.lemmas:
            having.setdefault(word, []).append(n)
    found: _Pairs = {}
    for n, (words, _) in enumerate(groups):
        for other in sorted({other for word in _telling(words, often) for other in having[word]} - {n}):
            pair = (min(n, other), max(n, other))
            if pair in found or words.numbers != groups[other][0].numbers:
                continue
            if (score := _share(words, groups[other][0])) >= INSIDE:
                _keep(found, pair, _Found(score, "one name is in the other"))
    return found


def _telling(words: _Words, often: Counter[str]) -> Iterator[str]:
    """The rarest words, as many as it takes that without all of them too little of the name would be left."""
    known = sorted(words.lemmas, key=lambda word: (often[word], word))
    left: float = words.size
    least = left * INSIDE / (200 - INSIDE)
    for word in known:
        yield word
        left -= len(word)
        if left < least:
            return


def _share(one: _Words, other: _Words) -> float:
    """How much of the words of the one that has less beside them both names have, of 100."""
    both = sum(map(len, one.lemmas & other.lemmas))
    return 200 * both / (both + min(one.size, other.size)) if both else 0.0


# --- from groups to codes


def _keep(found: _Pairs, pair: tuple[int, int], how: _Found) -> None:
    """Note a pair; of very many only the most alike stay, so that one word over and over fills nothing."""
    found[pair] = how
    if len(found) >= 8 * MOST:
        best = _best(found, 4 * MOST)
        found.clear()
        found.update(best)


def _best(found: _Pairs, most: int) -> list[tuple[tuple[int, int], _Found]]:
    return nsmallest(most, found.items(), key=lambda item: (-item[1].score, item[0]))


def _spelt_out(groups: _Groups, found: _Pairs, band: str, most: int) -> list[Alike]:
    """The codes of the groups in pairs, the most alike first, at most so many."""
    result: list[Alike] = []
    for (one, other), (score, why) in _best(found, max(most, 0)):
        room = most - len(result)
        if room <= 0:
            break
        both: Iterator[tuple[Named, Named]] = (
            combinations(groups[one][1], 2) if one == other else product(groups[one][1], groups[other][1])
        )
        for pair in islice(both, room):
            first, second = sorted(pair, key=lambda code: (code.path, code.id))
            result.append(Alike(first.id, second.id, band, score, why))
    return result
