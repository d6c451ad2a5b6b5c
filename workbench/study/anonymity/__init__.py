"""Anonymity: identifiers found and replaced in everything a study holds, and the key kept outside it.

An aid, not proof: what is found is what the rules know, and reading the texts stays with the people who collected them.

    for one in study.anonymity.findings():
        print(one.transcript or one.where, one.finding.kind, one.finding.text)
    study.anonymity.replace_word("Mette", "[navn]")
"""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import InputError, NotFoundError, StudyError, WorkbenchError
from workbench.sanitise import line
from workbench.study.anonymity import standins
from workbench.study.anonymity.elsewhere import places
from workbench.study.anonymity.keyfile import Key, Rule
from workbench.study.anonymity.looking import Leftover, Looking
from workbench.study.base import Base, not_found
from workbench.study.transcripts import Transcripts

if TYPE_CHECKING:
    from workbench.study.anonymity.accepting import Accepted
    from workbench.study.anonymity.replacing import Plan
    from workbench.study.corrections import Correction, Corrections
    from workbench.study.inbox import Inbox

__all__ = ["Anonymity", "Leftover", "Rule"]

_NAMED = ("name", "label", "place", "institution", "capital", "ner")
"""The kinds whose words go into the key file: a telephone number is replaced where it stands, and that is all."""


