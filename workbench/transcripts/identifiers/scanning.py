"""One scan from beginning to end: what each rule says, and what is left of it when they overlap."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from workbench.transcripts import gazetteers
from workbench.transcripts.engine import Engine
from workbench.transcripts.identifiers import (
    addresses,
    capitals,
    contacts,
    dates,
    institutions,
    labels,
    names,
    numbers,
    places,
    quasi,
    spaced,
)
from workbench.transcripts.identifiers.context import NOTHING, Context, acronym
from workbench.transcripts.identifiers.values import Finding, Hit, Own
from workbench.transcripts.identifiers.words import Word, caseless, masked, ordinary, runs
from workbench.transcripts.turns import Turn

_SMALL = re.compile(r"(?<!\w)[^\W\d_A-ZÆØÅÄÖÜ]\w*")

_CITED = re.compile(r"Candace Clark|University of Chicago Press|Guest, Namey (?:&|og|and) Chen")
"""Works that this program names itself, in a codebook to begin with and under a curve: nobody's interview."""

RULES = 4
"""Counted up whenever a rule or a list changes: what is kept of a scan says which rules made it."""


def scan(
    text: str,
    turns: Sequence[Turn],
    language: str,
    *,
    own: Own = Own(),  # noqa: B008 (a tuple)
    cleared: Callable[[str, str], bool] | None = None,
    engine: Engine | None = None,
    known: Collection[str] = (),
) -> list[Finding]:
    """What in a text may identify somebody, ascending and apart.

    ``own`` are the project's lists, ``known`` names found elsewhere in the study, ``engine`` an installed model whose
    names are added. ``cleared(kind, text)`` says what somebody has looked at and keeps. An aid, not proof.
    """
    lists = gazetteers.of(language)
    without_capitals = caseless(text)
    quiet = masked(text, turns)
    matchers = spaced.matchers(lists.code, without_capitals)
    seen = matchers.match(quiet, turns, own) if matchers else NOTHING
    context = Context(quiet, lists, seen, frozenset(_SMALL.findall(quiet)))
    hits = [*numbers.find(quiet, lists.code), *contacts.find(text), *dates.find(quiet, lists)]
    hits += _small(context) if without_capitals else _cased(context, {hit.start for hit in hits})
    hits += seen.own
    spoken = list(labels.find(text, turns, lists.code))
    if engine is not None:
        hits += _modelled(context, turns, engine)
    found = names.parts([*hits, *spoken], text, lists) | set(known)
    hits += [*names.again(context, found), *capitals.again(context, hits)]
    apart = matchers.filtered(seen, hits) if matchers else _apart(hits)
    kept = _surest(sorted([*apart, *spoken], key=lambda hit: hit.start), hits)
    kept += _beside(quasi.find(text, lists), kept, text)
    findings = (Finding(h.kind, h.start, h.end, text[h.start : h.end], h.score, h.why) for h in kept)
    kept_back = (one for one in findings if cleared is None or not cleared(one.kind, one.text))
    return sorted(kept_back, key=lambda one: one.start)


def plain(text: str, language: str, own: Own = Own()) -> list[Finding]:  # noqa: B008 (a tuple)
    """The same for a text that is no transcript: an export, a file's name, an author. Every line stands for itself."""
    at, lines = 0, []
    for line in text.split("\n"):
        lines.append(Turn(at, at, at + len(line), ""))
        at += len(line) + 1
    cited = [match.span() for match in _CITED.finditer(text)]
    return [
        finding
        for finding in scan(text, [line for line in lines if line.start < line.end], language, own=own)
        if not any(start <= finding.start and finding.end <= end for start, end in cited)
    ]


def names_in(findings: Iterable[Finding]) -> set[str]:
    """The single words of the names among findings, for looking for them in the other transcripts of a study."""
    found = list(findings)
    return {word for one in found for word in names.parts([one._replace(start=0, end=len(one.text))], one.text)}


def _small(context: Context) -> Iterator[Hit]:
    yield from names.small(context)
    yield from places.small(context)
    yield from addresses.small(context)


def _cased(context: Context, taken: Collection[int]) -> Iterator[Hit]:
    listed = list(places.find(context))
    yield from listed
    yield from addresses.postal(context)
    yield from addresses.small(context)
    yield from institutions.registered(context)
    places_at = {hit.start: hit.end for hit in listed}
    for run in runs(context.text):
        if run[0].start not in taken:  # not a number plate, nor an e-mail address that begins with a capital
            yield from _run(context, run, places_at)


