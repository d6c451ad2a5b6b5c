"""What several people said without knowing of each other, in words: disputes, revivals, moves that were left out."""

from collections.abc import Sequence
from typing import Any

from workbench.sanitise import line
from workbench.store import Item, Said, Store
from workbench.study.inbox.items import (
    DELETE,
    JOIN,
    JOIN_MINE,
    JOIN_THEIRS,
    NOUNS,
    OTHER,
    SHOWN,
    SWAP,
    WRITE,
    Choice,
    Side,
    Told,
    by,
    noun,
    others,
    which,
)
from workbench.study.inbox.names import NOTHING, Names, day, listed
from workbench.study.inbox.settled import outcome
from workbench.study.inbox.splits import gone_into, into
from workbench.study.log import local

TEXTS = frozenset(
    {
        ("code", "name"),
        ("code", "definition"),
        ("code", "include"),
        ("code", "exclude"),
        ("code", "example"),
        ("coding", "memo"),
        ("memo", "text"),
        ("wording", "words"),
        ("summary", "words"),
    }
)
"""(entity, field) of what may be settled by a third text."""

_DIFFERENTLY = {
    ("code", "name"): "gave the code {it} different names",
    ("code", "definition"): "defined {it} differently",
    ("code", "include"): "wrote differently what {it} includes",
    ("code", "exclude"): "wrote differently what {it} excludes",
    ("code", "example"): "gave {it} different examples",
    ("code", "colour"): "gave {it} different colours",
    ("code", "exclusive"): "do not agree whether the codes below {it} exclude each other",
    ("code", "status"): "say differently how far {it} has come",
    ("code", "facets"): "let codings with {it} start with different facets",
    ("code", "parent"): "moved {it} to different places",
    ("code", "merged"): "do not agree what {it} is merged into",
    ("coding", "span"): "set the borders of {it} differently",
    ("coding", "code"): "gave one passage different codes: {it}",
    ("coding", "memo"): "wrote different remarks on {it}",
    ("coding", "voices"): "corrected differently who speaks in {it}",
    ("memo", "text"): "wrote {it} differently",
    ("memo", "span"): "put {it} on different passages",
    ("memo", "target"): "let {it} be about different things",
    ("memo", "kind"): "made {it} different kinds of memos",
    ("link", "span"): "let {it} point to different passages",
    ("pick", "span"): "put {it} on different passages",
    ("pick", "shown"): "shortened or explained {it} differently",
    ("transcript", "current"): "have different texts of {it}",
    ("informant", "group"): "put {it} in different groups",
    ("informant", "person"): "say differently who {it} is",
    ("attribute", "value"): "describe {it} differently",
    ("setting", "value"): "gave {it} different values",
    ("assignment", "progress"): "say differently how far {it} is",
    ("placement", "place"): "placed {it} differently",
    ("summary", "words"): "wrote {it} differently",
    ("wording", "words"): "worded {it} differently",
    ("survey", "rows"): "took in different answers to {it}",
    (
        "settlement",
        "ranges",
    ): "settled {it} differently, not knowing of each other; until that is resolved it is not in the consensus",
}


