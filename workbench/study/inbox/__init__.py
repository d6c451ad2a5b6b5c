"""The inbox: what merging could not decide alone, in words a researcher understands, and how to settle it.

    for item in study.inbox.items():
        print(item.id, item.sentence)
    study.inbox.settle("k7f3q2", "other")

Nothing in it blocks work: until somebody looks, what was written last is shown. A settlement is one change that has
heard all sides, so the item goes wherever it comes; ``undo`` brings it back.
"""

from collections.abc import Callable, Sequence
from typing import Any

from workbench.errors import InputError, NotFoundError, StudyError
from workbench.sanitise import line
from workbench.store import Item, Op, Store, put
from workbench.store.inbox import DANGLING, DISPUTE, REVIVED, SAME_NAME, SKIPPED, SPLIT, Reader
from workbench.study.base import Base, storable
from workbench.study.codes import Codes
from workbench.study.codings import Codings
from workbench.study.inbox import items as told
from workbench.study.inbox.disputes import Disputes
from workbench.study.inbox.items import Choice, InboxItem, Side
from workbench.study.inbox.loose import Loose
from workbench.study.inbox.names import About, Names
from workbench.study.inbox.seen import check_drafts, left
from workbench.study.inbox.settling import is_left, may_be_left, operations
from workbench.study.inbox.splits import Splits
from workbench.study.memos import Memos
from workbench.study.words import FIELDS

__all__ = ["About", "Choice", "Inbox", "InboxItem", "Side"]

_QUIET = {"ruling", "confirmation", "erasure", "lift", "sought", "cleared", "reason", "version"}
_QUIET_FIELDS = {
    ("code", "sort"),
    ("code", "draft"),
    ("code", "origin"),
    ("code", "split"),
    ("coding", "star"),
    ("round", "codebook"),
    ("assignment", "given"),
    ("setting", "sort"),
    ("placement", "coder"),
    *(("wording", field) for field in ("coder", "matrix", "code")),
    ("memo", "about"),
    ("link", "coder"),
    ("survey", "coder"),
    ("summary", "coder"),
    ("survey", "name"),
    *(("pick", field) for field in ("code", "coder", "sort")),
    *(("revision", field) for field in ("segmenter", "parents", "moves", "turns", "sentences", "times", "why")),
    *(("settlement", field) for field in ("by", "item", "code", "transcript", "span", "basis")),
}
"""What two people may write differently without anybody having to know: records of records, and the order of lists."""

_WORDS = {("memo", "text"), *((ent, field) for ent, fields in FIELDS.items() for field in fields)}
"""The fields whose words lie out of line."""

_JOINS = {told.JOIN: "", told.JOIN_MINE: "mine", told.JOIN_THEIRS: "theirs"}
"""The choices that make one text of several, and whose words stand where these clash."""

Join = Callable[[str, str], object]
"""Makes one text of those that are disputed of a transcript (by name); whose words stand where they clash."""

Items = list[InboxItem]
Raw = list[Item]


