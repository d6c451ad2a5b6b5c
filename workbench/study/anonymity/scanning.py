"""Looking for identifiers in every transcript, and remembering in the database's own notebook what was found where.

The notebook never travels, and what stands in it are positions: never a word. What was found is good as long as the
text, the rules, the engine and the project's own lists are the same; what people have cleared is left out later.
"""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from workbench.study.anonymity.clearing import Clearing
from workbench.study.anonymity.keys import Keys
from workbench.study.base import Base, parsed_list
from workbench.study.transcripts import Document

if TYPE_CHECKING:
    from workbench.transcripts.engine import Engine
    from workbench.transcripts.identifiers import Finding, Own

FOUND, SPREAD = "findings", "findings of names known elsewhere"
"""Scopes of the notebook: what a text shows by itself, and with the names that other texts have given away."""
Progress = Callable[[int, int], None]


class NotLookedAt(Exception):  # noqa: N818  no error: it says that there is work to do
    """Something was not looked through yet, and nothing was to be looked for."""


class Scanning:
    """Finds identifiers in the texts of one open study; ``remembered``: only what the notebook has.

    Then ``NotLookedAt`` is raised where it has not.
    """

    def __init__(self, base: Base, keys: Keys, clearing: Clearing, *, remembered: bool = False) -> None:
        self._base = base
        self._remembered = remembered
        self._keys = keys
        self._clearing = clearing

    def transcripts(
        self, documents: Sequence[Document], wanted: Collection[str], progress: Progress | None = None
    ) -> dict[str, "list[Finding]"]:
        """Findings by transcript row, in those of ``documents`` that are ``wanted`` (rows).

        All documents are looked through, for a name that one gives away is one in the others too.
        """
        from workbench.transcripts.identifiers import names_in

        with_engine = _Look(self._base, self._keys, remembered=self._remembered)
        steps = len(documents) + len(wanted)
        alone: dict[str, list[Finding]] = {}
        for n, document in enumerate(documents):
            if progress:
                progress(n, steps)
            alone[document.id] = with_engine.found(document, FOUND, ())
        kept = {row: self._clearing.uncleared(found, row) for row, found in alone.items()}
        names = {row: names_in(found) for row, found in kept.items()}
        known = sorted(set().union(*names.values()))
        result: dict[str, list[Finding]] = {}
        for document in documents:
            if document.id not in wanted:
                continue
            if progress:
                progress(len(documents) + len(result), steps)
            others = [name for name in known if name not in names[document.id]]
            found = with_engine.spread(document, others, alone[document.id])
            result[document.id] = self._clearing.uncleared(found, document.id)
        with_engine.remember([document.revision for document in documents])
        if progress:
            progress(steps, steps)
        return result

    def words(self, text: str, key: str = "") -> "list[Finding]":
        """Findings in words that are no transcript; remembered under ``key`` where it is given."""
        from workbench.transcripts.identifiers import plain

        own, language = self._keys.own(), self._base.settings.language
        print_ = _print(self._keys, language, own, "plain")
        if key and (found := self._known(key, text, print_)) is not None:
            return found
        if self._remembered:
            raise NotLookedAt
        found = plain(text, language, own)
        if key:
            self._base.store.note(FOUND, {key: _written(found, self._keys.mark(text), print_)})
        return found

    def _known(self, key: str, text: str, print_: str) -> "list[Finding] | None":
        return _remembered(self._base.store.notes(FOUND).get(key, ""), text, self._keys.mark(text), print_)


class _Look:
    """One look through all texts, with one engine and one state of the notebook."""

    def __init__(self, base: Base, keys: Keys, *, remembered: bool = False) -> None:
        from workbench.transcripts import engine

        self._remembered = remembered
        self._base = base
        self._keys = keys
        self._own = own = keys.own()
        self._language = base.settings.language
        self._engine: Engine | None = engine.find(self._language)
        said = f"{self._engine.name} {self._engine.version}" if self._engine else ""
        self._print = _print(keys, self._language, own, said)
        self._notes = {scope: base.store.notes(scope) for scope in (FOUND, SPREAD)}
        self._new: dict[str, dict[str, str | None]] = {FOUND: {}, SPREAD: {}}

    def found(self, document: Document, scope: str, known: Sequence[str]) -> "list[Finding]":
        """What is found in a text, remembered or looked for."""
        print_ = self._print if not known else self._keys.mark(self._print, *known)
        mark = self._keys.mark(document.text)
        found = _remembered(self._notes[scope].get(document.revision, ""), document.text, mark, print_)
        if found is None and self._remembered:
            raise NotLookedAt
        if found is None:
            found = self._scan(document, known)
            self._new[scope][document.revision] = _written(found, mark, print_)
        return found

    def spread(self, document: Document, others: Sequence[str], alone: "list[Finding]") -> "list[Finding]":
        """The same, with the names that others give away; nothing is looked for where none of them stands here."""
        here = [name for name in others if name in document.text]
        return self.found(document, SPREAD, here) if here else alone

    def _scan(self, document: Document, known: Sequence[str]) -> "list[Finding]":
        from workbench.transcripts.identifiers import scan

        return scan(
            document.text, document.turns, self._language, own=self._own, engine=self._engine, known=frozenset(known)
        )

    def remember(self, revisions: Iterable[str]) -> None:
        """Write into the notebook what is new, and take out what is about texts that are not read any more."""
        current = {*revisions, *_ELSEWHERE}
        for scope, new in self._new.items():
            gone = dict.fromkeys(key for key in self._notes[scope] if key not in current)
            if new or gone:
                self._base.store.note(scope, {**gone, **new})


_ELSEWHERE = ("elsewhere",)
"""What is remembered of words outside the transcripts."""


def _print(keys: Keys, language: str, own: "Own", engine: str) -> str:
    """What findings depend on beside the text, as one number that tells nothing of the words on the lists."""
    from workbench.transcripts.identifiers import RULES

    return keys.mark(json.dumps([str(RULES), language, engine, *map(list, own)], ensure_ascii=False))


def _written(found: "Sequence[Finding]", mark: str, print_: str) -> str:
    rows = [[f.kind, f.start, f.end, f.score, f.why] for f in found]
    return json.dumps([print_, mark, rows], ensure_ascii=False, separators=(",", ":"))


def _remembered(note: str, text: str, mark: str, print_: str) -> "list[Finding] | None":
    """What a note says was found; None where it is about another text, or was found in another way."""
    from workbench.transcripts.identifiers import Finding

    if print_ not in note:
        return None
    told = parsed_list(note, lambda part: True)
    if len(told) != 3 or told[0] != print_ or told[1] != mark:
        return None
    rows: Any = told[2]
    return [Finding(kind, start, end, text[start:end], score, why) for kind, start, end, score, why in rows]
