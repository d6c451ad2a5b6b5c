"""Words replaced wherever they stand: in texts and labels, in memos, codes and what is said of interviews.

All of it is one transaction, so one undo takes it back; and every earlier text stays at home from then on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.errors import InputError, StudyError
from workbench.sanitise import line
from workbench.store import Op
from workbench.store.merge import AT_HOME
from workbench.study.anonymity import elsewhere, keyfile
from workbench.study.anonymity.edits import Edit, edits, found_in
from workbench.study.anonymity.elsewhere import Place
from workbench.study.anonymity.keyfile import Key, Rule
from workbench.study.base import ANONYMISED, Base
from workbench.study.transcripts import Document
from workbench.study.withdrawals.leaving import versions_of
from workbench.study.words import BEARERS

if TYPE_CHECKING:
    from workbench.study.corrections import Correction, Corrections

WHY = "anonymised"
"""Why a text was made."""
Words = Sequence[tuple[str, str]]
"""Pairs of a word and what stands for it."""


@dataclass
class Plan:
    """What is going to be written. ``edits`` and ``labels`` go by transcript row;

    ``elsewhere`` counts places that one may see, ``in_log`` those whose former words the log keeps.
    """

    edits: dict[str, tuple[Edit, ...]] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    ops: list[Op] = field(default_factory=list)
    texts: list[tuple[bytes, str]] = field(default_factory=list)
    elsewhere: int = 0
    in_log: int = 0
    occurrences: int = 0

    def __bool__(self) -> bool:
        return bool(self.edits or self.ops)


def planned(base: Base, documents: Sequence[Document], places: Sequence[Place], words: Words) -> Plan:
    """What replaces ``words`` in these texts and places."""
    plan = Plan()
    labels = _labels(base)
    for document in documents:
        known, former = labels.get(document.id, ()), _former(base, document.id)
        found = edits(document.text, document.turns, words, document.interviewer, known, former)
        if found.edits:
            plan.edits[document.id] = found.edits
            plan.occurrences += len(found.edits)
        if found.labels:
            plan.labels[document.id] = dict(found.labels)
    silent = {row: labels for row, labels in plan.labels.items() if row not in plan.edits}
    plan.ops += elsewhere.label_changes(base, silent)
    for place, ops, texts in elsewhere.changes(words, places):
        plan.ops += ops
        plan.texts += texts
        plan.elsewhere += place.seen
        plan.in_log += place.seen and place.in_log
    plan.in_log += sum(map(len, plan.labels.values()))
    return plan


def _labels(base: Base) -> dict[str, list[str]]:
    """The labels of informants, also of those who never speak, by transcript."""
    found: dict[str, list[str]] = {}
    for transcript, label in base.store.read("SELECT transcript, label FROM informant WHERE alive = 1 ORDER BY id"):
        found.setdefault(transcript or "", []).append(label or "")
    return found


def _former(base: Base, transcript: str) -> dict[str, list[str]]:
    """Every label that somebody has in a transcript (a row), or had, by the labels of today of those who had it."""
    from workbench.study.corrections.making import borne

    now = dict(base.store.read("SELECT id, label FROM informant WHERE transcript = ?", (transcript,)))
    return {label: [now[row] or "" for row in rows] for label, rows in borne(base, transcript).items()}


def carry_out(base: Base, corrections: "Corrections", names: Mapping[str, str], plan: Plan) -> "list[Correction]":
    """Write a plan as one transaction. ``names``: transcripts' names by row."""
    _stay(base, plan.ops)
    if not plan.edits:
        base.write(ANONYMISED, plan.ops, texts=plan.texts)
        return []
    ops, texts = base.words.hide(plan.ops)
    by_name = {names[row]: found for row, found in plan.edits.items()}
    labels = {names[row]: found for row, found in plan.labels.items() if row in plan.edits}
    return corrections.replace_all(
        by_name, why=WHY, private_before=True, labels=labels, also=ops, texts=[*plan.texts, *texts]
    )


def _stay(base: Base, ops: Sequence[Op]) -> None:
    """Note which words of memos, remarks, examples and so on are to travel no more, unless undo brings them back."""
    rows = {op.row for op in ops if op.ent in BEARERS}
    earlier = sorted(set().union(*(versions_of(base, row) for row in rows)))
    if earlier:
        base.store.note(AT_HOME, dict.fromkeys(earlier, "1"))


def checked(key: Key, rule: Rule, *, everywhere: bool) -> Rule:
    """A rule that may be recorded. Raises ``InputError`` for words that cannot be, ``StudyError`` for a muddle."""
    for words, what in ((rule.word, "the word"), (rule.by, "what stands for it"), (rule.person, "the person")):
        if why := keyfile.unfit(words):
            raise InputError(f"{what} cannot be taken: {why}", "Nothing was changed.")
    rule = Rule(_one_line(rule.word), _one_line(rule.by), rule.always, _one_line(rule.person))
    if why := keyfile.wrong(rule):
        raise InputError(why, "Give another word with --by, or take --placeholder.")
    if not rule.by:
        raise InputError("a word needs something that stands for it", "A placeholder such as [navn] reads best.")
    for other in key.rules:
        if other.word != rule.word and found_in(rule.by, other.word):
            raise StudyError(
                f"{line(other.word, 40)} is itself a word that is replaced", "Let something else stand for the word."
            )
        if everywhere and other.word != rule.word and found_in(other.by, rule.word):
            raise StudyError(
                f"{line(rule.word, 40)} already stands in texts for somebody else",
                "Say in which transcripts it is a real name: --in ID.",
            )
    return rule


def _one_line(words: str) -> str:
    return " ".join(words.split())
