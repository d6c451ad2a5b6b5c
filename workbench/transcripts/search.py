"""Searching what was said: each hit tells how it was found, from the very letters to a likeness.

``exact``    the letters as they were typed, as whole words
``folded``   the same but for case, accents, white space, and æ/ae, ø/oe, å/aa (ä, ö, ü and ß too)
``lemma``    another form of the same words: "kompetencerne"
``tail``     a compound that ends with the word: "relationskompetence"; its first part only says which kind
``head``     a compound that begins with it: "kompetenceudvikling"
``infix``    the word inside another one, or a phrase that begins or ends within a word
``fuzzy``    something like it
``regex``    what a regular expression takes

Compounds are not split: a program that does splits "samskab|else". A hit never crosses a turn, labels and time stamps
are not looked at, and no hit overlaps one of a tier above.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from workbench.errors import InputError
from workbench.transcripts.alike import several
from workbench.transcripts.folding import GAP, Folded, fold, folded, is_letter, places, spellings, spelt, whole
from workbench.transcripts.lemmas import WORD, Lexicon
from workbench.transcripts.turns import Turn

TIERS = ("exact", "folded", "lemma", "tail", "head", "infix", "fuzzy", "regex")
MODES = ("auto", "exact", "folded", "regex", "lemma", "fuzzy")
LONGEST = 1_000
"""Characters that can be searched for; a longer passage is a quotation to be verified."""
SHORTEST_PART = 3
SHORTEST_INFIX = 5
"""Letters of a word that is looked for at an end of compounds, and anywhere in them."""
LIKE_WORD, LIKE_PHRASE = 82.0, 75.0
"""How like a word, or a passage, must be, of 100."""
SHORTEST_LIKE = 5
MOST_ALIKE = 5
"""Passages of one transcript that are like a phrase."""
_REST = re.compile(r"\w*")


class Found(NamedTuple):
    """A hit: [start, end) of the stored text, its tier, and of 100 how like it is (100 above ``fuzzy``)."""

    start: int
    end: int
    tier: str
    score: float = 100.0


class Searched(NamedTuple):
    """A text made ready: as it is stored, and folded."""

    text: str
    folded: Folded


def ready(text: str, turns: Sequence[Turn], *, labels: bool = False, across: bool = False) -> Searched:
    """A transcript made ready. ``labels``: speakers and time stamps are in it too; ``across``: turns run together."""
    one = folded(text, turns, labels=labels)
    return Searched(text, one._replace(text=one.text.replace(GAP, " ")) if across else one)


class Question:
    """What is looked for; made once, asked of many texts. Raises ``InputError`` where there is nothing to look for."""

    def __init__(self, words: str, mode: str, lexicon: Lexicon) -> None:
        if mode not in MODES or mode == "regex":
            raise InputError(f"there is no way to search called {mode}", f"There are {', '.join(MODES)}.")
        if len(words) > LONGEST:
            raise InputError(
                f"what is searched for may have {LONGEST:,} characters", "`quotes verify` checks passages."
            )
        self.typed = " ".join(words.split())
        self.phrase = fold(words)
        self.words: list[str] = WORD.findall(self.phrase)
        if not self.words:
            raise InputError("there is no word in what is searched for", "Give at least one letter or digit.")
        self.mode = mode
        self._lexicon = lexicon
        self._ways = spellings(self.phrase)
        self._forms: dict[str, Found] = {}
        self._sequence: list[set[str]] = []
        if mode in ("auto", "lemma"):
            self._look_up()
        if mode in ("auto", "fuzzy"):
            self._likenesses()
        self._seeds = _seeds(self._forms)

    def of(self, searched: Searched) -> list[Found]:
        """The hits in one text: by tier, then by place."""
        hits = _Apart()
        if self.mode != "lemma" and self.mode != "fuzzy":
            hits.take(self._literal(searched))
        if self._sequence:
            hits.take(self._in_sequence(searched))
        if self._forms:
            hits.take(self._by_form(searched))
        if self.mode == "auto" and len(self.words) > 1:
            hits.take(self._within(searched))
        if self.mode in ("auto", "fuzzy") and len(self.words) > 1:
            hits.take(self._alike(searched))
        return sorted(hits.kept, key=_order)

    # --- what may stand for it

    def _look_up(self) -> None:
        meant = [self._lexicon.meant(word) for word in self.words]
        forms = [
            self._lexicon.of(lemmas) | set(spellings(word)) for lemmas, word in zip(meant, self.words, strict=True)
        ]
        if len(self.words) > 1:
            self._sequence = forms
            return
        for form in forms[0]:
            self._forms[form] = Found(0, 0, "lemma")
        stems = {way for lemma in meant[0] for way in spellings(lemma)}
        tails = tuple(form for form in stems | forms[0] if len(form) >= SHORTEST_PART)
        heads = tuple(stem for stem in stems if len(stem) >= SHORTEST_PART)
        for form in self._lexicon.forms():
            if form not in self._forms and (tier := _compound(form, tails, heads)):
                self._forms[form] = Found(0, 0, tier)

    def _likenesses(self) -> None:
        """Words like the one that was typed, or like the words of a phrase in one: "relationskompetence"."""
        from rapidfuzz import fuzz, process

        one = self.words[0] if len(self.words) == 1 else "".join(self._lexicon.lemma(word) for word in self.words)
        if len(one) < SHORTEST_LIKE:
            return
        known = list(self._lexicon.forms())
        for form, score, _ in process.extract(one, known, scorer=fuzz.ratio, score_cutoff=LIKE_WORD, limit=None):
            self._forms.setdefault(form, Found(0, 0, "fuzzy", round(score, 1)))

    # --- where it stands

    def _literal(self, searched: Searched) -> Iterator[Found]:
        text, original, size = searched.folded.text, searched.text, len(self.typed)
        for way in self._ways:
            if self.mode == "exact" and way != self.phrase:
                continue
            for at in places(way, text):
                if not whole(text, at, at + len(way)):
                    continue
                start, end = searched.folded.span(at, at + len(way))
                if end - start == size and original.startswith(self.typed, start):
                    yield Found(start, end, "exact")
                elif self.mode != "exact":
                    yield Found(start, end, "folded")

    def _within(self, searched: Searched) -> Iterator[Found]:
        """A phrase that begins or ends within a word."""
        for way in self._ways:
            for at in places(way, searched.folded.text) if len(way) >= SHORTEST_INFIX else ():
                yield Found(*searched.folded.span(at, at + len(way)), "infix")

    def _by_form(self, searched: Searched) -> Iterator[Found]:
        """Every word of the text that is one of the forms: looked for by what these have in common."""
        text = searched.folded.text
        for seed, forms in self._seeds.items():
            last = 0
            for at in places(seed, text):
                if at < last:
                    continue
                start = at
                while start > 0 and is_letter(text[start - 1]):
                    start -= 1
                rest = _REST.match(text, at + len(seed))
                last = rest.end() if rest else at + len(seed)
                word = text[start:last]
                if word in forms:
                    found = self._forms[word]
                    yield Found(*searched.folded.span(start, last), found.tier, found.score)

    def _in_sequence(self, searched: Searched) -> Iterator[Found]:
        """The words one after the other, each in any of its forms."""
        text = searched.folded.text
        first, *rest = self._sequence
        following = re.compile("".join(rf"[^\w{GAP}.?!]{{1,4}}(?:{_any(forms)})(?!\w)" for forms in rest))
        for form in first:
            for at in places(form, text):
                after = at + len(form)
                if whole(text, at, after) and (found := following.match(text, after)):
                    yield Found(*searched.folded.span(at, found.end()), "lemma")

    def _alike(self, searched: Searched) -> Iterator[Found]:
        if len(self.phrase) < SHORTEST_LIKE:
            return
        for one in several(self.phrase, searched.folded.text, LIKE_PHRASE, MOST_ALIKE):
            if GAP not in searched.folded.text[one.start : one.end]:
                yield Found(*searched.folded.span(one.start, one.end), "fuzzy", round(one.score, 1))


def said_alike(one: str, other: str) -> bool:
    """Whether two texts are the same but for what folding takes away, the spelling of æ, ø and å included."""
    return spelt(fold(one)) == spelt(fold(other))


def _compound(form: str, tails: tuple[str, ...], heads: tuple[str, ...]) -> str:
    """The tier in which ``form`` is a compound with one of these; "" for none."""
    if form.endswith(tails) and any(form.endswith(tail) and len(form) >= len(tail) + 2 for tail in tails):
        return "tail"
    for head in heads:
        if form.startswith(head) and len(form) >= len(head) + SHORTEST_PART:
            return "head"  # with or without an s or an e between: both are longer than any ending
    return "infix" if any(len(head) >= SHORTEST_INFIX and head in form for head in heads) else ""


def _seeds(forms: Mapping[str, Found]) -> dict[str, set[str]]:
    """Parts that the forms have in common, and the forms with each: a text is gone through once a part, not a form."""
    seeds: dict[str, set[str]] = {}
    for form in sorted(forms, key=lambda form: (len(form), form)):
        seed = next((seed for seed in seeds if seed in form), form)
        seeds.setdefault(seed, set()).add(form)
    return seeds


def _any(forms: Iterable[str]) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))


def _order(found: Found) -> tuple[int, float, int]:
    return TIERS.index(found.tier), -found.score, found.start


class _Apart:
    """Hits that do not overlap: who comes first stays."""

    def __init__(self) -> None:
        self.kept: list[Found] = []
        self._spans: list[tuple[int, int]] = []

    def take(self, hits: Iterable[Found]) -> None:
        """Take those of ``hits`` that overlap none that are here, the first of them where they overlap each other."""
        new: list[tuple[int, int]] = []
        for hit in sorted(hits, key=_order):
            if hit.start < hit.end and not _meets(self._spans, hit) and not (new and _meets(new, hit)):
                self.kept.append(hit)
                at = bisect_right(new, (hit.start, hit.end))
                new.insert(at, (hit.start, hit.end))
        self._spans = sorted([*self._spans, *new])


def _meets(spans: Sequence[tuple[int, int]], hit: Found) -> bool:
    at = bisect_right(spans, (hit.start, hit.end))
    return (at < len(spans) and spans[at][0] < hit.end) or (at > 0 and spans[at - 1][1] > hit.start)
