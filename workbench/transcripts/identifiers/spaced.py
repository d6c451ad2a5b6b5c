"""spaCy's share: the blank tokeniser, gazetteers as a PhraseMatcher, cue words as a Matcher, and ``filter_spans``.

spaCy is loaded by the first scan, never by importing this module; without it ``matchers`` gives None and the rules
over characters go on alone.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from workbench.transcripts import gazetteers
from workbench.transcripts.gazetteers import Gazetteer
from workbench.transcripts.identifiers.values import Hit, Own
from workbench.transcripts.turns import Turn

_RANK = ("preposition", "institution", "name", "place", "title")


_UNBROKEN = re.compile(r"\S{200,}")  # no word: the tokeniser takes for ever over a page of brackets


class Matched(NamedTuple):
    """What stands where in the text, by the offset at which it starts."""

    docs: list[tuple[int, Any]]  # (offset of the turn's words, its Doc)
    phrases: dict[int, tuple[int, str]]  # start: (end, "place" | "common place")
    own: list[Hit]
    cues: dict[int, str]  # a word with a capital after a cue word: "name" | "title" | "place" | "institution"
    acts: dict[int, bool]  # a word before a verb of people; True: one that only people do


class Matchers:
    """The blank pipeline of one language with its gazetteers; made once (about a third of a second)."""

    def __init__(self, code: str, small: bool) -> None:
        import spacy
        from spacy.matcher import Matcher, PhraseMatcher

        self.gazetteer = gazetteers.of(code)
        self.small = small
        try:
            self.nlp: Any = spacy.blank(code or "xx")
        except ImportError:  # a language spaCy has no tokeniser for
            self.nlp = spacy.blank("xx")
        self._phrases = PhraseMatcher(self.nlp.vocab, attr="LOWER" if small else "ORTH")
        self._cues = Matcher(self.nlp.vocab)
        self._fill(self.gazetteer)

    def _fill(self, gazetteer: Gazetteer) -> None:
        make = self.nlp.make_doc
        for label, words in (
            ("place", gazetteer.places - gazetteer.common_places),
            ("common place", gazetteer.common_places),
        ):
            forms = [form for word in sorted(words) for form in (word, genitive(word))]
            self._phrases.add(label, [make(form) for form in forms])
        # What is no word in small letters, said with spaCy's own flags: they cost nothing.
        large: dict[str, Any] = {"IS_ALPHA": True}
        if not self.small:
            large = {"IS_LOWER": False, "IS_PUNCT": False, "IS_DIGIT": False, "IS_SPACE": False}
        mark: dict[str, Any] = {"ORTH": {"IN": [".", '"', "“", "”", "»", "«"]}, "OP": "?"}

        g = gazetteer
        leads = g.cue_name | g.titles | g.institution_nouns | g.place_preps
        # Two patterns with one set each: the Matcher asks every set about every word. What led is told apart after.
        self._cues.add("led", [[{"LOWER": {"IN": sorted(leads)}}, mark, large]])
        self._cues.add("acts", [[large, {"LOWER": {"IN": sorted(g.person_verbs)}}]])

    def match(self, text: str, turns: Sequence[Turn], own: Own) -> Matched:
        """Run everything over the words of every turn; offsets are those of ``text``."""
        found = Matched([], {}, [], {}, {})
        text = _UNBROKEN.sub(lambda match: " " * len(match[0]), text)
        listed = self._own(own)
        spoken = [turn for turn in turns if turn.speech < turn.end]
        docs = self.nlp.tokenizer.pipe(text[turn.speech : turn.end] for turn in spoken)
        for turn, doc in zip(spoken, docs, strict=True):
            found.docs.append((turn.speech, doc))
            for key, start, end in self._phrases(doc):
                self._phrase(found, turn.speech, doc[start:end], self.nlp.vocab.strings[key])
            for key, start, end in self._cues(doc):
                self._cue(found, turn.speech, doc, self.nlp.vocab.strings[key], start, end)
            if listed is not None:
                for key, start, end in listed(doc):
                    span = doc[start:end]
                    kind = self.nlp.vocab.strings[key]
                    at = turn.speech
                    found.own.append(
                        Hit(kind, at + span.start_char, at + span.end_char, 1.0, "on the project's own list")
                    )
        return found

    def _phrase(self, found: Matched, at: int, span: Any, label: str) -> None:
        start, end = at + span.start_char, at + span.end_char
        if end > found.phrases.get(start, (0, ""))[0]:
            found.phrases[start] = (end, label)

    def _cue(self, found: Matched, at: int, doc: Any, label: str, start: int, end: int) -> None:
        if label == "acts":
            found.acts[at + doc[start].idx] = doc[end - 1].lower_ in self.gazetteer.person_verbs_strong
            return
        place = at + doc[end - 1].idx
        cue = self._led(doc, start)
        if _RANK.index(cue) >= _RANK.index(found.cues.get(place, "preposition")):
            found.cues[place] = cue

    def _led(self, doc: Any, at: int) -> str:
        """What the cue word at a token leads to."""
        g, low = self.gazetteer, doc[at].lower_
        if low in g.titles:
            return "title"
        if low in g.place_preps:
            before = doc[at - 1].lower_ if at else ""
            further = doc[at - 2].lower_ if at > 1 else ""
            led = before in g.place_adverbs or before in g.place_verbs or further in g.place_verbs
            return "place" if led else "preposition"
        return "name" if low in g.cue_name else "institution"

    def _own(self, own: Own) -> Any:
        if not any(own):
            return None
        from spacy.matcher import PhraseMatcher

        listed = PhraseMatcher(self.nlp.vocab, attr="LOWER")
        for kind, words in (("name", own.names), ("place", own.places), ("institution", own.institutions)):
            forms = {form for word in words if word.strip() for form in (word.strip(), genitive(word.strip()))}
            if forms:
                listed.add(kind, [self.nlp.make_doc(form) for form in sorted(forms)])
        return listed

    def filtered(self, matched: Matched, hits: Sequence[Hit]) -> Iterator[Hit]:
        """What is left when of two that overlap the longer stays, of two as long the surer; in their order."""
        from spacy.util import filter_spans

        ordered = sorted(hits, key=lambda hit: hit.start)
        at = 0
        for offset, doc in matched.docs:
            spans: list[tuple[Hit, Any]] = []
            of_span: dict[tuple[int, int, int], Hit] = {}
            limit = offset + len(doc.text)
            while at < len(ordered) and ordered[at].start < offset:
                at += 1  # outside every turn: nothing is
            while at < len(ordered) and ordered[at].start < limit:
                hit = ordered[at]
                at += 1
                span = doc.char_span(hit.start - offset, hit.end - offset, alignment_mode="expand", label=hit.kind)
                if span is not None:
                    spans.append((hit, span))
            spans.sort(key=lambda pair: -pair[0].score)
            for hit, span in spans:
                of_span.setdefault((span.start, span.end, span.label), hit)
            for span in filter_spans([span for _, span in spans]):
                yield of_span[span.start, span.end, span.label]


def genitive(word: str) -> str:
    """The form with a genitive s, as all five languages hang it on."""
    return word + ("'" if word[-1:].lower() in "sxz" else "s")


def matchers(code: str, small: bool) -> Matchers | None:
    """The matchers of a language (``small``: for a text without capitals); None where spaCy cannot be imported."""
    try:
        return _made(code, small)
    except ImportError:
        return None


@functools.lru_cache(maxsize=4)
def _made(code: str, small: bool) -> Matchers:
    return Matchers(code, small)


def forget() -> None:
    """Make the matchers anew next time: for measuring."""
    _made.cache_clear()
