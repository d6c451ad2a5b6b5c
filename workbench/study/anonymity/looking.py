"""Looking: what may identify somebody, and what people keep of it."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from workbench.errors import InputError, NotFoundError, StudyError
from workbench.identity import derived_short
from workbench.sanitise import line
from workbench.store import put
from workbench.study.anonymity import standins
from workbench.study.anonymity.clearing import EVERYWHERE, Clearing
from workbench.study.anonymity.elsewhere import Place, places
from workbench.study.anonymity.keys import Keys
from workbench.study.base import Base
from workbench.study.transcripts import Document, Transcripts

if TYPE_CHECKING:
    from workbench.study.anonymity.checks import Problem
    from workbench.study.anonymity.counts import Count, Occurrence
    from workbench.study.corrections import Corrections
    from workbench.study.inbox import Inbox
    from workbench.transcripts import Source
    from workbench.transcripts.identifiers import Finding

_AROUND = 60  # characters of context on either side
Progress = Callable[[int, int], None]


class Leftover(NamedTuple):
    """Something that may identify a person. ``transcript`` is a name, '' for words elsewhere: ``where`` says where.

    ``revision`` and the finding's offsets belong together; elsewhere the offsets are those of the words in ``place``.
    ``context`` is what stands before and after it. ``replacement``: what would stand for it.
    """

    id: str
    transcript: str
    revision: str
    finding: "Finding"
    context: tuple[str, str]
    replacement: str
    where: str = ""
    place: Place | None = None


class Looking:
    """The part of ``study.anonymity`` that finds and keeps; it changes no text."""

    def __init__(
        self, base: Base, transcripts: Transcripts, corrections: "Corrections", inbox: "Callable[[], Inbox]"
    ) -> None:
        self._base = base
        self._inbox = inbox
        self._transcripts = transcripts
        self._corrections = corrections
        self.keys = Keys(base)
        self._clearing = Clearing(base)

    # --- finding

    def findings(
        self,
        transcripts: Sequence[str] = (),
        *,
        weak: bool = True,
        quasi: bool = True,
        progress: Progress | None = None,
    ) -> list[Leftover]:
        """What may identify somebody, by transcript and place; then, of the whole study, in memos, codes and so on.

        ``transcripts``: names, none for all. ``weak``: also what is below ``STRONG``; ``quasi``: also what could point
        to one person. What was cleared is left out. Raises ``NotFoundError``, and ``InputError`` for a broken key file.
        """
        return self._findings(transcripts, weak, quasi, progress, remembered=False)

    def remembered(self) -> list[Leftover] | None:
        """All findings, as far as everything was looked through before; else None. It never looks: screens ask it."""
        from workbench.study.anonymity.scanning import NotLookedAt

        try:
            return self._findings((), True, True, None, remembered=True)
        except NotLookedAt:
            return None

    def _findings(
        self, transcripts: Sequence[str], weak: bool, quasi: bool, progress: Progress | None, *, remembered: bool
    ) -> list[Leftover]:
        from workbench.study.anonymity.scanning import Scanning
        from workbench.transcripts.identifiers import STRONG

        documents = self._documents()
        wanted = {self._transcripts.get(name).id for name in transcripts} or {d.id for d in documents}
        scanning = Scanning(self._base, self.keys, self._clearing, remembered=remembered)
        found = scanning.transcripts(documents, wanted, progress)

        stands_in = self._stand_ins()

        def shown(finding: "Finding") -> bool:
            if stands_in(finding.text):
                return False
            return quasi if finding.kind == "quasi" else weak or finding.score >= STRONG

        leftovers = [
            self._leftover(finding, document)
            for document in documents
            for finding in found.get(document.id, ())
            if shown(finding)
        ]
        return [*leftovers, *(one for one in self._elsewhere(scanning, wanted, transcripts) if shown(one.finding))]

    def _stand_ins(self) -> "Callable[[str], bool]":
        """Whether words are what the key file lets stand for others: a pseudonym is nobody's name."""
        from workbench.study.anonymity.clearing import folded, stem

        known = {folded(rule.by) for rule in self.keys.read().rules}
        return lambda words: folded(words) in known or folded(stem(words)) in known

    def strong(self, source: "Source") -> "list[Finding]":
        """What a file that is going to be imported shows at a first look: strong findings, in its text's offsets."""
        from workbench.transcripts import turns
        from workbench.transcripts.identifiers import STRONG, scan

        try:
            own = self.keys.own()
        except InputError as error:  # said of the key file, not of the file that is imported
            raise StudyError(error.message, error.hint) from None
        spoken = source.turns or turns(source.text)
        found = scan(source.text, spoken, self._base.settings.language, own=own)
        row = self._base.derive("transcript", source.front.id)
        return [f for f in self._clearing.uncleared(found, row) if f.score >= STRONG and f.kind != "quasi"]

    def leftovers_in(self, text: str | bytes, *, rules: bool = True) -> "list[Finding]":
        """What an export would let out: strong findings (with ``rules``), and every word of the key file.

        ``text`` may be a file of any format that this program writes; offsets count in the words that it holds.
        """
        from workbench.study.anonymity.gate import words_of
        from workbench.study.anonymity.leaving import leftovers

        return leftovers(self._base, self.keys, self._clearing, words_of(text), rules=rules)

    def _documents(self) -> list[Document]:
        """The transcripts whose text is here, by name."""
        rows = self._base.store.read(
            "SELECT t.current FROM transcript t WHERE t.alive = 1 AND t.current > '' ORDER BY t.name, t.id"
        )
        return [found for (revision,) in rows if (found := self._transcripts.revision(revision))]

    def _leftover(self, finding: "Finding", document: Document) -> Leftover:
        before = document.text[max(0, finding.start - _AROUND) : finding.start]
        after = document.text[finding.end : finding.end + _AROUND]
        stands = standins.placeholder(finding.kind, self._base.settings.language)
        if finding.kind == "label":
            from workbench.study.anonymity.edits import free_label

            labels = [turn.label for turn in document.turns]
            stands = free_label(labels, "I" if " ".join(finding.text.split()) in document.interviewer else "R")
        if rule := self.keys.read().rule(finding.text):
            stands = rule.by
        name = derived_short("finding", document.revision, finding.kind, str(finding.start), str(finding.end))
        return Leftover(name, document.name, document.revision, finding, (before, after), stands)

    def _elsewhere(self, scanning: "object", wanted: set[str], named: Sequence[str]) -> Iterable[Leftover]:
        """What stands outside the texts: of the whole study, or of the transcripts that were named."""
        from workbench.study.anonymity.outside import found_outside
        from workbench.study.anonymity.scanning import Scanning

        assert isinstance(scanning, Scanning)
        seen = [p for p in places(self._base) if p.seen]
        among = [p for p in seen if not named or p.transcript in wanted]
        codes = [p.words for p in seen if (p.ent, p.field) == ("code", "name")]
        language = self._base.settings.language
        return found_outside(among, scanning, self._clearing, language, everything=not named, codes=codes)

    def counts(self) -> "dict[str, Count]":
        """What is left in each transcript (name), as the last look found it; of those nobody has looked at, nothing."""
        from workbench.study.anonymity import counts

        return counts.counts(self._base, self._clearing, self._stand_ins())

    def occurrences(self, word: str) -> "list[Occurrence]":
        """Where a word stands as a whole: what ``replace_word`` would change, as far as one may see it."""
        from workbench.study.anonymity import counts

        documents, among = self._scope(())
        return list(counts.occurrences(word, documents, among))

    def problems(self, transcripts: Sequence[str] = ()) -> "list[Problem]":
        """What else is not whole: codings that a corrected text has moved or lost, rows that point to nothing."""
        from workbench.study.anonymity import checks

        found = [*checks.drifted(self._base, self._corrections), *checks.broken(self._base, self._inbox())]
        found += checks.travelling(self._base, self.keys.read())
        return [one for one in found if not transcripts or one.transcript in transcripts]

    def cautions(self, transcripts: Sequence[str] = ()) -> list[str]:
        """Where less is found than elsewhere: sentences."""
        from workbench.transcripts.identifiers import CASELESS, caseless

        names = [d.name for d in self._documents() if (not transcripts or d.name in transcripts) and caseless(d.text)]
        return [f"{line(name, 40)}: {CASELESS}" for name in names]

    # --- keeping

    def keep(self, leftover: Leftover, everywhere: bool = False) -> str:
        """Keep what was found: it is not told of again, in its transcript or anywhere. Returns the row; ``undo``.

        What stands outside the texts is kept everywhere.
        """
        transcript = EVERYWHERE if everywhere or not leftover.revision else self._row(leftover.transcript)
        return self._kept([(leftover.finding.kind, leftover.finding.text)], transcript)[0]

    def keep_word(self, word: str, transcript: str = "") -> int:
        """Keep a word as whatever it was found, in a transcript (a name) or everywhere; returns how many findings."""
        from workbench.study.anonymity.clearing import folded

        row = self._transcripts.get(transcript).id if transcript else EVERYWHERE
        found = [
            one.finding
            for one in self.findings([transcript] if transcript else ())
            if folded(one.finding.text) == folded(word)
        ]
        if not found:
            where = f" in {line(transcript, 40)}" if transcript else ""
            raise NotFoundError(f"{line(word, 60)} is no finding{where}", "`workbench anonymise` lists what was found.")
        self._kept(sorted({(finding.kind, word) for finding in found}), row)
        return len(found)

    def _kept(self, what: Sequence[tuple[str, str]], transcript: str) -> list[str]:
        fields = {"transcript": transcript} if transcript else {}
        rows = {self._clearing.row(kind, word, transcript): kind for kind, word in what}
        ops = [put("cleared", row, kind=kind, coder=self._base.coder, **fields) for row, kind in rows.items()]
        self._base.write("keep finding", ops)
        return list(rows)

    def _row(self, transcript: str) -> str:
        return self._transcripts.names()[transcript]

    def _scope(self, transcripts: Sequence[str]) -> tuple[list[Document], list[Place]]:
        documents, among = self._documents(), places(self._base)
        if not transcripts:
            return documents, among
        wanted = {self._transcripts.get(name).id for name in transcripts}
        return [d for d in documents if d.id in wanted], [p for p in among if p.transcript in wanted]
