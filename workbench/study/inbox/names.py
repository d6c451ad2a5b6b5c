"""What the rows and values behind the inbox are called by people: codes by path, passages by transcript and turn."""

import json
from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from workbench.codebook import tree
from workbench.sanitise import line
from workbench.store import Store
from workbench.study.base import facets_of, parsed_list
from workbench.study.blind import Blind
from workbench.study.words import ERASED, NOT_COME

NAME = 60
QUOTE = 48
NOTHING = "nothing"
_CODES = {
    ("coding", "code"),
    ("code", "parent"),
    ("code", "merged"),
    ("placement", "code"),
    ("wording", "code"),
    ("summary", "code"),
}

_EMPTY = {
    ("code", "parent"): "the top",
    ("code", "merged"): "not merged",
    ("coding", "voices"): "whoever the text says",
    ("memo", "target"): "the study",
}


class About(NamedTuple):
    """What an item is about, so that one can go there.

    ``what`` is an entity; ``code`` a code's row and ``path`` its path; of a passage the transcript's name, the number
    of the turn it begins in (from 1; 0 where unknown), and start and end. Empty or 0 where there is none.
    """

    what: str
    code: str = ""
    path: str = ""
    transcript: str = ""
    turn: int = 0
    start: int = 0
    end: int = 0


