"""Codes that may be one: alike by their names, or standing on the same passages; and the word that they are two."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from heapq import nsmallest
from itertools import islice
from typing import NamedTuple

from workbench.codebook import alike, tree
from workbench.codebook.alike import LOOK, SURELY, Alike, Named
from workbench.codebook.similar import Match
from workbench.errors import InputError
from workbench.store import Op, delete, put
from workbench.study.base import Base
from workbench.study.codes import CodeRow, Codes
from workbench.study.kept import listed
from workbench.study.overlapping import Covered, Passage, Shared
from workbench.transcripts.folding import fold, spelt
from workbench.transcripts.lemmas import WORD, Lexicon

__all__ = ["LOOK", "PASSAGES", "SURELY", "AlikePair", "Similar"]

PASSAGES = "same passages"
"""The band of two codes whose names are not alike, but whose passages are the same."""

HALF = 0.5
"""The share of the characters of both from which codes stand on the same passages."""
LEAST = 3
"""In how many places at least: two codes on one and the same passage say nothing."""
EXAMPLES = 3

_ITEM = "alike:"


class AlikePair(NamedTuple):
    """Two codes that may be one. ``band``: ``almost surely``, ``look at`` or ``same passages``; ``score``: of 100.

    ``shared``: in how many places both stand; ``share``: which share of the characters that either covers both cover;
    ``examples``: some of these places. ``related``: one is below the other. ``dismissed``: somebody has said that
    they are two.
    """

    first: CodeRow
    second: CodeRow
    band: str
    score: float
    why: str
    shared: int
    share: float
    examples: tuple[Passage, ...] = ()
    related: bool = False
    dismissed: bool = False


# The class has a verb called as the pure module's function.
Pairs = list[AlikePair]
Matches = list[Match]


class Similar:
    """``study.similar``."""

    def __init__(self, base: Base, codes: Codes) -> None:
        self._base = base
        self._codes = codes
        self._lexicon = Lexicon(base.settings.language)
        self._language = base.settings.language
        self._lemmas: dict[str, tuple[str, ...]] = {}

    # --- reading

    def pairs(self, *, limit: int = 200, overlap: bool = True, dismissed: bool = False) -> Pairs:
        """The pairs to look at: almost surely one, to look at, on the same passages; each the most alike first.

        At most ``limit`` of them by their names, and as many by their passages; ``overlap`` False looks at names only.
        ``dismissed`` True gives those too of which somebody has said that they are two.
        Nothing is said of codes and codings that are kept from whoever is at work.
        """
        rows = {code.id: code for code in self._codes.list()}
        given = self._rulings()
        covered = Covered(self._base)
        by_name = alike.pairs((self._named(code) for code in rows.values()), limit + len(given))
        found = [by_name]
        if overlap:
            found.append(_on_the_same(rows, covered, by_name, limit + len(given)))
        result: Pairs = []
        for pairs in found:
            told = ((pair, _is_dismissed(given, rows[pair.first], rows[pair.second])) for pair in pairs)
            kept = islice(((pair, gone) for pair, gone in told if dismissed or not gone), limit)
            result += [_told(pair, rows, covered, gone) for pair, gone in kept]
        return result

    def you_may_mean(self, name: str, *, lemmas: bool = True, limit: int = 3) -> Matches:
        """The codes that a new ``name`` (or path) may mean, the most alike first.

        With ``lemmas`` also those of the same words in other forms and another order, which takes a dictionary: half
        a second the first time.
        """
        found = {match.id: match for match in self._codes.near_duplicates(name)}
        words = self._words(name.rpartition(tree.SEPARATOR)[2]) if lemmas else ()
        if words:
            new = Named("", "", name.rpartition(tree.SEPARATOR)[2], "", words)
            for one in alike.alike(new, map(self._named, self._codes.list())):
                if one.second not in found or found[one.second].score < one.score:
                    found[one.second] = found.get(one.second, Match(one.second, 0.0, ()))._replace(score=one.score)
        return sorted(found.values(), key=lambda match: -match.score)[:limit]

    # --- the words of names

    def _named(self, code: CodeRow) -> Named:
        return Named(code.id, code.path, code.name, code.definition, self._words(code.name))

    def _words(self, name: str) -> tuple[str, ...]:
        """The dictionary forms of the words of a name, in the one spelling that all their spellings share."""
        if self._language != self._base.settings.language:
            self._language, self._lemmas = self._base.settings.language, {}
            self._lexicon = Lexicon(self._language)
        if name not in self._lemmas:
            self._lemmas[name] = tuple(spelt(self._lexicon.lemma(word)) for word in WORD.findall(fold(name)))
        return self._lemmas[name]

    # --- saying that they are two

    def dismiss(self, first: str, second: str, *, why: str = "") -> None:
        """Say that two codes (rows) are two: the pair comes back when either is renamed or redefined."""
        one, two = self._both(first, second)
        item = _item(one, two)
        ruling = put(
            "ruling", self._base.derive("ruling", item), item=item, cause=_cause(one, two), coder=self._base.coder
        )
        ops: list[Op] = [*self._base.why(one.id, why), ruling]
        self._base.write("keep codes apart", ops)

    def restore(self, first: str, second: str) -> None:
        """Take that back. Does nothing where nobody has said so."""
        one, two = self._both(first, second)
        row = self._base.derive("ruling", _item(one, two))
        if self._base.store.read("SELECT 1 FROM ruling WHERE id = ? AND alive = 1", (row,)):
            self._base.write("compare codes again", [delete("ruling", row)])

    def _both(self, first: str, second: str) -> tuple[CodeRow, CodeRow]:
        if first == second:
            raise InputError("that is one code", "Name two.")
        one, two = sorted((self._codes.get(first), self._codes.get(second)), key=lambda code: code.id)
        return one, two

    def _rulings(self) -> dict[str, str]:
        """What has been said, without what those said with whom one codes blind: it would tell what they look at."""
        partners = self._base.blind.partners()
        hidden = f" AND COALESCE(coder, '') NOT IN {listed(partners)}" if partners else ""
        rows = self._base.store.read(
            f"SELECT item, cause FROM ruling WHERE alive = 1 AND item >= ? AND item < ?{hidden}", (_ITEM, "alike;")
        )
        return {item: cause or "" for item, cause in rows}


def _is_dismissed(given: Mapping[str, str], first: CodeRow, second: CodeRow) -> bool:
    one, two = sorted((first, second), key=lambda code: code.id)
    return given.get(_item(one, two)) == _cause(one, two)


def _on_the_same(rows: Mapping[str, CodeRow], covered: Covered, known: Iterable[Alike], most: int) -> list[Alike]:
    """The pairs that only their passages make alike."""
    named = {frozenset((pair.first, pair.second)) for pair in known}
    found = []
    for pair in covered.pairs(HALF, LEAST):
        if pair[0] in rows and pair[1] in rows and frozenset(pair[:2]) not in named:
            first, second = sorted(pair[:2], key=lambda code: (rows[code].path, code))
            found.append((-pair[2].share, rows[first].path, rows[second].path, first, second))
    return [
        Alike(first, second, PASSAGES, -100 * share, f"{-share:.0%} of what they cover is the same")
        for share, _, _, first, second in nsmallest(most, found)
    ]


def _told(pair: Alike, rows: Mapping[str, CodeRow], covered: Covered, gone: bool) -> AlikePair:
    first, second = rows[pair.first], rows[pair.second]
    shared: Shared = covered.both(first.id, second.id)
    places = tuple(covered.places(first.id, second.id, EXAMPLES)) if shared.stretches else ()
    related = first.id in _above(rows, second) or second.id in _above(rows, first)
    why = f"{pair.why}; one is below the other" if related else pair.why
    return AlikePair(
        first, second, pair.band, pair.score, why, shared.stretches, shared.share, places, related, dismissed=gone
    )


def _above(rows: Mapping[str, CodeRow], code: CodeRow) -> set[str]:
    """Everything that a code stands below."""
    found: set[str] = set()
    at = code.parent
    while at is not None and at not in found:
        found.add(at)
        at = rows[at].parent if at in rows else None
    return found


def _item(one: CodeRow, two: CodeRow) -> str:
    """What a ruling on two codes is called; no item of the inbox is called like it."""
    return f"{_ITEM}{one.id}:{two.id}"


def _cause(one: CodeRow, two: CodeRow) -> str:
    """What both codes are now, without a word of it: a JSON list of two digests."""
    words = ([code.name, code.definition, code.include, code.exclude] for code in (one, two))
    return json.dumps([sha256(json.dumps(each, ensure_ascii=False).encode()).hexdigest()[:24] for each in words])
