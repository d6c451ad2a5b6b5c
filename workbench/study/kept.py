"""Reading from the tables what is kept from a coder who codes blind: transcripts, colleagues' codes and examples."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from workbench.agreement.rounds import DONE, Given, Place, blind
from workbench.identity import ID
from workbench.store import Store


class Kept(NamedTuple):
    """What is kept from one coder.

    ``partners``: whom one codes blind with → since when (the log's clock). ``busy``: everybody who codes blind with
    somebody. ``twins``: partners' drafts that one has made as well, or has used. ``examples``: code → the example one
    sees in place of a partner's; ``said``: the changes that wrote those, and whether they wrote anything else.
    """

    transcripts: frozenset[str]
    partners: Mapping[str, int]
    busy: frozenset[str]
    codes: frozenset[str]
    twins: frozenset[str]
    examples: Mapping[str, str | None]
    said: Mapping[int, bool]


NOTHING = Kept(frozenset(), {}, frozenset(), frozenset(), frozenset(), {}, {})


class Reading:
    """Reads it once, for one coder."""

    def __init__(self, store: Store, coder: str) -> None:
        self._store = store
        self._coder = coder

    def kept(self) -> Kept:
        """What is kept from the coder now."""
        me, groups = self._coder, self._groups()
        mine = {group: rows for group, rows in groups.items() if me in rows}
        began = self._began(row for rows in mine.values() for row in rows.values())
        partners: dict[str, int] = {}
        for rows in mine.values():
            for coder, row in rows.items():
                if coder != me:
                    since = max(began.get(row, 0), began.get(rows[me], 0))
                    partners[coder] = min(since, partners.get(coder, since))
        codes, twins = self._codes(partners)
        examples, said = self._examples(partners)
        return Kept(
            frozenset(transcript for _, transcript in mine),
            partners,
            frozenset(coder for rows in groups.values() for coder in rows),
            codes,
            twins,
            examples,
            said,
        )

    def _groups(self) -> dict[Place, dict[str, str]]:
        """Where coding is blind → coder → the row of the assignment."""
        rows: dict[tuple[Place, str], str] = {}
        given = []
        for round_, transcript, coder, state, row in self._store.read(
            "SELECT a.round, a.transcript, a.coder, a.state, a.id FROM assignment a "
            "JOIN transcript t ON t.id = a.transcript "
            "WHERE a.alive = 1 AND a.given = 1 AND t.alive = 1 AND a.coder > '' ORDER BY a.id DESC"
        ):
            rows[(round_, transcript), coder] = row
            given.append(Given(round_, transcript, coder, state == DONE))
        lifted = set(self._store.read("SELECT round, transcript FROM lift WHERE alive = 1"))
        return {
            place: {coder: rows[place, coder] for coder in sorted(coders)}
            for place, coders in blind(given, lifted).items()
        }

    def _began(self, rows: Iterable[str]) -> dict[str, int]:
        """When coders were first asked, by the log's clock."""
        given = json.dumps(list(rows))
        return dict(
            self._store.read(
                "SELECT row, min(hlc) FROM change WHERE row IN (SELECT value FROM json_each(?)) "
                "AND instr(body, '\"given\":1') > 0 GROUP BY row",
                (given,),
            )
        )

    def _codes(self, partners: Mapping[str, int]) -> tuple[frozenset[str], frozenset[str]]:
        """The drafts that partners made since, living or not, with what stands below them; and those one may see."""
        if not partners:
            return frozenset(), frozenset()
        read, me = self._store.read, self._coder
        drafts = read(f"SELECT id, draft FROM code WHERE draft IN {listed(partners)}")
        made = {code: when for code, coder in drafts if (when := self._made(code)) > partners[coder]}
        below: dict[str, set[str]] = {}
        for code, above, parent in read("SELECT id, above, parent FROM code WHERE parent IS NOT NULL"):
            below.setdefault(above or parent, set()).add(code)
        waiting = sorted(made)
        while waiting:
            draft = waiting.pop()
            # What was there before the draft is nothing of it, wherever somebody has put it.
            new = {c: when for c in below.get(draft, ()) if c not in made and (when := self._made(c)) > made[draft]}
            made |= new
            waiting += new
        found = set(made)
        if not found:
            return frozenset(), frozenset()
        # Two who read the same file have made the same code; and what has borne one's own work cannot be unseen.
        own = {code for code in found if self._made(code, me) or self._draft_of(code) == me}
        used = read(
            "SELECT DISTINCT k.effective, k.id FROM code k CROSS JOIN coding g ON g.code = k.id WHERE g.coder = ? "
            f"AND (k.id IN {listed(found)} OR k.effective IN {listed(found)})",
            (me,),
        )
        twins = found & (own | {code for pair in used for code in pair})
        return frozenset(found - twins), frozenset(twins)

    def _made(self, code: str, actor: str = "") -> int:
        """When a code was made (by ``actor``), by the log's clock; 0: never."""
        query = (
            "SELECT min(hlc) FROM change WHERE row = ?1 AND op = 'put' AND (?2 = '' OR actor = ?2) "
            "AND instr(body, '\"short\"') > 0"
        )
        ((when,),) = self._store.read(query, (code, actor))
        return int(when or 0)

    def _draft_of(self, code: str) -> str:
        rows = self._store.read("SELECT COALESCE(draft, '') FROM code WHERE id = ?", (code,))
        return str(rows[0][0]) if rows else ""

    def _examples(self, partners: Mapping[str, int]) -> tuple[dict[str, str | None], dict[int, bool]]:
        """Code → the last example that is not hidden; and the changes that wrote hidden ones."""
        if not partners:
            return {}, {}
        shown: dict[str, str | None] = {}
        hidden: set[str] = set()
        said: dict[int, bool] = {}
        for n, code, actor, hlc, text in self._store.read(
            "SELECT c.n, k.id, c.actor, c.hlc, c.body FROM code k CROSS JOIN change c ON c.row = k.id "
            "WHERE c.op = 'put' AND instr(c.body, '\"example\"') > 0 ORDER BY c.hlc, c.n"
        ):
            body = json.loads(text)
            if "example" not in body:
                continue
            if hlc > partners.get(actor, hlc):
                hidden.add(code)
                said[n] = len(body) > 1
            else:
                shown[code] = _cell(body["example"])
        return {code: shown.get(code) for code in hidden}, said


def _cell(value: Any) -> str | None:
    """The field of a change as a column holds it."""
    return value if value is None or isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def listed(rows: Iterable[str]) -> str:
    """Identifiers as a list in a query."""
    return f"({','.join(literal(row) for row in sorted(rows))})"


def literal(row: str) -> str:
    """A row's identifier in a query; one that is none of ours as its bytes, so that it cannot be anything else."""
    return f"'{row}'" if ID.fullmatch(row) else f"CAST(x'{row.encode(errors='surrogatepass').hex()}' AS TEXT)"
