"""Blind first pass: while several were given a transcript and not all are done, each sees only what is their own.

A transcript is blind for a coder as long as in some round two or more were given it, the coder among them, not all of
these are done, and no lead has lifted it for that round. Two coders are blind *with each other* while there is such a
transcript of both. It is a courtesy between colleagues, not a lock: file, log and backups hold everything.

Everything is read from the tables and kept until an assignment, a lift, a transcript or a code changes, whoever wrote.
"""

import json
from collections.abc import Collection, Mapping

from workbench.store import Store
from workbench.study.kept import NOTHING, Kept, Reading, listed, literal
from workbench.study.words import reference

_OF_CODES = {"placement": "code", "wording": "code", "reason": "target"}
"""Kinds of rows that are about one code, and the column that names it."""

_WATCHED = "('assignment', 'lift', 'transcript', 'code')"


class Blind:
    """What is kept from one coder. It is a courtesy between colleagues, not a lock: the file holds everything."""

    def __init__(self, store: Store, coder: str) -> None:
        self._store = store
        self._coder = coder
        self._upto = -1
        self._forked = -1
        self._known = NOTHING

    # --- what is hidden

    def transcripts(self) -> frozenset[str]:
        """The transcripts (rows) whose codings by others are kept from this coder."""
        return self._now().transcripts

    def drafts(self) -> frozenset[str]:
        """The codes (rows) that others have made meanwhile and not proposed to the team yet, and what is below them."""
        return self._now().codes

    def twins(self) -> frozenset[str]:
        """The drafts of partners (rows) that are no secret: made from the same file as one's own, or in use."""
        return self._now().twins

    def partners(self) -> frozenset[str]:
        """The coders (rows) with whom this one codes blind somewhere."""
        return frozenset(self._now().partners)

    def state(self) -> object:
        """Something that is not what it was when something else is hidden than before."""
        kept = self._now()
        return kept.transcripts, kept.codes, frozenset(kept.examples.items())

    def active(self) -> bool:
        """Whether this coder codes blind somewhere: a code made now is a draft until it is proposed."""
        return bool(self._now().transcripts)

    def busy(self) -> frozenset[str]:
        """Everybody who codes blind with somebody: what these make, somebody may not see."""
        return self._now().busy

    def examples(self) -> Mapping[str, str | None]:
        """Code (row) → the example it shows this coder, where the one it has was written by somebody hidden."""
        return self._now().examples

    # --- filters of queries; '' where nothing is hidden

    def sql(self, alias: str = "g") -> str:
        """`` AND …`` for a query over codings or picks called ``alias`` without what is kept from this coder, or ''."""
        seen = self._seen(alias)
        return f" AND {seen}" if seen else ""

    def memos(self, alias: str = "m") -> str:
        """The same for memos: others' on passages of blind transcripts and on hidden codes, partners' on the former."""
        kept = self._now()
        parts = []
        if kept.transcripts:
            texts, blind = _revisions(kept.transcripts), listed(kept.transcripts)
            passage = f"COALESCE({alias}.about, 'passage') = 'passage'"
            parts.append(f"({passage} AND COALESCE({alias}.revision, '') IN {texts})")
            parts.append(
                f"({alias}.about <> 'code' AND COALESCE({alias}.target, '') IN {blind} "
                f"AND ({passage} OR {alias}.coder IN {listed(kept.partners)}))"
            )
        if kept.codes:
            parts.append(f"COALESCE({alias}.target, '') IN {listed(kept.codes)}")
        return f" AND ({alias}.coder IS {literal(self._coder)} OR NOT ({' OR '.join(parts)}))" if parts else ""

    def links(self, alias: str = "l") -> str:
        """The same for links: others' to passages of blind transcripts, and all of a memo that is hidden."""
        kept, parts = self._now(), []
        if kept.transcripts:
            texts = _revisions(kept.transcripts)
            parts.append(f"({alias}.coder IS {literal(self._coder)} OR COALESCE({alias}.revision, '') NOT IN {texts})")
        if memos := self.memos("lm").removeprefix(" AND "):
            parts.append(f"NOT EXISTS (SELECT 1 FROM memo lm WHERE lm.id = {alias}.memo AND NOT {memos})")
        return "".join(f" AND {part}" for part in parts)

    def summaries(self, alias: str = "s") -> str:
        """The same for summaries: of hidden codes, what partners wrote since, and of who speaks in a blind text."""
        kept, parts = self._now(), []
        if kept.codes:
            codes = listed(kept.codes)
            within = f"(SELECT id FROM code WHERE id IN {codes} OR effective IN {codes})"
            parts.append(f"COALESCE({alias}.code, '') IN {within}")
        for partner, since in sorted(kept.partners.items()):
            latest = f"(SELECT max(c.hlc) FROM change c WHERE c.row = {alias}.id AND c.ent = 'summary')"
            parts.append(f"({alias}.coder IS {literal(partner)} AND {latest} > {since})")
        if kept.transcripts:
            spoken = f"SELECT COALESCE(person, id) FROM informant WHERE transcript IN {listed(kept.transcripts)}"
            parts.append(f"({alias}.about IS 'person' AND COALESCE({alias}.target, '') IN ({spoken}))")
        return f" AND ({alias}.coder IS {literal(self._coder)} OR NOT ({' OR '.join(parts)}))" if parts else ""

    def changes(self, alias: str = "c") -> str:
        """A condition over changes called ``alias``: it is about something hidden. '' where there is no such thing."""
        kept = self._now()
        codings, memos = self._seen("g"), self.memos("m").removeprefix(" AND ")
        parts = []
        if codings:
            parts.append(f"{alias}.ent = 'coding' AND {_is(alias, 'coding', 'g')} AND NOT {codings})")
        if memos:
            parts.append(f"{alias}.ent = 'memo' AND {_is(alias, 'memo', 'm')} AND NOT {memos})")
        if links := self.links("l").removeprefix(" AND "):
            parts.append(f"{alias}.ent = 'link' AND {_is(alias, 'link', 'l')} AND NOT ({links}))")
        if picks := self._seen("p"):
            parts.append(f"{alias}.ent = 'pick' AND {_is(alias, 'pick', 'p')} AND NOT {picks})")
        if summaries := self.summaries("s").removeprefix(" AND "):
            parts.append(f"{alias}.ent = 'summary' AND {_is(alias, 'summary', 's')} AND NOT {summaries})")
        if kept.codes:
            codes = listed(kept.codes)
            parts.append(f"{alias}.ent = 'code' AND {alias}.row IN {codes}")
            parts.append(f"{alias}.ent = 'reason' AND {alias}.row IN (SELECT id FROM reason WHERE target IN {codes})")
            parts += [
                f"{alias}.ent = '{ent}' AND {alias}.row IN (SELECT id FROM {ent} WHERE code IN {codes})"
                for ent in ("placement", "wording")
            ]
        if only := [str(n) for n, more in kept.said.items() if not more]:
            parts.append(f"{alias}.n IN ({','.join(only)})")
        if kept.transcripts:
            blind, me = listed(kept.transcripts), literal(self._coder)
            parts += [
                f"{alias}.ent = '{ent}' AND {alias}.row IN "
                f"(SELECT id FROM {ent} WHERE transcript IN {blind} AND coder IS NOT {me})"
                for ent in ("settlement", "sought")
            ]
        if kept.partners:
            parts.append(f"{alias}.ent = 'ruling' AND {alias}.actor IN {listed(kept.partners)}")
        return f"({' OR '.join(f'({part})' for part in parts)})" if parts else ""

    def body(self, n: int, body: str) -> str:
        """What a change of a code says to this coder: without an example that is hidden."""
        if n not in self._now().said:
            return body
        fields = json.loads(body)
        fields.pop("example", None)
        return json.dumps(fields, ensure_ascii=False)

    def hides(self, ent: str, row: str) -> bool:
        """Whether a row (of whatever became of it) is one of those that are kept from this coder."""
        if ent == "code":
            return row in self._now().codes
        filters = {"coding": self.sql, "memo": self.memos, "link": self.links, "pick": self.sql}
        filters["summary"] = self.summaries
        if ent in filters:
            seen = filters[ent]("x").removeprefix(" AND ")
            query = f"SELECT 1 FROM {ent} x WHERE x.id = ? AND NOT ({seen})"
            return bool(seen) and bool(self._store.read(query, (row,)))
        if ent in ("settlement", "sought") and (blind := self._now().transcripts):
            rows = self._store.read(f"SELECT transcript, coder FROM {ent} WHERE id = ?", (row,))
            return bool(rows) and rows[0][0] in blind and rows[0][1] != self._coder
        if ent in _OF_CODES and (codes := self._now().codes):
            return any(
                code in codes
                for (code,) in self._store.read(f"SELECT {_OF_CODES[ent]} FROM {ent} WHERE id = ?", (row,))
            )
        return False

    def words(self) -> frozenset[str]:
        """The texts out of line that only hidden rows name: nobody is told that they have not come yet."""
        kept, read = self._now(), self._store.read
        found: set[str] = set()
        if codings := self._seen("g"):
            cells = [cell for (cell,) in read(f"SELECT g.memo FROM coding g WHERE g.memo > '' AND NOT {codings}")]
            found |= {name for cell in cells if (name := reference(cell))}
        if picks := self._seen("p"):
            cells = [cell for (cell,) in read(f"SELECT p.shown FROM pick p WHERE p.shown > '' AND NOT {picks}")]
            found |= {name for cell in cells if (name := reference(cell))}
        if memos := self.memos("m").removeprefix(" AND "):
            found |= {name for (name,) in read(f"SELECT m.blob FROM memo m WHERE m.blob > '' AND NOT {memos}")}
        if summaries := self.summaries("s").removeprefix(" AND "):
            cells = [cell for (cell,) in read(f"SELECT s.words FROM summary s WHERE s.words > '' AND NOT {summaries}")]
            found |= {name for cell in cells if (name := reference(cell))}
        if codes := kept.codes | kept.examples.keys():
            cells = [cell for (cell,) in read(f"SELECT example FROM code WHERE id IN {listed(codes)}")]
            shown = {reference(cell) for cell in kept.examples.values()}
            found |= {name for cell in cells if (name := reference(cell))} - shown
            cells = [cell for (cell,) in read(f"SELECT words FROM reason WHERE target IN {listed(kept.codes)}")]
            found |= {name for cell in cells if (name := reference(cell))}
        return frozenset(found)

    def _seen(self, alias: str) -> str:
        kept = self._now()
        parts = []
        if kept.transcripts:
            parts.append(f"COALESCE({alias}.revision, '') NOT IN {_revisions(kept.transcripts)}")
        if kept.codes:
            codes = listed(kept.codes)
            parts.append(
                f"COALESCE({alias}.code, '') NOT IN (SELECT id FROM code WHERE id IN {codes} OR effective IN {codes})"
            )
        return f"({alias}.coder IS {literal(self._coder)} OR ({' AND '.join(parts)}))" if parts else ""

    # --- reading it

    def _now(self) -> Kept:
        """What is kept, read again only if something came that it depends on."""
        read = self._store.read
        ((last, forked),) = read("SELECT (SELECT max(n) FROM change), (SELECT total(forked) FROM stream)")
        last = last or 0
        if (last, forked) == (self._upto, self._forked):
            return self._known
        # Where a stream has forked, a change can alter what became of rows that it does not name.
        new = self._upto < 0 or last < self._upto or bool(forked) or forked != self._forked
        query = f"SELECT 1 FROM change WHERE n > ? AND ent IN {_WATCHED} LIMIT 1"
        if new or read(query, (self._upto,)):
            self._known = Reading(self._store, self._coder).kept()
        self._upto, self._forked = last, forked
        return self._known


def _is(change: str, table: str, alias: str) -> str:
    """The beginning of a condition on the row a change is about: looked up by its id, for most are not asked for."""
    return f"EXISTS (SELECT 1 FROM {table} {alias} WHERE {alias}.id = {change}.row"


def _revisions(transcripts: Collection[str]) -> str:
    return f"(SELECT id FROM revision WHERE transcript IN {listed(transcripts)})"