class Names:
    """Reads names from the tables, as they stand; lives for one look."""

    def __init__(self, store: Store, coders: dict[str, str], blind: Blind | None = None) -> None:
        self._store = store
        self._unseen = blind.drafts() if blind else frozenset[str]()
        self.seen = blind.sql() if blind else ""
        """`` AND …`` on a coding ``g``, where not all of them may be counted."""
        self._coders = coders
        self._paths: dict[str, str] = {}
        self._revisions: dict[str, tuple[str, list[int], str]] = {}

    # --- people and times

    def coder(self, row: str | None) -> str:
        """A coder's name."""
        return line(self._coders.get(row or "", ""), NAME) or "somebody"

    # --- codes

    def paths(self) -> dict[str, str]:
        """The paths of the living codes, by row."""
        if not self._paths:
            rows = self._store.read(
                "SELECT id, COALESCE(name, short, id), above, sort FROM code "
                "WHERE alive = 1 AND (effective = id OR effective IS NULL)"
            )
            rows = [row for row in rows if row[0] not in self._unseen]
            known = {row for row, *_ in rows}
            self._paths = tree.paths(
                tree.Node(row, name, above if above in known else None, sort or 0) for row, name, above, sort in rows
            )
        return self._paths

    def name(self, row: str, ent: str = "code") -> str:
        """What a code (or transcript) is called, without its path and whatever became of it."""
        rows = self._store.read(f"SELECT COALESCE(name, '') FROM {ent} WHERE id = ?", (row,))
        return line(rows[0][0], NAME) if rows and rows[0][0] else f"a {ent}"

    def code(self, row: Any) -> str:
        """A code by its path; what became of one that is not in the codebook stands behind its name."""
        if not isinstance(row, str) or not row:
            return NOTHING
        if path := self.paths().get(row):
            return line(path, NAME)
        rows = self._store.read("SELECT COALESCE(name, short, ''), alive FROM code WHERE id = ?", (row,))
        if not rows or row in self._unseen:
            return "a code that is not here"
        name, alive = rows[0]
        return f"{line(name, NAME) or 'a code'} ({'merged' if alive else 'deleted'})"

    def hides(self, row: str) -> bool:
        """Whether a code is kept from whoever looks."""
        return row in self._unseen

    # --- passages

    def revision(self, row: str) -> tuple[str, list[int], str]:
        """(the transcript's name, where its turns start, the text or '')."""
        if row not in self._revisions:
            rows = self._store.read(
                "SELECT t.name, r.turns, b.data FROM revision r LEFT JOIN transcript t ON t.id = r.transcript "
                "LEFT JOIN blob b ON b.id = r.text WHERE r.id = ?",
                (row,),
            )
            name, turns, text = rows[0] if rows else ("", None, None)
            turns = turns if isinstance(turns, str) else None
            starts = [t[0] for t in parsed_list(turns, lambda t: isinstance(t, list) and t != [] and type(t[0]) is int)]
            self._revisions[row] = line(name or "", NAME) or "a text that is not here", sorted(starts), text or ""
        return self._revisions[row]

    def turn(self, revision: str, start: int) -> int:
        """The number of the turn that holds a position, from 1; 0 where the turns are not known."""
        return bisect_right(self.revision(revision)[1], start)

    def where(self, revision: str | None, start: int | None) -> str:
        """``K-03, turn 14``."""
        name = self.revision(revision or "")[0]
        turn = self.turn(revision or "", start or 0)
        return f"{name}, turn {turn}" if turn else name

    def passage(self, revision: str, start: int, end: int) -> str:
        """``turn 14: “what is said there” (120–180)``."""
        text = self.revision(revision)[2][max(start, 0) : max(end, 0)]
        quote = f"“{line(text, QUOTE)}” " if text.strip() else ""
        return f"{self.where(revision, start)}: {quote}({start}–{end})"

    # --- what an item is about

    def about(self, ent: str, row: str) -> About:
        """Where one can go to see the row."""
        if ent == "code":
            return About(ent, code=row, path=self.code(row))
        if ent == "transcript":
            return About(ent, transcript=self._one("SELECT name FROM transcript WHERE id = ?", row))
        if ent in ("coding", "memo", "settlement", "pick"):
            return self._passage_or_target(ent, row)
        queries = {
            "informant": "SELECT t.name FROM informant i JOIN transcript t ON t.id = i.transcript WHERE i.id = ?",
            "attribute": "SELECT t.name FROM attribute a JOIN informant i ON i.id = a.owner "
            "JOIN transcript t ON t.id = i.transcript WHERE a.id = ?",
            "revision": "SELECT t.name FROM revision r JOIN transcript t ON t.id = r.transcript WHERE r.id = ?",
            "assignment": "SELECT t.name FROM assignment a JOIN transcript t ON t.id = a.transcript WHERE a.id = ?",
        }
        if ent in queries:
            return About(ent, transcript=self._one(queries[ent], row))
        if ent in ("placement", "wording", "summary"):
            code = self._one(f"SELECT code FROM {ent} WHERE id = ?", row)
            return About(ent, code=code, path=self.code(code))
        if ent == "link":
            return self._passage_or_target(ent, row)
        return About(ent)

    def _passage_or_target(self, ent: str, row: str) -> About:
        if ent in ("coding", "settlement", "pick"):
            query = f"SELECT 'passage', '', revision, start, \"end\", code FROM {ent} WHERE id = ?"
        else:
            about, target = ("about", "target") if ent == "memo" else ("'passage'", "''")
            query = f"SELECT {about}, {target}, revision, start, \"end\", '' FROM {ent} WHERE id = ?"
        rows = self._store.read(query, (row,))
        if not rows:
            return About(ent)
        what, target, revision, start, end, code = rows[0]
        if revision:
            at = int(start or 0)
            name, turn = self._transcript_of(revision), self.turn(revision, at)
            return About(ent, code or "", self.code(code) if code else "", name, turn, at, int(end or 0))
        if what == "code":
            return About(ent, code=target or "", path=self.code(target))
        if what == "transcript":
            return About(ent, transcript=self._one("SELECT name FROM transcript WHERE id = ?", target or ""))
        return About(ent)

    def _transcript_of(self, revision: str) -> str:
        return self._one(
            "SELECT t.name FROM revision r JOIN transcript t ON t.id = r.transcript WHERE r.id = ?", revision
        )

    def it(self, ent: str, row: str) -> str:
        """The row in a few names, to stand in a sentence."""
        about = self.about(ent, row)
        where = line(about.transcript, NAME) + (f", turn {about.turn}" if about.turn else "")
        if ent == "code":
            return about.path
        if ent == "coding":
            owner = self.coder(self._one("SELECT coder FROM coding WHERE id = ?", row))
            return f"{owner}'s coding of {where or 'a text that is not here'} with {about.path or NOTHING}"
        if ent == "settlement":
            return f"{about.path or 'an episode'} in {where or 'a text that is not here'}"
        if ent == "memo":
            on = where or about.path or "the study"
            return f"the memo on {on}"
        if ent == "link":
            memo = self.it("memo", self._one("SELECT memo FROM link WHERE id = ?", row))
            return f"the link of {memo} to {where or 'a text that is not here'}"
        if ent == "pick":
            return f"the quotation for {about.path or NOTHING} from {where or 'a text that is not here'}"
        if ent in ("transcript", "revision"):
            return where or "a transcript"
        if ent == "informant":
            return f"{self.label(row)} in {where or 'a transcript that is not here'}"
        if ent == "attribute":
            rows = self._store.read("SELECT name, owner FROM attribute WHERE id = ?", (row,))
            name, owner = rows[0] if rows else ("", "")
            return f"{line(name or 'what is said', NAME)} of {self.label(owner)} in {where or 'a transcript'}"
        if ent == "summary":
            return self._summary(row, about.path)
        if ent == "survey":
            return f"the survey {line(self._one('SELECT name FROM survey WHERE id = ?', row), NAME)}".rstrip()
        if ent == "setting":
            return f"the setting {line(self._one('SELECT key FROM setting WHERE id = ?', row), NAME)}".rstrip()
        if ent == "assignment":
            coder = self._one("SELECT coder FROM assignment WHERE id = ?", row)
            round_ = self._one("SELECT r.name FROM assignment a JOIN round r ON r.id = a.round WHERE a.id = ?", row)
            told = f" in round {line(round_, 20)}" if round_ else ""
            return f"{self.coder(coder)}'s work on {where or 'a transcript that is not here'}{told}"
        if ent == "placement":
            matrix = line(self._one("SELECT matrix FROM placement WHERE id = ?", row), NAME)
            return f"{about.path} in the matrix {matrix}"
        if ent == "wording":
            matrix = line(self._one("SELECT matrix FROM wording WHERE id = ?", row), NAME)
            return f"{about.path} in the tables of {f'the matrix {matrix}' if matrix else 'all matrices'}"
        if ent in ("coder", "person", "round"):
            return f"the {ent} {line(self._one(f'SELECT name FROM {ent} WHERE id = ?', row), NAME)}".rstrip()
        return f"something of the kind {line(ent, 30)}"

    def _summary(self, row: str, path: str) -> str:
        """``the summary of Relationer / Tillid for P07``."""
        rows = self._store.read("SELECT about, target FROM summary WHERE id = ?", (row,))
        about, target = rows[0] if rows else ("", "")
        if about == "person":
            named = self._one("SELECT name FROM person WHERE id = ?", target or "")
            told = " for " + (line(named, NAME) if named else self.it("informant", target or ""))
        else:
            told = f" for the group {line(target or '', NAME)}" if about == "group" else ""
        return f"the summary of {path or NOTHING}{told}"

    def label(self, informant: str | None) -> str:
        """Under which label somebody speaks."""
        return line(self._one("SELECT label FROM informant WHERE id = ?", informant or ""), 20) or "an informant"

    def _one(self, query: str, row: str) -> str:
        rows = self._store.read(query, (row,))
        return str(rows[0][0] or "") if rows else ""

    # --- values

    def value(self, ent: str, field: str, value: Any) -> tuple[str | None, bool]:
        """A recorded value as people read it (None: nothing), and whether the text it names is here."""
        if ent == "memo" and field == "text" and isinstance(value, list) and len(value) == 2:
            return self._text(value[1]) if value[1] else (str(value[0] or "") or None, True)
        if (ent, field) == ("survey", "rows") and isinstance(value, dict) and value.keys() == {"text"}:
            return self._answers(str(value["text"]))
        if isinstance(value, dict) and value.keys() == {"text"}:
            return self._text(value["text"])
        if value in (None, "", [], {}):
            return _EMPTY.get((ent, field)), True
        return self._plain(ent, field, value), True

    def _text(self, name: Any) -> tuple[str, bool]:
        rows = self._store.read("SELECT data FROM blob WHERE id = ?", (str(name),))
        if not rows:
            return NOT_COME, False
        return (ERASED, False) if rows[0][0] is None else (str(rows[0][0]), True)

    def _answers(self, name: str) -> tuple[str, bool]:
        """How many answered, and a mark that tells these answers from others of as many."""
        text, here = self._text(name)
        return (f"{max(text.count(chr(10)) - 1, 0):,} persons' answers ({name[:6]})" if here else text), here

    def _plain(self, ent: str, field: str, value: Any) -> str:
        if (ent, field) in _CODES:
            return self.code(value)
        if (ent, field) == ("link", "memo"):
            return self.it("memo", str(value))
        if (ent, field) == ("memo", "target"):
            called = self._one("SELECT name FROM transcript WHERE id = ?", str(value))
            return line(called, NAME) if called else self.code(value)
        if field == "span" and isinstance(value, list) and len(value) == 3 and type(value[1]) is type(value[2]) is int:
            return self.passage(str(value[0]), value[1], value[2])
        if (ent, field) == ("code", "exclusive"):
            return "they do"
        if (ent, field) == ("code", "facets") and isinstance(value, str):
            return "; ".join(f"{k} = {', '.join(v)}" for k, v in facets_of(value).items()) or NOTHING
        if (ent, field) == ("coding", "voices"):
            rows = parsed_list(value, lambda v: isinstance(v, str)) if isinstance(value, str) else []
            return ", ".join(self.label(v) for v in rows) or "nobody"
        if (ent, field) == ("assignment", "progress") and isinstance(value, list) and value:
            return str(value[0] or NOTHING)
        if (ent, field) == ("placement", "place") and isinstance(value, list) and len(value) == 2:
            column = "no longer by hand" if value[0] is None else str(value[0] or "no column")
            return f"{column}: {value[1]}" if value[1] else column
        if (ent, field) == ("informant", "person"):
            return self._one("SELECT name FROM person WHERE id = ?", str(value)) or "a person without a written id"
        if (ent, field) == ("transcript", "current"):
            return self._version(str(value))
        return spelt(value)

    def _version(self, revision: str) -> str:
        rows = self._store.read("SELECT characters FROM revision WHERE id = ?", (revision,))
        text = self.revision(revision)[2]
        return f"{rows[0][0] or 0:,} characters: “{line(text, QUOTE)}”" if rows else "a text that is not here"


def spelt(value: Any) -> str:
    """A value of JSON, or a text that is one, as people write it."""
    if isinstance(value, str):
        try:
            inner = json.loads(value)
        except (ValueError, RecursionError):
            return value
        return value if isinstance(inner, int | float | dict) or inner is None else spelt_list(inner)
    return spelt_list(value)


def spelt_list(value: Any) -> str:
    """A list with commas; anything else as it is."""
    if isinstance(value, list) and all(isinstance(v, str | int) for v in value):
        return ", ".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def day(when: datetime) -> str:
    """``3 Nov 2026``."""
    return f"{when.day} {when:%b %Y}"


def listed(words: Iterable[str]) -> str:
    """``ann, bo and cia``."""
    found = list(dict.fromkeys(words))
    if len(found) > 5:
        found = [*found[:4], f"{len(found) - 4} more"]
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def quoted(text: str | None) -> str:
    """A value in a sentence: short, in quotation marks."""
    return f"“{line(text, QUOTE)}”" if text else NOTHING
