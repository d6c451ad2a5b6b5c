"""Replacing what was found in these places and no others."""

from collections.abc import Iterator, Sequence

from workbench.errors import InputError, StudyError
from workbench.study.anonymity import elsewhere, keyfile
from workbench.study.anonymity.edits import edits, fits_label, found_in, free_label, with_genitive, without_tail
from workbench.study.anonymity.keyfile import Rule
from workbench.study.anonymity.looking import Leftover
from workbench.study.anonymity.replacing import Plan
from workbench.study.base import Base
from workbench.study.transcripts import Document

_GENITIVES = ("'s", "’s", "s", "'", "’")


def plan_of(
    base: Base, documents: Sequence[Document], leftovers: Sequence[Leftover], by: str
) -> tuple[Plan, list[tuple[str, str]]]:
    """What replaces findings by ``by``, and the words that they are of, with what stands for each."""
    if why := keyfile.unfit(by) or ("" if by.strip() else "it is empty"):
        raise InputError(f"what stands for it cannot be taken: {why}", "Nothing was changed.")
    plan, words = Plan(), list[tuple[str, str]]()
    by_revision = {document.revision: document for document in documents}
    for leftover in leftovers:
        document = by_revision.get(leftover.revision)
        if leftover.place is None and (document is None or not _stands(document.text, leftover)):
            raise StudyError("the text has changed since", "Look for identifiers once more.")
    for document in documents:
        here = [one for one in leftovers if one.revision == document.revision]
        if here:
            words += _in_text(plan, document, here, documents, by)
    words += _outside(base, plan, [one for one in leftovers if one.place], by)
    return plan, list(dict.fromkeys(words))


def _stands(text: str, leftover: Leftover) -> bool:
    return text[leftover.finding.start : leftover.finding.end] == leftover.finding.text


def _in_text(
    plan: Plan, document: Document, here: Sequence[Leftover], documents: Sequence[Document], by: str
) -> Iterator[tuple[str, str]]:
    found: dict[tuple[int, int], str] = {}
    for one in here:
        start, end, text = one.finding.start, one.finding.end, one.finding.text
        if one.finding.kind == "label":
            new = _label(document, " ".join(text.split()), by)
            labelled = edits(document.text, document.turns, [(text, new)], document.interviewer)
            spans = [turn for turn in document.turns if turn.label in labelled.labels]
            heads = [(turn.start, turn.speech) for turn in spans]
            found |= {e[:2]: e[2] for e in labelled.edits if any(a <= e[0] and e[1] <= b for a, b in heads)}
            plan.labels.setdefault(document.id, {}).update(labelled.labels)
            yield text, new
            continue
        stem, genitive = _parts(text, documents)
        first, last, new = without_tail(start, end, genitive, with_genitive(by, genitive))
        found[first, last] = new
        yield stem, by
    plan.edits[document.id] = tuple((*span, new) for span, new in sorted(found.items()))
    plan.occurrences += len(found)


def _label(document: Document, label: str, by: str) -> str:
    taken = {turn.label for turn in document.turns} - {label}
    if fits_label(by) and by not in taken:
        return by
    return free_label(taken, "I" if label in document.interviewer else "R")


def _parts(word: str, documents: Sequence[Document]) -> tuple[str, str]:
    """A word and its genitive, where the study knows the word without: "Mettes", but not "Jens"."""
    for genitive in _GENITIVES:
        stem = word.removesuffix(genitive)
        if stem != word and stem and any(end == "" for d in documents for *_, end in found_in(d.text, stem)):
            return stem, genitive
    return word, ""


def _outside(base: Base, plan: Plan, leftovers: Sequence[Leftover], by: str) -> Iterator[tuple[str, str]]:
    by_place: dict[tuple[str, str, str], list[Leftover]] = {}
    for one in leftovers:
        if one.place:
            by_place.setdefault((one.place.ent, one.place.row, one.place.field), []).append(one)
    now = {(p.ent, p.row, p.field): p for p in elsewhere.places(base)} if by_place else {}
    for name, found in by_place.items():
        place = now.get(name)
        if place is None or not all(_stands(place.words, one) for one in found):
            raise StudyError("the words have changed since", "Look for identifiers once more.")
        if place.fixed:
            raise StudyError(f"nothing here changes the {place.where}", "It has to be changed where it was given.")
        new, last = [], 0
        for one in sorted(found, key=lambda one: one.finding.start):
            new += [place.words[last : one.finding.start], by]
            last = one.finding.end
            yield one.finding.text, by
        ops, texts = elsewhere.rewritten(place, "".join((*new, place.words[last:])))
        plan.ops += ops
        plan.texts += texts
        plan.elsewhere += place.seen
        plan.in_log += place.seen and place.in_log


def rules_of(leftovers: Sequence[Leftover], words: Sequence[tuple[str, str]]) -> list[Rule]:
    """What the key file is to know of it: of names, not of numbers."""
    named = {one.finding.text for one in leftovers}
    return [
        Rule(word, stands)
        for word, stands in words
        if any(word == text or (text.startswith(word) and text[len(word) :] in _GENITIVES) for text in named)
    ]