class Inbox:
    """``study.inbox``."""

    def __init__(self, base: Base, codes: Codes, codings: Codings, memos: Memos, join: Join) -> None:
        self._base = base
        self._codes = codes
        self._codings = codings
        self._memos = memos
        self._join = join
        self._reader = Reader(base.store.db)
        self._at = -1
        self._raw: Raw = []
        self._listed: tuple[int, Items] = (-1, [])

    # --- reading

    def count(self) -> int:
        """How many items wait to be looked at; asked often, so it is read again only when the log has grown."""
        return len(self._open())

    def items(self) -> Items:
        """Everything to look at, and behind it what is still on its way (which nobody can settle)."""
        found = self._open()
        if self._listed[0] != self._at:
            names = Names(self._base.store, self._base.coder_names(), self._base.blind)
            listed = [_told(self._base.store, names, item) for item in found]
            # A text that comes later comes without a change.
            complete = all(side.here for item in listed for side in item.sides)
            self._listed = (self._at if complete else -1, listed)
        return [*self._listed[1], *self._on_their_way()]

    def get(self, item: str) -> InboxItem:
        """One item by its id. Raises ``NotFoundError`` where it is settled or never was."""
        found = next((i for i in self.items() if i.id == item.casefold()), None)
        if found is None:
            raise NotFoundError(
                f"there is nothing called {line(item, 20)} to look at",
                "Perhaps it is settled, here or by a colleague. `workbench inbox` lists what is left.",
            )
        return found

    def _open(self) -> Raw:
        ((now,),) = self._base.store.read("SELECT COALESCE(max(n), 0) FROM change")
        if self._at != now:
            self._raw, self._at = self._read(), now
        return self._raw

    def _read(self) -> Raw:
        rows = self._base.store.read("SELECT item, cause FROM ruling WHERE alive = 1")
        rulings = {item or "": cause or "" for item, cause in rows}
        found = [
            item
            for item in self._seen()
            if item.ent not in _QUIET
            and (item.kind == SPLIT or (item.ent, item.field) not in _QUIET_FIELDS)
            and not (may_be_left(item) and is_left(item, rulings))
            and not self._same_words(item)
        ]
        # Whether something stays at all comes before what it should say: who settles that has decided to keep it.
        return sorted(found, key=lambda item: item.kind != REVIVED)

    def _seen(self) -> Raw:
        """What the store says, without what is kept from whoever is at work."""
        found, blind = self._reader.items(), self._base.blind
        if not (blind.transcripts() or blind.drafts()):
            return found
        return [seen for item in found if (seen := left(item, blind)) is not None]

    def _same_words(self, item: Item) -> bool:
        """Whether two people wrote the same text, which has two names because each was salted by chance."""
        if item.kind != DISPUTE or (item.ent, item.field) not in _WORDS:
            return False
        names = Names(self._base.store, {})
        texts = {names.value(item.ent, item.field, said.value) for said in item.said}
        return len(texts) == 1 and all(here for _, here in texts)

    def _on_their_way(self) -> Items:
        """Texts that are named and have not come, and changes that came before the one they follow."""
        store = self._base.store
        result = []
        wanted = store.texts().wanted - self._base.blind.words()
        for revision, name, text in store.read(
            "SELECT r.id, t.name, r.text FROM revision r LEFT JOIN transcript t ON t.id = r.transcript "
            "WHERE r.alive = 1 AND r.text IS NOT NULL ORDER BY t.name, r.id"
        ):
            if text in wanted:
                wanted -= {text}
                told_as = line(name or "", 40) or "a transcript"
                result.append(_waiting("revision", revision, f"The text of {told_as} has not come yet.", name or ""))
        if wanted:
            what = (
                "The words of a memo or an example have"
                if len(wanted) == 1
                else f"The words of {len(wanted):,} memos or examples have"
            )
            result.append(_waiting("memo", "", f"{what} not come yet."))
        if waiting := store.waiting():
            what = "A change of a colleague's waits" if waiting == 1 else f"{waiting:,} changes of colleagues wait"
            result.append(_waiting("change", "", f"{what} for an earlier one that has not come yet."))
        return result

    # --- settling

    def settle(self, item: str, choice: str, text: str = "", *, seen: InboxItem | None = None) -> InboxItem:
        """Settle an item (its id) by one of its choices; returns it as it was.

        ``text`` is what the choice needs: a text, a name, or the path of a code. ``seen``: the item as somebody saw
        it; ``StudyError`` where there is more to it by now. Raises ``NotFoundError`` and ``InputError``.
        """
        now = self.get(item)
        if seen is not None and not _alike(seen.item, now.item):
            raise _changed()
        chosen = next((c for c in now.choices if c.key == choice), None)
        if chosen is None:
            known = ", ".join(c.key for c in now.choices)
            raise InputError(
                f"{line(choice, 30)} is no way to settle this",
                f"Choose one of {known}." if known else "It will come with the next exchange.",
            )
        if chosen.needs and not text.strip():
            raise InputError(f"{chosen.key} needs a {chosen.needs}", "Say which.")
        if chosen.key in _JOINS:
            self._join(now.about.transcript, _JOINS[chosen.key])
        elif chosen.needs in ("text", "name"):
            self._write_third(now, chosen, text)
        else:
            code = self._codes.find(text).id if chosen.needs == "code" else ""
            self._write(_verb(now, chosen), lambda: self._decided(now.item, choice, code))
        if (now.item.ent, now.item.field) == ("transcript", "current"):
            from workbench.study.corrections import originals

            originals.chosen(self._base, now.item.row)
        return now

    def settle_all(self, *, force: bool = False) -> tuple[Items, Items]:
        """Let stand whatever is shown now, as one change; returns what was settled and what was left.

        Texts of memos, outcomes of episodes, and what somebody deleted while another worked on it, are left unless
        ``force`` is given: of those the later is not likely to be the better.
        """
        found = [item for item in self.items() if item.choices]
        in_doubt = {item.item.row for item in found if item.kind == REVIVED}
        settled = [i for i in found if force or (not _precious(i.item) and i.item.row not in in_doubt)]

        def decide() -> list[Op]:
            here = {told.anchor(item): item for item in self._seen()}
            still = [i.item for i in settled if _alike(i.item, here.get(told.anchor(i.item)))]
            return [op for item in still for op in operations(self._base, item, told.SHOWN)]

        if settled:
            self._write("settle inbox", decide)
        return settled, [item for item in found if item not in settled]

    def _decided(self, item: Item, choice: str, code: str) -> list[Op]:
        """The operations, once nobody else can write: unless there is more to the item than was seen."""
        now = next((i for i in self._seen() if told.anchor(i) == told.anchor(item)), None)
        if not _alike(item, now):
            raise _changed()
        ops = operations(self._base, item, choice, code)
        if choice != told.SHOWN and self._base.blind.busy():
            check_drafts(self._codes.list(), ops)
        return ops

    def _write(self, verb: str, decide: Callable[[], Sequence[Op]]) -> None:
        """Record what ``decide`` finds, with its author if the study does not know that person yet."""
        base = self._base
        ents: set[str] = set()

        def ops() -> Sequence[Op]:
            found = decide()
            ents.update(op.ent for op in found)
            known = base.store.read("SELECT 1 FROM coder WHERE id = ? AND alive = 1", (base.coder,))
            first = [] if known or not found else [put("coder", base.coder, name=base.coder_name)]
            return [*first, *found]

        base.store.write(verb, ops)
        for listener in base.after:
            listener(ents)

    def _write_third(self, now: InboxItem, chosen: Choice, text: str) -> None:
        """Write what is neither side, through the verb by which it would be written anyway."""
        item = now.item
        if item.kind == SAME_NAME:
            self._codes.rename(item.rows[-1], text)
            return
        before = self._at
        if item.ent == "memo":
            self._memos.edit(item.row, text)
        elif item.ent == "coding":
            self._codings.note(item.row, text)
        elif item.ent == "summary":
            said = storable(text.strip(), "the summary")
            self._base.write("write summary", [put("summary", item.row, words=said, coder=self._base.coder)])
        elif item.ent == "wording":
            said = " ".join(storable(text, "the wording").split())
            self._base.write("word theme", [put("wording", item.row, words=said or None, coder=self._base.coder)])
        elif item.field == "name":
            self._codes.rename(item.row, text)
        else:
            words: dict[str, Any] = {item.field: storable(text, item.field)}
            self._codes.define(item.row, **words)
        self._open()
        if self._at == before:  # it is the text that is shown: nothing was written
            self._write(_verb(now, chosen), lambda: self._decided(item, told.SHOWN, ""))