class Anonymity(Looking):
    """``study.anonymity``."""

    def __init__(
        self, base: Base, transcripts: Transcripts, corrections: "Corrections", inbox: "Callable[[], Inbox]"
    ) -> None:
        super().__init__(base, transcripts, corrections, inbox)
        self._at_work = False
        self.told = {"occurrences": 0, "elsewhere": 0, "in_log": 0}
        """Of the latest replacement: in how many places of texts, elsewhere, and in the log itself."""
        self.applied: list[str] = []
        """Sentences about what the rules of the key file have done by themselves since this was last emptied."""

    # --- replacing

    def replace(self, leftovers: Sequence[Leftover], by: str) -> "list[Correction]":
        """Replace exactly what was found in these places; a speaker's label wherever it stands in that transcript.

        Raises ``StudyError`` where a text has changed since.
        """
        from workbench.study.anonymity.exactly import plan_of, rules_of

        plan, words = plan_of(self._base, self._documents(), leftovers, by)
        key = self.keys.read()
        for rule in rules_of([one for one in leftovers if one.finding.kind in _NAMED], words):
            known = key.rule(rule.word)
            # A name that stands for somebody has to be known as such; a placeholder, also of a step taken back, is not.
            if known is None or (known.by.startswith("[") and not known.always and not rule.by.startswith("[")):
                key = self._with(key, rule, everywhere=False)
        return self._carry_out(plan, key)

    def replace_word(
        self,
        word: str,
        by: str,
        transcripts: Sequence[str] = (),
        *,
        always: bool = False,
        person: str = "",
    ) -> "list[Correction]":
        """Replace a word wherever it stands as a whole, its genitive kept, in one transaction.

        Without ``transcripts`` (names) also in memos, remarks, codes and what is said of interviews. The key file
        knows then what stands for it; ``always``: also in whatever comes later. Raises ``NotFoundError`` where the
        word stands nowhere (``always``: it may come), ``InputError`` for words that cannot be, or a broken key file.
        """
        from workbench.study.anonymity.replacing import planned

        known = self.keys.read()
        if always and transcripts:
            raise InputError("what holds always holds everywhere", "Leave out the transcripts, or always.")
        key = self._with(known, Rule(word, by, always, person), everywhere=not transcripts)
        rule, whole = key.rules[-1], always
        if transcripts and known.rule(rule.word):
            key = known  # here the word names somebody else than elsewhere
        documents, among = self._scope(transcripts)
        words = _always(key) if whole else [(rule.word, rule.by)]
        plan = planned(self._base, documents, among, words)
        if not plan and not always:
            raise NotFoundError(
                f"{line(word, 60)} stands nowhere here as a whole word",
                "Capitals count; parts of words are left alone.",
            )
        return self._carry_out(plan, key, [document.name for document in documents] if whole else ())

    def apply(self, transcripts: Sequence[str] = ()) -> "list[Correction]":
        """Run the rules that hold always over everything, or over some transcripts (names)."""
        return self._apply(transcripts) if _always(self.keys.read()) else []

    def _apply(self, transcripts: Sequence[str] = (), rows: Collection[str] = ()) -> "list[Correction]":
        """The same; with ``rows`` also in memos, codes and so on of these, and in no transcript but those named."""
        from workbench.study.anonymity.replacing import planned

        words = _always(self.keys.read())
        documents, among = self._scope(transcripts)
        if rows:
            documents = documents if transcripts else []
            among = [p for p in places(self._base) if p.row in rows or (transcripts and p in among)]
        plan = planned(self._base, documents, among, words)
        return self._carry_out(plan, self.keys.read(), [document.name for document in documents])

    def arrived(self, ents: set[str]) -> None:
        """Run those rules over texts and words that have just come; what somebody has taken back stays taken back.

        A key file that is broken, or a study that cannot be written, keeps nobody from what they are doing.
        """
        if "revision" not in ents or self._at_work:
            return
        from workbench.study.anonymity import arriving

        try:
            arriving.keep_home(self._base)
            if not self.keys.path.is_file():
                return
            words = _always(self.keys.read())
            names, rows = arriving.unseen(self._base, self.keys, words), arriving.brought(self._base, words)
            done = self._apply(names, rows) if names or rows else []
            arriving.note_brought(self._base, words)
        except WorkbenchError as error:
            self.applied.append(f"warning: the rules of the key file were not run: {error.message}")
            return
        if done:
            told = ", ".join(line(one.transcript, 40) for one in done)
            self.applied.append(f"words of the key file were replaced in {told}")
        elif rows and self.told["elsewhere"]:
            self.applied.append(
                f"words of the key file were replaced in memos, codes and the like: {self.told['elsewhere']}"
            )

    def _with(self, key: Key, rule: Rule, *, everywhere: bool) -> Key:
        from workbench.study.anonymity.replacing import checked

        rule = checked(key, rule, everywhere=everywhere)
        pseudonym = rule.person and not rule.by.startswith("[")
        people = {**key.people, rule.person: rule.by} if pseudonym else key.people
        return key.with_rule(rule)._replace(people=people)

    def _carry_out(self, plan: "Plan", key: Key, through: Sequence[str] = ()) -> "list[Correction]":
        """Write the key file, then the study: who is who must not be lost. Where the study cannot be, all is as was.

        ``through``: the transcripts (names) that have now been through every rule that holds always.
        """
        from workbench.study.anonymity import arriving
        from workbench.study.anonymity.replacing import carry_out

        before, texts = self.keys.read(), arriving.current(self._base)
        through = [*through, *(texts.keys() - set(arriving.unseen(self._base, self.keys, _always(before))))]
        self.keys.write(key)
        self.told = {"occurrences": plan.occurrences, "elsewhere": plan.elsewhere, "in_log": plan.in_log}
        self._at_work = True
        try:
            names = {row: name for name, row in self._transcripts.names().items()}
            done = carry_out(self._base, self._corrections, names, plan) if plan else []
        except BaseException:
            self.keys.write(before)
            raise
        finally:
            self._at_work = False
        arriving.note_seen(self._base, self.keys, _always(key), texts, through)
        return done

    def pseudonym(self, word: str, person: str = "") -> str:
        """A name to stand for a word: the one its person has already, else one that nobody in the study bears."""
        from workbench.study.anonymity.naming import pseudonym

        return pseudonym(self._base, self.keys.read(), self._documents(), places(self._base), word, person)

    def placeholder(self, word: str) -> str:
        """What would stand for a word: what it was found as, in brackets."""
        from workbench.study.anonymity.clearing import folded

        found = [one.finding for one in self.findings() if folded(one.finding.text) == folded(word)]
        kind = max(found, key=lambda finding: finding.score).kind if found else "name"
        return standins.placeholder("name" if kind == "label" else kind, self._base.settings.language)

    def forget(self, word: str) -> None:
        """Take a word out of the key file; texts stay as they are. Raises ``NotFoundError``."""
        key = self.keys.read()
        if not key.rule(word):
            raise not_found("word in the key file", word, [])
        self.keys.write(key.without(word))

    # --- for ever

    def accept(self, transcripts: Sequence[str] = ()) -> "Accepted":
        """Erase the earlier texts of what was anonymised, and the originals in the folder. There is no undo.

        Raises ``StudyError`` where only leads may and this is none, where there is nothing to accept, and where two
        colleagues' corrected texts are not joined.
        """
        from workbench.study.anonymity import accepting
        from workbench.study.anonymity.edits import replaced
        from workbench.study.worksheets import reworded

        self._base.check_lead("do that")
        wanted = {self._transcripts.get(name).id for name in transcripts}
        rows = accepting.anonymised(self._base, wanted)
        texts = accepting.earlier(self._base, rows)
        rules = self.keys.read().rules
        words = [rule.word for rule in rules]
        if not wanted:
            texts |= accepting.earlier_words(self._base) | accepting.removed_words(self._base, words)
        if not rows and not texts:
            raise StudyError("no text was anonymised there", "`workbench anonymise` lists what may identify somebody.")
        accepting.check_settled(self._base, rows, self._disputed())
        self._base.write("accept anonymisation", accepting.erasures(self._base, texts))
        reworded(self._base, lambda text: replaced(text, [(rule.word, rule.by) for rule in rules]))
        removed, stay = accepting.originals(self._base, rows, words)
        done, left = accepting.rid(self._base)
        return accepting.Accepted(
            len(texts), (*removed, *done), (*stay, *left, *accepting.beyond(self._base, self._base.folder))
        )

    def _disputed(self) -> list[str]:
        return [str(getattr(one, "transcript", one)) for one in self._corrections.conflicts()]

    # --- the key file

    def key_file(self, path: Path | None = None) -> Path:
        """Where the key file lies; or the place it is to lie at from now on. Raises as ``Keys.choose`` does."""
        return self.keys.choose(path) if path else self.keys.path


def _always(key: Key) -> list[tuple[str, str]]:
    """The words that are replaced wherever they turn up, with what stands for them."""
    return [(rule.word, rule.by) for rule in key.rules if rule.always]