def _run(context: Context, run: Sequence[Word], places_at: Mapping[int, int]) -> Iterator[Hit]:
    """What words with capitals that stand together are: a street, an institution, a name, or nothing known."""
    words = list(_telling(context, run))
    if words:
        hits = [*addresses.streets(context, words), *institutions.find(context, words)]
        yield from hits
        words = _outside(words, [(hit.start, hit.end) for hit in hits])
    if not words:
        return
    name = names.find(context, words)
    if name is not None:
        yield name
        words = _outside(words, [(name.start, name.end)])
    words = _outside(words, [(word.start, places_at[word.start]) for word in run if word.start in places_at])
    if words:
        place = places.led_to(context, words)
        yield from [place] if place else capitals.find(context, words)


def _telling(context: Context, run: Sequence[Word]) -> Iterator[Word]:
    """The words of a run without those whose capital says nothing; behind such a one no sentence opens any more."""
    lists, after_head = context.lists, False
    for i, word in enumerate(run):
        low = word.text.lower()
        more = i + 1 < len(run)
        head = more and low in lists.institution_heads
        ends = more and institutions.is_word(lists, run[-1]) and low not in lists.stop
        named = i > 0 and institutions.is_word(lists, word)  # "Odense Kommune"
        nothing = (context.is_quiet(word) and not named) or (more and low in lists.titles)
        opener = word.opens and not ends and not context.is_name(word) and _opener(context, word)
        if word.start in context.seen.phrases or head or after_head or not (nothing or opener):
            yield word
        after_head = head


def _opener(context: Context, word: Word) -> bool:
    """Whether a word with no name on it has its capital from the sentence it opens."""
    low = word.text.lower()
    if acronym(word.text):
        return True
    if context.lists.nouns_are_large:
        return False
    if not ordinary(low, context.lists.code):
        return False
    return not institutions.telling(context.lists, word.text)


def _outside(words: Sequence[Word], spans: Iterable[tuple[int, int]]) -> list[Word]:
    taken = list(spans)
    return [word for word in words if not any(a <= word.start < z for a, z in taken)]


def _modelled(context: Context, turns: Sequence[Turn], engine: Engine) -> Iterator[Hit]:
    """What an installed model finds, where the capital is not one of those that name nobody."""
    spoken = [turn for turn in turns if turn.speech < turn.end]
    found = engine.entities([context.text[turn.speech : turn.end] for turn in spoken])
    for turn, entities in zip(spoken, found, strict=True):
        for entity in entities:
            start, end = turn.speech + entity.start, turn.speech + entity.end
            words = [word for run in runs(context.text[start:end]) for word in run]
            if not words or any(not context.is_quiet(word) for word in words):
                yield Hit("ner", start, end, 0.6 if entity.sure else 0.4, f"{entity.label} to {engine.name}")


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """Where spaCy cannot be imported: the longest first, of two as long the surer, and nothing that overlaps it."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, -hit.score, hit.start)):
        at = bisect_left(kept, hit.start, key=lambda one: one.start)
        free_before = at == 0 or kept[at - 1].end <= hit.start
        if free_before and (at == len(kept) or hit.end <= kept[at].start):
            kept.insert(at, hit)
    return kept


def _surest(kept: list[Hit], hits: Iterable[Hit]) -> list[Hit]:
    """The findings that are left, each as sure as the surest of those that lay inside it."""
    best = [hit.score for hit in kept]
    for hit in hits:
        at = bisect_right(kept, hit.start, key=lambda one: one.start) - 1
        if at >= 0 and hit.end <= kept[at].end:
            best[at] = max(best[at], hit.score)
    return [hit._replace(score=score) for hit, score in zip(kept, best, strict=True)]


def _beside(more: Iterable[Hit], kept: Sequence[Hit], text: str) -> list[Hit]:
    """Quasi-identifiers, each without the findings in it: the longest stretch between them."""
    spans = [(hit.start, hit.end) for hit in kept]
    beside: list[Hit] = []
    for hit in sorted(more, key=lambda hit: hit.start):
        edges = [hit.start]
        first = max(0, bisect_right(spans, (hit.start, 0)) - 1)
        for start, end in spans[first:]:
            if start >= hit.end:
                break
            edges += [max(hit.start, start), max(hit.start, min(end, hit.end))]
        edges.append(hit.end)
        start, end = max(zip(edges[::2], edges[1::2], strict=True), key=lambda piece: piece[1] - piece[0])
        end = start + len(text[start:end].rstrip())
        if end - start >= 6 and (not beside or beside[-1].end <= start):
            beside.append(hit._replace(start=start, end=end))
    return beside
