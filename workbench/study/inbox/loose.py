"""What hangs in the air, in words: references to what is gone, and codes that share a path."""

from workbench.sanitise import line
from workbench.store import Item, Store
from workbench.study.inbox.items import (
    MERGE,
    MERGE_BACK,
    RECODE,
    REMOVE,
    RENAME,
    RESTORE,
    SHOWN,
    TOP,
    UNMERGE,
    Choice,
    Side,
    Told,
)
from workbench.study.inbox.names import Names, day, listed
from workbench.study.inbox.splits import gone_into
from workbench.study.log import local

_DRAWN = {"link": "link", "pick": "quotation"}
"""What points to a passage for somebody's sake and is removed with it, and what to call it."""


class Loose:
    """Tells them."""

    def __init__(self, store: Store, names: Names) -> None:
        self._store = store
        self._names = names

    def dangling(self, item: Item) -> Told:
        """Rows name what is not there."""
        if item.ent == "code":
            return self._loose_code(item)
        owners, many = self._owners(item), len(item.rows) > 1
        choices = [Choice(SHOWN, "leave them as they are" if many else "leave it as it is")]
        if item.state != "absent" and item.field != "revision":
            choices.append(Choice(RESTORE, f"bring {self._name(item)} back"))
        if item.ent == "coding":
            if item.field == "code":
                choices.append(Choice(RECODE, f"give {'them' if many else 'it'} another code", "code"))
            choices.append(Choice(REMOVE, f"remove {f'these {len(item.rows):,} codings' if many else 'the coding'}"))
        elif item.ent in _DRAWN:
            noun = _DRAWN[item.ent]
            choices.append(Choice(REMOVE, f"remove the {noun}s" if many else f"remove the {noun}"))
        else:
            choices.append(Choice(REMOVE, "forget them" if many else "forget it"))
        return Told(f"{self._what(item, owners)} {self._wrong(item)}.", [*self._deletes(item), *owners], choices)

    def _what(self, item: Item, owners: list[Side]) -> str:
        """The beginning of the sentence: whose they are, and how they name what is not there."""
        people, many = listed(side.coder for side in owners), len(item.rows) > 1
        if item.ent == "coding":
            codings = f"{len(item.rows):,} codings by {people}" if many else f"A coding by {people}"
            if item.field == "revision":
                return f"{codings} {'are' if many else 'is'} in"
            return f"{codings} in {listed(self._transcripts(item))} {'use' if many else 'uses'}"
        if item.ent == "summary":
            return f"{len(item.rows):,} summaries by {people} are of" if many else f"A summary by {people} is of"
        if item.ent == "placement":
            return f"{people}'s placing in a matrix names"
        if item.ent == "assignment":
            return f"{people} {'were' if len(owners) > 1 else 'was'} given"
        if item.ent == "pick":
            picked = f"{len(item.rows):,} quotations picked by {people}" if many else f"A quotation picked by {people}"
            if item.field == "revision":
                return f"{picked} {'stand' if many else 'stands'} in"
            return f"{picked} from {listed(self._transcripts(item))} {'are' if many else 'is'} for"
        if item.ent == "link":
            drawn = f"{len(item.rows):,} links drawn by {people}" if many else f"A link drawn by {people}"
            if item.field == "revision":
                return f"{drawn} {'lead' if many else 'leads'} into"
            return f"{drawn} to {listed(self._transcripts(item))} {'belong' if many else 'belongs'} to"
        labels = list(dict.fromkeys(self._names.label(row) for row in item.rows))
        return f"{listed(labels)} {'speak' if len(labels) > 1 else 'speaks'} in"

    def _wrong(self, item: Item) -> str:
        """What a reference leads to, and what became of it."""
        kind = {"code": "code", "revision": "text", "memo": "memo"}.get(item.field, "transcript")
        if item.state == "absent":
            return f"a {kind} that is not here, and may still be on its way"
        merged = "a code merged into " if item.state.startswith("merged") else ""
        gone = self._deletes(item)
        it = "them" if len(item.rows) > 1 else "it"
        split = gone_into(self._store, self._names, item.target) if kind == "code" else ""
        did = f"split into {split}" if split else "deleted"
        by = f" {gone[0].coder} {did} on {day(gone[0].when)} without knowing of {it}" if gone else " was deleted"
        return f"{merged}{self._name(item)}, which{by}"

    def _name(self, item: Item) -> str:
        if item.field == "revision":
            return self._names.revision(item.target)[0]
        if item.field == "memo":
            return self._names.it("memo", item.target)
        return self._names.name(item.target, "code" if item.field == "code" else "transcript")

    def _deletes(self, item: Item) -> list[Side]:
        rows = self._store.read(
            "SELECT actor, ts FROM change WHERE row = ? AND op = 'del' "
            "ORDER BY undoes = '' DESC, hlc DESC, actor LIMIT 1",
            (item.target,),
        )
        name = self._name(item) if item.ent != "code" else self._names.name(item.target)
        return [Side(self._names.coder(actor), local(ts), f"deleted {name}", True) for actor, ts in rows]

    def _owners(self, item: Item) -> list[Side]:
        """Whose they are: how many, and where."""
        if item.ent not in ("coding", "placement", "assignment", "summary", *_DRAWN):
            return []
        latest: dict[str, tuple[int, int]] = {}
        for row in item.rows[:500]:
            ((coder, ts),) = self._store.read(
                f"SELECT coder, (SELECT max(c.ts) FROM change c WHERE c.row = ?1) FROM {item.ent} WHERE id = ?1", (row,)
            )
            count, last = latest.get(coder or "", (0, 0))
            latest[coder or ""] = count + 1, max(last, ts or 0)
        unit = {"coding": "coding", "placement": "choice", **_DRAWN}.get(item.ent, item.ent)
        return [
            Side(self._names.coder(coder), local(last), f"{n:,} {unit}{'s' if n > 1 else ''}", True)
            for coder, (n, last) in sorted(latest.items())
        ]

    def _transcripts(self, item: Item) -> list[str]:
        marks = ",".join("?" * len(item.rows[:500]))
        rows = self._store.read(
            f"SELECT DISTINCT t.name FROM {item.ent} g JOIN revision r ON r.id = g.revision "
            f"JOIN transcript t ON t.id = r.transcript WHERE g.id IN ({marks}) ORDER BY 1",
            item.rows[:500],
        )
        return [line(name or "", 40) for (name,) in rows] or ["a text that is not here"]

    def _loose_code(self, item: Item) -> Told:
        names = self._names
        it = self._names.name(item.row)
        leave = Choice(SHOWN, "leave it as it is")
        if item.field == "parent":
            sentence = (
                f"{it} stands below a code that is not here, and may still be on its way; it is shown at the top."
            )
            return Told(sentence, (), [leave, Choice(TOP, "put it at the top for good")])
        unmerge = Choice(UNMERGE, f"take the merge back: {it} stands for itself again")
        if item.state == "absent":
            sentence = f"{it} was merged into a code that is not here, and may still be on its way."
            return Told(sentence, (), [leave, unmerge])
        sides = self._deletes(item)
        rows = self._store.read(
            "SELECT actor, ts, body FROM change WHERE row = ? AND op = 'put' ORDER BY hlc DESC LIMIT 50", (item.row,)
        )
        into = self._names.name(item.target)
        merges = [
            Side(names.coder(a), local(ts), f"merged {it} into {into}", True) for a, ts, b in rows if '"merged"' in b
        ]
        by = listed(s.coder for s in merges[:1]) or "somebody"
        gone = f"{sides[0].coder} deleted on {day(sides[0].when)}" if sides else "was deleted"
        sentence = f"{by} merged {it} into {into}, which {gone} without knowing: codings with {it} count nowhere."
        return Told(sentence, [*sides, *merges[:1]], [leave, Choice(RESTORE, f"bring {into} back"), unmerge])

    def same_name(self, item: Item) -> Told:
        """Codes share a path."""
        names = self._names
        sides = []
        for row in item.rows:
            ((actor, ts),) = self._store.read(
                "SELECT c.actor, c.ts FROM change c JOIN stream s ON s.no = c.stream WHERE c.row = ? "
                "ORDER BY c.hlc, s.id, c.seq, c.hash LIMIT 1",
                (row,),
            )
            counting = f"SELECT count(*) FROM coding g WHERE g.code = ? AND g.alive = 1{names.seen}"
            ((count,),) = self._store.read(counting, (row,))
            told = f"{names.code(row)} ({count:,} coding{'' if count == 1 else 's'})"
            sides.append(Side(names.coder(actor), local(ts), told, True))
        first, *later = (names.code(row) for row in item.rows)
        many = {2: "Two", 3: "Three"}.get(len(item.rows), f"{len(item.rows):,}")
        by = listed(f"one by {s.coder}" for s in sides)
        by = by if len({s.coder for s in sides}) > 1 else f"all by {sides[0].coder}"
        choices = [Choice(SHOWN, "leave them as they are"), Choice(MERGE, f"let {listed(later)} count as {first}")]
        if len(later) == 1:
            choices.append(Choice(MERGE_BACK, f"let {first} count as {later[0]}"))
        choices.append(Choice(RENAME, f"give {later[-1]} another name", "name"))
        draft = line(self._names.name(item.rows[-1]))
        return Told(f"{many} codes are called {first}: {by}.", sides, choices, draft)