class Disputes:
    """Tells them."""

    def __init__(self, store: Store, names: Names) -> None:
        self._store = store
        self._names = names

    def _sides(self, item: Item) -> list[Side]:
        """What each has written."""
        result = []
        for said in item.said:
            value, here = self._names.value(item.ent, item.field, said.value)
            if item.ent == "settlement":
                value = outcome(self._store, self._names, item.row, said.value)
            result.append(Side(self._names.coder(said.actor), local(said.ts), value, said.shown, here))
        return result

    def dispute(self, item: Item) -> Told:
        """Several wrote one field."""
        names, sides = self._names, self._sides(item)
        it = names.it(item.ent, item.row)
        did = _DIFFERENTLY.get((item.ent, item.field))
        if did is None and item.field.startswith("facet."):
            did = f"set {line(item.field[6:], 30)} of {{it}} differently"
        if did is None:
            did = f"wrote differently the {noun(item)} of {{it}}"
        people = listed(side.coder for side in sides)
        people = people if len({said.actor for said in item.said}) > 1 else f"{people}, on two machines,"
        sentence = f"{people} {did.replace('{it}', it)}; {which(sides)}."
        return Told(sentence, sides, self._dispute_choices(item, sides), self._draft(item, sides))

    def _dispute_choices(self, item: Item, sides: Sequence[Side]) -> list[Choice]:
        shown = next((side for side in sides if side.shown), None)
        kept = f"keep what is shown: {by(shown)}" if shown else "leave it as it is shown"
        choices = [Choice(SHOWN, kept)]
        for number, n in enumerate(others(item)):
            side = sides[n]
            if side.here:
                key = OTHER if not number else f"{OTHER}-{number + 1}"
                choices.append(Choice(key, f"take {by(side)}"))
        if (item.ent, item.field) in TEXTS and (item.ent != "code" or item.row in self._names.paths()):
            needs = "name" if item.field == "name" else "text"
            choices.append(Choice(WRITE, f"write another {needs}", needs))
        if (item.ent, item.field) == ("transcript", "current") and len(choices) > 1:
            both = "make one text of both, with what each has corrected"
            choices.append(Choice(JOIN, both))
            choices.append(Choice(JOIN_MINE, f"{both}; where it is the same words, with mine"))
            choices.append(Choice(JOIN_THEIRS, f"{both}; where it is the same words, with theirs"))
        return choices

    def _draft(self, item: Item, sides: Sequence[Side]) -> str:
        if (item.ent, item.field) not in TEXTS:
            return ""
        told = sorted((side for side in sides if side.here and side.value), key=lambda side: not side.shown)
        texts = list(dict.fromkeys(side.value or "" for side in told))
        return texts[0] if item.field == "name" and texts else "\n\n".join(texts)

    def revived(self, item: Item) -> Told:
        """Somebody edited what somebody else deleted."""
        names = self._names
        sides = []
        for said in item.said:
            told = self._gone(item, said) if said.op == "del" else self._edits(item.ent, item.row, said.value)
            sides.append(Side(names.coder(said.actor), local(said.ts), told, said.shown))
        gone = [s for s, said in zip(sides, item.said, strict=True) if said.op == "del"]
        kept = [s for s, said in zip(sides, item.said, strict=True) if said.op != "del"]
        it = names.it(item.ent, item.row)
        sentence = (
            f"{listed(s.coder for s in gone)} deleted {it} on {day(gone[0].when)}, not knowing that "
            f"{listed(s.coder for s in kept) or 'somebody'} was working on it; it has been kept."
        )
        return Told(sentence, sides, [Choice(SHOWN, "keep it"), Choice(DELETE, "delete it after all")])

    def _gone(self, item: Item, said: Said) -> str:
        split = gone_into(self._store, self._names, item.row, said.n) if item.ent == "code" else ""
        return f"split it into {split}, and let it go" if split else "deleted it"

    def _edits(self, ent: str, row: str, body: Any) -> str:
        if not isinstance(body, dict) or not body:
            return "kept it"
        if ent == "settlement":
            return f"settled it: {outcome(self._store, self._names, row, body.get('ranges'))}"
        if ent == "code" and isinstance(body.get("split"), str):
            return f"split it into {into(self._store, self._names, body['split'])}"
        told = []
        for field, value in body.items():
            shown, _ = self._names.value(ent, field, value)
            told.append(f"{NOUNS.get((ent, field), field.removeprefix('facet.'))}: {shown or NOTHING}")
        return "wrote " + "\n".join(told)

    def skipped(self, item: Item) -> Told:
        """A move would have closed a circle."""
        names = self._names
        (said,) = item.said
        it, target = names.name(item.row), names.name(item.target)
        side = Side(names.coder(said.actor), local(said.ts), names.code(item.target), False)
        did, way = ("moved", "below") if item.field == "parent" else ("merged", "into")
        sentence = (
            f"{side.coder} {did} {it} {way} {target} on {day(side.when)}, while {target} was {did} {way} {it}: "
            f"that would be a circle, so what {side.coder} did was left out."
        )
        if item.field == "parent":
            kept = f"leave {it} where it is"
            swapped = f"put {target} where {it} is, and {it} below it"
        else:
            kept = f"leave it so: both count as {names.code(self._effective(item.row))}"
            swapped = f"the other way round: both count as {target}"
        return Told(sentence, [side], [Choice(SHOWN, kept), Choice(SWAP, swapped)])

    def _effective(self, code: str) -> str:
        return str(self._store.read("SELECT effective FROM code WHERE id = ?", (code,))[0][0])