def _told(store: Store, names: Names, item: Item) -> InboxItem:
    disputes, loose = Disputes(store, names), Loose(store, names)
    tell = {
        DISPUTE: disputes.dispute,
        REVIVED: disputes.revived,
        SKIPPED: disputes.skipped,
        DANGLING: loose.dangling,
        SAME_NAME: loose.same_name,
        SPLIT: Splits(store, names).met,
    }
    sentence, sides, choices, draft = tell[item.kind](item)
    about = names.about(item.ent, item.row)
    return InboxItem(told.short(item), item.kind, sentence, about, tuple(sides), tuple(choices), draft, item)


def _verb(item: InboxItem, choice: Choice) -> str:
    """How the log calls it."""
    kind = item.item.kind
    if kind == DISPUTE or (kind == SPLIT and item.item.field == "split"):
        return f"settle {told.noun(item.item)}"
    if kind == REVIVED:
        return "delete after all" if choice.key == told.DELETE else "keep"
    plain = {
        told.SHOWN: "leave as it is",
        told.SWAP: "swap codes",
        told.RESTORE: "restore",
        told.REMOVE: "remove",
        told.RECODE: "recode",
        told.UNMERGE: "unmerge code",
        told.TOP: "move code",
        told.MERGE: "merge codes",
        told.MERGE_BACK: "merge codes",
    }
    return plain[choice.key]


def _precious(item: Item) -> bool:
    precious = {
        ("memo", "text"),
        ("pick", "shown"),
        ("summary", "words"),
        ("survey", "rows"),
        ("settlement", "ranges"),
        ("transcript", "current"),
    }
    return item.kind == REVIVED or (item.ent, item.field) in precious


def _alike(one: Item, other: Item | None) -> bool:
    """Whether two looks saw the same: the same sides, and nothing else concerned."""
    if other is None:
        return False
    return one._replace(said=()) == other._replace(said=()) and {s.n for s in one.said} == {s.n for s in other.said}


def _changed() -> StudyError:
    return StudyError("this is no longer what you looked at", "A colleague has gone on; look again.")


def _waiting(ent: str, row: str, sentence: str, transcript: str = "") -> InboxItem:
    item = Item(told.WAITING, ent, row, "text")
    about = About(ent, transcript=transcript)
    return InboxItem(told.short(item), told.WAITING, sentence, about, (), (), "", item)
