"""Deciding about a finding: each decision is one call of the study, one undo, and the next finding under the cursor."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from workbench import sanitise
from workbench.errors import WorkbenchError
from workbench.tui.app import FAILED
from workbench.tui.findings.words import NO_PERSON, PEOPLE, Found, turn_of
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar

if TYPE_CHECKING:
    from workbench.study.anonymity import Leftover
    from workbench.study.corrections import Correction
    from workbench.transcripts.moves import Carried
    from workbench.tui.findings.occurrences import Everywhere

Key = tuple[str, ...]
Way = Callable[[int, int], "Carried | None"]
_NEAR = 24
"""Characters before and after a finding by which it is known again when the text has changed elsewhere."""

_GENITIVES = ("'s", "’s", "s", "'", "’")


class Deciding(Room):
    """The room without what is shown in it."""

    def __init__(self) -> None:
        super().__init__()
        self.later: set[Key] = set()
        """What was put off."""
        self.known = False
        """The next change of the study is one that is shown already."""
        self.came_back: Key | None = None
        """What an undo has brought back: the cursor goes there."""
        self.note = ""
        """What was decided last."""
        self.going_on = False
        """The cursor is to go on to what stands next, not along with what was put off."""
        self._words: set[str] = set()  # all that was found so far, decided or not
        self._replaced: list[Found] = []  # as they stood in the text before
        self._done: dict[Key, int] = {}  # what was decided → where it stood
        self._turns: dict[str, Sequence[int]] = {}

    # --- what the screen gives

    _all: list[Found]

    @property
    def current(self) -> Found | None:
        """The finding under the cursor."""
        raise NotImplementedError

    # --- knowing findings again

    def key(self, leftover: "Leftover") -> Key:
        """By what a finding is known, wherever it stands now."""
        before, after = leftover.context
        finding = leftover.finding
        return (leftover.transcript or leftover.where, finding.kind, finding.text, before[-_NEAR:], after[:_NEAR])

    def found_again(self, found: list[Found]) -> None:
        """Take over what was read. Of what was decided something may be there again: a decision was taken back."""
        self._words.update(one.leftover.finding.text for one in found)
        before = Counter(_alike(one.leftover) for one in self._all)
        now = Counter(_alike(one.leftover) for one in found)
        for words in [words for words in self._done if now[words] > before[words]]:
            stood = self._done.pop(words)
            back = [one.leftover for one in found if _alike(one.leftover) == words]
            self.came_back = self.key(min(back, key=lambda one: abs(one.finding.start - stood)))
        self._all = found

    def turn_of(self, leftover: "Leftover") -> int:
        """The number of its turn; 0 outside transcripts."""
        if not leftover.revision:
            return 0
        if leftover.revision not in self._turns:
            document = self.workbench.do(self.study.transcripts.revision, leftover.revision)
            found = () if document is FAILED or document is None else document.turns
            self._turns[leftover.revision] = [turn.start for turn in found]
        return turn_of(self._turns[leftover.revision], leftover.finding.start)

    def text_again(self) -> None:
        """Until everything is looked through anew: what is in the list moves with its text, and what was replaced in a
        text that is read again is there again.
        """
        names = {one.leftover.transcript for one in (*self._all, *self._replaced)} - {""}
        current = {name: self._current(name) for name in names}
        ways: dict[tuple[str, str], Way] = {}
        left = []
        for one in self._all:
            step = (one.leftover.revision, current.get(one.leftover.transcript, ""))
            if step[1] and step[0] != step[1]:
                ways[step] = ways.get(step) or self.study.corrections.way(*step)
                moved = _carried(one, step[1], ways[step])
                left += [moved] if moved is not None else []
            else:
                left.append(one)
        back = [one for one in self._replaced if current[one.leftover.transcript] == one.leftover.revision]
        self._replaced = [one for one in self._replaced if one not in back]
        self.found_again(sorted([*left, *back], key=_order))

    def _current(self, name: str) -> str:
        """The text of a transcript that is read now (a row), '' where there is none."""
        with suppress(WorkbenchError):
            return self.study.transcripts.document(name).revision
        return ""

    # --- after a decision

    def _decided(self, gone: Callable[["Leftover"], bool], corrections: "Sequence[Correction] | None" = None) -> None:
        """Take what was decided out of the list at once; the others move with their text."""
        for one in reversed(self._all):
            if gone(one.leftover):
                self._done[_alike(one.leftover)] = one.leftover.finding.start
                self._replaced += [one] if corrections is not None and one.leftover.transcript else []
        left = [one for one in self._all if not gone(one.leftover)]
        for _, revision, parent, *_ in corrections or ():
            way = self.study.corrections.way(parent, revision)
            among = [one if one.leftover.revision != parent else _carried(one, revision, way) for one in left]
            left = [one for one in among if one is not None]
        self._all = left
        self.known = True
        self.filtered()

    # --- commands

    def action_replace(self) -> None:
        """By the placeholder."""
        now = self.current
        if now is None:
            return
        if now.leftover.replacement:
            self._replace(now.leftover, now.leftover.replacement)
        else:
            self.action_text()

    def action_text(self) -> None:
        """By what one types."""
        now = self.current
        if now is not None:
            words = sanitise.line(now.leftover.finding.text, 40)
            hint = "Only here; x replaces it everywhere. A placeholder in [brackets] reads best."
            self.workbench.ask_line(
                f"Instead of “{words}”",
                now.leftover.replacement,
                lambda by: self._replace(now.leftover, by) if by else None,
                hint,
                selected=True,
            )

    def action_pseudonym(self) -> None:
        """By a made-up name."""
        now = self.current
        if now is None:
            return
        if now.leftover.finding.kind not in PEOPLE:
            self.workbench.say(NO_PERSON)
            return
        by = self.workbench.do(self.study.anonymity.pseudonym, self._word(now.leftover))
        if by is not FAILED:
            self._replace(now.leftover, by)

    def _replace(self, leftover: "Leftover", by: str) -> None:
        done = self.workbench.do(self.study.anonymity.replace, [leftover], by)
        if done is FAILED:
            return
        label = leftover.finding.kind == "label"  # replaced wherever it stands in its transcript
        self._decided(lambda one: one == leftover or (label and _same_label(one, leftover)), done)
        words = sanitise.line(leftover.finding.text, 30)
        self._note(f"“{words}” → {sanitise.line(by, 30)}")

    def _note(self, words: str) -> None:
        """Say what was done where it does not cover the next finding."""
        self.note = f"{words}; u takes it back"
        self.query_one("#told", Bar).refresh()

    def action_keep(self) -> None:
        """Keep it in this transcript."""
        self._keep(everywhere=False)

    def action_keep_everywhere(self) -> None:
        """Keep it in the whole study."""
        self._keep(everywhere=True)

    def _keep(self, *, everywhere: bool) -> None:
        now = self.current
        if now is None or self.workbench.do(self.study.anonymity.keep, now.leftover, everywhere) is FAILED:
            return
        kept = now.leftover
        folded = kept.finding.text.casefold()

        def gone(one: "Leftover") -> bool:
            same = one.finding.kind == kept.finding.kind and one.finding.text.casefold() == folded
            return same and (everywhere or (one.transcript, one.where) == (kept.transcript, kept.where))

        self._decided(gone)
        words = sanitise.line(kept.finding.text, 30)
        where = "everywhere" if everywhere else f"in {kept.transcript or 'there'}"
        self._note(f"“{words}” is kept {where}")

    def action_skip(self) -> None:
        """To the end of the list."""
        now = self.current
        if now is not None:
            self.later ^= {self.key(now.leftover)}
            self.going_on = True
            self.filtered()

    def action_everywhere(self) -> None:
        """All places first, then one decision for them."""
        self._everywhere(always=False)

    def action_always(self) -> None:
        """All places, and those to come."""
        self._everywhere(always=True)

    def _everywhere(self, *, always: bool) -> None:
        now = self.current
        if now is None:
            return
        from workbench.tui.findings.occurrences import OccurrencesScreen

        leftover, word = now.leftover, self._word(now.leftover)
        screen = self.workbench.do(
            OccurrencesScreen, self.study, word, leftover.replacement, always, leftover.finding.kind in PEOPLE
        )
        if screen is not FAILED:
            self.app.push_screen(screen, lambda found: self._replace_word(word, found) if found else None)

    def _word(self, leftover: "Leftover") -> str:
        """The words of a finding, without a genitive where they are found without it, too: "Mette" for "Mettes"."""
        text = leftover.finding.text
        stems = (text.removesuffix(end) for end in _GENITIVES)
        return next((stem for stem in stems if stem != text and stem in self._words), text)

    def _replace_word(self, word: str, given: "Everywhere") -> None:
        done = self.workbench.do(self.study.anonymity.replace_word, word, given.by, always=given.always)
        if done is FAILED:
            return
        alike = {word, *(word + end for end in _GENITIVES)}
        self._decided(lambda one: one.finding.text in alike, done)
        later = "everywhere, and in what comes later" if given.always else "everywhere"
        words, new = sanitise.line(word, 30), sanitise.line(given.by, 30)
        self._note(f"“{words}” → {new}, {later}")

    def action_open(self) -> None:
        """Open the transcript there."""
        now = self.current
        if now is None:
            return
        if now.leftover.transcript:
            finding = now.leftover.finding
            self.workbench.open_transcript(now.leftover.transcript, finding.start, finding.end)
        else:
            self.workbench.say(f"It stands outside the transcripts: {now.leftover.where}.")


def _carried(one: Found, revision: str, way: Way) -> Found | None:
    """A finding where it stands in another text of its transcript; None where the correction has touched it."""
    finding = one.leftover.finding
    now = way(finding.start, finding.end)
    if now is None or now.touched:
        return None
    moved = finding._replace(start=now.start, end=now.end)
    return one._replace(leftover=one.leftover._replace(finding=moved, revision=revision))


def _order(one: Found) -> tuple[bool, str, int]:
    return not one.leftover.transcript, one.leftover.transcript, one.leftover.finding.start


def _alike(leftover: "Leftover") -> Key:
    return (leftover.transcript or leftover.where, leftover.finding.kind, leftover.finding.text)


def _same_label(one: "Leftover", other: "Leftover") -> bool:
    same = one.finding.kind == other.finding.kind and one.finding.text == other.finding.text
    return same and one.transcript == other.transcript
