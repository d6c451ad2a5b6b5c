"""What rules find in the words of an export, remembered passage by passage: the next export is mostly the same.

This machine's notebook holds marks of passages and positions in them, never a word. What is put together from it is
what looking through the whole would find: names that one passage gives away are looked for in the others.
"""

import contextlib
import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.study.anonymity.keys import Keys
from workbench.study.base import Base, parsed_list

if TYPE_CHECKING:
    from workbench.transcripts.identifiers import Finding

SCOPE = "exports: passages that were looked through"
_BETWEEN = "\n\n"
_ELSEWHERE = "a name that was found elsewhere"
_BEFORE = 60  # characters: what a rule about numbers may look back over
_MOST = 50_000
"""Passages that are remembered; when there are more, all are forgotten, and what is current comes back by itself."""
_DIGIT = re.compile(r"\d")


def strong(base: Base, keys: Keys, text: str) -> "list[Finding]":
    """The strong findings in passages between empty lines, without dates and without what only could point to one."""
    return _Passages(base, keys, text).found()


class _Passages:
    """One look at one export."""

    def __init__(self, base: Base, keys: Keys, text: str) -> None:
        from workbench.transcripts.identifiers import RULES, Own, caseless

        lists = keys.own()
        self._base = base
        self._text = text
        self._own = Own((), lists.places, lists.institutions)
        self._language = base.settings.language
        self._notes = base.store.notes(SCOPE)
        self._passages = text.split(_BETWEEN)
        self._caseless = caseless(text)
        way = (str(RULES), self._language, json.dumps(self._own[1:]), str(self._caseless))
        before = ["", *(passage[-_BEFORE:] for passage in self._passages)]
        self._whole = keys.mark("whole", *way, text)
        self._marks = [
            keys.mark(*way, last if _DIGIT.search(passage) else "", passage)
            for last, passage in zip(before, self._passages, strict=False)
        ]

    def found(self) -> "list[Finding]":
        if (note := self._notes.get(self._whole)) is not None:
            return list(_read(note, self._text, 0))
        new = dict.fromkeys(self._harmless(), "")
        found = self._assembled(self._notes | new)
        if found is None:
            from workbench.transcripts.identifiers import STRONG, plain

            all_ = plain(self._text, self._language, self._own)
            found = [f for f in all_ if f.score >= STRONG and f.kind not in ("quasi", "date")]
            new = self._by_passage(found)
        self._remember({**new, self._whole: _written(found, 0)})
        return found

    def _harmless(self) -> Iterator[str]:
        """The marks of new passages of which a look at their capitals and numbers tells that nothing is in them."""
        from workbench.transcripts.identifiers import harmless

        for mark, passage in zip(self._marks, self._passages, strict=True):
            if mark not in self._notes and not self._caseless and harmless(passage, self._language, self._own):
                yield mark

    def _assembled(self, notes: "dict[str, str]") -> "list[Finding] | None":
        """What is known of all passages together; None where one is new, or may be told another thing by a name."""
        from workbench.transcripts.identifiers import names_in

        found: list[Finding] = []
        at = 0
        for mark, passage in zip(self._marks, self._passages, strict=True):
            if mark not in notes:
                return None
            found += _read(notes[mark], passage, at)
            at += len(passage) + len(_BETWEEN)
        given = names_in(f for f in found if f.why != _ELSEWHERE)
        if not names_in(found) <= given:
            return None
        covered = {at for f in found for at in range(f.start, f.end)}
        wanted = "|".join(map(re.escape, sorted(given)))
        named = re.finditer(rf"(?<![\w-])(?:{wanted})(?:['’]?s|['’])?(?!\w)", self._text) if given else ()
        return found if all(match.start() in covered for match in named) else None

    def _by_passage(self, found: "Sequence[Finding]") -> dict[str, str]:
        """What is to be remembered of each; nothing of one that a finding reaches out of."""
        new, at, rest = dict[str, str](), 0, list(found)
        for mark, passage in zip(self._marks, self._passages, strict=True):
            end = at + len(passage)
            here = []
            while rest and rest[0].start <= end:
                here.append(rest.pop(0))
            if all(f.end <= end for f in here):
                new[mark] = _written(here, at)
            at = end + len(_BETWEEN)
        return new

    def _remember(self, new: dict[str, str]) -> None:
        fresh: dict[str, str | None] = {mark: note for mark, note in new.items() if self._notes.get(mark) != note}
        if len(self._notes) + len(fresh) > _MOST:
            fresh = {**dict.fromkeys(self._notes), **fresh}
        with contextlib.suppress(WorkbenchError):  # a study that can only be read is looked through anew each time
            self._base.store.note(SCOPE, fresh)


def _written(found: "Sequence[Finding]", at: int) -> str:
    rows = [[f.kind, f.start - at, f.end - at, f.score, f.why] for f in found]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")) if rows else ""


def _read(note: str, words: str, at: int) -> "Iterator[Finding]":
    from workbench.transcripts.identifiers import Finding

    for kind, start, end, score, why in parsed_list(note, lambda row: isinstance(row, list) and len(row) == 5):
        yield Finding(kind, at + start, at + end, words[start:end], score, why)
